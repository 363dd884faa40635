"""A letter as data: what the office edits, keeps with its campaign, and hands on as a file."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from enum import StrEnum
from typing import Any

from shoukei_app.domain.mailing import Sender
from shoukei_app.domain.problem import Problem

MOST_SENDERS = 8
"""So many can sign one letter (連名) before their names grow too small."""

MOST_SEALS = 2
"""So many senders find room for a seal of 18 mm above the fold."""


class ParagraphKind(StrEnum):
    """How a paragraph is set: running text, a numbered item below 記, a remark in small type, a heading."""

    BODY = "body"
    ITEM = "item"
    NOTE = "note"
    HEADING = "heading"


class Seal(StrEnum):
    """The official seal (公印): none, its place kept free, or the words that it is left out."""

    NONE = "none"
    SPACE = "space"
    OMITTED = "omitted"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; its text may hold {fields}. That of an item may begin with a heading: "提出期限：{deadline}"."""

    text: str
    kind: ParagraphKind = ParagraphKind.BODY


@dataclass(frozen=True, slots=True)
class LetterTemplate:
    """The words of a letter. Every text may hold {fields} (`letter_fields`).

    `number` is the document number (文書番号), `letterhead` the line at the top. `senders` sign together (連名), in
    order, at most MOST_SENDERS; without any the campaign's sender signs.
    """

    title: str
    paragraphs: tuple[Paragraph, ...]
    opening: str = "拝啓"
    closing: str = "敬具"
    number: str = ""
    letterhead: str = ""
    seal: Seal = Seal.NONE
    senders: tuple[Sender, ...] = ()


@dataclass(frozen=True, slots=True)
class Occasion:
    """What a letter is written for: who writes, the day on it, until when to answer, the name of the campaign."""

    sender: Sender
    dated: date
    deadline: date | None
    campaign: str = ""


Letters = Mapping[str, LetterTemplate]
"""The letters of a campaign by kind of run."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a letter something stands: an attribute of LetterTemplate, and which of several; "" is the whole."""

    part: str
    index: int = 0


@dataclass(frozen=True, slots=True)
class LetterFault:
    """What keeps a letter from being printed, and where."""

    place: Place
    problem: Problem


def template_for(letters: Letters, kind: str) -> LetterTemplate:
    """The letter for a kind of run; a kind without one of its own takes that of its family, at last the first."""
    return letters.get(kind) or letters.get(kind.rstrip("0123456789")) or letters["first"]


def texts(template: LetterTemplate) -> Iterator[tuple[Place, str]]:
    """Every text of a letter that may hold fields, with its place, from the top down."""
    for part in ("letterhead", "number", "title", "opening"):
        yield Place(part), getattr(template, part)
    for index, paragraph in enumerate(template.paragraphs):
        yield Place("paragraphs", index), paragraph.text
    yield Place("closing"), template.closing


def with_text(template: LetterTemplate, place: Place, text: str) -> LetterTemplate:
    """The letter with another text at a place that `texts` gives."""
    if place.part != "paragraphs":
        values: dict[str, Any] = {place.part: text}
        return replace(template, **values)
    paragraphs = list(template.paragraphs)
    paragraphs[place.index] = replace(paragraphs[place.index], text=text)
    return replace(template, paragraphs=tuple(paragraphs))


def letters_data(letters: Letters) -> dict[str, Any]:
    """The data form of letters; `letters_from_data` reads it back."""
    return {str(kind): letter_data(template) for kind, template in letters.items()}


def letters_from_data(data: Mapping[str, Any]) -> dict[str, LetterTemplate]:
    """Read letters from their data form. TypeError, ValueError or KeyError where it is none."""
    return {kind: letter_from_data(values) for kind, values in data.items()}


def letter_data(template: LetterTemplate) -> dict[str, Any]:
    """The data form of one letter: plain texts and lists, without what is empty."""
    data: dict[str, Any] = {
        field.name: str(getattr(template, field.name))
        for field in fields(LetterTemplate)
        if field.name not in ("paragraphs", "senders")
    }
    data["senders"] = [{key: text for key, text in asdict(sender).items() if text} for sender in template.senders]
    data["paragraphs"] = [{"kind": str(each.kind), "text": each.text} for each in template.paragraphs]
    return data


def letter_from_data(data: Mapping[str, Any]) -> LetterTemplate:
    """Read one letter from its data form. TypeError, ValueError or KeyError where it is none."""
    values = dict(data)
    paragraphs = [Paragraph(_text(each["text"]), ParagraphKind(each["kind"])) for each in values.pop("paragraphs")]
    senders = [Sender(**{key: _text(text) for key, text in each.items()}) for each in values.pop("senders", ())]
    seal = Seal(values.pop("seal", Seal.NONE))
    plain = {key: _text(text) for key, text in values.items()}
    return LetterTemplate(paragraphs=tuple(paragraphs), senders=tuple(senders[:MOST_SENDERS]), seal=seal, **plain)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value
