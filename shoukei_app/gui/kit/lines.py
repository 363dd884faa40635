"""The model behind every table: ids at once, frozen lines on demand, columns declared as data."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from shoukei_app.gui.kit.theme import theme

BLOCK = 200
"""Lines fetched at once: more than the tallest screen shows."""

BLOCKS_KEPT = 60

GONE = "（なくなりました）"

_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_ALIGNMENT = int(Qt.ItemDataRole.TextAlignmentRole)
_FONT = int(Qt.ItemDataRole.FontRole)
_FOREGROUND = int(Qt.ItemDataRole.ForegroundRole)
_TOOLTIP = int(Qt.ItemDataRole.ToolTipRole)

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter

AnyIndex = QModelIndex | QPersistentModelIndex


class Line(Protocol):
    """A frozen value a table shows: it knows the id it stands for."""

    @property
    def id(self) -> int:
        """The id under which the line was asked for."""


L = TypeVar("L", bound=Line)


@dataclass(frozen=True)  # no slots: Column[Line](…) would fail on Python 3.11
class Column(Generic[L]):
    """One column of a table.

    `text` makes the cell from a line. `width` is px at 100 %; columns with `grow` share the width that is left over in
    that proportion. `sort` is the key `Query.sort` gets when the heading is clicked ("" where it cannot be sorted by).
    `numeric` columns stand right, in figures of equal width, and are numbers in Excel; `code` columns (整理番号, 電話)
    have such figures too, but stand left and stay text in Excel, zeros in front kept. `tone` names the colour role of a
    state ("overdue"; the word must say it too). Columns with `shown=False` appear once the person chooses them.
    """

    key: str
    title: str
    text: Callable[[L], str]
    width: int = 120
    grow: int = 0
    sort: str = ""
    numeric: bool = False
    code: bool = False
    tooltip: Callable[[L], str] | None = None
    tone: Callable[[L], str] | None = None
    shown: bool = True


class LineModel(QAbstractTableModel, Generic[L]):
    """Holds ids and fetches lines in blocks of `BLOCK` when they are looked at; keeps the last `BLOCKS_KEPT` blocks.

    `lines(ids)` gives the lines of these ids in any order; ids that are gone meanwhile may be left out.
    """

    def __init__(
        self,
        columns: Sequence[Column[L]],
        lines: Callable[[Sequence[int]], Sequence[L]],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._lines = lines
        self._ids: Sequence[int] = ()
        self._blocks: OrderedDict[int, dict[int, L]] = OrderedDict()
        self._sorted_by = ""
        self._descending = False
        self._figures = theme().font(figures=True)
        theme().changed.connect(self._on_theme)

    @property
    def ids(self) -> Sequence[int]:
        """The ids in the order shown."""
        return self._ids

    def set_ids(self, ids: Sequence[int]) -> None:
        """Show these ids; lines fetched before are forgotten. Takes no time per row."""
        self.beginResetModel()
        self._ids = ids
        self._blocks.clear()
        self.endResetModel()

    def set_sorting(self, sort: str, *, descending: bool) -> None:
        """Mark the heading by which the ids are sorted."""
        self._sorted_by, self._descending = sort, descending
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)

    def line(self, row: int) -> L | None:
        """The line of a row, None where the id is gone."""
        block = row // BLOCK
        lines = self._blocks.get(block)
        if lines is None:
            lines = {line.id: line for line in self._lines(self._ids[block * BLOCK : (block + 1) * BLOCK])}
            self._blocks[block] = lines
            if len(self._blocks) > BLOCKS_KEPT:
                self._blocks.popitem(last=False)
        return lines.get(self._ids[row])

    def cell(self, row: int, column: Column[L]) -> str:
        """The text of one cell, as shown and as copied."""
        line = self.line(row)
        return GONE if line is None else column.text(line)

    def _on_theme(self) -> None:
        self._figures = theme().font(figures=True)

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        """Qt: how many ids."""
        return 0 if parent is not None and parent.isValid() else len(self._ids)

    def columnCount(self, parent: AnyIndex | None = None) -> int:
        """Qt: how many columns, chosen or not."""
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def data(self, index: AnyIndex, role: int = _DISPLAY) -> object:
        """Qt: one cell."""
        column = self.columns[index.column()]
        if role == _DISPLAY:
            return self.cell(index.row(), column)
        if role == _ALIGNMENT:
            return _RIGHT if column.numeric else _LEFT
        if role == _FONT:
            return self._figures if column.numeric or column.code else None
        if role == _FOREGROUND and column.tone is not None:
            line = self.line(index.row())
            tone = column.tone(line) if line is not None else "secondary"
            return theme().color(tone) if tone else None
        if role == _TOOLTIP and column.tooltip is not None:
            line = self.line(index.row())
            return None if line is None else column.tooltip(line)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> object:
        """Qt: a heading; an arrow behind the one the table is sorted by."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        column = self.columns[section]
        if role == _DISPLAY:
            arrow = " ↓" if self._descending else " ↑"
            return column.title + (arrow if column.sort and column.sort == self._sorted_by else "")
        if role == _ALIGNMENT:
            return _RIGHT if column.numeric else _LEFT
        if role == _TOOLTIP and column.sort:
            return f"{column.title}で並べ替える"
        return None
