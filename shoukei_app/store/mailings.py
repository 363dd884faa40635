"""Mailing runs and their pieces, frozen when made."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, case, func, select

from shoukei_app.domain.firm import Address, FirmStatus
from shoukei_app.domain.mailing import (
    Addressee,
    Candidate,
    LeftOutReason,
    Piece,
    PieceState,
    PrintOrder,
    Run,
    RunKind,
    RunState,
    UndeliveredReason,
)
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.store import schema
from shoukei_app.store.journal import Writing
from shoukei_app.store.schema import firm, mailing_run, piece, receipt, target

_ORDERS: Mapping[PrintOrder, tuple[Any, ...]] = {
    PrintOrder.NUMBER: (target.c.number,),
    PrintOrder.POSTAL: (firm.c.postal_code, target.c.number),
    PrintOrder.MUNICIPALITY: (firm.c.municipality_code, firm.c.town, target.c.number),
    PrintOrder.KANA: (firm.c.kana, firm.c.match_name, target.c.number),
}


def candidates(connection: Connection, campaign_id: int, order: PrintOrder) -> list[tuple[int, str, Candidate]]:
    """Every target of a campaign as (target id, form number, candidate for a piece), in print order."""
    last = (
        select(piece.c.target_id, func.max(piece.c.id).label("piece_id"))
        .where(piece.c.state != PieceState.LEFT_OUT.value)
        .group_by(piece.c.target_id)
        .subquery()
    )
    last_piece = piece.alias("last_piece")
    statement = (
        select(
            target.c.id.label("target_id"), target.c.number, firm, last_piece.c.state, receipt.c.id.label("receipt_id")
        )
        .join(firm, firm.c.id == target.c.firm_id)
        .outerjoin(last, last.c.target_id == target.c.id)
        .outerjoin(last_piece, last_piece.c.id == last.c.piece_id)
        .outerjoin(receipt, receipt.c.target_id == target.c.id)
        .where(target.c.campaign_id == campaign_id)
        .order_by(*_ORDERS[order])
    )
    return [(row.target_id, row.number, _candidate(row)) for row in connection.execute(statement)]


def add_run(
    writing: Writing,
    campaign_id: int,
    kind: RunKind,
    made_on: date,
    deadline: date | None,
    order: PrintOrder,
    pieces: Sequence[tuple[int, Addressee, LeftOutReason | None]],
) -> int:
    """Freeze a run with its pieces (target id, addressee, reason to be left out) in order; returns its id."""
    last = writing.connection.execute(
        select(func.max(mailing_run.c.number)).where(mailing_run.c.campaign_id == campaign_id)
    ).scalar()
    run_id = writing.add(
        mailing_run,
        campaign_id=campaign_id,
        number=(last or 0) + 1,
        kind=kind.value,
        made_on=made_on,
        deadline=deadline,
        print_order=order.value,
    )
    rows = [
        {
            "run_id": run_id,
            "target_id": target_id,
            "position": position,
            "addressee": asdict(addressee),
            "state": (PieceState.LEFT_OUT if left_out else PieceState.PLANNED).value,
            "left_out": left_out.value if left_out else None,
        }
        for position, (target_id, addressee, left_out) in enumerate(pieces, start=1)
    ]
    writing.add_all(piece, rows)
    return run_id


def runs(connection: Connection, campaign_id: int) -> tuple[Run, ...]:
    """All runs of a campaign, the newest first."""
    sent = func.coalesce(func.sum(case((piece.c.state != PieceState.LEFT_OUT.value, 1), else_=0)), 0)
    statement = (
        select(mailing_run, sent.label("sent"), func.count(piece.c.id).label("all_"))
        .outerjoin(piece, piece.c.run_id == mailing_run.c.id)
        .where(mailing_run.c.campaign_id == campaign_id)
        .group_by(*mailing_run.c)
        .order_by(mailing_run.c.number.desc())
    )
    return tuple(_run(row) for row in connection.execute(statement))


def run_by_number(connection: Connection, campaign_id: int, number: int) -> Run:
    """One run by its number within the campaign. Raises Problem(NOT_FOUND)."""
    for run in runs(connection, campaign_id):
        if run.number == number:
            return run
    raise Problem(ProblemKind.NOT_FOUND, what="run", key=number)


def pieces(connection: Connection, run_id: int) -> tuple[Piece, ...]:
    """The pieces of a run in its order, those left out included."""
    statement = (
        select(piece, target.c.number, target.c.firm_id)
        .join(target, target.c.id == piece.c.target_id)
        .where(piece.c.run_id == run_id)
        .order_by(piece.c.position)
    )
    return tuple(_piece(row) for row in connection.execute(statement))


def left_out_counts(connection: Connection, run_id: int) -> dict[LeftOutReason, int]:
    """How many targets a run leaves out for each reason."""
    statement = (
        select(piece.c.left_out, func.count())
        .where(piece.c.run_id == run_id, piece.c.left_out.is_not(None))
        .group_by(piece.c.left_out)
    )
    return {LeftOutReason(reason): number for reason, number in connection.execute(statement)}


@dataclass(frozen=True, slots=True)
class SentPiece:
    """What one mailing run did for a target."""

    run_number: int
    kind: RunKind
    made_on: date
    state: PieceState
    left_out: LeftOutReason | None
    posted_on: date | None
    undelivered_on: date | None
    undelivered_reason: UndeliveredReason | None


def of_target(connection: Connection, target_id: int) -> tuple[SentPiece, ...]:
    """What every mailing run did for a target, the first first."""
    statement = (
        select(piece, mailing_run.c.number, mailing_run.c.kind, mailing_run.c.made_on)
        .join(mailing_run, mailing_run.c.id == piece.c.run_id)
        .where(piece.c.target_id == target_id)
        .order_by(mailing_run.c.number)
    )
    return tuple(
        SentPiece(
            row.number,
            RunKind(row.kind),
            row.made_on,
            PieceState(row.state),
            LeftOutReason(row.left_out) if row.left_out else None,
            row.posted_on,
            row.undelivered_on,
            UndeliveredReason(row.undelivered_reason) if row.undelivered_reason else None,
        )
        for row in connection.execute(statement)
    )


def run_states(connection: Connection, campaign_id: int) -> dict[int, RunState]:
    """What became of the pieces of every run of a campaign, by the run's number."""
    counts = [
        func.coalesce(func.sum(case((piece.c.state == state.value, 1), else_=0)), 0)
        for state in (PieceState.PLANNED, PieceState.POSTED, PieceState.UNDELIVERED)
    ]
    statement = (
        select(mailing_run.c.number, *counts, func.min(piece.c.posted_on))
        .outerjoin(piece, piece.c.run_id == mailing_run.c.id)
        .where(mailing_run.c.campaign_id == campaign_id)
        .group_by(mailing_run.c.number)
    )
    return {number: RunState(*state) for number, *state in connection.execute(statement)}


