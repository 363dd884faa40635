"""Writing a visit down by keyboard alone, and the hearing sheet on the screen while telephoning."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from answered_campaign import flag
from fake_shell import FakeShell
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from shoukei_app.domain.consultation import Consultation
from shoukei_app.domain.history import Act
from shoukei_app.domain.questionnaire import Recipient
from shoukei_app.domain.schedule import VisitPlan
from shoukei_app.domain.visits import NextAction, Temperature, VisitKind, VisitState
from shoukei_app.gui.kit import dialogs
from shoukei_app.gui.kit.desk import Desk
from shoukei_app.gui.visits.hearing_view import HearingView
from shoukei_app.gui.visits.page import VisitsPage
from shoukei_app.gui.visits.record_panel import tidied_time
from shoukei_app.store.ledger import Ledger
from shoukei_app.usecases import consultations, hearings, tasks, visit_planning, visits

CAMPAIGN, OGUCHI = 1, 1
MOST_STROKES = 25


@pytest.fixture
def shell(desk: Desk, file_ledger: Ledger) -> FakeShell:
    return FakeShell(desk, file_ledger)


@pytest.fixture
def ids(file_ledger: Ledger, act: Act) -> list[int]:
    found = flag(file_ledger, act)[:2]
    yesterday = date.today() - timedelta(days=1)
    plans = [VisitPlan(key, VisitKind.PHONE, yesterday, f"1{at}:00", 1, (OGUCHI,)) for at, key in enumerate(found)]
    visit_planning.plan(file_ledger, act, plans, insist=True)
    return found


@pytest.fixture
def page(qtbot: QtBot, shell: FakeShell, ids: list[int]) -> Iterator[VisitsPage]:
    made = VisitsPage(shell)
    qtbot.addWidget(made)
    made.resize(1162, 700)
    made.show()
    made.activateWindow()
    QTest.qWaitForWindowActive(made)
    yield made
    shell.desk.wait()


class Keyboard:
    """Presses keys where the focus is, and counts them; words are put in without being counted."""

    def __init__(self) -> None:
        self.strokes = 0

    def press(self, *keys: Qt.Key) -> None:
        for key in keys:
            QTest.keyClick(self.focus(), key)
            self.strokes += 1

    def type(self, text: str) -> None:
        for character in text:
            QTest.keyClick(self.focus(), character)
            self.strokes += 1

    def keep(self) -> None:
        QTest.keyClick(self.focus(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        self.strokes += 2

    @staticmethod
    def focus() -> QWidget:
        widget = QApplication.focusWidget()
        assert widget is not None
        return widget


def test_a_met_visit_takes_few_strokes(
    page: VisitsPage, shell: FakeShell, file_ledger: Ledger, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = page.table.model.ids
    page.table.focus_rows()
    keyboard = Keyboard()
    tab = Qt.Key.Key_Tab
    keyboard.press(Qt.Key.Key_Return, Qt.Key.Key_1)
    keyboard.focus().setPlainText("長男に任せたいが、まだ話していない")  # type: ignore[attr-defined]  # words said
    keyboard.press(tab, Qt.Key.Key_1)
    keyboard.press(tab, Qt.Key.Key_3)
    keyboard.press(tab, Qt.Key.Key_3)
    coming = date.today() + timedelta(days=7)
    keyboard.press(tab)
    keyboard.type(f"{coming.year - 2018}.{coming.month}.{coming.day}")
    keyboard.press(tab)
    keyboard.type("1330")
    keyboard.keep()
    shell.desk.wait()
    with capsys.disabled():
        print(f"\nmet visit with consent and next appointment: {keyboard.strokes} strokes besides the words")
    assert keyboard.strokes <= MOST_STROKES
    (line,) = visits.lines(file_ledger, [first])
    result = line.result
    assert (result.state, result.temperature, result.next_action) == (
        VisitState.MET,
        Temperature.HIGH,
        NextAction.VISIT_AGAIN,
    )
    stands = {one.recipient for one in visits.consents_of(file_ledger, line.target_id) if one.stands}
    assert Recipient.SHOKOKAI in stands
    planned = [one for one in visits.of_target(file_ledger, line.target_id)[0] if one.made_on is None]
    assert [(one.planned_on, one.planned_time, one.team) for one in planned] == [(coming, "13:30", ("小口 直人",))]
    assert page.table.current_id() != first
    assert second in page.table.model.ids


def test_homework_and_a_withdrawn_consent_are_kept_with_the_visit(
    page: VisitsPage, shell: FakeShell, file_ledger: Ledger, ids: list[int]
) -> None:
    panel = page.panel
    page.table.select(page.table.model.ids[0])
    assert panel.consent.ticked() == {Recipient.MUNICIPALITY, Recipient.CENTRE}
    QTest.keyClick(panel.result, Qt.Key.Key_1)
    QTest.keyClick(panel.consent, Qt.Key.Key_4)
    panel.form.editor("homework_due").setText("2026/12/1")  # type: ignore[attr-defined]
    panel.ask()
    assert panel.unsaved == 1, "homework without words is not kept"
    panel.form.editor("homework").setText("決算書をもらう")  # type: ignore[attr-defined]
    panel.ask()
    shell.desk.wait()
    (task,) = tasks.every(file_ledger, CAMPAIGN)
    assert (task.what, task.organisation, task.target_id) == ("決算書をもらう", "見本商工会", ids[0])
    stands = {one.recipient for one in visits.consents_of(file_ledger, ids[0]) if one.stands}
    assert stands == {Recipient.MUNICIPALITY}


def test_a_call_goes_through_the_questions_and_on_to_the_next_firm(
    page: VisitsPage, shell: FakeShell, file_ledger: Ledger, ids: list[int]
) -> None:
    first, second = page.table.model.ids
    page.actions_made["hear"].trigger()
    dialog = page.findChild(HearingView)
    assert dialog is not None
    assert "お仕事" in dialog._aloud.text()
    assert dialog.draft is not None
    dialog.draft.place = len(dialog.draft.questions)
    dialog.draft.answers["wish"] = dialog.draft.answer("wish")
    dialog.form.go_to([one.id for one in dialog.draft.questions].index("wish"))
    QTest.keyClick(dialog.form.current.edit, Qt.Key.Key_3)
    QTest.keyClick(dialog.form.current.edit, Qt.Key.Key_3)
    assert dialog.edited
    dialog.change_side()
    QTest.keyClick(dialog.panel.result, Qt.Key.Key_1)
    dialog.keep()
    shell.desk.wait()
    answers = hearings.of_visit(file_ledger, first)
    assert answers["wish"].codes == (3,)
    assert answers["successor"].codes == (3,)
    assert dialog.isVisible()
    assert dialog._visit_id == second
    assert not dialog.edited
    QTest.keyClick(dialog.panel.result, Qt.Key.Key_2)
    dialog.panel.form.editor("again_on").setText("2026/12/1")  # type: ignore[attr-defined]
    dialog.keep()
    shell.desk.wait()
    made = visits.of_target(file_ledger, ids[1])[0]
    assert [one.result.state for one in made] == [VisitState.ABSENT, VisitState.PLANNED]
    assert made[1].kind is VisitKind.PHONE
    dialog.reject()


def test_a_slot_of_a_consultation_day_is_heard_as_a_visit_is(
    qtbot: QtBot, shell: FakeShell, file_ledger: Ledger, act: Act
) -> None:
    first, *_ = flag(file_ledger, act)
    day = date.today() - timedelta(days=1)
    held = Consultation(0, day, "見本市民会館", 1, "10:00", "16:00", 60, (OGUCHI,))
    key = consultations.create(file_ledger, act, CAMPAIGN, held, insist=True).value
    (booked,) = consultations.book(file_ledger, act, key, [first]).value
    page = VisitsPage(shell)
    qtbot.addWidget(page)
    page.refresh()
    page.hear(booked)
    dialog = page.findChild(HearingView)
    assert dialog is not None
    assert "相談会" in dialog.panel._state.text()
    assert dialog.panel._line is not None
    assert dialog.panel._line.address in dialog._about.text(), "they meet, so the place matters"
    QTest.keyClick(dialog.panel.result, Qt.Key.Key_1)
    dialog.panel.said.editor("said").setPlainText("後継者を探したい")  # type: ignore[attr-defined]
    dialog.panel.form.editor("again_on").setText("2026/12/1")  # type: ignore[attr-defined]
    dialog.keep()
    shell.desk.wait()
    made, _ = visits.of_target(file_ledger, first)
    assert [(one.kind, one.result.state) for one in made] == [
        (VisitKind.CONSULTATION, VisitState.MET),
        (VisitKind.VISIT, VisitState.PLANNED),
    ]
    (slot, *_) = consultations.slots(file_ledger, key)
    assert slot.visit_id == booked, "who came stays in its slot"


def test_what_was_heard_is_not_lost_by_escape(page: VisitsPage, monkeypatch: pytest.MonkeyPatch) -> None:
    page.hear(page.table.model.ids[0])
    dialog = page.findChild(HearingView)
    assert dialog is not None
    QTest.keyClick(dialog.panel.result, Qt.Key.Key_1)
    monkeypatch.setattr(dialogs, "confirm", lambda *_a, **_k: False)
    dialog.reject()
    assert dialog.isVisible()
    monkeypatch.setattr(dialogs, "confirm", lambda *_a, **_k: True)
    dialog.reject()
    assert not dialog.isVisible()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("1330", "13:30"), ("１３：３０", "13:30"), ("9", "09:00"), ("13時半", "13時半"), ("2561", "2561")],
)
def test_times_are_tidied(typed: str, kept: str) -> None:
    assert tidied_time(typed) == kept
