"""One firm on the projector, in type that is read from the back of a room: who, why, what was answered, so far."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from shoukei_app.domain.meeting_paper import PackItem
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit.pieces import clear, column, holding, label, row, rule, scrolled

_ROOM_FOR_CHIPS = 560
_FACTS = ("整理番号", "代表者", "市町村", "地域", "業種", "年代", "従業者数", "電話")


class SlideView(QWidget):
    """`show_item` is all it does; what does not fit scrolls by `move_by`."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout()
        self._column.setContentsMargins(0, GRID, GRID, 0)
        self._column.setSpacing(GRID)
        self._area = scrolled(holding(self._column))
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._area)

    def show_item(self, item: PackItem) -> None:
        """Show one firm, from its top."""
        clear(self._column)
        name = label(item.title, "projected-name", wrap=True)
        self._column.addWidget(name)
        self._column.addWidget(_chips(item, beside=self.width() >= _ROOM_FOR_CHIPS))
        facts = dict(item.about)
        self._column.addWidget(label("　".join(facts[key] for key in _FACTS if facts.get(key)), "projected", wrap=True))
        if item.stands_out:
            self._column.addWidget(
                label("同じ特徴の事業者が少なく、推測されるおそれがあります", "projected-label", wrap=True)
            )
        self._part("抽出の理由", item.reasons)
        self._part("診断", [one for one in (item.diagnosis, item.advice) if one])
        self._part("宿題", item.homework)
        self._part("これまで", item.so_far)
        if item.answers:
            self._begin("回答")
            self._column.addWidget(_table([(line.heading, line.answer) for line in item.answers]))
        self._column.addStretch(1)
        self._area.verticalScrollBar().setValue(0)

    def move_by(self, steps: int) -> None:
        """Move by lines of text, down where positive."""
        bar = self._area.verticalScrollBar()
        bar.setValue(bar.value() + steps * 60)

    def _begin(self, words: str) -> None:
        self._column.addWidget(rule())
        self._column.addWidget(label(words, "projected-label"))

    def _part(self, words: str, lines: Sequence[str]) -> None:
        if not lines:
            return
        self._begin(words)
        for line in lines:
            self._column.addWidget(label(line, "projected", wrap=True))


def _chips(item: PackItem, *, beside: bool) -> QWidget:
    made = [label(f"優先度 {item.priority}", "projected-chip", tone="attention")] if item.priority else []
    made += [label(words, "projected-chip") for words in item.on_agenda]
    return (
        holding(row(*made, None)) if beside else holding(column(*(row(one, None) for one in made), spacing=GRID // 2))
    )


def _table(lines: Sequence[tuple[str, str]]) -> QWidget:
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(2 * GRID)
    grid.setVerticalSpacing(GRID // 2)
    for place, (words, answer) in enumerate(lines):
        grid.addWidget(label(words, "projected-label"), place, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(label(answer, "projected", wrap=True), place, 1)
    grid.setColumnStretch(1, 1)
    return holding(grid)
