"""電話: a firm is called, the questions are read aloud, the answers keyed; a call cut off is kept and made again."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from shoukei_app.domain import form_number
from shoukei_app.domain.answers import Answer
from shoukei_app.domain.phone_call import CallOutcome, PhoneCall
from shoukei_app.domain.problem import Problem
from shoukei_app.domain.progress import Progress
from shoukei_app.domain.questionnaire import Questionnaire
from shoukei_app.domain.target import TargetLine
from shoukei_app.domain.tokens import GRID, SIZES
from shoukei_app.gui.kit import dialogs
from shoukei_app.gui.kit.controls import search_edit
from shoukei_app.gui.kit.page import Shell
from shoukei_app.gui.kit.pieces import (
    STRETCH,
    Banner,
    Card,
    Elided,
    EmptyState,
    button,
    chip,
    clear,
    column,
    holding,
    label,
    row,
    scrolled,
)
from shoukei_app.gui.kit.theme import theme
from shoukei_app.gui.sheet.draft import Draft
from shoukei_app.gui.sheet.sheet_form import SheetForm
from shoukei_app.usecases import calls, entry
from shoukei_app.usecases.calls import Callee, OpenCall
from shoukei_app.usecases.entry import Recorded
from shoukei_app.usecases.outcome import Outcome
from shoukei_app.words.problems import sentence
from shoukei_app.words.terms import word

PAUSE_MS = 200
_OTHER_ENDS = (CallOutcome.CUT_OFF, CallOutcome.CALL_AGAIN, CallOutcome.NOBODY, CallOutcome.REFUSED)


class PhoneView(QWidget):
    """The whole view: whom to call at the left, the call itself at the right."""

    def __init__(self, shell: Shell, questionnaire: Questionnaire) -> None:
        super().__init__()
        self._shell = shell
        self._questionnaire = questionnaire
        self._callee: Callee | None = None
        self._known: dict[str, Answer] = {}
        self._asked_to_end = False
        self.draft: Draft | None = None
        self.search = QLineEdit()
        search_edit(self.search, "整理番号・事業者名・電話で探す")
        self.found = CalleeList(self.open_target)
        self.again = CalleeList(self.open_target)
        self.spoken_to = _field("話した相手", 150)
        self.call_again = _field("かけ直す時（例：あす15時）", 210)
        self.note = _field("メモ", 160)
        self.form = SheetForm(questionnaire)
        self.form.changed.connect(self._on_changed)
        self.form.save_asked.connect(partial(self.end, CallOutcome.ANSWERED))
        self.form.leave_asked.connect(self.leave)
        self._pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self._find)
        self.search.textChanged.connect(lambda _text: self._pause.start())
        self.search.returnPressed.connect(self._open_first)
        both = row(self._make_choice(), self._make_call(), spacing=2 * GRID)
        both.setStretch(1, 1)
        self.setLayout(both)

    @property
    def busy(self) -> bool:
        """Whether a call is under way with something answered that the ledger does not hold."""
        return self.draft is not None and dict(self.draft.sheet) != self._known

    def show_waiting(self) -> None:
        """Read anew whom to call again."""
        session = self._shell.session
        waiting = calls.waiting(session.ledger, session.campaign_id) if session.campaign_id is not None else ()
        self.again.show_calls(waiting)
        self._again_count.setText(f"{len(waiting):,}件")
        self._again_count.setVisible(bool(waiting))
        self._nobody.setVisible(not waiting)

    def take_focus(self) -> None:
        """Let the keyboard begin where the work is."""
        if self.draft is None:
            self.search.setFocus()
        else:
            self.form.take_focus()

    def open_target(self, target_id: int) -> bool:
        """Begin a call to a firm; one that was cut off goes on where it was. False where it cannot be begun."""
        if self.draft is not None and not self.leave():
            return False
        session = self._shell.session
        callee = calls.open_callee(session.ledger, target_id)
        if callee is None:
            return False
        try:
            opened = entry.open_sheet(session.ledger, callee.target.number, keyer=session.person)
        except Problem as problem:
            self._refuse(sentence(problem))
            return False
        self._refuse("")
        known = self._known = dict(opened.sheet or callee.sheet)
        draft = Draft(questionnaire=self._questionnaire, opened=opened, keyer=session.person, answers=dict(known))
        draft.passed.update(known)
        draft.place = next(
            (at for at, one in enumerate(self._questionnaire.questions) if one.id in draft.asked - draft.passed), 0
        )
        self._show(callee, draft)
        return True

    def end(self, outcome: CallOutcome) -> None:
        """Hang up: write the call down, with its answers or what there is of them."""
        callee, draft = self._callee, self.draft
        if callee is None or draft is None:
            return
        if outcome is CallOutcome.ANSWERED and not self._may_end(draft):
            return
        session = self._shell.session
        ledger, act = session.ledger, session.act()
        call = PhoneCall(
            callee.target.id,
            datetime.now(),  # noqa: DTZ005 - the ledger keeps the office's local time
            session.person,
            outcome,
            self.spoken_to.text().strip(),
            self.call_again.text().strip(),
            self.note.text().strip(),
            draft.sheet,
        )

        def job(_progress: Progress) -> Outcome[Recorded | None]:
            return calls.record(ledger, act, call)

        shown = form_number.shown(callee.target.number)
        self._shell.desk.write(
            job,
            title=f"{shown} の電話の記録",
            done=lambda _made: self._was_kept(shown, outcome),
            failed=lambda problem: self._was_refused(callee, draft, problem),
            cancellable=False,
        )
        self._clear()

    def leave(self) -> bool:
        """Put the call away; asks where something was answered."""
        if self.busy:
            choices = [
                dialogs.Choice("back", "聞き取りに戻る"),
                dialogs.Choice("drop", "残さない", "danger"),
                dialogs.Choice("keep", "途中まで残す", "primary"),
            ]
            text = "聞き取った回答がまだ残されていません。途中まで残すと、次の電話で続きから聞けます。"
            answer = dialogs.ask(self.window(), "電話の途中です", text, choices, symbol="keyboard")
            if answer == "keep":
                self.end(CallOutcome.CUT_OFF)
                return True
            if answer != "drop":
                self.form.take_focus()
                return False
        self._clear()
        return True

    def _make_choice(self) -> QWidget:
        self._wrong = label("", "error", wrap=True)
        self._wrong.hide()
        self._again_count = label("", "secondary")
        self._nobody = label("途中で切れた電話や、かけ直す約束がここに並びます。", "secondary", wrap=True)
        card = Card("だれに電話しますか")
        card.add(self.search)
        card.add(self._wrong)
        card.add(self.found)
        again = Card("かけ直す事業者")
        again.add(self._again_count)
        again.add(self._nobody)
        again.add(scrolled(holding(column(self.again, STRETCH))), 1)
        both = column(card, again, spacing=2 * GRID)
        both.setStretch(1, 1)
        side = holding(both)
        side.setFixedWidth(theme().px(290))
        return side

    def _make_call(self) -> QWidget:
        self._name = Elided(role="ink")
        self._who = Elided()
        self._phone = label("", "title")
        self._phone.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._chip = chip("", "attention")
        self._chip.hide()
        self._before = label("", "secondary", wrap=True)
        head = row(column(self._name, self._who, spacing=2), self._chip, self._phone, spacing=2 * GRID)
        head.setStretch(0, 1)
        self._aloud = label("", "lead", wrap=True)
        self._aloud.setFont(theme().font(SIZES.title, bold=True))
        self._warn = Banner(" ", " ", tone="attention")
        self._warn.hide()
        done = button("聞き取りを終える", partial(self.end, CallOutcome.ANSWERED), kind="primary", symbol="check")
        ends = [button(word(outcome), partial(self.end, outcome)) for outcome in _OTHER_ENDS]
        for made in (done, *ends):
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        fields = row(self.spoken_to, self.call_again, self.note)
        fields.setStretch(2, 1)
        read = Card()
        read.setProperty("kind", "banner")
        read.setProperty("tone", "accent")
        read.add(column(label("読み上げる", "secondary"), self._aloud, spacing=2))
        call = Card()
        call.add(head)
        call.add(self._before)
        call.add(read)
        call.add(self._warn)
        call.add(self.form, 1)
        call.add(fields)
        call.add(row(*ends, STRETCH, done))
        empty = Card()
        empty.add(
            EmptyState(
                "電話する事業者を選んでください",
                "問いを読み上げ、答えを数字で入れます。電話の回答に紙はないので、照合入力はありません。",
                symbol="phone",
            ),
            1,
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(empty)
        self._stack.addWidget(call)
        return self._stack

    def _show(self, callee: Callee, draft: Draft) -> None:
        self._callee, self.draft = callee, draft
        self._asked_to_end = False
        target = callee.target
        self._name.setText(f"{form_number.shown(target.number)}　{target.name}")
        self._who.setText("　".join(filter(None, [target.title, target.representative, target.address])))
        self._phone.setText(target.phone or "電話番号なし")
        self._chip.setText("回答済み" if callee.answered else "")
        self._chip.setVisible(callee.answered)
        last = callee.calls[0] if callee.calls else None
        self._before.setText(_told(last) if last else "")
        self._before.setVisible(last is not None)
        self.spoken_to.setText(last.spoken_to if last else "")
        self.call_again.clear()
        self.note.clear()
        self._warn.hide()
        self.search.clear()
        self.found.show_targets(())
        self._stack.setCurrentIndex(1)
        self.form.show_draft(draft)
        self._read_aloud()

    def _on_changed(self) -> None:
        self._asked_to_end = False
        self._warn.hide()
        self._read_aloud()

    def _read_aloud(self) -> None:
        draft = self.draft
        questions = self._questionnaire.questions
        if draft is None:
            return
        if draft.place >= len(questions):
            self._aloud.setText("「お聞きすることは以上です。ありがとうございました。」")
            return
        question = questions[draft.place]
        opening = f"{question.group}　" if question.group and not question.spoken else ""
        self._aloud.setText(f"「{opening}{question.aloud}」")

    def _may_end(self, draft: Draft) -> bool:
        if not draft.sheet:
            self._warn.say(
                "まだ何も聞き取っていません", "出なかったときや断られたときは、左のボタンで記録してください。"
            )
        elif draft.not_seen and not self._asked_to_end:
            self._asked_to_end = True
            self._warn.say(
                f"まだ聞いていない問いが {draft.not_seen}問 あります",
                "残りを無回答として終えるなら、もう一度押してください。あとで続きを聞くなら「途中で切れた」です。",
            )
        else:
            return True
        self._warn.show()
        QApplication.beep()
        return False

    def _was_kept(self, shown: str, outcome: CallOutcome) -> None:
        self._shell.say(f"{shown} への電話を記録しました：{word(outcome)}", undo=True)
        self.show_waiting()

    def _was_refused(self, callee: Callee, draft: Draft, problem: Problem) -> None:
        if self.draft is None:
            self._show(callee, draft)
        self._warn.say("記録できませんでした", sentence(problem))
        self._warn.show()

    def _refuse(self, words: str) -> None:
        self._wrong.setText(words)
        self._wrong.setVisible(bool(words))

    def _clear(self) -> None:
        self._callee = self.draft = None
        self._stack.setCurrentIndex(0)
        self.search.clear()
        self.found.show_targets(())
        self.search.setFocus()

    def _find(self) -> None:
        session = self._shell.session
        text = self.search.text().strip()
        if session.campaign_id is None or not text:
            self.found.show_targets(())
            return
        self.found.show_targets(calls.search(session.ledger, session.campaign_id, text))

    def _open_first(self) -> None:
        self._pause.stop()
        self._find()
        if self.found.first is not None:
            self.open_target(self.found.first)
        elif self.search.text().strip():
            self._refuse("見つかりません。番号や名前を確かめてください。")


class CalleeList(QWidget):
    """Firms one below the other; pressing one begins the call."""

    SHOWN = 5

    def __init__(self, open_target: Callable[[int], object]) -> None:
        super().__init__()
        self._open_target = open_target
        self.first: int | None = None
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(GRID)

    def show_targets(self, lines: Sequence[TargetLine]) -> None:
        """Show the first of these firms."""
        self._show([(line, f"{line.municipality}　{line.phone}") for line in lines[: self.SHOWN]])

    def show_calls(self, waiting: Sequence[OpenCall]) -> None:
        """Show whom to call again, with what the last call said."""
        self._show([(one.target, _told(one.call)) for one in waiting])

    def _show(self, lines: Sequence[tuple[TargetLine, str]]) -> None:
        clear(self._rows)
        self.first = lines[0][0].id if lines else None
        for line, told in lines:
            name = button(
                f"{form_number.shown(line.number)}　{line.name}", partial(self._open_target, line.id), kind="link"
            )
            name.setObjectName(f"call-{line.number}")
            name.setMaximumWidth(theme().px(250))
            self._rows.addWidget(holding(column(row(name, STRETCH), Elided(told), spacing=0)))


def _told(call: PhoneCall) -> str:
    answered = sum(not answer.blank for answer in call.answers.values())
    parts = [
        call.call_again and f"かけ直し：{call.call_again}",
        f"{call.called_at.month}/{call.called_at.day} {call.called_at:%H:%M} {word(call.outcome)}",
        answered and f"回答 {answered}問",
        call.note,
    ]
    return "　".join(str(part) for part in parts if part)


def _field(placeholder: str, width: int) -> QLineEdit:
    made = QLineEdit()
    made.setPlaceholderText(placeholder)
    made.setAccessibleName(placeholder)
    made.setMinimumWidth(theme().px(width))
    return made
