"""Mailing runs and their pieces, frozen when made."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, case, exists, func, select

from shoukei_app.domain import form_layout, questionnaire
from shoukei_app.domain.firm import Address, FirmStatus
from shoukei_app.domain.letter import letter_data, letter_from_data
from shoukei_app.domain.made_from import MadeFrom
from shoukei_app.domain.mailing import (
    HANDED_OVER,
    LETTER_OF,
    NOT_SENT,
    WAITING,
    Addressee,
    Candidate,
    LeftOutReason,
    Piece,
    PieceState,
    PrintOrder,
    Run,
    RunKind,
    RunState,
    Sender,
    UndeliveredReason,
)
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.questionnaire import Questionnaire
from shoukei_app.domain.target import Channel
from shoukei_app.store import schema
from shoukei_app.store.documents import questionnaire_of
from shoukei_app.store.journal import Writing
from shoukei_app.store.schema import firm, mailing_run, piece, receipt, target

_ORDERS: Mapping[PrintOrder, tuple[Any, ...]] = {
    PrintOrder.NUMBER: (target.c.number,),
    PrintOrder.POSTAL: (firm.c.postal_code, target.c.number),
    PrintOrder.MUNICIPALITY: (firm.c.municipality_code, firm.c.town, target.c.number),
    PrintOrder.KANA: (firm.c.kana, firm.c.match_name, target.c.number),
}


IS_SENT = piece.c.state.not_in([state.value for state in NOT_SENT])
"""Rows that are pieces: neither left out nor held back nor void."""


@dataclass(frozen=True, slots=True)
class PlannedPiece:
    """A row of a run that is being made; `printed_as` is to whom it is printed where that is not `addressee`."""

    target_id: int
    addressee: Addressee
    state: PieceState
    left_out: LeftOutReason | None
    printed_as: Addressee | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class ChosenName:
    """How a firm's name is printed whose characters no font has: for which addressee, as what, where taken from."""

    addressee: Addressee
    printed_as: Addressee
    source: str


def candidates(connection: Connection, campaign_id: int, order: PrintOrder) -> list[tuple[int, str, Candidate]]:
    """Every target of a campaign as (target id, form number, candidate for a piece), in print order."""
    kinds: dict[int, set[RunKind]] = {}
    remailed: set[int] = set()
    last: dict[int, PieceState] = {}
    came_back: dict[int, list[Addressee]] = {}
    sent = (
        select(piece.c.target_id, piece.c.state, mailing_run.c.kind)
        .join(mailing_run, mailing_run.c.id == piece.c.run_id)
        .where(mailing_run.c.campaign_id == campaign_id, IS_SENT)
        .order_by(piece.c.id)
    )
    for target_id, state, kind in connection.execute(sent):
        kinds.setdefault(target_id, set()).add(RunKind(kind))
        if PieceState(state) in HANDED_OVER:
            last[target_id] = PieceState(state)
        elif RunKind(kind) in LETTER_OF:
            remailed.add(target_id)
    back = (
        select(piece.c.target_id, piece.c.addressee)
        .join(mailing_run, mailing_run.c.id == piece.c.run_id)
        .where(mailing_run.c.campaign_id == campaign_id, piece.c.state == PieceState.UNDELIVERED.value)
    )
    for target_id, addressee in connection.execute(back):
        came_back.setdefault(target_id, []).append(_addressee(addressee))
    statement = (
        select(target.c.id.label("target_id"), target.c.number, firm, receipt.c.id.label("receipt_id"))
        .join(firm, firm.c.id == target.c.firm_id)
        .outerjoin(receipt, receipt.c.target_id == target.c.id)
        .where(target.c.campaign_id == campaign_id)
        .order_by(*_ORDERS[order])
    )
    return [
        (
            row.target_id,
            row.number,
            _candidate(
                row,
                frozenset(kinds.get(row.target_id, ())),
                tuple(came_back.get(row.target_id, ())),
                undelivered=last.get(row.target_id) is PieceState.UNDELIVERED,
                remailed=row.target_id in remailed,
            ),
        )
        for row in connection.execute(statement)
    ]


