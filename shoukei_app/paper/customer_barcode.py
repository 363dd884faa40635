"""The bars of a customer barcode as filled rectangles, exact in size, for any paper that carries an address."""

from shoukei_app.domain.customer_barcode import BARS, LONG, LOWER, TIMING, UPPER

# From where above the bottom, and how high, in widths of a bar: a long bar is six of them.
_HEIGHTS = {LONG: (0, 6), UPPER: (2, 4), LOWER: (0, 4), TIMING: (2, 2)}
_RECTANGLES = tuple(
    {bar: f"{2 * place} {bottom} 1 {height} re " for bar, (bottom, height) in _HEIGHTS.items()} for place in range(BARS)
)


def path(bars: str) -> str:
    """The bars (67 figures 1 to 4) as PDF path operators: the width of a bar a unit, y upwards, lower left at 0, 0."""
    return "".join([_RECTANGLES[place][bar] for place, bar in enumerate(bars)])
