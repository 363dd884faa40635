"""No-name sheets (ノンネーム): what may be said of a firm to those who may not know which firm it is.

Figures are banded and places widened (case 3 of the seed): municipality → area of the regional office, age → decade,
staff and sales → bands, industry → division. The alias is the case's own, not the form number. Words the firm wrote
itself are never passed on. Where fewer than five firms share the bands, the sheet warns.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

FEWEST = 5
"""A firm hides among at least this many (the rule of small cells in published statistics)."""

_STAFF = ((1, "1人"), (4, "2〜4人"), (9, "5〜9人"), (19, "10〜19人"), (49, "20〜49人"))
_UNKNOWN = "不明"


@dataclass(frozen=True, slots=True)
class IndustryDivision:
    """A division (大分類) of the Japan Standard Industrial Classification, and words by which lists name it."""

    name: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bands:
    """What is said of a firm instead of its name and figures."""

    area: str
    industry: str
    age: str
    staff: str


def alias(case_id: int) -> str:
    """What a case is called where its firm may not be named; the same at every meeting."""
    return f"案件{case_id:04d}"


def age_band(age: int | None) -> str:
    """68 → 60代; from 80 on one band, as so few are older."""
    if age is None:
        return _UNKNOWN
    return "80代以上" if age >= 80 else f"{age // 10 * 10}代"


def staff_band(staff: int | None) -> str:
    """7 → 5〜9人; from 50 on one band."""
    if staff is None:
        return _UNKNOWN
    return next((words for most, words in _STAFF if staff <= most), "50人以上")


def division(industry: str, divisions: Sequence[IndustryDivision]) -> str:
    """The division of an industry as a list writes it: the first one a word of which it contains."""
    found = (one.name for one in divisions if any(word in industry for word in one.words))
    return next(found, "分類不明")


def few(bands: Iterable[Bands]) -> frozenset[Bands]:
    """The bands that fewer than five firms share: somebody who knows the area could tell which firm it is."""
    return frozenset(band for band, count in Counter(bands).items() if count < FEWEST)
