"""Verification (照合): which answers are keyed twice, when two entries differ, and who misread the paper.

The flow follows tally-ho: first entry, second entry by another person who sees nothing of the first, a third look at
the paper where the two differ, a quality sample of finished sheets, archive.
"""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from shoukei_app.domain import conditions
from shoukei_app.domain.answers import BLANK, Answer, AnswerSheet, EffectiveAnswers
from shoukei_app.domain.questionnaire import Question, Questionnaire
from shoukei_app.domain.share import wilson
from shoukei_app.domain.target import Channel
from shoukei_app.domain.text import unspaced

WITHOUT_PAPER = frozenset({Channel.WEB, Channel.PHONE})
"""Answers that no paper holds: there is nothing to key a second time."""


class Scope(StrEnum):
    """What of a sheet is keyed a second time."""

    NONE = "none"
    MARKED = "marked"
    WHOLE = "whole"


class Stage(StrEnum):
    """Where a keyed sheet stands: waits for the second entry, for the third look, or is settled."""

    KEYED = "keyed"
    DIFFERING = "differing"
    SETTLED = "settled"


class Verdict(StrEnum):
    """Who misread the paper, as the third look found."""

    FIRST_ERRED = "first_erred"
    SECOND_ERRED = "second_erred"
    BOTH_ERRED = "both_erred"
    PAPER_UNCLEAR = "paper_unclear"


@dataclass(frozen=True, slots=True)
class VerificationPolicy:
    """What an office has keyed twice.

    `marked`: the questions that the questionnaire names. `whole_every`: every n-th sheet whole (0: none).
    `error_limit`: errors per 1,000 fields above which all sheets of a keyer are keyed twice whole (0: no limit), once
    `least_fields` of that keyer's fields were compared. `sample_every`: every n-th finished sheet is compared with
    the paper once more (0: none).
    """

    marked: bool = True
    whole_every: int = 20
    error_limit: int = 10
    least_fields: int = 300
    sample_every: int = 50


@dataclass(frozen=True, slots=True)
class Accuracy:
    """How many of a keyer's fields were compared with another reading, and how many of them were wrong."""

    fields: int = 0
    errors: int = 0

    @property
    def per_thousand(self) -> float:
        """Errors per 1,000 fields; 0 where nothing was compared."""
        return 1000 * self.errors / self.fields if self.fields else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Where the errors per 1,000 fields lie with 95 % (Wilson's score interval, good also for few or no errors)."""
        low, high = wilson(self.errors, self.fields) or (0.0, 1.0)
        return 1000 * low, 1000 * high


def policy_data(policy: VerificationPolicy) -> dict[str, Any]:
    """The data form of a policy; `policy_from_data` reads it back."""
    return {
        "marked": policy.marked,
        "whole_every": policy.whole_every,
        "error_limit": policy.error_limit,
        "least_fields": policy.least_fields,
        "sample_every": policy.sample_every,
    }


def policy_from_data(data: Mapping[str, Any]) -> VerificationPolicy:
    """Read a policy from its data form."""
    return VerificationPolicy(**data)


def exceeds(policy: VerificationPolicy, accuracy: Accuracy) -> bool:
    """Whether a keyer errs more often than the policy lets pass."""
    return bool(
        policy.error_limit and accuracy.fields >= policy.least_fields and accuracy.per_thousand > policy.error_limit
    )


def scope_of(
    policy: VerificationPolicy, questionnaire: Questionnaire, number: str, channel: Channel, accuracy: Accuracy
) -> Scope:
    """What of a sheet is keyed twice, decided when its first entry is kept."""
    if channel in WITHOUT_PAPER:
        return Scope.NONE
    if exceeds(policy, accuracy) or drawn(number, policy.whole_every):
        return Scope.WHOLE
    return Scope.MARKED if policy.marked and questionnaire.verified else Scope.NONE


def drawn(number: str, every: int) -> bool:
    """Whether a sheet is one of every n-th: by its form number, so that nobody can tell beforehand or choose."""
    return every > 0 and zlib.crc32(number.encode()) % every == 0


def questions_of(questionnaire: Questionnaire, scope: Scope) -> tuple[str, ...]:
    """The questions that a second entry of this scope keys, in the order of the sheet; all where `scope` is none.

    A second entry that nobody asked for (a sheet that counts already is read once more) covers the whole sheet.
    """
    wanted = questionnaire.verified if scope is Scope.MARKED else questionnaire.by_id.keys()
    return tuple(question.id for question in questionnaire.questions if question.id in wanted)


def differences(
    questionnaire: Questionnaire, first: AnswerSheet, second: AnswerSheet, asked: tuple[str, ...]
) -> tuple[str, ...]:
    """The questions of `asked` that two keyers read differently, in the order of the sheet."""
    return tuple(key for key in asked if not same(first.get(key, BLANK), second.get(key, BLANK)))


def same(one: Answer, other: Answer) -> bool:
    """Whether two readings say the same; width and blanks of words do not matter."""
    return (one.codes, one.number, one.illegible) == (other.codes, other.number, other.illegible) and unspaced(
        one.text
    ) == unspaced(other.text)


def verdict(question: Question, paper: Answer, first: Answer, second: Answer) -> Verdict:
    """Who misread, when the third look says `paper`."""
    if paper.illegible:
        return Verdict.PAPER_UNCLEAR
    if same(paper, first):
        return Verdict.SECOND_ERRED
    if same(paper, second):
        return Verdict.FIRST_ERRED
    return Verdict.BOTH_ERRED


def counting(chosen: Verdict, paper: Answer, first: Answer, second: Answer) -> Answer:
    """The answer that counts once it is decided who misread."""
    match chosen:
        case Verdict.FIRST_ERRED:
            return second
        case Verdict.SECOND_ERRED:
            return first
        case Verdict.BOTH_ERRED:
            return paper
        case Verdict.PAPER_UNCLEAR:
            return Answer(illegible=True)


def skipped(questionnaire: Questionnaire, first: AnswerSheet, judged: AnswerSheet, left: tuple[str, ...]) -> set[str]:
    """Of the questions `left` to be decided those that what is decided so far makes the firm skip.

    A question whose base hangs on another one that is left is not among them: nobody knows yet.
    """
    known = {key: answer for key, answer in settled(first, judged).items() if key not in left}
    asked = EffectiveAnswers(questionnaire, known).asked
    found: set[str] = set()
    for key in left:
        base = questionnaire.by_id[key].base
        if base is not None and key not in asked and set(left).isdisjoint(conditions.subjects(base)):
            found.add(key)
    return found


def fields_keyed_twice(policy: VerificationPolicy, questionnaire: Questionnaire) -> float:
    """How many fields of one sheet are keyed twice on the average, as long as nobody errs too often."""
    every = len(questionnaire.questions)
    marked = len(questions_of(questionnaire, Scope.MARKED)) if policy.marked and questionnaire.verified else 0
    return marked + (every - marked) / policy.whole_every if policy.whole_every else float(marked)


def settled(first: AnswerSheet, judged: Mapping[str, Answer]) -> AnswerSheet:
    """The answers that count: what both read, and what the third look found where they differed."""
    return {key: answer for key, answer in {**first, **judged}.items() if not answer.blank}
