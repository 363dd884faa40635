"""The sample's follow-up meetings: monthly ones, three of them held, decisions carried over, changed and closed."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

from shoukei_app.domain.cases import CaseOutcome, Decision, SupportPolicy
from shoukei_app.domain.days import first_of_month
from shoukei_app.domain.flags import Priority
from shoukei_app.domain.meeting import MeetingKind, Seat
from shoukei_app.domain.organisation import Organisation, OrganisationKind, Person
from shoukei_app.domain.progress import Progress
from shoukei_app.domain.query import Query
from shoukei_app.domain.target import TargetLine
from shoukei_app.domain.visits import NextAction, VisitResult, VisitState
from shoukei_app.store.ledger import Ledger
from shoukei_app.usecases import cases, meeting_papers, meetings, organisations, targets, tasks
from shoukei_app.usecases.meetings import AgendaLine, NewMeeting
from shoukei_app.usecases.sample.clock import Clock
from shoukei_app.usecases.tasks import NewTask

_FIRST = date(2026, 9, 1)
_MONTHS = 7
_PLACE = "合同庁舎 2階会議室（見本）"
_KEYER, _REVIEWER = "担当 山岸", "課長 和田"
_SPRING = date(2027, 3, 1)
_POLICIES = (
    SupportPolicy.VISIT_JOINT,
    SupportPolicy.VISIT_SHOKOKAI,
    SupportPolicy.VISIT_WITH_CENTRE,
    SupportPolicy.CALL,
)
_NOTES = ("年内に日程を決める", "", "家族の同席をお願いする", "", "")
_HOMEWORK = ("電話で日程を決める", "決算書の写しをお願いする", "前の相談の記録を探す")
_LEFT_OVER, _WITH_HOMEWORK, _STILL_OPEN = 9, 7, 5
"""Every so many firms is not decided, gets homework, has its homework still open a month later."""


@dataclass
class SampleMeetings:
    """`prepare` plans them, `hold_until` holds those whose day has come; `results` of visits are known by target."""

    ledger: Ledger
    campaign_id: int
    clock: Clock
    path: Callable[[str], Path]
    progress: Progress
    results: dict[int, VisitResult] = field(default_factory=dict)
    _to_hold: list[tuple[int, date]] = field(default_factory=list)
    _organisations: tuple[Organisation, ...] = ()
    _persons: tuple[Person, ...] = ()

    def prepare(self, day: date, held: int) -> None:
        """Plan the monthly meetings, `held` of which will be held; decide in the round what needs no meeting."""
        self.clock.move_to(day)
        self._organisations = organisations.every(self.ledger)
        self._persons = organisations.persons(self.ledger)
        seats = tuple(Seat(*key) for key in self._seats())
        days = meetings.monthly(self.ledger, _FIRST, _MONTHS, week=3, weekday=1)
        new = [NewMeeting(MeetingKind.MONTHLY, one, "13:30", _PLACE, seats=seats) for one in days]
        ids = meetings.plan(self.ledger, self.clock.act(), self.campaign_id, new).value
        self._to_hold = list(zip(ids, days, strict=True))[:held]
        self._decide_in_the_round()

    def hold_until(self, day: date) -> None:
        """Hold the meetings whose day is before this one."""
        while self._to_hold and self._to_hold[0][1] < day:
            self._hold(*self._to_hold.pop(0))

    def _hold(self, meeting_id: int, day: date) -> None:
        ledger, clock = self.ledger, self.clock
        clock.move_to(day - timedelta(days=1))
        self._keep_promises()
        self._follow_visits()
        meetings.draw_agenda(ledger, clock.act(), meeting_id)
        number = meetings.get(ledger, meeting_id).number
        meeting_papers.pack(ledger, meeting_id, self.path(f"会議/第{number}回_資料.pdf"), self.progress)
        clock.move_to(day)
        came = [replace(seat, attended=place % 8 != 7) for place, seat in enumerate(self._meeting_seats(meeting_id))]
        meetings.attend(ledger, clock.act(), meeting_id, came)
        decided = []
        lines = meetings.agenda(ledger, meeting_id)
        self.progress.start("フォロー会議を開いています", len(lines))
        for place, line in enumerate(lines, start=1):
            self.progress.step()
            if place % _LEFT_OVER:
                decision = self._decision(place, line, day)
                meetings.decide(ledger, clock.act(_KEYER), line.item.id, decision, self._homework(place, decision, day))
                decided.append((line.target.id, decision))
        meetings.close(ledger, clock.act(), meeting_id)
        planned = [key for key, decision in decided if decision.outcome is None]
        cases.review(ledger, clock.act(_REVIEWER), planned[::2])
        minutes = self.path(f"会議/第{number}回_記録.pdf")
        meeting_papers.minutes(ledger, meeting_id, minutes)
        meeting_papers.minutes(ledger, meeting_id, self.path(f"会議/第{number}回_記録.xlsx"))

    def _seats(self) -> list[tuple[int, int | None]]:
        """Everybody of the prefecture and the Centre, one of every 商工会, the municipalities not yet by name."""
        found: list[tuple[int, int | None]] = []
        for one in self._organisations:
            people = [person.id for person in self._persons if person.organisation_id == one.id]
            several = one.kind in (OrganisationKind.PREFECTURE, OrganisationKind.CENTRE)
            found += [(one.id, person) for person in (people if several else people[:1])] or [(one.id, None)]
        return found

    def _meeting_seats(self, meeting_id: int) -> Sequence[Seat]:
        return meetings.get(self.ledger, meeting_id).seats

    def _decide_in_the_round(self) -> None:
        """C is for information only; A and B go to the 商工会 at once: the meeting has time for the urgent ones."""
        everything = Query(filters={"priority": (Priority.A.value, Priority.B.value, Priority.C.value)}, sort="number")
        lines = targets.lines(self.ledger, targets.find(self.ledger, self.campaign_id, everything))
        ids = [line.id for line in lines if line.priority is Priority.C]
        informed = Decision(SupportPolicy.INFORMATION_ONLY, outcome=CaseOutcome.STILL_THINKING)
        cases.decide(self.ledger, self.clock.act(), ids, informed)
        groups: dict[tuple[int | None, int | None], list[int]] = defaultdict(list)
        for line in lines:
            if line.priority is not Priority.C:
                groups[self._lead(line)].append(line.id)
        for (organisation, person), ids in groups.items():
            visit = Decision(
                SupportPolicy.VISIT_SHOKOKAI, organisation, person, deadline=date(2026, 12, 28), next_look=_SPRING
            )
            cases.decide(self.ledger, self.clock.act(), ids, visit)

    def _keep_promises(self) -> None:
        standing = tasks.every(self.ledger, self.campaign_id)
        kept = [task.id for place, task in enumerate(standing, start=1) if place % _STILL_OPEN]
        tasks.finish(self.ledger, self.clock.act(), kept, "済み")

    def _follow_visits(self) -> None:
        """Firms that were met and only wanted information are closed without a meeting."""
        met = {key: one for key, one in self.results.items() if one.state is VisitState.MET}
        known = cases.of_targets(self.ledger, list(met))
        informed = [key for key, one in met.items() if one.next_action is NextAction.INFORMATION_ONLY]
        done = [key for key in informed if key in known and known[key].open]
        cases.conclude(self.ledger, self.clock.act(), done, CaseOutcome.STILL_THINKING)

    def _decision(self, place: int, line: AgendaLine, day: date) -> Decision:
        result = self.results.get(line.target.id)
        following = first_of_month(day, 1)
        if result is not None and result.state is VisitState.MET:
            return self._after_visit(line, result, following)
        organisation, person = self._lead(line.target)
        policy = _POLICIES[place % len(_POLICIES)]
        return Decision(
            policy,
            organisation,
            person,
            companions=self._companions(policy),
            deadline=first_of_month(day, 2),
            next_look=following if place % 3 == 0 else first_of_month(day, 2),
            note=_NOTES[place % len(_NOTES)],
        )

    def _after_visit(self, line: AgendaLine, result: VisitResult, following: date) -> Decision:
        before = line.case.decision if line.case else Decision()
        match result.next_action:
            case NextAction.CENTRE:
                (centre, *_) = self._of_kind(OrganisationKind.CENTRE)
                return replace(
                    before,
                    policy=SupportPolicy.CENTRE,
                    companions=(centre.id,),
                    next_look=following,
                    deadline=following,
                )
            case NextAction.WATCH:
                return replace(before, policy=SupportPolicy.WATCH, next_look=_SPRING, deadline=None)
            case NextAction.VISIT_AGAIN:
                return replace(before, policy=SupportPolicy.VISIT_JOINT, next_look=following, deadline=following)
            case _:
                return replace(before, outcome=CaseOutcome.STILL_THINKING)

    def _homework(self, place: int, decision: Decision, day: date) -> Sequence[NewTask]:
        if place % _WITH_HOMEWORK or decision.outcome is not None:
            return ()
        what = _HOMEWORK[place // _WITH_HOMEWORK % len(_HOMEWORK)]
        due = day + timedelta(days=14)
        return (NewTask(what, decision.lead_organisation_id, decision.lead_person_id, due),)

    def _lead(self, line: TargetLine) -> tuple[int | None, int | None]:
        """The 商工会 of its municipality; where there are two they take turns."""
        mine = [one for one in self._of_kind(OrganisationKind.SHOKOKAI) if line.municipality_code in one.areas]
        if not mine:
            return None, None
        lead = mine[line.id % len(mine)]
        return lead.id, next((one.id for one in self._persons if one.organisation_id == lead.id), None)

    def _companions(self, policy: SupportPolicy) -> tuple[int, ...]:
        kinds: Mapping[SupportPolicy, OrganisationKind] = {
            SupportPolicy.VISIT_JOINT: OrganisationKind.PREFECTURE,
            SupportPolicy.VISIT_WITH_CENTRE: OrganisationKind.CENTRE,
        }
        return tuple(one.id for one in self._of_kind(kinds[policy])) if policy in kinds else ()

    def _of_kind(self, kind: OrganisationKind) -> list[Organisation]:
        return [one for one in self._organisations if one.kind is kind]
