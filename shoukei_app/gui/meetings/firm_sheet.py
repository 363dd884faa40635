"""Choosing firms to put on an agenda by hand."""

from PySide6.QtWidgets import QWidget

from shoukei_app.domain.form_number import shown
from shoukei_app.domain.target import TargetLine
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit.dialogs import Sheet
from shoukei_app.gui.kit.lines import Column
from shoukei_app.gui.kit.page import Shell
from shoukei_app.gui.kit.pieces import Card
from shoukei_app.gui.kit.table import Filter, Table
from shoukei_app.gui.kit.theme import theme
from shoukei_app.usecases import targets
from shoukei_app.words.terms import word

_COLUMNS: tuple[Column[TargetLine], ...] = (
    Column("number", "整理番号", lambda line: shown(line.number), 88, sort="number", code=True),
    Column("name", "事業者名", lambda line: line.name, 180, grow=2, sort="name"),
    Column("municipality", "市町村", lambda line: line.municipality, 92, sort="municipality"),
    Column("status", "状況", lambda line: word(line.status), 104),
)


class FirmSheet(Sheet):
    """`chosen` are the targets that were selected."""

    def __init__(self, parent: QWidget, shell: Shell) -> None:
        self.chosen: tuple[int, ...] = ()
        session = shell.session
        campaign_id = session.campaign_id
        assert campaign_id is not None, "a page is shown with a campaign"
        self.table: Table[TargetLine] = Table(
            "agenda_firms",
            _COLUMNS,
            find=lambda query: targets.find(session.ledger, campaign_id, query),
            lines=lambda ids: targets.lines(session.ledger, ids),
            filters=(
                Filter(
                    "municipality_code",
                    "市町村",
                    lambda: list(targets.municipalities(session.ledger, campaign_id).items()),
                ),
            ),
            placeholder="名前・整理番号で探す",
        )
        card = Card(padded=False)
        card.add(self.table, 1)
        super().__init__(parent, "議題に載せる事業者を選ぶ", card, "議題に載せる")
        window = parent.window().size()
        self.setFixedSize(
            min(theme().px(760), window.width() - 2 * GRID), min(theme().px(560), window.height() - 6 * GRID)
        )
        self.table.opened.connect(lambda _target: self.verb.click())
        self.table.selection_changed.connect(self._allow)
        self.table.refresh()

    def run(self) -> bool:
        """Keep what is selected."""
        self.chosen = tuple(self.table.selected_ids())
        return bool(self.chosen)

    def _allow(self) -> None:
        self.verb.setEnabled(bool(self.table.selected_ids()))
