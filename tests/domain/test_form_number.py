import pytest
from hypothesis import given
from hypothesis import strategies as st

from shoukei_app.domain import form_number
from shoukei_app.domain.problem import Problem, ProblemKind


def test_every_single_wrong_digit_and_every_transposition_of_neighbours_is_caught() -> None:
    """All of them, for every serial of four digits; the check is linear in the digits before it, so this proves it."""
    for serial in range(1, 10_000):
        number = form_number.form_number(serial)
        for place in range(7):
            for digit in "0123456789":
                wrong = number[:place] + digit + number[place + 1 :]
                assert form_number.is_valid(wrong) is (wrong == number)
        for place in range(6):
            swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
            assert form_number.is_valid(swapped) is (swapped == number)


@given(st.integers(1, form_number.LAST_SERIAL), st.integers(0, 6), st.integers(0, 9), st.integers(0, 5))
def test_the_same_for_any_serial(serial: int, place: int, digit: int, swap: int) -> None:
    number = form_number.form_number(serial)
    wrong = number[:place] + str(digit) + number[place + 1 :]
    assert form_number.is_valid(wrong) is (wrong == number)
    swapped = number[:swap] + number[swap + 1] + number[swap] + number[swap + 2 :]
    assert form_number.is_valid(swapped) is (swapped == number)


@pytest.mark.parametrize("typed", ["{}", " {} ", "-"])
def test_a_number_is_read_however_it_is_written(typed: str) -> None:
    number = form_number.form_number(412)
    text = form_number.shown(number) if typed == "-" else typed.format(number)
    assert form_number.parse(text) == number
    assert form_number.parse(text.translate(str.maketrans("0123456789-", "０１２３４５６７８９－"))) == number


@given(st.integers(1, form_number.LAST_SERIAL))
def test_leading_zeros_may_be_left_out(serial: int) -> None:
    number = form_number.form_number(serial)
    assert form_number.parse(str(int(number))) == number


@given(st.text())
def test_anything_else_is_a_problem(text: str) -> None:
    try:
        number = form_number.parse(text)
    except Problem as problem:
        assert problem.kind is ProblemKind.FORM_NUMBER_WRONG
    else:
        assert form_number.is_valid(number)


def test_zero_is_no_number() -> None:
    with pytest.raises(Problem):
        form_number.parse("0")


@pytest.mark.parametrize("serial", [0, form_number.LAST_SERIAL + 1])
def test_serials_outside_are_refused(serial: int) -> None:
    with pytest.raises(ValueError, match=str(serial)):
        form_number.form_number(serial)


PREFIXES = ["", "]Q1", "」Q1", "｣Q1", "]q3", "QR:", "No.", "№", "整理番号", "整理番号：", "番号:", "A", "*"]
WIDE = str.maketrans(
    "0123456789-:]QABCDEFGHIJKLMNOPRSTUVWXYZ*",
    "０１２３４５６７８９－：］ＱＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＲＳＴＵＶＷＸＹＺ＊",
)


@given(
    st.integers(1, form_number.LAST_SERIAL),
    st.sampled_from(PREFIXES),
    st.sampled_from(["", "\r", "\r\n", "\t", "\x03", " ", "*", "。"]),
    st.sampled_from(["", "\x02", " ", "　"]),
    st.booleans(),
    st.booleans(),
    st.booleans(),
)
def test_a_scanner_is_understood(
    serial: int, prefix: str, end: str, start: str, hyphen: bool, wide: bool, twice: bool
) -> None:
    """The payload with what a scanner adds, in full width where the input method was on, maybe read twice."""
    number = form_number.form_number(serial)
    typed = form_number.shown(number) if hyphen else number
    typed = f"{start}{prefix}{typed * 2 if twice else typed}{end}"
    assert form_number.parse(typed.translate(WIDE) if wide else typed) == number


@given(st.integers(1, form_number.LAST_SERIAL), st.integers(1, form_number.LAST_SERIAL))
def test_two_sheets_read_in_one_go_are_not_one(first: int, second: int) -> None:
    typed = form_number.form_number(first) + form_number.form_number(second)
    if first == second:
        assert form_number.parse(typed) == form_number.form_number(first)
    else:
        with pytest.raises(Problem):
            form_number.parse(typed)


@given(st.integers(1, form_number.LAST_SERIAL), st.data())
def test_the_number_that_was_meant_is_among_the_likely_ones(serial: int, data: st.DataObject) -> None:
    number = form_number.form_number(serial)
    place = data.draw(st.integers(0, 5))
    slips = {
        "swapped": number[:place] + number[place + 1] + number[place] + number[place + 2 :],
        "other digit": number[:place] + data.draw(st.sampled_from("0123456789")) + number[place + 1 :],
        "left out": number[:place] + number[place + 1 :],
        "too many": number[:place] + data.draw(st.sampled_from("0123456789")) + number[place:],
    }
    typed = slips[data.draw(st.sampled_from(sorted(slips)))]
    likely = form_number.likely(typed)
    assert all(form_number.is_valid(one) for one in likely)
    assert len(set(likely)) == len(likely)
    try:
        meant = form_number.parse(typed)
    except Problem:
        assert number in likely
    else:
        assert meant not in likely


@pytest.mark.parametrize("typed", ["", "見本商店", "12a4", "1234567890"])
def test_nothing_is_likely_where_no_number_was_typed(typed: str) -> None:
    assert form_number.likely(typed) == ()
