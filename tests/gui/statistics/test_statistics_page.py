"""集計・報告: every figure that opens a list opens as many firms as it says; the formula is written out."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from answered_campaign import flag
from fake_shell import FakeShell
from posted_campaign import CAMPAIGN
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from shoukei_app.domain.history import Act
from shoukei_app.gui.kit import dialogs
from shoukei_app.gui.kit.desk import Desk
from shoukei_app.gui.statistics.figures import FIGURES, query_of
from shoukei_app.gui.statistics.group_table import COLUMNS
from shoukei_app.gui.statistics.page import QUESTIONS, StatisticsPage
from shoukei_app.store.ledger import Ledger
from shoukei_app.usecases import flags, statistics, targets
from shoukei_app.usecases.statistics import GroupBy

FLAG_FILTER = ("S", "A", "B", "C")


@pytest.fixture
def shell(desk: Desk, file_ledger: Ledger) -> FakeShell:
    return FakeShell(desk, file_ledger)


@pytest.fixture
def page(qtbot: QtBot, shell: FakeShell) -> Iterator[StatisticsPage]:
    made = StatisticsPage(shell)
    qtbot.addWidget(made)
    made.resize(1162, 700)
    yield made
    shell.desk.wait()


def test_nothing_mailed_says_what_comes_first(page: StatisticsPage, shell: FakeShell) -> None:
    page.show()
    shell.desk.wait()
    assert page._views.currentIndex() == 1


def test_the_rate_is_written_out(page: StatisticsPage, shell: FakeShell, file_ledger: Ledger, act: Act) -> None:
    flag(file_ledger, act)
    page.show()
    shell.desk.wait()
    assert page._rate.text() == "66.7%"
    assert page._formulas[0].text() == "＝ 有効回答 4 ÷（発送 6 － 返戻 0 － 対象外 0）"
    assert page._formulas[1].text() == "回収率 66.7% ＝ 回収 4 ÷（発送 6 － 返戻 0）"


def test_every_figure_opens_as_many_firms_as_it_says(file_ledger: Ledger, act: Act) -> None:
    flag(file_ledger, act)
    report = statistics.report(file_ledger, CAMPAIGN)
    opened = 0
    for by in GroupBy:
        for group in report.groups[by]:
            for figure in FIGURES:
                found = query_of(figure, by, group)
                if found is None:
                    continue
                page, query = found
                if page == "flags":
                    query.filters.setdefault("priority", FLAG_FILTER)
                count = len(targets.find(file_ledger, CAMPAIGN, query))
                assert count == getattr(group.funnel, figure), (by, group.title, figure)
                opened += 1
    assert opened > 20
    assert flags.rules_in_force(file_ledger, CAMPAIGN).version == 1
    assert query_of("out_of_scope") is None
    assert query_of("mailed", GroupBy.AGE, report.groups[GroupBy.AGE][0]) is None


def test_a_figure_is_opened_by_enter(page: StatisticsPage, shell: FakeShell, file_ledger: Ledger, act: Act) -> None:
    flag(file_ledger, act)
    page.show()
    shell.desk.wait()
    page.groups.focus_rows()
    flagged = next(place for place, column in enumerate(COLUMNS) if column.key == "flagged")
    page.groups.view.setCurrentIndex(page.groups.model.index(0, flagged))
    QTest.keyClick(page.groups.view, Qt.Key.Key_Return)
    opened, query = shell.went[-1]
    assert opened == "flags"
    assert query.filters == {"municipality_code": ("20201",)}  # type: ignore[attr-defined]
    page.show_groups(GroupBy.AGE)
    page.groups.view.setCurrentIndex(page.groups.model.index(0, flagged))
    QTest.keyClick(page.groups.view, Qt.Key.Key_Return)
    assert shell.said[-1][0] == "この数字には、開ける一覧がありません"


def test_groups_are_sorted_by_a_heading(page: StatisticsPage, shell: FakeShell, file_ledger: Ledger, act: Act) -> None:
    flag(file_ledger, act)
    page.show()
    shell.desk.wait()
    page.show_groups(GroupBy.AGE)
    page.groups.view.horizontalHeader().sectionClicked.emit(0)
    titles = [page.groups.model.cell(row, COLUMNS[0]) for row in range(page.groups.model.rowCount())]
    assert titles == ["40代", "60代", "70代", "不明・未回収"]


def test_questions_stand_with_their_base_and_are_written_to_excel(
    page: StatisticsPage,
    shell: FakeShell,
    file_ledger: Ledger,
    act: Act,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    flag(file_ledger, act)
    page.show()
    shell.desk.wait()
    page.show_view(QUESTIONS)
    assert page._views.currentIndex() == 3
    monkeypatch.setattr(dialogs, "save_file", lambda *_: tmp_path / "集計.xlsx")
    page.actions_made["export"].trigger()
    shell.desk.wait()
    assert shell.said[-1][0] == "集計を「集計.xlsx」に書き出しました"
    assert (tmp_path / "集計.xlsx").exists()
