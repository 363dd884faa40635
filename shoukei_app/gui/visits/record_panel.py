"""The visit the table is at: whom to meet, what was tried before, and what came of it, written down by keyboard."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from shoukei_app.domain.answers import AnswerSheet
from shoukei_app.domain.consent import ConsentChange
from shoukei_app.domain.flags import Priority
from shoukei_app.domain.form_number import shown
from shoukei_app.domain.questionnaire import Recipient
from shoukei_app.domain.tokens import GRID
from shoukei_app.domain.visits import (
    NextAction,
    Temperature,
    VisitKind,
    VisitLine,
    VisitResult,
    VisitState,
    next_kind,
)
from shoukei_app.gui.kit.consent_choice import ConsentChoice
from shoukei_app.gui.kit.fields import Keys
from shoukei_app.gui.kit.form import DateField, Form, LinesField, TextField
from shoukei_app.gui.kit.pieces import (
    STRETCH,
    Card,
    EmptyState,
    button,
    chip,
    column,
    holding,
    label,
    row,
    rule,
    scrolled,
    set_tone,
)
from shoukei_app.gui.kit.theme import theme
from shoukei_app.gui.visits.columns import state, when
from shoukei_app.gui.visits.digit_choice import DigitChoice
from shoukei_app.usecases.visits import Again, Heard, NewTask
from shoukei_app.words.terms import word

RESULTS = (VisitState.MET, VisitState.ABSENT, VisitState.REFUSED, VisitState.CANCELLED)
WIDTH = 380
_TIME = re.compile(r"(\d{1,2})(?:[:時]?(\d{2})分?|時)?")
_CLOCK = re.compile(r"\d{2}:\d{2}")
_HOURS, _MINUTES = 24, 60


@dataclass(frozen=True, slots=True)
class Draft:
    """What stands in the panel, recorded or not."""

    state: VisitState | None = None
    made_on: date | None = None
    said: str = ""
    temperature: Temperature | None = None
    next_action: NextAction | None = None
    met: str = ""
    again_on: date | None = None
    again_time: str = ""
    homework: str = ""
    homework_due: date | None = None
    consents: frozenset[Recipient] = frozenset()
    written: bool = False

    def result(self) -> VisitResult:
        """The result to keep. Only for a draft with a state."""
        assert self.state is not None
        return VisitResult(self.state, self.said, self.temperature, self.next_action, self.met)

    def heard(self, consent: ConsentChange, kind: VisitKind, organisation_id: int | None) -> Heard:
        """What it brings beside its result; homework goes to the organisation that made the visit."""
        what = self.homework.strip()
        task = NewTask(what, organisation_id, due_on=self.homework_due)
        return Heard(
            consent=consent,
            homework=(task,) if what else (),
            again=Again(self.again_on, tidied_time(self.again_time), next_kind(kind, self.next_action))
            if self.again_on
            else None,
        )


def recorded(line: VisitLine, today: date, consents: frozenset[Recipient] = frozenset()) -> Draft:
    """What is known of a visit, as the panel shows it; for a plan, the day it was planned for (never a coming one)."""
    result = line.result
    if result.state is VisitState.PLANNED:
        return Draft(made_on=min(line.planned_on or today, today), consents=consents)
    return Draft(
        result.state,
        line.made_on,
        result.said,
        result.temperature,
        result.next_action,
        result.met,
        consents=consents,
    )


def tidied_time(text: str) -> str:
    """A time of day as it is kept: 1330, １３：３０ and 13時30分 → 13:30, 9 → 09:00; anything else stays as it is."""
    plain = unicodedata.normalize("NFKC", text).strip()
    found = _TIME.fullmatch(plain)
    if found is None:
        return plain
    hours, minutes = int(found[1]), int(found[2] or 0)
    return f"{hours:02}:{minutes:02}" if hours < _HOURS and minutes < _MINUTES else plain


def wrong_in(draft: Draft) -> dict[str, str]:
    """What cannot be kept, by field."""
    wrong = {}
    if draft.again_time and not _CLOCK.fullmatch(tidied_time(draft.again_time)):
        wrong["again_time"] = "13:30 のように入れてください。"
    if draft.again_time and draft.again_on is None:
        wrong["again_on"] = "次の予定の日を入れてください。"
    if draft.homework_due and not draft.homework.strip():
        wrong["homework"] = "宿題の内容を入れてください。"
    return wrong


class RecordPanel(Card):
    """Shows one visit; `asked` carries its id when the person wants what stands here kept."""

    asked = Signal(int)
    card_asked = Signal(int)
    hearing_asked = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setFixedWidth(theme().px(WIDTH))
        self._line: VisitLine | None = None
        self._today = date.min
        self._shown = Draft()
        self._filled = Draft()
        self._drafts: dict[int, Draft] = {}
        self._name = label("", "lead", wrap=True)
        self._state = chip("")
        self._priority = chip("")
        self._number = label("", "secondary")
        self._facts = label("", wrap=True)
        self._why = label("", "secondary", wrap=True)
        self._before = label("", "secondary", wrap=True)
        self.result: DigitChoice[VisitState] = DigitChoice("結果", [(one, word(one)) for one in RESULTS])
        self.temperature: DigitChoice[Temperature] = DigitChoice("温度感", [(one, word(one)) for one in Temperature])
        self.said: Form[Draft] = Form([LinesField(key="said", label="聞いたこと", lines=3)])
        self.next_action: DigitChoice[NextAction] = DigitChoice(
            "次の対応", [(one, word(one)) for one in NextAction], columns=2
        )
        self.consent = ConsentChoice()
        self.form: Form[Draft] = Form(
            [
                DateField(key="again_on", label="次の予定"),
                TextField(key="again_time", label="時刻", tidied=tidied_time, placeholder="13:30", keys=Keys.LATIN),
                TextField(key="met", label="面談した方"),
                DateField(key="made_on", label="行った日", required=True),
                TextField(key="homework", label="宿題"),
                DateField(key="homework_due", label="宿題の期限"),
            ],
            check=wrong_in,
        )
        self._wrong = label("", "error", wrap=True)
        self.keep = button("記録して次へ", self.ask, kind="primary", symbol="check")
        self.keep.setToolTip("Ctrl+Enter")
        self.hearing = button("聞き取り票", self._ask_hearing, symbol="phone")
        self.hearing.setToolTip("問いを順に読み上げながら書く（F4）")
        self._stack = QStackedWidget()
        self._stack.addWidget(
            EmptyState(
                "訪問・電話を選んでください", "一覧で選ぶと、連絡先と結果を書く欄がここに出ます。", symbol="map-pin"
            )
        )
        self._stack.addWidget(self._make())
        self.add(self._stack, 1)
        self.result.chosen.connect(self._on_result)

    def show_visit(
        self,
        line: VisitLine | None,
        reasons: Sequence[str],
        before: Sequence[str],
        today: date,
        consents: frozenset[Recipient] = frozenset(),
    ) -> None:
        """Show a visit, or nothing; what was typed for the one before is kept in mind."""
        self.remember()
        self._line = line
        self._today = today
        self._stack.setCurrentIndex(0 if line is None else 1)
        if line is None:
            return
        self._name.setText(line.name)
        self._number.setText(shown(line.number))
        self._priority.setVisible(line.priority is not None)
        if line.priority is not None:
            self._priority.setText(word(line.priority))
            set_tone(self._priority, "attention" if line.priority is Priority.S else "")
        self._state.setText(f"{word(line.kind)}・{state(line, today)}")
        set_tone(self._state, _tone(line, today))
        self._facts.setText("\n".join(_facts(line, today)))
        self._why.setText("\n".join(["抽出理由", *(f"・{reason}" for reason in reasons)]))
        self._why.setVisible(bool(reasons))
        self._before.setText("\n".join([f"これまで（{len(before)}回）", *before]))
        self._before.setVisible(bool(before))
        self._shown = recorded(line, today, consents)
        self._fill(self._drafts.get(line.id, self._shown))
        self.keep.setText(" 記録して次へ" if line.result.state is VisitState.PLANNED else " 書き直す")

    def draft(self) -> Draft | None:
        """What stands here, None where something is missing; then a sentence says what."""
        self._wrong.setVisible(self.result.value() is None)
        if self.result.value() is None:
            self._wrong.setText("結果を選んでください（1～4 の数字でも選べます）。")
            self.result.setFocus()
            return None
        return self._typed()

    def heard(self, draft: Draft, organisation_id: int | None, answers: AnswerSheet | None = None) -> Heard:
        """What the visit brings beside its result; `answers` are those to the hearing sheet, None where not asked."""
        assert self._line is not None
        return replace(draft.heard(self.consent.change(), self._line.kind, organisation_id), answers=answers)

    @property
    def unsaved(self) -> int:
        """How many visits have something typed that was not kept."""
        self.remember()
        return len(self._drafts)

    def forget(self, visit_id: int) -> None:
        """What was typed for this visit was kept, or is given up."""
        self._drafts.pop(visit_id, None)
        if self._line is not None and self._line.id == visit_id:
            self._line = None

    def focus(self) -> None:
        """Let the keyboard begin at the result."""
        self.result.setFocus()

    def ask(self) -> None:
        """The person wants this kept."""
        if self._line is not None:
            self.asked.emit(self._line.id)

    def remember(self) -> None:
        """Keep in mind what was typed for the visit that is shown."""
        if self._line is None:
            return
        filled = self._filled
        chosen = (self.result.value(), self.temperature.value(), self.next_action.value(), self.consent.ticked())
        known = (filled.state, filled.temperature, filled.next_action, filled.consents)
        if not (self.form.edited or self.said.edited or chosen != known):
            return
        draft = self._put_together(self.said.typed(), self.form.typed())
        if draft == self._shown:
            self._drafts.pop(self._line.id, None)
        else:
            self._drafts[self._line.id] = draft

    def _typed(self) -> Draft | None:
        said, rest = self.said.value(), self.form.value()
        return None if said is None or rest is None else self._put_together(said, rest)

    def _put_together(self, said: Draft, rest: Draft) -> Draft:
        return replace(
            rest,
            said=said.said,
            state=self.result.value(),
            temperature=self.temperature.value(),
            next_action=self.next_action.value(),
            consents=self.consent.ticked(),
            written=self.consent.written.isChecked(),
        )

    def _make(self) -> QWidget:
        self._wrong.hide()
        open_card = button("", self._ask_card, kind="icon", symbol="identification-card")
        open_card.setToolTip("事業者カードを開く")
        open_card.setAccessibleName("事業者カードを開く")
        marks = row(self._state, self._priority, self._number, STRETCH, open_card, spacing=GRID - 2)
        fields = column(label("結果", "strong"), self.result, self._wrong, spacing=GRID // 2)
        warmth = column(label("温度感", "strong"), self.temperature, spacing=GRID // 2)
        inner = column(
            column(marks, self._name, self._facts, spacing=GRID - 2),
            rule(),
            fields,
            self.said,
            warmth,
            column(label("次の対応", "strong"), self.next_action, spacing=GRID // 2),
            column(label("提供の同意", "strong"), self.consent, spacing=GRID // 2),
            self.form,
            self._why,
            self._before,
            STRETCH,
            spacing=GRID + 2,
            margins=(0, 0, GRID, 0),
        )
        area = scrolled(holding(inner))
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        made = holding(column(area, row(self.hearing, STRETCH, self.keep), spacing=GRID + 4))
        fields_and_keys: list[QWidget] = [self.result, self.said.editor("said"), self.temperature]
        fields_and_keys += [self.next_action, self.consent]
        names = ("again_on", "again_time", "met", "made_on", "homework", "homework_due")
        fields_and_keys += [*(self.form.editor(name) for name in names), self.keep]
        for one, following in pairwise(fields_and_keys):
            QWidget.setTabOrder(one, following)
        return made

    def _fill(self, draft: Draft) -> None:
        self._filled = draft
        self._wrong.hide()
        self.result.fill(draft.state)
        self.temperature.fill(draft.temperature)
        self.next_action.fill(draft.next_action)
        self.consent.fill(self._shown.consents, draft.consents, written=draft.written)
        self.said.fill(draft)
        self.form.fill(draft)

    def _on_result(self) -> None:
        self._wrong.hide()
        self.said.editor("said").setFocus()

    def _ask_hearing(self) -> None:
        if self._line is not None:
            self.hearing_asked.emit(self._line.id)

    def _ask_card(self) -> None:
        if self._line is not None:
            self.card_asked.emit(self._line.firm_id)


def _facts(line: VisitLine, today: date) -> list[str]:
    team = "・".join(line.team)
    return [
        fact
        for fact in (
            "　".join(filter(None, [line.representative.replace("\u3000", " "), line.phone])),
            line.address,
            f"{when(line, today)}　{line.organisation}",
            team or "担当者は決まっていません",
        )
        if fact.strip()
    ]


def _tone(line: VisitLine, today: date) -> str:
    if line.overdue(today):
        return "overdue"
    match line.result.state:
        case VisitState.PLANNED:
            return "accent"
        case VisitState.MET:
            return "done"
        case _:
            return "attention"
