"""One of a few things, chosen by a digit: the keyboard is at the whole row, a click does the same."""

from collections.abc import Sequence
from functools import partial
from typing import Generic, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QPushButton

from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit.ringed import Ringed

V = TypeVar("V")

_DIGITS = {key: place for place, key in enumerate(range(Qt.Key.Key_1.value, Qt.Key.Key_9.value + 1))}


class DigitChoice(Ringed, Generic[V]):
    """Buttons "1 面談した", `columns` of them in a row (0: all); digits, ← and → choose.

    `chosen` is emitted for what a person chooses.
    """

    chosen = Signal()

    def __init__(self, name: str, options: Sequence[tuple[V, str]], *, columns: int = 0) -> None:
        super().__init__()
        self._name = name
        self._values = [value for value, _ in options]
        self._words = [words for _, words in options]
        self._place = -1
        self._buttons: list[QPushButton] = []
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        grid = QGridLayout(self)
        grid.setContentsMargins(3, 3, 3, 3)
        grid.setSpacing(GRID // 2)
        across = columns or len(options)
        for place, words in enumerate(self._words):
            made = QPushButton(f"{place + 1} {words}")
            made.setProperty("kind", "segment")
            made.setCheckable(True)
            made.setAutoDefault(False)
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            made.clicked.connect(partial(self._choose, place))
            self._buttons.append(made)
            grid.addWidget(made, place // across, place % across)
        self._show()

    def value(self) -> V | None:
        """What is chosen."""
        return self._values[self._place] if self._place >= 0 else None

    def fill(self, value: V | None) -> None:
        """Show a choice; emits nothing."""
        self._place = self._values.index(value) if value in self._values else -1
        self._show()

    def _choose(self, place: int, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        self.setFocus()
        self._place = place
        self._show()
        self.chosen.emit()

    def _show(self) -> None:
        for place, made in enumerate(self._buttons):
            made.setChecked(place == self._place)
        words = self._words[self._place] if self._place >= 0 else "未選択"
        self.setAccessibleName(f"{self._name}：{words}")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: digits and arrows choose."""
        key = event.key()
        if key in _DIGITS and _DIGITS[key] < len(self._values):
            self._choose(_DIGITS[key])
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            step = 1 if key == Qt.Key.Key_Right else -1
            self._choose(max(0, min(len(self._values) - 1, self._place + step)))
        else:
            super().keyPressEvent(event)
