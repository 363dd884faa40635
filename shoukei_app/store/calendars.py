"""Calendars: limits and days away of persons, days settled with offices, days off, and consultation days."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Column, Connection, Table, select

from shoukei_app.domain.calendars import Calendars, Limits
from shoukei_app.domain.consultation import Consultation
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.store.journal import Writing
from shoukei_app.store.schema import closing_day, consultation, consultation_member, day_away, office_day, person


def read(connection: Connection) -> Calendars:
    """Everything that was settled."""
    limits = select(person.c.id, person.c.visits_per_day, person.c.visits_per_week).where(person.c.active.is_(True))
    return Calendars(
        {key: Limits(per_day, per_week) for key, per_day, per_week in connection.execute(limits)},
        _days_of(connection, day_away.c.person_id, day_away.c.day),
        _days_of(connection, office_day.c.organisation_id, office_day.c.day),
        {day: name for day, name in connection.execute(select(closing_day.c.day, closing_day.c.name))},  # noqa: C416
    )


def keep(writing: Writing, calendars: Calendars) -> None:
    """Make the ledger say what `calendars` says; days that stay are not touched."""
    known = read(writing.connection)
    rows = {
        key: {"visits_per_day": one.per_day, "visits_per_week": one.per_week} for key, one in calendars.limits.items()
    }
    writing.update(person, rows)
    _keep_days(writing, day_away, "person_id", known.away, calendars.away)
    _keep_days(writing, office_day, "organisation_id", known.office_days, calendars.office_days)
    kept = _keys(writing.connection, select(closing_day.c.day, closing_day.c.id))
    writing.delete(closing_day, [key for day, key in kept.items() if day not in calendars.closing])
    writing.update(closing_day, {kept[day]: {"name": name} for day, name in calendars.closing.items() if day in kept})
    fresh = [{"day": day, "name": name} for day, name in sorted(calendars.closing.items()) if day not in kept]
    writing.add_all(closing_day, fresh)


def consultations(connection: Connection, campaign_id: int) -> tuple[Consultation, ...]:
    """The consultation days of a campaign, the first first."""
    return _consultations(connection, consultation.c.campaign_id == campaign_id)


def consultations_between(connection: Connection, first: date, last: date) -> tuple[Consultation, ...]:
    """The consultation days between two days, both included, of all campaigns: they bind persons."""
    return _consultations(connection, consultation.c.held_on.between(first, last))


def get_consultation(connection: Connection, consultation_id: int) -> Consultation:
    """One consultation day. Raises Problem(NOT_FOUND)."""
    found = _consultations(connection, consultation.c.id == consultation_id)
    if not found:
        raise Problem(ProblemKind.NOT_FOUND, what="出張相談会", key=consultation_id)
    return found[0]


def add_consultation(writing: Writing, campaign_id: int, new: Consultation) -> int:
    """Keep a consultation day (its id is given out here); returns the id."""
    key = writing.add(
        consultation,
        campaign_id=campaign_id,
        held_on=new.held_on,
        place=new.place,
        organisation_id=new.organisation_id,
        first_time=new.first_time,
        last_time=new.last_time,
        minutes=new.minutes,
    )
    writing.add_all(
        consultation_member,
        [
            {"consultation_id": key, "person_id": person_id, "position": position}
            for position, person_id in enumerate(new.persons, start=1)
        ],
    )
    return key


def remove_consultation(writing: Writing, consultation_id: int) -> None:
    """Take a consultation day out, with who was to sit there."""
    member = consultation_member
    keys = select(member.c.id).where(member.c.consultation_id == consultation_id)
    writing.delete(member, writing.connection.execute(keys).scalars().all())
    writing.delete(consultation, [consultation_id])


def _consultations(connection: Connection, condition: Any) -> tuple[Consultation, ...]:
    members: dict[int, list[int]] = {}
    table = consultation_member
    for row in connection.execute(select(table).order_by(table.c.consultation_id, table.c.position)):
        members.setdefault(row.consultation_id, []).append(row.person_id)
    statement = select(consultation).where(condition).order_by(consultation.c.held_on, consultation.c.id)
    return tuple(
        Consultation(
            row.id,
            row.held_on,
            row.place,
            row.organisation_id,
            row.first_time,
            row.last_time,
            row.minutes,
            tuple(members.get(row.id, ())),
        )
        for row in connection.execute(statement)
    )


def _days_of(connection: Connection, owner: Column[int], day: Column[date]) -> dict[int, frozenset[date]]:
    found: dict[int, set[date]] = {}
    for key, when in connection.execute(select(owner, day)):
        found.setdefault(key, set()).add(when)
    return {key: frozenset(days) for key, days in sorted(found.items())}


def _keep_days(
    writing: Writing,
    table: Table,
    owner: str,
    known: Mapping[int, Collection[date]],
    wanted: Mapping[int, Collection[date]],
) -> None:
    before = {(key, day) for key, days in known.items() for day in days}
    after = {(key, day) for key, days in wanted.items() for day in days}
    rows: Iterable[Sequence[Any]] = writing.connection.execute(select(table.c.id, table.c[owner], table.c.day)).all()
    writing.delete(table, [key for key, who, day in rows if (who, day) not in after])
    writing.add_all(table, [{owner: key, "day": day} for key, day in sorted(after - before)])


def _keys(connection: Connection, statement: Any) -> dict[date, int]:
    return {day: key for day, key in connection.execute(statement)}  # noqa: C416 - rows are not pairs to mypy
