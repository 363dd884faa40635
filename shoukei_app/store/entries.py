"""Entries (入力): what each keyer read on a sheet, in which pass, and what is being keyed this minute."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeAlias

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from shoukei_app.domain import answers
from shoukei_app.domain.answers import EMPTY_SHEET, AnswerSheet
from shoukei_app.store.journal import Writing
from shoukei_app.store.keyers import Keyer
from shoukei_app.store.schema import draft, entry, target

FIRST, SECOND = 1, 2

Effort: TypeAlias = Mapping[str, tuple[int, float]]
"""For every question the strokes and the seconds, net of pauses, that its answer took."""


@dataclass(frozen=True, slots=True)
class Keyed:
    """What a keyer made of a sheet: answers, words noted at questions, and the effort."""

    sheet: AnswerSheet
    memos: Mapping[str, str] = field(default_factory=dict)
    effort: Effort = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entry:
    """One keying of a sheet."""

    pass_number: int
    keyer: Keyer
    entered_at: datetime
    version: int
    keyed: Keyed


@dataclass(frozen=True, slots=True)
class DraftSheet:
    """A sheet that is being keyed: `place` is the question to go on with."""

    target_id: int
    pass_number: int
    keyer: str
    keyed: Keyed
    place: str
    kept_at: datetime


@dataclass(frozen=True, slots=True)
class Keying:
    """Who keyed a sheet in which pass, and when."""

    pass_number: int
    keyer: str
    entered_at: datetime


def of_target(connection: Connection, target_id: int, pass_number: int) -> Entry | None:
    """What was keyed of a target's sheet in this pass."""
    row = connection.execute(
        select(entry).where(entry.c.target_id == target_id, entry.c.pass_number == pass_number)
    ).first()
    if row is None:
        return None
    return Entry(pass_number, Keyer(row.keyer_id, row.keyer), row.entered_at, row.version, _keyed(row))


def keyings(connection: Connection, target_id: int) -> tuple[Keying, ...]:
    """Who keyed a target's sheet, in the order of the passes."""
    statement = (
        select(entry.c.pass_number, entry.c.keyer, entry.c.entered_at)
        .where(entry.c.target_id == target_id)
        .order_by(entry.c.pass_number)
    )
    return tuple(Keying(row.pass_number, row.keyer, row.entered_at) for row in connection.execute(statement))


def keep(writing: Writing, target_id: int, value: Entry) -> None:
    """Keep what a keyer read on a sheet, in the place of an earlier keying of the same pass."""
    columns = {
        "keyer": value.keyer.name,
        "keyer_id": value.keyer.id,
        "entered_at": value.entered_at,
        "version": value.version,
        **_columns(value.keyed),
    }
    key = writing.connection.execute(
        select(entry.c.id).where(entry.c.target_id == target_id, entry.c.pass_number == value.pass_number)
    ).scalar()
    if key is None:
        writing.add(entry, target_id=target_id, pass_number=value.pass_number, **columns)
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


def draft_of(connection: Connection, target_id: int, pass_number: int, keyer: str) -> DraftSheet | None:
    """What this keyer was keying of a sheet."""
    row = connection.execute(select(draft).where(*_is_draft(target_id, pass_number, keyer))).first()
    return None if row is None else _draft(row)


def drafts(connection: Connection, campaign_id: int, keyer: str) -> tuple[DraftSheet, ...]:
    """The sheets that this keyer began and did not finish, the newest first."""
    statement = (
        select(draft)
        .join(target, target.c.id == draft.c.target_id)
        .where(target.c.campaign_id == campaign_id, draft.c.keyer == keyer)
        .order_by(draft.c.kept_at.desc())
    )
    return tuple(_draft(row) for row in connection.execute(statement))


def keep_draft(connection: Connection, value: DraftSheet) -> None:
    """Keep what is being keyed, in the place of what was kept of it before."""
    columns = {**_columns(value.keyed), "place": value.place, "kept_at": value.kept_at}
    place = _is_draft(value.target_id, value.pass_number, value.keyer)
    if connection.execute(update(draft).where(*place).values(columns)).rowcount:
        return
    key = {"target_id": value.target_id, "pass_number": value.pass_number, "keyer": value.keyer}
    connection.execute(insert(draft), {**key, **columns})


def drop_drafts(connection: Connection, target_id: int, pass_number: int, keyer: str | None = None) -> None:
    """Forget what was being keyed of a sheet by this keyer (None: by anybody)."""
    place = [draft.c.target_id == target_id, draft.c.pass_number == pass_number]
    connection.execute(delete(draft).where(*place, *([draft.c.keyer == keyer] if keyer is not None else [])))


def _is_draft(target_id: int, pass_number: int, keyer: str) -> tuple[Any, ...]:
    return draft.c.target_id == target_id, draft.c.pass_number == pass_number, draft.c.keyer == keyer


def _draft(row: Row[*tuple[Any, ...]]) -> DraftSheet:
    return DraftSheet(row.target_id, row.pass_number, row.keyer, _keyed(row), row.place, row.kept_at)


def _columns(keyed: Keyed) -> dict[str, Any]:
    return {
        "answers": answers.to_data(keyed.sheet),
        "memos": dict(keyed.memos),
        "effort": {key: list(value) for key, value in keyed.effort.items()},
    }


def _keyed(row: Row[*tuple[Any, ...]]) -> Keyed:
    sheet = answers.from_data(row.answers) if row.answers else EMPTY_SHEET
    return Keyed(sheet, row.memos, {key: (int(value[0]), float(value[1])) for key, value in row.effort.items()})
