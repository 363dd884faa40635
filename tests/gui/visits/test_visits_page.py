"""訪問・電話: planned without double booking, written down by keyboard, handed on with consent only."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from answered_campaign import flag
from fake_shell import FakeShell
from posted_campaign import CAMPAIGN
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea
from pytestqt.qtbot import QtBot

from shoukei_app.domain.history import Act
from shoukei_app.domain.organisation import OrganisationKind
from shoukei_app.domain.query import Query
from shoukei_app.domain.schedule import VisitPlan
from shoukei_app.domain.visits import Temperature, VisitKind, VisitState
from shoukei_app.gui.kit import dialogs
from shoukei_app.gui.kit.desk import Desk
from shoukei_app.gui.kit.pdf_dialog import PdfDialog
from shoukei_app.gui.visits import badge
from shoukei_app.gui.visits.page import VisitsPage
from shoukei_app.gui.visits.plan_sheet import PlanSheet
from shoukei_app.gui.visits.refer_sheet import ReferSheet
from shoukei_app.store.ledger import Ledger
from shoukei_app.usecases import organisations, targets, visit_planning, visits

OGUCHI = 1


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
    yield made
    shell.desk.wait()


def plan(ledger: Ledger, act: Act, ids: list[int], day: date) -> None:
    visit_planning.plan(
        ledger,
        act,
        [VisitPlan(key, VisitKind.VISIT, day, f"1{hour}:00", 1, (OGUCHI,)) for hour, key in enumerate(ids)],
        insist=True,
    )


def plan_sheet(page: VisitsPage, ledger: Ledger, ids: list[int], day: date) -> PlanSheet:
    """The sheet as the page makes it, without waiting for a person."""
    made: list[PlanSheet] = []
    original = PlanSheet.exec

    def show(sheet: PlanSheet) -> int:
        made.append(sheet)
        sheet.show()
        return 0

    PlanSheet.exec = show  # type: ignore[method-assign]
    keep_alive, PlanSheet.deleteLater = PlanSheet.deleteLater, lambda _sheet: None  # type: ignore[method-assign]
    try:
        page.plan_for(ids)
    finally:
        PlanSheet.exec = original  # type: ignore[method-assign]
        PlanSheet.deleteLater = keep_alive  # type: ignore[method-assign]
    (sheet,) = made
    sheet.form.editor("day").setText(f"{day:%Y/%m/%d}")  # type: ignore[attr-defined]
    return sheet


def test_nothing_planned_shows_one_place_to_begin(page: VisitsPage, shell: FakeShell) -> None:
    page.show()
    assert not page.panel.isVisible()
    assert not page.strip.isVisible()
    page.plan()
    assert shell.went[-1][0] == "flags"


def test_many_days_leave_the_panel_in_sight(page: VisitsPage, file_ledger: Ledger, act: Act, ids: list[int]) -> None:
    for place, key in enumerate(ids):
        plan(file_ledger, act, [key], date.today() + timedelta(days=place * 9 - 1))
    page.show()
    assert page.strip.isVisible()
    assert not any(area.horizontalScrollBar().isVisible() for area in page.findChildren(QScrollArea))
    assert page.tools.minimumSizeHint().width() <= page.width()


def test_no_visit_next_week_leads_on_to_the_days(page: VisitsPage, monkeypatch: pytest.MonkeyPatch) -> None:
    page.show()
    asked: list[str] = []
    monkeypatch.setattr(dialogs, "ask", lambda _page, title, *_, **__: asked.append(title) or "allot")
    opened: list[bool] = []
    monkeypatch.setattr(page, "allot", lambda: opened.append(True))
    page.open("next_week")
    assert asked == ["来週の訪問・電話の予定がまだありません"]
    assert opened


def test_without_people_it_leads_to_them(
    page: VisitsPage, shell: FakeShell, file_ledger: Ledger, act: Act, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.show()
    monkeypatch.setattr(organisations, "persons", lambda _ledger: ())
    monkeypatch.setattr(dialogs, "ask", lambda *_, **__: "open")
    page.open("allot")
    assert shell.went == [("organisations", None)]


def test_several_firms_get_following_slots(page: VisitsPage, file_ledger: Ledger, ids: list[int]) -> None:
    page.show()
    friday = date(2027, 1, 8)
    sheet = plan_sheet(page, file_ledger, ids[:3], friday)
    sheet.tick(OGUCHI)
    assert [(one.planned_on, one.planned_time) for one in sheet.plans] == [
        (friday, "10:00"),
        (friday, "13:30"),
        (friday, "15:30"),
    ]
    sheet.form.editor("time").setCurrentText("15:30")  # type: ignore[attr-defined]
    assert sheet.plans[1].planned_on == date(2027, 1, 12), "neither on a Saturday nor on 成人の日"
    QTest.mouseClick(sheet.verb, Qt.MouseButton.LeftButton)
    page.desk.wait()
    assert not sheet.isVisible()
    assert len(page.table.model.ids) == 3
    assert page.panel._name.text() == "見本商店1"
    assert page.panel._facts.text().endswith("小口 直人")


def test_a_double_booking_is_told_and_the_sheet_stays(
    page: VisitsPage, file_ledger: Ledger, act: Act, ids: list[int]
) -> None:
    page.show()
    day = date(2027, 1, 8)
    plan(file_ledger, act, ids[:1], day)
    sheet = plan_sheet(page, file_ledger, ids[:2], day)
    assert [one.target_id for one in sheet.plans] == [ids[1]], "who has a plan already is left out"
    sheet.tick(OGUCHI)
    QTest.mouseClick(sheet.verb, Qt.MouseButton.LeftButton)
    page.desk.wait()
    assert sheet.isVisible()
    assert "小口 直人さんには令和9年1月8日（金） 10:00に別の訪問" in sheet._wrong.text()
    sheet.close()


def test_a_result_is_written_down_by_keyboard_and_the_next_is_there(
    page: VisitsPage, shell: FakeShell, file_ledger: Ledger, act: Act, ids: list[int]
) -> None:
    plan(file_ledger, act, ids[:2], date.today() - timedelta(days=1))
    assert badge.waiting(shell.session) == 2
    page.show()
    page.activateWindow()
    QTest.qWaitForWindowActive(page)
    assert "結果の未記録 2件" in page._state.text()
    first, second = page.table.model.ids
    assert page.table.current_id() == first
    page.panel.ask()
    assert "結果を選んでください" in page.panel._wrong.text()
    QTest.keyClick(page.table.view, Qt.Key.Key_Return)
    QTest.keyClick(page.panel.result, Qt.Key.Key_1)
    page.panel.said.editor("said").setPlainText("長男に任せたい")  # type: ignore[attr-defined]
    QTest.keyClick(page.panel.temperature, Qt.Key.Key_1)
    QTest.keyClick(page.panel.temperature, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    page.desk.wait()
    (line,) = visits.lines(file_ledger, [first])
    assert (line.result.state, line.result.said) == (VisitState.MET, "長男に任せたい")
    assert line.result.temperature is Temperature.HIGH
    assert line.made_on == date.today() - timedelta(days=1)
    assert page.table.current_id() == second
    assert page.panel.result.value() is None
    assert shell.said[-1][1], "can be taken back"
    assert badge.waiting(shell.session) == 1


def test_what_was_typed_survives_a_look_at_another_visit(
    page: VisitsPage, file_ledger: Ledger, act: Act, ids: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    plan(file_ledger, act, ids[:2], date.today())
    page.show()
    first, second = page.table.model.ids
    page.panel.said.editor("said").setPlainText("途中まで")  # type: ignore[attr-defined]
    page.table.select(second)
    assert not page.panel.said.editor("said").toPlainText()  # type: ignore[attr-defined]
    page.table.select(first)
    assert page.panel.said.editor("said").toPlainText() == "途中まで"  # type: ignore[attr-defined]
    asked: list[str] = []
    monkeypatch.setattr(dialogs, "confirm", lambda _p, _t, text, *_a, **_k: asked.append(text) or False)
    assert not page.may_leave()
    assert "1件の入力" in asked[0]


def test_days_filter_the_table(page: VisitsPage, file_ledger: Ledger, act: Act, ids: list[int]) -> None:
    plan(file_ledger, act, ids[:2], date.today() - timedelta(days=3))
    plan(file_ledger, act, ids[2:3], date.today())
    page.show()
    words = [made.text() for _meant, made in page.strip._buttons]
    assert words == ["すべて", "過ぎたもの 2件", "今日 1件"]
    page.strip._buttons[1][1].click()
    assert len(page.table.model.ids) == 2
    page.strip._buttons[2][1].click()
    assert len(page.table.model.ids) == 1
    assert page.strip._buttons[2][1].isChecked()
    page.strip._buttons[0][1].click()
    assert len(page.table.model.ids) == 3


def test_nobody_is_handed_on_without_consent(
    page: VisitsPage,
    shell: FakeShell,
    file_ledger: Ledger,
    act: Act,
    ids: list[int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plan(file_ledger, act, ids[:2], date.today())
    page.show()
    page.table.view.selectAll()

    def fill(sheet: ReferSheet) -> int:
        assert not sheet.verb.isEnabled()
        assert "1件は" in sheet._said.text()
        sheet.consent.setChecked(True)
        assert sheet.verb.isEnabled()
        sheet.verb.click()
        return 1

    monkeypatch.setattr(ReferSheet, "exec", fill)
    page.actions_made["refer"].trigger()
    page.desk.wait()
    assert shell.said[-1] == ("2件の橋渡しを記録しました", True)
    assert not visits.without_consent(file_ledger, CAMPAIGN, ids[:2], OrganisationKind.CENTRE)
    assert visits.without_consent(file_ledger, CAMPAIGN, ids[:3], OrganisationKind.CENTRE) == (ids[2],)
    assert len(visits.find(file_ledger, CAMPAIGN, Query(filters={"referred": ("yes",)}))) == 2


@pytest.mark.parametrize(("key", "count"), [("print", "2件"), ("blank", "1件")])
def test_visit_sheets_are_made_for_the_selection_or_blank(
    qapp: QApplication, page: VisitsPage, file_ledger: Ledger, act: Act, ids: list[int], key: str, count: str
) -> None:
    plan(file_ledger, act, ids[:2], date.today())
    page.show()
    page.table.view.selectAll()
    page.actions_made[key].trigger()
    page.desk.wait()
    dialog = page.findChild(PdfDialog)
    assert dialog is not None
    assert dialog.isVisible()
    assert count in "".join(one.text() for one in dialog.findChildren(QLabel))
    dialog.accept()
    qapp.processEvents()


def test_opened_from_other_pages(page: VisitsPage, file_ledger: Ledger, act: Act, ids: list[int]) -> None:
    plan(file_ledger, act, ids[:2], date.today())
    page.show()
    page.open(ids[1])
    assert [line.target_id for line in visits.lines(file_ledger, page.table.model.ids)] == [ids[1]]
    page.open(Query(filters={"priority": ("S",)}))
    assert len(page.table.model.ids) == 2
    assert [line.visit_state for line in targets.lines(file_ledger, ids[:2])] == [VisitState.PLANNED] * 2
    assert len(organisations.every(file_ledger)) == 2
