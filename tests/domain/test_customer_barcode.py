"""Customer barcodes: the official cases, an independent encoder's bars, and what holds for every one of them."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from zint_bars import zint_bars

from shoukei_app.domain.barcode_eligibility import BarcodeReason, address_barcode, text_barcode
from shoukei_app.domain.customer_barcode import BARS, CODES, FILLER, START, STOP, customer_barcode
from shoukei_app.domain.firm import Address
from shoukei_app.usecases.masters import postal_master

MASTER = postal_master()
VALUES = [*"0123456789-", *(f"CC{number}" for number in range(1, 9))]


def test_the_official_cases(shared_data: Path) -> None:
    with (shared_data / "barcode" / "japanpost_manual_p25.tsv").open(encoding="utf-8", newline="") as file:
        cases = list(csv.reader(file, delimiter="\t"))[1:]
    assert len(cases) == 16
    for postal_code, address, number, codes, bars in cases:
        found = text_barcode(postal_code, address, MASTER)
        assert found.address_number == number
        assert found.barcode is not None
        assert " ".join(found.barcode.codes) == codes
        assert found.barcode.bars == bars.replace(" ", "")


@pytest.mark.parametrize(
    ("text", "fillers", "check"), [("ABCDEFGHIJ", 0, "CC6"), ("KLMNOPQRS", 2, "CC8"), ("TUVWXYZ", 6, "CC1")]
)
def test_letters(text: str, fillers: int, check: str) -> None:
    barcode = customer_barcode(text)
    assert barcode.codes[-2] == check
    assert barcode.codes.count(FILLER) == fillers
    assert barcode.bars == zint_bars(text)


def test_a_letter_across_the_cut_keeps_its_control_code_only() -> None:
    assert customer_barcode("3990738", "123456-89012A7").codes[1:21] == (*"3990738123456-89012", "CC1")
    assert customer_barcode("3990738", "123456-8901A7").codes[19:21] == ("CC1", "0")


NUMBERS = st.text(alphabet="0123456789-ABCDEFGHIJKLMNOPQRSTUVWXYZ", max_size=30)


@given(st.from_regex("[0-9]{7}", fullmatch=True), NUMBERS)
def test_always_23_codes_67_bars_and_a_sum_of_nineteens(postal_code: str, number: str) -> None:
    barcode = customer_barcode(postal_code, number)
    assert len(barcode.codes) == CODES
    assert (barcode.codes[0], barcode.codes[-1]) == (START, STOP)
    assert sum(VALUES.index(code) for code in barcode.codes[1:-1]) % 19 == 0
    assert len(barcode.bars) == BARS
    assert set(barcode.bars) <= set("1234")
    assert (barcode.bars[:2], barcode.bars[-2:]) == ("13", "31")


@given(st.from_regex("[0-9]{7}", fullmatch=True), NUMBERS)
def test_bars_are_those_of_an_independent_encoder(postal_code: str, number: str) -> None:
    # zint refuses what does not fit and cannot say half a letter: what is left of the number is given to it.
    while sum(2 if character.isalpha() else 1 for character in number) > 13:
        number = number[:-1]
    assert customer_barcode(postal_code, number).bars == zint_bars(postal_code + number)


@pytest.mark.parametrize(
    ("postal_code", "address", "number", "reason"),
    [
        ("3990738", "塩尻市大門一番町3番3号", "3-3", None),
        ("3994511", "南箕輪村4825番地1", "4825-1", None),
        ("3840808", "小諸市甲1234番地ロ-5", "1234-5", None),
        ("3840006", "小諸市坂ノ上一丁目二番三号 信州ABビル3F", "1-2-3-3", None),
        ("3990738", "長野県塩尻市大門一番町", "", BarcodeReason.NO_NUMBER),
        ("3990738", "塩尻市大門一番町 無番地", "", BarcodeReason.NO_NUMBER),
        ("3808570", "長野市大字南長野字幅下692-2", "", BarcodeReason.OFFICE_CODE),
        ("3808691", "長野市 長野中央郵便局私書箱12号", "12", BarcodeReason.BOX),
    ],
)
def test_addresses_with_a_barcode(postal_code: str, address: str, number: str, reason: BarcodeReason | None) -> None:
    found = text_barcode(postal_code, address, MASTER)
    assert (found.address_number, found.reason) == (number, reason)
    assert found.barcode == customer_barcode(postal_code, number)


@pytest.mark.parametrize(
    ("postal_code", "address", "reason"),
    [
        ("", "塩尻市大門一番町3番3号", BarcodeReason.NO_POSTAL_CODE),
        ("3840000", "小諸市甲1234番地", BarcodeReason.REPRESENTATIVE_CODE),
        ("3990700", "塩尻市大門一番町3番3号", BarcodeReason.REPRESENTATIVE_CODE),
        ("3999999", "塩尻市大門一番町3番3号", BarcodeReason.UNKNOWN_CODE),
        ("3808691", "長野市大字南長野1", BarcodeReason.UNKNOWN_CODE),  # the code of boxes, and no box
    ],
)
def test_addresses_without_a_barcode(postal_code: str, address: str, reason: BarcodeReason) -> None:
    found = text_barcode(postal_code, address, MASTER)
    assert (found.barcode, found.reason) == (None, reason)


@pytest.mark.parametrize(
    ("town", "rest", "number"),
    [
        ("大門一番町", "3番3号", "3-3"),
        ("大門一番町3番", "3号", "3-3"),  # keyed across the wrong place
        ("", "大門一番町3番3号", "3-3"),
        ("仮一番町", "3番3号", "3-3"),  # a town that the list does not have: what was kept as the town is believed
        ("大字広丘仮村", "5", "5"),
    ],
)
def test_numbers_of_a_towns_name_are_no_part_of_the_number(town: str, rest: str, number: str) -> None:
    address = Address("3990738", "長野県", "", "塩尻市", "20215", town, rest)
    assert address_barcode(address, MASTER).address_number == number


def test_a_list_of_postcodes_gives_districts_of_three_or_five_figures() -> None:
    assert [MASTER.district(code) for code in ("3800921", "3808570", "3890111", "3890192", "3900011", "3900221")] == [
        "380",
        "380",
        "38901",
        "38901",
        "390",
        "39002",
    ]
    assert MASTER.district("") == ""


def test_districts_of_both_kinds_are_found_in_all_of_japan() -> None:
    codes = (area.postal_code for place in MASTER.municipalities.all() for area in MASTER.areas_of(place.code))
    found = {MASTER.district(code) for code in codes}
    assert {len(district) for district in found} == {3, 5}
    assert len(found) > 4000
