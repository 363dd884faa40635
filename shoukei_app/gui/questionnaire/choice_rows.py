"""The choices of a question, edited in place: words, その他, 単独, whom a consent is for; Enter adds the next."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from shoukei_app.domain.questionnaire import Choice, Question, QuestionKind, QuestionRole, Recipient
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit.controls import CheckBox, ChoiceBox
from shoukei_app.gui.kit.pieces import STRETCH, button, clear, column, label, row
from shoukei_app.gui.kit.theme import theme
from shoukei_app.words.terms import words


class ChoiceRows(QWidget):
    """Shows the choices of a question. Signals carry codes as they stand; whoever holds the questionnaire edits it."""

    changed = Signal(object)  # Choice
    added = Signal(int)  # the place of the new one, from 0
    removed = Signal(int)
    moved = Signal(int, int)

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[_ChoiceRow] = []
        self._shape: object = None
        self._place = column(spacing=GRID // 2)
        self.add_button = button("選択肢を加える", self._add_last, kind="quiet", symbol="plus")
        self._fixed = label("「はい・いいえ」の問いの選択肢は決まっています。", "note")
        self.setLayout(column(self._place, self._fixed, row(self.add_button, STRETCH), spacing=GRID))

    def show_question(self, question: Question) -> None:
        """Show the choices; rows are kept where they fit, so that the cursor stays."""
        fixed = question.kind is QuestionKind.YES_NO
        self._fixed.setVisible(fixed)
        self.add_button.setVisible(not fixed)
        consent = question.role is QuestionRole.CONSENT
        shape = (question.id, question.kind, consent, len(question.choices))
        if shape != self._shape:
            self._shape = shape
            clear(self._place)
            self.rows = [
                _ChoiceRow(self, several=question.kind is QuestionKind.MULTIPLE, consent=consent)
                for _ in (question.choices if not fixed else ())
            ]
            for made in self.rows:
                self._place.addWidget(made)
        for made, choice in zip(self.rows, question.choices, strict=False):
            made.fill(choice)

    def _add_last(self) -> None:
        self.added.emit(len(self.rows))


class _ChoiceRow(QWidget):
    """One choice."""

    def __init__(self, owner: ChoiceRows, *, several: bool, consent: bool) -> None:
        super().__init__()
        self._owner = owner
        self._choice = Choice(0, "")
        self._number = label("", "secondary")
        self._number.setFixedWidth(theme().px(20))
        self.edit = _ChoiceEdit(self._on_key)
        self.edit.setMinimumWidth(theme().px(90))
        self.edit.textEdited.connect(lambda _text: self._emit())
        self.other = CheckBox("記入欄")
        self.other.setToolTip("「その他」のように、選んだあとに言葉を書く欄を付ける")
        self.exclusive = CheckBox("単独")
        self.exclusive.setToolTip("「特にない」のように、ほかと一緒には選べない")
        self.recipient = ChoiceBox(self)
        self.recipient.setAccessibleName("だれへの提供の同意か")
        self.recipient.addItem("（提供先）", None)
        for kind, name in words(Recipient).items():
            self.recipient.addItem(name, kind.value)
        for box in (self.other, self.exclusive):
            box.toggled.connect(lambda _on: self._emit())
        self.recipient.currentIndexChanged.connect(lambda _index: self._emit())
        line = row(
            self._number,
            self.edit,
            self.recipient,
            self.other,
            self.exclusive,
            _icon("trash", "選択肢を消す", lambda: owner.removed.emit(self._choice.code)),
            spacing=GRID // 2,
        )
        line.setStretch(1, 1)
        self.setLayout(line)
        self.other.setVisible(not consent)
        self.exclusive.setVisible(several and not consent)
        self.recipient.setVisible(consent)

    def fill(self, choice: Choice) -> None:
        """Show a choice."""
        self._choice = choice
        self._number.setText(str(choice.code))
        self.edit.setAccessibleName(f"選択肢{choice.code}")
        if self.edit.text() != choice.text:
            self.edit.setText(choice.text)
            self.edit.setCursorPosition(0)
        for box, on in ((self.other, choice.other), (self.exclusive, choice.exclusive)):
            blocker = QSignalBlocker(box)
            box.setChecked(on)
            blocker.unblock()
        blocker = QSignalBlocker(self.recipient)
        place = self.recipient.findData(choice.recipient.value if choice.recipient else None)
        self.recipient.setCurrentIndex(max(0, place))
        blocker.unblock()

    def _emit(self) -> None:
        data = self.recipient.currentData()
        changed = Choice(
            self._choice.code,
            self.edit.text(),
            other=self.other.isChecked(),
            recipient=Recipient(data) if data else None,
            exclusive=self.exclusive.isChecked(),
        )
        self._owner.changed.emit(changed)

    def _on_key(self, key: str) -> None:
        code = self._choice.code
        match key:
            case "next":
                self._owner.added.emit(code)
            case "up" if code > 1:
                self._owner.moved.emit(code, code - 2)
            case "down" if code < len(self._owner.rows):
                self._owner.moved.emit(code, code)
            case "erase" if len(self._owner.rows) > 1:
                self._owner.removed.emit(code)


class _ChoiceEdit(QLineEdit):
    """Enter adds a choice below, Alt with an arrow moves this one, Backspace in an empty one takes it out."""

    def __init__(self, on_key: Callable[[str], None]) -> None:
        super().__init__()
        self._on_key = on_key

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: what is about the row goes to the row."""
        key, alt = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_key("next")
        elif alt and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._on_key("up" if key == Qt.Key.Key_Up else "down")
        elif key == Qt.Key.Key_Backspace and not self.text():
            self._on_key("erase")
        else:
            super().keyPressEvent(event)


def _icon(symbol: str, name: str, run: Callable[[], object]) -> QWidget:
    made = button("", partial(run), kind="icon", symbol=symbol)
    made.setToolTip(name)
    made.setAccessibleName(name)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return made
