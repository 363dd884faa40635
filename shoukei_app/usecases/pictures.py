"""Pictures (画像) of sheets that came by FAX: received with their number, shown beside the entry, kept for reading."""

from collections.abc import Sequence
from datetime import date

from shoukei_app.domain import form_number
from shoukei_app.domain.history import Act, OperationKind
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.target import Channel, Disposition, TargetLine
from shoukei_app.store import pictures, receipts, targets
from shoukei_app.store.ledger import Ledger
from shoukei_app.store.pictures import KeptPage, PageBytes
from shoukei_app.store.receipts import Receipt
from shoukei_app.usecases.outcome import Outcome, Subject

__all__ = ["KeptPage", "PageBytes"]  # the window names them from here


def keep(
    ledger: Ledger,
    act: Act,
    typed_number: str,
    pages: Sequence[PageBytes],
    *,
    received_on: date,
    channel: Channel = Channel.FAX,
    disposition: Disposition = Disposition.ANSWERED,
    again: bool = False,
) -> Outcome[TargetLine]:
    """Receive a sheet that came as pictures: receipt and pictures in one operation.

    With `again` the pages are put behind those a target has (a sheet sent in two calls), and a receipt that stands
    is left as it is. Raises Problem: FORM_NUMBER_WRONG, FORM_NUMBER_UNKNOWN, and ALREADY_RECEIVED unless `again`.
    """
    number = form_number.parse(typed_number)
    summary = {"number": number, "pages": len(pages)}
    with ledger.write(act, OperationKind.KEEP_PICTURES, summary) as operation:
        view = operation.writing.connection
        target = targets.by_number(view, number)
        if target.received_on and not again:
            shown = form_number.shown(number)
            raise Problem(ProblemKind.ALREADY_RECEIVED, number=shown, received_on=target.received_on)
        if target.received_on is None:
            receipts.keep(operation.writing, Receipt(target.id, received_on, channel, disposition))
        pictures.add(operation.writing, target.id, pages)
        received = targets.by_number(view, number)
    return Outcome(received, frozenset({Subject.RETURN}), operation.id)


def of_target(ledger: Ledger, target_id: int) -> tuple[KeptPage, ...]:
    """The pages kept of a target's sheet, in their order."""
    with ledger.read() as view:
        return pictures.of_target(view, target_id)


def pages(ledger: Ledger, target_id: int) -> tuple[PageBytes, ...]:
    """The pages of a target's sheet as picture files, in their order."""
    with ledger.read() as view:
        kept = (pictures.page_bytes(view, page.digest) for page in pictures.of_target(view, target_id))
        return tuple(page for page in kept if page is not None)
