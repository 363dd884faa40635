"""The switch between the views of the page, also by keys and from the program."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QWidget

from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit.pieces import row


class ViewSwitch(QWidget):
    """Buttons side by side of which one is down. `choices` are (key, words, shortcut)."""

    def __init__(self, choices: Sequence[tuple[str, str, str]], on_choice: Callable[[str], object]) -> None:
        super().__init__()
        self._on_choice = on_choice
        self._buttons: dict[str, QPushButton] = {}
        for key, words, keys in choices:
            made = QPushButton(words)
            made.setProperty("kind", "quiet")
            made.setCheckable(True)
            made.setAutoDefault(False)
            made.setToolTip(f"{words}（{keys}）")
            made.clicked.connect(partial(self.choose, key))
            self._buttons[key] = made
            QShortcut(QKeySequence(keys), self, partial(self.choose, key))
        self.setLayout(row(*self._buttons.values(), spacing=GRID // 2))
        self._mark(choices[0][0])

    def choose(self, key: str, *_checked: bool) -> None:
        """Show the view with this key."""
        self._mark(key)
        self._on_choice(key)

    def _mark(self, key: str) -> None:
        for other, made in self._buttons.items():
            made.setChecked(other == key)
