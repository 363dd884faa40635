import pytest
from hypothesis import given
from hypothesis import strategies as st

from shoukei_app.domain.postal_code import PostalCodeDamage, parse_postal_code, split_postal_code


@pytest.mark.parametrize(
    "written",
    [
        "3800921",
        "380-0921",
        "３８０－０９２１",
        "〒380-0921",
        "〒 380 0921",
        "'3800921",
        "3800921.0",
        "380‐0921",
        "380ー0921",
        " 380-0921 ",
        "380.0921",
        "(380-0921)",
    ],
)
def test_every_spelling(written: str) -> None:
    assert parse_postal_code(written).code == "3800921"


@pytest.mark.parametrize(
    ("written", "damage", "suggestion"),
    [
        ("600042", PostalCodeDamage.LOST_ZERO, "0600042"),
        ("38000921", PostalCodeDamage.TOO_LONG, ""),
        ("380-09211", PostalCodeDamage.TOO_LONG, ""),
        ("380", PostalCodeDamage.TOO_SHORT, ""),
        ("380-92", PostalCodeDamage.TOO_SHORT, ""),
        ("0267-82-1234", PostalCodeDamage.PHONE_NUMBER, ""),
        ("090-1234-5678", PostalCodeDamage.PHONE_NUMBER, ""),
        ("長野市大字栗田", PostalCodeDamage.NOT_A_CODE, ""),
        ("380?0921", PostalCodeDamage.NOT_A_CODE, "3800921"),
    ],
)
def test_damage_is_named(written: str, damage: PostalCodeDamage, suggestion: str) -> None:
    parsed = parse_postal_code(written)
    assert (parsed.code, parsed.damage, parsed.suggestion) == ("", damage, suggestion)


@pytest.mark.parametrize("empty", ["", " ", "-", "〒", "－"])
def test_nothing_is_no_damage(empty: str) -> None:
    parsed = parse_postal_code(empty)
    assert (parsed.code, parsed.damage) == ("", None)


@pytest.mark.parametrize(
    ("cell", "code", "rest"),
    [
        ("〒380-0921 長野市大字栗田1", "3800921", "長野市大字栗田1"),
        ("3800921長野市大字栗田1", "3800921", "長野市大字栗田1"),
        ("〒３８０－０９２１\u3000長野市大字栗田1", "3800921", "長野市大字栗田1"),
        ("(380-0921)長野市大字栗田1", "3800921", "長野市大字栗田1"),
        ("長野市大字栗田1", "", "長野市大字栗田1"),
        ("1234567番地", "", "1234567番地"),
        ("12345678長野市", "", "12345678長野市"),
    ],
)
def test_a_code_in_front_of_an_address(cell: str, code: str, rest: str) -> None:
    assert split_postal_code(cell) == (code, rest)


@given(st.text(max_size=20))
def test_any_text_is_read_without_failing(text: str) -> None:
    parsed = parse_postal_code(text)
    assert parsed.code == "" or (len(parsed.code) == 7 and parsed.code.isdecimal())
    assert split_postal_code(text)[1] in text
