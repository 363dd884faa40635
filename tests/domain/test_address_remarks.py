import pytest
from hypothesis import given
from hypothesis import strategies as st

from shoukei_app import assets
from shoukei_app.domain.kanji_numeral import number, numeral
from shoukei_app.domain.place_key import folded
from shoukei_app.domain.postal_master import PostalMaster
from shoukei_app.domain.town_remark import DEFAULT, NO_FIT, Street, fit


def fits(remark: str, rest: str, **more: object) -> bool:
    return fit(remark, Street.read(folded(rest), **more)) > DEFAULT  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("remark", "inside", "outside"),
    [
        ("1298〜1835番地", ["1298番地", "1500-3", "１８３５番地の２"], ["1297", "1836番地", "2000-1300"]),
        ("1、2丁目", ["1丁目5番", "2-3-4", "二丁目１番"], ["3丁目1番", "3-1-1", "1番地"]),
        ("3635、3680、5794、6114番地", ["3635番地1", "6114"], ["3636", "36351"]),
        ("450番地以下", ["450", "1番地"], ["451"]),
        ("1700番地〜、内川内", ["1700", "9999番地", "内川内3"], ["1699", "中3"]),
        ("3153-1〜3153-1100「峰の原高原」", ["3153-1", "3153番地700"], ["3152-5", "3153-1101", "3154"]),
        ("3丁目18・21番", ["3丁目18番", "3-21-1"], ["3丁目19番", "2-18-1"]),
        ("9丁目「9、11を除く」", ["9丁目10番"], ["9丁目9番", "9-11-2", "8丁目1番"]),
        ("1、2丁目、3丁目1番〜282番", ["2丁目9", "3丁目282番1号"], ["3丁目283番", "4丁目1番"]),
        ("中野「12番地を除く」、上野", ["上野3", "中野11"], ["下野3", "中野12番地3"]),
        ("4丁目1〜2番・10〜27番、5丁目", ["4丁目1番", "4-2-3", "5丁目9番", "4丁目27番1号"], ["3丁目1番", "6丁目1"]),
        ("第9地割〜第11地割", ["第9地割12", "第十一地割3"], ["第12地割1", "第8地割9"]),
        ("問御所町", ["問御所町1234番地", "字問御所町5"], ["緑町1"]),
        ("1区", ["1区12"], ["2区12"]),
        ("1〜500「211番地を除く」「古町」、2527〜2529「土遠」", ["210", "2528"], ["211番地", "501"]),
        ("376-10を除く", ["376-9", "377"], ["376-10"]),
        ("番地", ["1234番地", "1234"], ["1丁目2番"]),
    ],
)
def test_what_a_remark_takes_in_and_leaves_out(remark: str, inside: list[str], outside: list[str]) -> None:
    assert [rest for rest in inside if not fits(remark, rest)] == []
    assert [rest for rest in outside if fits(remark, rest)] == []


def test_a_number_only_counts_in_its_own_unit() -> None:
    assert not fits("1、2丁目", "1番地")
    assert not fits("1〜20番地", "3丁目5番")


def test_oaza_is_a_remark_of_its_own() -> None:
    assert fits("大字", "1234", with_oaza=True)
    assert not fits("大字", "1234")


def test_streets_of_kyoto_are_compared_without_their_spellings() -> None:
    remark = "室町通出水上る、出水通室町西入"
    for street in ("室町通出水上ル", "室町通出水上る", "室町通出水上がる", "出水通室町西入る"):
        assert fits(remark, "123", before_town=folded(street))
    assert not fits(remark, "123", before_town=folded("烏丸通出水上る"))


def test_floors_of_a_building() -> None:
    assert fits("〔試験ビル〕12階", "1-2-3試験ビル12F")
    assert fits("〔試験ビル〕12階", "1-2-3 試験ビル １２階")
    assert not fits("〔試験ビル〕12階", "1-2-3試験ビル2F")
    assert fits("〔試験ビル〕地階・階層不明", "1-2-3試験ビル")


def test_the_rest_of_a_town_is_the_default() -> None:
    for remark in ("", "その他", "次のビルを除く"):
        assert fit(remark, Street.read("123")) == DEFAULT


def test_every_remark_of_the_list_is_understood() -> None:
    """None is read as a bare name that holds numbers, which no address would ever fit."""
    master = PostalMaster(assets.data)
    for place in master.municipalities.all():
        for area in master.areas_of(place.code):
            assert fit(area.remark, Street.read("")) >= NO_FIT
            if area.remark.endswith("丁目") and area.remark[0].isdigit():
                block = area.remark.split("〜", maxsplit=1)[0].split("、")[0].split("丁目")[0]
                assert fits(area.remark, f"{block}丁目1番"), area


@given(st.integers(1, 99))
def test_numerals_go_there_and_back(value: int) -> None:
    assert number(numeral(value)) == value


def test_numerals_by_place_and_by_digit() -> None:
    assert number("百一") == 101
    assert number("二三") == 23
    assert number("千二百三十四") == 1234
    assert number("四千八百二十五") == 4825


@given(st.text(), st.text())
def test_no_text_is_too_strange(remark: str, rest: str) -> None:
    assert fit(remark, Street.read(folded(rest))) >= NO_FIT


@given(
    st.text("0123456789一二三十〜、-番地丁目以上下の第除く「」字町甲乙", max_size=20),
    st.text("0123456789-番地丁目甲字の", max_size=12),
)
def test_no_remark_is_too_strange(remark: str, rest: str) -> None:
    assert fit(remark, Street.read(folded(rest))) >= NO_FIT
