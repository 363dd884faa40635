"""A questionnaire while it is designed: questions and choices come, go and move, and every condition follows them.

Each operation gives a new `Design` or raises a Problem that names what stands in the way; a condition never comes to
mean another choice. Questions keep their id for good, so only codes are renumbered.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum, auto

from shoukei_app.domain import conditions
from shoukei_app.domain.conditions import Condition, Operator, Test
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.questionnaire import (
    Choice,
    DiagnosisType,
    Question,
    QuestionKind,
    Questionnaire,
    QuestionRole,
)
from shoukei_app.domain.questionnaire_mapping import (
    VersionMapping,
    after,
    compatible,
    identity,
    renumbered,
    rewritten,
)

WITH_CHOICES = frozenset({QuestionKind.SINGLE, QuestionKind.MULTIPLE})
_NUMBERS = frozenset({QuestionKind.NUMBER, QuestionKind.YEAR})
_FIRST_CHOICES = (Choice(1, "はい"), Choice(2, "いいえ"))
_VERIFIED_ROLES = frozenset(
    {QuestionRole.AGE, QuestionRole.LEGAL_FORM, QuestionRole.VISIT_WISH, QuestionRole.CONSENT, QuestionRole.STAFF}
)


@dataclass(frozen=True, slots=True)
class Design:
    """A questionnaire under work, and where its questions and choices stood when the work began."""

    questionnaire: Questionnaire
    mapping: VersionMapping = field(default_factory=VersionMapping)


class FaultKind(StrEnum):
    """What a questionnaire cannot be used with, or should not."""

    NO_TITLE = auto()
    NO_QUESTIONS = auto()
    NO_TEXT = auto()
    NO_SHORT = auto()
    NO_SECTION = auto()
    CHOICE_EMPTY = auto()
    CHOICE_TWICE = auto()
    TOO_FEW_CHOICES = auto()
    LIMIT_WRONG = auto()
    RANGE_WRONG = auto()
    CHECK_NO_SENTENCE = auto()
    TYPE_NO_NAME = auto()


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to mend: what, and at which question ("" where at none)."""

    kind: FaultKind
    question: str = ""
    detail: str = ""


def begin(questionnaire: Questionnaire) -> Design:
    """Begin to work on a questionnaire."""
    return Design(questionnaire, identity(questionnaire))


def reworked(design: Design, questionnaire: Questionnaire, mapping: VersionMapping) -> Design:
    """Put another questionnaire in its place (a template, a file); `mapping` is from the one in work to it."""
    return Design(questionnaire, after(design.mapping, mapping))


def faults(questionnaire: Questionnaire) -> tuple[Fault, ...]:
    """What is still to mend before the questionnaire can be used, in its order."""
    return tuple(_faults(questionnaire))


def fits(question: Question, test: Test) -> bool:
    """Whether a test can be asked of a question: codes that it has, figures of a figure."""
    match test.operator:
        case Operator.ANSWERED:
            return True
        case Operator.ANY_OF:
            return _has_codes(question, test)
        case Operator.ALL_OF:
            return question.kind is QuestionKind.MULTIPLE and _has_codes(question, test)
        case Operator.COUNT_AT_LEAST:
            return question.kind is QuestionKind.MULTIPLE
        case Operator.AT_LEAST | Operator.AT_MOST:
            return question.kind in _NUMBERS
        case Operator.EQUALS:
            return question.kind in _NUMBERS if isinstance(test.operand, int) else question.kind is QuestionKind.TEXT


def users(questionnaire: Questionnaire, question_id: str) -> tuple[str, ...]:
    """Where a question is asked about: 「問9」, 「確認「…」」, 「類型B」."""
    return tuple(
        place for place, condition in _conditions(questionnaire) if question_id in conditions.subjects(condition)
    )


# heading and sections


def change_heading(design: Design, *, title: str, lead: str, purpose: str) -> Design:
    """Change the words above the questions."""
    return _with(design, replace(design.questionnaire, title=title, lead=lead, purpose=purpose))


def rename_section(design: Design, question_id: str, title: str) -> Design:
    """Give another title to the section that a question stands in: the run of questions around it."""
    questions = list(design.questionnaire.questions)
    here = _place(design, question_id)
    section = questions[here].section
    for step in (1, -1):
        place = here if step == 1 else here - 1
        while 0 <= place < len(questions) and questions[place].section == section:
            questions[place] = replace(questions[place], section=title)
            place += step
    return _with_questions(design, questions)


