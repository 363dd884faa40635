"""Organisations, persons and firms as somebody names them on the command line."""

from collections.abc import Sequence

from shoukei_app.domain.organisation import Organisation, Person
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.target import TargetLine
from shoukei_app.usecases import organisations, targets
from shoukei_app.usecases.ledgers import Ledger


def organisation(ledger: Ledger, name: str) -> Organisation:
    """The organisation of this name. Raises Problem(NOT_FOUND)."""
    for one in organisations.every(ledger):
        if one.name == name:
            return one
    raise Problem(ProblemKind.NOT_FOUND, what="機関", key=name)


def organisation_id(ledger: Ledger, name: str) -> int | None:
    """Its id; None for ""."""
    return organisation(ledger, name).id if name else None


def person(ledger: Ledger, name: str) -> Person:
    """The person of this name, whatever stands between its parts. Raises Problem(NOT_FOUND)."""
    squeezed = "".join(name.split())
    for one in organisations.persons(ledger):
        if "".join(one.name.split()) == squeezed:
            return one
    raise Problem(ProblemKind.NOT_FOUND, what="担当者", key=name)


def person_id(ledger: Ledger, name: str) -> int | None:
    """Their id; None for ""."""
    return person(ledger, name).id if name else None


def firms(ledger: Ledger, numbers: Sequence[str]) -> list[TargetLine]:
    """The targets of these form numbers, in their order. Raises Problem: FORM_NUMBER_WRONG, FORM_NUMBER_UNKNOWN."""
    return [targets.by_number(ledger, number) for number in numbers]
