"""Organisations (機関) and persons in charge (担当者); municipalities and 商工会 are n : m by the areas they serve."""

from dataclasses import dataclass
from enum import StrEnum


class OrganisationKind(StrEnum):
    """What kind of organisation."""

    MUNICIPALITY = "municipality"
    PREFECTURE = "prefecture"
    SHOKOKAI = "shokokai"
    CENTRE = "centre"
    BANK = "bank"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation and the municipalities (5-digit codes) it serves."""

    id: int
    kind: OrganisationKind
    name: str
    section: str = ""
    phone: str = ""
    areas: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """A person in charge. `experienced` ones are paired with new ones on visits."""

    id: int
    organisation_id: int
    name: str
    role: str = ""
    experienced: bool = False
    visits_per_day: int = 3
    visits_per_week: int = 8
