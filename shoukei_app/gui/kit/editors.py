"""The control behind each kind of field: how it is shown, filled and read."""

from collections.abc import Callable
from datetime import date
from math import isfinite, nan
from typing import Any, Protocol
from unicodedata import normalize

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextBlockFormat, QTextCursor
from PySide6.QtWidgets import QLineEdit, QTextEdit, QWidget

from shoukei_app.domain import written_date
from shoukei_app.domain.tokens import GRID, SIZES
from shoukei_app.gui.kit.calendar_popup import CalendarPopup
from shoukei_app.gui.kit.controls import CheckBox, ChoiceBox
from shoukei_app.gui.kit.dates import read_date, short_wareki
from shoukei_app.gui.kit.fields import (
    CheckField,
    ChoiceField,
    DateField,
    DecimalField,
    Field,
    Keys,
    LinesField,
    NumberField,
    TextField,
    Unreadable,
    YearField,
)
from shoukei_app.gui.kit.pieces import Paragraph, button, holding, label, row
from shoukei_app.gui.kit.theme import theme
from shoukei_app.words.dates import with_weekday

_MINUS = str.maketrans(dict.fromkeys("−‐‑–—ー", "-"))


class Editor(Protocol):
    """How one kind of field is shown, read and filled; `focus` is the control that takes the keyboard."""

    @property
    def focus(self) -> QWidget:
        """The control that takes the keyboard."""

    @property
    def widget(self) -> QWidget:
        """All of it, with what stands beside the control."""

    def fill(self, value: Any) -> None:
        """Show a value."""

    def read(self) -> object:
        """The value that stands there. Raises Unreadable."""


class _Text:
    def __init__(self, field: TextField, on_edited: Callable[[], None]) -> None:
        self.focus = self.widget = edit = QLineEdit()
        edit.setMaxLength(field.max_length)
        edit.setPlaceholderText(field.placeholder)
        edit.setInputMethodHints(field.keys.value)
        edit.textChanged.connect(lambda _text: on_edited())
        edit.editingFinished.connect(self._tidy)
        self._edit = edit
        self._tidied = field.tidied

    def _tidy(self) -> None:
        tidy = self._edit.text() if self._tidied is None else self._tidied(self._edit.text())
        if tidy != self._edit.text():
            self._edit.setText(tidy)

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


class _Decimal:
    def __init__(self, field: DecimalField, on_edited: Callable[[], None]) -> None:
        self._field = field
        self.focus = edit = QLineEdit()
        edit.setInputMethodHints(Qt.InputMethodHint.ImhFormattedNumbersOnly)
        edit.setAlignment(Qt.AlignmentFlag.AlignRight)
        edit.setMaximumWidth(theme().px(field.width or 120))
        edit.textChanged.connect(lambda _text: on_edited())
        self._edit = edit
        self.widget = holding(row(edit, label(field.unit, "secondary"), None))

    def fill(self, value: float | None) -> None:
        self._edit.setText("" if value is None else f"{value:g}")

    def read(self) -> float | None:
        number = read_decimal(self._edit.text())
        if number is not None and not self._field.minimum <= number <= self._field.maximum:
            sentence = f"{self._field.minimum:g}から{self._field.maximum:g}までの数を入れてください。"
            raise Unreadable(sentence)
        return number


def read_decimal(text: str) -> float | None:
    """A number as it is typed ("1.5", "１．５", "－0,5"); None for nothing. Raises Unreadable."""
    typed = normalize("NFKC", text).strip().replace(",", ".").translate(_MINUS)
    if not typed:
        return None
    try:
        number = float(typed)
    except ValueError:
        number = nan
    if not isfinite(number):
        sentence = "数字で入れてください。"
        raise Unreadable(sentence)
    return number


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
        popup.show_below(self._edit)


class _Year:
    def __init__(self, field: YearField, on_edited: Callable[[], None]) -> None:
        self._era = field.era
        self.focus = self.widget = edit = QLineEdit()
        edit.setInputMethodHints(Keys.LATIN.value)
        edit.setPlaceholderText(f"{field.era}30")
        edit.textChanged.connect(lambda _text: on_edited())
        self._edit = edit

    def fill(self, value: int | None) -> None:
        self._edit.setText("" if value is None else str(value))

    def read(self) -> int | None:
        text = self._edit.text().strip()
        if not text:
            return None
        found = written_date.parse(text, self._era)
        if found is None:
            sentence = f"年として読めません。{self._era}30 や 1955 のように入れてください。"
            raise Unreadable(sentence)
        return found.year


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


def editor_for(field: Field, on_edited: Callable[[], None]) -> Editor:
    """The control for a field, which tells when a person edited it. TypeError: no kind of field we know."""
    match field:
        case TextField():
            return _Text(field, on_edited)
        case LinesField():
            return _Lines(field, on_edited)
        case NumberField():
            return _Number(field, on_edited)
        case DecimalField():
            return _Decimal(field, on_edited)
        case DateField():
            return _Day(field, on_edited)
        case YearField():
            return _Year(field, on_edited)
        case ChoiceField():
            return _Choice(field, on_edited)
        case CheckField():
            return _Check(field, on_edited)
        case _:
            raise TypeError(field)
