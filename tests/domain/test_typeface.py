"""Which characters and sequences fonts draw, held against fontTools; how a text falls into what is drawn."""

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from shoukei_app import assets
from shoukei_app.domain.typeface import PRINTED_WITH, drawable, glyphs, missing, units

DRAWABLE = drawable(assets.data)
HARD = st.text(alphabet="髙辻葛𠮷がカ\u3099\u309ae\u0301\u200b\ufeff\ufe0f\U000e0100\U000e0101☎A ", max_size=20)


@pytest.mark.parametrize("name", assets.names("fonts", ".ttf"))
def test_glyphs_are_those_that_an_independent_reader_finds(name: str) -> None:
    with TTFont(assets.path(name)) as font:
        plain, order = font.getBestCmap(), font.getReverseGlyphMap()
        expected = {chr(code): order[glyph] for code, glyph in plain.items()}
        for table in font["cmap"].tables:
            if table.format == 14:
                for selector, entries in table.uvsDict.items():
                    expected |= {chr(code) + chr(selector): order[glyph or plain[code]] for code, glyph in entries}
    found = glyphs(assets.data(name))
    assert found.items() <= expected.items()
    # Marks are not set upon their letter: they count as not drawn.
    assert all("\u0300" <= one <= "\u036f" or one in "\u3099\u309a" for one in expected.keys() - found.keys())


def test_stand_ins_have_only_what_comes_before_them_lacks() -> None:
    first, *others = (set(glyphs(assets.data(name))) - {" "} for name in PRINTED_WITH)
    for other in others:
        assert not first & other
        first |= other


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("山田", ["山", "田"]),
        ("𠮷田", ["𠮷", "田"]),
        ("辻\U000e0100井", ["辻\U000e0100", "井"]),
        ("𠮷\U000e0101", ["𠮷\U000e0101"]),
        ("神\ufe00", ["神\ufe00"]),
        ("カ\u3099ス e\u0301", ["ガ", "ス", " ", "é"]),
        ("あ\u3099", ["あ", "\u3099"]),
        ("架\u200b空\ufeff", ["架", "空"]),
        ("☎\ufe0f", ["☎"]),
        ("\U000e0100辻", ["辻"]),
        ("辻\U000e0100\U000e0101", ["辻\U000e0100"]),
        ("ｱ\U000e0100", ["ｱ"]),
    ],
)
def test_units(text: str, drawn: list[str]) -> None:
    assert list(units(text)) == drawn


@given(HARD)
def test_units_of_units_are_themselves(text: str) -> None:
    assert list(units("".join(units(text)))) == list(units(text))


@given(HARD, HARD)
def test_nothing_is_missing_that_is_not_in_the_text(one: str, other: str) -> None:
    assert missing(f"{one}\n{other}", DRAWABLE) == missing(f"{one}\n{other}\n{one}", DRAWABLE)
    assert all(unit in DRAWABLE for unit in units(one) if unit not in missing(one, DRAWABLE))


def test_what_no_font_draws_is_missing_whole_and_once() -> None:
    assert missing("𠮷田 辻\U000e0100 葛\U000e0100\n屋 髙\ufe0f", DRAWABLE) == "髙\ufe0f"
    assert missing("髙\U000e0107と髙\U000e0107と\ue000", DRAWABLE) == "髙\U000e0107\ue000"
    assert missing("あ\u3099", DRAWABLE) == "\u3099"
    assert missing("❤️かわり", DRAWABLE) == missing("❤", DRAWABLE)


def test_a_file_without_all_of_unicode_is_refused() -> None:
    no_tables = b"\0\1\0\0" + b"\0" * 8
    with pytest.raises(ValueError, match="cmap"):
        glyphs(no_tables)
