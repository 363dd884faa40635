"""The gauge (印刷位置の確認シート): marks at known places of a page, and the correction that follows from them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from shoukei_app.domain.calibration import Calibration, Pair, fitted
from shoukei_app.domain.label_sheet import LabelSheet

MARK_NAMES = ("①", "②", "③", "④")

REACH = 10
"""mm to either side of a mark that its rulers reach."""

_PRINTABLE = 5.0
"""mm from the edge of the paper; what is nearer may not be printed."""

_FROM_EDGE = 20.0
"""mm from the edges of the paper to the marks of a page without labels."""

Reading: TypeAlias = tuple[float | None, float | None]
"""What somebody read at a mark, across and down in mm; None where nothing was read."""


@dataclass(frozen=True, slots=True)
class Gauge:
    """Four marks (mm from the top left corner), in the order top left, top right, bottom left, bottom right.

    Where `by_cuts`, they lie where labels are cut, and the printed ruler is read at the cut: to the right and down
    count as more. Otherwise a real ruler is laid on the paper, from its left and its top edge to the mark.
    """

    width: float
    height: float
    marks: tuple[tuple[float, float], ...]
    by_cuts: bool


def gauge_of_sheet(sheet: LabelSheet) -> Gauge:
    """The gauge of a label sheet: marks at the outermost cuts that a printer can reach."""
    columns = [sheet.left + column * sheet.pitch_x for column in range(sheet.columns)]
    rows = [sheet.top + row * sheet.pitch_y for row in range(sheet.rows)]
    left, right = _outermost([(start, start + sheet.width) for start in columns], sheet.page_width)
    top, bottom = _outermost([(start, start + sheet.height) for start in rows], sheet.page_height)
    return Gauge(sheet.page_width, sheet.page_height, _corners(left, right, top, bottom), by_cuts=True)


def gauge_of_page(width: float, height: float) -> Gauge:
    """The gauge of a plain page, in mm: marks 20 mm from its edges."""
    corners = _corners(_FROM_EDGE, width - _FROM_EDGE, _FROM_EDGE, height - _FROM_EDGE)
    return Gauge(width, height, corners, by_cuts=False)


def pairs(gauge: Gauge, readings: Sequence[Reading], printed_with: Calibration) -> tuple[list[Pair], list[Pair]]:
    """Across and down: where was drawn what the readings found, on a gauge printed with a correction.

    A cut at r on the printed ruler lies where the correction draws mark + r, and should be where it draws the mark.
    """
    across, down = [], []
    for (x, y), (right, below) in zip(gauge.marks, readings, strict=True):
        moved_x, moved_y = (x + (right or 0.0), y + (below or 0.0)) if gauge.by_cuts else (x, y)
        drawn_x, drawn_y = printed_with.drawn(moved_x, moved_y)
        if right is not None:
            across.append((drawn_x, x if gauge.by_cuts else right))
        if below is not None:
            down.append((drawn_y, y if gauge.by_cuts else below))
    return across, down


def read(gauge: Gauge, readings: Sequence[Reading], printed_with: Calibration) -> Calibration:
    """The correction in place of the one the gauge was printed with; an edge nobody read at keeps its own."""
    across, down = pairs(gauge, readings, printed_with)
    found = fitted(across, down)
    return Calibration(
        found.dx if across else printed_with.dx,
        found.dy if down else printed_with.dy,
        found.sx if across else printed_with.sx,
        found.sy if down else printed_with.sy,
    )


def _outermost(faces: Sequence[tuple[float, float]], length: float) -> tuple[float, float]:
    cuts = sorted(cut for edges in faces for cut in edges if _PRINTABLE - 1e-6 <= cut <= length - _PRINTABLE + 1e-6)
    # One face over the whole paper has no cut within: then the marks stand as on a plain page.
    return (cuts[0], cuts[-1]) if cuts else (_FROM_EDGE, length - _FROM_EDGE)


def _corners(left: float, right: float, top: float, bottom: float) -> tuple[tuple[float, float], ...]:
    return (left, top), (right, top), (left, bottom), (right, bottom)
