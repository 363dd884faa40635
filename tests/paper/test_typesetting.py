"""Line breaking by the rules of Japanese setting, justification, and words made to fit."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shoukei_app.paper.fonts import Face, Font
from shoukei_app.paper.typesetting import NOT_FIRST, NOT_LAST, break_lines, fitted, stretch_to, wrap

FONT = Font(Face.MINCHO, 11.0)
JAPANESE = st.text(alphabet="承継診断あいうえおアイウーっゃ、。「」（）・123AB ", min_size=1, max_size=120)


@given(JAPANESE, st.floats(30.0, 160.0))
def test_nothing_is_lost_and_no_line_is_too_long(text: str, width: float) -> None:
    lines = wrap(text, FONT, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(FONT.width(line) <= width + 1e-6 for line in lines)


@given(JAPANESE, st.floats(60.0, 160.0))
def test_forbidden_characters_do_not_stand_at_the_edges(text: str, width: float) -> None:
    lines = [line for line in wrap(text, FONT, width) if line]
    for before, after in pairwise(lines):
        # Only a run that no line can hold is torn.
        if FONT.width(before) < width * 0.7:
            assert after[0] not in NOT_FIRST
            assert before[-1] not in NOT_LAST


def test_a_full_stop_takes_its_word_along() -> None:
    lines = wrap("同封の調査票に御記入ください。", FONT, FONT.width("同封の調査票に御記入ください"))
    assert lines == ["同封の調査票に御記入くださ", "い。"]


def test_figures_stay_with_their_unit() -> None:
    lines = wrap("提出期限は令和8年10月16日です", FONT, FONT.width("提出期限は令和8年10月1"))
    assert lines == ["提出期限は令和8年10月", "16日です"]


def test_all_lines_but_the_last_are_as_wide_as_the_measure() -> None:
    text = "さて、長年培われた技術や雇用、お客様とのつながりを次の代へどのように引き継ぐかは、大切な課題です。" * 2
    lines = break_lines(text, FONT, 120.0, first_indent=4.0)
    widths = [line.width + line.spacing * (len(line.text) - 1) for line in lines]
    assert widths[0] == pytest.approx(116.0)
    assert all(width == pytest.approx(120.0) for width in widths[1:-1])
    assert lines[-1].spacing == 0.0


def test_a_last_line_of_one_or_two_characters_is_avoided() -> None:
    text = "同封の調査票に御記入のうえ、返信用封筒に入れてお送りください。"
    assert all(
        len(break_lines(text, FONT, width)[-1].text) > 2
        for width in (FONT.width(text) - step for step in (0.5, 2.0, 4.0))
    )


@given(JAPANESE, st.floats(5.0, 100.0))
def test_fitted_words_are_never_wider_than_their_place(text: str, width: float) -> None:
    font, stretch = fitted(text, FONT, width)
    assert font.width(text) * stretch <= width + 1e-6
    assert FONT.width(text) * stretch_to(text, FONT, width) <= width + 1e-6


def test_the_number_of_a_house_and_a_word_in_katakana_stay_whole_in_an_address() -> None:
    font = Font(Face.MINCHO, 10.0)
    cases = (
        ("架空字小丸山428番地2", "428番地2"),
        ("架空9丁目12番3号", "9丁目12番3号"),
        ("架空町1-2-15号室", "1-2-15号室"),
        ("後継者ネットワーク", "ネットワーク"),
    )
    for text, whole in cases:
        for length in range(12, 40):
            lines = wrap(text, font, float(length))
            if font.width(whole) <= length:
                assert any(whole in line for line in lines), (lines, length)
