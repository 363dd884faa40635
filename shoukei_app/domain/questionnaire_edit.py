"""A questionnaire while it is designed: questions and choices come, go and move, and every condition follows them.

Each operation gives a new `Design` or raises a Problem that names what stands in the way; a condition never comes to
mean another choice. Questions keep their id for good, so only codes are renumbered.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum, auto

from shoukei_app.domain import conditions
from shoukei_app.domain.conditions import Condition
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.questionnaire import (
    YES_NO_CHOICES,
    Check,
    Choice,
    DiagnosisType,
    Fault,
    Question,
    QuestionKind,
    Questionnaire,
    QuestionRole,
)
from shoukei_app.domain.questionnaire import faults as questionnaire_faults
from shoukei_app.domain.questionnaire_mapping import (
    VersionMapping,
    after,
    compatible,
    identity,
    renumbered,
    rewritten,
)

_NAMED = 3
"""So many places that stand in the way are named, the others counted."""

_BREAKING = frozenset(
    {Fault.QUESTION_LATER, Fault.QUESTION_UNKNOWN, Fault.TEST_UNFIT, Fault.CHOICE_UNKNOWN, Fault.NEVER_HOLDS}
)


@dataclass(frozen=True, slots=True)
class Design:
    """A questionnaire under work, and where its questions and choices stood when the work began."""

    questionnaire: Questionnaire
    mapping: VersionMapping = field(default_factory=VersionMapping)


class GapKind(StrEnum):
    """What a questionnaire still lacks before it can be used; what is wrong in it says `questionnaire.faults`."""

    NO_TITLE = auto()
    NO_TEXT = auto()
    NO_SHORT = auto()
    NO_SECTION = auto()
    CHOICE_EMPTY = auto()
    CHOICE_TWICE = auto()
    ONE_CHOICE = auto()
    CHECK_EMPTY = auto()
    TYPE_EMPTY = auto()


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing to fill in: what, and at which question ("" where at none)."""

    kind: GapKind
    question: str = ""
    detail: str = ""


class Verification(StrEnum):
    """Which questions are keyed twice, chosen for all of them at once."""

    ALL = auto()
    IMPORTANT = auto()
    NONE = auto()


def begin(questionnaire: Questionnaire) -> Design:
    """Begin to work on a questionnaire."""
    return Design(questionnaire, identity(questionnaire))


def reworked(design: Design, questionnaire: Questionnaire, mapping: VersionMapping) -> Design:
    """Put another questionnaire in its place (a template, a file); `mapping` is from the one in work to it."""
    return Design(questionnaire, after(design.mapping, mapping))


def gaps(questionnaire: Questionnaire) -> tuple[Gap, ...]:
    """What is still to fill in before the questionnaire can be used, in its order."""
    return tuple(_gaps(questionnaire))


def users(questionnaire: Questionnaire, question_id: str) -> tuple[str, ...]:
    """Where a question is asked about: 「問9」, 「確認「…」」, 「類型B」."""
    found = [place for place, condition in _conditions(questionnaire) if question_id in conditions.subjects(condition)]
    marking = [_checks(check) for check in questionnaire.checks if question_id in check.questions]
    return tuple(dict.fromkeys([*found, *marking]))


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
        choices=_first_choices(kind),
        verify=kind is not QuestionKind.TEXT,
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
        raise Problem(ProblemKind.QUESTION_ASKED_ABOUT, question=_named(question), by=_listed(by))
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
    made = _with_questions(design, questions)
    _refuse_broken(design, made)
    return made


