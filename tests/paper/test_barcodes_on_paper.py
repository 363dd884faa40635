"""Customer barcodes measured and read back from the picture of the page, as a sorting machine sees them."""

import tomllib
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from barcode_reader import ReadBarcode, ink_within, read_barcodes
from paper_samples import ADDRESSEES, OCCASION, pieces, template
from pdf_reader import Pdf, apart, inside

from shoukei_app import assets
from shoukei_app.domain import label_sheet
from shoukei_app.domain.barcode_size import CLEAR, bar_width, height, pitch, width
from shoukei_app.domain.customer_barcode import customer_barcode
from shoukei_app.domain.envelope import FOLDS, LONG_3
from shoukei_app.domain.geometry import Area
from shoukei_app.domain.label_sheet import LabelSheet
from shoukei_app.domain.mailing import PostalMarks
from shoukei_app.domain.progress import Progress
from shoukei_app.paper import document, labels, letter

DPI = 600
SHEETS = label_sheet.from_data(tomllib.loads(assets.text("labels/sheets.toml")))
TAKING = [sheet for sheet in SHEETS if labels.barcode_size(sheet)]
PIXEL = 25.4 / DPI
WIDER = replace(LONG_3, window=replace(LONG_3.window, width=95.0))
CODES = [customer_barcode(f"38{place:05}", f"{place * 7919}-{place}B{place % 10}") for place in range(30)]
TOLERANCES = {"long": (3.40, 3.60), "timing": (1.05, 1.35), "pitch": (0.95, 1.30), "bar": (0.50, 0.70)}
"""Of the manual, p. 12: mm at 10 points."""


def _bars(some: list) -> dict[str, str]:
    return {piece.number: CODES[place % len(CODES)].bars for place, piece in enumerate(some)}


def _within(what: str, length: float, size: float) -> None:
    low, high = (edge * size / 10 for edge in TOLERANCES[what])
    assert low - PIXEL <= length <= high + PIXEL, f"{what} {length:.3f} mm at {size} points"


def _measure(found: ReadBarcode, size: float) -> None:
    """Every bar and pitch within the tolerances, the whole as long as it should be."""
    assert found.area.width == pytest.approx(width(size), abs=2 * PIXEL)
    for kind, bar in zip(found.kinds, found.bars, strict=True):
        _within("bar", bar.width, size)
        if kind == "1":
            _within("long", bar.height, size)
        elif kind == "4":
            _within("timing", bar.height, size)
    starts = [bar.x for bar in found.bars]
    for start, following in pairwise(starts):
        _within("pitch", following - start, size)
    mean = (starts[-1] - starts[0]) / (len(starts) - 1)
    assert mean == pytest.approx(pitch(size), abs=0.002)


def _clear(area: Area) -> list[Area]:
    """The 2 mm around a barcode, without it."""
    inner = PIXEL * 1.5
    x, y = area.x - CLEAR, area.y - CLEAR
    wide, high = area.width + 2 * CLEAR, area.height + 2 * CLEAR
    return [
        Area(x, y, wide, CLEAR - inner),
        Area(x, area.y + area.height + inner, wide, CLEAR - inner),
        Area(x, y, CLEAR - inner, high),
        Area(area.x + area.width + inner, y, CLEAR - inner, high),
    ]


@pytest.mark.parametrize("size", [8.0, 9.5, 10.0, 11.5])
def test_bars_are_as_large_as_they_should_be_and_say_the_codes(tmp_path: Path, size: float) -> None:
    target = tmp_path / "バー.pdf"
    with document.written(target, title="バー") as paper:
        page = paper.drawing()
        for place, code in enumerate(CODES[:20]):
            page.customer_barcode(20.0 + place * 0.013, 15.0 + place * 12.007, code.bars, size)
        paper.page(page)
    found = read_barcodes(Pdf(target).picture(0, DPI), DPI)
    assert [one.codes for one in found] == [code.codes for code in CODES[:20]]
    for place, one in enumerate(found):
        _measure(one, size)
        assert one.area.x == pytest.approx(20.0 + place * 0.013, abs=2 * PIXEL)
        assert one.area.height == pytest.approx(height(size), abs=2 * PIXEL)


def test_sizes_of_the_manual() -> None:
    assert (width(8), width(10)) == (pytest.approx(63.84), pytest.approx(79.8))
    assert (height(10), pitch(10), bar_width(10)) == (pytest.approx(3.6), pytest.approx(1.2), pytest.approx(0.6))


def test_which_sheets_take_a_barcode() -> None:
    sizes = {sheet.id: labels.barcode_size(sheet) for sheet in SHEETS}
    assert {name for name, size in sizes.items() if size is None} == {"ELM012", "ELM022", "ELM023"}
    assert {name for name, size in sizes.items() if size == 8.0} == {"ELM009", "ELM011", "28185"}
    low = replace(label_sheet.find(SHEETS, "ELM009"), height=18.0, pitch_y=18.0)
    assert labels.barcode_size(low) is None


