"""What came of the number just typed: a sentence and, where a person decides, buttons with their keys."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit.pieces import Banner, button, clear, holding, row, set_tone

GO_ON, FIRM, STOP = "F2", "F3", "Esc"
ACROSS = 3
PICKS = tuple(f"Alt+{number}" for number in range(1, 7))


@dataclass(frozen=True, slots=True)
class Choice:
    """One way on: its key, its words, and what it does."""

    keys: str
    text: str
    run: Callable[[], object]


class ReceiptAnswer(QWidget):
    """The banner below the number. The keyboard stays in the number: the next sheet can be scanned at any time."""

    def __init__(self, place: QWidget) -> None:
        super().__init__()
        self.choices: dict[str, Choice] = {}
        self.told = Banner("", "", tone="done")
        self._picks = QGridLayout()
        self._picks.setContentsMargins(0, 0, 0, 0)
        self._picks.setSpacing(GRID)
        self._ways = row(spacing=GRID)
        self._below = holding(self._picks)
        self._beside = holding(self._ways)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(self.told)
        layout.addWidget(self._below)
        self.told.add(self._beside)
        for keys in (GO_ON, FIRM, STOP, *PICKS):
            made = QShortcut(QKeySequence(keys), place, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
            made.activated.connect(lambda keys=keys: self.press(keys))
        self.hide()

    def say(self, title: str, words: str, tone: str, choices: Sequence[Choice] = ()) -> None:
        """Show what came of a number; the choices before are gone."""
        self.told.say(title, words)
        set_tone(self.told, tone)
        self.choices = {choice.keys: choice for choice in choices}
        clear(self._picks)
        clear(self._ways)
        picks = [choice for choice in choices if choice.keys in PICKS]
        ways = [choice for choice in choices if choice.keys not in PICKS]
        for place, choice in enumerate(picks):
            self._picks.addWidget(_button(choice), place // ACROSS, place % ACROSS)
        for choice in ways:
            self._ways.addWidget(_button(choice))
        self._below.setVisible(bool(picks))
        self._beside.setVisible(bool(ways))
        self.show()

    def press(self, keys: str) -> None:
        """Do what a key stands for now, if for anything; a choice is made once."""
        choice = self.choices.get(keys)
        if choice is not None:
            self.choices = {}
            choice.run()

    def dismiss(self) -> None:
        """Take the sentence away."""
        self.choices = {}
        self.hide()


def _button(choice: Choice) -> QWidget:
    made = button(f"{choice.text}  {choice.keys}", choice.run)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    made.setObjectName(choice.keys)
    return made
