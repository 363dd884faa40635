"""A sheet written as a web form's file, in whichever shape, and read back, is the same sheet."""

import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from answer_shapes import SHAPES, microsoft_forms, own_table, write
from hypothesis import given, settings
from hypothesis import strategies as st

from shoukei_app import assets
from shoukei_app.domain import form_number, questionnaire
from shoukei_app.domain.answer_table import ANSWERED_AT, FORM_NUMBER, ColumnMeaning, ColumnUse, meaning_of
from shoukei_app.domain.answers import BLANK, Answer, AnswerSheet
from shoukei_app.domain.listing import GuessReason
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.questionnaire import Question, QuestionKind
from shoukei_app.exchange import answer_file
from shoukei_app.exchange.answer_columns import number_in
from shoukei_app.exchange.answer_values import Labels, moment, read_cell, read_tick

NAGANO = questionnaire.from_data(tomllib.loads(assets.text("questionnaires/nagano.toml")))
WORDS = st.text("庭園看板太陽光発電駐車場", min_size=3, max_size=8)


def _answers(question: Question) -> st.SearchStrategy[Answer]:
    match question.kind:
        case QuestionKind.NUMBER:
            return st.integers(question.minimum or 1, question.maximum or 99).map(lambda n: Answer(number=n))
        case QuestionKind.YEAR:
            return st.integers(1870, 2025).map(lambda n: Answer(number=n))
        case QuestionKind.TEXT:
            return WORDS.map(lambda text: Answer(text=text))
        case QuestionKind.MULTIPLE:
            codes = st.sets(st.integers(1, len(question.choices)), min_size=1).map(lambda c: tuple(sorted(c)))
        case _:
            codes = st.integers(1, len(question.choices)).map(lambda code: (code,))
    return st.tuples(codes, WORDS, st.booleans()).map(lambda drawn: _with_words(question, *drawn))


def _with_words(question: Question, codes: tuple[int, ...], words: str, told: bool) -> Answer:
    other = any((choice := question.choice(code)) and choice.other for code in codes)
    return Answer(codes, text=words if other and told else "")


SHEETS = st.fixed_dictionaries({}, optional={q.id: _answers(q) for q in NAGANO.questions}).filter(bool)


@pytest.mark.parametrize("shape", SHAPES)
@settings(max_examples=25)
@given(sheets=st.lists(SHEETS, min_size=1, max_size=4), suffix=st.sampled_from([".csv", ".xlsx"]))
def test_a_sheet_comes_back_from_every_shape(
    tmp_path_factory: pytest.TempPathFactory, shape: str, sheets: list[AnswerSheet], suffix: str
) -> None:
    numbers = [form_number.form_number(serial) for serial in range(1, len(sheets) + 1)]
    rows = SHAPES[shape](NAGANO, list(zip(numbers, sheets, strict=True)))
    path = write(tmp_path_factory.mktemp("表") / f"回答{suffix}", rows)
    table = answer_file.read(path, NAGANO)
    reader = answer_file.RowReader(NAGANO, table)
    assert [reader.number(row) for row in table.rows] == numbers
    assert [dict(reader.sheet(row)) for row in table.rows] == sheets


@pytest.mark.parametrize("encoding", ["cp932", "utf-8", "utf-8-sig", "utf-16", "euc_jp"])
def test_any_encoding(tmp_path: Path, encoding: str) -> None:
    sheet = {"form": Answer((2,)), "age": Answer(number=68), "problems": Answer((1, 7))}
    path = write(tmp_path / "回答.csv", microsoft_forms(NAGANO, [("０００００１−３", sheet)]), encoding)
    table = answer_file.read(path, NAGANO)
    reader = answer_file.RowReader(NAGANO, table)
    assert reader.number(table.rows[0]) == "0000013"
    assert reader.answered_at(table.rows[0]) == datetime(2026, 7, 1, 9, 7, 45)
    assert reader.sheet(table.rows[0]) == sheet


