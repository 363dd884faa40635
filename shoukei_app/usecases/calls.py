"""Telephone calls (電話での聞き取り): answers asked on the telephone, calls that were cut off, who is called again."""

from dataclasses import dataclass, replace

from shoukei_app.domain.answers import EMPTY_SHEET, AnswerSheet
from shoukei_app.domain.history import Act, OperationKind
from shoukei_app.domain.phone_call import CallOutcome, PhoneCall
from shoukei_app.domain.query import Query
from shoukei_app.domain.target import Channel, Disposition, TargetLine
from shoukei_app.store import calls, campaigns, receipts, replies, targets
from shoukei_app.store.ledger import Ledger
from shoukei_app.store.receipts import Receipt
from shoukei_app.usecases import entry
from shoukei_app.usecases.entry import Keyed, Pass, Recorded
from shoukei_app.usecases.outcome import Outcome, Subject

_FOUND = 30


@dataclass(frozen=True, slots=True)
class Callee:
    """A firm to be called: its target, the calls so far (the newest first), and the answers known already."""

    target: TargetLine
    calls: tuple[PhoneCall, ...]
    sheet: AnswerSheet
    answered: bool


@dataclass(frozen=True, slots=True)
class OpenCall:
    """A firm that is to be called again, with the last call to it."""

    target: TargetLine
    call: PhoneCall


def search(ledger: Ledger, campaign_id: int, text: str) -> tuple[TargetLine, ...]:
    """The first targets that a number, a name or a telephone number finds."""
    with ledger.read() as view:
        return targets.lines(view, targets.find(view, campaign_id, Query(text=text.strip()))[:_FOUND])


def open_callee(ledger: Ledger, target_id: int) -> Callee | None:
    """A firm about to be called, with what is known; a call cut off goes on where it was. None where it is gone."""
    with ledger.read() as view:
        line = next(iter(targets.lines(view, [target_id])), None)
        if line is None:
            return None
        made = calls.of_target(view, target_id)
        reply = replies.sheet_of(view, target_id)
        cut_off = made[0].answers if made and made[0].outcome is not CallOutcome.ANSWERED else EMPTY_SHEET
        return Callee(line, made, reply if reply is not None else cut_off, reply is not None)


def waiting(ledger: Ledger, campaign_id: int) -> tuple[OpenCall, ...]:
    """Whom to call again, the longest waiting first."""
    with ledger.read() as view:
        found = calls.open_calls(view, campaign_id)
        lines = {line.id: line for line in targets.lines(view, [call.target_id for call in found])}
    return tuple(OpenCall(lines[call.target_id], call) for call in found if call.target_id in lines)


def record(ledger: Ledger, act: Act, call: PhoneCall) -> Outcome[Recorded | None]:
    """Write a call down as one operation.

    A call that was ANSWERED records its sheet (channel 電話, in the place of an earlier answer), one that was REFUSED
    the refusal; any other keeps what was answered so far for the next call.
    """
    with ledger.write(act, OperationKind.RECORD_CALL, {"outcome": call.outcome.value}) as operation:
        writing = operation.writing
        view = writing.connection
        (target,) = targets.lines(view, [call.target_id])
        operation.summary["number"] = target.number
        answered = call.outcome is CallOutcome.ANSWERED
        calls.add(writing, replace(call, answers=EMPTY_SHEET) if answered else call)
        recorded = None
        if answered:
            campaign = campaigns.get(view, campaigns.of_target(view, target.id))
            day = call.called_at.date()
            if target.received_on is None or target.disposition is not Disposition.ANSWERED:
                receipts.keep(writing, Receipt(target.id, day, Channel.PHONE, Disposition.ANSWERED))
            made = Pass(call.caller, channel=Channel.PHONE, received_on=day)
            recorded = entry.keep(writing, act, campaign, target, Keyed(call.answers), made)
            operation.summary["diagnosis"] = recorded.diagnosis
        elif call.outcome is CallOutcome.REFUSED and target.received_on is None:
            refusal = Receipt(target.id, call.called_at.date(), Channel.PHONE, Disposition.REFUSED)
            receipts.keep(writing, refusal)
    return Outcome(recorded, frozenset({Subject.RETURN}), operation.id)
