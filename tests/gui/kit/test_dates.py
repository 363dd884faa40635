"""Days as clerks type them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shoukei_app.gui.kit.dates import read_date, short_wareki


@pytest.mark.parametrize(
    "text", ["R8.4.1", "r8.4.1", "8.4.1", "８．４．１", "8/4/1", "令和8年4月1日", "2026/4/1", "2026-04-01", "20260401"]
)
def test_all_usual_ways_are_read(text: str) -> None:
    assert read_date(text) == date(2026, 4, 1)


@pytest.mark.parametrize("text", ["", "R8.13.1", "8.2.30", "きのう", "X8.4.1", "4/1"])
def test_what_is_no_day_is_not_guessed(text: str) -> None:
    assert read_date(text) is None


@given(st.dates(min_value=date(1873, 1, 1), max_value=date(2100, 12, 31)))
def test_what_is_shown_is_read_as_the_same_day(day: date) -> None:
    assert read_date(short_wareki(day)) == day
