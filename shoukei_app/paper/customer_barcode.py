"""The bars of a customer barcode as filled rectangles, exact in size, for any paper that carries an address."""

from functools import cache

from shoukei_app.domain.barcode_size import bar_width, height, pitch
from shoukei_app.domain.customer_barcode import BARS, LONG, LOWER, TIMING, UPPER

_POINTS_PER_MM = 72 / 25.4
# From where above the bottom, and how high, in thirds of a long bar.
_THIRDS = {LONG: (0, 3), UPPER: (1, 2), LOWER: (0, 2), TIMING: (1, 1)}


def path(bars: str, size: float) -> str:
    """The bars (67 figures 1 to 4) as PDF path operators: points, y upwards, lower left corner at 0, 0."""
    rectangles = _rectangles(size)
    return "".join([rectangles[place][bar] for place, bar in enumerate(bars)])


@cache
def _rectangles(size: float) -> tuple[dict[str, str], ...]:
    """By place and kind of bar: its rectangle."""
    third, step, thick = (length * _POINTS_PER_MM for length in (height(size) / 3, pitch(size), bar_width(size)))
    return tuple(
        {
            bar: f"{place * step:.3f} {bottom * third:.3f} {thick:.3f} {thirds * third:.3f} re "
            for bar, (bottom, thirds) in _THIRDS.items()
        }
        for place in range(BARS)
    )
