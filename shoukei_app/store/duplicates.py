"""Merged firms and firms told apart: nothing is deleted, so that a merge can be taken back years later."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, or_, select

from shoukei_app.domain.duplicates import Identity, firm_name_key, identity
from shoukei_app.domain.firm import Address, FirmFacts
from shoukei_app.domain.history import Act
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.store import firms, schema
from shoukei_app.store.journal import Writing
from shoukei_app.store.schema import firm, listed_row, merging, target, told_apart

_COMPARED = ("name", "office", "kana", "corporate_number", "representative", "phone")
_PLACE = ("municipality_code", "town", "rest")


@dataclass(frozen=True, slots=True)
class Merging:
    """One merge: the firm that was kept, the firm that went into it, when, and who did it."""

    id: int
    kept_id: int
    gone_id: int
    merged_at: datetime
    merged_by: str


def identities(connection: Connection, near: FirmFacts | None = None) -> Iterable[tuple[int, Identity]]:
    """Every firm as it is compared, those merged into others included (they are other spellings of the same firm).

    With `near` only the firms that share its name, number, telephone, or its representative and municipality.
    """
    columns = [firm.c[name] for name in ("id", *_COMPARED, *_PLACE)]
    statement = select(*columns).order_by(firm.c.id)
    if near is not None:
        statement = statement.where(or_(*_shared(near)))
    with connection.execute(statement, execution_options={"yield_per": 1000}) as rows:
        for key, name, office, kana, number, representative, phone, code, town, rest in rows:
            address = Address(municipality_code=code, town=town, rest=rest)
            facts = FirmFacts(
                name,
                office=office,
                kana=kana,
                corporate_number=number,
                representative=representative,
                phone=phone,
                address=address,
            )
            yield key, identity(facts)


def _shared(facts: FirmFacts) -> Iterable[ColumnElement[bool]]:
    yield firm.c.match_name == firm_name_key(facts.name)
    if facts.corporate_number:
        yield firm.c.corporate_number == facts.corporate_number
    if facts.phone:
        yield firm.c.phone == facts.phone
    if facts.representative:
        code = facts.address.municipality_code
        yield and_(firm.c.municipality_code == code, firm.c.representative == facts.representative)


def lists_of_firms(connection: Connection) -> dict[int, set[int]]:
    """For every firm the ids of the lists it stands in."""
    statement = select(listed_row.c.firm_id, listed_row.c.list_id).where(listed_row.c.firm_id.is_not(None)).distinct()
    found: dict[int, set[int]] = {}
    for firm_id, list_id in connection.execute(statement):
        found.setdefault(firm_id, set()).add(list_id)
    return found


def apart(connection: Connection) -> tuple[tuple[int, int], ...]:
    """The pairs of firms of which a person said that they are two."""
    return tuple(
        (row.firm_id, row.other_id) for row in connection.execute(select(told_apart.c.firm_id, told_apart.c.other_id))
    )


def tell_apart(writing: Writing, pairs: Iterable[tuple[int, int]]) -> None:
    """Remember pairs of firms as two firms; what is remembered already stays."""
    wanted = {(min(pair), max(pair)) for pair in pairs} - set(apart(writing.connection))
    writing.add_all(told_apart, [{"firm_id": one, "other_id": other} for one, other in sorted(wanted)])


def merge(writing: Writing, kept_id: int, gone_id: int, facts: FirmFacts, act: Act) -> None:
    """Let one firm stand for both with these facts. Its targets follow, but for campaigns where both are targets."""
    connection = writing.connection
    after = firms.row_of(facts)
    before = firms.row_of(firms.get(connection, kept_id).facts)
    moved = {name for name, value in after.items() if before[name] != value}
    writing.update(schema.firm, {kept_id: {name: after[name] for name in after if name in moved}} if moved else {})
    writing.update(schema.firm, {gone_id: {"merged_into": kept_id}})
    taken = set(connection.execute(select(target.c.campaign_id).where(target.c.firm_id == kept_id)).scalars())
    followed = [
        row.id
        for row in connection.execute(select(target.c.id, target.c.campaign_id).where(target.c.firm_id == gone_id))
        if row.campaign_id not in taken
    ]
    writing.update(target, {key: {"firm_id": kept_id} for key in followed})
    writing.add(
        merging,
        kept_id=kept_id,
        gone_id=gone_id,
        merged_at=act.at,
        merged_by=act.person,
        before={name: _kept(before[name]) for name in sorted(moved)},
        after={name: _kept(after[name]) for name in sorted(moved)},
        targets=followed,
    )


def separate(writing: Writing, merging_id: int) -> Merging:
    """Take a merge back: both firms stand again. What was changed on the kept firm since the merge stays.

    Raises Problem(NOT_FOUND).
    """
    connection = writing.connection
    row = connection.execute(select(merging).where(merging.c.id == merging_id)).first()
    if row is None:
        raise Problem(ProblemKind.NOT_FOUND, what="merging", key=merging_id)
    now = firms.row_of(firms.get(connection, row.kept_id).facts)
    given_back = {
        name: _as_column(name, value) for name, value in row.before.items() if _kept(now[name]) == row.after[name]
    }
    if given_back:
        writing.update(schema.firm, {row.kept_id: given_back})
        facts = firms.get(connection, row.kept_id).facts
        writing.update(schema.firm, {row.kept_id: firms.row_of(facts)})
    writing.update(schema.firm, {row.gone_id: {"merged_into": None}})
    mine = select(target.c.id).where(target.c.id.in_(row.targets), target.c.firm_id == row.kept_id)
    writing.update(target, {key: {"firm_id": row.gone_id} for key in connection.execute(mine).scalars()})
    writing.delete(merging, [merging_id])
    return _merging(row)


def mergings(connection: Connection, kept_id: int) -> tuple[Merging, ...]:
    """The merges into a firm, the newest first."""
    statement = select(merging).where(merging.c.kept_id == kept_id).order_by(merging.c.id.desc())
    return tuple(_merging(row) for row in connection.execute(statement))


def with_gone(connection: Connection, firm_id: int) -> tuple[int, ...]:
    """A firm and all firms that were merged into it."""
    return (firm_id, *sorted(gone for gone, kept in firms.survivors(connection).items() if kept == firm_id))


def _merging(row: Any) -> Merging:
    return Merging(row.id, row.kept_id, row.gone_id, row.merged_at, row.merged_by)


def _kept(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _as_column(name: str, value: Any) -> Any:
    return date.fromisoformat(value) if name == "status_on" and value else value
