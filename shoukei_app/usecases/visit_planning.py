"""Planning of visits (訪問の計画): asked for by policies, laid on days by the schedule or by hand, moved, checked.

By hand and by the schedule the same rules hold: nobody, and no firm, is at two places at once, ever; days off, days
away, offices' days and limits are kept to unless somebody insists.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from shoukei_app.domain.calendars import Calendars, Limits, monday_of
from shoukei_app.domain.cases import VISITS, Case, CaseState, SupportPolicy
from shoukei_app.domain.consultation import Consultation
from shoukei_app.domain.flags import TO_VISIT, Priority
from shoukei_app.domain.history import Act, OperationKind
from shoukei_app.domain.organisation import Organisation, OrganisationKind, Person
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.query import Query
from shoukei_app.domain.schedule import Booked, Frame, LeftReason, Place, VisitPlan, Wanted, Worker, arrange
from shoukei_app.domain.target import TargetLine, TargetStatus
from shoukei_app.domain.visits import (
    NextAction,
    VisitKind,
    VisitLine,
    VisitState,
    clock,
    minutes_of,
    slots_from,
)
from shoukei_app.store import calendars, campaigns, cases, targets, visits
from shoukei_app.store.journal import Writing
from shoukei_app.store.ledger import Ledger, View
from shoukei_app.store.visits import Appointment
from shoukei_app.usecases import cases as case_work
from shoukei_app.usecases.calendars import days_off_of
from shoukei_app.usecases.outcome import Outcome, Subject
from shoukei_app.usecases.visit_diary import Diary
from shoukei_app.words.dates import with_weekday

INSISTABLE = frozenset(
    {ProblemKind.DAY_OFF, ProblemKind.PERSON_AWAY, ProblemKind.OFFICE_STAYS, ProblemKind.TOO_MANY_VISITS}
)
"""Refusals that somebody may insist against; a double booking is none of them."""

_AGAIN = frozenset({NextAction.CALL, NextAction.VISIT_AGAIN})
_URGENCY = {priority: place for place, priority in enumerate(Priority, start=1)}
_OVERDUE, _LEAST = 0, len(_URGENCY) + 1
_POINTS = 1000
"""More than a score reaches: a priority weighs more than any score within it."""


@dataclass(frozen=True, slots=True)
class AskedVisit:
    """A firm that wants a visit or a call, and by whom; `reviewed` tells whether its plan is final (case 6)."""

    target: TargetLine
    kind: VisitKind
    organisation_id: int | None
    companions: tuple[int, ...] = ()
    person_id: int | None = None
    deadline: date | None = None
    policy: SupportPolicy | None = None
    reviewed: bool = True

    @property
    def id(self) -> int:
        """The target's id."""
        return self.target.id

    @property
    def proposed(self) -> bool:
        """Whether it is to be visited unless somebody says otherwise: by its policy, else by its priority."""
        if self.policy is not None:
            return _kind_of(self.policy) is not None
        return self.target.priority in TO_VISIT


@dataclass(frozen=True, slots=True)
class Workload:
    """What a person has planned: visits by the Monday of the week, beside the most that was agreed."""

    person: Person
    organisation: str
    weeks: Mapping[date, int]
    limits: Limits

    @property
    def id(self) -> int:
        """The person's id."""
        return self.person.id


@dataclass(frozen=True, slots=True)
class Allotment:
    """A proposal that nothing was kept of yet: `left` says by target what found no place, and why."""

    plans: tuple[VisitPlan, ...]
    left: Mapping[int, LeftReason]
    unreviewed: tuple[int, ...]


def plan(ledger: Ledger, act: Act, plans: Sequence[VisitPlan], *, insist: bool = False) -> Outcome[tuple[int, ...]]:
    """Keep planned visits as one operation; returns their ids.

    Raises Problem(DOUBLE_BOOKED, FIRM_DOUBLE_BOOKED), and, without `insist`, those of `INSISTABLE`.
    """
    with ledger.write(act, OperationKind.PLAN_VISITS, {"visits": len(plans)}) as operation:
        ids = keep(operation.writing, act, plans, insist=insist)
    return Outcome(tuple(ids), frozenset({Subject.VISIT, Subject.CASE}), operation.id)


