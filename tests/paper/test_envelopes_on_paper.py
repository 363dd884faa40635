"""Envelopes: everything in its place, in vertical and horizontal writing; codes read back from the picture."""

import tomllib
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from barcode_reader import ink_within, read_barcodes
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st
from paper_samples import ADDRESSEES, SENDER, address, pieces
from pdf_reader import Pdf, inside

from shoukei_app import assets
from shoukei_app.domain import envelope as envelopes
from shoukei_app.domain.barcode_size import CLEAR
from shoukei_app.domain.customer_barcode import customer_barcode
from shoukei_app.domain.envelope import Envelope, EnvelopeStyle, PostageMark, Writing
from shoukei_app.domain.form_number import form_number, shown
from shoukei_app.domain.geometry import Area
from shoukei_app.domain.mailing import Addressee, Piece, PostalMarks
from shoukei_app.domain.printed import PrintedPages
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.progress import Progress
from shoukei_app.domain.typeface import glyphs, vertical_advances, vertical_glyphs
from shoukei_app.domain.vertical_text import Numerals
from shoukei_app.paper import document, fonts
from shoukei_app.paper.columns import Downwards
from shoukei_app.paper.envelope import print_envelopes
from shoukei_app.paper.fonts import Face, Font

ENVELOPES = envelopes.envelopes_from_data(tomllib.loads(assets.text("post/envelopes.toml")))
LONG3 = ENVELOPES[0]
BOTH_WAYS = pytest.mark.parametrize(
    ("envelope", "writing"),
    [(envelope, writing) for envelope in ENVELOPES for writing in Writing],
    ids=lambda value: value.value if isinstance(value, Writing) else value.id,
)
VERTICAL, HORIZONTAL = EnvelopeStyle(Writing.VERTICAL), EnvelopeStyle(Writing.HORIZONTAL)


def _bars(some: list[Piece]) -> dict[str, str]:
    return {
        piece.number: customer_barcode(piece.addressee.address.postal_code, f"{place}-5").bars
        for place, piece in enumerate(some)
    }


def _print(
    target: Path, some: list[Piece], envelope: Envelope, style: EnvelopeStyle, *, barcodes: bool = True
) -> PrintedPages:
    marks = PostalMarks(_bars(some) if barcodes else {})
    return print_envelopes(target, some, envelope, SENDER, Progress(), style=style, marks=marks)


@BOTH_WAYS
def test_each_piece_is_one_page_of_the_envelopes_size_with_all_its_words(
    tmp_path: Path, envelope: Envelope, writing: Writing
) -> None:
    some = pieces()
    result = _print(tmp_path / "封筒.pdf", some, envelope, EnvelopeStyle(writing, Numerals.FIGURES))
    pdf = Pdf(tmp_path / "封筒.pdf")
    assert (result.pages, result.printed, result.barcodes) == (len(pdf), len(some), len(some))
    for page, piece in enumerate(some):
        picture = pdf.picture(page, 254)
        assert picture.size == pytest.approx((envelope.width * 10, envelope.height * 10), abs=1)
        text = pdf.squeezed(page)
        assert text.count(shown(piece.number)) == 1
        assert "".join(SENDER.name.split()) in text
        letters = [one for one in "".join(piece.addressee.name.split()) if not one.isascii()]
        assert all(text.count(one) >= letters.count(one) for one in letters)
        assert text.count("様") + text.count("御中") >= 1
        assert all(text.count(digit) >= 1 for digit in piece.addressee.address.postal_code)


@BOTH_WAYS
def test_everything_is_printable_and_off_the_postmark(tmp_path: Path, envelope: Envelope, writing: Writing) -> None:
    _print(tmp_path / "封筒.pdf", pieces(), envelope, EnvelopeStyle(writing))
    pdf = Pdf(tmp_path / "封筒.pdf")
    printable = Area(5.0, 5.0, envelope.width - 10.0, envelope.height - 10.0)
    for page in range(len(pdf)):
        glyphs = list(pdf.glyphs(page))
        assert all(inside(area, printable) for _, area in glyphs)
        assert not any(area.x < 35.0 and area.y < 70.0 for _, area in glyphs)


