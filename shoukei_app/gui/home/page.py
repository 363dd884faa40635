"""ホーム: the next step in words, the funnel, what waits, replies against the goal, response by municipality."""

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QStackedWidget, QWidget

from shoukei_app.domain.campaign import Campaign
from shoukei_app.domain.mailing import REMINDERS, RunKind
from shoukei_app.domain.statistics import counted_up
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.home.figures import (
    Place,
    channel_note,
    funnel_bars,
    municipality_bars,
    percent,
    waiting_bars,
)
from shoukei_app.gui.home.steps import STEPS, Told
from shoukei_app.gui.home.way import Way
from shoukei_app.gui.kit.actions import Action
from shoukei_app.gui.kit.chart import BarList, CountRows, CumulativeLine, Funnel, Marker
from shoukei_app.gui.kit.page import Page, Shell
from shoukei_app.gui.kit.pieces import Banner, Card, EmptyState, holding, scrolled
from shoukei_app.usecases import ledgers, next_step, runs, statistics
from shoukei_app.usecases.next_step import NextStep, Standing
from shoukei_app.usecases.outcome import EVERYTHING
from shoukei_app.usecases.statistics import Overview
from shoukei_app.words.dates import month_day


@dataclass(frozen=True, slots=True)
class Seen:
    """What the page shows, read at once."""

    today: date
    campaign: Campaign
    standing: Standing
    overview: Overview
    begun: date | None
    reminders: tuple[date, ...]


class LowFunnel(Funnel):
    """The funnel with one stage more than fits its usual height."""

    ROW_HEIGHT = 38


def make(shell: Shell) -> Page:
    """The page."""
    return HomePage(shell)


class HomePage(Page):
    """Reads in the worker, so that the window answers at once also with a large ledger."""

    title = "ホーム"
    subjects = EVERYTHING
    hints = (("Ctrl+Enter", "次にすることを開く"), ("Ctrl+K", "全体から探す"), ("Alt+1～9", "ページを開く"))

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._told: Told = STEPS[NextStep.TAKE_IN_LIST]
        self.actions_made = self.set_actions(
            (Action("next", "次へ進む", self.go_on, "", "Ctrl+Return"),),
        )
        self.button = self.actions_made.button("next", "primary")
        self.banner = Banner("", "", self.button)
        self.banner.hide()
        self.way = Way(self.shell.go)
        self.funnel = LowFunnel("この調査の流れ")
        self.waiting = CountRows("待っている仕事")
        self.line = CumulativeLine("回答の累計")
        self.towns = BarList("市町村別の有効回収率")
        for chart in (self.funnel, self.waiting, self.towns):
            chart.clicked.connect(self._open)
        self._views = QStackedWidget()
        self._views.addWidget(QWidget())
        self._views.addWidget(self.way)
        self._views.addWidget(self._make_figures())
        self.add(self.banner)
        self.add(self._views, 1)

    def refresh(self) -> None:
        """Read everything; the page keeps what it shows until the new figures are there."""
        ledger, campaign_id, today = self.session.ledger, self.session.campaign_id, self.session.act().at.date()
        if campaign_id is None:
            return

        def read(_progress: object) -> Seen:
            made = runs.every(ledger, campaign_id)
            states = runs.run_states(ledger, campaign_id)
            posted = {run.kind: day for run in made if (day := states[run.number].posted_on)}
            return Seen(
                today,
                ledgers.campaign(ledger, campaign_id),
                next_step.standing(ledger, campaign_id, today),
                statistics.overview(ledger, campaign_id),
                posted.get(RunKind.FIRST),
                tuple(day for run in made if run.kind in REMINDERS and (day := states[run.number].posted_on)),
            )

        self.desk.read(read, title="集計しています", done=self._show)

    def go_on(self) -> None:
        """Go where the next step is done."""
        self.shell.go(self._told.page, self._told.what)

    def _show(self, seen: Seen) -> None:
        step = next_step.next_step(seen.standing, seen.today)
        self._told = STEPS[step]
        self.banner.say(f"次にすること：{self._told.title}", self._told.sentence(seen.standing))
        self.actions_made["next"].setText(self._told.verb)
        self.banner.show()
        self.set_state(f"{month_day(seen.today)}現在　{_deadline(seen.campaign.deadline, seen.today)}")
        if not seen.overview.funnel.mailed:
            self.way.show_step(step)
            self._views.setCurrentIndex(1)
            return
        self._show_figures(seen)
        self._views.setCurrentIndex(2)

    def _show_figures(self, seen: Seen) -> None:
        funnel = seen.overview.funnel
        self.funnel.show_bars(funnel_bars(funnel), funnel.mailed)
        waits = waiting_bars(seen.standing)
        self.waiting.show_bars(waits)
        self._waiting_stack.setCurrentIndex(0 if waits else 1)
        points = counted_up(seen.overview.received_by_day, seen.begun)
        markers = [Marker(day, "督促状") for day in seen.reminders]
        self.line.show_days(points, goal=seen.campaign.goal, markers=markers, until=seen.campaign.deadline)
        self._line_stack.setCurrentIndex(0 if points else 1)
        self._line_card.note.setText(channel_note(seen.overview.channels))
        towns = municipality_bars(seen.overview.municipalities, funnel.valid_response_rate)
        self.towns.show_bars(towns, max((bar.value for bar in towns), default=0) or 1)
        self._town_card.note.setText(f"全体 {percent(funnel.valid_response_rate)}")

    def _make_figures(self) -> QWidget:
        flow = Card("この調査の流れ", "数字を押すと一覧が開きます")
        flow.add(self.funnel, 1)
        waits = Card("待っている仕事")
        self._waiting_stack = QStackedWidget()
        self._waiting_stack.addWidget(self._scrolled(self.waiting))
        nothing = EmptyState(
            "待っている仕事はありません", "新しい仕事ができると、ここに並びます。", symbol="check-circle"
        )
        self._waiting_stack.addWidget(nothing)
        waits.add(self._waiting_stack, 1)
        self._line_card = Card("回答の累計")
        self._line_stack = QStackedWidget()
        self._line_stack.addWidget(self.line)
        self._line_stack.addWidget(
            EmptyState(
                "回答はまだ届いていません", "受け付けた調査票の数を、日ごとに目標と比べます。", symbol="chart-line-up"
            )
        )
        self._line_card.add(self._line_stack, 1)
        self._town_card = Card("市町村別 有効回収率")
        self._town_card.add(self._scrolled(self.towns), 1)
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(2 * GRID)
        for place, card in enumerate((flow, waits, self._line_card, self._town_card)):
            grid.addWidget(card, place // 2, place % 2)
        grid.setColumnStretch(0, 5)
        grid.setColumnStretch(1, 3)
        grid.setRowStretch(0, 1)
        grid.setRowStretch(1, 1)
        return holding(grid)

    @staticmethod
    def _scrolled(chart: QWidget) -> QWidget:
        area = scrolled(chart)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setMinimumHeight(1)
        return area

    def _open(self, place: object) -> None:
        if isinstance(place, Place):
            self.shell.go(place.page, place.what)


def _deadline(deadline: date | None, today: date) -> str:
    if deadline is None:
        return "回答期限は決まっていません"
    left = (deadline - today).days
    if left > 0:
        return f"回答期限 {month_day(deadline)}まで あと {left:,}日"
    if left == 0:
        return "今日が回答期限です"
    return f"回答期限 {month_day(deadline)}から {-left:,}日過ぎました"
