"""A mailing run over its life: kinds, states, names held back, spoiled sheets, cancelling, what it was made from."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from shoukei_app.domain.firm import Address, FirmFacts, FirmStatus
from shoukei_app.domain.history import Act
from shoukei_app.domain.mailing import LeftOutReason, PieceState, Run, RunKind, RunState, Sender, UndeliveredReason
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.progress import Progress
from shoukei_app.domain.query import Query
from shoukei_app.domain.receipt import Arrival
from shoukei_app.paper import questionnaire_form
from shoukei_app.store.ledger import Ledger
from shoukei_app.usecases import firms, history, ledgers, mailing, receipts, runs, targets, undelivered
from shoukei_app.usecases.mailing import Paper, PrintOptions

CAMPAIGN = 1
DAY = date(2026, 7, 1)
POSTED = date(2026, 7, 2)
PRIVATE = "\ue000"


@pytest.fixture
def numbers(ledger: Ledger, act: Act) -> list[str]:
    """The form numbers of four targets; the name of the last holds a character that no font has."""
    for place in range(1, 5):
        address = Address("3810000", "長野県", "", "長野市", "20201", "見本町", f"{place}番地")
        name = f"見本商店{place}" + (PRIVATE if place == 4 else "")
        firms.add(ledger, act, FirmFacts(name, representative="見本 太郎", address=address))
    targets.select(ledger, act, CAMPAIGN, targets.plan(ledger, CAMPAIGN))
    return [line.number for line in targets.lines(ledger, targets.find(ledger, CAMPAIGN, Query()))]


def _make(ledger: Ledger, act: Act, kind: RunKind = RunKind.FIRST, **wish: object) -> Run:
    return runs.create_run(ledger, act, CAMPAIGN, kind, made_on=DAY, deadline=None, **wish).value  # type: ignore[arg-type]


def _states(ledger: Ledger, run: int = 1) -> dict[str, PieceState]:
    return {piece.number: piece.state for piece in runs.pieces(ledger, CAMPAIGN, run)}


def _edit(ledger: Ledger, act: Act, number: str, **changes: object) -> None:
    (line,) = (line for line in targets.lines(ledger, targets.find(ledger, CAMPAIGN, Query())) if line.number == number)
    (firm,) = firms.lines(ledger, [line.firm_id])
    firms.edit(ledger, act, firm, replace(firm.facts, **changes))  # type: ignore[arg-type]


def _refused(kind: ProblemKind) -> "pytest.RaisesExc[Problem]":
    return pytest.raises(Problem, check=lambda problem: problem.kind is kind)


def test_reminders_go_to_those_without_reply_and_the_second_after_the_first(
    ledger: Ledger, act: Act, numbers: list[str]
) -> None:
    first, second, third, fourth = numbers
    with _refused(ProblemKind.NOBODY_TO_MAIL):
        _make(ledger, act, RunKind.REMINDER)
    _make(ledger, act)
    runs.mark_posted(ledger, act, CAMPAIGN, 1, POSTED)
    assert runs.plan_run(ledger, CAMPAIGN, RunKind.FIRST).left_out[LeftOutReason.ALREADY_MAILED] == 3
    receipts.receive(ledger, act, CAMPAIGN, first, Arrival(POSTED))
    reminder = _make(ledger, act, RunKind.REMINDER)
    assert [number for number, state in _states(ledger, reminder.number).items() if state is PieceState.PLANNED] == [
        second,
        third,
    ]
    assert runs.left_out(ledger, CAMPAIGN, reminder.number) == {
        LeftOutReason.ALREADY_REPLIED: 1,
        LeftOutReason.NOT_MAILED_BEFORE: 1,
    }
    plan = runs.plan_run(ledger, CAMPAIGN, RunKind.REMINDER)
    assert (plan.pieces, plan.left_out[LeftOutReason.ALREADY_MAILED]) == (0, 2)
    receipts.receive(ledger, act, CAMPAIGN, second, Arrival(POSTED))
    runs.mark_posted(ledger, act, CAMPAIGN, reminder.number, date(2026, 8, 1))
    last = runs.plan_run(ledger, CAMPAIGN, RunKind.REMINDER_2)
    assert last.pieces == 1
    assert _states(ledger, _make(ledger, act, RunKind.REMINDER_2).number)[fourth] is PieceState.LEFT_OUT


def test_who_replied_or_withdrew_since_is_not_printed_nor_posted(
    ledger: Ledger, act: Act, numbers: list[str], tmp_path: Path
) -> None:
    first, second, third, fourth = numbers
    _make(ledger, act)
    receipts.receive(ledger, act, CAMPAIGN, first, Arrival(POSTED))
    _edit(ledger, act, second, do_not_mail=True)
    expected = {
        first: LeftOutReason.ALREADY_REPLIED,
        second: LeftOutReason.DO_NOT_MAIL,
        fourth: LeftOutReason.MISSING_GLYPH,
    }
    for paper in Paper:
        made = mailing.print_run(ledger, CAMPAIGN, 1, paper, tmp_path / "書類.pdf", progress=Progress()).value
        assert (made.printed, made.numbers, dict(made.not_printed)) == (1, (third,), expected)
    # The reply counts where it came by the day of the posting.
    early = runs.mark_posted(ledger, act, CAMPAIGN, 1, DAY)
    assert (early.value.posted, dict(early.value.not_posted)) == (
        2,
        {key: why for key, why in expected.items() if key != first},
    )
    history.undo(ledger, act)
    late = runs.mark_posted(ledger, act, CAMPAIGN, 1, POSTED)
    assert (late.value.posted, dict(late.value.not_posted)) == (1, expected)
    assert _states(ledger) == {
        first: PieceState.VOID,
        second: PieceState.VOID,
        third: PieceState.POSTED,
        fourth: PieceState.LEFT_OUT,
    }
    history.undo(ledger, act)
    went = runs.mark_posted(ledger, act, CAMPAIGN, 1, POSTED, all_the_same=[first, second])
    assert went.value == runs.Posting(3, ((fourth, LeftOutReason.MISSING_GLYPH),))


def test_a_spoiled_sheet_is_void_until_it_is_printed_anew(
    ledger: Ledger, act: Act, numbers: list[str], tmp_path: Path
) -> None:
    first, second, third, fourth = numbers
    _make(ledger, act)
    assert runs.record_printed(ledger, act, CAMPAIGN, 1, numbers).value == 3
    assert runs.record_printed(ledger, act, CAMPAIGN, 1, numbers).operation is None
    assert runs.record_spoiled(ledger, act, CAMPAIGN, 1, [first, second]).value == 2
    with _refused(ProblemKind.NOT_IN_RUN):
        runs.record_spoiled(ledger, act, CAMPAIGN, 1, [fourth])
    assert mailing.spoiled(ledger, CAMPAIGN, 1) == {first, second}
    _edit(ledger, act, second, status=FirmStatus.CLOSED)
    wish = PrintOptions(only=mailing.spoiled(ledger, CAMPAIGN, 1))
    target = tmp_path / "刷り直し.pdf"
    made = mailing.print_run(ledger, CAMPAIGN, 1, Paper.LETTERS, target, progress=Progress(), options=wish).value
    assert (made.numbers, made.not_printed) == ((first,), ((second, LeftOutReason.CLOSED),))
    runs.record_printed(ledger, act, CAMPAIGN, 1, made.numbers)
    assert runs.run_states(ledger, CAMPAIGN)[1] == RunState(printed=1, spoiled=1, reprinted=1, held=1)
    assert dict(runs.mark_posted(ledger, act, CAMPAIGN, 1, POSTED).value.not_posted)[second] is LeftOutReason.CLOSED
    with _refused(ProblemKind.NOT_IN_RUN):
        runs.record_spoiled(ledger, act, CAMPAIGN, 1, [third])


def test_a_spoiled_sheet_that_was_not_printed_anew_is_not_posted(ledger: Ledger, act: Act, numbers: list[str]) -> None:
    _make(ledger, act)
    runs.record_spoiled(ledger, act, CAMPAIGN, 1, numbers[:1])
    posting = runs.mark_posted(ledger, act, CAMPAIGN, 1, POSTED).value
    assert (posting.posted, posting.not_posted[0]) == (2, (numbers[0], LeftOutReason.SPOILED))


def test_a_cancelled_run_is_void_and_its_number_is_never_used_again(
    ledger: Ledger, act: Act, numbers: list[str], tmp_path: Path
) -> None:
    _make(ledger, act)
    before = ledger.digest()
    with _refused(ProblemKind.VALUE_MISSING):
        runs.cancel_run(ledger, act, CAMPAIGN, 1, cancelled_on=DAY, reason=" ")
    assert runs.cancel_run(ledger, act, CAMPAIGN, 1, cancelled_on=DAY, reason="期限を誤った").value == 4
    assert runs.left_out(ledger, CAMPAIGN, 1) == {LeftOutReason.RUN_CANCELLED: 4}
    with _refused(ProblemKind.RUN_CANCELLED):
        mailing.print_run(ledger, CAMPAIGN, 1, Paper.LETTERS, tmp_path / "無.pdf", progress=Progress())
    with _refused(ProblemKind.RUN_CANCELLED):
        runs.mark_posted(ledger, act, CAMPAIGN, 1, POSTED)
    history.undo(ledger, act)
    assert ledger.digest() == before
    history.redo(ledger, act)
    anew = _make(ledger, act)
    assert (anew.number, anew.pieces) == (2, 3)
    history.undo(ledger, act)
    assert _make(ledger, act).number == 3
    runs.mark_posted(ledger, act, CAMPAIGN, 3, POSTED)
    with _refused(ProblemKind.RUN_POSTED):
        runs.cancel_run(ledger, act, CAMPAIGN, 3, cancelled_on=POSTED, reason="遅い")
    line = targets.lines(ledger, targets.find(ledger, CAMPAIGN, Query()))[0]
    assert (line.number, line.mailed) == (numbers[0], 1)


def test_a_name_is_held_back_until_a_person_decides_and_remembered(
    ledger: Ledger, act: Act, numbers: list[str]
) -> None:
    fourth = numbers[3]
    plan = runs.plan_run(ledger, CAMPAIGN, RunKind.FIRST)
    assert [(one.number, one.characters) for one in plan.held] == [(fourth, PRIVATE)]
    _make(ledger, act)
    (waiting,) = runs.held(ledger, CAMPAIGN, 1)
    chosen = waiting.with_characters({PRIVATE: "屋"})
    with _refused(ProblemKind.VALUE_MISSING):
        runs.decide_name(ledger, act, CAMPAIGN, 1, fourth, chosen)
    with _refused(ProblemKind.CHARACTER_UNPRINTABLE):
        runs.decide_name(ledger, act, CAMPAIGN, 1, fourth, waiting.addressee, source="登記簿")
    runs.decide_name(ledger, act, CAMPAIGN, 1, fourth, chosen, source="電話で確認")
    (piece,) = (piece for piece in runs.pieces(ledger, CAMPAIGN, 1) if piece.number == fourth)
    assert (piece.addressee.name, piece.source, piece.state) == ("見本商店4屋", "電話で確認", PieceState.PLANNED)
    assert piece.original == waiting.addressee
    with _refused(ProblemKind.NOT_HELD):
        runs.decide_name(ledger, act, CAMPAIGN, 1, fourth, None)
    assert runs.mark_posted(ledger, act, CAMPAIGN, 1, POSTED).value.posted == 4
    again = _make(ledger, act, RunKind.REMINDER)
    assert again.pieces == 4
    assert not runs.held(ledger, CAMPAIGN, again.number)


def test_a_name_can_be_left_out(ledger: Ledger, act: Act, numbers: list[str]) -> None:
    _make(ledger, act)
    runs.decide_name(ledger, act, CAMPAIGN, 1, numbers[3], None)
    assert _states(ledger)[numbers[3]] is PieceState.LEFT_OUT
    assert runs.left_out(ledger, CAMPAIGN, 1) == {LeftOutReason.MISSING_GLYPH: 1}


def test_one_firm_gets_its_papers_again_under_its_number(ledger: Ledger, act: Act, numbers: list[str]) -> None:
    first, second, *_ = numbers
    with _refused(ProblemKind.NOBODY_TO_MAIL):
        _make(ledger, act, RunKind.REISSUE, numbers=[first], reason="紛失")
    _make(ledger, act)
    runs.mark_posted(ledger, act, CAMPAIGN, 1, POSTED)
    for wish in ({"numbers": [first]}, {"reason": "紛失"}):
        with _refused(ProblemKind.VALUE_MISSING):
            _make(ledger, act, RunKind.REISSUE, **wish)
    with _refused(ProblemKind.FORM_NUMBER_WRONG):
        _make(ledger, act, RunKind.REISSUE, numbers=["1234567"], reason="紛失")
    run = _make(ledger, act, RunKind.REISSUE, numbers=[first], reason="紛失")
    assert (run.pieces, run.left_out, run.reason) == (1, 0, "紛失")
    assert _states(ledger, run.number) == {first: PieceState.PLANNED}
    receipts.receive(ledger, act, CAMPAIGN, second, Arrival(POSTED))
    with _refused(ProblemKind.NOBODY_TO_MAIL):
        _make(ledger, act, RunKind.REISSUE, numbers=[second], reason="紛失")


def test_what_came_back_is_mailed_again_once_its_address_is_right(ledger: Ledger, act: Act, numbers: list[str]) -> None:
    first, second, *_ = numbers
    _make(ledger, act)
    runs.mark_posted(ledger, act, CAMPAIGN, 1, POSTED)
    for number, reason in ((first, UndeliveredReason.MOVED), (second, UndeliveredReason.REFUSED)):
        undelivered.record(ledger, act, number, reason, date(2026, 7, 9))
    assert undelivered.counts(ledger, CAMPAIGN) == {UndeliveredReason.MOVED: 1, UndeliveredReason.REFUSED: 1}
    with _refused(ProblemKind.NOBODY_TO_MAIL):
        _make(ledger, act, RunKind.REMAIL)
    moved = Address("3810000", "長野県", "", "長野市", "20201", "見本町", "99番地")
    with _refused(ProblemKind.VALUE_MISSING):
        undelivered.correct_address(ledger, act, first, moved, source="")
    with _refused(ProblemKind.NOT_UNDELIVERED):
        undelivered.correct_address(ledger, act, numbers[2], moved, source="電話")
    undelivered.correct_address(ledger, act, first, moved, source="商工会の会員名簿")
    (line, other) = undelivered.every(ledger, CAMPAIGN)
    assert (line.number, line.sent_to.address.rest, line.now.address.rest, line.obstacle) == (
        first,
        "1番地",
        "99番地",
        None,
    )
    assert other.obstacle is LeftOutReason.ADDRESS_UNCHANGED
    (firm,) = firms.lines(ledger, [line.firm_id])
    assert "商工会の会員名簿" in firm.facts.note
    run = _make(ledger, act, RunKind.REMAIL)
    assert (run.pieces, run.left_out) == (1, 1)
    assert undelivered.every(ledger, CAMPAIGN)[0].obstacle is LeftOutReason.ALREADY_MAILED
    runs.mark_posted(ledger, act, CAMPAIGN, run.number, date(2026, 7, 20))
    assert [one.number for one in undelivered.every(ledger, CAMPAIGN)] == [second]


def test_a_run_keeps_what_it_was_printed_from(ledger: Ledger, act: Act, numbers: list[str]) -> None:
    _make(ledger, act)
    campaign = ledgers.campaign(ledger, CAMPAIGN)
    assert not runs.differs_from_settings(ledger, CAMPAIGN, 1)
    ledgers.edit_campaign(ledger, act, CAMPAIGN, name="別の名", deadline=None, goal=None, sender=Sender("別の役所"))
    kept = runs.made_from(ledger, CAMPAIGN, 1)
    assert (kept.sender, kept.letter) == (campaign.sender, campaign.letters[RunKind.FIRST])
    assert kept.layout == questionnaire_form.layout(campaign.questionnaire)
    assert runs.differs_from_settings(ledger, CAMPAIGN, 1)
    assert len(numbers) == 4
