"""Sheets without a number (番号不明): logged at once, turned into a target's receipt once the firm is known."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Row, func, select

from shoukei_app.domain import answers
from shoukei_app.domain.answers import AnswerSheet
from shoukei_app.domain.loose_sheet import Sender, slip
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.receipt import Arrival
from shoukei_app.domain.target import Channel, Disposition
from shoukei_app.domain.text import search_key
from shoukei_app.store.journal import Writing
from shoukei_app.store.schema import campaign, firm, loose_sheet, receipt, reply, target


@dataclass(frozen=True, slots=True)
class LooseSheet:
    """A sheet without a number; `number` is that of its slip, `target_id` whose it proved to be."""

    id: int
    number: int
    arrival: Arrival
    recorded_at: datetime
    recorded_by: str
    target_id: int | None


@dataclass(frozen=True, slots=True)
class EarlierReply:
    """What a firm answered in another campaign."""

    firm_id: int
    campaign_id: int
    fiscal_year: int
    sheet: AnswerSheet


def add(writing: Writing, campaign_id: int, arrival: Arrival) -> int:
    """Log a sheet; returns the number of its slip, which was never used in the campaign."""
    (number,) = writing.new_ids(f"loose_sheet of {campaign_id}")
    writing.add(
        loose_sheet,
        campaign_id=campaign_id,
        number=number,
        received_on=arrival.received_on,
        channel=arrival.channel.value,
        disposition=arrival.disposition.value,
        bundle=arrival.bundle,
        note=arrival.note,
        recorded_at=writing.act.at,
        recorded_by=writing.act.person,
        target_id=None,
    )
    return number


def identify(writing: Writing, sheet: LooseSheet, target_id: int) -> None:
    """Say whose a sheet is."""
    writing.update(loose_sheet, {sheet.id: {"target_id": target_id}})


def get(connection: Connection, campaign_id: int, number: int) -> LooseSheet:
    """One sheet by its slip. Raises Problem(SLIP_UNKNOWN)."""
    row = connection.execute(
        select(loose_sheet).where(loose_sheet.c.campaign_id == campaign_id, loose_sheet.c.number == number)
    ).first()
    if row is None:
        raise Problem(ProblemKind.SLIP_UNKNOWN, slip=slip(number))
    return _sheet(row)


def unidentified(connection: Connection, campaign_id: int) -> tuple[LooseSheet, ...]:
    """The sheets that have no firm yet, in the order of their slips."""
    statement = (
        select(loose_sheet)
        .where(loose_sheet.c.campaign_id == campaign_id, loose_sheet.c.target_id.is_(None))
        .order_by(loose_sheet.c.number)
    )
    return tuple(_sheet(row) for row in connection.execute(statement))


def by_day(connection: Connection, campaign_id: int) -> dict[date, int]:
    """How many sheets of each day have no firm yet."""
    statement = (
        select(loose_sheet.c.received_on, func.count())
        .where(loose_sheet.c.campaign_id == campaign_id, loose_sheet.c.target_id.is_(None))
        .group_by(loose_sheet.c.received_on)
        .order_by(loose_sheet.c.received_on)
    )
    return dict(connection.execute(statement).all())


def by_bundle(connection: Connection, campaign_id: int, day: date, channel: Channel) -> dict[str, int]:
    """How many sheets of a day without a firm came by one way in each bundle; "" for those in none."""
    statement = (
        select(loose_sheet.c.bundle, func.count())
        .where(
            loose_sheet.c.campaign_id == campaign_id,
            loose_sheet.c.received_on == day,
            loose_sheet.c.channel == channel.value,
            loose_sheet.c.target_id.is_(None),
        )
        .group_by(loose_sheet.c.bundle)
    )
    return dict(connection.execute(statement).all())


def senders(connection: Connection, campaign_id: int) -> Iterator[tuple[int, Sender]]:
    """Every target of a campaign without a receipt as (firm id, what its firm says of itself)."""
    statement = (
        select(
            target.c.id,
            target.c.firm_id,
            firm.c.industry,
            firm.c.staff,
            firm.c.municipality,
            firm.c.town,
            firm.c.search_text,
            firm.c.note,
        )
        .join(firm, firm.c.id == target.c.firm_id)
        .outerjoin(receipt, receipt.c.target_id == target.c.id)
        .where(target.c.campaign_id == campaign_id, receipt.c.id.is_(None))
        .order_by(target.c.number)
    )
    for row in connection.execute(statement):
        yield (
            row.firm_id,
            Sender(
                row.id,
                _folded(row.industry),
                row.staff,
                _folded(row.municipality),
                _folded(f"{row.municipality}{row.town}"),
                f"{row.search_text}\n{search_key(row.note)}" if row.note else row.search_text,
            ),
        )


def earlier_replies(connection: Connection, campaign_id: int) -> Iterator[EarlierReply]:
    """What the firms answered in other campaigns, the newest last."""
    statement = (
        select(target.c.firm_id, target.c.campaign_id, campaign.c.fiscal_year, reply.c.answers)
        .join(reply, reply.c.target_id == target.c.id)
        .join(campaign, campaign.c.id == target.c.campaign_id)
        .where(target.c.campaign_id != campaign_id)
        .order_by(campaign.c.fiscal_year, campaign.c.id)
    )
    for row in connection.execute(statement):
        yield EarlierReply(row.firm_id, row.campaign_id, row.fiscal_year, answers.from_data(row.answers))


@lru_cache(maxsize=20_000)
def _folded(text: str) -> str:
    """Industries and places folded for searching; a register has few of them, and many firms to each."""
    return search_key(text)


def _sheet(row: Row[Any]) -> LooseSheet:
    arrival = Arrival(row.received_on, Channel(row.channel), Disposition(row.disposition), row.bundle, row.note)
    return LooseSheet(row.id, row.number, arrival, row.recorded_at, row.recorded_by, row.target_id)
