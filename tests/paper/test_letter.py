"""Letters: one page a piece, its address in the window, its code off the folds, its words as the office wrote them."""

from dataclasses import replace
from pathlib import Path

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from paper_samples import ADDRESSEES, OCCASION, SENDER, address, pieces, template
from pdf_reader import Pdf, inside

from shoukei_app.domain.addressing import address_lines
from shoukei_app.domain.envelope import FOLDS, LONG_3
from shoukei_app.domain.form_number import form_number, shown
from shoukei_app.domain.geometry import Area
from shoukei_app.domain.letter import MOST_SEALS, MOST_SENDERS, LetterTemplate, Occasion, Paragraph, ParagraphKind, Seal
from shoukei_app.domain.letter_fields import FIELDS
from shoukei_app.domain.mailing import Addressee, Piece, Sender
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.progress import Progress
from shoukei_app.paper import fonts, letter

BODY = letter.LEFT, letter.RIGHT


def _printed(
    tmp_path: Path, some: list[Piece], words: LetterTemplate | None = None, occasion: Occasion = OCCASION
) -> Pdf:
    target = tmp_path / "依頼文.pdf"
    result = letter.print_letters(target, some, words or template(), occasion, Progress())
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
        (
            *map(Paragraph, ("初めに。", "{firm}様の番号は{number}です。" * 2, "終わりに、{deadline}まで。")),
            Paragraph("番号：{number}", ParagraphKind.ITEM),
            Paragraph("期限：{deadline}", ParagraphKind.ITEM),
        ),
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
    words = LetterTemplate(
        "お願い", tuple(map(Paragraph, ("一つ目の段落。", "二つ目は{firm}宛て。", "三つ目の段落。")))
    )
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
    words = replace(template(), paragraphs=(Paragraph("締切は{dedline}です。"),))
    with pytest.raises(Problem) as raised:
        _printed(tmp_path, pieces(), words)
    assert raised.value.kind is ProblemKind.LETTER_FIELD_UNKNOWN
    assert raised.value.data["field"] == "{dedline}"
    assert not list(tmp_path.iterdir())


def test_a_deadline_that_is_named_must_be_set(tmp_path: Path) -> None:
    with pytest.raises(Problem) as raised:
        letter.print_letters(
            tmp_path / "依頼文.pdf", pieces(), template(), replace(OCCASION, deadline=None), Progress()
        )
    assert raised.value.kind is ProblemKind.LETTER_FIELD_EMPTY


def test_a_letter_that_is_too_long_is_refused_before_printing(tmp_path: Path) -> None:
    words = replace(template(), paragraphs=template().paragraphs * 4)
    with pytest.raises(Problem) as raised:
        _printed(tmp_path, pieces(), words)
    assert raised.value.kind is ProblemKind.LETTER_TOO_LONG
    assert raised.value.data["lines"] == pytest.approx(45, abs=25)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("part", ["template", "sender"])
def test_the_offices_own_words_must_be_printable(tmp_path: Path, part: str) -> None:
    words = replace(template(), title="\U0003106c田町からのお願い") if part == "template" else template()
    sender = replace(SENDER, head="町長　\ue000田") if part == "sender" else SENDER
    with pytest.raises(Problem) as raised:
        letter.print_letters(tmp_path / "依頼文.pdf", pieces(), words, replace(OCCASION, sender=sender), Progress())
    assert raised.value.kind is ProblemKind.CHARACTER_UNPRINTABLE
    assert raised.value.data["characters"] == ("\U0003106c" if part == "template" else "\ue000")
    assert not list(tmp_path.iterdir())


def test_a_long_text_is_set_smaller(tmp_path: Path) -> None:
    words = replace(template(), paragraphs=(*template().paragraphs, *template().paragraphs[1:2]))
    pdf = _printed(tmp_path, pieces(2), words)
    assert "以上" in pdf.squeezed(1)


def test_a_run_without_pieces_is_an_empty_document(tmp_path: Path) -> None:
    result = letter.print_letters(tmp_path / "無.pdf", [], template(), OCCASION, Progress())
    assert (result.pages, result.printed) == (0, 0)


def test_a_window_elsewhere_moves_the_address(tmp_path: Path) -> None:
    low = replace(LONG_3, window=replace(LONG_3.window, x=30.0, y=60.0))
    target = tmp_path / "依頼文.pdf"
    letter.print_letters(target, pieces(1), template(), OCCASION, Progress(), envelope=low)
    assert inside(_address_area(Pdf(target), 0), low.always_seen(), slack=0.1)
    assert ADDRESSEES[0].name in Pdf(target).text(0)


def _four() -> tuple[Sender, ...]:
    return (
        Sender("長野県架空地域振興局", "商工観光課", "局長　架空 太郎", phone="0269-00-0001"),
        Sender("架空市", "産業振興部 商工課", "市長　仮名 次郎", phone="026-000-0002"),
        Sender("架空高原村", "むらづくり推進課", "村長　見本 三郎", phone="0269-00-0003"),
        Sender("架空商工会連合会 北部広域経営支援センター", "", "会長　試験 花子", phone="026-000-0004"),
    )


