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
    REMINDER_2 = "reminder2"
    REISSUE = "reissue"
    REMAIL = "remail"


LETTER_OF: Mapping[RunKind, RunKind] = {RunKind.REISSUE: RunKind.FIRST, RunKind.REMAIL: RunKind.FIRST}
"""Kinds of runs that have no letter of their own, and whose letter they take."""

LETTER_KINDS = tuple(kind for kind in RunKind if kind not in LETTER_OF)
"""Kinds of runs that have a letter of their own."""

REMINDERS = frozenset({RunKind.REMINDER, RunKind.REMINDER_2})


class PieceState(StrEnum):
    """What became of a piece. A target has one row in a run, and so never two valid pieces.

    SPOILED is a sheet torn or smeared, until it is REPRINTED. HELD waits for a person's word on characters that cannot
    be printed. VOID was one and is none any more (the run was cancelled, or the firm dropped out before the posting).
    LEFT_OUT never was one: it is kept so that in = pieces + left out.
    """

    PLANNED = "planned"
    PRINTED = "printed"
    SPOILED = "spoiled"
    REPRINTED = "reprinted"
    POSTED = "posted"
    UNDELIVERED = "undelivered"
    HELD = "held"
    VOID = "void"
    LEFT_OUT = "left_out"


WAITING = frozenset({PieceState.PLANNED, PieceState.PRINTED, PieceState.SPOILED, PieceState.REPRINTED})
"""Pieces that are to be posted."""

HANDED_OVER = frozenset({PieceState.POSTED, PieceState.UNDELIVERED})
"""Pieces that the post has, or had."""

NOT_SENT = frozenset({PieceState.HELD, PieceState.VOID, PieceState.LEFT_OUT})
"""Rows of a run that are no pieces: `Piece.left_out` says why."""


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
    NOT_REMINDED_BEFORE = "not_reminded_before"
    ADDRESS_UNCHANGED = "address_unchanged"
    SPOILED = "spoiled"
    RUN_CANCELLED = "run_cancelled"


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
    """One piece of a run. `addressee` is what is printed; `original` what the register said where a person chose other
    characters for printing, and `source` where they were taken from.
    """

    id: int
    number: str
    addressee: Addressee
    state: PieceState = PieceState.PLANNED
    left_out: LeftOutReason | None = None
    undelivered: UndeliveredReason | None = None
    firm_id: int = 0
    original: Addressee | None = None
    source: str = ""


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
    """What decides whether a target may be mailed, gathered from the ledger.

    `undelivered`: the last piece that the post had came back; `came_back_from` is to whom pieces that came back were
    addressed; `remailed`: a piece of a re-issue or re-mail is not posted yet; `kinds` are the runs it got a piece in.
    """

    status: FirmStatus
    do_not_mail: bool
    addressee: Addressee
    mailed: bool
    replied: bool
    undelivered: bool
    merged: bool = False
    kinds: frozenset[RunKind] = frozenset()
    came_back_from: tuple[Addressee, ...] = ()
    remailed: bool = False


def left_out_reason(kind: RunKind, target: Candidate) -> LeftOutReason | None:
    """Why a target gets no piece in a run of this kind; None: it gets one. The first reason that applies is given."""
    address = target.addressee.address
    again, remail = kind in (RunKind.REISSUE, RunKind.REMAIL), kind is RunKind.REMAIL
    repeated = target.mailed if kind is RunKind.FIRST else not again and kind in target.kinds
    same_address = target.addressee in target.came_back_from
    reasons = (
        (target.merged, LeftOutReason.MERGED),
        (target.do_not_mail, LeftOutReason.DO_NOT_MAIL),
        (target.status is FirmStatus.CLOSED, LeftOutReason.CLOSED),
        (target.status is FirmStatus.MOVED_AWAY, LeftOutReason.MOVED_AWAY),
        (target.status is FirmStatus.OUT_OF_SCOPE, LeftOutReason.OUT_OF_SCOPE),
        (target.undelivered and not again, LeftOutReason.UNDELIVERED_BEFORE),
        (target.replied, LeftOutReason.ALREADY_REPLIED),
        (again and same_address, LeftOutReason.ADDRESS_UNCHANGED),
        (repeated or (remail and target.remailed), LeftOutReason.ALREADY_MAILED),
        (kind is not RunKind.FIRST and not target.mailed, LeftOutReason.NOT_MAILED_BEFORE),
        (kind is RunKind.REMINDER_2 and RunKind.REMINDER not in target.kinds, LeftOutReason.NOT_REMINDED_BEFORE),
        (not target.addressee.name, LeftOutReason.NO_NAME),
        (not (address.town or address.rest), LeftOutReason.NO_ADDRESS),
        (not address.postal_code, LeftOutReason.NO_POSTAL_CODE),
    )
    return next((reason for applies, reason in reasons if applies), None)


@dataclass(frozen=True, slots=True)
class Run:
    """A mailing run: frozen, numbered within its campaign. `reason` is why it was made (a re-issue) or cancelled."""

    id: int
    number: int
    kind: RunKind
    made_on: date
    deadline: date | None
    order: PrintOrder
    pieces: int
    left_out: int
    reason: str = ""
    cancelled_on: date | None = None


@dataclass(frozen=True, slots=True)
class RunState:
    """What became of the targets of a run; the counts of all states add up to them."""

    planned: int = 0
    posted: int = 0
    undelivered: int = 0
    posted_on: date | None = None
    printed: int = 0
    spoiled: int = 0
    reprinted: int = 0
    held: int = 0
    void: int = 0
    left_out: int = 0

    @property
    def waiting(self) -> int:
        """Pieces that are to be posted."""
        return self.planned + self.printed + self.spoiled + self.reprinted

    @property
    def handed_over(self) -> int:
        """Pieces that the post has, or had."""
        return self.posted + self.undelivered
