"""Address numbers: the manual's rules one by one, and the same number for every way of writing it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shoukei_app.domain.address_number import address_number, box_number


@pytest.mark.parametrize(
    ("behind_town", "number"),
    [
        ("3丁目30-8　郵便ビル403号", "3-30-8-403"),
        ("１２３４番地５", "1234-5"),
        ("字仮中島4972", "4972"),
        ("一丁目二番三号", "1-2-3"),
        ("百一番地", "101"),
        ("二十三番地四", "23"),  # 四 stands before none of the words
        ("第二十一地割仮渕480", "21-480"),
        ("南七線　西28", "7-28"),
        ("二の丸3", "2-3"),
        ("二ノ３", "2-3"),
        ("三郎山5", "5"),
        ("四丁六番十九号", "4-6-19"),
        ("二〇三号", "203"),
        ("7-14　仮ビル2F", "7-14-2"),
        ("7-6　仮シティA棟1F1号", "7-6A1-1"),
        ("7-6-2F", "7-6-2"),
        ("5番地 F棟2", "5F2"),  # this F stands behind no figure
        ("6-7　LプラザB106", "6-7LB106"),
        ("25　J1ビル2-B", "25J1-2B"),
        ("東3丁目-20-5　仮・A&bコーポB604号", "3-20-5B604"),
        ("1番地 ABビル3", "1-3"),
        ("1番地 A.B/CビルD4", "1D4"),
        ("1番地 Aビル Bビル", "1AB"),
        ("1番地 a", "1A"),
        ("1-", "1"),
        ("ロ-5", "5"),
        ("②-③", "2-3"),
        ("番外地", ""),
        ("", ""),
    ],
)
def test_what_is_kept(behind_town: str, number: str) -> None:
    assert address_number(behind_town) == number


@pytest.mark.parametrize(
    ("behind_town", "number"),
    [
        ("仮局私書箱215号", "215"),
        ("私書箱第12号", "12"),
        ("私書函　７", "7"),
        ("私書箱第十二号", "12"),
        ("私書箱 12345号", ""),  # more than four figures is no box
        ("1234番地", ""),
    ],
)
def test_boxes(behind_town: str, number: str) -> None:
    assert box_number(behind_town) == number


WIDE = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)})
DASHES = "-‐‑‒–—―−－ーｰ"
ADDRESSES = st.text(alphabet="0123456789-ABFabf 　丁目番地号のノ一二十百仮ビル棟階・&/.", max_size=30)


@given(ADDRESSES, st.sampled_from(DASHES))
def test_width_and_dashes_make_no_difference(text: str, dash: str) -> None:
    number = address_number(text)
    assert address_number(text.translate(WIDE)) == number
    assert address_number(text.replace("-", dash)) == number
    assert address_number(text.lower()) == number


@given(st.text(max_size=60))
def test_whatever_the_text_only_figures_single_hyphens_and_capitals_are_kept(text: str) -> None:
    number = address_number(text)
    assert set(number) <= set("0123456789-ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    assert "--" not in number
    assert number == number.strip("-")