@BOTH_WAYS
def test_figures_of_the_postcode_stand_inside_their_boxes(tmp_path: Path, envelope: Envelope, writing: Writing) -> None:
    some = pieces()
    _print(tmp_path / "封筒.pdf", some, envelope, EnvelopeStyle(writing))
    pdf = Pdf(tmp_path / "封筒.pdf")
    for page, piece in enumerate(some):
        for box, figure in zip(envelope.boxes.areas(envelope.width), piece.addressee.address.postal_code, strict=True):
            within = [text for text, area in pdf.glyphs(page) if inside(area, box, slack=-0.4)]
            assert within == [figure]


@BOTH_WAYS
def test_the_barcode_is_read_back_and_keeps_off_the_edges(tmp_path: Path, envelope: Envelope, writing: Writing) -> None:
    some = pieces(3)
    _print(tmp_path / "封筒.pdf", some, envelope, EnvelopeStyle(writing))
    pdf = Pdf(tmp_path / "封筒.pdf")
    for page, piece in enumerate(some):
        picture = pdf.picture(page, 600)
        (found,) = read_barcodes(picture, 600)
        expected = customer_barcode(piece.addressee.address.postal_code, f"{page}-5")
        assert found.codes == expected.codes
        area = found.area
        assert area.x >= 10
        assert area.x + area.width <= envelope.width - 10
        assert area.y + area.height <= envelope.height - 15
        above = Area(area.x - CLEAR, area.y - CLEAR, area.width + 2 * CLEAR, CLEAR - 0.1)
        below = Area(area.x - CLEAR, area.y + area.height + 0.1, area.width + 2 * CLEAR, CLEAR - 0.1)
        assert not ink_within(picture, 600, above)
        assert not ink_within(picture, 600, below)
        assert pdf.codes(page, 300) == [piece.number]


@BOTH_WAYS
def test_without_a_barcode_there_is_none(tmp_path: Path, envelope: Envelope, writing: Writing) -> None:
    result = _print(tmp_path / "封筒.pdf", pieces(1), envelope, EnvelopeStyle(writing), barcodes=False)
    assert result.barcodes == 0
    assert read_barcodes(Pdf(tmp_path / "封筒.pdf").picture(0, 600), 600) == []


def _address_glyphs(pdf: Pdf, envelope: Envelope) -> list[tuple[str, Area]]:
    area = envelope.layouts[Writing.VERTICAL].address
    return [found for found in pdf.glyphs(0) if inside(found[1], area, slack=0.5)]


def test_a_vertical_address_runs_down_in_columns_from_the_right(tmp_path: Path) -> None:
    _print(tmp_path / "封筒.pdf", [Piece(1, form_number(1), ADDRESSEES[2])], LONG3, VERTICAL)
    pdf = Pdf(tmp_path / "封筒.pdf")
    glyphs = _address_glyphs(pdf, LONG3)
    first = next(area for text, area in glyphs if text == "長")
    honorific = next(area for text, area in glyphs if text == "様")
    assert first.x > 98
    assert abs(honorific.x + honorific.width / 2 - 60) < 20
    assert honorific.height > 1.4 * first.height
    text = "".join(one for one, _ in glyphs)
    assert "二七九五番地一" in text.replace("\n", "")
    assert not any(one.isdigit() for one in text)
    # Down the first column, each character below the one before it.
    column = [area for one, area in glyphs if abs(area.x + area.width / 2 - first.x - first.width / 2) < 1.5]
    assert len(column) > 15
    assert [area.y for area in column] == sorted(area.y for area in column)


