"""The sheet as on paper: one question a line, the current one large, and a last line that keeps it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout, QWidget

from shoukei_app.domain.questionnaire import Question, QuestionKind, Questionnaire
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit.pieces import button, column, label, row, scrolled
from shoukei_app.gui.sheet.current_question import CurrentQuestion
from shoukei_app.gui.sheet.draft import Draft
from shoukei_app.gui.sheet.keying import in_words
from shoukei_app.gui.sheet.question_row import QuestionRow
from shoukei_app.gui.sheet.sheet_keying import SheetKeying
from shoukei_app.words.conditions import base_text

_NOT_YET = "—"
_HOW = {
    QuestionKind.NUMBER: "数字を入れ、Enter で次へ（無回答は F5）",
    QuestionKind.YEAR: "30（昭和）・H10・1955 のどれでも。Enter で次へ（無回答は F5）",
    QuestionKind.DATE: "S30.4.1・1955/4/1・R7.10（日が無いとき）のどれでも。Enter で次へ（無回答は F5）",
    QuestionKind.TEXT: "文で入れ、Enter で次へ（空欄なら Enter だけ）",
}


class SheetForm(QFrame):
    """Shows a draft and writes answers into it. `changed` after every answer; `save_asked`, `leave_asked` by keys."""

    changed = Signal()
    save_asked = Signal()
    leave_asked = Signal()

    def __init__(self, questionnaire: Questionnaire) -> None:
        super().__init__()
        self._questionnaire = questionnaire
        self.keys: SheetKeying | None = None
        self.current = CurrentQuestion()
        self.end = _End()
        self._rows = {question.id: QuestionRow(question) for question in questionnaire.questions}
        self.rows: list[QuestionRow] = []
        """Those of the questions that are keyed in this pass."""
        self._bases = {
            question.id: base_text(questionnaire, question.base) if question.base else ""
            for question in questionnaire.questions
        }
        for line in self._rows.values():
            line.pressed.connect(self._on_row)
        self._sheet = _Sheet(self.current, self.end, list(self._rows.values()))
        self._area = scrolled(self._sheet)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._area)
        self.current.edit.textEdited.connect(lambda text: self._press(lambda keys: keys.typed(text)))
        self.current.edit.command.connect(self._on_command)
        self.current.ticked.connect(self._on_ticked)
        self.current.memo_closed.connect(self._on_memo)
        self.current.grown.connect(self._arrange)
        self.end.grown.connect(self._arrange)
        self.end.command.connect(self._on_command)
        self.end.typed.connect(lambda: self._press(lambda keys: keys.typed("")))

    @property
    def at_end(self) -> bool:
        """Whether every question was passed and the sheet waits to be kept."""
        return self.keys is not None and self.keys.at_end

    @property
    def sentence(self) -> str:
        """The warning that stands there, "" where none."""
        return self.keys.sentence if self.keys is not None else ""

    def show_draft(self, draft: Draft) -> None:
        """Begin with a sheet at its place."""
        self.keys = SheetKeying(draft)
        shown = {question.id for question in draft.questions}
        for key, line in self._rows.items():
            line.setVisible(key in shown)
        self.rows = [self._rows[question.id] for question in draft.questions]
        self._show_rows()
        self._show_current()

    def go_to(self, place: int) -> None:
        """Make a question the current one; past the last one comes the line that keeps the sheet."""
        self._press(lambda keys: keys.leave_to(place))

    def save(self) -> bool:
        """Ctrl+Enter: take what still stands in the field; False where it cannot be taken."""
        if self.keys is None:
            return False
        ready = True

        def save(keys: SheetKeying) -> None:
            nonlocal ready
            ready = keys.save()

        self._press(save)
        return ready

    def put_down(self) -> None:
        """Keep in the draft what stands in the field."""
        if self.keys is not None:
            self.keys.put_down()

    def take_focus(self) -> None:
        """Let the keyboard go on where it was."""
        (self.end if self.at_end else self.current.edit).setFocus()

    def _note(self, question: Question) -> str:
        assert self.keys is not None
        assert self.keys.keying is not None
        parts = []
        if self._bases[question.id]:
            skipped = question.id not in self.keys.draft.asked
            parts.append(f"{self._bases[question.id]}{'（この票では飛ばす問い）' if skipped else ''}")
        parts.append(how_to_key(question, plus=self.keys.keying.plus))
        return "　".join(filter(None, parts))

    def _press(self, key: Callable[[SheetKeying], object]) -> None:
        """Let a key do its work, and show what came of it: another question, or another state of this one."""
        keys = self.keys
        if keys is None:
            return
        before = keys.keying
        key(keys)
        if keys.keying is not before:
            self._show_rows()
            self._show_current()
            self.changed.emit()
        elif keys.keying is not None:
            self.current.show_state(keys)
        else:
            self.end.say(keys.sentence)

    def _on_row(self, question_id: str) -> None:
        if self.keys is not None:
            places = [question.id for question in self.keys.draft.questions]
            self.go_to(places.index(question_id))

    def _on_ticked(self, code: int) -> None:
        self._press(lambda keys: keys.tick(code))
        self.take_focus()

    def _on_memo(self, words: str) -> None:
        if self.keys is None or (question := self.keys.draft.current) is None:
            return
        self.keys.draft.memos[question.id] = words
        self._show_rows()
        self.take_focus()
        self.changed.emit()

    def _on_command(self, name: str) -> None:
        if name == "leave":
            self.leave_asked.emit()
        elif (name == "enter" and self.at_end) or (name == "save" and self.save()):
            self.save_asked.emit()
        elif name == "memo":
            if not self.at_end:
                self.current.write_memo()
        elif name != "save":
            self._press(lambda keys: keys.commands[name]())

    def _show_current(self) -> None:
        keys = self.keys
        assert keys is not None
        question = keys.draft.current
        self.current.setVisible(question is not None)
        self.end.wait(at_end=question is None)
        if question is None:
            self.end.setFocus()
            self.end.say(keys.sentence)
        else:
            self.current.ask(keys, self._note(question))
            self.current.edit.setFocus()
        self._sheet.arrange(self.rows, keys.draft.place)
        self._bring_into_sight()

    def _arrange(self) -> None:
        if self.keys is not None:
            self._sheet.arrange(self.rows, self.keys.draft.place)
            self._bring_into_sight()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: in a smaller window the current question is brought into sight again."""
        super().resizeEvent(event)
        self._arrange()

    def _show_rows(self) -> None:
        assert self.keys is not None
        draft = self.keys.draft
        asked = draft.asked
        marked = {remark.question for remark in draft.remarks()}
        for line, question in zip(self.rows, draft.questions, strict=True):
            answer = draft.answer(question.id)
            seen = question.id in draft.passed and (question.id in asked or not answer.blank)
            tone = "attention" if question.id in marked else "ink"
            skipped = "" if question.id in asked else self._bases[question.id]
            words = in_words(question, answer) if seen else _NOT_YET
            line.show_answer(words, tone, skipped, draft.memos.get(question.id, ""))

    def _bring_into_sight(self) -> None:
        """Keep the question answered last in sight above the current one: it says in words what was understood."""
        shown = self.end if self.at_end else self.current
        room = self._area.viewport().height()
        above = min(room // 3, room - shown.height() - GRID)  # the field stands at the end of the question
        self._area.verticalScrollBar().setValue(max(0, shown.y() - above))


class _Sheet(QWidget):
    """The lines below each other, the current question or the end in its place among them.

    Placed by hand: a layout asks all lines for their sizes with every Enter, and they never change.
    """

    def __init__(self, current: CurrentQuestion, end: "_End", lines: Sequence[QuestionRow]) -> None:
        super().__init__()
        self._current = current
        self._end = end
        self._lines: Sequence[QuestionRow] = lines
        self._place = 0
        for one in (*lines, current, end):
            one.setParent(self)

    def arrange(self, lines: Sequence[QuestionRow], place: int) -> None:
        """Place these lines, and the current question in the place of one of them, behind the last one the end."""
        self._lines, self._place = lines, place
        width, y = self.width() - GRID, 0
        for at, line in enumerate(lines):
            if line.isHidden() is (at != place):
                line.setVisible(at != place)
            shown: QWidget = self._current if at == place else line
            height = self._current.height_for(width) if at == place else line.height()
            shown.setGeometry(0, y, width, height)
            y += height + GRID // 2
        if place == len(lines):
            height = max(self._end.heightForWidth(width), self._end.sizeHint().height())
            self._end.setGeometry(0, y, width, height)
            y += height
        self.setMinimumHeight(y)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: other widths, other heights."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.arrange(self._lines, self._place)


class _End(QFrame):
    """The last line: takes Enter once all questions were passed; `typed` where somebody goes on typing."""

    command = Signal(str)
    typed = Signal()
    grown = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "banner")
        self.setProperty("tone", "done")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._words = label("すべての問いを終えました", "lead")
        self._note = label("Enter でこの票を保存し、次の票へ進みます。", "secondary", wrap=True)
        self._sentence = label("", "error", wrap=True)
        self._sentence.hide()
        save = button("この票を保存", lambda: self.command.emit("enter"), kind="primary", symbol="check")
        save.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        words = column(self._words, self._note, self._sentence, spacing=GRID // 2)
        line = row(words, save, spacing=2 * GRID, margins=(2 * GRID, GRID, 2 * GRID, GRID))
        line.setStretch(0, 1)
        self.setLayout(line)
        self.hide()

    @property
    def sentence(self) -> str:
        """The warning that stands there."""
        return self._sentence.text()

    def wait(self, *, at_end: bool) -> None:
        """Stand there once every question was passed."""
        self.setVisible(at_end)

    def say(self, sentence: str) -> None:
        """A warning below the words, "" for none."""
        self._sentence.setText(sentence)
        self._sentence.setVisible(bool(sentence))
        self.grown.emit()
        if sentence:
            QApplication.beep()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Enter keeps the sheet; the keys of the entry go on working, and what is typed here belongs elsewhere."""
        names = {
            Qt.Key.Key_Return: "enter",
            Qt.Key.Key_Enter: "enter",
            Qt.Key.Key_F2: "back",
            Qt.Key.Key_Up: "up",
            Qt.Key.Key_Escape: "leave",
        }
        name = names.get(Qt.Key(event.key()))
        held = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if name is not None:
            self.command.emit("save" if held and name == "enter" else name)
        elif event.text().isprintable() and event.text():
            self.typed.emit()
        else:
            super().keyPressEvent(event)


def how_to_key(question: Question, *, plus: bool) -> str:
    """The keys that a question of this kind wants, in words."""
    if question.kind is not QuestionKind.MULTIPLE:
        return _HOW.get(question.kind, "")
    apart = "。13 か 1 と 3 か決まらないときは間を空けます" if len(question.choices) > 9 else ""
    closing = "Enter と ＋ で次へ" if plus else "Enter で次へ"
    return f"上から番号を続けて入れ、{closing}（印がなければ 0）{apart}"
