"""Telephone calls (電話での聞き取り): every call to a target, and which targets are to be called again."""

from sqlalchemy import Connection, Row, func, select

from shoukei_app.domain import answers
from shoukei_app.domain.phone_call import OPEN, CallOutcome, PhoneCall
from shoukei_app.store.journal import Writing
from shoukei_app.store.schema import phone_call, reply, target


def add(writing: Writing, call: PhoneCall) -> int:
    """Write a call down; returns its id."""
    return writing.add(
        phone_call,
        target_id=call.target_id,
        called_at=call.called_at,
        caller=call.caller,
        spoken_to=call.spoken_to,
        outcome=call.outcome.value,
        call_again=call.call_again,
        note=call.note,
        answers=answers.to_data(call.answers),
    )


def of_target(connection: Connection, target_id: int) -> tuple[PhoneCall, ...]:
    """The calls to a target, the newest first."""
    statement = select(phone_call).where(phone_call.c.target_id == target_id).order_by(phone_call.c.id.desc())
    return tuple(_call(row) for row in connection.execute(statement))


def open_calls(connection: Connection, campaign_id: int) -> tuple[PhoneCall, ...]:
    """The last call of every target that is to be called again and has not answered; the longest waiting first."""
    last = (
        select(func.max(phone_call.c.id).label("id"))
        .join(target, target.c.id == phone_call.c.target_id)
        .where(target.c.campaign_id == campaign_id)
        .group_by(phone_call.c.target_id)
        .subquery()
    )
    statement = (
        select(phone_call)
        .join(last, last.c.id == phone_call.c.id)
        .where(
            phone_call.c.outcome.in_([outcome.value for outcome in OPEN]),
            phone_call.c.target_id.not_in(select(reply.c.target_id)),
        )
        .order_by(phone_call.c.id)
    )
    return tuple(_call(row) for row in connection.execute(statement))


def _call(row: Row[*tuple[object, ...]]) -> PhoneCall:
    return PhoneCall(
        row.target_id,
        row.called_at,
        row.caller,
        CallOutcome(row.outcome),
        row.spoken_to,
        row.call_again,
        row.note,
        answers.from_data(row.answers),
    )
