"""抽査: every n-th finished sheet is compared with its paper once more; what is wrong is corrected at once."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from shoukei_app.domain import form_number
from shoukei_app.domain.answers import BLANK, Answer, AnswerSheet
from shoukei_app.domain.problem import Problem
from shoukei_app.domain.progress import Progress
from shoukei_app.domain.query import Query
from shoukei_app.domain.questionnaire import Questionnaire
from shoukei_app.domain.target import TargetLine
from shoukei_app.domain.tokens import GRID, SIZES
from shoukei_app.domain.verification import same
from shoukei_app.gui.kit.actions import Action, Actions
from shoukei_app.gui.kit.lines import Column
from shoukei_app.gui.kit.page import Shell
from shoukei_app.gui.kit.pieces import STRETCH, Card, EmptyState, button, column, holding, label, row
from shoukei_app.gui.kit.table import Table
from shoukei_app.gui.kit.theme import theme
from shoukei_app.gui.kit.views import Views
from shoukei_app.gui.returns.columns import day_of
from shoukei_app.gui.returns.take_out import TakeOut
from shoukei_app.gui.sheet.keying import in_words
from shoukei_app.gui.sheet.one_question import OneQuestion
from shoukei_app.usecases import targets, verification
from shoukei_app.usecases.outcome import Outcome
from shoukei_app.words.problems import sentence

LIST, TAKE_OUT, COMPARE, END = "list", "take_out", "compare", "end"

_HINTS = {
    LIST: (("Enter", "この票の抽査をはじめる"),),
    TAKE_OUT: (("Enter", "票を出した"), ("↓", "あとにする"), ("Esc", "一覧へ")),
    COMPARE: (("Enter", "紙と同じ"), ("数字・文字", "紙のとおりに直す"), ("F2", "前の問い"), ("Esc", "やめる")),
    END: (("Enter", "この票の抽査を記録"), ("F2", "前の問い"), ("Esc", "やめる")),
}

COLUMNS: tuple[Column[TargetLine], ...] = (
    Column("number", "整理番号", lambda line: form_number.shown(line.number), 96, code=True),
    Column("name", "事業者名", lambda line: line.name, 220, grow=3),
    Column("municipality", "市町村", lambda line: line.municipality, 104, grow=1),
    Column("received_on", "受付日", lambda line: day_of(line.received_on), 80, code=True),
)


class SamplingView(QWidget):
    """The sheets drawn, then one after the other: take out, compare question by question, record."""

    def __init__(self, shell: Shell, on_step: Callable[[], object]) -> None:
        super().__init__()
        self._shell = shell
        self._on_step = on_step
        self._target: TargetLine | None = None
        self._questionnaire: Questionnaire | None = None
        self._sheet: AnswerSheet = {}
        self._place = 0
        self._put_off: set[int] = set()
        self.wrong: dict[str, Answer] = {}
        """What the paper says where the answer that counts is another one, on the sheet at hand."""
        self.step = LIST
        self._writing = False
        self.table: Table[TargetLine] = Table(
            "returns.sampling",
            COLUMNS,
            find=self._find,
            lines=lambda ids: targets.lines(shell.session.ledger, ids),
            empty=EmptyState(
                "抽査を待つ票はありません",
                "確定した票から、照合のきまりの割合で選ばれた票がここに並びます。",
                symbol="check-circle",
            ),
            unit="票",
            placeholder="整理番号・事業者名で探す",
        )
        self._actions = Actions(self, [Action("begin", "抽査をはじめる", self._begin, "magnifying-glass")])
        self.table.add_to_bar(self._actions.button("begin", "primary"))
        self.table.opened.connect(self.open_sheet)
        self.rate = label("", "lead", wrap=True)
        self._over = label("", "body", wrap=True, tone="attention")
        self.take_out = TakeOut()
        self.reader = OneQuestion()
        self.end = _End()
        self._head = label("", "title")
        self._where = label("", "secondary")
        self._counts = label("")
        self._counts.setFont(theme().font(SIZES.title, bold=True))
        self._counts.setWordWrap(True)
        self._build()

    @property
    def hints(self) -> tuple[tuple[str, str], ...]:
        """The keys of the step at hand."""
        return _HINTS[self.step]

    def refresh(self) -> None:
        """Read what waits and what the sample says so far."""
        session = self._shell.session
        if session.campaign_id is None or self._writing:
            return
        checked, accuracy = verification.sample_accuracy(session.ledger, session.campaign_id)
        if checked:
            low, high = accuracy.interval
            self.rate.setText(
                f"抽査 {checked:,}票・{accuracy.fields:,}欄　誤り {accuracy.errors:,}件"
                f"　＝ 1,000欄あたり {accuracy.per_thousand:.1f}件（95％の範囲 {low:.1f}〜{high:.1f}件）"
            )
        else:
            self.rate.setText("まだ抽査した票はありません。1票終えるごとに、残っている誤りの割合がここに出ます。")
        over = verification.over_limit(session.ledger, session.campaign_id)
        self._over.setText(
            "\n".join(
                f"{name}さんの入力の誤りは 1,000欄あたり {found.per_thousand:.1f} で、きまりを超えています。"
                "以後の票は全部の問いを2回入力します。"
                for name, found in over.items()
            )
        )
        self._over.setVisible(bool(over))
        if self.step == LIST:
            self.table.refresh()
            self._actions["begin"].setEnabled(bool(self._find(Query())))

    def take_focus(self) -> None:
        """Let the keyboard go on where it was."""
        match self.step:
            case "take_out":
                self.take_out.setFocus()
            case "compare":
                self.reader.take_focus()
            case "end":
                self.end.setFocus()
            case _:
                self.table.focus_rows()

    def open_sheet(self, target_id: int) -> None:
        """Begin with a sheet: which paper to take out."""
        ledger = self._shell.session.ledger
        (self._target,) = targets.lines(ledger, [target_id])
        questionnaire, sheet = verification.answers_of(ledger, target_id)
        self._questionnaire, self._sheet = questionnaire, sheet
        self.wrong, self._place = {}, 0
        self.take_out.show_sheet(self._target.number, verification.receipt_of(ledger, target_id))
        self._show(TAKE_OUT)

    def leave(self) -> None:
        """Back to the list; a sheet that was begun is begun anew later."""
        self._target, self.wrong = None, {}
        self._put_off.clear()
        self._show(LIST)
        self.refresh()

    def _build(self) -> None:
        self._steps = Views({TAKE_OUT: self.take_out, COMPARE: self._compare_card(), END: self.end})
        result = Card("ここまでの結果")
        result.add(self.rate)
        result.add(self._over)
        waits = Card(padded=False)
        waits.add(self.table, 1)
        listed = column(result, waits, spacing=2 * GRID)
        listed.setStretch(1, 1)
        head = row(self._head, self._where, STRETCH, spacing=2 * GRID)
        work = holding(column(head, self._steps, spacing=GRID, margins=(0, GRID // 2, 0, 0)))
        self._views = Views({LIST: holding(listed), "work": work})
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._views)
        self.take_out.ready.connect(lambda: self._ask(0))
        self.take_out.later.connect(self._put_aside)
        self.take_out.leave.connect(self.leave)
        self.reader.answered.connect(self._on_reading)
        self.reader.command.connect(self._on_command)
        self.end.command.connect(self._on_command)

    def _compare_card(self) -> Card:
        made = Card()
        kept = QFrame()
        kept.setProperty("kind", "banner")
        kept.setProperty("tone", "done")
        words = column(label("台帳の回答（紙と同じなら Enter）", "secondary"), self._counts, spacing=GRID // 2)
        words.setContentsMargins(2 * GRID, GRID + 4, 2 * GRID, GRID + 4)
        kept.setLayout(words)
        made.add(kept)
        made.add(self.reader)
        made.body.addStretch(1)
        return made

    def _show(self, step: str) -> None:
        self.step = step
        self._views.show_view(LIST if step == LIST else "work")
        if step != LIST:
            assert self._target is not None
            self._steps.show_view(step)
            self._head.setText("" if step == TAKE_OUT else form_number.shown(self._target.number))
            self._where.setText("" if step == TAKE_OUT else self._how_far())
        self._on_step()
        self.take_focus()

    def _how_far(self) -> str:
        assert self._questionnaire is not None
        total = len(self._questionnaire.questions)
        return f"{min(self._place + 1, total)}/{total}問目　違い {len(self.wrong)}"

    def _ask(self, place: int) -> None:
        questionnaire, target = self._questionnaire, self._target
        assert questionnaire is not None
        assert target is not None
        self._place = max(0, place)
        if self._place >= len(questionnaire.questions):
            self.end.show_result(
                [
                    (
                        questionnaire.by_id[key].number,
                        in_words(questionnaire.by_id[key], self._sheet.get(key, BLANK)),
                        in_words(questionnaire.by_id[key], answer),
                    )
                    for key, answer in self.wrong.items()
                ]
            )
            self._show(END)
            return
        question = questionnaire.questions[self._place]
        counts = self._sheet.get(question.id, BLANK)
        self._counts.setText(in_words(question, counts))
        earlier = self.wrong.get(question.id)
        note = f"紙の読み：{in_words(question, earlier)}（このままなら Enter）" if earlier is not None else ""
        enter_is = earlier if earlier is not None else counts
        self.reader.ask(questionnaire, target, question.id, note, enter_is=enter_is)
        self._show(COMPARE)

    def _on_reading(self, reading: Answer) -> None:
        assert self._questionnaire is not None
        question = self._questionnaire.questions[self._place]
        self.wrong.pop(question.id, None)
        if not same(reading, self._sheet.get(question.id, BLANK)):
            self.wrong[question.id] = reading
        self._ask(self._place + 1)

    def _on_command(self, name: str) -> None:
        match name:
            case "leave":
                self.leave()
            case "back" | "up":
                self._ask(self._place - 1)
            case "enter":
                self._record()

    def _record(self) -> None:
        target = self._target
        if target is None or self._writing:
            return
        self._writing = True
        session, wrong, key = self._shell.session, dict(self.wrong), target.id
        ledger, act = session.ledger, session.act()

        def job(_progress: Progress) -> Outcome[int]:
            return verification.check_sample(ledger, act, key, wrong)

        self._shell.desk.write(
            job,
            title=f"{form_number.shown(target.number)} の抽査",
            done=partial(self._on_recorded, target),
            failed=self._on_refused,
            ended=self._on_ended,
            cancellable=False,
        )

    def _on_recorded(self, target: TargetLine, errors: int) -> None:
        said = f"誤り {errors}件を直しました" if errors else "誤りはありませんでした"
        self._shell.say(f"{form_number.shown(target.number)} の抽査：{said}", undo=True)
        self._go_on()

    def _on_refused(self, problem: Problem) -> None:
        self._shell.say(sentence(problem))
        self._go_on()

    def _on_ended(self) -> None:
        self._writing = False
        self.refresh()

    def _go_on(self) -> None:
        here = self._target.id if self._target is not None else 0
        ids = [key for key in self._find(Query()) if key != here and key not in self._put_off]
        if ids:
            self.open_sheet(ids[0])
        else:
            self.leave()

    def _put_aside(self) -> None:
        if self._target is not None:
            self._put_off.add(self._target.id)
            self._go_on()

    def _begin(self) -> None:
        ids = self._find(Query())
        key = self.table.current_id()
        if ids:
            self.open_sheet(key if key is not None and key in ids else ids[0])

    def _find(self, query: Query) -> Sequence[int]:
        session = self._shell.session
        if session.campaign_id is None:
            return []
        drawn = verification.sampled(session.ledger, session.campaign_id)
        if not query.text.strip():
            return drawn
        found = set(targets.find(session.ledger, session.campaign_id, Query(text=query.text)))
        return [key for key in drawn if key in found]


class _End(QFrame):
    """What came of a sheet, before it is recorded."""

    command = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._title = label("", "title")
        self._lines = label("", wrap=True)
        record = button("記録して次の票へ（Enter）", lambda: self.command.emit("enter"), kind="primary", symbol="check")
        record.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setLayout(
            column(self._title, self._lines, row(record, STRETCH), STRETCH, spacing=2 * GRID, margins=(3 * GRID,) * 4)
        )

    def show_result(self, wrong: Sequence[tuple[int, str, str]]) -> None:
        """Name the questions whose answer is to be corrected: number, answer now, answer on the paper."""
        self._title.setText(f"紙と違う回答が {len(wrong)}件ありました" if wrong else "すべて紙と同じでした")
        lines = [f"問{number}　{before}　→　{after}" for number, before, after in wrong]
        self._lines.setText("\n".join([*lines, "記録すると、理由「品質抽査」の訂正として残ります。"]) if wrong else "")
        self._lines.setVisible(bool(wrong))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: one key each."""
        names = {
            Qt.Key.Key_Return: "enter",
            Qt.Key.Key_Enter: "enter",
            Qt.Key.Key_F2: "back",
            Qt.Key.Key_Escape: "leave",
        }
        name = names.get(Qt.Key(event.key()))
        if name is None:
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            self.command.emit(name)
