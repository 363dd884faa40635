"""How an addressee is written on paper: postcode, address, and names with 様 or 御中."""

from dataclasses import dataclass

from shoukei_app.domain.firm import Address
from shoukei_app.domain.mailing import Addressee

TO_A_PERSON = "様"
TO_AN_ORGANISATION = "御中"
GAP = "　"


@dataclass(frozen=True, slots=True)
class NameLine:
    """One line of names; `honorific` stands at its end and is never parted from it."""

    text: str
    honorific: str = ""

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

    A sole proprietor who is listed under their own name is written once, with 様.
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
    organisation = [text for text in dict.fromkeys((addressee.name, addressee.office)) if text]
    if not addressee.representative:
        return [*map(NameLine, organisation[:-1]), *(NameLine(text, TO_AN_ORGANISATION) for text in organisation[-1:])]
    if _squeezed(addressee.representative) == _squeezed(addressee.name):
        return [*map(NameLine, organisation[1:]), NameLine(addressee.name, TO_A_PERSON)]
    person = GAP.join(filter(None, (addressee.title, addressee.representative)))
    return [*map(NameLine, organisation), NameLine(person, TO_A_PERSON)]


def _parts(address: Address) -> tuple[str, ...]:
    place, _, building = address.rest.replace("　", " ").partition(" ")
    head = f"{address.prefecture}{address.county}{address.municipality}"
    return tuple(filter(None, (head, f"{address.town}{place}", building.strip())))


def _squeezed(name: str) -> str:
    return "".join(name.split())
