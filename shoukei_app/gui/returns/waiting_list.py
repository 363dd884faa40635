"""The sheets that wait to be keyed, beside the empty entry: the next pile at a glance."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from shoukei_app.domain import form_number
from shoukei_app.domain.target import TargetLine
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit.pieces import Elided, button, clear, label
from shoukei_app.gui.kit.theme import theme
from shoukei_app.gui.returns.columns import day_of


class WaitingList(QWidget):
    """A few sheets; pressing a number opens it."""

    def __init__(self, open_number: Callable[[str], object]) -> None:
        super().__init__()
        self._open_number = open_number
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(GRID, GRID, GRID, 0)
        self._grid.setHorizontalSpacing(2 * GRID)
        self._grid.setVerticalSpacing(GRID // 2)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnMinimumWidth(1, theme().px(160))

    def show_lines(self, lines: Sequence[TargetLine]) -> None:
        """Show these sheets."""
        clear(self._grid)
        if not lines:
            return
        self._grid.addWidget(label("次に入力する票（受付の順）", "strong"), 0, 0, 1, 3)
        for place, line in enumerate(lines, start=1):
            shown = form_number.shown(line.number)
            number = button(shown, partial(self._open_number, shown), kind="link")
            number.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._grid.addWidget(number, place, 0)
            self._grid.addWidget(Elided(f"{line.name}　{line.municipality}", role="ink"), place, 1)
            self._grid.addWidget(label(f"受付 {day_of(line.received_on)}", "secondary"), place, 2)