# questions


def new_id(questionnaire: Questionnaire) -> str:
    """An id that no question has."""
    numbers = [int(found[1]) for one in questionnaire.questions if (found := re.fullmatch(r"q(\d+)", one.id))]
    return f"q{max([*numbers, 0]) + 1}"


def add_question(design: Design, place: int, kind: QuestionKind, section: str = "") -> Design:
    """Put an empty question at a place (from 0); its section is that of the question before, where none is named."""
    questions = list(design.questionnaire.questions)
    place = max(0, min(place, len(questions)))
    around = questions[place - 1 : place] or questions[place : place + 1]
    fresh = Question(
        id=new_id(design.questionnaire),
        number=0,
        kind=kind,
        text="",
        short="",
        section=section or (around[0].section if around else ""),
        choices=_FIRST_CHOICES if kind in WITH_CHOICES else (),
    )
    return _with_questions(design, [*questions[:place], fresh, *questions[place:]])


def copy_question(design: Design, question_id: str) -> Design:
    """Put a copy of a question behind it; a role is played by one question only and stays with the first."""
    place = _place(design, question_id)
    questions = list(design.questionnaire.questions)
    copy = replace(questions[place], id=new_id(design.questionnaire), role=None)
    return _with_questions(design, [*questions[: place + 1], copy, *questions[place + 1 :]])


def remove_question(design: Design, question_id: str) -> Design:
    """Take a question out. Raises Problem(QUESTION_ASKED_ABOUT) where a condition asks about it."""
    question = design.questionnaire.by_id[question_id]
    if by := users(design.questionnaire, question_id):
        raise Problem(ProblemKind.QUESTION_ASKED_ABOUT, question=_named(question), by="・".join(by))
    kept = [one for one in design.questionnaire.questions if one.id != question_id]
    return _with_questions(design, kept)


def move_question(design: Design, question_id: str, place: int, section: str | None = None) -> Design:
    """Move a question to a place among the others (from 0).

    It takes the section of the question that it comes to stand behind, or the one named. Raises
    Problem(QUESTION_ORDER) where somebody who fills in the form could not know yet whether a question is for them.
    """
    question = design.questionnaire.by_id[question_id]
    others = [one for one in design.questionnaire.questions if one.id != question_id]
    place = max(0, min(place, len(others)))
    if section is None:
        around = others[place - 1 : place] if place else others[:1]
        section = around[0].section if around else question.section
    questions = [*others[:place], replace(question, section=section), *others[place:]]
    _refuse_looking_ahead(questions)
    return _with_questions(design, questions)


def change_question(design: Design, question: Question) -> Design:
    """Put another state of a question in its place: kind, words, limit, unit, range, lines, base, group, role ….

    Its choices are changed by the functions for choices. A kind that has none drops them, one that has begins with two.
    Raises Problem: CONDITION_NEEDS_KIND where a condition asks what this kind cannot say, QUESTION_ORDER where its
    base looks at a later question, RULES_UNREADABLE where its base asks what the question asked about cannot say.
    """
    old = design.questionnaire.by_id[question.id]
    question = replace(question, number=old.number, choices=old.choices)
    if question.kind is not old.kind:
        question = _for_kind(question)
        for place, condition in _conditions(design.questionnaire):
            if any(test.subject == question.id and not fits(question, test) for test in _tests(condition)):
                raise Problem(ProblemKind.CONDITION_NEEDS_KIND, question=_named(old), by=place)
    if question.role is not None and question.role is not old.role:
        design = _without_role(design, question.role)
    questions = [question if one.id == question.id else one for one in design.questionnaire.questions]
    if question.base != old.base:
        _refuse_looking_ahead(questions)
        _refuse_unfit(design.questionnaire, question.base)
    made = _with_questions(design, questions)
    return made if compatible(old, question) else _without_source(made, question.id)


# choices


def add_choice(design: Design, question_id: str, place: int, choice: Choice) -> Design:
    """Put a choice at a place (from 0); the codes behind it move on by one."""
    old = list(design.questionnaire.by_id[question_id].choices)
    place = max(0, min(place, len(old)))
    return _with_choices(design, question_id, [*old[:place], replace(choice, code=0), *old[place:]])


