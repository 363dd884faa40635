from datetime import date
from pathlib import Path

import openpyxl
import pytest

from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.exchange.workbooks import Sheet, write_csv, write_table, write_workbook

HOSTILE = ["=1+1", "+81-3", "-5", "@SUM(A1)", "\tcmd", "普通の文字", "0267-82-1234"]


def test_what_came_from_outside_is_never_a_formula(tmp_path: Path) -> None:
    target = tmp_path / "名簿.xlsx"
    write_workbook(target, [Sheet("名簿", ["値"], [[text] for text in HOSTILE])], title="名簿")
    cells = [row[0] for row in openpyxl.load_workbook(target).active.iter_rows(min_row=2)]
    assert [cell.value for cell in cells] == HOSTILE
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.quotePrefix for cell in cells] == [text[0] in "=+-@\t" for text in HOSTILE]
    write_csv(tmp_path / "名簿.csv", ["値"], [[text] for text in HOSTILE])
    lines = (tmp_path / "名簿.csv").read_text(encoding="utf-8-sig").splitlines()[1:]
    assert not any(line.strip('"').startswith(("=", "+", "-", "@", "\t")) for line in lines)


def test_values_keep_their_kind_and_the_page_prints(tmp_path: Path) -> None:
    target = tmp_path / "表.xlsx"
    rows = [["0001234", 12, 3.5, date(2026, 7, 1), None, "改行\nあり", "制御\x0b文字"]]
    write_workbook(target, [Sheet("表/1", list("abcdefg"), rows)], title="表")
    page = openpyxl.load_workbook(target).active
    assert page.title == "表・1"
    values = [cell.value for cell in page[2]]
    assert values[:3] == ["0001234", 12, 3.5]
    assert values[3].date() == date(2026, 7, 1)
    assert values[4:] == [None, "改行\nあり", "制御文字"]
    assert page.freeze_panes == "A2"
    assert int(page.page_setup.paperSize) == 9


def test_equal_content_gives_equal_bytes(tmp_path: Path) -> None:
    for name in ("一.xlsx", "二.xlsx"):
        write_table(tmp_path / name, ["a"], [["x"], [1]], title="同じ")
    assert (tmp_path / "一.xlsx").read_bytes() == (tmp_path / "二.xlsx").read_bytes()


def test_a_target_that_cannot_be_written_keeps_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "開いている.xlsx"
    write_table(target, ["a"], [["前"]], title="前")
    before = target.read_bytes()

    def held(self: Path, other: Path) -> Path:
        raise PermissionError(13, "held by Excel", str(other))

    monkeypatch.setattr(Path, "replace", held)
    with pytest.raises(Problem) as caught:
        write_table(target, ["a"], [["後"]], title="後")
    assert caught.value.kind is ProblemKind.OUTPUT_LOCKED
    assert target.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["開いている.xlsx"]
    monkeypatch.undo()
    with pytest.raises(Problem) as caught:
        write_table(tmp_path / "無い" / "名簿.csv", ["a"], [], title="無い")
    assert caught.value.kind is ProblemKind.OUTPUT_FOLDER_MISSING
