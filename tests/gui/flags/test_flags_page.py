"""抽出: tried at every tick, kept when asked, compared with what stands, handed on to the next page."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from answered_campaign import FLAGGED, answer, flag
from fake_shell import FakeShell
from posted_campaign import CAMPAIGN, post_first_run
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from shoukei_app.domain.answers import Answer
from shoukei_app.domain.conditions import Operator, Test
from shoukei_app.domain.flags import Cause, Priority
from shoukei_app.domain.history import Act
from shoukei_app.domain.query import Query
from shoukei_app.domain.questionnaire import Recipient
from shoukei_app.gui.flags.assign_sheet import AssignSheet
from shoukei_app.gui.flags.backtest_sheet import BacktestSheet
from shoukei_app.gui.flags.backtest_sheet import rows as backtest_rows
from shoukei_app.gui.flags.difference import Part
from shoukei_app.gui.flags.export_sheet import ExportSheet
from shoukei_app.gui.flags.override_sheet import Decision, OverrideSheet
from shoukei_app.gui.flags.page import FlagsPage
from shoukei_app.gui.flags.versions_sheet import VersionsSheet
from shoukei_app.gui.kit import dialogs
from shoukei_app.gui.kit.desk import Desk
from shoukei_app.store.ledger import Ledger
from shoukei_app.usecases import cases, entry, flagged_export, flags, organisations, targets
from shoukei_app.usecases.flagged_export import FlaggedAsk


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


def test_a_run_leads_on_to_the_days(page: FlagsPage, shell: FakeShell, file_ledger: Ledger, act: Act) -> None:
    answer(file_ledger, act)
    page.show()
    assert not page.after.isVisible()
    run(page)
    assert page.after.isVisible()
    assert "2件" in page.after._sentence.text(), "both S; C is for information only"
    assert page._for_all.isVisible()
    assert not page._for_chosen.isVisible()
    page._for_all.click()
    assert shell.went[-1] == ("visits", "allot")
    page.table.select(page.table.model.ids[0])
    assert page._for_chosen.isVisible()
    assert not page._for_all.isVisible()


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
    usual = flagged_export.chosen_columns(file_ledger, CAMPAIGN)
    sheet = ExportSheet(page, *flagged_export.consenting(file_ledger, CAMPAIGN), usual)
    sheet.form.editor("recipient").setCurrentIndex(list(Recipient).index(Recipient.CENTRE) + 1)  # type: ignore[attr-defined]
    assert "1件を書き出します。同意のない 2件は入りません" in sheet.said.text()
    sheet.deleteLater()
    asked = FlaggedAsk(Recipient.MUNICIPALITY, columns=("number", "name"))
    monkeypatch.setattr(ExportSheet, "exec", lambda self: setattr(self, "asked", asked) or True)
    monkeypatch.setattr(dialogs, "save_file", lambda *_: tmp_path / "抽出.xlsx")
    page.actions_made["export"].trigger()
    page.desk.wait()
    assert shell.said[-1][0] == "2件を「抽出.xlsx」に書き出しました（同意のない 1件は入っていません）"
    assert (tmp_path / "抽出.xlsx").exists()
    assert flagged_export.chosen_columns(file_ledger, CAMPAIGN) == ("number", "name"), "remembered for the next time"


def test_an_edited_rule_is_tried_at_once_and_kept_only_by_running(
    qtbot: QtBot, page: FlagsPage, file_ledger: Ledger, act: Act, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = flag(file_ledger, act)
    page.show()
    page.panel.edit("old_nobody")
    page.panel.editor.urgency.type_in({"priority": Priority.C})
    qtbot.waitUntil(lambda: page.panel.differs and bool(page._difference[Part.MOVED]), timeout=5_000)
    assert page._difference.moves[ids[1]].causes == {Cause.RULES}
    assert "条件が変わった 1件" in page.panel.result._why.text()
    assert flags.rules_in_force(file_ledger, CAMPAIGN).version == 1
    page._show_part(Part.MOVED)
    line = page.table.model.line(0)
    assert line is not None
    assert line.priority == "S → C"
    page.panel.restore()
    assert not page.panel.differs
    assert not page._difference.any


def test_a_new_rule_counts_once_it_asks_for_something(page: FlagsPage, file_ledger: Ledger, act: Act) -> None:
    flag(file_ledger, act)
    page.show()
    page.panel._add_rule()
    assert not page.panel.differs, "a rule that asks for nothing yet is none"
    editor = page.panel.editor
    editor.builder.root.fill(Test("age", Operator.AT_MOST, 50))
    editor._on_condition()
    page.panel._on_changed()
    assert page.panel.differs
    assert len(page._difference[Part.IN]) == 1
    assert page.panel.ticked()[-1].reason == "新しい条件"
    editor.moved.emit(-1)
    assert page.panel.ticked()[-1].reason != "新しい条件"


def test_answers_that_came_since_are_told_with_the_way_on(
    page: FlagsPage, file_ledger: Ledger, act: Act, monkeypatch: pytest.MonkeyPatch
) -> None:
    flag(file_ledger, act)
    page.show()
    assert page.news.isHidden()
    ids = targets.find(file_ledger, CAMPAIGN, Query(sort="number"))
    (line,) = targets.lines(file_ledger, ids[4:5])
    entry.record(file_ledger, act, line.number, entry.Keyed({"visit": Answer((1,))}), final=True)
    page.refresh()
    assert not page.news.isHidden()
    assert "前回の抽出のあと 1件の回答が入りました" in page.news._title.text()
    assert "そのうち 1件が" in page.news._sentence.text()
    page._again.click()
    page.desk.wait()
    assert page.news.isHidden()
    assert len(page.table.model.ids) == FLAGGED + 1


def test_filters_beside_those_of_the_ledger_have_counts(page: FlagsPage, file_ledger: Ledger, act: Act) -> None:
    ids = flag(file_ledger, act)
    page.show()
    page.table.set_query(Query(filters={"rule": ("wish",)}))
    assert list(page.table.model.ids) == [ids[0]]
    page.table.set_query(Query(filters={"consent": ("none",)}))
    assert list(page.table.model.ids) == [ids[2]]
    assert page._list.counts("consent") == {"municipality": 2, "centre": 1, "none": 1}
    assert page._list.counts("lead") == {"none": FLAGGED}
    lead = organisations.every(file_ledger)[0].id
    cases.assign(file_ledger, act, [ids[1]], lead)
    page.refresh()
    page.table.set_query(Query(filters={"lead": (str(lead),)}))
    assert list(page.table.model.ids) == [ids[1]]


def test_a_decision_by_hand_and_its_withdrawal(
    page: FlagsPage, shell: FakeShell, file_ledger: Ledger, act: Act, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = flag(file_ledger, act)
    page.show()
    assert page.table.select(ids[2])
    decision = Decision(targets.lines(file_ledger, [ids[2]])[0].number, Priority.S, "社長から電話")
    monkeypatch.setattr(OverrideSheet, "exec", lambda self: setattr(self, "asked", decision) or True)
    page.actions_made["override"].trigger()
    page.desk.wait()
    page.refresh()
    assert page._standing[ids[2]] is Priority.S
    assert page.table.select(ids[2])
    assert page.actions_made["withdraw"].isEnabled()
    page.actions_made["withdraw"].trigger()
    page.desk.wait()
    assert shell.said[-1][1]
    page.refresh()
    assert page._standing[ids[2]] is Priority.C


def test_the_sheets_ask_and_answer(page: FlagsPage, file_ledger: Ledger, act: Act) -> None:
    flag(file_ledger, act)
    page.show()
    asked = OverrideSheet(page, "", "", None)
    assert not asked.run(), "number and reason are missing"
    people = organisations.persons(file_ledger)
    assign = AssignSheet(page, 2, organisations.every(file_ledger), people)
    assign.form.type_in({"person": people[0].id})
    assert assign.run()
    assert (assign.organisation_id, assign.person_id) == (people[0].organisation_id, people[0].id)
    rules = flags.rules_in_force(file_ledger, CAMPAIGN)
    flags.keep_rules(file_ledger, act, CAMPAIGN, replace(rules, rules=rules.rules[1:]))
    versions = VersionsSheet(page, flags.versions(file_ledger, CAMPAIGN))
    assert "外した：訪問または電話を希望している" in versions.list.item(0).text()
    versions.list.setCurrentRow(1)
    assert versions.run()
    assert versions.chosen == rules
    tested = flags.backtest(file_ledger, CAMPAIGN)
    assert backtest_rows(tested)[0] == ("抽出の全体", tested.total)
    for sheet in (asked, assign, versions, BacktestSheet(page, [tested])):
        sheet.deleteLater()
