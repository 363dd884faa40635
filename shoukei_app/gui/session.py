"""What is open in the window: the ledger, the campaign (調査) in it, and who is working."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from shoukei_app.domain.history import Act

if TYPE_CHECKING:  # a third of a second of SQLAlchemy, which the window does not wait for
    from shoukei_app.usecases.ledgers import Ledger


@dataclass(slots=True)
class Session:
    """One open ledger at one desk. Changed only by the main window; pages read it afresh whenever they refresh."""

    ledger: "Ledger"
    location: str
    campaign_id: int | None = None
    person: str = ""

    def act(self) -> Act:
        """Who does something now, by the clock on the wall: goes with every change into the history."""
        return Act(self.person, datetime.now().replace(microsecond=0))  # noqa: DTZ005 - the ledger keeps local time
