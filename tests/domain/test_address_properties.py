import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shoukei_app import assets
from shoukei_app.domain.address import ParsedAddress, split_address
from shoukei_app.domain.place_key import folded, folded_with_places
from shoukei_app.domain.postal_agreement import PostalAgreement, agreement
from shoukei_app.domain.postal_master import AreaKind, PostalArea, PostalMaster

MASTER = PostalMaster(assets.data)
NAGANO = [
    (place, area)
    for place in MASTER.municipalities.of_prefecture("長野県")
    for area in MASTER.areas_of(place.code)
    if area.town and area.kind is AreaKind.TOWN
]
# What addresses are made of, in any order.
PIECES = st.lists(
    st.sampled_from(
        [
            *(
                "長野県",
                "東京",
                "京都市",
                "上京区",
                "木曽郡",
                "松本市",
                "小諸市",
                "甲",
                "南箕輪村",
                "大字",
                "字",
                "鶴賀",
                "七瀬中町",
            ),
            *(
                "通",
                "上る",
                "東入",
                "一丁目",
                "番地",
                "の",
                "１",
                "2",
                "-",
                "ー",
                "〒390-0874",
                "0263-99-9999",
                "TEL",
                "　",
                " ",
            ),
            *("ｶﾞ", "ケ", "ヶ", "龍", "澤", "葛󠄀", "穂高町", "大門一番町", "第九地割", "〇", "(", "）", "、", "𠮷", "\n"),
        ]
    ),
    max_size=12,
).map("".join)


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def put_together(parsed: ParsedAddress) -> str:
    return squeezed(parsed.lead + parsed.written.text + parsed.tail)


@given(st.one_of(st.text(), PIECES))
def test_no_text_is_too_strange_and_nothing_of_it_is_lost(text: str) -> None:
    parsed = split_address(text, MASTER)
    assert put_together(parsed) == squeezed(text)
    assert parsed.text == text


@given(PIECES, st.text(max_size=8), st.one_of(st.text(max_size=6), PIECES), st.text("0123456789", max_size=8))
def test_no_hint_is_too_strange(text: str, prefecture: str, municipality: str, code: str) -> None:
    parsed = split_address(text, MASTER, prefecture_hint=prefecture, municipality_hint=municipality, postal_code=code)
    assert put_together(parsed) == squeezed(text)
    assert isinstance(agreement(code, parsed, MASTER), PostalAgreement)


@given(PIECES)
def test_splitting_the_parts_again_gives_the_same_parts(text: str) -> None:
    parsed = split_address(text, MASTER)
    again = split_address(parsed.lead + parsed.written.text + parsed.tail, MASTER)
    assert again.current.municipality_code == parsed.current.municipality_code
    assert again.postal_code == parsed.postal_code


@given(st.sampled_from(NAGANO), st.integers(1, 9999), st.booleans(), st.booleans(), st.booleans())
def test_todays_address_stays_what_it_is(
    found: tuple[object, PostalArea], number: int, with_prefecture: bool, with_oaza: bool, full_width: bool
) -> None:
    area = found[1]
    place = MASTER.municipalities.get(area.municipality_code)
    assert place is not None
    lot = f"{number}番地"
    if full_width:
        lot = lot.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    text = f"{'長野県' * with_prefecture}{place.full_name}{'大字' * with_oaza}{area.town}{lot}"
    parsed = split_address(text, MASTER)
    assert (parsed.municipality, parsed.town, parsed.current.rest) == (place, area.town, lot)
    again = split_address(parsed.current.text, MASTER)
    assert (again.current, again.areas) == (parsed.current, parsed.areas)


@pytest.mark.parametrize("prefecture", ["北海道", "岩手県", "東京都", "京都府", "大阪府", "三重県", "沖縄県"])
def test_every_town_of_the_list_is_found_again(prefecture: str) -> None:
    missed = []
    for place in MASTER.municipalities.of_prefecture(prefecture):
        for area in MASTER.areas_of(place.code):
            # 鶴沼第１ 234番地: a number in the name and one behind it can't be told apart.
            if area.town and area.kind is AreaKind.TOWN and not area.town[-1].isdigit():
                parsed = split_address(f"{place.full_name}{area.town}999", MASTER, prefecture_hint=prefecture)
                if (parsed.municipality, parsed.town) != (place, area.town):
                    missed.append((place.name, area))
    assert missed == []


@given(st.text())
def test_folding_keeps_the_places_of_characters(text: str) -> None:
    key, places = folded_with_places(text)
    assert key == folded(text)
    if places is None:
        assert len(key) == len(text)
    else:
        assert len(places) == len(key) + 1
        assert places == sorted(places)
        assert places[-1] == len(text)


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert folded(folded(text)) == folded(text)
