"""Follow-up meetings (フォロー会議): when they are held, and why a firm is on an agenda."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from shoukei_app.domain.cases import Case, Decision
from shoukei_app.domain.days import SATURDAY, first_of_month


class MeetingKind(StrEnum):
    """Whether a meeting is one of the monthly ones."""

    MONTHLY = "monthly"
    AD_HOC = "ad_hoc"


class AgendaReason(StrEnum):
    """Why a firm is on an agenda, in the order in which agendas name them."""

    NEW_FLAG = "new_flag"
    UNDECIDED = "undecided"
    DEADLINE = "deadline"
    HOMEWORK = "homework"
    FEEDBACK_DUE = "feedback_due"
    LOOK_AGAIN = "look_again"
    OPEN_CASE = "open_case"
    BY_HAND = "by_hand"


@dataclass(frozen=True, slots=True)
class Seat:
    """An organisation at a meeting, and who sits there for it (None: not yet named)."""

    organisation_id: int
    person_id: int | None = None
    attended: bool = False


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting. `closed_on` is the day its decisions were concluded."""

    id: int
    campaign_id: int
    number: int
    kind: MeetingKind
    held_on: date
    held_time: str = ""
    place: str = ""
    note: str = ""
    closed_on: date | None = None
    seats: tuple[Seat, ...] = ()


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """One firm on one agenda, with what this meeting decided of it (None: nothing yet)."""

    id: int
    meeting_id: int
    target_id: int
    position: int
    reasons: tuple[AgendaReason, ...]
    decision: Decision | None = None
    decided_by: str = ""


def reasons_of(
    case: Case | None, *, flagged: bool, homework: bool, feedback_due: bool, day: date
) -> tuple[AgendaReason, ...]:
    """Why a firm belongs on the agenda of a meeting on `day`; () where it does not.

    Nothing drops off: an open case comes back to every meeting unless it was put off to a later day, and even then
    where its deadline passed, its homework is open or feedback is due.
    """
    if case is None:
        return (AgendaReason.NEW_FLAG,) if flagged else ()
    if not case.open:
        return (AgendaReason.FEEDBACK_DUE,) if feedback_due else ()
    decision = case.decision
    found = []
    if decision.policy is None:
        found.append(AgendaReason.UNDECIDED)
    if decision.deadline is not None and decision.deadline <= day:
        found.append(AgendaReason.DEADLINE)
    if homework:
        found.append(AgendaReason.HOMEWORK)
    if feedback_due:
        found.append(AgendaReason.FEEDBACK_DUE)
    if decision.next_look is not None and decision.next_look <= day:
        found.append(AgendaReason.LOOK_AGAIN)
    if not found and case.due(day):
        found.append(AgendaReason.OPEN_CASE)
    return tuple(found)


def monthly_days(first: date, count: int, *, week: int, weekday: int, days_off: Iterable[date]) -> Iterator[date]:
    """Days of monthly meetings (第3火曜 is week 3, weekday 1), `count` months from that of `first` on.

    A day off is moved to the next working day, so that a month is never left out.
    """
    off = frozenset(days_off)
    for later in range(count):
        begin = first_of_month(first, later)
        day = begin + timedelta(days=(weekday - begin.weekday()) % 7 + 7 * (week - 1))
        while day in off or day.weekday() >= SATURDAY:
            day += timedelta(days=1)
        yield day
