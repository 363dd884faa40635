"""The third step of taking a list in: what would come of every row, before anything is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QWidget

from shoukei_app.domain.listing import FindingKind
from shoukei_app.domain.query import Query
from shoukei_app.domain.text import search_key
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit.actions import Action, Actions
from shoukei_app.gui.kit.lines import Column
from shoukei_app.gui.kit.pieces import Banner, Card, EmptyState, column, row
from shoukei_app.gui.kit.table import Filter, Table
from shoukei_app.gui.kit.theme import theme
from shoukei_app.gui.register.columns import name_shown
from shoukei_app.gui.register.row_detail import RowDetail
from shoukei_app.gui.register.tiles import Tile, Tiles
from shoukei_app.usecases.list_matching import VERDICT_WORDS, PreviewRow, Verdict
from shoukei_app.usecases.lists import ListPreview
from shoukei_app.words.history import field_word
from shoukei_app.words.terms import word

TONES: Mapping[Verdict, str] = {
    Verdict.NEW: "accent",
    Verdict.CHANGED: "attention",
    Verdict.UNCHANGED: "secondary",
    Verdict.SAME_IN_FILE: "secondary",
    Verdict.REJECTED: "overdue",
}
HINTS: Mapping[Verdict, str] = {
    Verdict.NEW: "台帳にまだない事業者です。新しく登録します",
    Verdict.CHANGED: "台帳にある事業者で、名簿の内容が違います。名簿の内容に改めます",
    Verdict.UNCHANGED: "台帳にある事業者で、内容も同じです。台帳は変わりません",
    Verdict.SAME_IN_FILE: "同じ名簿の前の行と同じ事業者です。台帳には1件だけ登録します",
    Verdict.REJECTED: "事業者名のない行、合計や区切りの行です。登録しません",
}
EVERY = "every"
DUPLICATE = "duplicate"
ANY_FINDING = "any"


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the preview; `id` is its place in the preview, because two sheets of a file may share row numbers."""

    id: int
    made: PreviewRow

    @property
    def name(self) -> str:
        """The firm as it would be written, or what the row holds where there is none."""
        facts = self.made.facts
        return name_shown(facts) if facts is not None else "　".join(filter(None, self.made.row.cells))[:60]

    @property
    def place(self) -> str:
        """Municipality, town and the rest."""
        address = self.made.facts.address if self.made.facts is not None else None
        return f"{address.municipality}{address.town}{address.rest}" if address is not None else ""

    @property
    def remark(self) -> str:
        """What changes and what was noticed, in one line; the duplicate first, because a person has to look."""
        parts = ["同じ事業者かもしれない"] if self.made.possible_duplicate is not None else []
        parts += dict.fromkeys(word(finding.kind) for finding in self.made.findings)
        parts += [
            f"{field_word('firm', one.field)} {one.before or '（空）'} → {one.after or '（空）'}"
            for one in self.made.changes
        ]
        return "　".join(parts)


COLUMNS = (
    Column[Line]("row", "行", lambda line: f"{line.made.row.number:,}", 56, numeric=True),
    Column[Line](
        "verdict",
        "取扱い",
        lambda line: VERDICT_WORDS[line.made.verdict],
        108,
        tone=lambda line: TONES[line.made.verdict],
        tooltip=lambda line: HINTS[line.made.verdict],
    ),
    Column[Line]("name", "事業者名", lambda line: line.name, 152, grow=2, tooltip=lambda line: line.name),
    Column[Line]("place", "所在地", lambda line: line.place, 128, grow=1, tooltip=lambda line: line.place),
    Column[Line](
        "remark",
        "変わるところ・気づいたこと",
        lambda line: line.remark,
        240,
        grow=4,
        tooltip=lambda line: line.remark,
        tone=lambda line: "attention" if line.made.findings or line.made.possible_duplicate is not None else "",
    ),
)


