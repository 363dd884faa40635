"""Days as somebody types them, one line a day or a stretch of days; and back again."""

import re
from collections.abc import Collection, Mapping
from datetime import date

from shoukei_app.domain.calendars import days_between
from shoukei_app.domain.days import SATURDAY
from shoukei_app.gui.kit.dates import read_date

_BETWEEN = re.compile(r"\s*[〜～~]\s*")
_SHORT = re.compile(r"(\d{1,2})[/月](\d{1,2})日?")
_LONGEST = 400


class UnreadableDay(ValueError):
    """A line that is no day; the message is the line."""


def read_days(text: str, about: date) -> frozenset[date]:
    """Days from lines such as 2026/12/1, R8.12.1〜R8.12.4 or 12/1 (the next one from `about` on).

    Raises UnreadableDay with the line. Weekends within a stretch are left out.
    """
    found: set[date] = set()
    for line in text.splitlines():
        for part in filter(None, (piece.strip() for piece in re.split(r"[、,]", line))):
            found.update(_stretch(part, about))
    return frozenset(found)


def read_named_days(text: str, about: date) -> dict[date, str]:
    """Days with what they are called: 2026/8/13 お盆休み. Raises UnreadableDay."""
    found: dict[date, str] = {}
    for line in filter(None, (line.strip() for line in text.splitlines())):
        day, _, name = line.replace("　", " ").partition(" ")
        for one in _stretch(day, about):
            found[one] = name.strip()
    return found


def written(days: Collection[date]) -> str:
    """Days one a line, as `read_days` reads them."""
    return "\n".join(f"{day.year}/{day.month}/{day.day}" for day in sorted(days))


def written_named(days: Mapping[date, str]) -> str:
    """Named days one a line."""
    return "\n".join(f"{day.year}/{day.month}/{day.day} {name}".rstrip() for day, name in sorted(days.items()))


def _stretch(text: str, about: date) -> Collection[date]:
    ends = [_day(part, about, text) for part in _BETWEEN.split(text)]
    if len(ends) == 1:
        return ends
    if len(ends) != 2 or not 0 <= (ends[1] - ends[0]).days <= _LONGEST:
        raise UnreadableDay(text)
    return [day for day in days_between(*ends) if day.weekday() < SATURDAY]


def _day(text: str, about: date, line: str) -> date:
    short = _SHORT.fullmatch(text)
    if short:
        month, day = int(short[1]), int(short[2])
        try:
            made = date(about.year, month, day)
            return made if made >= about else made.replace(year=about.year + 1)
        except ValueError:
            raise UnreadableDay(line) from None
    found = read_date(text)
    if found is None:
        raise UnreadableDay(line)
    return found
