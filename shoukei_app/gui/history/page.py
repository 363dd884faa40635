"""操作履歴: above, every operation; below, what the chosen one changed."""

from collections.abc import Sequence

from PySide6.QtWidgets import QStackedWidget

from shoukei_app.domain.history import ChainCheck, Operation, OperationKind
from shoukei_app.domain.problem import Problem
from shoukei_app.domain.query import Query
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.history.columns import DETAILS, OPERATIONS, moment, state
from shoukei_app.gui.kit import dialogs
from shoukei_app.gui.kit.actions import Action
from shoukei_app.gui.kit.lines import LineModel
from shoukei_app.gui.kit.page import Page, Shell
from shoukei_app.gui.kit.pieces import STRETCH, Card, EmptyState, chip, column, holding, label, row
from shoukei_app.gui.kit.table import Filter, Table, TableView
from shoukei_app.usecases import history, ledgers
from shoukei_app.usecases.outcome import EVERYTHING
from shoukei_app.words.changes import ChangedField, explained
from shoukei_app.words.history import told
from shoukei_app.words.terms import word, words

SHOWN_AT_MOST = 300


def make(shell: Shell) -> Page:
    """The page."""
    return HistoryPage(shell)


class HistoryPage(Page):
    """Reads the details of one operation when the keyboard is at it."""

    title = "操作履歴"
    subjects = EVERYTHING
    hints = (
        ("↑ ↓", "操作を選ぶ"),
        ("Delete", "この操作を取り消す"),
        ("Ctrl+F", "一覧から探す"),
        ("Ctrl+C", "Excel 用に写す"),
    )

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._shown: int | None = None
        self._lines: list[ChangedField] = []
        self.actions_made = self.set_actions(
            (
                Action(
                    "undo",
                    "この操作を取り消す…",
                    self.take_back,
                    "arrow-counter-clockwise",
                    "Delete",
                    self._can_undo,
                    "選んだ操作の前の状態に戻します。取り消したことも履歴に残ります",
                ),
                Action(
                    "verify",
                    "書き換えがないか確かめる",
                    self.verify,
                    "shield-check",
                    "",
                    None,
                    "履歴が書き換えられたり抜き取られたりしていないかを調べます",
                ),
            ),
            primary="verify",
            others=("undo",),
        )
        self.table: Table[Operation] = Table(
            "history",
            OPERATIONS,
            find=self._find,
            lines=lambda ids: history.lines(self.session.ledger, ids),
            filters=(
                Filter("kind", "操作", lambda: [(kind.value, text) for kind, text in words(OperationKind).items()]),
                Filter("person", "人", lambda: [(name, name) for name in history.people(self.session.ledger)]),
            ),
            empty=EmptyState("操作がまだありません", symbol="clock-counter-clockwise"),
            placeholder="番号・ファイル・人で探す",
        )
        self.table.selection_changed.connect(self._on_selection)
        self.table.set_menu(self.actions_made, ("undo",))
        self._model: LineModel[ChangedField] = LineModel(DETAILS, lambda ids: [self._lines[key] for key in ids], self)
        self.details: TableView[ChangedField] = TableView("history.details", self._model)
        self._heading = label("", "lead")
        self._when = label("", "secondary")
        self._mark = chip("", "attention")
        self._count = label("", "secondary")
        self._stack = QStackedWidget()
        self._stack.addWidget(EmptyState("操作を選ぶと、変わった項目がここに出ます", symbol="list-bullets"))
        head = row(
            self._heading, self._mark, self._when, STRETCH, self._count, margins=(GRID + 4, GRID + 4, GRID + 4, 0)
        )
        self._stack.addWidget(holding(column(head, self.details, spacing=GRID)))
        upper, lower = Card(padded=False), Card(padded=False)
        upper.add(self.table, 1)
        lower.add(self._stack, 1)
        both = column(upper, lower, spacing=2 * GRID)
        both.setStretch(0, 3)
        both.setStretch(1, 2)
        self.add(holding(both), 1)

    def refresh(self) -> None:
        """Read the list anew; the operation that was at stays."""
        self._shown = None
        self.table.refresh()
        if self.table.current_id() is None and self.table.model.ids:
            self.table.select(self.table.model.ids[0])
        count = len(history.find(self.session.ledger, Query()))
        self.set_state(f"{count:,}件の操作。どの操作にも、人・日時・前の値が残っています")
        self._on_selection()

    def open(self, what: object) -> None:
        """An operation's number: go to it."""
        if isinstance(what, int) and not self.table.select(what):
            self.table.clear_filters()
            self.table.select(what)

    def take_back(self) -> None:
        """Undo the chosen operation, whoever made it, after a question."""
        operation = self._current()
        if operation is None or not self._can_undo():
            return
        what = f"{word(operation.kind)}　{told(operation)}".strip()
        sentence = (
            f"{what}\n{moment(operation)}　{operation.act.person}\n\n"
            "この操作で変わった項目を、前の値に戻します。あとの操作が同じ記録を変えているときは、取り消せません。"
        )
        if not dialogs.confirm(self, "この操作を取り消しますか", sentence, "取り消す", danger=True):
            return
        ledger, act = self.session.ledger, self.session.act()
        self.desk.write(
            lambda _progress: history.undo(ledger, act, operation_id=operation.id),
            title="操作を取り消しています",
            done=lambda _made: self.shell.say(
                f"{word(operation.kind)}を取り消しました。「元に戻す」の右のやり直しで戻せます"
            ),
        )

    def verify(self) -> None:
        """Walk the whole chain and tell the result."""
        ledger = self.session.ledger
        self.desk.read(
            lambda _progress: history.verify(ledger), title="履歴に書き換えがないか確かめています", done=self._say_chain
        )

    def _say_chain(self, check: ChainCheck) -> None:
        if check.whole:
            dialogs.show_notice(
                self,
                "履歴は書き換えられていません",
                f"{check.operations:,}件の操作を最初から確かめました。書き換えも抜き取りもありません。",
                symbol="shield-check",
                tone="done",
            )
        else:
            dialogs.show_notice(
                self,
                "履歴に合わないところがあります",
                f"{check.operations:,}件目までは正しく、{check.broken_at}番の操作から先が合いません。"
                "このプログラムの外で台帳が書き換えられたおそれがあります。台帳は変えていません。"
                "控え（バックアップ）と比べ、管理者に知らせてください。",
                symbol="shield-warning",
                tone="overdue",
            )

    def _find(self, query: Query) -> Sequence[int]:
        return history.find(self.session.ledger, query)

    def _on_selection(self) -> None:
        operation = self._current()
        self.actions_made.update()
        if operation is None:
            self._shown = None
            self._stack.setCurrentIndex(0)
        elif operation.id != self._shown:
            self._shown = operation.id
            self._show_details(operation)

    def _show_details(self, operation: Operation) -> None:
        ledger = self.session.ledger
        changes, total = history.details(ledger, operation.id, SHOWN_AT_MOST)
        try:
            questionnaire = ledgers.current_campaign(ledger).questionnaire
        except Problem:
            questionnaire = None
        self._lines = explained(
            changes, history.names_of(ledger, changes), history.questions_of(ledger, changes), questionnaire
        )
        self._model.set_ids(range(len(self._lines)))
        self.details.scrollToTop()
        self._heading.setText(word(operation.kind))
        self._when.setText(f"{moment(operation)}　{operation.act.person}")
        self._mark.setText(state(operation))
        self._mark.setVisible(operation.undone)
        self._count.setText(
            f"{total:,}項目のうち はじめの {SHOWN_AT_MOST:,}項目を表示"
            if total > SHOWN_AT_MOST
            else f"{len(self._lines):,}項目"
        )
        self._stack.setCurrentIndex(1)

    def _current(self) -> Operation | None:
        key = self.table.current_id()
        found = history.lines(self.session.ledger, [key]) if key is not None else ()
        return found[0] if found else None

    def _can_undo(self) -> bool:
        key = self.table.current_id() if hasattr(self, "table") else None
        return key is not None and history.can_undo(self.session.ledger, key)
