"""Consultation days (出張相談会): persons sit at one place from–to, firms come one after the other (case 12)."""

from dataclasses import dataclass
from datetime import date

from shoukei_app.domain.visits import clock, time_at


@dataclass(frozen=True, slots=True)
class Consultation:
    """One day at one place; `minutes` is the length of a slot, `persons` are the ids of those who sit there."""

    id: int
    held_on: date
    place: str
    organisation_id: int | None
    first_time: str
    last_time: str
    minutes: int
    persons: tuple[int, ...] = ()

    @property
    def length(self) -> int:
        """From the first minute to the last."""
        return clock(self.last_time) - clock(self.first_time)

    @property
    def slots(self) -> tuple[str, ...]:
        """The times at which a firm can come; a slot that would not end in time is none."""
        first, last = clock(self.first_time), clock(self.last_time)
        return tuple(time_at(start) for start in range(first, last - self.minutes + 1, self.minutes))
