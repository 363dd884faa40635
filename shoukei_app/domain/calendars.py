"""Calendars of the joint team: how much a person takes on, days away, days settled with offices, days off."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from shoukei_app.domain.era import fiscal_year

_YEAR_END = {(12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3)}
YEAR_END_NAME = "年末年始"


@dataclass(frozen=True, slots=True)
class Limits:
    """How many visits a person takes on at most."""

    per_day: int = 3
    per_week: int = 8


@dataclass(frozen=True, slots=True)
class Calendars:
    """What was settled: limits and days away by person, visit days by organisation, own days off by their names.

    An organisation without settled days goes out on any working day.
    """

    limits: Mapping[int, Limits] = field(default_factory=dict)
    away: Mapping[int, frozenset[date]] = field(default_factory=dict)
    office_days: Mapping[int, frozenset[date]] = field(default_factory=dict)
    closing: Mapping[date, str] = field(default_factory=dict)


def monday_of(day: date) -> date:
    """The Monday of the week that a day lies in."""
    return day - timedelta(days=day.weekday())


def days_between(first: date, last: date) -> Iterator[date]:
    """Every day from `first` to `last`, both included."""
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


def closed_by_law(day: date) -> bool:
    """29 December to 3 January, when offices are closed (行政機関の休日に関する法律 第1条)."""
    return (day.month, day.day) in _YEAR_END


def weekdays_of_months(
    first: date, last: date, *, weeks: Collection[int], weekdays: Collection[int], days_off: Collection[date]
) -> Iterator[date]:
    """Days such as every 第2・第4火曜 (weeks 2 and 4, weekday 1) between two days; a day off is passed over.

    A team's visit is not moved to another day by itself, as a meeting is: the office settled this day of the week.
    """
    for day in days_between(first, last):
        if day.weekday() in weekdays and (day.day - 1) // 7 + 1 in weeks and day not in days_off:
            yield day


def fiscal_year_of(day: date) -> tuple[date, date]:
    """The first and last day of the fiscal year (April to March) that a day lies in."""
    year = fiscal_year(day)
    return date(year, 4, 1), date(year + 1, 3, 31)
