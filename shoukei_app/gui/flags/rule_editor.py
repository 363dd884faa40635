"""One rule in a form: its reason, priority and points, and the conditions; every edit is tried at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from shoukei_app.domain.conditions import Condition, Some
from shoukei_app.domain.facts import Askable
from shoukei_app.domain.flags import Priority, Rule
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit.conditions import ConditionBuilder
from shoukei_app.gui.kit.form import ChoiceField, Form, LinesField, NumberField
from shoukei_app.gui.kit.pieces import STRETCH, button, column, holding, label, row, scrolled
from shoukei_app.words.terms import word

HIGHEST_SCORE = 999
NOBODY = Some(())
"""The condition of a rule that asks for nothing yet: it holds for nobody."""


@dataclass(frozen=True, slots=True)
class _Reason:
    reason: str


@dataclass(frozen=True, slots=True)
class _Urgency:
    priority: Priority
    score: int | None


class RuleEditor(QWidget):
    """Edits one rule; `changed` carries the rule after every edit that makes one, `finished` asks to go back."""

    changed = Signal(object)
    moved = Signal(int)
    finished = Signal()

    def __init__(self, say: Callable[[Condition], str]) -> None:
        super().__init__()
        self._rule: Rule | None = None
        self._before: Rule | None = None
        self.reason: Form[_Reason] = Form(
            [LinesField(key="reason", label="抽出理由（一覧と訪問票に出る文）", lines=2, required=True)]
        )
        self.urgency: Form[_Urgency] = Form(
            [
                ChoiceField(key="priority", label="優先度", options=[(one, word(one)) for one in Priority], width=140),
                NumberField(
                    key="score",
                    label="点数（同じ優先度の中の順）",
                    unit="点",
                    minimum=0,
                    maximum=HIGHEST_SCORE,
                    width=80,
                ),
            ],
            columns=2,
        )
        self.reason.changed.connect(self._on_words)
        self.urgency.changed.connect(self._on_words)
        self.builder = ConditionBuilder(say, "条件がまだありません。「条件を加える」を押してください。")
        self.builder.changed.connect(self._on_condition)
        self.restore = button("直す前に戻す", self._restore, kind="link", symbol="arrow-counter-clockwise")
        order = row(
            label("並び", "secondary"),
            button("上へ", lambda: self.moved.emit(-1), kind="quiet", symbol="arrow-up"),
            button("下へ", lambda: self.moved.emit(1), kind="quiet", symbol="arrow-down"),
            STRETCH,
            self.restore,
        )
        body = column(
            self.reason, self.urgency, label("あてはまる事業者", "strong"), self.builder, STRETCH, spacing=2 * GRID
        )
        body.setContentsMargins(0, 0, GRID, 0)
        back = button("条件の一覧に戻る", self.finished.emit, kind="link", symbol="caret-left")
        self.setLayout(column(row(back, STRETCH), scrolled(holding(body)), order, spacing=GRID))

    def show_rule(self, rule: Rule, askables: Sequence[Askable], *, fresh: bool = False) -> None:
        """Show a rule; a `fresh` one has no conditions yet."""
        self._rule = self._before = rule
        self._fill(rule)
        self.builder.show_condition(askables, None if fresh else rule.when)
        self._show_restore()

    def _fill(self, rule: Rule) -> None:
        self.reason.fill(_Reason(rule.reason))
        self.urgency.fill(_Urgency(rule.priority, rule.score))

    def _on_words(self) -> None:
        if self._rule is None:
            return
        reason, urgency = self.reason.typed().reason.strip(), self.urgency.typed()
        score = self._rule.score if urgency.score is None else urgency.score
        self._put(replace(self._rule, reason=reason or self._rule.reason, priority=urgency.priority, score=score))

    def _on_condition(self) -> None:
        # A rule without conditions flags nobody: an empty "any" never holds, an empty "all" always would.
        if self._rule is not None:
            self._put(replace(self._rule, when=self.builder.value() or NOBODY))

    def _put(self, rule: Rule) -> None:
        self._rule = rule
        self._show_restore()
        self.changed.emit(rule)

    def _restore(self) -> None:
        if self._before is not None:
            rule, self._rule = self._before, None
            self._fill(rule)
            self.builder.show_condition(self.builder.subjects, None if rule.when == NOBODY else rule.when)
            self._put(rule)

    def _show_restore(self) -> None:
        self.restore.setEnabled(self._rule != self._before)
