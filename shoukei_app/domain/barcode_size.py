"""How large a customer barcode is, and the largest that fits a place. Sizes in points, lengths in mm.

After the 郵便番号・バーコードマニュアル p. 12: all lengths grow with the size; at 10 points a long bar is 3.6 mm, a
timing bar and the pitch 1.2, the width of a bar 0.6. Page 13: 2 mm stay white on every side.
"""

from shoukei_app.domain.customer_barcode import BARS

SMALLEST, LARGEST = 8.0, 11.5
CLEAR = 2.0
"""What stays white around the bars, also towards the edge of a label or window."""

COMFORTABLE = 10.0
"""The size to aim at where there is room: larger gains nothing but takes the address's place."""

_STEP = 0.5


def pitch(size: float) -> float:
    """From one bar to the next; half of it is bar, half space."""
    return 0.12 * size


def bar_width(size: float) -> float:
    """The width of one bar."""
    return 0.06 * size


def height(size: float) -> float:
    """A long bar; a timing bar is a third of it, the others two thirds."""
    return 0.36 * size


def width(size: float) -> float:
    """All 67 bars, from edge to edge."""
    return (BARS - 1) * pitch(size) + bar_width(size)


def largest_within(room: float, most: float = COMFORTABLE) -> float | None:
    """The largest size, in half points up to `most`, whose bars are no wider than `room` mm; None where none is."""
    size = min(most, LARGEST)
    while size >= SMALLEST:
        # A label is as wide as the bars of 10 points and their margins to the hundredth: rounding must not decide.
        if width(size) <= room + 1e-6:
            return size
        size -= _STEP
    return None
