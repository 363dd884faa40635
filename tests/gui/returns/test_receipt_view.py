"""The receipt log by keyboard: piles, every doubtful sheet with its choices, loose sheets, envelopes opened."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from fake_shell import FakeShell
from posted_campaign import CAMPAIGN
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from shoukei_app.domain.firm import FirmStatus
from shoukei_app.domain.firm_change import FirmChange
from shoukei_app.domain.history import Act, OperationKind
from shoukei_app.domain.loose_sheet import Known
from shoukei_app.domain.mailing import UndeliveredReason
from shoukei_app.domain.query import Query
from shoukei_app.domain.receipt import Arrival
from shoukei_app.domain.target import Channel, Disposition
from shoukei_app.gui.kit.desk import Desk
from shoukei_app.gui.returns import badge
from shoukei_app.gui.returns import receipt_view as view_module
from shoukei_app.gui.returns.page import ReturnsPage
from shoukei_app.store import campaigns
from shoukei_app.store.ledger import Ledger
from shoukei_app.usecases import envelopes, firms, ledgers, loose_sheets, receipts, targets, undelivered
from shoukei_app.usecases.receipts import LoggedReceipt


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


def logged(ledger: Ledger, day: date | None = None) -> list[LoggedReceipt]:
    return list(receipts.lines(ledger, receipts.find(ledger, CAMPAIGN, day, Query())))


def scan(page: ReturnsPage, typed: str) -> None:
    QTest.keyClicks(page.receipt.number, typed)
    QTest.keyClick(page.receipt.number, Qt.Key.Key_Return)


def press(page: ReturnsPage, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(page.receipt.number, key, modifier)


def told(page: ReturnsPage) -> str:
    banner = page.receipt.answer.told
    return f"{banner._title.text()} {banner._sentence.text()}"


def offered(page: ReturnsPage) -> dict[str, str]:
    return {keys: choice.text for keys, choice in page.receipt.answer.choices.items()}


def test_a_pile_is_received(page: ReturnsPage, desk: Desk, file_ledger: Ledger) -> None:
    page.receipt.bundle.editor("bundle").setText("14")  # type: ignore[attr-defined]
    for place in range(3):
        scan(page, number(file_ledger, place))
    desk.wait()
    log = logged(file_ledger)
    assert [one.receipt.bundle for one in log] == ["14", "14", "14"]
    assert [one.target.number for one in log] == [number(file_ledger, place) for place in (2, 1, 0)]
    assert list(page.receipt.log.table.model.ids) == [one.id for one in log]
    assert badge.waiting(page.session) == 3
    assert page.receipt.bundle.editor("bundle").text() == "14"  # type: ignore[attr-defined]


def test_a_scanner_types_more_than_digits(page: ReturnsPage, desk: Desk, file_ledger: Ledger) -> None:
    page.receipt.number.setText(
        f"」Ｑ１{number(file_ledger, 0)}".translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    )
    QTest.keyClick(page.receipt.number, Qt.Key.Key_Return)
    desk.wait()
    assert [one.target.number for one in logged(file_ledger)] == [number(file_ledger, 0)]


def scan_elsewhere(field: QWidget, typed: str, gap: int = 5) -> None:
    """Keys of a scanner (or, with a longer gap in milliseconds, of fingers) in a field that has the focus."""
    field.setFocus()
    at = 1_000
    for key in [*typed, ""]:
        code = Qt.Key.Key_Return if not key else Qt.Key.Key_A
        event = QKeyEvent(QEvent.Type.KeyPress, code, Qt.KeyboardModifier.NoModifier, key or "\r")
        at += gap
        event.setTimestamp(at)
        QApplication.sendEvent(field, event)


@pytest.mark.parametrize(("key", "prefix"), [("bundle", "]Q1"), ("received_on", ""), ("channel", "")])
def test_a_scanner_is_heard_wherever_the_keyboard_is(
    page: ReturnsPage, desk: Desk, file_ledger: Ledger, key: str, prefix: str
) -> None:
    before = page.receipt.bundle.typed()
    scan_elsewhere(page.receipt.bundle.editor(key), prefix + number(file_ledger, 0))
    desk.wait()
    assert [one.target.number for one in logged(file_ledger)] == [number(file_ledger, 0)]
    assert page.receipt.bundle.typed() == before
    assert page.receipt.number.hasFocus()


def test_a_sheet_scanned_into_the_count_of_envelopes_is_no_count(
    page: ReturnsPage, desk: Desk, file_ledger: Ledger
) -> None:
    scan(page, number(file_ledger, 0))
    desk.wait()
    page.receipt.show_part("envelopes")
    scan_elsewhere(page.receipt.envelopes.edits[""], number(file_ledger, 1))
    desk.wait()
    assert len(logged(file_ledger)) == 2
    assert envelopes.on(file_ledger, CAMPAIGN, date.today()).total.opened is None


def test_a_sheet_composed_by_the_input_method_is_received(page: ReturnsPage, desk: Desk, file_ledger: Ledger) -> None:
    press(page, Qt.Key.Key_F10)
    who = page.receipt.who
    wide = number(file_ledger, 0).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    for length in range(1, len(wide) + 1):
        QApplication.sendEvent(who, QInputMethodEvent(wide[:length], []))
    commit = QInputMethodEvent()
    commit.setCommitString(wide)
    QApplication.sendEvent(who, commit)
    desk.wait()
    (one,) = logged(file_ledger)
    assert (one.target.number, one.receipt.disposition, one.receipt.note) == (
        number(file_ledger, 0),
        Disposition.ANSWERED_BY_OTHER,
        "",
    )


def test_a_field_that_goes_away_with_the_focus_leaves_nothing_behind(
    page: ReturnsPage, desk: Desk, file_ledger: Ledger
) -> None:
    field = QLineEdit(page.receipt)
    field.show()
    field.setFocus()
    delete(field)
    scan_elsewhere(page.receipt.bundle.editor("bundle"), number(file_ledger, 0))
    desk.wait()
    assert len(logged(file_ledger)) == 1


def test_what_fingers_type_elsewhere_stays_there(page: ReturnsPage, desk: Desk, file_ledger: Ledger) -> None:
    bundle = page.receipt.bundle.editor("bundle")
    scan_elsewhere(bundle, number(file_ledger, 0), gap=120)
    scan_elsewhere(page.receipt.bundle.editor("received_on"), "2026704")
    desk.wait()
    assert bundle.text() == number(file_ledger, 0)  # type: ignore[attr-defined]
    assert logged(file_ledger) == []


def test_a_disposition_holds_for_one_sheet(page: ReturnsPage, desk: Desk, file_ledger: Ledger) -> None:
    press(page, Qt.Key.Key_F9)
    scan(page, number(file_ledger, 0))
    scan(page, number(file_ledger, 1))
    desk.wait()
    assert [one.receipt.disposition for one in logged(file_ledger)] == [Disposition.ANSWERED, Disposition.OUT_OF_SCOPE]
    assert badge.waiting(page.session) == 1


def test_a_closing_goes_to_the_firm_unless_the_tick_is_taken_off(
    page: ReturnsPage, desk: Desk, file_ledger: Ledger
) -> None:
    for place, presses in ((0, 1), (1, 2)):
        for _ in range(presses):
            press(page, Qt.Key.Key_F8)
        assert page.receipt.close_firm.isVisible()
        scan(page, number(file_ledger, place))
        desk.wait()
    kept, closed = logged(file_ledger)
    assert closed.receipt.disposition is kept.receipt.disposition is Disposition.CLOSED
    assert firms.card(file_ledger, closed.target.firm_id).firm.facts.status is FirmStatus.CLOSED
    assert firms.card(file_ledger, kept.target.firm_id).firm.facts.status is FirmStatus.ACTIVE


def test_a_refusal_can_stop_the_mail(page: ReturnsPage, desk: Desk, file_ledger: Ledger) -> None:
    for place, presses in ((0, 1), (1, 2)):
        for _ in range(presses):
            press(page, Qt.Key.Key_F7)
        scan(page, number(file_ledger, place))
        desk.wait()
    stopped, kept = logged(file_ledger)
    assert firms.card(file_ledger, stopped.target.firm_id).firm.facts.do_not_mail
    assert not firms.card(file_ledger, kept.target.firm_id).firm.facts.do_not_mail


def test_somebody_else_answered(page: ReturnsPage, desk: Desk, file_ledger: Ledger) -> None:
    press(page, Qt.Key.Key_F10)
    assert page.receipt.who.isVisible()
    page.receipt.who.setText("配偶者")
    QTest.keyClick(page.receipt.who, Qt.Key.Key_Return)
    scan(page, number(file_ledger, 0))
    desk.wait()
    (one,) = logged(file_ledger)
    assert (one.receipt.disposition, one.receipt.note) == (Disposition.ANSWERED_BY_OTHER, "配偶者")
    assert not page.receipt.who.isVisible()
    assert badge.waiting(page.session) == 1


def test_nothing_is_received_twice_or_silently(page: ReturnsPage, desk: Desk, file_ledger: Ledger) -> None:
    scan(page, number(file_ledger, 0))
    desk.wait()
    assert "受け付けました" in told(page)
    press(page, Qt.Key.Key_F6)
    scan(page, number(file_ledger, 0))
    desk.wait()
    assert "受付済みです" in told(page)
    assert "試験 太郎が記録" in told(page)
    assert offered(page) == {"F2": "受付をやり直す", "Esc": "そのまま"}
    press(page, Qt.Key.Key_Escape)
    desk.wait()
    assert [one.receipt.disposition for one in logged(file_ledger)] == [Disposition.ANSWERED]
    press(page, Qt.Key.Key_F6)
    scan(page, number(file_ledger, 0))
    desk.wait()
    press(page, Qt.Key.Key_F2)
    desk.wait()
    assert [one.receipt.disposition for one in logged(file_ledger)] == [Disposition.BLANK]


def test_a_wrong_number_offers_the_one_that_was_meant(page: ReturnsPage, desk: Desk, file_ledger: Ledger) -> None:
    meant = number(file_ledger, 0)
    scan(page, meant[:-1] + str((int(meant[-1]) + 1) % 10))
    desk.wait()
    assert "検査数字" in told(page)
    keys = next(keys for keys, words in offered(page).items() if "見本商店1（" in words)
    assert logged(file_ledger) == []
    press(page, getattr(Qt.Key, f"Key_{keys[-1]}"), Qt.KeyboardModifier.AltModifier)
    desk.wait()
    assert [one.target.number for one in logged(file_ledger)] == [meant]


def test_an_unknown_number_is_put_aside(page: ReturnsPage, desk: Desk, file_ledger: Ledger) -> None:
    scan(page, "0099995")
    desk.wait()
    assert "受け付けていません" in told(page)
    press(page, Qt.Key.Key_Escape)
    assert list(page.receipt.aside) == ["0099995"]
    assert page.receipt._aside_line.isVisible()
    assert not page.receipt.answer.isVisible()
    page.receipt._clear_aside()
    assert not page.receipt._aside_line.isVisible()


def test_a_sheet_of_another_campaign_is_received_there(page: ReturnsPage, desk: Desk, file_ledger: Ledger) -> None:
    old = ledgers.current_campaign(file_ledger)
    with file_ledger.write(page.session.act(), OperationKind.EDIT_CAMPAIGN) as operation:
        newer = campaigns.add(operation.writing, replace(old, id=0, name="令和9年度の調査"))
    page.session.campaign_id = newer
    page.refresh()
    for _ in range(2):
        scan(page, number(file_ledger, 0))
        desk.wait()
        assert "「試験の調査」の票です" in told(page)
        press(page, Qt.Key.Key_F2)
        desk.wait()
    assert len(logged(file_ledger)) == 1
    assert "受付済みです" in told(page), "asked again, not received twice"


def test_a_piece_that_came_back_is_received_all_the_same(page: ReturnsPage, desk: Desk, file_ledger: Ledger) -> None:
    undelivered.record(file_ledger, page.session.act(), number(file_ledger, 0), UndeliveredReason.MOVED, date.today())
    scan(page, number(file_ledger, 0))
    desk.wait()
    assert "返戻として記録されています" in told(page)
    assert set(offered(page)) == {"F2", "F3", "Esc"}
    press(page, Qt.Key.Key_F2)
    desk.wait()
    assert len(logged(file_ledger)) == 1


def test_a_sheet_asked_about_and_passed_over_is_put_aside(page: ReturnsPage, desk: Desk, file_ledger: Ledger) -> None:
    undelivered.record(file_ledger, page.session.act(), number(file_ledger, 0), UndeliveredReason.MOVED, date.today())
    scan(page, number(file_ledger, 0))
    desk.wait()
    scan(page, number(file_ledger, 1))
    desk.wait()
    assert list(page.receipt.aside) == [number(file_ledger, 0)]
    scan(page, number(file_ledger, 0))
    desk.wait()
    press(page, Qt.Key.Key_F2)
    desk.wait()
    assert page.receipt.aside == {}
    assert len(logged(file_ledger)) == 2


def test_a_closed_firm_is_told(page: ReturnsPage, desk: Desk, file_ledger: Ledger) -> None:
    line = targets.by_number(file_ledger, number(file_ledger, 0))
    firms.edit_many(file_ledger, page.session.act(), [line.firm_id], FirmChange(status=FirmStatus.CLOSED))
    scan(page, line.number)
    desk.wait()
    assert "廃業・閉鎖になっています" in told(page)
    press(page, Qt.Key.Key_F3)
    assert page.shell.went == [("register", line.firm_id)]  # type: ignore[attr-defined]


def test_the_next_sheet_is_not_taken_for_an_answer(page: ReturnsPage, desk: Desk, file_ledger: Ledger) -> None:
    """A scanner types digits: none of them may press a button of the sheet before."""
    scan(page, number(file_ledger, 0))
    scan(page, number(file_ledger, 0))
    desk.wait()
    scan(page, number(file_ledger, 1))
    desk.wait()
    assert len(logged(file_ledger)) == 2
    assert offered(page) == {}


def test_a_receipt_is_taken_back(page: ReturnsPage, desk: Desk, file_ledger: Ledger) -> None:
    scan(page, number(file_ledger, 0))
    scan(page, number(file_ledger, 1))
    desk.wait()
    page.receipt.log.table.view.selectRow(0)
    page.receipt.log.take_back()
    desk.wait()
    assert [one.target.number for one in logged(file_ledger)] == [number(file_ledger, 0)]
    assert badge.waiting(page.session) == 1


def test_any_day_and_any_part_of_it_is_shown(page: ReturnsPage, file_ledger: Ledger, desk: Desk, act: Act) -> None:
    receipts.receive(file_ledger, act, CAMPAIGN, number(file_ledger, 0), Arrival(date(2026, 7, 8), bundle="1"))
    receipts.receive(file_ledger, act, CAMPAIGN, number(file_ledger, 1), Arrival(date(2026, 7, 8), Channel.FAX))
    scan(page, number(file_ledger, 2))
    desk.wait()
    assert len(page.receipt.log.table.model.ids) == 1
    page.receipt._step(-1)
    assert len(page.receipt.log.table.model.ids) == 2
    page.receipt.log.table.set_query(Query(filters={"channel": ("fax",)}))
    assert len(page.receipt.log.table.model.ids) == 1
    page.receipt.log.table.set_query(Query())
    page.receipt._show_log_day(None)
    assert len(page.receipt.log.table.model.ids) == 3
    assert page.receipt.log._named("recorded_by", {}) == [(act.person, act.person), ("試験 太郎", "試験 太郎")]


def test_a_sheet_without_a_number(page: ReturnsPage, desk: Desk, file_ledger: Ledger) -> None:
    page.receipt.bundle.editor("bundle").setText("14")  # type: ignore[attr-defined]
    press(page, Qt.Key.Key_F11)
    desk.wait()
    assert "票に「不明-1」と書いてください" in told(page)
    press(page, Qt.Key.Key_F3)
    panel = page.receipt.loose
    assert panel.isVisible()
    panel.known.fill(Known(staff=3, municipality="長野"))
    panel.search()
    assert next(iter(panel._found.values())).target.name == "見本商店3"
    panel.candidates.view.selectRow(0)
    QTest.keyClick(panel.candidates.view, Qt.Key.Key_Return)
    desk.wait()
    (one,) = logged(file_ledger)
    assert (one.target.name, one.receipt.bundle, one.receipt.note) == ("見本商店3", "14", "不明-1")
    assert loose_sheets.waiting(file_ledger, CAMPAIGN) == ()
    assert panel._sheets == {}


def test_a_day_that_does_not_add_up(page: ReturnsPage, desk: Desk, file_ledger: Ledger) -> None:
    today = date.today()
    for place, bundle in ((0, "14"), (1, "15"), (2, "15")):
        page.receipt.bundle.editor("bundle").setText(bundle)  # type: ignore[attr-defined]
        scan(page, number(file_ledger, place))
    desk.wait()
    page.receipt.show_part("envelopes")
    panel = page.receipt.envelopes
    assert list(panel.edits) == ["", "14", "15"]
    for bundle, opened in (("", "4"), ("14", "１"), ("15", "3")):
        panel.edits[bundle].setText(opened)
        QTest.keyClick(panel.edits[bundle], Qt.Key.Key_Return)
        desk.wait()
    day = envelopes.on(file_ledger, CAMPAIGN, today)
    assert (day.total.opened, day.total.difference) == (4, 1)
    assert [one.bundle for one in day.wrong] == ["15"]
    assert page.receipt._state.text() == "開けた封筒 4・受け付けた票 3・差 1"


def test_an_uncounted_day_is_asked_for(
    page: ReturnsPage, file_ledger: Ledger, desk: Desk, act: Act, monkeypatch: pytest.MonkeyPatch
) -> None:
    receipts.receive(file_ledger, act, CAMPAIGN, number(file_ledger, 0), Arrival(date(2026, 7, 8)))
    page.refresh()
    assert page.receipt._asked.isVisible()
    page.receipt._asked.click()
    edits: dict[str, QLineEdit] = page.receipt.envelopes.edits
    edits[""].setText("1")
    QTest.keyClick(edits[""], Qt.Key.Key_Return)
    desk.wait()
    page.refresh()
    assert not page.receipt._asked.isVisible()
    scan(page, number(file_ledger, 1))
    desk.wait()
    for hour, asked in ((24, False), (0, True)):
        monkeypatch.setattr(view_module, "ASKS_FROM_HOUR", hour)
        page.refresh()
        assert page.receipt._asked.isVisible() is asked
