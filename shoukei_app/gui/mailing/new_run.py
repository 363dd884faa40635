"""「発送便を作る」: kind, dates and order are chosen, the sums are seen beforehand, then the run is frozen."""

from dataclasses import dataclass
from datetime import date

from PySide6.QtWidgets import QWidget

from shoukei_app.domain import form_number
from shoukei_app.domain.mailing import PrintOrder, Run, RunKind
from shoukei_app.domain.problem import Problem
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit import dialogs
from shoukei_app.gui.kit.form import ChoiceField, DateField, Form, Keys, TextField
from shoukei_app.gui.kit.page import Shell
from shoukei_app.gui.kit.pieces import Card, column, holding, label
from shoukei_app.gui.kit.theme import theme
from shoukei_app.gui.mailing.reconciliation import Reconciliation
from shoukei_app.usecases import ledgers, runs
from shoukei_app.usecases.runs import RunPlan
from shoukei_app.words.problems import sentence
from shoukei_app.words.terms import words


@dataclass(frozen=True, slots=True)
class RunWish:
    """What a run is to be."""

    kind: RunKind
    made_on: date | None
    deadline: date | None
    order: PrintOrder
    number: str = ""
    reason: str = ""

    @property
    def numbers(self) -> tuple[str, ...]:
        """The form numbers of a re-issue."""
        return tuple(filter(None, self.number.replace("、", " ").replace(",", " ").split()))


class NewRunSheet(dialogs.Sheet):
    """Asks what the run is to be; shows what would be in it and what not, and why."""

    def __init__(self, parent: QWidget, shell: Shell, first: RunWish) -> None:
        self._shell = shell
        self.asked: RunWish | None = None
        self._counted: tuple[RunKind, tuple[str, ...]] | None = None
        self.form: Form[RunWish] = Form(
            [
                ChoiceField(key="kind", label="種類", options=list(words(RunKind).items())),
                ChoiceField(key="order", label="並び順", options=list(words(PrintOrder).items())),
                DateField(key="made_on", label="依頼文の日付", help="書面に印刷する日付です。"),
                DateField(key="deadline", label="回答期限", help="依頼文と調査票に印刷します。"),
                TextField(key="number", label="再発行する整理番号", help="同じ番号で刷り直します。", keys=Keys.LATIN),
                TextField(key="reason", label="再発行の理由", placeholder="紛失、記入の誤り など"),
            ],
            check=_check,
            columns=2,
        )
        self.sums = Reconciliation()
        self.held = label("", "secondary", wrap=True)
        sums = Card("この便に入るもの")
        sums.add(self.sums)
        sums.add(self.held)
        self.held.hide()
        note = (
            "作ったあと、宛名・並び順・文面・差出人・調査票は固定されます。あとで直しても、この便は変わりません。"
            "直したときは、便を取りやめて作り直します。"
        )
        super().__init__(
            parent,
            "発送便を作る",
            holding(column(self.form, sums, label(note, "secondary", wrap=True), spacing=2 * GRID)),
            "この内容で作る",
        )
        self.setMinimumSize(theme().px(640), theme().px(600))
        self.form.fill(first)
        self.form.changed.connect(self._count)
        self._count()

    def run(self) -> bool:
        """Take what was chosen; a form with errors stays."""
        self.asked = self.form.value()
        return self.asked is not None

    def _count(self) -> None:
        typed = self.form.typed()
        again = typed.kind is RunKind.REISSUE
        for key in ("number", "reason"):
            self.form.editor(key).setEnabled(again)
        wanted = (typed.kind, typed.numbers if again else ())
        if wanted == self._counted:
            return
        self._counted = wanted
        self.verb.setEnabled(False)
        self.held.hide()
        if again and not typed.numbers:
            self.sums.wait("再発行する整理番号を入れてください。")
            return
        self.sums.wait()
        session = self._shell.session
        ledger, campaign_id = session.ledger, session.campaign_id
        assert campaign_id is not None
        self._shell.desk.read(
            lambda _progress: runs.plan_run(ledger, campaign_id, *wanted),
            title="この便に入るものを数えています",
            done=lambda plan: self._on_counted(wanted, plan),
            failed=lambda problem: self._on_refused(wanted, problem),
        )

    def _on_counted(self, wanted: tuple[RunKind, tuple[str, ...]], plan: RunPlan) -> None:
        if wanted == self._counted:
            self.sums.show_sums(plan.targets, plan.pieces, plan.left_out)
            self.verb.setEnabled(plan.pieces + len(plan.held) > 0)
            self.held.setText(_held_words(plan))
            self.held.setVisible(bool(plan.held))

    def _on_refused(self, wanted: tuple[RunKind, tuple[str, ...]], problem: Problem) -> None:
        if wanted == self._counted:
            self.sums.wait(sentence(problem))


