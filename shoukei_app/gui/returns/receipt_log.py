"""The receipt log of a day, or of all days: filtered, copied, lines taken back."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from shoukei_app.domain import form_number
from shoukei_app.domain.history import Act
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.progress import Progress
from shoukei_app.domain.query import Query
from shoukei_app.domain.target import Channel, Disposition, TargetLine
from shoukei_app.gui.kit import dialogs
from shoukei_app.gui.kit.actions import Action, Actions
from shoukei_app.gui.kit.page import Shell
from shoukei_app.gui.kit.pieces import EmptyState
from shoukei_app.gui.kit.table import Filter, Table
from shoukei_app.gui.returns.columns import LOG
from shoukei_app.usecases import receipts
from shoukei_app.usecases.ledgers import Ledger
from shoukei_app.usecases.outcome import Outcome
from shoukei_app.usecases.receipts import LoggedReceipt
from shoukei_app.words.problems import sentence
from shoukei_app.words.terms import words


class ReceiptLog(QWidget):
    """A table of receipts; `day` is None for all days."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self.day: date | None = None
        self.table: Table[LoggedReceipt] = Table(
            "returns.log",
            LOG,
            find=self._find,
            lines=self._lines,
            filters=[
                Filter("channel", "届き方", lambda: self._named("channel", words(Channel))),
                Filter("disposition", "内容", lambda: self._named("disposition", words(Disposition))),
                Filter("bundle", "束", lambda: self._named("bundle", {"": "（束なし）"})),
                Filter("person", "記録した人", lambda: self._named("recorded_by", {})),
            ],
            empty=EmptyState(
                "この日の受付はまだありません",
                "返信用封筒を開け、調査票の整理番号を入れるかQRを読み取ると、ここに並びます。",
                symbol="tray",
            ),
            placeholder="受付から探す",
        )
        self._actions = Actions(
            self.table,
            [
                Action(
                    "undo",
                    "選んだ受付を取り消す",
                    self.take_back,
                    "arrow-counter-clockwise",
                    "Delete",
                    enabled=lambda: bool(self.table.selected_ids()),
                ),
                Action("firm", "事業者カードを開く", self._open_firm, "address-book"),
            ],
        )
        self.table.set_menu(self._actions)
        self.table.add_to_bar(self._actions.button("undo"))
        self.table.opened.connect(lambda _key: self._open_firm())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.table)

    def show_day(self, day: date | None) -> None:
        """Show the receipts of a day."""
        self.day = day
        self.table.refresh()

    def take_back(self) -> None:
        """Undo the receipts of the chosen lines."""
        ledger, act = self._shell.session.ledger, self._shell.session.act()
        for key in self.table.selected_ids():
            self._shell.desk.write(
                partial(_take_back, ledger, act, key),
                title="受付の取消し",
                done=self._on_taken_back,
                failed=self._on_refused,
            )

    def _on_taken_back(self, line: TargetLine) -> None:
        self._shell.say(f"{form_number.shown(line.number)} の受付を取り消しました")

    def _on_refused(self, problem: Problem) -> None:
        text = sentence(problem)
        if problem.kind is ProblemKind.NOTHING_TO_UNDO:
            text = (
                "この受付は回答の入力・取込と一緒に記録されています。何も変わっていません。"
                "操作履歴で回答の記録を元に戻してください。"
            )
        dialogs.show_notice(self.window(), "受付を取り消せません", text, symbol="warning-circle", tone="attention")

    def _find(self, query: Query) -> Sequence[int]:
        session = self._shell.session
        if session.campaign_id is None:
            return []
        return receipts.find(session.ledger, session.campaign_id, self.day, query)

    def _lines(self, ids: Sequence[int]) -> Sequence[LoggedReceipt]:
        return receipts.lines(self._shell.session.ledger, ids)

    def _named(self, column: str, named: Mapping[Any, str]) -> list[tuple[str, str]]:
        session = self._shell.session
        if session.campaign_id is None:
            return []
        known = receipts.values_on(session.ledger, session.campaign_id, self.day)[column]
        return [(value, named.get(value, value)) for value in known]

    def _open_firm(self) -> None:
        key = self.table.current_id()
        line = next(iter(self._lines([key])), None) if key is not None else None
        if line is not None:
            self._shell.go("register", line.target.firm_id)


def _take_back(ledger: Ledger, act: Act, target_id: int, _progress: Progress) -> Outcome[TargetLine]:
    return receipts.take_back(ledger, act, target_id)
