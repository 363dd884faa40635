"""The application object: its language, and the way in through `run`."""

import logging
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QLocale, QMessageLogContext, QtMsgType
from PySide6.QtWidgets import QApplication

from shoukei_app.gui import app, main_window


def test_qt_speaks_japanese(qapp: QApplication) -> None:
    assert app.make_application() is qapp
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "キャンセル"
    assert QLocale().language() == QLocale.Language.Japanese


def test_a_warning_of_qt_goes_to_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, logger="qt"):
        app._on_qt_message(QtMsgType.QtWarningMsg, QMessageLogContext(), "試験")
        app._on_qt_message(QtMsgType.QtDebugMsg, QMessageLogContext(), "細かいこと")
    assert [record.message for record in caplog.records] == ["試験"]


def test_run_opens_the_ledger_it_is_given(qapp: QApplication, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    opened: list[str] = []
    monkeypatch.setattr(main_window.MainWindow, "open_ledger", lambda _window, location: opened.append(location))
    monkeypatch.setattr(QApplication, "exec", lambda *_: 0)
    monkeypatch.setattr(app.Door, "install", lambda _door: None)
    monkeypatch.setattr(app, "qInstallMessageHandler", lambda _handler: None)
    assert app.run(tmp_path / "台帳.shoukei") == 0
    assert opened == [str(tmp_path / "台帳.shoukei")]