def remove_choice(design: Design, question_id: str, code: int) -> Design:
    """Take a choice out; conditions go on meaning the others.

    Raises Problem: CHOICE_ASKED_ABOUT where a condition would mean nothing without it, TOO_FEW_CHOICES for the last.
    """
    old = design.questionnaire.by_id[question_id].choices
    if len(old) == 1:
        raise Problem(ProblemKind.TOO_FEW_CHOICES, question=_named(design.questionnaire.by_id[question_id]))
    return _with_choices(design, question_id, [choice for choice in old if choice.code != code])


def move_choice(design: Design, question_id: str, code: int, place: int) -> Design:
    """Move a choice to a place among the others (from 0)."""
    old = design.questionnaire.by_id[question_id].choices
    others = [choice for choice in old if choice.code != code]
    place = max(0, min(place, len(others)))
    return _with_choices(design, question_id, [*others[:place], old[code - 1], *others[place:]])


def change_choice(design: Design, question_id: str, choice: Choice) -> Design:
    """Put other words or ticks in the place of the choice with this code."""
    question = design.questionnaire.by_id[question_id]
    choices = tuple(choice if one.code == choice.code else one for one in question.choices)
    return _with_questions(
        design,
        [replace(one, choices=choices) if one.id == question_id else one for one in design.questionnaire.questions],
    )


# diagnosis


def set_types(design: Design, types: Sequence[DiagnosisType]) -> Design:
    """Put other types (類型) of the diagnosis in place.

    Raises Problem(RULES_UNREADABLE) where a condition asks what no question can say.
    """
    for kind in types:
        _refuse_unfit(design.questionnaire, kind.when)
    return _with(design, replace(design.questionnaire, types=tuple(types)))


# the workings


def _with(design: Design, questionnaire: Questionnaire) -> Design:
    return replace(design, questionnaire=questionnaire)


def _with_questions(design: Design, questions: Sequence[Question]) -> Design:
    """Number the questions anew; sources of questions that are gone go with them."""
    numbered = tuple(replace(one, number=number) for number, one in enumerate(questions, start=1))
    ids = {question.id for question in numbered}
    sources = {new: source for new, source in design.mapping.sources.items() if new in ids}
    return Design(replace(design.questionnaire, questions=numbered), VersionMapping(sources))


def _with_choices(design: Design, question_id: str, choices: Sequence[Choice]) -> Design:
    """Code choices anew by their places (0: a new one); every condition follows."""
    question = design.questionnaire.by_id[question_id]
    codes = {choice.code: place for place, choice in enumerate(choices, start=1) if choice.code}
    coded = tuple(replace(choice, code=place) for place, choice in enumerate(choices, start=1))
    followed = _follow(design.questionnaire, question, codes)
    questions = [replace(one, choices=coded) if one.id == question_id else one for one in followed.questions]
    return _recoded(_with_questions(_with(design, followed), questions), question_id, codes)


def _recoded(design: Design, question_id: str, codes: Mapping[int, int]) -> Design:
    source = design.mapping.sources.get(question_id)
    if source is None:
        return design
    moved = {first: codes[now] for first, now in source.codes.items() if now in codes}
    sources = {**design.mapping.sources, question_id: replace(source, codes=moved)}
    return replace(design, mapping=VersionMapping(sources))


def _without_source(design: Design, question_id: str) -> Design:
    sources = {new: source for new, source in design.mapping.sources.items() if new != question_id}
    return replace(design, mapping=VersionMapping(sources))


def _follow(questionnaire: Questionnaire, question: Question, codes: Mapping[int, int]) -> Questionnaire:
    """Every condition with the codes of one question as old → new. Raises Problem(CHOICE_ASKED_ABOUT)."""

    def follow(place: str, condition: Condition | None) -> Condition | None:
        if condition is None:
            return None
        made = rewritten(condition, lambda test: renumbered(test, codes) if test.subject == question.id else test)
        if made is None:
            lost = next(choice for choice in question.choices if choice.code not in codes)
            raise Problem(ProblemKind.CHOICE_ASKED_ABOUT, question=_named(question), choice=lost.text, by=place)
        return made

    return replace(
        questionnaire,
        questions=tuple(replace(one, base=follow(_asks(one), one.base)) for one in questionnaire.questions),
        types=tuple(replace(kind, when=follow(_types(kind), kind.when)) for kind in questionnaire.types),
    )


