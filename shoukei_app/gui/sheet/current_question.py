"""The current question, large: its words as on paper, its choices, the field, and what was understood so far."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QGridLayout, QLineEdit, QVBoxLayout

from shoukei_app.domain.questionnaire import Question, QuestionKind
from shoukei_app.domain.tokens import GRID, SIZES
from shoukei_app.gui.kit.pieces import STRETCH, Elided, column, holding, label, row
from shoukei_app.gui.kit.theme import theme
from shoukei_app.gui.sheet.answer_edit import AnswerEdit
from shoukei_app.gui.sheet.choice_line import ChoiceLine
from shoukei_app.gui.sheet.keying import Keying, in_words
from shoukei_app.gui.sheet.sheet_keying import SheetKeying

_MOST_LINES = 8
_NO_WORDS = "その他の内容（紙に記入がなければ F5）"


class CurrentQuestion(QFrame):
    """Moves down the sheet and shows what its keying holds. `memo_closed` carries the memo, as it now is."""

    ticked = Signal(int)
    memo_closed = Signal(str)
    grown = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "banner")
        self.edit = AnswerEdit()
        self.edit.setFixedHeight(theme().px(40))
        self.memo = _MemoEdit()
        self._memo_text = ""
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
        self._sentence.hide()
        self._memo_line = holding(row(label("メモ", "strong"), self.memo, spacing=GRID))
        self._memo_line.hide()
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
        body.addWidget(self._memo_line)
        outer = row(
            column(self._number, STRETCH), body, spacing=GRID // 2, margins=(GRID + 4, GRID + 2, GRID + 4, GRID + 2)
        )
        outer.setStretch(1, 1)
        self.setLayout(outer)
        self.memo.kept.connect(lambda: self._close_memo(self.memo.text().strip()))
        self.memo.left.connect(lambda: self._close_memo(self._memo_text))

    @property
    def sentence(self) -> str:
        """What stands below the field in words of warning, "" where nothing."""
        return self._sentence.text()

    def ask(self, keys: SheetKeying, note: str) -> None:
        """Show the question that is the current one now, with what was written before."""
        question, keying = keys.draft.questions[keys.draft.place], keys.keying
        assert keying is not None
        self._number.setText(f"問{question.number}")
        self._text.setText(question.text if not question.group else f"{question.group}\n{question.text}")
        self._note.setText(note)
        self._note.setVisible(bool(note))
        self._show_choices(question)
        self._memo_text = keys.draft.memos.get(question.id, "")
        self.memo.setText(self._memo_text)
        self._memo_line.setVisible(bool(self._memo_text))
        self.show_state(keys)
        written = keys.draft.answer(question.id)
        if question.id in keys.draft.passed and question.kind is not QuestionKind.TEXT:
            self._meaning.setText(f"いまの回答：{in_words(question, written)}（そのままなら Enter）")
        self.setAccessibleName(f"問{question.number} {question.text}")
        self.edit.setAccessibleName(f"問{question.number} {question.short}")

    def show_state(self, keys: SheetKeying) -> None:
        """Show what the last key made of the question."""
        keying = keys.keying
        assert keying is not None
        if keys.text != self.edit.text():
            self.edit.setText(keys.text)
        self._take(keying)
        for line, _ in zip(self._choices, keying.question.choices, strict=False):
            line.tick(on=line.choice.code in keying.codes)
        self._meaning.setText(keying.meaning(keys.text))
        if keys.sentence != self.sentence:
            self._sentence.setText(keys.sentence)
            self._sentence.setVisible(bool(keys.sentence))
            self.grown.emit()
        if keys.sentence:
            QApplication.beep()

    def height_for(self, width: int) -> int:
        """The height it wants at a width."""
        layout = self.layout()
        assert layout is not None
        layout.activate()
        return max(layout.totalHeightForWidth(width), layout.totalMinimumSize().height())

    def write_memo(self) -> None:
        """Let a memo be written on this question."""
        self._memo_line.show()
        self.grown.emit()
        self.memo.setFocus()

    def _close_memo(self, words: str) -> None:
        self._memo_text = words
        self.memo.setText(words)
        self._memo_line.setVisible(bool(words))
        self.grown.emit()
        self.memo_closed.emit(words)

    def _take(self, keying: Keying) -> None:
        words, unit = keying.takes_words, keying.question.unit
        self.edit.take(words=words, latin=keying.question.by_date)
        self.edit.setMaximumWidth(16777215 if words else theme().px(132))
        self._line.setStretch(0, 1 if words else 0)
        self._meaning.setVisible(not words or keying.filled is not None or keying.waits_for_plus)
        if self._unit.text() != unit:
            self._unit.setText(unit)
        self._unit.setVisible(bool(unit))
        font = theme().font(SIZES.lead if words else SIZES.title, bold=not words)
        if font != self.edit.font():
            self.edit.setFont(font)
        self.edit.setPlaceholderText(_NO_WORDS if keying.asking_words else "")

    def _show_choices(self, question: Question) -> None:
        """Lines are kept and given other words: making them is what a fast keyer would wait for."""
        choices = question.choices
        for choice in choices[len(self._choices) :]:
            line = ChoiceLine(choice)
            line.pressed.connect(self.ticked)
            self._choices.append(line)
        for line, choice in zip(self._choices, choices, strict=False):
            line.show_choice(choice)
        shown = self._choices[: len(choices)]
        widest = max((line.sizeHint().width() for line in shown), default=0)
        room = max(self.width() - theme().px(90), theme().px(400))
        many = max(1, min(4, room // (widest + GRID))) if widest else 1
        if len(shown) <= many:
            many = max(1, len(shown))
        if -(-len(shown) // many) > _MOST_LINES and room // (many + 1) > widest * 0.7:
            many += 1  # rather cut a word, which the paper has in full, than push the field out of sight
        down = -(-len(shown) // many)
        while self._grid.takeAt(0) is not None:
            pass
        for place, line in enumerate(shown):
            self._grid.addWidget(line, place % down, place // down)
        for place, line in enumerate(self._choices):
            if line.isHidden() is (place < len(shown)):
                line.setVisible(place < len(shown))
        for place in range(self._grid.columnCount()):
            self._grid.setColumnStretch(place, 1 if place < many else 0)


class _MemoEdit(QLineEdit):
    """A line of words beside a question: Enter keeps it, Esc leaves it as it was."""

    kept = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("この問いのメモ")
        self.setPlaceholderText("気づいたこと（例 欄外に「来春から」と記入あり）　Enter で戻る")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: the two keys that close it."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F8):
            self.kept.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
