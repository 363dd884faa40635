"""Days and months counted on: the weekend, the first and last day of a month, the same day of a later one."""

from calendar import monthrange
from datetime import date

SATURDAY = 5
"""The first day of the weekend, as `date.weekday` counts."""


def first_of_month(day: date, later: int = 0) -> date:
    """The first day of the month some months later."""
    year, month = divmod(day.year * 12 + day.month - 1 + later, 12)
    return date(year, month + 1, 1)


def last_of_month(day: date, later: int = 0) -> date:
    """The last day of the month some months later."""
    first = first_of_month(day, later)
    return first.replace(day=monthrange(first.year, first.month)[1])


def next_month(day: date) -> date:
    """The same day a month later; the last day of a month that is too short."""
    last = last_of_month(day, 1)
    return last.replace(day=min(day.day, last.day))
