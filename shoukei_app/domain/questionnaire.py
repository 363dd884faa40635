"""The questionnaire (調査票) as data: one definition for printed form, entry page, checks and statistics."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum, auto
from functools import cached_property
from typing import Any, TypeAlias

from shoukei_app.domain import conditions
from shoukei_app.domain.conditions import Condition, Operator
from shoukei_app.domain.era import ERAS
from shoukei_app.domain.outcomes import Subject, never_holds
from shoukei_app.domain.problem import Problem, ProblemKind


class QuestionKind(StrEnum):
    """How a question is answered; `Question` says what follows from it."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    YES_NO = "yes_no"
    NUMBER = "number"
    YEAR = "year"
    DATE = "date"
    TEXT = "text"


class QuestionRole(StrEnum):
    """What the program itself must find in any questionnaire, whatever the office calls it."""

    LEGAL_FORM = "legal_form"
    AGE = "age"
    STAFF = "staff"
    VISIT_WISH = "visit_wish"
    CONSENT = "consent"
    RESPONDENT = "respondent"


class Recipient(StrEnum):
    """Kinds of organisation that a firm can let see its answers."""

    MUNICIPALITY = "municipality"
    PREFECTURE = "prefecture"
    SHOKOKAI = "shokokai"
    CENTRE = "centre"
    BANK = "bank"


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to tick. `other` opens a line for words; `recipient` says whom a consent is for.

    An `exclusive` one (特にない) stands alone: together with others it is a contradiction.
    """

    code: int
    text: str
    other: bool = False
    recipient: Recipient | None = None
    exclusive: bool = False


YES_NO_CHOICES = (Choice(1, "はい"), Choice(2, "いいえ"))
"""The choices of every yes/no question; a file does not name them."""

BARE_ERA = "S"
"""The era of a year of one or two digits where a questionnaire names none: most founders and firms are of 昭和."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `base` says who is asked (None: everybody); `group` puts short questions under one heading.

    `limit`: the most ticks of a multiple choice. `minimum` and `maximum` are years for a year and yyyymmdd for a
    date. `era` is the letter of the era of a bare "30" in a year or date ("": it must be said). `verify`: keyed in the
    second entry too. `spoken` is how it is read aloud on the telephone ("": as it is printed).
    """

    id: str
    number: int
    kind: QuestionKind
    text: str
    short: str
    section: str
    choices: tuple[Choice, ...] = ()
    limit: int | None = None
    unit: str = ""
    minimum: int | None = None
    maximum: int | None = None
    lines: int = 1
    base: Condition | None = None
    group: str = ""
    note: str = ""
    role: QuestionRole | None = None
    verify: bool = True
    era: str = BARE_ERA
    spoken: str = ""

    @property
    def by_ticks(self) -> bool:
        """Answered by ticking choices."""
        return self.one_tick or self.kind is QuestionKind.MULTIPLE

    @property
    def one_tick(self) -> bool:
        """Answered by one tick: two are one too many."""
        return self.kind in (QuestionKind.SINGLE, QuestionKind.YES_NO)

    @property
    def by_number(self) -> bool:
        """Answered by a number: of something, a year, or a date as yyyymmdd."""
        return self.by_date or self.kind is QuestionKind.NUMBER

    @property
    def by_date(self) -> bool:
        """Answered by a year or a day, in 和暦 or western."""
        return self.kind in (QuestionKind.YEAR, QuestionKind.DATE)

    @property
    def by_words(self) -> bool:
        """Answered in words alone."""
        return self.kind is QuestionKind.TEXT

    @property
    def aloud(self) -> str:
        """The question as it is read aloud."""
        return self.spoken or self.text

    def choice(self, code: int) -> Choice | None:
        """The choice with this code, or None."""
        return self.choices[code - 1] if 1 <= code <= len(self.choices) else None


@dataclass(frozen=True, slots=True)
class DiagnosisType:
    """One type (類型) of the diagnosis: the first whose condition holds is the firm's."""

    code: str
    name: str
    advice: str
    when: Condition | None


