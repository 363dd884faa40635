"""Receipts (受付): every sheet that comes back is written into the receipt log."""

from dataclasses import dataclass
from datetime import date

from shoukei_app.domain import form_number
from shoukei_app.domain.history import Act, OperationKind
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.target import Channel, Disposition, TargetLine
from shoukei_app.store import receipts, targets
from shoukei_app.store.ledger import Ledger
from shoukei_app.store.receipts import Receipt
from shoukei_app.usecases import history
from shoukei_app.usecases.outcome import Outcome, Subject


@dataclass(frozen=True, slots=True)
class LoggedReceipt:
    """One line of the receipt log; `id` is the operation that wrote it, for taking it back."""

    id: int
    act: Act
    target: TargetLine
    receipt: Receipt


def receive(
    ledger: Ledger,
    act: Act,
    typed_number: str,
    *,
    received_on: date,
    channel: Channel = Channel.MAIL,
    disposition: Disposition = Disposition.ANSWERED,
    bundle: str = "",
    again: bool = False,
) -> Outcome[TargetLine]:
    """Write a sheet into the receipt log.

    Raises Problem: FORM_NUMBER_WRONG, FORM_NUMBER_UNKNOWN, and ALREADY_RECEIVED unless `again`.
    """
    number = form_number.parse(typed_number)
    with ledger.write(act, OperationKind.RECEIVE, {"number": number}) as operation:
        view = operation.writing.connection
        target = targets.by_number(view, number)
        if target.received_on and not again:
            number = form_number.shown(number)
            raise Problem(ProblemKind.ALREADY_RECEIVED, number=number, received_on=target.received_on)
        receipts.keep(operation.writing, Receipt(target.id, received_on, channel, disposition, bundle))
        received = targets.by_number(view, number)
    return Outcome(received, frozenset({Subject.RETURN}), operation.id)


def received_on(ledger: Ledger, day: date) -> tuple[LoggedReceipt, ...]:
    """The receipts recorded on a day and still standing; the newest first."""
    operations = history.recorded_on(ledger, OperationKind.RECEIVE, day)
    with ledger.read() as view:
        lines = targets.by_numbers(view, [str(operation.summary["number"]) for operation in operations])
        logged = receipts.of_targets(view, [line.id for line in lines.values()])
    return tuple(
        LoggedReceipt(operation.id, operation.act, line, logged[line.id])
        for operation in operations
        if (line := lines.get(str(operation.summary["number"]))) and line.id in logged
    )
