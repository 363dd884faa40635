"""The schedule of visits on paper (同行訪問予定表): week by week, A4, holidays named."""

import re
from datetime import date
from pathlib import Path

from shoukei_app.domain.calendars import days_between
from shoukei_app.domain.printed import PrintedPages
from shoukei_app.domain.visit_schedule import ScheduleLine, VisitSchedule
from shoukei_app.paper import document
from shoukei_app.paper.flow import SMALL, STRONG, Cell, Flow
from shoukei_app.words.dates import month_day, short_day
from shoukei_app.words.terms import word

_NOTICE = "取扱注意：個人情報を含みます。訪問の後に回収します。"

_COLUMNS = (
    Cell("日", 21.5),
    Cell("時刻", 15.0),
    Cell("方法", 15.0),
    Cell("事業者", 36.5, font=STRONG),
    Cell("場所", 30.0),
    Cell("電話番号", 33.0),
    Cell("担当者・同行", 29.0),
)
_WEEK = 7
_PREFECTURE = re.compile(r"^.{2,3}?[都道府県]")


def print_schedule(target: Path, schedule: VisitSchedule, *, author: str = "") -> PrintedPages:
    """Write a schedule to `target`. Raises the problems of `document.written`."""
    with document.written(target, title=schedule.title, author=author) as paper:
        flow = Flow(paper, schedule.title, _NOTICE)
        flow.begin_page()
        flow.title(schedule.title)
        days = [line.day for line in schedule.visits]
        flow.pair("期間", _period(days))
        flow.pair("件数", f"{len(schedule.visits):,}件")
        if schedule.unnamed:
            flow.paragraph(
                f"{schedule.unnamed:,}件は、渡す機関への提供に同意がないため名前を伏せ、番号と地域で示しています。",
                SMALL,
            )
        flow.space(2.0)
        for monday, lines in schedule.weeks():
            flow.heading(f"{month_day(monday)}からの週　{len(lines):,}件", keep=24.0)
            week = list(days_between(monday, monday.fromordinal(monday.toordinal() + _WEEK - 1)))
            off = [f"{month_day(day)} {schedule.days_off[day]}" for day in week if day in schedule.days_off]
            if off:
                flow.paragraph(f"休み：{'、'.join(off)}", SMALL, indent=3.2)
                flow.space(1.0)
            flow.table(_COLUMNS, _rows(lines))
        flow.done()
    return PrintedPages(paper.pages, len(schedule.visits))


def _period(days: list[date]) -> str:
    first, last = (month_day(day) for day in (min(days), max(days))) if days else ("", "")
    return first if first == last else f"{first} から {last} まで"


def _rows(lines: tuple[ScheduleLine, ...]) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    before = None
    for line in lines:
        who = "\n".join([*line.team, *(f"＋{name}" for name in line.companions)]) or line.organisation
        day = short_day(line.day, line.day) if line.day != before else ""
        place = _PREFECTURE.sub("", line.place)  # everybody who reads it is in the same one
        rows.append((day, line.time, word(line.kind), line.title, place, line.phone, who))
        before = line.day
    return rows
