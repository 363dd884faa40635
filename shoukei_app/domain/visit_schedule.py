"""The schedule of visits (同行訪問予定表) as it goes out: lines of which nothing is named that may not be."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from shoukei_app.domain.calendars import monday_of
from shoukei_app.domain.visits import VisitKind


@dataclass(frozen=True, slots=True)
class ScheduleLine:
    """One visit. `title` is the firm's name, or its alias where `named` is false; then place and telephone say less."""

    visit_id: int
    day: date
    time: str
    minutes: int
    kind: VisitKind
    title: str
    named: bool
    number: str
    place: str
    phone: str
    organisation: str
    team: tuple[str, ...]
    companions: tuple[str, ...]
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class VisitSchedule:
    """Visits in the order of days and times; `reader` is for whom it is made, `days_off` the holidays by name."""

    title: str
    reader: str
    lines: tuple[ScheduleLine, ...]
    days_off: Mapping[date, str] = field(default_factory=dict)

    @property
    def visits(self) -> tuple[ScheduleLine, ...]:
        """Those that will be made: a cancelled one is told to calendars only."""
        return tuple(line for line in self.lines if not line.cancelled)

    @property
    def unnamed(self) -> int:
        """How many firms appear by alias."""
        return sum(not line.named for line in self.visits)

    def weeks(self) -> Iterator[tuple[date, tuple[ScheduleLine, ...]]]:
        """The Monday of every week that has visits, with them."""
        for monday in dict.fromkeys(monday_of(line.day) for line in self.visits):
            yield monday, tuple(line for line in self.visits if monday_of(line.day) == monday)