def test_every_column_says_on_what_its_meaning_rests(tmp_path: Path) -> None:
    sheet = {"form": Answer((1,)), "problems": Answer((3,)), "remarks": Answer(text="相談したい")}
    table = answer_file.read(write(tmp_path / "回答.csv", microsoft_forms(NAGANO, [("13", sheet)])), NAGANO)
    by_meaning = {column.meaning: column for column in table.columns}
    assert by_meaning[FORM_NUMBER].confidence >= 0.8
    assert by_meaning[ANSWERED_AT].heading == "完了時刻", "when it was sent, not when it was begun"
    form = by_meaning[ColumnMeaning(ColumnUse.ANSWER, "form")]
    assert (form.reason, form.share, form.samples) == (GuessReason.BOTH, 1.0, ("個人事業",))
    assert by_meaning[ColumnMeaning(ColumnUse.ANSWER, "remarks")].reason is GuessReason.HEADING
    unused = {column.heading for column in table.columns if column.meaning is None}
    assert unused == {"ID", "開始時刻", "メール", "名前"}


def test_values_tell_what_a_heading_does_not(tmp_path: Path) -> None:
    rows = [["受付", "お手元の番号", "経営形態", "ご要望"]]
    rows += [
        [str(serial), form_number.form_number(serial), "個人事業", "譲り受ける相手の紹介;個別相談"]
        for serial in range(1, 6)
    ]
    table = answer_file.read(write(tmp_path / "回答.csv", rows), NAGANO)
    meanings = {column.heading: column.meaning and column.meaning.key for column in table.columns}
    assert meanings["お手元の番号"] == "number"
    assert meanings["経営形態"] == "form"
    assert meanings["ご要望"] == "support"
    assert meanings["受付"] is None


def test_a_heading_whose_values_say_otherwise_is_not_believed(tmp_path: Path) -> None:
    rows = [["整理番号", "経営形態", "業種"], ["13", "個人事業", "建設業"], ["26", "法人（会社・組合など）", "宿泊業"]]
    swapped = [[row[0], row[2], row[1]] if place else row for place, row in enumerate(rows)]
    table = answer_file.read(write(tmp_path / "回答.csv", swapped), NAGANO)
    confident = [column for column in table.columns if column.meaning and column.meaning.question == "form"]
    assert all(column.index != 1 for column in confident)


