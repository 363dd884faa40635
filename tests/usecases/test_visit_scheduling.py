"""Scheduling on a ledger: random calendars, policies, moves, by hand; nobody and no firm in two places, ever."""

import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shoukei_app.domain.calendars import Calendars, Limits, weekdays_of_months
from shoukei_app.domain.cases import Decision, SupportPolicy
from shoukei_app.domain.firm import Address, FirmFacts
from shoukei_app.domain.history import Act
from shoukei_app.domain.organisation import OrganisationKind
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.query import Query
from shoukei_app.domain.schedule import LeftReason, VisitPlan
from shoukei_app.domain.visits import NextAction, VisitKind, VisitResult, VisitState, overlap
from shoukei_app.store import visits as rows
from shoukei_app.store.ledger import Ledger
from shoukei_app.store.visits import Appointment
from shoukei_app.usecases import (
    calendars,
    cases,
    firms,
    history,
    ledgers,
    organisations,
    targets,
    visit_planning,
    visits,
)
from shoukei_app.usecases.organisations import NewOrganisation, NewPerson
from shoukei_app.usecases.visit_planning import AskedVisit

ACT = Act("山岸", datetime(2026, 11, 1, 9, 0))
FIRST, LAST = date(2026, 11, 16), date(2027, 1, 15)
THANKS, YEAR_END = date(2026, 11, 23), date(2026, 12, 29)
FIRMS = 14
OFFICE, CENTRE, CITY = 1, 2, 3
DAYS = st.integers(0, (LAST - FIRST).days).map(lambda number: FIRST + timedelta(days=number))
TIMES = st.sampled_from(["09:00", "10:00", "10:30", "13:30", "14:15", "15:30"])


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger with firms in two towns, a 商工会 with three persons, the Centre with one, a city with one."""
    path = tmp_path_factory.mktemp("schedule") / "台帳.shoukei"
    ledger = ledgers.create(str(path), ACT, name="調査", fiscal_year=2026)
    for place in range(FIRMS):
        code, town = ("20201", "3810000") if place % 2 else ("20202", "3900800")
        address = Address(town, "長野県", "", "長野市", code, "見本町", f"{place}番地")
        firms.add(ledger, ACT, FirmFacts(f"見本商店{place}", address=address))
    targets.select(ledger, ACT, 1, targets.plan(ledger, 1))
    people = (NewPerson("小口 直人", experienced=True), NewPerson("上條 葵"), NewPerson("北原 修"))
    for new in (
        NewOrganisation(OrganisationKind.SHOKOKAI, "見本商工会", areas=("20201", "20202"), persons=people),
        NewOrganisation(OrganisationKind.CENTRE, "見本センター", persons=(NewPerson("内山 誠一"),)),
        NewOrganisation(OrganisationKind.MUNICIPALITY, "見本市", persons=(NewPerson("青木 千尋"),)),
    ):
        organisations.add(ledger, ACT, new)
    ledger.close()
    return path


@contextmanager
def opened(made: Path) -> Iterator[Ledger]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "台帳.shoukei"
        shutil.copy(made, path)
        ledger = ledgers.open_existing(path)
        yield ledger
        ledger.close()


@pytest.fixture
def ledger(made: Path) -> Iterator[Ledger]:
    with opened(made) as found:
        yield found


def ids(ledger: Ledger) -> list[int]:
    return targets.find(ledger, 1, Query(sort="number"))


def standing(ledger: Ledger) -> tuple[Appointment, ...]:
    with ledger.read() as view:
        return rows.appointments(view, FIRST - timedelta(days=30), LAST + timedelta(days=60))


def decide(ledger: Ledger, target_id: int, policy: SupportPolicy, **more: object) -> None:
    cases.decide(ledger, ACT, [target_id], Decision(policy=policy, **more))  # type: ignore[arg-type]


def nobody_is_in_two_places(found: tuple[Appointment, ...]) -> None:
    for one, other in combinations(found, 2):
        if one.day == other.day:
            assert one.target_id != other.target_id, "a firm has one visit a day"
            if overlap(one.time, one.minutes, other.time, other.minutes):
                assert not set(one.team) & set(other.team)


def keeps_the_rules(
    ledger: Ledger, found: tuple[Appointment, ...], settled: Calendars, by_target: dict[int, AskedVisit]
) -> None:
    nobody_is_in_two_places(found)
    off = calendars.days_off(ledger, FIRST, LAST)
    assert {THANKS, YEAR_END} <= off.keys()
    people = {one.id: one for one in organisations.persons(ledger)}
    per_day = Counter((person, one.day) for one in found for person in one.team)
    per_week = Counter((person, *one.day.isocalendar()[:2]) for one in found for person in one.team)
    assert all(count <= people[key[0]].visits_per_day for key, count in per_day.items())
    assert all(count <= people[key[0]].visits_per_week for key, count in per_week.items())
    for one in found:
        assert one.day not in off
        assert one.day.weekday() < 5
        assert all(one.day not in settled.away.get(person, ()) for person in one.team)
        offices = {people[person].organisation_id for person in one.team}
        assert {OFFICE, *by_target[one.target_id].companions} == offices
        for office in offices & settled.office_days.keys():
            assert one.day in settled.office_days[office]
        deadline = by_target[one.target_id].deadline
        assert deadline is None or deadline < FIRST or one.day <= deadline


CALENDARS = st.builds(
    Calendars,
    limits=st.dictionaries(
        st.integers(1, 5), st.tuples(st.integers(1, 3), st.integers(3, 6)).map(lambda two: Limits(*two)), max_size=5
    ),
    away=st.dictionaries(st.integers(1, 5), st.frozensets(DAYS, max_size=15), max_size=4),
    office_days=st.dictionaries(st.sampled_from([CENTRE, CITY]), st.frozensets(DAYS, min_size=1, max_size=25)),
    closing=st.dictionaries(DAYS, st.sampled_from(["創立記念日", ""]), max_size=5),
)
POLICIES = st.sampled_from([SupportPolicy.CALL, *sorted(visit_planning.VISITS), SupportPolicy.WATCH])


@settings(max_examples=25, deadline=None)
@given(
    CALENDARS,
    st.lists(
        st.tuples(POLICIES, st.sets(st.sampled_from([CENTRE, CITY]), max_size=2), st.none() | DAYS), max_size=FIRMS
    ),
    st.lists(st.tuples(st.integers(0, 40), DAYS, TIMES, st.booleans()), max_size=8),
    st.lists(st.tuples(st.integers(0, FIRMS - 1), DAYS, TIMES, st.sets(st.integers(1, 5), max_size=2)), max_size=5),
)
def test_any_calendars_any_moves(
    made: Path,
    settled: Calendars,
    policies: list[tuple[SupportPolicy, set[int], date | None]],
    moves: list[tuple[int, date, str, bool]],
    by_hand: list[tuple[int, date, str, set[int]]],
) -> None:
    with opened(made) as ledger:
        digests = [ledger.digest()]
        done = 0

        def note(operation: int | None) -> None:
            nonlocal done
            if operation is not None:
                done += 1
                digests.append(ledger.digest())

        note(calendars.settle(ledger, ACT, settled).operation)
        keys = ids(ledger)
        for key, (policy, companions, deadline) in zip(keys, policies, strict=False):
            decision = Decision(policy=policy, companions=tuple(sorted(companions)), deadline=deadline)
            note(cases.decide(ledger, ACT, [key], decision).operation)
        asked = visit_planning.asked(ledger, 1)
        wanting = {key for key, (policy, *_) in zip(keys, policies, strict=False) if policy is not SupportPolicy.WATCH}
        assert {one.id for one in asked} == wanting
        allotment = visit_planning.allot(ledger, asked, FIRST, LAST)
        assert allotment == visit_planning.allot(ledger, asked, FIRST, LAST)
        assert {one.target_id for one in allotment.plans} | allotment.left.keys() == wanting
        if allotment.plans:
            note(visit_planning.plan(ledger, ACT, allotment.plans).operation)  # refuses what breaks a rule
        found = standing(ledger)
        keeps_the_rules(ledger, found, settled, {one.id: one for one in asked})
        for place, day, time, insist in moves if found else ():
            visit = found[place % len(found)]
            try:
                note(visit_planning.move(ledger, ACT, visit.visit_id, day, time, insist=insist).operation)
            except Problem as problem:
                kinds = {ProblemKind.DOUBLE_BOOKED, ProblemKind.FIRM_DOUBLE_BOOKED}
                assert problem.kind in (kinds if insist else kinds | visit_planning.INSISTABLE)
                assert ledger.digest() == digests[-1], "a refusal changes nothing"
            nobody_is_in_two_places(standing(ledger))
        for place, day, time, team in by_hand:
            plan = VisitPlan(keys[place], VisitKind.VISIT, day, time, OFFICE, tuple(sorted(team)))
            try:
                note(visit_planning.plan(ledger, ACT, [plan], insist=True).operation)
            except Problem as problem:
                assert problem.kind in (ProblemKind.DOUBLE_BOOKED, ProblemKind.FIRM_DOUBLE_BOOKED)
            nobody_is_in_two_places(standing(ledger))
        for digest in reversed(digests[:-1]):
            history.undo(ledger, ACT)
            assert ledger.digest() == digest


def test_by_hand_the_calendars_hold_unless_somebody_insists(ledger: Ledger) -> None:
    key, *_ = ids(ledger)
    tuesday, wednesday = date(2026, 12, 8), date(2026, 12, 9)
    known = Calendars(
        {1: Limits(1, 2)}, {2: frozenset({tuesday})}, {CENTRE: frozenset({tuesday})}, {wednesday: "創立記念日"}
    )
    calendars.settle(ledger, ACT, known)

    def refused(day: date, *team: int, organisation: int | None = OFFICE, target: int = key) -> Problem:
        plan = VisitPlan(target, VisitKind.VISIT, day, "10:00", organisation, team)
        digest = ledger.digest()
        with pytest.raises(Problem) as found:
            visit_planning.plan(ledger, ACT, [plan])
        assert ledger.digest() == digest
        assert visit_planning.plan(ledger, ACT, [plan], insist=True).operation is not None
        history.undo(ledger, ACT)
        return found.value

    assert refused(THANKS, 1).data["name"] == "勤労感謝の日"
    assert refused(YEAR_END, 1).data["name"] == "年末年始"
    assert refused(date(2027, 1, 1), 1).data["name"] == "元日"
    assert refused(wednesday, 1).data["name"] == "創立記念日"
    assert refused(date(2026, 12, 12), 1).data["name"] == "土曜日"
    assert refused(tuesday, 2).kind is ProblemKind.PERSON_AWAY
    assert refused(date(2026, 12, 10), 4).kind is ProblemKind.OFFICE_STAYS
    assert refused(date(2026, 12, 10), organisation=CENTRE).data["office"] == "見本センター"
    first = VisitPlan(ids(ledger)[1], VisitKind.PHONE, tuesday, "15:00", OFFICE, (1,))
    visit_planning.plan(ledger, ACT, [first])
    assert refused(tuesday, 1).data["limit"] == 1
    visit_planning.plan(ledger, ACT, [VisitPlan(ids(ledger)[2], VisitKind.PHONE, date(2026, 12, 7), "15:00", 1, (1,))])
    assert refused(date(2026, 12, 10), 1).data["period"] == "12月7日（月）からの週"


def test_hours_that_touch_do_not_meet_and_hours_that_overlap_do(ledger: Ledger) -> None:
    one, two, three = ids(ledger)[:3]
    day = date(2026, 12, 8)
    visit_planning.plan(ledger, ACT, [VisitPlan(one, VisitKind.VISIT, day, "10:00", OFFICE, (1,))])
    with pytest.raises(Problem) as found:
        visit_planning.plan(ledger, ACT, [VisitPlan(two, VisitKind.VISIT, day, "10:30", OFFICE, (1, 2))])
    assert found.value.kind is ProblemKind.DOUBLE_BOOKED
    visit_planning.plan(ledger, ACT, [VisitPlan(two, VisitKind.VISIT, day, "11:00", OFFICE, (1, 2))])
    visit_planning.plan(ledger, ACT, [VisitPlan(three, VisitKind.PHONE, day, "09:30", OFFICE, (1,))])
    with pytest.raises(Problem) as found:
        visit_planning.plan(ledger, ACT, [VisitPlan(one, VisitKind.PHONE, day, "16:00", OFFICE, (3,))])
    assert found.value.kind is ProblemKind.FIRM_DOUBLE_BOOKED
    (line,) = targets.lines(ledger, [one])
    assert found.value.data["firm"] == line.name


def test_two_people_plan_at_once_and_the_second_is_told(ledger: Ledger) -> None:
    other = ledgers.open_existing(ledger.location)
    try:
        for key in ids(ledger)[:4]:
            decide(ledger, key, SupportPolicy.VISIT_SHOKOKAI)
        mine = visit_planning.allot(ledger, visit_planning.asked(ledger, 1), FIRST, LAST).plans
        theirs = visit_planning.allot(other, visit_planning.asked(other, 1), FIRST, LAST).plans
        assert mine == theirs
        visit_planning.plan(ledger, ACT, mine)
        with pytest.raises(Problem) as found:
            visit_planning.plan(other, Act("別の人", ACT.at), theirs)
        assert found.value.kind in (ProblemKind.DOUBLE_BOOKED, ProblemKind.FIRM_DOUBLE_BOOKED)
        assert len(standing(other)) == len(mine) == 4
        assert not visit_planning.asked(other, 1)
    finally:
        other.close()


def test_policies_say_who_goes_and_results_whether_again(ledger: Ledger) -> None:
    a, b, c, d = ids(ledger)[:4]
    decide(ledger, a, SupportPolicy.VISIT_WITH_CENTRE, companions=(CITY,), deadline=date(2026, 11, 20))
    decide(ledger, b, SupportPolicy.CALL, lead_person_id=2)
    decide(ledger, c, SupportPolicy.VISIT_JOINT, lead_organisation_id=CITY)
    decide(ledger, d, SupportPolicy.INFORMATION_ONLY)
    cases.review(ledger, ACT, [c])
    asked = {one.id: one for one in visit_planning.asked(ledger, 1)}
    assert list(asked) == [a, b, c]
    assert (asked[a].organisation_id, asked[a].companions) == (OFFICE, (CITY, CENTRE))
    assert (asked[b].kind, asked[b].person_id) == (VisitKind.PHONE, 2)
    assert [one.reviewed for one in asked.values()] == [False, False, True]
    made = visit_planning.allot(ledger, list(asked.values()), FIRST, LAST)
    assert made.unreviewed == (a, b)
    teams = {one.target_id: one.team for one in made.plans}
    assert teams[a] == (1, 2, 5, 4), "an experienced and a new member, the city, the Centre"
    assert teams[b] == (2,), "one person makes a call"
    assert teams[c] == (5,)
    made_on = {one.target_id: one.planned_on for one in made.plans}
    assert (made_on[a] or LAST) <= date(2026, 11, 20)
    visit_planning.plan(ledger, ACT, made.plans)
    load = {one.person.name: one for one in visit_planning.workload(ledger, FIRST, LAST)}
    assert sum(load["上條 葵"].weeks.values()) == 2
    for key, result in (
        (a, VisitResult(VisitState.ABSENT)),
        (b, VisitResult(VisitState.MET, next_action=NextAction.VISIT_AGAIN)),
        (c, VisitResult(VisitState.MET, next_action=NextAction.WATCH)),
    ):
        visits.record(ledger, ACT, key, result, made_on=made_on[key] or LAST)
    assert [one.id for one in visit_planning.asked(ledger, 1)] == [a, b]


def test_a_deadline_that_passed_comes_first_and_what_cannot_says_why(ledger: Ledger) -> None:
    keys = ids(ledger)[:6]
    for key in keys[:4]:
        decide(ledger, key, SupportPolicy.VISIT_SHOKOKAI)
    decide(ledger, keys[4], SupportPolicy.VISIT_SHOKOKAI, deadline=date(2026, 10, 1))
    decide(ledger, keys[5], SupportPolicy.VISIT_SHOKOKAI, deadline=FIRST)
    organisations.add(ledger, ACT, NewOrganisation(OrganisationKind.BANK, "見本銀行"))
    decide(ledger, keys[3], SupportPolicy.VISIT_JOINT, companions=(4,))
    everybody = {key: Limits(1, 1) for key in range(1, 6)}
    calendars.settle(ledger, ACT, Calendars(limits=everybody))
    made = visit_planning.allot(ledger, visit_planning.asked(ledger, 1), FIRST, FIRST + timedelta(days=4))
    assert made.plans[0].target_id == keys[4]
    assert made.left[keys[3]] is LeftReason.NO_COMPANION
    assert LeftReason.NO_SLOT in made.left.values()
    nothing = visit_planning.allot(ledger, visit_planning.by_hand(ledger, 1, keys), THANKS, THANKS)
    assert not nothing.plans


def test_a_made_visit_stays_where_it_was(ledger: Ledger) -> None:
    key, *_ = ids(ledger)
    plan = VisitPlan(key, VisitKind.VISIT, date(2026, 12, 8), "10:00", OFFICE, (1,))
    (visit_id,) = visit_planning.plan(ledger, ACT, [plan]).value
    line = visit_planning.move(ledger, ACT, visit_id, date(2026, 12, 10), "13:30").value
    assert (line.planned_on, line.planned_time, line.team) == (date(2026, 12, 10), "13:30", ("小口 直人",))
    with pytest.raises(Problem) as wrong:
        visit_planning.move(ledger, ACT, visit_id, date(2026, 12, 10), "昼")
    assert wrong.value.kind is ProblemKind.VALUE_WRONG
    visits.set_result(ledger, ACT, visit_id, VisitResult(VisitState.MET), made_on=date(2026, 12, 10))
    with pytest.raises(Problem) as made:
        visit_planning.move(ledger, ACT, visit_id, date(2026, 12, 11), "10:00")
    assert made.value.kind is ProblemKind.VISIT_MADE


def test_days_of_an_office_for_a_year_pass_over_holidays(ledger: Ledger) -> None:
    first, last = date(2026, 4, 1), date(2027, 3, 31)
    off = calendars.days_off(ledger, first, last)
    mondays = frozenset(weekdays_of_months(first, last, weeks=[3, 4], weekdays=[0], days_off=off))
    assert THANKS not in mondays
    assert date(2026, 7, 20) not in mondays, "海の日"
    assert date(2026, 11, 16) in mondays
    calendars.settle_office_days(ledger, ACT, CENTRE, mondays)
    assert calendars.settled(ledger).office_days == {CENTRE: mondays}
    calendars.settle_office_days(ledger, ACT, CENTRE, frozenset())
    assert calendars.settled(ledger).office_days == {}
    with pytest.raises(Problem) as wrong:
        calendars.settle(ledger, ACT, Calendars(limits={1: Limits(5, 3)}))
    assert wrong.value.kind is ProblemKind.VALUE_WRONG
