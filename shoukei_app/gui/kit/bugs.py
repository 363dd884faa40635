"""The one door for bugs: any exception nobody expected is shown, and logged without personal data."""

import logging
import platform
import sys
import threading
import traceback
from datetime import datetime
from pathlib import Path, PurePath
from types import TracebackType

from PySide6.QtCore import QObject, QStandardPaths, Qt, Signal
from PySide6.QtWidgets import QApplication

from shoukei_app.domain.problem import Problem
from shoukei_app.gui.kit import dialogs

LOG_NAME = "bugs.log"
LOG_BYTES_KEPT = 512 * 1024

logger = logging.getLogger(__name__)


def log_file() -> Path:
    """Where bugs are written on this PC."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppLocalDataLocation)
    return Path(folder) / LOG_NAME


def describe(error: BaseException) -> str:
    """An exception as text without personal data: types, and places in the program; no messages, values or paths.

    A message may hold a firm's name ("KeyError: '信濃…'") and a path the person's, so neither is kept.
    """
    parts = []
    link: BaseException | None = error
    while link is not None:
        frames = traceback.extract_tb(link.__traceback__)
        places = [f"  {_module(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]
        parts.append("\n".join([f"{type(link).__module__}.{type(link).__qualname__}", *places]))
        link = link.__cause__ or link.__context__
    return "\n← ".join(parts)


def write_log(text: str) -> None:
    """Add an entry to the log file; a log that cannot be written is no second accident."""
    file = log_file()
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        if file.exists() and file.stat().st_size > LOG_BYTES_KEPT:
            file.replace(file.with_suffix(".old"))
        with file.open("a", encoding="utf-8") as out:
            out.write(f"{datetime.now().astimezone().isoformat(timespec='seconds')}\n{text}\n\n")
    except OSError:
        logger.warning("the log of bugs cannot be written")


class Door(QObject):
    """Takes every uncaught exception of the process: a Problem becomes its message, anything else the bug dialog."""

    _arrived = Signal(object)

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._shown: dialogs.Notice | None = None
        self._arrived.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Become the process's way out for exceptions, on the main thread and on every other."""
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread_exception

    def _on_exception(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            self._app.quit()
            return
        if not isinstance(error, Problem):
            write_log(f"{platform.platform()} Python {platform.python_version()}\n{describe(error)}")
            if sys.stderr is not None:
                traceback.print_exception(kind, error, trace)
        self._arrived.emit(error)

    def _on_thread_exception(self, happening: threading.ExceptHookArgs) -> None:
        if happening.exc_value is not None:
            self._on_exception(happening.exc_type, happening.exc_value, happening.exc_traceback)

    def _show(self, error: BaseException) -> None:
        parent = QApplication.activeModalWidget() or QApplication.activeWindow()
        if isinstance(error, Problem):
            dialogs.show_problem(parent, error)
            return
        if self._shown is not None:
            return  # an error while painting comes back with every repaint: one dialog is enough
        self._shown = dialogs.show_notice(
            parent,
            "予期しない不具合が起きました",
            "いまの操作は最後まで終わっていないことがあります。これまでに記録した内容は失われていません。\n"
            "続けて使えますが、同じことが起きるときは、下の「詳しい内容」を添えて担当者にお知らせください。"
            "そこに個人情報は含まれません。",
            details=f"{describe(error)}\n\n記録: {log_file().name}",
            symbol="bug",
            tone="overdue",
        )
        self._shown.finished.connect(self._closed)

    def _closed(self) -> None:
        self._shown = None


def _module(filename: str) -> str:
    parts = PurePath(filename).parts
    for anchor in ("shoukei_app", "site-packages"):
        if anchor in parts:
            return "/".join(parts[parts.index(anchor) :])
    return parts[-1] if parts else filename