def _conditions(questionnaire: Questionnaire) -> Iterator[tuple[str, Condition]]:
    """Every condition with the place where it stands."""
    for question in questionnaire.questions:
        if question.base is not None:
            yield _asks(question), question.base
    for kind in questionnaire.types:
        if kind.when is not None:
            yield _types(kind), kind.when


def _asks(question: Question) -> str:
    return f"問{question.number}（誰に聞くか）"


def _types(kind: DiagnosisType) -> str:
    return f"類型「{kind.code} {kind.name}」"


def _named(question: Question) -> str:
    return f"問{question.number} {question.short}".strip()


def _tests(condition: Condition) -> Iterator[Test]:
    match condition:
        case Test():
            yield condition
        case conditions.Not(part):
            yield from _tests(part)
        case conditions.All(parts) | conditions.Some(parts, _):
            for part in parts:
                yield from _tests(part)


def _for_kind(question: Question) -> Question:
    """What this kind does not know falls away."""
    choices = question.kind in WITH_CHOICES
    return replace(
        question,
        choices=(question.choices or _FIRST_CHOICES) if choices else (),
        limit=question.limit if question.kind is QuestionKind.MULTIPLE else None,
        unit=question.unit if question.kind is QuestionKind.NUMBER else "",
        minimum=question.minimum if question.kind in _NUMBERS else None,
        maximum=question.maximum if question.kind in _NUMBERS else None,
        lines=question.lines if question.kind is QuestionKind.TEXT else 1,
    )


def _without_role(design: Design, role: QuestionRole) -> Design:
    questions = [replace(one, role=None) if one.role is role else one for one in design.questionnaire.questions]
    return _with_questions(design, questions)


def _place(design: Design, question_id: str) -> int:
    return next(place for place, one in enumerate(design.questionnaire.questions) if one.id == question_id)


def _refuse_looking_ahead(questions: Sequence[Question]) -> None:
    places = {question.id: place for place, question in enumerate(questions)}
    for place, question in enumerate(questions):
        for subject in conditions.subjects(question.base) if question.base else ():
            if places.get(subject, place) >= place:
                other = questions[places[subject]] if subject in places else question
                raise Problem(ProblemKind.QUESTION_ORDER, question=_named(question), other=_named(other))


def _refuse_unfit(questionnaire: Questionnaire, condition: Condition | None) -> None:
    for test in _tests(condition) if condition else ():
        question = questionnaire.by_id.get(test.subject)
        if question is None or not fits(question, test):
            raise Problem(ProblemKind.RULES_UNREADABLE, found=str(conditions.to_data(test)))


def _has_codes(question: Question, test: Test) -> bool:
    codes = test.operand if isinstance(test.operand, tuple) else ()
    return bool(codes) and all(question.choice(code) is not None for code in codes)


def _faults(questionnaire: Questionnaire) -> Iterator[Fault]:
    if not questionnaire.title.strip():
        yield Fault(FaultKind.NO_TITLE)
    if not questionnaire.questions:
        yield Fault(FaultKind.NO_QUESTIONS)
    for question in questionnaire.questions:
        yield from (Fault(kind, question.id, detail) for kind, detail in _question_faults(question))
    for kind in questionnaire.types:
        if not kind.name.strip() or not kind.code.strip():
            yield Fault(FaultKind.TYPE_NO_NAME, detail=kind.code or kind.name)


def _question_faults(question: Question) -> Iterator[tuple[FaultKind, str]]:
    if not question.text.strip():
        yield FaultKind.NO_TEXT, ""
    if not question.short.strip():
        yield FaultKind.NO_SHORT, ""
    if not question.section.strip():
        yield FaultKind.NO_SECTION, ""
    if question.kind in WITH_CHOICES:
        if len(question.choices) < 2:
            yield FaultKind.TOO_FEW_CHOICES, ""
        texts = [choice.text.strip() for choice in question.choices]
        if not all(texts):
            yield FaultKind.CHOICE_EMPTY, str(texts.index("") + 1)
        twice = {text for text in texts if text and texts.count(text) > 1}
        if twice:
            yield FaultKind.CHOICE_TWICE, min(twice)
        if question.limit is not None and not 1 <= question.limit <= len(question.choices):
            yield FaultKind.LIMIT_WRONG, str(len(question.choices))
    if question.minimum is not None and question.maximum is not None and question.minimum > question.maximum:
        yield FaultKind.RANGE_WRONG, ""
