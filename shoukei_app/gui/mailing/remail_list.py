"""返戻の一覧: counts by reason, whose address is still to be put right, and the run that mails them again."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QVBoxLayout, QWidget

from shoukei_app.domain import form_number
from shoukei_app.domain.mailing import Addressee
from shoukei_app.domain.query import Query
from shoukei_app.domain.text import search_key
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit import dialogs
from shoukei_app.gui.kit.actions import Action, Actions
from shoukei_app.gui.kit.form import Form, TextField
from shoukei_app.gui.kit.lines import Column
from shoukei_app.gui.kit.page import Shell
from shoukei_app.gui.kit.pieces import EmptyState, column, holding, label
from shoukei_app.gui.kit.table import Table
from shoukei_app.gui.kit.theme import theme
from shoukei_app.gui.mailing.columns import day_of
from shoukei_app.usecases import undelivered
from shoukei_app.usecases.undelivered import Undelivered
from shoukei_app.words.terms import word


@dataclass(frozen=True, slots=True)
class NewAddress:
    """A corrected address as it is written, and where it was learned."""

    written: str
    source: str


def _line(who: Addressee) -> str:
    return f"{who.address.postal_code[:3]}-{who.address.postal_code[3:]} {who.address.text}".lstrip("- ")


def _next(one: Undelivered) -> str:
    return word(one.obstacle) if one.obstacle else "再送できます"


_COLUMNS: tuple[Column[Undelivered], ...] = (
    Column("number", "整理番号", lambda one: form_number.shown(one.number), 96, code=True),
    Column("name", "事業者名", lambda one: one.now.name, 180, grow=2),
    Column("on", "戻った日", lambda one: day_of(one.on), 80, code=True),
    Column("reason", "理由", lambda one: word(one.reason), 170, tone=lambda _one: "attention"),
    Column("address", "今の宛先", lambda one: _line(one.now), 240, grow=3, tooltip=lambda one: _line(one.now)),
    Column("next", "再送", _next, 190, grow=1, tone=lambda one: "attention" if one.obstacle else "done", tooltip=_next),
)


class RemailList(QWidget):
    """The targets whose last piece came back; `make_run` asks for the run that mails them again."""

    def __init__(self, shell: Shell, make_run: Callable[[], object]) -> None:
        super().__init__()
        self._shell = shell
        self._found: dict[int, Undelivered] = {}
        self.counts = label("", "secondary", wrap=True)
        self.table: Table[Undelivered] = Table(
            "mailing.remail",
            _COLUMNS,
            find=self._find,
            lines=lambda ids: [self._found[key] for key in ids if key in self._found],
            empty=EmptyState(
                "返戻になったままの調査対象はありません",
                "返戻を記録すると、ここに並びます。新しい住所が分かったら直し、まとめて再送できます。",
                symbol="arrow-u-up-left",
            ),
            placeholder="整理番号・事業者名・住所で探す",
        )
        self.actions_made = Actions(
            self.table,
            [
                Action(
                    "correct",
                    "住所を直す…",
                    self.ask_address,
                    "map-pin",
                    "F2",
                    enabled=lambda: self.table.current_id() is not None,
                    hint="新しい住所と、その出どころを記録します",
                ),
                Action(
                    "remail",
                    "再送の便を作る…",
                    make_run,
                    "plus",
                    enabled=lambda: any(one.obstacle is None for one in self._found.values()),
                    hint="宛先を直したものだけに、同じ整理番号でもう一度送ります",
                ),
            ],
        )
        self.table.set_menu(self.actions_made, ["correct"])
        self.table.add_to_bar(self.actions_made.button("correct"))
        self.table.add_to_bar(self.actions_made.button("remail", "primary"))
        self.table.opened.connect(lambda _key: self.ask_address())
        self.counts.setContentsMargins(2 * GRID, GRID, 2 * GRID, 0)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(GRID)
        outer.addWidget(self.counts)
        outer.addWidget(self.table, 1)

    def show_list(self) -> None:
        """Read what came back."""
        session = self._shell.session
        assert session.campaign_id is not None
        counts = undelivered.counts(session.ledger, session.campaign_id)
        self._found = {one.id: one for one in undelivered.every(session.ledger, session.campaign_id)}
        ready = sum(one.obstacle is None for one in self._found.values())
        parts = "　".join(f"{word(reason)} {count:,}" for reason, count in counts.items())
        self.counts.setText(
            f"返戻 {sum(counts.values()):,}通（{parts}）　未解決 {len(self._found):,}件　うち再送できます {ready:,}件"
        )
        self.counts.setVisible(bool(counts))
        self.table.refresh()
        self.actions_made.update()

    def ask_address(self) -> None:
        """Ask for the new address of the firm in the current row, and keep it."""
        one = self._found.get(self.table.current_id() or 0)
        if one is None:
            return
        form: Form[NewAddress] = Form(
            [
                TextField(key="written", label="新しい住所", help="郵便番号は住所から補います。", required=True),
                TextField(
                    key="source", label="出どころ", placeholder="本人から電話、商工会の名簿、登記簿 など", required=True
                ),
            ]
        )
        form.fill(NewAddress(one.now.address.text, ""))
        head = f"{form_number.shown(one.number)}　{one.now.name}　{word(one.reason)}"
        content = column(
            label(head, "strong"),
            label(f"戻った郵便の宛先：{_line(one.sent_to)}", "secondary", wrap=True),
            form,
            spacing=2 * GRID,
        )
        sheet = dialogs.Sheet(self.window(), "住所を直す", holding(content), "直す")
        sheet.setMinimumWidth(theme().px(520))
        sheet.run = lambda: form.value() is not None  # type: ignore[method-assign]  # the kit's way to use a sheet
        accepted = sheet.exec()
        value = form.value() if accepted else None
        sheet.deleteLater()
        if value is not None:
            self.correct(one, value)

    def correct(self, one: Undelivered, new: NewAddress) -> None:
        """Keep a corrected address with its source."""
        ledger, act = self._shell.session.ledger, self._shell.session.act()
        address = undelivered.address_of(new.written)
        self._shell.desk.write(
            lambda _progress: undelivered.correct_address(ledger, act, one.number, address, source=new.source),
            title="住所の訂正",
            done=lambda _line: self._shell.say(f"{form_number.shown(one.number)} の住所を直しました", undo=True),
        )

    def _find(self, query: Query) -> Sequence[int]:
        wanted = search_key(query.text)
        return [
            key
            for key, one in self._found.items()
            if wanted in search_key(f"{one.number}　{one.now.name}　{_line(one.now)}")
        ]
