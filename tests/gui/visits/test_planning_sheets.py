"""割り振り, the week, 日程のきまり, 出張相談会 and 予定表 in the window: what is shown, and what is kept of it."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from answered_campaign import flag
from fake_shell import FakeShell
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from shoukei_app.domain.calendars import Limits, monday_of
from shoukei_app.domain.cases import Decision, SupportPolicy
from shoukei_app.domain.consultation import Consultation
from shoukei_app.domain.history import Act
from shoukei_app.domain.organisation import OrganisationKind
from shoukei_app.domain.schedule import VisitPlan
from shoukei_app.domain.visits import VisitKind
from shoukei_app.gui.kit import dialogs
from shoukei_app.gui.kit.desk import Desk
from shoukei_app.gui.kit.pdf_dialog import PdfDialog
from shoukei_app.gui.visits.allot_sheet import AllotSheet
from shoukei_app.gui.visits.calendar_sheet import CalendarSheet
from shoukei_app.gui.visits.consultation_sheet import ConsultationSheet, DaySheet
from shoukei_app.gui.visits.day_text import UnreadableDay, read_days, read_named_days, written
from shoukei_app.gui.visits.page import VisitsPage
from shoukei_app.gui.visits.schedule_sheet import Manner, ScheduleSheet
from shoukei_app.store.ledger import Ledger
from shoukei_app.usecases import calendars, cases, consultations, organisations, visit_planning, visits
from shoukei_app.usecases.organisations import NewOrganisation

OGUCHI = 1
THURSDAY = date(2027, 1, 14)  # a week without a holiday


@pytest.fixture
def shell(desk: Desk, file_ledger: Ledger) -> FakeShell:
    return FakeShell(desk, file_ledger)


@pytest.fixture
def ids(file_ledger: Ledger, act: Act) -> list[int]:
    return flag(file_ledger, act)


@pytest.fixture
def page(qtbot: QtBot, shell: FakeShell, ids: list[int]) -> Iterator[VisitsPage]:
    made = VisitsPage(shell)
    qtbot.addWidget(made)
    made.resize(1162, 700)
    made.show()
    yield made
    shell.desk.wait()


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[Any], None]], None]:
    """Do something with the next sheet instead of waiting for a person."""

    def arrange(do: Callable[[Any], None]) -> None:
        def run(sheet: QDialog) -> int:
            sheet.show()
            do(sheet)
            return 0

        for kind in (AllotSheet, CalendarSheet, ConsultationSheet, DaySheet, ScheduleSheet):
            monkeypatch.setattr(kind, "exec", run)

    return arrange


def plan(ledger: Ledger, act: Act, target_id: int, day: date, time: str = "10:00") -> int:
    entry = VisitPlan(target_id, VisitKind.VISIT, day, time, 1, (OGUCHI,))
    (key,) = visit_planning.plan(ledger, act, [entry], insist=True).value
    return key


def test_a_proposal_is_looked_at_and_kept_as_one(
    page: VisitsPage, shell: FakeShell, file_ledger: Ledger, act: Act, ids: list[int], shown: Any
) -> None:
    cases.decide(file_ledger, act, ids[:2], Decision(SupportPolicy.VISIT_SHOKOKAI, lead_organisation_id=1))
    seen: list[str] = []

    def look(sheet: AllotSheet) -> None:
        assert sheet.firms.count() == 2
        assert len(sheet.plans.ids) == 2
        assert sheet._warned.isVisible(), "nobody has reviewed the policies"
        assert "2件" in sheet.verb.text()
        sheet.choose("flagged")
        assert sheet.firms.count() == len(visit_planning.flagged(file_ledger, 1)) == 3
        assert [one.id for one in sheet.ticked()] == ids[:2], "C is for information only"
        sheet.firms.item(0).setCheckState(Qt.CheckState.Unchecked)
        assert len(sheet.ticked()) == 1
        sheet._tick(Qt.CheckState.Unchecked)
        assert not sheet.verb.isEnabled()
        sheet.choose("asked")
        sheet.form.editor("last").setText("R1.5.1")  # type: ignore[attr-defined]
        assert not sheet.verb.isEnabled(), "the end before the beginning"
        sheet.form.editor("last").setText(f"{date.today() + timedelta(days=28):%Y/%m/%d}")  # type: ignore[attr-defined]
        loads = {line.person.id: line for line in sheet._loads.values()}
        assert sum(loads[OGUCHI].weeks.values()) == 2
        seen.append(sheet.verb.text())
        QTest.mouseClick(sheet.verb, Qt.MouseButton.LeftButton)
        shell.desk.wait()

    shown(look)
    page.allot()
    assert seen == ["2件を計画する"]
    assert len(page.table.model.ids) == 2
    assert shell.said[-1] == ("2件の訪問・電話を計画しました", True)
    assert not visit_planning.asked(file_ledger, 1)


def test_what_finds_no_place_is_shown_with_the_reason(
    page: VisitsPage, file_ledger: Ledger, act: Act, ids: list[int], shown: Any
) -> None:
    cases.decide(file_ledger, act, ids[:1], Decision(SupportPolicy.VISIT_JOINT, None, None, (2,), None))
    empty = organisations.add(file_ledger, act, NewOrganisation(OrganisationKind.BANK, "見本銀行")).value
    cases.decide(file_ledger, act, ids[1:2], Decision(SupportPolicy.CALL, lead_organisation_id=empty))

    def look(sheet: AllotSheet) -> None:
        rows = [sheet.left.line(row) for row in range(len(sheet.left.ids))]
        assert "主担当の機関に担当者がいない" in [line.reason for line in rows if line]
        assert sheet._tabs.tabText(1) == f"入らないもの {len(rows)}件"

    shown(look)
    page.allot()


def test_a_visit_is_moved_by_keys_and_by_dragging(
    page: VisitsPage, shell: FakeShell, file_ledger: Ledger, act: Act, ids: list[int], qtbot: QtBot
) -> None:
    first = plan(file_ledger, act, ids[0], THURSDAY)
    second = plan(file_ledger, act, ids[1], THURSDAY, "13:30")
    page.refresh()
    page.show_view("week")
    week = page.week
    week._monday = monday_of(THURSDAY)
    week._show()
    field = week.view.field
    field.select(first)
    QTest.keyClick(field, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    shell.desk.wait()
    (line,) = visits.lines(file_ledger, [first])
    assert (line.planned_on, line.planned_time) == (THURSDAY - timedelta(days=1), "10:00")
    assert shell.said[-1][1]
    QTest.keyClick(field, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    shell.desk.wait()
    assert visits.lines(file_ledger, [first])[0].planned_time == "13:30"
    QTest.keyClick(field, Qt.Key.Key_Right)
    assert field.selected is not None
    assert field.selected.id == second
    begin = field.box_of(field.selected).center()
    target = field._cell(THURSDAY + timedelta(days=1), "15:30").center()
    QTest.mousePress(field, Qt.MouseButton.LeftButton, pos=begin)
    for step in (QPoint(20, 4), target - begin):
        QTest.mouseMove(field, begin + step)
        qtbot.wait(1)
    assert field.place_at(target) == (THURSDAY + timedelta(days=1), "15:30")
    QTest.mouseRelease(field, Qt.MouseButton.LeftButton, pos=target)
    shell.desk.wait()
    (line,) = visits.lines(file_ledger, [second])
    assert (line.planned_on, line.planned_time) == (THURSDAY + timedelta(days=1), "15:30")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert page.table.current_id() == second, "Enter leads to writing it down"
    assert page._views.currentWidget() is page._list


def test_moving_to_a_holiday_asks_and_a_double_booking_is_refused(
    page: VisitsPage, shell: FakeShell, file_ledger: Ledger, act: Act, ids: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    key = plan(file_ledger, act, ids[0], THURSDAY)
    plan(file_ledger, act, ids[1], THURSDAY, "13:30")
    page.show_view("week")
    told: list[str] = []
    answers = [False, True]

    def confirm(_parent: object, _title: str, text: str, _verb: str) -> bool:
        told.append(text)
        return answers.pop(0)

    monkeypatch.setattr(dialogs, "confirm", confirm)
    monkeypatch.setattr(dialogs, "show_problem", lambda _parent, problem: told.append(problem.kind.value))
    holiday = date(2027, 1, 11)
    for expected in (THURSDAY, holiday):
        page.week.move_visit(key, holiday, "10:00")
        shell.desk.wait()
        assert visits.lines(file_ledger, [key])[0].planned_on == expected
    assert "成人の日" in told[0]
    page.week.move_visit(key, THURSDAY, "14:00")
    shell.desk.wait()
    assert told[-1] == "double_booked"


def test_the_week_turns_narrows_and_names_holidays(
    page: VisitsPage, file_ledger: Ledger, act: Act, ids: list[int]
) -> None:
    plan(file_ledger, act, ids[0], date(2027, 1, 12))
    page.refresh()
    page.show_view("week")
    page.week._monday = date(2027, 1, 4)
    page.week.turn(1)
    assert page.week._title.text().startswith("1月11日")
    assert "成人の日" in page.week.view.days.accessibleName()
    assert len(page.week.view.field._entries) == 1
    box = page.week.boxes["person"]
    box.setCurrentIndex(box.findData("2"))
    assert not page.week.view.field._entries
    assert page.week._said.text() == "この週の訪問・電話はありません"
    box.setCurrentIndex(0)
    QTest.keyClick(page.week.view.field, Qt.Key.Key_PageDown)
    assert page.week._title.text().startswith("1月18日") or not page.week._title.text().startswith("1月11日")


def test_calendars_are_asked_for_and_kept(page: VisitsPage, shell: FakeShell, file_ledger: Ledger, shown: Any) -> None:
    def fill(sheet: CalendarSheet) -> None:
        sheet.per_day.setValue(2)
        sheet.per_week.setValue(5)
        sheet.away.fill("2027/1/12〜2027/1/18\n")
        sheet.people.setCurrentRow(1)
        assert sheet.per_day.value() == 3
        sheet.tabs.setCurrentIndex(1)
        sheet.tick([2], [1])
        sheet.add_rule()
        assert sheet._count.text().endswith("日")
        sheet.tabs.setCurrentIndex(2)
        sheet.closing.fill("きのう")
        assert not sheet.run()
        assert sheet._wrong.isVisible()
        sheet.closing.fill("2027/8/13 お盆休み")
        assert sheet.run()

    shown(fill)
    page.settle_calendars()
    shell.desk.wait()
    known = calendars.settled(file_ledger)
    assert known.limits[OGUCHI] == Limits(2, 5)
    assert known.away[OGUCHI] == frozenset(date(2027, 1, day) for day in (12, 13, 14, 15, 18))
    (days,) = known.office_days.values()
    assert {day.weekday() for day in days} == {1}
    assert known.closing == {date(2027, 8, 13): "お盆休み"}


def test_days_are_read_as_people_write_them() -> None:
    about = date(2026, 11, 22)
    assert read_days("12/1、R9.1.12", about) == {date(2026, 12, 1), date(2027, 1, 12)}
    assert read_days("1月8日〜1/12", about) == {date(2027, 1, 8), date(2027, 1, 11), date(2027, 1, 12)}
    assert read_named_days("8/13　お盆休み\n", about) == {date(2027, 8, 13): "お盆休み"}
    assert read_days(written({about}), about) == {about}
    for wrong in ("13/1", "あした", "12/5〜12/1", "1/2〜1/3〜1/4"):
        with pytest.raises(UnreadableDay):
            read_days(wrong, about)


def test_a_consultation_day_is_made_and_filled(
    page: VisitsPage, shell: FakeShell, file_ledger: Ledger, ids: list[int], shown: Any
) -> None:
    new = Consultation(0, THURSDAY, "見本公民館", 1, "13:00", "16:00", 60, (OGUCHI,))

    def fill(sheet: ConsultationSheet) -> None:
        assert sheet.days.count() == 0
        sheet.hold_day(new)
        shell.desk.wait()
        assert "空き 3 / 3枠" in sheet.days.item(0).text()
        before = sheet.firms.count()
        sheet.slots.setCurrentRow(1)
        sheet.firms.setCurrentRow(0)
        sheet.book()
        shell.desk.wait()
        assert sheet.slots.item(1).text().startswith("14:00　見本")
        assert sheet.firms.count() == before - 1
        sheet.slots.setCurrentRow(1)
        sheet.release()
        shell.desk.wait()
        assert sheet.slots.item(1).text() == "14:00　空き"

    shown(fill)
    page.hold_consultations()
    assert len(consultations.every(file_ledger, 1)) == 1


def test_a_day_sheet_asks_for_place_and_persons(page: VisitsPage, file_ledger: Ledger, qtbot: QtBot) -> None:
    sheet = DaySheet(page, organisations.every(file_ledger), organisations.persons(file_ledger), date(2026, 11, 22))
    qtbot.addWidget(sheet)
    assert not sheet.run(), "no place yet"
    sheet.form.editor("place").setText("見本公民館")  # type: ignore[attr-defined]
    sheet.boxes[OGUCHI].setChecked(True)
    assert sheet.run()
    assert sheet.asked is not None
    assert (sheet.asked.persons, sheet.asked.slots[-1], sheet.asked.held_on) == ((OGUCHI,), "15:00", date(2026, 12, 2))


def test_a_schedule_is_previewed_or_saved(
    page: VisitsPage,
    shell: FakeShell,
    file_ledger: Ledger,
    act: Act,
    ids: list[int],
    shown: Any,
    tmp_path: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plan(file_ledger, act, ids[0], THURSDAY)
    asked = iter([Manner.PAPER, Manner.CALENDAR])

    def fill(sheet: ScheduleSheet) -> None:
        value = sheet.form.value()
        assert value is not None
        sheet.asked = type(value)(first=None, manner=next(asked))

    previews: list[PdfDialog] = []

    def show(dialog: PdfDialog) -> None:
        previews.append(dialog)

    monkeypatch.setattr(PdfDialog, "open", show)
    monkeypatch.setattr(dialogs, "save_file", lambda *_args: tmp_path / "予定表.ics")
    shown(fill)
    page.make_schedule()
    shell.desk.wait()
    (preview,) = previews
    assert preview.windowTitle() == "同行訪問予定表　全機関"
    preview.done(0)
    page.make_schedule()
    shell.desk.wait()
    assert (tmp_path / "予定表.ics").read_bytes().startswith(b"BEGIN:VCALENDAR")
    assert shell.said[-1][0].startswith("予定表.ics に 1件を書き出しました")


def test_the_plan_sheet_insists_where_somebody_says_so(
    page: VisitsPage, shell: FakeShell, file_ledger: Ledger, ids: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    from shoukei_app.gui.visits.plan_sheet import PlanSheet

    def fill(sheet: PlanSheet) -> int:
        sheet.show()
        sheet.form.editor("day").setText("2027/1/11")  # type: ignore[attr-defined]
        sheet.tick(OGUCHI)
        sheet.run()
        shell.desk.wait()
        assert "成人の日" in sheet._wrong.text()
        assert sheet.verb.text() == "それでも計画する"
        sheet.run()
        shell.desk.wait()
        return 0

    monkeypatch.setattr(PlanSheet, "exec", fill)
    page.plan_for(ids[:1])
    assert visits.days(file_ledger, 1) == {date(2027, 1, 11): 1}
