from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shoukei_app.domain.era import find_date, fiscal_year, parse_date, wareki, wareki_year


@pytest.mark.parametrize(
    "written",
    [
        "令和6年4月1日",
        "令和６年４月１日",
        "令和 6 年 4 月 1 日",
        "令和6年4月1日（月）",
        "R6.4.1",
        "R06.04.01",
        "Ｒ６．４．１",
        "r6/4/1",
        "R6-4-1",
        "令6.4.1",
        "㋿6年4月1日",
        "R060401",
        "2024/4/1",
        "2024-04-01",
        "2024.4.1",
        "2024年4月1日",
        "20240401",
        "2024/4/1 0:00:00",
        "2024-04-01T15:00:00.000Z",
        "45383",
        "45383.0",
        "'2024/4/1",
    ],
)
def test_one_day_in_every_spelling(written: str) -> None:
    assert parse_date(written) == date(2024, 4, 1)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("令和元年5月1日", date(2019, 5, 1)),
        ("令和元年", date(2019, 5, 1)),
        ("平成31年4月30日", date(2019, 4, 30)),
        ("H1.1.8", date(1989, 1, 8)),
        ("S28.03.23", date(1953, 3, 23)),
        ("昭和64年1月7日", date(1989, 1, 7)),
        ("T12.9.1", date(1923, 9, 1)),
        ("明治45年7月", date(1912, 7, 1)),
        ("令6", date(2024, 1, 1)),
        ("令和6年度", date(2024, 4, 1)),
        ("2024年4月", date(2024, 4, 1)),
        ("H35.8.31", date(2023, 8, 31)),
        (45383, date(2024, 4, 1)),
        (45383.75, date(2024, 4, 1)),
        (59, date(1900, 2, 28)),
        (61, date(1900, 3, 1)),
    ],
)
def test_eras_and_serial_numbers(written: str | float, day: date) -> None:
    assert parse_date(written) == day


@pytest.mark.parametrize(
    "written",
    [
        "",
        " ",
        "なし",
        "24/4/1",
        "R6.13.1",
        "S28.2.30",
        "1",
        "380-0921",
        "0267-82-1234",
        "令和",
        "R0.4.1",
        60,
        -1,
        float("nan"),
    ],
)
def test_what_is_no_date(written: str | float) -> None:
    assert parse_date(written) is None


@given(st.text(max_size=20))
def test_any_text_is_read_without_failing(text: str) -> None:
    parse_date(text)
    find_date(text)


@given(st.dates(min_value=date(1868, 1, 25), max_value=date(2100, 12, 31)))
def test_what_was_written_in_wareki_is_read_back(day: date) -> None:
    assert parse_date(wareki(day)) == day


@given(st.dates(min_value=date(1900, 3, 1)))
def test_serial_numbers_are_read_back(day: date) -> None:
    assert parse_date((day - date(1899, 12, 30)) / timedelta(days=1)) == day


def test_a_date_inside_a_sentence() -> None:
    assert find_date("令和5年3月31日付けで廃業") == date(2023, 3, 31)
    assert find_date("廃業(R5.3.31)") == date(2023, 3, 31)
    assert find_date("電話 0267-82-1234") is None


def test_writing() -> None:
    assert wareki(date(2019, 5, 1)) == "令和元年5月1日"
    assert wareki(date(2024, 4, 1)) == "令和6年4月1日"
    assert wareki_year(2024) == "令和6年"
    assert wareki_year(2019) == "令和元年"
    assert (fiscal_year(date(2025, 3, 31)), fiscal_year(date(2025, 4, 1))) == (2024, 2025)
