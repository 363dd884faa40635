"""The current question, large: its words as on paper, its choices, the field, and what was understood so far."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QLineEdit, QVBoxLayout

from shoukei_app.domain.questionnaire import QuestionKind
from shoukei_app.domain.tokens import GRID, SIZES
from shoukei_app.gui.kit.painted_words import PaintedWords
from shoukei_app.gui.kit.pieces import STRETCH, Elided, column, holding, label, row
from shoukei_app.gui.kit.theme import theme
from shoukei_app.gui.sheet.answer_edit import AnswerEdit
from shoukei_app.gui.sheet.choice_panel import ChoicePanel
from shoukei_app.gui.sheet.keying import Keying, in_words
from shoukei_app.gui.sheet.sheet_keying import SheetKeying

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
        self._text = PaintedWords(SIZES.lead, "ink", bold=True)
        self._note = PaintedWords(SIZES.body, "secondary")
        self.choices = ChoicePanel()
        self.choices.pressed.connect(self.ticked)
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
        body.addWidget(self.choices)
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
        self.choices.show_choices(question.choices)
        self._memo_text = keys.draft.memos.get(question.id, "")
        self.memo.setText(self._memo_text)
        self._memo_line.setVisible(bool(self._memo_text))
        self.show_state(keys)
        written = keys.draft.answer(question.id)
        if question.id in keys.draft.passed and question.kind is not QuestionKind.TEXT:
            self._meaning.setText(f"いまの回答：{in_words(question, written)}（そのままなら Enter）")
        self._fit(self.width())
        self.setAccessibleName(f"問{question.number} {question.text}")
        self.edit.setAccessibleName(f"問{question.number} {question.short}")

    def show_state(self, keys: SheetKeying) -> None:
        """Show what the last key made of the question."""
        keying = keys.keying
        assert keying is not None
        if keys.text != self.edit.text():
            self.edit.setText(keys.text)
        self._take(keying)
        self.choices.tick(keying.codes)
        self._meaning.setText(keying.meaning(keys.text))
        if keys.sentence != self.sentence:
            self._sentence.setText(keys.sentence)
            self._sentence.setVisible(bool(keys.sentence))
            self.grown.emit()
        if keys.sentence:
            QApplication.beep()

    def height_for(self, width: int) -> int:
        """The height it wants at a width."""
        self._fit(width)
        layout = self.layout()
        assert layout is not None
        layout.activate()
        return max(layout.totalHeightForWidth(width), layout.totalMinimumSize().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: words and choices take other lines in another width."""
        super().resizeEvent(event)
        self._fit(event.size().width())

    def _fit(self, width: int) -> None:
        layout = self.layout()
        assert layout is not None
        sides = layout.contentsMargins()
        room = width - sides.left() - sides.right() - self._number.width() - layout.spacing()
        for part in (self._text, self._note, self.choices):
            part.fit(room)

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
