"""The facts that statistics count: one small row for every target of a campaign."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, case, exists, func, select

from shoukei_app.domain.mailing import PieceState
from shoukei_app.domain.target import Channel, Disposition
from shoukei_app.domain.visits import VisitState
from shoukei_app.store import mailings
from shoukei_app.store.schema import firm, flag, piece, receipt, referral, reply, target, visit


@dataclass(frozen=True, slots=True)
class TargetFacts:
    """What happened to one target, for counting. `visited` also counts calls in which the firm was met."""

    target_id: int
    municipality_code: str
    industry: str
    mailed: bool
    undelivered: bool
    disposition: Disposition | None
    received_on: date | None
    channel: Channel | None
    diagnosis: str
    valid: bool
    flagged: bool
    visited: bool
    referred: bool


def facts(connection: Connection, campaign_id: int) -> list[TargetFacts]:
    """One row for every target of a campaign, in the order of the form numbers."""
    sent = (
        select(
            piece.c.target_id,
            func.max(case((mailings.IS_SENT, piece.c.id))).label("last"),
        )
        .group_by(piece.c.target_id)
        .subquery()
    )
    last = piece.alias("last_piece")
    statement = (
        select(
            target.c.id,
            firm.c.municipality_code,
            firm.c.industry,
            last.c.state,
            receipt.c.disposition,
            receipt.c.received_on,
            receipt.c.channel,
            reply.c.diagnosis,
            reply.c.valid,
            exists().where(flag.c.target_id == target.c.id).label("flagged"),
            exists().where(visit.c.target_id == target.c.id, visit.c.state == VisitState.MET.value).label("visited"),
            exists().where(referral.c.target_id == target.c.id).label("referred"),
        )
        .select_from(target)
        .join(firm, firm.c.id == target.c.firm_id)
        .outerjoin(sent, sent.c.target_id == target.c.id)
        .outerjoin(last, last.c.id == sent.c.last)
        .outerjoin(receipt, receipt.c.target_id == target.c.id)
        .outerjoin(reply, reply.c.target_id == target.c.id)
        .where(target.c.campaign_id == campaign_id)
        .order_by(target.c.number)
    )
    return [
        TargetFacts(
            row.id,
            row.municipality_code,
            row.industry,
            mailed=row.state is not None,
            undelivered=row.state == PieceState.UNDELIVERED.value and row.received_on is None,
            disposition=Disposition(row.disposition) if row.disposition else None,
            received_on=row.received_on,
            channel=Channel(row.channel) if row.channel else None,
            diagnosis=row.diagnosis or "",
            valid=bool(row.valid),
            flagged=row.flagged,
            visited=row.visited,
            referred=row.referred,
        )
        for row in connection.execute(statement)
    ]


def received_by_day(rows: list[TargetFacts]) -> dict[date, int]:
    """How many sheets arrived on each day, in order."""
    counted = Counter(row.received_on for row in rows if row.received_on)
    return dict(sorted(counted.items()))
