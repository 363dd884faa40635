"""Whether two records are the same firm (名寄せ): a level with its reasons in words' keys, never on the name alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from shoukei_app.domain.firm import Address, FirmFacts
from shoukei_app.domain.text import match_key, strip_legal_form


class Level(StrEnum):
    """How sure it is that two records are one firm."""

    SURE = "sure"
    ASK = "ask"
    DIFFERENT = "different"


class Reason(StrEnum):
    """What two records share, or what tells them apart."""

    SAME_CORPORATE_NUMBER = "same_corporate_number"
    OTHER_CORPORATE_NUMBER = "other_corporate_number"
    SAME_NAME = "same_name"
    SAME_ADDRESS = "same_address"
    SAME_TOWN = "same_town"
    SAME_MUNICIPALITY = "same_municipality"
    SAME_PHONE = "same_phone"
    SAME_REPRESENTATIVE = "same_representative"
    OTHER_OFFICE = "other_office"


@dataclass(frozen=True, slots=True)
class Likeness:
    """The verdict on a pair; `score` 0…1."""

    score: float
    level: Level
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Identity:
    """What of a firm is compared, folded once: width, kana, 旧字体 and legal forms do not matter."""

    corporate_number: str
    name: str
    office: str
    municipality_code: str
    town: str
    address: str
    phone: str
    representative: str


def identity(facts: FirmFacts) -> Identity:
    """Fold a firm's facts for comparison."""
    return Identity(
        facts.corporate_number,
        match_key(strip_legal_form(facts.name)[1]) or match_key(facts.name),
        match_key(facts.office),
        facts.address.municipality_code,
        match_key(facts.address.town),
        _address_key(facts.address),
        "".join(filter(str.isdecimal, facts.phone)),
        match_key(facts.representative),
    )


def compare(a: Identity, b: Identity) -> Likeness:
    """Compare two firms. Different 法人番号 are never one firm; a shared name alone never makes one."""
    if a.corporate_number and b.corporate_number:
        if a.corporate_number != b.corporate_number:
            return Likeness(0.0, Level.DIFFERENT, (Reason.OTHER_CORPORATE_NUMBER,))
        return Likeness(1.0, Level.SURE, (Reason.SAME_CORPORATE_NUMBER,))
    if not a.name or a.name != b.name:
        return Likeness(0.0, Level.DIFFERENT, ())
    if a.office and b.office and a.office != b.office:
        return Likeness(0.3, Level.DIFFERENT, (Reason.SAME_NAME, Reason.OTHER_OFFICE))
    same_place = _same(a.municipality_code, b.municipality_code)
    shared = {
        Reason.SAME_NAME: True,
        Reason.SAME_ADDRESS: same_place and _same(a.address, b.address),
        Reason.SAME_TOWN: same_place and _same(a.town, b.town),
        Reason.SAME_MUNICIPALITY: same_place,
        Reason.SAME_PHONE: _same(a.phone, b.phone),
        Reason.SAME_REPRESENTATIVE: _same(a.representative, b.representative),
    }
    reasons = tuple(reason for reason, holds in shared.items() if holds)
    proofs = (
        (0.98, Level.SURE, {Reason.SAME_ADDRESS}),
        (0.97, Level.SURE, {Reason.SAME_PHONE, Reason.SAME_MUNICIPALITY}),
        (0.95, Level.SURE, {Reason.SAME_REPRESENTATIVE, Reason.SAME_TOWN}),
        (0.80, Level.ASK, {Reason.SAME_TOWN}),
        (0.75, Level.ASK, {Reason.SAME_PHONE}),
        (0.70, Level.ASK, {Reason.SAME_REPRESENTATIVE}),
    )
    for score, level, needed in proofs:
        if needed <= set(reasons):
            return Likeness(score, level, reasons)
    return Likeness(0.4, Level.DIFFERENT, reasons)


def best(one: Identity, others: Iterable[tuple[int, Identity]]) -> tuple[int, Likeness] | None:
    """The other record (by its key) that is most surely the same firm; None where none could be."""
    scored = [(key, compare(one, other)) for key, other in others]
    likely = [pair for pair in scored if pair[1].level is not Level.DIFFERENT]
    return max(likely, key=lambda pair: (pair[1].score, -pair[0]), default=None)


def _same(a: str, b: str) -> bool:
    return bool(a) and a == b


def _address_key(address: Address) -> str:
    return match_key(address.town + address.rest)
