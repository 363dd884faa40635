"""A year or a day as a person writes it on a sheet, in 和暦 or western, kept as far as it was written."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

from shoukei_app.domain.era import ERAS

_BY_WORD: Final = {word: era for era in ERAS for word in (era.name, era.kanji, era.letter)}
_PART: Final = r"\s*[年月./\-・,\s]\s*"
_WRITTEN: Final = re.compile(
    rf"(?:({'|'.join(_BY_WORD)})\s*\.?\s*)?(元|\d{{1,4}})(?:{_PART}(\d{{1,2}})(?:{_PART}(\d{{1,2}}))?)?\s*[年月日]?"
)
_PACKED: Final = re.compile(rf"({'|'.join(_BY_WORD)})?(\d{{2}}|\d{{4}})(\d{{2}})(\d{{2}})")


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A western year, month and day; a month or day that was not written is 0."""

    year: int
    month: int = 0
    day: int = 0

    @property
    def number(self) -> int:
        """yyyymmdd, as an answer keeps it: 19550401, 19550400 where only the month is known, 19550000 the year."""
        return (self.year * 100 + self.month) * 100 + self.day

    @classmethod
    def of(cls, number: int) -> "WrittenDate":
        """The date that `number` keeps."""
        return cls(number // 10000, number // 100 % 100, number % 100)


def parse(text: str, bare_era: str = "") -> WrittenDate | None:
    """The date that `text` names, or None: S30, 昭和30年4月, S30.4.1, R7.10, 1955/4/1, 19550401, S300401.

    A year of one or two digits without an era is one of `bare_era` (its letter) where that era has lasted so long;
    without a `bare_era`, or beyond it, it names no year. Three and four digits are western. A named era is not cut
    off at its end (H35 is 2023).
    """
    plain = unicodedata.normalize("NFKC", text).strip().upper()
    found = _WRITTEN.fullmatch(plain) or _PACKED.fullmatch(plain)
    if found is None:
        return None
    year = _year(found[1] or "", found[2], bare_era)
    return None if year is None else _existing(year, int(found[3] or 0), int(found[4] or 0))


def _year(era: str, digits: str, bare_era: str) -> int | None:
    count = 1 if digits == "元" else int(digits)
    if era:
        return _BY_WORD[era].first_day.year + count - 1 if 1 <= count <= 99 else None
    if len(digits) > 2:
        return count
    if not bare_era or not 1 <= count <= _length(bare_era):
        return None
    return _BY_WORD[bare_era].first_day.year + count - 1


def _length(letter: str) -> int:
    """The last year that an era has had; the present one has no end yet."""
    latest, *_ = ERAS
    following = {earlier.letter: later for later, earlier in pairwise(ERAS)}
    if letter == latest.letter:
        return 99
    return following[letter].first_day.year - _BY_WORD[letter].first_day.year + 1


def _existing(year: int, month: int, day: int) -> WrittenDate | None:
    if day or month:
        try:
            date(year, month, day or 1)
        except ValueError:
            return None
    return WrittenDate(year, month, day)
