"""One view of the register page: what stands in its head, its hints, and the way back."""

from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout, QWidget

from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit.actions import Action, Actions
from shoukei_app.gui.kit.desk import Desk
from shoukei_app.gui.kit.page import Shell
from shoukei_app.gui.kit.pieces import hint_line, holding, row
from shoukei_app.gui.session import Session


class View(QWidget):
    """A part of the page that takes all its room while it is shown: the table, the import, a card, a form.

    `finished` asks the page to go back to the view below, `state_changed` to show title and state anew; `card_asked`
    and `edit_asked` carry the id of a firm whose card or form is to be shown on top.
    """

    title: str = "名簿"
    hints: ClassVar[Sequence[tuple[str, str]]] = ()

    finished = Signal()
    state_changed = Signal()
    card_asked = Signal(object)
    edit_asked = Signal(object)

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell = shell
        self.state = ""
        self._head: QHBoxLayout = row()
        self.head = holding(self._head)
        """What the page puts at the right of its head while the view is shown."""
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(GRID + GRID // 2)
        self._body = QVBoxLayout()
        self._body.setSpacing(2 * GRID)
        self._layout.addLayout(self._body, 1)
        if self.hints:
            self._layout.addWidget(hint_line(tuple(self.hints)))
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    @property
    def desk(self) -> Desk:
        """Where writes and slow reads go."""
        return self.shell.desk

    @property
    def session(self) -> Session:
        """The open ledger, the campaign in it, who is working."""
        return self.shell.session

    def refresh(self) -> None:
        """Overridden: read anew what is shown."""

    def start(self) -> None:
        """Overridden: put the keyboard where the work begins; called when the view is shown."""
        self.setFocus()

    def may_leave(self) -> bool:
        """Overridden where something typed or read would be lost."""
        return True

    def set_state(self, words: str) -> None:
        """The line beside the page's title."""
        self.state = words
        self.state_changed.emit()

    def set_actions(self, declared: Sequence[Action], *, primary: str = "", others: Sequence[str] = ()) -> Actions:
        """Declare the view's actions; `others` and `primary` get buttons in the head."""
        made = Actions(self, declared)
        for key in others:
            self._head.addWidget(made.button(key))
        if primary:
            self._head.addWidget(made.button(primary, "primary"))
        return made

    def add(self, part: QWidget | QLayout, stretch: int = 0) -> None:
        """Put content below what the view already holds."""
        if isinstance(part, QWidget):
            self._body.addWidget(part, stretch)
        else:
            self._body.addLayout(part, stretch)
