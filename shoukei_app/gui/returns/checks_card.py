"""確認: what does not go together on the sheet at hand, while the paper still lies there."""

from PySide6.QtWidgets import QVBoxLayout

from shoukei_app.domain.answers import Mark, Remark
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit.pieces import Card, clear, label
from shoukei_app.gui.sheet.draft import Draft
from shoukei_app.words.terms import word

_EXPLAINED = {
    Mark.NO_ANSWER: "空けたままです。",
    Mark.ILLEGIBLE: "読めない回答として残します。",
    Mark.OUT_OF_RANGE: "ふつうの範囲の外の数です。集計と診断には使いません。",
    Mark.TWO_TICKS: "1つ選ぶ問いに2つ以上の印があります。診断には使いません。",
    Mark.TOO_MANY: "決められた数より多く選ばれています。",
    Mark.TO_BE_SKIPPED: "飛ばす問いに回答があります。回答は残し、診断には使いません。",
}


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
            self._list.addWidget(label(_EXPLAINED.get(remark.mark, "紙のとおりに残します。"), "secondary", wrap=True))
        if not found:
            self._list.addWidget(label("ここまで、食い違いはありません。", "secondary", wrap=True))
