"""What is known of a firm, as rules ask it: effective answers, the diagnosis, the register, the last campaign.

Facts are plain data (ticks as lists, numbers, words), so that they can be kept beside the answers and read quickly.
A subject that is no question has a dot in its name; the id of a question has none.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeAlias

from shoukei_app.domain.answers import AnswerSheet, EffectiveAnswers
from shoukei_app.domain.questionnaire import Question, QuestionKind, Questionnaire

PlainFacts: TypeAlias = dict[str, Any]


class FirmSubject(StrEnum):
    """What a rule can ask of a firm besides its answers."""

    DIAGNOSIS = "diagnosis.type"
    STAFF = "firm.staff"
    MUNICIPALITY = "firm.area"
    OFFICE = "firm.office_area"
    INDUSTRY = "firm.industry"
    LEGAL_FORM = "firm.legal_form"
    ALIKE = "firm.alike"
    EARLIER_STEPS = "history.steps"
    EARLIER_DIAGNOSIS = "history.diagnosis"
    EARLIER_OUTCOME = "history.outcome"


UNITS = {FirmSubject.STAFF: "人", FirmSubject.ALIKE: "件"}
"""What the numbers of these subjects count."""


class EarlierStep(StrEnum):
    """How far a firm came in the last campaign before this one; a firm that was no target then has none."""

    TARGET = "target"
    REPLIED = "replied"
    FLAGGED = "flagged"
    VISITED = "visited"
    MET = "met"
    REFERRED = "referred"


class SubjectGroup(StrEnum):
    """Where what is known of a subject comes from: the heading it is offered under."""

    ANSWERS = "answers"
    FIRM = "firm"
    HISTORY = "history"


class SubjectKind(StrEnum):
    """How what is known of a subject looks, and so what can be asked of it."""

    ONE = "one"
    SEVERAL = "several"
    NUMBER = "number"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Askable:
    """A subject as an editor offers it and a sentence names it. `choices` are (code, words)."""

    id: str
    title: str
    kind: SubjectKind
    group: SubjectGroup
    choices: tuple[tuple[int | str, str], ...] = ()
    unit: str = ""


def answered(questionnaire: Questionnaire, sheet: AnswerSheet) -> PlainFacts:
    """The answers of a sheet that count, as plain data; questions that nothing is known of are left out."""
    effective = EffectiveAnswers(questionnaire, sheet)
    found: PlainFacts = {}
    for question in questionnaire.questions:
        fact = effective(question.id)
        if fact is not None:
            found[question.id] = sorted(fact) if isinstance(fact, frozenset) else fact
    return found


def kind_of(question: Question) -> SubjectKind:
    """How the answers to a question look."""
    if question.choices:
        return SubjectKind.SEVERAL if question.kind is QuestionKind.MULTIPLE else SubjectKind.ONE
    return SubjectKind.WORDS if question.kind is QuestionKind.TEXT else SubjectKind.NUMBER


def askable(question: Question, title: str) -> Askable:
    """A question as a subject called `title`."""
    choices = tuple((choice.code, choice.text) for choice in question.choices)
    unit = question.unit or ("年" if question.kind is QuestionKind.YEAR else "")
    return Askable(question.id, title, kind_of(question), SubjectGroup.ANSWERS, choices, unit)
