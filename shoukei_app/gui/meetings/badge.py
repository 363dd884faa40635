"""What waits at フォロー会議: firms that the next meeting has still to look at, from the day it is held."""

from shoukei_app.gui.session import Session
from shoukei_app.usecases import meetings


def waiting(session: Session) -> int:
    """How many."""
    if session.campaign_id is None:
        return 0
    found = meetings.coming(session.ledger, session.campaign_id)
    return found.items if found is not None and found.meeting.held_on <= session.act().at.date() else 0
