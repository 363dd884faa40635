"""Faces and what stands in for them: what they hold, what they lack, and how wide it is."""

import pytest
from paper_samples import ADDRESSEES, address

from shoukei_app import assets
from shoukei_app.domain.mailing import Addressee
from shoukei_app.domain.typeface import GETA, drawable
from shoukei_app.paper import fonts
from shoukei_app.paper.fonts import Face, Font


def test_hard_characters_of_names_are_there() -> None:
    assert fonts.missing("髙﨑邉渡邊齋籐廣澤曻桒㐂彅瀨①⑯㈱㍿〒御中様ヶ々〆ゝー−～…『』𠮷𡈽辻\U000e0100") == ""


@pytest.mark.parametrize("face", Face)
def test_every_face_draws_what_the_register_calls_printable(face: Face) -> None:
    font = fonts.loaded(face)
    assert all(font.file(unit) for unit in drawable(assets.data))
    assert font.file("\ue000") is None
    assert font.file("髙\U000e0107") is None


def test_every_face_draws_no_more_than_that() -> None:
    whole = drawable(assets.data)
    for face in Face:
        names = (face.value, *fonts.STAND_INS[face])
        drawn = set().union(*(fonts._file(name).glyphs for name in names))
        assert drawn - {GETA} <= whole


def test_an_addressee_is_printable_or_says_why() -> None:
    assert all(fonts.missing_in(addressee) == "" for addressee in ADDRESSEES)
    where = address("3800000", "長野市", "架空町", "1")
    assert fonts.missing_in(Addressee("𠮷田屋", "", "", "", where)) == ""
    assert fonts.missing_in(Addressee("架空屋", "", "店主", "仮名\ue123", where)) == "\ue123"
    # A selector at the head of a field does not join the field before it.
    assert fonts.missing_in(Addressee("架空", "\U000e0107", "", "", where)) == ""


def test_widths_are_the_sum_of_their_parts() -> None:
    font = Font(Face.GOTHIC, 10.0)
    assert font.width("承継") == pytest.approx(2 * 10.0 * 25.4 / 72, rel=1e-3)
    assert font.width("承継診断ABC") == pytest.approx(sum(font.width(character) for character in "承継診断ABC"))
    assert font.width("\ue000") == font.width("〓")


@pytest.mark.parametrize("face", Face)
def test_what_stands_in_is_one_em_wide(face: Face) -> None:
    font = Font(face, 10.0)
    em = 10.0 * 25.4 / 72
    for unit in ("𠮷", "㑹", "辻\U000e0100", "辻\U000e0102", "邉\U000e0101", "邉\U000e0110"):
        assert font.width(unit) == pytest.approx(em)
        assert font.width(f"{unit}\u200b田") == pytest.approx(em + font.width("田"))


def test_reportlabs_own_canvas_takes_the_faces_too() -> None:
    font = fonts.loaded(Face.MINCHO)
    assert font.stringWidth("承継", 10.0) == pytest.approx(20.0, rel=1e-3)
    assert fonts.loaded(Face.MINCHO) is font
