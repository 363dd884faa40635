"""The diary of a team: what stands on some days, against which a plan is checked before it is kept."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from shoukei_app.domain.calendars import Calendars, monday_of
from shoukei_app.domain.days import SATURDAY
from shoukei_app.domain.organisation import Organisation, Person
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.schedule import Booked, VisitPlan
from shoukei_app.domain.visits import overlap
from shoukei_app.words.dates import WEEKDAYS, month_day, with_weekday


class Diary:
    """What stands on some days, against which every plan is checked before it is kept."""

    def __init__(
        self,
        standing: Iterable[Booked],
        calendars: Calendars,
        days_off: Mapping[date, str],
        persons: Sequence[Person],
        organisations: Sequence[Organisation],
    ) -> None:
        self._calendars = calendars
        self._off = days_off
        self._persons = {one.id: one for one in persons}
        self._offices = {one.id: one.name for one in organisations}
        self._firms: set[tuple[int, date]] = set()
        self._busy: dict[tuple[int, date], list[tuple[str, int]]] = {}
        self._days: Counter[tuple[int, date]] = Counter()
        self._weeks: Counter[tuple[int, date]] = Counter()
        for one in standing:
            self._note(one)

    def check(self, entry: VisitPlan, firm: str = "", *, insist: bool = False) -> None:
        """Refuse what cannot be. Raises Problem(DOUBLE_BOOKED, FIRM_DOUBLE_BOOKED); without `insist` also DAY_OFF,
        PERSON_AWAY, OFFICE_STAYS, TOO_MANY_VISITS. `firm` is the name that the sentence says.
        """
        if entry.planned_on is None:
            return
        at = f"{with_weekday(entry.planned_on)} {entry.planned_time}".strip()
        for person_id in () if entry.consultation_id else entry.team:
            if self._meets(person_id, entry):
                raise Problem(ProblemKind.DOUBLE_BOOKED, person=self._name(person_id), at=at)
        if (entry.target_id, entry.planned_on) in self._firms:
            raise Problem(ProblemKind.FIRM_DOUBLE_BOOKED, firm=firm, at=with_weekday(entry.planned_on))
        if not insist and not entry.consultation_id:
            self._check_calendars(entry, entry.planned_on)

    def free(self, entry: VisitPlan) -> bool:
        """Whether nothing stands against a plan."""
        try:
            self.check(entry)
        except Problem:
            return False
        return True

    def add(self, entry: VisitPlan) -> None:
        """Note a plan that will be kept."""
        if entry.planned_on is not None:
            team = () if entry.consultation_id else entry.team
            self._note(Booked(entry.target_id, entry.planned_on, entry.planned_time, team, entry.length))

    def _note(self, one: Booked) -> None:
        if one.target_id:
            self._firms.add((one.target_id, one.day))
        for person_id in one.team:
            self._busy.setdefault((person_id, one.day), []).append((one.time, one.minutes))
            self._days[person_id, one.day] += 1
            self._weeks[person_id, monday_of(one.day)] += 1

    def _meets(self, person_id: int, entry: VisitPlan) -> bool:
        assert entry.planned_on is not None
        taken = self._busy.get((person_id, entry.planned_on), ())
        return any(overlap(entry.planned_time, entry.length, *moment) for moment in taken)

    def _check_calendars(self, entry: VisitPlan, day: date) -> None:
        at = with_weekday(day)
        if name := self._off.get(day) or (f"{WEEKDAYS[day.weekday()]}曜日" if day.weekday() >= SATURDAY else ""):
            raise Problem(ProblemKind.DAY_OFF, at=at, name=name)
        team = [self._persons[key] for key in entry.team if key in self._persons]
        for person in team:
            if day in self._calendars.away.get(person.id, ()):
                raise Problem(ProblemKind.PERSON_AWAY, person=person.name, at=at)
        for key in dict.fromkeys([entry.organisation_id, *(person.organisation_id for person in team)]):
            days = self._calendars.office_days.get(key) if key else None
            if days and day not in days:
                raise Problem(ProblemKind.OFFICE_STAYS, at=at, office=self._offices.get(key or 0, "この機関"))
        for person in team:
            _check_limit(person, at, self._days[person.id, day] + 1, person.visits_per_day)
            week = f"{month_day(monday_of(day))}からの週"
            _check_limit(person, week, self._weeks[person.id, monday_of(day)] + 1, person.visits_per_week)

    def _name(self, person_id: int) -> str:
        found = self._persons.get(person_id)
        return found.name if found else "この担当者"


def _check_limit(person: Person, period: str, count: int, limit: int) -> None:
    if count > limit:
        raise Problem(ProblemKind.TOO_MANY_VISITS, person=person.name, period=period, count=count, limit=limit)
