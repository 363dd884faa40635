"""Bands of no-name sheets."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from shoukei_app.domain import noname
from shoukei_app.domain.noname import Bands
from shoukei_app.usecases import masters


def test_industries_as_lists_write_them() -> None:
    known = masters.industry_divisions()
    lines = ("理容業", "飲食店営業", "金属製品製造業", "総合工事業", "？")
    found = {words: noname.division(words, known) for words in lines}
    assert found == {
        "理容業": "生活関連サービス業・娯楽業",
        "飲食店営業": "宿泊業・飲食サービス業",
        "金属製品製造業": "製造業",
        "総合工事業": "建設業",
        "？": "分類不明",
    }


def test_bands_at_their_edges() -> None:
    assert [noname.age_band(age) for age in (None, 39, 40, 79, 80, 95)] == [
        "不明",
        "30代",
        "40代",
        "70代",
        "80代以上",
        "80代以上",
    ]
    assert [noname.staff_band(staff) for staff in (None, 1, 2, 4, 5, 49, 50, 900)] == [
        "不明",
        "1人",
        "2〜4人",
        "2〜4人",
        "5〜9人",
        "20〜49人",
        "50人以上",
        "50人以上",
    ]


@given(st.lists(st.builds(Bands, st.sampled_from("甲乙"), st.sampled_from("丙丁"), st.just("60代"), st.just("1人"))))
def test_the_few_are_those_that_fewer_than_five_share(bands: list[Bands]) -> None:
    counts = Counter(bands)
    assert noname.few(bands) == {band for band in bands if counts[band] < 5}
