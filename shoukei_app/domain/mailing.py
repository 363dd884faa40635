"""Mailing (発送): runs, pieces and what becomes of each; the numbers of a run always add up."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from shoukei_app.domain.firm import Address, FirmStatus


class RunKind(StrEnum):
    """What is sent."""

    FIRST = "first"
    REMINDER = "reminder"


class PieceState(StrEnum):
    """What became of a piece. LEFT_OUT never was one: it is kept so that in = pieces + left out."""

    PLANNED = "planned"
    POSTED = "posted"
    UNDELIVERED = "undelivered"
    LEFT_OUT = "left_out"


class LeftOutReason(StrEnum):
    """Why a target gets no piece in a run."""

    DO_NOT_MAIL = "do_not_mail"
    CLOSED = "closed"
    MOVED_AWAY = "moved_away"
    OUT_OF_SCOPE = "out_of_scope"
    NO_ADDRESS = "no_address"
    NO_POSTAL_CODE = "no_postal_code"
    NO_NAME = "no_name"
    ALREADY_MAILED = "already_mailed"
    ALREADY_REPLIED = "already_replied"
    UNDELIVERED_BEFORE = "undelivered_before"
    NOT_MAILED_BEFORE = "not_mailed_before"
    MISSING_GLYPH = "missing_glyph"
    MERGED = "merged"


class UndeliveredReason(StrEnum):
    """Why the post brought a piece back (the words the post office stamps on it)."""

    UNKNOWN_AT_ADDRESS = "unknown_at_address"
    MOVED = "moved"
    INCOMPLETE = "incomplete"
    REFUSED = "refused"
    NOT_COLLECTED = "not_collected"
    CLOSED = "closed"


class PrintOrder(StrEnum):
    """The one order of all papers of a run."""

    NUMBER = "number"
    POSTAL = "postal"
    MUNICIPALITY = "municipality"
    KANA = "kana"


@dataclass(frozen=True, slots=True)
class Addressee:
    """To whom a piece goes, frozen when the run was made."""

    name: str
    office: str
    title: str
    representative: str
    address: Address


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of a run."""

    id: int
    number: str
    addressee: Addressee
    state: PieceState = PieceState.PLANNED
    left_out: LeftOutReason | None = None
    undelivered: UndeliveredReason | None = None
    firm_id: int = 0


@dataclass(frozen=True, slots=True)
class Divider:
    """What lies before the pieces of a delivery district (郵便区番号) when they are bundled for the post."""

    district: str
    pieces: int


@dataclass(frozen=True, slots=True)
class PostalMarks:
    """What papers carry for the post, by form number: bars of customer barcodes, dividers before the piece."""

    barcodes: Mapping[str, str] = field(default_factory=dict)
    dividers: Mapping[str, Divider] = field(default_factory=dict)


NO_MARKS = PostalMarks()


@dataclass(frozen=True, slots=True)
class Sender:
    """Who writes: name of the office, its address and contact, and the person a firm may ask."""

    name: str
    section: str = ""
    head: str = ""
    postal_code: str = ""
    address: str = ""
    phone: str = ""
    fax: str = ""
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """What decides whether a target may be mailed, gathered from the ledger."""

    status: FirmStatus
    do_not_mail: bool
    addressee: Addressee
    mailed: bool
    replied: bool
    undelivered: bool
    merged: bool = False


def left_out_reason(kind: RunKind, target: Candidate) -> LeftOutReason | None:
    """Why a target gets no piece in a run of this kind; None: it gets one. The first reason that applies is given."""
    address = target.addressee.address
    first, reminder = kind is RunKind.FIRST, kind is RunKind.REMINDER
    reasons = (
        (target.merged, LeftOutReason.MERGED),
        (target.do_not_mail, LeftOutReason.DO_NOT_MAIL),
        (target.status is FirmStatus.CLOSED, LeftOutReason.CLOSED),
        (target.status is FirmStatus.MOVED_AWAY, LeftOutReason.MOVED_AWAY),
        (target.status is FirmStatus.OUT_OF_SCOPE, LeftOutReason.OUT_OF_SCOPE),
        (target.undelivered, LeftOutReason.UNDELIVERED_BEFORE),
        (target.replied, LeftOutReason.ALREADY_REPLIED),
        (first and target.mailed, LeftOutReason.ALREADY_MAILED),
        (reminder and not target.mailed, LeftOutReason.NOT_MAILED_BEFORE),
        (not target.addressee.name, LeftOutReason.NO_NAME),
        (not (address.town or address.rest), LeftOutReason.NO_ADDRESS),
        (not address.postal_code, LeftOutReason.NO_POSTAL_CODE),
    )
    return next((reason for applies, reason in reasons if applies), None)


@dataclass(frozen=True, slots=True)
class Run:
    """A mailing run: frozen, numbered within its campaign."""

    id: int
    number: int
    kind: RunKind
    made_on: date
    deadline: date | None
    order: PrintOrder
    pieces: int
    left_out: int


@dataclass(frozen=True, slots=True)
class RunState:
    """What became of the pieces of a run: not yet posted, posted, brought back. They add up to its pieces."""

    planned: int = 0
    posted: int = 0
    undelivered: int = 0
    posted_on: date | None = None