def test_the_best_sheet_of_a_workbook_is_read(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    cover = book.active
    assert cover is not None
    cover.append(["このファイルについて"])
    cover.append(["担当", "産業振興課"])
    answers = book.create_sheet("回答")
    for row in own_table(NAGANO, [("13", {"age": Answer(number=70)})]):
        answers.append(row)
    book.save(tmp_path / "回答.xlsx")
    table = answer_file.read(tmp_path / "回答.xlsx", NAGANO)
    assert (table.sheet, table.header_line, len(table.rows)) == ("回答", 1, 1)


def test_a_file_of_something_else_has_no_column_of_use(tmp_path: Path) -> None:
    path = write(tmp_path / "名簿.csv", [["事業所名", "所在地"], ["見本商店", "長野市"]])
    assert answer_file.read(path, NAGANO).meanings == {}
    with pytest.raises(Problem) as caught:
        answer_file.read(write(tmp_path / "控え.csv", [["見本商店"], ["長野市"]]), NAGANO)
    assert caught.value.kind is ProblemKind.COLUMN_MISSING


def test_a_row_of_totals_is_left_out(tmp_path: Path) -> None:
    rows = SHAPES["short"](NAGANO, [("13", {"age": Answer(number=70)})])
    table = answer_file.read(write(tmp_path / "回答.csv", rows), NAGANO)
    assert [row.line for row in table.rows] == [2]
    assert [row.line for row in table.left_out] == [3]


def _labels(key: str) -> Labels:
    return Labels(NAGANO.by_id[key])


@pytest.mark.parametrize(
    ("key", "text", "expected"),
    [
        ("form", "法人（会社・組合など）", Answer((2,))),
        ("form", "法人", Answer((2,))),
        ("form", "２", Answer((2,))),
        ("form", "② 法人(会社・組合など)", Answer((2,))),
        ("form", "2. 法人", Answer((2,))),
        ("sales", "1千万円～5千万円未満", Answer((2,))),
        ("sales", "１千万円〜５千万円未満", Answer((2,))),
        ("problems", "後継者が見つからない;借入金の返済;", Answer((1, 7))),
        ("problems", "業績の先行き、設備の老朽化", Answer((12, 13))),
        ("problems", "1,5,12", Answer((1, 5, 12))),
        ("problems", "後継者の育成;駐車場、看板", Answer((2, 15), text="駐車場、看板")),
        ("problems", "後継者の育成\nその他：雪おろし", Answer((2, 15), text="雪おろし")),
        ("problems", "その他（雪おろし）", Answer((15,), text="雪おろし")),
        ("problems", "無回答", BLANK),
        ("industry", "駐車場", Answer((11,), text="駐車場")),
        ("age", "６８歳", Answer(number=68)),
        ("age", "満68才", Answer(number=68)),
        ("age", "68.0", Answer(number=68)),
        ("staff", "約 12名", Answer(number=12)),
        ("founded", "昭和30年", Answer(number=1955)),
        ("founded", "S30.4.1", Answer(number=1955)),
        ("founded", "1955/4/1", Answer(number=1955)),
        ("founded", "平成元年頃", Answer(number=1989)),
        ("plan", "TRUE", Answer((1,))),
        ("plan", "いいえ", Answer((2,))),
        ("remarks", " 早めに相談したい\n ", Answer(text="早めに相談したい")),
    ],
)
def test_cells(key: str, text: str, expected: Answer) -> None:
    assert read_cell(_labels(key), text) == expected


@pytest.mark.parametrize(
    ("key", "text"), [("form", "合資"), ("age", "60代"), ("sales", "9"), ("problems", "1,99"), ("intention", "ない")]
)
def test_cells_that_are_no_answer(key: str, text: str) -> None:
    with pytest.raises(Problem):
        read_cell(_labels(key), text)


def test_ticks() -> None:
    labels = _labels("problems")
    for text in ("1", "○", "TRUE", "はい", "借入金の返済", "7"):
        assert read_tick(labels, 7, text) == Answer((7,)), text
    for text in ("0", "×", "FALSE", "-", ""):
        assert read_tick(labels, 7, text) == BLANK, text
    assert read_tick(labels, 15, "雪おろし") == Answer((15,), text="雪おろし")
    with pytest.raises(Problem):
        read_tick(labels, 7, "たぶん")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026/07/01 10:05:33", datetime(2026, 7, 1, 10, 5, 33)),
        ("2026/07/01 午後 1:05:33 GMT+9", datetime(2026, 7, 1, 13, 5, 33)),
        ("7月1日", None),
        ("令和8年7月1日 10時5分", datetime(2026, 7, 1, 10, 5)),
        ("2026-07-01T23:59:00Z", datetime(2026, 7, 1, 23, 59)),
        ("2026/7/1", datetime(2026, 7, 1)),
        ("", None),
    ],
)
def test_moments(text: str, expected: datetime | None) -> None:
    assert moment(text) == expected


@pytest.mark.parametrize(
    "text", ["000001-3", "０００００１－３", "No.0000013", "13", "0000013（当社）", "13.0", " 0000013 "]
)
def test_numbers_as_firms_type_them(text: str) -> None:
    assert form_number.parse(number_in(text)) == "0000013"


def test_meanings_as_text() -> None:
    for text, key in {
        "問6": "age",
        "問16:7": "problems:7",
        "問16：その他": "problems:words",
        "整理番号": "number",
    }.items():
        meaning = meaning_of(NAGANO, text)
        assert meaning is not None
        assert meaning.key == key
        assert meaning_of(NAGANO, key) == meaning
    assert meaning_of(NAGANO, "-") is None
    with pytest.raises(Problem):
        meaning_of(NAGANO, "問16:99")


def test_a_template_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "記入表.xlsx"
    assert answer_file.write_template(path, NAGANO, [("0000013", "見本商店")]) == 1
    table = answer_file.read(path, NAGANO)
    assert table.sheet == "回答"
    keys: set[Any] = {column.meaning.key for column in table.columns if column.meaning}
    assert keys == {"number", *(question.id for question in NAGANO.questions)}
