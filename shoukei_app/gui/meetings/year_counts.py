"""How many cases came to each state, by fiscal year: a small table that copies to Excel (case 1 of the seed)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt

from shoukei_app.domain.cases import CaseState
from shoukei_app.domain.era import wareki_year
from shoukei_app.gui.kit.lines import Column, LineModel
from shoukei_app.gui.kit.table_view import ROW_HEIGHT, TableView
from shoukei_app.gui.kit.theme import theme
from shoukei_app.words.terms import word

SHOWN_AT_ONCE = 3
_TITLE = "年度の中で、その状態になった案件の数"


@dataclass(frozen=True, slots=True)
class _Year:
    id: int
    counts: Mapping[CaseState, int]


class YearCounts(TableView[_Year]):
    """The newest fiscal year first; Ctrl+C copies all that is selected, with its headings."""

    def __init__(self) -> None:
        self._years: dict[int, _Year] = {}
        columns = [
            Column[_Year]("year", _TITLE, lambda one: f"{wareki_year(one.id)}度", 120, grow=1),
            *(Column[_Year](state.value, word(state), partial(_count, state), 96, numeric=True) for state in CaseState),
        ]
        self._model = LineModel[_Year](columns, lambda ids: [self._years[key] for key in ids])
        super().__init__("case_years", self._model)
        self._model.setParent(self)
        self.setAccessibleName("年度ごとの案件数")
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)

    def show_counts(self, counts: Mapping[int, Mapping[CaseState, int]]) -> None:
        """Show the counts by fiscal year."""
        self._years = {year: _Year(year, found) for year, found in counts.items()}
        self._model.set_ids(sorted(self._years, reverse=True))
        rows = max(1, min(SHOWN_AT_ONCE, len(self._years)))
        self.setFixedHeight(theme().px(ROW_HEIGHT) * (rows + 1) + 2)


def _count(state: CaseState, one: _Year) -> str:
    return f"{one.counts.get(state, 0):,}"
