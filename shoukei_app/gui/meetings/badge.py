"""What waits at フォロー会議: firms that the next meeting has still to look at, from the day it is held."""

from shoukei_app.gui.session import Session
from shoukei_app.usecases import meetings


def waiting(session: Session) -> int:
    """How many."""
    if session.campaign_id is None:
        return 0
    return meetings.waiting(session.ledger, session.campaign_id, session.act().at.date())
