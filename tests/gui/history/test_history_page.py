"""操作履歴: found, told in words, taken back one by one, refused where later work stands on it."""

from collections.abc import Iterator

import pytest
from answered_campaign import answer, flag
from fake_shell import FakeShell
from posted_campaign import CAMPAIGN
from pytestqt.qtbot import QtBot

from shoukei_app.domain.answers import Answer
from shoukei_app.domain.history import Act, OperationKind
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.query import Query
from shoukei_app.domain.receipt import Arrival
from shoukei_app.domain.verification import Verdict
from shoukei_app.gui.history.page import HistoryPage
from shoukei_app.gui.kit import dialogs
from shoukei_app.gui.kit.desk import Desk
from shoukei_app.store.ledger import Ledger
from shoukei_app.usecases import corrections, entry, flags, history, receipts, targets, verification


@pytest.fixture
def shell(desk: Desk, file_ledger: Ledger) -> FakeShell:
    return FakeShell(desk, file_ledger)


@pytest.fixture
def page(qtbot: QtBot, shell: FakeShell, monkeypatch: pytest.MonkeyPatch) -> Iterator[HistoryPage]:
    monkeypatch.setattr(dialogs, "confirm", lambda *_args, **_kwargs: True)
    made = HistoryPage(shell)
    qtbot.addWidget(made)
    made.resize(1162, 700)
    yield made
    shell.desk.wait()


def newest(ledger: Ledger, kind: OperationKind) -> int:
    return history.find(ledger, Query(filters={"kind": (kind.value,)}))[0]


def test_the_newest_stands_first_and_is_told_field_by_field(page: HistoryPage, file_ledger: Ledger, act: Act) -> None:
    answer(file_ledger, act)
    page.show()
    page.open(newest(file_ledger, OperationKind.RECORD_ANSWERS))
    told = {(line.record, line.field): (line.before, line.after) for line in page._lines}
    entry = next(record for record, field in told if field == "問6 代表者の年齢")
    assert entry.startswith("回答　000004-")
    assert entry.endswith("見本商店4")
    assert told[entry, "問6 代表者の年齢"] == ("", "45歳")
    assert [after for _before, after in told.values() if "{" in after] == [], "no code is shown"


def test_corrections_and_judged_answers_are_told_in_the_words_of_the_questionnaire(
    page: HistoryPage, file_ledger: Ledger, act: Act
) -> None:
    ids = answer(file_ledger, act)
    lines = targets.lines(file_ledger, ids)
    corrections.correct(file_ledger, act, lines[1].number, {"intention": Answer((4,))}, "電話で確認")
    page.open(newest(file_ledger, OperationKind.CORRECT_ANSWERS))
    told = [(line.field, line.after) for line in page._lines if line.record.startswith("訂正")]
    for said in (
        ("問い", "問8 承継の意向"),
        ("訂正前", "引き継ぐつもりである"),
        ("訂正後", "自分の代でやめるつもりである"),
    ):
        assert said in told

    number = lines[4].number
    receipts.receive(file_ledger, act, CAMPAIGN, number, Arrival(act.at.date()))
    for pass_number, keyer, code in ((1, "坂口", 1), (2, "宮下", 3)):
        keyed = entry.Keyed({"intention": Answer((code,)), "age": Answer(number=66)})
        entry.record(file_ledger, act, number, keyed, keyer=keyer, pass_number=pass_number)
    verification.read_paper(file_ledger, act, lines[4].id, "intention", Answer((3,)))
    verification.decide(file_ledger, act, lines[4].id, "intention", Answer((3,)), Verdict.FIRST_ERRED)
    page.open(newest(file_ledger, OperationKind.JUDGE))
    assert {line.field: line.after for line in page._lines}["確定した回答"] == "まだ考えていない・決めていない"


def test_one_operation_is_taken_back_and_said_so(
    page: HistoryPage, shell: FakeShell, file_ledger: Ledger, act: Act
) -> None:
    flag(file_ledger, act)
    page.show()
    run = newest(file_ledger, OperationKind.RUN_FLAGS)
    page.open(run)
    assert page.actions_made["undo"].isEnabled()
    page.take_back()
    shell.desk.wait()
    assert "抽出の実行を取り消しました" in shell.said[-1][0]
    page.open(run)
    assert page._mark.text() == "取消済み"
    assert not page.actions_made["undo"].isEnabled(), "what was taken back cannot be taken back again"
    assert len(flags.try_rules(file_ledger, CAMPAIGN).added) == 3


def test_later_work_protects_what_it_stands_on(
    page: HistoryPage, shell: FakeShell, file_ledger: Ledger, act: Act
) -> None:
    answer(file_ledger, act)
    refused: list[Problem] = []
    shell.desk.refused.connect(refused.append)
    page.show()
    page.open(newest(file_ledger, OperationKind.SELECT_TARGETS))
    page.take_back()
    shell.desk.wait()
    assert [problem.kind for problem in refused] == [ProblemKind.CHANGED_SINCE]
    assert not shell.said


def test_the_first_operation_cannot_be_taken_back(page: HistoryPage, file_ledger: Ledger) -> None:
    page.show()
    assert page.table.current_id() == 1
    assert not page.actions_made["undo"].isEnabled()


def test_the_chain_is_walked(
    page: HistoryPage, shell: FakeShell, file_ledger: Ledger, act: Act, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(file_ledger, act)
    told: list[str] = []
    monkeypatch.setattr(dialogs, "show_notice", lambda _p, title, text, **_k: told.extend((title, text)))
    page.show()
    page.verify()
    shell.desk.wait()
    assert told[0] == "履歴は書き換えられていません"
    assert f"{len(history.find(file_ledger, Query()))}件の操作" in told[1]


def test_operations_are_found_by_kind_person_and_number(page: HistoryPage, file_ledger: Ledger, act: Act) -> None:
    answer(file_ledger, act)
    page.show()
    assert len(history.find(file_ledger, Query(text="000004-"))) == 2, "received and keyed"
    assert history.find(file_ledger, Query(text="試験の調査")) == [1]
    assert history.people(file_ledger) == ("山岸",)
    assert not history.find(file_ledger, Query(filters={"person": ("だれか",)}))
    oldest_first = history.find(file_ledger, Query(sort="id"))
    assert oldest_first == sorted(oldest_first)
