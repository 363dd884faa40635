"""A target (調査対象): a firm in one campaign, and how far it has come."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shoukei_app.domain.flags import Priority
from shoukei_app.domain.mailing import UndeliveredReason
from shoukei_app.domain.visits import VisitKind, VisitState


class TargetStatus(StrEnum):
    """How far a target has come, in the order of the work."""

    LISTED = "listed"
    MAILED = "mailed"
    UNDELIVERED = "undelivered"
    RECEIVED = "received"
    KEYED = "keyed"
    INVALID = "invalid"
    ENTERED = "entered"
    FLAGGED = "flagged"
    VISIT_PLANNED = "visit_planned"
    VISITED = "visited"
    REFERRED = "referred"


class Channel(StrEnum):
    """By which way an answer came."""

    MAIL = "mail"
    FAX = "fax"
    WEB = "web"
    PHONE = "phone"
    BROUGHT = "brought"


class Disposition(StrEnum):
    """What the returned sheet was."""

    ANSWERED = "answered"
    BLANK = "blank"
    REFUSED = "refused"
    CLOSED = "closed"
    OUT_OF_SCOPE = "out_of_scope"
    ANSWERED_BY_OTHER = "answered_by_other"


ANSWERS = frozenset({Disposition.ANSWERED, Disposition.ANSWERED_BY_OTHER})
"""Sheets with answers to be keyed; the others end with their receipt."""

OUT_OF_SCOPE = frozenset({Disposition.CLOSED, Disposition.OUT_OF_SCOPE})
"""Sheets that say there is no firm to ask: they leave the base of the valid response rate."""


@dataclass(frozen=True, slots=True)
class TargetLine:
    """One target as tables and lists show it."""

    id: int
    number: str
    firm_id: int
    name: str
    office: str
    title: str
    representative: str
    municipality: str
    municipality_code: str
    postal_code: str
    address: str
    phone: str
    industry: str
    staff: int | None
    mailed: int
    mailed_on: date | None
    undelivered: UndeliveredReason | None
    received_on: date | None
    channel: Channel | None
    disposition: Disposition | None
    keyed: bool
    diagnosis: str
    remarks: int
    priority: Priority | None
    score: int
    reasons: tuple[str, ...]
    visit_id: int | None
    visit_kind: VisitKind | None
    visit_on: date | None
    visit_state: VisitState | None
    referred_on: date | None
    archive_place: str = ""

    @property
    def status(self) -> TargetStatus:
        """The furthest step that was reached."""
        if self.referred_on:
            return TargetStatus.REFERRED
        if self.visit_state is VisitState.MET:
            return TargetStatus.VISITED
        if self.visit_state is VisitState.PLANNED:
            return TargetStatus.VISIT_PLANNED
        if self.priority:
            return TargetStatus.FLAGGED
        if self.diagnosis:
            return TargetStatus.ENTERED
        if self.keyed:
            return TargetStatus.KEYED
        if self.disposition and self.disposition not in ANSWERS:
            return TargetStatus.INVALID
        if self.received_on:
            return TargetStatus.RECEIVED
        if self.undelivered:
            return TargetStatus.UNDELIVERED
        return TargetStatus.MAILED if self.mailed else TargetStatus.LISTED
