"""Answers in bulk: a table with the form number in one column and a column for every question, in and out."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.questionnaire import Questionnaire
from shoukei_app.exchange import tables, workbooks

_NUMBER_HEADINGS = ("number", "整理番号")


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One row: its line in the file (as Excel counts), the number and the texts by question id."""

    line: int
    number: str
    written: dict[str, str]


@dataclass(frozen=True, slots=True)
class AnswerTable:
    """A file of answers as it stands."""

    rows: tuple[AnswerRow, ...]


def read(path: Path, questionnaire: Questionnaire) -> AnswerTable:
    """Read a file of answers; columns are found by question id, "問5", "5" or the question's short words.

    Raises Problem: COLUMN_MISSING without a column of form numbers, and those of reading any table.
    """
    grid = tables.read_grid(path)
    for line, cells in enumerate(grid, start=1):
        headings = [_plain(cell) for cell in cells]
        place = next((headings.index(name) for name in _NUMBER_HEADINGS if name in headings), None)
        if place is None:
            continue
        columns = _question_columns(headings, questionnaire)
        rows = []
        for number, row in enumerate(grid[line:], start=line + 1):
            if not any(cell.strip() for cell in row):
                continue
            padded = [*row, *[""] * (len(headings) - len(row))]
            written = {key: padded[index] for index, key in columns.items() if padded[index].strip()}
            rows.append(AnswerRow(number, padded[place], written))
        return AnswerTable(tuple(rows))
    raise Problem(ProblemKind.COLUMN_MISSING, path=path, column=_NUMBER_HEADINGS[1])


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


def _question_columns(headings: Sequence[str], questionnaire: Questionnaire) -> dict[int, str]:
    by_heading: dict[str, str] = {}
    for question in questionnaire.questions:
        for name in (question.id, f"問{question.number}", f"q{question.number}", question.short, question.text):
            by_heading.setdefault(_plain(name), question.id)
    return {index: by_heading[heading] for index, heading in enumerate(headings) if heading in by_heading}


def _plain(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).lower()
