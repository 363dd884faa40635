"""What the post brings back (返戻): recorded by number, counted, addresses put right with their source."""

from dataclasses import dataclass, replace
from datetime import date

from shoukei_app.domain import form_number
from shoukei_app.domain.firm import Address
from shoukei_app.domain.history import Act, OperationKind
from shoukei_app.domain.listing import ListColumn
from shoukei_app.domain.mailing import (
    Addressee,
    LeftOutReason,
    PieceState,
    PrintOrder,
    RunKind,
    UndeliveredReason,
    left_out_reason,
)
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.target import TargetLine
from shoukei_app.store import firms, mailings, schema, targets
from shoukei_app.store.ledger import Ledger
from shoukei_app.usecases import firms as firm_card
from shoukei_app.usecases import history
from shoukei_app.usecases.outcome import Outcome, Subject


@dataclass(frozen=True, slots=True)
class RecordedUndelivered:
    """One piece that came back; `id` is the operation that says so, for taking it back."""

    id: int
    act: Act
    target: TargetLine
    reason: UndeliveredReason


@dataclass(frozen=True, slots=True)
class Undelivered:
    """A target whose last piece came back: to whom it went, when and why it came, to whom the next would go.

    `obstacle` says why a re-mail would leave it out, None where it would go out. `id` is the target's.
    """

    id: int
    number: str
    firm_id: int
    run_number: int
    sent_to: Addressee
    on: date | None
    reason: UndeliveredReason
    now: Addressee
    obstacle: LeftOutReason | None


def record(ledger: Ledger, act: Act, typed_number: str, reason: UndeliveredReason, day: date) -> Outcome[TargetLine]:
    """Say that the post brought a piece back. Raises Problem: FORM_NUMBER_WRONG, FORM_NUMBER_UNKNOWN, NOT_FOUND."""
    number = form_number.parse(typed_number)
    summary = {"number": number, "reason": reason.value}
    with ledger.write(act, OperationKind.RECORD_UNDELIVERED, summary) as operation:
        view = operation.writing.connection
        target = targets.by_number(view, number)
        row = {
            "state": PieceState.UNDELIVERED.value,
            "undelivered_reason": reason.value,
            "undelivered_on": day,
        }
        mailings.change_pieces(operation.writing, {mailings.last_piece(view, target.id): row})
        line = targets.by_number(view, number)
    return Outcome(line, frozenset({Subject.MAILING}), operation.id)


def recorded_on(ledger: Ledger, day: date) -> tuple[RecordedUndelivered, ...]:
    """What the post brought back according to the records made on a day and still standing; the newest first."""
    operations = history.recorded_on(ledger, OperationKind.RECORD_UNDELIVERED, day)
    with ledger.read() as view:
        lines = targets.by_numbers(view, [str(operation.summary["number"]) for operation in operations])
    return tuple(
        RecordedUndelivered(operation.id, operation.act, line, UndeliveredReason(operation.summary["reason"]))
        for operation in operations
        if (line := lines.get(str(operation.summary["number"])))
    )


def counts(ledger: Ledger, campaign_id: int) -> dict[UndeliveredReason, int]:
    """How many pieces of a campaign came back for each reason, in the order of the reasons."""
    with ledger.read() as view:
        return mailings.undelivered_counts(view, campaign_id)


def every(ledger: Ledger, campaign_id: int) -> tuple[Undelivered, ...]:
    """The targets whose last piece came back, in the order of their numbers: the list for a re-mail."""
    with ledger.read() as view:
        back = {one.target_id: one for one in mailings.came_back(view, campaign_id)}
        if not back:
            return ()
        known = {key: (number, who) for key, number, who in mailings.candidates(view, campaign_id, PrintOrder.NUMBER)}
        lines = {line.id: line for line in targets.lines(view, list(back))}
    return tuple(
        Undelivered(
            key,
            known[key][0],
            lines[key].firm_id,
            one.run_number,
            one.addressee,
            one.on,
            one.reason,
            known[key][1].addressee,
            left_out_reason(RunKind.REMAIL, known[key][1]),
        )
        for key, one in back.items()
    )


def address_of(written: str) -> Address:
    """An address as a person wrote it in one line, in parts and with its postcode where that is known.

    Raises Problem(VALUE_WRONG) where no municipality is found in it.
    """
    facts = firm_card.examine({ListColumn.FIRM_NAME: "事業者", ListColumn.ADDRESS: written}).facts
    if facts is None or not facts.address.municipality_code:
        raise Problem(ProblemKind.VALUE_WRONG, field="新しい住所（市町村から番地まで）", value=written)
    return facts.address


def correct_address(
    ledger: Ledger, act: Act, typed_number: str, address: Address, *, source: str
) -> Outcome[TargetLine]:
    """Put a firm's address right after a piece came back; where it was learned is kept in the firm's note.

    Raises Problem: FORM_NUMBER_WRONG, FORM_NUMBER_UNKNOWN, NOT_UNDELIVERED, VALUE_MISSING without source or address.
    """
    number = form_number.parse(typed_number)
    if not source.strip():
        raise Problem(ProblemKind.VALUE_MISSING, field="新しい住所の出どころ")
    if not (address.town or address.rest):
        raise Problem(ProblemKind.VALUE_MISSING, field="新しい住所")
    summary = {"number": number, "source": source.strip()}
    with ledger.write(act, OperationKind.CORRECT_ADDRESS, summary) as operation:
        view = operation.writing.connection
        target = targets.by_number(view, number)
        if target.undelivered is None:
            raise Problem(ProblemKind.NOT_UNDELIVERED, number=form_number.shown(number))
        firm = firms.get(view, target.firm_id)
        if address != firm.facts.address:
            note = f"{act.at:%Y/%m/%d} 返戻により住所を訂正（出どころ：{source.strip()}）"
            facts = replace(firm.facts, address=address, note="\n".join(filter(None, (firm.facts.note, note))))
            before, after = firms.row_of(firm.facts), firms.row_of(facts)
            changed = {name: value for name, value in after.items() if before[name] != value}
            operation.writing.update(schema.firm, {firm.id: changed})
        line = targets.by_number(view, number)
    return Outcome(line, frozenset({Subject.FIRM, Subject.TARGET, Subject.MAILING}), operation.id)
