"""Answers as they were written on one sheet, and what follows from them: remarks, effective answers, diagnosis.

What was written is kept, whatever it is; contradictions are remarks beside it. The precedence is stated here once:
an answer to a question that was to be skipped does not count, the question that decides the skip does; a single
choice with two ticks counts as unanswered; of a multiple choice the ticks beside 特にない count and 特にない does not;
ticks beyond the limit count; a number out of its range counts as unanswered; a check between questions changes
nothing in what counts.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any, TypeAlias

from shoukei_app.domain import conditions, written_date
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
from shoukei_app.domain.written_date import WrittenDate


class Mark(StrEnum):
    """A remark on an answer."""

    NO_ANSWER = "no_answer"
    ILLEGIBLE = "illegible"
    OUT_OF_RANGE = "out_of_range"
    TWO_TICKS = "two_ticks"
    TOO_MANY = "too_many"
    TO_BE_SKIPPED = "to_be_skipped"
    CONTRADICTION = "contradiction"


@dataclass(frozen=True, slots=True)
class Answer:
    """What was written for one question: ticked codes, a number, words, or illegible.

    A year is the western one; a date is yyyymmdd with 00 for what was not written (`WrittenDate.number`).
    """

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
    """A mark on one question of one sheet; `check` is the id of the check that made it, "" for the question's own."""

    question: str
    mark: Mark
    check: str = ""


def parse_answer(question: Question, written: str) -> Answer:
    """Turn what was keyed into an answer: "2", "1,3,5", "68", "S30", "S30.4.1", "判読不能" ("?"), or words.

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
            return Answer(number=_date(question, text).year)
        case QuestionKind.DATE:
            return Answer(number=_date(question, text).number)
        case QuestionKind.SINGLE | QuestionKind.MULTIPLE | QuestionKind.YES_NO:
            return _ticks(question, text)


def written(question: Question, answer: Answer) -> str:
    """The shortest text that `parse_answer` reads back as this answer."""
    if answer.illegible:
        return "?"
    if answer.number is not None and question.kind is QuestionKind.DATE:
        day = WrittenDate.of(answer.number)
        return "/".join([f"{day.year:04}", *(str(part) for part in (day.month, day.day) if part)])
    if answer.number is not None:
        return f"{answer.number:04}" if question.kind is QuestionKind.YEAR else str(answer.number)
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
    """The answers of a sheet that count, as facts for conditions (call it with a question's id).

    Made anew with every key that decides a skip: a fact is worked out when it is asked for.
    """

    def __init__(self, questionnaire: Questionnaire, sheet: AnswerSheet) -> None:
        self._questions = questionnaire.by_id
        self._sheet = sheet
        self._facts: dict[str, Fact] = {}
        self.asked: set[str] = set()
        for question in questionnaire.questions:
            if question.base is None or conditions.holds(question.base, self):
                self.asked.add(question.id)

    def __call__(self, subject: str) -> Fact:
        """What counts for this question, None where nothing does."""
        if subject not in self.asked:
            return None
        if subject not in self._facts:
            self._facts[subject] = _fact(self._questions[subject], self._sheet.get(subject, BLANK))
        return self._facts[subject]


class _Written:
    """The answers of a sheet as they were written, also those to questions that were to be skipped, as facts."""

    def __init__(self, questionnaire: Questionnaire, sheet: AnswerSheet) -> None:
        self._questions = questionnaire.by_id
        self._sheet = sheet

    def __call__(self, subject: str) -> Fact:
        question = self._questions.get(subject)
        return _fact(question, self._sheet.get(subject, BLANK)) if question else None


def remarks(questionnaire: Questionnaire, sheet: AnswerSheet) -> tuple[Remark, ...]:
    """Every remark on a sheet, in the order of the questions; those of checks after the question's own."""
    effective = EffectiveAnswers(questionnaire, sheet)
    failed = [check for check in questionnaire.checks if conditions.holds(check.when, _Written(questionnaire, sheet))]
    found: list[Remark] = []
    for question in questionnaire.questions:
        answer = sheet.get(question.id, BLANK)
        marks = _marks(question, answer, asked=question.id in effective.asked)
        found.extend(Remark(question.id, mark) for mark in marks)
        found.extend(
            Remark(question.id, Mark.CONTRADICTION, check.id) for check in failed if question.id in check.questions
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
        return [] if question.by_words else [Mark.NO_ANSWER]
    marks = []
    if question.one_tick and len(answer.codes) > 1:
        marks.append(Mark.TWO_TICKS)
    if question.kind is QuestionKind.MULTIPLE and question.limit and len(answer.codes) > question.limit:
        marks.append(Mark.TOO_MANY)
    if len(answer.codes) > 1 and any(_exclusive(question, code) for code in answer.codes):
        marks.append(Mark.CONTRADICTION)
    if answer.number is not None and not in_range(question, answer.number):
        marks.append(Mark.OUT_OF_RANGE)
    return marks


def _fact(question: Question, answer: Answer) -> Fact:
    if question.one_tick:
        return frozenset(answer.codes) if len(answer.codes) == 1 else None
    if question.by_ticks:
        return _counting(question, answer.codes) or None
    if question.by_number:
        return answer.number if answer.number is not None and in_range(question, answer.number) else None
    return answer.text or None


def _counting(question: Question, codes: tuple[int, ...]) -> frozenset[int]:
    """The ticks of a multiple choice that count: 特にない only where it stands alone."""
    if len(codes) == 1:
        return frozenset(codes)
    return frozenset(code for code in codes if not _exclusive(question, code))


def _exclusive(question: Question, code: int) -> bool:
    choice = question.choice(code)
    return choice is not None and choice.exclusive


def in_range(question: Question, number: int) -> bool:
    """Whether a number is one the question allows; a date without day or month is compared as far as it goes."""
    known = 1
    if question.kind is QuestionKind.DATE:
        known = 10000 if number % 10000 == 0 else 100 if number % 100 == 0 else 1
    low, high = question.minimum, question.maximum
    return (low is None or number // known >= low // known) and (high is None or number // known <= high // known)


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


def _date(question: Question, text: str) -> WrittenDate:
    found = written_date.parse(text, question.era)
    if found is None:
        raise Problem(ProblemKind.ANSWER_UNREADABLE, question=question.number, value=text)
    return found
