"""A posted campaign, made once and copied for every test."""

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from posted_campaign import post_first_run

from shoukei_app.domain.history import Act
from shoukei_app.store.ledger import Ledger
from shoukei_app.usecases import ledgers


@pytest.fixture(scope="session")
def posted_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("posted") / "台帳.shoukei"
    act = Act("山岸", datetime(2026, 7, 1, 12, 0, 0))
    made = ledgers.create(path, act, name="試験の調査", fiscal_year=2026)
    post_first_run(made, act)
    made.close()
    return path


@pytest.fixture
def file_ledger(posted_file: Path, tmp_path: Path) -> Iterator[Ledger]:
    path = tmp_path / "台帳.shoukei"
    shutil.copy(posted_file, path)
    opened = ledgers.open_existing(path)
    yield opened
    opened.close()
