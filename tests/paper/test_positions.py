"""Where marks lie on the printed page, measured on its picture: sheets, the gauge, and corrections of a printer."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from paper_samples import DATED, DEADLINE, SENDER, pieces, template
from pdf_reader import Pdf, inside

from shoukei_app.domain import label_sheet
from shoukei_app.domain.calibration import NO_CALIBRATION, Calibration
from shoukei_app.domain.form_number import shown
from shoukei_app.domain.gauge import gauge_of_page, gauge_of_sheet
from shoukei_app.domain.label_sheet import LabelSheet
from shoukei_app.domain.progress import Progress
from shoukei_app.paper import document, gauge, labels, letter
from shoukei_app.usecases import label_sheets

DPI = 600
PER_MM = DPI / 25.4
SHEETS = label_sheets.bundled()
EVERY_SHEET = pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.id)
ELM008 = label_sheet.find(SHEETS, "ELM008")


def _middle_of_line(picture: object, x: float, y: float, *, upright: bool, reach: float = 1.5) -> float:
    """The middle in mm of the one dark line near a place: its x where it is upright, else its y."""
    box = [round((edge) * PER_MM) for edge in (x - reach, y - 0.3, x + reach, y + 0.3)]
    if not upright:
        box = [round((edge) * PER_MM) for edge in (x - 0.3, y - reach, x + 0.3, y + reach)]
    cut = picture.crop(box)  # type: ignore[attr-defined]  # Pillow's picture
    width, height = cut.size
    ink = [0] * (width if upright else height)
    for row in range(height):
        for column in range(width):
            ink[column if upright else row] += cut.getpixel((column, row)) < 128
    dark = [place for place, count in enumerate(ink) if count > 0.8 * (height if upright else width)]
    assert dark, f"no line near {x}, {y}"
    return ((dark[0] + dark[-1] + 1) / 2 + box[0 if upright else 1]) / PER_MM


def _outlined(target: Path, sheet: LabelSheet, calibration: Calibration = NO_CALIBRATION) -> Pdf:
    """Every face of a sheet with its edges drawn 2 mm inside."""
    size = (sheet.page_width, sheet.page_height)
    with document.written(target, title="試し", size=size, calibration=calibration) as paper:
        page = paper.drawing()
        for face in range(sheet.faces):
            area = sheet.face(face)
            page.rectangle(area.x + 2, area.y + 2, area.width - 4, area.height - 4, stroke="#000000", weight=0.15)
        paper.page(page)
    return Pdf(target)


@EVERY_SHEET
def test_faces_lie_within_a_tenth_of_a_millimetre_of_their_measures(tmp_path: Path, sheet: LabelSheet) -> None:
    picture = _outlined(tmp_path / "面.pdf", sheet).picture(0, DPI)
    assert picture.width == pytest.approx(sheet.page_width * PER_MM, abs=1)
    assert picture.height == pytest.approx(sheet.page_height * PER_MM, abs=1)
    for face in {0, sheet.columns - 1, sheet.faces - sheet.columns, sheet.faces - 1}:
        area = sheet.face(face)
        x, y = area.x + area.width / 2, area.y + area.height / 2
        for edge in (area.x + 2, area.x + area.width - 2):
            assert _middle_of_line(picture, edge, y, upright=True) == pytest.approx(edge, abs=0.1)
        for edge in (area.y + 2, area.y + area.height - 2):
            assert _middle_of_line(picture, x, edge, upright=False) == pytest.approx(edge, abs=0.1)


@pytest.mark.parametrize(
    "calibration",
    [Calibration(1.5), Calibration(0.0, -0.8), Calibration(0.0, 0.0, 1.01), Calibration(-1.0, 2.0, 0.99, 1.003)],
)
def test_a_correction_moves_everything_by_exactly_as_much(tmp_path: Path, calibration: Calibration) -> None:
    plain = _outlined(tmp_path / "前.pdf", ELM008).picture(0, DPI)
    moved = _outlined(tmp_path / "後.pdf", ELM008, calibration).picture(0, DPI)
    assert plain.size == moved.size, "the paper stays the same"
    for face in (0, ELM008.faces - 1):
        area = ELM008.face(face)
        x, y = area.x + 2, area.y + area.height / 2
        to_x, to_y = calibration.drawn(x, y)
        before = _middle_of_line(plain, x, y, upright=True)
        after = _middle_of_line(moved, to_x, to_y, upright=True)
        assert after - before == pytest.approx(to_x - x, abs=0.05)
        x, y = area.x + area.width / 2, area.y + 2
        to_x, to_y = calibration.drawn(x, y)
        before = _middle_of_line(plain, x, y, upright=False)
        after = _middle_of_line(moved, to_x, to_y, upright=False)
        assert after - before == pytest.approx(to_y - y, abs=0.05)


@pytest.mark.parametrize("calibration", [NO_CALIBRATION, Calibration(1.5, -0.7, 1.004, 0.998)])
@pytest.mark.parametrize("sheet", [None, *SHEETS], ids=lambda sheet: sheet.id if sheet else "A4")
def test_the_crosses_of_the_gauge_lie_at_their_marks(
    tmp_path: Path, sheet: LabelSheet | None, calibration: Calibration
) -> None:
    target = tmp_path / "確認.pdf"
    gauge.print_gauge(target, sheet, Progress(), calibration=calibration, printer="架空 LP-100")
    picture = Pdf(target).picture(0, DPI)
    made = gauge_of_sheet(sheet) if sheet else gauge_of_page(210.0, 297.0)
    for x, y in made.marks:
        to_x, to_y = calibration.drawn(x, y)
        assert _middle_of_line(picture, to_x, to_y + 2.5, upright=True) == pytest.approx(to_x, abs=0.05)
        assert _middle_of_line(picture, to_x + 2.5, to_y, upright=False) == pytest.approx(to_y, abs=0.05)


def test_the_gauge_says_for_what_it_was_printed(tmp_path: Path) -> None:
    target = tmp_path / "確認.pdf"
    gauge.print_gauge(target, ELM008, Progress(), calibration=Calibration(1.2, -0.5, 1.003), printer="架空 LP-100")
    said = Pdf(target).squeezed(0)
    assert "ヒサゴELM008" in said
    assert "架空LP-100" in said
    assert "右へ1.2mm、上へ0.5mm、横+0.30%" in said


def test_labels_and_letters_are_moved_as_the_printer_needs_it(tmp_path: Path) -> None:
    some, calibration = pieces(3), Calibration(1.5, -2.0, 1.0, 1.0)
    for name, used in (("前", NO_CALIBRATION), ("後", calibration)):
        labels.print_labels(tmp_path / f"ラベル{name}.pdf", some, ELM008, Progress(), calibration=used)
        letter.print_letters(
            tmp_path / f"手紙{name}.pdf", some, template(), SENDER, DATED, DEADLINE, Progress(), calibration=used
        )
    for paper in ("ラベル", "手紙"):
        before, after = (list(Pdf(tmp_path / f"{paper}{name}.pdf").glyphs(0)) for name in ("前", "後"))
        assert [character for character, _ in before] == [character for character, _ in after]
        for (_, one), (_, other) in zip(before, after, strict=True):
            assert (other.x - one.x, other.y - one.y) == pytest.approx((1.5, -2.0), abs=0.01)


@settings(max_examples=25, deadline=None)
@given(
    st.integers(1, 4),
    st.integers(1, 10),
    st.floats(45.0, 100.0),
    st.floats(24.0, 70.0),
    st.floats(0.0, 20.0),
    st.floats(0.0, 25.0),
    st.floats(0.0, 6.0),
    st.data(),
)
def test_on_an_own_sheet_every_piece_is_inside_its_face(
    tmp_path_factory: pytest.TempPathFactory,
    columns: int,
    rows: int,
    width: float,
    height: float,
    left: float,
    top: float,
    gap: float,
    data: st.DataObject,
) -> None:
    sheet = LabelSheet("自作", "", "", columns, rows, width, height, top, left, width + gap, height + gap)
    if label_sheet.fault(sheet):
        return
    target = tmp_path_factory.mktemp("own") / "ラベル.pdf"
    start = data.draw(st.integers(1, sheet.faces))
    some = pieces(min(sheet.faces, 9))
    labels.print_labels(target, some, sheet, Progress(), start=start)
    pdf = Pdf(target)
    found: dict[int, str] = {}
    for page in range(len(pdf)):
        for character, area in pdf.glyphs(page):
            faces = [face for face in range(sheet.faces) if inside(area, sheet.face(face))]
            assert len(faces) == 1, f"{character} at {area}"
            place = page * sheet.faces + faces[0]
            found[place] = found.get(place, "") + character
    assert sorted(found) == list(range(start - 1, start - 1 + len(some)))
    assert all(shown(piece.number) in text for piece, (_, text) in zip(some, sorted(found.items()), strict=True))


@EVERY_SHEET
@settings(max_examples=4, deadline=None)
@given(data=st.data())
def test_what_is_resumed_is_exactly_what_is_missing(
    tmp_path_factory: pytest.TempPathFactory, sheet: LabelSheet, data: st.DataObject
) -> None:
    some = pieces(sheet.faces * 2 + 3)
    start = data.draw(st.integers(1, sheet.faces))
    first = data.draw(st.integers(1, len(some)))
    target = tmp_path_factory.mktemp("labels") / "ラベル.pdf"
    places = labels.print_labels(target, some, sheet, Progress(), start=start).places
    others, pdf = places.others(first, len(some)), Pdf(target)
    printed = ""
    for page in places.pages(first, len(some)):
        for character, area in pdf.glyphs(page):
            face = next(face for face in range(sheet.faces) if inside(area, sheet.face(face)))
            if page * sheet.faces + face not in others:
                printed += character
    assert [piece.number for piece in some if shown(piece.number) in printed] == [
        piece.number for piece in some[first - 1 :]
    ]
