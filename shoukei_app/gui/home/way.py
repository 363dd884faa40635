"""The way from a list to the report, shown while nothing is mailed yet: what was done, what is next, what follows."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QGridLayout

from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.home.steps import WAY
from shoukei_app.gui.kit.pieces import STRETCH, Card, Symbol, button, chip, clear, column, holding, label
from shoukei_app.usecases.next_step import NextStep

ORDER = tuple(NextStep)


class Way(Card):
    """Seven lines, one for each place of the work."""

    def __init__(self, go: Callable[[str], object]) -> None:
        super().__init__("調査の進め方", "左の一覧と同じ順に進みます")
        self._go = go
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(2 * GRID)
        self._grid.setVerticalSpacing(0)
        self._grid.setContentsMargins(GRID, GRID, GRID, GRID)
        self._grid.setColumnStretch(1, 1)
        self.add(self._grid, 5)
        self.body.addStretch(1)

    def show_step(self, step: NextStep) -> None:
        """Show how far the work has come."""
        clear(self._grid)
        here = ORDER.index(step)
        for place, (page, name, sentence, stands_for) in enumerate(WAY):
            done = ORDER.index(stands_for) < here and not (
                stands_for is NextStep.MAKE_RUN and step is NextStep.POST_RUN
            )
            now = stands_for is step or (stands_for is NextStep.MAKE_RUN and step is NextStep.POST_RUN)
            sign = "check-circle" if done else "arrow-circle-right" if now else "circle"
            self._grid.addWidget(Symbol(sign, "done" if done else "accent" if now else "secondary", 26), place, 0)
            words = column(label(name, "lead"), label(sentence, "body" if now else "secondary"), spacing=2)
            self._grid.addWidget(holding(column(STRETCH, words, STRETCH)), place, 1)
            self._grid.setRowStretch(place, 1)
            self._grid.addWidget(button("開く", partial(self._go, page), symbol="caret-right", kind="quiet"), place, 3)
            if done or now:
                self._grid.addWidget(chip("済み" if done else "次はここ", "done" if done else "accent"), place, 2)
