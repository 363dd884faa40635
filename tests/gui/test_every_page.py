"""Every page, on an empty ledger and on a small campaign: it opens, and Qt has nothing to warn of."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from shoukei_app.domain.history import Act
from shoukei_app.domain.progress import Progress
from shoukei_app.gui.main_window import MainWindow
from shoukei_app.gui.pages import PAGES, backend
from shoukei_app.usecases import ledgers
from shoukei_app.usecases.sample import campaign as sample


@pytest.fixture(scope="module")
def sample_ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sample.make(tmp_path_factory.mktemp("見本"), count=60, seed=2, progress=Progress()).ledger


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    made = MainWindow(PAGES, backend)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    yield made
    made.desk.wait()
    made.close_ledger()


def open_at(qtbot: QtBot, window: MainWindow, ledger: Path, page: str) -> None:
    window.open_ledger(str(ledger))
    qtbot.waitUntil(lambda: window.current_page != "", timeout=20_000)
    window.go(page)
    qtbot.waitUntil(lambda: window.desk.idle, timeout=20_000)
    assert window.current_page == page
    assert not window.grab().isNull()


@pytest.mark.parametrize("page", [spec.key for spec in PAGES])
def test_on_a_campaign(qtbot: QtBot, window: MainWindow, sample_ledger: Path, page: str) -> None:
    open_at(qtbot, window, sample_ledger, page)
    assert window.minimumSizeHint().width() <= 1366
    assert window.minimumSizeHint().height() <= 768


@pytest.mark.parametrize("page", [spec.key for spec in PAGES])
def test_on_an_empty_ledger(qtbot: QtBot, window: MainWindow, tmp_path: Path, act: Act, page: str) -> None:
    path = tmp_path / "空.shoukei"
    ledgers.create(path, act, name="空の調査", fiscal_year=2026).close()
    open_at(qtbot, window, path, page)
