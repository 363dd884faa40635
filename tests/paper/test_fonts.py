"""Faces: what they hold, what they lack, and that every PDF carries only its own characters."""

import pytest
from paper_samples import ADDRESSEES, address

from shoukei_app.domain.mailing import Addressee
from shoukei_app.paper import fonts
from shoukei_app.paper.fonts import Face, Font


@pytest.mark.parametrize("face", Face)
def test_hard_characters_of_names_are_there(face: Face) -> None:
    assert fonts.missing("髙﨑邉渡邊齋籐廣澤曻桒㐂彅瀨①⑯㈱㍿〒御中様ヶ々〆ゝー−～…『』", face) == ""


@pytest.mark.parametrize("face", Face)
def test_what_is_missing_is_named_once_in_order(face: Face) -> None:
    assert fonts.missing("𠮷田 辻\U000e0100 \ue000屋 𠮷", face) == "𠮷\U000e0100\ue000"


def test_all_faces_hold_the_same_characters() -> None:
    sets = [set(fonts.loaded(face).face.charToGlyph) for face in Face]
    assert all(characters == sets[0] for characters in sets)


def test_an_addressee_is_printable_or_says_why() -> None:
    assert all(fonts.missing_in(addressee) == "" for addressee in ADDRESSEES)
    where = address("3800000", "長野市", "架空町", "1")
    assert fonts.missing_in(Addressee("𠮷田屋", "", "", "", where)) == "𠮷"
    assert fonts.missing_in(Addressee("架空屋", "", "店主", "仮名\ue123", where)) == "\ue123"


def test_widths_are_the_sum_of_their_parts() -> None:
    font = Font(Face.GOTHIC, 10.0)
    assert font.width("承継") == pytest.approx(2 * 10.0 * 25.4 / 72, rel=1e-3)
    assert font.width("承継診断ABC") == pytest.approx(sum(font.width(character) for character in "承継診断ABC"))
    assert font.width("\ue000") == font.width("〓")


def test_reportlabs_own_canvas_takes_the_faces_too() -> None:
    font = fonts.loaded(Face.MINCHO)
    assert font.stringWidth("承継", 10.0) == pytest.approx(20.0, rel=1e-3)
    assert fonts.loaded(Face.MINCHO) is font
