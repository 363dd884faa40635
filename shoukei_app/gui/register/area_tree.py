"""Where to look for targets: 地域振興局, municipalities and towns as a tree of boxes with the firms in each."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem

from shoukei_app.domain.selection import Area
from shoukei_app.gui.kit.controls import TickDelegate
from shoukei_app.gui.kit.pieces import STRETCH, Card, button, row
from shoukei_app.gui.kit.theme import theme

PAUSE_MS = 120
NO_PLACE = "（市町村が分からない）"
NO_TOWN = "（町域が分からない）"
ELSEWHERE = "管外"

Towns = Mapping[tuple[str, str], int]

_ON, _OFF = Qt.CheckState.Checked, Qt.CheckState.Unchecked
_KEY = Qt.ItemDataRole.UserRole
_TICKED = Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class AreaTree(Card):
    """A card with the tree; `pause.timeout` follows a tick after a moment. Municipalities are unfolded into towns."""

    def __init__(self) -> None:
        super().__init__("調査する地域")
        self.pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self.tree = QTreeWidget()
        self.tree.setAccessibleName("調査する地域")
        self.tree.setColumnCount(2)
        self.tree.setHeaderHidden(True)
        self.tree.setUniformRowHeights(True)
        self.tree.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.tree.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        head = self.tree.header()
        head.setStretchLastSection(False)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        head.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.tree.setIndentation(theme().px(20))
        self.tree.setItemDelegate(TickDelegate(self.tree))
        self.tree.itemChanged.connect(lambda _item, column: self.pause.start() if column == 0 else None)
        self._places: dict[str, QTreeWidgetItem] = {}
        every = button("すべて選ぶ", lambda: self.tick_all(on=True), kind="link")
        none = button("すべて外す", lambda: self.tick_all(on=False), kind="link")
        self.add(row(every, none, STRETCH))
        self.add(self.tree, 1)

    def show_towns(self, towns: Towns, names: Mapping[str, str], offices: Mapping[str, str]) -> None:
        """Show firms counted by municipality code and town; boxes known already stay as they are."""
        area = self.area if self._places else None
        unfolded = {code for code, item in self._places.items() if item.isExpanded()}
        self.tree.blockSignals(True)  # noqa: FBT003 - Qt's name for it
        self.tree.clear()
        self._places = {}
        by_office: dict[str, list[str]] = {}
        for code in sorted({code for code, _ in towns}, key=lambda code: (not code, code)):
            by_office.setdefault(_office(code, offices), []).append(code)
        for office, codes in by_office.items():
            parent: QTreeWidget | QTreeWidgetItem = self.tree
            if office:
                count = sum(number for (code, _), number in towns.items() if code in codes)
                parent = _item(self.tree, office, "", count)
                parent.setFlags(_TICKED | Qt.ItemFlag.ItemIsAutoTristate)
            for code in codes:
                self._places[code] = self._place(parent, code, names.get(code, code) if code else NO_PLACE, towns)
        for code, item in self._places.items():
            item.setExpanded(code in unfolded)
            for town in _children(item):
                is_on = area is None or code in area.municipalities or (code, town.data(0, _KEY)) in area.towns
                town.setCheckState(0, _ON if is_on else _OFF)
        for top in _children(self.tree.invisibleRootItem()):
            top.setExpanded(not top.data(0, _KEY))
        self.tree.blockSignals(False)  # noqa: FBT003 - Qt's name for it

    @property
    def area(self) -> Area:
        """What is ticked: municipalities as a whole, and towns of those ticked in part."""
        whole, towns = set(), set()
        for code, item in self._places.items():
            if item.checkState(0) == _ON:
                whole.add(code)
            elif item.checkState(0) != _OFF:
                towns |= {(code, town.data(0, _KEY)) for town in _children(item) if town.checkState(0) == _ON}
        return Area(frozenset(whole), frozenset(towns))

    def item(self, code: str, town: str | None = None) -> QTreeWidgetItem:
        """The line of a municipality, or of one of its towns. KeyError where there is none."""
        place = self._places[code]
        if town is None:
            return place
        return {one.data(0, _KEY): one for one in _children(place)}[town]

    def tick(self, code: str, *, on: bool) -> None:
        """Tick or untick one municipality."""
        self._places[code].setCheckState(0, _ON if on else _OFF)

    def tick_all(self, *, on: bool) -> None:
        """Tick or untick all."""
        self.tree.blockSignals(True)  # noqa: FBT003 - Qt's name for it
        for item in self._places.values():
            item.setCheckState(0, _ON if on else _OFF)
        self.tree.blockSignals(False)  # noqa: FBT003 - Qt's name for it
        self.tree.viewport().update()
        self.pause.start()

    def start(self) -> None:
        """The keyboard begins at the first line."""
        self.tree.setFocus()
        first = self.tree.topLevelItem(0)
        if self.tree.currentItem() is None and first is not None:
            self.tree.setCurrentItem(first)

    def _place(self, parent: QTreeWidget | QTreeWidgetItem, code: str, name: str, towns: Towns) -> QTreeWidgetItem:
        inside = {town: number for (other, town), number in towns.items() if other == code}
        place = _item(parent, name, code, sum(inside.values()))
        place.setFlags(_TICKED | Qt.ItemFlag.ItemIsAutoTristate)
        for town in sorted(inside, key=lambda town: (not town, town)):
            _item(place, town or NO_TOWN, town, inside[town]).setFlags(_TICKED)
        return place


def _office(code: str, offices: Mapping[str, str]) -> str:
    if not code:
        return ""
    office = offices.get(code)
    return f"{office}地域" if office is not None else ELSEWHERE


def _children(item: QTreeWidgetItem) -> list[QTreeWidgetItem]:
    found = (item.child(number) for number in range(item.childCount()))
    return [child for child in found if child is not None]


def _item(parent: QTreeWidget | QTreeWidgetItem, words: str, key: str, count: int) -> QTreeWidgetItem:
    made = QTreeWidgetItem(parent, [words, f"{count:,}件"])
    made.setData(0, _KEY, key)
    made.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    made.setForeground(1, theme().color("secondary"))
    return made
