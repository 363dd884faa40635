"""The colours can be read: every pair of text and ground, in both palettes."""

import re
from dataclasses import asdict

import pytest

from shoukei_app.domain import tokens
from shoukei_app.domain.tokens import Palette


@pytest.mark.parametrize("palette", [tokens.LIGHT, tokens.DARK], ids=lambda palette: palette.name)
class TestPalette:
    def test_texts_can_be_read_on_their_grounds(self, palette: Palette) -> None:
        colors = asdict(palette)
        faint = {
            pair: round(tokens.contrast(colors[pair[0]], colors[pair[1]]), 2)
            for pair in tokens.TEXT_ON_GROUND
            if tokens.contrast(colors[pair[0]], colors[pair[1]]) < 4.5
        }
        assert faint == {}

    def test_parts_can_be_seen_on_their_grounds(self, palette: Palette) -> None:
        colors = asdict(palette)
        faint = [pair for pair in tokens.PART_ON_GROUND if tokens.contrast(colors[pair[0]], colors[pair[1]]) < 3]
        assert faint == []

    def test_every_colour_is_written_in_full(self, palette: Palette) -> None:
        assert all(re.fullmatch(r"#[0-9A-F]{6}", color) for role, color in asdict(palette).items() if role != "name")


def test_contrast_is_that_of_wcag() -> None:
    assert tokens.contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert tokens.contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)
    assert tokens.contrast("#FFFFFF", "#777777") == tokens.contrast("#777777", "#FFFFFF")
