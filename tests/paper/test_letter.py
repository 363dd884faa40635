"""Letters: one page a piece, its address in the window, its code off the folds, its words as the office wrote them."""

from dataclasses import replace
from pathlib import Path

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from paper_samples import ADDRESSEES, DATED, DEADLINE, SENDER, address, pieces, template
from pdf_reader import Pdf, inside

from shoukei_app.domain.addressing import address_lines
from shoukei_app.domain.envelope import FOLDS, LONG_3
from shoukei_app.domain.form_number import form_number, shown
from shoukei_app.domain.geometry import Area
from shoukei_app.domain.mailing import Addressee, LetterTemplate, Piece
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.progress import Progress
from shoukei_app.paper import letter

BODY = letter.LEFT, letter.RIGHT


def _printed(tmp_path: Path, some: list[Piece], words: LetterTemplate | None = None) -> Pdf:
    target = tmp_path / "依頼文.pdf"
    result = letter.print_letters(target, some, words or template(), SENDER, DATED, DEADLINE, Progress())
    pdf = Pdf(target)
    assert (result.pages, result.printed) == (len(pdf), len(some)) == (len(some), len(some))
    return pdf


@pytest.mark.parametrize("name", ["first", "reminder"])
def test_every_letter_carries_its_firm_its_number_and_its_code(tmp_path: Path, name: str) -> None:
    some = pieces(14)
    pdf = _printed(tmp_path, some, template(name))
    for place, piece in enumerate(some):
        text = pdf.squeezed(place)
        assert "".join(piece.addressee.name.split()) in text
        assert shown(piece.number) in text
        assert pdf.codes(place) == [piece.number]


def test_names_stay_as_they_are_written(tmp_path: Path) -> None:
    pdf = _printed(tmp_path, pieces())
    assert "㈱①架空堂　御中" in pdf.text(6)
    assert "理事長　髙﨑 邉子　様" in pdf.text(2)
    assert "小松 仮男　様" in pdf.text(5)


def _address_area(pdf: Pdf, page: int) -> Area:
    """The place of the whole address block on a page."""
    block = Area(0.0, 42.0, 100.0, 60.0)
    glyphs = [area for _, area in pdf.glyphs(page) if inside(area, block)]
    left, top = min(area.x for area in glyphs), min(area.y for area in glyphs)
    right, bottom = max(area.x + area.width for area in glyphs), max(area.y + area.height for area in glyphs)
    return Area(left, top, right - left, bottom - top)


def test_the_address_shows_in_the_window_however_the_sheet_slips(tmp_path: Path) -> None:
    pdf = _printed(tmp_path, pieces())
    seen = LONG_3.always_seen()
    for page in range(len(pdf)):
        assert inside(_address_area(pdf, page), seen, slack=0.1)


def test_address_and_code_are_off_the_folds(tmp_path: Path) -> None:
    some = pieces()
    pdf = _printed(tmp_path, some)
    for page in range(len(pdf)):
        area = _address_area(pdf, page)
        assert all(not area.y - 2 < fold < area.y + area.height + 2 for fold in FOLDS)
        picture = pdf.picture(page, 200)
        first_panel = picture.crop((0, 0, picture.width, int(FOLDS[0] / 297 * picture.height)))
        assert [code.text for code in zxingcpp.read_barcodes(first_panel)] == [some[page].number]