def _ink(tmp_path: Path, text: str) -> list[Area]:
    """Where the ink of each character is in its column, in ems from the upper left corner of its em box."""
    font = Font(Face.MINCHO, 20 / fonts.MM_PER_POINT)
    with document.written(tmp_path / "列.pdf", title="列", size=(300.0, 50.0)) as paper:
        page = paper.drawing()
        for place, character in enumerate(text):
            Downwards(font, Numerals.FIGURES).draw(page, 20.0 + 30.0 * place, 10.0, character)
        paper.page(page)
    picture = Pdf(tmp_path / "列.pdf").picture(0, 254).point(lambda grey: 255 if grey < 128 else 0)
    found = []
    for place in range(len(text)):
        box = picture.crop((100 + 300 * place, 100, 300 + 300 * place, 300)).getbbox()
        assert box is not None
        found.append(Area(box[0] / 200, box[1] / 200, (box[2] - box[0]) / 200, (box[3] - box[1]) / 200))
    return found


def test_characters_take_their_forms_for_vertical_writing(tmp_path: Path) -> None:
    long_vowel, comma, stop, small, opening, closing, dash = _ink(tmp_path, "ー、。ゃ「」-")
    for turned in (long_vowel, dash):
        assert turned.height > 3 * turned.width, "it runs downwards"
        assert abs(turned.x + turned.width / 2 - 0.5) < 0.1, "in the middle of the column"
    for mark in (comma, stop):
        assert mark.x > 0.5, "at the right"
        assert mark.y + mark.height < 0.5, "at the top"
    assert small.x + small.width / 2 > 0.5
    for bracket in (opening, closing):
        assert bracket.width > 1.5 * bracket.height, "turned, it lies across the column"
        assert bracket.y + bracket.height < 0.52
    assert opening.x > 0.2
    assert closing.x < 0.1
    font = Font(Face.MINCHO, 20 / fonts.MM_PER_POINT)
    assert font.length_down("「架空」") == pytest.approx(60.0), "brackets take half an em"


def test_two_figures_stand_side_by_side_in_one_em(tmp_path: Path) -> None:
    font = Font(Face.MINCHO, 20 / fonts.MM_PER_POINT)
    down = Downwards(font, Numerals.FIGURES)
    assert down.width("24") == pytest.approx(20.0)
    assert down.width("124") == pytest.approx(3 * font.length_down("１"))
    assert Downwards(font, Numerals.KANJI).width("24") == pytest.approx(60.0)
    with document.written(tmp_path / "列.pdf", title="列", size=(100.0, 297.0)) as paper:
        page = paper.drawing()
        down.draw(page, 50.0, 10.0, "24")
        paper.page(page)
    (two, left), (four, right) = Pdf(tmp_path / "列.pdf").glyphs(0)
    assert (two, four) == ("2", "4")
    assert left.x >= 40.0
    assert right.x + right.width <= 60.0
    assert left.y == pytest.approx(right.y, abs=0.6)
    assert left.x + left.width <= right.x


def test_latin_words_are_turned_clockwise(tmp_path: Path) -> None:
    font = Font(Face.MINCHO, 20 / fonts.MM_PER_POINT)
    with document.written(tmp_path / "列.pdf", title="列", size=(100.0, 297.0)) as paper:
        page = paper.drawing()
        Downwards(font, Numerals.FIGURES).draw(page, 50.0, 10.0, "Sunny")
        paper.page(page)
    places = [area.y for _, area in Pdf(tmp_path / "列.pdf").glyphs(0)]
    assert places == sorted(places)
    assert len(set(places)) == 5


def test_the_forms_of_the_face_are_read_from_its_table() -> None:
    for face in Face:
        data = assets.data(f"fonts/{face.value}.ttf")
        forms, found = vertical_glyphs(data), glyphs(data)
        assert all(found[one] in forms for one in "ー「」（）、。ゃッ〜")
        assert not any(found[one] in forms for one in "長野県一〇")


def test_fonts_that_stand_in_have_no_forms_of_their_own_and_an_em_for_each_character() -> None:
    for name in {name for names in fonts.STAND_INS.values() for name in names}:
        data = assets.data(f"fonts/{name}.ttf")
        assert vertical_glyphs(data) == {}
        with TTFont(BytesIO(data)) as font:
            assert vertical_advances(data) == [font["head"].unitsPerEm]


HARD_NAMES = ("𠮷田酒店", "渡邉\U000e0101𠮷ー屋", "辻\U000e0102「𠮷」")


