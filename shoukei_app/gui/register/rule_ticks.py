"""Whom not to write to: rules, legal forms and industries as boxes, each with its count before anything is applied."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TypeVar

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from shoukei_app.domain.exclusion import ALWAYS, CHOSEN, Exclusion
from shoukei_app.domain.selection import Hits, Wish
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit.controls import CheckBox
from shoukei_app.gui.kit.pieces import STRETCH, Card, button, clear, column, holding, label, scrolled
from shoukei_app.words.terms import word

PAUSE_MS = 120
WITH_WORDS = frozenset({Exclusion.SUSPENDED, Exclusion.BRANCHES, Exclusion.CHAINS, Exclusion.PUBLIC})
"""Rules whose words an office can edit."""

K = TypeVar("K", bound=str)


class RuleTicks(Card):
    """The card; `pause.timeout` follows a tick after a moment.

    `list_asked` and `words_asked` carry the rule whose firms are to be listed, or whose words are to be edited.
    """

    list_asked = Signal(object)
    words_asked = Signal(object)

    def __init__(self) -> None:
        super().__init__("送らない事業者", "件数は、選んだ地域の中")
        self.pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._rules: dict[Exclusion, CheckBox] = {}
        self._industries: dict[str, CheckBox] = {}
        self._legal_forms: dict[str, CheckBox] = {}
        self._grids = [QGridLayout() for _ in range(4)]
        for grid in self._grids:
            grid.setContentsMargins(0, 0, GRID + GRID // 2, 0)
            grid.setVerticalSpacing(GRID // 2)
            grid.setHorizontalSpacing(GRID)
            grid.setColumnStretch(0, 1)
        always, rules, forms, industries = self._grids
        parts = [
            column(label("条件で外す", "strong"), rules),
            column(label("法人の種別で外す", "strong"), forms),
            column(label("業種で外す", "strong"), industries),
            column(label("必ず外すもの", "strong"), always),
        ]
        self.add(scrolled(holding(column(*parts, STRETCH, spacing=2 * GRID))), 1)

    def show_hits(self, hits: Hits) -> None:
        """Show the counts of an area; what is ticked stays so."""
        always, rules, forms, industries = self._grids
        self._show_always(always, hits)
        self._rules = self._show(rules, [(key, word(key), hits.rules[key]) for key in CHOSEN], self._rules)
        self._legal_forms = self._show(forms, _named(hits.legal_forms, self._legal_forms), self._legal_forms)
        self._industries = self._show(industries, _named(hits.industries, self._industries), self._industries)

    @property
    def wish(self) -> Wish:
        """What is ticked."""
        return Wish(frozenset(_ticked(self._rules)), frozenset(_ticked(self._industries)), self._forms())

    def rule(self, key: Exclusion) -> CheckBox:
        """The box of a rule."""
        return self._rules[key]

    def industry(self, name: str) -> CheckBox:
        """The box of an industry."""
        return self._industries[name]

    def legal_form(self, name: str) -> CheckBox:
        """The box of a legal form."""
        return self._legal_forms[name]

    def _forms(self) -> frozenset[str]:
        return frozenset(_ticked(self._legal_forms))

    def _show_always(self, grid: QGridLayout, hits: Hits) -> None:
        clear(grid)
        for place, key in enumerate(ALWAYS):
            grid.addWidget(label(word(key), "secondary"), place, 0)
            self._add_count(grid, place, hits.rules[key], partial(self.list_asked.emit, key))

    def _show(
        self, grid: QGridLayout, lines: Sequence[tuple[K, str, int]], before: Mapping[K, CheckBox]
    ) -> dict[K, CheckBox]:
        ticked = set(_ticked(before))
        focused = next((key for key, box in before.items() if box.hasFocus()), None)
        clear(grid)
        boxes: dict[K, CheckBox] = {}
        for place, (key, words, count) in enumerate(lines):
            box = CheckBox(words)
            box.setChecked(key in ticked)
            box.toggled.connect(lambda _on: self.pause.start())
            boxes[key] = box
            grid.addWidget(box, place, 0)
            is_rule = isinstance(key, Exclusion)
            self._add_count(grid, place, count, partial(self.list_asked.emit, key) if is_rule else None)
            if isinstance(key, Exclusion) and key in WITH_WORDS:
                edit = button("ことば…", partial(self.words_asked.emit, key), kind="link")
                edit.setToolTip(f"「{words}」とみなすことばを見て、直します")
                edit.setObjectName(f"words_{key.value}")
                grid.addWidget(edit, place, 1)
            if key == focused:
                box.setFocus()
        if not lines:
            grid.addWidget(label("この地域にはありません", "secondary"), 0, 0)
        return boxes

    def _add_count(self, grid: QGridLayout, place: int, count: int, on_click: Callable[[], object] | None) -> None:
        words = f"{count:,}件"
        if on_click is None or not count:
            shown: QWidget = label(words, "secondary")
        else:
            shown = button(words, on_click, kind="link")
            shown.setToolTip("当てはまる事業者を一覧で見ます")
        grid.addWidget(shown, place, 2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


def _named(counts: Mapping[str, int], before: Mapping[str, CheckBox]) -> list[tuple[str, str, int]]:
    """Names with their counts; those that are ticked stay to be seen where an area has none of them."""
    gone = [name for name in _ticked(before) if name not in counts]
    return [(name, name, count) for name, count in [*counts.items(), *((name, 0) for name in gone)]]


def _ticked(boxes: Mapping[K, CheckBox]) -> list[K]:
    return [key for key, box in boxes.items() if box.isChecked()]
