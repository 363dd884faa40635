"""Receipts (受付): every sheet that comes back is written into the receipt log, never silently and never twice."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import accumulate

from shoukei_app.domain import form_number
from shoukei_app.domain.firm import FirmStatus
from shoukei_app.domain.firm_change import FirmChange
from shoukei_app.domain.history import Act, OperationKind
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.query import Query
from shoukei_app.domain.receipt import Arrival, CurveDay, Doubt, doubts
from shoukei_app.domain.target import Disposition, TargetLine
from shoukei_app.store import campaigns, firms, journal, loose_sheets, mailings, receipts, schema, targets
from shoukei_app.store.journal import Writing
from shoukei_app.store.ledger import Ledger, View
from shoukei_app.store.receipts import Receipt
from shoukei_app.usecases import history
from shoukei_app.usecases.outcome import Outcome, Subject
from shoukei_app.words.terms import word

__all__ = ["Receipt"]  # the window names a receipt's type from here

_LIKELY_SHOWN = 6
_SAID = {
    Disposition.CLOSED: Doubt.FIRM_CLOSED,
    Disposition.OUT_OF_SCOPE: Doubt.FIRM_OUT_OF_SCOPE,
    Disposition.REFUSED: Doubt.DO_NOT_MAIL,
}
"""What a sheet itself says is no reason to doubt it."""


@dataclass(frozen=True, slots=True)
class LoggedReceipt:
    """One line of the receipt log; `id` is the target's."""

    id: int
    target: TargetLine
    receipt: Receipt


@dataclass(frozen=True, slots=True)
class Look:
    """What the ledger knows of a number before it is received.

    `target` is None where there is none; then `likely` holds targets whose number is one slip of the fingers away, that
    were mailed and have not replied. `campaign` names another campaign that the number belongs to, "" for this one.
    """

    target: TargetLine | None
    receipt: Receipt | None = None
    campaign_id: int | None = None
    campaign: str = ""
    doubts: tuple[Doubt, ...] = ()
    likely: tuple[TargetLine, ...] = ()


def look(ledger: Ledger, campaign_id: int, typed_number: str) -> Look:
    """What there is to know before a person decides; for a number that `receive` refused."""
    with ledger.read() as view:
        try:
            line = targets.by_number(view, form_number.parse(typed_number))
        except Problem:
            return Look(None, likely=_likely(view, campaign_id, typed_number))
        own = campaigns.of_target(view, line.id)
        return Look(
            line,
            receipts.of_target(view, line.id),
            own,
            "" if own == campaign_id else campaigns.get(view, own).name,
            _doubts(view, line),
        )


def receive(
    ledger: Ledger,
    act: Act,
    campaign_id: int,
    typed_number: str,
    arrival: Arrival,
    *,
    again: bool = False,
    anyway: bool = False,
    change: FirmChange | None = None,
) -> Outcome[TargetLine]:
    """Write a sheet into the receipt log; `change` is made to its firm in the same operation (廃業, 今後送らない).

    Raises Problem: FORM_NUMBER_WRONG, FORM_NUMBER_UNKNOWN, NUMBER_OF_OTHER_CAMPAIGN; ALREADY_RECEIVED unless `again`;
    RECEIPT_DOUBTFUL where no sheet was expected, unless `anyway`. Nothing is recorded then.
    """
    number = form_number.parse(typed_number)
    with ledger.write(act, OperationKind.RECEIVE, {"number": number}) as operation:
        line = keep(operation.writing, campaign_id, number, arrival, again=again, anyway=anyway)
        operation.summary["disposition"] = arrival.disposition.value
        changed = {Subject.RETURN}
        if change is not None and not change.is_empty:
            _change_firm(operation.writing, line.firm_id, change)
            changed |= {Subject.FIRM, Subject.TARGET}
            operation.summary |= _told(change)
        received = targets.by_number(operation.writing.connection, number)
    return Outcome(received, frozenset(changed), operation.id)


def keep(
    writing: Writing, campaign_id: int, number: str, arrival: Arrival, *, again: bool = False, anyway: bool = False
) -> TargetLine:
    """Receive within an operation that is already open; the target as it was before. Raises Problem as `receive`."""
    view = writing.connection
    line = targets.by_number(view, number)
    own = campaigns.of_target(view, line.id)
    shown = form_number.shown(number)
    if own != campaign_id:
        raise Problem(ProblemKind.NUMBER_OF_OTHER_CAMPAIGN, number=shown, campaign=campaigns.get(view, own).name)
    if line.received_on:
        if not again:
            raise Problem(ProblemKind.ALREADY_RECEIVED, number=shown, received_on=line.received_on)
    elif not anyway and (found := [one for one in _doubts(view, line) if one is not _SAID.get(arrival.disposition)]):
        told = "。また、".join(word(doubt) for doubt in found)
        raise Problem(ProblemKind.RECEIPT_DOUBTFUL, number=shown, name=line.name, doubts=told)
    receipts.keep(
        writing,
        Receipt(line.id, arrival.received_on, arrival.channel, arrival.disposition, arrival.bundle, arrival.note),
    )
    return line