def keep(writing: Writing, act: Act, plans: Sequence[VisitPlan], *, insist: bool = False) -> range:
    """Check and write plans within an operation that is already open; returns their ids. Raises those of `plan`.

    The cases of the firms come to 方向性決定, if they are not that far.
    """
    view = writing.connection
    standing = diary(view, [entry.planned_on for entry in plans if entry.planned_on])
    names = {line.id: line.name for line in targets.lines(view, [entry.target_id for entry in plans])}
    for entry in plans:
        standing.check(entry, names.get(entry.target_id, ""), insist=insist)
        standing.add(entry)
    case_work.forward(writing, act, names, (CaseState.DIRECTED,), act.at.date())
    return visits.plan(writing, [_row(entry) for entry in plans], [entry.team for entry in plans])


def move(ledger: Ledger, act: Act, visit_id: int, day: date, time: str, *, insist: bool = False) -> Outcome[VisitLine]:
    """Put a planned visit on another day and time, with the same checks as `plan`.

    Raises Problem(VISIT_MADE) where its result is written down already, and those of `plan`.
    """
    if clock(time) < 0:
        raise Problem(ProblemKind.VALUE_WRONG, field="時刻", value=time)
    with ledger.write(act, OperationKind.MOVE_VISIT, {}) as operation:
        view = operation.writing.connection
        found = visits.get(view, visit_id)
        (line,) = visits.lines(view, [visit_id])
        if found.result.state is not VisitState.PLANNED:
            raise Problem(ProblemKind.VISIT_MADE, firm=line.name)
        standing = visits.appointment(view, visit_id)
        if standing is not None:
            entry = VisitPlan(
                line.target_id,
                line.kind,
                day,
                time,
                standing.organisation_id,
                standing.team,
                standing.consultation_id,
                standing.minutes,
            )
            diary(view, [day], without=visit_id).check(entry, line.name, insist=insist)
            _keep_to_slots(view, entry, visit_id)
        visits.move(operation.writing, visit_id, day, time)
        (moved,) = visits.lines(view, [visit_id])
        operation.summary["number"] = moved.number
    return Outcome(moved, frozenset({Subject.VISIT}), operation.id)


def propose(
    ledger: Ledger,
    target_ids: Sequence[int],
    *,
    kind: VisitKind,
    first: tuple[date, str],
    organisation_id: int | None = None,
    team: tuple[int, ...] = (),
) -> tuple[VisitPlan, ...]:
    """Plans for several firms: the first at the day and time asked for, the others at the team's next free slots."""
    wanted = slots_from(*first)
    chosen: list[VisitPlan] = []
    diaries: dict[date, Diary] = {}
    with ledger.read() as view:
        for key in target_ids:
            for day, time in wanted:
                entry = VisitPlan(key, kind, day, time, organisation_id, team)
                if day not in diaries:
                    diaries[day] = diary(view, [day])
                if not chosen or diaries[day].free(entry):
                    diaries[day].add(entry)
                    chosen.append(entry)
                    break
    return tuple(chosen)


def asked(ledger: Ledger, campaign_id: int) -> tuple[AskedVisit, ...]:
    """The firms whose policy asks for a visit or a call that is neither planned nor made, in the form numbers' order.

    A visit that met nobody, or of which another one is to follow, is asked for again.
    """
    with ledger.read() as view:
        planned = visits.unmade(view, campaign_id)
        wanting = {
            case.target_id: case
            for case in cases.every(view, campaign_id, only_open=True)
            if case.target_id not in planned and _kind_of(case.decision.policy) is not None
        }
        made = visits.of_targets(view, list(wanting))
        keys = [key for key in wanting if _still_wanted(made.get(key, []))]
        lines = targets.lines(view, keys)
        organisations = campaigns.organisations(view)
    return tuple(_asked(line, wanting[line.id], organisations) for line in lines)


