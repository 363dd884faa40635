"""Reply-paid post (料金受取人払): the approval that stands on the return envelope, and what the replies will cost."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum, auto
from typing import Any

LONGEST_YEARS = 2
"""For how long an approval holds at most."""

LEAST_PIECES = 100
"""From how many return envelopes the post approves it."""

USUAL_PERCENT = 25
"""Replies to expect of a hundred letters where nobody says otherwise (1,680 of 7,574 delivered in one survey: 22)."""


@dataclass(frozen=True, slots=True)
class ReplyPaid:
    """The approval: its number, the office that gave it, its days, the fee in yen that is added to each piece that
    comes back, and the share of replies that is expected.
    """

    number: str = ""
    office: str = ""
    approved_on: date | None = None
    expires_on: date | None = None
    fee: int = 15
    expected_percent: int = USUAL_PERCENT


class ReplyPaidWarning(StrEnum):
    """What is to be put right before return envelopes are printed."""

    NO_APPROVAL = auto()
    NO_EXPIRY = auto()
    EXPIRES_BEFORE_DEADLINE = auto()
    EXPIRED = auto()
    LONGER_THAN_ALLOWED = auto()
    TOO_FEW_PIECES = auto()


@dataclass(frozen=True, slots=True)
class ReplyForecast:
    """What the replies cost in yen: `each` is postage and fee of one; `so_far` came by post already.

    `expected` are the replies by post that are reckoned with over the whole, never fewer than came.
    """

    each: int
    expected: int
    so_far: int

    @property
    def cost(self) -> int:
        """What all replies will cost."""
        return self.each * self.expected

    @property
    def cost_so_far(self) -> int:
        """What the replies that came have cost."""
        return self.each * self.so_far


def warnings(approval: ReplyPaid, deadline: date | None, pieces: int, today: date) -> Iterator[ReplyPaidWarning]:
    """What is wrong with an approval for `pieces` return envelopes that are to be back by `deadline`."""
    if not approval.number:
        yield ReplyPaidWarning.NO_APPROVAL
    if approval.expires_on is None:
        yield ReplyPaidWarning.NO_EXPIRY
    else:
        if approval.expires_on < today:
            yield ReplyPaidWarning.EXPIRED
        elif deadline is not None and approval.expires_on < deadline:
            yield ReplyPaidWarning.EXPIRES_BEFORE_DEADLINE
        if is_too_long(approval):
            yield ReplyPaidWarning.LONGER_THAN_ALLOWED
    if pieces < LEAST_PIECES:
        yield ReplyPaidWarning.TOO_FEW_PIECES


def is_too_long(approval: ReplyPaid) -> bool:
    """Whether the days of an approval are further apart than LONGEST_YEARS."""
    if approval.approved_on is None or approval.expires_on is None:
        return False
    return approval.expires_on > _years_after(approval.approved_on, LONGEST_YEARS)


def forecast(approval: ReplyPaid, price: int, delivered: int, so_far: int) -> ReplyForecast:
    """What the replies to `delivered` letters cost where a letter back costs `price` yen beside the fee."""
    expected = -(-delivered * approval.expected_percent // 100)
    return ReplyForecast(price + approval.fee, max(expected, so_far), so_far)


def to_data(approval: ReplyPaid) -> dict[str, Any]:
    """The data form; `from_data` reads it back."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in asdict(approval).items()}


def from_data(data: Mapping[str, Any]) -> ReplyPaid:
    """Read an approval from its data form."""
    days = {name: date.fromisoformat(data[name]) for name in ("approved_on", "expires_on") if data.get(name)}
    return ReplyPaid(**{**data, **days})


def _years_after(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)
