"""What a meeting decides of one firm, keyed live: every field by its own keys, the next one at Tab or ↓."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from shoukei_app.domain.cases import CaseOutcome, Decision, SupportPolicy
from shoukei_app.domain.days import first_of_month, last_of_month
from shoukei_app.domain.organisation import Organisation, Person
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit.pieces import holding, label, row
from shoukei_app.gui.meetings.day_edit import HINT, DayEdit
from shoukei_app.gui.meetings.homework_lines import HomeworkLines, Who
from shoukei_app.gui.meetings.key_choice import KeyChoice
from shoukei_app.usecases.tasks import NewTask
from shoukei_app.words.dates import month_day
from shoukei_app.words.terms import word


@dataclass(frozen=True, slots=True)
class Offer:
    """Among what may be chosen for one firm: organisations in the order of their keys, and their persons."""

    organisations: tuple[Organisation, ...]
    persons: tuple[Person, ...]


class DecisionForm(QWidget):
    """Is shown a decision and gives back a decision; `hidden` keeps back what was written in words before."""

    def __init__(self, base: date) -> None:
        super().__init__()
        self._shown: tuple[Decision, tuple[NewTask, ...]] = (Decision(), ())
        self._kept_note = ""
        self._kept_homework: tuple[NewTask, ...] = ()
        self._persons: tuple[Person, ...] = ()
        self.policy: KeyChoice[SupportPolicy] = KeyChoice("支援方針", none="未決定")
        self.policy.offer([(one, word(one)) for one in SupportPolicy])
        self.lead: KeyChoice[int] = KeyChoice("主担当の機関")
        self.person: KeyChoice[int] = KeyChoice("主担当の人", none="―")
        self.companions: KeyChoice[int] = KeyChoice("同行", several=True, none="なし")
        self.deadline = DayEdit("期限", last_of_month)
        self.next_look = DayEdit("次に見る日", first_of_month)
        self.note = QLineEdit()
        self.note.setAccessibleName("申し合わせ")
        self.note.setInputMethodHints(Qt.InputMethodHint.ImhNone)
        self.outcome: KeyChoice[CaseOutcome] = KeyChoice("案件を終える", none="続ける")
        self.outcome.offer([(one, word(one)) for one in CaseOutcome])
        self.lines = HomeworkLines(self._default_who)
        for edit in (self.deadline, self.next_look):
            edit.base = base
            edit.setFixedWidth(130)
        self._base = base
        self._build()
        self.lines.grown.connect(self._order)
        self.policy.chosen.connect(lambda: self._go_on(self.policy.value(), self.lead))
        self.lead.chosen.connect(self._on_lead)
        self.person.chosen.connect(lambda: self._go_on(self.person.value(), self.companions))

    def show_decision(self, decision: Decision, homework: Sequence[NewTask], offer: Offer, *, hidden: bool) -> None:
        """Show what stands; emits nothing."""
        self.offer(offer)
        self.policy.fill([decision.policy] if decision.policy else [])
        self.lead.fill([decision.lead_organisation_id] if decision.lead_organisation_id else [])
        self._offer_persons()
        self.person.fill([decision.lead_person_id] if decision.lead_person_id else [])
        self.companions.fill(decision.companions)
        self.deadline.fill(decision.deadline)
        self.next_look.fill(decision.next_look)
        self.outcome.fill([decision.outcome] if decision.outcome else [])
        self._kept_note, self._kept_homework = "", ()
        self.note.setText(decision.note)
        self.lines.fill(homework)
        self.set_hidden(hidden=hidden)
        self._shown = (self.decision(), self.homework())

    def offer(self, offer: Offer) -> None:
        """Offer other organisations and persons; what is chosen stays as far as it is among them."""
        self._persons = offer.persons
        named = [(one.id, one.name) for one in offer.organisations]
        for choice in (self.lead, self.companions):
            choice.offer(named)
        self.lines.offer(_people(offer), self._base)

    def set_hidden(self, *, hidden: bool) -> None:
        """Keep back words that were written before, or show them again; nothing of them is lost."""
        note, homework = self._note(), self.homework()
        self._kept_note, self._kept_homework = (note, homework) if hidden else ("", ())
        self.note.setText("" if hidden else note)
        self.note.setPlaceholderText("（前の申し合わせは伏せています）" if hidden and note else "申し合わせたこと")
        self.lines.fill(() if hidden else homework)

    def decision(self) -> Decision:
        """What stands in the fields."""
        return Decision(
            self.policy.value(),
            self.lead.value(),
            self.person.value(),
            self.companions.values(),
            self.deadline.value(),
            self.next_look.value(),
            self._note(),
            self.outcome.value(),
        )

    def homework(self) -> tuple[NewTask, ...]:
        """Who does what until when."""
        return (*self._kept_homework, *self.lines.value())

    @property
    def edited(self) -> bool:
        """Whether a person changed anything since it was shown."""
        return (self.decision(), self.homework()) != self._shown

    @property
    def wrong(self) -> QWidget | None:
        """The first field that cannot be read."""
        edits = (self.deadline, self.next_look)
        return next((edit for edit in edits if edit.wrong), self.lines.wrong)

    def begin(self) -> None:
        """Let the keyboard be at the first field."""
        self.policy.setFocus()

    def _note(self) -> str:
        return self.note.text().strip() or self._kept_note

    def _default_who(self) -> Who:
        return self.lead.value(), self.person.value()

    def _order(self) -> None:
        """Lines of homework are made after everything else, and Qt lets the keyboard come to them last."""
        chain = [self.note, *self.lines.controls(), self.outcome]
        for before, following in pairwise(chain):
            QWidget.setTabOrder(before, following)

    def _offer_persons(self) -> None:
        lead = self.lead.value()
        self.person.offer([(one.id, one.name) for one in self._persons if one.organisation_id == lead])

    def _on_lead(self) -> None:
        self._offer_persons()
        has_persons = any(one.organisation_id == self.lead.value() for one in self._persons)
        self._go_on(self.lead.value(), self.person if has_persons else self.companions)

    @staticmethod
    def _go_on(chosen: object, following: QWidget) -> None:
        if chosen is not None:
            following.setFocus(Qt.FocusReason.TabFocusReason)

    def _build(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(GRID)
        grid.setVerticalSpacing(GRID)
        fields: tuple[tuple[str, QWidget], ...] = (
            ("方針", self.policy),
            ("主担当", self.lead),
            ("担当者", self.person),
            ("同行", self.companions),
            ("期限", _with_meaning(self.deadline)),
            ("次に見る日", _with_meaning(self.next_look)),
            ("申し合わせ", holding(row(self.note, margins=(GRID // 2, 0, GRID // 2, 0)))),
            ("宿題", self.lines),
            ("終える", self.outcome),
        )
        for place, (words, field) in enumerate(fields):
            named = label(words, "projected-label")
            named.setContentsMargins(0, 8, 0, 0)
            grid.addWidget(named, place, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(field, place, 1, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(len(fields), 1)


def _with_meaning(edit: DayEdit) -> QWidget:
    """A day with what it means, or with its keys while it is empty."""
    told = label(HINT, "projected-label", wrap=True)
    told.setContentsMargins(0, 4, 0, 0)

    def tell() -> None:
        day = edit.value()
        told.setText(month_day(day) if day else "日付として読めません" if edit.wrong else HINT)

    edit.textChanged.connect(lambda _text: tell())
    tell()
    line = row(edit, told, margins=(GRID // 2, 0, 0, 0))
    line.setStretch(1, 1)
    return holding(line)


def _people(offer: Offer) -> list[tuple[Who, str]]:
    found: list[tuple[Who, str]] = []
    for one in offer.organisations:
        found.append(((one.id, None), one.name))
        found.extend(((one.id, person.id), person.name) for person in offer.persons if person.organisation_id == one.id)
    return found


def offered(
    organisations: Sequence[Organisation],
    persons: Sequence[Person],
    *,
    seated: Sequence[int],
    area: str,
    decision: Decision,
) -> Offer:
    """The organisations that can be given a firm: those that serve its municipality.

    Where it is not named (`area` is ""), those at the table: fewer would tell where it is. Who leads it stays in.
    """
    own = {decision.lead_organisation_id, *decision.companions}
    if area:
        chosen = [one for one in organisations if area in one.areas or not one.areas or one.id in own]
    else:
        chosen = [one for one in organisations if one.id in seated or one.id in own]
    return Offer(tuple(chosen or organisations), tuple(persons))


def begun_from(decision: Decision, base: date) -> Decision:
    """What a meeting begins with: the case as it stands, without a day to look at it that has come."""
    come = decision.next_look is not None and decision.next_look <= base
    return replace(decision, next_look=None) if come else decision
