"""訪問を割り振る: period and firms at the left, at the right what the schedule proposes, before anything is kept."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QTabWidget, QWidget

from shoukei_app.domain.calendars import monday_of
from shoukei_app.domain.problem import Problem
from shoukei_app.domain.schedule import VisitPlan
from shoukei_app.domain.tokens import GRID
from shoukei_app.domain.visits import next_week
from shoukei_app.gui.kit.controls import TickDelegate
from shoukei_app.gui.kit.dialogs import Sheet
from shoukei_app.gui.kit.form import DateField, Form
from shoukei_app.gui.kit.lines import Column, LineModel
from shoukei_app.gui.kit.page import switch
from shoukei_app.gui.kit.pieces import STRETCH, Card, button, column, holding, label, row
from shoukei_app.gui.kit.table_view import TableView
from shoukei_app.gui.kit.theme import theme
from shoukei_app.usecases.visit_planning import Allotment, AskedVisit, Workload
from shoukei_app.words import problems
from shoukei_app.words.dates import short_day
from shoukei_app.words.terms import word

WEEKS = 4
_KEY = Qt.ItemDataRole.UserRole

Allot = Callable[[Sequence[AskedVisit], date, date], Allotment]
Load = Callable[[date, date, Sequence[VisitPlan]], Sequence[Workload]]
Keep = Callable[[Sequence[VisitPlan], Callable[[], object], Callable[[Problem], object]], object]


@dataclass(frozen=True, slots=True)
class Period:
    """Between which days."""

    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One visit of the proposal; `id` is the target's."""

    id: int
    week: str
    when: str
    kind: str
    firm: str
    place: str
    people: str


@dataclass(frozen=True, slots=True)
class LeftLine:
    """A firm that found no place."""

    id: int
    firm: str
    place: str
    reason: str


PLANS: Sequence[Column[PlanLine]] = (
    Column("week", "週", lambda line: line.week, 80),
    Column("when", "日時", lambda line: line.when, 150),
    Column("kind", "方法", lambda line: line.kind, 52),
    Column("firm", "事業者名", lambda line: line.firm, 130, grow=2, tooltip=lambda line: line.firm),
    Column("place", "市町村", lambda line: line.place, 100),
    Column("people", "行く人", lambda line: line.people, 120, grow=2, tooltip=lambda line: line.people),
)
LEFT: Sequence[Column[LeftLine]] = (
    Column("firm", "事業者名", lambda line: line.firm, 150, grow=2, tooltip=lambda line: line.firm),
    Column("place", "市町村", lambda line: line.place, 100),
    Column("reason", "入らない理由", lambda line: line.reason, 180, grow=2, tooltip=lambda line: line.reason),
)


def _load_columns(first: date) -> Sequence[Column[Workload]]:
    """A column a week: planned / most."""

    def cell(week: date) -> Callable[[Workload], str]:
        return lambda line: f"{line.weeks.get(week, 0)} / {line.limits.per_week}"

    def tone(week: date) -> Callable[[Workload], str]:
        return lambda line: "attention" if line.weeks.get(week, 0) >= line.limits.per_week else ""

    weeks = [monday_of(first) + timedelta(weeks=number) for number in range(WEEKS)]
    return (
        Column("name", "担当者", lambda line: line.person.name, 100, grow=1),
        Column("experienced", "経験", lambda line: "経験者" if line.person.experienced else "新任", 72),
        Column("organisation", "機関", lambda line: line.organisation, 110, grow=1, tooltip=lambda x: x.organisation),
        *(
            Column(f"week{place}", f"{week.month}/{week.day}週", cell(week), 80, numeric=True, tone=tone(week))
            for place, week in enumerate(weeks)
        ),
    )


