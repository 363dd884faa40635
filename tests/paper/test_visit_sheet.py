"""Visit sheets: everything known above, room to write below, long answers on a second page, blanks."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pdf_reader import Pdf

from shoukei_app.domain.form_number import form_number, shown
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.progress import Progress
from shoukei_app.domain.visits import SheetLine, VisitKind, VisitSheet
from shoukei_app.paper import visit_sheet
from shoukei_app.usecases.bundled_questionnaires import HEARING, bundled_questionnaire

SHEET = VisitSheet(
    number=form_number(42),
    firm="株式会社 架空精機",
    office="本社工場",
    representative="代表取締役 柳澤 仮一郎",
    address="長野県東御市架空町1234番地5",
    phone="0268-00-0000",
    industry="製造業",
    kind=VisitKind.VISIT,
    planned_on=date(2026, 11, 24),
    planned_time="13:30",
    team=("架空（県）", "仮名（商工会）"),
    priority="S 至急",
    reasons=("訪問または電話を希望している", "代表者が70歳以上で、後継者がいない"),
    diagnosis="E 第三者承継・候補なし",
    advice="後継者がいない。センターの相談を案内する",
    answers=(
        *(SheetLine(f"問い{number}", f"答えその{number}") for number in range(1, 23)),
        SheetLine("後継者は誰か", "役員・従業員", "分岐矛盾"),
        SheetLine("やめる理由", "", "無回答"),
    ),
    consents=("市町村", "商工会"),
    earlier=("令和8年10月2日 電話 不在",),
    withdrawn=("金融機関（10月3日（土））",),
    decision=(("方針", "訪問（合同）"), ("主担当", "架空商工会　仮名"), ("期限", "令和8年12月1日（火）")),
    homework=("電話で日程を決める　架空商工会",),
    heard=(SheetLine("希望", "第三者に譲る"),),
)
ASKED = bundled_questionnaire(HEARING)
RECORD = 2
"""Pages of the record, after what is known."""


def _printed(tmp_path: Path, *sheets: VisitSheet) -> Pdf:
    result = visit_sheet.print_visit_sheets(tmp_path / "訪問票.pdf", sheets, ASKED, Progress())
    pdf = Pdf(tmp_path / "訪問票.pdf")
    assert (result.pages, result.printed) == (len(pdf), len(sheets))
    return pdf


def test_all_that_is_known_is_on_one_page(tmp_path: Path) -> None:
    pdf = _printed(tmp_path, SHEET)
    assert len(pdf) == 1 + RECORD
    assert [pdf.codes(page) for page in range(3)] == [[SHEET.number]] * 3
    text = pdf.squeezed(0)
    known = [SHEET.firm, SHEET.office, SHEET.representative, SHEET.address, SHEET.phone, SHEET.industry, SHEET.priority]
    known += [*SHEET.reasons, SHEET.diagnosis, SHEET.advice, *SHEET.earlier, *SHEET.team, shown(SHEET.number)]
    known += [line.answer for line in (*SHEET.answers, *SHEET.heard)]
    known += [*SHEET.consents, *SHEET.withdrawn, *SHEET.homework, *(words for _title, words in SHEET.decision)]
    assert all("".join(words.split()) in text for words in known)
    assert "令和8年11月24日（火）13:30" in text
    assert "役員・従業員【分岐矛盾】" in text
    assert "記入なしやめる理由" in text
    assert "行き方（略図・目印・駐車）" in text


def test_every_question_of_the_hearing_sheet_is_asked_and_consent_signed(tmp_path: Path) -> None:
    pdf = _printed(tmp_path, SHEET)
    text = pdf.squeezed(1) + pdf.squeezed(2)
    for question in ASKED.questions:
        assert f"問{question.number}" in text
        assert "".join(question.text.split()) in text
        assert all(choice.text in text for choice in question.choices)
    for words in ("面談した方", "聞いたこと", "温度感", "次の対応", "次の予定", "宿題・期限", "日付・署名", "書面"):
        assert words in text
    assert pdf.squeezed(1).count(SHEET.firm.replace(" ", "")) == 1


def test_long_answers_go_on_on_another_page_and_none_is_lost(tmp_path: Path) -> None:
    story = "".join(f"それは{number}番目の話です。" for number in range(1, 150))
    long = replace(SHEET, answers=(*SHEET.answers, *SHEET.answers[:20], SheetLine("自由記入", story)))
    pdf = _printed(tmp_path, long, SHEET)
    assert len(pdf) == 3 + 2 * RECORD
    text = pdf.squeezed(0) + pdf.squeezed(1)
    assert story in text
    assert text.count("答えその20") == 2
    assert pdf.codes(1) == [SHEET.number]
    assert ASKED.title not in pdf.text(1)
    assert ASKED.title in pdf.text(2)


def test_a_crowded_sheet_keeps_to_its_page(tmp_path: Path) -> None:
    crowded = replace(
        SHEET,
        firm="架空ふるさと産業振興・後継者育成支援ネットワーク協議会" * 2,
        reasons=tuple(f"理由その{number}はたいへん長い文で書かれているので折り返す必要がある" for number in range(12)),
        advice="助言" * 150,
        earlier=tuple(f"令和8年10月{day}日 電話 不在" for day in range(1, 30)),
        homework=tuple(f"宿題その{number}" for number in range(9)),
    )
    pdf = _printed(tmp_path, crowded)
    assert "（ほか26件）" in pdf.text(0)
    assert "（ほか5件）" in pdf.text(0)
    for page in range(len(pdf)):
        assert all(area.x + area.width <= 196.0 and area.y + area.height <= 290.0 for _, area in pdf.glyphs(page))


def test_a_hearing_sheet_that_needs_more_than_two_pages_is_refused(tmp_path: Path) -> None:
    twice = tuple(
        replace(question, id=f"{question.id}{copy}", number=copy * len(ASKED.questions) + question.number, base=None)
        for copy in range(3)
        for question in ASKED.questions
    )
    with pytest.raises(Problem) as caught:
        visit_sheet.print_visit_sheets(tmp_path / "訪問票.pdf", [SHEET], replace(ASKED, questions=twice), Progress())
    assert caught.value.kind is ProblemKind.TEXT_DOES_NOT_FIT
    assert not (tmp_path / "訪問票.pdf").exists()


def test_a_phone_hearing_has_its_own_title(tmp_path: Path) -> None:
    assert "電話ヒアリング票" in _printed(tmp_path, replace(SHEET, kind=VisitKind.PHONE)).text(0)


def test_a_blank_has_lines_instead_of_words_and_no_code(tmp_path: Path) -> None:
    pdf = _printed(tmp_path, visit_sheet.BLANK)
    assert [pdf.codes(page) for page in range(len(pdf))] == [[], [], []]
    text = pdf.squeezed(0)
    assert "事業者名" in text
    assert "なし" not in text
    assert "事業の内容・主な取引先" in pdf.squeezed(1)
    pages = visit_sheet.question_pages(ASKED)
    assert all(f"問{one.number}" in pdf.squeezed(pages[one.id]) for one in ASKED.questions)


def test_words_that_cannot_be_printed_do_not_stop_a_visit(tmp_path: Path) -> None:
    pdf = _printed(tmp_path, replace(SHEET, firm="\U0003106c田\ue000屋", answers=(SheetLine("自由記入", "困った😢"),)))
    assert "〓田〓屋" in pdf.text(0)
    assert "困った〓" in pdf.text(0)
