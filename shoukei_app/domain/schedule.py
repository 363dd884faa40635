"""Scheduling of visits: who goes to whom on which day, in rounds by area, within everybody's limits.

A round is one team's day in one neighbourhood. Teams pair an experienced with a new member where the organisation has
both (case 6 of the seed); other organisations come along on the days they settled at the start of the year (cases 7
and 11). Towns have no coordinates offline: how far two firms are apart is read from their postcodes, which Japan Post
gives out by area (first three digits a region, five a delivery office, seven a town).
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from shoukei_app.domain.days import SATURDAY
from shoukei_app.domain.visits import SLOTS, VISIT_MINUTES, VisitKind, minutes_of, overlap

_OTHER_REGION, _OTHER_MUNICIPALITY, _OTHER_OFFICE = 1_000_000, 100_000, 10_000


@dataclass(frozen=True, slots=True)
class Place:
    """Where a firm is, as far as a schedule needs it."""

    municipality_code: str
    postal_code: str
    town: str = ""


@dataclass(frozen=True, slots=True)
class Worker:
    """A person who visits: how many visits a day and a week at most, and the days away."""

    person_id: int
    organisation_id: int
    experienced: bool = False
    per_day: int = 3
    per_week: int = 8
    away: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class Wanted:
    """A visit that a policy asks for. `companions` are organisations that come along; a lower `urgency` goes first;
    `person_id` must be in the team; it is not before and not after these days where they are given. `alone`: one
    person does it, as a call is made.
    """

    target_id: int
    place: Place
    organisation_id: int
    companions: tuple[int, ...] = ()
    urgency: int = 0
    person_id: int | None = None
    not_before: date | None = None
    not_after: date | None = None
    alone: bool = False
    minutes: int = VISIT_MINUTES


@dataclass(frozen=True, slots=True)
class Booked:
    """A visit on a day and time, by these persons (the one in charge first). `target_id` 0: no firm is bound by it."""

    target_id: int
    day: date
    time: str
    team: tuple[int, ...]
    minutes: int = VISIT_MINUTES


@dataclass(frozen=True, slots=True)
class VisitPlan:
    """One visit or call to be planned. `team` are persons' ids, the one in charge first."""

    target_id: int
    kind: VisitKind
    planned_on: date | None
    planned_time: str = ""
    organisation_id: int | None = None
    team: tuple[int, ...] = ()
    consultation_id: int | None = None
    minutes: int = 0

    @property
    def length(self) -> int:
        """How many minutes it takes."""
        return self.minutes or minutes_of(self.kind)


class LeftReason(StrEnum):
    """Why a visit found no place in the schedule."""

    ALREADY_BOOKED = "already_booked"
    NO_WORKER = "no_worker"
    NO_COMPANION = "no_companion"
    NO_SLOT = "no_slot"


@dataclass(frozen=True, slots=True)
class Frame:
    """Between which days visits are planned, at which times, and what is off: holidays by name are days off.

    `office_days` are the days that an organisation settled (one without an entry comes along on any working day).
    """

    first: date
    last: date
    slots: tuple[str, ...] = SLOTS
    days_off: frozenset[date] = frozenset()
    office_days: Mapping[int, frozenset[date]] = field(default_factory=dict)

    def working_days(self) -> Iterator[date]:
        """The days between first and last, both included, that are neither weekend nor off."""
        day = self.first
        while day <= self.last:
            if day.weekday() < SATURDAY and day not in self.days_off:
                yield day
            day += timedelta(days=1)

    def comes(self, organisation_id: int, day: date) -> bool:
        """Whether an organisation goes out on this day."""
        settled = self.office_days.get(organisation_id)
        return settled is None or day in settled


@dataclass(frozen=True, slots=True)
class Schedule:
    """What was planned, in the order of days and times, and what was not, with the reason."""

    booked: tuple[Booked, ...]
    left: Mapping[int, LeftReason]


def distance(one: Place, other: Place) -> int:
    """How far two firms are apart, in no unit: 0 in the same town, growing by postcode, delivery office, region."""
    if (one.postal_code, one.town) == (other.postal_code, other.town):
        return 0
    a, b = one.postal_code, other.postal_code
    known = a.isdecimal() and b.isdecimal()
    apart = abs(int(a) - int(b)) if known else 0
    if one.municipality_code != other.municipality_code:
        apart += _OTHER_MUNICIPALITY
    if a[:3] != b[:3]:
        return apart + _OTHER_REGION
    return apart + (_OTHER_OFFICE if a[:5] != b[:5] else 0)


def arrange(wanted: Sequence[Wanted], workers: Iterable[Worker], standing: Iterable[Booked], frame: Frame) -> Schedule:
    """Find every visit a day, a time and a team, the most urgent first; equal input gives an equal schedule.

    Nobody is at two firms at once, no firm is booked twice, nobody exceeds the visits of a day or a week, and nobody
    goes out on weekends, days off or days away. What stands already is left as it is and counts.
    """
    book = _Book(workers, standing)
    left: dict[int, LeftReason] = {}
    made: list[Booked] = []
    waiting = sorted(
        wanted, key=lambda one: (one.urgency, one.not_after or date.max, one.place.postal_code, one.target_id)
    )
    days = tuple(frame.working_days())
    while waiting:
        seed = waiting.pop(0)
        if seed.target_id in book.targets:
            left[seed.target_id] = LeftReason.ALREADY_BOOKED
            continue
        found = next(((day, team) for day in days if (team := book.team(seed, day, frame))), None)
        if found is None:
            left[seed.target_id] = _reason(book, seed)
            continue
        day, team = found
        times = book.free(day, team, frame.slots, seed.minutes)
        fellows = _nearest(seed, [one for one in waiting if _same_round(seed, one, day, book)], len(times) - 1)
        for one in fellows:
            waiting.remove(one)
        for time, one in zip(times, _round([seed, *fellows]), strict=False):
            booked = Booked(one.target_id, day, time, team, one.minutes)
            book.add(booked)
            made.append(booked)
    return Schedule(tuple(sorted(made, key=lambda one: (one.day, one.time, one.target_id))), left)


