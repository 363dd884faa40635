"""Receipts: typed or scanned numbers, refusals in words, taking back; answers by file."""

from collections.abc import Iterator

import pytest
from fake_shell import FakeShell
from posted_campaign import CAMPAIGN
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from shoukei_app.domain.query import Query
from shoukei_app.domain.target import Disposition
from shoukei_app.gui.kit.desk import Desk
from shoukei_app.gui.returns import badge
from shoukei_app.gui.returns.page import ReturnsPage
from shoukei_app.store.ledger import Ledger
from shoukei_app.usecases import targets


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, file_ledger: Ledger) -> Iterator[ReturnsPage]:
    made = ReturnsPage(FakeShell(desk, file_ledger))
    qtbot.addWidget(made)
    made.resize(1150, 700)
    made.show()
    yield made
    desk.wait()


def number(ledger: Ledger, place: int) -> str:
    return targets.lines(ledger, targets.find(ledger, CAMPAIGN, Query()))[place].number


def scan(page: ReturnsPage, typed: str) -> None:
    QTest.keyClicks(page.receipt.number, typed)
    QTest.keyClick(page.receipt.number, Qt.Key.Key_Return)


def told(page: ReturnsPage) -> str:
    return f"{page.receipt.told._title.text()} {page.receipt.told._sentence.text()}"


def test_a_pile_is_received(page: ReturnsPage, desk: Desk, file_ledger: Ledger) -> None:
    page.receipt.bundle.editor("bundle").setText("14")  # type: ignore[attr-defined]
    for place in range(3):
        scan(page, number(file_ledger, place))
    desk.wait()
    log = list(page.receipt._log.values())
    assert [entry.receipt.bundle for entry in log] == ["14", "14", "14"]
    assert [entry.target.number for entry in log] == [number(file_ledger, place) for place in (2, 1, 0)]
    assert badge.waiting(page.session) == 3
    assert page.receipt.bundle.editor("bundle").text() == "14"  # type: ignore[attr-defined]


def test_a_disposition_holds_for_one_sheet(page: ReturnsPage, desk: Desk, file_ledger: Ledger) -> None:
    QTest.keyClick(page.receipt.number, Qt.Key.Key_F8)
    scan(page, number(file_ledger, 0))
    scan(page, number(file_ledger, 1))
    desk.wait()
    kinds = [entry.receipt.disposition for entry in page.receipt._log.values()]
    assert kinds == [Disposition.ANSWERED, Disposition.CLOSED]
    assert badge.waiting(page.session) == 1


def test_nothing_is_received_twice_or_silently(page: ReturnsPage, desk: Desk, file_ledger: Ledger) -> None:
    scan(page, number(file_ledger, 0))
    desk.wait()
    assert "受け付けました" in told(page)
    scan(page, number(file_ledger, 0))
    desk.wait()
    assert "受付済みです" in told(page)
    assert len(page.receipt._log) == 1
    page.receipt.choose(Disposition.BLANK)
    page.receipt._again_button.click()
    desk.wait()
    assert next(iter(page.receipt._log.values())).receipt.disposition is Disposition.BLANK
    scan(page, "1234567")
    desk.wait()
    assert "検査数字" in told(page)
    scan(page, "0099995")
    desk.wait()
    assert "受け付けていません" in told(page)


def test_a_receipt_is_taken_back(page: ReturnsPage, desk: Desk, file_ledger: Ledger) -> None:
    scan(page, number(file_ledger, 0))
    desk.wait()
    page.receipt.table.view.selectRow(0)
    page.receipt._undo()
    desk.wait()
    assert page.receipt._log == {}
    assert badge.waiting(page.session) == 0
