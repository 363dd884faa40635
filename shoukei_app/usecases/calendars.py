"""Calendars (日程のきまり): limits and days away of persons, visit days of organisations, days off."""

from dataclasses import replace
from datetime import date, timedelta

import jpholiday

from shoukei_app.domain.calendars import YEAR_END_NAME, Calendars, closed_by_law, days_between
from shoukei_app.domain.days import SATURDAY
from shoukei_app.domain.history import Act, OperationKind
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.store import calendars
from shoukei_app.store.ledger import Ledger
from shoukei_app.usecases.outcome import Outcome, Subject

_MOST_VISITS = 50


def settled(ledger: Ledger) -> Calendars:
    """Everything that was settled."""
    with ledger.read() as view:
        return calendars.read(view)


def settle(ledger: Ledger, act: Act, wanted: Calendars) -> Outcome[None]:
    """Keep calendars as a whole, in one operation. Raises Problem(VALUE_WRONG) for a limit that is none."""
    for limits in wanted.limits.values():
        if not (1 <= limits.per_day <= limits.per_week <= _MOST_VISITS):
            value = f"1日{limits.per_day}件・1週間{limits.per_week}件"
            raise Problem(ProblemKind.VALUE_WRONG, field="訪問の上限", value=value)
    with ledger.write(act, OperationKind.EDIT_CALENDARS, {}) as operation:
        calendars.keep(operation.writing, wanted)
        operation.summary["days"] = sum(len(days) for days in (*wanted.office_days.values(), *wanted.away.values()))
    return Outcome(None, frozenset({Subject.ORGANISATION, Subject.VISIT}), operation.id)


def settle_office_days(ledger: Ledger, act: Act, organisation_id: int, days: frozenset[date]) -> Outcome[None]:
    """Settle the visit days of one organisation; none: it goes out on any working day again."""
    known = settled(ledger)
    others = {key: value for key, value in known.office_days.items() if key != organisation_id}
    return settle(ledger, act, replace(known, office_days={**others, organisation_id: days} if days else others))


def days_off(ledger: Ledger, first: date, last: date) -> dict[date, str]:
    """The days off between two days, by name: 国民の祝日, 年末年始, and the office's own; weekends are not named."""
    return days_off_of(settled(ledger), first, last)


def days_off_of(known: Calendars, first: date, last: date) -> dict[date, str]:
    """The same, from calendars that are at hand."""
    found = {day: YEAR_END_NAME for day in days_between(first, last) if closed_by_law(day)}
    found.update(jpholiday.between(first, last))
    found.update({day: name or "休み" for day, name in known.closing.items() if first <= day <= last})
    return dict(sorted(found.items()))


def next_working_day(ledger: Ledger, day: date) -> date:
    """The first day after `day` that is neither on a weekend nor a day off."""
    week = timedelta(days=7)
    first = day + timedelta(days=1)
    while True:
        off = days_off(ledger, first, first + week)
        for one in days_between(first, first + week):
            if one.weekday() < SATURDAY and one not in off:
                return one
        first += week
