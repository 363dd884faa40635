"""One row of a list in full: what would come of it, what changes, what was noticed, and its cells as they stand."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout

from shoukei_app.domain.listing import ReadList
from shoukei_app.domain.tokens import GRID
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
    rule,
    scrolled,
)
from shoukei_app.gui.register.columns import name_shown
from shoukei_app.gui.register.pair_words import LEVEL_TONES, likeness_shown, reasons_shown
from shoukei_app.usecases.list_matching import VERDICT_WORDS, PossibleDuplicate, PreviewRow, Verdict
from shoukei_app.words.history import field_word
from shoukei_app.words.terms import word

TONES = {
    Verdict.NEW: "accent",
    Verdict.CHANGED: "attention",
    Verdict.UNCHANGED: "",
    Verdict.SAME_IN_FILE: "",
    Verdict.REJECTED: "overdue",
}


class RowDetail(Card):
    """Beside the table of rows. `same_asked` and `new_asked` carry the row's number."""

    same_asked = Signal(int)
    new_asked = Signal(int)

    def __init__(self) -> None:
        super().__init__(padded=False)
        self._content = QVBoxLayout()
        self._content.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        self._content.setSpacing(GRID + GRID // 2)
        self.add(scrolled(holding(self._content)), 1)

    def show_row(self, read: ReadList | None, made: PreviewRow | None) -> None:
        """Show a row, or what this place is for."""
        clear(self._content)
        if read is None or made is None:
            self._content.addWidget(label("行を選ぶと、その行の内容がここに出ます。", "secondary", wrap=True))
            self._content.addStretch(1)
            return
        self._content.addWidget(
            holding(
                row(
                    label(f"{made.row.number:,}行目", "secondary"),
                    STRETCH,
                    chip(VERDICT_WORDS[made.verdict], TONES[made.verdict]),
                )
            )
        )
        if made.facts is not None:
            self._content.addWidget(label(name_shown(made.facts), "lead", wrap=True))
        if made.same_as is not None:
            self._content.addWidget(label(f"{made.same_as:,}行目と同じ事業者です。", wrap=True))
        if made.possible_duplicate is not None:
            self._add_duplicate(made, made.possible_duplicate)
        if made.changes:
            self._add_changes(made)
        if made.findings:
            self._add_findings(made)
        self._add_cells(read, made)
        self._content.addStretch(1)

    def _add_duplicate(self, made: PreviewRow, possible: PossibleDuplicate) -> None:
        number = made.row.number
        where = "この名簿の" if possible.firm_id is None else "台帳の"
        same = button("同じ事業者（S）", lambda: self.same_asked.emit(number))
        new = button("別の事業者（B）", lambda: self.new_asked.emit(number))
        same.setObjectName("same")
        new.setObjectName("new")
        self._add_heading("同じ事業者かもしれません")
        self._content.addWidget(label(f"{where}「{possible.other}」", "strong", wrap=True))
        level = chip(likeness_shown(possible.likeness), LEVEL_TONES[possible.likeness.level])
        self._content.addWidget(holding(row(level, STRETCH)))
        self._content.addWidget(label(reasons_shown(possible.likeness), wrap=True))
        self._content.addWidget(holding(row(same, new, STRETCH)))
        remembered = "" if possible.firm_id is None else "別の事業者と決めたことは覚えておき、次から尋ねません。"
        self._content.addWidget(label(f"決めると、次の行へ進みます。{remembered}", "note", wrap=True))

    def _add_changes(self, made: PreviewRow) -> None:
        self._add_heading("変わるところ")
        for change in made.changes:
            self._content.addWidget(
                holding(
                    column(
                        label(field_word("firm", change.field), "note"),
                        label(change.before or "（空）", "secondary", wrap=True),
                        label(f"→ {change.after or '（空）'}", "strong", wrap=True),
                        spacing=2,
                    )
                )
            )

    def _add_findings(self, made: PreviewRow) -> None:
        self._add_heading("気づいたこと")
        for finding in made.findings:
            parts = [label(word(finding.kind), "strong", wrap=True)]
            if finding.value:
                where = f"{word(finding.column)}：" if finding.column is not None else ""
                parts.append(label(f"{where}{finding.value}", "secondary", wrap=True))
            if finding.suggestion:
                parts.append(label(f"こう書くと正しくなります：{finding.suggestion}", wrap=True))
            self._content.addWidget(holding(column(*parts, spacing=2)))

    def _add_cells(self, read: ReadList, made: PreviewRow) -> None:
        self._add_heading("名簿に書かれているまま")
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(GRID + GRID // 2)
        grid.setVerticalSpacing(GRID // 2)
        grid.setColumnStretch(1, 1)
        for place, cell in enumerate(made.row.cells):
            if not cell.strip():
                continue
            heading = (
                read.headings[place] if place < len(read.headings) and read.headings[place] else f"{place + 1}列目"
            )
            title = label(heading.replace("\n", ""), "note", wrap=True)
            title.setFixedWidth(96)
            value = label(cell, wrap=True)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(title, place, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, place, 1)
        self._content.addWidget(holding(grid))

    def _add_heading(self, words: str) -> None:
        self._content.addWidget(rule())
        self._content.addWidget(label(words, "secondary"))
