"""Some of many things, each chosen by one key; all are in sight while the keyboard is at them, else only the chosen."""

from collections.abc import Sequence
from functools import partial
from typing import Generic, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QGridLayout, QPushButton, QSizePolicy, QWidget

from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit.pieces import column, label
from shoukei_app.gui.kit.ringed import Ringed

V = TypeVar("V")

KEYS = "1234567890QWERTYUIOP"
"""As they lie on the keyboard: digits first, then the row below them."""

COLUMNS = 2


class KeyChoice(Ringed, Generic[V]):
    """One of the options, or with `several` any of them. `chosen` is emitted for what a person chooses.

    Options beyond the number of keys can be clicked only. Delete or Backspace takes the choice back; with `several`
    the key of what is chosen does so for that one.
    """

    chosen = Signal()

    def __init__(self, name: str, *, several: bool = False, none: str = "未定") -> None:
        super().__init__()
        self._name = name
        self._several = several
        self._none = none
        self._values: list[V] = []
        self._words: list[str] = []
        self._picked: list[V] = []
        self._buttons: list[QPushButton] = []
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._summary = label("", "projected", wrap=True)
        self._grid = QGridLayout()
        self._grid.setSpacing(GRID // 2)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._choices = QWidget()
        self._choices.setLayout(self._grid)
        self.setLayout(column(self._summary, self._choices, margins=(GRID // 2, 4, GRID // 2, 4)))
        self._choices.hide()

    def offer(self, options: Sequence[tuple[V, str]]) -> None:
        """Offer other things; what was chosen stays chosen as far as it is among them."""
        if [value for value, _ in options] == self._values:
            return
        self._values = [value for value, _ in options]
        self._words = [words for _, words in options]
        self._picked = [value for value in self._picked if value in self._values]
        for made in self._buttons:
            self._grid.removeWidget(made)
            made.deleteLater()
        self._buttons = [self._button(place) for place in range(len(options))]
        rows = -(-len(options) // COLUMNS)
        for place, made in enumerate(self._buttons):
            self._grid.addWidget(made, place % rows, place // rows)
        for place in range(COLUMNS):
            self._grid.setColumnStretch(place, 1)
        self._show()

    def values(self) -> tuple[V, ...]:
        """What is chosen, in the order of the options."""
        return tuple(value for value in self._values if value in self._picked)

    def value(self) -> V | None:
        """The one that is chosen."""
        return next(iter(self.values()), None)

    def fill(self, values: Sequence[V]) -> None:
        """Show a choice; emits nothing. What is not offered is passed over."""
        self._picked = [value for value in values if value in self._values]
        self._show()

    def _button(self, place: int) -> QPushButton:
        key = KEYS[place] if place < len(KEYS) else "　"
        made = QPushButton(f"{key} {self._words[place]}")
        made.setProperty("kind", "segment")
        made.setCheckable(True)
        made.setAutoDefault(False)
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)  # a long name never widens the form
        made.setToolTip(self._words[place])
        made.clicked.connect(partial(self._choose, place))
        return made

    def _choose(self, place: int, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        value = self._values[place]
        if not self._several:
            self._picked = [value]
        elif value in self._picked:
            self._picked.remove(value)
        else:
            self._picked.append(value)
        self._show()
        self.chosen.emit()

    def _show(self) -> None:
        words = [self._words[place] for place, value in enumerate(self._values) if value in self._picked]
        self._summary.setText("、".join(words) or self._none)
        for made, value in zip(self._buttons, self._values, strict=True):
            made.setChecked(value in self._picked)
        self.setAccessibleName(f"{self._name}：{self._summary.text()}")

    def _open(self, *, wide: bool) -> None:
        self._summary.setVisible(not wide)
        self._choices.setVisible(wide)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: a key chooses."""
        key = event.text().upper()
        if len(key) == 1 and key in KEYS[: len(self._values)]:
            self._choose(KEYS.index(key))
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self._picked:
            self._picked = []
            self._show()
            self.chosen.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Qt: a click lets the keyboard come here."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        super().mousePressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Qt: all choices come into sight."""
        super().focusInEvent(event)
        self._open(wide=True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Qt: only what was chosen stays in sight."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._open(wide=False)
