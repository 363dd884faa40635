"""Meetings (フォロー会議), who sits in them, and their agendas."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select

from shoukei_app.domain.cases import Decision, decision_data, decision_from_data
from shoukei_app.domain.meeting import AgendaItem, AgendaReason, Meeting, MeetingKind, Seat
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.store.journal import Writing
from shoukei_app.store.schema import agenda_item, meeting, meeting_seat, referral, target


@dataclass(frozen=True, slots=True)
class NewMeeting:
    """A meeting to be held."""

    kind: MeetingKind
    held_on: date
    held_time: str = ""
    place: str = ""
    note: str = ""
    seats: tuple[Seat, ...] = ()


def every(connection: Connection, campaign_id: int) -> tuple[Meeting, ...]:
    """The meetings of a campaign, the earliest first."""
    statement = select(meeting).where(meeting.c.campaign_id == campaign_id).order_by(meeting.c.held_on, meeting.c.id)
    rows = list(connection.execute(statement))
    seats = _seats(connection, [row.id for row in rows])
    return tuple(_meeting(row, seats.get(row.id, ())) for row in rows)


def get(connection: Connection, meeting_id: int) -> Meeting:
    """One meeting. Raises Problem(NOT_FOUND)."""
    row = connection.execute(select(meeting).where(meeting.c.id == meeting_id)).first()
    if row is None:
        raise Problem(ProblemKind.NOT_FOUND, what="フォロー会議", key=meeting_id)
    return _meeting(row, _seats(connection, [meeting_id]).get(meeting_id, ()))


def add(writing: Writing, campaign_id: int, new: NewMeeting) -> int:
    """Keep a meeting to be held; returns its id. Meetings are numbered (第n回) as they are made."""
    last = writing.connection.execute(
        select(func.max(meeting.c.number)).where(meeting.c.campaign_id == campaign_id)
    ).scalar()
    key = writing.add(meeting, campaign_id=campaign_id, number=(last or 0) + 1, **_columns(new))
    _keep_seats(writing, key, new.seats)
    return key


def change(writing: Writing, meeting_id: int, new: NewMeeting) -> None:
    """Keep a meeting's new day, place and seats."""
    writing.update(meeting, {meeting_id: _columns(new)})
    _keep_seats(writing, meeting_id, new.seats)


def remove(writing: Writing, meeting_id: int) -> None:
    """Take out a meeting that will not be held, with its agenda."""
    view = writing.connection
    for table in (agenda_item, meeting_seat):
        writing.delete(table, list(view.execute(select(table.c.id).where(table.c.meeting_id == meeting_id)).scalars()))
    writing.delete(meeting, [meeting_id])


def close(writing: Writing, meeting_id: int, day: date) -> None:
    """Conclude a meeting."""
    writing.update(meeting, {meeting_id: {"closed_on": day}})


def items(connection: Connection, meeting_id: int) -> tuple[AgendaItem, ...]:
    """An agenda in its order."""
    statement = select(agenda_item).where(agenda_item.c.meeting_id == meeting_id).order_by(agenda_item.c.position)
    return tuple(_item(row) for row in connection.execute(statement))


def item(connection: Connection, item_id: int) -> AgendaItem:
    """One item. Raises Problem(NOT_FOUND)."""
    row = connection.execute(select(agenda_item).where(agenda_item.c.id == item_id)).first()
    if row is None:
        raise Problem(ProblemKind.NOT_FOUND, what="議題", key=item_id)
    return _item(row)


def of_target(connection: Connection, target_id: int) -> tuple[tuple[Meeting, AgendaItem], ...]:
    """The meetings that had a firm on their agenda, the earliest first."""
    statement = select(agenda_item).where(agenda_item.c.target_id == target_id).order_by(agenda_item.c.id)
    return tuple((get(connection, row.meeting_id), _item(row)) for row in connection.execute(statement).all())


def of_targets(connection: Connection, target_ids: Sequence[int]) -> dict[int, tuple[AgendaItem, ...]]:
    """What every agenda had of these firms, by target, the earliest first."""
    found: dict[int, tuple[AgendaItem, ...]] = {}
    for start in range(0, len(target_ids), 500):
        chunk = target_ids[start : start + 500]
        statement = select(agenda_item).where(agenda_item.c.target_id.in_(chunk)).order_by(agenda_item.c.id)
        for row in connection.execute(statement):
            found[row.target_id] = (*found.get(row.target_id, ()), _item(row))
    return found


