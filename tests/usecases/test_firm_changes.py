"""Firms changed by hand: one at a time without losing another's work, many at once as one operation."""

from dataclasses import replace
from datetime import date

import pytest

from shoukei_app.domain.firm import Address, FirmFacts, FirmStatus
from shoukei_app.domain.firm_change import FirmChange
from shoukei_app.domain.history import Act
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.query import Query
from shoukei_app.store.ledger import Ledger
from shoukei_app.usecases import firms, history
from shoukei_app.words.history import told
from shoukei_app.words.problems import sentence

MURE = Address("3891211", "長野県", "上水内郡", "飯綱町", "20590", "牟礼", "100")


@pytest.fixture
def two(ledger: Ledger, act: Act) -> list[int]:
    """Two firms, the second with a note."""
    return [
        firms.add(
            ledger, act, FirmFacts("れい商店", representative="例 一郎", address=MURE, phone="026-253-0001")
        ).value,
        firms.add(ledger, act, FirmFacts("ためし旅館", representative="試 花子", address=MURE, note="覚え")).value,
    ]


def test_only_what_was_changed_is_written(ledger: Ledger, act: Act, two: list[int]) -> None:
    (firm,) = firms.lines(ledger, two[:1])
    outcome = firms.edit(ledger, act, firm, replace(firm.facts, phone="026-253-0002"))
    assert outcome.operation is not None
    changes, _ = history.details(ledger, outcome.operation)
    assert {(change.field, change.before, change.after) for change in changes if change.field != "search_text"} == {
        ("phone", "026-253-0001", "026-253-0002")
    }
    (firm,) = firms.lines(ledger, two[:1])
    assert firms.edit(ledger, act, firm, firm.facts).operation is None


def test_a_firm_changed_meanwhile_is_not_overwritten(ledger: Ledger, act: Act, two: list[int]) -> None:
    (seen,) = firms.lines(ledger, two[:1])
    firms.edit(ledger, act, seen, replace(seen.facts, phone="026-253-0009", note="移転した"))
    with pytest.raises(Problem) as refusal:
        firms.edit(ledger, act, seen, replace(seen.facts, representative="例 次郎"))
    assert refusal.value.kind is ProblemKind.CHANGED_MEANWHILE
    assert "電話番号、備考" in sentence(refusal.value)
    (now,) = firms.lines(ledger, two[:1])
    assert (now.facts.phone, now.facts.representative) == ("026-253-0009", "例 一郎")


def test_many_firms_are_changed_as_one_operation(ledger: Ledger, act: Act, two: list[int]) -> None:
    before = ledger.digest()
    closed = FirmChange(
        status=FirmStatus.CLOSED, status_on=date(2026, 6, 30), status_reason="廃業届", note="電話で確認"
    )
    assert firms.count_to_change(ledger, two, closed) == 2
    outcome = firms.edit_many(ledger, act, two, closed)
    assert outcome.value == 2
    first, second = (firm.facts for firm in firms.lines(ledger, two))
    assert (first.status, first.status_on, first.status_reason) == (FirmStatus.CLOSED, date(2026, 6, 30), "廃業届")
    assert (first.note, second.note) == ("電話で確認", "覚え\n電話で確認")
    assert firms.count_to_change(ledger, two, closed) == 0
    (line,) = history.operations(ledger, limit=1)
    assert told(line) == "事業者 2件　廃業・閉鎖　備考に追記 電話で確認"
    history.undo(ledger, act)
    assert ledger.digest() == before


def test_a_firm_that_works_again_loses_its_closing_day(ledger: Ledger, act: Act, two: list[int]) -> None:
    firms.edit_many(ledger, act, two, FirmChange(status=FirmStatus.CLOSED, status_on=date(2026, 6, 30)))
    firms.edit_many(ledger, act, two[:1], FirmChange(status=FirmStatus.ACTIVE))
    first, second = (firm.facts for firm in firms.lines(ledger, two))
    assert (first.status, first.status_on) == (FirmStatus.ACTIVE, None)
    assert second.status is FirmStatus.CLOSED


def test_a_change_of_nothing_is_refused(ledger: Ledger, act: Act, two: list[int]) -> None:
    with pytest.raises(Problem) as refusal:
        firms.edit_many(ledger, act, two, FirmChange(status_reason="理由だけ"))
    assert refusal.value.kind is ProblemKind.VALUE_MISSING
    assert firms.find(ledger, Query()) == two
