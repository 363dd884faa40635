"""The second step of taking a table of answers in: what every row would do, and its answers before and after."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from shoukei_app.domain import form_number
from shoukei_app.domain.answer_table import RowVerdict
from shoukei_app.domain.answers import BLANK
from shoukei_app.domain.query import Query
from shoukei_app.domain.questionnaire import Questionnaire
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit.lines import Column
from shoukei_app.gui.kit.pieces import STRETCH, Card, EmptyState, clear, column, holding, label, row, scrolled
from shoukei_app.gui.kit.table import Filter, Table
from shoukei_app.gui.kit.theme import theme
from shoukei_app.usecases.answer_tables import AnswerPreview, PreviewRow
from shoukei_app.words import answers as answer_words
from shoukei_app.words.problems import sentence
from shoukei_app.words.terms import word, words

_TONES = {
    RowVerdict.NEW: "done",
    RowVerdict.NEWER: "attention",
    RowVerdict.REJECTED: "overdue",
}


def _remark(line: PreviewRow) -> str:
    if line.problem is not None:
        return sentence(line.problem)
    return f"{line.newer_line:,}行目の回答を採ります" if line.newer_line else ""


_COLUMNS: tuple[Column[PreviewRow], ...] = (
    Column("line", "行", lambda line: f"{line.id:,}", 56, numeric=True),
    Column("number", "整理番号", lambda line: form_number.shown(line.number) if line.number else "", 96, code=True),
    Column("name", "事業者名", lambda line: line.target.name if line.target else "", 170, grow=2),
    Column("at", "回答日時", lambda line: f"{line.answered_at:%m/%d %H:%M}" if line.answered_at else "", 96, code=True),
    Column("verdict", "扱い", lambda line: word(line.verdict), 176, tone=lambda line: _TONES.get(line.verdict, "")),
    Column("remark", "理由", _remark, 180, grow=2, tooltip=_remark),
)


class RowStep(QWidget):
    """Shows an AnswerPreview."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        super().__init__()
        self._questionnaire = questionnaire
        self._rows: dict[int, PreviewRow] = {}
        self._sums = label("", "secondary", wrap=True)
        self._sums.setContentsMargins(2 * GRID, GRID + GRID // 2, 2 * GRID, 0)
        self.table: Table[PreviewRow] = Table(
            "returns.answer_rows",
            _COLUMNS,
            find=self._find,
            lines=self._lines,
            filters=[Filter("verdict", "扱い", self._verdicts)],
            empty=EmptyState("回答の行がありません", "見出しの下に回答の行がある表か確かめてください。"),
            unit="行",
            placeholder="整理番号・事業者名で探す",
        )
        self.table.selection_changed.connect(self._show_detail)
        listed = Card(padded=False)
        listed.add(self._sums)
        listed.add(self.table, 1)
        self._detail = QGridLayout()
        self._detail.setHorizontalSpacing(GRID + GRID // 2)
        self._detail.setVerticalSpacing(GRID // 2 + 2)
        self._detail.setColumnStretch(1, 1)
        self._head = label("", "lead", wrap=True)
        self._why = label("", "secondary", wrap=True)
        beside = Card()
        beside.add(self._head)
        beside.add(self._why)
        beside.add(scrolled(holding(column(self._detail, STRETCH))), 1)
        beside.setFixedWidth(theme().px(320))
        both = row(listed, beside, spacing=2 * GRID)
        both.setStretch(0, 1)
        self.setLayout(both)

    def show_preview(self, preview: AnswerPreview) -> None:
        """Show what every row would do."""
        self._rows = {line.id: line for line in preview.rows}
        counts = "　".join(
            f"{text} {count:,}" for verdict, text in words(RowVerdict).items() if (count := preview.count(verdict))
        )
        self._sums.setText(f"{len(preview.rows):,}行 ＝ {counts}" if counts else "")
        self.table.refresh()
        self._show_detail()

    def _verdicts(self) -> Sequence[tuple[str, str]]:
        present = {line.verdict for line in self._rows.values()}
        return [(verdict.value, text) for verdict, text in words(RowVerdict).items() if verdict in present]

    def _find(self, query: Query) -> Sequence[int]:
        wanted = query.filters.get("verdict", ())
        text = query.text.strip().replace("-", "")
        return [
            line.id
            for line in self._rows.values()
            if (not wanted or line.verdict.value in wanted)
            and (not text or text in line.number or text in (line.target.name if line.target else ""))
        ]

    def _lines(self, ids: Sequence[int]) -> Sequence[PreviewRow]:
        return [self._rows[key] for key in ids if key in self._rows]

    def _show_detail(self) -> None:
        clear(self._detail)
        key = self.table.current_id()
        line = self._rows.get(key) if key is not None else None
        self._head.setText("" if line is None else f"{line.id:,}行目　{line.target.name if line.target else ''}")
        self._why.setText("行を選ぶと、回答の前と後が出ます。" if line is None else _remark(line) or word(line.verdict))
        if line is None:
            return
        place = 0
        for question in self._questionnaire.questions:
            now = line.sheet.get(question.id, BLANK)
            before = (line.before or {}).get(question.id, BLANK)
            if now.blank and before.blank:
                continue
            title = label(f"問{question.number}", "secondary")
            self._detail.addWidget(title, place, 0, Qt.AlignmentFlag.AlignTop)
            differs = line.before is not None and now != before
            self._detail.addWidget(label(question.short, "secondary", wrap=True), place, 1)
            told = answer_words.label(question, now) or "無回答"
            self._detail.addWidget(label(told, "strong" if differs else "body", wrap=True), place + 1, 1)
            if differs:
                earlier = f"いまの回答：{answer_words.label(question, before) or '無回答'}"
                self._detail.addWidget(label(earlier, "note", wrap=True), place + 2, 1)
            place += 3
