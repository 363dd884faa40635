"""直前に保存した票: what the ledger made of the sheet before, and the way back to it."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout

from shoukei_app.domain import form_number
from shoukei_app.domain.flags import Flagged
from shoukei_app.domain.questionnaire import Questionnaire
from shoukei_app.domain.target import TargetLine
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit.pieces import STRETCH, Card, button, chip, clear, holding, label, row
from shoukei_app.usecases.entry import Recorded
from shoukei_app.words.terms import word


@dataclass(frozen=True, slots=True)
class Kept:
    """A sheet that was kept: what the ledger made of it, the operation, and what the rules would say of it."""

    recorded: Recorded
    operation: int | None
    flagged: Flagged | None


class LastSheet(Card):
    """Filled after every save; emptied when somebody else sits down."""

    def __init__(self) -> None:
        super().__init__("直前に保存した票")
        self._list = QVBoxLayout()
        self._list.setSpacing(GRID // 2 + 2)
        self.add(self._list)
        self.show_nothing()

    def show_nothing(self) -> None:
        """No sheet was saved yet."""
        clear(self._list)
        self._list.addWidget(label("保存すると、診断と抽出の見込みがここに出ます。", "secondary", wrap=True))

    def show_first(
        self,
        questionnaire: Questionnaire,
        target: TargetLine,
        kept: Kept,
        undo: Callable[[], object],
        again: Callable[[], object],
    ) -> None:
        """A first entry: its diagnosis, and what the rules would say."""
        self._begin(target)
        kind = questionnaire.diagnosis(kept.recorded.diagnosis)
        self._list.addWidget(label(f"診断 {kind.code}　{kind.name}", wrap=True))
        if kept.flagged:
            flagged = chip(f"抽出の見込み {word(kept.flagged.priority)}", "accent")
            self._list.addWidget(holding(row(flagged, STRETCH)))
            for rule in kept.flagged.rules:
                self._list.addWidget(label(f"・{rule.reason}", "secondary", wrap=True))
        else:
            self._list.addWidget(label("抽出の条件には当たりません", "secondary", wrap=True))
        self._links(_link("元に戻す", undo), _link("開き直す", again))

    def show_second(self, target: TargetLine, kept: Kept, undo: Callable[[], object]) -> None:
        """A second entry: whether it agrees with the first, and nothing of what either says."""
        self._begin(target)
        differing = len(kept.recorded.differences)
        said = chip(f"違い{differing}問：突合へ回りました", "attention") if differing else chip("一致しました", "done")
        self._list.addWidget(holding(row(said, STRETCH)))
        self._links(_link("元に戻す", undo))

    def show_failed(self, target: TargetLine, words: str, back: Callable[[], object]) -> None:
        """A sheet that could not be saved while the next one is already begun."""
        clear(self._list)
        self._list.addWidget(holding(row(chip("保存できませんでした", "overdue"), STRETCH)))
        self._list.addWidget(label(_name(target), "strong", wrap=True))
        self._list.addWidget(label(words, wrap=True))
        self._links(_link("この票に戻る", back, kind="primary"))

    def _begin(self, target: TargetLine) -> None:
        clear(self._list)
        self._list.addWidget(label(_name(target), "strong", wrap=True))

    def _links(self, *links: QPushButton) -> None:
        self._list.addWidget(holding(row(*links, STRETCH, spacing=2 * GRID)))


def _name(target: TargetLine) -> str:
    return f"{form_number.shown(target.number)}　{target.name}"


def _link(words: str, run: Callable[[], object], kind: str = "link") -> QPushButton:
    made = button(words, run, kind=kind)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return made