def chosen_names(connection: Connection, campaign_id: int) -> dict[int, ChosenName]:
    """How names were printed before that no font can print as they are, by target; decided for the same firm in any
    campaign, the newest decision first.
    """
    earlier = target.alias("earlier")
    statement = (
        select(target.c.id, piece.c.addressee, piece.c.printed_as, piece.c.source)
        .join(earlier, earlier.c.id == piece.c.target_id)
        .join(target, target.c.firm_id == earlier.c.firm_id)
        .where(target.c.campaign_id == campaign_id, piece.c.source != "", piece.c.state != PieceState.HELD.value)
        .order_by(piece.c.id)
    )
    return {
        target_id: ChosenName(_addressee(addressee), _addressee(printed_as), source)
        for target_id, addressee, printed_as, source in connection.execute(statement)
        if printed_as
    }


def add_run(
    writing: Writing,
    campaign_id: int,
    kind: RunKind,
    made_on: date,
    deadline: date | None,
    order: PrintOrder,
    pieces: Sequence[PlannedPiece],
    made_from: MadeFrom,
    reason: str = "",
) -> int:
    """Freeze a run with its pieces in order and what it is printed from; returns its id. Its number was never used."""
    (number,) = writing.new_ids(f"mailing_run of {campaign_id}")
    run_id = writing.add(
        mailing_run,
        campaign_id=campaign_id,
        number=number,
        kind=kind.value,
        made_on=made_on,
        deadline=deadline,
        print_order=order.value,
        reason=reason,
        cancelled_on=None,
        made_from=_made_from_data(made_from),
    )
    rows = [
        {
            "run_id": run_id,
            "target_id": one.target_id,
            "position": position,
            "addressee": asdict(one.addressee),
            "state": one.state.value,
            "left_out": one.left_out.value if one.left_out else None,
            "printed_as": asdict(one.printed_as) if one.printed_as else {},
            "source": one.source,
        }
        for position, one in enumerate(pieces, start=1)
    ]
    writing.add_all(piece, rows)
    return run_id


def change_run(writing: Writing, run_id: int, **values: Any) -> None:
    """Set columns of a run."""
    writing.update(schema.mailing_run, {run_id: values})


def made_from(connection: Connection, run_id: int) -> MadeFrom:
    """What a run is printed from, as it was when the run was made. Raises Problem(NOT_FOUND)."""
    data = connection.execute(select(mailing_run.c.made_from).where(mailing_run.c.id == run_id)).scalar()
    if data is None:
        raise Problem(ProblemKind.NOT_FOUND, what="run", key=run_id)
    template = letter_from_data(data["letter"])
    return MadeFrom(
        template,
        Sender(**data["sender"]),
        questionnaire_of(data["questionnaire"]),
        form_layout.from_data(data["layout"]),
    )


def questionnaire_of_run(connection: Connection, run_id: int) -> Questionnaire:
    """The version of the questionnaire that a run is printed from."""
    asked = select(mailing_run.c.made_from["questionnaire"]).where(mailing_run.c.id == run_id)
    return questionnaire_of(connection.execute(asked).scalar_one())


def dropped_out(connection: Connection, run_id: int) -> dict[int, tuple[LeftOutReason, date | None]]:
    """Pieces (id) of a run that may not be sent as the ledger stands now, with the day a reply came.

    A firm that was merged, closed or left the area, that wants no more mail, whose reply is here, or from whose very
    address another piece came back since. The day is None where it is another reason than the reply.
    """
    returned = piece.alias("returned")
    came_back = (
        select(piece.c.id, piece.c.addressee, returned.c.addressee.label("other"))
        .join(returned, (returned.c.target_id == piece.c.target_id) & (returned.c.id != piece.c.id))
        .where(piece.c.run_id == run_id, returned.c.state == PieceState.UNDELIVERED.value)
    )
    found: dict[int, tuple[LeftOutReason, date | None]] = {
        row.id: (LeftOutReason.UNDELIVERED_BEFORE, None)
        for row in connection.execute(came_back)
        if row.addressee == row.other
    }
    statement = (
        select(piece.c.id, firm.c.merged_into, firm.c.do_not_mail, firm.c.status, receipt.c.received_on)
        .join(target, target.c.id == piece.c.target_id)
        .join(firm, firm.c.id == target.c.firm_id)
        .outerjoin(receipt, receipt.c.target_id == target.c.id)
        .where(piece.c.run_id == run_id, IS_SENT)
        .where(
            firm.c.merged_into.is_not(None)
            | firm.c.do_not_mail
            | (firm.c.status != FirmStatus.ACTIVE.value)
            | receipt.c.id.is_not(None)
        )
    )
    for row in connection.execute(statement):
        if row.merged_into is not None:
            found[row.id] = (LeftOutReason.MERGED, None)
        elif row.do_not_mail:
            found[row.id] = (LeftOutReason.DO_NOT_MAIL, None)
        elif row.status != FirmStatus.ACTIVE.value:
            found[row.id] = (LeftOutReason(row.status), None)
        else:
            found[row.id] = (LeftOutReason.ALREADY_REPLIED, row.received_on)
    return found


