"""A call by real keys: the firm is found, the question read aloud, the answers kept; a call cut off goes on later."""

from collections.abc import Iterator

import pytest
from fake_shell import FakeShell
from posted_campaign import CAMPAIGN
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from shoukei_app.domain import form_number
from shoukei_app.domain.answers import Answer
from shoukei_app.domain.phone_call import CallOutcome
from shoukei_app.domain.query import Query
from shoukei_app.domain.target import Channel, TargetLine
from shoukei_app.gui.kit import dialogs
from shoukei_app.gui.kit.desk import Desk
from shoukei_app.gui.returns.page import PHONE, ReturnsPage
from shoukei_app.gui.returns.phone_view import PhoneView
from shoukei_app.store.ledger import Ledger
from shoukei_app.usecases import calls, targets


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, file_ledger: Ledger) -> Iterator[ReturnsPage]:
    made = ReturnsPage(FakeShell(desk, file_ledger))
    qtbot.addWidget(made)
    made.resize(1150, 700)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.open(PHONE)
    yield made
    desk.wait()


@pytest.fixture
def view(page: ReturnsPage) -> PhoneView:
    assert page.phone is not None
    return page.phone


def _lines(ledger: Ledger) -> tuple[TargetLine, ...]:
    return targets.lines(ledger, targets.find(ledger, CAMPAIGN, Query(sort="number")))


def _press(keys: str) -> None:
    for key in keys:
        place = QApplication.focusWidget()
        assert place is not None
        QTest.keyClick(place, Qt.Key.Key_Return if key == "/" else key)


def _begin(view: PhoneView, line: TargetLine) -> None:
    view.search.setText(form_number.shown(line.number))
    QTest.keyClick(view.search, Qt.Key.Key_Return)
    assert view.draft is not None
    assert view.draft.number == line.number


def test_a_question_is_read_aloud_and_the_answer_kept(view: PhoneView, desk: Desk, file_ledger: Ledger) -> None:
    line = _lines(file_ledger)[0]
    _begin(view, line)
    assert view._aloud.text() == "「経営の形態をお選びください。」"
    assert view._phone.text() == line.phone or view._phone.text() == "電話番号なし"
    _press("2")
    assert view._aloud.text() == "「創業はいつですか。」"
    view.spoken_to.setText("代表者")
    view.end(CallOutcome.ANSWERED)
    assert view.draft is not None, "questions that were not asked are told first"
    view.end(CallOutcome.ANSWERED)
    desk.wait()
    (again,) = targets.lines(file_ledger, [line.id])
    assert again.channel is Channel.PHONE
    assert again.diagnosis
    callee = calls.open_callee(file_ledger, line.id)
    assert callee is not None
    assert (callee.calls[0].spoken_to, callee.calls[0].caller) == ("代表者", "試験 太郎")
    assert view.draft is None


def test_nothing_asked_is_no_answer(view: PhoneView, file_ledger: Ledger) -> None:
    _begin(view, _lines(file_ledger)[0])
    view.end(CallOutcome.ANSWERED)
    view.end(CallOutcome.ANSWERED)
    assert view.draft is not None
    assert calls.open_callee(file_ledger, _lines(file_ledger)[0].id).calls == ()  # type: ignore[union-attr]


def test_a_call_cut_off_goes_on(view: PhoneView, desk: Desk, file_ledger: Ledger) -> None:
    line = _lines(file_ledger)[1]
    _begin(view, line)
    _press("1")
    view.call_again.setText("あす15時")
    view.end(CallOutcome.CUT_OFF)
    desk.wait()
    assert view.again.first == line.id
    assert targets.lines(file_ledger, [line.id])[0].received_on is None
    assert view.open_target(line.id)
    assert view.draft is not None
    assert view.draft.sheet == {"form": Answer((1,))}
    assert view._aloud.text() == "「創業はいつですか。」", "the first question that is open"


def test_leaving_asks(
    view: PhoneView, page: ReturnsPage, desk: Desk, file_ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = _lines(file_ledger)[0]
    _begin(view, line)
    assert page.may_leave()
    _begin(view, line)
    _press("1")
    monkeypatch.setattr(dialogs, "ask", lambda *_args, **_more: "back")
    assert not page.may_leave()
    monkeypatch.setattr(dialogs, "ask", lambda *_args, **_more: "keep")
    assert page.may_leave()
    desk.wait()
    assert [one.call.outcome for one in calls.waiting(file_ledger, CAMPAIGN)] == [CallOutcome.CUT_OFF]


def test_nobody_there_and_nobody_found(view: PhoneView, desk: Desk, file_ledger: Ledger) -> None:
    view.search.setText("いない事業者")
    QTest.keyClick(view.search, Qt.Key.Key_Return)
    assert view.draft is None
    assert view._wrong.isVisible()
    _begin(view, _lines(file_ledger)[2])
    view.end(CallOutcome.NOBODY)
    desk.wait()
    assert view.again.first == _lines(file_ledger)[2].id
