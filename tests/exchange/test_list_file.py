import zipfile
from datetime import date, datetime, time
from pathlib import Path

import pytest
from list_samples import FIRMS, HEADINGS, changed_part, compound, delimited, names, open_document, workbook
from openpyxl.worksheet.worksheet import Worksheet

from shoukei_app.domain.listing import FindingKind, ListColumn, ReadList
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.exchange.file_kind import MOST_BYTES
from shoukei_app.exchange.list_file import encoding_candidates, preview, read_list

C = ListColumn
PLAIN = {C.FIRM_NAME: (0,), C.POSTAL_CODE: (1,), C.ADDRESS: (2,), C.PHONE: (3,), C.REPRESENTATIVE: (4,)}


def headings_of(read: ReadList) -> dict[str, str]:
    return {column.value: "+".join(read.headings[i] for i in indices) for column, indices in read.columns.items()}


def left_out(read: ReadList) -> list[tuple[int, FindingKind]]:
    return [(row.number, finding.kind) for row, finding in read.left_out]


def refused(path: Path, **how: str) -> Problem:
    with pytest.raises(Problem) as caught:
        read_list(path, **how)  # type: ignore[arg-type]  # sheet and encoding are texts
    assert caught.value.data["path"] == str(path)
    return caught.value


# formats


@pytest.mark.parametrize(
    ("name", "encoding", "line_end", "delimiter", "told"),
    [
        ("a.csv", "cp932", "\r\n", ",", ("csv", "cp932")),
        ("a.csv", "utf-8", "\n", ",", ("csv", "utf-8")),
        ("a.csv", "utf-8-sig", "\r\n", ",", ("csv", "utf-8-sig")),
        ("a.csv", "utf-8-sig", "\r", ",", ("csv", "utf-8-sig")),
        ("a.txt", "utf-16", "\r\n", "\t", ("tsv", "utf-16")),
        ("a.tsv", "utf-16-le", "\r\n", "\t", ("tsv", "utf-16-le")),
        ("a.tsv", "utf-16-be", "\r\n", "\t", ("tsv", "utf-16-be")),
        ("a.txt", "cp932", "\r\n", "\t", ("tsv", "cp932")),
        ("a.csv", "euc-jp", "\n", ",", ("csv", "euc-jp")),
        ("a.csv", "iso2022_jp", "\n", ",", ("csv", "iso-2022-jp")),
        ("a.txt", "utf-8", "\n", ";", ("csv", "utf-8")),
    ],
)
def test_text_in_every_encoding(
    tmp_path: Path, name: str, encoding: str, line_end: str, delimiter: str, told: tuple[str, str]
) -> None:
    path = delimited(tmp_path / name, HEADINGS, *FIRMS, encoding=encoding, line_end=line_end, delimiter=delimiter)
    read = read_list(path)
    assert (read.format, read.encoding) == told
    assert (read.header_row, read.headings, read.columns) == (1, HEADINGS, PLAIN)
    assert [row.cells for row in read.rows] == list(FIRMS)
    assert [row.number for row in read.rows] == list(range(2, 20))


def test_workbooks(tmp_path: Path) -> None:
    for path in (workbook(tmp_path / "a.xlsx", HEADINGS, *FIRMS), open_document(tmp_path / "a.ods", HEADINGS, *FIRMS)):
        read = read_list(path)
        assert read.format == path.suffix[1:]
        assert (read.columns, len(read.rows), len(read.sheets)) == (PLAIN, 18, 1)
        assert read.rows[0].cells == FIRMS[0]


