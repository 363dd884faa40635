"""The ledger (台帳): opened, read and written here; everything else in `store` works on what this hands out."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, inspect, select, text
from sqlalchemy.exc import DatabaseError

from shoukei_app import files
from shoukei_app.domain.history import Act, OperationKind
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.store import engines, journal, schema
from shoukei_app.store.journal import Writing
from shoukei_app.store.register_index import RegisterIndex

SUFFIX = ".shoukei"


@dataclass(slots=True)
class OpenOperation:
    """An operation being written: `writing` changes tables, `summary` may be completed, `id` is known at its end."""

    writing: Writing
    summary: dict[str, Any]
    id: int | None = None


View = Connection
"""What a use case reads from: an open transaction of the ledger."""


class Ledger:
    """One open ledger. Safe to read from several threads; one operation is written at a time."""

    def __init__(self, location: str, engine: Engine) -> None:
        self.location = location
        self._engine = engine
        self._stacks = journal.UndoStacks()
        self.register = RegisterIndex()

    @property
    def path(self) -> Path | None:
        """The ledger's file, None for a team's database."""
        return None if engines.is_url(self.location) else Path(self.location)

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A read-only view of one state of the ledger."""
        with engines.reading(self._engine) as connection:
            yield connection

    @contextmanager
    def write(
        self, act: Act, kind: OperationKind, summary: Mapping[str, Any] | None = None, *, reverses: int | None = None
    ) -> Iterator[OpenOperation]:
        """Write one operation: changes and journal line together, or nothing at all.

        An operation that changed nothing leaves no line.
        """
        with engines.writing(self._engine) as connection:
            operation = OpenOperation(Writing(connection, act), dict(summary or {}))
            yield operation
            if operation.writing.changes or kind is OperationKind.NEW_LEDGER:
                operation.id = journal.record(operation.writing, act, kind, operation.summary, reverses)

    @contextmanager
    def write_aside(self) -> Iterator[Connection]:
        """A transaction for what is no part of the history: what is being typed this minute."""
        with engines.writing(self._engine) as connection:
            yield connection

    def stacks(self, connection: Connection) -> journal.UndoStacks:
        """What can be undone and redone now."""
        self._stacks.follow(connection)
        return self._stacks

    def is_sound(self) -> bool:
        """Whether the database finds its own structure in order."""
        try:
            return engines.is_sound(self._engine)
        except Problem:
            return False

    def digest(self) -> str:
        """A fingerprint of all data of the office (not of its history): equal ledgers have equal digests."""
        digest = hashlib.sha256()
        with self.read() as connection:
            for table in schema.WATCHED:
                for row in connection.execute(select(table).order_by(table.c.id)):
                    line = [table.name, *row]
                    digest.update(json.dumps(line, ensure_ascii=False, sort_keys=True, default=str).encode() + b"\n")
        return digest.hexdigest()


def create(location: str | Path) -> Ledger:
    """Make an empty ledger. Raises Problem(LEDGER_EXISTS) where there is one, OUTPUT_FOLDER_MISSING, DISK_FULL …"""
    if engines.is_url(str(location)):
        return _create_in_database(str(location))
    path = Path(location)
    if path.exists():
        raise Problem(ProblemKind.LEDGER_EXISTS, path=path)
    if not path.parent.is_dir():
        raise Problem(ProblemKind.OUTPUT_FOLDER_MISSING, path=path.parent)
    engine = engines.sqlite_engine(path)
    try:
        with engines.translated(engine):
            engines.stamp_file(path)
            _migrate(engine)
    except BaseException:
        engine.dispose()
        for leftover in _files_of(path):
            leftover.unlink(missing_ok=True)
        raise
    return Ledger(str(path), engine)


def _create_in_database(url: str) -> Ledger:
    engine = engines.postgres_engine(url)
    try:
        with engines.translated(engine):
            _refuse_used(engine, url)
            _migrate(engine)
    except BaseException:
        engine.dispose()
        raise
    return Ledger(url, engine)


def _refuse_used(engine: Engine, url: str) -> None:
    with engine.connect() as connection:
        if _revision(connection) is not None:
            raise Problem(ProblemKind.LEDGER_EXISTS, path=url)


def open_ledger(location: str | Path) -> Ledger:
    """Open a ledger, migrating an older one after a backup beside it.

    Raises Problem: LEDGER_MISSING, LEDGER_NOT_OURS, LEDGER_NEWER, LEDGER_READ_ONLY, LEDGER_BUSY, LEDGER_DAMAGED,
    LEDGER_UNREACHABLE. Nothing is changed when one is raised.
    """
    if engines.is_url(str(location)):
        engine = engines.postgres_engine(str(location))
        path = None
    else:
        path = Path(location)
        engines.check_file(path)
        engine = engines.sqlite_engine(path)
    try:
        with engines.translated(engine):
            _bring_up_to_date(engine, path)
            engines.check_writable(engine)
    except Problem as problem:
        engine.dispose()
        problem.data.setdefault("path", location)
        raise
    except DatabaseError:
        engine.dispose()
        raise
    return Ledger(str(location), engine)


def _bring_up_to_date(engine: Engine, path: Path | None) -> None:
    with engine.connect() as connection:
        revision = _revision(connection)
    if revision == schema.REVISION:
        return
    if revision is None:
        raise Problem(ProblemKind.LEDGER_NOT_OURS)
    from shoukei_app.store import migrate  # noqa: PLC0415 - Alembic takes a quarter of a second to import

    if revision not in migrate.known_revisions():
        raise Problem(ProblemKind.LEDGER_NEWER)
    if path is not None:
        engines.copy_file(path, path.with_name(f"{path.stem}（更新前 {revision}）{path.suffix}"))
    migrate.upgrade(engine)


def _migrate(engine: Engine) -> None:
    from shoukei_app.store import migrate  # noqa: PLC0415 - Alembic takes a quarter of a second to import

    migrate.upgrade(engine)


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return revision


def _files_of(path: Path) -> tuple[Path, ...]:
    return (path, *(path.with_name(path.name + suffix) for suffix in ("-wal", "-shm", "-journal")))


def backup(ledger: Ledger, target: Path) -> None:
    """A consistent copy of the ledger's file at `target`, also while somebody works in it."""
    if ledger.path is None:
        raise Problem(ProblemKind.LEDGER_UNREACHABLE, path=ledger.location)
    with files.whole(target) as partial:
        engines.copy_file(ledger.path, partial)
