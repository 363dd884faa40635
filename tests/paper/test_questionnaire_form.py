"""The printed questionnaire: everything on two sides, every box where the layout says, every page with its code."""

import tomllib
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from paper_samples import ADDRESSEES, DEADLINE, SENDER
from pdf_reader import Pdf, apart, inside
from PIL import Image

from shoukei_app import assets
from shoukei_app.domain import form_layout
from shoukei_app.domain import questionnaire as questionnaires
from shoukei_app.domain.form_layout import ChoiceBox, DigitCell, EraBox, FormLayout, WritingArea
from shoukei_app.domain.form_number import form_number, shown
from shoukei_app.domain.geometry import Area
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.progress import Progress
from shoukei_app.domain.questionnaire import QuestionKind, Questionnaire
from shoukei_app.paper import form_blocks, questionnaire_form
from shoukei_app.paper.form_items import Words

DPI = 254  # ten pixels a millimetre


@pytest.fixture(scope="module")
def layout(nagano: Questionnaire) -> FormLayout:
    return questionnaire_form.layout(nagano)


@pytest.fixture(scope="module")
def printed(nagano: Questionnaire, tmp_path_factory: pytest.TempPathFactory) -> Pdf:
    target = tmp_path_factory.mktemp("form") / "調査票.pdf"
    numbers = [form_number(serial) for serial in (1, 412, 99999)]
    result = questionnaire_form.print_questionnaires(
        target, numbers, nagano, Progress(), sender=SENDER, deadline=DEADLINE
    )
    assert (result.pages, result.printed) == (6, 3)
    return Pdf(target)


@pytest.fixture(scope="module")
def pictures(printed: Pdf) -> list[Image.Image]:
    return [printed.picture(page, DPI) for page in range(2)]


def _darkness(picture: Image.Image, area: Area) -> float:
    """How dark a place is, 0 white to 1 black."""
    box = [round(value * DPI / 25.4) for value in (area.x, area.y, area.x + area.width, area.y + area.height)]
    part = picture.crop((box[0], box[1], max(box[2], box[0] + 1), max(box[3], box[1] + 1)))
    histogram = part.histogram()
    return sum((255 - value) * count for value, count in enumerate(histogram)) / 255 / sum(histogram)


# the layout


def test_the_default_fills_front_and_back(layout: FormLayout) -> None:
    assert [page.number for page in layout.pages] == [1, 2]
    assert (layout.width, layout.height) == (210.0, 297.0)


def test_every_choice_has_one_box_and_every_number_its_cells(nagano: Questionnaire, layout: FormLayout) -> None:
    boxes = Counter((box.question, box.code) for page in layout.pages for box in page.of(ChoiceBox))
    expected = Counter((question.id, choice.code) for question in nagano.questions for choice in question.choices)
    assert boxes == expected
    cells: dict[str, list[int]] = {}
    for page in layout.pages:
        for cell in page.of(DigitCell):
            cells.setdefault(cell.question, []).append(cell.place)
    assert cells == {"staff": [3, 2, 1, 0], "age": [2, 1, 0], "founded": [3, 2, 1, 0]}
    eras = [box.letter for page in layout.pages for box in page.of(EraBox)]
    assert eras == ["M", "T", "S", "H", "R", ""]
    writing = Counter((area.question, area.code) for page in layout.pages for area in page.of(WritingArea))
    others = {
        (question.id, choice.code): 1 for question in nagano.questions for choice in question.choices if choice.other
    }
    assert writing == Counter({**others, ("remarks", None): 3})


def test_boxes_are_four_millimetres_and_apart(layout: FormLayout) -> None:
    frame = Area(15.0, 7.0, 180.0, 275.0)
    for page in layout.pages:
        for box in (*page.of(ChoiceBox), *page.of(EraBox)):
            assert (box.area.width, box.area.height) == (4.0, 4.0)
        areas = [field.area for field in page.fields]
        assert all(inside(area, frame, 1e-6) for area in areas)
        assert all(apart(one, other) for place, one in enumerate(areas) for other in areas[place + 1 :])


def test_there_is_room_to_write_beside_other(layout: FormLayout) -> None:
    beside = [area for page in layout.pages for area in page.of(WritingArea) if area.code is not None]
    assert beside
    assert all(area.area.width >= 30.0 for area in beside)


def test_the_layout_is_a_pure_value(nagano: Questionnaire, layout: FormLayout) -> None:
    assert questionnaire_form.layout(nagano) == layout
    assert hash(layout) == hash(questionnaire_form.layout(nagano))