def test_the_contents_decide_and_not_the_name(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", HEADINGS, *FIRMS)
    assert read_list(path.rename(tmp_path / "名簿.csv")).format == "xlsx"
    text = delimited(tmp_path / "b.xlsx", HEADINGS, *FIRMS)
    assert read_list(text).format == "csv"


# where the table is


def test_a_table_at_b5_with_title_sections_total_and_headings_again(tmp_path: Path) -> None:
    rows: list[tuple[object, ...]] = [
        (),
        (None, "令和6年度 事業者名簿"),
        (None, None, None, None, None, "令和6年4月1日現在"),
        (),
    ]
    rows.append((None, "No.", *HEADINGS))
    for number, firm in enumerate(FIRMS, 1):
        if number in (1, 7, 13):
            rows.append((None, {1: "【東信地区】", 7: "北信地区", 13: "■ 中信"}[number]))
        rows.append((None, number, *firm))
        if number == 9:
            rows.append((None, "No.", *HEADINGS))
    rows += [(None, "合計", "18件"), (), (None, "※ この名簿は令和6年4月1日現在のものです。")]
    read = read_list(workbook(tmp_path / "a.xlsx", *rows))
    assert read.header_row == 5
    assert read.columns == {column: (index + 2,) for column, (index,) in PLAIN.items()}
    assert names(read.rows, 2) == names_of_firms()
    assert left_out(read) == [
        (6, FindingKind.SECTION_ROW),
        (13, FindingKind.SECTION_ROW),
        (17, FindingKind.SECTION_ROW),
        (21, FindingKind.SECTION_ROW),
        (28, FindingKind.TOTAL_ROW),
        (30, FindingKind.SECTION_ROW),
    ]


def names_of_firms() -> list[str]:
    return [firm[0] for firm in FIRMS]


def test_merged_headings_in_two_rows(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx",
        ("許可施設一覧",),
        ("番号", "施設", None, None, "営業者", None, None, "備考"),
        (None, "名称", "所在地", "電話", "氏名", "郵便番号", "住所"),
        *((n, f[0], f[2], f[3], f[4], "390-0000", "長野県松本市見本1", None) for n, f in enumerate(FIRMS)),
        merges=["A1:H1", "A2:A3", "B2:D2", "E2:G2", "H2:H3"],
    )
    read = read_list(path)
    assert read.header_row == 3
    assert headings_of(read) == {
        "firm_name": "施設 名称",
        "representative": "営業者 氏名",
        "address": "施設 所在地",
        "phone": "施設 電話",
        "note": "備考",
    }


def test_the_same_in_a_csv_where_merged_headings_leave_blanks(tmp_path: Path) -> None:
    path = delimited(
        tmp_path / "a.csv",
        ("番号", "施設", "", "", "開設者", "", ""),
        ("", "名称", "所在地", "電話", "氏名", "住所", "電話"),
        *((n, f[0], f[2], f[3], f[4], "長野県松本市見本1-1", "0263-00-1111") for n, f in enumerate(FIRMS)),
    )
    read = read_list(path)
    assert (read.header_row, read.columns) == (
        2,
        {C.FIRM_NAME: (1,), C.REPRESENTATIVE: (4,), C.ADDRESS: (2,), C.PHONE: (3,)},
    )


def test_one_heading_over_columns_whose_contents_tell_them_apart(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx",
        ("業務種別", "施設名称", "〒", "施設所在地", None, "開設者氏名", None, None, "開設者住所", None, None),
        *(
            ("理容所", f"{f[0]}店", f[1], f[2], "見本ビル2階" if n % 5 == 0 else None)
            + ((f[0], "代表取締役", f[4], "長野県", f[2], None) if n % 2 else (f[4], None, None, None, None, None))
            for n, f in enumerate(FIRMS)
        ),
        merges=["D1:E1", "F1:H1", "I1:K1"],
    )
    assert read_list(path).columns == {
        C.FIRM_NAME: (1,),
        C.OPERATOR: (5,),
        C.TITLE: (6,),
        C.REPRESENTATIVE: (7,),
        C.POSTAL_CODE: (2,),
        C.ADDRESS: (3,),
        C.ADDRESS_2: (4,),
        C.INDUSTRY: (0,),
    }


def test_a_file_without_headings_is_known_by_its_contents(tmp_path: Path) -> None:
    rows = [(f"20{n:07}", f"{112064 + 7 * n:07}", f[0], f[1].replace("-", ""), f[2]) for n, f in enumerate(FIRMS)]
    read = read_list(delimited(tmp_path / "a.csv", *rows))
    assert read.header_row is None
    assert set(read.headings) == {""}
    assert read.columns == {C.FIRM_NAME: (2,), C.POSTAL_CODE: (3,), C.ADDRESS: (4,)}
    assert len(read.rows) == 18


def test_headings_in_words_that_nobody_knows(tmp_path: Path) -> None:
    read = read_list(delimited(tmp_path / "a.csv", ("欄い", "欄ろ", "欄は", "欄に", "欄ほ"), *FIRMS))
    assert (read.header_row, read.columns) == (1, PLAIN)


def test_cells_merged_over_rows_belong_to_each_of_them(tmp_path: Path) -> None:
    rows = [("小諸市" if n % 9 == 0 else None, f[0], f"甲{n}番地", f[3]) for n, f in enumerate(FIRMS)]
    path = workbook(tmp_path / "a.xlsx", ("市町村", "事業者名", "所在地", "電話"), *rows, merges=["A2:A10", "A11:A19"])
    assert set(names(read_list(path).rows)) == {"小諸市"}


def test_firms_of_two_rows_each_are_one_record(tmp_path: Path) -> None:
    rows: list[tuple[object, ...]] = []
    for number, firm in enumerate(FIRMS, 1):
        rows += [(number, firm[0], firm[2], firm[3]), (None, None, "見本ビル3階", f"FAX {firm[3]}")]
    merges = [f"{column}{row}:{column}{row + 1}" for row in range(2, 38, 2) for column in "AB"]
    read = read_list(workbook(tmp_path / "a.xlsx", ("番号", "事業所名", "所在地", "電話"), *rows, merges=merges))
    assert [row.number for row in read.rows] == list(range(2, 38, 2))
    assert read.rows[1].cells[2] == f"{FIRMS[1][2]}\n見本ビル3階"


def test_totals_between_and_below_and_a_firm_that_sounds_like_one(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx",
        ("市町村", "事業者名", "所在地", "電話", "従業員数", "資本金"),
        *(("小諸市", f[0], f[2], f[3], 5, 100) for f in FIRMS[:6]),
        (None, "小計", None, None, 30, 600),
        *(("佐久市", f[0], f[2], f[3], 5, 100) for f in FIRMS[6:12]),
        ("総計", None, None, None, 60, 1200),
        ("佐久市", "見本会計", "長野県佐久市中込1", "0267-62-0000", 3, 1),
    )
    read = read_list(path)
    assert left_out(read) == [(8, FindingKind.TOTAL_ROW), (15, FindingKind.TOTAL_ROW)]
    assert read.rows[-1].cells[1] == "見本会計"


def test_numbered_columns_and_an_example_below_the_headings(tmp_path: Path) -> None:
    numbered = [f"({number})" for number in range(1, 6)]
    example = ("（記入例）", "380-0000", "長野県長野市見本1", "026-000-0000", "見本\u3000太郎")
    read = read_list(workbook(tmp_path / "a.xlsx", HEADINGS, numbered, example, *FIRMS))
    assert left_out(read) == [(2, FindingKind.SECTION_ROW), (3, FindingKind.SECTION_ROW)]
    assert names(read.rows) == names_of_firms()


def test_a_firm_of_which_only_the_name_is_known_is_kept(tmp_path: Path) -> None:
    read = read_list(workbook(tmp_path / "a.xlsx", HEADINGS, *FIRMS, ("見本食堂",), ("株式会社なまえのみ",)))
    assert names(read.rows)[-2:] == ["見本食堂", "株式会社なまえのみ"]


# sheets


def several_sheets(path: Path) -> Path:
    def more(sheet: Worksheet) -> None:
        book = sheet.parent
        assert book is not None
        sheet.title = "表紙"
        for title, rows in (
            ("集計", [("地区", "件数"), ("東", 10), ("西", 20)]),
            ("会員", [HEADINGS, *FIRMS]),
            ("作業用", [HEADINGS, *FIRMS, *FIRMS]),
        ):
            for row in (added := book.create_sheet(title)) and rows:
                added.append(row)
        book["作業用"].sheet_state = "hidden"

    return workbook(path, ("見本商工会 会員名簿",), (), ("令和6年4月1日",), more=more)


def test_the_sheet_that_is_a_list_is_found(tmp_path: Path) -> None:
    read = read_list(several_sheets(tmp_path / "a.xlsx"))
    assert (read.sheet, read.sheets, len(read.rows)) == ("会員", ("表紙", "集計", "会員"), 18)


def test_another_sheet_is_offered_where_the_chosen_one_holds_no_firms(tmp_path: Path) -> None:
    path = several_sheets(tmp_path / "a.xlsx")
    problem = refused(path, sheet="集計")
    assert problem.kind is ProblemKind.NO_FIRMS_IN_SHEET
    assert (problem.data["sheet"], problem.data["other"]) == ("集計", "会員")
    assert refused(path, sheet="ない").kind is ProblemKind.SHEET_MISSING
    assert len(read_list(path, sheet="作業用").rows) == 36


def test_figures_by_school_are_no_list_of_firms(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx",
        ("（３）小学校　学級数・児童数",),
        ("校　　名", "学　級　数", None, None, "児　童　数", None, None),
        (None, "計", "１年", "２年", "計", "１年", "２年"),
        ("前年５月", 20, 10, 10, 600, 300, 300),
        *((f"見本第{n}", 2, 1, 1, 60, 30, 30) for n in range(12)),
        merges=["B2:D2", "E2:G2"],
    )
    assert refused(path).kind is ProblemKind.NO_FIRMS_IN_FILE


# cells


def test_cells_read_as_a_person_sees_them(tmp_path: Path) -> None:
    def formats(sheet: Worksheet) -> None:
        for row in (2, 3):
            for column, code in ((5, '[$-411]ggge"年"m"月"d"日"'), (6, "000\\-0000"), (7, "0000")):
                sheet.cell(row, column).number_format = code

    path = workbook(
        tmp_path / "a.xlsx",
        ("事業所名", "所在地", "従業員数", "電話番号", "廃業年月日", "郵便番号", "コード", "率", "受付", "時刻", "済"),
        (
            "見本製作所",
            "長野県佐久市中込1",
            24,
            267621234,
            date(2024, 4, 1),
            600042,
            7,
            0.5,
            datetime(2024, 4, 1, 9, 5),
            time(9, 5),
            True,
        ),
        ("見本商店", "長野県佐久市中込2", 3, 267625678, None, 3850051, 8, 1.0, datetime(2024, 4, 1), None, False),
        more=formats,
    )
    read = read_list(path)
    assert read.rows[0].cells[2:] == (
        *("24", "267621234", "2024/4/1", "060-0042", "0007", "0.5", "2024/4/1 09:05", "9:05", "TRUE"),
    )
    assert read.rows[1].cells[4:] == ("", "385-0051", "0008", "1", "2024/4/1", "", "FALSE")


@pytest.mark.parametrize("format_id", [*range(27, 37), *range(50, 59)])
def test_japanese_date_formats_are_dates(tmp_path: Path, format_id: int) -> None:
    def as_dates(sheet: Worksheet) -> None:
        for row in range(2, 20):
            sheet.cell(row, 3).number_format = "mm-dd-yy"  # format 14

    rows = [(f[0], f[2], 45383) for f in FIRMS]
    path = workbook(tmp_path / "a.xlsx", ("事業所名", "所在地", "廃業日"), *rows, more=as_dates)
    changed_part(path, "xl/styles.xml", lambda xml: xml.replace(b'numFmtId="14"', b'numFmtId="%d"' % format_id))
    assert read_list(path).rows[0].cells[2] == "2024/4/1"


def test_phonetic_guides_are_not_part_of_a_name(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", HEADINGS, *FIRMS)
    changed_part(
        path,
        "xl/sharedStrings.xml",
        lambda xml: xml.replace(
            "<t>有限会社ためし屋</t>".encode(),
            '<t>有限会社ためし屋</t><rPh sb="0" eb="4"><t>ユウゲンガイシャ</t></rPh>'.encode(),
        ),
    )
    assert names(read_list(path).rows)[1] == "有限会社ためし屋"


def test_line_breaks_quotes_and_formulas_in_text(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(
        '事業所名,住所,電話\r\n"見本製作所\n高原支店","長野県佐久市中込1,2階",="0267621234"\r\n'
        'ためし屋,長野県佐久市中込2,0267-62-0002\n\r\n「かぎ"屋」,長野県佐久市中込3,0267-62-0003\r\n\x1a'.encode(
            "cp932"
        )
    )
    assert [row.cells for row in read_list(path).rows] == [
        ("見本製作所\n高原支店", "長野県佐久市中込1,2階", "0267621234"),
        ("ためし屋", "長野県佐久市中込2", "0267-62-0002"),
        ('「かぎ"屋」', "長野県佐久市中込3", "0267-62-0003"),
    ]


def test_a_quote_that_is_never_closed_swallows_nothing(tmp_path: Path) -> None:
    lines = [f'{f[0]},"{f[2]},{f[3]}' if n == 3 else f'"{f[0]}",{f[2]},{f[3]}' for n, f in enumerate(FIRMS)]
    path = tmp_path / "a.csv"
    path.write_bytes("\r\n".join(["事業所名,住所,電話", *lines]).encode("cp932"))
    assert [row.cells for row in read_list(path).rows] == [(f[0], f[2], f[3]) for f in FIRMS]


def test_a_few_bytes_that_are_no_text_cost_one_character_only(tmp_path: Path) -> None:
    path = delimited(tmp_path / "a.csv", HEADINGS, *FIRMS, encoding="utf-8")
    data = path.read_bytes()
    path.write_bytes(data.replace("例題".encode(), b"\xe4\xbe\xe9\xa1\x8c", 1))
    read = read_list(path)
    assert (read.encoding, len(read.rows)) == ("utf-8", 18)
    assert sum("\ufffd" in cell for row in read.rows for cell in row.cells) == 1


# known layouts


def corporate_row(number: str, name: str, latest: str, changed: str, **other: str) -> list[str]:
    row = [""] * 30
    row[0:7] = ["1", number, other.get("process", "01"), "0", "2024-04-01", changed, name]
    row[7:9] = [other.get("image", ""), "301"]
    row[9:16] = ["長野県", "佐久市", "中込９９９９番地", "", "20", "217", "3850051"]
    row[18:20] = [other.get("closed", ""), "01" if other.get("closed") else ""]
    row[22:24] = ["2015-10-05", latest]
    row[28:30] = ["ミホン", "0"]
    return row


def test_the_list_of_corporate_numbers_is_known_without_headings(tmp_path: Path) -> None:
    rows = [
        corporate_row("7000012050002", "株式会社旧見本", "0", "2015-10-05"),
        corporate_row("4011001098993", "株式会社ためし", "1", "2015-10-05", closed="2024-03-31"),
        corporate_row("7000012050002", "株式会社見本", "1", "2024-03-01", process="11", image="00012345"),
    ]
    read = read_list(delimited(tmp_path / "20_nagano.csv", *rows, encoding="cp932"))
    assert read.header_row is None
    assert headings_of(read)["municipality_code"] == "都道府県コード+市区町村コード"
    assert names(read.rows, 6) == ["株式会社ためし", "株式会社見本"]
    ((row, finding),) = read.left_out
    assert (row.number, finding.kind, finding.suggestion) == (1, FindingKind.SUPERSEDED_ROW, "3")


# real lists


def test_every_real_list_is_read_or_declined_politely(shared_data: Path) -> None:
    for path in sorted((shared_data / "lists").rglob("*.*")):
        if "school" in path.name:
            assert str(refused(path).data["other"]).startswith("小")  # the longest: 小学校
            continue
        read = read_list(path)
        assert C.FIRM_NAME in read.columns, path.name
        assert {C.ADDRESS, C.STREET} & set(read.columns), path.name
        name = read.columns[C.FIRM_NAME][0]
        assert sum(not row.cells[name].strip() for row in read.rows) <= 0.01 * len(read.rows), path.name


# refusals


def test_files_that_are_not_there_or_hold_nothing(tmp_path: Path) -> None:
    assert refused(tmp_path / "ない.xlsx").kind is ProblemKind.FILE_MISSING
    assert refused(tmp_path).kind is ProblemKind.FILE_MISSING
    for name, data in (("a.csv", b""), ("b.csv", b"\xef\xbb\xbf\r\n"), ("c.txt", b"\xff\xfe"), ("d.csv", b" \n \n")):
        (tmp_path / name).write_bytes(data)
        assert refused(tmp_path / name).kind is ProblemKind.FILE_EMPTY
    assert refused(workbook(tmp_path / "e.xlsx")).kind is ProblemKind.FILE_EMPTY


def test_a_file_in_use(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = delimited(tmp_path / "a.csv", HEADINGS, *FIRMS)

    def locked(self: Path) -> bytes:
        raise PermissionError(13, "in use", str(self))

    monkeypatch.setattr(Path, "read_bytes", locked)
    assert refused(path).kind is ProblemKind.FILE_LOCKED


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\n%\xe2\xe3",
        b"\x89PNG\r\n\x1a\n" + bytes(50),
        b"\xff\xd8\xff\xe0" + bytes(50),
        "<html><body><table><tr><td>事業所名</td></tr></table></body></html>".encode(),
        b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
        b"{\\rtf1\\ansi",
        bytes(range(256)) * 20,
        compound("WordDocument"),
    ],
)
def test_files_that_are_no_list(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "名簿.csv"
    path.write_bytes(data)
    assert refused(path).kind is ProblemKind.FILE_UNKNOWN_TYPE


def test_protected_workbooks(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(compound("EncryptionInfo", "EncryptedPackage"))
    assert refused(path).kind is ProblemKind.FILE_PROTECTED
    ods = open_document(tmp_path / "a.ods", HEADINGS, *FIRMS)
    changed_part(
        ods,
        "META-INF/manifest.xml",
        lambda xml: xml.replace(b"/>", b"><manifest:encryption-data/></manifest:manifest>"),
    )
    assert refused(ods).kind is ProblemKind.FILE_PROTECTED


def test_other_packages(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<document/>")
    assert refused(path).kind is ProblemKind.FILE_UNKNOWN_TYPE


def test_cut_off_workbooks(tmp_path: Path) -> None:
    data = workbook(tmp_path / "a.xlsx", HEADINGS, *FIRMS).read_bytes()
    for size in (4, 100, len(data) // 2, len(data) - 1):
        (tmp_path / "b.xlsx").write_bytes(data[:size])
        assert refused(tmp_path / "b.xlsx").kind is ProblemKind.FILE_DAMAGED


def test_files_too_large_to_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.csv"
    with path.open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    assert refused(path).kind is ProblemKind.FILE_TOO_LARGE
    monkeypatch.setattr("shoukei_app.exchange.file_kind.MOST_UNPACKED", 1 << 20)
    bomb = workbook(tmp_path / "b.xlsx", HEADINGS, *FIRMS)
    changed_part(bomb, "docProps/app.xml", lambda xml: xml + bytes(1 << 20))
    assert refused(bomb).kind is ProblemKind.FILE_TOO_LARGE


def test_a_sheet_that_says_it_is_as_large_as_a_sheet_can_be(tmp_path: Path) -> None:
    def corner(sheet: Worksheet) -> None:
        sheet["XFD1048576"] = "x"

    read = read_list(workbook(tmp_path / "a.xlsx", HEADINGS, *FIRMS, more=corner))
    assert (read.columns, len(read.rows)) == (PLAIN, 18)


def test_a_stray_cell_in_column_16331(tmp_path: Path) -> None:
    def stray(sheet: Worksheet) -> None:
        sheet["XDC5"] = "x"

    read = read_list(workbook(tmp_path / "a.xlsx", HEADINGS, *FIRMS, more=stray))
    assert (read.columns, len(read.rows)) == (PLAIN, 18)


def test_an_ods_that_repeats_a_cell_ten_million_times(tmp_path: Path) -> None:
    many = 'table:number-columns-repeated="16384"'
    cell = f'<table:table-cell office:value-type="string" {many}><text:p>x</text:p></table:table-cell>'
    full = f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>'
    path = open_document(tmp_path / "a.ods", HEADINGS, *FIRMS, repeated=full)
    assert refused(path).kind is ProblemKind.FILE_TOO_LARGE
    blank = f'<table:table-row table:number-rows-repeated="1048000"><table:table-cell {many}/></table:table-row>'
    assert len(read_list(open_document(tmp_path / "b.ods", HEADINGS, *FIRMS, repeated=blank)).rows) == 18


def test_encodings_that_do_not_fit(tmp_path: Path) -> None:
    path = delimited(tmp_path / "a.csv", HEADINGS, *FIRMS, encoding="utf-8")
    for wrong in ("cp932", "utf-16", "そんな文字コード"):
        assert refused(path, encoding=wrong).kind is ProblemKind.ENCODING_WRONG
    assert read_list(path, encoding="utf-8").encoding == "utf-8"
    assert read_list(delimited(tmp_path / "b.csv", HEADINGS, *FIRMS), encoding="shift_jis").encoding == "cp932"
    (tmp_path / "c.csv").write_bytes(bytes(range(0x80, 0x100)) * 9)
    assert refused(tmp_path / "c.csv").kind is ProblemKind.ENCODING_UNKNOWN


# choosing


def test_columns_that_a_person_chose_replace_the_guess(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", ("い", "ろ"), ("見本", "長野県佐久市中込1"))
    chosen: dict[ListColumn, tuple[int, ...]] = {C.FIRM_NAME: (0,), C.ADDRESS: (1,)}
    assert read_list(path, columns=chosen).columns == chosen


def test_progress_is_told_in_rows(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    read_list(workbook(tmp_path / "a.xlsx", HEADINGS, *FIRMS), progress=lambda done, total: told.append((done, total)))
    assert told == [(0, 19), (19, 19)]


def test_the_preview_shows_what_was_guessed_and_the_rows_as_they_stand(tmp_path: Path) -> None:
    shown = preview(delimited(tmp_path / "a.csv", HEADINGS, *FIRMS))
    assert [guess.meaning for guess in shown.guesses] == [
        column for column, _ in sorted(PLAIN.items(), key=lambda item: item[1])
    ]
    assert all(guess.confidence > 0.7 for guess in shown.guesses)
    assert shown.rows[:2] == (HEADINGS, FIRMS[0])
    assert shown.encodings[0].encoding == "cp932"
    assert preview(several_sheets(tmp_path / "b.xlsx"), sheet="集計").rows[0] == ("地区", "件数")


def test_encodings_to_choose_from_with_their_first_lines(tmp_path: Path) -> None:
    first, *others = encoding_candidates(delimited(tmp_path / "a.csv", HEADINGS, *FIRMS))
    assert (first.encoding, first.sample[0]) == ("cp932", ",".join(HEADINGS))
    assert all(other.plausible < first.plausible for other in others)
