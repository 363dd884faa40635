"""The way through a questionnaire: which question comes next after a choice, for the skip arrows on paper.

The bases alone decide; nothing else is written down. What a person may have answered before is only known as far as
the bases tell (whoever is asked 問9 has chosen one of the codes that lead there), so the next question is the first
one that *may* be for them; its own base then says whether it is.
"""

from collections.abc import Mapping
from types import MappingProxyType

from shoukei_app.domain import conditions
from shoukei_app.domain.conditions import Condition, Fact
from shoukei_app.domain.outcomes import outcomes
from shoukei_app.domain.questionnaire import Question, Questionnaire

_NOTHING: frozenset[Fact] = frozenset({None})


def next_question(questionnaire: Questionnaire, question: Question, code: int) -> Question | None:
    """The question that comes after choosing `code` at a single-choice `question`; None: that was the last one."""
    known: dict[str, frozenset[Fact]] = {question.id: frozenset({frozenset({code})})}
    if question.base is not None:
        _narrow(questionnaire, question.base, known)
    for earlier in questionnaire.questions[: question.number - 1]:
        if earlier.base is not None and True not in outcomes(earlier.base, known):
            known[earlier.id] = _NOTHING
    for later in questionnaire.questions[question.number :]:
        if later.base is None or True in outcomes(later.base, known):
            return later
        known[later.id] = _NOTHING
    return None


def skips(questionnaire: Questionnaire) -> Mapping[tuple[str, int], Question | None]:
    """By question and code, where a choice leads other than to the question that stands next (None: the end)."""
    found: dict[tuple[str, int], Question | None] = {}
    for question in questionnaire.questions:
        if not question.one_tick:
            continue
        following = questionnaire.questions[question.number : question.number + 1]
        for choice in question.choices:
            target = next_question(questionnaire, question, choice.code)
            if (target,) != following and (target is not None or following):
                found[question.id, choice.code] = target
    return MappingProxyType(found)


def _narrow(questionnaire: Questionnaire, base: Condition, known: dict[str, frozenset[Fact]]) -> None:
    """Add to `known` what must have been answered for `base` to hold, and for the bases of those questions in turn."""
    for subject in dict.fromkeys(conditions.subjects(base)):
        question = questionnaire.by_id.get(subject)
        if question is None or not question.one_tick:
            continue
        facts = known.get(subject, frozenset({None, *(frozenset({choice.code}) for choice in question.choices)}))
        known[subject] = frozenset(
            fact for fact in facts if True in outcomes(base, {**known, subject: frozenset({fact})})
        )
        if None not in known[subject] and question.base is not None:
            _narrow(questionnaire, question.base, known)
