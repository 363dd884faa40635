"""The rows of a table: columns shown and their widths, selection, opening, copying."""

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QItemSelectionModel, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView

from shoukei_app.gui import settings
from shoukei_app.gui.kit.clipboard import excel_rows
from shoukei_app.gui.kit.icons import icon
from shoukei_app.gui.kit.lines import Column, Line, LineModel
from shoukei_app.gui.kit.theme import theme

L = TypeVar("L", bound=Line)

ROW_HEIGHT = 32


class TableView(QTableView, Generic[L]):
    """The rows themselves; use `Table`, unless there is really nothing to search, count or choose."""

    opened = Signal(object)
    picked = Signal()

    def __init__(self, name: str, model: LineModel[L]) -> None:
        super().__init__()
        self.setProperty("kind", "lines")
        self._name = name
        self._lines: LineModel[L] = model
        self._widths = dict(settings.widths_of(name).get())
        self._fitting = False
        self.menu: Callable[[], QMenu] | None = None
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        # Painting a heading asks the selection about every row of its column: 2 s for 100,000 selected rows.
        head.setSelectionModel(QItemSelectionModel(model, head))
        head.setSectionsClickable(True)
        head.setSectionsMovable(True)
        head.setMinimumSectionSize(theme().px(48))
        self._follow_theme()
        self._show_chosen()
        head.sectionResized.connect(self._on_resized)
        self.doubleClicked.connect(lambda index: self.opened.emit(model.ids[index.row()]))
        self.selectionModel().selectionChanged.connect(lambda _on, _off: self.picked.emit())
        self.customContextMenuRequested.connect(self._show_menu)
        theme().changed.connect(self._follow_theme)

    def selected_rows(self) -> list[int]:
        """Row numbers of the selection, from top to bottom; quick also where everything is selected."""
        rows: set[int] = set()
        for block in self._blocks():
            rows.update(block)
        return sorted(rows)

    def selected_count(self) -> int:
        """How many rows are selected."""
        return sum(len(block) for block in self._blocks())

    def shown_columns(self) -> list[Column[L]]:
        """The columns that are visible, from left to right."""
        head = self.horizontalHeader()
        order = (head.logicalIndex(place) for place in range(head.count()))
        return [self._lines.columns[number] for number in order if not self.isColumnHidden(number)]

    def first_shown(self) -> int:
        """The model's number of the leftmost visible column."""
        shown = self.shown_columns()
        return self._lines.columns.index(shown[0]) if shown else 0

    def show_column(self, key: str, *, shown: bool) -> None:
        """Show or hide one column, and remember it."""
        keys = [column.key for column in self.shown_columns()]
        self.show_columns([*keys, key] if shown else [other for other in keys if other != key])

    def show_columns(self, keys: Sequence[str]) -> None:
        """Show these columns and no others, and remember it."""
        settings.columns_of(self._name).set(list(keys))
        self._show_chosen()

    def show_default_columns(self) -> None:
        """Back to the columns and widths the program proposes."""
        settings.columns_of(self._name).set([])
        settings.widths_of(self._name).set({})
        self._widths = {}
        self._show_chosen()

    def copy(self) -> None:
        """Put the selected rows with their headings on the clipboard, for Excel."""
        columns = self.shown_columns()
        cells = ([self._lines.cell(number, column) for column in columns] for number in self.selected_rows())
        mime = excel_rows([column.title for column in columns], cells, [column.numeric for column in columns])
        QGuiApplication.clipboard().setMimeData(mime)

    def _blocks(self) -> list[range]:
        selection = self.selectionModel().selection()
        ranges = (selection.at(place) for place in range(selection.size()))
        return [range(one.top(), one.bottom() + 1) for one in ranges]

    def _show_chosen(self) -> None:
        chosen = settings.columns_of(self._name).get()
        for number, column in enumerate(self._lines.columns):
            self.setColumnHidden(number, column.key not in chosen if chosen else not column.shown)
        self._fit()

    def _fit(self) -> None:
        """Give columns their widths, and what is left over to those that grow."""
        shown = self.shown_columns()
        least = self.horizontalHeader().minimumSectionSize()
        widths = {column.key: max(least, theme().px(self._widths.get(column.key, column.width))) for column in shown}
        left = self.viewport().width() - sum(widths.values())
        parts = sum(column.grow for column in shown if column.key not in self._widths)
        self._fitting = True
        for number, column in enumerate(self._lines.columns):
            if column.key in widths:
                grown = left * column.grow // parts if parts and left > 0 and column.key not in self._widths else 0
                self.setColumnWidth(number, widths[column.key] + grown)
        self._fitting = False

    def _on_resized(self, section: int, _old: int, new: int) -> None:
        if not self._fitting and new > 0:
            self._widths[self._lines.columns[section].key] = round(new / theme().scale)
            settings.widths_of(self._name).set(self._widths)

    def _follow_theme(self) -> None:
        self.verticalHeader().setDefaultSectionSize(theme().px(ROW_HEIGHT))
        self.horizontalHeader().setFixedHeight(theme().px(ROW_HEIGHT))
        self._fit()

    def _show_menu(self, place: QPoint) -> None:
        menu = self.menu() if self.menu is not None else QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if not menu.isEmpty():
            menu.addSeparator()
        copy = menu.addAction(icon("copy"), "Excel 用に写す\tCtrl+C", self.copy)
        copy.setEnabled(self.selected_count() > 0)
        menu.popup(self.viewport().mapToGlobal(place))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: columns that grow take the new width."""
        super().resizeEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Enter opens, Ctrl+C copies rows rather than one cell."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self._lines.ids[self.currentIndex().row()])
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """Qt: a table is content with little and takes what it is given."""
        return QSize(theme().px(480), theme().px(ROW_HEIGHT * 8))
