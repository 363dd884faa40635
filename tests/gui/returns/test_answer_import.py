"""A web form's file in the window: columns are shown and changed, rows looked at, all of it taken in and undone."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from fake_shell import FakeShell
from posted_campaign import CAMPAIGN
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from shoukei_app.domain.answer_table import RowVerdict
from shoukei_app.domain.query import Query
from shoukei_app.exchange import workbooks
from shoukei_app.gui.kit import dialogs
from shoukei_app.gui.kit.desk import Desk
from shoukei_app.gui.returns import answer_files
from shoukei_app.gui.returns.answer_import import COLUMNS, ROWS, AnswerImport
from shoukei_app.store.ledger import Ledger
from shoukei_app.usecases import targets

TODAY = date(2026, 7, 10)


@pytest.fixture
def file(tmp_path: Path, file_ledger: Ledger) -> Path:
    numbers = [line.number for line in targets.lines(file_ledger, targets.find(file_ledger, CAMPAIGN, Query()))]
    rows = [
        [numbers[0], "個人事業", "72歳", "自由に書いたこと"],
        [numbers[1], "法人", "六十", ""],
        [numbers[2], "法人", "61", ""],
    ]
    path = tmp_path / "フォーム.csv"
    workbooks.write_csv(path, ["整理番号", "経営の形態", "社長の年", "ご意見"], rows)
    return path


@pytest.fixture
def sheet(qtbot: QtBot, desk: Desk, file_ledger: Ledger, file: Path) -> Iterator[AnswerImport]:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.show()
    made = AnswerImport(FakeShell(desk, file_ledger), parent, file, TODAY)
    made.read()
    desk.wait()
    assert made.isVisible()
    yield made
    desk.wait()


def _choose(sheet: AnswerImport, heading: str, words: str) -> None:
    assert sheet.columns._table is not None
    place = next(one.index for one in sheet.columns._table.columns if one.heading == heading)
    box = sheet.columns._boxes[place]
    box.setCurrentIndex(box.findText(words))


def test_columns_are_changed_and_rows_taken_in(sheet: AnswerImport, desk: Desk, file_ledger: Ledger) -> None:
    assert sheet.step == COLUMNS
    _choose(sheet, "社長の年", "問6 代表者の年齢")
    assert {column.heading: column.meaning and column.meaning.key for column in sheet.columns.table.columns} == {
        "整理番号": "number",
        "経営の形態": "form",
        "社長の年": "age",
        "ご意見": None,
    }
    sheet.forward.click()
    desk.wait()
    assert sheet.step == ROWS
    assert [row.verdict for row in sheet._preview.rows] == [RowVerdict.NEW, RowVerdict.REJECTED, RowVerdict.NEW]  # type: ignore[union-attr]
    assert sheet.report.isVisible()
    assert sheet.forward.text().strip() == "2件を取り込む"
    shell = sheet._shell
    assert isinstance(shell, FakeShell)
    sheet.forward.click()
    desk.wait()
    assert shell.said == [("2件の回答を取り込みました（取り込めなかった行 1行）", True)]
    lines = targets.lines(file_ledger, targets.find(file_ledger, CAMPAIGN, Query()))
    assert [bool(line.diagnosis) for line in lines[:3]] == [True, False, True]


def test_a_meaning_belongs_to_one_column(sheet: AnswerImport) -> None:
    _choose(sheet, "社長の年", "問6 代表者の年齢")
    _choose(sheet, "ご意見", "問6 代表者の年齢")
    assert [one.meaning and one.meaning.key for one in sheet.columns.table.columns] == ["number", "form", None, "age"]


def test_without_the_number_one_does_not_go_on(sheet: AnswerImport) -> None:
    _choose(sheet, "整理番号", "（使わない）")
    assert not sheet.forward.isEnabled()
    assert sheet._trouble.isVisible()
    _choose(sheet, "整理番号", "整理番号")
    assert sheet.forward.isEnabled()
    assert not sheet._trouble.isVisible()


def test_rows_turned_away_are_written(
    sheet: AnswerImport, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _choose(sheet, "社長の年", "問6 代表者の年齢")
    sheet.forward.click()
    desk.wait()
    target = tmp_path / "直す行.xlsx"
    monkeypatch.setattr(dialogs, "save_file", lambda *_args: target)
    sheet.report.click()
    desk.wait()
    assert target.stat().st_size > 0


def test_a_row_shows_before_and_after(sheet: AnswerImport, desk: Desk) -> None:
    sheet.forward.click()
    desk.wait()
    sheet.rows.table.view.selectRow(0)
    texts = [sheet.rows._detail.itemAt(place).widget() for place in range(sheet.rows._detail.count())]
    assert "個人事業" in [part.text() for part in texts]  # type: ignore[attr-defined]
    sheet.back.click()
    assert sheet.step == COLUMNS


def test_a_file_that_cannot_be_read_says_so(
    qtbot: QtBot, desk: Desk, file_ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    path = tmp_path / "空.csv"
    path.write_bytes(b"")
    told: list[object] = []
    monkeypatch.setattr(dialogs, "open_file", lambda *_args: path)
    monkeypatch.setattr(dialogs, "show_problem", lambda _parent, problem: told.append(problem.kind))
    answer_files.take_in(FakeShell(desk, file_ledger), parent, TODAY)
    desk.wait()
    assert len(told) == 1
