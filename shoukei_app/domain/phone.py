"""Japanese telephone numbers: read as lists write them, written with their hyphens in the right places."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum, auto
from typing import Final

from shoukei_app.domain.area_codes import area_code_length


class PhoneFinding(StrEnum):
    """What was noticed about a cell that should hold a telephone number."""

    LOST_ZERO = auto()  # a spreadsheet took the leading zero away; it was put back
    SEVERAL = auto()  # more than one number in the cell; the first was read
    LOST_DASH = auto()  # question marks stand where dashes were
    NO_AREA_CODE = auto()
    WRONG_LENGTH = auto()
    NOT_A_NUMBER = auto()


@dataclass(frozen=True, slots=True)
class PhoneParse:
    """A cell read: the number with hyphens, or the text as it was written where that is not sure."""

    text: str
    sure: bool
    findings: tuple[PhoneFinding, ...] = ()


EMPTY: Final = PhoneParse("", sure=True)

_DASHES: Final = r"\-‐‑‒–—―−ー─~〜"
_DASH_TO_HYPHEN: Final = str.maketrans(dict.fromkeys("‐‑‒–—―−ー─~〜", "-"))
_WELL_WRITTEN = re.compile(r"0\d{1,4}-\d{1,4}-\d{3,4}")
_LABEL = re.compile(r"^(?:TEL|FAX|電話番号|電話|携帯|代表|℡|☎|[:：.・\s'*※])+", re.IGNORECASE)
_EXTENSION = re.compile(
    r"\s*[(（]?(?:内線|内|EXT|代表|代|直通|直|呼出|呼|携帯|自宅|役場)[^0-9]*\d*[)）]?.*$", re.IGNORECASE
)
_SEVERAL = re.compile(
    r"[/,、;\n・]|\s{2,}(?=\+?0)|(?<=\d{4})\s+(?=\+?0)|(?<=\d{4})\s*(?:又は|または|もしくは|FAX)\s*", re.IGNORECASE
)
_ONLY_NUMBER = re.compile(rf"\+?[\d\s().{_DASHES}\[\]]+")
_NOTHING: Final = frozenset({"", "-", "--", "なし", "無", "無し", "不明", "*", "0", "非公開", "非公表"})

# 携帯・IP・無線呼出 (11 digits), 着信課金ほか: fixed places for the hyphens (電気通信番号計画 別表).
_ELEVEN: Final = ("020", "050", "060", "070", "080", "090")
_SERVICES: Final = {"0120": (4, 3, 3), "0570": (4, 3, 3), "0990": (4, 3, 3), "0180": (4, 3, 3), "0170": (4, 3, 3)}


def parse_phone(text: str) -> PhoneParse:
    """Read a cell: 0267-82-1234, 0267(82)1234, ０２６７８２１２３４, +81 267 82 1234, TEL 0267-82-1234（代）.

    A number whose length fits is hyphenated by the table of area codes, whatever hyphens stood there; anything else is
    kept as it was written, with a finding.
    """
    if _WELL_WRITTEN.fullmatch(text) and (shaped := _hyphenated(text.replace("-", ""))):
        return PhoneParse(shaped, sure=True)
    plain = unicodedata.normalize("NFKC", text).strip().translate(_DASH_TO_HYPHEN)
    if plain in _NOTHING or not plain.strip("-*()' "):
        return EMPTY
    noted: tuple[PhoneFinding, ...] = ()
    if "?" in plain:
        plain, noted = plain.replace("?", "-"), (PhoneFinding.LOST_DASH,)
    first, *others = [part for part in _SEVERAL.split(_LABEL.sub("", plain)) if part and part.strip()] or [""]
    if any(map(_is_a_number, others)):
        noted = (*noted, PhoneFinding.SEVERAL)
    found = _first_number(_LABEL.sub("", _EXTENSION.sub("", first)).strip().removesuffix(".0"))
    return PhoneParse(found.text if found.sure else text.strip(), found.sure, (*noted, *found.findings))


def _first_number(number: str) -> PhoneParse:
    if not _ONLY_NUMBER.fullmatch(number):
        return PhoneParse("", sure=False, findings=(PhoneFinding.NOT_A_NUMBER,))
    digits = "".join(filter(str.isdecimal, number))
    if number.startswith("+81"):
        digits = "0" + digits[2:].lstrip("0")
    shaped = _hyphenated(digits)
    if shaped:
        return PhoneParse(shaped, sure=True)
    restored = _hyphenated(f"0{digits}") if digits[:1] not in {"", "0"} else ""
    if restored and _can_have_lost_its_zero(number, digits):
        return PhoneParse(restored, sure=True, findings=(PhoneFinding.LOST_ZERO,))
    is_local = digits[:1] != "0" and 5 <= len(digits) <= 8
    return PhoneParse("", sure=False, findings=(PhoneFinding.NO_AREA_CODE if is_local else PhoneFinding.WRONG_LENGTH,))


def _hyphenated(digits: str) -> str:
    """Ten or eleven digits with hyphens; "" where no Japanese number looks like that."""
    if len(digits) == 11:
        if digits.startswith("0800"):
            return f"{digits[:4]}-{digits[4:7]}-{digits[7:]}"
        return f"{digits[:3]}-{digits[3:7]}-{digits[7:]}" if digits.startswith(_ELEVEN) else ""
    if len(digits) != 10 or digits[0] != "0" or digits[1] == "0":
        return ""
    if service := _SERVICES.get(digits[:4]):
        return f"{digits[:4]}-{digits[4 : 4 + service[1]]}-{digits[4 + service[1] :]}"
    if digits[:3] in {*_ELEVEN, "010"}:
        return ""
    area = area_code_length(digits[:6])
    return f"{digits[:area]}-{digits[area:6]}-{digits[6:]}"


def _can_have_lost_its_zero(number: str, digits: str) -> bool:
    """A bare number, or one whose hyphens stand where they would with the zero."""
    if number.isdecimal():
        return True
    return [len(group) for group in number.split("-")] == [
        len(group) - (place == 0) for place, group in enumerate(_hyphenated("0" + digits).split("-"))
    ]


def _is_a_number(text: str) -> bool:
    return len([*filter(str.isdecimal, text)]) >= 6