def runs(connection: Connection, campaign_id: int) -> tuple[Run, ...]:
    """All runs of a campaign, the newest first."""
    sent = func.coalesce(func.sum(case((IS_SENT, 1), else_=0)), 0)
    columns = [column for column in mailing_run.c if column is not mailing_run.c.made_from]
    statement = (
        select(*columns, sent.label("sent"), func.count(piece.c.id).label("all_"))
        .outerjoin(piece, piece.c.run_id == mailing_run.c.id)
        .where(mailing_run.c.campaign_id == campaign_id)
        .group_by(*columns)
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
    statement = (
        select(mailing_run.c.number, piece.c.state, func.count(piece.c.id), func.min(piece.c.posted_on))
        .join(piece, piece.c.run_id == mailing_run.c.id)
        .where(mailing_run.c.campaign_id == campaign_id)
        .group_by(mailing_run.c.number, piece.c.state)
    )
    counts: dict[int, dict[str, int]] = {}
    days: dict[int, date] = {}
    for number, state, count, posted_on in connection.execute(statement):
        counts.setdefault(number, {})[state] = count
        if posted_on is not None:
            days[number] = min(posted_on, days.get(number, posted_on))
    return {number: RunState(**states, posted_on=days.get(number)) for number, states in counts.items()}


def last_piece(connection: Connection, target_id: int) -> int:
    """The id of the newest piece of a target that the post has, or of the newest at all where it was told of none.

    Raises Problem(NOT_FOUND).
    """
    handed_over = piece.c.state.in_([state.value for state in HANDED_OVER])
    statement = (
        select(piece.c.id)
        .where(piece.c.target_id == target_id, IS_SENT)
        .order_by(case((handed_over, 0), else_=1), piece.c.id.desc())
        .limit(1)
    )
    key: int | None = connection.execute(statement).scalar()
    if key is None:
        raise Problem(ProblemKind.NOT_FOUND, what="piece", key=target_id)
    return key


@dataclass(frozen=True, slots=True)
class CameBack:
    """The last piece of a target that came back: to whom it was addressed, when and why."""

    target_id: int
    run_number: int
    addressee: Addressee
    on: date | None
    reason: UndeliveredReason
    waiting: bool


def came_back(connection: Connection, campaign_id: int) -> tuple[CameBack, ...]:
    """Targets whose last piece that the post had came back, in the order of the form numbers; `waiting` where another
    piece for them is not posted yet.
    """
    states = [state.value for state in HANDED_OVER]
    last = (
        select(func.max(piece.c.id))
        .where(piece.c.target_id == target.c.id, piece.c.state.in_(states))
        .correlate(target)
        .scalar_subquery()
    )
    other = piece.alias("other")
    waits = exists().where(
        other.c.target_id == target.c.id, other.c.state.in_([state.value for state in (*WAITING, PieceState.HELD)])
    )
    statement = (
        select(piece, mailing_run.c.number, waits.label("waits"))
        .join(target, target.c.id == piece.c.target_id)
        .join(mailing_run, mailing_run.c.id == piece.c.run_id)
        .where(target.c.campaign_id == campaign_id, piece.c.id == last, piece.c.state == PieceState.UNDELIVERED.value)
        .order_by(target.c.number)
    )
    return tuple(
        CameBack(
            row.target_id,
            row.number,
            _addressee(row.addressee),
            row.undelivered_on,
            UndeliveredReason(row.undelivered_reason),
            row.waits,
        )
        for row in connection.execute(statement)
    )


def undelivered_counts(connection: Connection, campaign_id: int) -> dict[UndeliveredReason, int]:
    """How many pieces of a campaign came back for each reason."""
    statement = (
        select(piece.c.undelivered_reason, func.count())
        .join(mailing_run, mailing_run.c.id == piece.c.run_id)
        .where(mailing_run.c.campaign_id == campaign_id, piece.c.state == PieceState.UNDELIVERED.value)
        .group_by(piece.c.undelivered_reason)
    )
    found: dict[str, int] = dict(connection.execute(statement).all())
    return {reason: found[reason.value] for reason in UndeliveredReason if reason.value in found}


def reply_counts(connection: Connection, campaign_id: int) -> tuple[int, int]:
    """How many targets of a campaign got a piece that did not come back, and how many replies came by post."""
    back = {one.target_id for one in came_back(connection, campaign_id)}
    sent = (
        select(piece.c.target_id)
        .join(mailing_run, mailing_run.c.id == piece.c.run_id)
        .where(mailing_run.c.campaign_id == campaign_id, IS_SENT)
        .distinct()
    )
    by_post = (
        select(func.count())
        .select_from(receipt)
        .join(target, target.c.id == receipt.c.target_id)
        .where(target.c.campaign_id == campaign_id, receipt.c.channel == Channel.MAIL.value)
    )
    delivered = set(connection.execute(sent).scalars()) - back
    return len(delivered), connection.execute(by_post).scalar_one()


def decide(writing: Writing, piece_id: int, printed_as: Addressee | None, source: str) -> None:
    """Let a piece that was held back be printed to `printed_as`, or leave it out (None)."""
    row: dict[str, Any] = {"state": PieceState.LEFT_OUT.value}
    if printed_as is not None:
        row = {
            "state": PieceState.PLANNED.value,
            "left_out": None,
            "printed_as": asdict(printed_as),
            "source": source,
        }
    change_pieces(writing, {piece_id: row})


def change_pieces(writing: Writing, values: Mapping[int, Mapping[str, Any]]) -> int:
    """Set columns of pieces by id."""
    return writing.update(schema.piece, values)


def _candidate(
    row: Row[Any], kinds: frozenset[RunKind], came_back: tuple[Addressee, ...], *, undelivered: bool, remailed: bool
) -> Candidate:
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
        mailed=bool(kinds),
        replied=row.receipt_id is not None,
        undelivered=undelivered,
        merged=row.merged_into is not None,
        kinds=kinds,
        came_back_from=came_back,
        remailed=remailed,
    )


def _run(row: Row[*tuple[Any, ...]]) -> Run:
    return Run(
        row.id,
        row.number,
        RunKind(row.kind),
        row.made_on,
        row.deadline,
        PrintOrder(row.print_order),
        pieces=row.sent,
        left_out=row.all_ - row.sent,
        reason=row.reason,
        cancelled_on=row.cancelled_on,
    )


def _piece(row: Row[Any]) -> Piece:
    original = _addressee(row.addressee)
    return Piece(
        row.id,
        row.number,
        _addressee(row.printed_as) if row.printed_as else original,
        PieceState(row.state),
        LeftOutReason(row.left_out) if row.left_out else None,
        UndeliveredReason(row.undelivered_reason) if row.undelivered_reason else None,
        row.firm_id,
        original if row.printed_as else None,
        row.source,
    )


def _addressee(data: Mapping[str, Any]) -> Addressee:
    return Addressee(**{**data, "address": Address(**data["address"])})


def _made_from_data(made: MadeFrom) -> dict[str, Any]:
    return {
        "letter": letter_data(made.letter),
        "sender": asdict(made.sender),
        "questionnaire": questionnaire.to_data(made.questionnaire),
        "layout": form_layout.to_data(made.layout),
    }
