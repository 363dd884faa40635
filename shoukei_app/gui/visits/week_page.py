"""The week view of the page 訪問・電話: which week, whose visits; moving one asks where something stands against it."""

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from shoukei_app.domain.calendars import monday_of
from shoukei_app.domain.problem import Problem
from shoukei_app.domain.query import Query
from shoukei_app.domain.tokens import GRID
from shoukei_app.domain.visits import VisitLine, VisitState
from shoukei_app.gui.kit import dialogs
from shoukei_app.gui.kit.controls import ChoiceBox
from shoukei_app.gui.kit.page import Shell
from shoukei_app.gui.kit.pieces import STRETCH, Card, button, column, label, row
from shoukei_app.gui.kit.theme import theme
from shoukei_app.gui.visits.columns import family_names, state
from shoukei_app.gui.visits.week_view import WeekEntry, WeekView
from shoukei_app.usecases import calendars, organisations, targets, visit_planning, visits
from shoukei_app.words import problems
from shoukei_app.words.dates import month_day
from shoukei_app.words.terms import word

_CHOICES = (("organisation", "すべての機関"), ("person", "すべての担当者"), ("municipality_code", "すべての市町村"))
_AHEAD = 52


class WeekPage(QWidget):
    """Shows one week, and has visits moved within it; `opened` carries the id of a visit to write down."""

    opened = Signal(object)

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._monday: date | None = None
        self._title = label("", "lead")
        self._said = label("", "secondary")
        self.boxes: dict[str, ChoiceBox] = {}
        for key, every in _CHOICES:
            box = ChoiceBox()
            box.setAccessibleName(every)
            box.setMinimumWidth(theme().px(150))
            box.currentIndexChanged.connect(lambda _index: self._show())
            self.boxes[key] = box
        self.view = WeekView()
        self.view.field.moved.connect(self.move_visit)
        self.view.field.opened.connect(self.opened.emit)
        self.view.field.turned.connect(self.turn)
        back = button("", lambda: self.turn(-1), kind="icon", symbol="caret-left")
        back.setAccessibleName("前の週")
        back.setToolTip("前の週（PageUp）")
        ahead = button("", lambda: self.turn(1), kind="icon", symbol="caret-right")
        ahead.setAccessibleName("次の週")
        ahead.setToolTip("次の週（PageDown）")
        bar = row(back, button("今週", lambda: self.turn(0)), ahead, self._title, self._said, STRETCH, spacing=GRID)
        for box in self.boxes.values():
            bar.addWidget(box)
        bar.setContentsMargins(2 * GRID, GRID, 2 * GRID, 0)
        card = Card(padded=False)
        card.add(bar)
        card.add(self.view, 1)
        self.setLayout(column(card))

    def refresh(self) -> None:
        """Read everything anew: the week that has the next visit, unless somebody turned to another one."""
        ledger, today = self._shell.session.ledger, self._today()
        offices = organisations.every(ledger)
        self._fill("organisation", [(str(one.id), one.name) for one in offices])
        self._fill("person", [(str(one.id), one.name) for one in organisations.persons(ledger)])
        self._fill("municipality_code", list(targets.municipalities(ledger, self._campaign_id()).items()))
        self._hues = {one.name: place for place, one in enumerate(offices)}
        if self._monday is None:
            coming = [day for day in visits.days(ledger, self._campaign_id()) if day >= today]
            self._monday = monday_of(min(coming, default=today))
        self._show()

    def turn(self, weeks: int) -> None:
        """Go so many weeks on or back; 0: to this week."""
        monday = monday_of(self._today())
        if weeks and self._monday is not None:
            limit = timedelta(weeks=_AHEAD)
            monday = min(max(self._monday + timedelta(weeks=weeks), monday - limit), monday + limit)
        self._monday = monday
        self._show()

    def show_visit(self, line: VisitLine) -> None:
        """Turn to the week of a visit, and go to it."""
        if line.planned_on is not None:
            self._monday = monday_of(line.planned_on)
            self._show()
            self.view.field.select(line.id)

    def move_visit(self, visit_id: int, day: date, time: str, *, insist: bool = False) -> None:
        """Put a visit on another day and time; asks where days off, days away or limits stand against it."""
        session = self._shell.session
        ledger, act = session.ledger, session.act()

        def moved(line: VisitLine) -> None:
            self.show_visit(line)
            self._shell.say(f"{line.name}：{month_day(day)} {time} に移しました", undo=True)

        def refused(problem: Problem) -> None:
            if problem.kind not in visit_planning.INSISTABLE:
                dialogs.show_problem(self, problem)
            elif dialogs.confirm(self, "このまま移しますか", problems.sentence(problem), "それでも移す"):
                self.move_visit(visit_id, day, time, insist=True)

        self._shell.desk.write(
            lambda _progress: visit_planning.move(ledger, act, visit_id, day, time, insist=insist),
            title="訪問の日時を変えています",
            done=moved,
            failed=refused,
        )

    def _show(self) -> None:
        if self._monday is None:
            return
        ledger, today = self._shell.session.ledger, self._today()
        sunday = self._monday + timedelta(days=6)
        filters: dict[str, tuple[str, ...]] = {
            key: (str(box.currentData()),) for key, box in self.boxes.items() if box.currentData()
        }
        filters |= {"since": (self._monday.isoformat(),), "until": (sunday.isoformat(),)}
        found = visits.lines(ledger, visits.find(ledger, self._campaign_id(), Query(filters=filters, sort="day")))
        shown = [line for line in found if line.result.state is not VisitState.CANCELLED]
        off = calendars.days_off(ledger, self._monday, sunday)
        friday = self._monday + timedelta(days=4)
        self._title.setText(f"{month_day(self._monday)}〜{month_day(friday)}")
        self._said.setText(f"{len(shown):,}件" if shown else "この週の訪問・電話はありません")
        self.view.show_week(self._monday, [_entry(line, today) for line in shown], off, today, self._hues)

    def _fill(self, key: str, options: Sequence[tuple[str, str]]) -> None:
        box = self.boxes[key]
        chosen = box.currentData()
        box.blockSignals(True)  # noqa: FBT003 - Qt's name for it
        box.clear()
        box.addItem(dict(_CHOICES)[key], "")
        for value, words in options:
            box.addItem(words, value)
        box.setCurrentIndex(max(box.findData(chosen), 0))
        box.blockSignals(False)  # noqa: FBT003 - Qt's name for it

    def _today(self) -> date:
        return self._shell.session.act().at.date()

    def _campaign_id(self) -> int:
        campaign_id = self._shell.session.campaign_id
        assert campaign_id is not None, "a page lives in a campaign"
        return campaign_id


def _entry(line: VisitLine, today: date) -> WeekEntry:
    assert line.planned_on is not None
    planned = line.result.state is VisitState.PLANNED
    people = family_names(line) or line.organisation
    parts = [line.organisation, people] if line.team and line.organisation else [people]
    how = "" if line.kind.value == "visit" else f"{word(line.kind)}　"
    told = state(line, today)
    about = [line.name, word(line.kind), *line.team, line.organisation, line.address, line.phone, told]
    return WeekEntry(
        line.id,
        line.planned_on,
        line.planned_time,
        line.name,
        f"{how}{'　'.join(reversed(parts))}" if planned else f"{told}　{people}",
        line.organisation,
        "\n".join(filter(None, about)),
        movable=planned,
        tone="overdue" if line.overdue(today) else "",
    )
