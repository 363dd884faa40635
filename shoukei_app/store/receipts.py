"""The receipt log (受付簿): what came back, when, by which way, and what it was."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, func, select

from shoukei_app.domain.query import Query
from shoukei_app.domain.target import Channel, Disposition
from shoukei_app.domain.text import search_key
from shoukei_app.store import firms
from shoukei_app.store.journal import Writing
from shoukei_app.store.schema import firm, receipt, target

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Receipt:
    """A sheet that arrived; who recorded it and when is known once it is kept."""

    target_id: int
    received_on: date
    channel: Channel
    disposition: Disposition
    bundle: str = ""
    note: str = ""
    recorded_at: datetime | None = None
    recorded_by: str = ""


def of_target(connection: Connection, target_id: int) -> Receipt | None:
    """The receipt of a target, if its sheet arrived."""
    return of_targets(connection, [target_id]).get(target_id)


def of_targets(connection: Connection, target_ids: Sequence[int]) -> dict[int, Receipt]:
    """The receipts of targets, by target."""
    found: dict[int, Receipt] = {}
    for start in range(0, len(target_ids), _CHUNK):
        chunk = target_ids[start : start + _CHUNK]
        for row in connection.execute(select(receipt).where(receipt.c.target_id.in_(chunk))):
            found[row.target_id] = _receipt(row)
    return found


def keep(writing: Writing, value: Receipt) -> None:
    """Keep a receipt, in the place of an earlier one for the same target; one that says the same stays as it is."""
    columns = {
        "received_on": value.received_on,
        "channel": value.channel.value,
        "disposition": value.disposition.value,
        "bundle": value.bundle,
        "note": value.note,
    }
    who = {"recorded_at": writing.act.at, "recorded_by": writing.act.person}
    row = writing.connection.execute(select(receipt).where(receipt.c.target_id == value.target_id)).first()
    if row is None:
        writing.add(receipt, target_id=value.target_id, **columns, **who)
    elif any(getattr(row, name) != new for name, new in columns.items()):
        writing.update(receipt, {row.id: columns | who})


def of_campaign(campaign_id: int) -> ColumnElement[bool]:
    """Whether a target is of a campaign, looked at last: there are far fewer receipts of a day than targets.

    The sum keeps SQLite from beginning with the index of the campaign, and so with all its targets.
    """
    return target.c.campaign_id + 0 == campaign_id


def find(connection: Connection, campaign_id: int, day: date | None, query: Query) -> list[int]:
    """Targets (id) whose receipt is of a day (None: of any), the one recorded last first.

    Filters: channel, disposition, bundle, person (who recorded it). `text`: form number, firm, address, phone.
    """
    conditions = [of_campaign(campaign_id), *_conditions(query)]
    if day is not None:
        conditions.append(receipt.c.received_on == day)
    statement = (
        select(target.c.id)
        .join(receipt, receipt.c.target_id == target.c.id)
        .join(firm, firm.c.id == target.c.firm_id)
        .where(*conditions)
        .order_by(receipt.c.recorded_at.desc(), receipt.c.id.desc())
    )
    return list(connection.execute(statement).scalars())


def values_on(connection: Connection, campaign_id: int, day: date | None) -> dict[str, dict[str, int]]:
    """How many receipts of a day have each channel, disposition, bundle and person ("recorded_by")."""
    columns = [receipt.c[name] for name in ("channel", "disposition", "bundle", "recorded_by")]
    statement = (
        select(*columns, func.count().label("sheets"))
        .join(target, target.c.id == receipt.c.target_id)
        .where(of_campaign(campaign_id))
        .group_by(*columns)
    )
    if day is not None:
        statement = statement.where(receipt.c.received_on == day)
    found: dict[str, Counter[str]] = {column.name: Counter() for column in columns}
    for row in connection.execute(statement):
        for name, counted in found.items():
            counted[getattr(row, name)] += row.sheets
    return {name: dict(sorted(counted.items())) for name, counted in found.items()}


def by_day(connection: Connection, campaign_id: int) -> dict[date, dict[Channel, int]]:
    """How many sheets arrived on each day by each way, in the order of the days; loose sheets are not among them."""
    statement = (
        select(receipt.c.received_on, receipt.c.channel, func.count())
        .join(target, target.c.id == receipt.c.target_id)
        .where(of_campaign(campaign_id))
        .group_by(receipt.c.received_on, receipt.c.channel)
        .order_by(receipt.c.received_on, receipt.c.channel)
    )
    found: dict[date, dict[Channel, int]] = {}
    for day, channel, count in connection.execute(statement):
        found.setdefault(day, {})[Channel(channel)] = count
    return found


def by_bundle(connection: Connection, campaign_id: int, day: date, channel: Channel) -> dict[str, int]:
    """How many sheets arrived on a day by one way in each bundle; "" for those in none."""
    statement = (
        select(receipt.c.bundle, func.count())
        .join(target, target.c.id == receipt.c.target_id)
        .where(of_campaign(campaign_id), receipt.c.received_on == day, receipt.c.channel == channel.value)
        .group_by(receipt.c.bundle)
    )
    return dict(connection.execute(statement).all())


def _conditions(query: Query) -> list[ColumnElement[bool]]:
    columns = {
        "channel": receipt.c.channel,
        "disposition": receipt.c.disposition,
        "bundle": receipt.c.bundle,
        "person": receipt.c.recorded_by,
    }
    conditions: list[ColumnElement[bool]] = [
        columns[key].in_(values) for key, values in query.filters.items() if values
    ]
    if query.text.strip():
        digits = search_key(query.text)
        by_text = firms.matches(query.text)
        conditions.append(by_text | target.c.number.contains(digits) if digits.isdecimal() else by_text)
    return conditions


def _receipt(row: Row[Any]) -> Receipt:
    return Receipt(
        row.target_id,
        row.received_on,
        Channel(row.channel),
        Disposition(row.disposition),
        row.bundle,
        row.note,
        row.recorded_at,
        row.recorded_by,
    )
