import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shoukei_app.domain import text
from shoukei_app.domain.text import (
    has_lost_character,
    match_key,
    private_use_characters,
    search_key,
    strip_legal_form,
    tidy,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("髙橋商店", "高橋商店"),
        ("宮﨑屋", "宮崎屋"),
        ("渡邉工業", "渡辺工業"),
        ("渡邊工業", "渡辺工業"),
        ("瀧澤製作所", "滝沢製作所"),
        ("齋藤 理容", "斎藤理容"),
        ("齊藤理容", "斉藤理容"),
        ("𠮷野食堂", "吉野食堂"),
        ("辻\U000e0100酒店", "辻酒店"),
        ("みそらベーカリー", "ミソラベーカリー"),
        ("ﾐｿﾗﾍﾞｰｶﾘｰ", "ミソラベーカリー"),
        ("ＡＢＣ商事", "abc商事"),
        ("1－2－3", "1‐2–3"),
        ("松ヶ丘園", "松ケ丘園"),
        ("株 式 会 社\u3000北斗", "株式会社北斗"),
        ("㈱北斗", "(株)北斗"),
    ],
)
def test_spellings_of_one_name_have_one_key(one: str, other: str) -> None:
    assert match_key(one) == match_key(other)


@pytest.mark.parametrize(("one", "other"), [("斉藤", "斎藤"), ("小坂", "小阪"), ("北斗", "北都"), ("ハト", "バト")])
def test_different_names_keep_different_keys(one: str, other: str) -> None:
    assert match_key(one) != match_key(other)


def test_every_pair_of_the_variant_table_is_two_plain_characters_and_needed_once() -> None:
    pairs = text.VARIANT_PAIRS.split()
    variants = [pair[0] for pair in pairs]
    assert len(pairs) > 300
    assert all(len(pair) == 2 for pair in pairs)
    assert len(set(variants)) == len(variants)
    assert not {pair[1] for pair in pairs} & set(variants), "a form that stands for another must not fold itself"
    assert all(unicodedata.normalize("NFKC", variant) == variant for variant in variants)


def test_searching_needs_no_hyphens_and_no_brackets() -> None:
    assert search_key("0267821234") in search_key("電話（0267）82－1234")
    assert search_key("ラーメン") in search_key("らーめん・みそら")


JAPANESE = st.text(
    st.one_of(
        st.characters(min_codepoint=0x21, max_codepoint=0x5A),
        st.characters(min_codepoint=0x3041, max_codepoint=0x3096),
        st.characters(min_codepoint=0x30A1, max_codepoint=0x30FC),
        st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF),
        st.characters(min_codepoint=0xFF10, max_codepoint=0xFF5A),
        st.sampled_from(" \u3000㈱㍿髙﨑𠮷－‐"),
    )
)


@given(JAPANESE)
def test_keys_are_stable(name: str) -> None:
    assert match_key(match_key(name)) == match_key(name)
    assert search_key(search_key(name)) == search_key(name)


@pytest.mark.parametrize(
    ("name", "form", "rest"),
    [
        ("株式会社北斗", "株式会社", "北斗"),
        ("北斗株式会社", "株式会社", "北斗"),
        ("㈱北斗", "株式会社", "北斗"),
        ("北斗㈱", "株式会社", "北斗"),
        ("㍿北斗", "株式会社", "北斗"),
        ("(株)北斗", "株式会社", "北斗"),
        ("北斗（株）", "株式会社", "北斗"),
        ("有限会社\u3000みそら", "有限会社", "みそら"),
        ("㈲みそら", "有限会社", "みそら"),
        ("合同会社みそら", "合同会社", "みそら"),
        ("みそら合資会社", "合資会社", "みそら"),
        ("NPO法人みどりの手", "特定非営利活動法人", "みどりの手"),
        ("特定非営利活動法人みどりの手", "特定非営利活動法人", "みどりの手"),
        ("社会福祉法人みどり会", "社会福祉法人", "みどり会"),
        ("（福）みどり会", "社会福祉法人", "みどり会"),
        ("医療法人社団みどり会", "医療法人社団", "みどり会"),
        ("一般社団法人みどり会", "一般社団法人", "みどり会"),
        ("北斗木材協同組合", "協同組合", "北斗木材"),
        ("山田商店", "", "山田商店"),
        ("株式会社", "", "株式会社"),
        ("", "", ""),
    ],
)
def test_legal_forms_are_found_at_either_end(name: str, form: str, rest: str) -> None:
    assert strip_legal_form(name) == (form, rest)


@given(st.text(max_size=30))
def test_stripping_never_leaves_nothing_of_a_name(name: str) -> None:
    form, rest = strip_legal_form(name)
    assert bool(rest) == bool(name.strip())
    assert not form or rest in name


@pytest.mark.parametrize(
    ("raw", "tidied"),
    [
        ("  北斗  ", "北斗"),
        ("北斗\u3000\u3000食堂", "北斗\u3000食堂"),
        ("北斗\r\n食堂", "北斗 食堂"),
        ("北 斗", "北 斗"),
    ],
)
def test_tidying_touches_blanks_only(raw: str, tidied: str) -> None:
    assert tidy(raw) == tidied


def test_private_use_characters_are_found() -> None:
    assert private_use_characters("\ue000田商店") == "\ue000"
    assert private_use_characters("辻\U000e0100酒店") == ""


@pytest.mark.parametrize("damaged", ["中央1?2?3", "山\ufffd商店", "〓田商店", "長野市三輪?1"])
def test_lost_characters_are_found(damaged: str) -> None:
    assert has_lost_character(damaged)


@pytest.mark.parametrize("sound", ["中央1-2-3", "What's up? カフェ", "山田商店", ""])
def test_question_marks_that_belong_there_are_left_alone(sound: str) -> None:
    assert not has_lost_character(sound)
