"""What waits on the page: sheets received but not keyed."""

from shoukei_app.gui.session import Session
from shoukei_app.usecases import entry


def waiting(session: Session) -> int:
    """How many sheets wait to be keyed."""
    return 0 if session.campaign_id is None else entry.waiting(session.ledger, session.campaign_id)
