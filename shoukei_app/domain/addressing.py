"""How an addressee is written on paper: postcode, address, and names with 様 or 御中."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from shoukei_app.domain.firm import Address
from shoukei_app.domain.mailing import Addressee
from shoukei_app.domain.person_name import is_person, split_title
from shoukei_app.domain.text import match_key

TO_A_PERSON = "様"
TO_AN_ORGANISATION = "御中"
GAP = "　"

# 殿 and 先生 also end names of houses (湯殿): they are an honorific only where they stand apart.
_HONORIFIC = re.compile(r"\s*(様|さま|御中)$|\s+(殿|先生)$")
_BETWEEN_PERSONS = re.compile(r"\s*[、，,／/\n]\s*")
_MIDDLE_DOT = re.compile(r"\s*[・･]\s*")
_KATAKANA = re.compile(r"[ァ-ヺー\s]+")
_KEPT = "先生"


@dataclass(frozen=True, slots=True)
class NameLine:
    """One line of names; `honorific` stands at its end and is never parted from it.

    `title` is what of the text's head is a title: where a line is too long, it is broken behind it.
    """

    text: str
    honorific: str = ""
    title: str = ""

    @property
    def whole(self) -> str:
        """The line as it is read."""
        return f"{self.text}{GAP}{self.honorific}" if self.honorific else self.text


@dataclass(frozen=True, slots=True)
class AddressLines:
    """An address in reading order; `address` is in parts (municipality, town, building): lines break best there."""

    postal_code: str
    address: tuple[str, ...]
    names: tuple[NameLine, ...]


def address_lines(addressee: Addressee) -> AddressLines:
    """Write an addressee: 様 for a named representative with their title, otherwise 御中 for the firm or its office.

    Several representatives have a line and 様 each. A sole proprietor who is listed under their own name is written
    once, with 様, and so is a firm without a representative whose name reads like a person's with a blank in it. What
    a list has of honorifics is not doubled; 先生 stays where a list has it, and is put to nobody else.
    """
    return AddressLines(
        shown_postal_code(addressee.address.postal_code),
        _parts(addressee.address),
        tuple(_names(addressee)),
    )


def shown_postal_code(code: str) -> str:
    """A 7-digit postcode as it is written: 3800921 → 〒380-0921; "" stays."""
    return f"〒{code[:3]}-{code[3:]}" if code else ""


def _names(addressee: Addressee) -> list[NameLine]:
    name, _ = _without_honorific(addressee.name)
    office, _ = _without_honorific(addressee.office)
    organisation = [text for text in dict.fromkeys((name, office)) if text]
    persons = list(_persons(addressee))
    if not persons:
        if len(organisation) == 1 and is_person(name) and len(name.split()) > 1:
            return [NameLine(name, TO_A_PERSON)]
        return [*map(NameLine, organisation[:-1]), *(NameLine(text, TO_AN_ORGANISATION) for text in organisation[-1:])]
    person = persons[0].text.removeprefix(persons[0].title).strip()
    if len(persons) == 1 and match_key(person) == match_key(name):
        written = name if _squeezed(name) == _squeezed(person) else person
        return [*map(NameLine, organisation[1:]), NameLine(written, persons[0].honorific)]
    return [*map(NameLine, organisation), *persons]


def _persons(addressee: Addressee) -> Iterator[NameLine]:
    """A line for each representative; the names of those without a title of their own stand below the first one's."""
    indent = ""
    for place, part in enumerate(_apart(addressee.representative)):
        name, honorific = _without_honorific(part)
        title, person = split_title(name)
        if not title and not place:
            title, person = addressee.title, name.removeprefix(addressee.title).strip()
        elif not place and addressee.title not in ("", title):
            title = f"{addressee.title}{GAP}{title}"
        if title and person:
            indent = GAP * (len(title) + 1)
            yield NameLine(f"{title}{GAP}{person}", honorific, title)
        else:
            yield NameLine(f"{indent if place else ''}{person or name}", honorific)


def _apart(representatives: str) -> list[str]:
    """The representatives one by one: 仮名 太郎、仮名 花子; a middle dot only where it parts nobody's name."""
    persons = [part for part in _BETWEEN_PERSONS.split(representatives.strip()) if part]
    if len(persons) == 1:
        dotted = _MIDDLE_DOT.split(persons[0])
        if all(is_person(_named(part)) and not _KATAKANA.fullmatch(part) for part in dotted):
            return dotted
    return persons


def _named(part: str) -> str:
    return split_title(_without_honorific(part)[0])[1]


def _without_honorific(name: str) -> tuple[str, str]:
    """A name and what is put behind it: 仮名 太郎 殿 → (仮名 太郎, 様)."""
    bare = name.strip()
    found = _HONORIFIC.search(bare)
    if not found or not bare[: found.start()]:
        return bare, TO_A_PERSON
    return bare[: found.start()], _KEPT if found[2] == _KEPT else TO_A_PERSON


def _parts(address: Address) -> tuple[str, ...]:
    place, _, building = address.rest.replace("　", " ").partition(" ")
    head = f"{address.prefecture}{address.county}{address.municipality}"
    return tuple(filter(None, (head, f"{address.town}{place}", building.strip())))


def _squeezed(name: str) -> str:
    return "".join(name.split())
