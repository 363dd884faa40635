"""Consultation days (出張相談会): a place, persons, slots; flagged firms that wish it come one after the other.

A booked slot is a visit of the kind CONSULTATION: its result is written down, and it is printed, as any other.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from shoukei_app.domain.consultation import Consultation
from shoukei_app.domain.flags import Priority
from shoukei_app.domain.history import Act, OperationKind
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.query import Query
from shoukei_app.domain.schedule import VisitPlan
from shoukei_app.domain.target import TargetLine, TargetStatus
from shoukei_app.domain.visits import VisitKind, VisitState, clock
from shoukei_app.store import calendars, campaigns, targets, visits
from shoukei_app.store.ledger import Ledger
from shoukei_app.usecases import visit_planning
from shoukei_app.usecases.outcome import Outcome, Subject
from shoukei_app.words.dates import WEEKDAYS, with_weekday

_SHORTEST, _LONGEST = 10, 240
_URGENCY = {priority: place for place, priority in enumerate(Priority)}


@dataclass(frozen=True, slots=True)
class Slot:
    """One slot of a consultation day; no visit, no firm: it is free."""

    time: str
    visit_id: int | None = None
    target: TargetLine | None = None


def every(ledger: Ledger, campaign_id: int) -> tuple[Consultation, ...]:
    """The consultation days of a campaign, the first first."""
    with ledger.read() as view:
        return calendars.consultations(view, campaign_id)


def create(ledger: Ledger, act: Act, campaign_id: int, new: Consultation, *, insist: bool = False) -> Outcome[int]:
    """Keep a consultation day; returns its id.

    Raises Problem(VALUE_MISSING, VALUE_WRONG) for a day that cannot be, DOUBLE_BOOKED where somebody who sits there
    has a visit at that time, and DAY_OFF, PERSON_AWAY without `insist`.
    """
    _check(new)
    with ledger.write(act, OperationKind.PLAN_CONSULTATION, {"place": new.place}) as operation:
        view = operation.writing.connection
        # The day binds its persons as one long visit does; which firms come is not known yet.
        as_visit = VisitPlan(
            0,
            VisitKind.CONSULTATION,
            new.held_on,
            new.first_time,
            None,
            new.persons,
            minutes=new.length,
        )
        visit_planning.diary(view, [new.held_on]).check(as_visit, insist=insist)
        key = calendars.add_consultation(operation.writing, campaign_id, new)
    return Outcome(key, frozenset({Subject.VISIT}), operation.id)


def cancel(ledger: Ledger, act: Act, consultation_id: int) -> Outcome[None]:
    """Take a consultation day out. Raises Problem(CONSULTATION_BOOKED) where firms are to come, or came."""
    with ledger.write(act, OperationKind.PLAN_CONSULTATION, {}) as operation:
        found = calendars.get_consultation(operation.writing.connection, consultation_id)
        booked = visits.of_consultation(operation.writing.connection, consultation_id)
        if booked:
            raise Problem(ProblemKind.CONSULTATION_BOOKED, count=len(booked))
        calendars.remove_consultation(operation.writing, consultation_id)
        operation.summary["place"] = found.place
    return Outcome(None, frozenset({Subject.VISIT}), operation.id)


def slots(ledger: Ledger, consultation_id: int) -> tuple[Slot, ...]:
    """The slots of a consultation day with who comes."""
    with ledger.read() as view:
        held = calendars.get_consultation(view, consultation_id)
        booked = {one.time: one for one in visits.of_consultation(view, consultation_id)}
        lines = {line.id: line for line in targets.lines(view, [one.target_id for one in booked.values()])}
    times = sorted({*held.slots, *booked})
    return tuple(
        Slot(time, booked[time].visit_id, lines[booked[time].target_id]) if time in booked else Slot(time)
        for time in times
    )


def book(
    ledger: Ledger, act: Act, consultation_id: int, target_ids: Sequence[int], *, time: str = ""
) -> Outcome[tuple[int, ...]]:
    """Put firms into a slot, or into the next free ones; returns the visits' ids, all of them or none.

    Raises Problem(SLOT_TAKEN) where there is none left, FIRM_DOUBLE_BOOKED where a firm has a visit on that day.
    """
    with ledger.write(act, OperationKind.PLAN_VISITS, {"visits": len(target_ids)}) as operation:
        view = operation.writing.connection
        held = calendars.get_consultation(view, consultation_id)
        taken = {one.time for one in visits.of_consultation(view, consultation_id)}
        free = [one for one in held.slots if one not in taken and (not time or one == time)]
        if len(free) < len(target_ids):
            raise Problem(ProblemKind.SLOT_TAKEN, at=f"{with_weekday(held.held_on)} {time}".strip())
        plans = [
            VisitPlan(
                key,
                VisitKind.CONSULTATION,
                held.held_on,
                at,
                held.organisation_id,
                held.persons,
                held.id,
                held.minutes,
            )
            for key, at in zip(target_ids, free, strict=False)
        ]
        ids = visit_planning.keep(operation.writing, act, plans)
    return Outcome(tuple(ids), frozenset({Subject.VISIT, Subject.CASE}), operation.id)


def release(ledger: Ledger, act: Act, visit_id: int) -> Outcome[None]:
    """A firm does not come after all: its slot is free again. Raises Problem(NOT_FOUND, VISIT_MADE)."""
    with ledger.write(act, OperationKind.PLAN_CONSULTATION, {}) as operation:
        view = operation.writing.connection
        found = visits.get(view, visit_id)
        (line,) = visits.lines(view, [visit_id])
        if found.result.state is not VisitState.PLANNED:
            raise Problem(ProblemKind.VISIT_MADE, firm=line.name)
        visits.remove(operation.writing, visit_id)
        operation.summary["number"] = line.number
    return Outcome(None, frozenset({Subject.VISIT}), operation.id)


def candidates(ledger: Ledger, campaign_id: int, consultation_id: int) -> tuple[TargetLine, ...]:
    """Flagged firms without a visit, for a consultation day: those its organisation serves first, then by priority."""
    query = Query(filters={"status": (TargetStatus.FLAGGED.value,)}, sort="priority")
    with ledger.read() as view:
        held = calendars.get_consultation(view, consultation_id)
        areas = next((one.areas for one in campaigns.organisations(view) if one.id == held.organisation_id), ())
        planned = visits.unmade(view, campaign_id)
        lines = targets.lines(view, [key for key in targets.find(view, campaign_id, query) if key not in planned])

    def rank(line: TargetLine) -> tuple[bool, int, int, str]:
        urgency = _URGENCY[line.priority] if line.priority else len(_URGENCY)
        return bool(areas) and line.municipality_code not in areas, urgency, -line.score, line.number

    return tuple(sorted(lines, key=rank))


def when_words(held: Consultation) -> str:
    """Day and times in words: 12/9（水） 10:00〜16:00."""
    day = held.held_on
    return f"{day.month}/{day.day}（{WEEKDAYS[day.weekday()]}） {held.first_time}〜{held.last_time}"


def _check(new: Consultation) -> None:
    if not new.place.strip():
        raise Problem(ProblemKind.VALUE_MISSING, field="会場")
    for field, value in (("はじまり", new.first_time), ("おわり", new.last_time)):
        if clock(value) < 0:
            raise Problem(ProblemKind.VALUE_WRONG, field=field, value=value)
    if not (_SHORTEST <= new.minutes <= _LONGEST):
        raise Problem(ProblemKind.VALUE_WRONG, field="1枠の分数", value=new.minutes)
    if not new.slots:
        times = f"{new.first_time}〜{new.last_time}"
        raise Problem(ProblemKind.VALUE_WRONG, field="時間", value=times)