class PreviewStep(QWidget):
    """Shows a ListPreview. `same_asked` and `new_asked` carry the number of the row a person has decided about."""

    same_asked = Signal(int)
    new_asked = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._preview: ListPreview | None = None
        self._texts: dict[int, str] = {}
        self._verdict = ""
        self._banner = Banner(" ", " ", tone="attention")
        self._banner.hide()
        self.tiles = Tiles()
        self.tiles.pressed.connect(self._on_tile)
        self.table: Table[Line] = Table(
            "list-preview",
            COLUMNS,
            find=self._find,
            lines=self._lines,
            filters=(Filter("finding", "気づいたこと", self._kinds),),
            empty=EmptyState("行がありません"),
            unit="行",
            placeholder="事業者名・所在地で探す",
        )
        self.table.selection_changed.connect(self._show_current)
        self.detail = RowDetail()
        self.detail.same_asked.connect(self.same_asked)
        self.detail.new_asked.connect(self.new_asked)
        self.actions_ = Actions(
            self,
            [
                Action("same", "同じ事業者", lambda: self._decide(self.same_asked), "", "S", enabled=self._is_open),
                Action("new", "別の事業者", lambda: self._decide(self.new_asked), "", "B", enabled=self._is_open),
            ],
        )
        self.table.set_menu(self.actions_)
        card = Card(padded=False)
        card.add(self.table, 1)
        self.detail.setFixedWidth(theme().px(304))
        layout = column(self.tiles, self._banner, row(card, self.detail, spacing=2 * GRID), spacing=GRID + GRID // 2)
        layout.setStretch(2, 1)
        self.setLayout(layout)

    @property
    def findings(self) -> int:
        """How many rows have a remark."""
        return sum(bool(made.findings) for made in self._preview.rows) if self._preview is not None else 0

    def show_preview(self, preview: ListPreview, *, anew: bool) -> None:
        """Show a dry run; `anew` begins at its first row without filters, else the place is kept."""
        self._preview = preview
        self._texts.clear()
        every = Tile(EVERY, "すべての行", len(preview.rows), "行", "絞り込みを外して、すべての行を出します")
        verdicts = [Tile(one.value, VERDICT_WORDS[one], preview.count(one), "行", HINTS[one]) for one in Verdict]
        self.tiles.show_tiles([every, *verdicts])
        asked = sum(made.possible_duplicate is not None for made in preview.rows)
        self._advise(preview, asked)
        if anew:
            self._verdict = ""
            self.table.set_query(Query(filters={"finding": (DUPLICATE,)} if asked else {}))
            self.table.focus_rows()
        else:
            self._keep_place(asked)
        self._show_current()

    def _advise(self, preview: ListPreview, asked: int) -> None:
        nothing = not preview.count(Verdict.NEW) and not preview.count(Verdict.CHANGED)
        self._banner.setVisible(bool(asked) or nothing)
        if asked:
            self._banner.say(
                f"ほかの事業者と同じかもしれない行が {asked:,}行あります",
                "行を選ぶと右に理由が出ます。S キーで同じ事業者、B キーで別の事業者と決めると、次の行へ進みます。"
                "決めずに取り込んだ行は別の事業者として登録し、あとで名寄せで確かめられます。",
            )
        elif nothing:
            self._banner.say(
                "台帳の内容は変わりません",
                "どの行も台帳にあるか、取り込めない行です。取り込むと、どの名簿に載っていたかだけを控えます。",
            )

    def _keep_place(self, asked: int) -> None:
        """A row that was decided about leaves the list of those to decide: the next one moves up."""
        place = self.table.view.currentIndex().row()
        if not asked and DUPLICATE in self.table.query.filters.get("finding", ()):
            self.table.clear_filters()
            place = 0
        else:
            self.table.refresh()
        if self.table.current_id() is None and self.table.model.ids:
            self.table.view.selectRow(min(max(place, 0), len(self.table.model.ids) - 1))
        self.table.view.setFocus()

    def _decide(self, asked: SignalInstance) -> None:
        made = self._current()
        if made is not None:
            asked.emit(made.row.number)

    def _is_open(self) -> bool:
        made = self._current()
        return made is not None and made.possible_duplicate is not None

    def _current(self) -> PreviewRow | None:
        place = self.table.current_id()
        return self._preview.rows[place] if self._preview is not None and place is not None else None

    def _on_tile(self, key: str) -> None:
        self._verdict = "" if key == EVERY else key
        self.table.set_query(replace(self.table.query, filters={}))
        self.table.focus_rows()

    def _find(self, query: Query) -> Sequence[int]:
        if self._preview is None:
            return ()
        kinds = query.filters.get("finding", ())
        self.tiles.mark(self._verdict or ("" if kinds else EVERY))
        texts = [search_key(part) for part in query.text.split()]
        return [
            place
            for place, made in enumerate(self._preview.rows)
            if self._verdict in ("", made.verdict.value)
            and (not kinds or _has_finding(made, kinds))
            and all(text in self._searched(place) for text in texts)
        ]

    def _lines(self, ids: Sequence[int]) -> Sequence[Line]:
        assert self._preview is not None
        return [Line(place, self._preview.rows[place]) for place in ids if place < len(self._preview.rows)]

    def _searched(self, place: int) -> str:
        if place not in self._texts:
            assert self._preview is not None
            line = Line(place, self._preview.rows[place])
            self._texts[place] = search_key("\n".join((line.name, line.place, *line.made.row.cells)))
        return self._texts[place]

    def _kinds(self) -> Sequence[tuple[str, str]]:
        if self._preview is None:
            return ()
        present = {finding.kind for made in self._preview.rows for finding in made.findings}
        choices = [(DUPLICATE, "同じ事業者かもしれない")]
        choices += [(ANY_FINDING, "気づいたことがある行すべて")] if present else []
        return [*choices, *((kind.value, word(kind)) for kind in FindingKind if kind in present)]

    def _show_current(self) -> None:
        place = self.table.current_id()
        self.actions_.update()
        if self._preview is None or place is None or not self.table.model.ids:
            self.detail.show_row(None, None)
        else:
            self.detail.show_row(self._preview.read, self._preview.rows[place])


def _has_finding(made: PreviewRow, kinds: Sequence[str]) -> bool:
    if DUPLICATE in kinds and made.possible_duplicate is not None:
        return True
    if ANY_FINDING in kinds and made.findings:
        return True
    return any(finding.kind.value in kinds for finding in made.findings)