@pytest.mark.parametrize("writing", Writing)
def test_names_that_the_face_lacks_are_printed_by_the_fonts_that_stand_in(tmp_path: Path, writing: Writing) -> None:
    where = address("3800000", "長野市", "𠮷町", "1番地2")
    some = [
        Piece(serial, form_number(serial), Addressee(name, "", "", "", where))
        for serial, name in enumerate(HARD_NAMES, start=1)
    ]
    _print(tmp_path / "封筒.pdf", some, LONG3, EnvelopeStyle(writing))
    pdf = Pdf(tmp_path / "封筒.pdf")
    for page, name in enumerate(HARD_NAMES):
        text = pdf.squeezed(page)
        assert f"{name}御中" in text
        assert "長野市𠮷町" in text
        assert "〓" not in text


def test_a_name_written_downwards_with_two_fonts_is_one_column(tmp_path: Path) -> None:
    font = Font(Face.MINCHO, 20 / fonts.MM_PER_POINT)
    assert font.length_down("山𠮷邉\U000e0101田") == pytest.approx(80.0)
    shown = []
    for text in ("山𠮷田", "山〓田", "山\ue000田", "山吉田"):
        with document.written(tmp_path / "列.pdf", title="列", size=(100.0, 100.0)) as paper:
            page = paper.drawing()
            Downwards(font, Numerals.FIGURES).draw(page, 50.0, 10.0, text)
            paper.page(page)
        picture = Pdf(tmp_path / "列.pdf").picture(0, 254).point(lambda grey: 255 if grey < 128 else 0)
        shown.append([picture.crop((400, top, 600, top + 200)) for top in (100, 300, 500)])
        # Nothing but these three cells has ink, and each has its own in the middle.
        left, top, right, bottom = picture.getbbox()
        assert (left >= 400, top >= 100, right <= 600, bottom <= 700) == (True,) * 4
    second, geta, unknown, plain = shown
    for cells in (geta, unknown, plain):
        assert (cells[0].tobytes(), cells[2].tobytes()) == (second[0].tobytes(), second[2].tobytes())
    assert unknown[1].tobytes() == geta[1].tobytes(), "what no font draws is never an empty box"
    with TTFont(BytesIO(assets.data("fonts/ShoukeiJinmeiMincho-Regular.ttf"))) as outlines:
        outline, em = outlines["glyf"][outlines.getBestCmap()[ord("𠮷")]], outlines["head"].unitsPerEm
        expected = [
            outline.xMin / em * 200,
            (fonts.ASCENT - outline.yMax / em) * 200,
            outline.xMax / em * 200,
            (fonts.ASCENT - outline.yMin / em) * 200,
        ]
    assert list(second[1].getbbox()) == pytest.approx(expected, abs=2.0)


def test_vertical_forms_are_no_characters_that_a_name_could_hold() -> None:
    assert fonts.missing("".join(chr(0xF0000 + code) for code in range(8))) != ""
    assert fonts.missing("\0ー") == "\0"
    assert fonts.loaded(Face.MINCHO).file("\0ー") is None


def test_boxes_and_mark_are_drawn_where_they_are_asked_for(tmp_path: Path) -> None:
    blank = replace(VERTICAL, draws_boxes=True, mark=PostageMark.PREPAID)
    _print(tmp_path / "無地.pdf", pieces(1), LONG3, blank)
    _print(tmp_path / "枠つき.pdf", pieces(1), LONG3, VERTICAL)
    with_boxes, without = (Pdf(tmp_path / f"{name}.pdf") for name in ("無地", "枠つき"))
    boxes = LONG3.boxes.areas(LONG3.width)
    for box in boxes:
        edge = Area(box.x - 0.4, box.y + 2, 0.6, 2)
        darkest = min(with_boxes.picture(0, 600).crop(tuple(round(v / 25.4 * 600) for v in _corners(edge))).tobytes())
        assert darkest < 200
        assert min(without.picture(0, 600).crop(tuple(round(v / 25.4 * 600) for v in _corners(edge))).tobytes()) == 255
    mark = "".join(text for text, area in with_boxes.glyphs(0) if inside(area, LONG3.mark))
    assert mark == "料金別納郵便"


