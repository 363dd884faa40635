"""`shoukei answers import` with files of web forms: the contract, columns told and remembered, dry run, report."""

import csv
from pathlib import Path

import openpyxl
import pytest
from test_commands import done, folder, ledger, listed, refused, run

__all__ = ["folder", "ledger", "listed"]  # fixtures


@pytest.fixture
def numbers(listed: Path) -> list[str]:
    done("target", "select", listed)
    done("answers", "template", listed, listed.with_name("記入表.csv"))
    with listed.with_name("記入表.csv").open(encoding="utf-8-sig", newline="") as file:
        return [row["number"] for row in csv.DictReader(file)]


def _form(path: Path, *rows: list[str], head: tuple[str, ...] = ()) -> Path:
    heading = head or (
        "タイムスタンプ",
        "整理番号をご記入ください",
        "経営の形態",
        "代表者は満何歳ですか。",
        "気がかりなこと",
    )
    with path.open("w", encoding="cp932", newline="") as file:
        csv.writer(file).writerows([heading, *rows])
    return path


def test_a_form_is_taken_in(listed: Path, numbers: list[str], tmp_path: Path) -> None:
    path = _form(
        tmp_path / "フォーム.csv",
        ["2026/07/01 10:00:00", numbers[0], "個人事業", "７２歳", "借入金の返済;"],
        ["2026/07/01 11:00:00", numbers[0], "個人事業", "73歳", "借入金の返済;"],
        ["2026/07/02 10:00:00", numbers[1], "合名", "60", ""],
    )
    before = run("history", listed, "--json").stdout
    report = tmp_path / "直す行.xlsx"
    looked = done("answers", "import", listed, path, "--channel", "web", "--check")
    assert run("history", listed, "--json").stdout == before
    taken = done("answers", "import", listed, path, "--channel", "web", "--report", report)
    assert taken == looked
    assert (taken["rows"], taken["recorded"]) == (3, 1)
    assert taken["superseded"] == [{"row": 2, "newer_row": 3}]
    (rejected,) = taken["rejected"]
    assert rejected["row"] == 4
    assert all(words in rejected["reason"] for words in ("C列", "経営の形態", "合名", "選択肢"))
    assert taken["columns"]["気がかりなこと"] == "problems"
    sheet = openpyxl.load_workbook(report).active
    assert sheet is not None
    assert sheet.cell(2, 1).value == 4
    again = done("answers", "import", listed, path)
    assert (again["recorded"], again["unchanged"]) == (0, 1)
    assert "同じ内容" in run("answers", "import", listed, path).stdout


def test_columns_are_told_once(listed: Path, numbers: list[str], tmp_path: Path) -> None:
    head = ("お手元の番号", "社長さんのお年")
    first = _form(tmp_path / "1.csv", [numbers[0], "72"], head=head)
    assert "整理番号" in refused("answers", "import", listed, first)
    told = ("--columns", "お手元の番号=整理番号", "--columns", "社長さんのお年=問6")
    assert done("answers", "import", listed, first, *told)["recorded"] == 1
    second = _form(tmp_path / "2.csv", [numbers[1], "60"], head=head)
    assert done("answers", "import", listed, second)["recorded"] == 1
    assert "見出し" in refused("answers", "import", listed, second, "--columns", "ない=age")
    assert "見出し=問い" in refused("answers", "import", listed, second, "--columns", "age")


def test_answers_that_stand_can_be_kept(listed: Path, numbers: list[str], tmp_path: Path) -> None:
    done("answers", "import", listed, _form(tmp_path / "1.csv", ["", numbers[0], "", "72", ""]))
    changed = _form(tmp_path / "2.csv", ["", numbers[0], "", "73", ""])
    assert done("answers", "import", listed, changed, "--existing", "keep")["kept"] == 1
    assert done("answers", "import", listed, changed)["recorded"] == 1
