"""The rows of the letter editor: a text under its name, a paragraph with its kind, a sender."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QWidget

from shoukei_app.domain.letter import Paragraph, ParagraphKind
from shoukei_app.domain.mailing import Sender
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit.controls import ChoiceBox
from shoukei_app.gui.kit.pieces import button, column, label, repolish, row
from shoukei_app.gui.kit.theme import theme
from shoukei_app.gui.mailing.field_text import FieldText
from shoukei_app.words.terms import words

Move = Callable[[int], object]
"""Called with -1 (up), 1 (down) or 0 (away)."""


class TextRow(QWidget):
    """A text of the letter, its name above it, and a sentence below where something is wrong."""

    def __init__(self, name: str, *, placeholder: str = "") -> None:
        super().__init__()
        self.text = FieldText(name, placeholder=placeholder)
        self._error = label("", "error", wrap=True)
        self.setLayout(column(label(name, "strong"), self.text, self._error, spacing=GRID // 2))
        self._error.hide()

    def say(self, sentence: str) -> None:
        """Say what is wrong; "" for nothing."""
        _say(self.text, self._error, sentence)


class ParagraphRow(QWidget):
    """A paragraph: its kind, its text, up, down and away."""

    def __init__(self, paragraph: Paragraph, on_edit: Callable[[str], object], on_move: Move) -> None:
        super().__init__()
        self._on_edit = on_edit
        self.kind = ChoiceBox(self)
        for kind, name in words(ParagraphKind).items():
            self.kind.addItem(name, kind)
        self.kind.setFixedWidth(theme().px(104))
        self.kind.setAccessibleName("段落の種類")
        self.text = FieldText("段落")
        self._error = label("", "error", wrap=True)
        line = row(
            column(self.kind, None, spacing=0),
            column(self.text, self._error, spacing=GRID // 2),
            column(_tools(on_move, "段落"), None, spacing=0),
        )
        line.setStretch(1, 1)
        self.setLayout(line)
        self._error.hide()
        self.fill(paragraph)
        self.kind.currentIndexChanged.connect(lambda _index: self._on_edit(""))
        self.text.edited.connect(lambda: self._on_edit("text"))

    def fill(self, paragraph: Paragraph) -> None:
        """Show a paragraph."""
        blocker = QSignalBlocker(self.kind)
        self.kind.setCurrentIndex(list(ParagraphKind).index(paragraph.kind))
        blocker.unblock()
        item = paragraph.kind is ParagraphKind.ITEM
        self.text.setPlaceholderText("見出し：内容" if item else "")
        self.text.fill(paragraph.text)

    def value(self) -> Paragraph:
        """What stands in the row."""
        return Paragraph(self.text.kept(), list(ParagraphKind)[self.kind.currentIndex()])

    def say(self, sentence: str) -> None:
        """Say what is wrong; "" for nothing."""
        _say(self.text, self._error, sentence)


class SenderRow(QWidget):
    """One of several who sign together."""

    PARTS = (("name", "機関の名前"), ("section", "課・係"), ("head", "職・氏名"), ("phone", "電話"))

    def __init__(self, sender: Sender, on_edit: Callable[[str], object], on_move: Move) -> None:
        super().__init__()
        self._sender = sender
        self.edits: dict[str, QLineEdit] = {}
        self._error = label("", "error", wrap=True)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(GRID // 2)
        for place, (key, name) in enumerate(self.PARTS):
            edit = QLineEdit()
            edit.setPlaceholderText(name)
            edit.setAccessibleName(f"連名の差出人 {name}")
            edit.textEdited.connect(partial(_edited, on_edit, key))
            self.edits[key] = edit
            grid.addWidget(edit, place // 2, place % 2)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 2)
        grid.addLayout(_tools(on_move, "差出人"), 0, 2)
        grid.addWidget(self._error, 2, 0, 1, 2)
        self._error.hide()
        self.fill(sender)

    def fill(self, sender: Sender) -> None:
        """Show a sender."""
        self._sender = sender
        for key, edit in self.edits.items():
            if edit.text() != getattr(sender, key):
                edit.setText(getattr(sender, key))
                edit.setCursorPosition(0)

    def value(self) -> Sender:
        """What stands in the row."""
        return replace(self._sender, **{key: edit.text() for key, edit in self.edits.items()})

    def say(self, sentence: str) -> None:
        """Say what is wrong; "" for nothing."""
        self._error.setText(sentence)
        self._error.setVisible(bool(sentence))


def _edited(on_edit: Callable[[str], object], key: str, _text: str) -> None:
    on_edit(key)


def _tools(on_move: Move, what: str) -> QGridLayout:
    grid = QGridLayout()
    grid.setSpacing(0)
    signs = ((-1, "caret-up", "上へ"), (1, "caret-down", "下へ"), (0, "trash", "消す"))
    for place, (way, symbol, name) in enumerate(signs):
        made = button("", partial(on_move, way), kind="icon", symbol=symbol)
        made.setToolTip(f"{what}を{name}")
        made.setAccessibleName(f"{what}を{name}")
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        grid.addWidget(made, 0, place)
    return grid


def _say(text: FieldText, error: QLabel, sentence: str) -> None:
    error.setText(sentence)
    error.setVisible(bool(sentence))
    if bool(text.property("wrong")) != bool(sentence):
        text.setProperty("wrong", bool(sentence))
        repolish(text)
