"""Which pairs are one firm, which a person is asked about, which never; and what every score rests on."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shoukei_app.domain.duplicate_search import KnownFirms
from shoukei_app.domain.duplicates import (
    POINTS,
    Identity,
    Level,
    Reason,
    compare,
    identity,
)
from shoukei_app.domain.firm import Address, FirmFacts


def firm(
    name: str,
    rest: str = "",
    town: str = "中央",
    code: str = "20202",
    phone: str = "",
    person: str = "",
    number: str = "",
    kana: str = "",
    office: str = "",
) -> Identity:
    return identity(
        FirmFacts(
            name,
            office=office,
            kana=kana,
            corporate_number=number,
            representative=person,
            phone=phone,
            address=Address("", "長野県", "", "試験市", code, town, rest),
        )
    )


SURE, ASK, DIFFERENT = Level.SURE, Level.ASK, Level.DIFFERENT
SHOP = firm("株式会社れい商店", "1丁目2番3号", phone="0263-11-2222", person="例 一郎")


@pytest.mark.parametrize(
    ("other", "level"),
    [
        (firm("㈱れい商店", "１－２－３ ためしビル2階"), SURE),
        (firm("れい商店㈱", "一丁目二番三号"), SURE),
        (firm("㈱レイ商店", "1丁目2-3"), SURE),
        (firm("（株）れい商店", "1丁目2番"), SURE),  # the house number is left out
        (firm("有限会社れい商店", "1丁目2番3号"), ASK),
        (firm("株式会社れい商店", "4丁目5番6号"), ASK),  # moved within the town, nothing else known
        (firm("株式会社れい商店", "9番", "西", "20202"), ASK),
        (firm("株式会社れい商店", "9番", "西", "20201"), ASK),
        (firm("株式会社れい商店", "4丁目5番", phone="0263-11-2222"), SURE),  # moved, the telephone came along
        (firm("株式会社れい商店", "9番", "西", "20201", phone="0263-11-2222"), ASK),
        (firm("株式会社れい商店", "9番", "西", "20201", phone="0263-11-2222", person="例　一郎"), SURE),
        (firm("株式会社れい商店", "9番", "西", person="例一郎"), ASK),
        (firm("株式会社れい商店", person="例一郎"), SURE),
        (firm("株式会社れい企画", "1丁目2番3号", phone="0263112222"), ASK),  # renamed
        (firm("株式会社新しい名", "1丁目2番3号"), ASK),
        (firm("株式会社新しい名", "9番", "西", phone="0263-11-2222"), ASK),
        (firm("株式会社新しい名", "4丁目5番"), DIFFERENT),
        (firm("株式会社新しい名", "9番", "西", "20201", person="例一郎"), DIFFERENT),
    ],
)
def test_levels(other: Identity, level: Level) -> None:
    assert compare(SHOP, other).level is level
    assert compare(other, SHOP) == compare(SHOP, other)


def test_another_corporate_number_is_another_firm_whatever_else_agrees() -> None:
    one, other = (firm("れい商店", "1-2-3", phone="0263-11-2222", number=n) for n in ("1000000000001", "1000000000002"))
    assert compare(one, other).level is DIFFERENT
    assert compare(one, other).reasons == (Reason.OTHER_CORPORATE_NUMBER,)


def test_the_same_corporate_number_is_the_same_firm_renamed_and_moved() -> None:
    one, other = (
        firm("旧社名", "1-2", number="1000000000001"),
        firm("新社名", "9", "西", "20201", number="1000000000001"),
    )
    assert compare(one, other).level is SURE
    assert compare(one, other).score == 1


def test_branches_of_one_firm_are_not_the_same_office() -> None:
    one, other = firm("れい商店", "1-2-3", office="本店"), firm("れい商店", "1-2-3", office="駅前店")
    assert compare(one, other).level is DIFFERENT


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("サ－ビス長野", "サービス長野"),
        ("キャノン商会", "キヤノン商会"),
        ("髙橋﨑邉商店", "高橋崎辺商店"),
        ("Ｑ‐ＡＣＴ", "q・act"),
        ("特非）見本の会", "特定非営利活動法人見本の会"),
        ("K'ｓ style", "Ｋ’ｓ－ｓｔｙｌｅ"),
    ],
)
def test_spellings_of_one_name(one: str, other: str) -> None:
    assert Reason.SAME_NAME in compare(firm(one, "1-2-3"), firm(other, "1-2-3")).reasons


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("大字中箕輪１２４８３番地３", "中箕輪12483-3", True),
        ("二見町福里字西ノ山５２３番の１", "二見町福里字西之山523番1", True),
        ("北１条西２丁目３番", "北一条西二丁目3", True),
        ("北１条西２丁目３番", "北一条東二丁目3", False),
        ("甲1234番地", "乙1234番地", False),
        ("1034番地", "1034番地2", True),
        ("10番地", "1番地0", False),
        ("1丁目23番", "12丁目3番", False),
    ],
)
def test_house_numbers(one: str, other: str, same: bool) -> None:
    reasons = compare(firm("ア", one, ""), firm("イ", other, "")).reasons
    assert (Reason.SAME_ADDRESS in reasons) is same


facts = st.builds(
    firm,
    st.sampled_from(["株式会社れい", "有限会社れい", "れい商店", "ためし", "ためし屋本店"]),
    st.sampled_from(["", "1-2-3", "１丁目２番", "9"]),
    st.sampled_from(["中央", "西", ""]),
    st.sampled_from(["20202", "20201", ""]),
    st.sampled_from(["", "0263-11-2222", "0263-33-4444"]),
    st.sampled_from(["", "例 一郎", "見本 花子"]),
    st.sampled_from(["", "1000000000001", "1000000000002"]),
    st.sampled_from(["", "レイ", "タメシ"]),
    st.sampled_from(["", "本店"]),
)


@given(facts, facts)
def test_every_score_is_the_sum_of_its_reasons_and_no_side_matters(a: Identity, b: Identity) -> None:
    likeness = compare(a, b)
    assert likeness == compare(b, a)
    if set(likeness.reasons) <= POINTS.keys():
        assert likeness.score == pytest.approx(min(99, max(0, sum(POINTS[r] for r in likeness.reasons))) / 100)
    if likeness.level is SURE:
        assert likeness.score >= 0.85
        assert set(likeness.reasons) != {Reason.SAME_NAME}
        assert not (a.corporate_number and b.corporate_number and a.corporate_number != b.corporate_number)


@given(st.lists(facts, max_size=14))
def test_the_search_finds_the_pairs_that_comparing_each_with_each_finds(firms: list[Identity]) -> None:
    known = KnownFirms()
    for key, one in enumerate(firms):
        known.add(key, one)
    found = {(pair.a, pair.b) for pair in known.pairs(lambda: None)}
    for (a, one), (b, other) in combinations(enumerate(firms), 2):
        likeness = compare(one, other)
        if likeness.level is SURE and likeness.score == 1:
            assert (a, b) in found
        if (a, b) in found:
            assert likeness.level is not DIFFERENT


def test_the_firm_itself_comes_before_one_that_only_looks_like_it() -> None:
    known = KnownFirms()
    one = firm("れい食堂餃子本舗", "1-2", phone="0263-11-2222", kana="レイショクドウ")
    known.add(1, firm("れい食堂本店", "1-2", phone="0263-11-2222", kana="レイショクドウ", person="例 一郎"))
    known.add(2, one)
    assert [(match.key, match.likeness.level) for match in known.matches(one)][:1] == [(2, SURE)]


def test_a_pair_told_apart_is_not_found_again() -> None:
    known = KnownFirms()
    known.add(7, SHOP)
    known.add(3, SHOP)
    assert [(pair.a, pair.b) for pair in known.pairs(lambda: None)] == [(3, 7)]
    known.tell_apart([(7, 3)])
    assert list(known.pairs(lambda: None)) == []


def test_a_number_many_firms_share_says_nothing() -> None:
    known = KnownFirms()
    for place in range(9):
        known.add(place, firm("甲乙丙丁戊己庚辛壬"[place] * 4, "", "東西南北中上下左右"[place], phone="0263-00-0000"))
    assert list(known.pairs(lambda: None)) == []


def test_sure_with_two_firms_known_to_be_different_is_asked() -> None:
    known = KnownFirms()
    known.add(1, firm("れい商店", "1-2-3", number="1000000000001"))
    known.add(2, firm("れい商店", "1-2-3", number="1000000000002"))
    matches = known.matches(firm("れい商店", "1-2-3"))
    assert {(match.key, match.likeness.level) for match in matches} == {(1, ASK), (2, ASK)}


def test_rows_of_one_list_that_share_a_name_and_a_city_are_two_firms() -> None:
    known = KnownFirms()
    known.add(1, firm("れい食堂", "1-2", "西"), {5})
    assert known.matches(firm("れい食堂", "8-9", "東"), {5}) == []
    assert [match.key for match in known.matches(firm("れい食堂", "8-9", "東"), {6})] == [1]


def test_records_that_stand_in_no_list_are_not_of_one_list() -> None:
    known = KnownFirms()
    known.add(1, firm("れい食堂", "1-2", "西"))
    assert [match.key for match in known.matches(firm("れい食堂", "8-9", "東"))] == [1]


def test_a_common_name_does_not_make_the_search_slow() -> None:
    known = KnownFirms()
    machines = [firm("自動販売機", f"{place}番地", f"町{place % 50}") for place in range(3000)]
    for place, machine in enumerate(machines):
        known.add(place, machine, {1})
    assert [len(known.matches(machine, {2})) for machine in machines[:100]] == [1] * 100
