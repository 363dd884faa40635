"""Answers as they were written on one sheet, and what follows from them: remarks, effective answers, diagnosis.

What was written is kept, whatever it is; contradictions are remarks beside it. The precedence is stated here once:
an answer to a question that was to be skipped does not count, the question that decides the skip does; a single
choice with two ticks counts as unanswered.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any, TypeAlias

from shoukei_app.domain import conditions
from shoukei_app.domain.conditions import Fact
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.questionnaire import (
    DiagnosisType,
    Question,
    QuestionKind,
    Questionnaire,
    QuestionRole,
    Recipient,
)

_ERA_FIRST_YEAR = {"M": 1868, "T": 1912, "S": 1926, "H": 1989, "R": 2019}
_ERA_LETTERS = str.maketrans({"明": "M", "大": "T", "昭": "S", "平": "H", "令": "R"})


class Mark(StrEnum):
    """A remark on an answer."""

    NO_ANSWER = "no_answer"
    ILLEGIBLE = "illegible"
    OUT_OF_RANGE = "out_of_range"
    TWO_TICKS = "two_ticks"
    TOO_MANY = "too_many"
    TO_BE_SKIPPED = "to_be_skipped"


@dataclass(frozen=True, slots=True)
class Answer:
    """What was written for one question: ticked codes, a number (a year is the western one), words, or illegible."""

    codes: tuple[int, ...] = ()
    number: int | None = None
    text: str = ""
    illegible: bool = False

    @property
    def blank(self) -> bool:
        """Nothing at all was written."""
        return not self.codes and self.number is None and not self.text and not self.illegible


AnswerSheet: TypeAlias = Mapping[str, Answer]
BLANK = Answer()
EMPTY_SHEET: AnswerSheet = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Remark:
    """A mark on one question of one sheet."""

    question: str
    mark: Mark


def parse_answer(question: Question, written: str) -> Answer:
    """Turn what was keyed into an answer: "2", "1,3,5", "68", "S30", "判読不能" ("?"), or words.

    Codes that the question does not have raise Problem(ANSWER_UNREADABLE); numbers outside the range are kept and
    remarked on later. Words after a code ("16 駐車場") belong to その他.
    """
    text = unicodedata.normalize("NFKC", written).strip()
    if not text:
        return BLANK
    if text in ("?", "判読不能"):
        return Answer(illegible=True)
    match question.kind:
        case QuestionKind.TEXT:
            return Answer(text=written.strip())
        case QuestionKind.NUMBER:
            return Answer(number=_number(question, text))
        case QuestionKind.YEAR:
            return Answer(number=_year(question, text))
        case _:
            return _ticks(question, text)


def written(question: Question, answer: Answer) -> str:
    """The shortest text that `parse_answer` reads back as this answer."""
    if answer.illegible:
        return "?"
    if answer.number is not None:
        return str(answer.number)
    if answer.codes:
        return " ".join(filter(None, [",".join(map(str, answer.codes)), answer.text]))
    return answer.text


def to_data(sheet: AnswerSheet) -> dict[str, Any]:
    """The data form of a sheet, blanks left out; `from_data` reads it back."""
    return {question: fields for question, answer in sheet.items() if (fields := answer_data(answer))}


def from_data(data: Mapping[str, Any]) -> AnswerSheet:
    """Read a sheet from its data form."""
    return MappingProxyType({question: answer_from_data(fields) for question, fields in data.items()})


def answer_data(answer: Answer) -> dict[str, Any]:
    """The data form of one answer, {} for a blank; `answer_from_data` reads it back."""
    fields: dict[str, Any] = {}
    if answer.codes:
        fields["codes"] = list(answer.codes)
    if answer.number is not None:
        fields["number"] = answer.number
    if answer.text:
        fields["text"] = answer.text
    if answer.illegible:
        fields["illegible"] = True
    return fields


def answer_from_data(fields: Mapping[str, Any]) -> Answer:
    """Read one answer from its data form."""
    return Answer(
        tuple(fields.get("codes", ())), fields.get("number"), fields.get("text", ""), fields.get("illegible", False)
    )


class EffectiveAnswers:
    """The answers of a sheet that count, as facts for conditions (call it with a question's id)."""

    def __init__(self, questionnaire: Questionnaire, sheet: AnswerSheet) -> None:
        self._facts: dict[str, Fact] = {}
        self.asked: set[str] = set()
        for question in questionnaire.questions:
            if question.base is None or conditions.holds(question.base, self):
                self.asked.add(question.id)
                self._facts[question.id] = _fact(question, sheet.get(question.id, BLANK))

    def __call__(self, subject: str) -> Fact:
        """What counts for this question, None where nothing does."""
        return self._facts.get(subject)


def remarks(questionnaire: Questionnaire, sheet: AnswerSheet) -> tuple[Remark, ...]:
    """Every remark on a sheet, in the order of the questions."""
    effective = EffectiveAnswers(questionnaire, sheet)
    found: list[Remark] = []
    for question in questionnaire.questions:
        answer = sheet.get(question.id, BLANK)
        found.extend(
            Remark(question.id, mark) for mark in _marks(question, answer, asked=question.id in effective.asked)
        )
    return tuple(found)


def diagnose(questionnaire: Questionnaire, sheet: AnswerSheet) -> DiagnosisType:
    """The first type whose condition holds; the last type (判定不能) where none does."""
    effective = EffectiveAnswers(questionnaire, sheet)
    for kind in questionnaire.types:
        if kind.when is not None and conditions.holds(kind.when, effective):
            return kind
    return questionnaire.types[-1]


def consents(questionnaire: Questionnaire, sheet: AnswerSheet) -> frozenset[Recipient]:
    """The recipients that the firm lets see its answers: only those ticked."""
    question = questionnaire.by_role(QuestionRole.CONSENT)
    if question is None:
        return frozenset()
    answer = sheet.get(question.id, BLANK)
    chosen = (question.choice(code) for code in answer.codes)
    return frozenset(choice.recipient for choice in chosen if choice and choice.recipient)


def _marks(question: Question, answer: Answer, *, asked: bool) -> list[Mark]:
    if not asked:
        return [] if answer.blank else [Mark.TO_BE_SKIPPED]
    if answer.illegible:
        return [Mark.ILLEGIBLE]
    if answer.blank:
        return [] if question.kind is QuestionKind.TEXT else [Mark.NO_ANSWER]
    marks = []
    if question.kind is QuestionKind.SINGLE and len(answer.codes) > 1:
        marks.append(Mark.TWO_TICKS)
    if question.kind is QuestionKind.MULTIPLE and question.limit and len(answer.codes) > question.limit:
        marks.append(Mark.TOO_MANY)
    if answer.number is not None and not _in_range(question, answer.number):
        marks.append(Mark.OUT_OF_RANGE)
    return marks


def _fact(question: Question, answer: Answer) -> Fact:
    match question.kind:
        case QuestionKind.SINGLE:
            return frozenset(answer.codes) if len(answer.codes) == 1 else None
        case QuestionKind.MULTIPLE:
            return frozenset(answer.codes) or None
        case QuestionKind.NUMBER | QuestionKind.YEAR:
            return answer.number if answer.number is not None and _in_range(question, answer.number) else None
        case QuestionKind.TEXT:
            return answer.text or None


def _in_range(question: Question, number: int) -> bool:
    low, high = question.minimum, question.maximum
    return (low is None or number >= low) and (high is None or number <= high)


def _ticks(question: Question, text: str) -> Answer:
    match = re.fullmatch(r"(\d+(?:[\s,、・]+\d+)*)(?:[\s:：]*(\D.*))?", text)
    if match is None:
        raise Problem(ProblemKind.ANSWER_UNREADABLE, question=question.number, value=text)
    codes = tuple(sorted({int(code) for code in re.findall(r"\d+", match[1])}))
    if any(question.choice(code) is None for code in codes):
        raise Problem(ProblemKind.ANSWER_UNREADABLE, question=question.number, value=text)
    return Answer(codes, text=(match[2] or "").strip())


def _number(question: Question, text: str) -> int:
    digits = text.replace(",", "").removesuffix(question.unit)
    if not re.fullmatch(r"-?\d{1,12}", digits):
        raise Problem(ProblemKind.ANSWER_UNREADABLE, question=question.number, value=text)
    return int(digits)


def _year(question: Question, text: str) -> int:
    match = re.fullmatch(r"(?:([MTSHR])(?:治|正|和|成)?)?\.?(\d{1,4}|元)年?", text.upper().translate(_ERA_LETTERS))
    if match is None:
        raise Problem(ProblemKind.ANSWER_UNREADABLE, question=question.number, value=text)
    era, digits = match[1], match[2]
    number = 1 if digits == "元" else int(digits)
    return _ERA_FIRST_YEAR[era] + number - 1 if era else number
