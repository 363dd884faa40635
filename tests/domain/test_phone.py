import pytest
from hypothesis import given
from hypothesis import strategies as st

from shoukei_app.domain.area_codes import area_code_length
from shoukei_app.domain.phone import PhoneFinding, parse_phone


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("0267-82-1234", "0267-82-1234"),
        ("0267(82)1234", "0267-82-1234"),
        ("(0267)82-1234", "0267-82-1234"),
        ("0267821234", "0267-82-1234"),
        ("０２６７－８２－１２３４", "0267-82-1234"),
        ("0267‐82‐1234", "0267-82-1234"),
        ("0267ー82ー1234", "0267-82-1234"),
        ("0267-821234", "0267-82-1234"),
        ("0267 82 1234", "0267-82-1234"),
        ("0267-82-1234  ", "0267-82-1234"),
        ("TEL:0267-82-1234（代）", "0267-82-1234"),
        ("電話 0267-82-1234 内線 12", "0267-82-1234"),
        ("+81-267-82-1234", "0267-82-1234"),
        ("0262271234", "026-227-1234"),
        ("026-227-1234", "026-227-1234"),
        ("0261-22-1234", "0261-22-1234"),
        ("0260-22-1234", "0260-22-1234"),
        ("0312345678", "03-1234-5678"),
        ("0422123456", "042-212-3456"),
        ("0422-22-3456", "0422-22-3456"),
        ("0992123456", "099-212-3456"),
        ("0991222345", "09912-2-2345"),
        ("09012345678", "090-1234-5678"),
        ("080-58356053", "080-5835-6053"),
        ("05012345678", "050-1234-5678"),
        ("0120123456", "0120-123-456"),
        ("08001234567", "0800-123-4567"),
        ("0570-012345", "0570-012-345"),
    ],
)
def test_hyphens_stand_by_the_table(written: str, shown: str) -> None:
    parsed = parse_phone(written)
    assert (parsed.text, parsed.sure, parsed.findings) == (shown, True, ())


@pytest.mark.parametrize(
    ("written", "shown", "finding"),
    [
        ("267821234", "0267-82-1234", PhoneFinding.LOST_ZERO),
        ("262271234", "026-227-1234", PhoneFinding.LOST_ZERO),
        ("9012345678", "090-1234-5678", PhoneFinding.LOST_ZERO),
        ("26-227-1234", "026-227-1234", PhoneFinding.LOST_ZERO),
        ("0267-82-1234／090-1234-5678", "0267-82-1234", PhoneFinding.SEVERAL),
        ("0267-82-1234\n0267-82-5678", "0267-82-1234", PhoneFinding.SEVERAL),
        ("0267?82?1234", "0267-82-1234", PhoneFinding.LOST_DASH),
    ],
)
def test_what_was_mended_is_said(written: str, shown: str, finding: PhoneFinding) -> None:
    parsed = parse_phone(written)
    assert (parsed.text, parsed.sure, parsed.findings) == (shown, True, (finding,))


@pytest.mark.parametrize(
    ("written", "finding"),
    [
        ("82-1234", PhoneFinding.NO_AREA_CODE),
        ("0267-82-123", PhoneFinding.WRONG_LENGTH),
        ("0267-82-12345", PhoneFinding.WRONG_LENGTH),
        ("2.67821E+08", PhoneFinding.NOT_A_NUMBER),
        ("店主の携帯へ", PhoneFinding.NOT_A_NUMBER),
    ],
)
def test_what_is_not_sure_stays_as_written(written: str, finding: PhoneFinding) -> None:
    parsed = parse_phone(written)
    assert (parsed.text, parsed.sure, parsed.findings) == (written, False, (finding,))


@pytest.mark.parametrize("empty", ["", "  ", "-", "－", "なし", "＊"])
def test_nothing_is_nothing(empty: str) -> None:
    assert parse_phone(empty).text == ""


@pytest.mark.parametrize(
    "digits", ["026022", "026122", "026338", "026425", "026522", "026622", "026722", "026822", "026922"]
)
def test_area_codes_of_nagano(digits: str) -> None:
    assert area_code_length(digits) == 4


@pytest.mark.parametrize(
    ("digits", "length"),
    [("026223", 3), ("031234", 2), ("061234", 2), ("045123", 3), ("042212", 3), ("042221", 4), ("049921", 5)],
)
def test_area_codes(digits: str, length: int) -> None:
    assert area_code_length(digits) == length


@given(st.text(alphabet="0123456789", min_size=9, max_size=9))
def test_digits_are_never_changed_or_lost(rest: str) -> None:
    parsed = parse_phone("0" + rest)
    assert "".join(filter(str.isdecimal, parsed.text)) == "0" + rest
    assert parse_phone(parsed.text) == parsed


@given(st.text(max_size=25))
def test_any_text_is_read_without_failing(text: str) -> None:
    parsed = parse_phone(text)
    assert parsed.sure or parsed.text == text.strip()
