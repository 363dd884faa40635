"""Views of one page of which one is in sight, and the switch between them, also by keys and from the program."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QSize
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QStackedWidget, QWidget

from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit.pieces import row


class Views(QStackedWidget):
    """A stack by keys. Qt's own is as large as its largest widget, so that a small view would scroll."""

    def __init__(self, views: Mapping[str, QWidget]) -> None:
        super().__init__()
        self._views = dict(views)
        for view in self._views.values():
            self.addWidget(view)

    def __contains__(self, key: object) -> bool:
        return key in self._views

    def show_view(self, key: str) -> None:
        """Bring a view into sight."""
        self.setCurrentWidget(self._views[key])
        self.updateGeometry()

    def hasHeightForWidth(self) -> bool:
        """Qt: no; a table in a view takes what height there is."""
        return False

    def minimumSizeHint(self) -> QSize:
        """Qt: that of the view in sight."""
        shown = self.currentWidget()
        return shown.minimumSizeHint() if shown is not None else super().minimumSizeHint()

    def sizeHint(self) -> QSize:
        """Qt: the same, so that what grows is the window's affair."""
        return self.minimumSizeHint()


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
        self.mark(choices[0][0])

    def choose(self, key: str, *_checked: bool) -> None:
        """Show the view with this key."""
        self.mark(key)
        self._on_choice(key)

    def say(self, key: str, words: str) -> None:
        """Give a button other words: a view with the number that waits in it."""
        self._buttons[key].setText(words)

    def mark(self, key: str) -> None:
        """Show which view is in sight."""
        for other, made in self._buttons.items():
            made.setChecked(other == key)
