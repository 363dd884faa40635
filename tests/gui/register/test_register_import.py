"""Taking a list in: read, corrected, looked at, decided about, taken in, taken back."""

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from fake_shell import FakeShell
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from shoukei_app.domain.firm import FirmFacts
from shoukei_app.domain.history import Act
from shoukei_app.domain.listing import ListColumn
from shoukei_app.gui.kit import dialogs
from shoukei_app.gui.register.import_view import CHOOSE, PREVIEW, READING, ImportView
from shoukei_app.gui.register.page import RegisterPage
from shoukei_app.gui.register.reading_step import column_letters
from shoukei_app.usecases import firms, history
from shoukei_app.usecases.ledgers import Ledger

FIRST = ("有限会社みほん工業", "見本 一郎", "389-1211", "長野県上水内郡飯綱町牟礼100", "026-253-0001", "製造業", 3)
SECOND = ("れい商店", "例 二郎", "389-1305", "長野県上水内郡信濃町柏原200-1", "026-255-0002", "小売業", 1)
WRONG_CODE = ("ためし旅館", "試 花子", "389-1305", "長野県上水内郡飯綱町牟礼300", "026-253-0003", "宿泊業", 5)


def open_import(page: RegisterPage, path: Path | None = None) -> ImportView:
    page.show_import(path)
    page.desk.wait()
    view = page.view
    assert isinstance(view, ImportView)
    return view


def go_on(view: ImportView) -> None:
    view.actions_["next"].trigger()
    view.desk.wait()


def press(view: ImportView, name: str) -> None:
    button = view.preview_step.detail.findChild(QPushButton, name)
    assert isinstance(button, QPushButton)
    button.click()


