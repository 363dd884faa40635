"""A sheet without a number: its slip, and the firms it could be from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shoukei_app.domain import loose_sheet
from shoukei_app.domain.loose_sheet import Clue, Known, Sender
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.text import search_key


def sender(key: int, industry: str = "", staff: int | None = None, municipality: str = "中野市", **more: int) -> Sender:
    place = search_key(f"長野県{municipality}中央")
    return Sender(
        key, search_key(industry), staff, search_key(municipality), place, search_key(f"見本商店{key}"), **more
    )


@given(st.integers(1, 999_999), st.sampled_from(["不明-{}", "不明{}", "{}", " 不明 - {} ", "不明ー{}", "−{}"]))
def test_a_slip_is_read_however_it_is_written(number: int, form: str) -> None:
    assert loose_sheet.parse_slip(form.format(number)) == number
    wide = str.maketrans("0123456789-", "０１２３４５６７８９－")
    assert loose_sheet.parse_slip(loose_sheet.slip(number).translate(wide)) == number


@pytest.mark.parametrize("typed", ["", "不明", "000412-7", "不明-x"])
def test_what_is_no_slip_is_refused(typed: str) -> None:
    with pytest.raises(Problem) as refused:
        loose_sheet.parse_slip(typed)
    assert refused.value.kind is ProblemKind.SLIP_UNKNOWN


def test_the_firm_with_the_most_clues_comes_first() -> None:
    senders = [
        sender(1, "建設業", 5),
        sender(2, "建設業", 12),
        sender(3, "飲食店", 5),
        sender(4, "建設業", 5, "須坂市"),
    ]
    found = loose_sheet.search(Known(industry="建設", staff=5, municipality="中野"), senders)
    assert [one.target_id for one in found][:2] == [1, 2]
    assert found[0].clues == (Clue.MUNICIPALITY, Clue.INDUSTRY, Clue.STAFF)


def test_what_the_register_does_not_know_speaks_neither_for_nor_against() -> None:
    (only,) = loose_sheet.search(Known(industry="建設業", staff=5, municipality="中野市"), [sender(1)])
    assert only.clues == (Clue.MUNICIPALITY,)
    assert loose_sheet.search(Known(staff=5), [sender(1)]) == ()
    assert loose_sheet.search(Known(), [sender(1, "建設業", 5)]) == ()


def test_earlier_answers_and_words_decide() -> None:
    senders = [sender(1, age=70, founded=1975), sender(2, age=45, founded=1975), sender(3)]
    assert [one.target_id for one in loose_sheet.search(Known(age=71, founded=1975), senders)] == [1]
    assert [one.clues for one in loose_sheet.search(Known(words="商店3"), senders)] == [(Clue.WORDS,)]
    assert [one.target_id for one in loose_sheet.search(Known(postmark="中野", staff=4), senders)] == [1, 2, 3]


def test_staff_may_be_miscounted_by_one() -> None:
    found = loose_sheet.search(Known(staff=4), [sender(1, staff=5), sender(2, staff=4), sender(3, staff=9)])
    assert [(one.target_id, one.clues[0]) for one in found] == [(2, Clue.STAFF), (1, Clue.STAFF_NEAR)]
