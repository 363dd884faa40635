"""フォロー会議: meetings planned, papers for whom they are, firms put on and taken off, cases worked on together."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from answered_campaign import flag
from fake_shell import FakeShell
from posted_campaign import CAMPAIGN
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from shoukei_app.domain.cases import CaseOutcome, CaseState, Decision, SupportPolicy
from shoukei_app.domain.days import first_of_month, last_of_month
from shoukei_app.domain.history import Act
from shoukei_app.domain.meeting import AgendaReason, MeetingKind, Seat
from shoukei_app.domain.query import Query
from shoukei_app.gui.kit import dialogs
from shoukei_app.gui.kit.desk import Desk
from shoukei_app.gui.meetings.case_sheets import Planning, PolicySheet
from shoukei_app.gui.meetings.day_edit import read_day
from shoukei_app.gui.meetings.meeting_sheets import AttendanceSheet, MonthlySheet
from shoukei_app.gui.meetings.page import MeetingsPage
from shoukei_app.gui.meetings.paper_sheet import PaperKind, PaperSheet
from shoukei_app.store.ledger import Ledger
from shoukei_app.usecases import cases, meetings, organisations
from shoukei_app.usecases.meetings import NewMeeting

DAY = date(2027, 1, 19)


@pytest.fixture
def shell(desk: Desk, file_ledger: Ledger) -> FakeShell:
    return FakeShell(desk, file_ledger)


@pytest.fixture
def ids(file_ledger: Ledger, act: Act) -> list[int]:
    return flag(file_ledger, act)


@pytest.fixture
def meeting(file_ledger: Ledger, act: Act, ids: list[int]) -> int:
    seats = tuple(Seat(one.id) for one in organisations.every(file_ledger))
    return meetings.plan(
        file_ledger, act, CAMPAIGN, [NewMeeting(MeetingKind.MONTHLY, DAY, "13:30", "会議室", seats=seats)]
    ).value[0]


@pytest.fixture
def page(qtbot: QtBot, shell: FakeShell, ids: list[int]) -> Iterator[MeetingsPage]:
    made = MeetingsPage(shell)
    qtbot.addWidget(made)
    made.resize(1162, 700)
    with qtbot.waitActive(made):
        made.show()
    shell.desk.wait()
    yield made
    shell.desk.wait()


def test_without_a_meeting_there_is_one_place_to_begin(page: MeetingsPage) -> None:
    assert page.agenda._empty.isVisible()
    assert not page.actions_made["begin"].isEnabled()


def test_a_years_meetings_are_planned_at_once(page: MeetingsPage, shell: FakeShell, file_ledger: Ledger) -> None:
    known = organisations.every(file_ledger)
    sheet = MonthlySheet(page, file_ledger, date(2026, 11, 1), [Seat(known[0].id)])
    sheet.form.editor("week").setCurrentText("第4")  # type: ignore[attr-defined]
    sheet.form.editor("weekday").setCurrentText("月曜日")  # type: ignore[attr-defined]
    assert sheet._days.text().startswith("11月24日（火）、12月28日（月）"), "勤労感謝の日 moves it"
    assert sheet.run()
    assert len(sheet.asked) == 12
    page.agenda._plan(sheet.asked)
    shell.desk.wait()
    sheet.deleteLater()
    assert len(meetings.every(file_ledger, CAMPAIGN)) == 12
    assert len(page.agenda._lines) == 3, "the first one's agenda is drawn"
    assert page.agenda.list.count() == 12


@pytest.mark.usefixtures("meeting")
def test_attendance_has_who_came_and_who_did_not(page: MeetingsPage, file_ledger: Ledger) -> None:
    found = page.agenda.meeting
    assert found is not None
    known, persons = organisations.every(file_ledger), organisations.persons(file_ledger)
    sheet = AttendanceSheet(page, known, persons, found)
    first = known[0].id
    sheet.ticks._boxes[first, None].setChecked(False)
    person = next(one for one in persons if one.organisation_id == known[1].id)
    sheet.ticks._boxes[known[1].id, person.id].setChecked(True)
    assert sheet.run()
    sheet.deleteLater()
    assert Seat(first, None, attended=False) in sheet.seats
    assert Seat(known[1].id, person.id, attended=True) in sheet.seats
    assert Seat(known[1].id) not in sheet.seats, "who it is was not known before"


@pytest.mark.usefixtures("meeting")
def test_a_firm_that_belongs_there_is_not_taken_off(page: MeetingsPage, shell: FakeShell, ids: list[int]) -> None:
    page.agenda.put_on([ids[4], ids[0]])
    shell.desk.wait()
    assert shell.said[-1] == ("1件を第1回の議題に載せました（1件はすでに載っています）", True)
    last = list(page.agenda._lines)[-1]
    page.agenda.table.select(next(iter(page.agenda._lines)))
    page.agenda._take_off()
    shell.desk.wait()
    (notice,) = [one for one in QApplication.topLevelWidgets() if isinstance(one, dialogs.Notice) and one.isVisible()]
    assert "議題から外せません" in notice.text.text()
    notice.close()
    page.agenda.table.select(last)
    page.agenda._take_off()
    shell.desk.wait()
    assert len(page.agenda._lines) == 3


@pytest.mark.usefixtures("meeting")
def test_the_order_is_changed_by_keys(page: MeetingsPage, shell: FakeShell) -> None:
    before = list(page.agenda._lines)
    page.agenda.table.select(before[0])
    page.agenda.table.view.setFocus()
    QTest.keyClick(page.agenda.table.view, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    shell.desk.wait()
    assert list(page.agenda._lines) == [before[1], before[0], before[2]]
    assert page.agenda.table.current_id() == before[0], "what is moved stays chosen"
    page.agenda.table.set_query(Query(filters={"reason": (AgendaReason.DEADLINE.value,)}))
    assert not page.agenda.table.model.ids


@pytest.mark.usefixtures("meeting")
def test_papers_say_how_many_are_named(qtbot: QtBot, page: MeetingsPage, shell: FakeShell) -> None:
    found = page.agenda.meeting
    assert found is not None
    sheet = PaperSheet(page, shell, found, PaperKind.PACK)
    qtbot.addWidget(sheet)
    shell.desk.wait()
    assert sheet.told.text() == "名前あり 0件　伏せた件 3件", "nobody consents to everybody at the table"
    sheet.recipient.setCurrentIndex(1)
    shell.desk.wait()
    assert sheet.told.text() == "名前あり 2件　伏せた件 1件", "two consent to the municipality"
    sheet.no_name.setChecked(True)
    shell.desk.wait()
    assert sheet.told.text() == "名前あり 0件　伏せた件 3件"
    sheet.close()


@pytest.mark.usefixtures("meeting")
def test_cases_are_counted_and_worked_on_together(
    page: MeetingsPage, shell: FakeShell, file_ledger: Ledger, act: Act, ids: list[int]
) -> None:
    cases.decide(file_ledger, act, ids[:2], Decision(SupportPolicy.CALL))
    cases.advance(file_ledger, act, ids[:1], CaseState.MET, date(2026, 8, 1))
    page.switch.choose("cases")
    assert list(page.cases.table.model.ids) == ids[:3]
    page.cases.years.selectAll()
    page.cases.years.copy()
    copied = QGuiApplication.clipboard().text().splitlines()
    assert copied[0].split("\t")[1:] == ["開催要請", "方向性決定", "開催", "結果集約", "支援"]
    assert copied[-1].split("\t")[1:] == ["3", "2", "1", "0", "0"]
    page.cases.table.select(ids[0])
    page.cases._review()
    shell.desk.wait()
    assert cases.of_targets(file_ledger, ids[:1])[ids[0]].reviewed_by == "試験 太郎"
    page.cases._write(lambda: cases.conclude(file_ledger, act, ids[:1], CaseOutcome.FAMILY), "", "終えました")
    shell.desk.wait()
    assert list(page.cases.table.model.ids) == ids[1:3], "closed ones are out of sight"
    page.cases.table.clear_filters()
    assert list(page.cases.table.model.ids) == ids[:3]
    page.cases.table.select(ids[0])
    page.cases._put_on()
    shell.desk.wait()
    assert shell.said[-1][0].startswith("0件を第1回"), "it was on the agenda before"


@pytest.mark.usefixtures("meeting")
def test_a_policy_is_decided_between_meetings(
    page: MeetingsPage,
    shell: FakeShell,
    file_ledger: Ledger,
    act: Act,
    ids: list[int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stands = Decision(SupportPolicy.CALL, 1, deadline=date(2026, 9, 30), note="午後に")
    cases.decide(file_ledger, act, ids[:1], stands)
    page.switch.choose("cases")

    def choose(sheet: PolicySheet) -> int:
        assert sheet.form.typed() == Planning(SupportPolicy.CALL, date(2026, 9, 30))
        sheet.form.fill(Planning(SupportPolicy.VISIT_JOINT, next_look=date(2026, 10, 1)))
        assert sheet.run()
        return 1

    monkeypatch.setattr(PolicySheet, "exec", choose)
    page.cases.table.select(ids[0])
    page.cases.actions_made["policy"].trigger()
    shell.desk.wait()
    assert cases.of_targets(file_ledger, ids[:1])[ids[0]].decision == replace(
        stands, policy=SupportPolicy.VISIT_JOINT, next_look=date(2026, 10, 1)
    )
    assert shell.said[-1] == ("1件の方針を「訪問（合同）」にしました", True)


def test_days_are_read_from_the_meeting_on() -> None:
    base = date(2026, 11, 17)
    assert read_day("１１/２０", base) == date(2026, 11, 20)
    assert read_day("1/8", base) == date(2027, 1, 8)
    assert read_day("R9.1.8", base) == date(2027, 1, 8)
    assert read_day("2/30", base) is None
    assert read_day("", base) is None
    assert first_of_month(base, 3) == date(2027, 2, 1)
    assert last_of_month(base, 3) == date(2027, 2, 28)
    assert last_of_month(base, 1) == date(2026, 12, 31)
