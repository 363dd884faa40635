"""Organisations (機関) and persons in charge (担当者): who works in this ledger, and where they serve."""

from dataclasses import dataclass

from shoukei_app.domain.history import Act, OperationKind
from shoukei_app.domain.organisation import Organisation, OrganisationKind, Person
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.store import campaigns
from shoukei_app.store.journal import Writing
from shoukei_app.store.ledger import Ledger
from shoukei_app.usecases.outcome import Outcome, Subject


@dataclass(frozen=True, slots=True)
class NewPerson:
    """A person in charge to be kept. `experienced` ones are paired with new ones on visits."""

    name: str
    role: str = ""
    experienced: bool = False


@dataclass(frozen=True, slots=True)
class NewOrganisation:
    """An organisation to be kept, with the municipalities (5-digit codes) it serves and its persons."""

    kind: OrganisationKind
    name: str
    section: str = ""
    phone: str = ""
    areas: tuple[str, ...] = ()
    persons: tuple[NewPerson, ...] = ()


def every(ledger: Ledger) -> tuple[Organisation, ...]:
    """Every organisation that works in this ledger."""
    with ledger.read() as view:
        return campaigns.organisations(view)


def persons(ledger: Ledger) -> tuple[Person, ...]:
    """Every person in charge."""
    with ledger.read() as view:
        return campaigns.persons(view)


def add(ledger: Ledger, act: Act, new: NewOrganisation) -> Outcome[int]:
    """Keep an organisation; returns its id. Raises Problem(VALUE_MISSING) without a name."""
    if not new.name.strip():
        raise Problem(ProblemKind.VALUE_MISSING, field="機関の名前")
    with ledger.write(act, OperationKind.EDIT_ORGANISATION, {"name": new.name}) as operation:
        key = keep(operation.writing, new)
    return Outcome(key, frozenset({Subject.ORGANISATION}), operation.id)


def change(ledger: Ledger, act: Act, organisation: Organisation) -> Outcome[None]:
    """Change an organisation: its words and the municipalities it serves. Raises Problem(VALUE_MISSING), NOT_FOUND."""
    if not organisation.name.strip():
        raise Problem(ProblemKind.VALUE_MISSING, field="機関の名前")
    with ledger.write(act, OperationKind.EDIT_ORGANISATION, {"name": organisation.name}) as operation:
        campaigns.change_organisation(operation.writing, organisation)
    return Outcome(None, frozenset({Subject.ORGANISATION}), operation.id)


def add_person(ledger: Ledger, act: Act, organisation_id: int, new: NewPerson) -> Outcome[int]:
    """Keep a person in charge; returns the id. Raises Problem(VALUE_MISSING) without a name."""
    if not new.name.strip():
        raise Problem(ProblemKind.VALUE_MISSING, field="担当者の名前")
    with ledger.write(act, OperationKind.EDIT_ORGANISATION, {"name": new.name}) as operation:
        key = campaigns.add_person(operation.writing, organisation_id, new.name, new.role, experienced=new.experienced)
    return Outcome(key, frozenset({Subject.ORGANISATION}), operation.id)


def rename_person(ledger: Ledger, act: Act, person: Person, name: str) -> Outcome[None]:
    """A person bears another name from now on; what was done under the old one stays this person's doing.

    Raises Problem(VALUE_MISSING) without a name.
    """
    new = name.strip()
    if not new:
        raise Problem(ProblemKind.VALUE_MISSING, field="担当者の名前")
    summary = {"name": new, "renamed_from": person.name}
    with ledger.write(act, OperationKind.EDIT_ORGANISATION, summary) as operation:
        campaigns.rename_person(operation.writing, person.id, new)
    return Outcome(None, frozenset({Subject.ORGANISATION, Subject.VISIT, Subject.RETURN}), operation.id)


def retire_person(ledger: Ledger, act: Act, person: Person) -> Outcome[None]:
    """A person who no longer works here: kept in what was done, offered no more for what is to do."""
    with ledger.write(act, OperationKind.EDIT_ORGANISATION, {"name": person.name}) as operation:
        campaigns.retire_person(operation.writing, person.id)
    return Outcome(None, frozenset({Subject.ORGANISATION}), operation.id)


def keep(writing: Writing, new: NewOrganisation) -> int:
    """Write an organisation with its persons within an operation that is already open; returns its id."""
    key = campaigns.add_organisation(writing, new.kind, new.name.strip(), new.section, new.phone, new.areas)
    for person in new.persons:
        campaigns.add_person(writing, key, person.name, person.role, experienced=person.experienced)
    return key
