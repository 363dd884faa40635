"""The counters of the entry, and the sheets that wait for it: read beside the work of whoever keys."""

from dataclasses import dataclass
from datetime import date

from shoukei_app.domain.target import TargetLine
from shoukei_app.domain.verification import Stage
from shoukei_app.gui.returns.sheets_view import WAITING
from shoukei_app.usecases import entry, targets, verification
from shoukei_app.usecases.entry import DraftSheet
from shoukei_app.usecases.ledgers import Ledger

_NEXT = 8


@dataclass(frozen=True, slots=True)
class Counts:
    """Sheets keyed on a day, sheets that wait to be keyed with the `next` of them, sheets whose entries differ, and
    those that the person at the desk began and did not finish.
    """

    day: date
    keyed: int = 0
    waiting: int = 0
    differing: int = 0
    next: tuple[TargetLine, ...] = ()
    begun: tuple[tuple[TargetLine, DraftSheet], ...] = ()


def count(ledger: Ledger, campaign_id: int, day: date, person: str) -> Counts:
    """How things stand in a campaign for `person`, who keys."""
    waiting = targets.find(ledger, campaign_id, WAITING)
    return Counts(
        day,
        entry.entered_on(ledger, campaign_id, day),
        len(waiting),
        verification.stages(ledger, campaign_id).get(Stage.DIFFERING, 0),
        targets.lines(ledger, waiting[:_NEXT]),
        entry.begun(ledger, campaign_id, person),
    )
