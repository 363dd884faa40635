"""Rates to a stated formula, with their bases."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Funnel:
    """From the mailing to the Centre, in firms.

    `replies` are sheets that came back; `valid` those of them with answers; `out_of_scope` those that say there is no
    firm to ask. 有効回収率 = valid ÷ (mailed − undelivered − out_of_scope); 回収率 = replies ÷ (mailed − undelivered).
    """

    mailed: int = 0
    undelivered: int = 0
    out_of_scope: int = 0
    replies: int = 0
    valid: int = 0
    flagged: int = 0
    visited: int = 0
    referred: int = 0

    @property
    def base(self) -> int:
        """The base of the valid response rate."""
        return self.mailed - self.undelivered - self.out_of_scope

    @property
    def response_rate(self) -> float | None:
        """回収率 (0…1); None without a base."""
        base = self.mailed - self.undelivered
        return self.replies / base if base > 0 else None

    @property
    def valid_response_rate(self) -> float | None:
        """有効回収率 (0…1); None without a base."""
        return self.valid / self.base if self.base > 0 else None


def counted_up(by_day: Mapping[date, int], begun: date | None) -> tuple[tuple[date, int], ...]:
    """Replies counted up day by day, from 0 on the day the mail went out (else the day before the first of them)."""
    if not by_day:
        return ()
    first = min(by_day)
    start = begun if begun is not None and begun < first else first - timedelta(days=1)
    points, total = [(start, 0)], 0
    for day, count in sorted(by_day.items()):
        total += count
        points.append((day, total))
    return tuple(points)
