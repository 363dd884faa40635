"""One rule in a form: its reason, priority and points, and the conditions; every edit is tried at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from shoukei_app.domain.conditions import Condition, Some
from shoukei_app.domain.facts import Askable, SubjectKind
from shoukei_app.domain.flags import Priority, Rule
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit.conditions import AnswerKind, AskedAbout, ConditionBuilder
from shoukei_app.gui.kit.form import ChoiceField, Form, LinesField, NumberField
from shoukei_app.gui.kit.pieces import STRETCH, button, column, holding, label, row, scrolled
from shoukei_app.words.terms import word

HIGHEST_SCORE = 999
NOBODY = Some(())
"""The condition of a rule that asks for nothing yet: it holds for nobody."""
_KINDS = {
    SubjectKind.ONE: AnswerKind.ONE,
    SubjectKind.SEVERAL: AnswerKind.SEVERAL,
    SubjectKind.NUMBER: AnswerKind.FIGURE,
    SubjectKind.WORDS: AnswerKind.WORDS,
}


@dataclass(frozen=True, slots=True)
class _Words:
    """What stands in the form."""

    reason: str
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
        self.form: Form[_Words] = Form(
            [
                LinesField(key="reason", label="抽出理由（一覧と訪問票に出る文）", lines=2, required=True),
                ChoiceField(key="priority", label="優先度", options=[(one, word(one)) for one in Priority], width=140),
                NumberField(
                    key="score",
                    label="点数",
                    unit="点",
                    minimum=0,
                    maximum=HIGHEST_SCORE,
                    width=80,
                    help="同じ優先度の中で、点数の多い順に並びます",
                ),
            ]
        )
        self.form.changed.connect(self._on_words)
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
        body = column(self.form, label("あてはまる事業者", "strong"), self.builder, STRETCH, spacing=2 * GRID)
        body.setContentsMargins(0, 0, GRID, 0)
        back = button("条件の一覧に戻る", self.finished.emit, kind="link", symbol="caret-left")
        self.setLayout(column(row(back, STRETCH), scrolled(holding(body)), order, spacing=GRID))

    def show_rule(self, rule: Rule, askables: Sequence[Askable], *, fresh: bool = False) -> None:
        """Show a rule; a `fresh` one has no conditions yet."""
        self._rule = self._before = rule
        self.form.fill(_Words(rule.reason, rule.priority, rule.score))
        self.builder.show_condition(asked_about(askables), None if fresh else rule.when)
        self._show_restore()

    def _on_words(self) -> None:
        if self._rule is None:
            return
        typed = self.form.typed()
        score = self._rule.score if typed.score is None else typed.score
        self._put(replace(self._rule, reason=typed.reason.strip(), priority=typed.priority, score=score))

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
            self.form.fill(_Words(rule.reason, rule.priority, rule.score))
            self.builder.show_condition(self.builder.subjects, None if rule.when == NOBODY else rule.when)
            self._put(rule)

    def _show_restore(self) -> None:
        self.restore.setEnabled(self._rule != self._before)


def asked_about(askables: Sequence[Askable]) -> tuple[AskedAbout, ...]:
    """What can be asked about, as the builder of conditions takes it."""
    return tuple(AskedAbout(one.id, one.title, _KINDS[one.kind], one.choices, one.unit) for one in askables)
