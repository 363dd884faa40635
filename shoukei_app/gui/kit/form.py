"""Forms from fields declared as data: a form is shown a value and gives back a value, and writes nothing itself."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, is_dataclass, replace
from datetime import date
from enum import Enum
from typing import Any, Generic, Protocol, TypeVar, cast
from unicodedata import normalize

from PySide6.QtCore import QPoint, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QTextBlockFormat, QTextCursor
from PySide6.QtWidgets import (
    QGridLayout,
    QLineEdit,
    QTextEdit,
    QWidget,
)

from shoukei_app.domain.tokens import GRID, SIZES
from shoukei_app.gui.kit.calendar_popup import CalendarPopup
from shoukei_app.gui.kit.controls import CheckBox, ChoiceBox
from shoukei_app.gui.kit.dates import read_date, short_wareki
from shoukei_app.gui.kit.pieces import Paragraph, button, column, holding, label, repolish, row
from shoukei_app.gui.kit.theme import theme
from shoukei_app.words.dates import with_weekday

V = TypeVar("V")


class Keys(Enum):
    """What is typed into a text field; the input method (IME) is switched accordingly."""

    JAPANESE = Qt.InputMethodHint.ImhNone
    DIGITS = Qt.InputMethodHint.ImhDigitsOnly
    LATIN = Qt.InputMethodHint.ImhLatinOnly


class Unreadable(Exception):
    """What stands in a field makes no value; the message is the sentence to show under it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """What every kind of field has: the attribute of the value it edits, its words, a remark, whether it is required.

    `width` is px at 100 %; 0 takes the width there is.
    """

    key: str
    label: str
    help: str = ""
    required: bool = False
    width: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TextField(Field):
    """One line of text; value: str, without blanks around it."""

    max_length: int = 200
    keys: Keys = Keys.JAPANESE
    placeholder: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinesField(Field):
    """Several lines of text; value: str."""

    lines: int = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberField(Field):
    """A whole number; value: int | None. Full-width digits and thousands commas are understood."""

    minimum: int | None = None
    maximum: int | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DateField(Field):
    """A day, typed R8.4.1, 8.4.1, 2026/4/1 or picked from a calendar; value: date | None."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceField(Field):
    """One of some values; value: what `options` pair with the words. `none` is the words for None, where allowed."""

    options: Sequence[tuple[Any, str]]
    none: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckField(Field):
    """Yes or no; value: bool. Its label stands behind the box."""


class Form(QWidget, Generic[V]):
    """Shows a value and gives back a value. `changed` is emitted for what a person types, never while being filled.

    V is a frozen dataclass whose attributes the fields name; attributes without a field pass through untouched. `check`
    looks at the value as a whole and gives {field key: sentence} for what is wrong.
    """

    changed = Signal()

    def __init__(
        self,
        declared: Sequence[Field],
        *,
        check: Callable[[V], Mapping[str, str]] | None = None,
        columns: int = 1,
    ) -> None:
        super().__init__()
        self._check = check
        self._shown: V | None = None
        self._cells = {field.key: _Cell(field, self._on_edited) for field in declared}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(3 * GRID)
        grid.setVerticalSpacing(2 * GRID)
        for number, cell in enumerate(self._cells.values()):
            grid.addWidget(cell, number // columns, number % columns, Qt.AlignmentFlag.AlignTop)
        for place in range(columns):
            grid.setColumnStretch(place, 1)
        grid.setRowStretch(grid.rowCount(), 1)

    def fill(self, value: V) -> None:
        """Show a value: every field takes its attribute. Emits nothing and takes sentences under fields away."""
        assert is_dataclass(value)
        self._shown = value
        for key, cell in self._cells.items():
            cell.fill(getattr(value, key))

    def value(self) -> V | None:
        """What the form says, or None where a field is wrong: then a sentence stands under it, and the focus is in it.

        ValueError before the first `fill`.
        """
        if self._shown is None:
            msg = "the form was shown nothing yet"
            raise ValueError(msg)
        read: dict[str, object] = {}
        wrong: dict[str, str] = {}
        for key, cell in self._cells.items():
            try:
                read[key] = cell.read()
            except Unreadable as error:
                wrong[key] = str(error)
        if not wrong:
            value = cast("V", replace(cast("Any", self._shown), **read))
            wrong = dict(self._check(value)) if self._check is not None else {}
            if not wrong:
                self.show_errors({})
                return value
        self.show_errors(wrong)
        return None

    def show_errors(self, wrong: Mapping[str, str]) -> None:
        """Put sentences under fields and the focus into the first of them; {} takes all away."""
        for key, cell in self._cells.items():
            cell.say(wrong.get(key, ""))
        first = next((cell for key, cell in self._cells.items() if key in wrong), None)
        if first is not None:
            first.editor.focus.setFocus()

    @property
    def edited(self) -> bool:
        """Whether a person changed anything since the value was shown."""
        if self._shown is None:
            return False
        for key, cell in self._cells.items():
            try:
                if cell.read() != getattr(self._shown, key):
                    return True
            except Unreadable:
                return True
        return False

    def editor(self, key: str) -> QWidget:
        """The control of a field, for focus and for tests."""
        return self._cells[key].editor.focus

    def _on_edited(self) -> None:
        self.changed.emit()


class _Editor(Protocol):
    """How one kind of field is shown, read and filled; `focus` is the control that takes the keyboard."""

    @property
    def focus(self) -> QWidget: ...

    @property
    def widget(self) -> QWidget: ...

    def fill(self, value: Any) -> None: ...

    def read(self) -> object: ...


class _Cell(QWidget):
    """A field with its label, remark and place for a sentence."""

    def __init__(self, field: Field, on_edited: Callable[[], None]) -> None:
        super().__init__()
        self._field = field
        self._on_edited = on_edited
        self.editor = _editor(field, self._edited)
        self.editor.focus.setAccessibleName(field.label)
        self._error = label("", "error", wrap=True)
        self._error.hide()
        self._help = label(field.help, "note", wrap=True)
        words = label(field.label, "strong")
        mark = label("必須", "chip", tone="attention")
        head = holding(row(words, mark, None, spacing=GRID - 2))
        head.setFixedHeight(theme().px(20))
        if field.width:
            self.editor.focus.setFixedWidth(theme().px(field.width))
        line = row(self.editor.widget, *([None] if field.width or isinstance(field, CheckField) else []))
        self.setLayout(column(head, line, self._help, self._error, spacing=GRID // 2))
        # Only now: a widget without a parent that is made visible flashes up as a window of its own.
        self._help.setVisible(bool(field.help))
        mark.setVisible(field.required)
        head.setVisible(not isinstance(field, CheckField))

    def fill(self, value: object) -> None:
        blocker = QSignalBlocker(self.editor.focus)
        self.editor.fill(value)
        blocker.unblock()
        self.say("")

    def read(self) -> object:
        value = self.editor.read()
        if self._field.required and value in (None, ""):
            sentence = f"{self._field.label}を入れてください。"
            raise Unreadable(sentence)
        return value

    def say(self, sentence: str) -> None:
        self._error.setText(sentence)
        self._error.setVisible(bool(sentence))
        if self.editor.focus.property("wrong") != bool(sentence):
            self.editor.focus.setProperty("wrong", bool(sentence))
            repolish(self.editor.focus)

    def _edited(self) -> None:
        self.say("")
        self._on_edited()


class _Text:
    def __init__(self, field: TextField, on_edited: Callable[[], None]) -> None:
        self.focus = self.widget = edit = QLineEdit()
        edit.setMaxLength(field.max_length)
        edit.setPlaceholderText(field.placeholder)
        edit.setInputMethodHints(field.keys.value)
        edit.textChanged.connect(lambda _text: on_edited())
        self._edit = edit

    def fill(self, value: str | None) -> None:
        self._edit.setText(value or "")
        self._edit.setCursorPosition(0)

    def read(self) -> str:
        return self._edit.text().strip()


class _Lines:
    def __init__(self, field: LinesField, on_edited: Callable[[], None]) -> None:
        self.focus = self.widget = edit = QTextEdit()
        edit.setAcceptRichText(False)
        edit.setTabChangesFocus(True)
        edit.setFixedHeight(round(theme().px(SIZES.body) * Paragraph.LINE_HEIGHT / 100 * field.lines) + 2 * GRID)
        edit.textChanged.connect(on_edited)
        self._edit = edit

    def fill(self, value: str | None) -> None:
        self._edit.setPlainText(value or "")
        lines = QTextBlockFormat()
        lines.setLineHeight(Paragraph.LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        everything = QTextCursor(self._edit.document())
        everything.select(QTextCursor.SelectionType.Document)
        everything.mergeBlockFormat(lines)
        self._edit.document().clearUndoRedoStacks()

    def read(self) -> str:
        return self._edit.toPlainText().strip()


class _Number:
    def __init__(self, field: NumberField, on_edited: Callable[[], None]) -> None:
        self._field = field
        self.focus = edit = QLineEdit()
        edit.setInputMethodHints(Keys.DIGITS.value)
        edit.setAlignment(Qt.AlignmentFlag.AlignRight)
        edit.setMaximumWidth(theme().px(field.width or 120))
        edit.textChanged.connect(lambda _text: on_edited())
        self._edit = edit
        self.widget = holding(row(edit, label(field.unit, "secondary"), None))

    def fill(self, value: int | None) -> None:
        self._edit.setText("" if value is None else str(value))

    def read(self) -> int | None:
        text = normalize("NFKC", self._edit.text()).strip().replace(",", "")
        if not text:
            return None
        if not text.removeprefix("-").isdecimal():
            sentence = "数字で入れてください。"
            raise Unreadable(sentence)
        number = int(text)
        low, high = self._field.minimum, self._field.maximum
        if (low is not None and number < low) or (high is not None and number > high):
            span = f"{'' if low is None else f'{low:,}'}から{'' if high is None else f'{high:,}'}"
            sentence = f"{span}までの数を入れてください。" if None not in (low, high) else _one_sided(low, high)
            raise Unreadable(sentence)
        return number


def _one_sided(low: int | None, high: int | None) -> str:
    return f"{low:,}以上の数を入れてください。" if low is not None else f"{high:,}以下の数を入れてください。"


class _Day:
    def __init__(self, field: DateField, on_edited: Callable[[], None]) -> None:
        self._on_edited = on_edited
        self.focus = edit = QLineEdit()
        edit.setInputMethodHints(Keys.LATIN.value)
        edit.setMaximumWidth(theme().px(field.width or 120))
        edit.setPlaceholderText("R8.4.1")
        self._edit = edit
        self._meaning = label("", "secondary")
        pick = button("", self._pick, kind="icon", symbol="calendar-blank")
        pick.setAccessibleName(f"{field.label}を暦から選ぶ")
        pick.setToolTip("暦から選ぶ")
        pick.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.widget = holding(row(edit, pick, self._meaning, None, spacing=GRID // 2))
        edit.textChanged.connect(self._edited)

    def fill(self, value: date | None) -> None:
        self._edit.setText("" if value is None else short_wareki(value))
        self._show_meaning()

    def read(self) -> date | None:
        text = self._edit.text().strip()
        if not text:
            return None
        day = read_date(text)
        if day is None:
            sentence = "日付として読めません。R8.4.1 や 2026/4/1 のように入れてください。"
            raise Unreadable(sentence)
        return day

    def _edited(self) -> None:
        self._show_meaning()
        self._on_edited()

    def _show_meaning(self) -> None:
        day = read_date(self._edit.text())
        self._meaning.setText(with_weekday(day) if day is not None else "")

    def _pick(self) -> None:
        popup = CalendarPopup(self._edit, read_date(self._edit.text()))
        popup.picked.connect(lambda day: self._edit.setText(short_wareki(day)))
        popup.move(self._edit.mapToGlobal(QPoint(0, self._edit.height() + 2)))
        popup.show()


class _Choice:
    def __init__(self, field: ChoiceField, on_edited: Callable[[], None]) -> None:
        self.focus = self.widget = box = ChoiceBox()
        self._values: list[Any] = [value for value, _ in field.options]
        if field.none is not None:
            self._values.insert(0, None)
            box.addItem(field.none)
        box.addItems([words for _, words in field.options])
        box.currentIndexChanged.connect(lambda _index: on_edited())
        self._box = box

    def fill(self, value: object) -> None:
        self._box.setCurrentIndex(self._values.index(value) if value in self._values else -1)

    def read(self) -> Any:
        place = self._box.currentIndex()
        return self._values[place] if place >= 0 else None


class _Check:
    def __init__(self, field: CheckField, on_edited: Callable[[], None]) -> None:
        self.focus = self.widget = box = CheckBox(field.label)
        box.toggled.connect(lambda _on: on_edited())
        self._box = box

    def fill(self, value: object) -> None:
        self._box.setChecked(bool(value))

    def read(self) -> bool:
        return self._box.isChecked()


def _editor(field: Field, on_edited: Callable[[], None]) -> _Editor:
    match field:
        case TextField():
            return _Text(field, on_edited)
        case LinesField():
            return _Lines(field, on_edited)
        case NumberField():
            return _Number(field, on_edited)
        case DateField():
            return _Day(field, on_edited)
        case ChoiceField():
            return _Choice(field, on_edited)
        case CheckField():
            return _Check(field, on_edited)
        case _:
            raise TypeError(field)
