"""The funnel told apart by one thing (市町村, 業種 …): a table whose figures open their firms, rates as small bars."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from shoukei_app.domain.query import Query
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit.lines import Column
from shoukei_app.gui.kit.pieces import EmptyState
from shoukei_app.gui.kit.table import Table
from shoukei_app.gui.kit.theme import theme
from shoukei_app.gui.statistics.figures import percent
from shoukei_app.usecases.statistics import Group

NUMBER = 76


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A group under a number of its own, as tables want it."""

    id: int
    group: Group


def _count(name: str) -> Callable[[GroupLine], str]:
    return lambda line: f"{getattr(line.group.funnel, name):,}"


def _column(key: str, title: str, width: int = NUMBER) -> Column[GroupLine]:
    return Column(key, title, _count(key), width, sort=key, numeric=True)


COLUMNS: Sequence[Column[GroupLine]] = (
    Column("title", "区分", lambda line: line.group.title, 150, grow=2, sort="title"),
    _column("mailed", "発送"),
    _column("undelivered", "返戻"),
    _column("out_of_scope", "対象外"),
    _column("replies", "回収"),
    _column("valid", "有効回答", 88),
    Column(
        "valid_response_rate",
        "有効回収率",
        lambda line: percent(line.group.funnel.valid_response_rate),
        150,
        grow=1,
        sort="valid_response_rate",
        numeric=True,
        tooltip=lambda line: (
            f"有効回答 {line.group.funnel.valid:,} ÷ {line.group.funnel.base:,}（発送から返戻と対象外を除いた数）"
        ),
    ),
    _column("flagged", "抽出"),
    _column("visited", "訪問・電話", 92),
    _column("referred", "橋渡し"),
)
RATE = next(place for place, column in enumerate(COLUMNS) if column.key == "valid_response_rate")


class GroupTable(Table[GroupLine]):
    """`figure_asked` carries the column's key and the group when a figure is opened."""

    figure_asked = Signal(str, object)

    def __init__(self) -> None:
        self._groups: tuple[Group, ...] = ()
        super().__init__(
            "statistics.groups",
            COLUMNS,
            find=self._ordered,
            lines=lambda ids: [GroupLine(key, self._groups[key]) for key in ids],
            empty=EmptyState(
                "まだ数えるものがありません", "発送すると、ここに区分ごとの数が並びます。", symbol="chart-bar"
            ),
            unit="区分",
        )
        self._bars = _RateBars(partial(self._share))
        self.view.setItemDelegateForColumn(RATE, self._bars)
        self.opened.connect(self._on_opened)

    def show_groups(self, groups: Sequence[Group]) -> None:
        """Show these groups, in their order until a heading is pressed."""
        self._groups = tuple(group for group in groups if group.funnel.mailed)
        self.refresh()

    def _ordered(self, query: Query) -> Sequence[int]:
        wanted = [place for place, group in enumerate(self._groups) if query.text in group.title]
        if not query.sort:
            return wanted
        return sorted(wanted, key=lambda place: self._rank(place, query.sort), reverse=query.descending)

    def _rank(self, place: int, sort: str) -> float | str:
        if sort == "title":
            return self._groups[place].key
        value = getattr(self._groups[place].funnel, sort)
        return -1.0 if value is None else float(value)

    def _share(self, row: int) -> float:
        line = self.model.line(row)
        highest = max((group.funnel.valid_response_rate or 0.0 for group in self._groups), default=0.0)
        rate = line.group.funnel.valid_response_rate if line else None
        return (rate or 0.0) / highest if highest else 0.0

    def _on_opened(self, key: object) -> None:
        if isinstance(key, int):
            column = COLUMNS[self.view.currentIndex().column()]
            self.figure_asked.emit(column.key, self._groups[key])


class _RateBars(QStyledItemDelegate):
    """Draws a bar at the left of the number."""

    def __init__(self, share: Callable[[int], float]) -> None:
        super().__init__()
        self._share = share

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Qt: the cell as ever, and the bar."""
        super().paint(painter, option, index)
        look = theme()
        number = look.px(64)
        rect = QRectF(option.rect)
        room = rect.adjusted(GRID, 0, -number, 0)
        if room.width() < look.px(24):
            return
        thickness = look.px(8)
        bar = QRectF(room.left(), room.center().y() - thickness / 2, room.width(), thickness)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color("track"))
        painter.drawRoundedRect(bar, 4, 4)
        bar.setWidth(max(4.0, bar.width() * self._share(index.row())))
        painter.setBrush(look.color("accent"))
        painter.drawRoundedRect(bar, 4, 4)
        painter.restore()
