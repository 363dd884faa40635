"""入力: number → sheet → kept while the next one is begun; nothing waits for the ledger, nothing is lost."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from shoukei_app.domain import form_number
from shoukei_app.domain.problem import Problem
from shoukei_app.domain.progress import Progress
from shoukei_app.domain.questionnaire import Questionnaire
from shoukei_app.domain.target import Disposition
from shoukei_app.domain.tokens import GRID, SIZES
from shoukei_app.gui.kit import dialogs
from shoukei_app.gui.kit.page import Shell, switch
from shoukei_app.gui.kit.pieces import (
    STRETCH,
    Banner,
    Card,
    Elided,
    EmptyState,
    button,
    chip,
    column,
    holding,
    label,
    row,
    scrolled,
)
from shoukei_app.gui.kit.theme import theme
from shoukei_app.gui.returns.begun_list import Begun, BegunList
from shoukei_app.gui.returns.checks_card import ChecksCard
from shoukei_app.gui.returns.counts import Counts
from shoukei_app.gui.returns.draft_keeper import DraftKeeper
from shoukei_app.gui.returns.last_sheet import Kept, LastSheet
from shoukei_app.gui.returns.picture_pane import PicturePane
from shoukei_app.gui.returns.scanner import Scanner, text_of
from shoukei_app.gui.returns.tally import Tally
from shoukei_app.gui.returns.waiting_list import WaitingList
from shoukei_app.gui.sheet.draft import Draft
from shoukei_app.gui.sheet.sheet_form import SheetForm
from shoukei_app.usecases import entry, flags, history, ledgers
from shoukei_app.usecases.entry import FIRST, SECOND
from shoukei_app.usecases.outcome import Outcome
from shoukei_app.words.dates import clock
from shoukei_app.words.problems import sentence
from shoukei_app.words.terms import word

_CHECKED_AFTER_MS = 30
"""Between two keys of the fastest, and at once for the eye."""


class EntryView(QWidget):
    """The whole view. `on_counts` is called when the counters of the page's head may have changed."""

    def __init__(self, shell: Shell, questionnaire: Questionnaire, on_counts: Callable[[], object]) -> None:
        super().__init__()
        self._shell = shell
        self._questionnaire = questionnaire
        self._on_counts = on_counts
        self._person = shell.session.person
        self._pass = FIRST
        self.draft: Draft | None = None
        self._counts: Counts | None = None
        self._saving: dict[tuple[str, int], Draft] = {}
        self._put_away: Draft | None = None
        """Closed and still to be written; opened again meanwhile, it is what goes on."""
        self._asked_to_save = False
        self._keeper = DraftKeeper(shell, self._on_not_kept, self._on_draft_written)
        # Both once the next question is shown: nobody waits for them.
        self._to_keep = QTimer(self, interval=0, singleShot=True)
        self._to_keep.timeout.connect(self._keep_answer)
        self._to_check = QTimer(self, interval=_CHECKED_AFTER_MS, singleShot=True)
        self._to_check.timeout.connect(lambda: self._checks.show_draft(self.draft))
        self.tally = Tally()
        self.number = QLineEdit()
        self.form = SheetForm(questionnaire)
        self._build()
        Scanner(self, self.number, self._remember).scanned.connect(self._on_scanned)
        self.form.current.edit.stroke.connect(self._on_stroke)
        self.form.changed.connect(self._on_changed)
        self.form.save_asked.connect(self.save)
        self.form.leave_asked.connect(self.leave)
        self.number.returnPressed.connect(self._on_number)

    def open_number(self, typed: str, pass_number: int | None = None) -> bool:
        """Open a sheet by its number; False where it cannot be opened: the sentence stands under the number."""
        self.leave()
        self.follow_person()
        pass_number = pass_number or self._pass
        session = self._shell.session
        try:
            number = form_number.parse(typed)
            away = self._put_away
            if away is not None and (away.number, away.pass_number) == (number, pass_number):
                self._show(away)
                return True
            opened = entry.open_sheet(
                session.ledger,
                number,
                keyer=session.person,
                pass_number=pass_number,
                campaign_id=session.campaign_id,
            )
        except Problem as problem:
            self._refuse(sentence(problem))
            return False
        draft = Draft.of(opened, session.person)
        in_flight = self._saving.get((number, pass_number))
        if in_flight is not None:
            draft.take_over(in_flight)
        self._show(draft)
        return True

    def save(self) -> None:
        """Keep the sheet and be ready for the next number at once; the ledger is written meanwhile."""
        draft = self.draft
        if draft is None:
            return
        if draft.not_seen and not self._asked_to_save:
            self._asked_to_save = True
            self._warn.say(
                f"まだ見ていない問いが {draft.not_seen}問 あります",
                "残りを無回答として保存するなら、もう一度 Ctrl+Enter を押してください。",
            )
            self._warn.show()
            QApplication.beep()
            return
        session = self._shell.session
        ledger, act, campaign_id = session.ledger, session.act(), session.campaign_id
        assert campaign_id is not None
        number, keyed, pass_number, keyer = draft.number, draft.keyed, draft.pass_number, draft.keyer
        target_id = draft.opened.target.id

        def job(_progress: Progress) -> Outcome[Kept]:
            made = entry.record(ledger, act, number, keyed, keyer=keyer, pass_number=pass_number)
            flagged = flags.would_flag(ledger, campaign_id, target_id, keyed.sheet) if pass_number == FIRST else None
            return Outcome(Kept(made.value, made.operation, flagged), made.changed, made.operation)

        self._keeper.forget()
        self._saving[(number, pass_number)] = draft
        self._shell.desk.write(
            job,
            title=f"{form_number.shown(number)} の回答の保存",
            done=partial(self._on_kept, draft),
            failed=partial(self._on_failed, draft),
            ended=partial(self._on_ended, draft),
            cancellable=False,
        )
        self._clear()

    def keep(self) -> None:
        """Keep what is being keyed, with what stands in the field."""
        draft = self.draft
        if draft is None:
            return
        self.form.put_down()
        if draft.begun:
            self._keeper.keep(draft.kept(self._shell.session.act().at))

    def leave(self) -> None:
        """Back to the number; what was keyed is kept and waits among the sheets that were begun."""
        draft = self.draft
        if draft is None:
            return
        self.keep()
        self._put_away = draft if draft.begun else None
        self._clear()
        self._on_counts()

    def follow_person(self) -> None:
        """Somebody else at the desk sees nothing of what was keyed before, and keys a sheet of their own."""
        person = self._shell.session.person
        if person == self._person:
            return
        self.leave()
        self._person, self._put_away, self.tally = person, None, Tally()
        self._counts = None
        self.waiting.show_lines("", ())
        self._last.show_nothing()
        self.begun.show_sheets(self._questionnaire, ())

    def take_focus(self) -> None:
        """Let the keyboard begin where the work is."""
        if self.draft is None:
            self.number.setFocus()
        else:
            self.form.take_focus()

    def show_counts(self, counts: Counts) -> None:
        """The counter of today's sheets, the speed, and what is left."""
        self._today.setText(f"{counts.keyed:,}")
        self._left.setText(f"{counts.waiting:,}")
        self._counts = counts
        if self.draft is None:  # who keys already does not wait for a list that is not seen
            self._show_waiting()
            self.begun.show_sheets(self._questionnaire, counts.begun)
        rate = self.tally.per_hour
        self._rate.setText(f"1時間あたり {rate:,} 打鍵（休止を除く）" if rate else "打鍵の速さは、入力を始めると出ます")

    def _show_waiting(self) -> None:
        if self._counts is not None:
            first = self._pass == FIRST
            title = "次に入力する票（受付の順）" if first else "次に照合入力する票（1回目を入れた順）"
            self.waiting.show_lines(title, self._counts.next if first else self._counts.second)

    def _build(self) -> None:
        self.number.setFont(theme().font(SIZES.title, bold=True))
        self.number.setFixedSize(theme().px(150), theme().px(40))
        self.number.setAccessibleName("整理番号")
        self.number.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        self.number.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)  # noqa: FBT003 - Qt's name for it
        self._who = Elided(role="ink")
        self._how = Elided()
        self._chip = chip("", "attention")
        self._chip.hide()
        self._pass_chip = chip("照合入力", "accent")
        self._pass_chip.hide()
        self._wrong = label("", "error", wrap=True)
        self._wrong.hide()
        passes = switch([("1", "1回目の入力"), ("2", "照合入力")], lambda key: self._choose_pass(int(key)))
        self._passes = passes
        self._back = button("やめる", self.leave, kind="quiet")
        self._back.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._back.hide()
        head = row(
            label("整理番号", "strong"),
            self.number,
            column(self._who, self._how, spacing=0),
            self._chip,
            self._pass_chip,
            self._back,
            passes,
            spacing=GRID + 4,
        )
        head.setStretch(2, 1)
        self._warn = Banner("", "", tone="attention")
        self._warn.hide()
        self._stack = QStackedWidget()
        self._empty = EmptyState(
            "整理番号を入れるか、紙のQRを読み取ってください",
            "1問ずつ紙のとおりに入れます。1つ選ぶ問いは数字だけ、ほかの問いは Enter で閉じます。",
            symbol="keyboard",
        )
        self.begun = BegunList(self._go_on, self._ask_to_drop)
        self.waiting = WaitingList(self.open_number)
        self._stack.addWidget(scrolled(holding(column(self._empty, self.begun, self.waiting, STRETCH, spacing=GRID))))
        self._stack.addWidget(self.form)
        card = Card()
        card.add(head)
        card.add(self._wrong)
        card.add(self._warn)
        card.add(self._stack, 1)
        self.picture = PicturePane()
        self.picture.hide()
        self._side = self._make_side()
        whole = row(card, self.picture, self._side, spacing=2 * GRID)
        whole.setStretch(1, 1)
        whole.setStretch(0, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addLayout(whole)

    def _make_side(self) -> QWidget:
        counts = Card("きょうの入力")
        self._today, self._left = label("0", "figure"), label("0", "figure")
        self._rate = label("", "note", wrap=True)
        unit = partial(label, role="secondary")
        done = column(label("入力した票", "secondary"), row(self._today, unit("件"), STRETCH, spacing=GRID // 2))
        rest = column(label("入力を待つ票", "secondary"), row(self._left, unit("件"), STRETCH, spacing=GRID // 2))
        counts.add(row(done, rest))
        counts.add(self._rate)
        self._checks = ChecksCard()
        self._last = LastSheet()
        side = scrolled(holding(column(counts, self._last, self._checks, STRETCH, spacing=2 * GRID)))
        side.setFixedWidth(theme().px(284))
        return side

    def _choose_pass(self, pass_number: int) -> None:
        self._pass = pass_number
        self._show_waiting()
        self._refuse("")
        self.number.setFocus()

    def _on_number(self) -> None:
        typed = self.number.text()
        if typed.strip():
            self.open_number(typed)

    def _remember(self, field: QObject) -> Callable[[], object]:
        """What takes the digits of a scanner out of the sheet at hand again."""
        draft = self.draft
        if draft is None:
            return text_of(field)
        keys = self.form.keys
        unclosed = keys is not None and keys.keying is not None and keys.keying.has_content(keys.text)
        before = replace(draft, passed=set(draft.passed))
        before.take_over(draft)

        def put_back() -> None:
            draft.take_over(before)
            draft.place = before.place
            self.form.show_draft(draft)
            self._on_changed()
            if unclosed:
                self._warn.say("QRを読み取りました", "いまの問いに入れかけていた分は消えています。入れ直してください。")
                self._warn.show()

        return put_back

    def _on_scanned(self, typed: str) -> None:
        """A QR that is read while a sheet is open is no answer; the next sheet begins when this one is saved."""
        if self.draft is None:
            self.open_number(typed)
        elif form_number.parse(typed) != self.draft.number:
            self._warn.say(
                f"別の票 {form_number.shown(form_number.parse(typed))} のQRを読み取りました",
                "回答には入れていません。この票を Ctrl+Enter で保存するか「やめる」で閉じてから、読み取ってください。",
            )
            self._warn.show()
            QApplication.beep()

    def _refuse(self, words: str) -> None:
        self._wrong.setText(words)
        self._wrong.setVisible(bool(words))
        if words:
            self.number.setFocus()
            self.number.selectAll()
            QApplication.beep()

    def _show(self, draft: Draft) -> None:
        self.draft = draft
        self._asked_to_save = False
        self._refuse("")
        self._warn.hide()
        target, receipt = draft.opened.target, draft.opened.receipt
        self.number.setText(form_number.shown(target.number))
        self.number.setEnabled(False)
        self._passes.hide()
        self._pass_chip.setVisible(draft.pass_number == SECOND)
        self._who.setText("　".join(filter(None, [target.name, target.office])))
        parts = [target.municipality]
        if receipt:
            bundle = f"・束 {receipt.bundle}" if receipt.bundle else ""
            day = receipt.received_on
            parts.append(f"受付 {day.month}/{day.day} {word(receipt.channel)}{bundle}")
        self._how.setText("　".join(filter(None, parts)))
        self._show_chip(draft)
        self._back.show()
        # What came by FAX is keyed from its picture, which takes the room of the counters.
        self._side.setVisible(not self.picture.show_target(self._shell.session.ledger, target.id))
        self._stack.setCurrentWidget(self.form)
        self.form.show_draft(draft)
        self._checks.show_draft(self.draft)

    def _show_chip(self, draft: Draft) -> None:
        opened = draft.opened
        receipt, kept_at = opened.receipt, opened.kept_at
        words = ""
        if kept_at is not None:
            today = kept_at.date() == self._shell.session.act().at.date()
            words = f"{'' if today else f'{kept_at.month}月{kept_at.day}日 '}{clock(kept_at)}の続きから"
        elif opened.sheet:
            words = "入力済みの票"
        elif receipt is None:
            words = "未受付（保存と同時に受付）"
        elif receipt.disposition is not Disposition.ANSWERED:
            words = f"受付では「{word(receipt.disposition)}」"
        self._chip.setText(words)
        self._chip.setVisible(bool(words))

    def _clear(self) -> None:
        self.draft = None
        self._asked_to_save = False
        self.form.current.edit.clear()
        self.number.setEnabled(True)
        self._passes.show()
        self._pass_chip.hide()
        self.number.clear()
        self._who.setText("")
        self._how.setText("")
        self._chip.hide()
        self._back.hide()
        self.picture.hide()
        self._side.show()
        self._warn.hide()
        self._stack.setCurrentIndex(0)
        self.number.setFocus()
        self._checks.show_draft(self.draft)

    def _on_stroke(self, at: float) -> None:
        spent = self.tally.stroke(at)
        if self.draft is not None:
            self.draft.spend(spent)

    def _on_changed(self) -> None:
        self._asked_to_save = False
        self._warn.hide()
        self._to_keep.start()
        if not self._to_check.isActive():
            self._to_check.start()

    def _keep_answer(self) -> None:
        if self.draft is not None and self.draft.begun:
            self._keeper.keep(self.draft.kept(self._shell.session.act().at))

    def _on_not_kept(self, problem: Problem) -> None:
        self._warn.say("入力中の控えを台帳に書けませんでした", sentence(problem))
        self._warn.show()

    def _on_draft_written(self) -> None:
        self._put_away = None
        if self.draft is None:
            self._on_counts()

    def _go_on(self, begun: Begun) -> None:
        line, kept = begun
        self.open_number(line.number, kept.pass_number)

    def _ask_to_drop(self, begun: Begun) -> None:
        line, kept = begun
        shown = form_number.shown(line.number)
        choices = [dialogs.Choice("back", "残しておく"), dialogs.Choice("drop", "取り消す", "danger")]
        text = f"{shown}　{line.name} の、ここまで入力した回答を捨てます。元に戻せません。"
        if dialogs.ask(self.window(), "入力の途中の票を取り消しますか", text, choices, symbol="trash") == "drop":
            self._keeper.drop(kept)

    def _on_kept(self, draft: Draft, kept: Kept) -> None:
        self._saving.pop((draft.number, draft.pass_number), None)
        if draft.keyer != self._shell.session.person:
            return
        undo = partial(self._undo, kept.operation, draft.number)
        target = draft.opened.target
        if draft.pass_number == SECOND:
            self._last.show_second(target, kept, undo)
        else:
            again = partial(self.open_number, draft.number, FIRST)
            self._last.show_first(self._questionnaire, target, kept, undo, again)

    def _on_failed(self, draft: Draft, problem: Problem) -> None:
        self._bring_back(draft, sentence(problem))

    def _on_ended(self, draft: Draft) -> None:
        # Neither kept nor refused: a bug went to its own door, the answers come back all the same.
        if (draft.number, draft.pass_number) in self._saving:
            self._bring_back(draft, "保存の途中で不具合が起きました。この票は記録されていません。")

    def _bring_back(self, draft: Draft, words: str) -> None:
        self._saving.pop((draft.number, draft.pass_number), None)
        shown = form_number.shown(draft.number)
        if self.draft is None:
            self._show(draft)
            self._warn.say(f"{shown} を保存できませんでした。入力した回答はそのまま残っています", words)
            self._warn.show()
            return
        self._last.show_failed(draft.opened.target, words, partial(self._resume, draft))
        QApplication.beep()

    def _resume(self, draft: Draft) -> None:
        self.leave()
        self._show(draft)
        self._last.show_nothing()

    def _undo(self, operation: int | None, number: str) -> None:
        if operation is None:
            return
        session = self._shell.session
        ledger, act = session.ledger, session.act()
        self._shell.desk.write(
            lambda _progress: history.undo(ledger, act, operation_id=operation),
            title="回答の記録の取消し",
            done=lambda _value: self._shell.say(f"{form_number.shown(number)} の回答の記録を元に戻しました"),
        )
        self._last.show_nothing()


def questionnaire_of(shell: Shell) -> Questionnaire:
    """The questionnaire of the campaign at hand."""
    session = shell.session
    assert session.campaign_id is not None
    return ledgers.campaign(session.ledger, session.campaign_id).questionnaire
