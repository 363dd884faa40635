"""The enclosing checklist: every piece in order, and sums that add up."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from paper_samples import pieces
from pdf_reader import Pdf

from shoukei_app.domain.barcode_eligibility import BarcodeReason
from shoukei_app.domain.form_number import form_number, shown
from shoukei_app.domain.mailing import LeftOutReason, Piece, PieceState, PrintOrder, Run, RunKind
from shoukei_app.domain.progress import Progress
from shoukei_app.paper import checklist


def _left_out(first: int, reason: LeftOutReason, count: int) -> list[Piece]:
    sample = pieces(1)[0]
    return [
        replace(sample, number=form_number(first + place), state=PieceState.LEFT_OUT, left_out=reason)
        for place in range(count)
    ]


def _printed(tmp_path: Path, some: list[Piece]) -> tuple[Pdf, int]:
    run = Run(1, 3, RunKind.FIRST, date(2026, 9, 1), None, PrintOrder.POSTAL, 0, 0)
    result = checklist.print_checklist(tmp_path / "照合表.pdf", run, "令和8年度 承継診断", some, Progress())
    pdf = Pdf(tmp_path / "照合表.pdf")
    assert result.pages == len(pdf)
    return pdf, result.printed


def test_pieces_stand_in_their_order_and_the_sums_add_up(tmp_path: Path) -> None:
    some = [
        *pieces(45),
        *_left_out(5000, LeftOutReason.CLOSED, 12),
        *_left_out(6000, LeftOutReason.MISSING_GLYPH, 3),
    ]
    pdf, printed = _printed(tmp_path, some)
    assert (len(pdf), printed) == (2, 45)
    text = pdf.squeezed(0) + pdf.squeezed(1)
    places = [text.index(shown(piece.number)) for piece in some[:45]]
    assert places == sorted(places)
    assert all(shown(piece.number) not in text for piece in some[45:])
    assert "1／2ページ" in text
    assert "2／2ページ" in text
    assert "このページ40通ここまで40通" in text
    assert "このページ5通ここまで45通" in text
    for words in (
        "調査対象60件",
        "封入するもの45件",
        "発送しないもの15件",
        "廃業・閉鎖12件",
        "印刷できない文字がある3件",
    ):
        assert words in text
    assert "令和8年度承継診断第3便初回発送郵便番号順" in text


def test_pieces_that_can_have_no_barcode_are_counted(tmp_path: Path) -> None:
    run = Run(1, 3, RunKind.FIRST, date(2026, 9, 1), None, PrintOrder.POSTAL, 0, 0)
    target = tmp_path / "照合表.pdf"
    counts = {BarcodeReason.REPRESENTATIVE_CODE: 4, BarcodeReason.NO_POSTAL_CODE: 1}
    checklist.print_checklist(target, run, "承継診断", pieces(20), Progress(), without_barcode=counts)
    text = Pdf(target).squeezed(0)
    for words in ("うちカスタマバーコードを付けられないもの5件", "町域のない代表の郵便番号4件", "郵便番号がない1件"):
        assert words in text


@pytest.mark.parametrize(("count", "pages"), [(0, 1), (1, 1), (30, 1), (40, 2), (80, 3), (81, 3)])
def test_the_sums_get_a_page_of_their_own_where_there_is_no_room(tmp_path: Path, count: int, pages: int) -> None:
    pdf, printed = _printed(tmp_path, [*pieces(count), *_left_out(5000, LeftOutReason.CLOSED, 1)])
    assert (len(pdf), printed) == (pages, count)
    assert "この便の合計" in pdf.text(pages - 1)
    assert all("この便の合計" not in pdf.text(page) for page in range(pages - 1))


def test_long_names_stay_in_their_column(tmp_path: Path) -> None:
    pdf, _ = _printed(tmp_path, pieces(14))
    name_column = [area for character, area in pdf.glyphs(0) if 53.0 <= area.x < 141.0 and 38.0 < area.y < 120.0]
    assert max(area.x + area.width for area in name_column) <= 141.0
