"""Japanese dates: reading every way an office writes one, and writing 和暦."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final


@dataclass(frozen=True, slots=True)
class Era:
    """One 元号: its name, the short forms lists use, and its first day."""

    name: str
    kanji: str
    letter: str
    first_day: date


# Latest first. 明治 counts from 1868 (the solar calendar itself only from 1873-01-01).
ERAS: Final = (
    Era("令和", "令", "R", date(2019, 5, 1)),
    Era("平成", "平", "H", date(1989, 1, 8)),
    Era("昭和", "昭", "S", date(1926, 12, 25)),
    Era("大正", "大", "T", date(1912, 7, 30)),
    Era("明治", "明", "M", date(1868, 1, 25)),
)
_BY_WORD: Final = {word: era for era in ERAS for word in (era.name, era.kanji, era.letter)}
_LIGATURES: Final = str.maketrans({"㋿": "令和", "㍻": "平成", "㍼": "昭和", "㍽": "大正", "㍾": "明治"})

# Day 1 of Excel is 1900-01-01; the day 1900-02-29, which never was, is counted, hence the two bases.
_EXCEL_BASE: Final = date(1899, 12, 30)
_EXCEL_BASE_BEFORE_MARCH_1900: Final = date(1899, 12, 31)
_EXCEL_LAST: Final = 2_958_465  # 9999-12-31
# As text a serial is believed only between 1927 and 2099; other five digits are other things.
_SERIAL_AS_TEXT: Final = range(10_000, 73_051)

_SEPARATOR: Final = r"\s*[年./\-・]\s*"
_DAY_END: Final = r"(?:\s*日)?"
_TAIL: Final = r"(?:\s*\([月火水木金土日](?:曜日?)?\)|\s*[月火水木金土日]曜日?)?(?:[T\s]\s*\d{1,2}[:時].*)?"
_MONTH_DAY: Final = rf"(?:{_SEPARATOR}(\d{{1,2}})(?:\s*[月./\-・]\s*(?:(\d{{1,2}}){_DAY_END})?)?|\s*年度?)?"
_ERA_DATE = re.compile(rf"({'|'.join(_BY_WORD)})\s*\.?\s*(元|\d{{1,2}}){_MONTH_DAY}", re.IGNORECASE)
_ERA_PACKED = re.compile(r"([RHSTM])(\d{2})(\d{2})(\d{2})", re.IGNORECASE)
_WESTERN_DATE = re.compile(rf"((?:18|19|20)\d{{2}}){_MONTH_DAY}")
_WESTERN_PACKED = re.compile(r"((?:18|19|20)\d{2})(\d{2})(\d{2})")
_TAIL_PATTERN = re.compile(_TAIL, re.DOTALL)
_ANY_DATE = re.compile(
    rf"(?:(?:{'|'.join(era.name for era in ERAS)}|(?<![A-Z])[RHSTM])\s*\.?\s*(?:元|\d{{1,2}})|(?:18|19|20)\d{{2}})"
    rf"{_SEPARATOR}\d{{1,2}}\s*[月./\-・]\s*\d{{1,2}}(?!\d)"
)


def parse_date(value: str | float) -> date | None:
    """The day that `value` names, or None.

    Reads 令和6年4月1日, 令和元年…, R6.4.1, R06.04.01, 令6, 2024/4/1, 2024-04-01 (also with a time or a weekday),
    20240401, and Excel's serial numbers (45383), in any width. A month, year or 年度 alone is its first day (that of
    the era in its first year).
    Eras are not cut off at their end: H35.8.31, printed before 令和 was known, is 2023-08-31.
    """
    if isinstance(value, str):
        return _from_text(value)
    return _from_serial(int(value)) if value == value and 1 <= value <= _EXCEL_LAST else None  # noqa: PLR0124 - NaN


def find_date(text: str) -> date | None:
    """The first full date inside a sentence ("令和5年3月31日廃業"), or None."""
    found = _ANY_DATE.search(_plain(text))
    return _from_text(found.group()) if found else None


def wareki(day: date) -> str:
    """`day` as 令和6年4月1日 (令和元年 for the first year); before 明治 by the western year."""
    era = next((era for era in ERAS if day >= era.first_day), None)
    if era is None:
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{era.name}{_era_year(day.year, era)}年{day.month}月{day.day}日"


def wareki_year(year: int) -> str:
    """The western `year` as 令和6年, by the era in force on its 31 December; with 度 after it, the name of a 年度."""
    era = next((era for era in ERAS if date(year, 12, 31) >= era.first_day), None)
    return f"{year}年" if era is None else f"{era.name}{_era_year(year, era)}年"


def fiscal_year(day: date) -> int:
    """The 年度 (April to March) that `day` belongs to, as the western year of its April."""
    return day.year if day.month >= 4 else day.year - 1


def _era_year(year: int, era: Era) -> str:
    count = year - era.first_day.year + 1
    return "元" if count == 1 else str(count)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text.translate(_LIGATURES)).strip()


def _from_serial(number: int) -> date | None:
    if number == 60:
        return None
    return (_EXCEL_BASE if number > 60 else _EXCEL_BASE_BEFORE_MARCH_1900) + timedelta(days=number)


def _from_text(text: str) -> date | None:
    plain = _plain(text).lstrip("'")
    if plain.removesuffix(".0").isdecimal():
        return _from_digits(plain.removesuffix(".0"))
    if packed := _ERA_PACKED.fullmatch(plain):
        return _day_of_era(_BY_WORD[packed[1].upper()], packed[2], packed[3], packed[4])
    found = _ERA_DATE.match(plain)
    if found and _TAIL_PATTERN.fullmatch(plain, found.end()):
        month = "4" if plain.endswith("年度") else found[3]
        return _day_of_era(_BY_WORD[found[1].upper()], found[2], month, found[4])
    found = _WESTERN_DATE.match(plain)
    if found and _TAIL_PATTERN.fullmatch(plain, found.end()):
        return _day(int(found[1]), int(found[2] or 1), int(found[3] or 1))
    return None


def _from_digits(digits: str) -> date | None:
    if len(digits) == 8 and (packed := _WESTERN_PACKED.fullmatch(digits)):
        return _day(*map(int, packed.groups()))
    if len(digits) == 5 and int(digits) in _SERIAL_AS_TEXT:
        return _from_serial(int(digits))
    if len(digits) == 4 and digits[:2] in {"19", "20"}:
        return date(int(digits), 1, 1)
    return None


def _day_of_era(era: Era, count: str, month: str | None, day: str | None) -> date | None:
    number = 1 if count == "元" else int(count)
    if number == 0:
        return None
    found = _day(era.first_day.year + number - 1, int(month or 1), int(day or 1))
    if found is not None and found < era.first_day and day is None:
        return era.first_day
    return found


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