def by_hand(ledger: Ledger, campaign_id: int, target_ids: Sequence[int]) -> tuple[AskedVisit, ...]:
    """Firms that somebody chose, whatever their policies say; those with a visit planned are left out."""
    with ledger.read() as view:
        planned = visits.unmade(view, campaign_id)
        lines = targets.lines(view, [key for key in target_ids if key not in planned])
        known = cases.of_targets(view, [line.id for line in lines])
        organisations = campaigns.organisations(view)
    return tuple(_asked(line, known.get(line.id), organisations) for line in lines)


def flagged(ledger: Ledger, campaign_id: int) -> tuple[AskedVisit, ...]:
    """Every flagged firm without a visit, planned or made: whom one may choose by hand, the most urgent first."""
    query = Query(filters={"status": (TargetStatus.FLAGGED.value,)}, sort="priority")
    with ledger.read() as view:
        keys = targets.find(view, campaign_id, query)
    return by_hand(ledger, campaign_id, keys)


def allot(ledger: Ledger, wanted: Sequence[AskedVisit], first: date, last: date) -> Allotment:
    """Find every firm a day, a time and a team between two days, in rounds by area; nothing is kept.

    A deadline that has passed already makes a firm the most urgent of all.
    """
    with ledger.read() as view:
        known = calendars.read(view)
        persons = campaigns.persons(view)
        monday, sunday = monday_of(first), monday_of(last) + timedelta(days=6)
        standing = _standing(
            visits.appointments(view, monday, sunday), calendars.consultations_between(view, monday, sunday)
        )
    frame = Frame(first, last, days_off=frozenset(days_off_of(known, first, last)), office_days=known.office_days)
    workers = [
        Worker(
            one.id,
            one.organisation_id,
            one.experienced,
            one.visits_per_day,
            one.visits_per_week,
            known.away.get(one.id, frozenset()),
        )
        for one in persons
    ]
    booked: list[Booked] = []
    left: dict[int, LeftReason] = {}
    # Visits first: a call finds its place between them, and a round does not stop for one.
    for calls in (False, True):
        part = [_wanted(one, first) for one in wanted if (one.kind is VisitKind.PHONE) is calls]
        made = arrange(part, workers, [*standing, *booked], frame)
        booked.extend(made.booked)
        left.update(made.left)
    by_target = {one.id: one for one in wanted}
    plans = tuple(
        VisitPlan(
            one.target_id,
            by_target[one.target_id].kind,
            one.day,
            one.time,
            by_target[one.target_id].organisation_id,
            one.team,
        )
        for one in sorted(booked, key=lambda one: (one.day, one.time, one.team, one.target_id))
    )
    return Allotment(plans, left, tuple(one.id for one in wanted if not one.reviewed))


