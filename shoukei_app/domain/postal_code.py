"""The spelling of a postcode: its seven digits out of what a list holds, or what is wrong with it."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum, auto
from typing import Final

_DASH: Final = r"[\-‐‑‒–—―−ー─.・_]"
_CODE = re.compile(r"\d{7}")
_WRITTEN = re.compile(rf"[〒〠〶TM:;'\s(]*(\d{{3}})\s*{_DASH}?\s*(\d{{4}})[)'\s]*")
_LEADING = re.compile(
    rf"\s*(?:郵便番号)?[〒〠〶:\s(]*([0-9０-９]{{3}})\s*[{_DASH[1:-1]}－〜~]?\s*([0-9０-９]{{4}})(?![0-9０-９])[)）]?\s*"
)
_DIGITS = re.compile(r"\d+")


class PostalCodeDamage(StrEnum):
    """What is wrong with a cell that should hold a postcode."""

    LOST_ZERO = auto()  # 6 digits: a spreadsheet took the leading zero away, or a digit is missing
    TOO_SHORT = auto()
    TOO_LONG = auto()
    PHONE_NUMBER = auto()
    NOT_A_CODE = auto()


@dataclass(frozen=True, slots=True)
class PostalCodeParse:
    """A cell read: the 7 digits ("" where damaged or empty), the damage, and the 7 digits that were probably meant."""

    code: str
    damage: PostalCodeDamage | None = None
    suggestion: str = ""


EMPTY: Final = PostalCodeParse("")


def parse_postal_code(text: str) -> PostalCodeParse:
    """Read a cell: 380-0921, ３８０－０９２１, 〒380 0921, '3800921, 3800921.0; damage is named, not mended."""
    if len(text) == 7 and text.isascii() and text.isdecimal():
        return PostalCodeParse(text)
    plain = unicodedata.normalize("NFKC", text).strip().removesuffix(".0")
    if written := _WRITTEN.fullmatch(plain):
        return PostalCodeParse(written[1] + written[2])
    groups = _DIGITS.findall(plain)
    digits = "".join(groups)
    if not plain.strip("〒-‐‑‒–—―−ー *'"):
        return EMPTY
    if not digits or len(plain) - len(digits) > 6:
        return PostalCodeParse("", PostalCodeDamage.NOT_A_CODE)
    if len(digits) in {10, 11} and digits[0] == "0":
        return PostalCodeParse("", PostalCodeDamage.PHONE_NUMBER)
    if len(digits) == 7:
        return PostalCodeParse("", PostalCodeDamage.NOT_A_CODE, digits)
    if len(digits) == 6 and digits == plain.strip("〒'"):
        return PostalCodeParse("", PostalCodeDamage.LOST_ZERO, f"0{digits}")
    short = len(digits) < 7
    return PostalCodeParse("", PostalCodeDamage.TOO_SHORT if short else PostalCodeDamage.TOO_LONG)


def split_postal_code(text: str) -> tuple[str, str]:
    """A postcode at the front of an address cell and the rest: "〒380-0921 長野市…" → ("3800921", "長野市…").

    ("", text) where the cell does not begin with one; a house number (1234567番地) is not taken for one.
    """
    found = _LEADING.match(text)
    if found is None:
        return "", text
    rest = text[found.end() :]
    code = unicodedata.normalize("NFKC", found[1] + found[2])
    if not _CODE.fullmatch(code) or rest.startswith(("番", "号", "-", "－", "の", "ノ")):
        return "", text
    return code, rest