def first_wish(shell: Shell, today: date) -> RunWish:
    """What the next run most likely is: the first one, and after it a reminder."""
    session = shell.session
    assert session.campaign_id is not None
    made = {run.kind for run in runs.every(session.ledger, session.campaign_id) if run.cancelled_on is None}
    deadline = ledgers.campaign(session.ledger, session.campaign_id).deadline
    kind = next((kind for kind in (RunKind.FIRST, RunKind.REMINDER) if kind not in made), RunKind.REMINDER_2)
    late = deadline is not None and deadline <= today
    return RunWish(kind, today, None if late else deadline, PrintOrder.NUMBER)


def ask(parent: QWidget, shell: Shell, first: RunWish) -> None:
    """Ask what a run is to be, beginning with `first`, and make it."""
    sheet = NewRunSheet(parent, shell, first)
    accepted = sheet.exec()
    asked = sheet.asked
    sheet.deleteLater()
    if accepted and asked is not None:
        create(shell, asked)


def create(shell: Shell, wish: RunWish) -> None:
    """Freeze the run."""
    session = shell.session
    ledger, act, campaign_id, made_on = session.ledger, session.act(), session.campaign_id, wish.made_on
    assert campaign_id is not None
    assert made_on is not None

    def done(run: Run) -> None:
        shell.say(f"第{run.number}便を作りました。封入 {run.pieces:,}通、発送しない {run.left_out:,}件", undo=True)
        shell.go("mailing", run.number)

    shell.desk.write(
        lambda _progress: runs.create_run(
            ledger,
            act,
            campaign_id,
            wish.kind,
            made_on=made_on,
            deadline=wish.deadline,
            order=wish.order,
            numbers=wish.numbers,
            reason=wish.reason if wish.kind is RunKind.REISSUE else "",
        ),
        title="発送便の作成",
        done=done,
    )


def _held_words(plan: RunPlan) -> str:
    shown = "、".join(f"{form_number.shown(one.number)} {one.addressee.name}" for one in plan.held[:3])
    more = f" ほか{len(plan.held) - 3:,}件" if len(plan.held) > 3 else ""
    return (
        f"印刷できない文字がある宛名 {len(plan.held):,}件（{shown}{more}）は、作ったあと「宛名を確かめる」で"
        "どう印刷するかを決めるまで保留します。"
    )


def _check(wish: RunWish) -> dict[str, str]:
    if wish.kind is RunKind.REISSUE and not wish.numbers:
        return {"number": "再発行する整理番号を入れてください。"}
    if wish.kind is RunKind.REISSUE and not wish.reason:
        return {"reason": "再発行の理由を入れてください。"}
    if wish.made_on is None:
        return {"made_on": "依頼文の日付を入れてください。"}
    if wish.deadline is None:
        return {"deadline": "回答期限を入れてください。"}
    if wish.deadline < wish.made_on:
        return {"deadline": "依頼文の日付より後の日を入れてください。"}
    return {}
