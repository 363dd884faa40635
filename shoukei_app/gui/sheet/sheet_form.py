"""The sheet as on paper: one question a line, the current one large, and a last line that keeps it."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout

from shoukei_app.domain.answers import BLANK, Answer
from shoukei_app.domain.questionnaire import Question, QuestionKind, Questionnaire
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit.pieces import STRETCH, button, column, holding, label, row, scrolled
from shoukei_app.gui.sheet.current_question import CurrentQuestion
from shoukei_app.gui.sheet.draft import Draft
from shoukei_app.gui.sheet.keying import in_words
from shoukei_app.gui.sheet.question_row import QuestionRow
from shoukei_app.words.conditions import base_text

_NOT_YET = "—"


class SheetForm(QFrame):
    """Shows a draft and writes answers into it. `changed` after every answer; `save_asked`, `leave_asked` by keys."""

    changed = Signal()
    save_asked = Signal()
    leave_asked = Signal()

    def __init__(self, questionnaire: Questionnaire) -> None:
        super().__init__()
        self._questionnaire = questionnaire
        self._draft: Draft | None = None
        self.current = CurrentQuestion()
        self.end = _End()
        self.rows = [QuestionRow(place, question) for place, question in enumerate(questionnaire.questions)]
        self._bases = {
            question.id: base_text(questionnaire, question.base) if question.base else ""
            for question in questionnaire.questions
        }
        self._list = QVBoxLayout()
        self._list.setContentsMargins(0, 0, GRID, 0)
        self._list.setSpacing(GRID // 2)
        for line in self.rows:
            line.pressed.connect(self.go_to)
            self._list.addWidget(line)
        self._list.addWidget(self.end)
        self._list.addStretch(1)
        self._list.insertWidget(0, self.current)
        self._area = scrolled(holding(self._list))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._area)
        self._settle = QTimer(self, interval=0, singleShot=True)
        self._settle.timeout.connect(self._bring_into_sight)
        self.current.answered.connect(self._on_answer)
        self.current.command.connect(self._on_command)
        self.current.resized.connect(self._settle.start)
        self.end.command.connect(self._on_command)

    @property
    def at_end(self) -> bool:
        """Whether every question was passed and the sheet waits to be kept."""
        return self._draft is not None and self._draft.place >= len(self.rows)

    def show_draft(self, draft: Draft) -> None:
        """Begin with a sheet at its place."""
        self._draft = draft
        self._show_rows()
        self.go_to(draft.place)

    def go_to(self, place: int) -> None:
        """Make a question the current one; past the last one comes the line that keeps the sheet."""
        draft = self._draft
        if draft is None:
            return
        previous, draft.place = draft.place, max(0, min(place, len(self.rows)))
        if previous < len(self.rows):
            self.rows[previous].show()
        self.current.setVisible(not self.at_end)
        self.end.wait(at_end=self.at_end)
        if self.at_end:
            self.end.setFocus()
        else:
            question = self._questionnaire.questions[draft.place]
            self.rows[draft.place].hide()
            self._list.removeWidget(self.current)
            self._list.insertWidget(draft.place, self.current)
            self.current.ask(question, draft.answer(question.id), self._note(question))
            self.current.edit.setFocus()
        self._settle.start()

    def commit(self) -> bool:
        """Take what still stands in the field; False where it cannot be taken."""
        if self._draft is None or self.at_end or not self.current.edit.text():
            return True
        return self.current.commit()

    def take_focus(self) -> None:
        """Let the keyboard go on where it was."""
        (self.end if self.at_end else self.current.edit).setFocus()

    def _note(self, question: Question) -> str:
        assert self._draft is not None
        parts = []
        if self._bases[question.id]:
            skipped = question.id not in self._draft.asked
            parts.append(f"{self._bases[question.id]}{'（この票では飛ばす問い）' if skipped else ''}")
        if question.kind is QuestionKind.MULTIPLE:
            apart = (
                "番号の間は空けるか + で区切ります（例 1+5+12）"
                if len(question.choices) > 9
                else "番号を続けて入れます"
            )
            parts.append(f"{apart}。Enter で次へ")
        if question.kind is QuestionKind.YEAR:
            parts.append("S30・昭和30・1955 のどれでも")
        if question.kind is QuestionKind.DATE:
            parts.append("S30.4.1・1955/4/1・R7.10（日が無いとき）のどれでも")
        return "　".join(parts)

    def _on_answer(self, answer: Answer) -> None:
        if self._draft is None:
            return
        self._draft.give(answer)
        self._show_rows()
        self.go_to(self._draft.next_place())
        self.changed.emit()

    def _on_command(self, name: str) -> None:
        draft = self._draft
        if draft is None:
            return
        everywhere: dict[str, Callable[[], object]] = {
            "back": lambda: self.go_to(draft.place_before()),
            "up": lambda: self.go_to(draft.place - 1),
            "save": self._ask_to_save,
            "leave": self.leave_asked.emit,
        }
        here: dict[str, Callable[[], object]] = {
            "illegible": lambda: self._on_answer(Answer(illegible=True)),
            "blank": lambda: self._on_answer(BLANK),
            "down": lambda: self.go_to(draft.place + 1),
        }
        at_end: dict[str, Callable[[], object]] = {"enter": self.save_asked.emit}
        run = (everywhere | (at_end if self.at_end else here)).get(name)
        if run is not None:
            run()

    def _ask_to_save(self) -> None:
        if self.commit():
            self.save_asked.emit()

    def _show_rows(self) -> None:
        draft = self._draft
        if draft is None:
            return
        asked = draft.asked
        marked = {remark.question for remark in draft.remarks()}
        for line, question in zip(self.rows, self._questionnaire.questions, strict=True):
            answer = draft.answer(question.id)
            seen = question.id in draft.passed and (question.id in asked or not answer.blank)
            tone = "attention" if question.id in marked else "ink"
            skipped = "" if question.id in asked else self._bases[question.id]
            line.show_answer(in_words(question, answer) if seen else _NOT_YET, tone, skipped)

    def _bring_into_sight(self) -> None:
        """Keep the question answered last in sight above the current one: it says in words what was understood."""
        shown = self.end if self.at_end else self.current
        room = self._area.viewport().height()
        above = min(room // 3, room - shown.height() - GRID)  # the field stands at the end of the question
        self._area.verticalScrollBar().setValue(max(0, shown.y() - above))


class _End(QFrame):
    """The last line: takes Enter once all questions were passed."""

    command = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "banner")
        self.setProperty("tone", "done")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._words = label("すべての問いを終えました", "lead")
        self._note = label("Enter でこの票を保存し、次の票へ進みます。", "secondary", wrap=True)
        save = button("この票を保存", lambda: self.command.emit("enter"), kind="primary", symbol="check")
        save.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        words = column(self._words, self._note, spacing=GRID // 2)
        line = row(words, STRETCH, save, margins=(2 * GRID, GRID, 2 * GRID, GRID))
        line.setStretch(0, 1)
        self.setLayout(line)
        self.hide()

    def wait(self, *, at_end: bool) -> None:
        """Stand there once every question was passed."""
        self.setVisible(at_end)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Enter keeps the sheet; the keys of the entry go on working."""
        names = {
            Qt.Key.Key_Return: "enter",
            Qt.Key.Key_Enter: "enter",
            Qt.Key.Key_F2: "back",
            Qt.Key.Key_Up: "up",
            Qt.Key.Key_Escape: "leave",
        }
        name = names.get(Qt.Key(event.key()))
        if name is None:
            super().keyPressEvent(event)
        else:
            self.command.emit(name)
