"""一覧: every sheet of the campaign with how far it has come; from here a sheet is opened for keying."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from shoukei_app.domain import form_number
from shoukei_app.domain.query import Query
from shoukei_app.domain.target import TargetLine, TargetStatus
from shoukei_app.gui.kit.actions import Action, Actions
from shoukei_app.gui.kit.page import Shell
from shoukei_app.gui.kit.pieces import Card, EmptyState
from shoukei_app.gui.kit.table import Filter, Table
from shoukei_app.gui.returns.columns import SHEETS
from shoukei_app.gui.sheet.correction_sheet import ask_correction
from shoukei_app.usecases import ledgers, targets, verification
from shoukei_app.words.terms import words

WAITING = Query(filters={"status": (TargetStatus.RECEIVED.value,)}, sort="received_on")


class SheetsView(QWidget):
    """A table of targets, filtered at first to the sheets that wait to be keyed."""

    def __init__(self, shell: Shell, key_in: Callable[[str], object]) -> None:
        super().__init__()
        self._shell = shell
        self._key_in = key_in
        self.table: Table[TargetLine] = Table(
            "returns.sheets",
            SHEETS,
            find=self._find,
            lines=self._lines,
            filters=[
                Filter(
                    "status", "状態", lambda: [(status.value, text) for status, text in words(TargetStatus).items()]
                ),
                Filter("diagnosis", "診断", self._types),
                Filter("archive_place", "保管", self._places),
            ],
            empty=EmptyState("調査対象がまだありません", "名簿から調査対象を選ぶと、ここに並びます。", symbol="tray"),
            placeholder="整理番号・事業者名・電話で探す",
        )
        actions = Actions(
            self,
            [
                Action("key", "この票を入力する", self._open, "keyboard", enabled=self._chosen),
                Action("correct", "回答を訂正する…", self._correct, "pencil-simple", enabled=self._can_correct),
                Action("firm", "事業者カードを開く", self._open_firm, "address-book", enabled=self._chosen),
            ],
        )
        self.table.set_menu(actions)
        self.table.set_query(WAITING)
        self.table.add_to_bar(actions.button("key"))
        self.table.opened.connect(lambda _key: self._open())
        card = Card(padded=False)
        card.add(self.table, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(card)

    def _chosen(self) -> bool:
        return self.table.current_id() is not None

    def _find(self, query: Query) -> Sequence[int]:
        session = self._shell.session
        if session.campaign_id is None:
            return []
        return targets.find(session.ledger, session.campaign_id, query)

    def _lines(self, ids: Sequence[int]) -> Sequence[TargetLine]:
        return targets.lines(self._shell.session.ledger, ids)

    def _types(self) -> list[tuple[str, str]]:
        session = self._shell.session
        if session.campaign_id is None:
            return []
        types = ledgers.campaign(session.ledger, session.campaign_id).questionnaire.types
        return [(kind.code, f"{kind.code} {kind.name}") for kind in types]

    def _places(self) -> list[tuple[str, str]]:
        session = self._shell.session
        if session.campaign_id is None:
            return []
        return [(place, place) for place in verification.places(session.ledger, session.campaign_id)]

    def _line(self) -> TargetLine | None:
        key = self.table.current_id()
        return next(iter(self._lines([key])), None) if key is not None else None

    def _open(self) -> None:
        line = self._line()
        if line is not None:
            self._key_in(form_number.shown(line.number))

    def _can_correct(self) -> bool:
        line = self._line()
        return line is not None and bool(line.diagnosis)

    def _correct(self) -> None:
        line = self._line()
        if line is not None:
            ask_correction(self._shell, self.window(), line.id)

    def _open_firm(self) -> None:
        line = self._line()
        if line is not None:
            self._shell.go("register", line.firm_id)