class AllotSheet(Sheet):
    """Proposes at every tick; `keep` writes the plans and calls back when done or refused.

    It begins with next week, which is as soon as firms can be asked and sheets be printed, and with the firms that are
    `proposed`.
    """

    def __init__(
        self,
        parent: QWidget,
        asked: Sequence[AskedVisit],
        flagged: Sequence[AskedVisit],
        people: Mapping[int, str],
        today: date,
        allot: Allot,
        load: Load,
        keep: Keep,
    ) -> None:
        self._sources = {"asked": asked, "flagged": flagged}
        self._shown: Sequence[AskedVisit] = asked or flagged
        self._people, self._allot, self._load, self._keep = people, allot, load, keep
        self.made = Allotment((), {}, ())
        self.form: Form[Period] = Form(
            [
                DateField(key="first", label="この日から", required=True),
                DateField(key="last", label="この日まで", required=True),
            ],
            check=_check,
        )
        self.firms = QListWidget()
        self.firms.setAccessibleName("割り振る事業者")
        self.firms.setItemDelegate(TickDelegate(self.firms))
        self.firms.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self._plan_lines: dict[int, PlanLine] = {}
        self._left_lines: dict[int, LeftLine] = {}
        self._loads: dict[int, Workload] = {}
        self.plans: LineModel[PlanLine] = LineModel(PLANS, lambda ids: [self._plan_lines[key] for key in ids])
        self.left: LineModel[LeftLine] = LineModel(LEFT, lambda ids: [self._left_lines[key] for key in ids])
        monday = next_week(today)[0]
        self.loads: LineModel[Workload] = LineModel(
            _load_columns(monday), lambda ids: [self._loads[key] for key in ids]
        )
        self._tabs = QTabWidget()
        self._tabs.addTab(TableView("visits.allot", self.plans), "日程")
        self._tabs.addTab(TableView("visits.left", self.left), "入らないもの")
        self._tabs.addTab(TableView("visits.load", self.loads), "担当者ごと（予定 / 上限）")
        self._left_out = label("", "note")
        self._said = label("", "secondary", wrap=True)
        self._warned = label("", "error", wrap=True)
        super().__init__(parent, "訪問を割り振る", self._content(), "計画する")
        room = parent.window().size()
        self.resize(min(room.width() - 6 * GRID, theme().px(1180)), min(room.height() - 8 * GRID, theme().px(680)))
        self.form.fill(Period(monday, monday + timedelta(days=7 * WEEKS - 1)))
        self.form.changed.connect(self._propose)
        self.firms.itemChanged.connect(lambda _item: self._propose())
        self._show_firms()

    def run(self) -> bool:
        """Write the proposal; the sheet closes by itself when that is done."""
        if not self.made.plans:
            return False
        self.verb.setEnabled(False)
        self._keep(self.made.plans, self.accept, self._refuse)
        return False

    def choose(self, source: str) -> None:
        """Show the firms whose policy asks for a visit ("asked"), or every flagged one ("flagged")."""
        self._shown = self._sources[source]
        self._show_firms()

    def _content(self) -> QWidget:
        choices = [
            ("asked", f"会議で決めた {len(self._sources['asked']):,}件"),
            ("flagged", f"抽出したすべて {len(self._sources['flagged']):,}件"),
        ]
        source = switch(choices, self.choose, "asked" if self._sources["asked"] else "flagged")
        source.setVisible(all(self._sources.values()))
        firms = Card(padded=False)
        firms.add(self.firms, 1)
        ticks = row(
            button("すべて選ぶ", lambda: self._tick(Qt.CheckState.Checked), kind="link"),
            button("すべて外す", lambda: self._tick(Qt.CheckState.Unchecked), kind="link"),
            STRETCH,
            self._left_out,
        )
        parts = column(self.form, source, firms, ticks, spacing=GRID)
        parts.setStretch(2, 1)
        left = holding(parts)
        left.setFixedWidth(theme().px(390))
        tabs = Card(padded=False)
        tabs.add(self._tabs, 1)
        self._warned.hide()
        right = column(self._said, tabs, self._warned, spacing=GRID)
        right.setStretch(1, 1)
        both = row(left, holding(right), spacing=2 * GRID)
        both.setStretch(1, 1)
        return holding(both)

    def _show_firms(self) -> None:
        self.firms.blockSignals(True)  # noqa: FBT003 - Qt's name for it
        self.firms.clear()
        later = sum(not one.proposed for one in self._shown)
        self._left_out.setText(f"訪問を急がない {later:,}件は外してあります" if later else "")
        for one in self._shown:
            item = QListWidgetItem(_told(one), self.firms)
            item.setData(_KEY, one.id)
            item.setToolTip("\n".join(filter(None, [one.target.name, one.target.address, *one.target.reasons])))
            item.setSizeHint(QSize(0, theme().px(TickDelegate.ROW)))
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if one.proposed else Qt.CheckState.Unchecked)
        self.firms.blockSignals(False)  # noqa: FBT003 - Qt's name for it
        self._propose()

    def _tick(self, state: Qt.CheckState) -> None:
        self.firms.blockSignals(True)  # noqa: FBT003 - Qt's name for it
        for number in range(self.firms.count()):
            self.firms.item(number).setCheckState(state)
        self.firms.blockSignals(False)  # noqa: FBT003 - Qt's name for it
        self._propose()

    def ticked(self) -> list[AskedVisit]:
        """The firms that are ticked."""
        items = (self.firms.item(number) for number in range(self.firms.count()))
        keys = {item.data(_KEY) for item in items if item.checkState() == Qt.CheckState.Checked}
        return [one for one in self._shown if one.id in keys]

    def _propose(self) -> None:
        focus = self.focusWidget()
        period = self.form.value()
        if focus is not None:
            focus.setFocus()
        if period is None or period.first is None or period.last is None:
            self.verb.setEnabled(False)
            return
        wanted = self.ticked()
        self.made = self._allot(wanted, period.first, period.last)
        by_target = {one.id: one for one in wanted}
        self._plan_lines = {one.target_id: self._line(one, by_target[one.target_id]) for one in self.made.plans}
        self._left_lines = {
            key: LeftLine(key, by_target[key].target.name, by_target[key].target.municipality, word(reason))
            for key, reason in self.made.left.items()
        }
        self._loads = {one.id: one for one in self._load(period.first, period.last, self.made.plans)}
        self.plans.set_ids(list(self._plan_lines))
        self.left.set_ids(list(self._left_lines))
        self.loads.set_ids(list(self._loads))
        count, left = len(self.made.plans), len(self.made.left)
        self._tabs.setTabText(0, f"日程 {count:,}件")
        self._tabs.setTabText(1, f"入らないもの {left:,}件")
        rounds = len({(one.planned_on, one.team) for one in self.made.plans})
        self._said.setText(
            f"{count:,}件を {rounds:,}回の外出にまとめます。近い先は同じ日に回り、できるだけ経験者と新任が組みます。"
            if count
            else "日程に入るものがありません。「入らないもの」の理由を見て、期間や担当者を改めてください。"
            if left
            else "訪問する事業者を左の一覧で選んでください。"
        )
        unreviewed = len(self.made.unreviewed)
        self._warned.setVisible(bool(unreviewed))
        self._warned.setText(f"{unreviewed:,}件は、支援方針の確認（ほかの人の目）がまだ済んでいません。")
        self.verb.setText(f"{count:,}件を計画する" if count else "計画する")
        self.verb.setEnabled(bool(count))

    def _line(self, plan: VisitPlan, asked: AskedVisit) -> PlanLine:
        assert plan.planned_on is not None
        monday = monday_of(plan.planned_on)
        return PlanLine(
            plan.target_id,
            f"{monday.month}/{monday.day}〜",
            f"{short_day(plan.planned_on, plan.planned_on)} {plan.planned_time}",
            word(plan.kind),
            asked.target.name,
            asked.target.municipality,
            "・".join(self._people.get(key, "") for key in plan.team),
        )

    def _refuse(self, problem: Problem) -> None:
        self._warned.setText(problems.sentence(problem))
        self._warned.show()
        self.verb.setEnabled(True)


def _check(period: Period) -> Mapping[str, str]:
    if period.first and period.last and period.last < period.first:
        return {"last": "はじめの日より後の日を入れてください。"}
    return {}


def _told(one: AskedVisit) -> str:
    priority = one.target.priority.value if one.target.priority else "―"
    if one.policy is None:
        return "　".join([priority, one.target.name, one.target.municipality, word(one.kind)])
    deadline = f"{one.deadline.month}/{one.deadline.day}まで" if one.deadline else ""
    review = "" if one.reviewed else "未確認"
    return "　".join(filter(None, [priority, one.target.name, word(one.policy), deadline, review]))
