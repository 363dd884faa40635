"""Envelopes opened (開けた封筒), counted by hand for a day and for its bundles."""

from datetime import date

from sqlalchemy import Connection, func, select

from shoukei_app.domain.target import Channel
from shoukei_app.store import receipts
from shoukei_app.store.journal import Writing
from shoukei_app.store.schema import envelope_count, loose_sheet, receipt, target


def keep(writing: Writing, campaign_id: int, day: date, bundle: str, opened: int) -> None:
    """Keep a count ("" is the whole day), in the place of an earlier one."""
    t = envelope_count
    row = writing.connection.execute(
        select(t.c.id, t.c.opened).where(t.c.campaign_id == campaign_id, t.c.day == day, t.c.bundle == bundle)
    ).first()
    columns = {"opened": opened, "counted_at": writing.act.at, "counted_by": writing.act.person}
    if row is None:
        writing.add(t, campaign_id=campaign_id, day=day, bundle=bundle, **columns)
    elif row.opened != opened:
        writing.update(t, {row.id: columns})


def on(connection: Connection, campaign_id: int, day: date) -> dict[str, int]:
    """What was counted on a day, by bundle; the whole day under ""."""
    t = envelope_count
    statement = select(t.c.bundle, t.c.opened).where(t.c.campaign_id == campaign_id, t.c.day == day)
    return dict(connection.execute(statement).all())


def newest_uncounted(connection: Connection, campaign_id: int, before: date) -> date | None:
    """The newest day before another on which posted sheets came and no envelopes were counted.

    Only the days after the last count are looked at: who counts none is asked about one day, not about the past.
    """
    t, mail = envelope_count, Channel.MAIL.value
    last = connection.execute(select(func.max(t.c.day)).where(t.c.campaign_id == campaign_id)).scalar()
    logged = (
        select(func.max(receipt.c.received_on))
        .join(target, target.c.id == receipt.c.target_id)
        .where(receipts.of_campaign(campaign_id), receipt.c.received_on < before, receipt.c.channel == mail)
    )
    loose = select(func.max(loose_sheet.c.received_on)).where(
        loose_sheet.c.campaign_id == campaign_id, loose_sheet.c.received_on < before, loose_sheet.c.channel == mail
    )
    days = (connection.execute(statement).scalar() for statement in (logged, loose))
    newest = max((day for day in days if day is not None), default=None)
    return newest if newest is not None and (last is None or newest > last) else None
