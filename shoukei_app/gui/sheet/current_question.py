"""The current question, large: its words as on paper, its choices, the field, and what was understood so far."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QGridLayout, QVBoxLayout

from shoukei_app.domain.answers import Answer
from shoukei_app.domain.questionnaire import Question, QuestionKind
from shoukei_app.domain.tokens import GRID, SIZES
from shoukei_app.gui.kit.pieces import STRETCH, Elided, clear, column, holding, label, row
from shoukei_app.gui.kit.theme import theme
from shoukei_app.gui.sheet.answer_edit import AnswerEdit
from shoukei_app.gui.sheet.choice_line import ChoiceLine
from shoukei_app.gui.sheet.keying import Effect, Keying, in_words

_MOST_LINES = 8
_NO_WORDS = "その他の内容（なければ Enter）"


class CurrentQuestion(QFrame):
    """Moves down the sheet. `answered` carries the answer once it is complete, `command` the keys of the entry."""

    answered = Signal(object)
    command = Signal(str)
    resized = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "banner")
        self.edit = AnswerEdit()
        self.edit.setFont(theme().font(SIZES.title, bold=True))
        self.edit.setFixedHeight(theme().px(40))
        self._keying: Keying | None = None
        self._number = label("", "lead", tone="accent")
        self._number.setFixedWidth(theme().px(44))
        self._text = label("", "lead", wrap=True)
        self._note = label("", "secondary", wrap=True)
        self._choices: list[ChoiceLine] = []
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(GRID)
        self._grid.setVerticalSpacing(2)
        self._unit = label("", "secondary")
        self._meaning = Elided(role="ink")
        self._sentence = label("", "error", wrap=True)
        body = QVBoxLayout()
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(GRID // 2 + 2)
        body.addWidget(self._text)
        body.addWidget(self._note)
        body.addWidget(holding(self._grid))
        self._line = row(self.edit, self._unit, self._meaning, spacing=GRID)
        self._line.setStretch(2, 1)
        body.addLayout(self._line)
        body.addWidget(self._sentence)
        outer = row(
            column(self._number, STRETCH), body, spacing=GRID // 2, margins=(GRID + 4, GRID + 2, GRID + 4, GRID + 2)
        )
        outer.setStretch(1, 1)
        self.setLayout(outer)
        self.edit.textEdited.connect(self._on_typed)
        self.edit.command.connect(self._on_command)

    @property
    def sentence(self) -> str:
        """What stands below the field in words of warning, "" where nothing."""
        return self._sentence.text()

    def ask(self, question: Question, written: Answer, note: str) -> None:
        """Show a question with what was written before."""
        self._keying = Keying(question, written)
        self._number.setText(f"問{question.number}")
        self._text.setText(question.text if not question.group else f"{question.group}\n{question.text}")
        self._note.setText(note)
        self._note.setVisible(bool(note))
        self._show_choices(question)
        text = ""
        if question.kind is QuestionKind.TEXT:
            text = written.text
        self.edit.setText(text)
        self._take(question)
        self._show_ticks()
        self._say("")
        was = "" if written.blank or question.kind is QuestionKind.TEXT else in_words(question, written)
        self._meaning.setText(f"いまの回答：{was}（そのままなら Enter）" if was else "")
        self.setAccessibleName(f"問{question.number} {question.text}")

    def commit(self) -> bool:
        """Take what stands in the field as Enter would; False where it cannot be taken: a sentence says why."""
        assert self._keying is not None
        return self._show(self._keying.enter(self.edit.text()))

    def _take(self, question: Question) -> None:
        assert self._keying is not None
        words = self._keying.takes_words
        self.edit.take(words=words, latin=question.by_date)
        self.edit.setMaximumWidth(16777215 if words else theme().px(132))
        self._line.setStretch(0, 1 if words else 0)
        self._meaning.setVisible(not words)
        self._unit.setText("" if words else question.unit)
        self._unit.setVisible(bool(question.unit) and not words)
        self.edit.setFont(theme().font(SIZES.lead if words else SIZES.title, bold=not words))
        self.edit.setPlaceholderText(_NO_WORDS if self._keying.asking_words else "")
        self.edit.setAccessibleName(f"問{question.number} {question.short}")

    def _on_typed(self, text: str) -> None:
        if self._keying is not None:
            self._show(self._keying.typed(text))

    def _on_ticked(self, code: int) -> None:
        if self._keying is not None:
            self._show(self._keying.tick(code))
            self.edit.setFocus()

    def _on_command(self, name: str) -> None:
        if name == "enter":
            self.commit()
        elif name == "erase" and self._keying is not None:
            self._keying.take_back()
            self._show_ticks()
            self._say("")
        else:
            self.command.emit(name)

    def _show(self, effect: Effect) -> bool:
        assert self._keying is not None
        if effect.answer is not None:
            self.answered.emit(effect.answer)
            return True
        if effect.text != self.edit.text():
            self.edit.setText(effect.text)
        if self._keying.asking_words:
            self._take(self._keying.question)
        self._show_ticks()
        self._say(effect.sentence)
        return False

    def _say(self, sentence: str) -> None:
        self._sentence.setText(sentence)
        self._sentence.setVisible(bool(sentence))
        if sentence:
            QApplication.beep()

    def _show_ticks(self) -> None:
        assert self._keying is not None
        for line in self._choices:
            line.tick(on=line.choice.code in self._keying.codes)
        meaning = self._keying.meaning(self.edit.text())
        if self._keying.several and not self._keying.takes_words:
            count = len(self._keying.codes)
            chosen = f"{count}つ選びました。Enter で次へ" if count else ""
            meaning = f"{meaning}　{chosen}".strip("　")
        elif meaning and self.edit.text():
            meaning = f"{meaning}　Enter で決まります"
        self._meaning.setText(meaning)

    def _show_choices(self, question: Question) -> None:
        clear(self._grid)
        self._choices = [ChoiceLine(choice) for choice in question.choices]
        widest = max((line.sizeHint().width() for line in self._choices), default=0)
        room = max(self.width() - theme().px(90), theme().px(400))
        many = max(1, min(4, room // (widest + GRID))) if widest else 1
        if len(self._choices) <= many:
            many = max(1, len(self._choices))
        if -(-len(self._choices) // many) > _MOST_LINES and room // (many + 1) > widest * 0.7:
            many += 1  # rather cut a word, which the paper has in full, than push the field out of sight
        down = -(-len(self._choices) // many)
        for place, line in enumerate(self._choices):
            line.pressed.connect(self._on_ticked)
            self._grid.addWidget(line, place % down, place // down)
        for place in range(self._grid.columnCount()):
            self._grid.setColumnStretch(place, 1 if place < many else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: whoever shows the list brings all of the question into sight again."""
        super().resizeEvent(event)
        self.resized.emit()