@pytest.mark.parametrize("count", range(1, MOST_SENDERS + 1))
@pytest.mark.parametrize("seal", Seal)
def test_those_who_sign_together_stand_in_order_above_the_fold(tmp_path: Path, count: int, seal: Seal) -> None:
    senders = (_four() * 2)[:count]
    words = replace(template(), senders=senders, seal=seal, number="8架商第123号")
    if seal is Seal.SPACE and count > MOST_SEALS:
        with pytest.raises(Problem) as raised:
            _printed(tmp_path, pieces(1), words)
        assert raised.value.kind is ProblemKind.LETTER_SEALS_DO_NOT_FIT
        return
    pdf = _printed(tmp_path, pieces(1), words)
    block = [(character, area) for character, area in pdf.glyphs(0) if area.x > 118 and 50 < area.y < 105]
    signed = "".join(character for character, area in block if area.y < FOLDS[0])
    for sender in senders:
        assert all("".join(part.split()) in signed for part in (*sender.name.split(), sender.section, sender.head))
    assert ("公印省略" in signed) is (seal is Seal.OMITTED)
    frame = Area(118.0, 56.0, BODY[1] - 117.5, FOLDS[0] - 1.0 - 56.0)
    assert all(inside(area, frame) for _, area in block)
    assert min(area.height for character, area in block if character == "架") > 1.5
    if seal is Seal.SPACE:
        head = "".join(senders[-1].head.split())
        tail = [area for character, area in block[-len(head) :]]
        assert max(area.x + area.width for area in tail) <= BODY[1] - 18.0


def test_number_letterhead_and_date_stand_outside_the_window(tmp_path: Path) -> None:
    words = replace(template(), number="8架商第123号", letterhead="{sender}")
    pdf = _printed(tmp_path, pieces(1), words)
    text = pdf.squeezed(0)
    assert "8架商第123号" in text
    assert "令和8年9月1日" in text
    others = [area for _, area in pdf.glyphs(0) if area.y < FOLDS[0] and area.x < 111 and area.y + area.height > 31]
    assert all(inside(area, LONG_3.always_seen(), slack=0.1) for area in others)


def test_every_field_is_filled_in_everywhere(tmp_path: Path) -> None:
    every = "、".join(f"{{{field.key}}}" for field in FIELDS)
    words = LetterTemplate(
        "{firm}様へのお願い",
        (
            Paragraph(every),
            Paragraph("{firm}：{number}", ParagraphKind.ITEM),
            Paragraph("{campaign}", ParagraphKind.HEADING),
            Paragraph("※{representative}", ParagraphKind.NOTE),
        ),
        letterhead="{sender}",
        number="{number}号",
    )
    some = pieces()
    pdf = _printed(tmp_path, some, words)
    for page, piece in enumerate(some):
        text = pdf.squeezed(page)
        assert "{" not in text
        assert "、、" not in text
        for value in (
            piece.addressee.name,
            piece.addressee.representative or "代表者",
            piece.addressee.address.municipality,
        ):
            assert "".join(value.split()) in text
        for value in (OCCASION.campaign, SENDER.phone, SENDER.contact, "令和8年9月1日", "同封の返信用封筒又はＦＡＸ"):
            assert "".join(value.split()) in text


def test_a_proof_is_made_of_what_cannot_be_printed_yet(tmp_path: Path) -> None:
    words = replace(
        template(), title="{まちがい}のお願い", paragraphs=(*template().paragraphs * 3, Paragraph("\ue000と{firm}"))
    )
    target = tmp_path / "校正.pdf"
    kind = letter.proof(target, pieces()[0], words, OCCASION, longest=pieces()[3:4])
    assert len(Pdf(target)) == 1
    assert "{まちがい}のお願い" in Pdf(target).squeezed(0)
    problem = letter.too_long(kind)
    assert problem is not None
    assert problem.data == {"lines": -kind.spare, "firm": ADDRESSEES[3].name}
    found = letter.faults(words, OCCASION)
    assert [(fault.place.part, fault.problem.kind) for fault in found] == [
        ("title", ProblemKind.LETTER_FIELD_UNKNOWN),
        ("paragraphs", ProblemKind.CHARACTER_UNPRINTABLE),
    ]
    assert found[1].place.index == len(words.paragraphs) - 1


def test_the_lines_that_are_too_many_are_counted(tmp_path: Path) -> None:
    words = replace(template(), paragraphs=template().paragraphs * 4)
    over = -letter.proof(tmp_path / "一.pdf", pieces()[0], words, OCCASION).spare
    line = Paragraph("短い段落。")
    more = replace(words, paragraphs=(*words.paragraphs, *[line] * 3))
    assert -letter.proof(tmp_path / "二.pdf", pieces()[0], more, OCCASION).spare == over + 3


def test_a_proof_is_what_is_printed(tmp_path: Path) -> None:
    one = pieces()[:1]
    printed = _printed(tmp_path, one)
    letter.proof(tmp_path / "校正.pdf", one[0], template(), OCCASION)
    assert Pdf(tmp_path / "校正.pdf").text(0) == printed.text(0)
    assert fonts.missing(printed.squeezed(0)) == ""