def change_question(design: Design, question: Question) -> Design:
    """Put another state of a question in its place: kind, words, limit, unit, range, lines, base, group, role ….

    Its choices are changed by the functions for choices. A kind that has none drops them, one that has begins with two.
    Raises Problem: CHOICE_ASKED_ABOUT, CONDITION_NEEDS_KIND where a condition asks what this kind cannot say,
    QUESTION_ORDER where its base looks at a later question, QUESTIONNAIRE_UNREADABLE where its base can never hold.
    """
    before, old = design, design.questionnaire.by_id[question.id]
    question = replace(question, number=old.number, choices=old.choices)
    if question.role is not None and question.role is not old.role:
        design = _without_role(design, question.role)
    if question.kind is not old.kind:
        try:
            return _with_kind(before, design, question)
        except Problem as problem:
            by = problem.data.get("by") or _listed(users(before.questionnaire, question.id))
            raise Problem(ProblemKind.CONDITION_NEEDS_KIND, question=_named(old), by=by) from problem
    made = _with_questions(
        design, [question if one.id == question.id else one for one in design.questionnaire.questions]
    )
    _refuse_looking_ahead(made.questionnaire.questions)
    if question.base != old.base or (question.minimum, question.maximum) != (old.minimum, old.maximum):
        _refuse_broken(before, made)
    return made


def verify(design: Design, verification: Verification) -> Design:
    """Say for all questions at once which are keyed twice.

    Important are those that play a role or that the diagnosis looks at. Words are never keyed alike by two people.
    """
    asked = {subject for kind in design.questionnaire.types if kind.when for subject in conditions.subjects(kind.when)}

    def wanted(question: Question) -> bool:
        if question.by_words or verification is Verification.NONE:
            return False
        return verification is Verification.ALL or question.role is not None or question.id in asked

    questions = [replace(one, verify=wanted(one)) for one in design.questionnaire.questions]
    return _with_questions(design, questions)


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
    _refuse_fixed(question)
    choices = tuple(choice if one.code == choice.code else one for one in question.choices)
    return _with_questions(
        design,
        [replace(one, choices=choices) if one.id == question_id else one for one in design.questionnaire.questions],
    )


# checks and diagnosis


def set_checks(design: Design, checks: Sequence[Check]) -> Design:
    """Put other checks between questions in place. Raises Problem(QUESTIONNAIRE_UNREADABLE)."""
    made = _with(design, replace(design.questionnaire, checks=tuple(checks)))
    _refuse_broken(design, made)
    return made


def set_types(design: Design, types: Sequence[DiagnosisType]) -> Design:
    """Put other types (類型) of the diagnosis in place. Raises Problem(QUESTIONNAIRE_UNREADABLE)."""
    made = _with(design, replace(design.questionnaire, types=tuple(types)))
    _refuse_broken(design, made)
    return made


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
    _refuse_fixed(question)
    codes = {choice.code: place for place, choice in enumerate(choices, start=1) if choice.code}
    coded = tuple(replace(choice, code=place) for place, choice in enumerate(choices, start=1))
    followed = _follow(design.questionnaire, question, codes)
    limit = min(question.limit, len(coded)) if question.limit else question.limit
    questions = [
        replace(one, choices=coded, limit=limit) if one.id == question_id else one for one in followed.questions
    ]
    made = _recoded(_with_questions(_with(design, followed), questions), question_id, codes)
    _refuse_broken(design, made)
    return made


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
        checks=tuple(
            replace(check, when=followed)
            for check in questionnaire.checks
            if (followed := follow(_checks(check), check.when)) is not None
        ),
    )


def _conditions(questionnaire: Questionnaire) -> Iterator[tuple[str, Condition]]:
    """Every condition with the place where it stands."""
    for question in questionnaire.questions:
        if question.base is not None:
            yield _asks(question), question.base
    for check in questionnaire.checks:
        yield _checks(check), check.when
    for kind in questionnaire.types:
        if kind.when is not None:
            yield _types(kind), kind.when


def _asks(question: Question) -> str:
    return f"問{question.number}（誰に聞くか）"


def _types(kind: DiagnosisType) -> str:
    return f"類型「{kind.code} {kind.name}」"


def _checks(check: Check) -> str:
    return f"確認「{check.sentence}」"


def _listed(places: Sequence[str]) -> str:
    rest = len(places) - _NAMED
    return "・".join(places[:_NAMED]) + (f" ほか{rest}か所" if rest > 0 else "")


