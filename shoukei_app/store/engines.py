"""The two engines a ledger can live in. Everything that only SQLite or only PostgreSQL understands stands here."""

import os
import re
import sqlite3
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import JSON, Connection, Engine, Table, bindparam, create_engine, event, insert, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from shoukei_app.domain.problem import Problem, ProblemKind

APPLICATION_ID = 0x73686B69
"""Stamped into a ledger's file ("shki"), so that another program's SQLite file is told apart."""

_SQLITE_HEADER = b"SQLite format 3\0"
_NETWORK_FILE_SYSTEMS = {"cifs", "smb3", "smbfs", "nfs", "nfs4", "fuse.sshfs", "9p"}
_BUSY_SECONDS = 10.0
_CACHE_KB = 65_536
_TAKEN_AS_THEY_ARE = frozenset({None, True, False})
_WRITING = "shoukei_writing"


def as_json(document: object) -> str:
    """A document as both engines keep it: compact, and Japanese as it is."""
    return orjson.dumps(document).decode()


def is_url(location: str) -> bool:
    """Whether a ledger's location is a PostgreSQL URL, not a path."""
    return bool(re.match(r"postgres(ql)?(\+\w+)?://", location))


def sqlite_engine(path: Path) -> Engine:
    """An engine on a ledger's file; the file is not touched yet."""
    engine = create_engine(
        "sqlite://",
        creator=lambda: sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False),
        pool_size=4,
        json_serializer=as_json,
        json_deserializer=orjson.loads,
    )
    # On a network share a write-ahead log would be corrupted by its shared memory (sqlite.org/wal.html).
    journal_mode = "DELETE" if on_network(path) else "WAL"

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _record: Any) -> None:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute(f"PRAGMA journal_mode = {journal_mode}")
        # Every finished operation is on the disk before the next begins, also when the power fails.
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA temp_store = MEMORY")
        # A large list touches every page of every index; with SQLite's own 2 MB they would be read again and again.
        connection.execute(f"PRAGMA cache_size = -{_CACHE_KB}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writing = connection.get_execution_options().get(_WRITING, False)
        connection.exec_driver_sql(f"PRAGMA query_only = {'OFF' if writing else 'ON'}")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


def postgres_engine(url: str) -> Engine:
    """An engine on a team's PostgreSQL database."""
    location = re.sub(r"^postgres(ql)?(\+\w+)?://", "postgresql+psycopg://", url)
    return create_engine(location, pool_pre_ping=True, json_serializer=as_json, json_deserializer=orjson.loads)


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One read-only transaction: it sees one state, and cannot write."""
    with engine.connect() as connection, translated(engine):
        options: dict[str, Any] = {} if engine.dialect.name == "sqlite" else {"postgresql_readonly": True}
        with connection.execution_options(**options).begin():
            yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One transaction of the only writer; rolled back as a whole by any exception."""
    connected = engine.connect().execution_options(**{_WRITING: True})
    with translated(engine), connected as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            connection.execute(text("LOCK TABLE operation IN EXCLUSIVE MODE"))
        yield connection


def insert_rows(connection: Connection, table: Table, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert rows whose values stand in the order of `columns`.

    SQLite takes them as they are: making a dictionary and a compiled parameter set of each row, as SQLAlchemy does,
    would cost more than the insert itself.
    """
    if connection.dialect.name != "sqlite":
        connection.execute(insert(table), [dict(zip(columns, row, strict=True)) for row in rows])
        return
    names = ", ".join(f'"{name}"' for name in columns)
    marks = ", ".join("?" * len(columns))
    statement = f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})'  # noqa: S608 - names of our own tables
    connection.exec_driver_sql(statement, _as_sqlite_takes(connection, table, columns, rows))


def update_rows(connection: Connection, table: Table, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Set columns of rows by their id, which is the first of `columns`; as `insert_rows` does it."""
    if connection.dialect.name != "sqlite":
        statement = update(table).where(table.c.id == bindparam("key_"))
        names = ["key_", *(f"{name}_" for name in columns[1:])]
        connection.execute(
            statement.values({name: bindparam(f"{name}_") for name in columns[1:]}),
            [dict(zip(names, row, strict=True)) for row in rows],
        )
        return
    values = ", ".join(f'"{name}" = ?' for name in columns[1:])
    taken = _as_sqlite_takes(connection, table, columns, rows)
    statement_text = f'UPDATE "{table.name}" SET {values} WHERE "id" = ?'  # noqa: S608 - names of our own tables
    connection.exec_driver_sql(statement_text, [(*row[1:], row[0]) for row in taken])


def _as_sqlite_takes(
    connection: Connection, table: Table, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]
) -> list[tuple[Any, ...]]:
    dialect = connection.dialect
    for place, name in enumerate(columns):
        kind = table.c[name].type
        convert = kind.dialect_impl(dialect).bind_processor(dialect)
        if convert is None:
            continue
        # Many rows often hold one and the same document or day: each is written down once.
        if isinstance(kind, JSON):
            documents = {id(row[place]): row[place] for row in rows}
            texts = {key: convert(document) for key, document in documents.items()}
            rows = [(*row[:place], texts[id(row[place])], *row[place + 1 :]) for row in rows]
        elif not _TAKEN_AS_THEY_ARE.issuperset(values := {row[place] for row in rows}):
            written = {value: convert(value) for value in values}
            rows = [(*row[:place], written[row[place]], *row[place + 1 :]) for row in rows]
    return list(rows)


def check_writable(engine: Engine) -> None:
    """Refuse a read-only medium when a ledger is opened, before anybody has typed anything; nothing is changed."""
    with translated(engine), engine.connect().execution_options(**{_WRITING: True}) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = version_num"))
        connection.rollback()


@contextmanager
def translated(engine: Engine) -> Iterator[None]:
    """Turn what a database says into a Problem that a person can act on."""
    try:
        yield
    except IntegrityError:
        raise
    except (DBAPIError, sqlite3.Error) as error:  # the latter while a connection is being prepared
        raise _problem(error, engine) from error


def check_file(path: Path) -> None:
    """Refuse what is not a ledger's file, before any engine opens (and perhaps changes) it."""
    try:
        with path.open("rb") as file:
            header = file.read(100)
    except FileNotFoundError as error:
        raise Problem(ProblemKind.LEDGER_MISSING, path=path) from error
    except (PermissionError, IsADirectoryError) as error:
        raise Problem(ProblemKind.LEDGER_UNREACHABLE, path=path) from error
    # The file's header holds the application id at byte 68 (sqlite.org/fileformat.html).
    if not header.startswith(_SQLITE_HEADER) or int.from_bytes(header[68:72], "big") != APPLICATION_ID:
        raise Problem(ProblemKind.LEDGER_NOT_OURS, path=path)


def stamp_file(path: Path) -> None:
    """Create a ledger's file with our application id."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("VACUUM")


def copy_file(source: Path, target: Path) -> None:
    """A consistent copy of a ledger's file, also while somebody works in it."""
    with closing(sqlite3.connect(source)) as from_, closing(sqlite3.connect(target)) as to:
        from_.backup(to)


def is_sound(engine: Engine) -> bool:
    """Whether the database finds its own structure and references in order."""
    if engine.dialect.name != "sqlite":
        return True
    with reading(engine) as connection:
        whole = connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
        return whole and not connection.exec_driver_sql("PRAGMA foreign_key_check").first()


def on_network(path: Path) -> bool:
    """Whether a path lies on a file server."""
    resolved = str(path.resolve())
    if resolved.startswith(("\\\\", "//")):
        return True
    if sys.platform == "win32":  # pragma: no cover - Windows only
        import ctypes  # noqa: PLC0415 - only there

        drive_remote = 4
        return bool(ctypes.windll.kernel32.GetDriveTypeW(os.path.splitdrive(resolved)[0] + "\\") == drive_remote)
    return _mount_type(resolved) in _NETWORK_FILE_SYSTEMS


def _mount_type(resolved: str) -> str:
    try:
        mounts = [line.split(" ") for line in Path("/proc/mounts").read_text(encoding="utf-8").splitlines()]
    except OSError:
        return ""
    inside = [m for m in mounts if resolved == m[1] or resolved.startswith(m[1].rstrip("/") + "/")]
    return max(inside, key=lambda mount: len(mount[1]))[2] if inside else ""


_SQLITE_MESSAGES = (
    ("disk is full", ProblemKind.DISK_FULL),
    ("readonly database", ProblemKind.LEDGER_READ_ONLY),
    ("read-only", ProblemKind.LEDGER_READ_ONLY),
    ("locked", ProblemKind.LEDGER_BUSY),
    ("malformed", ProblemKind.LEDGER_DAMAGED),
    ("not a database", ProblemKind.LEDGER_NOT_OURS),
    ("disk I/O error", ProblemKind.LEDGER_UNREACHABLE),
    ("unable to open", ProblemKind.LEDGER_UNREACHABLE),
)


def _problem(error: DBAPIError | sqlite3.Error, engine: Engine) -> Exception:
    if engine.dialect.name == "sqlite":
        message = str(error.orig if isinstance(error, DBAPIError) else error)
        return next((Problem(kind) for words, kind in _SQLITE_MESSAGES if words in message), error)
    return Problem(ProblemKind.LEDGER_UNREACHABLE) if isinstance(error, OperationalError) else error
