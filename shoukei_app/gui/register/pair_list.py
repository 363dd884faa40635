"""The pairs of firms that could be one: counted by how sure it is, searched, opened side by side."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from shoukei_app.domain.duplicate_search import Pair
from shoukei_app.domain.duplicates import Level, Reason
from shoukei_app.domain.firm import Firm, FirmFacts
from shoukei_app.domain.query import Query
from shoukei_app.domain.text import search_key
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit.actions import Action, Actions
from shoukei_app.gui.kit.lines import Column
from shoukei_app.gui.kit.pieces import Card, EmptyState, column, hint_line
from shoukei_app.gui.kit.table import Filter, Table
from shoukei_app.gui.register.columns import name_shown
from shoukei_app.gui.register.pair_words import LEVEL_TONES, likeness_shown, place_shown, reasons_shown
from shoukei_app.gui.register.tiles import Tile, Tiles
from shoukei_app.words.terms import word

EVERY = "every"
HINTS: Mapping[Level, str] = {
    Level.SURE: "法人番号が同じか、商号と法人格のほかに所在地や電話なども同じ組です。まとめて統合できます",
    Level.ASK: "似ているところはありますが、人が確かめる組です",
}
KEYS = (
    ("↑↓", "組を選ぶ"),
    ("Enter", "並べて確かめる"),
    ("B", "別の事業者として記録"),
    ("Ctrl+F", "探す"),
    ("F5", "探し直す"),
    ("Esc", "名簿の一覧へ戻る"),
)

FirmsOf = Callable[[Sequence[Pair]], Mapping[int, Firm]]


@dataclass(frozen=True, slots=True)
class Line:
    """A pair with both its firms; `id` is the number under which the view knows the pair."""

    id: int
    pair: Pair
    a: FirmFacts
    b: FirmFacts


COLUMNS = (
    Column[Line](
        "level",
        "確からしさ",
        lambda line: likeness_shown(line.pair.likeness),
        112,
        sort="score",
        code=True,
        tone=lambda line: LEVEL_TONES[line.pair.likeness.level],
        tooltip=lambda line: HINTS.get(line.pair.likeness.level, ""),
    ),
    Column[Line]("a", "事業者", lambda line: name_shown(line.a), 140, grow=3, tooltip=lambda line: name_shown(line.a)),
    Column[Line](
        "place_a", "所在地", lambda line: place_shown(line.a), 104, grow=2, tooltip=lambda line: place_shown(line.a)
    ),
    Column[Line](
        "b", "もう一方の事業者", lambda line: name_shown(line.b), 140, grow=3, tooltip=lambda line: name_shown(line.b)
    ),
    Column[Line](
        "place_b", "所在地", lambda line: place_shown(line.b), 104, grow=2, tooltip=lambda line: place_shown(line.b)
    ),
    Column[Line](
        "reasons",
        "似ているところ・違うところ",
        lambda line: reasons_shown(line.pair.likeness),
        168,
        grow=3,
        tooltip=lambda line: reasons_shown(line.pair.likeness),
    ),
)


class PairList(QWidget):
    """Shows pairs. `opened` carries the number of one, `apart_asked` those of the pairs that are two firms each."""

    opened = Signal(object)
    apart_asked = Signal(object)

    def __init__(self, firms_of: FirmsOf, empty: EmptyState) -> None:
        super().__init__()
        self._firms_of = firms_of
        self._pairs: Mapping[int, Pair] = {}
        self._texts: dict[int, str] = {}
        self.tiles = Tiles()
        self.tiles.pressed.connect(self._on_tile)
        self.table: Table[Line] = Table(
            "pairs",
            COLUMNS,
            find=self._find,
            lines=self._lines,
            filters=(Filter("reason", "似ているところ", self._reasons),),
            empty=empty,
            unit="組",
            placeholder="名前・所在地で探す",
            shown_elsewhere=("level",),
        )
        self.table.opened.connect(self.opened)
        self.actions_ = Actions(
            self,
            [
                Action("open", "並べて確かめる", self._open, "columns", enabled=self._has_one),
                Action("apart", "別の事業者として記録", self._tell_apart, "link-break", "B", enabled=self._has_one),
            ],
        )
        self.table.set_menu(self.actions_)
        card = Card(padded=False)
        card.add(self.table, 1)
        self.hints = hint_line(KEYS)
        layout = column(self.tiles, card, self.hints, spacing=GRID + GRID // 2)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def show_pairs(self, pairs: Mapping[int, Pair]) -> None:
        """Show what is open now; what is selected stays, or the pair that moved into its place is."""
        place = self.table.view.currentIndex().row()
        self._pairs = pairs
        self._texts.clear()
        counts = {level: sum(pair.likeness.level is level for pair in pairs.values()) for level in HINTS}
        self.tiles.show_tiles(
            [
                Tile(EVERY, "すべての組", len(pairs), "組", "絞り込みを外して、すべての組を出します"),
                *(Tile(level.value, word(level), count, "組", HINTS[level]) for level, count in counts.items()),
            ]
        )
        self.tiles.setVisible(bool(pairs))
        self.hints.setVisible(bool(pairs))
        if pairs and not self._has(self.table.query.filters.get("level", ())):
            self.table.clear_filters()
        else:
            self.table.refresh()
        if self.table.current_id() is None and self.table.model.ids and place >= 0:
            self.table.view.selectRow(min(place, len(self.table.model.ids) - 1))

    def following(self, number: int) -> int | None:
        """The pair below another one in the table as it is shown; None at its end."""
        ids = list(self.table.model.ids)
        place = ids.index(number) + 1 if number in ids else len(ids)
        return ids[place] if place < len(ids) else None

    def _has(self, levels: Sequence[str]) -> bool:
        return not levels or any(pair.likeness.level.value in levels for pair in self._pairs.values())

    def _on_tile(self, key: str) -> None:
        others = {name: values for name, values in self.table.query.filters.items() if name != "level"}
        filters = others | ({"level": (key,)} if key not in ("", EVERY) else {})
        self.table.set_query(replace(self.table.query, filters=filters))
        self.table.focus_rows()

    def _find(self, query: Query) -> Sequence[int]:
        levels, reasons = query.filters.get("level", ()), query.filters.get("reason", ())
        self.tiles.mark(levels[0] if levels else EVERY)
        texts = [search_key(part) for part in query.text.split()]
        if texts and not self._texts:
            self._texts = {line.id: _searched(line) for line in self._lines(list(self._pairs))}
        found = [
            number
            for number, pair in self._pairs.items()
            if (not levels or pair.likeness.level.value in levels)
            and (not reasons or any(reason.value in reasons for reason in pair.likeness.reasons))
            and all(text in self._texts.get(number, "") for text in texts)
        ]
        return found[::-1] if query.sort == "score" and not query.descending else found

    def _lines(self, ids: Sequence[int]) -> Sequence[Line]:
        pairs = {number: self._pairs[number] for number in ids if number in self._pairs}
        firms = self._firms_of(list(pairs.values()))
        return [
            Line(number, pair, firms[pair.a].facts, firms[pair.b].facts)
            for number, pair in pairs.items()
            if pair.a in firms and pair.b in firms
        ]

    def _reasons(self) -> Sequence[tuple[str, str]]:
        present = {reason for pair in self._pairs.values() for reason in pair.likeness.reasons}
        return [(reason.value, word(reason)) for reason in Reason if reason in present]

    def _has_one(self) -> bool:
        return self.table.current_id() is not None

    def _open(self) -> None:
        number = self.table.current_id()
        if number is not None:
            self.opened.emit(number)

    def _tell_apart(self) -> None:
        current = self.table.current_id()
        chosen = self.table.selected_ids() or ([] if current is None else [current])
        if chosen:
            self.apart_asked.emit(chosen)


def _searched(line: Line) -> str:
    return search_key("\n".join((name_shown(line.a), place_shown(line.a), name_shown(line.b), place_shown(line.b))))
