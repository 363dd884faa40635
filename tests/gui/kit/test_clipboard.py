"""What goes to Excel through the clipboard."""

from shoukei_app.gui.kit.clipboard import excel_rows


def test_tabs_quotes_and_lines_in_a_cell_stay_in_it() -> None:
    mime = excel_rows(["名称", "備考"], [["架空\t商店", '「"北"」\n次の行']], [False, False])
    assert mime.text() == '名称\t備考\r\n"架空\t商店"\t"「""北""」\n次の行"\r\n'
    assert "架空\t商店</td>" in mime.html()
    assert "<br style='mso-data-placement:same-cell'>次の行" in mime.html()


def test_markup_in_a_name_is_text() -> None:
    assert "&lt;b&gt;商店&lt;/b&gt;" in excel_rows(["名称"], [["<b>商店</b>"]], [False]).html()
