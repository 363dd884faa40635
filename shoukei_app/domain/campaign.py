"""A campaign (調査): one survey of one fiscal year, with its questionnaire, sender and letters."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from shoukei_app.domain.envelope import LONG_3, WindowEnvelope
from shoukei_app.domain.exclusion import ExclusionRule
from shoukei_app.domain.mailing import LetterTemplate, RunKind, Sender
from shoukei_app.domain.questionnaire import Questionnaire


@dataclass(frozen=True, slots=True)
class Campaign:
    """One campaign. `goal` is the number of replies hoped for; letters are kept by kind of run;
    `exclusions` say whom a choice of targets can leave out; `envelope` is the one whose window shows the letters.
    """

    id: int
    name: str
    fiscal_year: int
    deadline: date | None
    goal: int | None
    questionnaire: Questionnaire
    sender: Sender
    letters: dict[RunKind, LetterTemplate]
    exclusions: tuple[ExclusionRule, ...]
    envelope: WindowEnvelope = LONG_3


def letters_data(letters: dict[RunKind, LetterTemplate]) -> dict[str, Any]:
    """The data form of the letters; `letters_from_data` reads it back."""
    return {kind.value: asdict(template) for kind, template in letters.items()}


def letters_from_data(data: dict[str, Any]) -> dict[RunKind, LetterTemplate]:
    """Read letters from their data form."""
    return {RunKind(kind): letter_from_data(fields) for kind, fields in data.items()}


def letter_from_data(fields: dict[str, Any]) -> LetterTemplate:
    """Read one letter from its data form (also the TOML of `resources/letters`)."""
    values: dict[str, Any] = {name: tuple(v) if isinstance(v, list) else v for name, v in fields.items()}
    return LetterTemplate(**values)
