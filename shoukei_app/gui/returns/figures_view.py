"""進み具合: what waits and when it will be done, how the replies come in, speed and errors of the keying."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from PySide6.QtWidgets import QPushButton, QStackedWidget, QVBoxLayout, QWidget

from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit.chart import Bar, CountRows, CumulativeLine
from shoukei_app.gui.kit.lines import Column
from shoukei_app.gui.kit.page import Shell
from shoukei_app.gui.kit.pieces import Card, EmptyState, holding, label, row
from shoukei_app.gui.kit.table import Table
from shoukei_app.gui.kit.views import Views
from shoukei_app.gui.returns.figures_columns import DayLine, WorkLine, day_columns, work_columns
from shoukei_app.usecases import keying_figures
from shoukei_app.usecases.keying_figures import Standing
from shoukei_app.words import keying

QUESTIONS, DAYS, PERSONS = "questions", "days", "persons"
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
        self.questions = self._work_table(QUESTIONS, work_columns("問い", "入力した数"))
        self.persons = self._work_table(PERSONS, work_columns("担当者", "入力した票"))
        self.days: Table[DayLine] = Table(
            "returns.figures.days",
            day_columns(today),
            find=lambda query: [line.id for line in self._days() if query.text in f"{line.made.day}"],
            lines=lambda ids: [self._days()[key] for key in ids],
            empty=_nothing_keyed(),
            unit="日",
        )
        self._tables = Views({QUESTIONS: self.questions, DAYS: self.days, PERSONS: self.persons})
        self._buttons: dict[str, QPushButton] = {}
        self._about = label(keying.ABOUT_PERSONS, "note", wrap=True)
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
        self._tables.show_view(key)
        self._about.setVisible(key == PERSONS)

    def _show(self, standing: Standing) -> None:
        self.standing = standing
        waits = standing.waiting
        rows = (
            ("entry", "入力を待つ票", waits.to_key, "1回目"),
            ("second", "照合入力を待つ票", waits.second, "別の人が入力"),
            ("third", "突合を待つ票", waits.third, "紙を見て決める"),
            ("sample", "抽査を待つ票", waits.sample, "紙と見比べる"),
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
        for table in (self.questions, self.days, self.persons):
            table.refresh()

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

    def _work_table(self, key: str, columns: Sequence[Column[WorkLine]]) -> Table[WorkLine]:
        return Table(
            f"returns.figures.{key}",
            columns,
            find=lambda query: [line.id for line in self._work(key) if query.text in line.title],
            lines=lambda ids: [self._work(key)[place] for place in ids],
            empty=_nothing_keyed(),
            unit="問" if key == QUESTIONS else "人",
        )

    def _work(self, key: str) -> list[WorkLine]:
        if self.standing is None:
            return []
        counted, by_id = self.standing.keying, self.standing.questionnaire.by_id
        if key == PERSONS:
            made = [(hand.name, work) for hand, work in counted.hands.items()]
        else:
            named = ((by_id.get(one), work) for one, work in counted.questions.items() if work.entries)
            made = [(f"問{one.number}　{one.short}", work) for one, work in named if one is not None]
        return [WorkLine(place, title, work) for place, (title, work) in enumerate(made)]

    def _days(self) -> list[DayLine]:
        days = self.standing.keying.days if self.standing else ()
        return [DayLine(place, made) for place, made in enumerate(reversed(days))]


def _nothing_keyed() -> EmptyState:
    return EmptyState("まだ入力した票がありません", "入力を始めると、速さと誤りをここで見られます。", symbol="keyboard")
