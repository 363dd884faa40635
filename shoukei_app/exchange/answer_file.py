"""Tables of answers in and out: a web form's export read with what its columns are, an empty table to fill in."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from shoukei_app.domain import form_number
from shoukei_app.domain.answer_table import REPORT_HEADINGS, AnswerRow, AnswerTable, ColumnMeaning, ColumnUse
from shoukei_app.domain.answers import Answer, AnswerSheet
from shoukei_app.domain.listing import column_letters
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.questionnaire import Questionnaire
from shoukei_app.domain.text import unspaced
from shoukei_app.exchange import answer_columns, tables, workbooks
from shoukei_app.exchange.answer_columns import HeadingReader
from shoukei_app.exchange.answer_values import Labels, join, moment, read_cell, read_tick
from shoukei_app.exchange.sheet import Value

_HEADING_LINES = 30
_FEWEST = 2
_TOTAL = re.compile(r"^(?:総|小)?合?計$|^(?:回答)?件数$|^平均$|^total$", re.IGNORECASE)


def read(path: Path, questionnaire: Questionnaire) -> AnswerTable:
    """Read a file of answers: the sheet and the line of headings that say most of this questionnaire, and its rows.

    Raises Problem: COLUMN_MISSING where no line can be headings, and those of reading any table.
    """
    reader = HeadingReader(questionnaire)
    best: tuple[float, str, _Head] | None = None
    for sheet, grid in tables.read_grids(path).items():
        head = _find_head(grid, reader)
        if head is not None and (best is None or head.score > best[0]):
            best = (head.score, sheet, head)
    if best is None:
        raise Problem(ProblemKind.COLUMN_MISSING, path=path, column="整理番号")
    _, sheet, head = best
    rows, left_out = _rows(head)
    columns = answer_columns.guess(head.headings, [row.cells for row in rows], reader)
    return AnswerTable(path.name, sheet, head.line, head.headings, columns, rows, left_out)


class RowReader:
    """Reads rows of one table as sheets; keeps what a label was found to be for the rows after."""

    def __init__(self, questionnaire: Questionnaire, table: AnswerTable) -> None:
        self._questionnaire = questionnaire
        self._table = table
        self._meanings = table.meanings
        self._labels = {question.id: Labels(question) for question in questionnaire.questions}
        self._known: dict[tuple[ColumnMeaning, str], Answer] = {}
        self._number = next((at for at, one in self._meanings.items() if one.use is ColumnUse.NUMBER), None)
        self._time = next((at for at, one in self._meanings.items() if one.use is ColumnUse.ANSWERED_AT), None)

    def number(self, row: AnswerRow) -> str:
        """The form number. Raises Problem: ANSWER_ROW_WITHOUT_NUMBER, ANSWER_ROW_NUMBER_WRONG."""
        written = "" if self._number is None else row.cells[self._number].strip()
        if self._number is None or not written:
            raise Problem(ProblemKind.ANSWER_ROW_WITHOUT_NUMBER, line=row.line)
        try:
            return form_number.parse(answer_columns.number_in(written))
        except Problem as problem:
            raise Problem(
                ProblemKind.ANSWER_ROW_NUMBER_WRONG,
                line=row.line,
                column=column_letters(self._number),
                heading=self._table.headings[self._number],
                value=written,
            ) from problem

    def answered_at(self, row: AnswerRow) -> datetime | None:
        """The time stamp; None where there is none, or none that can be read."""
        return None if self._time is None else moment(row.cells[self._time])

    def sheet(self, row: AnswerRow) -> AnswerSheet:
        """The answers of a row. Raises Problem(ANSWER_CELL_UNREADABLE) with the column and the value."""
        parts: dict[str, list[Answer]] = {}
        words: dict[str, list[str]] = {}
        for index, meaning in self._meanings.items():
            text = row.cells[index]
            if not text.strip() or not meaning.question:
                continue
            if meaning.use is ColumnUse.WORDS:
                words.setdefault(meaning.question, []).append(text.strip())
            else:
                parts.setdefault(meaning.question, []).append(self._cell(row, index, meaning, text))
        sheet = {}
        for question in self._questionnaire.questions:
            labels = self._labels[question.id]
            answer = join(labels, parts.get(question.id, ()), "、".join(words.get(question.id, ())))
            if not answer.blank:
                sheet[question.id] = answer
        return sheet

    def _cell(self, row: AnswerRow, index: int, meaning: ColumnMeaning, text: str) -> Answer:
        known = self._known.get((meaning, text))
        if known is not None:
            return known
        labels = self._labels[meaning.question]
        try:
            answer = (
                read_tick(labels, meaning.code, text) if meaning.use is ColumnUse.CHOICE else read_cell(labels, text)
            )
        except Problem as problem:
            raise Problem(
                ProblemKind.ANSWER_CELL_UNREADABLE,
                line=row.line,
                column=column_letters(index),
                heading=self._table.headings[index],
                value=text.strip(),
                question=labels.question.number,
            ) from problem
        self._known[meaning, text] = answer
        return answer


def write_template(target: Path, questionnaire: Questionnaire, waiting: Sequence[tuple[str, str]]) -> int:
    """Write an empty table for `waiting` (form number, firm's name); returns the number of rows."""
    headings = ["number", "name", *(question.id for question in questionnaire.questions)]
    blank = [""] * len(questionnaire.questions)
    rows = [[number, name, *blank] for number, name in waiting]
    if target.suffix.lower() == ".csv":
        return workbooks.write_csv(target, headings, rows)
    guide = [
        [
            f"問{question.number}",
            question.id,
            question.short,
            "　".join(f"{choice.code} {choice.text}" for choice in question.choices) or question.unit,
        ]
        for question in questionnaire.questions
    ]
    sheets = [
        workbooks.Sheet("回答", headings, rows),
        workbooks.Sheet("問いと選択肢", ["問", "列の名前", "問い", "選択肢・単位"], guide, (6, 16, 20, 90)),
    ]
    workbooks.write_workbook(target, sheets, title="回答の記入表")
    return len(rows)


def write_rejected(target: Path, table: AnswerTable, reasons: Sequence[tuple[AnswerRow, str]]) -> int:
    """Write rows that were turned away as they stand, each with its line and the reason; returns their number."""
    headings = [*REPORT_HEADINGS, *table.headings]
    rows: list[list[Value]] = [[row.line, reason, *row.cells] for row, reason in reasons]
    widths = (8, 60, *[16] * len(table.headings))
    return workbooks.write_workbook(
        target, [workbooks.Sheet("取り込めなかった行", headings, rows, widths)], title="取り込めなかった行"
    )


@dataclass(frozen=True, slots=True)
class _Head:
    """The line of headings (as Excel counts, the last of two), the headings, and the rows below with their lines."""

    score: float
    line: int
    headings: tuple[str, ...]
    below: Sequence[tuple[str, ...]]


def _find_head(grid: Sequence[tuple[str, ...]], reader: HeadingReader) -> _Head | None:
    best: _Head | None = None
    for place, cells in enumerate(grid[:_HEADING_LINES]):
        if best is not None and best.score >= _FEWEST and place > best.line + 1:
            break
        if sum(bool(cell.strip()) for cell in cells) < 2:
            continue
        for lines in (1, 2):
            if place + lines > len(grid):
                continue
            width = max(len(row) for row in grid[place:])
            headings = _padded(cells, width) if lines == 1 else _joined(cells, grid[place + 1], width)
            score = answer_columns.score_headings(headings, reader)
            # Two lines are believed only where they say clearly more: the second may be the first answer.
            if best is None or score > best.score + (1.0 if lines == 2 else 0.1):
                best = _Head(score, place + lines, headings, grid[place + lines :])
    return best


def _joined(upper: Sequence[str], lower: Sequence[str], width: int) -> tuple[str, ...]:
    """Headings in two lines: a question over its choices, written once over the first of them."""
    above, below = _padded(upper, width), _padded(lower, width)
    joined, over = [], ""
    for high, low in zip(above, below, strict=True):
        over = high if high.strip() else over if low.strip() else ""
        joined.append(f"{over} [{low}]" if over.strip() and low.strip() else over or low)
    return tuple(joined)


def _rows(head: _Head) -> tuple[tuple[AnswerRow, ...], tuple[AnswerRow, ...]]:
    rows: list[AnswerRow] = []
    totals: list[AnswerRow] = []
    for line, cells in enumerate(head.below, start=head.line + 1):
        filled = [cell for cell in cells if cell.strip()]
        if not filled:
            continue
        row = AnswerRow(line, _padded(cells, len(head.headings)))
        is_total = _TOTAL.match(unspaced(filled[0]))
        (totals if is_total else rows).append(row)
    return tuple(rows), tuple(totals)


def _padded(cells: Sequence[str], width: int) -> tuple[str, ...]:
    return tuple([*cells, *[""] * (width - len(cells))][:width])