class _Book:
    """Who is where when, as the schedule grows."""

    def __init__(self, workers: Iterable[Worker], standing: Iterable[Booked]) -> None:
        self.workers: dict[int, list[Worker]] = {}
        self.targets: set[int] = set()
        self._limits: dict[int, Worker] = {}
        self._times: dict[tuple[int, date], list[tuple[str, int]]] = {}
        self._weeks: Counter[tuple[int, int, int]] = Counter()
        self._load: Counter[int] = Counter()
        for worker in sorted(workers, key=lambda one: one.person_id):
            self.workers.setdefault(worker.organisation_id, []).append(worker)
            self._limits[worker.person_id] = worker
        for booked in standing:
            self.add(booked)

    def add(self, booked: Booked) -> None:
        """Note a visit."""
        if booked.target_id:
            self.targets.add(booked.target_id)
        for person in booked.team:
            self._times.setdefault((person, booked.day), []).append((booked.time, booked.minutes))
            self._weeks[person, *booked.day.isocalendar()[:2]] += 1
            self._load[person] += 1

    def team(self, one: Wanted, day: date, frame: Frame) -> tuple[int, ...]:
        """Who goes to this firm on this day; () where nobody can."""
        if (one.not_before and day < one.not_before) or (one.not_after and day > one.not_after):
            return ()
        if not frame.comes(one.organisation_id, day):
            return ()
        team = self._own(one, day)
        others = dict.fromkeys(key for key in one.companions if key != one.organisation_id)
        for organisation in others if team else ():
            companion = self._least_loaded(organisation, day) if frame.comes(organisation, day) else None
            if companion is None:
                return ()
            team = (*team, companion.person_id)
        return team if team and self.free(day, team, frame.slots, one.minutes) else ()

    def free(self, day: date, team: Sequence[int], slots: Sequence[str], minutes: int) -> list[str]:
        """The times at which all of a team can go, as many as everybody's limits leave."""
        taken = [moment for person in team for moment in self._times.get((person, day), ())]
        room = min((self._room(person, day) for person in team if person in self._limits), default=len(slots))
        able: list[str] = []
        for slot in slots:
            if not any(overlap(slot, minutes, *moment) for moment in (*taken, *((own, minutes) for own in able))):
                able.append(slot)
        return able[: max(room, 0)]

    def _own(self, one: Wanted, day: date) -> tuple[int, ...]:
        """The lead organisation's pair: an experienced member, and a new one where there is one."""
        able = [worker for worker in self.workers.get(one.organisation_id, ()) if self._can(worker, day)]
        if one.person_id is not None:
            first = next((worker for worker in able if worker.person_id == one.person_id), None)
        else:
            first = min(able, key=lambda worker: (not worker.experienced, *self._rank(worker)), default=None)
        if first is None:
            return ()
        if one.alone:
            return (first.person_id,)
        others = [worker for worker in able if worker.experienced is not first.experienced]
        second = min(others, key=self._rank, default=None)
        return (first.person_id, second.person_id) if second else (first.person_id,)

    def _least_loaded(self, organisation: int, day: date) -> Worker | None:
        able = [worker for worker in self.workers.get(organisation, ()) if self._can(worker, day)]
        return min(able, key=self._rank, default=None)

    def _rank(self, worker: Worker) -> tuple[int, int]:
        return self._load[worker.person_id], worker.person_id

    def _can(self, worker: Worker, day: date) -> bool:
        return day not in worker.away and self._room(worker.person_id, day) > 0

    def _room(self, person: int, day: date) -> int:
        worker = self._limits[person]
        today = worker.per_day - len(self._times.get((person, day), ()))
        return min(today, worker.per_week - self._weeks[person, *day.isocalendar()[:2]])


def _same_round(seed: Wanted, one: Wanted, day: date, book: _Book) -> bool:
    if one.target_id in book.targets or one.target_id == seed.target_id:
        return False
    if (one.not_before and day < one.not_before) or (one.not_after and day > one.not_after):
        return False
    asked = (one.organisation_id, one.companions, one.person_id, one.alone, one.minutes)
    same = asked == (seed.organisation_id, seed.companions, seed.person_id, seed.alone, seed.minutes)
    return same and distance(seed.place, one.place) < _OTHER_REGION


def _nearest(seed: Wanted, others: Collection[Wanted], count: int) -> list[Wanted]:
    ranked = sorted(others, key=lambda one: (distance(seed.place, one.place), one.urgency, one.target_id))
    found: list[Wanted] = []
    for one in ranked:
        if len(found) >= count:
            break
        if one.target_id not in {other.target_id for other in found}:
            found.append(one)
    return found


def _round(stops: Sequence[Wanted]) -> list[Wanted]:
    """The stops in a sensible order: from the first one always to the nearest that is left."""
    order, rest = [stops[0]], list(stops[1:])
    while rest:
        nearest = min(rest, key=lambda one: (distance(order[-1].place, one.place), one.target_id))
        rest.remove(nearest)
        order.append(nearest)
    return order


def _reason(book: _Book, one: Wanted) -> LeftReason:
    if not book.workers.get(one.organisation_id):
        return LeftReason.NO_WORKER
    if any(not book.workers.get(organisation) for organisation in one.companions):
        return LeftReason.NO_COMPANION
    return LeftReason.NO_SLOT
