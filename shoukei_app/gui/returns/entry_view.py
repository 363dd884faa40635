"""入力: number → sheet → kept while the next one is begun; nothing waits for the ledger, nothing is lost."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from shoukei_app.domain import form_number
from shoukei_app.domain.flags import Flagged
from shoukei_app.domain.problem import Problem
from shoukei_app.domain.progress import Progress
from shoukei_app.domain.questionnaire import Questionnaire
from shoukei_app.domain.target import Disposition, TargetLine
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
    clear,
    column,
    holding,
    label,
    row,
    scrolled,
)
from shoukei_app.gui.kit.theme import theme
from shoukei_app.gui.returns.tally import Tally
from shoukei_app.gui.returns.waiting_list import WaitingList
from shoukei_app.gui.sheet.draft import Draft
from shoukei_app.gui.sheet.sheet_form import SheetForm
from shoukei_app.usecases import entry, flags, history, ledgers
from shoukei_app.usecases.entry import FIRST, SECOND, Recorded
from shoukei_app.usecases.outcome import Outcome
from shoukei_app.words.answers import explained
from shoukei_app.words.problems import sentence
from shoukei_app.words.terms import word


@dataclass(frozen=True, slots=True)
class Kept:
    """A sheet that was kept: what the ledger made of it, and the operation."""

    recorded: Recorded
    operation: int | None
    flagged: Flagged | None


class EntryView(QWidget):
    """The whole view. `on_counts` is called when the counters of the page's head may have changed."""

    def __init__(self, shell: Shell, questionnaire: Questionnaire, on_counts: Callable[[], object]) -> None:
        super().__init__()
        self._shell = shell
        self._questionnaire = questionnaire
        self._on_counts = on_counts
        self._pass = FIRST
        self.draft: Draft | None = None
        self._saving: dict[tuple[str, int], Draft] = {}
        self._asked_to_save = False
        self.tally = Tally()
        self.number = QLineEdit()
        self.form = SheetForm(questionnaire)
        self._build()
        self.form.current.edit.stroke.connect(self._on_stroke)
        self.form.changed.connect(self._on_changed)
        self.form.save_asked.connect(self.save)
        self.form.leave_asked.connect(self.leave)
        self.number.returnPressed.connect(self._on_number)

    @property
    def busy(self) -> bool:
        """Whether a sheet is open with something typed that the ledger does not hold."""
        return self.draft is not None and (self.draft.edited or bool(self.form.current.edit.text()))

    def open_number(self, typed: str, pass_number: int | None = None) -> bool:
        """Open a sheet by its number; False where it cannot be opened: the sentence stands under the number."""
        if self.draft is not None and not self.leave():
            return False
        pass_number = pass_number or self._pass
        session = self._shell.session
        try:
            number = form_number.parse(typed)
            in_flight = self._saving.get((number, pass_number))
            opened = entry.open_sheet(session.ledger, number, keyer=session.person, pass_number=pass_number)
        except Problem as problem:
            self._refuse(sentence(problem))
            return False
        draft = Draft.of(self._questionnaire, opened, session.person, pass_number)
        if in_flight is not None:
            draft.answers, draft.passed = dict(in_flight.answers), set(in_flight.passed)
        self._show(draft)
        return True

    def save(self) -> None:
        """Keep the sheet and be ready for the next number at once; the ledger is written meanwhile."""
        draft = self.draft
        if draft is None or not self.form.commit():
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
        number, sheet, pass_number, keyer = draft.number, draft.sheet, draft.pass_number, draft.keyer
        target_id = draft.opened.target.id

        def job(_progress: Progress) -> Outcome[Kept]:
            made = entry.record(ledger, act, number, entry.Keyed(sheet), keyer=keyer, pass_number=pass_number)
            flagged = flags.would_flag(ledger, campaign_id, target_id, sheet) if pass_number == FIRST else None
            return Outcome(Kept(made.value, made.operation, flagged), made.changed, made.operation)

        key = (number, pass_number)
        self._saving[key] = draft
        self._shell.desk.write(
            job,
            title=f"{form_number.shown(number)} の回答の保存",
            done=partial(self._on_kept, draft),
            failed=partial(self._on_failed, draft),
            ended=partial(self._on_ended, draft),
            cancellable=False,
        )
        self._clear()

    def leave(self) -> bool:
        """Back to the number without keeping the sheet; asks where something was typed."""
        if self.draft is None:
            return True
        if self.busy:
            shown = form_number.shown(self.draft.number)
            choices = [
                dialogs.Choice("back", "入力に戻る"),
                dialogs.Choice("drop", "保存しない", "danger"),
                dialogs.Choice("keep", "ここまでを保存", "primary"),
            ]
            text = f"{shown} の入力がまだ保存されていません。"
            answer = dialogs.ask(self.window(), "入力の途中です", text, choices, symbol="keyboard")
            if answer == "keep":
                self._asked_to_save = True
                self.save()
                return self.draft is None
            if answer != "drop":
                self.form.take_focus()
                return False
        self._clear()
        return True

    def take_focus(self) -> None:
        """Let the keyboard begin where the work is."""
        if self.draft is None:
            self.number.setFocus()
        else:
            self.form.take_focus()

    def show_waiting(self, lines: Sequence[TargetLine]) -> None:
        """The sheets that wait, the first received first."""
        self.waiting.show_lines(lines)

    def show_counts(self, today: int, waiting: int) -> None:
        """The counter of today's sheets, the speed, and what is left."""
        self._today.setText(f"{today:,}")
        self._left.setText(f"{waiting:,}")
        rate = self.tally.per_hour
        self._rate.setText(f"1時間あたり {rate:,} 打鍵（休止を除く）" if rate else "打鍵の速さは、入力を始めると出ます")

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
            "1問ずつ紙のとおりに入れます。数字で答え、Enter で次へ進みます。",
            symbol="keyboard",
        )
        self.waiting = WaitingList(self.open_number)
        self._stack.addWidget(holding(column(self._empty, self.waiting, STRETCH, spacing=0)))
        self._stack.addWidget(self.form)
        card = Card()
        card.add(head)
        card.add(self._wrong)
        card.add(self._warn)
        card.add(self._stack, 1)
        whole = row(card, self._make_side(), spacing=2 * GRID)
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
        self._checks = Card("確認")
        self._check_list = QVBoxLayout()
        self._check_list.setSpacing(GRID)
        self._checks.add(self._check_list)
        self._last = Card("直前に保存した票")
        self._last_list = QVBoxLayout()
        self._last_list.setSpacing(GRID // 2 + 2)
        self._last.add(self._last_list)
        self._show_no_last()
        self._show_checks()
        side = scrolled(holding(column(counts, self._last, self._checks, STRETCH, spacing=2 * GRID)))
        side.setFixedWidth(theme().px(284))
        return side

    def _choose_pass(self, pass_number: int) -> None:
        self._pass = pass_number
        self._refuse("")
        self.number.setFocus()

    def _on_number(self) -> None:
        typed = self.number.text()
        if typed.strip():
            self.open_number(typed)

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
        self._stack.setCurrentWidget(self.form)
        self.form.show_draft(draft)
        self._show_checks()

    def _show_chip(self, draft: Draft) -> None:
        receipt = draft.opened.receipt
        words = ""
        if draft.opened.sheet:
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
        self._warn.hide()
        self._stack.setCurrentIndex(0)
        self.number.setFocus()
        self._show_checks()

    def _on_stroke(self, at: float) -> None:
        self.tally.stroke(at)

    def _on_changed(self) -> None:
        self._asked_to_save = False
        self._warn.hide()
        self._show_checks()

    def _show_checks(self) -> None:
        clear(self._check_list)
        draft = self.draft
        found = draft.remarks() if draft is not None else ()
        self._checks.setVisible(draft is not None)
        for remark in found:
            question = self._questionnaire.by_id[remark.question]
            words = f"問{question.number} {question.short}：{word(remark.mark)}"
            self._check_list.addWidget(label(words, "strong", wrap=True))
            self._check_list.addWidget(label(explained(self._questionnaire, remark), "secondary", wrap=True))
        if not found:
            self._check_list.addWidget(label("ここまで、食い違いはありません。", "secondary", wrap=True))

    def _show_no_last(self) -> None:
        clear(self._last_list)
        self._last_list.addWidget(label("保存すると、診断と抽出の見込みがここに出ます。", "secondary", wrap=True))

    def _on_kept(self, draft: Draft, kept: Kept) -> None:
        self._saving.pop((draft.number, draft.pass_number), None)
        clear(self._last_list)
        add = self._last_list.addWidget
        target = draft.opened.target
        add(label(f"{form_number.shown(draft.number)}　{target.name}", "strong", wrap=True))
        if draft.pass_number == SECOND:
            self._show_differences(draft, kept)
        else:
            kind = self._questionnaire.diagnosis(kept.recorded.diagnosis)
            add(label(f"診断 {kind.code}　{kind.name}", wrap=True))
            if kept.flagged:
                add(holding(row(chip(f"抽出の見込み {word(kept.flagged.priority)}", "accent"), STRETCH)))
                for rule in kept.flagged.rules:
                    add(label(f"・{rule.reason}", "secondary", wrap=True))
            else:
                add(label("抽出の条件には当たりません", "secondary", wrap=True))
        undo = button("元に戻す", partial(self._undo, kept.operation, draft.number), kind="link")
        again = button("開き直す", partial(self._reopen, draft.number, draft.pass_number), kind="link")
        for made in (undo, again):
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        add(holding(row(undo, again, STRETCH, spacing=2 * GRID)))

    def _show_differences(self, draft: Draft, kept: Kept) -> None:
        add = self._last_list.addWidget
        if not kept.recorded.differences:
            add(holding(row(chip("1回目とすべて同じです", "done"), STRETCH)))
            return
        add(holding(row(chip(f"1回目と違う問い {len(kept.recorded.differences)}", "overdue"), STRETCH)))
        add(label("「突合」で、紙を見てから決めます。", wrap=True))

    def _on_failed(self, draft: Draft, problem: Problem) -> None:
        self._bring_back(draft, sentence(problem))

    def _on_ended(self, draft: Draft) -> None:
        # Neither kept nor refused: a bug went to its own door, the answers come back all the same.
        if (draft.number, draft.pass_number) in self._saving:
            self._bring_back(draft, "保存の途中で不具合が起きました。この票は記録されていません。")
        self._on_counts()

    def _bring_back(self, draft: Draft, words: str) -> None:
        self._saving.pop((draft.number, draft.pass_number), None)
        shown = form_number.shown(draft.number)
        if self.draft is None:
            self._show(draft)
            self._warn.say(f"{shown} を保存できませんでした。入力した回答はそのまま残っています", words)
            self._warn.show()
            return
        clear(self._last_list)
        self._last_list.addWidget(holding(row(chip("保存できませんでした", "overdue"), STRETCH)))
        self._last_list.addWidget(label(f"{shown}　{draft.opened.target.name}", "strong", wrap=True))
        self._last_list.addWidget(label(words, wrap=True))
        back = button("この票に戻る", partial(self._resume, draft), kind="primary")
        back.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._last_list.addWidget(holding(row(back, STRETCH)))
        QApplication.beep()

    def _resume(self, draft: Draft) -> None:
        if self.leave():
            self._show(draft)
            self._show_no_last()

    def _reopen(self, number: str, pass_number: int) -> None:
        self.open_number(number, pass_number)

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
        self._show_no_last()


def counts(shell: Shell, today: date) -> tuple[int, int]:
    """Sheets keyed today, and sheets that wait."""
    session = shell.session
    if session.campaign_id is None:
        return 0, 0
    keyed = entry.entered_on(session.ledger, session.campaign_id, today)
    return keyed, entry.waiting(session.ledger, session.campaign_id)


def questionnaire_of(shell: Shell) -> Questionnaire:
    """The questionnaire of the campaign at hand."""
    session = shell.session
    assert session.campaign_id is not None
    return ledgers.campaign(session.ledger, session.campaign_id).questionnaire
