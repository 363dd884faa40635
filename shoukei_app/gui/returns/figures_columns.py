"""The columns of 進み具合: speed and errors by person and by question, sheets by day."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from shoukei_app.domain.keying_figures import DayWork, Rate, Work
from shoukei_app.gui.kit.lines import Column
from shoukei_app.words.dates import short_day


@dataclass(frozen=True, slots=True)
class WorkLine:
    """What a person keyed, or what was keyed of a question, under a number of its own."""

    id: int
    title: str
    work: Work


@dataclass(frozen=True, slots=True)
class DayLine:
    """What was keyed on a day."""

    id: int
    made: DayWork


def _figure(value: float | None) -> str:
    return "―" if value is None else f"{value:.1f}"


def _interval(rate: Rate) -> str:
    if rate.interval is None or not rate.uncertain:
        return ""
    low, high = rate.interval
    return f"{low:.1f}〜{high:.1f}"


def _told(rate: Rate) -> str:
    return f"照合した {rate.among:,}項目のうち、誤り {rate.errors:,}"


def _number(key: str, title: str, value: Callable[[Work], int | None], width: int) -> Column[WorkLine]:
    def text(line: WorkLine) -> str:
        number = value(line.work)
        return "―" if number is None else f"{number:,}"

    return Column(key, title, text, width, numeric=True)


def work_columns(title: str, entries: str) -> Sequence[Column[WorkLine]]:
    """Columns of a table of work; `title` heads the first of them, `entries` what was keyed."""
    return (
        Column("title", title, lambda line: line.title, 170, grow=2, tooltip=lambda line: line.title),
        _number("entries", entries, lambda work: work.entries, 88),
        _number("strokes", "打鍵", lambda work: work.strokes, 88),
        _number("speed", "1時間の打鍵", lambda work: work.strokes_per_hour, 110),
        _number("fields", "照合した項目", lambda work: work.fields, 116),
        _number("errors", "誤り", lambda work: work.errors, 72),
        Column(
            "by_field",
            "誤り／1,000項目",
            lambda line: _figure(line.work.by_field.per_thousand),
            132,
            numeric=True,
            tooltip=lambda line: _told(line.work.by_field),
        ),
        Column("interval", "95％の幅", lambda line: _interval(line.work.by_field), 112, grow=1, code=True),
        Column(
            "by_stroke",
            "誤り／1,000打鍵",
            lambda line: _figure(line.work.by_stroke.per_thousand),
            132,
            numeric=True,
        ),
    )


def day_columns(today: Callable[[], date]) -> Sequence[Column[DayLine]]:
    """Columns of the table of days."""
    return (
        Column("day", "日", lambda line: short_day(line.made.day, today()), 150, grow=1),
        Column("first", "1回目の入力", lambda line: f"{line.made.first:,}", 120, numeric=True),
        Column("second", "照合入力", lambda line: f"{line.made.second:,}", 120, numeric=True),
        Column("both", "あわせて", lambda line: f"{line.made.first + line.made.second:,}", 120, numeric=True),
    )