def _named(question: Question) -> str:
    return f"問{question.number} {question.short}".strip()


def _with_kind(before: Design, design: Design, changed: Question) -> Design:
    old, question = before.questionnaire.by_id[changed.id], _for_kind(changed)
    codes = {one.code: two.code for one in old.choices for two in question.choices if one.text == two.text}
    if old.choices and codes != {choice.code: choice.code for choice in old.choices}:
        design = _recoded(_with(design, _follow(design.questionnaire, old, codes)), question.id, codes)
        question = replace(question, base=design.questionnaire.by_id[question.id].base)
    questions = [question if one.id == question.id else one for one in design.questionnaire.questions]
    made = _with_questions(design, questions)
    _refuse_broken(before, made)
    return made if compatible(old, question) else _without_source(made, question.id)


def _for_kind(question: Question) -> Question:
    """What this kind does not know falls away."""
    several = question.kind is QuestionKind.MULTIPLE
    kept = question.by_ticks and question.kind is not QuestionKind.YES_NO and question.choices
    choices = question.choices if kept else _first_choices(question.kind)
    return replace(
        question,
        choices=choices if several else tuple(replace(choice, exclusive=False) for choice in choices),
        limit=question.limit if several else None,
        unit=question.unit if question.kind is QuestionKind.NUMBER else "",
        minimum=None,
        maximum=None,
        lines=question.lines if question.by_words else 1,
        verify=question.verify and not question.by_words,
    )


def _first_choices(kind: QuestionKind) -> tuple[Choice, ...]:
    return YES_NO_CHOICES if kind in (QuestionKind.SINGLE, QuestionKind.MULTIPLE, QuestionKind.YES_NO) else ()


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


def _refuse_fixed(question: Question) -> None:
    """A yes/no question has the choices that it has."""
    if question.kind is QuestionKind.YES_NO:
        where = {"question": question.number, "short": question.short}
        raise Problem(ProblemKind.QUESTIONNAIRE_UNREADABLE, fault=Fault.CHOICES_UNWANTED, **where)


def _refuse_broken(before: Design, made: Design) -> None:
    """Refuse what breaks a condition that was whole: it asks what is not there, or can never hold."""
    known = {_sign(problem) for problem in questionnaire_faults(before.questionnaire)}
    for problem in questionnaire_faults(made.questionnaire):
        if problem.data["fault"] in _BREAKING and _sign(problem) not in known:
            raise problem


def _sign(problem: Problem) -> tuple[object, ...]:
    return tuple(problem.data.get(key) for key in ("fault", "short", "check", "type"))


def _gaps(questionnaire: Questionnaire) -> Iterator[Gap]:
    if not questionnaire.title.strip():
        yield Gap(GapKind.NO_TITLE)
    for question in questionnaire.questions:
        yield from (Gap(kind, question.id, detail) for kind, detail in _question_gaps(question))
    for place, check in enumerate(questionnaire.checks, start=1):
        if not check.sentence.strip():
            yield Gap(GapKind.CHECK_EMPTY, detail=str(place))
    for place, kind in enumerate(questionnaire.types, start=1):
        if not kind.name.strip() or not kind.code.strip():
            yield Gap(GapKind.TYPE_EMPTY, detail=str(place))


def _question_gaps(question: Question) -> Iterator[tuple[GapKind, str]]:
    for kind, text in (
        (GapKind.NO_TEXT, question.text),
        (GapKind.NO_SHORT, question.short),
        (GapKind.NO_SECTION, question.section),
    ):
        if not text.strip():
            yield kind, ""
    texts = [choice.text.strip() for choice in question.choices]
    if len(texts) == 1:
        yield GapKind.ONE_CHOICE, ""
    if "" in texts:
        yield GapKind.CHOICE_EMPTY, str(texts.index("") + 1)
    if twice := {text for text in texts if text and texts.count(text) > 1}:
        yield GapKind.CHOICE_TWICE, min(twice)
