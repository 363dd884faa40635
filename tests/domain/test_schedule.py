"""Schedules over random calendars: no double booking, everyone's limits held, days off respected."""

from collections import Counter
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from shoukei_app.domain.schedule import Booked, Frame, LeftReason, Place, Wanted, Worker, arrange, distance
from shoukei_app.domain.visits import SLOTS

MONDAY = date(2026, 11, 2)
DAYS = st.integers(0, 40).map(lambda number: MONDAY + timedelta(days=number))
TEAM = st.builds(
    Worker,
    person_id=st.just(0),
    organisation_id=st.integers(1, 3),
    experienced=st.booleans(),
    per_day=st.integers(1, 4),
    per_week=st.integers(1, 8),
    away=st.frozensets(DAYS, max_size=8),
)
PLACES = st.builds(
    Place, st.sampled_from(["20201", "20202"]), st.integers(3800001, 3800940).map(str), st.sampled_from(["甲", "乙"])
)
WANTED = st.builds(
    Wanted,
    target_id=st.integers(1, 40),
    place=PLACES,
    organisation_id=st.integers(1, 4),
    companions=st.lists(st.integers(1, 4), max_size=2, unique=True).map(tuple),
    urgency=st.integers(0, 3),
    not_before=st.none() | DAYS,
    not_after=st.none() | DAYS,
)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(WANTED, max_size=40),
    st.lists(TEAM, max_size=6),
    st.frozensets(DAYS, max_size=10),
    st.dictionaries(st.integers(1, 3), st.frozensets(DAYS, max_size=20), max_size=2),
    st.lists(st.tuples(st.integers(41, 50), DAYS, st.sampled_from(SLOTS), st.integers(1, 6)), max_size=6),
)
def test_no_double_booking_and_all_limits_held(
    wanted: list[Wanted],
    people: list[Worker],
    off: frozenset[date],
    office_days: dict[int, frozenset[date]],
    before: list[tuple[int, date, str, int]],
) -> None:
    workers = [
        Worker(key, one.organisation_id, one.experienced, one.per_day, one.per_week, one.away)
        for key, one in enumerate(people, start=1)
    ]
    standing = [Booked(target, day, time, (person,)) for target, day, time, person in before]
    frame = Frame(MONDAY, MONDAY + timedelta(days=35), days_off=off, office_days=office_days)
    made = arrange(wanted, workers, standing, frame)
    assert made == arrange(wanted, workers, standing, frame), "equal input, equal schedule"
    by_id = {worker.person_id: worker for worker in workers}
    asked: dict[int, list[Wanted]] = {}
    for one in wanted:
        asked.setdefault(one.target_id, []).append(one)

    seats = Counter((person, one.day, one.time) for one in made.booked for person in one.team)
    assert not seats or max(seats.values()) == 1
    old = {(person, one.day, one.time) for one in standing for person in one.team}
    assert old.isdisjoint(seats)
    assert max(Counter(one.target_id for one in made.booked).values(), default=1) == 1
    every = [*standing, *made.booked]
    days = Counter((person, one.day) for one in every for person in one.team if person in by_id)
    weeks = Counter((person, *one.day.isocalendar()[:2]) for one in every for person in one.team if person in by_id)
    new_days = {(person, one.day) for one in made.booked for person in one.team}
    new_weeks = {(person, *day.isocalendar()[:2]) for person, day in new_days}
    assert all(days[key] <= by_id[key[0]].per_day for key in new_days)
    assert all(weeks[key] <= by_id[key[0]].per_week for key in new_weeks)
    for one in made.booked:
        assert frame.first <= one.day <= frame.last
        assert one.day.weekday() < 5
        assert one.day not in off
        assert one.time in frame.slots
        assert all(one.day not in by_id[person].away for person in one.team)
        teams = {by_id[person].organisation_id for person in one.team}
        assert any(
            {request.organisation_id, *request.companions} <= teams
            and (request.not_before is None or request.not_before <= one.day)
            and (request.not_after is None or one.day <= request.not_after)
            for request in asked[one.target_id]
        )
        for organisation in teams & office_days.keys():
            assert one.day in office_days[organisation]
    assert {one.target_id for one in made.booked} | made.left.keys() == asked.keys()


def test_a_round_stays_in_one_neighbourhood_and_pairs_old_and_new() -> None:
    near, far = Place("20201", "3800801", "箱清水"), Place("20202", "3900811", "中央")
    wanted = [Wanted(key, near if key % 2 else far, 1, urgency=0) for key in range(1, 7)]
    workers = [Worker(1, 1, experienced=True), Worker(2, 1), Worker(3, 1, experienced=True), Worker(4, 1)]
    made = arrange(wanted, workers, (), Frame(MONDAY, MONDAY + timedelta(days=11)))
    assert not made.left
    for day in {one.day for one in made.booked}:
        for team in {one.team for one in made.booked if one.day == day}:
            places = {one.target_id % 2 for one in made.booked if (one.day, one.team) == (day, team)}
            assert len(places) == 1
            assert {worker.experienced for worker in workers if worker.person_id in team} == {True, False}
    load = Counter(person for one in made.booked for person in one.team)
    assert max(load.values()) - min(load.get(key, 0) for key in (1, 2, 3, 4)) == 0


def test_what_finds_no_place_says_why() -> None:
    place = Place("20201", "3800801")
    frame = Frame(MONDAY, MONDAY)
    workers = [Worker(1, 1, per_day=1)]
    wanted = [Wanted(1, place, 1), Wanted(2, place, 1, urgency=1), Wanted(3, place, 9), Wanted(4, place, 1, (7,))]
    made = arrange(wanted, workers, (Booked(5, MONDAY, "10:00", ()),), frame)
    assert [one.target_id for one in made.booked] == [1]
    assert made.left == {2: LeftReason.NO_SLOT, 3: LeftReason.NO_WORKER, 4: LeftReason.NO_COMPANION}
    assert arrange([Wanted(5, place, 1)], workers, (Booked(5, MONDAY, "10:00", ()),), frame).left == {
        5: LeftReason.ALREADY_BOOKED
    }


@given(PLACES, PLACES)
def test_distance_is_symmetric_and_nothing_within_a_town(one: Place, other: Place) -> None:
    assert distance(one, other) == distance(other, one)
    assert distance(one, one) == 0
