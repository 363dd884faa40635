"""Entries (入力): what each keyer read on a sheet, in which pass."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, func, select

from shoukei_app.domain import answers
from shoukei_app.domain.answers import AnswerSheet
from shoukei_app.store.journal import Writing
from shoukei_app.store.schema import entry, target


def of_target(connection: Connection, target_id: int, pass_number: int) -> tuple[str, AnswerSheet] | None:
    """Who keyed a target's sheet in this pass, and what."""
    row = connection.execute(
        select(entry.c.keyer, entry.c.answers).where(entry.c.target_id == target_id, entry.c.pass_number == pass_number)
    ).first()
    return None if row is None else (row.keyer, answers.from_data(row.answers))


@dataclass(frozen=True, slots=True)
class Keying:
    """Who keyed a sheet in which pass, and when."""

    pass_number: int
    keyer: str
    entered_at: datetime


def keyings(connection: Connection, target_id: int) -> tuple[Keying, ...]:
    """Who keyed a target's sheet, in the order of the passes."""
    statement = (
        select(entry.c.pass_number, entry.c.keyer, entry.c.entered_at)
        .where(entry.c.target_id == target_id)
        .order_by(entry.c.pass_number)
    )
    return tuple(Keying(row.pass_number, row.keyer, row.entered_at) for row in connection.execute(statement))


def keep(
    writing: Writing, target_id: int, pass_number: int, keyer: str, entered_at: datetime, sheet: AnswerSheet
) -> None:
    """Keep what a keyer read on a sheet, in the place of an earlier keying of the same pass."""
    columns = {"keyer": keyer, "entered_at": entered_at, "answers": answers.to_data(sheet)}
    key = writing.connection.execute(
        select(entry.c.id).where(entry.c.target_id == target_id, entry.c.pass_number == pass_number)
    ).scalar()
    if key is None:
        writing.add(entry, target_id=target_id, pass_number=pass_number, **columns)
    else:
        writing.update(entry, {key: columns})


def count_on(connection: Connection, campaign_id: int, day: date) -> int:
    """How many sheets were keyed on a day."""
    start = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - the ledger keeps the office's local time
    end = datetime(day.year, day.month, day.day, 23, 59, 59, 999999)  # noqa: DTZ001
    statement = (
        select(func.count())
        .select_from(entry)
        .join(target, target.c.id == entry.c.target_id)
        .where(target.c.campaign_id == campaign_id, entry.c.entered_at.between(start, end))
    )
    return connection.execute(statement).scalar_one()
