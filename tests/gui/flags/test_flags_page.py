"""抽出: tried at every tick, kept when asked, compared with what stands, handed on to the next page."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from answered_campaign import FLAGGED, answer, flag
from fake_shell import FakeShell
from posted_campaign import CAMPAIGN, post_first_run
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from shoukei_app.domain.history import Act
from shoukei_app.domain.query import Query
from shoukei_app.domain.questionnaire import Recipient
from shoukei_app.gui.flags.difference import Part
from shoukei_app.gui.flags.export_sheet import ExportSheet
from shoukei_app.gui.flags.page import FlagsPage
from shoukei_app.gui.kit import dialogs
from shoukei_app.gui.kit.desk import Desk
from shoukei_app.store.ledger import Ledger
from shoukei_app.usecases import export, flags


@pytest.fixture
def shell(desk: Desk, file_ledger: Ledger) -> FakeShell:
    return FakeShell(desk, file_ledger)


@pytest.fixture
def page(qtbot: QtBot, shell: FakeShell) -> Iterator[FlagsPage]:
    made = FlagsPage(shell)
    qtbot.addWidget(made)
    made.resize(1162, 700)
    yield made
    shell.desk.wait()


def run(page: FlagsPage) -> None:
    page.activateWindow()
    QTest.qWaitForWindowActive(page)
    QTest.keyClick(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    page.desk.wait()


def test_without_answers_it_says_what_comes_first(page: FlagsPage, file_ledger: Ledger, act: Act) -> None:
    post_first_run(file_ledger, act)
    page.show()
    assert "回答がまだありません" in page._empty.title.text()
    assert not page.actions_made["run"].isEnabled()


def test_the_first_run_is_tried_before_it_is_kept(
    page: FlagsPage, shell: FakeShell, file_ledger: Ledger, act: Act
) -> None:
    answer(file_ledger, act)
    page.show()
    assert f"{FLAGGED}件が当てはまります" in page._empty.sentence.text()
    assert not page.table.model.ids
    run(page)
    assert len(page.table.model.ids) == FLAGGED
    said, undo = shell.said[-1]
    assert "3件を抽出しました（S 2・A 0・B 0・C 1）" in said
    assert undo
    run(page)
    assert shell.said[-1] == ("抽出は 3件のまま変わりません", False)


def test_a_rule_turned_off_shows_who_goes_out_and_becomes_a_version(
    page: FlagsPage, file_ledger: Ledger, act: Act, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = flag(file_ledger, act)
    page.show()
    page.panel.row_of("wish").box.click()
    assert page.panel.differs
    page._show_part(Part.OUT)
    assert list(page.table.model.ids) == [ids[0]]
    line = page.table.model.line(0)
    assert line is not None
    assert line.priority == "S → 外れる"
    asked: list[str] = []
    monkeypatch.setattr(dialogs, "confirm", lambda _p, _t, text, _v: asked.append(text) or True)
    run(page)
    assert "第2版" in asked[0]
    assert "1件が抽出から外れます" in asked[0]
    assert flags.rules_in_force(file_ledger, CAMPAIGN).version == 2
    assert len(page.table.model.ids) == FLAGGED - 1
    assert not page.panel.row_of("wish").box.isChecked(), "a rule that is out of force can be turned on again"
    assert not page.panel.differs


def test_a_no_keeps_everything(page: FlagsPage, file_ledger: Ledger, act: Act, monkeypatch: pytest.MonkeyPatch) -> None:
    flag(file_ledger, act)
    page.show()
    page.panel.row_of("wish").box.click()
    monkeypatch.setattr(dialogs, "confirm", lambda *_: False)
    run(page)
    assert flags.rules_in_force(file_ledger, CAMPAIGN).version == 1
    assert len(page._standing) == FLAGGED


def test_chosen_firms_go_to_the_plan_and_a_row_to_its_card(
    page: FlagsPage, shell: FakeShell, file_ledger: Ledger, act: Act
) -> None:
    ids = flag(file_ledger, act)
    page.show()
    assert page.table.select(ids[1])
    page.actions_made["plan"].trigger()
    assert shell.went[-1] == ("visits", (ids[1],))
    QTest.keyClick(page.table.view, Qt.Key.Key_Return)
    assert shell.went[-1] == ("register", 2)


def test_opened_at_a_query_or_a_target(page: FlagsPage, file_ledger: Ledger, act: Act) -> None:
    ids = flag(file_ledger, act)
    page.show()
    page.open(Query(filters={"priority": ("C",)}))
    assert list(page.table.model.ids) == [ids[2]]
    page.open(ids[0])
    assert page.table.current_id() == ids[0]


def test_the_export_says_who_is_left_out_and_writes_the_others(
    page: FlagsPage,
    shell: FakeShell,
    file_ledger: Ledger,
    act: Act,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    flag(file_ledger, act)
    page.show()
    sheet = ExportSheet(page, *export.consenting(file_ledger, CAMPAIGN))
    sheet.form.editor("recipient").setCurrentIndex(list(Recipient).index(Recipient.CENTRE) + 1)  # type: ignore[attr-defined]
    assert "1件を書き出します。同意のない 2件は入りません" in sheet.said.text()
    sheet.deleteLater()
    monkeypatch.setattr(ExportSheet, "exec", lambda self: setattr(self, "recipient", Recipient.MUNICIPALITY) or True)
    monkeypatch.setattr(dialogs, "save_file", lambda *_: tmp_path / "抽出.xlsx")
    page.actions_made["export"].trigger()
    page.desk.wait()
    assert shell.said[-1][0] == "2件を「抽出.xlsx」に書き出しました（同意のない 1件は入っていません）"
    assert (tmp_path / "抽出.xlsx").exists()
