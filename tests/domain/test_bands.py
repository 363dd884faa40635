"""Bands hold every number once, on round borders, and are few."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shoukei_app.domain.bands import MOST_BANDS, Band, bands


@given(st.lists(st.integers(-10_000, 10_000), min_size=1, max_size=200))
def test_every_number_is_in_one_band(numbers: list[int]) -> None:
    found = bands(numbers)
    assert len(found) <= MOST_BANDS
    assert all(sum(number in band for band in found) == 1 for number in numbers)
    assert all(one.high + 1 == later.low for one, later in pairwise(found))


@pytest.mark.parametrize(
    ("numbers", "first", "last"),
    [
        ([34, 47, 52, 68, 81], Band(30, 39), Band(80, 89)),
        ([25, 47, 52, 68, 97], Band(20, 29), Band(90, 99)),
        ([1, 2, 3, 3, 4, 6, 300], Band(1, 4), Band(200, 300)),
        ([7], Band(7, 7), Band(7, 7)),
        ([*range(1960, 2020), 1603], Band(1603, 1969), Band(2010, 2019)),
    ],
)
def test_bands_are_round(numbers: list[int], first: Band, last: Band) -> None:
    found = bands(numbers)
    assert (found[0], found[-1]) == (first, last)


def test_no_numbers_no_bands() -> None:
    assert bands([]) == ()
