"""法人番号: the check digit, and reading the number from the cells lists hold it in."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum, auto
from typing import Final

_ROUNDED = re.compile(r"\d(?:\.\d+)?E\+?1[12]", re.IGNORECASE)
_DRESSING = re.compile(r"^(?:法人番号)?[:T']?|[\s\-‐‑‒–—―−ー.,]+", re.IGNORECASE)


class NumberDamage(StrEnum):
    """What is wrong with a cell that should hold a 法人番号."""

    ROUNDED = auto()  # Excel showed 1.10E+12: the last digits are gone
    CHECK_DIGIT = auto()
    TOO_SHORT = auto()
    TOO_LONG = auto()
    NOT_A_NUMBER = auto()


@dataclass(frozen=True, slots=True)
class CorporateNumberParse:
    """A cell read: the 13 digits ("" where damaged or empty), the damage, and the number that was probably meant."""

    number: str
    damage: NumberDamage | None = None
    suggestion: str = ""


EMPTY: Final = CorporateNumberParse("")


def check_digit(base: str) -> str:
    """The check digit for the 12 digits `base`: 9 − ((Σ Pn×Qn) mod 9) (法人番号の指定等に関する省令 第2条)."""
    # Qn is 2 for every other digit, from the first; and a number leaves by 9 what its digits leave.
    return str(9 - (int(base) + int(base[::2])) % 9)


def is_corporate_number(text: str) -> bool:
    """Whether `text` is 13 ASCII digits with the right check digit."""
    return len(text) == 13 and text.isascii() and text.isdecimal() and check_digit(text[1:]) == text[0]


def parse_corporate_number(text: str) -> CorporateNumberParse:
    """Read a cell: full-width, hyphens, blanks, an invoice number's T, a float's .0 are understood; damage is named.

    The 12 digits of a 会社法人等番号 are TOO_SHORT with the 法人番号 they give as the suggestion.
    """
    if is_corporate_number(text):
        return CorporateNumberParse(text)
    plain = unicodedata.normalize("NFKC", text).strip()
    if not plain.strip("-‐‑‒–—―−ー*'"):
        return EMPTY
    if _ROUNDED.fullmatch(plain):
        return CorporateNumberParse("", NumberDamage.ROUNDED)
    if plain.endswith(".0") and plain[:-2].isdecimal():
        plain = plain[:-2]
    digits = _DRESSING.sub("", plain)
    if not (digits.isascii() and digits.isdecimal()):
        return CorporateNumberParse("", NumberDamage.NOT_A_NUMBER)
    if len(digits) == 13:
        if is_corporate_number(digits):
            return CorporateNumberParse(digits)
        return CorporateNumberParse("", NumberDamage.CHECK_DIGIT)
    if len(digits) == 12:
        return CorporateNumberParse("", NumberDamage.TOO_SHORT, check_digit(digits) + digits)
    return CorporateNumberParse("", NumberDamage.TOO_SHORT if len(digits) < 12 else NumberDamage.TOO_LONG)
