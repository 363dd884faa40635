"""Fixtures that every layer's tests share: a ledger on SQLite and, where there is one, on PostgreSQL."""

import os
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


@pytest.fixture(params=["sqlite", "postgresql"])
def location(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where a ledger can be made: a file whose path has Japanese and blanks, and a PostgreSQL database of its own."""
    if request.param == "sqlite":
        folder = tmp_path / "承継 診断"
        folder.mkdir()
        yield str(folder / "台 帳.shoukei")
        return
    if not POSTGRES:
        pytest.skip("no PostgreSQL: SHOUKEI_TEST_POSTGRES is not set (.ci/run starts one)")
    import psycopg

    name = f"test_{uuid.uuid4().hex}"
    with psycopg.connect(POSTGRES, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    yield POSTGRES.rsplit("/", 1)[0] + f"/{name}"
    with psycopg.connect(POSTGRES, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def ledger(location: str, act: Act) -> Iterator[Ledger]:
    """A ledger with one campaign and nothing else, on each engine."""
    made = _make(location, act)
    yield made
    made.close()


@pytest.fixture
def file_ledger(tmp_path: Path, act: Act) -> Iterator[Ledger]:
    """The same on SQLite only, for what has nothing to do with the engine."""
    made = _make(str(tmp_path / "台帳.shoukei"), act)
    yield made
    made.close()


@pytest.fixture
def shared_data() -> Path:
    """The real lists, where they are there."""
    if not SHARED.is_dir():
        pytest.skip(f"no real lists at {SHARED}")
    return SHARED


def _make(location: str, act: Act) -> Ledger:
    return ledgers.create(
        location,
        act,
        name="試験の調査",
        fiscal_year=2026,
        deadline=date(2026, 7, 31),
        sender=Sender("見本町 産業振興課", head="見本町長", phone="026-000-0000"),
    )