def add_items(writing: Writing, meeting_id: int, wanted: Sequence[tuple[int, tuple[AgendaReason, ...]]]) -> range:
    """Put firms on an agenda, after those that are on it, in this order; returns the items' ids."""
    statement = select(func.max(agenda_item.c.position)).where(agenda_item.c.meeting_id == meeting_id)
    last = writing.connection.execute(statement).scalar() or 0
    rows = [
        {
            "meeting_id": meeting_id,
            "target_id": target_id,
            "position": last + place,
            "reasons": [reason.value for reason in reasons],
            "decision": None,
        }
        for place, (target_id, reasons) in enumerate(wanted, start=1)
    ]
    return writing.add_all(agenda_item, rows)


def remove_items(writing: Writing, item_ids: Sequence[int]) -> None:
    """Take firms off an agenda."""
    writing.delete(agenda_item, list(item_ids))


def reorder(writing: Writing, positions: Mapping[int, int]) -> None:
    """Give items their places (item id → position)."""
    writing.update(agenda_item, {key: {"position": position} for key, position in positions.items()})


def change_reasons(writing: Writing, reasons: Mapping[int, tuple[AgendaReason, ...]]) -> None:
    """Say anew why items are on their agenda."""
    writing.update(agenda_item, {key: {"reasons": [one.value for one in found]} for key, found in reasons.items()})


def decide(writing: Writing, item_id: int, decision: Decision, person: str, at: datetime) -> None:
    """Keep what a meeting decided of an item."""
    columns = {"decision": decision_data(decision), "decided_by": person, "decided_at": at}
    writing.update(agenda_item, {item_id: columns})


def feedback_due(connection: Connection, campaign_id: int, day: date) -> frozenset[int]:
    """Targets that were handed on and of whom nothing was heard until the day that was agreed."""
    statement = (
        select(referral.c.target_id)
        .join(target, target.c.id == referral.c.target_id)
        .where(target.c.campaign_id == campaign_id, referral.c.feedback_due <= day, referral.c.feedback_on.is_(None))
    )
    return frozenset(connection.execute(statement).scalars())


def _columns(new: NewMeeting) -> dict[str, Any]:
    return {
        "kind": new.kind.value,
        "held_on": new.held_on,
        "held_time": new.held_time,
        "place": new.place,
        "note": new.note,
    }


def _keep_seats(writing: Writing, meeting_id: int, seats: Sequence[Seat]) -> None:
    statement = select(meeting_seat.c.id).where(meeting_seat.c.meeting_id == meeting_id)
    standing = _seats(writing.connection, [meeting_id]).get(meeting_id, ())
    if tuple(standing) == tuple(seats):
        return
    writing.delete(meeting_seat, list(writing.connection.execute(statement).scalars()))
    rows = [
        {
            "meeting_id": meeting_id,
            "organisation_id": seat.organisation_id,
            "person_id": seat.person_id,
            "attended": seat.attended,
        }
        for seat in seats
    ]
    writing.add_all(meeting_seat, rows)


def _seats(connection: Connection, meeting_ids: Sequence[int]) -> dict[int, tuple[Seat, ...]]:
    found: dict[int, tuple[Seat, ...]] = {}
    statement = select(meeting_seat).where(meeting_seat.c.meeting_id.in_(meeting_ids)).order_by(meeting_seat.c.id)
    for row in connection.execute(statement):
        seat = Seat(row.organisation_id, row.person_id, row.attended)
        found[row.meeting_id] = (*found.get(row.meeting_id, ()), seat)
    return found


def _meeting(row: Row[*tuple[Any, ...]], seats: tuple[Seat, ...]) -> Meeting:
    return Meeting(
        row.id,
        row.campaign_id,
        row.number,
        MeetingKind(row.kind),
        row.held_on,
        row.held_time,
        row.place,
        row.note,
        row.closed_on,
        seats,
    )


def _item(row: Row[*tuple[Any, ...]]) -> AgendaItem:
    return AgendaItem(
        row.id,
        row.meeting_id,
        row.target_id,
        row.position,
        tuple(AgendaReason(reason) for reason in row.reasons),
        decision_from_data(row.decision) if row.decision else None,
        row.decided_by,
    )
