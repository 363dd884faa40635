"""Flags, visits and referrals: from the list of flagged firms to the Centre."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, case, exists, func, select

from shoukei_app.domain.flags import Priority
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.query import Query
from shoukei_app.domain.visits import (
    NextAction,
    Temperature,
    VisitKind,
    VisitLine,
    VisitResult,
    VisitState,
    minutes_of,
)
from shoukei_app.store import firms
from shoukei_app.store.journal import Writing
from shoukei_app.store.schema import (
    consultation,
    firm,
    flag,
    organisation,
    person,
    referral,
    target,
    visit,
    visit_member,
)


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit or call as it was planned and what came of it."""

    id: int
    target_id: int
    kind: VisitKind
    planned_on: date | None
    planned_time: str
    organisation: str
    team: tuple[str, ...]
    made_on: date | None
    result: VisitResult


@dataclass(frozen=True, slots=True)
class Referral:
    """A firm handed on to another organisation, and what that one reported ("": nothing yet)."""

    id: int
    target_id: int
    organisation: str
    kind: str
    referred_on: date
    note: str
    feedback_due: date | None
    feedback_on: date | None
    feedback: str


@dataclass(frozen=True, slots=True)
class Appointment:
    """What a visit takes of a day: of its persons (their ids, the one in charge first) and of its firm."""

    visit_id: int
    target_id: int
    kind: VisitKind
    day: date
    time: str
    minutes: int
    organisation_id: int | None
    team: tuple[int, ...]
    state: VisitState
    consultation_id: int | None


def plan(writing: Writing, rows: Sequence[Mapping[str, Any]], teams: Sequence[Sequence[int]]) -> range:
    """Keep planned visits (columns of `visit`) with the ids of the persons who go; returns the visits' ids."""
    ids = writing.add_all(visit, [{"state": VisitState.PLANNED.value, **row} for row in rows])
    writing.add_all(
        visit_member,
        [
            {"visit_id": key, "person_id": person_id, "position": position}
            for key, team in zip(ids, teams, strict=True)
            for position, person_id in enumerate(team, start=1)
        ],
    )
    return ids


def record(writing: Writing, visit_id: int, made_on: date, result: VisitResult) -> None:
    """Keep what came of a visit."""
    writing.update(
        visit,
        {
            visit_id: {
                "state": result.state.value,
                "made_on": made_on,
                "met": result.met,
                "said": result.said,
                "temperature": result.temperature.value if result.temperature else None,
                "next_action": result.next_action.value if result.next_action else None,
            }
        },
    )


def refer(writing: Writing, rows: Sequence[Mapping[str, Any]]) -> range:
    """Keep referrals (columns of `referral`); returns their ids."""
    return writing.add_all(referral, rows)


def get(connection: Connection, visit_id: int) -> Visit:
    """One visit. Raises Problem(NOT_FOUND)."""
    found = _visits(connection, visit.c.id == visit_id)
    if not found:
        raise Problem(ProblemKind.NOT_FOUND, what="visit", key=visit_id)
    return found[0]


def team_of(connection: Connection, visit_id: int) -> tuple[int, ...]:
    """The ids of the persons who go to a visit, the one in charge first."""
    statement = (
        select(visit_member.c.person_id).where(visit_member.c.visit_id == visit_id).order_by(visit_member.c.position)
    )
    return tuple(connection.execute(statement).scalars())


def carriers(connection: Connection, campaign_id: int) -> dict[int, tuple[int | None, tuple[int, ...]]]:
    """Who makes the planned visits of a campaign: organisation and persons, the one in charge first, by visit."""
    planned = (
        select(visit.c.id, visit.c.organisation_id, visit_member.c.person_id)
        .join(target, target.c.id == visit.c.target_id)
        .outerjoin(visit_member, visit_member.c.visit_id == visit.c.id)
        .where(target.c.campaign_id == campaign_id, visit.c.state == VisitState.PLANNED.value)
        .order_by(visit.c.id, visit_member.c.position)
    )
    found: dict[int, tuple[int | None, tuple[int, ...]]] = {}
    for key, office, person_id in connection.execute(planned):
        team = found[key][1] if key in found else ()
        found[key] = (office, team if person_id is None else (*team, person_id))
    return found


def organisation_of(connection: Connection, visit_id: int) -> int | None:
    """The organisation that makes a visit."""
    key: int | None = connection.execute(select(visit.c.organisation_id).where(visit.c.id == visit_id)).scalar()
    return key


def of_targets(connection: Connection, target_ids: Sequence[int]) -> dict[int, list[Visit]]:
    """The visits of targets, the first first."""
    found: dict[int, list[Visit]] = {}
    for start in range(0, len(target_ids), 500):
        for value in _visits(connection, visit.c.target_id.in_(target_ids[start : start + 500])):
            found.setdefault(value.target_id, []).append(value)
    return found


