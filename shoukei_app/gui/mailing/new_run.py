"""「発送便を作る」: kind, dates and order are chosen, the sums are seen beforehand, then the run is frozen."""

from dataclasses import dataclass
from datetime import date

from PySide6.QtWidgets import QWidget

from shoukei_app.domain.mailing import PrintOrder, Run, RunKind
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit import dialogs
from shoukei_app.gui.kit.form import ChoiceField, DateField, Form
from shoukei_app.gui.kit.page import Shell
from shoukei_app.gui.kit.pieces import Card, column, holding, label
from shoukei_app.gui.kit.theme import theme
from shoukei_app.gui.mailing.reconciliation import Reconciliation
from shoukei_app.usecases import ledgers, runs
from shoukei_app.usecases.runs import RunPlan
from shoukei_app.words.terms import words


@dataclass(frozen=True, slots=True)
class RunWish:
    """What a run is to be."""

    kind: RunKind
    made_on: date | None
    deadline: date | None
    order: PrintOrder


class NewRunSheet(dialogs.Sheet):
    """Asks what the run is to be; shows what would be in it and what not, and why."""

    def __init__(self, parent: QWidget, shell: Shell, first: RunWish) -> None:
        self._shell = shell
        self.asked: RunWish | None = None
        self._counted: RunKind | None = None
        self._plans: dict[RunKind, RunPlan] = {}
        self.form: Form[RunWish] = Form(
            [
                ChoiceField(key="kind", label="種類", options=list(words(RunKind).items())),
                ChoiceField(key="order", label="並び順", options=list(words(PrintOrder).items())),
                DateField(key="made_on", label="依頼文の日付", help="書面に印刷する日付です。"),
                DateField(key="deadline", label="回答期限", help="依頼文と調査票に印刷します。"),
            ],
            check=_check,
            columns=2,
        )
        self.sums = Reconciliation()
        sums = Card("この便に入るもの")
        sums.add(self.sums)
        note = "作ったあと、宛名と並び順は固定されます。名簿をあとで直しても、この便の宛名は変わりません。"
        super().__init__(
            parent,
            "発送便を作る",
            holding(column(self.form, sums, label(note, "secondary", wrap=True), spacing=2 * GRID)),
            "この内容で作る",
        )
        self.setMinimumWidth(theme().px(640))
        self.form.fill(first)
        self.form.changed.connect(self._count)
        self._count()

    def run(self) -> bool:
        """Take what was chosen; a form with errors stays."""
        self.asked = self.form.value()
        return self.asked is not None

    def _count(self) -> None:
        box = self.form.editor("kind")
        kind = list(RunKind)[max(0, int(box.property("currentIndex") or 0))]
        if kind is self._counted:
            return
        self._counted = kind
        self.verb.setEnabled(False)
        self.sums.wait()
        session = self._shell.session
        ledger, campaign_id = session.ledger, session.campaign_id
        assert campaign_id is not None
        self._shell.desk.read(
            lambda _progress: (kind, runs.plan_run(ledger, campaign_id, kind)),
            title="この便に入るものを数えています",
            done=self._on_counted,
        )

    def _on_counted(self, counted: tuple[RunKind, RunPlan]) -> None:
        kind, plan = counted
        if kind is self._counted:
            self.sums.show_sums(plan.targets, plan.pieces, plan.left_out)
            self.verb.setEnabled(plan.pieces > 0)


def first_wish(shell: Shell, today: date) -> RunWish:
    """What the next run most likely is: the first one, and after it a reminder."""
    session = shell.session
    assert session.campaign_id is not None
    made = runs.every(session.ledger, session.campaign_id)
    deadline = ledgers.campaign(session.ledger, session.campaign_id).deadline
    kind = RunKind.REMINDER if made else RunKind.FIRST
    late = deadline is not None and deadline <= today
    return RunWish(kind, today, None if late else deadline, PrintOrder.NUMBER)


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
            ledger, act, campaign_id, wish.kind, made_on=made_on, deadline=wish.deadline, order=wish.order
        ),
        title="発送便の作成",
        done=done,
    )


def _check(wish: RunWish) -> dict[str, str]:
    if wish.made_on is None:
        return {"made_on": "依頼文の日付を入れてください。"}
    if wish.deadline is None:
        return {"deadline": "回答期限を入れてください。"}
    if wish.deadline < wish.made_on:
        return {"deadline": "依頼文の日付より後の日を入れてください。"}
    return {}