def _corners(area: Area) -> tuple[float, float, float, float]:
    return area.x, area.y, area.x + area.width, area.y + area.height


@settings(max_examples=15, deadline=None)
@given(
    st.sampled_from(ENVELOPES),
    st.sampled_from(list(Writing)),
    st.builds(
        Addressee,
        st.text(alphabet="株式会社架空承継ホテル・ー（）ABCabc12 ", min_size=1, max_size=120).filter(str.strip),
        st.text(alphabet="支店営業所第一二", max_size=40),
        st.sampled_from(["", "代表取締役社長"]),
        st.text(alphabet="山田太郎佐藤Smith", max_size=16),
        st.builds(
            address,
            st.just("3800000"),
            st.just("長野市"),
            st.text(alphabet="大字架空町", max_size=20),
            st.text(alphabet="0123456789-番地号ビル 階", max_size=300),
        ),
    ),
)
def test_no_addressee_whatever_its_length_leaves_the_place_for_addresses(
    tmp_path_factory: pytest.TempPathFactory, envelope: Envelope, writing: Writing, addressee: Addressee
) -> None:
    target = tmp_path_factory.mktemp("envelopes") / "封筒.pdf"
    empty = replace(SENDER, name="", section="", address="", phone="", postal_code="")
    number = form_number(1)
    print_envelopes(target, [Piece(1, number, addressee)], envelope, empty, Progress(), style=EnvelopeStyle(writing))
    layout = envelope.layouts[writing]
    boxes = Area(envelope.width - 57.0, 11.0, 50.0, 10.0)
    beside = Area(layout.number.x - 30.0, layout.number.y, layout.number.width + 60.0, layout.number.height)
    for text, area in Pdf(target).glyphs(0):
        assert inside(area, boxes) or inside(area, beside) or inside(area, layout.address, slack=0.6), text


@BOTH_WAYS
def test_a_long_sender_stays_in_its_place(tmp_path: Path, envelope: Envelope, writing: Writing) -> None:
    names = (
        "架空町役場\n架空村役場\n架空地域振興局 商工観光課\n架空町商工会 事業承継・引継ぎ支援に関する合同チーム事務局"
    )
    long = replace(
        SENDER, name=names, section="産業振興課 商工観光係", address=SENDER.address * 6, phone="0269-00-0000"
    )
    target = tmp_path / "封筒.pdf"
    nobody = replace(ADDRESSEES[4], name="●", address=replace(ADDRESSEES[4].address, postal_code=""))
    result = print_envelopes(
        target, [Piece(1, form_number(1), nobody)], envelope, long, Progress(), style=EnvelopeStyle(writing)
    )
    assert result.printed == 1
    layout = envelope.layouts[writing]
    number = Area(layout.number.x - 20.0, layout.number.y, layout.number.width + 40.0, layout.number.height)
    outside = [
        (text, area)
        for text, area in Pdf(target).glyphs(0)
        if not any(inside(area, place, slack=0.6) for place in (layout.sender, layout.address, number))
    ]
    assert outside == []
    text = Pdf(target).squeezed(0)
    assert all("".join(name.split()) in text for name in names.split("\n"))


def test_equal_input_gives_equal_bytes(tmp_path: Path) -> None:
    for name in ("一", "二"):
        _print(tmp_path / name, pieces(), LONG3, VERTICAL)
    assert (tmp_path / "一").read_bytes() == (tmp_path / "二").read_bytes()
    _print(tmp_path / "横", pieces(), LONG3, HORIZONTAL)
    assert (tmp_path / "横").read_bytes() != (tmp_path / "一").read_bytes()


def test_a_sender_that_cannot_be_printed_is_refused(tmp_path: Path) -> None:
    wrong = replace(SENDER, name="\U000f0000")
    with pytest.raises(Problem) as raised:
        print_envelopes(tmp_path / "x.pdf", pieces(1), LONG3, wrong, Progress(), style=VERTICAL)
    assert raised.value.kind is ProblemKind.CHARACTER_UNPRINTABLE
    assert not list(tmp_path.iterdir())
