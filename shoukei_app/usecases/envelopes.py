"""Envelopes opened (開けた封筒): counted at the end of a day and held against the sheets in the receipt log."""

from datetime import date

from shoukei_app.domain.history import Act, OperationKind
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.receipt import DayCount, day_count
from shoukei_app.domain.target import Channel
from shoukei_app.store import envelope_counts, loose_sheets, receipts
from shoukei_app.store.ledger import Ledger
from shoukei_app.usecases.outcome import Outcome, Subject


def count(ledger: Ledger, act: Act, campaign_id: int, day: date, opened: int, *, bundle: str = "") -> Outcome[DayCount]:
    """Keep how many envelopes were opened on a day, in one bundle or ("") in all. Raises Problem(VALUE_WRONG)."""
    if opened < 0:
        raise Problem(ProblemKind.VALUE_WRONG, field="開けた封筒の数", value=opened)
    summary = {"day": day.isoformat(), "opened": opened} | ({"bundle": bundle} if bundle else {})
    with ledger.write(act, OperationKind.COUNT_ENVELOPES, summary) as operation:
        envelope_counts.keep(operation.writing, campaign_id, day, bundle, opened)
    return Outcome(on(ledger, campaign_id, day), frozenset({Subject.RETURN}), operation.id)


def on(ledger: Ledger, campaign_id: int, day: date) -> DayCount:
    """Envelopes against sheets of a day, in all and by bundle; only what came by post has an envelope."""
    with ledger.read() as view:
        return day_count(
            day,
            envelope_counts.on(view, campaign_id, day),
            receipts.by_bundle(view, campaign_id, day, Channel.MAIL),
            loose_sheets.by_bundle(view, campaign_id, day, Channel.MAIL),
        )


def uncounted_before(ledger: Ledger, campaign_id: int, day: date) -> date | None:
    """The last day before `day` whose envelopes are still to be counted, None where there is none."""
    with ledger.read() as view:
        return envelope_counts.newest_uncounted(view, campaign_id, day)