def find(ledger: Ledger, campaign_id: int, day: date | None, query: Query) -> list[int]:
    """Targets whose receipt is of a day (None: of any); see `store.receipts.find` for order and filters."""
    with ledger.read() as view:
        return receipts.find(view, campaign_id, day, query)


def lines(ledger: Ledger, target_ids: Sequence[int]) -> tuple[LoggedReceipt, ...]:
    """Lines of the receipt log in the order of the ids; targets without a receipt are passed over."""
    with ledger.read() as view:
        logged = receipts.of_targets(view, target_ids)
        return tuple(
            LoggedReceipt(line.id, line, logged[line.id])
            for line in targets.lines(view, target_ids)
            if line.id in logged
        )


def values_on(ledger: Ledger, campaign_id: int, day: date | None) -> dict[str, dict[str, int]]:
    """How many receipts of a day (None: of any) have each channel, disposition, bundle and person ("recorded_by")."""
    with ledger.read() as view:
        return receipts.values_on(view, campaign_id, day)


def days(ledger: Ledger, campaign_id: int) -> tuple[date, ...]:
    """The days on which sheets came, the first first."""
    with ledger.read() as view:
        known = {*receipts.by_day(view, campaign_id), *loose_sheets.by_day(view, campaign_id)}
    return tuple(sorted(known))


def curve(ledger: Ledger, campaign_id: int) -> tuple[CurveDay, ...]:
    """Sheets per day and cumulated, in the order of the days; sheets without a firm are counted apart."""
    with ledger.read() as view:
        logged = receipts.by_day(view, campaign_id)
        loose = loose_sheets.by_day(view, campaign_id)
    known = sorted({*logged, *loose})
    sheets = [sum(logged.get(day, {}).values()) for day in known]
    apart = [loose.get(day, 0) for day in known]
    return tuple(
        CurveDay(day, count, total, lost, lost_total, logged.get(day, {}))
        for day, count, total, lost, lost_total in zip(
            known, sheets, accumulate(sheets), apart, accumulate(apart), strict=True
        )
    )


def take_back(ledger: Ledger, act: Act, target_id: int) -> Outcome[TargetLine]:
    """Undo the operation that received a target's sheet, as a whole.

    Raises Problem: CHANGED_SINCE where later work stands on it; NOTHING_TO_UNDO where the sheet was received together
    with its answers: then those are what to take back.
    """
    with ledger.read() as view:
        (line,) = targets.lines(view, [target_id])
        undone = ledger.stacks(view).undone
        kinds = (OperationKind.RECEIVE.value, OperationKind.IDENTIFY_SHEET.value)
        known = journal.find(view, Query(text=line.number, filters={"kind": kinds}))
        standing = [
            operation.id
            for operation in journal.by_id(view, known)
            if operation.summary.get("number") == line.number and operation.id not in undone
        ]
    if not standing:
        raise Problem(ProblemKind.NOTHING_TO_UNDO)
    outcome = history.undo(ledger, act, operation_id=max(standing))
    return Outcome(line, outcome.changed, outcome.operation)


def _likely(view: View, campaign_id: int, typed_number: str) -> tuple[TargetLine, ...]:
    numbers = form_number.likely(typed_number)
    own = targets.ids_of_numbers(view, campaign_id, numbers)
    known = {line.number: line for line in targets.lines(view, list(own.values()))}
    found = (known[number] for number in numbers if number in known)
    return tuple(line for line in found if line.mailed and not line.received_on)[:_LIKELY_SHOWN]


def _doubts(view: View, line: TargetLine) -> tuple[Doubt, ...]:
    facts = firms.get(view, line.firm_id).facts
    pieces = [(sent.state, sent.left_out) for sent in mailings.of_target(view, line.id)]
    return doubts(facts.status, pieces, do_not_mail=facts.do_not_mail)


def _change_firm(writing: Writing, firm_id: int, change: FirmChange) -> None:
    facts = firms.get(writing.connection, firm_id).facts
    wanted = change
    if change.status is FirmStatus.CLOSED and facts.status is FirmStatus.CLOSED:
        wanted = replace(change, status=None)  # an older day and reason of closing are not overwritten
    before, after = firms.row_of(facts), firms.row_of(wanted.applied(facts))
    changed = {name: value for name, value in after.items() if before[name] != value}
    if changed:
        writing.update(schema.firm, {firm_id: changed})


def _told(change: FirmChange) -> dict[str, object]:
    told: dict[str, object] = {}
    if change.status is not None:
        told["status"] = change.status.value
    if change.do_not_mail is not None:
        told["do_not_mail"] = change.do_not_mail
    return told
