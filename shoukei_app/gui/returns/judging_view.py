"""突合: where two entries differ, the paper is read a third time before either of them is shown; one key decides."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from shoukei_app.domain import form_number
from shoukei_app.domain.answers import BLANK, Answer
from shoukei_app.domain.problem import Problem
from shoukei_app.domain.progress import Progress
from shoukei_app.domain.query import Query
from shoukei_app.domain.tokens import GRID
from shoukei_app.domain.verification import Stage, Verdict
from shoukei_app.gui.kit.actions import Action, Actions
from shoukei_app.gui.kit.lines import Column
from shoukei_app.gui.kit.page import Shell
from shoukei_app.gui.kit.pieces import STRETCH, Card, EmptyState, column, holding, label, row
from shoukei_app.gui.kit.table import Table
from shoukei_app.gui.kit.views import Views
from shoukei_app.gui.returns.columns import day_of
from shoukei_app.gui.returns.take_out import TakeOut
from shoukei_app.gui.returns.verdict_panel import VerdictPanel
from shoukei_app.gui.sheet.one_question import OneQuestion
from shoukei_app.usecases import verification
from shoukei_app.usecases.outcome import Outcome
from shoukei_app.usecases.verification import Case, Decided, Revealed, WaitingCase
from shoukei_app.words.problems import sentence

T = TypeVar("T")

LIST, TAKE_OUT, READ, DECIDE = "list", "take_out", "read", "decide"

_HINTS = {
    LIST: (("Enter", "この票の突合をはじめる"),),
    TAKE_OUT: (("Enter", "票を出した"), ("↓", "あとにする"), ("Esc", "一覧へ")),
    READ: (("数字・文字", "紙のとおり"), ("F4", "判読不能"), ("F5", "無回答"), ("Esc", "一覧へ")),
    DECIDE: (("Enter", "提案のとおり"), ("1〜4", "ほかの判定"), ("R", "読み直す"), ("Esc", "一覧へ")),
}
_MINE = (
    "この票の入力のどちらかは、あなたがしたものです。"
    "できれば、ほかの人に読んでもらってください（続けることもできます）。"
)
_SKIPPED = "ここまでに決まった回答では、この問いは飛ばす問いです。紙が空欄なら Enter（無回答）。"

COLUMNS: tuple[Column[WaitingCase], ...] = (
    Column("number", "整理番号", lambda case: form_number.shown(case.target.number), 96, code=True),
    Column("bundle", "束", lambda case: case.bundle, 72, code=True),
    Column("name", "事業者名", lambda case: case.target.name, 220, grow=3),
    Column("municipality", "市町村", lambda case: case.target.municipality, 104, grow=1),
    Column("questions", "違いのある問い", lambda case: f"{case.questions}", 136, numeric=True),
    Column("received_on", "受付日", lambda case: day_of(case.target.received_on), 80, code=True),
)


class JudgingView(QWidget):
    """A list of sheets that wait, then sheet after sheet: take out, read, decide. `on_step`: other keys hold now."""

    def __init__(self, shell: Shell, on_step: Callable[[], object]) -> None:
        super().__init__()
        self._shell = shell
        self._on_step = on_step
        self._case: Case | None = None
        self._question = ""
        self._revealed: Revealed | None = None
        self._writing = False
        self._put_off: set[int] = set()
        self._neither: dict[tuple[int, str], Answer] = {}
        self._trail: list[tuple[int, str]] = []
        self._waiting: dict[int, WaitingCase] = {}
        self.step = LIST
        self.table: Table[WaitingCase] = Table(
            "returns.judging",
            COLUMNS,
            find=self._find,
            lines=lambda ids: [self._waiting[key] for key in ids if key in self._waiting],
            empty=EmptyState(
                "突合を待つ票はありません",
                "1回目の入力と照合入力に違いがあると、ここに並びます。",
                symbol="check-circle",
            ),
            unit="票",
            placeholder="整理番号・事業者名で探す",
        )
        actions = Actions(self, [Action("begin", "突合をはじめる", self._begin, "scales", enabled=self._any)])
        self._actions = actions
        self.table.add_to_bar(actions.button("begin", "primary"))
        self.table.opened.connect(self.open_sheet)
        self.table.selection_changed.connect(actions.update)
        self.take_out = TakeOut()
        self.reader = OneQuestion()
        self.verdict = VerdictPanel()
        self._number = label("", "title")
        self._where = label("", "secondary")
        self._counter = label("", "secondary")
        self._said = label("", "error", wrap=True)
        self._build()

    @property
    def hints(self) -> tuple[tuple[str, str], ...]:
        """The keys of the step at hand."""
        if self.step == DECIDE and self.verdict.proposed is None:
            return (("Enter・R", "紙をもう一度読む"), *_HINTS[DECIDE][1:2], *_HINTS[DECIDE][3:])
        return _HINTS[self.step]

    @property
    def case(self) -> Case | None:
        """The sheet at hand."""
        return self._case

    @property
    def question(self) -> str:
        """The id of the question at hand."""
        return self._question

    def refresh(self) -> None:
        """Read the list anew; where a decision was undone, its case comes back."""
        if self._writing:
            return
        if self._trail and self._is_open(*self._trail[-1]):
            self._resume(*self._trail.pop())
        elif self.step == LIST:
            self._show_list()
        elif self._case is not None:
            self._follow()

    def take_focus(self) -> None:
        """Let the keyboard go on where it was."""
        match self.step:
            case "take_out":
                self.take_out.setFocus()
            case "read":
                self.reader.take_focus()
            case "decide":
                self.verdict.setFocus()
            case _:
                self.table.focus_rows()

    def open_sheet(self, target_id: int) -> None:
        """Begin with a sheet: which paper to take out."""
        try:
            case = self._read_case(target_id)
        except Problem as problem:
            self._show_list()
            self._shell.say(sentence(problem))
            return
        self._case, self._question = case, case.open[0]
        self.take_out.show_sheet(case.target.number, case.receipt, _MINE if case.mine else "")
        self._show(TAKE_OUT)

    def leave(self) -> None:
        """Back to the list; what was decided stays."""
        self._case, self._question = None, ""
        self._put_off.clear()
        self._show_list()

    def _build(self) -> None:
        self._number.setFixedHeight(self._number.sizeHint().height())
        head = row(self._number, self._where, STRETCH, self._counter, spacing=2 * GRID)
        ask = label("紙には何と書いてありますか", "title")
        reading = Card()
        reading.add(ask)
        reading.add(self.reader)
        reading.add(self._said)
        reading.body.addStretch(1)
        self._steps = Views({TAKE_OUT: self.take_out, READ: reading, DECIDE: self.verdict})
        waits = Card(padded=False)
        waits.add(self.table, 1)
        work = holding(column(head, self._steps, spacing=GRID, margins=(0, GRID // 2, 0, 0)))
        self._views = Views({LIST: waits, "work": work})
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._views)
        self.take_out.ready.connect(lambda: self._ask(self._question))
        self.take_out.later.connect(self._put_aside)
        self.take_out.leave.connect(self.leave)
        self.reader.answered.connect(self._on_reading)
        self.reader.command.connect(self._on_command)
        self.verdict.decided.connect(self._decide)
        self.verdict.again.connect(lambda: self._ask(self._question))
        self.verdict.leave.connect(self.leave)

    def _show(self, step: str) -> None:
        self.step = step
        if step != DECIDE:
            self._revealed = None
            self.verdict.forget()
        self._views.show_view(LIST if step == LIST else "work")
        if step != LIST:
            self._steps.show_view(step)
            self._show_head()
        self._on_step()
        self.take_focus()

    def _show_list(self) -> None:
        self._case = None
        self.table.refresh()
        self._actions.update()
        if self.step != LIST:
            self._show(LIST)

    def _show_head(self) -> None:
        case = self._case
        assert case is not None
        on_first = self.step == TAKE_OUT
        bundle = case.receipt.bundle if case.receipt is not None else ""
        self._number.setText("" if on_first else form_number.shown(case.target.number))
        place = len(case.decided) + 1
        total = len(case.decided) + len(case.open)
        where = [f"束 {bundle}" if bundle else "", f"この票の {place}/{total}問目"]
        self._where.setText("" if on_first else "　".join(filter(None, where)))
        left = self._count_differing() - 1
        done = f"　ここまでに決めた問い {len(self._trail)}" if self._trail else ""
        self._counter.setText(f"この票のあとに {left:,}票{done}")

    def _ask(self, question_id: str) -> None:
        """Let the judge key what the paper says; nothing of either entry is in the window."""
        case = self._case
        if case is None or self._writing:
            return
        self._question = question_id
        is_skipped = question_id in case.skipped
        note = _SKIPPED if is_skipped else ""
        self.reader.ask(case.questionnaire, case.target, question_id, note, enter_is=BLANK if is_skipped else None)
        self._said.setText("")
        self._show(READ)

    def _on_command(self, name: str) -> None:
        if name == "leave":
            self.leave()
        elif name == "back" and self._case is not None:
            self.open_sheet(self._case.target.id)

    def _on_reading(self, reading: Answer) -> None:
        case = self._case
        assert case is not None
        ledger, act, target_id, question = (
            self._shell.session.ledger,
            self._shell.session.act(),
            case.target.id,
            self._question,
        )

        def job(_progress: Progress) -> Outcome[Revealed]:
            return verification.read_paper(ledger, act, target_id, question, reading)

        self._write(job, f"{form_number.shown(case.target.number)} の紙の読み", self._reveal)

    def _reveal(self, revealed: Revealed) -> None:
        case = self._case
        if case is None:
            return
        key = case.target.id, revealed.question
        fits_neither = revealed.verdict is Verdict.BOTH_ERRED
        look_again = fits_neither and self._neither.get(key) != revealed.reading
        if fits_neither:
            self._neither[key] = revealed.reading
        if look_again:
            QApplication.beep()
        self._question = revealed.question
        question = case.questionnaire.by_id[revealed.question]
        self.verdict.show_revealed(question, revealed, look_again=look_again)
        self._revealed = revealed
        self._show(DECIDE)

    def _decide(self, verdict: Verdict) -> None:
        case, revealed = self._case, self._revealed
        if case is None or revealed is None or self._writing:
            return
        ledger, act, target_id = self._shell.session.ledger, self._shell.session.act(), case.target.id
        question, answer = self._question, revealed.counting(verdict)

        def job(_progress: Progress) -> Outcome[Decided]:
            return verification.decide(ledger, act, target_id, question, answer, verdict)

        self._write(
            job, f"{form_number.shown(case.target.number)} の突合", partial(self._on_decided, target_id, question)
        )

    def _on_decided(self, target_id: int, question: str, decided: Decided) -> None:
        self._trail.append((target_id, question))
        if decided.settled:
            self._shell.say(f"{form_number.shown(decided.number)} の回答が確定しました", undo=True)
            self._go_on()
        else:
            self._case = self._read_case(target_id)
            self._ask(self._case.open[0])

    def _write(self, job: Callable[[Progress], Outcome[T]], title: str, done: Callable[[T], object]) -> None:
        self._writing = True

        def finish(value: T) -> None:
            self._writing = False
            done(value)

        def refuse(problem: Problem) -> None:
            self._writing = False
            self._shell.say(sentence(problem))
            self._go_on()

        def end() -> None:
            self._writing = False

        self._shell.desk.write(job, title=title, done=finish, failed=refuse, ended=end, cancellable=False)

    def _go_on(self) -> None:
        """The next sheet that was not put off; the list where there is none."""
        here = self._case.target.id if self._case is not None else 0
        ids = [key for key in self._find(Query()) if key != here and key not in self._put_off]
        if ids:
            self.open_sheet(ids[0])
        else:
            self.leave()

    def _put_aside(self) -> None:
        if self._case is not None:
            self._put_off.add(self._case.target.id)
            self._go_on()

    def _begin(self) -> None:
        key = self.table.current_id()
        ids = self._find(Query())
        if ids:
            self.open_sheet(key if key is not None and key in ids else ids[0])

    def _any(self) -> bool:
        return bool(self._waiting)

    def _find(self, query: Query) -> Sequence[int]:
        session = self._shell.session
        if session.campaign_id is None:
            return []
        self._waiting = {case.id: case for case in verification.waiting(session.ledger, session.campaign_id)}
        wanted = query.text.strip().replace("-", "")
        return [key for key, case in self._waiting.items() if wanted in f"{case.target.number} {case.target.name}"]

    def _count_differing(self) -> int:
        session = self._shell.session
        return verification.stages(session.ledger, session.campaign_id)[Stage.DIFFERING] if session.campaign_id else 0

    def _read_case(self, target_id: int) -> Case:
        session = self._shell.session
        return verification.open_case(session.ledger, target_id, judge=session.person)

    def _is_open(self, target_id: int, question: str) -> bool:
        standing = verification.standing(self._shell.session.ledger, target_id)
        return standing is not None and question in standing.differences

    def _resume(self, target_id: int, question: str) -> None:
        """A decision was undone: its question again, at the verdict where the reading still stands."""
        self._case, self._question = self._read_case(target_id), question
        session = self._shell.session
        revealed = verification.revealed(session.ledger, target_id, question, judge=session.person)
        if revealed is None:
            self._ask(question)
        else:
            self._reveal(revealed)

    def _follow(self) -> None:
        """Somebody changed something: go on with what is left of the case at hand."""
        assert self._case is not None
        target_id = self._case.target.id
        if not self._is_open(target_id, self._question):
            try:
                self._case = self._read_case(target_id)
            except Problem:
                self._go_on()
                return
            self._ask(self._case.open[0])
        elif self.step == DECIDE:
            session = self._shell.session
            read = verification.revealed(session.ledger, target_id, self._question, judge=session.person)
            if read is None:
                self._ask(self._question)
