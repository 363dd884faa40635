"""Checks between questions, and types of the diagnosis: a list at the left, words and a condition at the right."""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import replace
from typing import Generic, TypeVar

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QSplitter, QVBoxLayout, QWidget

from shoukei_app.domain import conditions
from shoukei_app.domain.conditions import Condition, Operator, Test
from shoukei_app.domain.questionnaire import Check, DiagnosisType, Questionnaire
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit.conditions import ConditionBuilder
from shoukei_app.gui.kit.form import Field, Form, LinesField, TextField
from shoukei_app.gui.kit.pieces import STRETCH, Card, button, column, holding, label, row, scrolled
from shoukei_app.gui.kit.theme import theme
from shoukei_app.gui.questionnaire.subjects import asked_about
from shoukei_app.words.conditions import sentence

T = TypeVar("T", Check, DiagnosisType)


class _Lines(QListWidget):
    """Lines that Alt+↑↓ moves."""

    moved = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Alt with an arrow moves the line itself."""
        ways = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.modifiers() & Qt.KeyboardModifier.AltModifier and Qt.Key(event.key()) in ways:
            self.moved.emit(ways[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)


class ConditionsView(QWidget, Generic[T]):
    """Values with a condition each; `changed` carries all of them and the place where somebody types ("": a step)."""

    changed = Signal(object, str)

    def __init__(self, title: str, note: str, declared: Sequence[Field], nothing: str, verb: str) -> None:
        super().__init__()
        self._questionnaire: Questionnaire | None = None
        self._values: tuple[T, ...] = ()
        self.lines = _Lines()
        self.lines.setAccessibleName(title)
        self.lines.setWordWrap(True)
        self.lines.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.lines.setSpacing(1)
        self.lines.currentRowChanged.connect(lambda _row: self._show_one())
        self.lines.moved.connect(self._move)
        self.add_button = button(verb, self.add, kind="quiet", symbol="plus")
        self.remove_button = button("消す", self.remove, kind="quiet", symbol="trash")
        left = Card(title)
        left.add(label(note, "secondary", wrap=True))
        left.add(self.lines, 1)
        left.add(row(self.add_button, STRETCH, self.remove_button))
        self.form: Form[T] = Form(declared)
        self.form.changed.connect(self._on_words)
        self.builder = ConditionBuilder(self._say, nothing)
        self.builder.changed.connect(self._on_condition)
        self.words_card, self.condition_card = Card("内容"), Card("あてはまる条件")
        self.words_card.add(self.form)
        self.condition_card.add(self.builder)
        self._right = holding(column(self.words_card, self.condition_card, STRETCH, spacing=GRID + 4))
        split = QSplitter()
        split.addWidget(left)
        split.addWidget(scrolled(self._right))
        split.setChildrenCollapsible(False)
        split.setHandleWidth(2 * GRID)
        split.setSizes([theme().px(420), theme().px(680)])
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(split)

    def show_questionnaire(self, questionnaire: Questionnaire) -> None:
        """Show what the questionnaire has; the line in hand stays."""
        self._questionnaire = questionnaire
        self._values = self.of(questionnaire)
        here = max(0, min(self.lines.currentRow(), len(self._values) - 1))
        blocker = QSignalBlocker(self.lines)
        self.lines.clear()
        self.lines.addItems([self.line(value) for value in self._values])
        self.lines.setCurrentRow(here if self._values else -1)
        blocker.unblock()
        self._show_one()

    @abstractmethod
    def of(self, questionnaire: Questionnaire) -> tuple[T, ...]:
        """The values of a questionnaire."""

    @abstractmethod
    def line(self, value: T) -> str:
        """A value on its line."""

    @abstractmethod
    def fresh(self, questionnaire: Questionnaire) -> T:
        """A new value."""

    @abstractmethod
    def with_condition(self, value: T, condition: Condition | None) -> T | None:
        """A value with another condition; None where it cannot be without one."""

    def add(self) -> None:
        """Add a value in front of the last one that takes what is left, else at the end."""
        if self._questionnaire is None or not self._questionnaire.questions:
            return
        place: int = self.place_of_fresh(self._values)
        made = self.fresh(self._questionnaire)
        self.changed.emit((*self._values[:place], made, *self._values[place:]), "")
        self.lines.setCurrentRow(place)
        self.form.editor(self.first_field).setFocus()

    first_field = "sentence"

    def place_of_fresh(self, values: Sequence[T]) -> int:
        """Where a new one goes."""
        return len(values)

    def remove(self) -> None:
        """Take the line in hand out."""
        here: int = self.lines.currentRow()
        if 0 <= here < len(self._values):
            self.changed.emit((*self._values[:here], *self._values[here + 1 :]), "")

    def _move(self, way: int) -> None:
        here, there = self.lines.currentRow(), self.lines.currentRow() + way
        if 0 <= here < len(self._values) and 0 <= there < len(self._values):
            values = list(self._values)
            values[here], values[there] = values[there], values[here]
            self.lines.setCurrentRow(there)
            self.changed.emit(tuple(values), "")

    def _show_one(self) -> None:
        here = self.lines.currentRow()
        shown = self._questionnaire is not None and 0 <= here < len(self._values)
        self._right.setVisible(shown)
        self.remove_button.setEnabled(shown)
        if not shown or self._questionnaire is None:
            return
        value = self._values[here]
        if self.form.isHidden() or self._filled() != value:
            self.form.fill(value)
        condition: Condition | None = value.when
        self.builder.show_condition(asked_about(self._questionnaire.questions), condition)

    def _filled(self) -> object:
        try:
            return self.form.typed()
        except ValueError:
            return None

    def _on_words(self) -> None:
        here = self.lines.currentRow()
        typed = replace(self.form.typed(), when=self._values[here].when)
        self._put(here, typed, f"{here} words")

    def _on_condition(self) -> None:
        here = self.lines.currentRow()
        made = self.with_condition(self._values[here], self.builder.value())
        if made is not None:
            self._put(here, made, "")

    def _put(self, here: int, value: T, touched: str) -> None:
        self.changed.emit((*self._values[:here], value, *self._values[here + 1 :]), touched)

    def _say(self, condition: Condition) -> str:
        assert self._questionnaire is not None
        return sentence(self._questionnaire, condition)


class ChecksView(ConditionsView[Check]):
    """確認: answers that do not go together, and the sentence the clerk reads."""

    def __init__(self) -> None:
        super().__init__(
            "確認",
            "回答どうしが合わないときに、入力する人に示す文です。回答は変えずに残し、印を付けます。",
            [LinesField(key="sentence", label="入力する人に示す文", lines=2)],
            "条件がまだありません。",
            "確認を加える",
        )

    def of(self, questionnaire: Questionnaire) -> tuple[Check, ...]:
        """The checks."""
        return questionnaire.checks

    def line(self, value: Check) -> str:
        """The sentence."""
        return value.sentence or "（まだ空です）"

    def fresh(self, questionnaire: Questionnaire) -> Check:
        """A check on the last question that can be asked about."""
        last = questionnaire.questions[-1].id
        ids = {check.id for check in questionnaire.checks}
        name = next(f"check{number}" for number in range(1, len(ids) + 2) if f"check{number}" not in ids)
        return Check(name, "", (last,), Test(last, Operator.ANSWERED, operand=True))

    def with_condition(self, value: Check, condition: Condition | None) -> Check | None:
        """The questions that are marked are those it asks about."""
        if condition is None:
            return None
        marked = tuple(dict.fromkeys(conditions.subjects(condition)))
        return replace(value, when=condition, questions=marked)


class TypesView(ConditionsView[DiagnosisType]):
    """診断の類型: the first whose condition holds is the firm's; the last takes what is left."""

    first_field = "code"

    def __init__(self) -> None:
        super().__init__(
            "診断の類型",
            "上から順に見て、最初にあてはまった類型になります（Alt+↑↓ で並べ替え）。"
            "最後は、どれにもあてはまらないときの類型です。",
            [
                TextField(key="code", label="記号", max_length=4, width=80),
                TextField(key="name", label="名前", max_length=40),
                LinesField(key="advice", label="訪問する人への助言", lines=3),
            ],
            "条件なし：上のどれにもあてはまらないときの類型です。",
            "類型を加える",
        )

    def of(self, questionnaire: Questionnaire) -> tuple[DiagnosisType, ...]:
        """The types."""
        return questionnaire.types

    def line(self, value: DiagnosisType) -> str:
        """Code and name."""
        return f"{value.code}　{value.name}"

    def fresh(self, questionnaire: Questionnaire) -> DiagnosisType:
        """A type without a condition yet, under the next free letter."""
        used = {kind.code for kind in questionnaire.types}
        code = next((letter for letter in "ABCDEFGHIJKLMNOPQRSTUVWXY" if letter not in used), "?")
        return DiagnosisType(code, "", "", Test(questionnaire.questions[-1].id, Operator.ANSWERED, operand=True))

    def with_condition(self, value: DiagnosisType, condition: Condition | None) -> DiagnosisType | None:
        """Any condition, and none."""
        return replace(value, when=condition)

    def place_of_fresh(self, values: Sequence[DiagnosisType]) -> int:
        """In front of the one that takes what is left."""
        return len(values) - 1 if values and values[-1].when is None else len(values)
