"""A posted campaign, made once and copied for every test."""

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from fake_shell import FakeShell
from posted_campaign import post_first_run
from pytestqt.qtbot import QtBot

from shoukei_app.domain.history import Act
from shoukei_app.gui.kit.desk import Desk
from shoukei_app.gui.returns.page import ENTRY, ReturnsPage
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


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, file_ledger: Ledger) -> Iterator[ReturnsPage]:
    shell = FakeShell(desk, file_ledger)
    made = ReturnsPage(shell)
    qtbot.addWidget(made)
    made.resize(1150, 700)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.open(ENTRY)
    yield made
    desk.wait()
