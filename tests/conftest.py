"""Fixtures that every layer's tests share: a ledger on SQLite and, where there is one, on PostgreSQL."""

import os
import shutil
import uuid
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from shoukei_app import files
from shoukei_app.domain.history import Act
from shoukei_app.domain.mailing import Sender
from shoukei_app.store.ledger import Ledger
from shoukei_app.usecases import ledgers

settings.register_profile(
    "shoukei", deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
settings.load_profile("shoukei")

# No list of postcodes that the developer loaded for daily work gets into a test.
os.environ[files.FOLDER_VARIABLE] = str(Path(__file__).parent / "no such folder")

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
POSTGRES = os.environ.get("SHOUKEI_TEST_POSTGRES", "")
NOON = datetime(2026, 7, 1, 12, 0, 0)
TODAY = date(2026, 7, 1)


@pytest.fixture
def act() -> Act:
    return Act("山岸", NOON)


@pytest.fixture(scope="session")
def new_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger with one campaign and nothing else, to be copied: making one takes forty times as long."""
    path = tmp_path_factory.mktemp("new") / "台帳.shoukei"
    _make(str(path)).close()
    return path


@pytest.fixture(scope="session")
def new_database() -> Iterator[str]:
    """The same as a PostgreSQL database, by its name."""
    name = _add_database()
    _make(_url(name)).close()
    yield name
    _drop_database(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def location(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where a ledger can be made: a file whose path has Japanese and blanks, and a PostgreSQL database of its own.

    Where the test asks for `ledger`, it is there already.
    """
    ready = "ledger" in request.fixturenames
    if request.param == "sqlite":
        folder = tmp_path / "承継 診断"
        folder.mkdir()
        if ready:
            shutil.copy(request.getfixturevalue("new_file"), folder / "台 帳.shoukei")
        yield str(folder / "台 帳.shoukei")
        return
    if not POSTGRES:
        pytest.skip("no PostgreSQL: SHOUKEI_TEST_POSTGRES is not set (.ci/run starts one)")
    name = _add_database(request.getfixturevalue("new_database") if ready else "template1")
    yield _url(name)
    _drop_database(name)


@pytest.fixture
def ledger(location: str) -> Iterator[Ledger]:
    """A ledger with one campaign and nothing else, on each engine."""
    opened = ledgers.open_existing(location)
    yield opened
    opened.close()


@pytest.fixture
def file_ledger(new_file: Path, tmp_path: Path) -> Iterator[Ledger]:
    """The same on SQLite only, for what has nothing to do with the engine."""
    opened = ledgers.open_existing(shutil.copy(new_file, tmp_path / "台帳.shoukei"))
    yield opened
    opened.close()


@pytest.fixture
def shared_data() -> Path:
    """The real lists, where they are there."""
    if not SHARED.is_dir():
        pytest.skip(f"no real lists at {SHARED}")
    return SHARED


def _make(location: str) -> Ledger:
    return ledgers.create(
        location,
        Act("山岸", NOON),
        name="試験の調査",
        fiscal_year=2026,
        deadline=date(2026, 7, 31),
        sender=Sender("見本町 産業振興課", head="見本町長", phone="026-000-0000"),
    )


def _url(database: str) -> str:
    return POSTGRES.rsplit("/", 1)[0] + f"/{database}"


def _add_database(template: str = "template1") -> str:
    name = f"test_{uuid.uuid4().hex}"
    _tell_postgres(f"CREATE DATABASE {name} TEMPLATE {template}")
    return name


def _drop_database(name: str) -> None:
    _tell_postgres(f"DROP DATABASE {name} WITH (FORCE)")


def _tell_postgres(statement: str) -> None:
    import psycopg

    with psycopg.connect(POSTGRES, autocommit=True) as connection:
        connection.execute(statement)
