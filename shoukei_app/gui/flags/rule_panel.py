"""The rules as sentences, each with a tick, its priority and how many firms it holds for; below, what a try gives."""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from shoukei_app.domain.conditions import Condition
from shoukei_app.domain.facts import Askable
from shoukei_app.domain.flags import Priority, Rule
from shoukei_app.domain.questionnaire import Questionnaire
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.flags.difference import Difference, Part
from shoukei_app.gui.flags.rule_editor import NOBODY, RuleEditor
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
    set_tone,
)
from shoukei_app.gui.kit.theme import theme
from shoukei_app.gui.kit.views import Views
from shoukei_app.words.conditions import sentence
from shoukei_app.words.terms import word

LIST, EDITOR = "list", "editor"
LIST_WIDTH, EDITOR_WIDTH = 356, 420
PAUSE_MS = 300
"""So long after a key or click in the form the rules are tried."""

PRIORITY_TONES = {Priority.S: "attention", Priority.A: "accent"}
PART_WORDS = {Part.IN: "入る", Part.OUT: "外れる", Part.MOVED: "優先度が変わる"}


class RulePanel(Card):
    """All rules that are known; `changed` is emitted when one is ticked or edited, `part_asked` with a `Part`.

    Rules that are not ticked flag nobody; those in force before the last edit come back by `show_rules`.
    """

    changed = Signal()
    part_asked = Signal(object)
    versions_asked = Signal()
    backtest_asked = Signal()

    def __init__(self) -> None:
        super().__init__("抽出条件")
        self._rows: list[RuleRow] = []
        self._counts: Mapping[str, int] = {}
        self._details = False
        self._list = QVBoxLayout()
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(GRID // 2)
        held = QVBoxLayout()
        held.setContentsMargins(0, 0, GRID, 0)
        held.addLayout(self._list)
        self._add = button("条件を加える…", self._add_rule, kind="link", symbol="plus")
        held.addLayout(row(self._add, STRETCH))
        held.addStretch(1)
        self._fold = button("条件の中身を見る", self._unfold, kind="link", symbol="caret-down")
        self._restore = button("いまの条件に戻す", self.restore, kind="link", symbol="arrow-counter-clockwise")
        self._versions = button("版", self.versions_asked.emit, kind="link", symbol="clock-counter-clockwise")
        tested = button("訪問結果で確かめる", self.backtest_asked.emit, kind="link", symbol="chart-bar")
        self.editor = RuleEditor(self._say)
        self.editor.changed.connect(self._on_edited)
        self.editor.moved.connect(self._move)
        self.editor.finished.connect(self.show_list)
        self._edited = -1
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._on_changed)
        self.result = TryResult()
        self.result.part_asked.connect(self.part_asked)
        below = (row(self._fold, STRETCH, self._versions), row(tested, STRETCH, self._restore))
        in_list = column(scrolled(holding(held)), *below, spacing=GRID)
        self.views = Views({LIST: holding(in_list), EDITOR: self.editor})
        self.add(self.views, 1)
        self.add(self.result)
        self._in_force: tuple[Rule, ...] = ()
        self._questionnaire: Questionnaire | None = None
        self._askables: Mapping[str, Askable] = {}
        self.show_list()

    def show_rules(
        self,
        questionnaire: Questionnaire,
        askables: Sequence[Askable],
        known: Sequence[Rule],
        in_force: Sequence[Rule],
        version: int,
    ) -> None:
        """Show these rules, those in force ticked."""
        self._questionnaire, self._askables = questionnaire, {one.id: one for one in askables}
        self._in_force = tuple(in_force)
        self._versions.setText(f" 第{version}版")
        self.try_rules(in_force, [rule for rule in known if rule.id not in {one.id for one in in_force}])

    def try_rules(self, ticked: Sequence[Rule], others: Sequence[Rule] = ()) -> None:
        """Show rules as a draft: some ticked, the others not."""
        clear(self._list)
        self._rows = []
        for rule in (*ticked, *others):
            self._append(rule, ticked=rule in ticked)
        self.show_list()
        self._show_restore()

    def ticked(self) -> tuple[Rule, ...]:
        """The rules that are ticked, in order; one that asks for nothing yet is none."""
        return tuple(made.rule for made in self._rows if made.box.isChecked() and made.rule.when != NOBODY)

    def others(self) -> tuple[Rule, ...]:
        """The rules that are not ticked."""
        return tuple(made.rule for made in self._rows if not made.box.isChecked() and made.rule.when != NOBODY)

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Write behind each rule how many firms it holds for."""
        self._counts = counts
        for made in self._rows:
            made.show_count(counts.get(made.rule.id))

    def row_of(self, rule_id: str) -> "RuleRow":
        """The row of a rule. StopIteration where there is none."""
        return next(made for made in self._rows if made.rule.id == rule_id)

    def edit(self, rule_id: str) -> None:
        """Open a rule in the form."""
        self._edited = next(place for place, made in enumerate(self._rows) if made.rule.id == rule_id)
        self._open(fresh=self._rows[self._edited].rule.when == NOBODY)

    @property
    def differs(self) -> bool:
        """Whether the ticked rules are others than those in force."""
        return self.ticked() != self._in_force

    def restore(self) -> None:
        """Leave what was ticked and edited: the rules in force, the others unticked."""
        ids = {rule.id for rule in self._in_force}
        self.try_rules(self._in_force, [made.rule for made in self._rows if made.rule.id not in ids])
        self.changed.emit()

    def show_list(self) -> None:
        """From the form back to the list."""
        self._edited = -1
        self.setFixedWidth(theme().px(LIST_WIDTH))
        self.views.show_view(LIST)

    def _open(self, *, fresh: bool) -> None:
        self.setFixedWidth(theme().px(EDITOR_WIDTH))
        self.editor.show_rule(self._rows[self._edited].rule, tuple(self._askables.values()), fresh=fresh)
        self.views.show_view(EDITOR)

    def _append(self, rule: Rule, *, ticked: bool) -> None:
        made = RuleRow(rule, self._say(rule.when))
        made.box.setChecked(ticked)
        made.show_state()
        made.show_details(shown=self._details)
        made.show_count(self._counts.get(rule.id))
        made.box.toggled.connect(self._on_changed)
        made.edit_asked.connect(self.edit)
        self._rows.append(made)
        self._list.addWidget(made)

    def _add_rule(self) -> None:
        known = {made.rule.id for made in self._rows}
        name = next(f"rule{number}" for number in range(1, len(known) + 2) if f"rule{number}" not in known)
        self._append(Rule(name, "新しい条件", Priority.B, NOBODY), ticked=True)
        self.edit(name)
        self._on_changed()

    def _on_edited(self, rule: Rule) -> None:
        made = self._rows[self._edited]
        made.show_rule(rule, self._say(rule.when))
        self._pause.start()

    def _move(self, by: int) -> None:
        here, there = self._edited, self._edited + by
        if not 0 <= there < len(self._rows):
            return
        made = self._rows.pop(here)
        self._rows.insert(there, made)
        self._list.removeWidget(made)
        self._list.insertWidget(there, made)
        self._edited = there
        self._on_changed()

    def _say(self, condition: Condition) -> str:
        if condition == NOBODY or self._questionnaire is None:
            return "条件がまだありません"
        return sentence(self._questionnaire, condition, self._askables)

    def _unfold(self) -> None:
        self._details = not self._details
        self._fold.setText(" 条件の中身をたたむ" if self._details else " 条件の中身を見る")
        for made in self._rows:
            made.show_details(shown=self._details)

    def _on_changed(self) -> None:
        self._pause.stop()
        self._show_restore()
        self.changed.emit()

    def _show_restore(self) -> None:
        self._restore.setVisible(self.differs)


class RuleRow(QWidget):
    """One rule: tick, priority, reason, count; the condition behind the reason where it is asked for."""

    edit_asked = Signal(str)

    def __init__(self, rule: Rule, condition: str) -> None:
        super().__init__()
        self.rule = rule
        self.box = CheckBox("")
        self._sign = chip("")
        self._sign.setFixedWidth(theme().px(26))
        self._sign.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._reason = label("", wrap=True)
        self._condition = label("", "note", wrap=True)
        self._count = label("", "secondary")
        self._count.setFixedWidth(theme().px(52))
        self._count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.pencil = button("", lambda: self.edit_asked.emit(self.rule.id), kind="icon", symbol="pencil-simple")
        self.pencil.setToolTip("この条件を直す")
        head = row(self.box, self._sign, spacing=GRID // 2)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, GRID // 2, 0, GRID // 2)
        grid.setHorizontalSpacing(GRID // 2)
        grid.setVerticalSpacing(2)
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(holding(head), 0, 0, top)
        for text in (self._reason, self._count):
            text.setContentsMargins(0, 3, 0, 0)  # level with the words of the tick's own height
        grid.addWidget(self._reason, 0, 1)
        grid.addWidget(self._count, 0, 2, top)
        grid.addWidget(self.pencil, 0, 3, top)
        grid.addWidget(self._condition, 1, 1, 1, 3)
        grid.setColumnStretch(1, 1)
        self.box.toggled.connect(self.show_state)
        self.show_rule(rule, condition)

    def show_rule(self, rule: Rule, condition: str) -> None:
        """Show a rule and what it asks, in words."""
        self.rule = rule
        self.box.setAccessibleName(f"{word(rule.priority)}　{rule.reason}")
        self.pencil.setAccessibleName(f"{rule.reason}　この条件を直す")
        points = f"　{rule.score:,}点" if rule.score else ""
        self.setToolTip(f"{word(rule.priority)}{points}\n{condition}\n\n当てはまる事業者の数を右に示しています")
        self._sign.setText(rule.priority.value)
        set_tone(self._sign, PRIORITY_TONES.get(rule.priority, ""))
        self._reason.setText(rule.reason)
        self._condition.setText(condition)

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
        self._why = label("", "note", wrap=True)
        links = row(*self._parts.values(), STRETCH, spacing=GRID)
        layout = column(row(self._title, STRETCH, self._total), line, self._said, links, self._why, spacing=GRID)
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
        causes = [f"{word(cause)} {count:,}件" for cause, count in difference.causes.items()]
        self._why.setText("わけ：" + "、".join(causes))
        self._why.setVisible(bool(causes) and not first)


def _said(difference: Difference, *, first: bool) -> str:
    if first:
        return "まだ抽出していません"
    return "いまの抽出と比べると（押すと右に表示）" if difference.any else "いまの抽出と同じです"
