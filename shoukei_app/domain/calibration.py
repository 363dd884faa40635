"""The correction of a printer on a sheet: how far it prints beside the place, computed from what a ruler shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from shoukei_app.domain.problem import Problem, ProblemKind

LARGEST_SHIFT = 10.0
"""mm; whoever is further off has another sheet in the drawer, or has turned it round."""

LARGEST_STRETCH = 0.03
"""A share; a driver that fits a page to the paper shrinks by more: it must be told to print at 100 %."""

_WIDE_ENOUGH = 30.0
"""mm between two marks, below which their readings say nothing of the length of the page."""

Pair: TypeAlias = tuple[float, float]
"""Along one edge of the page, in mm: where something was drawn, and where on the paper it was found."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """What is to lie at x, y (mm from the paper's top left corner) is drawn at x·sx + dx, y·sy + dy."""

    dx: float = 0.0
    dy: float = 0.0
    sx: float = 1.0
    sy: float = 1.0

    def drawn(self, x: float, y: float) -> tuple[float, float]:
        """Where to draw what is to lie at a place on the paper."""
        return x * self.sx + self.dx, y * self.sy + self.dy


NO_CALIBRATION = Calibration()


def fitted(across: Sequence[Pair], down: Sequence[Pair]) -> Calibration:
    """The correction that brings what was drawn to where it should be, by least squares along each edge.

    Marks that lie within 30 mm of each other, or a single one, give a shift and no stretch; none give no change.
    """
    dx, sx = _line(across)
    dy, sy = _line(down)
    return Calibration(round(dx, 3), round(dy, 3), round(sx, 6), round(sy, 6))


def disagreement(calibration: Calibration, across: Sequence[Pair], down: Sequence[Pair]) -> float:
    """How far (mm) the reading that fits worst lies from the correction: above 1 mm one of them was misread."""
    return max(
        (
            abs(found * scale + shift - drawn)
            for pairs, scale, shift in (
                (across, calibration.sx, calibration.dx),
                (down, calibration.sy, calibration.dy),
            )
            for drawn, found in pairs
        ),
        default=0.0,
    )


def checked(calibration: Calibration) -> Calibration:
    """The same. Raises Problem(CALIBRATION_TOO_LARGE) beyond ±10 mm or ±3 %, with the figures."""
    shifts = (calibration.dx, calibration.dy)
    stretches = (calibration.sx - 1, calibration.sy - 1)
    # Not "any is larger": a figure that is no number (nan) is refused as well.
    if all(abs(shift) <= LARGEST_SHIFT + 1e-9 for shift in shifts) and all(
        abs(stretch) <= LARGEST_STRETCH + 1e-9 for stretch in stretches
    ):
        return calibration
    raise Problem(
        ProblemKind.CALIBRATION_TOO_LARGE,
        dx=f"{calibration.dx:+.1f}",
        dy=f"{calibration.dy:+.1f}",
        across=f"{stretches[0] * 100:+.1f}",
        down=f"{stretches[1] * 100:+.1f}",
        shift=f"{LARGEST_SHIFT:g}",
        stretch=f"{LARGEST_STRETCH * 100:g}",
    )


def parse(text: str) -> Calibration:
    """A correction as it is typed: "dx,dy" or "dx,dy,sx,sy" (mm, and lengths times as long).

    Raises Problem(CALIBRATION_UNREADABLE), CALIBRATION_TOO_LARGE.
    """
    try:
        figures = [float(part) for part in text.split(",")]
        calibration = Calibration(*figures)
    except (ValueError, TypeError) as error:
        raise Problem(ProblemKind.CALIBRATION_UNREADABLE, text=text) from error
    if len(figures) not in (2, 4):
        raise Problem(ProblemKind.CALIBRATION_UNREADABLE, text=text)
    return checked(calibration)


def _line(pairs: Sequence[Pair]) -> tuple[float, float]:
    """Shift and scale with drawn ≈ found × scale + shift."""
    if not pairs:
        return 0.0, 1.0
    drawn = sum(pair[0] for pair in pairs) / len(pairs)
    found = sum(pair[1] for pair in pairs) / len(pairs)
    places = [pair[1] for pair in pairs]
    scale = 1.0
    if max(places) - min(places) >= _WIDE_ENOUGH:
        together = sum((one - drawn) * (other - found) for one, other in pairs)
        scale = together / sum((other - found) ** 2 for _, other in pairs)
    return drawn - found * scale, scale
