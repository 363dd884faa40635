"""Planning visits: manner, first day and time, who goes; below, which firm gets which slot."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtWidgets import QVBoxLayout, QWidget

from shoukei_app.domain.days import SATURDAY
from shoukei_app.domain.organisation import Organisation, OrganisationKind, Person
from shoukei_app.domain.problem import Problem
from shoukei_app.domain.schedule import VisitPlan
from shoukei_app.domain.target import TargetLine
from shoukei_app.domain.tokens import GRID
from shoukei_app.domain.visits import SLOTS, VisitKind, VisitState
from shoukei_app.gui.kit.controls import CheckBox
from shoukei_app.gui.kit.dialogs import Sheet
from shoukei_app.gui.kit.form import ChoiceField, DateField, Form
from shoukei_app.gui.kit.pieces import Card, Elided, clear, column, holding, label, row, scrolled
from shoukei_app.gui.kit.theme import theme
from shoukei_app.usecases.visit_planning import INSISTABLE
from shoukei_app.words import problems
from shoukei_app.words.dates import month_day
from shoukei_app.words.terms import word

TIMES = tuple(f"{hour:02}:{minute:02}" for hour in range(8, 19) for minute in (0, 30))
SHOWN_AT_MOST = 60

Propose = Callable[[Sequence[int], VisitKind, tuple[date, str], int | None, tuple[int, ...]], Sequence[VisitPlan]]
Keep = Callable[[Sequence[VisitPlan], bool, Callable[[], object], Callable[[Problem], object]], object]


@dataclass(frozen=True, slots=True)
class _Asked:
    kind: VisitKind = VisitKind.VISIT
    day: date | None = None
    time: str = SLOTS[0]
    organisation: int | None = None


class PlanSheet(Sheet):
    """Plans visits to `firms`; those that already have one planned are left out, and named.

    `propose` gives the plans to show, `keep` writes them (insisting or not) and calls back when done or refused.
    Where only a day off, a day away or a limit stands against it, the verb becomes one that insists.
    """

    def __init__(
        self,
        parent: QWidget,
        firms: Sequence[TargetLine],
        organisations: Sequence[Organisation],
        persons: Sequence[Person],
        today: date,
        propose: Propose,
        keep: Keep,
    ) -> None:
        self._firms = [line for line in firms if line.visit_state is not VisitState.PLANNED]
        self._left_out = len(firms) - len(self._firms)
        self._propose = propose
        self._keep = keep
        self._insist = False
        self._organisations = {one.id: one for one in organisations}
        self._persons = tuple(persons)
        self._boxes: dict[int, CheckBox] = {}
        self.plans: Sequence[VisitPlan] = ()
        self.form: Form[_Asked] = Form(
            [
                ChoiceField(
                    key="kind", label="方法", options=[(one, word(one)) for one in (VisitKind.VISIT, VisitKind.PHONE)]
                ),
                ChoiceField(
                    key="organisation",
                    label="行く機関",
                    options=[(one.id, one.name) for one in organisations],
                    none="決めない",
                ),
                DateField(key="day", label="はじめの日", required=True),
                ChoiceField(key="time", label="はじめの時刻", options=[(time, time) for time in TIMES]),
            ],
            columns=2,
        )
        self._people = QVBoxLayout()
        self._people.setSpacing(0)
        self._slots = QVBoxLayout()
        self._slots.setSpacing(GRID // 2)
        self._said = label("", "secondary", wrap=True)
        self._wrong = label("", "error", wrap=True)
        title = "訪問・電話を計画する" if len(self._firms) != 1 else f"{self._firms[0].name}の訪問・電話を計画する"
        super().__init__(parent, title, self._content(), "計画する")
        self.setFixedSize(theme().px(780), theme().px(600))
        self.form.fill(
            _Asked(day=_next_working_day(today), organisation=_likely_organisation(self._firms, organisations))
        )
        self.form.changed.connect(self._on_changed)
        self._shown_for: int | None = -1
        self._on_changed()

    def team(self) -> tuple[int, ...]:
        """The persons that are ticked, those of the chosen organisation first."""
        return tuple(key for key, box in self._boxes.items() if box.isChecked())

    def tick(self, person_id: int) -> None:
        """Tick a person."""
        self._boxes[person_id].setChecked(True)

    def run(self) -> bool:
        """Write the plans; the sheet closes by itself when that is done, and stays with a sentence where it is not."""
        if self.form.value() is None or not self.plans:
            return False
        self.verb.setEnabled(False)
        self._keep(self.plans, self._insist, self.accept, self._refuse)
        return False

    def _refuse(self, problem: Problem) -> None:
        self._wrong.setText(problems.sentence(problem))
        self._wrong.show()
        self._set_insist(on=problem.kind in INSISTABLE)
        self.verb.setEnabled(True)

    def _set_insist(self, *, on: bool) -> None:
        self._insist = on
        self.verb.setText("それでも計画する" if on else "計画する")

    def _content(self) -> QWidget:
        self._wrong.hide()
        people = Card(padded=False)
        people.add(scrolled(holding(column(self._people, None, margins=(GRID, GRID, GRID, GRID)))), 1)
        slots = Card(padded=False)
        slots.add(scrolled(holding(column(self._slots, None, margins=(GRID + 4, GRID, GRID, GRID)))), 1)
        left = column(label("担当者（先に選んだ機関の人が上に出ます）", "strong"), people, spacing=GRID // 2)
        right = column(label("この日程で計画します", "strong"), slots, spacing=GRID // 2)
        lower = row(holding(left), holding(right), spacing=3 * GRID)
        lower.setStretch(0, 1)
        lower.setStretch(1, 1)
        made = column(self.form, lower, self._said, self._wrong, spacing=GRID + 4)
        made.setStretch(1, 1)
        return holding(made)

    def _on_changed(self) -> None:
        value = self._value()
        if value is None:
            return
        if value.organisation != self._shown_for:
            self._shown_for = value.organisation
            self._show_people(value.organisation)
        self._show_plans(value)

    def _value(self) -> _Asked | None:
        """What the form says, without moving the focus while somebody types a day."""
        focus = self.focusWidget()
        value = self.form.value()
        if focus is not None:
            focus.setFocus()
        return value

    def _show_people(self, organisation: int | None) -> None:
        ticked = set(self.team())
        clear(self._people)
        self._boxes = {}
        own = [one for one in self._persons if one.organisation_id == organisation]
        for person in [*own, *(one for one in self._persons if one not in own)]:
            box = CheckBox(_told(person, self._organisations, own=person in own))
            box.setChecked(person.id in ticked)
            box.toggled.connect(lambda _on: self._on_changed())
            self._boxes[person.id] = box
            self._people.addWidget(box)

    def _show_plans(self, value: _Asked) -> None:
        assert value.day is not None
        self._wrong.hide()
        self._set_insist(on=False)
        ids = [line.id for line in self._firms]
        self.plans = self._propose(ids, value.kind, (value.day, value.time), value.organisation, self.team())
        clear(self._slots)
        names = {line.id: line.name for line in self._firms}
        for plan in self.plans[:SHOWN_AT_MOST]:
            self._slots.addWidget(_slot(plan, names))
        if len(self.plans) > SHOWN_AT_MOST:
            self._slots.addWidget(label(f"ほか {len(self.plans) - SHOWN_AT_MOST:,}件", "secondary"))
        self.verb.setEnabled(bool(self.plans))
        self._said.setText("　".join(self._remarks()))

    def _remarks(self) -> list[str]:
        said = []
        if self._left_out:
            said.append(f"既に予定のある {self._left_out:,}件は入れていません。")
        if not self.plans:
            said.append("新しく計画する事業者がありません。")
        elif len(self.plans) > 1:
            slots = "・".join(slot.removeprefix("0") for slot in SLOTS)
            said.append(f"2件目からは休みを除く {slots} のうち、担当者の空いている枠に入ります。")
        return said


def _slot(plan: VisitPlan, names: Mapping[int, str]) -> QWidget:
    day = month_day(plan.planned_on) if plan.planned_on else ""
    moment = label(f"{day} {plan.planned_time}", "strong")
    moment.setFixedWidth(theme().px(150))
    return holding(row(moment, Elided(names[plan.target_id], "ink")))


def _told(person: Person, organisations: Mapping[int, Organisation], *, own: bool) -> str:
    of = organisations.get(person.organisation_id)
    about = [person.role] if own or of is None else [of.name]
    return f"{person.name}（{'・'.join(filter(None, about))}）" if any(about) else person.name


def _likely_organisation(firms: Sequence[TargetLine], organisations: Sequence[Organisation]) -> int | None:
    """The 商工会 that serves them all: its advisers are the ones who usually go."""
    areas = {one.municipality_code for one in firms}
    serving = [one for one in organisations if areas and areas <= set(one.areas)]
    return next((one.id for one in serving if one.kind is OrganisationKind.SHOKOKAI), None)


def _next_working_day(today: date) -> date:
    day = today + timedelta(days=1)
    while day.weekday() >= SATURDAY:
        day += timedelta(days=1)
    return day
