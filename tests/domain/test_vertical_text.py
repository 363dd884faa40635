"""Vertical writing: which characters stand upright, are turned, go side by side; figures as kanji numerals."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shoukei_app.domain.vertical_text import Numerals, Run, Turn, kanji_figures, vertical_runs


def shown(text: str, numerals: Numerals = Numerals.KANJI) -> list[tuple[str, str]]:
    return [(run.text, run.turn.name) for run in vertical_runs(text, numerals)]


@pytest.mark.parametrize(
    ("digits", "kanji"),
    [
        ("1", "一"),
        ("10", "十"),
        ("15", "十五"),
        ("20", "二十"),
        ("99", "九十九"),
        ("100", "一〇〇"),
        ("105", "一〇五"),
        ("1234", "一二三四"),
        ("07", "〇七"),
        ("0", "〇"),
    ],
)
def test_figures_become_kanji_numerals(digits: str, kanji: str) -> None:
    assert kanji_figures(digits) == kanji


def test_an_address_is_written_with_kanji_numerals_whatever_its_figures_and_dashes() -> None:
    expected = [("架空町一", "UPRIGHT"), ("－", "TURNED"), ("二", "UPRIGHT"), ("－", "TURNED"), ("十五", "UPRIGHT")]
    for text in ("架空町1-2-15", "架空町１－２－１５", "架空町1−2‐15", "架空町1–2—15"):
        assert shown(text) == expected
    assert shown("10丁目1234番地") == [("十丁目一二三四番地", "UPRIGHT")]


def test_figures_that_stay_stand_upright_or_side_by_side() -> None:
    assert shown("第3号", Numerals.FIGURES) == [("第３号", "UPRIGHT")]
    assert shown("第24号", Numerals.FIGURES) == [("第", "UPRIGHT"), ("24", "ACROSS"), ("号", "UPRIGHT")]
    assert shown("１２３番", Numerals.FIGURES) == [("１２３番", "UPRIGHT")]


def test_few_capitals_stand_upright_and_words_are_turned() -> None:
    assert shown("JA架空") == [("ＪＡ架空", "UPRIGHT")]
    assert shown("ABCビル 3F") == [("ＡＢＣビル", "UPRIGHT"), (" ", "GAP"), ("３Ｆ", "UPRIGHT")]
    assert shown("Sunny's Café & Co., Ltd.") == [("Sunny's Café & Co., Ltd.", "TURNED")]
    assert shown("ＫＡＫＵ店") == [("KAKU", "TURNED"), ("店", "UPRIGHT")]
    assert shown("A-101") == [("Ａ", "UPRIGHT"), ("－", "TURNED"), ("一〇一", "UPRIGHT")]


def test_brackets_marks_and_half_width_kana_are_full_width_in_a_column() -> None:
    assert shown("ｺｰﾎﾟ(架空)ﾋﾞﾙ") == [("コーポ（架空）ビル", "UPRIGHT")]
    assert shown("コーヒー「架空」、。") == [("コーヒー「架空」、。", "UPRIGHT")]


@given(st.text(alphabet="架空町ーァｱ0123456789-－ABCabcé .,()「」　&", max_size=40))
def test_nothing_is_lost_but_the_shape_of_figures(text: str) -> None:
    runs = vertical_runs(text, Numerals.FIGURES)
    assert all(isinstance(run, Run) and run.text for run in runs)
    assert sum(len(run.text) for run in runs if run.turn is Turn.ACROSS) == 2 * sum(
        run.turn is Turn.ACROSS for run in runs
    )
    wanted = [one for one in text if one in "架空町Aabcé「」"]
    given_back = "".join(run.text for run in runs).replace("Ａ", "A").replace("ａ", "a")
    given_back = given_back.replace("ｂ", "b").replace("ｃ", "c")
    assert [one for one in given_back if one in "架空町Aabcé「」"] == wanted
