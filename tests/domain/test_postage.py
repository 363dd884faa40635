"""Postage: each step of the table at its edge, never more saved than the table says, and what is missing."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shoukei_app import assets
from shoukei_app.domain.postage import DiscountStep, Rates, from_data, postage
from shoukei_app.words import posting

RATES = from_data(tomllib.loads(assets.text("post/postage.toml")))


@pytest.mark.parametrize(
    ("pieces", "barcoded", "percent", "saving", "step"),
    [
        (999, 999, 0, 0, None),
        (1000, 999, 0, 0, None),
        (1000, 1000, 3, 3300, DiscountStep.BARCODE),
        (1999, 1500, 3, 4950, DiscountStep.BARCODE),
        (2000, 0, 5, 11000, DiscountStep.SORTED_WITH_SLACK),
        (2000, 999, 5, 11000, DiscountStep.SORTED_WITH_SLACK),
        (2000, 2000, 8, 17600, DiscountStep.SORTED_WITH_BARCODE),
        (2000, 1500, 8, 15950, DiscountStep.SORTED_WITH_BARCODE),  # 5 % of all and 3 % of those with a barcode
        (3510, 3510, 8, 30888, DiscountStep.SORTED_WITH_BARCODE),
        (10_000, 10_000, 9, 99_000, DiscountStep.SORTED_WITH_BARCODE),
        (0, 0, 0, 0, None),
    ],
)
def test_the_best_discount_that_the_counts_reach(
    pieces: int, barcoded: int, percent: int, saving: int, step: DiscountStep | None
) -> None:
    lot = postage(pieces, barcoded, RATES)
    assert (lot.percent, lot.saving, lot.step) == (percent, saving, step)
    assert lot.postage == pieces * 110 - saving


def test_what_is_missing_is_said_for_every_step() -> None:
    lot = postage(270, 260, RATES)
    first = {discount.step: discount for discount in reversed(lot.missing)}
    assert first[DiscountStep.BARCODE].missing_barcodes == 740
    assert first[DiscountStep.SORTED].missing == 1730
    both = first[DiscountStep.SORTED_WITH_BARCODE]
    assert (both.percent, both.pieces, both.missing, both.missing_barcodes) == (8, 2000, 1730, 740)
    assert posting.lacking(both) == "1,730通、バーコード付き 740通"
    assert posting.next_step(lot) == "あとバーコード付き 740通で 3%（バーコード割引）"
    assert list(posting.summary(270, 260, lot)) == [
        "カスタマバーコード 260通（付けられないもの 10通）　料金の見込み 29,700円（割引なし）",
        "あとバーコード付き 740通で 3%（バーコード割引）",
    ]


def test_only_a_discount_within_reach_is_spoken_of() -> None:
    assert posting.next_step(postage(2600, 2600, RATES)) == ""
    assert posting.next_step(postage(1900, 1900, RATES)) == "あと100通で 8%（区分割引・3日の余裕・バーコード）"
    assert (
        posting.next_step(postage(2500, 900, RATES))
        == "あとバーコード付き 100通で 8%（区分割引・3日の余裕・バーコード）"
    )


def test_an_offices_own_rates_hold() -> None:
    data = tomllib.loads(assets.text("post/postage.toml")) | {"price": 85}
    assert postage(1000, 1000, from_data(data)).postage == 82_450


@given(st.integers(0, 200_000), st.integers(0, 200_000))
def test_a_larger_lot_never_saves_less_and_nothing_is_left_unsaid(pieces: int, bare: int) -> None:
    lot, more = postage(pieces, max(pieces - bare, 0), RATES), postage(pieces + 1, max(pieces - bare, 0) + 1, RATES)
    assert 0 <= lot.saving <= more.saving
    assert lot.saving * 100 <= lot.full * lot.percent
    assert {discount.reached for discount in lot.missing} <= {False}
    reached = [discount for discount in lot.discounts if discount.reached]
    assert len(reached) + len(lot.missing) == len(lot.discounts)
    assert not reached or lot.step is not None


def test_rates_are_data() -> None:
    assert isinstance(RATES, Rates)
    assert [step.percent for step in RATES.sorted] == [3, 4, 5, 6]
