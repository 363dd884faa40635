"""What keeps a firm of the register from being written to, or its data from being checked."""

from collections.abc import Collection
from enum import StrEnum
from functools import lru_cache

from shoukei_app.domain.corporate_number import is_corporate_number
from shoukei_app.domain.firm import FirmFacts
from shoukei_app.domain.text import has_lost_character, private_use_characters
from shoukei_app.domain.typeface import missing


class FirmProblem(StrEnum):
    """One thing to be put right in a firm, the most pressing first."""

    NO_ADDRESS = "no_address"
    NO_MUNICIPALITY = "no_municipality"
    NO_POSTAL_CODE = "no_postal_code"
    LOST_CHARACTER = "lost_character"
    PRIVATE_USE_CHARACTER = "private_use_character"
    UNPRINTABLE_CHARACTER = "unprintable_character"
    CORPORATE_NUMBER_WRONG = "corporate_number_wrong"
    NO_REPRESENTATIVE = "no_representative"


_SUSPECT = frozenset("?〓\ufffd")


def problems(facts: FirmFacts, drawable: frozenset[str]) -> dict[FirmProblem, str]:
    """What is wrong with a firm, in the order of the enumeration, each with what stands there ("" where nothing does).

    `drawable` are the characters and variation sequences that the papers draw.
    """
    found: dict[FirmProblem, str] = {}
    address = facts.address
    if not (address.town or address.rest):
        found[FirmProblem.NO_ADDRESS] = ""
    elif not address.municipality_code:
        found[FirmProblem.NO_MUNICIPALITY] = address.text
    if not address.postal_code:
        found[FirmProblem.NO_POSTAL_CODE] = ""
    place = (address.prefecture, address.county, address.municipality, address.town)
    printed = (facts.name, facts.office, facts.title, facts.representative, address.rest)
    if not (_is_sound_place(place, drawable) and _is_sound("".join(printed), drawable)):
        found |= _characters((*printed[:-1], address.text), drawable)
    if facts.corporate_number and not is_corporate_number(facts.corporate_number):
        found[FirmProblem.CORPORATE_NUMBER_WRONG] = facts.corporate_number
    if not facts.representative:
        found[FirmProblem.NO_REPRESENTATIVE] = ""
    return found


@lru_cache(maxsize=20_000)
def _is_sound_place(parts: tuple[str, ...], drawable: frozenset[str]) -> bool:
    """As `_is_sound`; a register has few beginnings of addresses, and many firms to each."""
    return _is_sound("".join(parts), drawable)


def _is_sound(text: str, drawable: frozenset[str]) -> bool:
    """Whether every character can be printed and none was lost. Nearly every firm is sound: this is all it costs."""
    return drawable.issuperset(text) and _SUSPECT.isdisjoint(text)


def _characters(printed: Collection[str], drawable: frozenset[str]) -> dict[FirmProblem, str]:
    found = {}
    lost = next((text for text in printed if has_lost_character(text)), "")
    if lost:
        found[FirmProblem.LOST_CHARACTER] = lost
    lacking = "".join(one for one in missing("\n".join(printed), drawable) if one not in _SUSPECT)
    private = private_use_characters(lacking)
    if private:
        found[FirmProblem.PRIVATE_USE_CHARACTER] = private
    if others := "".join(one for one in lacking if one not in private):
        found[FirmProblem.UNPRINTABLE_CHARACTER] = others
    return found
