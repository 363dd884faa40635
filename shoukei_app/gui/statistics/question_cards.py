"""The simple tabulation (単純集計): one card for every question, its answers as bars over a stated base."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit.chart import Bar, BarList
from shoukei_app.gui.kit.pieces import Card, clear, label
from shoukei_app.usecases.question_tables import QuestionTable
from shoukei_app.words.terms import word

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
        half = sum(_height(table) for table in tables) / COLUMNS
        used = 0
        for table in tables:
            place = 0 if used < half else 1
            self._columns[place].addWidget(_card(table))
            used += _height(table)
        for column in self._columns:
            column.addStretch(1)


def _height(table: QuestionTable) -> int:
    """About how tall a card is, in rows."""
    return len(table.rows) + 3 + bool(table.remarks)


def _card(table: QuestionTable) -> Card:
    made = Card(f"問{table.number} {table.title}", f"母数 {table.base:,}件")
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
                "accent" if row.given else "secondary",
            )
            for row in table.rows
        ],
        table.base or None,
    )
    made.add(bars)
    if table.remarks:
        counts = "　".join(f"{word(mark)} {count:,}" for mark, count in table.remarks)
        made.add(label(f"回答の確かめ：{counts}", "secondary", wrap=True))
    return made
