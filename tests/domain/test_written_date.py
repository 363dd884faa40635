"""Years and days as people write them on a sheet."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shoukei_app.domain.era import ERAS
from shoukei_app.domain.written_date import WrittenDate, parse


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("S30.4.1", (1955, 4, 1)),
        ("s30.4.1", (1955, 4, 1)),
        ("Ｓ３０．４．１", (1955, 4, 1)),
        ("昭和30年4月1日", (1955, 4, 1)),
        ("昭和 30 年 4 月 1 日", (1955, 4, 1)),
        ("昭30/4/1", (1955, 4, 1)),
        ("1955/4/1", (1955, 4, 1)),
        ("1955年4月1日", (1955, 4, 1)),
        ("1955-04-01", (1955, 4, 1)),
        ("19550401", (1955, 4, 1)),
        ("S300401", (1955, 4, 1)),
        ("30.4.1", (1955, 4, 1)),
        ("30 4 1", (1955, 4, 1)),
        ("R7.10", (2025, 10, 0)),
        ("令和7年10月", (2025, 10, 0)),
        ("S30", (1955, 0, 0)),
        ("昭和30年", (1955, 0, 0)),
        ("30", (1955, 0, 0)),
        ("5", (1930, 0, 0)),
        ("64", (1989, 0, 0)),
        ("令和元年5月", (2019, 5, 0)),
        ("845", (845, 0, 0)),
        ("1955", (1955, 0, 0)),
        ("H35.8.31", (2023, 8, 31)),
        ("M元", (1868, 0, 0)),
    ],
)
def test_what_is_written_is_read_as_far_as_it_goes(text: str, expected: tuple[int, int, int]) -> None:
    assert parse(text, "S") == WrittenDate(*expected)


@pytest.mark.parametrize(
    "text", ["", "X30", "65", "0", "S0", "S30.13", "S30.2.30", "1955/0/1", "12345", "昭和", "S30.4.1.2", "四月"]
)
def test_what_names_no_day_is_refused(text: str) -> None:
    assert parse(text, "S") is None


def test_without_an_era_a_bare_year_must_be_said() -> None:
    assert parse("30") is None
    assert parse("30.4.1") is None
    assert parse("8.4.1", "R") == WrittenDate(2026, 4, 1)


@given(st.dates(date(1000, 1, 1)))
def test_a_western_day_reads_back(day: date) -> None:
    assert parse(f"{day.year}/{day.month}/{day.day}") == WrittenDate(day.year, day.month, day.day)
    assert WrittenDate.of(WrittenDate(day.year, day.month, day.day).number) == WrittenDate(day.year, day.month, day.day)


@given(st.sampled_from(ERAS), st.integers(1, 60), st.integers(1, 12), st.integers(1, 28))
def test_a_day_of_an_era_reads_back(era: object, count: int, month: int, day: int) -> None:
    first = next(one for one in ERAS if one == era)
    expected = WrittenDate(first.first_day.year + count - 1, month, day)
    assert parse(f"{first.letter}{count}.{month}.{day}") == expected
    assert parse(f"{first.name}{count}年{month}月{day}日") == expected
