"""ホーム: the next step, the way for an empty ledger, figures that open their lists."""

from collections.abc import Iterator
from datetime import date

import pytest
from answered_campaign import answer, flag
from fake_shell import FakeShell
from posted_campaign import CAMPAIGN
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from shoukei_app.domain.history import Act
from shoukei_app.domain.query import Query
from shoukei_app.domain.statistics import counted_up
from shoukei_app.gui.home.figures import Place, funnel_bars, municipality_bars, waiting_bars
from shoukei_app.gui.home.page import HomePage
from shoukei_app.gui.home.steps import STEPS
from shoukei_app.gui.kit.desk import Desk
from shoukei_app.store.ledger import Ledger
from shoukei_app.usecases import next_step, statistics, targets, visits
from shoukei_app.usecases.next_step import NextStep, Standing


@pytest.fixture
def shell(desk: Desk, file_ledger: Ledger) -> FakeShell:
    return FakeShell(desk, file_ledger)


@pytest.fixture
def page(qtbot: QtBot, shell: FakeShell) -> Iterator[HomePage]:
    made = HomePage(shell)
    qtbot.addWidget(made)
    made.resize(1162, 700)
    yield made
    shell.desk.wait()


def test_an_empty_ledger_shows_the_way(page: HomePage, shell: FakeShell) -> None:
    page.show()
    shell.desk.wait()
    assert page._views.currentWidget() is page.way
    assert page.banner._title.text() == "次にすること：事業者の名簿を取り込む"
    QTest.mouseClick(page.button, Qt.MouseButton.LeftButton)
    assert shell.went == [("register", None)]


def test_answers_that_no_rule_has_seen_come_next(
    page: HomePage, shell: FakeShell, file_ledger: Ledger, act: Act
) -> None:
    answer(file_ledger, act)
    page.show()
    shell.desk.wait()
    assert "抽出" in page.banner._title.text()
    assert "3件が当てはまります" in page.banner._sentence.text()
    assert page.button.text() == "抽出を開く"
    assert page._views.currentIndex() == 2
    page.go_on()
    assert shell.went == [("flags", None)]


def test_figures_open_as_many_firms_as_they_say(
    page: HomePage, shell: FakeShell, file_ledger: Ledger, act: Act
) -> None:
    flag(file_ledger, act)
    page.show()
    shell.desk.wait()
    overview = statistics.overview(file_ledger, CAMPAIGN)
    bars = {bar.label: bar for bar in funnel_bars(overview.funnel)}
    replies = bars["回収"].key
    assert isinstance(replies, Place)
    assert isinstance(replies.what, Query)
    assert len(targets.find(file_ledger, CAMPAIGN, replies.what)) == overview.funnel.replies == 4
    for bar in waiting_bars(next_step.standing(file_ledger, CAMPAIGN, date(2026, 7, 20))):
        assert isinstance(bar.key, Place)
        if isinstance(bar.key.what, Query) and bar.key.what.filters:
            find = visits.find if bar.key.page == "visits" else targets.find
            assert len(find(file_ledger, CAMPAIGN, bar.key.what)) == bar.value, bar.label
    page.funnel.clicked.emit(replies)
    assert shell.went[-1] == ("returns", replies.what)


def test_every_step_has_words_and_a_page() -> None:
    assert set(STEPS) == set(NextStep)
    counts = Standing(firms=1, flags=1, flags_in=1, flags_out=1, visits_overdue=1, visits_today=1)
    for step, told in STEPS.items():
        assert told.title, step
        assert told.sentence(counts).endswith("。"), step
        assert not told.verb.endswith("。"), step


def test_replies_are_counted_up_from_the_day_of_posting() -> None:
    received = {date(2026, 7, 10): 2, date(2026, 7, 8): 3}
    assert list(counted_up(received, date(2026, 7, 2))) == [
        (date(2026, 7, 2), 0),
        (date(2026, 7, 8), 3),
        (date(2026, 7, 10), 5),
    ]
    assert counted_up(received, None)[0] == (date(2026, 7, 7), 0)
    assert counted_up({}, date(2026, 7, 2)) == ()


def test_a_low_municipality_is_told_in_words_too(file_ledger: Ledger, act: Act) -> None:
    answer(file_ledger, act)
    groups = statistics.overview(file_ledger, CAMPAIGN).municipalities
    (low,) = municipality_bars(groups, 0.99)
    assert (low.tone, low.note) == ("attention", "低い")
    (usual,) = municipality_bars(groups, 0.5)
    assert (usual.tone, usual.note) == ("accent", "")
