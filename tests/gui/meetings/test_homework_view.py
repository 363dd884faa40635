"""宿題: one list by term, done, put off and given on by a key, handed out with consent only."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest
from answered_campaign import flag
from fake_shell import FakeShell
from posted_campaign import CAMPAIGN
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from shoukei_app.domain.history import Act
from shoukei_app.domain.homework import Term
from shoukei_app.domain.query import Query
from shoukei_app.domain.schedule import VisitPlan
from shoukei_app.domain.visits import VisitKind
from shoukei_app.gui.kit import dialogs
from shoukei_app.gui.kit.desk import Desk
from shoukei_app.gui.meetings.homework_sheets import DelaySheet, EndingSheet, HandingSheet
from shoukei_app.gui.meetings.homework_view import HomeworkView
from shoukei_app.store.ledger import Ledger
from shoukei_app.usecases import homework, targets, tasks, visit_planning
from shoukei_app.usecases.tasks import NewTask

SHOKOKAI, OGUCHI = 1, 1


@pytest.fixture
def shell(desk: Desk, file_ledger: Ledger) -> FakeShell:
    return FakeShell(desk, file_ledger)


@pytest.fixture
def ids(file_ledger: Ledger, act: Act) -> list[int]:
    found = flag(file_ledger, act)
    today = date.today()
    late, soon = NewTask("電話する", SHOKOKAI, OGUCHI, today - timedelta(days=3), found[0]), NewTask("資料", SHOKOKAI)
    tasks.give(file_ledger, act, CAMPAIGN, [late, soon])
    visit_planning.plan(
        file_ledger, act, [VisitPlan(found[1], VisitKind.VISIT, today, "10:00", SHOKOKAI, (OGUCHI,))], insist=True
    )
    return found


@pytest.fixture
def view(qtbot: QtBot, shell: FakeShell, ids: list[int]) -> Iterator[HomeworkView]:
    made = HomeworkView(shell)
    qtbot.addWidget(made)
    made.resize(1110, 640)
    made.refresh()
    made.show()
    yield made
    shell.desk.wait()


def opened(view: HomeworkView, kind: type[dialogs.Sheet]) -> dialogs.Sheet:
    (sheet,) = (one for one in view.findChildren(kind) if one.isVisible())
    return sheet


def test_terms_are_counted_and_filter(view: HomeworkView) -> None:
    assert [made.text() for made in view._terms.values()] == [
        "すべて 3件",
        "期限切れ 1件",
        "今週 1件",
        "1か月以内 0件",
        "それ以降 1件",
    ]
    view._terms[Term.OVERDUE].click()
    assert len(view.table.model.ids) == 1
    chore = view.current()
    assert chore is not None
    assert (chore.what, chore.firm) == ("電話する", "見本商店1")


def test_done_with_one_key_and_enter(view: HomeworkView, shell: FakeShell, file_ledger: Ledger) -> None:
    QTest.keyClick(view.table.view, Qt.Key.Key_F9)
    sheet = opened(view, EndingSheet)
    QTest.keyClick(sheet.form.editor("note"), Qt.Key.Key_Return)  # type: ignore[attr-defined]
    shell.desk.wait()
    assert shell.said[-1] == ("「電話する」：終えました", True)
    view.refresh()
    assert len(view.table.model.ids) == 2
    assert [one.what for one in tasks.every(file_ledger, CAMPAIGN)] == ["資料"]


def test_put_off_wants_a_reason_and_given_on_a_person(
    view: HomeworkView, shell: FakeShell, file_ledger: Ledger
) -> None:
    QTest.keyClick(view.table.view, Qt.Key.Key_F8)
    sheet = opened(view, DelaySheet)
    sheet.verb.click()
    assert sheet.isVisible(), "the reason is missing"
    sheet.form.editor("reason").setText("先方の都合")  # type: ignore[attr-defined]
    sheet.verb.click()
    shell.desk.wait()
    view.refresh()
    assert not homework.counted(file_ledger, CAMPAIGN, date.today())[Term.OVERDUE]
    view.table.select(next(key for key, one in view._chores.items() if one.what == "電話する"))
    view.give_on()
    handing = opened(view, HandingSheet)
    handing.form.editor("to").setCurrentIndex(4)  # type: ignore[attr-defined]
    handing.verb.click()
    shell.desk.wait()
    given = next(one for one in tasks.every(file_ledger, CAMPAIGN) if one.what == "電話する")
    assert (given.organisation, given.person) == ("見本センター", "内山")


def test_a_visit_opens_where_it_is_written_down(view: HomeworkView, shell: FakeShell, ids: list[int]) -> None:
    view._terms[Term.WEEK].click()
    assert not view.actions_made["finish"].isEnabled()
    view.open_current()
    assert shell.went == [("visits", ids[1])]


def test_an_organisation_gets_names_with_consent_only(
    view: HomeworkView, shell: FakeShell, file_ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "宿題.xlsx"
    monkeypatch.setattr(dialogs, "save_file", lambda *_arguments: path)
    assert not view.actions_made["export"].isEnabled()
    view.who.setCurrentIndex(view.who.findText("見本商工会"))
    view.refresh()
    view.export()
    shell.desk.wait()
    cells = "\n".join(str(cell) for sheet in openpyxl.load_workbook(path) for row in sheet.values for cell in row)
    names = [line.name for line in targets.lines(file_ledger, targets.find(file_ledger, CAMPAIGN, Query()))]
    assert not [name for name in names if name in cells], "nobody consented to the 商工会"
    assert "電話する" not in cells
    assert "資料" in cells
