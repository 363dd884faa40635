"""The card that shows long work: what it is, how far it is, how long it will take, and a way to stop it."""

import time

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QProgressBar, QVBoxLayout, QWidget

from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit.desk import Desk
from shoukei_app.gui.kit.pieces import STRETCH, button, column, label, row
from shoukei_app.gui.kit.theme import theme

APPEARS_AFTER = 0.3
"""Seconds; shorter work is over before a card could be read."""

POLL_MS = 100
ESTIMATES_AFTER = 2.0


class ProgressCard(QFrame):
    """Floats over a corner of its parent while the desk is busy for longer than `APPEARS_AFTER`."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setProperty("kind", "popup")
        self._title = label("", "strong")
        self._words = label("", "secondary")
        self._left = label("", "note")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._stop = button("キャンセル", self._cancel)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * GRID, GRID + 4, 2 * GRID, GRID + 4)
        layout.setSpacing(GRID)
        layout.addWidget(self._title)
        layout.addWidget(self._bar)
        layout.addLayout(row(column(self._words, self._left, STRETCH, spacing=GRID // 2), STRETCH, self._stop))
        self.hide()
        self._timer = QTimer(self, interval=POLL_MS)
        self._timer.timeout.connect(self.look)
        desk.busy_changed.connect(self._on_busy)

    def look(self) -> None:
        """Show how things stand now; the timer calls it while the desk is busy."""
        job = self._desk.running
        if job is None or job.started is None:
            self.setVisible(self.isVisible() and job is not None)
            return
        elapsed = time.monotonic() - job.started
        if elapsed < APPEARS_AFTER and not self.isVisible():
            return
        progress = job.progress
        self._title.setText(job.title)
        self._bar.setRange(0, progress.total)
        self._bar.setValue(min(progress.done, progress.total))
        count = f"{progress.done:,} / {progress.total:,}" if progress.total else ""
        self._words.setText(f"{progress.label}　{count}".strip("　"))
        waiting = f"ほか {self._desk.queued} 件が待っています" if self._desk.queued else ""
        self._left.setText(
            "　".join(part for part in (remaining(elapsed, progress.done, progress.total), waiting) if part)
        )
        self._stop.setVisible(job.cancellable)
        self._stop.setEnabled(not progress.cancelled)
        if not self.isVisible():
            self.place()
            self.show()
            self.raise_()

    def place(self) -> None:
        """Go to the corner; the window calls it when its size changes."""
        self.setFixedWidth(theme().px(380))
        self.adjustSize()
        parent = self.parentWidget()
        assert parent is not None
        self.move(parent.width() - self.width() - 3 * GRID, parent.height() - self.height() - 3 * GRID)

    def _cancel(self) -> None:
        job = self._desk.running
        if job is not None:
            job.progress.cancel()
            self._stop.setEnabled(False)
            self._left.setText("止めています…")

    def _on_busy(self) -> None:
        if self._desk.running is None:
            self._timer.stop()
            self.hide()
        else:
            self._timer.start()


def remaining(elapsed: float, done: int, total: int) -> str:
    """The time that is left, in words as coarse as the estimate is; "" where nothing can be said yet."""
    if elapsed < ESTIMATES_AFTER or done <= 0 or total <= done:
        return ""
    seconds = elapsed / done * (total - done)
    if seconds < 10:
        return "まもなく終わります"
    if seconds < 55:
        return f"残り約 {round(seconds / 10) * 10} 秒"
    if seconds < 3300:
        return f"残り約 {max(1, round(seconds / 60))} 分"
    return f"残り約 {seconds / 3600:.1f} 時間"
