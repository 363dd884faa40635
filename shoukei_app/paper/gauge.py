"""The gauge (印刷位置の確認シート): crosses with rulers, by which the correction of a printer is read."""

from pathlib import Path

from shoukei_app.domain.calibration import NO_CALIBRATION, Calibration
from shoukei_app.domain.gauge import MARK_NAMES, REACH, Gauge, gauge_of_page, gauge_of_sheet
from shoukei_app.domain.label_sheet import LabelSheet
from shoukei_app.domain.printed import PrintedPages
from shoukei_app.domain.progress import Progress
from shoukei_app.paper import document
from shoukei_app.paper.drawing import BLACK, WHITE, Align, Drawing
from shoukei_app.paper.fonts import Face, Font
from shoukei_app.words import printing

_TITLE = Font(Face.BOLD, 14.0)
_TEXT = Font(Face.GOTHIC, 10.5)
_NAME = Font(Face.BOLD, 16.0)
_FIGURE = Font(Face.GOTHIC, 6.5)
_LINE = 6.2
_GREY = "#B0B0B0"

_ARM = 4.0
"""mm from the middle of a cross to the end of its lines."""

_APART = 14.0
"""mm from a cross to its rulers, towards the middle of the page: the cut runs along there, and is seen."""

_TICKS = ((10, 3.2), (5, 2.4), (1, 1.4))
"""Every so many mm a tick so long."""


def print_gauge(
    target: Path,
    sheet: LabelSheet | None,
    progress: Progress,
    *,
    calibration: Calibration = NO_CALIBRATION,
    printer: str = "",
) -> PrintedPages:
    """Write the gauge of a label sheet, or of plain A4, drawn with a correction that it also names.

    Raises those of `document.written`.
    """
    gauge = gauge_of_sheet(sheet) if sheet else gauge_of_page(*document.A4)
    progress.start("印刷位置の確認シートを作成しています", 1)
    size = (gauge.width, gauge.height)
    with document.written(target, title=printing.GAUGE, size=size, calibration=calibration) as paper:
        page = paper.drawing()
        for area in [sheet.face(face) for face in range(sheet.faces)] if sheet else []:
            right, bottom = area.x + area.width, area.y + area.height
            for y in (area.y, bottom):
                page.line(area.x, y, right, y, weight=0.1, colour=_GREY, dashes="1 3")
            for x in (area.x, right):
                page.line(x, area.y, x, bottom, weight=0.1, colour=_GREY, dashes="1 3")
        for name, (x, y) in zip(MARK_NAMES, gauge.marks, strict=True):
            _draw_mark(page, gauge, name, x, y)
        _draw_words(page, gauge, sheet, calibration, printer)
        paper.page(page)
        progress.step()
    return PrintedPages(paper.pages, 1)


def _draw_mark(page: Drawing, gauge: Gauge, name: str, x: float, y: float) -> None:
    right = 1 if x < gauge.width / 2 else -1
    below = 1 if y < gauge.height / 2 else -1
    page.line(x - _ARM, y, x + _ARM, y, weight=0.15)
    page.line(x, y - _ARM, x, y + _ARM, weight=0.15)
    across, down = y + below * _APART, x + right * _APART
    page.line(x - REACH, across, x + REACH, across, weight=0.12)
    page.line(down, y - REACH, down, y + REACH, weight=0.12)
    for place in range(-REACH, REACH + 1):
        length = next(length for step, length in _TICKS if place % step == 0)
        page.line(x + place, across - length / 2, x + place, across + length / 2, weight=0.1)
        page.line(down - length / 2, y + place, down + length / 2, y + place, weight=0.1)
        if place % 5 == 0:
            page.text(x + place, across + 2.4 * below + 0.8, _figure(gauge, place, x), _FIGURE, align=Align.CENTRE)
            side = Align.LEFT if right > 0 else Align.RIGHT
            page.text(down + 2.2 * right, y + place + 0.8, _figure(gauge, place, y), _FIGURE, align=side)
    page.text(x + right * 8.5, y + below * 8.5 + 2.0, name, _NAME, align=Align.CENTRE)


def _figure(gauge: Gauge, place: int, mark: float) -> str:
    """At a cut how far it lies from the mark; on a plain page how far it should lie from the paper's edge."""
    if not gauge.by_cuts:
        return f"{mark + place:g}"
    return f"{place:+d}" if place else "0"


def _draw_words(page: Drawing, gauge: Gauge, sheet: LabelSheet | None, calibration: Calibration, printer: str) -> None:
    wide = min(128.0, gauge.width - 2 * 38.0)
    lines = printing.gauge_lines(gauge, sheet.title if sheet else "", calibration, printer)
    height = 2 * 6.0 + 9.0 + _LINE * len(lines)
    left, top = (gauge.width - wide) / 2, (gauge.height - height) / 2
    page.rectangle(left, top, wide, height, fill=WHITE, stroke=BLACK, weight=0.2)
    page.text(gauge.width / 2, top + 10.0, printing.GAUGE, _TITLE, align=Align.CENTRE, within=wide - 12.0)
    for number, line in enumerate(lines):
        page.text(left + 6.0, top + 19.0 + number * _LINE, line, _TEXT, within=wide - 12.0)
