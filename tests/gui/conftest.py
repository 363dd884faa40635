"""What every test of the window needs: no screen, settings of its own, and a shell without a window."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from collections.abc import Iterator
from pathlib import Path

import pytest
from fake_shell import FakeShell
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from shoukei_app.gui.kit.desk import Desk
from shoukei_app.gui.kit.theme import theme


def pytest_configure(config: pytest.Config) -> None:
    """A platform without a screen says what it cannot do; any other warning of Qt fails the test."""
    config.addinivalue_line("qt_log_ignore", "This plugin does not support")


@pytest.fixture(autouse=True)
def own_settings(qapp: QApplication, tmp_path: Path) -> None:
    """Nothing is remembered from one test to the next, nor on the developer's machine."""
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path / "settings"))
    theme().apply()


@pytest.fixture
def desk(qapp: QApplication) -> Iterator[Desk]:
    made = Desk()
    yield made
    made.close()


@pytest.fixture
def shell(desk: Desk) -> FakeShell:
    return FakeShell(desk)