def test_from_an_empty_register_to_firms(
    qtbot: QtBot, page: RegisterPage, shell: FakeShell, list_file: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = list_file([FIRST, SECOND, WRONG_CODE])
    monkeypatch.setattr(dialogs, "open_file", lambda *_args: path)
    qtbot.keyClick(page.register, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    view = page.view
    assert isinstance(view, ImportView)
    assert view.step == CHOOSE
    view.choose_step.choose.click()
    shell.desk.wait()
    assert view.step == READING
    assert "会員名簿.xlsx" in view.state
    go_on(view)
    assert view.step == PREVIEW
    assert view.preview_step.tiles.figure("new").accessibleName() == "新しい事業者 3行"
    assert firms.count(page.session.ledger) == 0
    qtbot.keyClick(view.preview_step.table.view, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    shell.desk.wait()
    assert firms.count(page.session.ledger) == 3
    assert page.view is page.register
    assert shell.said == [("名簿を取り込みました：新しい事業者 3件", True)]
    assert len(page.register.table.model.ids) == 3


def test_every_column_says_how_sure_it_is_and_why(page: RegisterPage, list_file: Callable[..., Path]) -> None:
    step = open_import(page, list_file([FIRST, SECOND, WRONG_CODE])).reading_step
    beside = [
        step._grid.itemAtPosition(place + 1, 4).widget().text()  # type: ignore[union-attr]  # a label in each row
        for place in range(len(step._meanings))
    ]
    assert all(text.startswith(("確か（", "たぶん（")) and "から" in text for text in beside)
    step._meanings[0].setCurrentIndex(1 + list(ListColumn).index(ListColumn.NOTE))
    assert step._grid.itemAtPosition(1, 4).widget().text() == "選んだとおり"  # type: ignore[union-attr]  # as above


def test_a_file_can_be_dropped_on_the_page(
    qtbot: QtBot, page: RegisterPage, list_file: Callable[..., Path], tmp_path: Path
) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(list_file([FIRST])))])
    rest = (mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    enter = QDragEnterEvent(QPointF(50, 50).toPoint(), Qt.DropAction.CopyAction, *rest)
    page.dragEnterEvent(enter)
    assert enter.isAccepted()
    page.dropEvent(QDropEvent(QPointF(50, 50), Qt.DropAction.CopyAction, *rest))
    page.desk.wait()
    view = page.view
    assert isinstance(view, ImportView)
    assert view.step == READING

    other = QMimeData()
    other.setUrls([QUrl.fromLocalFile(str(tmp_path / "写真.jpg"))])
    enter = QDragEnterEvent(
        QPointF(50, 50).toPoint(),
        Qt.DropAction.CopyAction,
        other,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    enter.ignore()
    page.dragEnterEvent(enter)
    assert not enter.isAccepted()


def test_what_cannot_be_read_is_told_where_the_file_was_chosen(page: RegisterPage, tmp_path: Path) -> None:
    empty = tmp_path / "空.xlsx"
    empty.write_bytes(b"")
    view = open_import(page, empty)
    assert view.step == CHOOSE
    assert "空.xlsx" in view.choose_step._trouble._sentence.text()


def test_a_column_read_wrongly_is_chosen_anew(page: RegisterPage, list_file: Callable[..., Path]) -> None:
    view = open_import(page, list_file([FIRST, SECOND]))
    boxes = view.reading_step._meanings
    name, person = boxes[0], boxes[1]
    assert name.currentData() == (ListColumn.FIRM_NAME,)
    name.setCurrentIndex(0)
    person.setCurrentIndex(0)
    assert not view.actions_["next"].isEnabled()
    person.setCurrentIndex(person.findText("事業者名"))
    assert view.actions_["next"].isEnabled()
    assert view.reading_step.columns[ListColumn.FIRM_NAME] == (1,)
    view.reading_step._show_example()
    go_on(view)
    assert {line.name for line in view.preview_step._lines([0, 1])} == {"見本 一郎", "例 二郎"}


def test_the_same_headings_are_read_as_the_last_time(page: RegisterPage, list_file: Callable[..., Path]) -> None:
    view = open_import(page, list_file([FIRST]))
    industry = view.reading_step._meanings[5]
    industry.setCurrentIndex(industry.findText("備考"))
    go_on(view)
    go_on(view)
    again = open_import(page, list_file([SECOND], name="来年の名簿.xlsx"))
    assert again.reading_step.columns[ListColumn.NOTE] == (5,)
    assert "同じ読み方" in again.reading_step._columns_note.text()
    assert not again.choose_step._before.isHidden()


def test_rows_are_filtered_by_figure_and_by_finding(page: RegisterPage, list_file: Callable[..., Path]) -> None:
    view = open_import(page, list_file([FIRST, SECOND, WRONG_CODE, FIRST]))
    go_on(view)
    step = view.preview_step
    assert len(step.table.model.ids) == 4
    step.tiles.figure("same_in_file").click()
    assert [step._lines([key])[0].made.row.number for key in step.table.model.ids] == [6]
    step.tiles.figure("same_in_file").click()
    assert len(step.table.model.ids) == 4
    step.table._set_filter("finding", ("postal_code_disagrees",))
    assert [line.name for line in step._lines(step.table.model.ids)] == ["ためし旅館"]
    step.table.clear_filters()
    step.table._search.setText("みほん")
    step.table._on_typed()
    assert [step._lines([key])[0].made.row.number for key in step.table.model.ids] == [3, 6]


def test_a_changed_firm_shows_before_and_after(
    page: RegisterPage, list_file: Callable[..., Path], three: list[int]
) -> None:
    view = open_import(page, list_file([FIRST]))
    go_on(view)
    (line,) = view.preview_step._lines([0])
    assert line.made.firm_id == three[0]
    assert "電話番号 （空） → 026-253-0001" in line.remark
    go_on(view)
    assert firms.card(page.session.ledger, three[0]).firm.facts.phone == "026-253-0001"
    assert firms.count(page.session.ledger) == 3


ALIKE = ("ためし旅館", "別 三郎", "389-1305", "長野県上水内郡信濃町柏原999", "", "宿泊業", 5)


def test_a_possible_duplicate_is_joined_by_a_person(
    page: RegisterPage, list_file: Callable[..., Path], three: list[int]
) -> None:
    view = open_import(page, list_file([ALIKE, FIRST]))
    go_on(view)
    step = view.preview_step
    assert len(step.table.model.ids) == 1
    assert not step._banner.isHidden()
    press(view, "same")
    assert len(step.table.model.ids) == 2
    assert step._banner.isHidden()
    go_on(view)
    card = firms.card(page.session.ledger, three[1])
    assert firms.count(page.session.ledger) == 3
    assert card.firm.facts.representative == "別 三郎"
    assert card.firm.facts.phone == "026-255-0001"
    assert [source.row_number for source in card.sources] == [3]


def test_a_possible_duplicate_is_told_apart_by_a_person(
    page: RegisterPage, list_file: Callable[..., Path], three: list[int]
) -> None:
    view = open_import(page, list_file([ALIKE]))
    go_on(view)
    press(view, "new")
    assert view.preview_step._banner.isHidden()
    go_on(view)
    assert firms.count(page.session.ledger) == 4


def test_undoing_an_import_brings_the_preview_up_to_date(
    page: RegisterPage, list_file: Callable[..., Path], act: Act, file_ledger: Ledger
) -> None:
    path = list_file([FIRST])
    go_on(open_import(page, path))
    go_on(open_import(page))
    view = open_import(page, path)
    go_on(view)
    assert "unchanged" in view.preview_step._lines([0])[0].made.verdict
    page.desk.write(lambda _progress: history.undo(file_ledger, act), title="元に戻しています")
    page.desk.wait()
    page.desk.wait()
    assert view.preview_step._lines([0])[0].made.verdict.value == "new"


def test_findings_go_out_as_excel(
    page: RegisterPage,
    shell: FakeShell,
    list_file: Callable[..., Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    target = tmp_path / "確認事項.xlsx"
    monkeypatch.setattr(dialogs, "save_file", lambda *_args: target)
    view = open_import(page, list_file([FIRST, WRONG_CODE]))
    go_on(view)
    view.actions_["report"].trigger()
    shell.desk.wait()
    cells = [cell.value for row in openpyxl.load_workbook(target).worksheets[0].iter_rows() for cell in row]
    assert "ためし旅館" in cells
    assert shell.said[-1][0].startswith("確認事項 1件を書き出しました")


def test_escape_leads_back_step_by_step(qtbot: QtBot, page: RegisterPage, list_file: Callable[..., Path]) -> None:
    view = open_import(page, list_file([FIRST]))
    go_on(view)
    steps = []
    for _ in range(3):
        steps.append(view.step)
        qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert steps == [PREVIEW, READING, CHOOSE]
    assert page.view is page.register


def test_the_import_waits_while_a_card_is_looked_at(
    page: RegisterPage, list_file: Callable[..., Path], three: list[int]
) -> None:
    view = open_import(page, list_file([FIRST]))
    page.open(three[1])
    page.view.finished.emit()
    assert page.view is view
    assert view.step == READING


def test_columns_are_named_as_excel_names_them() -> None:
    assert [column_letters(place) for place in (0, 25, 26, 51, 52, 701, 702)] == [
        "A",
        "Z",
        "AA",
        "AZ",
        "BA",
        "ZZ",
        "AAA",
    ]


def test_a_firm_only_named_is_taken_in_with_a_warning(
    page: RegisterPage, list_file: Callable[..., Path], add: Callable[[FirmFacts], int]
) -> None:
    view = open_import(
        page,
        list_file([("れい商店", "例 二郎", "長野県上水内郡信濃町柏原200-1")], headings=("会員名", "代表者", "住所")),
    )
    box = view.reading_step._meanings[2]
    box.setCurrentIndex(0)
    assert "所在地の列がありません" in view.reading_step._trouble._title.text()
    assert view.actions_["next"].isEnabled()
