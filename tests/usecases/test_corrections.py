"""An answer that counts is put right with a reason: what follows is told before, done with it, and undone with it."""

import pytest

from shoukei_app.domain.answers import BLANK, Answer
from shoukei_app.domain.firm import Address, FirmFacts
from shoukei_app.domain.history import Act
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.query import Query
from shoukei_app.domain.questionnaire import Recipient
from shoukei_app.store.ledger import Ledger
from shoukei_app.usecases import corrections, entry, firms, flags, history, targets
from shoukei_app.usecases.entry import Keyed

CAMPAIGN = 1
SHEET = {
    "age": Answer(number=72),
    "intention": Answer((1,)),
    "successor": Answer((3,)),
    "visit": Answer((1,)),
    "consent": Answer((1, 2)),
}


@pytest.fixture
def target(file_ledger: Ledger, act: Act) -> int:
    """One target, its answers counting and its flag set."""
    address = Address("3810000", "長野県", "", "長野市", "20201", "見本町", "1番地")
    firms.add(file_ledger, act, FirmFacts("見本商店", address=address, staff=2))
    targets.select(file_ledger, act, CAMPAIGN, targets.plan(file_ledger, CAMPAIGN))
    (key,) = targets.find(file_ledger, CAMPAIGN, Query())
    (line,) = targets.lines(file_ledger, [key])
    entry.record(file_ledger, act, line.number, Keyed(SHEET), final=True)
    flags.run_rules(file_ledger, act, CAMPAIGN, today=act.at.date())
    return key


def test_what_follows_is_told_before_and_done_with_the_correction(file_ledger: Ledger, act: Act, target: int) -> None:
    changed = {"visit": Answer((3,)), "successor": Answer((1,)), "consent": Answer((2,)), "age": Answer(number=52)}
    told = corrections.preview(file_ledger, target, changed)
    (line,) = targets.lines(file_ledger, [target])
    assert told.flags_follow
    assert told.before.diagnosis.code == line.diagnosis
    assert told.before.flagged is not None
    assert told.before.consents - told.after.consents == {Recipient.MUNICIPALITY}

    before = file_ledger.digest()
    made = corrections.correct(file_ledger, act, line.number, changed, "電話で確かめた")
    (after,) = targets.lines(file_ledger, [target])
    assert after.diagnosis == told.after.diagnosis.code == made.value.diagnosis != line.diagnosis
    assert after.priority == (told.after.flagged.priority if told.after.flagged else None)
    assert after.priority != line.priority
    (card,) = firms.courses(file_ledger, after.firm_id)
    assert set(card.consents) == told.after.consents

    kept = {one.question: (one.before, one.after, one.reason) for one in corrections.of_target(file_ledger, target)}
    assert kept["age"] == (Answer(number=72), Answer(number=52), "電話で確かめた")
    fields = {(change.field, change.after) for change in history.details(file_ledger, made.operation or 0)[0]}
    assert ("reason", "電話で確かめた") in fields
    assert {field for field, _ in fields} >= {"before", "after"}
    history.undo(file_ledger, act)
    assert file_ledger.digest() == before
    assert corrections.of_target(file_ledger, target) == ()


def test_a_correction_needs_a_reason_and_answers_that_count(file_ledger: Ledger, act: Act, target: int) -> None:
    (line,) = targets.lines(file_ledger, [target])
    before = file_ledger.digest()
    with pytest.raises(Problem) as refused:
        corrections.correct(file_ledger, act, line.number, {"age": BLANK}, "  ")
    assert refused.value.kind is ProblemKind.VALUE_MISSING
    assert file_ledger.digest() == before

    for said in ({}, {"age": SHEET["age"]}):
        with pytest.raises(Problem) as already:
            corrections.correct(file_ledger, act, line.number, said, "見間違い")
        assert already.value.kind is ProblemKind.CORRECT_ALREADY
    assert file_ledger.digest() == before

    firms.add(
        file_ledger, act, FirmFacts("別の商店", address=Address("", "長野県", "", "中野市", "20211", "中央", "1"))
    )
    targets.select(file_ledger, act, CAMPAIGN, targets.plan(file_ledger, CAMPAIGN))
    other = max(targets.find(file_ledger, CAMPAIGN, Query()))
    for attempt in (
        lambda: corrections.preview(file_ledger, other, {"age": BLANK}),
        lambda: corrections.correct(file_ledger, act, targets.lines(file_ledger, [other])[0].number, {}, "再提出"),
    ):
        with pytest.raises(Problem) as missing:
            attempt()
        assert missing.value.kind is ProblemKind.NOTHING_TO_CORRECT


def test_a_preview_keeps_nothing(file_ledger: Ledger, target: int) -> None:
    before = file_ledger.digest()
    told = corrections.preview(file_ledger, target, {})
    assert told.before == told.after
    corrections.preview(file_ledger, target, {"visit": Answer((3,))})
    assert file_ledger.digest() == before
