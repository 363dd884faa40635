"""Forms from fields declared as data: a form is shown a value and gives back a value, and writes nothing itself."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import is_dataclass, replace
from typing import Any, Generic, TypeVar, cast

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit.editors import editor_for
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
from shoukei_app.gui.kit.pieces import column, holding, label, repolish, row
from shoukei_app.gui.kit.theme import theme

__all__ = [
    "CheckField",
    "ChoiceField",
    "DateField",
    "DecimalField",
    "Field",
    "Form",
    "Keys",
    "LinesField",
    "NumberField",
    "TextField",
    "YearField",
]

V = TypeVar("V")


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

    def typed(self) -> V:
        """What stands in the fields now, without a sentence under any; one that cannot be read counts as not touched.

        ValueError before the first `fill`.
        """
        if self._shown is None:
            msg = "the form was shown nothing yet"
            raise ValueError(msg)
        read: dict[str, object] = {}
        for key, cell in self._cells.items():
            with suppress(Unreadable):
                read[key] = cell.editor.read()
        return cast("V", replace(cast("Any", self._shown), **read))

    def type_in(self, values: Mapping[str, object]) -> None:
        """Put values into fields as if a person had typed them: the form counts as edited."""
        for key, value in values.items():
            self._cells[key].fill(value)
        if values:
            self.changed.emit()

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


class _Cell(QWidget):
    """A field with its label, remark and place for a sentence."""

    def __init__(self, field: Field, on_edited: Callable[[], None]) -> None:
        super().__init__()
        self._field = field
        self._on_edited = on_edited
        self.editor = editor_for(field, self._edited)
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
