"""The forecast of the finish: days of work, weekends, range."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from shoukei_app.domain.forecast import foresee, is_working_day

# 6 July 2026 is a Monday.
MON = date(2026, 7, 6)
THU, FRI, SAT, NEXT_MON = (MON + timedelta(days=days) for days in (3, 4, 5, 7))


def test_an_even_pace_has_no_range_but_its_day() -> None:
    seen = foresee(50, {MON: 20, date(2026, 7, 7): 20, date(2026, 7, 8): 20}, THU)
    assert (seen.pace, seen.days) == (20, 3)
    assert seen.finish == seen.earliest == seen.latest == NEXT_MON, "Thursday, Friday, and 10 more on Monday"


def test_what_was_done_today_is_taken_off_todays_work() -> None:
    seen = foresee(40, {MON: 20, date(2026, 7, 7): 20, THU: 20}, THU)
    assert seen.pace == 40 / 3, "Wednesday was a working day on which nobody keyed; today does not count yet"
    assert seen.finish == date(2026, 7, 14), "nothing more today; 40 at 13.3 a day: Friday, Monday, Tuesday"


def test_the_first_day_is_all_there_is() -> None:
    seen = foresee(25, {THU: 10}, THU)
    assert (seen.pace, seen.days, seen.finish) == (10, 0, date(2026, 7, 14))
    assert seen.earliest is None
    assert seen.latest is None


def test_an_uneven_pace_has_a_range() -> None:
    done = {MON: 10.0, date(2026, 7, 7): 30.0, date(2026, 7, 8): 20.0, THU: 20.0}
    seen = foresee(100, done, FRI)
    assert seen.pace == 20
    # s = 8.165, t80(3) = 1.638: 20 ± 6.69 a day.
    assert seen.earliest == FRI + timedelta(days=5), "100 at 26.7 a day: Friday, Monday to Wednesday"
    assert seen.finish == FRI + timedelta(days=6)
    assert seen.latest == FRI + timedelta(days=11), "100 at 13.3 a day takes eight working days"


def test_a_weekend_is_in_no_pace() -> None:
    seen = foresee(10, {THU: 10, FRI: 10, SAT: 600}, NEXT_MON)
    assert (seen.days, seen.pace) == (2, 10)
    assert foresee(10, {FRI: 10}, SAT).finish == NEXT_MON


def test_a_day_off_is_as_a_weekend() -> None:
    marine_day = date(2026, 7, 20)  # the Monday after this Friday
    friday = marine_day - timedelta(days=3)
    assert foresee(10, {friday: 10}, friday).finish == marine_day
    assert foresee(10, {friday: 10}, friday, {marine_day}).finish == marine_day + timedelta(days=1)
    seen = foresee(20, {friday: 10, marine_day: 90}, marine_day + timedelta(days=1), {marine_day})
    assert (seen.days, seen.pace) == (1, 10)


def test_nothing_keyed_or_nothing_left() -> None:
    assert foresee(10, {}, THU).finish is None
    assert foresee(0, {MON: 5}, THU).finish is None
    assert foresee(10, {MON: 5}, MON + timedelta(days=40)).finish is None, "the last five working days were idle"


def test_only_the_last_five_days_are_measured() -> None:
    done = {MON + timedelta(days=days): 100.0 if days < 7 else 10.0 for days in range(14)}
    seen = foresee(20, done, MON + timedelta(days=14))
    assert seen.days == 5
    assert seen.pace == 10


@given(
    left=st.floats(1, 5000),
    paces=st.lists(st.floats(1, 200), min_size=2, max_size=9),
    day=st.dates(date(2026, 4, 1), date(2027, 3, 31)),
)
def test_the_finish_is_a_working_day_inside_its_range(left: float, paces: list[float], day: date) -> None:
    done = {day - timedelta(days=place): pace for place, pace in enumerate(paces, start=1)}
    seen = foresee(left, done, day)
    if seen.finish is None:
        assert seen.pace <= left
        return
    assert is_working_day(seen.finish)
    assert seen.finish >= day
    assert seen.earliest is None or seen.earliest <= seen.finish
    assert seen.latest is None or seen.latest >= seen.finish
