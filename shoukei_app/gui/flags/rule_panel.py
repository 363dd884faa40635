"""The rules as sentences, each with a tick, its priority and how many firms it holds for; below, what a try gives."""

from collections.abc import Collection, Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from shoukei_app.domain.flags import Priority, Rule
from shoukei_app.domain.questionnaire import Questionnaire
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.flags.difference import Difference, Part
from shoukei_app.gui.kit.controls import CheckBox
from shoukei_app.gui.kit.pieces import (
    STRETCH,
    Card,
    button,
    chip,
    clear,
    column,
    holding,
    label,
    row,
    scrolled,
)
from shoukei_app.gui.kit.theme import theme
from shoukei_app.words.conditions import sentence
from shoukei_app.words.terms import word

PRIORITY_TONES = {Priority.S: "attention", Priority.A: "accent"}
PART_WORDS = {Part.IN: "入る", Part.OUT: "外れる", Part.MOVED: "優先度が変わる"}


class RulePanel(Card):
    """All rules that are known; `changed` is emitted when one is ticked or not, `part_asked` with a `Part`."""

    changed = Signal()
    part_asked = Signal(object)

    def __init__(self) -> None:
        super().__init__("抽出条件")
        self.setFixedWidth(theme().px(356))
        self._rows: list[RuleRow] = []
        self._details = False
        self._list = QVBoxLayout()
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(GRID // 2)
        held = QVBoxLayout()
        held.setContentsMargins(0, 0, GRID, 0)
        held.addLayout(self._list)
        held.addStretch(1)
        self._fold = button("条件の中身を見る", self._unfold, kind="link", symbol="caret-down")
        self._restore = button(
            "いまの条件に戻す", self._tick_those_in_force, kind="link", symbol="arrow-counter-clockwise"
        )
        self.result = TryResult()
        self.result.part_asked.connect(self.part_asked)
        self.add(scrolled(holding(held)), 1)
        self.add(row(self._fold, STRETCH, self._restore))
        self.add(self.result)
        self._in_force: frozenset[str] = frozenset()

    def show_rules(
        self, questionnaire: Questionnaire, rules: Sequence[Rule], in_force: Collection[str], version: int
    ) -> None:
        """Show these rules, those in force ticked."""
        self._in_force = frozenset(in_force)
        self.note.setText(f"第{version}版")
        clear(self._list)
        self._rows = [RuleRow(rule, sentence(questionnaire, rule.when)) for rule in rules]
        for made in self._rows:
            made.box.setChecked(made.rule.id in self._in_force)
            made.show_details(shown=self._details)
            made.box.toggled.connect(self._on_ticked)
            self._list.addWidget(made)
        self._show_restore()

    def ticked(self) -> tuple[Rule, ...]:
        """The rules that are ticked, in order."""
        return tuple(made.rule for made in self._rows if made.box.isChecked())

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Write behind each rule how many firms it holds for."""
        for made in self._rows:
            made.show_count(counts.get(made.rule.id))

    def row_of(self, rule_id: str) -> "RuleRow":
        """The row of a rule. StopIteration where there is none."""
        return next(made for made in self._rows if made.rule.id == rule_id)

    @property
    def differs(self) -> bool:
        """Whether other rules are ticked than those in force."""
        return {rule.id for rule in self.ticked()} != self._in_force

    def _unfold(self) -> None:
        self._details = not self._details
        self._fold.setText(" 条件の中身をたたむ" if self._details else " 条件の中身を見る")
        for made in self._rows:
            made.show_details(shown=self._details)

    def _tick_those_in_force(self) -> None:
        for made in self._rows:
            made.box.blockSignals(True)  # noqa: FBT003 - Qt's name for it
            made.box.setChecked(made.rule.id in self._in_force)
            made.box.blockSignals(False)  # noqa: FBT003 - Qt's name for it
            made.show_state()
        self._on_ticked()

    def _on_ticked(self) -> None:
        self._show_restore()
        self.changed.emit()

    def _show_restore(self) -> None:
        self._restore.setVisible(self.differs)


class RuleRow(QWidget):
    """One rule: tick, priority, reason, count; the condition behind the reason where it is asked for."""

    def __init__(self, rule: Rule, condition: str) -> None:
        super().__init__()
        self.rule = rule
        self.box = CheckBox("")
        self.box.setAccessibleName(f"{word(rule.priority)}　{rule.reason}")
        self.setToolTip(f"{condition}\n\nこの条件だけで当てはまる事業者の数を右に示しています")
        sign = chip(rule.priority.value, PRIORITY_TONES.get(rule.priority, ""))
        sign.setFixedWidth(theme().px(26))
        sign.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._reason = label(rule.reason, wrap=True)
        self._condition = label(condition, "note", wrap=True)
        self._count = label("", "secondary")
        self._count.setFixedWidth(theme().px(52))
        self._count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        head = row(self.box, sign, spacing=GRID // 2)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, GRID // 2, 0, GRID // 2)
        grid.setHorizontalSpacing(GRID)
        grid.setVerticalSpacing(2)
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(holding(head), 0, 0, top)
        for text in (self._reason, self._count):
            text.setContentsMargins(0, 3, 0, 0)  # level with the words of the tick's own height
        grid.addWidget(self._reason, 0, 1)
        grid.addWidget(self._count, 0, 2, top)
        grid.addWidget(self._condition, 1, 1, 1, 2)
        grid.setColumnStretch(1, 1)
        self.box.toggled.connect(self.show_state)

    def show_count(self, count: int | None) -> None:
        """How many firms the rule holds for."""
        self._count.setText("" if count is None else f"{count:,}件")

    def show_details(self, *, shown: bool) -> None:
        """Show or hide the condition itself."""
        self._condition.setVisible(shown)

    def show_state(self) -> None:
        """A rule that is not ticked is told quietly."""
        on = self.box.isChecked()
        self._reason.setEnabled(on)
        self._condition.setEnabled(on)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Qt: the whole row ticks."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.box.toggle()


class TryResult(QWidget):
    """What the ticked rules come to: firms by priority, and the differences to the flags that stand."""

    part_asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._figures: dict[Priority, QWidget] = {}
        self._numbers = {priority: label("0", "lead") for priority in Priority}
        self._title = label("この条件での抽出", "strong")
        self._total = label("", "strong")
        self._said = label("", "secondary")
        self._parts = {part: button("", partial(self.part_asked.emit, part), kind="link") for part in Part}
        figures = []
        for priority, number in self._numbers.items():
            sign = chip(priority.value, PRIORITY_TONES.get(priority, ""))
            figures.append(row(sign, number, spacing=GRID - 2))
        line = row(spacing=GRID)
        for place, figure in enumerate(figures):
            if place:
                line.addStretch(1)
            line.addLayout(figure)
        links = row(*self._parts.values(), STRETCH, spacing=GRID)
        layout = column(row(self._title, STRETCH, self._total), line, self._said, links, spacing=GRID)
        layout.setContentsMargins(0, GRID, 0, 0)
        self.setLayout(layout)

    def show_result(self, by_priority: Mapping[Priority, int], difference: Difference, *, first: bool) -> None:
        """Show the figures of a try; `first`: nothing was flagged before, so there is nothing to compare with."""
        for priority, number in self._numbers.items():
            number.setText(f"{by_priority.get(priority, 0):,}")
        self._total.setText(f"計 {sum(by_priority.values()):,}件")
        for part, link in self._parts.items():
            count = len(difference[part])
            link.setText(f"{PART_WORDS[part]} {count:,}件")
            link.setAccessibleName(link.text())
            link.setVisible(bool(count) and not first)
        self._said.setText(_said(difference, first=first))


def _said(difference: Difference, *, first: bool) -> str:
    if first:
        return "まだ抽出していません"
    return "いまの抽出と比べると（押すと右に表示）" if difference.any else "いまの抽出と同じです"
