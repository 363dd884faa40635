"""What the pages 発送 and 回収・入力 ask beside the changes themselves: what stands today, and by which operation."""

from datetime import date

from shoukei_app.domain.answers import Answer
from shoukei_app.domain.firm import Address, FirmFacts
from shoukei_app.domain.flags import Priority
from shoukei_app.domain.history import Act, OperationKind
from shoukei_app.domain.mailing import PieceState, RunKind, RunState, UndeliveredReason
from shoukei_app.domain.query import Query
from shoukei_app.domain.receipt import Arrival
from shoukei_app.store.ledger import Ledger
from shoukei_app.usecases import entry, firms, flags, history, receipts, runs, targets, undelivered

CAMPAIGN = 1
DAY = date(2026, 7, 1)
"""The day of the fixture `act`."""


def _post(ledger: Ledger, act: Act) -> list[str]:
    for number in range(1, 4):
        address = Address("3810000", "長野県", "", "長野市", "20201", "見本町", f"{number}番地")
        firms.add(ledger, act, FirmFacts(f"見本商店{number}", representative="見本 太郎", address=address))
    targets.select(ledger, act, CAMPAIGN, targets.plan(ledger, CAMPAIGN))
    runs.create_run(ledger, act, CAMPAIGN, RunKind.FIRST, made_on=DAY, deadline=None)
    return [line.number for line in targets.lines(ledger, targets.find(ledger, CAMPAIGN, Query()))]


def test_run_states_add_up(ledger: Ledger, act: Act) -> None:
    first, *_ = _post(ledger, act)
    assert runs.run_states(ledger, CAMPAIGN) == {1: RunState(planned=3)}
    runs.mark_posted(ledger, act, CAMPAIGN, 1, DAY)
    undelivered.record(ledger, act, first, UndeliveredReason.MOVED, DAY)
    assert runs.run_states(ledger, CAMPAIGN) == {1: RunState(posted=2, undelivered=1, posted_on=DAY)}
    came_back = [piece for piece in runs.pieces(ledger, CAMPAIGN, 1) if piece.state is PieceState.UNDELIVERED]
    assert [(piece.number, piece.undelivered) for piece in came_back] == [(first, UndeliveredReason.MOVED)]
    assert all(piece.firm_id for piece in runs.pieces(ledger, CAMPAIGN, 1))


def test_what_came_back_today_stands_until_it_is_undone(ledger: Ledger, act: Act) -> None:
    first, second, _ = _post(ledger, act)
    for number in (first, second):
        undelivered.record(ledger, act, number, UndeliveredReason.REFUSED, DAY)
    recorded = undelivered.recorded_on(ledger, DAY)
    assert [entry.target.number for entry in recorded] == [second, first]
    assert undelivered.recorded_on(ledger, date(2026, 7, 2)) == ()
    history.undo(ledger, act, operation_id=recorded[0].id)
    assert [entry.target.number for entry in undelivered.recorded_on(ledger, DAY)] == [first]


def test_receipts_of_today_and_what_waits(ledger: Ledger, act: Act) -> None:
    first, second, _ = _post(ledger, act)
    for number in (first, second):
        receipts.receive(ledger, act, CAMPAIGN, number, Arrival(DAY, bundle="14"))
    logged = receipts.lines(ledger, receipts.find(ledger, CAMPAIGN, DAY, Query()))
    assert [(one.target.number, one.receipt.bundle) for one in logged] == [(second, "14"), (first, "14")]
    assert entry.waiting(ledger, CAMPAIGN) == 2
    entry.record(
        ledger, act, first, entry.Keyed({"age": Answer(number=72), "visit": Answer((1,))}), keyer="山岸", final=True
    )
    assert entry.waiting(ledger, CAMPAIGN) == 1
    assert entry.entered_on(ledger, CAMPAIGN, DAY) == 1
    assert len(history.recorded_on(ledger, OperationKind.RECEIVE, DAY)) == 2


def test_what_the_rules_would_say_of_one_sheet(ledger: Ledger, act: Act) -> None:
    first, second, _ = _post(ledger, act)
    entry.record(ledger, act, first, entry.Keyed({"age": Answer(number=72), "visit": Answer((1,))}), final=True)
    lines = {line.number: line for line in targets.lines(ledger, targets.find(ledger, CAMPAIGN, Query()))}
    found = flags.would_flag(ledger, CAMPAIGN, lines[first].id)
    assert found is not None
    assert found.priority is Priority.S
    tried = flags.try_rules(ledger, CAMPAIGN)
    assert tried.flagged == {lines[first].id: found}
    assert flags.would_flag(ledger, CAMPAIGN, lines[second].id) is None
    assert targets.lines(ledger, [lines[first].id])[0].priority is None, "nothing was kept"