@dataclass(frozen=True, slots=True)
class Check:
    """Answers that do not go together: `sentence` is what the clerk reads, `questions` the ids that are marked.

    `when` is asked of the answers as they were written, whether or not they were to be skipped.
    """

    id: str
    sentence: str
    questions: tuple[str, ...]
    when: Condition


@dataclass(frozen=True)
class Questionnaire:
    """A version of a questionnaire with its diagnosis and the checks between its questions."""

    id: str
    version: int
    title: str
    lead: str
    purpose: str
    questions: tuple[Question, ...]
    types: tuple[DiagnosisType, ...]
    checks: tuple[Check, ...] = ()

    @cached_property
    def by_id(self) -> Mapping[str, Question]:
        """Questions by their id."""
        return {question.id: question for question in self.questions}

    @cached_property
    def verified(self) -> frozenset[str]:
        """The ids that a second entry keys: the questions that say so and those their bases look at, all the way up.

        Without the latter the second keyer could not be led past what is to be skipped.
        """
        found: set[str] = set()
        for question in reversed(self.questions):
            if question.verify or question.id in found:
                found.add(question.id)
                found.update(conditions.subjects(question.base) if question.base else ())
        return frozenset(found)

    @cached_property
    def counting(self) -> Mapping[str, Subject]:
        """What can count for each question, in their order: nothing where its base does not hold."""
        return _subjects(self.questions, bases=True)

    @cached_property
    def writable(self) -> Mapping[str, Subject]:
        """What can be written for each question, in their order, also where it was to be skipped."""
        return _subjects(self.questions, bases=False)

    def check(self, name: str) -> Check | None:
        """The check with this id, or None."""
        return next((check for check in self.checks if check.id == name), None)

    def by_role(self, role: QuestionRole) -> Question | None:
        """The question that plays a role, or None where this questionnaire has none."""
        return next((question for question in self.questions if question.role is role), None)

    def find(self, name: str) -> Question:
        """The question with this id or number ("age", "5", "問5"). Raises Problem(QUESTION_UNKNOWN)."""
        if name in self.by_id:
            return self.by_id[name]
        digits = name.removeprefix("問").removeprefix("q")
        if digits.isdecimal() and 1 <= int(digits) <= len(self.questions):
            return self.questions[int(digits) - 1]
        raise Problem(ProblemKind.QUESTION_UNKNOWN, question=name)

    def diagnosis(self, code: str) -> DiagnosisType:
        """The type with this code; the last one (判定不能) for any other."""
        return next((kind for kind in self.types if kind.code == code), self.types[-1])


def _subjects(questions: Iterable[Question], *, bases: bool) -> dict[str, Subject]:
    return {
        question.id: Subject(
            base=question.base if bases else None,
            codes=len(question.choices),
            several=question.kind is QuestionKind.MULTIPLE,
            number=question.by_number,
            low=question.minimum,
            high=question.maximum,
        )
        for question in questions
    }


class Fault(StrEnum):
    """What can be wrong with a questionnaire; `words.questionnaire_faults` has the sentence."""

    UNREADABLE = auto()
    NO_QUESTIONS = auto()
    NO_TYPES = auto()
    ID_TWICE = auto()
    NUMBER_WRONG = auto()
    ROLE_TWICE = auto()
    CHOICES_MISSING = auto()
    CHOICES_UNWANTED = auto()
    LIMIT_UNWANTED = auto()
    LIMIT_WRONG = auto()
    EXCLUSIVE_UNWANTED = auto()
    RANGE_UNWANTED = auto()
    RANGE_EMPTY = auto()
    LINES_WRONG = auto()
    ERA_UNKNOWN = auto()
    CONDITION_UNREADABLE = auto()
    QUESTION_LATER = auto()
    QUESTION_UNKNOWN = auto()
    TEST_UNFIT = auto()
    CHOICE_UNKNOWN = auto()
    NEVER_HOLDS = auto()
    MARKS_NOTHING = auto()


