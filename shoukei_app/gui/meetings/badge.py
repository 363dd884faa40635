"""What waits at フォロー会議: homework that is late, and from the day of a meeting the firms it has to look at."""

from shoukei_app.gui.session import Session
from shoukei_app.usecases import homework, meetings


def waiting(session: Session) -> int:
    """How many."""
    if session.campaign_id is None:
        return 0
    today = session.act().at.date()
    late = homework.late(session.ledger, session.campaign_id, today)
    found = meetings.coming(session.ledger, session.campaign_id)
    return late + (found.items if found is not None and found.meeting.held_on <= today else 0)
