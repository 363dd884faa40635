"""What every page of the window is made from: title, one line of state, one primary action, content, key hints."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QPushButton, QVBoxLayout, QWidget

from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit.actions import Action, Actions
from shoukei_app.gui.kit.desk import Desk
from shoukei_app.gui.kit.pieces import Elided, hint_line, holding, label, row, scrolled
from shoukei_app.gui.kit.theme import theme
from shoukei_app.gui.session import Session
from shoukei_app.usecases.outcome import Subject


class Shell(Protocol):
    """The window, as far as a page may use it."""

    @property
    def desk(self) -> Desk:
        """Where writes and slow reads go."""

    @property
    def session(self) -> Session:
        """The open ledger, the campaign in it, who is working."""

    def go(self, page: str, what: object = None) -> None:
        """Open another page by its key and let it `open(what)`."""

    def say(self, text: str, *, undo: bool = False) -> None:
        """One line at the bottom ("13,748件を取り込みました"), with 元に戻す where `undo` is set."""


class Page(QWidget):
    """One page. A subclass sets the class attributes, builds its widgets in `__init__`, and reads in `refresh`.

    `refresh` is called when the page is first shown, when `desk.changed` touches one of `subjects` while the page is
    visible, and at the next show after that happened while it was hidden. A page never redraws after its own
    write by itself: the desk says so.
    """

    title: ClassVar[str] = ""
    subjects: ClassVar[frozenset[Subject]] = frozenset()
    hints: ClassVar[Sequence[tuple[str, str]]] = ()
    """Keys and their meaning for the line at the bottom: (("Enter", "開く"), …)."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        side = 3 * GRID
        self.shell = shell
        self._stale = True
        self._declared: list[Actions] = []
        self.setProperty("kind", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._title = label(self.title, "title")
        self._state = Elided()
        self._head = QHBoxLayout()
        self._head.setSpacing(GRID)
        self._head.addWidget(self._title)
        self._head.addSpacing(GRID)
        self._head.addWidget(self._state, 1)
        self._body = QVBoxLayout()
        self._body.setSpacing(2 * GRID)
        self._body.setContentsMargins(side, 0, side, 0)
        head = holding(self._head)
        head.setMinimumHeight(theme().px(34))  # with or without buttons, so that titles do not jump between pages
        self._head.setContentsMargins(side, 0, side, 0)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 2 * GRID, 0, GRID)
        outer.setSpacing(GRID + GRID // 2)
        outer.addWidget(head)
        outer.addWidget(scrolled(holding(self._body)), 1)
        if self.hints:
            hints = hint_line(tuple(self.hints))
            hints.setContentsMargins(side, 0, side, 0)
            outer.addWidget(hints)
        else:
            outer.addSpacing(GRID)
        self.desk.changed.connect(self._on_changed)

    @property
    def desk(self) -> Desk:
        """Where writes and slow reads go."""
        return self.shell.desk

    @property
    def session(self) -> Session:
        """The open ledger, the campaign in it, who is working."""
        return self.shell.session

    def refresh(self) -> None:
        """Overridden: read what the page shows and show it. Quick reads only; a slow one goes through `desk.read`."""

    def open(self, what: object) -> None:
        """Overridden where a page can be opened at something (a firm's id, a filter); called after `refresh`."""

    def take_focus(self) -> None:
        """Overridden where typing should begin at once; called when the page is opened and holds no focus yet."""
        self.setFocus()

    def may_leave(self) -> bool:
        """Overridden where typed text could be lost; asked before another page is shown and before closing."""
        return True

    def set_title(self, text: str) -> None:
        """Replace the title, where a page is about one thing."""
        self._title.setText(text)

    def set_state(self, text: str) -> None:
        """The one line beside the title that says how things stand ("3,482件 うち新規 12件")."""
        self._state.setText(text)

    def set_actions(self, declared: Sequence[Action], *, primary: str = "", others: Sequence[str] = ()) -> Actions:
        """Declare the page's actions; `primary` and `others` (left of it) get buttons in the head, all their keys."""
        made = Actions(self, declared, anywhere=True)
        self._declared.append(made)
        for key in others:
            self._head.addWidget(made.button(key))
        if primary:
            self._head.addWidget(made.button(primary, "primary"))
        return made

    def add_to_head(self, widget: QWidget) -> None:
        """Put a control at the right of the head, such as a switch between views."""
        self._head.addWidget(widget)

    def add(self, part: QWidget | QLayout, stretch: int = 0) -> None:
        """Put content below what the page already holds; `stretch=1` takes the height that is left."""
        if isinstance(part, QWidget):
            self._body.addWidget(part, stretch)
        else:
            self._body.addLayout(part, stretch)

    def bring_up_to_date(self) -> None:
        """Refresh if anything happened since the last time; called by the window before `open`."""
        if self._stale:
            self._stale = False
            self.refresh()
            for actions in self._declared:
                actions.update()

    def _on_changed(self, changed: frozenset[Subject]) -> None:
        if changed & self.subjects:
            self._stale = True
            if self.isVisible():
                self.bring_up_to_date()

    def showEvent(self, event: QShowEvent) -> None:
        """Qt: a page that comes into sight is up to date."""
        super().showEvent(event)
        self.bring_up_to_date()


@dataclass(frozen=True, slots=True)
class PageSpec:
    """An entry of the navigation: the key pages use with `Shell.go`, its words, its icon, and what makes the page.

    `page` is called when the page is first opened (the class, or a function that imports it then). `badge` counts
    what waits there; 0 shows nothing. `urgent` counts stand out. `gap` sets the entry apart from the one above.
    """

    key: str
    title: str
    symbol: str
    page: Callable[[Shell], Page]
    badge: Callable[[Session], int] | None = None
    urgent: bool = False
    gap: bool = False


def switch(choices: Sequence[tuple[str, str]], on_choice: Callable[[str], object], chosen: str = "") -> QWidget:
    """Buttons side by side of which one is down: views of one page. `choices` are (key, words)."""
    buttons: dict[str, QPushButton] = {}

    def choose(key: str) -> None:
        for other, made in buttons.items():
            made.setChecked(other == key)
        on_choice(key)

    for key, words in choices:
        made = QPushButton(words)
        made.setProperty("kind", "quiet")
        made.setCheckable(True)
        made.setAutoDefault(False)
        made.setChecked(key == (chosen or choices[0][0]))
        made.clicked.connect(lambda _checked=False, key=key: choose(key))
        buttons[key] = made
    return holding(row(*buttons.values(), spacing=GRID // 2))
