"""Tables of answers against the ledger: what each row does, nothing by halves, columns remembered, all undone."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from shoukei_app.domain import form_number
from shoukei_app.domain.answer_table import Existing, RowVerdict
from shoukei_app.domain.answers import Answer
from shoukei_app.domain.firm import Address, FirmFacts
from shoukei_app.domain.history import Act
from shoukei_app.domain.listing import GuessReason
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.progress import Progress
from shoukei_app.domain.query import Query
from shoukei_app.domain.target import Channel, TargetLine
from shoukei_app.exchange import workbooks
from shoukei_app.store import replies
from shoukei_app.store.ledger import Ledger
from shoukei_app.usecases import answer_tables, entry, firms, history, targets
from shoukei_app.usecases.answer_tables import AnswerPreview, FileArrival
from shoukei_app.usecases.entry import Keyed

CAMPAIGN = 1
DAY = date(2026, 7, 1)
HEAD = ["完了時刻", "1. 整理番号", "2. 経営の形態", "3. 代表者の年齢", "4. 気がかりなこと", "5. 訪問・電話の希望"]


@pytest.fixture
def numbers(ledger: Ledger, act: Act) -> list[str]:
    for number in range(1, 4):
        address = Address("3810000", "長野県", "", "長野市", "20201", "見本町", f"{number}番地")
        firms.add(ledger, act, FirmFacts(f"見本商店{number}", address=address))
    targets.select(ledger, act, CAMPAIGN, targets.plan(ledger, CAMPAIGN))
    return [line.number for line in _lines(ledger)]


def _lines(ledger: Ledger) -> tuple[TargetLine, ...]:
    return targets.lines(ledger, targets.find(ledger, CAMPAIGN, Query(sort="number")))


def _file(folder: Path, rows: list[list[str]], head: list[str] | None = None) -> Path:
    path = folder / "回答.csv"
    workbooks.write_csv(path, head or HEAD, rows)
    return path


def _check(ledger: Ledger, path: Path, existing: Existing = Existing.NEWER) -> AnswerPreview:
    table = answer_tables.read(ledger, CAMPAIGN, path)
    arrival = FileArrival(Channel.WEB, DAY, existing)
    return answer_tables.check(ledger, CAMPAIGN, table, arrival, Progress(), keyer="山岸")


def _verdicts(preview: AnswerPreview) -> list[RowVerdict]:
    return [row.verdict for row in preview.rows]


def test_rows_are_taken_in_or_turned_away_and_undone_at_once(
    ledger: Ledger, act: Act, numbers: list[str], tmp_path: Path
) -> None:
    path = _file(
        tmp_path,
        [
            [
                "2026/6/20 9:00",
                form_number.shown(numbers[0]),
                "個人事業",
                "７２歳",
                "借入金の返済;雪おろし",
                "訪問を希望する",
            ],
            ["2026/6/21 9:00", numbers[1], "合名", "60", "", ""],
            ["2026/6/21 9:00", "", "個人事業", "60", "", ""],
            ["2026/6/21 9:00", "0000012", "個人事業", "60", "", ""],
            ["2026/6/21 9:00", form_number.form_number(999), "個人事業", "60", "", ""],
            ["2026/6/21 9:00", numbers[2], "", "", "", ""],
        ],
    )
    before = ledger.digest()
    preview = _check(ledger, path)
    assert ledger.digest() == before, "looking changes nothing"
    assert _verdicts(preview) == [RowVerdict.NEW, *[RowVerdict.REJECTED] * 5]
    assert [(line, problem.kind) for line, problem in preview.rejected] == [
        (3, ProblemKind.ANSWER_CELL_UNREADABLE),
        (4, ProblemKind.ANSWER_ROW_WITHOUT_NUMBER),
        (5, ProblemKind.ANSWER_ROW_NUMBER_WRONG),
        (6, ProblemKind.FORM_NUMBER_UNKNOWN),
        (7, ProblemKind.ANSWER_ROW_EMPTY),
    ]
    wrong = preview.rejected[0][1].data
    assert (wrong["column"], wrong["heading"], wrong["value"], wrong["question"]) == ("C", "2. 経営の形態", "合名", 1)
    answer_tables.take_in(ledger, act, CAMPAIGN, preview, Progress())
    line = _lines(ledger)[0]
    assert (line.received_on, line.channel) == (date(2026, 6, 20), Channel.WEB)
    assert answer_of(ledger, line) == {
        "form": Answer((1,)),
        "age": Answer(number=72),
        "problems": Answer((7, 15), text="雪おろし"),
        "visit": Answer((1,)),
    }
    history.undo(ledger, act)
    assert ledger.digest() == before


def answer_of(ledger: Ledger, line: TargetLine) -> dict[str, Answer]:
    with ledger.read() as view:
        sheet = replies.sheet_of(view, line.id)
    return dict(sheet or {})


def test_the_newest_answer_of_a_firm_counts(ledger: Ledger, act: Act, numbers: list[str], tmp_path: Path) -> None:
    rows = [
        ["2026/6/22 9:00", numbers[0], "個人事業", "60", "", ""],
        ["2026/6/20 9:00", numbers[0], "個人事業", "50", "", ""],
        ["", numbers[1], "個人事業", "51", "", ""],
        ["", numbers[1], "個人事業", "61", "", ""],
    ]
    preview = _check(ledger, _file(tmp_path, rows))
    assert _verdicts(preview) == [RowVerdict.NEW, RowVerdict.SUPERSEDED, RowVerdict.SUPERSEDED, RowVerdict.NEW]
    assert [row.newer_line for row in preview.rows] == [0, 2, 5, 0]
    answer_tables.take_in(ledger, act, CAMPAIGN, preview, Progress())
    assert [answer_of(ledger, line)["age"].number for line in _lines(ledger)[:2]] == [60, 61]


def test_what_was_answered_before(ledger: Ledger, act: Act, numbers: list[str], tmp_path: Path) -> None:
    entry.record(ledger, act, numbers[0], Keyed({"age": Answer(number=70)}), final=True)
    newer = _file(tmp_path, [["2026/7/2 9:00", numbers[0], "", "71", "", ""]])
    assert _verdicts(_check(ledger, newer, Existing.KEEP)) == [RowVerdict.KEPT]
    preview = _check(ledger, newer)
    assert _verdicts(preview) == [RowVerdict.NEWER]
    assert preview.rows[0].before == {"age": Answer(number=70)}
    older = _file(tmp_path, [["2026/6/1 9:00", numbers[0], "", "69", "", ""]])
    assert _verdicts(_check(ledger, older)) == [RowVerdict.KEPT]
    same = _file(tmp_path, [["2026/7/2 9:00", numbers[0], "", "70", "", ""]])
    assert _verdicts(_check(ledger, same)) == [RowVerdict.SAME]
    answer_tables.take_in(ledger, act, CAMPAIGN, preview, Progress())
    assert answer_of(ledger, _lines(ledger)[0]) == {"age": Answer(number=71)}


def test_a_sheet_that_is_being_verified_is_not_overwritten(
    ledger: Ledger, act: Act, numbers: list[str], tmp_path: Path
) -> None:
    entry.record(ledger, act, numbers[0], Keyed({"age": Answer(number=70)}), keyer="宮下")
    preview = _check(ledger, _file(tmp_path, [["2026/7/2 9:00", numbers[0], "", "71", "", ""]]))
    assert [problem.kind for _, problem in preview.rejected] == [ProblemKind.KEYED_BY_OTHER]


def test_a_ledger_that_changed_meanwhile(ledger: Ledger, act: Act, numbers: list[str], tmp_path: Path) -> None:
    preview = _check(ledger, _file(tmp_path, [["2026/7/2 9:00", numbers[0], "", "71", "", ""]]))
    entry.record(ledger, act, numbers[0], Keyed({"age": Answer(number=70)}), final=True)
    before = ledger.digest()
    with pytest.raises(Problem) as caught:
        answer_tables.take_in(ledger, act, CAMPAIGN, preview, Progress())
    assert caught.value.kind is ProblemKind.ANSWER_TABLE_STALE
    assert ledger.digest() == before


def test_columns_are_remembered_by_the_set_of_headings(
    ledger: Ledger, act: Act, numbers: list[str], tmp_path: Path
) -> None:
    head = ["受付", "当社の番号", "社長さんはおいくつ", "ひとこと"]
    path = _file(tmp_path, [["1", numbers[0], "71", "よろしく"]], head)
    given = {"当社の番号": "整理番号", "社長さんはおいくつ": "問6", "ひとこと": "-"}
    table = answer_tables.read(ledger, CAMPAIGN, path, given)
    arrival = FileArrival(Channel.WEB, DAY)
    preview = answer_tables.check(ledger, CAMPAIGN, table, arrival, Progress(), keyer="山岸")
    assert _verdicts(preview) == [RowVerdict.NEW]
    answer_tables.take_in(ledger, act, CAMPAIGN, preview, Progress())
    mixed = _file(tmp_path, [["よろしく", "72", "2", numbers[1]]], [head[3], head[2], head[0], head[1]])
    again = answer_tables.read(ledger, CAMPAIGN, mixed)
    assert {column.heading: column.meaning and column.meaning.key for column in again.columns} == {
        "受付": None,
        "当社の番号": "number",
        "社長さんはおいくつ": "age",
        "ひとこと": None,
    }
    assert all(column.reason is GuessReason.REMEMBERED for column in again.columns)
    history.undo(ledger, act)
    assert answer_tables.read(ledger, CAMPAIGN, mixed).meanings == {}, "the layout goes with the answers"


def test_rows_turned_away_go_back_and_can_be_mended(
    ledger: Ledger, act: Act, numbers: list[str], tmp_path: Path
) -> None:
    path = _file(tmp_path, [["", numbers[0], "", "60", "", ""], ["", numbers[1], "", "六十", "", ""]])
    preview = _check(ledger, path)
    answer_tables.take_in(ledger, act, CAMPAIGN, preview, Progress())
    back = tmp_path / "直す行.xlsx"
    assert answer_tables.write_rejected(preview, back).value == 1
    book = load_workbook(back)
    sheet = book.active
    assert sheet is not None
    assert [cell.value for cell in sheet[1]][:3] == ["元の行", "取り込めない理由", "完了時刻"]
    assert "六十" in str(sheet.cell(2, 2).value)
    row = next(cell for cell in sheet[2] if cell.value == "六十")
    row.value = 62
    book.save(back)
    mended = answer_tables.read(ledger, CAMPAIGN, back)
    remembered = {c.heading: c.reason for c in mended.columns if c.meaning}
    assert remembered["1. 整理番号"] is GuessReason.REMEMBERED
    again = answer_tables.check(ledger, CAMPAIGN, mended, FileArrival(Channel.WEB, DAY), Progress(), keyer="山岸")
    assert _verdicts(again) == [RowVerdict.NEW]


def test_a_heading_that_is_not_there(ledger: Ledger, numbers: list[str], tmp_path: Path) -> None:
    path = _file(tmp_path, [["", numbers[0], "", "60", "", ""]])
    for given in ({"ない見出し": "age"}, {"年齢": "問99"}):
        with pytest.raises(Problem):
            answer_tables.read(ledger, CAMPAIGN, path, given)
    assert answer_tables.read(ledger, CAMPAIGN, path, {"年齢": "staff"}).meanings[3].question == "staff"


def test_a_file_without_a_column_of_numbers(ledger: Ledger, numbers: list[str], tmp_path: Path) -> None:
    path = _file(tmp_path, [["個人事業", "60"]], ["経営形態", "代表者の年齢"])
    table = answer_tables.read(ledger, CAMPAIGN, path)
    with pytest.raises(Problem) as caught:
        answer_tables.check(ledger, CAMPAIGN, table, FileArrival(Channel.WEB, DAY), Progress())
    assert caught.value.kind is ProblemKind.COLUMN_MISSING