def test_questions_and_choices_are_set_in_at_least_ten_and_a_half_points(nagano: Questionnaire) -> None:
    words = [
        item
        for ease in (0.0, 1.0)
        for block in form_blocks.blocks(nagano, form_blocks.metrics(ease))
        for item in block.items
        if isinstance(item, Words)
    ]
    assert all(item.font.size >= 10.5 for item in words)
    assert all(item.stretch >= 0.9 for item in words)


# the print


def test_every_page_carries_number_and_code(printed: Pdf) -> None:
    for page in range(6):
        number = form_number((1, 412, 99999)[page // 2])
        assert printed.codes(page) == [number]
        assert shown(number) in printed.text(page)


def test_corner_marks_and_page_mark_are_where_the_layout_says(layout: FormLayout, pictures: list[Image.Image]) -> None:
    for page, picture in zip(layout.pages, pictures, strict=True):
        for corner in page.corners:
            assert _darkness(picture, corner) > 0.97
            around = Area(corner.x - 2.0, corner.y - 2.0, corner.width + 4.0, corner.height + 4.0)
            assert _darkness(picture, around) == pytest.approx(25 / 81, abs=0.02)
        bits = [_darkness(picture, square) > 0.5 for square in page.page_mark]
        assert form_layout.page_of(bits) == page.number


def test_boxes_are_drawn_where_the_layout_says_and_are_empty(layout: FormLayout, pictures: list[Image.Image]) -> None:
    for page, picture in zip(layout.pages, pictures, strict=True):
        for field in (*page.of(ChoiceBox), *page.of(EraBox), *page.of(DigitCell)):
            area = field.area
            inner = Area(area.x + 0.4, area.y + 0.4, area.width - 0.8, area.height - 0.8)
            assert _darkness(picture, inner) < 0.005
            for x, y, width, height in (
                (area.x + 0.5, area.y - 0.1, area.width - 1.0, 0.2),
                (area.x + 0.5, area.y + area.height - 0.1, area.width - 1.0, 0.2),
                (area.x - 0.1, area.y + 0.5, 0.2, area.height - 1.0),
                (area.x + area.width - 0.1, area.y + 0.5, 0.2, area.height - 1.0),
            ):
                assert 0.2 < _darkness(picture, Area(x, y, width, height)) < 0.7


def test_the_quiet_zone_of_the_code_is_white(layout: FormLayout, pictures: list[Image.Image]) -> None:
    module = layout.pages[0].qr.width / 21
    for page, picture in zip(layout.pages, pictures, strict=True):
        code = page.qr
        for x, y, width, height in (
            (code.x - 3.9 * module, code.y, 3.7 * module, code.height),
            (code.x + code.width + 0.2 * module, code.y, 3.7 * module, code.height),
            (code.x, code.y - 3.9 * module, code.width, 3.7 * module),
            (code.x, code.y + code.height + 0.2 * module, code.width, 3.7 * module),
        ):
            assert _darkness(picture, Area(x, y, width, height)) < 0.002


def test_every_question_and_choice_is_there_in_words(nagano: Questionnaire, printed: Pdf) -> None:
    text = printed.squeezed(0) + printed.squeezed(1)
    for question in nagano.questions:
        assert f"問{question.number}" in text
        assert "".join(question.text.split()) in text
        assert all("".join(choice.text.split()) in text for choice in question.choices)
    assert "".join(nagano.title.split()) in printed.squeezed(0)
    assert "".join(nagano.purpose.split()) in printed.squeezed(0)
    assert "裏面へ続きます" in printed.text(0)
    assert "裏面へ続きます" not in printed.text(1)
    assert "令和8年10月16日（金）" in printed.text(0)


def test_who_is_asked_and_where_to_go_on_is_said_in_words(printed: Pdf) -> None:
    text = printed.squeezed(0) + printed.squeezed(1)
    assert text.count("→問16へ") == 2
    assert text.count("→問11へ") == 2
    assert "問8で1・2・3を選んだ方のみ後継者は決まっていますか。" in text
    assert text.count("問9で1・2を選んだ方のみ") == 2


def test_nobodys_name_is_on_it(printed: Pdf) -> None:
    text = "".join(printed.squeezed(page) for page in range(len(printed)))
    assert all("".join(addressee.name.split()) not in text for addressee in ADDRESSEES if len(addressee.name) > 2)


def test_all_words_are_between_the_marks(printed: Pdf) -> None:
    for page in range(2):
        assert all(area.x >= 14.0 and area.x + area.width <= 196.0 for _, area in printed.glyphs(page))
        assert all(area.y >= 6.0 and area.y + area.height <= 292.5 for _, area in printed.glyphs(page))


# other questionnaires


def _questionnaire(questions: list[dict[str, Any]], **fields: Any) -> Questionnaire:
    data = {
        "id": "other",
        "version": 1,
        "title": "自己診断",
        "sections": [{"title": "すべて", "questions": questions}],
        "types": [{"code": "Z", "name": "判定不能", "advice": ""}],
    }
    return questionnaires.from_data(data | fields)


def _yes_no(count: int, text: str = "引き継ぐ相手はいますか。") -> list[dict[str, Any]]:
    return [{"id": f"q{n}", "kind": "single", "text": text, "choices": ["はい", "いいえ"]} for n in range(1, count + 1)]


def test_a_short_questionnaire_takes_one_side(tmp_path: Path) -> None:
    short = _questionnaire(_yes_no(9))
    assert len(questionnaire_form.layout(short).pages) == 1
    result = questionnaire_form.print_questionnaires(tmp_path / "票.pdf", [form_number(1)], short, Progress())
    assert result.pages == 1
    assert "裏面" not in Pdf(tmp_path / "票.pdf").text(0)


def test_one_that_does_not_fit_names_page_and_question(tmp_path: Path) -> None:
    with pytest.raises(Problem) as raised:
        questionnaire_form.layout(_questionnaire(_yes_no(60)))
    assert raised.value.kind is ProblemKind.TEXT_DOES_NOT_FIT
    assert raised.value.data["page"] == 2
    number = int(str(raised.value.data["question"]).split()[0].removeprefix("問"))
    assert len(questionnaire_form.layout(_questionnaire(_yes_no(number - 1))).pages) == 2
    with pytest.raises(Problem):
        questionnaire_form.print_questionnaires(
            tmp_path / "票.pdf", [form_number(1)], _questionnaire(_yes_no(60)), Progress()
        )
    assert not list(tmp_path.iterdir())


def test_one_question_that_is_too_tall_is_named(nagano: Questionnaire) -> None:
    tall = _questionnaire([{"id": "q1", "kind": "text", "text": "ご自由に", "lines": 60}])
    with pytest.raises(Problem) as raised:
        questionnaire_form.layout(tall)
    assert raised.value.data["question"] == "問1 ご自由に"


def test_very_long_words_wrap_and_nothing_overlaps() -> None:
    long = "とても長い選択肢の文章が続いていて一行には収まらないので折り返して印刷されます。" * 3
    questions = [
        {"id": "q1", "kind": "single", "text": long, "choices": [long, "短い", {"text": long, "other": True}]},
        {"id": "q2", "kind": "number", "text": long, "maximum": 999999, "unit": "円"},
        {"id": "q3", "kind": "single", "text": long, "group": long, "choices": ["はい", "いいえ", "わからない"]},
        {"id": "q4", "kind": "single", "text": "短い", "group": long, "choices": ["はい", "いいえ", "わからない"]},
    ]
    found = questionnaire_form.layout(_questionnaire(questions))
    areas = [field.area for page in found.pages for field in page.fields]
    assert len(areas) == 3 + 1 + 6 + 6
    assert all(apart(one, other) for place, one in enumerate(areas) for other in areas[place + 1 :])


def test_a_character_that_cannot_be_printed_is_refused() -> None:
    with pytest.raises(Problem) as raised:
        questionnaire_form.layout(_questionnaire(_yes_no(1, "\U0003106c田さんですか。")))
    assert raised.value.kind is ProblemKind.CHARACTER_UNPRINTABLE
    assert raised.value.data["characters"] == "\U0003106c"


def test_a_new_version_is_told_apart(nagano: Questionnaire, layout: FormLayout) -> None:
    later = questionnaire_form.layout(replace(nagano, version=2))
    assert later != layout
    assert later.pages == layout.pages


def test_the_file_of_the_default_is_the_one_that_is_shipped(nagano: Questionnaire) -> None:
    assert nagano == questionnaires.from_data(tomllib.loads(assets.text("questionnaires/nagano.toml")))
    assert {question.kind for question in nagano.questions} == set(QuestionKind) - {QuestionKind.DATE}
