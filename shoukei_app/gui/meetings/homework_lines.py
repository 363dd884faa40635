"""Homework (宿題) of one firm, keyed line by line: who, what, until when; a new one follows the last."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from shoukei_app.domain.days import last_of_month
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit.controls import ChoiceBox
from shoukei_app.gui.kit.pieces import clear, row
from shoukei_app.gui.meetings.day_edit import DayEdit
from shoukei_app.usecases.tasks import NewTask

Who = tuple[int | None, int | None]
"""An organisation, and a person of it where one is named."""


class HomeworkLines(QWidget):
    """`changed` is emitted for what a person types. `offer` says who can be given homework."""

    changed = Signal()
    grown = Signal()

    def __init__(self, default: Callable[[], Who]) -> None:
        super().__init__()
        self._default = default
        self._people: list[tuple[Who, str]] = []
        self._base = date.min
        self._lines: list[_Line] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(GRID // 2, 0, GRID // 2, 0)
        self._layout.setSpacing(GRID // 2)

    def offer(self, people: Sequence[tuple[Who, str]], base: date) -> None:
        """Who can be given homework, and the day of the meeting."""
        self._people = list(people)
        self._base = base

    def fill(self, given: Sequence[NewTask]) -> None:
        """Show what this meeting gave already, and an empty line."""
        clear(self._layout)
        self._lines = []
        for task in given:
            self._add(task)
        self._add(None)

    def value(self) -> tuple[NewTask, ...]:
        """What stands in the lines; lines without words say nothing."""
        return tuple(task for line in self._lines if (task := line.value()) is not None)

    @property
    def wrong(self) -> QWidget | None:
        """The first day that cannot be read."""
        return next((line.due for line in self._lines if line.due.wrong), None)

    def controls(self) -> list[QWidget]:
        """All that takes the keyboard, in its order."""
        return [control for line in self._lines for control in (line.who, line.what, line.due)]

    def _add(self, task: NewTask | None) -> None:
        made = _Line(self._people, self._base, task, self._default)
        made.changed.connect(self._on_changed)
        self._lines.append(made)
        self._layout.addWidget(made)
        self.grown.emit()

    def _on_changed(self) -> None:
        if self._lines[-1].what.text().strip():
            self._add(None)
        self.changed.emit()


class _Line(QWidget):
    changed = Signal()

    def __init__(
        self, people: Sequence[tuple[Who, str]], base: date, task: NewTask | None, default: Callable[[], Who]
    ) -> None:
        super().__init__()
        self._values = [who for who, _ in people]
        self._default = default
        self.who = ChoiceBox()
        self.who.addItems([words for _, words in people])
        self.who.setAccessibleName("宿題をする人")
        self.who.setMaximumWidth(190)
        self.what = QLineEdit()
        self.what.setPlaceholderText("何をする（宿題）")
        self.what.setAccessibleName("宿題の内容")
        self.due = DayEdit("宿題の期限", last_of_month)
        self.due.setPlaceholderText("いつまで")
        self.due.setFixedWidth(112)
        self.due.base = base
        self.setLayout(row(self.who, self.what, self.due, spacing=GRID // 2))
        self._choose((task.organisation_id, task.person_id) if task else default())
        self._touched = task is not None
        if task is not None:
            self.what.setText(task.what)
            self.due.fill(task.due_on)
        self.who.activated.connect(self._on_who)
        self.what.textChanged.connect(lambda _text: self._on_what())
        self.due.textChanged.connect(lambda _text: self.changed.emit())

    def value(self) -> NewTask | None:
        what = self.what.text().strip()
        organisation, person = self._values[self.who.currentIndex()] if self.who.currentIndex() >= 0 else (None, None)
        return NewTask(what, organisation, person, self.due.value()) if what else None

    def _choose(self, who: Who) -> None:
        known = who if who in self._values else (who[0], None)
        self.who.setCurrentIndex(self._values.index(known) if known in self._values else -1)

    def _on_who(self, _place: int) -> None:
        self._touched = True
        self.changed.emit()

    def _on_what(self) -> None:
        if not self._touched and self.what.text().strip():
            self._touched = True
            self._choose(self._default())  # who leads may have been decided since the line was made
        self.changed.emit()
