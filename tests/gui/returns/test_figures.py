"""進み具合: figures of the keying in the window; persons last, and with what is to be known of them."""

from datetime import date, datetime

import pytest
from fake_shell import FakeShell
from posted_campaign import CAMPAIGN
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from shoukei_app.domain.answers import Answer
from shoukei_app.domain.history import Act
from shoukei_app.domain.query import Query
from shoukei_app.domain.receipt import Arrival
from shoukei_app.gui.kit.desk import Desk
from shoukei_app.gui.returns.figures_view import DAYS, PERSONS, QUESTIONS, FiguresView
from shoukei_app.gui.returns.page import FIGURES, ReturnsPage
from shoukei_app.store.ledger import Ledger
from shoukei_app.usecases import entry, receipts, targets
from shoukei_app.usecases.entry import SECOND, Keyed

MONDAY, TODAY = datetime(2026, 7, 6, 10, 0), date(2026, 7, 7)
SHEET = {"age": Answer(number=66), "visit": Answer((1,))}


@pytest.fixture
def shell(desk: Desk, file_ledger: Ledger) -> FakeShell:
    return FakeShell(desk, file_ledger)


@pytest.fixture
def view(qtbot: QtBot, shell: FakeShell) -> FiguresView:
    made = FiguresView(shell, lambda: TODAY, lambda work: shell.went.append(("returns", work)))  # type: ignore[arg-type]
    qtbot.addWidget(made)
    made.resize(1100, 600)
    made.show()
    return made


def key_two(ledger: Ledger) -> None:
    """Three sheets received, two keyed, one of them twice."""
    lines = targets.lines(ledger, targets.find(ledger, CAMPAIGN, Query(sort="number")))
    keyed = Keyed(SHEET, effort={"age": (50, 30.0), "visit": (10, 6.0)})
    for line in lines[:3]:
        receipts.receive(ledger, Act("山岸", MONDAY), CAMPAIGN, line.number, Arrival(MONDAY.date()), anyway=True)
    for line in lines[:2]:
        entry.record(ledger, Act("小口", MONDAY), line.number, keyed, keyer="小口")
    entry.record(ledger, Act("上條", MONDAY), lines[0].number, keyed, keyer="上條", pass_number=SECOND)


def refresh(qtbot: QtBot, view: FiguresView, shell: FakeShell) -> None:
    view.refresh()
    qtbot.waitUntil(lambda: shell.desk.idle and view.standing is not None, timeout=10_000)


def test_an_empty_campaign_says_what_will_stand_here(qtbot: QtBot, view: FiguresView, shell: FakeShell) -> None:
    refresh(qtbot, view, shell)
    assert view._nothing.isVisible()
    assert view._no_curve.isVisible()
    assert view._finish.text() == "待っている票はありません"
    assert [bar.value for bar in view.waiting.bars] == [0, 0, 0, 0]


def test_figures_by_question_day_and_person(
    qtbot: QtBot, view: FiguresView, shell: FakeShell, file_ledger: Ledger
) -> None:
    key_two(file_ledger)
    refresh(qtbot, view, shell)
    assert [bar.value for bar in view.waiting.bars[:3]] == [1, 1, 0]
    assert view._finish.text().endswith("ごろ")
    assert "1時間の打鍵 6,000" in view._whole.text()
    assert view.tables[QUESTIONS].isVisible(), "the questions come first, the persons last"
    assert not view._about.isVisible()
    view.show_table(DAYS)
    view.tables[DAYS].selectAll()
    view.tables[DAYS].copy()
    assert QGuiApplication.clipboard().text().splitlines() == [
        "日\t1回目の入力\t照合入力\tあわせて",
        "7/6（月）\t2\t1\t3",
    ]
    view.show_table(PERSONS)
    assert view._about.isVisible(), "what the figures of persons are for, and what not"
    assert len(view.persons.ids) == 2
    view.tables[PERSONS].selectAll()
    view.tables[PERSONS].copy()
    rows = [line.split("\t") for line in QGuiApplication.clipboard().text().splitlines()]
    heading, first, second = rows
    assert first[heading.index("照合した項目")] == second[heading.index("照合した項目")] == "2"
    assert first[heading.index("95％の幅")] == "0.0〜657.6", "two fields say next to nothing"
    assert {first[0], second[0]} == {"小口", "上條"}


def test_waiting_work_opens(qtbot: QtBot, shell: FakeShell, file_ledger: Ledger) -> None:
    key_two(file_ledger)
    page = ReturnsPage(shell)  # type: ignore[arg-type]
    qtbot.addWidget(page)
    page.refresh()
    page.open(FIGURES)
    qtbot.waitUntil(lambda: shell.desk.idle and page.figures.standing is not None, timeout=10_000)
    page.figures.waiting.clicked.emit("entry")
    assert page._view == "sheets"
    assert len(page.sheets.table.model.ids) == 1
    page.figures.waiting.clicked.emit("second")
    assert page._view == "entry"
