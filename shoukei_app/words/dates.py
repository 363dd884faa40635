"""Dates as papers and screens write them: 和暦 with the day of the week."""

import re
from datetime import date, datetime

from shoukei_app.domain import era

WEEKDAYS = "月火水木金土日"
_MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])")


def with_weekday(day: date) -> str:
    """A date in its era with the day of the week: 令和8年10月16日（金）."""
    return f"{era.wareki(day)}（{WEEKDAYS[day.weekday()]}）"


def month_day(day: date) -> str:
    """A date of the present time, short: 10月16日（金）."""
    return f"{day.month}月{day.day}日（{WEEKDAYS[day.weekday()]}）"


def short_day(day: date, today: date) -> str:
    """A date in a table: 10/16（金）, with the year where it is not about now: 2025/10/16（木）."""
    near = abs((day - today).days) < 300
    return f"{'' if near else f'{day.year}/'}{day.month}/{day.day}（{WEEKDAYS[day.weekday()]}）"


def clock(at: datetime) -> str:
    """A time of day: 14時05分."""
    return f"{at.hour}時{at.minute:02}分"


def is_month(text: str) -> bool:
    """Whether a text is a month as the program keeps it: 2026-11."""
    return _MONTH.fullmatch(text) is not None


def year_month(month: str) -> str:
    """A month kept as 2026-11, in words: 2026年11月."""
    year, _, number = month.partition("-")
    return f"{year}年{int(number)}月"