def find(connection: Connection, campaign_id: int, query: Query) -> list[int]:
    """Ids of visits in the order asked for. Filters: state, kind, priority, municipality_code, organisation, person
    (both also who comes along), day, since, until, next_action, referred ("yes", "no"), target (an id).

    Without an order: what is still open first, by day and time; then what was made, the latest first.
    """
    is_open = visit.c.state == VisitState.PLANNED.value
    usual = (
        case((is_open, 0), else_=1),
        case((is_open, visit.c.planned_on)).nulls_last(),
        case((is_open, visit.c.planned_time)),
        func.coalesce(visit.c.made_on, visit.c.planned_on).desc(),
        visit.c.id,
    )
    order = _SORTS.get(query.sort)
    statement = (
        select(visit.c.id)
        .join(target, target.c.id == visit.c.target_id)
        .join(firm, firm.c.id == target.c.firm_id)
        .outerjoin(flag, flag.c.target_id == target.c.id)
        .outerjoin(organisation, organisation.c.id == visit.c.organisation_id)
        .where(target.c.campaign_id == campaign_id, *_conditions(query))
        .order_by(*([column.desc() if query.descending else column.asc() for column in order] if order else usual))
    )
    return list(connection.execute(statement).scalars())


def lines(connection: Connection, ids: Sequence[int]) -> tuple[VisitLine, ...]:
    """Lines of visits in the order of `ids`; unknown ids are passed over."""
    found: dict[int, VisitLine] = {}
    for start in range(0, len(ids), 500):
        chunk = ids[start : start + 500]
        about = {row.id: row for row in connection.execute(_ABOUT.where(visit.c.id.in_(chunk)))}
        for made in _visits(connection, visit.c.id.in_(chunk)):
            found[made.id] = _line(made, about[made.id])
    return tuple(found[key] for key in ids if key in found)


def waiting(connection: Connection, campaign_id: int, day: date) -> int:
    """How many visits are planned for this day or an earlier one and have no result."""
    statement = (
        select(func.count())
        .select_from(visit)
        .join(target, target.c.id == visit.c.target_id)
        .where(
            target.c.campaign_id == campaign_id, visit.c.state == VisitState.PLANNED.value, visit.c.planned_on <= day
        )
    )
    return connection.execute(statement).scalar_one()


def move(writing: Writing, visit_id: int, day: date, time: str) -> None:
    """Put a planned visit on another day and time."""
    writing.update(visit, {visit_id: {"planned_on": day, "planned_time": time}})


def appointments(connection: Connection, first: date, last: date) -> tuple[Appointment, ...]:
    """What is planned or was made between two days, both included, of all campaigns, by day and time."""
    return _appointments(connection, visit.c.planned_on.between(first, last))


def appointment(connection: Connection, visit_id: int) -> Appointment | None:
    """One visit as it stands in the calendar; None where it has no day or is not there."""
    return next(iter(_appointments(connection, visit.c.id == visit_id)), None)


def of_consultation(connection: Connection, consultation_id: int) -> tuple[Appointment, ...]:
    """Who comes, or came, to a consultation day, by time."""
    return _appointments(connection, visit.c.consultation_id == consultation_id)


def remove(writing: Writing, visit_id: int) -> None:
    """Take a planned visit out, with who was to go."""
    member = visit_member
    keys = select(member.c.id).where(member.c.visit_id == visit_id)
    writing.delete(member, writing.connection.execute(keys).scalars().all())
    writing.delete(visit, [visit_id])


def unmade(connection: Connection, campaign_id: int) -> frozenset[int]:
    """The targets of a campaign that have a visit or call planned and not yet made, also one without a day."""
    statement = (
        select(visit.c.target_id)
        .join(target, target.c.id == visit.c.target_id)
        .where(target.c.campaign_id == campaign_id, visit.c.state == VisitState.PLANNED.value)
    )
    return frozenset(connection.execute(statement).scalars())


def _appointments(connection: Connection, condition: ColumnElement[bool]) -> tuple[Appointment, ...]:
    statement = (
        select(visit, consultation.c.minutes)
        .outerjoin(consultation, consultation.c.id == visit.c.consultation_id)
        .where(condition, visit.c.planned_on.is_not(None), visit.c.state != VisitState.CANCELLED.value)
        .order_by(visit.c.planned_on, visit.c.planned_time, visit.c.id)
    )
    members = (
        select(visit_member.c.visit_id, visit_member.c.person_id)
        .join(visit, visit.c.id == visit_member.c.visit_id)
        .where(condition)
        .order_by(visit_member.c.visit_id, visit_member.c.position)
    )
    teams: dict[int, list[int]] = {}
    for visit_id, person_id in connection.execute(members):
        teams.setdefault(visit_id, []).append(person_id)
    return tuple(
        Appointment(
            row.id,
            row.target_id,
            VisitKind(row.kind),
            row.planned_on,
            row.planned_time,
            row.minutes or minutes_of(VisitKind(row.kind)),
            row.organisation_id,
            tuple(teams.get(row.id, ())),
            VisitState(row.state),
            row.consultation_id,
        )
        for row in connection.execute(statement)
    )