@pytest.mark.parametrize("sheet", TAKING, ids=lambda sheet: sheet.id)
def test_every_label_carries_its_own_barcode_inside_its_face(tmp_path: Path, sheet: LabelSheet) -> None:
    some = pieces(sheet.faces)
    bars = _bars(some)
    result = labels.print_labels(tmp_path / "ラベル.pdf", some, sheet, Progress(), marks=PostalMarks(bars))
    assert result.barcodes == len(some)
    pdf = Pdf(tmp_path / "ラベル.pdf")
    picture = pdf.picture(0, DPI)
    found = read_barcodes(picture, DPI)
    assert len(found) == sheet.faces
    glyphs = [area for _, area in pdf.glyphs(0)]
    left = set(range(sheet.faces))
    for one in found:
        spread = Area(one.area.x - CLEAR, one.area.y - CLEAR, one.area.width + 2 * CLEAR, one.area.height + 2 * CLEAR)
        faces = [f for f in left if inside(spread, Area(*sheet.position(f), sheet.width, sheet.height), 2 * PIXEL)]
        assert len(faces) == 1
        left.remove(faces[0])
        assert one.codes == CODES[faces[0] % len(CODES)].codes
        size = labels.barcode_size(sheet)
        assert size is not None
        _measure(one, size)
        assert all(apart(area, one.area) for area in glyphs)
        assert not any(ink_within(picture, DPI, area) for area in _clear(one.area))


def test_pieces_without_a_barcode_keep_their_whole_label(tmp_path: Path) -> None:
    sheet = label_sheet.find(SHEETS, "ELM008")
    some = pieces(6)
    bars = dict(list(_bars(some).items())[:2])
    result = labels.print_labels(tmp_path / "ラベル.pdf", some, sheet, Progress(), marks=PostalMarks(bars))
    assert (result.printed, result.barcodes) == (6, 2)
    assert len(read_barcodes(Pdf(tmp_path / "ラベル.pdf").picture(0, DPI), DPI)) == 2
    narrow = label_sheet.find(SHEETS, "ELM012")
    assert labels.print_labels(tmp_path / "狭.pdf", some, narrow, Progress(), marks=PostalMarks(bars)).barcodes == 0
    assert read_barcodes(Pdf(tmp_path / "狭.pdf").picture(0, DPI), DPI) == []


def test_a_window_of_90_mm_takes_none_and_one_of_95_does() -> None:
    def windowed(mm: float) -> float | None:
        return letter.barcode_size(replace(LONG_3, window=replace(LONG_3.window, width=mm)))

    assert [windowed(mm) for mm in (90.0, 92.8, 92.9, 95.0, 97.0)] == [None, None, 8.0, 8.0, 8.5]
    low = replace(LONG_3, window=replace(LONG_3.window, width=95.0, height=40.0))
    assert letter.barcode_size(low) is None


def test_the_barcode_of_a_letter_stays_2_mm_inside_the_window_however_it_slips(tmp_path: Path) -> None:
    some = pieces()
    bars = _bars(some)
    target = tmp_path / "依頼文.pdf"
    result = letter.print_letters(
        target, some, template(), OCCASION, Progress(), envelope=WIDER, marks=PostalMarks(bars)
    )
    assert result.barcodes == len(some)
    seen = WIDER.always_seen()
    pdf = Pdf(target)
    for page in range(len(ADDRESSEES)):
        picture = pdf.picture(page, DPI)
        (one,) = read_barcodes(picture, DPI)
        assert one.codes == CODES[page].codes
        _measure(one, 8.0)
        spread = Area(one.area.x - CLEAR, one.area.y - CLEAR, one.area.width + 2 * CLEAR, one.area.height + 2 * CLEAR)
        assert inside(spread, seen, slack=2 * PIXEL)
        assert not any(ink_within(picture, DPI, area) for area in _clear(one.area))
        assert all(not one.area.y - 2 < fold < one.area.y + one.area.height + 2 for fold in FOLDS)
        above = [area for _, area in pdf.glyphs(page) if 45.0 < area.y < one.area.y and area.x < 90.0]
        # Directly below the addressee: nothing stands between, and not far from it.
        assert 0.0 <= one.area.y - max(area.y + area.height for area in above) < 5.0


def test_the_common_window_gets_the_address_alone(tmp_path: Path) -> None:
    some = pieces(1)
    target = tmp_path / "依頼文.pdf"
    result = letter.print_letters(target, some, template(), OCCASION, Progress(), marks=PostalMarks(_bars(some)))
    assert result.barcodes == 0
    assert read_barcodes(Pdf(target).picture(0, DPI), DPI) == []
