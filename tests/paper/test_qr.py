"""QR symbols of form numbers: equal to segno's own, and drawn whole."""

import random

import pytest
import segno

from shoukei_app.paper import qr


def _made(number: str) -> list[list[int]]:
    symbol = segno.make(number, version=1, error="h", mode="numeric", mask=3, boost_error=False, micro=False)
    return [[module & 1 for module in row] for row in symbol.matrix]


@pytest.mark.parametrize(
    "number", ["0000000", "9999999", "0000013", *(f"{random.Random(5).randrange(10**7):07d}" for _ in range(40))]
)
def test_symbol_is_the_one_that_segno_makes(number: str) -> None:
    bits = f"{qr.modules(number):0{qr.MODULES**2}b}"
    rows = [[int(bit) for bit in bits[row * qr.MODULES : (row + 1) * qr.MODULES]] for row in range(qr.MODULES)]
    assert rows == _made(number)


@pytest.mark.parametrize("number", ["0000013", "1234567", "9999999"])
def test_rectangles_cover_exactly_the_dark_modules(number: str) -> None:
    covered = [[0] * qr.MODULES for _ in range(qr.MODULES)]
    for rectangle in qr.path(number).split(" re"):
        if not rectangle.strip():
            continue
        x, y, width, height = map(int, rectangle.split())
        for row in range(qr.MODULES - y - height, qr.MODULES - y):
            for column in range(x, x + width):
                covered[row][column] += 1
    assert covered == _made(number)
