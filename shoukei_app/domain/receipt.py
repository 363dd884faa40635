"""A receipt (受付): how a sheet came, what a person should know before taking it, and whether a day adds up."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from shoukei_app.domain.firm import FirmStatus
from shoukei_app.domain.mailing import NOT_SENT, LeftOutReason, PieceState
from shoukei_app.domain.target import Channel, Disposition


@dataclass(frozen=True, slots=True)
class Arrival:
    """How and when a sheet came, and what it is. `note` says who answered where it was not the representative."""

    received_on: date
    channel: Channel = Channel.MAIL
    disposition: Disposition = Disposition.ANSWERED
    bundle: str = ""
    note: str = ""


class Doubt(StrEnum):
    """Why no sheet was expected from a target; it may be received all the same."""

    UNDELIVERED = "undelivered"
    SPOILED = "spoiled"
    RUN_CANCELLED = "run_cancelled"
    VOID = "void"
    NOT_MAILED = "not_mailed"
    FIRM_CLOSED = "firm_closed"
    FIRM_MOVED = "firm_moved"
    FIRM_OUT_OF_SCOPE = "firm_out_of_scope"
    DO_NOT_MAIL = "do_not_mail"


_OF_STATUS = {
    FirmStatus.CLOSED: Doubt.FIRM_CLOSED,
    FirmStatus.MOVED_AWAY: Doubt.FIRM_MOVED,
    FirmStatus.OUT_OF_SCOPE: Doubt.FIRM_OUT_OF_SCOPE,
}


def doubts(
    status: FirmStatus, pieces: Sequence[tuple[PieceState, LeftOutReason | None]], *, do_not_mail: bool
) -> tuple[Doubt, ...]:
    """Everything that speaks against a sheet from a target. `pieces` are its rows in the runs, the oldest first."""
    found = [_of_pieces(pieces), _OF_STATUS.get(status), Doubt.DO_NOT_MAIL if do_not_mail else None]
    return tuple(doubt for doubt in found if doubt)


def _of_pieces(pieces: Sequence[tuple[PieceState, LeftOutReason | None]]) -> Doubt | None:
    sent = [state for state, _ in pieces if state not in NOT_SENT]
    if not sent:
        void = [reason for state, reason in pieces if state is PieceState.VOID]
        if not void:
            return Doubt.NOT_MAILED
        return Doubt.RUN_CANCELLED if void[-1] is LeftOutReason.RUN_CANCELLED else Doubt.VOID
    if sent[-1] is PieceState.UNDELIVERED:
        return Doubt.UNDELIVERED
    return Doubt.SPOILED if set(sent) == {PieceState.SPOILED} else None


@dataclass(frozen=True, slots=True)
class BundleCount:
    """Envelopes and sheets of one bundle. `opened` is None where nobody counted; a loose sheet has no firm yet."""

    bundle: str
    opened: int | None
    received: int
    loose: int = 0

    @property
    def difference(self) -> int | None:
        """Envelopes opened that have no sheet in the log (negative: more sheets than envelopes)."""
        return None if self.opened is None else self.opened - self.received - self.loose


@dataclass(frozen=True, slots=True)
class DayCount:
    """Envelopes opened on a day against the sheets logged as posted (郵送): all of them, and bundle by bundle.

    `total.opened` is what was counted for the whole day or, where only bundles were counted, their sum.
    """

    day: date
    total: BundleCount
    bundles: tuple[BundleCount, ...] = field(default=())

    @property
    def wrong(self) -> tuple[BundleCount, ...]:
        """The bundles that were counted and do not add up."""
        return tuple(one for one in self.bundles if one.difference)

    @property
    def parts(self) -> int | None:
        """What the bundles' counts come to, None where not all were counted."""
        counted = [one.opened for one in self.bundles if one.opened is not None]
        return sum(counted) if counted and len(counted) == len(self.bundles) else None

    @property
    def unsettled(self) -> bool:
        """Whether posted sheets came and nobody has counted the envelopes."""
        return self.total.opened is None and self.total.received + self.total.loose > 0


def day_count(day: date, opened: dict[str, int], received: dict[str, int], loose: dict[str, int]) -> DayCount:
    """The count of a day from counts by bundle; under "" stand `opened` for the whole day, and sheets in no bundle."""
    names = sorted({name for name in (*opened, *received, *loose) if name})
    counted = [opened[name] for name in names if name in opened]
    whole = opened.get("", sum(counted) if counted else None)
    return DayCount(
        day,
        BundleCount("", whole, sum(received.values()), sum(loose.values())),
        tuple(BundleCount(name, opened.get(name), received.get(name, 0), loose.get(name, 0)) for name in names),
    )


@dataclass(frozen=True, slots=True)
class CurveDay:
    """Sheets that came on one day and up to it; `loose` are those without a firm, counted apart."""

    day: date
    sheets: int
    cumulated: int
    loose: int
    loose_cumulated: int
    channels: dict[Channel, int]
