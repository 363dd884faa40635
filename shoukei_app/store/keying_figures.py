"""What the figures of keying are counted from: the entries of a campaign, their third looks, receipts by day."""

from datetime import date

from sqlalchemy import Connection, and_, func, select

from shoukei_app.domain import answers, verification
from shoukei_app.domain.keying_figures import Hand, Reading, ReadSheet
from shoukei_app.domain.questionnaire import Questionnaire
from shoukei_app.domain.verification import Scope, Verdict
from shoukei_app.store import keyers
from shoukei_app.store.entries import FIRST, SECOND
from shoukei_app.store.schema import adjudication, campaign, entry, mailing_run, person, piece, receipt, sheet, target


def read_sheets(connection: Connection, campaign_id: int, questionnaire: Questionnaire) -> list[ReadSheet]:
    """Every keyed sheet of a campaign with its entries; who keyed is named as today."""
    hands: dict[tuple[int | None, str], Hand] = {}
    readings: dict[int, dict[int, Reading]] = {}
    standings: dict[int, tuple[Scope, frozenset[str]]] = {}
    statement = (
        select(entry, sheet.c.scope, sheet.c.differences)
        .join(target, target.c.id == entry.c.target_id)
        .join(sheet, sheet.c.target_id == entry.c.target_id)
        .where(target.c.campaign_id == campaign_id)
        .order_by(entry.c.target_id)
    )
    for row in connection.execute(statement):
        who = (row.keyer_id, row.keyer)
        if who not in hands:
            hands[who] = _hand(connection, *who)
        effort = {key: (int(value[0]), float(value[1])) for key, value in row.effort.items()}
        read = Reading(hands[who], row.entered_at.date(), answers.from_data(row.answers), effort)
        readings.setdefault(row.target_id, {})[row.pass_number] = read
        standings[row.target_id] = Scope(row.scope), frozenset(row.differences)
    verdicts = _verdicts(connection, campaign_id)
    asked = {scope: verification.questions_of(questionnaire, scope) for scope in Scope}
    return [
        ReadSheet(
            made[FIRST], made.get(SECOND), scope is not Scope.NONE, asked[scope], verdicts.get(key, {}), still_open
        )
        for key, made in readings.items()
        for scope, still_open in [standings[key]]
        if FIRST in made
    ]


def received_by_day(connection: Connection, campaign_id: int) -> dict[date, int]:
    """How many sheets came on each day, days in their order."""
    statement = (
        select(receipt.c.received_on, func.count())
        .join(target, target.c.id == receipt.c.target_id)
        .where(target.c.campaign_id == campaign_id)
        .group_by(receipt.c.received_on)
        .order_by(receipt.c.received_on)
    )
    return {row[0]: int(row[1]) for row in connection.execute(statement)}


def posted_on(connection: Connection, campaign_id: int) -> date | None:
    """The day on which the first mail of a campaign went out."""
    statement = (
        select(func.min(piece.c.posted_on))
        .join(mailing_run, mailing_run.c.id == piece.c.run_id)
        .where(mailing_run.c.campaign_id == campaign_id)
    )
    day: date | None = connection.execute(statement).scalar()
    return day


def campaign_before(connection: Connection, campaign_id: int) -> tuple[int, str] | None:
    """The campaign before this one in the same ledger, with its name."""
    year = select(campaign.c.fiscal_year).where(campaign.c.id == campaign_id).scalar_subquery()
    statement = (
        select(campaign.c.id, campaign.c.name)
        .where((campaign.c.fiscal_year < year) | and_(campaign.c.fiscal_year == year, campaign.c.id < campaign_id))
        .order_by(campaign.c.fiscal_year.desc(), campaign.c.id.desc())
    )
    row = connection.execute(statement).first()
    return (row.id, row.name) if row else None


def sampled(connection: Connection, campaign_id: int) -> tuple[int, int]:
    """How many finished sheets were compared with their paper, and how many errors were left in them."""
    statement = (
        select(func.count(), func.coalesce(func.sum(sheet.c.sample_errors), 0))
        .join(target, target.c.id == sheet.c.target_id)
        .where(target.c.campaign_id == campaign_id, sheet.c.sampled_on.is_not(None))
    )
    row = connection.execute(statement).one()
    return int(row[0]), int(row[1])


def _hand(connection: Connection, keyer_id: int | None, name: str) -> Hand:
    known = keyer_id if keyer_id is not None else keyers.named(connection, name).id
    if known is None:
        return Hand(None, name)
    today = connection.execute(select(person.c.name).where(person.c.id == known)).scalar()
    return Hand(known, today or name)


def _verdicts(connection: Connection, campaign_id: int) -> dict[int, dict[str, Verdict]]:
    statement = (
        select(adjudication.c.target_id, adjudication.c.question, adjudication.c.verdict)
        .join(target, target.c.id == adjudication.c.target_id)
        .where(target.c.campaign_id == campaign_id, adjudication.c.verdict.is_not(None))
    )
    found: dict[int, dict[str, Verdict]] = {}
    for row in connection.execute(statement):
        found.setdefault(row.target_id, {})[row.question] = Verdict(row.verdict)
    return found
