"""Campaigns, and the organisations and persons who run them."""

from collections.abc import Iterable
from dataclasses import asdict

from sqlalchemy import Connection, Row, func, select

from shoukei_app.domain import questionnaire, reply_paid, verification
from shoukei_app.domain.campaign import Campaign
from shoukei_app.domain.envelope import window_data, window_from_data
from shoukei_app.domain.exclusion import rules_data, rules_from_data
from shoukei_app.domain.letter import Letters, letters_data, letters_from_data
from shoukei_app.domain.mailing import Sender
from shoukei_app.domain.organisation import Organisation, OrganisationKind, Person
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.store import schema
from shoukei_app.store.documents import questionnaire_of
from shoukei_app.store.journal import Writing


def every(connection: Connection) -> tuple[Campaign, ...]:
    """All campaigns, the newest first."""
    return tuple(
        _campaign(row) for row in connection.execute(select(schema.campaign).order_by(schema.campaign.c.id.desc()))
    )


def newest_id(connection: Connection) -> int:
    """The newest campaign's id. Raises Problem(NO_CAMPAIGN)."""
    key: int | None = connection.execute(select(func.max(schema.campaign.c.id))).scalar()
    if key is None:
        raise Problem(ProblemKind.NO_CAMPAIGN)
    return key


def get(connection: Connection, campaign_id: int) -> Campaign:
    """One campaign. Raises Problem(NO_CAMPAIGN)."""
    row = connection.execute(select(schema.campaign).where(schema.campaign.c.id == campaign_id)).first()
    if row is None:
        raise Problem(ProblemKind.NO_CAMPAIGN)
    return _campaign(row)


def of_target(connection: Connection, target_id: int) -> int:
    """The campaign that a target belongs to."""
    statement = select(schema.target.c.campaign_id).where(schema.target.c.id == target_id)
    key: int = connection.execute(statement).scalar_one()
    return key


def add(writing: Writing, campaign: Campaign) -> int:
    """Keep a new campaign (its id is given out here); returns the id."""
    return writing.add(schema.campaign, **_columns(campaign))


def change(writing: Writing, campaign: Campaign) -> None:
    """Keep a campaign's new state."""
    writing.update(schema.campaign, {campaign.id: _columns(campaign)})


def change_letters(writing: Writing, campaign: Campaign, letters: Letters) -> None:
    """Keep the letters of a campaign; the history names nothing else."""
    writing.update(schema.campaign, {campaign.id: {"letters": letters_data(letters)}})


def organisations(connection: Connection) -> tuple[Organisation, ...]:
    """All active organisations with the areas they serve."""
    areas: dict[int, list[str]] = {}
    area = schema.organisation_area
    for row in connection.execute(select(area).order_by(area.c.municipality_code)):
        areas.setdefault(row.organisation_id, []).append(row.municipality_code)
    table = schema.organisation
    statement = select(table).where(table.c.active.is_(True)).order_by(table.c.id)
    return tuple(
        Organisation(row.id, OrganisationKind(row.kind), row.name, row.section, row.phone, tuple(areas.get(row.id, ())))
        for row in connection.execute(statement)
    )


def persons(connection: Connection) -> tuple[Person, ...]:
    """All active persons in charge."""
    table = schema.person
    statement = select(table).where(table.c.active.is_(True)).order_by(table.c.id)
    return tuple(
        Person(
            row.id,
            row.organisation_id,
            row.name,
            row.role,
            row.experienced,
            row.visits_per_day,
            row.visits_per_week,
        )
        for row in connection.execute(statement)
    )


def add_organisation(
    writing: Writing, kind: OrganisationKind, name: str, section: str = "", phone: str = "", areas: Iterable[str] = ()
) -> int:
    """Keep an organisation; returns its id."""
    key = writing.add(schema.organisation, kind=kind.value, name=name, section=section, phone=phone)
    writing.add_all(schema.organisation_area, [{"organisation_id": key, "municipality_code": code} for code in areas])
    return key


def add_person(writing: Writing, organisation_id: int, name: str, role: str = "", *, experienced: bool = False) -> int:
    """Keep a person in charge; returns the id."""
    return writing.add(
        schema.person, organisation_id=organisation_id, name=name, role=role, experienced=experienced, former_names=[]
    )


def change_organisation(writing: Writing, organisation: Organisation) -> None:
    """Keep an organisation's new state and the municipalities it serves."""
    row = {
        "kind": organisation.kind.value,
        "name": organisation.name,
        "section": organisation.section,
        "phone": organisation.phone,
    }
    writing.update(schema.organisation, {organisation.id: row})
    area = schema.organisation_area
    statement = select(area.c.municipality_code, area.c.id).where(area.c.organisation_id == organisation.id)
    kept = {code: key for code, key in writing.connection.execute(statement)}  # noqa: C416 - rows are not pairs to mypy
    writing.delete(area, [key for code, key in kept.items() if code not in organisation.areas])
    fresh = [code for code in organisation.areas if code not in kept]
    writing.add_all(area, [{"organisation_id": organisation.id, "municipality_code": code} for code in fresh])


def rename_person(writing: Writing, person_id: int, name: str) -> None:
    """Give a person another name and keep the one borne so far: what was keyed under it stays this person's."""
    table = schema.person
    row = writing.connection.execute(select(table.c.name, table.c.former_names).where(table.c.id == person_id)).one()
    if row.name == name:
        return
    former = [known for known in row.former_names if known != row.name]
    writing.update(table, {person_id: {"name": name, "former_names": [*former, row.name]}})


def retire_person(writing: Writing, person_id: int) -> None:
    """Offer a person no more for what is to do."""
    writing.update(schema.person, {person_id: {"active": False}})


def _columns(campaign: Campaign) -> dict[str, object]:
    return {
        "name": campaign.name,
        "fiscal_year": campaign.fiscal_year,
        "deadline": campaign.deadline,
        "goal": campaign.goal,
        "questionnaire": questionnaire.to_data(campaign.questionnaire),
        "sender": asdict(campaign.sender),
        "letters": letters_data(campaign.letters),
        "exclusions": rules_data(campaign.exclusions),
        "envelope": window_data(campaign.envelope),
        "reply_paid": reply_paid.to_data(campaign.reply_paid),
        "verification": verification.policy_data(campaign.verification),
    }


def _campaign(row: Row[tuple[object, ...]]) -> Campaign:
    return Campaign(
        row.id,
        row.name,
        row.fiscal_year,
        row.deadline,
        row.goal,
        questionnaire_of(row.questionnaire),
        Sender(**row.sender),
        letters_from_data(row.letters),
        rules_from_data(row.exclusions),
        window_from_data(row.envelope),
        reply_paid.from_data(row.reply_paid),
        verification.policy_from_data(row.verification),
    )
