import pytest
from hypothesis import given
from hypothesis import strategies as st

from shoukei_app.domain.corporate_number import (
    NumberDamage,
    check_digit,
    is_corporate_number,
    parse_corporate_number,
)

# The examples of the rule itself (国税庁「法人番号の概要」 and the like): public bodies.
VALID = ["4011001098993", "7000012050002", "2120901007402", "1100005004357"]


@pytest.mark.parametrize("number", VALID)
def test_check_digits(number: str) -> None:
    assert check_digit(number[1:]) == number[0]
    assert is_corporate_number(number)


@pytest.mark.parametrize(
    "written",
    [
        "7000012050002",
        "７０００012050002",
        " 7000012050002 ",
        "7000012050002.0",
        "T7000012050002",
        "7-0000-1205-0002",
        "'7000012050002",
    ],
)
def test_messy_cells(written: str) -> None:
    assert parse_corporate_number(written).number == "7000012050002"


@pytest.mark.parametrize(
    ("written", "damage"),
    [
        ("7.00001E+12", NumberDamage.ROUNDED),
        ("1.1E+12", NumberDamage.ROUNDED),
        ("7000012050003", NumberDamage.CHECK_DIGIT),
        ("70000120500", NumberDamage.TOO_SHORT),
        ("70000120500021", NumberDamage.TOO_LONG),
        ("個人", NumberDamage.NOT_A_NUMBER),
    ],
)
def test_damage_is_named(written: str, damage: NumberDamage) -> None:
    parsed = parse_corporate_number(written)
    assert (parsed.number, parsed.damage) == ("", damage)


def test_a_registry_number_of_twelve_digits_proposes_the_corporate_number() -> None:
    assert parse_corporate_number("000012050002").suggestion == "7000012050002"


@pytest.mark.parametrize("empty", ["", " ", "-", "－", "*"])
def test_nothing_is_no_damage(empty: str) -> None:
    parsed = parse_corporate_number(empty)
    assert (parsed.number, parsed.damage) == ("", None)


@given(st.text(alphabet="0123456789", min_size=12, max_size=12), st.integers(0, 11))
def test_one_wrong_digit_is_always_noticed_unless_it_is_worth_nine_the_same(base: str, place: int) -> None:
    number = check_digit(base) + base
    assert parse_corporate_number(number).number == number
    wrong = base[:place] + str((int(base[place]) + 1) % 10) + base[place + 1 :]
    assert not is_corporate_number(check_digit(base) + wrong) or base[place] == "9"


@given(st.text(max_size=20))
def test_any_text_is_read_without_failing(text: str) -> None:
    parse_corporate_number(text)