def last_piece(connection: Connection, target_id: int) -> int:
    """The id of the newest piece that went to a target. Raises Problem(NOT_FOUND)."""
    statement = select(func.max(piece.c.id)).where(
        piece.c.target_id == target_id, piece.c.state != PieceState.LEFT_OUT.value
    )
    key: int | None = connection.execute(statement).scalar()
    if key is None:
        raise Problem(ProblemKind.NOT_FOUND, what="piece", key=target_id)
    return key


def change_pieces(writing: Writing, values: Mapping[int, Mapping[str, Any]]) -> int:
    """Set columns of pieces by id."""
    return writing.update(schema.piece, values)


def _candidate(row: Row[Any]) -> Candidate:
    addressee = Addressee(
        row.name,
        row.office,
        row.title,
        row.representative,
        Address(
            row.postal_code, row.prefecture, row.county, row.municipality, row.municipality_code, row.town, row.rest
        ),
    )
    return Candidate(
        status=FirmStatus(row.status),
        do_not_mail=row.do_not_mail,
        addressee=addressee,
        mailed=row.state is not None,
        replied=row.receipt_id is not None,
        undelivered=row.state == PieceState.UNDELIVERED.value,
        merged=row.merged_into is not None,
    )


def _run(row: Row[Any]) -> Run:
    return Run(
        row.id,
        row.number,
        RunKind(row.kind),
        row.made_on,
        row.deadline,
        PrintOrder(row.print_order),
        pieces=row.sent,
        left_out=row.all_ - row.sent,
    )


def _piece(row: Row[Any]) -> Piece:
    fields = dict(row.addressee)
    address = Address(**fields.pop("address"))
    return Piece(
        row.id,
        row.number,
        Addressee(address=address, **fields),
        PieceState(row.state),
        LeftOutReason(row.left_out) if row.left_out else None,
        UndeliveredReason(row.undelivered_reason) if row.undelivered_reason else None,
        row.firm_id,
    )
