"""The last page of a meeting: how many firms were decided, and which are carried over."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit.pieces import STRETCH, button, column, holding, label, row, scrolled

SHOWN_AT_MOST = 200


class Ending(QWidget):
    """`conclude` is called when the meeting is to end."""

    def __init__(self, conclude: Callable[[], object]) -> None:
        super().__init__()
        self._title = label("", "projected-name", wrap=True)
        self._told = label("", "projected", wrap=True)
        self._left = label("", "projected", wrap=True)
        verb = button("会議を終える（F9）", conclude, kind="primary")
        verb.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(GRID, 2 * GRID, GRID, GRID)
        outer.setSpacing(2 * GRID)
        outer.addWidget(self._title)
        outer.addWidget(self._told)
        outer.addWidget(scrolled(holding(column(self._left, STRETCH))), 1)
        outer.addLayout(row(verb, STRETCH))

    def show_left(self, decided: int, titles: Sequence[str]) -> None:
        """Tell how many firms were decided, and name those that were not."""
        self._title.setText(f"決定 {decided:,}件・持ち越し {len(titles):,}件")
        if not (decided or titles):
            self._told.setText("この会議には議題がありません。")
        elif not titles:
            self._told.setText("すべての議題が決まりました。「会議を終える」で記録を確定します。")
        else:
            self._told.setText(
                "次の事業者は決まっていません。会議を終えると、次の会議の議題に載ります。F2 で戻って決められます。"
            )
        more = [f"ほか {len(titles) - SHOWN_AT_MOST:,}件"] if len(titles) > SHOWN_AT_MOST else []
        self._left.setText("\n".join([*(f"・{title}" for title in titles[:SHOWN_AT_MOST]), *more]))
