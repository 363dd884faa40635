"""A text with fields: {firm} stands as {事業者名}, coloured as one piece, and is deleted as one."""

import re

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
    QSyntaxHighlighter,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QTextEdit

from shoukei_app.domain import letter_fields
from shoukei_app.gui.kit.theme import theme

_FIELD = re.compile(r"\{([^{}\n]*)\}|[{}]")
_LINE_HEIGHT = 135.0
_PADDING = 4
"""That of the stylesheet, in px."""

_BEFORE, _BEHIND = re.compile(r"\{[^{}\n]*\}$"), re.compile(r"\{[^{}\n]*\}")


class _Fields(QSyntaxHighlighter):
    """Known fields in the accent, what is no field in the colour of errors."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        theme().changed.connect(self.rehighlight)

    def highlightBlock(self, text: str) -> None:
        """Qt: colour one line."""
        look = theme()
        for match in _FIELD.finditer(text):
            role = "accent" if match[1] is not None and letter_fields.is_name(match[1]) else "overdue"
            form = QTextCharFormat()
            form.setForeground(look.color(role))
            form.setBackground(look.color(f"{role}_soft"))
            self.setFormat(_units(text[: match.start()]), _units(match[0]), form)


class FieldText(QTextEdit):
    """Grows with its text. `edited` for what a person types, `split` where they made several lines of it.

    Undo belongs to the whole letter: `undo_asked` and `redo_asked` instead of the editor's own. `join_asked`: Backspace
    at the very beginning.
    """

    edited = Signal()
    split = Signal(object)  # list[str], kept
    join_asked = Signal()
    undo_asked = Signal()
    redo_asked = Signal()
    entered = Signal()

    def __init__(self, name: str, *, placeholder: str = "") -> None:
        super().__init__()
        self._words = ""
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self.setUndoRedoEnabled(False)
        self.setAcceptRichText(False)
        self.document().setDocumentMargin(2)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._fields = _Fields(self.document())
        self._space_lines()
        self.textChanged.connect(self._on_changed)
        self._fit()

    def fill(self, text: str) -> None:
        """Show a kept text; the cursor stays where it is as far as it can."""
        words = letter_fields.shown(text)
        if words == self.toPlainText():
            return
        place = self.textCursor().position()
        self._words = words
        blocker = QSignalBlocker(self)
        self.setPlainText(words)
        self._space_lines()
        blocker.unblock()
        self._move(place)
        self._fit()

    def kept(self) -> str:
        """The text as it is kept."""
        return letter_fields.kept(self.toPlainText())

    def insert_field(self, key: str) -> None:
        """Put a field where the cursor is."""
        self.insertPlainText(f"{{{letter_fields.BY_KEY[key].name}}}")
        self.setFocus()

    def _on_changed(self) -> None:
        words = self.toPlainText()
        self._fit()
        if words == self._words:  # Qt tells of another colour or font too
            return
        self._words = words
        if "\n" in words:
            self.split.emit([letter_fields.kept(line) for line in words.split("\n")])
        else:
            self.edited.emit()

    def _fit(self) -> None:
        around = 2 * (theme().px(_PADDING) + 1)
        self.setFixedHeight(round(self.document().size().height()) + around)

    def _space_lines(self) -> None:
        """Room between the lines: those of BIZ UD touch each other."""
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        form = QTextBlockFormat()
        form.setLineHeight(_LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        cursor.mergeBlockFormat(form)

    def _move(self, place: int) -> None:
        cursor = self.textCursor()
        cursor.setPosition(min(place, self.document().characterCount() - 1))
        self.setTextCursor(cursor)

    def _delete_field(self, key: int) -> bool:
        cursor = self.textCursor()
        if cursor.hasSelection():
            return False
        text, place = self.toPlainText(), cursor.position()
        units = text.encode("utf-16-le")
        before, behind = units[: 2 * place].decode("utf-16-le"), units[2 * place :].decode("utf-16-le")
        if key == Qt.Key.Key_Backspace:
            match, sign = _BEFORE.search(before), -1
        else:
            match, sign = _BEHIND.match(behind), 1
        if match is None:
            return False
        cursor.setPosition(place + sign * _units(match[0]), QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: a field goes as a whole; undo is the letter's."""
        if event.matches(QKeySequence.StandardKey.Undo):
            self.undo_asked.emit()
        elif event.matches(QKeySequence.StandardKey.Redo):
            self.redo_asked.emit()
        elif event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete) and self._delete_field(event.key()):
            return
        elif (
            event.key() == Qt.Key.Key_Backspace
            and not self.textCursor().position()
            and not self.textCursor().hasSelection()
        ):
            self.join_asked.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Qt: fields are put in where somebody was last."""
        super().focusInEvent(event)
        self.entered.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: another width makes other lines."""
        super().resizeEvent(event)
        self._fit()


def _units(text: str) -> int:
    """The length of a text as Qt counts it."""
    return len(text.encode("utf-16-le")) // 2
