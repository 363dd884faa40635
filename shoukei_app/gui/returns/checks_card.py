"""確認: what does not go together on the sheet at hand, while the paper still lies there."""

from PySide6.QtWidgets import QVBoxLayout

from shoukei_app.domain.answers import Remark
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit.pieces import Card, clear, label
from shoukei_app.gui.sheet.draft import Draft
from shoukei_app.words.answers import explained
from shoukei_app.words.terms import word


class ChecksCard(Card):
    """Shown while a sheet is open; built anew only where a remark came or went."""

    def __init__(self) -> None:
        super().__init__("確認")
        self._list = QVBoxLayout()
        self._list.setSpacing(GRID)
        self.add(self._list)
        self._shown: tuple[Remark, ...] | None = None
        self.show_draft(None)

    def show_draft(self, draft: Draft | None) -> None:
        """Show the remarks on what was closed so far; None: no sheet is open."""
        self.setVisible(draft is not None)
        found = draft.remarks() if draft is not None else ()
        if found == self._shown:
            return
        self._shown = found
        clear(self._list)
        for remark in found:
            assert draft is not None
            question = draft.questionnaire.by_id[remark.question]
            words = f"問{question.number} {question.short}：{word(remark.mark)}"
            self._list.addWidget(label(words, "strong", wrap=True))
            self._list.addWidget(label(explained(draft.questionnaire, remark), "secondary", wrap=True))
        if not found:
            self._list.addWidget(label("ここまで、食い違いはありません。", "secondary", wrap=True))
