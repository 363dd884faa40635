"""The table of every page: sorting, filters, columns to choose, copying to Excel, opening, and empty states."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from functools import partial
from typing import Generic, TypeVar

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from shoukei_app.domain.query import Query
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui import settings
from shoukei_app.gui.kit import dialogs
from shoukei_app.gui.kit.actions import Actions
from shoukei_app.gui.kit.controls import search_edit
from shoukei_app.gui.kit.filters import Filter, FilterPopup
from shoukei_app.gui.kit.icons import icon
from shoukei_app.gui.kit.lines import Column, Line, LineModel
from shoukei_app.gui.kit.pieces import EmptyState, button, clear, holding, label, row
from shoukei_app.gui.kit.table_view import TableView
from shoukei_app.gui.kit.theme import theme

__all__ = ["Filter", "Table", "TableView"]

L = TypeVar("L", bound=Line)

TYPING_PAUSE_MS = 200
LARGE_TYPE = 1.2
FILTERS_BESIDE = 4


class Table(QWidget, Generic[L]):
    """A table with everything around it. `find(query)` gives all ids in order, `lines(ids)` the lines on demand.

    A page calls `refresh()`; sorting and filtering call `find` by themselves. `name` is the key under which columns,
    widths and order are remembered on this PC. `empty` is shown where an unfiltered `find` gives nothing. `lines` may
    answer in any order and leave out ids that are gone. `shown_elsewhere` are filters that the page itself shows.
    """

    opened = Signal(object)
    """The id of the row that was double-clicked, or Enter pressed on."""
    selection_changed = Signal()

    def __init__(
        self,
        name: str,
        columns: Sequence[Column[L]],
        *,
        find: Callable[[Query], Sequence[int]],
        lines: Callable[[Sequence[int]], Sequence[L]],
        filters: Sequence[Filter] = (),
        empty: EmptyState | None = None,
        unit: str = "件",
        placeholder: str = "この一覧から探す",
        shown_elsewhere: Sequence[str] = (),
    ) -> None:
        super().__init__()
        self._name = name
        self._find = find
        self._unit = unit
        self._filters = tuple(filters)
        self._shown_elsewhere = frozenset(shown_elsewhere)
        self._query = self._remembered_order(columns)
        self.model = LineModel(columns, lines, self)
        self.view: TableView[L] = TableView(name, self.model)
        self._search = QLineEdit()
        search_edit(self._search, placeholder)
        self._search.setMinimumWidth(theme().px(160))
        self._search.setMaximumWidth(theme().px(320))
        self._pause = QTimer(self, interval=TYPING_PAUSE_MS, singleShot=True)
        self._chips = QHBoxLayout()
        self._chips.setSpacing(GRID // 2)
        self._count = label("", "secondary")
        self.bar = self._make_bar()
        self._empty = empty or EmptyState("まだありません")
        self._nothing = EmptyState(
            "条件に合うものがありません",
            "探すことばや絞り込みを変えると出てきます。",
            button("絞り込みをすべて外す", self.clear_filters),
            symbol="magnifying-glass",
        )
        self._stack = QStackedWidget()
        for widget in (self.view, self._empty, self._nothing):
            self._stack.addWidget(widget)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, GRID)
        outer.setSpacing(GRID)
        outer.addWidget(self.bar)
        outer.addWidget(self._stack, 1)
        self._connect()

    @property
    def query(self) -> Query:
        """What is shown and in which order."""
        return self._query

    def set_query(self, query: Query) -> None:
        """Show something else: opened from a figure on another page, or a saved view."""
        self._query = query
        if self._search.text() != query.text:
            self._search.blockSignals(True)  # noqa: FBT003 - Qt's name for it
            self._search.setText(query.text)
            self._search.blockSignals(False)  # noqa: FBT003 - Qt's name for it
        self.refresh()

    def clear_filters(self) -> None:
        """Show everything again, in the order there is."""
        self.set_query(replace(self._query, text="", filters={}))

    def refresh(self) -> None:
        """Ask for the ids anew and show them; selection and place stay where their rows are still there."""
        selected = self.selected_ids()
        current = self.current_id()
        place = self.view.verticalScrollBar().value()
        self.model.set_ids(self._find(self._query))
        self.model.set_sorting(self._query.sort, descending=self._query.descending)
        self._select(selected, current)
        self.view.verticalScrollBar().setValue(place)
        filtered = bool(self._query.text or self._query.filters)
        shown = self.view if self.model.ids else self._nothing if filtered else self._empty
        self._stack.setCurrentWidget(shown)
        self.bar.setVisible(bool(self.model.ids) or filtered)
        self._show_chips()
        self._show_count()
        self.selection_changed.emit()

    def selected_ids(self) -> list[int]:
        """The ids of the selected rows, from top to bottom."""
        return [self.model.ids[number] for number in self.view.selected_rows()]

    def current_id(self) -> int | None:
        """The id of the row the keyboard is at, None where there is none."""
        index = self.view.currentIndex()
        return self.model.ids[index.row()] if index.isValid() and index.row() < len(self.model.ids) else None

    def select(self, identifier: int) -> bool:
        """Go to the row of an id; False where it is not among those shown."""
        if identifier not in self.model.ids:
            return False
        self._select([identifier], identifier)
        self.view.scrollTo(self.view.currentIndex(), QAbstractItemView.ScrollHint.PositionAtCenter)
        return True

    def set_menu(self, actions: Actions, keys: Sequence[str] = ()) -> None:
        """What the right mouse button offers on rows; the actions read `selected_ids()`."""
        self.view.menu = lambda: actions.menu(self.view, keys)
        self.selection_changed.connect(actions.update)

    def save_view(self, name: str) -> None:
        """Remember what is searched, filtered and sorted, and the columns shown, under a name."""
        view = {**asdict(self._query), "columns": [column.key for column in self.view.shown_columns()]}
        option = settings.views_of(self._name)
        option.set({**option.get(), name: view})

    def show_view(self, name: str) -> None:
        """Show a saved view. KeyError where there is none of this name."""
        view = settings.views_of(self._name).get()[name]
        self.view.show_columns(view["columns"])
        filters = {key: tuple(values) for key, values in view["filters"].items()}
        self.set_query(Query(view["text"], filters, view["sort"], view["descending"]))

    def forget_view(self, name: str) -> None:
        """Forget a saved view."""
        option = settings.views_of(self._name)
        option.set({other: view for other, view in option.get().items() if other != name})

    def add_to_bar(self, widget: QWidget) -> None:
        """Put a control into the line above the table, right of the filters."""
        self._bar_layout.insertWidget(self._bar_layout.indexOf(self._count) - 1, widget)

    def focus_rows(self) -> None:
        """Let the keyboard begin at the first row."""
        self.view.setFocus()
        if not self.view.selected_count() and self.model.ids:  # a focus alone makes a row current, not selected
            self.view.selectRow(max(0, self.view.currentIndex().row()))

    def _make_bar(self) -> QWidget:
        columns = button("表示", self._choose_columns, kind="quiet", symbol="columns")
        columns.setToolTip("表示する列と、保存した見方を選びます")
        self._columns_button = columns
        buttons = [self._filter_button(one) for one in self._filters]
        # Where there are many, or larger type is asked for, the filters take a line of their own: a table beside a
        # panel has no more room.
        beside = theme().scale < LARGE_TYPE and len(buttons) <= FILTERS_BESIDE
        self._bar_layout = row(self._search, *(buttons if beside else ()), None, self._count, columns, spacing=GRID)
        # On a line of their own: beside the buttons they would push a narrow table wider than its page.
        self._chips_line = holding(row(self._chips, None))
        self._chips_line.hide()
        lines = QVBoxLayout()
        lines.setContentsMargins(GRID + 4, GRID + 4, GRID + 4, 0)
        lines.setSpacing(GRID)
        lines.addLayout(self._bar_layout)
        if buttons and not beside:
            lines.addLayout(row(*buttons, None, spacing=GRID))
        lines.addWidget(self._chips_line)
        return holding(lines)

    def _filter_button(self, one: Filter) -> QPushButton:
        made = button(one.title, lambda: self._choose_filter(one, made), symbol="funnel-simple")
        made.setToolTip(f"{one.title}で絞り込む")
        return made

    def _connect(self) -> None:
        self._search.textChanged.connect(lambda _text: self._pause.start())
        self._search.returnPressed.connect(self.focus_rows)
        self._pause.timeout.connect(self._on_typed)
        self.view.opened.connect(self.opened)
        self.view.horizontalHeader().sectionClicked.connect(self._on_heading)
        self.view.picked.connect(self._on_picked)
        find = QAction(self)
        find.setShortcut(QKeySequence.StandardKey.Find)
        find.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        find.triggered.connect(self._search.setFocus)
        self.addAction(find)

    def _on_typed(self) -> None:
        self._query = replace(self._query, text=self._search.text().strip())
        self.refresh()

    def _on_heading(self, section: int) -> None:
        sort = self.model.columns[section].sort
        if not sort:
            return
        descending = self._query.sort == sort and not self._query.descending
        self._query = replace(self._query, sort=sort, descending=descending)
        settings.order_of(self._name).set([sort, "down" if descending else "up"])
        self.refresh()

    def _on_picked(self) -> None:
        self._show_count()
        self.selection_changed.emit()

    def _show_count(self) -> None:
        selected = self.view.selected_count()
        words = f"{len(self.model.ids):,}{self._unit}"
        self._count.setText(f"{words}（{selected:,}{self._unit}を選択中）" if selected > 1 else words)

    def _show_chips(self) -> None:
        clear(self._chips)
        for one in self._filters:
            chosen = self._query.filters.get(one.key, ())
            if not chosen:
                continue
            words = dict(one.choices())
            named = "、".join(words.get(value, value) for value in chosen[:2])
            more = f" ほか{len(chosen) - 2}" if len(chosen) > 2 else ""
            made = button(f"{one.title}：{named}{more} ✕", partial(self._set_filter, one.key, ()), kind="chip")
            made.setToolTip("この絞り込みを外す")
            self._chips.addWidget(made)
        self._show_foreign_chip()
        self._chips_line.setVisible(self._chips.count() > 0)

    def _show_foreign_chip(self) -> None:
        """What another page filtered by (`Query` of a figure that was clicked) is told, and can be taken off, too."""
        known = {one.key for one in self._filters} | self._shown_elsewhere
        if any(values and key not in known for key, values in self._query.filters.items()):
            made = button("前の画面で選んだものだけ ✕", self._drop_foreign, kind="chip")
            made.setToolTip("この絞り込みを外す")
            self._chips.addWidget(made)

    def _drop_foreign(self) -> None:
        known = {one.key for one in self._filters} | self._shown_elsewhere
        kept = {key: values for key, values in self._query.filters.items() if key in known}
        self._query = replace(self._query, filters=kept)
        self.refresh()

    def _choose_filter(self, one: Filter, place: QPushButton) -> None:
        popup = FilterPopup(self, one, self._query.filters.get(one.key, ()))
        popup.chosen.connect(partial(self._set_filter, one.key))
        popup.show_below(place)

    def _set_filter(self, key: str, values: tuple[str, ...]) -> None:
        others = {name: chosen for name, chosen in self._query.filters.items() if name != key}
        self._query = replace(self._query, filters={**others, key: values} if values else others)
        self.refresh()

    def _choose_columns(self) -> None:
        menu = QMenu(self)
        shown = {column.key for column in self.view.shown_columns()}
        for column in self.model.columns:
            entry = menu.addAction(column.title)
            entry.setCheckable(True)
            entry.setChecked(column.key in shown)
            entry.setEnabled(shown != {column.key})
            entry.toggled.connect(lambda on, key=column.key: self.view.show_column(key, shown=on))
        menu.addSeparator()
        menu.addAction("はじめの列に戻す", self.view.show_default_columns)
        menu.addSeparator()
        self._add_views(menu)
        _pop_up(menu, self._columns_button)

    def _add_views(self, menu: QMenu) -> None:
        saved = settings.views_of(self._name).get()
        for name in saved:
            menu.addAction(icon("bookmark-simple"), name, partial(self.show_view, name))
        menu.addAction("この見方を保存…", self._ask_view)
        if saved:
            gone = menu.addMenu("保存した見方を消す")
            for name in saved:
                gone.addAction(name, partial(self.forget_view, name))

    def _ask_view(self) -> None:
        edit = QLineEdit()
        edit.setAccessibleName("見方の名前")
        edit.setPlaceholderText("見方の名前（例：返戻の一覧）")
        sheet = dialogs.Sheet(self.window(), "この見方を保存", edit, "保存")
        sheet.setMinimumWidth(theme().px(380))
        if sheet.exec() and edit.text().strip():
            self.save_view(edit.text().strip())
        sheet.deleteLater()

    def _remembered_order(self, columns: Sequence[Column[L]]) -> Query:
        match settings.order_of(self._name).get():
            case [sort, direction] if sort in {column.sort for column in columns}:
                return Query(sort=sort, descending=direction == "down")
        return Query()

    def _select(self, identifiers: Sequence[int], current: int | None) -> None:
        if not identifiers and current is None:
            return
        wanted = set(identifiers)
        numbers = [number for number, identifier in enumerate(self.model.ids) if identifier in wanted]
        here = self.model.ids.index(current) if current is not None and current in self.model.ids else None
        selection = QItemSelection()
        last = len(self.model.columns) - 1
        for first, until in runs(numbers):
            selection.select(self.model.index(first, 0), self.model.index(until - 1, last))
        flags = QItemSelectionModel.SelectionFlag
        if here is not None:
            index = self.model.index(here, self.view.first_shown())
            self.view.selectionModel().setCurrentIndex(index, flags.NoUpdate)
        self.view.selectionModel().select(selection, flags.ClearAndSelect)


def runs(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Ascending numbers as stretches without a gap, each from its first to one past its last."""
    stretches: list[tuple[int, int]] = []
    for number in numbers:
        if stretches and stretches[-1][1] == number:
            stretches[-1] = (stretches[-1][0], number + 1)
        else:
            stretches.append((number, number + 1))
    return stretches


def _pop_up(menu: QMenu, place: QWidget) -> None:
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.popup(place.mapToGlobal(QPoint(0, place.height() + 2)))
