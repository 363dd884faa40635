"""Dates as papers and screens write them: 和暦 with the day of the week."""

from datetime import date

from shoukei_app.domain import era

WEEKDAYS = "月火水木金土日"


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
