"""The journal: every change to a watched table, before and after, in the same transaction as the change itself.

It is the audit trail and the undo at once. An operation's changes are one compressed document (an import of 100,000
firms is one entry); operations are chained by SHA-256 over the one before, so that a line changed, added or taken
out behind the program's back shows.
"""

import hashlib
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import orjson
from sqlalchemy import (
    JSON,
    ColumnElement,
    Connection,
    Date,
    DateTime,
    Row,
    Table,
    Text,
    cast,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError

from shoukei_app.domain import form_number
from shoukei_app.domain.history import Act, ChainCheck, FieldChange, Operation, OperationKind
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.query import Query
from shoukei_app.store import engines, schema

_CHUNK = 500
_TABLES = {table.name: table for table in schema.WATCHED}
_DEFAULTS = {
    table.name: {column.name: column.default.arg if column.default is not None else None for column in table.c}  # type: ignore[attr-defined]  # only scalar defaults are used
    for table in schema.WATCHED
}
_DATES = {t.name: frozenset(c.name for c in t.c if isinstance(c.type, Date)) for t in schema.WATCHED}
_DOCUMENTS = {t.name: frozenset(c.name for c in t.c if isinstance(c.type, JSON)) for t in schema.WATCHED}
_MOMENTS = {t.name: frozenset(c.name for c in t.c if isinstance(c.type, DateTime)) for t in schema.WATCHED}

_LINE = tuple(schema.operation.c[name] for name in ("id", "at", "person", "kind", "summary", "reverses"))
_CHAINED = ("id", "at", "person", "kind", "summary", "reverses", "changes")


@dataclass(frozen=True, slots=True)
class Change:
    """Rows of one table before and after; `before` is empty for inserted rows, `after` for deleted ones.

    Each row is a tuple in the order of `columns`, whose first is `id`.
    """

    table: str
    columns: tuple[str, ...]
    before: tuple[tuple[Any, ...], ...]
    after: tuple[tuple[Any, ...], ...]

    def reversed(self) -> "Change":
        """The change that takes this one back."""
        return Change(self.table, self.columns, self.after, self.before)


class Writing:
    """The open transaction of one operation: the only way to change a watched table, and it keeps what changed."""

    def __init__(self, connection: Connection, act: Act) -> None:
        self.connection = connection
        self.act = act
        self.changes: list[Change] = []

    def new_ids(self, name: str, count: int = 1) -> range:
        """Take `count` fresh numbers of the counter `name` (a table, or a series such as the form numbers)."""
        counter = schema.id_counter
        first = self.connection.execute(select(counter.c.next_id).where(counter.c.name == name)).scalar()
        if first is None:
            first = 1
            self.connection.execute(insert(counter), {"name": name, "next_id": 1 + count})
        else:
            self.connection.execute(update(counter).where(counter.c.name == name).values(next_id=first + count))
        return range(first, first + count)

    def add(self, table: Table, **values: Any) -> int:
        """Insert one row under a fresh id and return the id."""
        (key,) = self.new_ids(table.name)
        self.insert(table, [{"id": key, **values}])
        return key

    def add_all(self, table: Table, rows: Sequence[Mapping[str, Any]]) -> range:
        """Insert rows under fresh ids, in order, and return the ids."""
        ids = self.new_ids(table.name, len(rows))
        defaults = _DEFAULTS[table.name]
        full = [tuple({**defaults, **row, "id": key}.values()) for key, row in zip(ids, rows, strict=True)]
        self._insert(table, tuple(defaults), full)
        return ids

    def add_values(self, table: Table, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> range:
        """As `add_all`, for many rows: their values in the order of `columns`; columns left out must be nullable."""
        ids = self.new_ids(table.name, len(rows))
        self._insert(table, ("id", *columns), [(key, *row) for key, row in zip(ids, rows, strict=True)])
        return ids

    def insert(self, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
        """Insert rows that bring their ids."""
        defaults = _DEFAULTS[table.name]
        self._insert(table, tuple(defaults), [tuple({**defaults, **row}.values()) for row in rows])

    def _insert(self, table: Table, columns: tuple[str, ...], rows: list[tuple[Any, ...]]) -> None:
        if rows:
            engines.insert_rows(self.connection, table, columns, rows)
            self.changes.append(Change(table.name, columns, (), tuple(rows)))

    def update(self, table: Table, values: Mapping[int, Mapping[str, Any]]) -> int:
        """Set columns of rows by id; rows that stay as they were are passed over. Returns how many changed."""
        by_columns: dict[tuple[str, ...], list[int]] = {}
        for key, row in values.items():
            by_columns.setdefault(tuple(row), []).append(key)
        changed = 0
        for names, keys in by_columns.items():
            columns = ("id", *names)
            given = [(key, *map(values[key].__getitem__, names)) for key in keys]
            after = {row[0]: row for row in _as_kept(table, columns, given)}
            before = _rows(self.connection, table, columns, keys)
            moved = [key for key in keys if before[key] != after[key]]
            if not moved:
                continue
            engines.update_rows(self.connection, table, columns, [after[key] for key in moved])
            change = Change(
                table.name, columns, tuple(before[key] for key in moved), tuple(after[key] for key in moved)
            )
            self.changes.append(change)
            changed += len(moved)
        return changed

    def delete(self, table: Table, ids: Iterable[int]) -> None:
        """Delete rows by id."""
        keys = list(ids)
        if not keys:
            return
        columns = tuple(_DEFAULTS[table.name])
        before = _rows(self.connection, table, columns, keys)
        _delete(self.connection, table, keys)
        self.changes.append(Change(table.name, columns, tuple(before[key] for key in keys), ()))

    def apply(self, changes: Iterable[Change]) -> None:
        """Make changes that are already known row by row (an undo, a redo).

        Raises Problem(CHANGED_SINCE) where a row is no longer as the change expects it, or is in use elsewhere.
        """
        for change in changes:
            table = _TABLES[change.table]
            self._check_unchanged(table, change)
            try:
                if not change.before:
                    engines.insert_rows(self.connection, table, change.columns, change.after)
                elif not change.after:
                    _delete(self.connection, table, [row[0] for row in change.before])
                else:
                    engines.update_rows(self.connection, table, change.columns, change.after)
            except IntegrityError as error:
                raise Problem(ProblemKind.CHANGED_SINCE, subject=change.table) from error
            self.changes.append(change)

    def _check_unchanged(self, table: Table, change: Change) -> None:
        expected = {row[0]: row for row in change.before}
        keys = list(expected) or [row[0] for row in change.after]
        if _rows(self.connection, table, change.columns, keys) != expected:
            raise Problem(ProblemKind.CHANGED_SINCE, subject=change.table)


def identity(connection: Connection) -> str:
    """What tells this ledger from every other one: the digest of its first operation, shortened."""
    table = schema.operation
    digest: str = connection.execute(select(table.c.digest).order_by(table.c.id).limit(1)).scalar_one()
    return digest[:16]


def record(
    writing: Writing, act: Act, kind: OperationKind, summary: Mapping[str, Any], reverses: int | None = None
) -> int:
    """Close an operation: write its line with everything that changed, chained to the line before. Returns its id."""
    table = schema.operation
    last = writing.connection.execute(select(table.c.id, table.c.digest).order_by(table.c.id.desc()).limit(1)).first()
    key, previous = (last.id + 1, last.digest) if last else (1, "")
    changes = _pack(writing.changes)
    line = {
        "id": key,
        "at": act.at,
        "person": act.person,
        "kind": kind.value,
        "summary": dict(summary),
        "reverses": reverses,
        "changes": changes,
    }
    writing.connection.execute(insert(table), {**line, "digest": _digest(previous, line)})
    return key


def changes_of(connection: Connection, operation_id: int) -> tuple[Change, ...]:
    """Everything an operation changed, in order. Raises Problem(NOT_FOUND)."""
    table = schema.operation
    packed = connection.execute(select(table.c.changes).where(table.c.id == operation_id)).scalar()
    if packed is None:
        raise Problem(ProblemKind.NOT_FOUND, what="operation", key=operation_id)
    return _unpack(packed)


def newest_id(connection: Connection) -> int:
    """The id of the newest operation, 0 where there is none."""
    key: int | None = connection.execute(select(func.max(schema.operation.c.id))).scalar()
    return key or 0


def kinds_after(connection: Connection, operation_id: int) -> set[OperationKind]:
    """Which kinds of operations came after this one."""
    kinds = select(schema.operation.c.kind).where(schema.operation.c.id > operation_id).distinct()
    return {OperationKind(kind) for kind in connection.execute(kinds).scalars()}


def operations(
    connection: Connection, *, after: int = 0, before: int | None = None, limit: int | None = None
) -> tuple[Operation, ...]:
    """Lines of the history with ids between `after` and `before` (exclusive); the newest first."""
    t = schema.operation
    query = select(*_LINE).where(t.c.id > after).order_by(t.c.id.desc())
    if before is not None:
        query = query.where(t.c.id < before)
    if limit is not None:
        query = query.limit(limit)
    return tuple(_operation(row) for row in connection.execute(query))


def operations_between(
    connection: Connection, kind: OperationKind, start: datetime, end: datetime
) -> tuple[Operation, ...]:
    """Lines of one kind made from `start` to before `end`; the newest first."""
    t = schema.operation
    query = select(*_LINE).where(t.c.kind == kind.value, t.c.at >= start, t.c.at < end).order_by(t.c.id.desc())
    return tuple(_operation(row) for row in connection.execute(query))


def find(connection: Connection, query: Query) -> list[int]:
    """Ids of operations, the newest first unless asked otherwise. Filters: kind, person; sort keys: at, person, kind.

    `text` is looked for in who did it and in the figures of the summary (form numbers, file names).
    """
    t = schema.operation
    conditions: list[ColumnElement[bool]] = []
    for key, values in query.filters.items():
        if values:
            conditions.append(t.c[key].in_(values))
    text = query.text.strip()
    if text:
        number = text.replace("-", "")  # form numbers are kept without their dash
        spellings = {text} | ({number} if number.isdecimal() and len(number) > 2 else set())
        summary = cast(t.c.summary, Text)
        wanted = [summary.contains(spelling, autoescape=True) for spelling in sorted(spellings)]
        conditions.append(or_(t.c.person.contains(text, autoescape=True), *wanted))
    sort = {"person": t.c.person, "kind": t.c.kind}.get(query.sort, t.c.id)
    ascending = not query.descending if query.sort else False
    statement = select(t.c.id).where(*conditions).order_by(sort.asc() if ascending else sort.desc(), t.c.id.desc())
    return list(connection.execute(statement).scalars())


def by_id(connection: Connection, ids: Sequence[int]) -> tuple[Operation, ...]:
    """Lines of the history by their ids; unknown ids are passed over."""
    t = schema.operation
    found = []
    for chunk in _chunks(ids):
        query = select(*_LINE).where(t.c.id.in_(chunk))
        found += [_operation(row) for row in connection.execute(query)]
    return tuple(found)


def people(connection: Connection) -> tuple[str, ...]:
    """Everybody who did something in this ledger."""
    return tuple(connection.execute(select(schema.operation.c.person).distinct().order_by("person")).scalars())


def record_names(connection: Connection, changes: Iterable[FieldChange]) -> dict[tuple[str, int], str]:
    """Whose records these are, as far as the ledger still knows: the firm's name, with the form number of a target."""
    wanted: dict[str, set[int]] = {}
    targets: dict[tuple[str, int], int] = {}
    for change in changes:
        wanted.setdefault(change.subject, set()).add(change.record)
        if change.field == "target_id":
            targets[change.subject, change.record] = int(change.after or change.before)
    names: dict[tuple[str, int], str] = {}
    for subject, ids in wanted.items():
        table = _TABLES[subject]
        if table is schema.target:
            targets |= {(subject, key): key for key in ids}
        elif "target_id" in table.c:
            rows = _rows(connection, table, ("id", "target_id"), sorted(ids))
            targets |= {(subject, key): row[1] for key, row in rows.items() if row[1] is not None}
        elif "name" in table.c:
            names |= {
                (subject, key): row[1] for key, row in _rows(connection, table, ("id", "name"), sorted(ids)).items()
            }
    about = _target_names(connection, sorted(set(targets.values())))
    return names | {key: about[target] for key, target in targets.items() if target in about}


def newest(connection: Connection, kinds: Iterable[OperationKind]) -> int:
    """The id of the newest operation of one of these kinds, 0 where there is none."""
    t = schema.operation
    statement = select(func.max(t.c.id)).where(t.c.kind.in_([kind.value for kind in kinds]))
    return connection.execute(statement).scalar() or 0


def field_changes(connection: Connection, operation_id: int, limit: int) -> tuple[tuple[FieldChange, ...], int]:
    """What an operation changed, field by field (at most `limit` of them), and how many there are in all."""
    shown: list[FieldChange] = []
    total = 0
    for change in changes_of(connection, operation_id):
        for line in _fields(change):
            total += 1
            if len(shown) < limit:
                shown.append(line)
    return tuple(shown), total


def verify(connection: Connection) -> ChainCheck:
    """Walk the whole chain from the first operation."""
    t = schema.operation
    previous, count = "", 0
    with connection.execute(select(t).order_by(t.c.id), execution_options={"yield_per": 50}) as rows:
        for row in rows:
            line = {name: getattr(row, name) for name in _CHAINED}
            if row.id != count + 1 or _digest(previous, line) != row.digest:
                return ChainCheck(count, row.id)
            previous, count = row.digest, count + 1
    return ChainCheck(count, None)


class UndoStacks:
    """What can be undone and redone, followed through the history operation by operation, per person."""

    def __init__(self) -> None:
        self.last = 0
        self.undone: set[int] = set()
        self._done: dict[int, str] = {}
        self._redoable: dict[int, str] = {}

    def follow(self, connection: Connection) -> None:
        """Read the operations since the last call."""
        t = schema.operation
        query = select(t.c.id, t.c.person, t.c.kind, t.c.reverses).where(t.c.id > self.last).order_by(t.c.id)
        for row in connection.execute(query):
            self.last = row.id
            match OperationKind(row.kind):
                case OperationKind.NEW_LEDGER:
                    pass
                case OperationKind.UNDO:
                    self._redoable[row.reverses] = self._done.pop(row.reverses)
                    self.undone.add(row.reverses)
                case OperationKind.REDO:
                    self._done[row.reverses] = self._redoable.pop(row.reverses)
                    self.undone.discard(row.reverses)
                case _:
                    self._done[row.id] = row.person
                    self._redoable = {key: who for key, who in self._redoable.items() if who != row.person}

    def next_undo(self, person: str | None) -> int | None:
        """The operation that undo takes back: the newest of `person` (None: of anybody)."""
        return max((key for key, who in self._done.items() if person in (None, who)), default=None)

    def next_redo(self, person: str | None) -> int | None:
        """The operation that redo makes again: the one undone last."""
        return next((key for key, who in reversed(self._redoable.items()) if person in (None, who)), None)

    def can_undo(self, operation_id: int) -> bool:
        """Whether this operation stands and is one that can be taken back."""
        return operation_id in self._done


def _operation(row: Row[*tuple[Any, ...]]) -> Operation:
    return Operation(row.id, Act(row.person, row.at), OperationKind(row.kind), row.summary, row.reverses)


def _target_names(connection: Connection, ids: Sequence[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for chunk in _chunks(ids):
        statement = (
            select(schema.target.c.id, schema.target.c.number, schema.firm.c.name)
            .join(schema.firm, schema.firm.c.id == schema.target.c.firm_id)
            .where(schema.target.c.id.in_(chunk))
        )
        found.update(
            (key, f"{form_number.shown(number)} {name}") for key, number, name in connection.execute(statement)
        )
    return found


def _rows(
    connection: Connection, table: Table, columns: Sequence[str], keys: Sequence[int]
) -> dict[int, tuple[Any, ...]]:
    documents = _documents(table, columns)
    # Documents come as text: many rows often hold the same one, which is then read once.
    asked = [cast(table.c[name], Text) if place in documents else table.c[name] for place, name in enumerate(columns)]
    rows: list[tuple[Any, ...]] = []
    for chunk in _chunks(keys):
        rows += [tuple(row) for row in connection.execute(select(*asked).where(table.c.id.in_(chunk)))]
    for place in documents:
        read = {text: orjson.loads(text) for text in {row[place] for row in rows} if text is not None}
        rows = [(*row[:place], read.get(row[place]), *row[place + 1 :]) for row in rows]
    return {row[0]: row for row in rows}


def _documents(table: Table, columns: Sequence[str]) -> list[int]:
    return [place for place, name in enumerate(columns) if name in _DOCUMENTS[table.name]]


def _delete(connection: Connection, table: Table, keys: Sequence[int]) -> None:
    for chunk in _chunks(keys):
        connection.execute(delete(table).where(table.c.id.in_(chunk)))


def _chunks(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(keys), _CHUNK):
        yield keys[start : start + _CHUNK]


def _pack(changes: Iterable[Change]) -> bytes:
    """One compressed document, made piece by piece: a large import would fill the memory with its text."""
    compressor = zlib.compressobj(1)
    packed = [compressor.compress(b"[")]
    for place, change in enumerate(changes):
        document = orjson.dumps([change.table, change.columns, change.before, change.after])
        packed.append(compressor.compress(b"," + document if place else document))
    packed += (compressor.compress(b"]"), compressor.flush())
    return b"".join(packed)


def _unpack(packed: bytes) -> tuple[Change, ...]:
    return tuple(
        Change(table, tuple(columns), _read_rows(table, columns, before), _read_rows(table, columns, after))
        for table, columns, before, after in orjson.loads(zlib.decompress(packed))
    )


def _read_rows(table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> tuple[tuple[Any, ...], ...]:
    dates = [index for index, name in enumerate(columns) if name in _DATES[table]]
    moments = [index for index, name in enumerate(columns) if name in _MOMENTS[table]]
    if not dates and not moments:
        return tuple(tuple(row) for row in rows)
    read = []
    for row in rows:
        values = list(row)
        for index in dates:
            values[index] = date.fromisoformat(values[index]) if values[index] else None
        for index in moments:
            values[index] = datetime.fromisoformat(values[index]) if values[index] else None
        read.append(tuple(values))
    return tuple(read)


def _as_kept(table: Table, columns: Sequence[str], rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Documents as the database gives them back (lists for tuples), so that the same one is not taken for a change."""
    for place in _documents(table, columns):
        documents = {id(row[place]): row[place] for row in rows}
        kept = {key: orjson.loads(orjson.dumps(document)) for key, document in documents.items()}
        rows = [(*row[:place], kept[id(row[place])], *row[place + 1 :]) for row in rows]
    return rows


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value))


def _digest(previous: str, line: Mapping[str, Any]) -> str:
    head = {name: value for name, value in line.items() if name != "changes"}
    text = json.dumps(head, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain)
    return hashlib.sha256(b"\0".join((previous.encode(), text.encode(), line["changes"]))).hexdigest()


def _fields(change: Change) -> Iterator[FieldChange]:
    before = {row[0]: row for row in change.before}
    after = {row[0]: row for row in change.after}
    for key in {**before, **after}:
        for index, name in enumerate(change.columns[1:], start=1):
            old = before[key][index] if key in before else None
            new = after[key][index] if key in after else None
            told = _shown(old), _shown(new)
            if old != new and told != ("", ""):
                yield FieldChange(change.table, key, name, *told)


def _shown(value: object) -> str:
    match value:
        case None:
            return ""
        case dict() | list() if not value:
            return ""
        case str():
            return value
        case date():
            return value.isoformat()
        case _:
            return json.dumps(value, ensure_ascii=False)
