"""A whole meeting by keyboard: began, decided, taken back, carried over, concluded; the next one shows what is left."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from answered_campaign import flag
from fake_shell import FakeShell
from posted_campaign import CAMPAIGN
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from shoukei_app.domain.cases import CaseOutcome, CaseState, Decision, SupportPolicy
from shoukei_app.domain.history import Act
from shoukei_app.domain.meeting import AgendaReason, MeetingKind, Seat
from shoukei_app.domain.organisation import OrganisationKind
from shoukei_app.gui.kit.desk import Desk
from shoukei_app.gui.meetings import badge
from shoukei_app.gui.meetings.page import MeetingsPage
from shoukei_app.gui.meetings.projector import Projector
from shoukei_app.store.ledger import Ledger
from shoukei_app.usecases import cases, history, meetings, organisations, tasks
from shoukei_app.usecases.meetings import NewMeeting
from shoukei_app.usecases.organisations import NewOrganisation

TODAY = date.today()
DAY = TODAY - timedelta(days=1)
OGUCHI = 1


@pytest.fixture
def shell(desk: Desk, file_ledger: Ledger) -> FakeShell:
    return FakeShell(desk, file_ledger)


@pytest.fixture
def ids(file_ledger: Ledger, act: Act) -> list[int]:
    return flag(file_ledger, act)


@pytest.fixture
def shokokai(file_ledger: Ledger, ids: list[int]) -> int:
    return next(one.id for one in organisations.every(file_ledger) if one.kind is OrganisationKind.SHOKOKAI)


@pytest.fixture
def meeting(file_ledger: Ledger, act: Act, shokokai: int) -> int:
    new = [
        NewMeeting(MeetingKind.MONTHLY, day, "13:30", "会議室", seats=(Seat(shokokai, OGUCHI),))
        for day in (DAY, DAY + timedelta(days=28))
    ]
    return meetings.plan(file_ledger, act, CAMPAIGN, new).value[0]


@pytest.fixture
def page(qtbot: QtBot, shell: FakeShell, meeting: int) -> Iterator[MeetingsPage]:
    made = MeetingsPage(shell)
    qtbot.addWidget(made)
    made.resize(1162, 700)
    with qtbot.waitActive(made):
        made.show()
    shell.desk.wait()
    yield made
    shell.desk.wait()


@pytest.fixture
def projector(qtbot: QtBot, page: MeetingsPage, shell: FakeShell, file_ledger: Ledger, act: Act) -> Iterator[Projector]:
    found = page.agenda.meeting
    assert found is not None
    came = [Seat(one.organisation_id, one.person_id, attended=True) for one in found.seats]
    meetings.attend(file_ledger, act, found.id, came)
    yield project(qtbot, page, shell, found.id)
    shell.desk.wait()


def project(qtbot: QtBot, page: MeetingsPage, shell: FakeShell, meeting_id: int) -> Projector:
    made = Projector(page, shell, meeting_id)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    with qtbot.waitActive(made):
        made.show()
    qtbot.waitUntil(made.isActiveWindow)
    made.form.begin()
    return made


def press(*keys: Qt.Key, shift: bool = False) -> None:
    for key in keys:
        widget = QApplication.focusWidget()
        assert widget is not None
        QTest.keyClick(widget, key, Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier)
        QApplication.processEvents()


def words(widget: QWidget) -> str:
    return "\n".join(one.text() for one in widget.findChildren(QLabel) if one.isVisibleTo(widget))


def test_the_agenda_is_drawn_when_the_page_is_opened(page: MeetingsPage, shell: FakeShell, ids: list[int]) -> None:
    assert [line.line.target.id for line in page.agenda._lines.values()] == ids[:3]
    assert badge.waiting(shell.session) == 3
    assert page.actions_made["begin"].isEnabled()
    assert shell.said[-1] == ("議題を集めました：新しい抽出 3件", True)


def test_undoing_the_draw_does_not_draw_again(page: MeetingsPage, shell: FakeShell, file_ledger: Ledger) -> None:
    act = shell.session.act()
    shell.desk.write(lambda _progress: history.undo(file_ledger, act), title="")
    shell.desk.wait()
    assert page.agenda._lines == {}
    page.hide()
    shell.desk.announce(page.subjects)
    page.show()
    shell.desk.wait()
    assert len(page.agenda._lines) == 3, "who comes back finds it drawn"


def test_a_firm_is_decided_by_keyboard_and_written_at_once(
    projector: Projector, shell: FakeShell, file_ledger: Ledger, meeting: int, shokokai: int
) -> None:
    keys = Qt.Key
    assert projector.counter.text() == "1 / 3"
    press(keys.Key_4)  # 訪問（合同）, on to the lead
    assert projector.form.lead.hasFocus()
    place = projector.form.lead._values.index(shokokai)
    press(keys(keys.Key_1.value + place))
    assert projector.form.person.hasFocus()
    press(keys.Key_1)
    assert projector.form.companions.hasFocus()
    press(keys.Key_1, keys.Key_2, keys.Key_Tab)
    assert projector._area.horizontalScrollBar().maximum() == 0, "long names never widen the form"
    press(keys.Key_R, keys.Key_Tab, keys.Key_S, keys.Key_Tab)
    assert projector.form.note.hasFocus()
    projector.form.note.setText("午後に伺う")
    press(keys.Key_Tab, keys.Key_Tab)
    line = projector.form.lines._lines[0]
    assert line.what.hasFocus()
    line.what.setText("電話で日程を決める")
    press(keys.Key_Tab, keys.Key_R, keys.Key_Return)
    shell.desk.wait()
    decided = meetings.agenda(file_ledger, meeting)[0].item.decision
    assert decided is not None
    assert (decided.policy, decided.lead_organisation_id) == (SupportPolicy.VISIT_JOINT, shokokai)
    assert decided.lead_person_id == OGUCHI
    assert decided.deadline is not None
    assert decided.deadline > DAY
    assert decided.next_look is not None
    assert decided.next_look.day == 1
    assert decided.note == "午後に伺う"
    (task,) = tasks.every(file_ledger, CAMPAIGN)
    assert (task.what, task.organisation_id, task.person_id) == ("電話で日程を決める", shokokai, OGUCHI)
    assert projector.counter.text() == "2 / 3"
    assert projector.form.policy.hasFocus()


def test_a_whole_meeting_and_what_the_next_one_shows(
    qtbot: QtBot,
    projector: Projector,
    page: MeetingsPage,
    shell: FakeShell,
    file_ledger: Ledger,
    meeting: int,
    ids: list[int],
) -> None:
    keys = Qt.Key
    press(keys.Key_2, keys.Key_Return)  # 電話: two strokes a firm
    press(keys.Key_1, keys.Key_Return)
    shell.desk.wait()
    assert projector.place == 2
    QTest.keyClick(QApplication.focusWidget(), keys.Key_Z, Qt.KeyboardModifier.ControlModifier)
    shell.desk.wait()
    assert projector.place == 1
    assert projector.form.policy.value() is None
    assert meetings.agenda(file_ledger, meeting)[1].item.decision is None
    press(keys.Key_E, keys.Key_Return)  # 経過観察
    shell.desk.wait()
    press(keys.Key_F2)
    assert projector.form.policy.value() is SupportPolicy.WATCH, "going back shows what was decided"
    press(keys.Key_PageDown, keys.Key_Return)
    assert projector.place == 3, "the third is left undecided"
    assert "決定 2件・持ち越し 1件" in words(projector.ending)
    left: list[int] = []
    projector.concluded.connect(left.append)
    QTest.keyClick(projector, keys.Key_F9)
    shell.desk.wait()
    assert left == [1]
    held, following = meetings.every(file_ledger, CAMPAIGN)
    assert held.closed_on is not None

    page.agenda.choose(following.id)
    shell.desk.wait()
    reasons = {line.line.target.id: line.line.item.reasons for line in page.agenda._lines.values()}
    assert reasons == {
        ids[0]: (AgendaReason.OPEN_CASE,),
        ids[1]: (AgendaReason.OPEN_CASE,),
        ids[2]: (AgendaReason.UNDECIDED,),
    }
    again = project(qtbot, page, shell, following.id)
    assert "第1回" in words(again.slide)
    assert again.form.policy.value() is SupportPolicy.CALL, "the case as it stands"
    press(keys.Key_2)
    assert again.form.policy.value() is SupportPolicy.CALL, "its key again keeps it"
    press(keys.Key_Return)
    shell.desk.wait()
    assert cases.of_targets(file_ledger, [ids[0]])[ids[0]].state is CaseState.DIRECTED
    assert meetings.agenda(file_ledger, following.id)[0].item.decision == Decision(SupportPolicy.CALL)


def test_a_case_is_closed_and_a_wrong_day_is_told(
    projector: Projector, shell: FakeShell, file_ledger: Ledger, meeting: int, ids: list[int]
) -> None:
    keys = Qt.Key
    press(keys.Key_2)
    projector.form.deadline.setFocus()
    projector.form.deadline.setText("13/45")
    press(keys.Key_Return)
    assert projector.place == 0
    assert "日付として読めません" in projector.said.text()
    projector.form.deadline.setText("")
    projector.form.outcome.setFocus()
    press(keys.Key_5, keys.Key_Return)
    shell.desk.wait()
    case = cases.of_targets(file_ledger, [ids[0]])[ids[0]]
    assert case.decision.outcome is CaseOutcome.ALREADY_DONE
    assert not case.open


def test_leaving_keeps_what_was_keyed(
    projector: Projector, shell: FakeShell, file_ledger: Ledger, meeting: int
) -> None:
    press(Qt.Key.Key_3, Qt.Key.Key_Escape)
    shell.desk.wait()
    assert not projector.isVisible()
    decided = meetings.agenda(file_ledger, meeting)[0].item.decision
    assert decided is not None
    assert decided.policy is SupportPolicy.VISIT_SHOKOKAI


def test_names_are_hidden_by_themselves_where_somebody_in_the_room_may_not_know_them(
    qtbot: QtBot, page: MeetingsPage, shell: FakeShell, file_ledger: Ledger, act: Act, meeting: int, shokokai: int
) -> None:
    bank = organisations.add(file_ledger, act, NewOrganisation(OrganisationKind.BANK, "見本銀行")).value
    meetings.attend(file_ledger, act, meeting, [Seat(shokokai, OGUCHI, attended=True), Seat(bank, attended=True)])
    made = project(qtbot, page, shell, meeting)
    assert made.hidden
    assert not made.anonymous.isEnabled()
    named = [line.target for line in meetings.agenda(file_ledger, meeting)]
    for place in range(len(named)):
        press(Qt.Key.Key_Return)
        assert made.place == place + 1
        shown = words(made) + "\n".join(one.text() for one in made.findChildren(type(made.form.note)))
        for target in named:
            assert target.name not in shown
            assert target.representative not in shown


def test_f6_hides_the_name_and_all_that_was_written(
    qtbot: QtBot, page: MeetingsPage, shell: FakeShell, file_ledger: Ledger, act: Act, meeting: int
) -> None:
    centre = next(one.id for one in organisations.every(file_ledger) if one.kind is OrganisationKind.CENTRE)
    meetings.attend(file_ledger, act, meeting, [Seat(centre, attended=True)])
    projector = project(qtbot, page, shell, meeting)
    name = meetings.agenda(file_ledger, meeting)[0].target.name
    assert name in words(projector), "it consents to the Centre"
    projector.form.note.setText(f"{name}の件")
    press(Qt.Key.Key_F6)
    assert projector.hidden
    assert name not in words(projector)
    assert projector.form.note.text() == ""
    press(Qt.Key.Key_1, Qt.Key.Key_Return)
    shell.desk.wait()
    decided = meetings.agenda(file_ledger, meeting)[0].item.decision
    assert decided is not None
    assert decided.note == f"{name}の件", "what is hidden is not lost"


def test_a_projector_of_1024_px_shows_the_firm_and_the_decision_whole(projector: Projector) -> None:
    projector.resize(1024, 768)
    projector.show_place(0)
    QApplication.processEvents()
    assert projector.width() == 1024
    for area in projector.findChildren(QScrollArea):
        if area.isVisible():
            assert area.widget().minimumSizeHint().width() <= area.viewport().width()


def test_a_meeting_without_an_agenda_does_not_say_that_all_was_decided(projector: Projector) -> None:
    projector.ending.show_left(0, ())
    said = " ".join(one.text() for one in projector.ending.findChildren(QLabel))
    assert "議題がありません" in said
    assert "決まりました" not in said
