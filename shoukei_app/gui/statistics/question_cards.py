"""The simple tabulation (単純集計): one card for every question, its answers as bars over a stated base."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit.chart import Bar, BarList
from shoukei_app.gui.kit.pieces import Card, clear
from shoukei_app.usecases.statistics import QuestionTable

COLUMNS = 2


class QuestionBars(BarList):
    """Bars that are read, not pressed: no list of firms stands behind an answer."""

    ROW_HEIGHT = 24
    TALLEST_ROW = 24


class QuestionCards(QWidget):
    """Cards in two columns of about equal height."""

    def __init__(self) -> None:
        super().__init__()
        self._columns = [QVBoxLayout() for _ in range(COLUMNS)]
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2 * GRID)
        for column in self._columns:
            column.setSpacing(2 * GRID)
            layout.addLayout(column, 1)

    def show_questions(self, tables: Sequence[QuestionTable]) -> None:
        """Show these questions, those of the form's first half at the left."""
        for column in self._columns:
            clear(column)
        half = sum(len(table.rows) + 3 for table in tables) / COLUMNS
        used = 0
        for table in tables:
            place = 0 if used < half else 1
            self._columns[place].addWidget(_card(table))
            used += len(table.rows) + 3
        for column in self._columns:
            column.addStretch(1)


def _card(table: QuestionTable) -> Card:
    base = table.rows[0].base if table.rows else 0
    made = Card(f"問{table.number} {table.title}", f"母数 {base:,}件")
    made.note.setToolTip("この問いに答えることになっている回答の数。複数選べる問いでは、割合の合計が100%を超えます。")
    bars = QuestionBars(f"問{table.number} {table.title}")
    bars.setEnabled(False)
    bars.show_bars(
        [
            Bar(
                row.code,
                f"{row.code} {row.title}".strip(),
                row.count,
                f"{row.count:,}",
                f"{row.count / row.base:.1%}" if row.base else "―",
                "accent" if row.code else "secondary",
            )
            for row in table.rows
        ],
        base or None,
    )
    made.add(bars)
    return made
