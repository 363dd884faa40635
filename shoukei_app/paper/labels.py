"""Address labels (宛名ラベル) on any sheet: postcode, address, names, barcode; the form number small in the corner."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from shoukei_app.domain import form_number
from shoukei_app.domain.addressing import address_lines
from shoukei_app.domain.barcode_size import CLEAR, SMALLEST, largest_within, width
from shoukei_app.domain.calibration import NO_CALIBRATION, Calibration
from shoukei_app.domain.geometry import Area
from shoukei_app.domain.label_sheet import LabelSheet
from shoukei_app.domain.mailing import NO_MARKS, Divider, Piece, PostalMarks
from shoukei_app.domain.printed import PrintedPages, one_by_one
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.progress import Progress
from shoukei_app.paper import document
from shoukei_app.paper.address_block import AddressStyle, Barcode, draw_address, draw_address_with_barcode, leaves_room
from shoukei_app.paper.dividers import divided, draw_divider
from shoukei_app.paper.drawing import Align, Drawing
from shoukei_app.paper.fonts import Face, Font

_ADDRESS = AddressStyle(Face.GOTHIC, 10.5)
_EDGE = 5.0
"""mm along the edge of the page that printers leave white."""

_ROOMY = 28.0
"""Height in mm of a face on which the address stands in its full size."""


@dataclass(frozen=True, slots=True)
class _Face:
    """Where text may stand on a face, and the size (points) and left edge of the barcode of a sheet that takes one."""

    area: Area
    barcode_size: float
    barcode_x: float


def print_labels(
    target: Path,
    pieces: Sequence[Piece],
    sheet: LabelSheet,
    progress: Progress,
    *,
    start: int = 1,
    author: str = "",
    marks: PostalMarks = NO_MARKS,
    calibration: Calibration = NO_CALIBRATION,
) -> PrintedPages:
    """Write one label a piece to `target`, in the order of `pieces`, from the 1-based face `start` of the first sheet.

    `calibration` is that of the printer.

    Of `marks`, barcodes are drawn where the sheet takes them (`barcode_size`), dividers on faces of their own.
    Raises Problem(START_FACE_OUTSIDE) and those of `document.written`.
    """
    if not 1 <= start <= sheet.faces:
        raise Problem(ProblemKind.START_FACE_OUTSIDE, face=start, faces=sheet.faces)
    progress.start("宛名ラベルを作成しています", len(pieces))
    size = (sheet.page_width, sheet.page_height)
    faces = [_face(sheet, face) for face in range(sheet.faces)]
    bars = marks.barcodes if barcode_size(sheet) else {}
    title = f"宛名ラベル（{sheet.title}）"
    starts = [start - 1]
    with document.written(target, title=title, author=author, size=size, calibration=calibration) as paper:
        page, face = paper.drawing(), start - 1
        for item in divided(pieces, marks.dividers):
            if face == sheet.faces:
                paper.page(page)
                page, face = paper.drawing(), 0
            if isinstance(item, Divider):
                draw_divider(page, faces[face].area, item)
            else:
                _draw_label(page, faces[face], item, bars.get(item.number))
                starts.append(paper.pages * sheet.faces + face + 1)
                progress.step()
            face += 1
        paper.page(page)
    places = one_by_one([piece.number for piece in pieces], starts, per_page=sheet.faces)
    return PrintedPages(paper.pages, len(pieces), sum(piece.number in bars for piece in pieces), places)


def barcode_size(sheet: LabelSheet) -> float | None:
    """The size in points of a customer barcode on this sheet, None where its faces take none.

    Aligned with the address where it fits so; otherwise as small as it may be, anywhere 2 mm inside the face.
    """
    areas = [text_area(sheet, face) for face in range(sheet.faces)]
    size = largest_within(min(area.width for area in areas)) or largest_within(sheet.width - 2 * CLEAR, SMALLEST)
    if size is None or not leaves_room(size, min(area.height for area in areas)):
        return None
    return size


def text_area(sheet: LabelSheet, face: int) -> Area:
    """Where text may stand on a 0-based face: inside its edges, and off the margin that printers leave white."""
    x, y = sheet.position(face)
    side, end = min(3.5, sheet.width * 0.06), min(2.5, sheet.height * 0.06)
    left, top = max(x + side, _EDGE), max(y + end, _EDGE)
    right = min(x + sheet.width - side, sheet.page_width - _EDGE)
    bottom = min(y + sheet.height - end, sheet.page_height - _EDGE)
    return Area(left, top, right - left, bottom - top)


def barcode_margin(sheet: LabelSheet) -> float:
    """From the outermost bars to the edge of the page, in mm: the printer must be able to print up to there."""
    faces = [_face(sheet, face) for face in range(sheet.columns)]
    return min(min(face.barcode_x, sheet.page_width - face.barcode_x - width(face.barcode_size)) for face in faces)


def _face(sheet: LabelSheet, face: int) -> _Face:
    """A face with the place of its barcode: below the address, off the page's edge as far as 2 mm of white allow."""
    area, size = text_area(sheet, face), barcode_size(sheet)
    if size is None:
        return _Face(area, 0.0, 0.0)
    edge = sheet.position(face)[0]
    x = min(area.x, sheet.page_width - _EDGE - width(size))
    return _Face(area, size, min(max(x, edge + CLEAR), edge + sheet.width - CLEAR - width(size)))


def _draw_label(page: Drawing, face: _Face, piece: Piece, bars: str | None) -> None:
    area = face.area
    scale = min(area.height / _ROOMY, 1.3)
    number = Font(Face.GOTHIC, max(5.0, min(7.0, 7.0 * scale)))
    strip = number.height * 1.2
    shown = form_number.shown(piece.number)
    right, bottom = area.x + area.width, area.y + area.height
    page.text(right, bottom - number.height * 0.16, shown, number, align=Align.RIGHT)
    block = Area(area.x, area.y, area.width, area.height - strip)
    lines = address_lines(piece.addressee)
    if bars is None:
        draw_address(page, block, lines, _ADDRESS, largest=max(scale, 0.5))
        return
    barcode = Barcode(bars, face.barcode_size, face.barcode_x)
    draw_address_with_barcode(page, block, lines, _ADDRESS, barcode, largest=max(scale, 0.5))
