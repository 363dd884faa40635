"""The way through a questionnaire: which question comes next after a choice, for the skip arrows on paper.

The bases alone decide; nothing else is written down. The next question is the first one that *may* be for somebody
who was asked this one and chose so; its own base then says whether it is.
"""

from collections.abc import Mapping
from types import MappingProxyType

from shoukei_app.domain.conditions import All, Operator, Test
from shoukei_app.domain.outcomes import never_holds
from shoukei_app.domain.questionnaire import Question, Questionnaire


def next_question(questionnaire: Questionnaire, question: Question, code: int) -> Question | None:
    """The question that comes after choosing `code` at a single-choice `question`; None: that was the last one."""
    chosen = Test(question.id, Operator.ANY_OF, (code,))
    for later in questionnaire.questions[question.number :]:
        if later.base is None or not never_holds(All((chosen, later.base)), questionnaire.counting):
            return later
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
