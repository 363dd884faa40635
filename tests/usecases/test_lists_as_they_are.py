"""Lists from file to preview: what is written back to their makers, closed firms, headings in rows and in pieces."""

from pathlib import Path

import openpyxl
import pytest

from shoukei_app.domain.firm import FirmFacts, FirmStatus, LegalForm
from shoukei_app.domain.listing import CleanedRow, FindingKind, ListColumn
from shoukei_app.domain.progress import Progress
from shoukei_app.store.ledger import Ledger
from shoukei_app.usecases import lists

C = ListColumn


def file_of(path: Path, *rows: tuple[str, ...], merges: tuple[str, ...] = ()) -> Path:
    """An .xlsx (with merged cells) or a .csv of these rows."""
    if path.suffix == ".csv":
        path.write_text("\r\n".join(map(",".join, rows)), "cp932")
        return path
    book = openpyxl.Workbook()
    for number, row in enumerate(rows, 1):
        for column, text in enumerate(row, 1):
            if text:
                book.worksheets[0].cell(number, column, text)
    for cells in merges:
        book.worksheets[0].merge_cells(cells)
    book.save(path)
    return path


def cleaned(path: Path) -> list[CleanedRow]:
    listed = lists.read(path)
    cleaner = lists.cleaner_of(listed, listed.columns)
    return [cleaner.clean(row) for row in listed.rows]


def facts(row: CleanedRow) -> FirmFacts:
    assert row.facts is not None
    return row.facts


def test_what_was_noticed_goes_back_with_the_rows_as_they_stood(file_ledger: Ledger, tmp_path: Path) -> None:
    path = file_of(
        tmp_path / "会員.xlsx",
        ("見本商工会 会員名簿",),
        ("商店名", "〒", "住所", "備考"),
        ("れい商店", "389-1305", "長野県上水内郡飯綱町牟礼100", "=1+1"),
        ("ためし旅館", "389-1211", "長野県上水内郡飯綱町牟礼300", ""),
    )
    preview = lists.check(file_ledger, lists.read(path), Progress())
    target = tmp_path / "確認事項.xlsx"
    assert lists.write_problems(preview, target).value == 1
    sheet = openpyxl.load_workbook(target).worksheets[0]
    headings, row = ([cell.value for cell in line] for line in sheet.iter_rows())
    assert headings[7:] == ["名簿：商店名", "名簿：〒", "名簿：住所", "名簿：備考"]
    assert row[:5] == [3, "〒", "郵便番号が所在地と合わない", "3891305", "3891211"]
    assert row[7:10] == ["れい商店", "389-1305", "長野県上水内郡飯綱町牟礼100"]


def test_a_date_of_closing_closes_a_firm_and_other_dates_do_nothing(tmp_path: Path) -> None:
    rows = cleaned(
        file_of(
            tmp_path / "a.csv",
            ("屋号", "所在地", "許可年月日", "有効期限", "廃止年月日", "廃止理由"),
            ("見本理容", "長野県佐久市中込1", "R5.4.1", "R10.3.31", "", ""),
            ("例示理容", "長野県佐久市中込2", "H30.4.1", "R5.3.31", "令和6年3月31日", "高齢のため"),
            ("試理容", "長野県佐久市中込3", "H30.4.1", "R5.3.31", "", ""),
        )
    )
    assert [facts(row).status for row in rows] == [FirmStatus.ACTIVE, FirmStatus.CLOSED, FirmStatus.ACTIVE]
    closed = facts(rows[1])
    assert closed.status_on is not None
    assert (closed.status_on.isoformat(), closed.status_reason) == ("2024-03-31", "高齢のため")
    assert [finding.kind for finding in rows[1].findings] == [FindingKind.CLOSED]


@pytest.mark.parametrize("name", ["a.xlsx", "a.csv"])
def test_headings_in_two_rows_and_an_address_in_two_columns(tmp_path: Path, name: str) -> None:
    path = file_of(
        tmp_path / name,
        ("施設", "", "", "", "開設者", ""),
        ("名称", "郵便番号", "所在地１", "所在地２", "氏名", "住所"),
        ("見本理容", "385-0051", "長野県佐久市", "中込9999", "見本　太郎", "長野県小諸市甲1"),
        ("例示理容", "385-0051", "長野県佐久市", "中込9998", "株式会社例示", "長野県小諸市甲2"),
        ("試理容", "385-0051", "長野県佐久市", "中込9997", "試　花子", "長野県小諸市甲3"),
        merges=("A1:D1", "E1:F1"),
    )
    first, second, _ = map(facts, cleaned(path))
    assert first.address.text == "長野県佐久市中込9999"
    assert (first.representative, first.legal_form) == ("見本　太郎", LegalForm.SOLE)
    assert (second.representative, second.legal_form) == ("", LegalForm.CORPORATION)
    assert "株式会社例示" in second.note


@pytest.mark.parametrize("name", ["a.xlsx", "a.csv"])
def test_a_postcode_before_its_address_and_a_person_behind_the_firm(tmp_path: Path, name: str) -> None:
    path = file_of(
        tmp_path / name,
        ("会員", "所在地"),
        *(
            (f"株式会社見本{number} 代表取締役 見本　太郎", f"〒385-0051　長野県佐久市中込{number}")
            for number in range(9001, 9007)
        ),
    )
    rows = cleaned(path)
    made = facts(rows[0])
    assert (made.name, made.title, made.representative) == ("株式会社見本9001", "代表取締役", "見本　太郎")
    assert (made.address.postal_code, made.address.text) == ("3850051", "長野県佐久市中込9001")
    assert all(row.is_ready and not row.findings for row in rows)


def test_rows_under_sections_of_a_file(tmp_path: Path) -> None:
    path = file_of(
        tmp_path / "a.xlsx",
        ("事業所名", "所在地", "電話番号", "代表者名"),
        ("■ 長野市", "", "", ""),
        ("見本商店", "大字栗田999", "026-227-0001", "見本　太郎"),
        ("例示商店", "大字栗田998", "026-227-0002", "例示　花子"),
        ("■ 佐久市", "", "", ""),
        ("試商店", "中込999", "0267-62-0003", "試　次郎"),
    )
    assert [facts(row).address.municipality for row in cleaned(path)] == ["長野市", "長野市", "佐久市"]
