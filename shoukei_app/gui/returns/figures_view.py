"""進み具合: what waits and when it will be done, how the replies come in, speed and errors of the keying."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QStackedWidget, QVBoxLayout, QWidget

from shoukei_app.domain.keying_figures import Work
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit.chart import Bar, CountRows, CumulativeLine
from shoukei_app.gui.kit.lines import LineModel
from shoukei_app.gui.kit.page import Shell
from shoukei_app.gui.kit.pieces import Card, EmptyState, holding, label, row
from shoukei_app.gui.kit.table import TableView
from shoukei_app.gui.kit.views import Views
from shoukei_app.gui.returns.figures_columns import DayLine, WorkLine, day_columns, work_columns
from shoukei_app.usecases import keying_figures
from shoukei_app.usecases.keying_figures import Standing
from shoukei_app.words import keying

QUESTIONS, DAYS, PERSONS = "questions", "days", "persons"
_NOTHING = "nothing"
_TITLES = {QUESTIONS: "問いごと", DAYS: "日ごと", PERSONS: "担当者ごと"}


class FiguresView(QWidget):
    """Read anew whenever it is shown. Persons come last: the view opens on what can be mended, the questions.

    `open_waiting` is called with the kind of work that was clicked: entry, second, third, sample.
    """

    def __init__(self, shell: Shell, today: Callable[[], date], open_waiting: Callable[[object], object]) -> None:
        super().__init__()
        self._shell = shell
        self._today = today
        self.standing: Standing | None = None
        self.waiting = CountRows("待っている票")
        self.waiting.clicked.connect(open_waiting)
        self._finish = label("", "title", wrap=True)
        self._range = label("", "secondary", wrap=True)
        self._whole = label("", "secondary", wrap=True)
        self.curve = CumulativeLine("回収の推移")
        self._no_curve = EmptyState(
            "まだ1通も受け付けていません", "受付簿に書くと、日ごとの推移をここで見られます。", symbol="chart-line-up"
        )
        self._curves = QStackedWidget()
        self._curves.addWidget(self.curve)
        self._curves.addWidget(self._no_curve)
        self.questions = LineModel(work_columns("問い", "入力した数"), partial(self._work, QUESTIONS), self)
        self.days = LineModel(day_columns(today), self._days, self)
        self.persons = LineModel(work_columns("担当者", "入力した票"), partial(self._work, PERSONS), self)
        self.tables: dict[str, TableView[Any]] = {
            key: TableView(f"returns.figures.{key}", model)
            for key, model in ((QUESTIONS, self.questions), (DAYS, self.days), (PERSONS, self.persons))
        }
        for key, table in self.tables.items():
            table.setAccessibleName(f"{_TITLES[key]}の数字")
        self._nothing = EmptyState(
            "まだ入力した票がありません", "入力を始めると、速さと誤りをここで見られます。", symbol="keyboard"
        )
        self._tables = Views({**self.tables, _NOTHING: self._nothing})
        self._table = QUESTIONS
        self._buttons: dict[str, QPushButton] = {}
        self._about = label(keying.ABOUT_PERSONS, "note", wrap=True)
        self._about.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        self._lay_out()
        self.show_table(QUESTIONS)

    def refresh(self) -> None:
        """Count in the worker; what is shown stays until the new figures are there."""
        ledger, campaign_id = self._shell.session.ledger, self._shell.session.campaign_id
        if campaign_id is None:
            return
        day = self._today()
        self._shell.desk.read(
            lambda _progress: keying_figures.standing(ledger, campaign_id, day),
            title="進み具合を数えています",
            done=self._show,
        )

    def show_table(self, key: str) -> None:
        """Show the figures by question, by day, or by person."""
        for other, made in self._buttons.items():
            made.setChecked(other == key)
        self._table = key
        self._tables.show_view(key if self.days.ids else _NOTHING)
        self._about.setVisible(key == PERSONS)

    def _show(self, standing: Standing) -> None:
        self.standing = standing
        waits = standing.waiting
        rows = (
            ("entry", "入力", waits.to_key, "1回目"),
            ("second", "照合入力", waits.second, "別の人が入力"),
            ("third", "突合", waits.third, "紙を見て決める"),
            ("sample", "抽査", waits.sample, "紙と見比べる"),
        )
        self.waiting.show_bars([Bar(key, words, count, f"{count:,}", note) for key, words, count, note in rows])
        self._finish.setText(keying.finish_words(standing.forecast))
        self._range.setText(keying.range_words(standing.forecast))
        total = standing.keying.total
        self._whole.setText(
            f"1時間の打鍵 {keying.speed_words(total)}（休みを除く）　誤りは1,000項目に "
            f"{keying.rate_words(total.by_field)}（照合した {total.fields:,}項目）"
            if total.entries
            else ""
        )
        curve = standing.curve
        self._curves.setCurrentWidget(self.curve if curve.points else self._no_curve)
        self.curve.show_days(curve.points, goal=curve.goal, earlier=curve.earlier, earlier_name=curve.earlier_name)
        self.days.set_ids(range(len(standing.keying.days)))
        self.questions.set_ids(range(len(self._works(QUESTIONS))))
        self.persons.set_ids(range(len(self._works(PERSONS))))
        self.show_table(self._table)

    def _lay_out(self) -> None:
        work = Card("待っている票", "押すと開きます")
        work.add(self.waiting, 1)
        foreseen = Card("入力が終わる見通し")
        foreseen.add(self._finish)
        foreseen.add(self._range)
        foreseen.add(self._whole)
        foreseen.body.addStretch(1)
        replies = Card("回収の推移")
        replies.add(self._curves, 1)
        upper = row(work, foreseen, replies, spacing=2 * GRID)
        for place, share in enumerate((5, 5, 8)):
            upper.setStretch(place, share)
        choices = row(spacing=GRID // 2, margins=(GRID + 4, GRID + 4, GRID + 4, 0))
        for key, words in _TITLES.items():
            made = QPushButton(words)
            made.setProperty("kind", "quiet")
            made.setCheckable(True)
            made.setAutoDefault(False)
            made.clicked.connect(partial(self.show_table, key))
            self._buttons[key] = made
            choices.addWidget(made)
        choices.addSpacing(GRID)
        choices.addWidget(self._about, 1)
        choices.addStretch(0)
        lower = Card(padded=False)
        lower.add(holding(choices))
        lower.add(self._tables, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(2 * GRID)
        outer.addLayout(upper, 5)
        outer.addWidget(lower, 6)

    def _work(self, key: str, ids: Sequence[int]) -> list[WorkLine]:
        works = self._works(key)
        return [WorkLine(place, *works[place]) for place in ids]

    def _works(self, key: str) -> list[tuple[str, Work]]:
        if self.standing is None:
            return []
        counted, by_id = self.standing.keying, self.standing.questionnaire.by_id
        if key == PERSONS:
            return [(hand.name, work) for hand, work in counted.hands.items()]
        named = ((by_id.get(one), work) for one, work in counted.questions.items() if work.entries)
        return [(f"問{one.number}　{one.short}", work) for one, work in named if one is not None]

    def _days(self, ids: Sequence[int]) -> list[DayLine]:
        days = self.standing.keying.days if self.standing else ()
        return [DayLine(place, days[-1 - place]) for place in ids]
