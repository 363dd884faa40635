"""The customer barcode (カスタマバーコード) of Japan Post: 23 codes, 67 bars, for a postcode and an address number.

After the 郵便番号・バーコードマニュアル, pp. 12-16 and 20-21.
"""

from dataclasses import dataclass
from itertools import chain

START, STOP, FILLER = "STC", "SPC", "CC4"
CODES = 23
BARS = 67
LONG, UPPER, LOWER, TIMING = "1", "2", "3", "4"
"""How a bar is written: over the whole height, its upper or its lower two thirds, the middle third."""

_DATA = 20
"""Codes between start and check digit: seven of the postcode, thirteen of the address number."""

_MODULUS = 19
# In the order of their values, 0 to 18.
_PATTERNS = {
    "0": "144",
    "1": "114",
    "2": "132",
    "3": "312",
    "4": "123",
    "5": "141",
    "6": "321",
    "7": "213",
    "8": "231",
    "9": "411",
    "-": "414",
    "CC1": "324",
    "CC2": "342",
    "CC3": "234",
    "CC4": "432",
    "CC5": "243",
    "CC6": "423",
    "CC7": "441",
    "CC8": "111",
}
_VALUES = tuple(_PATTERNS)
_VALUE_OF = {code: value for value, code in enumerate(_VALUES)}
_BARS_OF = {START: "13", STOP: "31", **_PATTERNS}


def _codes_of_characters() -> dict[str, tuple[str, ...]]:
    """A figure or hyphen is one code, a letter two: its control code and a figure."""
    codes: dict[str, tuple[str, ...]] = {character: (character,) for character in "0123456789-"}
    for place in range(26):
        control, figure = divmod(place, 10)
        codes[chr(ord("A") + place)] = (f"CC{control + 1}", str(figure))
    return codes


_CODES_OF = _codes_of_characters()


@dataclass(frozen=True, slots=True)
class CustomerBarcode:
    """The codes from STC to SPC by name ("0" … "9", "-", "CC1" … "CC8"), and the bars as 67 figures 1 to 4."""

    codes: tuple[str, ...]
    bars: str


def customer_barcode(postal_code: str, address_number: str = "") -> CustomerBarcode:
    """The barcode of a postcode (7 figures) and an address number (figures, hyphens, capitals).

    A longer number is cut; a letter across the cut keeps its control code and loses its figure (manual p. 20).
    KeyError for any other character.
    """
    data = list(chain.from_iterable(_CODES_OF[character] for character in f"{postal_code}{address_number}"))[:_DATA]
    data += [FILLER] * (_DATA - len(data))
    codes = (START, *data, check_digit(data), STOP)
    return CustomerBarcode(codes, "".join([_BARS_OF[code] for code in codes]))


def check_digit(data: list[str]) -> str:
    """The code that makes the sum of all values a multiple of 19."""
    return _VALUES[-sum(_VALUE_OF[code] for code in data) % _MODULUS]