def from_data(data: Mapping[str, Any], *, checked: bool = False) -> Questionnaire:
    """Read a questionnaire from its data form (the TOML of `resources/questionnaires`, the JSON of a campaign).

    Raises Problem(QUESTIONNAIRE_UNREADABLE) with the first of its `faults`; those are not looked for in what was
    `checked` when it was kept, because a ledger reads its questionnaire at every step.
    """
    try:
        questions: list[Question] = []
        for section in data["sections"]:
            for entry in section["questions"]:
                questions.append(_question(entry, len(questions) + 1, section["title"]))
        result = Questionnaire(
            id=data["id"],
            version=int(data["version"]),
            title=data["title"],
            lead=data.get("lead", ""),
            purpose=data.get("purpose", ""),
            questions=tuple(questions),
            types=tuple(_type(entry) for entry in data["types"]),
            checks=tuple(_check(entry) for entry in data.get("checks", ())),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise _problem(Fault.UNREADABLE, found=repr(error)) from error
    fault = None if checked else next(faults(result), None)
    if fault is not None:
        raise fault
    return result


def to_data(questionnaire: Questionnaire) -> dict[str, Any]:
    """The data form of a questionnaire; `from_data` reads it back."""
    sections: list[dict[str, Any]] = []
    for question in questionnaire.questions:
        if not sections or sections[-1]["title"] != question.section:
            sections.append({"title": question.section, "questions": []})
        sections[-1]["questions"].append(_question_data(question))
    data = {
        "id": questionnaire.id,
        "version": questionnaire.version,
        "title": questionnaire.title,
        "lead": questionnaire.lead,
        "purpose": questionnaire.purpose,
        "sections": sections,
        "types": [
            {"code": kind.code, "name": kind.name, "advice": kind.advice}
            | ({"when": conditions.to_data(kind.when)} if kind.when else {})
            for kind in questionnaire.types
        ],
    }
    checks = [
        {
            "id": check.id,
            "sentence": check.sentence,
            "questions": list(check.questions),
            "when": conditions.to_data(check.when),
        }
        for check in questionnaire.checks
    ]
    return data | ({"checks": checks} if checks else {})


def _question(entry: Mapping[str, Any], number: int, section: str) -> Question:
    kind = QuestionKind(entry["kind"])
    choices = tuple(_choice(code, choice) for code, choice in enumerate(entry.get("choices", ()), start=1))
    where = {"question": number, "short": entry.get("short", entry["text"])}
    return Question(
        id=entry["id"],
        number=number,
        kind=kind,
        text=entry["text"],
        short=where["short"],
        section=section,
        choices=YES_NO_CHOICES if kind is QuestionKind.YES_NO and not choices else choices,
        limit=entry.get("limit"),
        unit=entry.get("unit", ""),
        minimum=entry.get("minimum"),
        maximum=entry.get("maximum"),
        lines=entry.get("lines", 1),
        base=_condition(entry["base"], **where) if "base" in entry else None,
        group=entry.get("group", ""),
        note=entry.get("note", ""),
        role=QuestionRole(entry["role"]) if "role" in entry else None,
        verify=entry.get("verify", _verified(kind)),
        era=entry.get("era", BARE_ERA),
        spoken=entry.get("spoken", ""),
    )


def _verified(kind: QuestionKind) -> bool:
    """Whether a kind is keyed twice where the questionnaire says nothing: two people never write words alike."""
    return kind is not QuestionKind.TEXT


def _choice(code: int, data: str | Mapping[str, Any]) -> Choice:
    fields: Mapping[str, Any] = {"text": data} if isinstance(data, str) else data
    recipient = fields.get("recipient")
    return Choice(
        code,
        fields["text"],
        other=bool(fields.get("other")),
        recipient=Recipient(recipient) if recipient else None,
        exclusive=bool(fields.get("exclusive")),
    )


def _type(entry: Mapping[str, Any]) -> DiagnosisType:
    when = _condition(entry["when"], type=entry["code"]) if "when" in entry else None
    return DiagnosisType(entry["code"], entry["name"], entry["advice"], when)


def _check(entry: Mapping[str, Any]) -> Check:
    when = _condition(entry["when"], check=entry["sentence"])
    return Check(entry["id"], entry["sentence"], tuple(entry["questions"]), when)


def _condition(data: Mapping[str, Any], **where: object) -> Condition:
    try:
        return conditions.from_data(data)
    except Problem as problem:
        raise _problem(Fault.CONDITION_UNREADABLE, **where, **problem.data) from problem


def _question_data(question: Question) -> dict[str, Any]:
    given_choices = question.choices if question.kind is not QuestionKind.YES_NO else ()
    optional = {
        "limit": question.limit,
        "unit": question.unit,
        "minimum": question.minimum,
        "maximum": question.maximum,
        "lines": question.lines if question.lines != 1 else None,
        "base": conditions.to_data(question.base) if question.base else None,
        "group": question.group,
        "note": question.note,
        "role": question.role.value if question.role else None,
        "spoken": question.spoken,
        "choices": [_choice_data(choice) for choice in given_choices] or None,
    }
    data: dict[str, Any] = {
        "id": question.id,
        "kind": question.kind.value,
        "text": question.text,
        "short": question.short,
    }
    data |= {name: value for name, value in optional.items() if value not in (None, "")}
    if question.verify is not _verified(question.kind):
        data["verify"] = question.verify
    if question.era != BARE_ERA:
        data["era"] = question.era
    return data


def _choice_data(choice: Choice) -> str | dict[str, Any]:
    data: dict[str, Any] = {"text": choice.text}
    if choice.other:
        data["other"] = True
    if choice.recipient is not None:
        data["recipient"] = choice.recipient.value
    if choice.exclusive:
        data["exclusive"] = True
    return data if len(data) > 1 else choice.text


# what can be wrong


def faults(questionnaire: Questionnaire) -> Iterator[Problem]:
    """Everything that is wrong with a questionnaire, each a Problem(QUESTIONNAIRE_UNREADABLE).

    Its data: `fault`, and what it concerns: `question` (number) and `short`, `check` (sentence) or `type` (code).
    A base may only look at earlier questions, so that a person who fills in the form from top to bottom always knows
    whether a question is for them.
    """
    if not questionnaire.questions:
        yield _problem(Fault.NO_QUESTIONS)
    if not questionnaire.types:
        yield _problem(Fault.NO_TYPES)
    yield from _twice(questionnaire)
    for place, question in enumerate(questionnaire.questions):
        for fault, details in (*_choice_faults(question), *_field_faults(question), *_place_faults(question, place)):
            yield _problem(fault, **_where(question), **details)
        for fault, details in _condition_faults(
            questionnaire, question.base, questionnaire.questions[:place], questionnaire.counting
        ):
            yield _problem(fault, **_where(question), **details)
    for check in questionnaire.checks:
        for fault, details in _check_faults(questionnaire, check):
            yield _problem(fault, check=check.sentence, **details)
    for kind in questionnaire.types:
        for fault, details in _condition_faults(
            questionnaire, kind.when, questionnaire.questions, questionnaire.counting
        ):
            yield _problem(fault, type=kind.code, **details)


_Found: TypeAlias = tuple[Fault, Mapping[str, object]]


def _problem(fault: Fault, **data: object) -> Problem:
    return Problem(ProblemKind.QUESTIONNAIRE_UNREADABLE, fault=fault, **data)


def _where(question: Question) -> dict[str, object]:
    return {"question": question.number, "short": question.short}


def _twice(questionnaire: Questionnaire) -> Iterator[Problem]:
    ids = Counter(question.id for question in questionnaire.questions)
    roles = Counter(question.role for question in questionnaire.questions if question.role)
    for question in questionnaire.questions:
        if ids[question.id] > 1:
            yield _problem(Fault.ID_TWICE, **_where(question), found=question.id)
        if question.role and roles[question.role] > 1:
            yield _problem(Fault.ROLE_TWICE, **_where(question), found=question.role.value)
    for name, count in Counter(check.id for check in questionnaire.checks).items():
        if count > 1:
            yield _problem(Fault.ID_TWICE, check=name, found=name)
    for code, count in Counter(kind.code for kind in questionnaire.types).items():
        if count > 1:
            yield _problem(Fault.ID_TWICE, type=code, found=code)


def _choice_faults(question: Question) -> Iterator[_Found]:
    several = question.kind is QuestionKind.MULTIPLE
    own = question.kind is QuestionKind.YES_NO and question.choices != YES_NO_CHOICES
    if question.by_ticks and not question.choices:
        yield Fault.CHOICES_MISSING, {}
    elif own or (question.choices and not question.by_ticks):
        yield Fault.CHOICES_UNWANTED, {}
    if question.limit is not None and not several:
        yield Fault.LIMIT_UNWANTED, {}
    elif question.limit is not None and not 1 <= question.limit <= len(question.choices):
        yield Fault.LIMIT_WRONG, {"limit": question.limit, "choices": len(question.choices)}
    if any(choice.exclusive for choice in question.choices) and not several:
        yield Fault.EXCLUSIVE_UNWANTED, {}


def _field_faults(question: Question) -> Iterator[_Found]:
    low, high = question.minimum, question.maximum
    if (low is not None or high is not None) and not question.by_number:
        yield Fault.RANGE_UNWANTED, {}
    elif low is not None and high is not None and low > high:
        yield Fault.RANGE_EMPTY, {"minimum": low, "maximum": high}
    if question.lines < 1:
        yield Fault.LINES_WRONG, {"lines": question.lines}
    if question.era not in ("", *(era.letter for era in ERAS)):
        yield Fault.ERA_UNKNOWN, {"found": question.era}


def _place_faults(question: Question, place: int) -> Iterator[_Found]:
    if question.number != place + 1:
        yield Fault.NUMBER_WRONG, {"place": place + 1}


def _check_faults(questionnaire: Questionnaire, check: Check) -> Iterator[_Found]:
    if not check.questions:
        yield Fault.MARKS_NOTHING, {}
    for name in check.questions:
        if name not in questionnaire.by_id:
            yield Fault.QUESTION_UNKNOWN, {"found": name}
    yield from _condition_faults(questionnaire, check.when, questionnaire.questions, questionnaire.writable)


def _condition_faults(
    questionnaire: Questionnaire,
    condition: Condition | None,
    known: Iterable[Question],
    subjects: Mapping[str, Subject],
) -> Iterator[_Found]:
    """What is wrong with a condition over the questions that are `known` where it stands."""
    if condition is None:
        return
    askable = {question.id: question for question in known}
    found = [
        fault
        for test in conditions.tests(condition)
        for fault in _test_faults(questionnaire, test, askable.get(test.subject))
    ]
    yield from found
    if not found and never_holds(condition, subjects):
        yield Fault.NEVER_HOLDS, {}


def _test_faults(questionnaire: Questionnaire, test: conditions.Test, question: Question | None) -> Iterator[_Found]:
    if question is None:
        later = questionnaire.by_id.get(test.subject)
        if later is None:
            yield Fault.QUESTION_UNKNOWN, {"found": test.subject}
        else:
            yield Fault.QUESTION_LATER, {"other": later.number}
        return
    if not _fits(test, question):
        yield Fault.TEST_UNFIT, {"other": question.number}
    elif isinstance(test.operand, tuple):
        for code in test.operand:
            if not isinstance(code, int) or question.choice(code) is None:
                details = {"other": question.number, "code": code, "choices": len(question.choices)}
                yield Fault.CHOICE_UNKNOWN, details


def _fits(test: conditions.Test, question: Question) -> bool:
    """Whether the answers of this kind of question can be tested so."""
    match test.operator:
        case Operator.ANSWERED:
            return True
        case Operator.ANY_OF | Operator.ALL_OF | Operator.COUNT_AT_LEAST:
            return question.by_ticks
        case Operator.AT_LEAST | Operator.AT_MOST:
            return question.by_number
        case Operator.EQUALS:
            return question.by_number if isinstance(test.operand, int) else question.by_words
