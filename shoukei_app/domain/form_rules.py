"""The numbered rules of a questionnaire: everything that acts on paper, at entry and in the figures, in one list.

Nothing here is a second definition: the list is read off the questions, their bases and the checks. It is what the
designer shows and what the test of the three places goes through.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import count

from shoukei_app.domain import routing
from shoukei_app.domain.questionnaire import Question, Questionnaire


class RuleKind(StrEnum):
    """What a rule is about."""

    BASE = "base"
    ONE_TICK = "one_tick"
    LIMIT = "limit"
    EXCLUSIVE = "exclusive"
    RANGE = "range"
    SKIP = "skip"
    CHECK = "check"


@dataclass(frozen=True, slots=True)
class FormRule:
    """One rule: R`number`, on the question with this id (the first it marks, for a check).

    `code`: the choice that skips or stands alone. `target`: the id of the question a skip leads to, "" for the end.
    `check`: the id of a check.
    """

    number: int
    kind: RuleKind
    question: str
    code: int = 0
    target: str = ""
    check: str = ""

    @property
    def name(self) -> str:
        """R1, R2 …"""
        return f"R{self.number}"


def rules_of(questionnaire: Questionnaire) -> tuple[FormRule, ...]:
    """Every rule, in the order of the questions; the checks between questions come last."""
    numbers = count(1)
    skips = routing.skips(questionnaire)
    found: list[FormRule] = []
    for question in questionnaire.questions:
        found.extend(FormRule(next(numbers), kind, question.id, code) for kind, code in _own(question))
        for choice in question.choices:
            if (question.id, choice.code) in skips:
                target = skips[question.id, choice.code]
                name = target.id if target else ""
                found.append(FormRule(next(numbers), RuleKind.SKIP, question.id, choice.code, name))
    found.extend(
        FormRule(next(numbers), RuleKind.CHECK, check.questions[0], check=check.id) for check in questionnaire.checks
    )
    return tuple(found)


def _own(question: Question) -> Iterator[tuple[RuleKind, int]]:
    """The rules that one question brings, each with the choice it is about (0: none)."""
    if question.base is not None:
        yield RuleKind.BASE, 0
    if question.one_tick:
        yield RuleKind.ONE_TICK, 0
    if question.limit is not None:
        yield RuleKind.LIMIT, 0
    for choice in question.choices:
        if choice.exclusive:
            yield RuleKind.EXCLUSIVE, choice.code
    if question.minimum is not None or question.maximum is not None:
        yield RuleKind.RANGE, 0