def referrals(connection: Connection, target_id: int) -> tuple[Referral, ...]:
    """The referrals of a target."""
    statement = (
        select(referral, organisation.c.name)
        .join(organisation, organisation.c.id == referral.c.organisation_id)
        .where(referral.c.target_id == target_id)
        .order_by(referral.c.id)
    )
    return tuple(
        Referral(
            row.id,
            row.target_id,
            row.name,
            row.kind,
            row.referred_on,
            row.note,
            row.feedback_due,
            row.feedback_on,
            row.feedback,
        )
        for row in connection.execute(statement)
    )


@dataclass(frozen=True, slots=True)
class OpenReferral:
    """A referral that nothing was heard of yet."""

    id: int
    target_id: int
    organisation_id: int
    organisation: str
    referred_on: date
    feedback_due: date | None


def open_referrals(connection: Connection, campaign_id: int) -> tuple[OpenReferral, ...]:
    """The referrals of a campaign that nothing was heard of yet."""
    statement = (
        select(referral, organisation.c.name)
        .join(organisation, organisation.c.id == referral.c.organisation_id)
        .join(target, target.c.id == referral.c.target_id)
        .where(target.c.campaign_id == campaign_id, referral.c.feedback_on.is_(None))
        .order_by(referral.c.id)
    )
    return tuple(
        OpenReferral(row.id, row.target_id, row.organisation_id, row.name, row.referred_on, row.feedback_due)
        for row in connection.execute(statement)
    )


def put_off_feedback(writing: Writing, referral_id: int, day: date) -> None:
    """Let the report on a referral be due later."""
    writing.update(referral, {referral_id: {"feedback_due": day}})


def results(connection: Connection, campaign_id: int) -> dict[int, list[VisitResult]]:
    """What came of the visits of each target of a campaign, in short (nothing of what was said); the first first."""
    statement = (
        select(visit.c.target_id, visit.c.state, visit.c.next_action)
        .join(target, target.c.id == visit.c.target_id)
        .where(target.c.campaign_id == campaign_id)
        .order_by(visit.c.id)
    )
    found: dict[int, list[VisitResult]] = {}
    for target_id, state, action in connection.execute(statement):
        result = VisitResult(VisitState(state), next_action=NextAction(action) if action else None)
        found.setdefault(target_id, []).append(result)
    return found


def referred(connection: Connection, campaign_id: int) -> frozenset[int]:
    """The targets of a campaign that were referred to another organisation."""
    statement = (
        select(referral.c.target_id)
        .join(target, target.c.id == referral.c.target_id)
        .where(target.c.campaign_id == campaign_id)
    )
    return frozenset(connection.execute(statement).scalars())


def referred_target(connection: Connection, referral_id: int) -> int:
    """Whom a referral is about. Raises Problem(NOT_FOUND)."""
    found = connection.execute(select(referral.c.target_id).where(referral.c.id == referral_id)).scalar()
    if found is None:
        raise Problem(ProblemKind.NOT_FOUND, what="橋渡し", key=referral_id)
    return int(found)


def keep_feedback(writing: Writing, referral_id: int, words: str, day: date) -> None:
    """Keep what the receiver of a referral reported."""
    writing.update(referral, {referral_id: {"feedback": words, "feedback_on": day}})


def count_by_day(connection: Connection, campaign_id: int) -> dict[date, int]:
    """How many visits are planned for each day."""
    statement = (
        select(visit.c.planned_on, func.count())
        .join(target, target.c.id == visit.c.target_id)
        .where(
            target.c.campaign_id == campaign_id,
            visit.c.state == VisitState.PLANNED.value,
            visit.c.planned_on.is_not(None),
        )
        .group_by(visit.c.planned_on)
    )
    return dict(connection.execute(statement).all())


_ABOUT = (
    select(
        visit.c.id,
        target.c.firm_id,
        target.c.number,
        firm.c.name,
        firm.c.title,
        firm.c.representative,
        firm.c.municipality,
        firm.c.municipality_code,
        (firm.c.prefecture + firm.c.county + firm.c.municipality + firm.c.town + firm.c.rest).label("address"),
        firm.c.phone,
        flag.c.priority,
        select(func.max(referral.c.referred_on))
        .where(referral.c.target_id == target.c.id)
        .correlate(target)
        .scalar_subquery()
        .label("referred_on"),
    )
    .join(target, target.c.id == visit.c.target_id)
    .join(firm, firm.c.id == target.c.firm_id)
    .outerjoin(flag, flag.c.target_id == target.c.id)
)

