"""The simple tabulation (単純集計): for every question the answers over their base, and beside them the remarks."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean, median

from shoukei_app.domain import answers
from shoukei_app.domain.answers import BLANK, AnswerSheet, EffectiveAnswers, Mark
from shoukei_app.domain.bands import Band, bands
from shoukei_app.domain.conditions import Fact
from shoukei_app.domain.questionnaire import Question, QuestionKind, Questionnaire
from shoukei_app.domain.written_date import WrittenDate
from shoukei_app.words.terms import word


@dataclass(frozen=True, slots=True)
class AnswerCount:
    """How often one answer was given; `base` is the number of replies whose question was to be answered.

    `given`: an answer, as against 無回答 and 無効.
    """

    code: str
    title: str
    count: int
    base: int
    given: bool = True


@dataclass(frozen=True, slots=True)
class QuestionTable:
    """The table of one question: its `base` are the replies it was asked in, after all bases.

    `remarks` counts the replies with each mark on the question, also those it was not asked in. `middle` is the
    median of numbers and years, `average` the mean of numbers.
    """

    question: str
    number: int
    title: str
    base: int
    rows: tuple[AnswerCount, ...]
    remarks: tuple[tuple[Mark, int], ...] = ()
    middle: float | None = None
    average: float | None = None

    def marked(self, mark: Mark) -> int:
        """In how many replies the question has this mark."""
        return dict(self.remarks).get(mark, 0)


def tabulate(questionnaire: Questionnaire, sheets: Iterable[AnswerSheet]) -> tuple[QuestionTable, ...]:
    """The tables of all questions but those answered in words, in their order.

    Of choices the row of each; of numbers, years and dates (by their year) rows of bands. Then 無回答, and 無効 for
    what was written and does not count (`domain.answers` says what). Of one-tick questions and numbers the rows add
    up to the base.
    """
    replies = [_Reply(questionnaire, sheet) for sheet in sheets]
    return tuple(_table(question, replies) for question in questionnaire.questions if not question.by_words)


class _Reply:
    """One sheet with what follows from it."""

    def __init__(self, questionnaire: Questionnaire, sheet: AnswerSheet) -> None:
        self.sheet = sheet
        self.effective = EffectiveAnswers(questionnaire, sheet)
        self.marks = {(remark.question, remark.mark) for remark in answers.remarks(questionnaire, sheet)}


def _table(question: Question, replies: Sequence[_Reply]) -> QuestionTable:
    asked = [reply for reply in replies if question.id in reply.effective.asked]
    base = len(asked)
    facts = [reply.effective(question.id) for reply in asked]
    empty = sum(reply.sheet.get(question.id, BLANK).blank for reply in asked)
    void = sum(fact is None for fact in facts) - empty
    numbers = [_comparable(question, fact) for fact in facts if isinstance(fact, int)]
    rows = list(_bands(question, numbers, base) if question.by_number else _choices(question, facts, base))
    rows.append(AnswerCount("", word(Mark.NO_ANSWER), empty, base, given=False))
    if void:
        rows.append(AnswerCount("", "無効（数えないもの）", void, base, given=False))
    marks = ((mark, sum((question.id, mark) in reply.marks for reply in replies)) for mark in Mark)
    return QuestionTable(
        question.id,
        question.number,
        question.short,
        base,
        tuple(rows),
        tuple((mark, count) for mark, count in marks if count),
        middle=median(numbers) if numbers else None,
        average=fmean(numbers) if numbers and question.kind is QuestionKind.NUMBER else None,
    )


def _choices(question: Question, facts: Iterable[Fact], base: int) -> Iterator[AnswerCount]:
    counts = Counter(code for fact in facts if isinstance(fact, frozenset) for code in fact)
    for choice in question.choices:
        yield AnswerCount(str(choice.code), choice.text, counts[choice.code], base)


def _bands(question: Question, numbers: Sequence[int], base: int) -> Iterator[AnswerCount]:
    found = bands(numbers)
    for band in found:
        last = band == found[-1] and len(found) > 1
        title = f"{band.low}年以降" if last and question.by_date else _titled(question, band)
        yield AnswerCount("", title, sum(number in band for number in numbers), base)


def _comparable(question: Question, number: int) -> int:
    """A date by its year: days of ten eras make no table."""
    return WrittenDate.of(number).year if question.kind is QuestionKind.DATE else number


def _titled(question: Question, band: Band) -> str:
    unit = "年" if question.by_date else question.unit
    return f"{band.low}{unit}" if band.low == band.high else f"{band.low}〜{band.high}{unit}"
