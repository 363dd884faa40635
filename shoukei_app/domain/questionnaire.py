"""The questionnaire (調査票) as data: one definition for printed form, entry page, checks and statistics."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from shoukei_app.domain import conditions
from shoukei_app.domain.conditions import Condition
from shoukei_app.domain.problem import Problem, ProblemKind


class QuestionKind(StrEnum):
    """How a question is answered."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    NUMBER = "number"
    YEAR = "year"
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
    """One thing to tick. `other` opens a line for words; `recipient` says whom a consent is for."""

    code: int
    text: str
    other: bool = False
    recipient: Recipient | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `base` says who is asked (None: everybody); `group` puts short questions under one heading."""

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
    verify: bool = False

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


@dataclass(frozen=True)
class Questionnaire:
    """A version of a questionnaire with its diagnosis."""

    id: str
    version: int
    title: str
    lead: str
    purpose: str
    questions: tuple[Question, ...]
    types: tuple[DiagnosisType, ...]

    @cached_property
    def by_id(self) -> Mapping[str, Question]:
        """Questions by their id."""
        return {question.id: question for question in self.questions}

    @cached_property
    def verified(self) -> frozenset[str]:
        """Questions that are keyed twice: those marked, and those that decide whether a marked one is asked."""
        wanted: set[str] = set()
        for question in reversed(self.questions):
            if question.verify or question.id in wanted:
                wanted.add(question.id)
                wanted.update(conditions.subjects(question.base) if question.base else ())
        return frozenset(wanted)

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


def from_data(data: Mapping[str, Any]) -> Questionnaire:
    """Read a questionnaire from its data form (the TOML of `resources/questionnaires`, the JSON of a campaign).

    Raises Problem(QUESTIONNAIRE_UNREADABLE) with what is wrong; conditions may only look at earlier questions, so
    that a person who fills in the form from top to bottom always knows whether a question is for them.
    """
    try:
        questions: list[Question] = []
        for section in data["sections"]:
            for entry in section["questions"]:
                questions.append(_question(entry, len(questions) + 1, section["title"]))
        types = tuple(
            DiagnosisType(
                entry["code"],
                entry["name"],
                entry["advice"],
                conditions.from_data(entry["when"]) if "when" in entry else None,
            )
            for entry in data["types"]
        )
        result = Questionnaire(
            id=data["id"],
            version=int(data["version"]),
            title=data["title"],
            lead=data.get("lead", ""),
            purpose=data.get("purpose", ""),
            questions=tuple(questions),
            types=types,
        )
    except (KeyError, TypeError, ValueError) as error:
        raise Problem(ProblemKind.QUESTIONNAIRE_UNREADABLE, found=repr(error)) from error
    _check(result)
    return result


def to_data(questionnaire: Questionnaire) -> dict[str, Any]:
    """The data form of a questionnaire; `from_data` reads it back."""
    sections: list[dict[str, Any]] = []
    for question in questionnaire.questions:
        if not sections or sections[-1]["title"] != question.section:
            sections.append({"title": question.section, "questions": []})
        sections[-1]["questions"].append(_question_data(question))
    return {
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


def _question(entry: Mapping[str, Any], number: int, section: str) -> Question:
    choices = []
    for code, choice in enumerate(entry.get("choices", ()), start=1):
        fields = {"text": choice} if isinstance(choice, str) else dict(choice)
        recipient = fields.get("recipient")
        choices.append(
            Choice(code, fields["text"], bool(fields.get("other")), Recipient(recipient) if recipient else None)
        )
    return Question(
        id=entry["id"],
        number=number,
        kind=QuestionKind(entry["kind"]),
        text=entry["text"],
        short=entry.get("short", entry["text"]),
        section=section,
        choices=tuple(choices),
        limit=entry.get("limit"),
        unit=entry.get("unit", ""),
        minimum=entry.get("minimum"),
        maximum=entry.get("maximum"),
        lines=entry.get("lines", 1),
        base=conditions.from_data(entry["base"]) if "base" in entry else None,
        group=entry.get("group", ""),
        note=entry.get("note", ""),
        role=QuestionRole(entry["role"]) if "role" in entry else None,
        verify=entry.get("verify", False),
    )


def _question_data(question: Question) -> dict[str, Any]:
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
        "verify": question.verify or None,
        "choices": [_choice_data(choice) for choice in question.choices] or None,
    }
    required = {"id": question.id, "kind": question.kind.value, "text": question.text, "short": question.short}
    return required | {name: value for name, value in optional.items() if value not in (None, "")}


def _choice_data(choice: Choice) -> str | dict[str, Any]:
    if not choice.other and choice.recipient is None:
        return choice.text
    data: dict[str, Any] = {"text": choice.text}
    if choice.other:
        data["other"] = True
    if choice.recipient is not None:
        data["recipient"] = choice.recipient.value
    return data


def _check(questionnaire: Questionnaire) -> None:
    seen: set[str] = set()
    for question in questionnaire.questions:
        if question.id in seen:
            raise Problem(ProblemKind.QUESTIONNAIRE_UNREADABLE, found=f"{question.id} ×2")
        if question.base is not None:
            for subject in conditions.subjects(question.base):
                if subject not in seen:
                    raise Problem(ProblemKind.QUESTIONNAIRE_UNREADABLE, found=f"{question.id}: {subject}")
        if (question.kind in (QuestionKind.SINGLE, QuestionKind.MULTIPLE)) is not bool(question.choices):
            raise Problem(ProblemKind.QUESTIONNAIRE_UNREADABLE, found=f"{question.id}: choices")
        seen.add(question.id)
