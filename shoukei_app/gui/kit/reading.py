"""What a page shows beside its work (counters, badges) is read by the desk, so that nobody who types waits for it."""

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QObject

from shoukei_app.domain.progress import Progress
from shoukei_app.gui.kit.desk import Desk

T = TypeVar("T")


class Reading(QObject, Generic[T]):
    """One read is under way at most; asked again meanwhile, it reads once more when that one is over."""

    def __init__(self, parent: QObject, desk: Desk, title: str, show: Callable[[T], object]) -> None:
        super().__init__(parent)
        self._desk = desk
        self._title = title
        self._show = show
        self._under_way = False
        self._next: Callable[[], T] | None = None

    def ask(self, read: Callable[[], T]) -> None:
        """Let the worker `read`, and show what it found; `read` must not touch a widget."""
        if self._under_way:
            self._next = read
            return
        self._under_way = True

        def job(_progress: Progress) -> T:
            return read()

        self._desk.read(job, title=self._title, done=self._on_read, ended=self._on_ended, cancellable=False)

    def _on_read(self, found: T) -> None:
        if self._next is None:  # else what was found is out of date already
            self._show(found)

    def _on_ended(self) -> None:
        self._under_way = False
        waiting, self._next = self._next, None
        if waiting is not None:
            self.ask(waiting)