def workload(ledger: Ledger, first: date, last: date, plans: Iterable[VisitPlan] = ()) -> tuple[Workload, ...]:
    """What every person has to do in the weeks from `first` to `last`, with `plans` that are not kept yet."""
    monday, sunday = monday_of(first), monday_of(last) + timedelta(days=6)
    counted: Counter[tuple[int, date]] = Counter()
    with ledger.read() as view:
        names = {one.id: one.name for one in campaigns.organisations(view)}
        persons = campaigns.persons(view)
        held = calendars.consultations_between(view, monday, sunday)
        for one in _standing(visits.appointments(view, monday, sunday), held):
            counted.update((person, monday_of(one.day)) for person in one.team)
    for entry in plans:
        if entry.planned_on:
            counted.update((person, monday_of(entry.planned_on)) for person in entry.team)
    weeks = [monday + timedelta(days=7 * number) for number in range((sunday - monday).days // 7 + 1)]
    return tuple(
        Workload(
            one,
            names.get(one.organisation_id, ""),
            {week: counted[one.id, week] for week in weeks},
            Limits(one.visits_per_day, one.visits_per_week),
        )
        for one in persons
    )


def diary(view: View, days: Collection[date], *, without: int = 0) -> Diary:
    """The diary of the weeks in which these days lie, `without` one visit that is to be moved."""
    if not days:
        return Diary((), Calendars(), {}, (), ())
    first, last = monday_of(min(days)), monday_of(max(days)) + timedelta(days=6)
    known = calendars.read(view)
    standing = _standing(
        visits.appointments(view, first, last), calendars.consultations_between(view, first, last), without
    )
    off = days_off_of(known, first, last)
    return Diary(standing, known, off, campaigns.persons(view), campaigns.organisations(view))


def _row(entry: VisitPlan) -> dict[str, object]:
    return {
        "target_id": entry.target_id,
        "kind": entry.kind.value,
        "planned_on": entry.planned_on,
        "planned_time": entry.planned_time,
        "organisation_id": entry.organisation_id,
        "consultation_id": entry.consultation_id,
    }


def _standing(
    appointments: Iterable[Appointment], consultations: Iterable[Consultation], without: int = 0
) -> list[Booked]:
    """What binds persons and firms: a made visit counts for its persons only, a consultation day as one visit."""
    found = [Booked(0, one.held_on, one.first_time, one.persons, one.length) for one in consultations]
    for one in appointments:
        if one.visit_id == without:
            continue
        target_id = one.target_id if one.state is VisitState.PLANNED else 0
        team = () if one.consultation_id else one.team
        found.append(Booked(target_id, one.day, one.time, team, one.minutes))
    return found


def _wanted(one: AskedVisit, first: date) -> Wanted:
    overdue = one.deadline is not None and one.deadline < first
    line = one.target
    urgency = (_URGENCY[line.priority] if line.priority else _LEAST) * _POINTS - min(line.score, _POINTS - 1)
    return Wanted(
        line.id,
        Place(line.municipality_code, line.postal_code),
        one.organisation_id or 0,
        one.companions,
        _OVERDUE if overdue else urgency,
        one.person_id,
        not_after=None if overdue else one.deadline,
        alone=one.kind is VisitKind.PHONE,
        minutes=minutes_of(one.kind),
    )


def _kind_of(policy: SupportPolicy | None) -> VisitKind | None:
    if policy in VISITS:
        return VisitKind.VISIT
    return VisitKind.PHONE if policy is SupportPolicy.CALL else None


def _keep_to_slots(view: View, entry: VisitPlan, visit_id: int) -> None:
    if entry.consultation_id is None or entry.planned_on is None:
        return
    held = calendars.get_consultation(view, entry.consultation_id)
    taken = {one.time for one in visits.of_consultation(view, held.id) if one.visit_id != visit_id}
    if entry.planned_on != held.held_on or entry.planned_time not in set(held.slots) - taken:
        at = f"{with_weekday(entry.planned_on)} {entry.planned_time}"
        raise Problem(ProblemKind.SLOT_TAKEN, at=at)


def _still_wanted(made: Sequence[visits.Visit]) -> bool:
    done = [visit for visit in made if visit.result.state in (VisitState.MET, VisitState.REFUSED)]
    return not done or done[-1].result.next_action in _AGAIN


def _asked(line: TargetLine, case: Case | None, organisations: Sequence[Organisation]) -> AskedVisit:
    local = next(
        (
            one.id
            for one in organisations
            if one.kind is OrganisationKind.SHOKOKAI and line.municipality_code in one.areas
        ),
        None,
    )
    if case is None or not case.open:
        return AskedVisit(line, VisitKind.VISIT, local)
    decision = case.decision
    lead = decision.lead_organisation_id or local
    companions = list(decision.companions)
    if decision.policy is SupportPolicy.VISIT_WITH_CENTRE:
        companions += [one.id for one in organisations if one.kind is OrganisationKind.CENTRE]
    return AskedVisit(
        line,
        _kind_of(decision.policy) or VisitKind.VISIT,
        lead,
        tuple(key for key in dict.fromkeys(companions) if key != lead),
        decision.lead_person_id,
        decision.deadline,
        decision.policy,
        case.reviewed_on is not None,
    )
