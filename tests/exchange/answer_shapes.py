"""Sheets of answers written as web forms export them, one function a shape; everything invented."""

import csv
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from openpyxl import Workbook

from shoukei_app.domain.answers import BLANK, Answer, AnswerSheet, written
from shoukei_app.domain.era import wareki_year
from shoukei_app.domain.questionnaire import Question, QuestionKind, Questionnaire

Row = tuple[str, AnswerSheet]
"""A form number as the firm typed it, and what it answered."""
Rows = list[list[str]]


def label(question: Question, answer: Answer, separator: str) -> str:
    """A cell as a form writes it: the choices' words, the firm's own words in the place of その他."""
    if not question.choices:
        return figure(question, answer)
    parts = []
    for code in answer.codes:
        choice = question.choice(code)
        assert choice is not None
        parts.append(answer.text if choice.other and answer.text else choice.text)
    return separator.join(parts)


def figure(question: Question, answer: Answer) -> str:
    if answer.number is None:
        return answer.text
    if question.kind is QuestionKind.YEAR:
        return wareki_year(answer.number)
    return f"{answer.number}{question.unit}"


def microsoft_forms(questionnaire: Questionnaire, rows: Sequence[Row]) -> Rows:
    """Numbered headings with a trailing blank, choices ended by ";", times, an anonymous mail address."""
    questions = questionnaire.questions
    head = ["ID", "開始時刻", "完了時刻", "メール", "名前", "1. 整理番号（封筒の宛名の右下の数字） "]
    head += [f"{place}. {question.text} " for place, question in enumerate(questions, start=2)]
    body = []
    for place, (number, sheet) in enumerate(rows, start=1):
        cells = [str(place), f"2026/7/{place} 9:00:12", f"2026/7/{place} 9:07:45", "anonymous", "", number]
        for question in questions:
            text = label(question, sheet.get(question.id, BLANK), ";")
            cells.append(f"{text};" if text and question.kind is QuestionKind.MULTIPLE else text)
        body.append(cells)
    return [head, *body]


def google_forms(questionnaire: Questionnaire, rows: Sequence[Row]) -> Rows:
    """The questions' words, choices parted by ", ", a matrix of short questions under their common heading."""
    head = ["タイムスタンプ", "メールアドレス", "調査票の整理番号をご記入ください"]
    head += [f"{q.group} [{q.text}]" if q.group else q.text for q in questionnaire.questions]
    body = [
        [f"2026/07/{place:02} 午後 1:{place:02}:10", "someone@example.jp", number]
        + [label(q, sheet.get(q.id, BLANK), ", ") for q in questionnaire.questions]
        for place, (number, sheet) in enumerate(rows, start=1)
    ]
    return [head, *body]


def column_a_choice(questionnaire: Questionnaire, rows: Sequence[Row], tick: str = "1") -> Rows:
    """One column for every choice of a multiple question, その他 in words beside it."""
    head = ["受付番号", "申込日時", "整理番号"]
    for question in questionnaire.questions:
        if question.kind is not QuestionKind.MULTIPLE:
            head.append(f"問{question.number} {question.short}")
            continue
        head += [f"問{question.number}_{choice.text}" for choice in question.choices]
        if any(choice.other for choice in question.choices):
            head.append(f"問{question.number}_その他（自由記述）")
    body = []
    for place, (number, sheet) in enumerate(rows, start=1):
        cells = [f"R8-{place:05}", f"令和8年7月{place}日 10時15分", number]
        for question in questionnaire.questions:
            answer = sheet.get(question.id, BLANK)
            if question.kind is not QuestionKind.MULTIPLE:
                cells.append(label(question, answer, "、"))
                continue
            cells += [(tick or choice.text) if choice.code in answer.codes else "" for choice in question.choices]
            if any(choice.other for choice in question.choices):
                cells.append(answer.text)
        body.append(cells)
    return [head, *body]


def two_line_headings(questionnaire: Questionnaire, rows: Sequence[Row]) -> Rows:
    """A title, the questions in one line, and the choices below those that have a column each."""
    upper, lower = ["整理番号"], [""]
    for question in questionnaire.questions:
        if question.kind is not QuestionKind.MULTIPLE:
            upper.append(question.short)
            lower.append("")
            continue
        upper += [question.short, *[""] * (len(question.choices) - 1)]
        lower += [choice.text for choice in question.choices]
    body = []
    for number, sheet in rows:
        cells = [number]
        for question in questionnaire.questions:
            answer = sheet.get(question.id, BLANK)
            if question.kind is not QuestionKind.MULTIPLE:
                cells.append(label(question, answer, "、"))
            else:
                other = next((choice.code for choice in question.choices if choice.other), 0)
                cells += [
                    (answer.text if choice.code == other and answer.text else "○")
                    if choice.code in answer.codes
                    else ""
                    for choice in question.choices
                ]
        body.append(cells)
    return [["事業承継アンケート　回答一覧"], [], upper, lower, *body]


def short_headings(questionnaire: Questionnaire, rows: Sequence[Row]) -> Rows:
    """The short words of the questions, lines within a cell, a row of totals at the end."""
    head = ["整理番号", *(question.short for question in questionnaire.questions)]
    body = [
        [number, *(label(q, sheet.get(q.id, BLANK), "\n") for q in questionnaire.questions)] for number, sheet in rows
    ]
    return [head, *body, ["合計", str(len(rows)), *[""] * (len(head) - 2)]]


def own_table(questionnaire: Questionnaire, rows: Sequence[Row]) -> Rows:
    """The table that the program itself makes: ids and codes."""
    head = ["number", "name", *(question.id for question in questionnaire.questions)]
    return [
        head,
        *(
            [number, "見本商店", *(written(q, sheet.get(q.id, BLANK)) for q in questionnaire.questions)]
            for number, sheet in rows
        ),
    ]


SHAPES: Mapping[str, Callable[[Questionnaire, Sequence[Row]], Rows]] = {
    "microsoft": microsoft_forms,
    "google": google_forms,
    "a column a choice": column_a_choice,
    "a column a choice, ticked by its words": lambda q, rows: column_a_choice(q, rows, ""),
    "a column a choice, TRUE": lambda q, rows: column_a_choice(q, rows, "TRUE"),
    "two lines": two_line_headings,
    "short": short_headings,
    "own": own_table,
}


def write(path: Path, rows: Rows, encoding: str = "utf-8-sig") -> Path:
    """Write rows as .csv or .xlsx, as the name says."""
    if path.suffix == ".csv":
        with path.open("w", encoding=encoding, newline="") as file:
            csv.writer(file).writerows(rows)
        return path
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path