_SORTS: Mapping[str, tuple[ColumnElement[Any], ...]] = {
    "day": (func.coalesce(visit.c.made_on, visit.c.planned_on), visit.c.planned_time, visit.c.id),
    "number": (target.c.number, visit.c.id),
    "name": (firm.c.match_name, visit.c.id),
    "municipality": (firm.c.municipality_code, firm.c.town, visit.c.id),
    # S comes before A, B, C though the alphabet says otherwise.
    "priority": (func.coalesce(func.replace(flag.c.priority, "S", "0"), "9"), visit.c.id),
    "organisation": (func.coalesce(organisation.c.name, ""), visit.c.planned_on, visit.c.planned_time, visit.c.id),
    "state": (visit.c.state, visit.c.id),
}


_was_referred = exists().where(referral.c.target_id == target.c.id)
_FILTERS: Mapping[str, Callable[[Sequence[str]], ColumnElement[bool]]] = {
    "state": visit.c.state.in_,
    "kind": visit.c.kind.in_,
    "next_action": visit.c.next_action.in_,
    "priority": flag.c.priority.in_,
    "municipality_code": firm.c.municipality_code.in_,
    "organisation": lambda values: (
        visit.c.organisation_id.in_([int(value) for value in values])
        | visit.c.id.in_(
            select(visit_member.c.visit_id)
            .join(person, person.c.id == visit_member.c.person_id)
            .where(person.c.organisation_id.in_([int(value) for value in values]))
        )
    ),
    "person": lambda values: visit.c.id.in_(
        select(visit_member.c.visit_id).where(visit_member.c.person_id.in_([int(value) for value in values]))
    ),
    "since": lambda values: visit.c.planned_on >= date.fromisoformat(values[0]),
    "target": lambda values: visit.c.target_id.in_([int(value) for value in values]),
    "day": lambda values: visit.c.planned_on.in_([date.fromisoformat(value) for value in values]),
    "until": lambda values: visit.c.planned_on <= date.fromisoformat(values[0]),
    "referred": lambda values: _was_referred if "yes" in values else ~_was_referred,
}


def _conditions(query: Query) -> list[ColumnElement[bool]]:
    conditions = [_FILTERS[key](values) for key, values in query.filters.items() if values]
    if query.text.strip():
        digits = query.text.strip().replace("-", "")
        by_text = firms.matches(query.text)
        conditions.append(by_text | target.c.number.contains(digits) if digits.isdecimal() else by_text)
    return conditions


def _line(made: Visit, about: Any) -> VisitLine:
    return VisitLine(
        id=made.id,
        target_id=made.target_id,
        firm_id=about.firm_id,
        number=about.number,
        name=about.name,
        representative=" ".join(filter(None, [about.title, about.representative])),
        municipality=about.municipality,
        municipality_code=about.municipality_code,
        address=about.address,
        phone=about.phone,
        priority=Priority(about.priority) if about.priority else None,
        kind=made.kind,
        planned_on=made.planned_on,
        planned_time=made.planned_time,
        organisation=made.organisation,
        team=made.team,
        made_on=made.made_on,
        result=made.result,
        referred_on=about.referred_on,
    )


def _visits(connection: Connection, condition: Any) -> list[Visit]:
    statement = (
        select(visit, organisation.c.name.label("organisation_name"))
        .outerjoin(organisation, organisation.c.id == visit.c.organisation_id)
        .where(condition)
        .order_by(visit.c.id)
    )
    rows = list(connection.execute(statement))
    members: dict[int, list[str]] = {}
    names = (
        select(visit_member.c.visit_id, person.c.name)
        .join(person, person.c.id == visit_member.c.person_id)
        .where(visit_member.c.visit_id.in_([row.id for row in rows]))
        .order_by(visit_member.c.visit_id, visit_member.c.position)
    )
    for visit_id, name in connection.execute(names):
        members.setdefault(visit_id, []).append(name)
    return [
        Visit(
            row.id,
            row.target_id,
            VisitKind(row.kind),
            row.planned_on,
            row.planned_time,
            row.organisation_name or "",
            tuple(members.get(row.id, ())),
            row.made_on,
            VisitResult(
                VisitState(row.state),
                row.said,
                Temperature(row.temperature) if row.temperature else None,
                NextAction(row.next_action) if row.next_action else None,
                row.met,
            ),
        )
        for row in rows
    ]
