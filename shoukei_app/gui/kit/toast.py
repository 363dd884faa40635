"""The line at the bottom that says what was just done, with a way back; it goes by itself."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit.pieces import button, label

SHOWN_MS = 8000


class Toast(QFrame):
    """Floats over the bottom of its parent, below no more than one line of text; stays while the mouse is on it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("kind", "toast")
        self.left = 0
        """px at the left of the parent that the line does not belong to."""
        self._run: Callable[[], object] | None = None
        self._words = label("")
        self._action = button("", self._do)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2 * GRID, GRID // 2, GRID, GRID // 2)
        layout.setSpacing(2 * GRID)
        layout.addWidget(self._words)
        layout.addWidget(self._action)
        self._timer = QTimer(self, interval=SHOWN_MS, singleShot=True)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def say(self, words: str, action: str = "", run: Callable[[], object] | None = None) -> None:
        """Show a line; `action` is the verb of its button ("元に戻す"), `run` what it does."""
        self._words.setText(words)
        self._run = run
        self._action.setText(action)
        self._action.setVisible(bool(action))
        self.setAccessibleName(words)
        self.place()
        self.show()
        self.raise_()
        self._timer.start()

    @property
    def words(self) -> str:
        """What is shown, "" when nothing is."""
        return self._words.text() if self.isVisible() else ""

    def place(self) -> None:
        """Go to the bottom; the window calls it when its size changes."""
        self.adjustSize()
        parent = self.parentWidget()
        assert parent is not None
        room = parent.width() - self.left
        self.move(self.left + max(GRID, (room - self.width()) // 2), parent.height() - self.height() - 5 * GRID)

    def _do(self) -> None:
        self.hide()
        if self._run is not None:
            self._run()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Qt: whoever reads or aims at the button has time."""
        super().enterEvent(event)
        self._timer.stop()

    def leaveEvent(self, event: QEvent) -> None:
        """Qt: time runs again."""
        super().leaveEvent(event)
        self._timer.start()
