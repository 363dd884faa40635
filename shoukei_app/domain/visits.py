"""Visits and phone hearings (訪問・電話ヒアリング): planned, made, and what came of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from shoukei_app.domain.days import SATURDAY
from shoukei_app.domain.flags import Priority

SLOTS = ("10:00", "13:30", "15:30")
"""The times of day that visits are planned for unless somebody says otherwise."""


VISIT_MINUTES = 60
"""How long a visit keeps a person, and a firm, from another."""

CALL_MINUTES = 30


class VisitKind(StrEnum):
    """How the firm is met."""

    VISIT = "visit"
    PHONE = "phone"
    CONSULTATION = "consultation"


class VisitState(StrEnum):
    """Where a visit stands."""

    PLANNED = "planned"
    MET = "met"
    ABSENT = "absent"
    REFUSED = "refused"
    CANCELLED = "cancelled"


ATTEMPTED = frozenset({VisitState.MET, VisitState.ABSENT, VisitState.REFUSED})
"""Somebody went or called, whatever came of it."""


class NextAction(StrEnum):
    """What follows from a visit (支援方針)."""

    INFORMATION_ONLY = "information_only"
    CALL = "call"
    VISIT_AGAIN = "visit_again"
    CENTRE = "centre"
    EXPERT = "expert"
    PLAN = "plan"
    WATCH = "watch"
    NOTHING = "nothing"


def next_kind(kind: VisitKind, action: NextAction | None) -> VisitKind:
    """How the next appointment is kept after one of this kind, unless somebody says otherwise.

    A consultation day is not held again for one firm: it is visited.
    """
    match action:
        case NextAction.CALL:
            return VisitKind.PHONE
        case NextAction.VISIT_AGAIN:
            return VisitKind.VISIT
        case _:
            return VisitKind.PHONE if kind is VisitKind.PHONE else VisitKind.VISIT


class Temperature(StrEnum):
    """How much the firm wants help (温度感)."""

    HIGH = "high"
    MIDDLE = "middle"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class VisitResult:
    """What came of a visit; `met` says whom it was with."""

    state: VisitState
    said: str = ""
    temperature: Temperature | None = None
    next_action: NextAction | None = None
    met: str = ""


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One line of a pre-filled visit sheet: a question and what the firm answered."""

    heading: str
    answer: str
    remark: str = ""


@dataclass(frozen=True, slots=True)
class VisitSheet:
    """What is printed on a visit sheet (訪問票), ready for paper; empty text becomes a line to fill in.

    `decision` is what the meeting decided as (title, words); `heard` are the answers of earlier hearings.
    """

    number: str
    firm: str
    office: str
    representative: str
    address: str
    phone: str
    industry: str
    kind: VisitKind
    planned_on: date | None
    planned_time: str
    team: tuple[str, ...]
    priority: str
    reasons: tuple[str, ...]
    diagnosis: str
    advice: str
    answers: tuple[SheetLine, ...]
    consents: tuple[str, ...]
    earlier: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()
    decision: tuple[tuple[str, str], ...] = ()
    homework: tuple[str, ...] = ()
    heard: tuple[SheetLine, ...] = ()


class ReferralKind(StrEnum):
    """What a firm is handed on for."""

    FAMILY = "family"
    STAFF = "staff"
    THIRD_PARTY = "third_party"
    TAKING_OVER = "taking_over"
    SUCCESSOR_BANK = "successor_bank"
    GUARANTEE = "guarantee"
    CLOSING = "closing"


@dataclass(frozen=True, slots=True)
class VisitLine:
    """One visit or call as tables show it; `referred_on` is the last day its firm was handed on."""

    id: int
    target_id: int
    firm_id: int
    number: str
    name: str
    representative: str
    municipality: str
    municipality_code: str
    address: str
    phone: str
    priority: Priority | None
    kind: VisitKind
    planned_on: date | None
    planned_time: str
    organisation: str
    team: tuple[str, ...]
    made_on: date | None
    result: VisitResult
    referred_on: date | None

    def overdue(self, today: date) -> bool:
        """Planned for a day that has passed, and nothing is known of it."""
        return self.result.state is VisitState.PLANNED and self.planned_on is not None and self.planned_on < today


def slots_from(day: date, time: str) -> Iterator[tuple[date, str]]:
    """Day and time asked for, then the slots of the weekdays that follow it, without end."""
    yield day, time
    later = [slot for slot in SLOTS if slot > time]
    while True:
        if day.weekday() < SATURDAY:
            yield from ((day, slot) for slot in later)
        day += timedelta(days=1)
        later = list(SLOTS)


def minutes_of(kind: VisitKind) -> int:
    """How long it takes, where nobody said otherwise."""
    return CALL_MINUTES if kind is VisitKind.PHONE else VISIT_MINUTES


def clock(time: str) -> int:
    """A time of day ("13:30") in minutes after midnight; -1 where there is none."""
    hours, _, minutes = time.partition(":")
    return int(hours) * 60 + int(minutes) if hours.isdecimal() and minutes.isdecimal() else -1


def time_at(minutes: int) -> str:
    """Minutes after midnight as a time of day: 810 → 13:30."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def overlap(time: str, minutes: int, other: str, other_minutes: int) -> bool:
    """Whether two appointments of one day are at the same time; one without a time is at none."""
    a, b = clock(time), clock(other)
    return a >= 0 and b >= 0 and a < b + other_minutes and b < a + minutes


def week_of(day: date) -> tuple[date, date]:
    """Monday and Sunday of the week that a day is in."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def next_week(today: date) -> tuple[date, date]:
    """Monday and Sunday of the week after this one."""
    return week_of(today + timedelta(days=7))
