"""The door to the window: the application object, its language and look, the way out for bugs, and the event loop."""

import logging
import sys
from pathlib import Path

from PySide6.QtCore import (
    QCoreApplication,
    QLibraryInfo,
    QLocale,
    QMessageLogContext,
    QtMsgType,
    QTranslator,
    qInstallMessageHandler,
)
from PySide6.QtGui import QPixmapCache
from PySide6.QtWidgets import QApplication

from shoukei_app.gui.kit.bugs import Door
from shoukei_app.gui.kit.drawn import CACHE_KB
from shoukei_app.gui.kit.theme import theme
from shoukei_app.gui.main_window import NAME, MainWindow

logger = logging.getLogger("qt")

LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}
_TURN = 0.001
"""Seconds that the worker keeps the interpreter while the window wants it; Python's 0.005 is felt at fast keying."""


def run(ledger_path: Path | str | None = None) -> int:
    """Open the window, with a ledger (path or URL) where one is given, and stay until it is closed; the exit code."""
    app = make_application()
    Door(app).install()
    qInstallMessageHandler(_on_qt_message)
    from shoukei_app.gui import pages  # noqa: PLC0415 - after the application, so that a bug in a page finds its door

    window = MainWindow(pages.PAGES, pages.backend)
    window.show()
    if ledger_path is not None:
        window.open_ledger(str(ledger_path))
    return app.exec()


def make_application() -> QApplication:
    """The application with its name, Japanese for Qt's own dialogs, and the theme in force."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(sys.argv[:1])
    QCoreApplication.setApplicationName("shoukei")
    app.setApplicationDisplayName(NAME)
    QLocale.setDefault(QLocale(QLocale.Language.Japanese, QLocale.Country.Japan))
    speak_japanese(app)
    theme()
    QPixmapCache.setCacheLimit(CACHE_KB)
    sys.setswitchinterval(_TURN)
    return app


def speak_japanese(app: QApplication) -> bool:
    """Words for what Qt itself shows (print, file and message dialogs); False where PySide6 ships none."""
    translator = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    return translator.load("qtbase_ja", folder) and app.installTranslator(translator)


def _on_qt_message(kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
    logger.log(LEVELS.get(kind, logging.WARNING), "%s", text)
