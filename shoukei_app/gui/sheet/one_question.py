"""One question keyed by itself, as on paper and with the keys of the entry: what a third look or a correction needs."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from shoukei_app.domain.answers import BLANK, EMPTY_SHEET, Answer
from shoukei_app.domain.questionnaire import Question, Questionnaire
from shoukei_app.domain.target import TargetLine
from shoukei_app.gui.sheet.current_question import CurrentQuestion
from shoukei_app.gui.sheet.draft import Draft
from shoukei_app.gui.sheet.sheet_form import how_to_key
from shoukei_app.gui.sheet.sheet_keying import SheetKeying
from shoukei_app.usecases.entry import FIRST, Keyed, OpenSheet

_OF_THE_QUESTION = frozenset({"enter", "illegible", "blank", "erase"})


class OneQuestion(QWidget):
    """`answered` carries the answer once it is complete; `command` the keys of the entry that lead elsewhere.

    Begins empty: what others read, or what counts now, is nowhere in it.
    """

    answered = Signal(object)
    command = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.current = CurrentQuestion()
        self._keys: SheetKeying | None = None
        self._question: Question | None = None
        self._enter_is: Answer | None = None
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.current)
        self.current.edit.textEdited.connect(self._on_typed)
        self.current.edit.command.connect(self._on_command)
        self.current.ticked.connect(self._on_ticked)
        self.current.edit.installEventFilter(self)

    @property
    def sentence(self) -> str:
        """The warning that stands below the field, "" where none."""
        return self.current.sentence

    def ask(
        self,
        questionnaire: Questionnaire,
        target: TargetLine,
        question_id: str,
        note: str = "",
        *,
        enter_is: Answer | None = None,
    ) -> None:
        """Ask one question of a sheet; `enter_is` is what Enter in an untouched field stands for, if for anything."""
        question = questionnaire.by_id[question_id]
        opened = OpenSheet(target, None, questionnaire, FIRST, (question_id,), Keyed(EMPTY_SHEET), "", None)
        self._question, self._enter_is = question, enter_is
        self._keys = SheetKeying(Draft(questionnaire, opened, "", questions=(question,)))
        # A question asked outside its sheet may look at answers that are not there: it is asked all the same.
        how = how_to_key(question, plus=False)
        self.current.ask(self._keys, "　".join(filter(None, (note, how))))

    def take_focus(self) -> None:
        """Let the keyboard begin in the field."""
        self.current.edit.setFocus()

    def _on_typed(self, text: str) -> None:
        if self._keys is not None:
            self._keys.typed(text)
            self._show()

    def _on_ticked(self, code: int) -> None:
        if self._keys is not None:
            self._keys.tick(code)
            self._show()
            self.take_focus()

    def _on_command(self, name: str) -> None:
        keys = self._keys
        if keys is None or keys.keying is None:
            return
        untouched = not self.current.edit.text() and not keys.keying.has_content("")
        if name == "enter" and untouched and self._enter_is is not None:
            self._finish(self._enter_is)
        elif name in _OF_THE_QUESTION:
            keys.commands[name]()
            self._show()
        else:
            self.command.emit(name)

    def _show(self) -> None:
        keys, question = self._keys, self._question
        if keys is None or question is None:
            return
        if keys.at_end:
            self._finish(keys.draft.answers.get(question.id, BLANK))
        else:
            self.current.show_state(keys)

    def _finish(self, answer: Answer) -> None:
        self._keys = None
        self.current.edit.clear()  # what was keyed is the next one's to show or not to show
        self.answered.emit(answer)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: an Enter held down does not run through the questions that follow."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.isAutoRepeat():
            return event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        return super().eventFilter(watched, event)
