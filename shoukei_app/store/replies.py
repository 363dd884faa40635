"""Replies (回答): the answers of a target that count."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, func, select

from shoukei_app.domain import answers
from shoukei_app.domain.answers import AnswerSheet
from shoukei_app.domain.facts import PlainFacts
from shoukei_app.store.journal import Writing
from shoukei_app.store.schema import firm, reply, target


@dataclass(frozen=True, slots=True)
class Reply:
    """The answers of a target that count, with what the rules need to know of its firm."""

    target_id: int
    number: str
    sheet: AnswerSheet
    diagnosis: str
    staff: int | None
    memos: Mapping[str, str]


_REPLIES = (
    select(target.c.id, target.c.number, reply.c.answers, reply.c.diagnosis, reply.c.memos, firm.c.staff)
    .join(reply, reply.c.target_id == target.c.id)
    .join(firm, firm.c.id == target.c.firm_id)
)


def sheet_of(connection: Connection, target_id: int) -> AnswerSheet | None:
    """The answers of a target that count."""
    data = connection.execute(select(reply.c.answers).where(reply.c.target_id == target_id)).scalar()
    return None if data is None else answers.from_data(data)


def keep(
    writing: Writing,
    target_id: int,
    sheet: AnswerSheet,
    facts: PlainFacts,
    diagnosis: str,
    remarks: Iterable[Mapping[str, str]],
    memos: Mapping[str, str],
    *,
    valid: bool,
) -> None:
    """Keep the answers that count, what rules can ask of them, and what the keyers noted at them."""
    columns = {
        "answers": answers.to_data(sheet),
        "facts": facts,
        "diagnosis": diagnosis,
        "remarks": list(remarks),
        "memos": dict(memos),
        "valid": valid,
    }
    key = writing.connection.execute(select(reply.c.id).where(reply.c.target_id == target_id)).scalar()
    if key is None:
        writing.add(reply, target_id=target_id, **columns)
    else:
        writing.update(reply, {key: columns})


def count(connection: Connection, campaign_id: int) -> int:
    """How many targets of a campaign have answers."""
    statement = (
        select(func.count())
        .select_from(reply)
        .join(target, target.c.id == reply.c.target_id)
        .where(target.c.campaign_id == campaign_id)
    )
    return connection.execute(statement).scalar_one()


def every(connection: Connection, campaign_id: int) -> list[Reply]:
    """Every reply of a campaign in the order of the form numbers."""
    statement = _REPLIES.where(target.c.campaign_id == campaign_id).order_by(target.c.number)
    return [_reply(row) for row in connection.execute(statement)]


def of_target(connection: Connection, target_id: int) -> Reply | None:
    """The answers of a target that count, None where it has not answered."""
    row = connection.execute(_REPLIES.where(target.c.id == target_id)).first()
    return None if row is None else _reply(row)


def _reply(row: Row[*tuple[Any, ...]]) -> Reply:
    return Reply(row.id, row.number, answers.from_data(row.answers), row.diagnosis, row.staff, row.memos)


def remove(writing: Writing, target_id: int) -> None:
    """Let a target's answers count no more."""
    key = writing.connection.execute(select(reply.c.id).where(reply.c.target_id == target_id)).scalar()
    if key is not None:
        writing.delete(reply, [key])
