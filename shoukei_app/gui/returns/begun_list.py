"""The sheets that were begun and not finished, beside the empty entry: gone on with, or deliberately dropped."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from shoukei_app.domain import form_number
from shoukei_app.domain.questionnaire import Questionnaire
from shoukei_app.domain.target import TargetLine
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit.pieces import Elided, button, chip, clear, label
from shoukei_app.gui.kit.theme import theme
from shoukei_app.usecases.entry import SECOND, DraftSheet
from shoukei_app.words.dates import clock

SHOWN = 6

Begun = tuple[TargetLine, DraftSheet]


class BegunList(QWidget):
    """At most `SHOWN` sheets. `go_on` and `drop` get the sheet that was chosen."""

    def __init__(self, go_on: Callable[[Begun], object], drop: Callable[[Begun], object]) -> None:
        super().__init__()
        self._go_on = go_on
        self._drop = drop
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(GRID, GRID, GRID, 0)
        self._grid.setHorizontalSpacing(2 * GRID)
        self._grid.setVerticalSpacing(GRID // 2)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnMinimumWidth(1, theme().px(160))

    def show_sheets(self, questionnaire: Questionnaire, begun: Sequence[Begun]) -> None:
        """Show the newest of these sheets, and how far each of them is."""
        clear(self._grid)
        self.setVisible(bool(begun))
        if not begun:
            return
        more = f"　ほか {len(begun) - SHOWN}件" if len(begun) > SHOWN else ""
        self._grid.addWidget(label(f"入力の途中の票{more}", "strong"), 0, 0, 1, 5)
        for place, one in enumerate(begun[:SHOWN], start=1):
            line, draft = one
            number = button(form_number.shown(line.number), partial(self._go_on, one), kind="link")
            question = questionnaire.by_id.get(draft.place)
            how_far = f"問{question.number} から" if question else "はじめから"
            drop = button("取り消す", partial(self._drop, one), kind="link")
            for made in (number, drop):
                made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._grid.addWidget(number, place, 0)
            self._grid.addWidget(Elided(f"{line.name}　{line.municipality}", role="ink"), place, 1)
            if draft.pass_number == SECOND:
                self._grid.addWidget(chip("照合入力", "accent"), place, 2)
            at = f"{draft.kept_at.month}/{draft.kept_at.day} {clock(draft.kept_at)}"
            self._grid.addWidget(label(f"{how_far}（{at}）", "secondary"), place, 3)
            self._grid.addWidget(drop, place, 4)