@settings(max_examples=15)
@given(
    st.lists(
        st.builds(
            Addressee,
            st.text(alphabet="株式会社架空承継ホテル・ー（）ABC12 ", min_size=1, max_size=90)
            .map(str.strip)
            .filter(bool),
            st.text(alphabet="支店営業所第一二", max_size=30),
            st.sampled_from(["", "代表取締役", "代表理事兼最高経営責任者"]),
            st.text(alphabet="山田太郎佐藤", max_size=12),
            st.builds(
                address,
                st.sampled_from(["3800000", ""]),
                st.sampled_from(["長野市", "南箕輪村"]),
                st.text(alphabet="大字架空町", max_size=20),
                st.text(alphabet="0123456789-番地号ビル 階", max_size=160),
            ),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_no_addressee_whatever_its_length_leaves_the_window(
    tmp_path_factory: pytest.TempPathFactory, addressees: list[Addressee]
) -> None:
    some = [Piece(place, form_number(place), addressee) for place, addressee in enumerate(addressees, start=1)]
    pdf = _printed(tmp_path_factory.mktemp("letters"), some)
    for page, addressee in enumerate(addressees):
        assert inside(_address_area(pdf, page), LONG_3.always_seen(), slack=0.1)
        for line in address_lines(addressee).names:
            assert "".join(line.whole.split()) in pdf.squeezed(page)


def test_fields_are_filled_in_also_those_of_the_piece(tmp_path: Path) -> None:
    words = LetterTemplate(
        "{sender}からのお願い",
        ("初めに。", "{firm}様の番号は{number}です。" * 2, "終わりに、{deadline}まで。"),
        notes=("番号：{number}", "期限：{deadline}"),
    )
    some = pieces()
    pdf = _printed(tmp_path, some, words)
    for page, piece in enumerate(some):
        text = pdf.squeezed(page)
        name = "".join(piece.addressee.name.split())
        assert f"{name}様の番号は{shown(piece.number)}です。" in text
        assert "令和8年10月16日（金）まで。" in text
        assert "".join(f"{SENDER.name}からのお願い".split()) in text
        assert "{" not in text


def test_paragraphs_that_vary_keep_their_place_between_those_that_do_not(tmp_path: Path) -> None:
    words = LetterTemplate("お願い", ("一つ目の段落。", "二つ目は{firm}宛て。", "三つ目の段落。"))
    pdf = _printed(tmp_path, pieces(), words)
    for page in range(len(pdf)):
        tops = {character: area.y for character, area in pdf.glyphs(page) if character in "一二三" and area.y > 115}
        assert tops["一"] < tops["二"] < tops["三"]


def test_all_words_stay_on_the_page(tmp_path: Path) -> None:
    sheet = Area(0.0, 0.0, 210.0, 297.0)
    for name in ("first", "reminder"):
        pdf = _printed(tmp_path, pieces(), template(name))
        for page in range(len(pdf)):
            body = [area for _, area in pdf.glyphs(page) if area.y > 100]
            assert all(inside(area, sheet) for _, area in pdf.glyphs(page))
            assert all(BODY[0] - 0.6 <= area.x and area.x + area.width <= BODY[1] + 0.6 for area in body)
            assert max(area.y + area.height for area in body) < 290


def test_an_unknown_field_is_refused(tmp_path: Path) -> None:
    words = replace(template(), paragraphs=("締切は{dedline}です。",))
    with pytest.raises(Problem) as raised:
        _printed(tmp_path, pieces(), words)
    assert raised.value.kind is ProblemKind.LETTER_FIELD_UNKNOWN
    assert raised.value.data["field"] == "{dedline}"
    assert not list(tmp_path.iterdir())


def test_a_deadline_that_is_named_must_be_set(tmp_path: Path) -> None:
    with pytest.raises(Problem) as raised:
        letter.print_letters(tmp_path / "依頼文.pdf", pieces(), template(), SENDER, DATED, None, Progress())
    assert raised.value.kind is ProblemKind.VALUE_MISSING


def test_a_letter_that_is_too_long_is_refused_before_printing(tmp_path: Path) -> None:
    words = replace(template(), paragraphs=template().paragraphs * 4)
    with pytest.raises(Problem) as raised:
        _printed(tmp_path, pieces(), words)
    assert raised.value.kind is ProblemKind.LETTER_TOO_LONG
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("part", ["template", "sender"])
def test_the_offices_own_words_must_be_printable(tmp_path: Path, part: str) -> None:
    words = replace(template(), title="\U0003106c田町からのお願い") if part == "template" else template()
    sender = replace(SENDER, head="町長　\ue000田") if part == "sender" else SENDER
    with pytest.raises(Problem) as raised:
        letter.print_letters(tmp_path / "依頼文.pdf", pieces(), words, sender, DATED, DEADLINE, Progress())
    assert raised.value.kind is ProblemKind.CHARACTER_UNPRINTABLE
    assert raised.value.data["characters"] == ("\U0003106c" if part == "template" else "\ue000")
    assert not list(tmp_path.iterdir())


def test_a_long_text_is_set_smaller(tmp_path: Path) -> None:
    words = replace(template(), paragraphs=(*template().paragraphs, *template().paragraphs[1:2]))
    pdf = _printed(tmp_path, pieces(2), words)
    assert "以上" in pdf.squeezed(1)


def test_a_run_without_pieces_is_an_empty_document(tmp_path: Path) -> None:
    result = letter.print_letters(tmp_path / "無.pdf", [], template(), SENDER, DATED, DEADLINE, Progress())
    assert (result.pages, result.printed) == (0, 0)


def test_a_window_elsewhere_moves_the_address(tmp_path: Path) -> None:
    low = replace(LONG_3, window=replace(LONG_3.window, x=30.0, y=60.0))
    target = tmp_path / "依頼文.pdf"
    letter.print_letters(target, pieces(1), template(), SENDER, DATED, DEADLINE, Progress(), envelope=low)
    assert inside(_address_area(Pdf(target), 0), low.always_seen(), slack=0.1)
    assert ADDRESSEES[0].name in Pdf(target).text(0)
