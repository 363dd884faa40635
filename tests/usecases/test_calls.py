"""Telephone calls: an answer is recorded with its call, one cut off waits with what was said, a refusal is received."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from shoukei_app.domain.answers import Answer
from shoukei_app.domain.firm import Address, FirmFacts
from shoukei_app.domain.history import Act
from shoukei_app.domain.phone_call import CallOutcome, PhoneCall
from shoukei_app.domain.query import Query
from shoukei_app.domain.target import Channel, Disposition, TargetLine, TargetStatus
from shoukei_app.domain.verification import VerificationPolicy
from shoukei_app.store.ledger import Ledger
from shoukei_app.usecases import calls, entry, firms, history, targets

CAMPAIGN = 1
AT = datetime(2026, 7, 2, 10, 30)


@pytest.fixture
def ids(ledger: Ledger, act: Act) -> list[int]:
    for number, name in enumerate(("見本商店", "食堂いずみ"), start=1):
        address = Address("3810000", "長野県", "", "長野市", "20201", "見本町", f"{number}番地")
        firms.add(ledger, act, FirmFacts(name, address=address, phone=f"026-000-000{number}"))
    targets.select(ledger, act, CAMPAIGN, targets.plan(ledger, CAMPAIGN))
    return targets.find(ledger, CAMPAIGN, Query(sort="number"))


def _line(ledger: Ledger, target_id: int) -> TargetLine:
    (line,) = targets.lines(ledger, [target_id])
    return line


def _call(target_id: int, outcome: CallOutcome, **answers: Answer) -> PhoneCall:
    return PhoneCall(target_id, AT, "山岸", outcome, "奥様", "あす15時", "丁寧な方", answers)


def test_a_firm_is_found_by_number_name_and_telephone(ledger: Ledger, ids: list[int]) -> None:
    number = _line(ledger, ids[1]).number
    for text in (number, "いずみ", "026-000-0002"):
        assert [line.id for line in calls.search(ledger, CAMPAIGN, text)] == [ids[1]], text


def test_an_answer_by_telephone_counts_at_once(ledger: Ledger, act: Act, ids: list[int]) -> None:
    before = ledger.digest()
    made = calls.record(ledger, act, _call(ids[0], CallOutcome.ANSWERED, age=Answer(number=72))).value
    assert made is not None
    assert made.counts, "there is no paper: nothing is keyed twice"
    assert VerificationPolicy().marked, "though the campaign keys marked questions twice"
    line = _line(ledger, ids[0])
    assert (line.channel, line.received_on, line.disposition) == (Channel.PHONE, AT.date(), Disposition.ANSWERED)
    assert line.status is TargetStatus.ENTERED
    assert entry.waiting_for_second(ledger, CAMPAIGN, "宮下") == ()
    history.undo(ledger, act)
    assert ledger.digest() == before


def test_a_call_cut_off_is_made_again_where_it_was(ledger: Ledger, act: Act, ids: list[int]) -> None:
    calls.record(ledger, act, _call(ids[0], CallOutcome.CUT_OFF, form=Answer((1,)), age=Answer(number=60)))
    calls.record(ledger, act, _call(ids[1], CallOutcome.NOBODY))
    assert [one.target.id for one in calls.waiting(ledger, CAMPAIGN)] == ids
    callee = calls.open_callee(ledger, ids[0])
    assert callee is not None
    assert callee.sheet == {"form": Answer((1,)), "age": Answer(number=60)}
    assert (callee.calls[0].spoken_to, callee.calls[0].call_again, callee.calls[0].note) == (
        "奥様",
        "あす15時",
        "丁寧な方",
    )
    assert not callee.answered
    assert _line(ledger, ids[0]).received_on is None
    calls.record(ledger, act, _call(ids[0], CallOutcome.ANSWERED, age=Answer(number=60)))
    assert [one.target.id for one in calls.waiting(ledger, CAMPAIGN)] == [ids[1]]
    later = replace(_call(ids[1], CallOutcome.CALL_AGAIN), called_at=AT.replace(hour=15))
    calls.record(ledger, act, later)
    assert [one.call.outcome for one in calls.waiting(ledger, CAMPAIGN)] == [CallOutcome.CALL_AGAIN]


def test_a_refusal_is_received_once(ledger: Ledger, act: Act, ids: list[int]) -> None:
    calls.record(ledger, act, _call(ids[0], CallOutcome.REFUSED))
    line = _line(ledger, ids[0])
    assert (line.channel, line.disposition, line.received_on) == (Channel.PHONE, Disposition.REFUSED, date(2026, 7, 2))
    assert calls.waiting(ledger, CAMPAIGN) == ()
    calls.record(ledger, act, _call(ids[0], CallOutcome.ANSWERED, age=Answer(number=60)))
    assert _line(ledger, ids[0]).disposition is Disposition.ANSWERED, "it thought better of it"


def test_a_firm_that_is_gone(ledger: Ledger, ids: list[int]) -> None:
    assert calls.open_callee(ledger, max(ids) + 1) is None
