"""Filters of a table: what one is, and the list of its values, which stays open while several are ticked."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from shoukei_app.domain.text import search_key
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit.controls import CheckBox, search_edit
from shoukei_app.gui.kit.pieces import STRETCH, button, column, holding, label, row, scrolled
from shoukei_app.gui.kit.popup import Popup
from shoukei_app.gui.kit.theme import theme

SEARCHED_FROM = 12
"""With so many values a line to search them stands above."""

WIDTH = 300
ROW = 28
ROWS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Filter:
    """A button above the table that keeps rows whose `key` has one of the chosen values (`Query.filters[key]`).

    `choices` are read when the list opens: (value, words) in the order to show; so is `counts`, how many rows of the
    whole table have each value.
    """

    key: str
    title: str
    choices: Callable[[], Sequence[tuple[str, str]]]
    counts: Callable[[], Mapping[str, int]] | None = None


class FilterPopup(Popup):
    """The values of one filter as boxes to tick; `chosen` carries the ticked values after every tick."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None, one: Filter, ticked: Sequence[str]) -> None:
        super().__init__(parent)
        self.boxes: dict[str, CheckBox] = {}
        self._lines: list[tuple[str, list[QWidget]]] = []
        choices, counts = one.choices(), one.counts() if one.counts is not None else {}
        self.search = QLineEdit()
        search_edit(self.search, f"{one.title}を探す")
        self.search.textChanged.connect(self._narrow)
        self.search.setVisible(len(choices) >= SEARCHED_FROM)
        self.body.addWidget(self.search)
        self.body.addWidget(self._list(choices, counts, ticked), 1)
        self._off = button("すべて外す", self._tick_none, kind="link")
        self._off.setEnabled(bool(ticked))
        self.body.addLayout(row(self._off, STRETCH))
        self.setFixedWidth(theme().px(WIDTH))
        rows = min(max(len(choices), 1), ROWS_SHOWN)
        above = theme().px(40) if len(choices) >= SEARCHED_FROM else 0
        self.setFixedHeight(theme().px(ROW * rows + 64) + above)

    def show_below(self, place: QWidget) -> None:
        """Open below a button, the keyboard at the search or the first box."""
        super().show_below(place)
        first = next(iter(self.boxes.values()), None)
        if len(self.boxes) >= SEARCHED_FROM:
            self.search.setFocus()
        elif first is not None:
            first.setFocus()

    def _list(self, choices: Sequence[tuple[str, str]], counts: Mapping[str, int], ticked: Sequence[str]) -> QWidget:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, GRID + GRID // 2, 0)
        grid.setVerticalSpacing(GRID // 2)
        grid.setColumnStretch(0, 1)
        for place, (value, words) in enumerate(choices):
            box = CheckBox(words)
            box.setChecked(value in ticked)
            box.toggled.connect(self._tell)
            parts: list[QWidget] = [box]
            grid.addWidget(box, place, 0)
            if counts:
                number = label(f"{counts.get(value, 0):,}件", "secondary")
                grid.addWidget(number, place, 1, Qt.AlignmentFlag.AlignRight)
                parts.append(number)
            self.boxes[value] = box
            self._lines.append((search_key(words), parts))
        if not choices:
            grid.addWidget(label("選べるものがまだありません", "secondary"), 0, 0)
        return scrolled(holding(column(grid, STRETCH)))

    def _narrow(self, typed: str) -> None:
        key = search_key(typed)
        for words, parts in self._lines:
            for part in parts:
                part.setVisible(key in words)

    def _tick_none(self) -> None:
        for box in self.boxes.values():
            box.blockSignals(True)  # noqa: FBT003 - Qt's name for it
            box.setChecked(False)
            box.blockSignals(False)  # noqa: FBT003 - Qt's name for it
            box.update()
        self._tell()

    def _tell(self) -> None:
        values = tuple(value for value, box in self.boxes.items() if box.isChecked())
        self._off.setEnabled(bool(values))
        self.chosen.emit(values)
