"""What waits at フォロー会議: homework that is late, and from the day of a meeting the firms it has to look at."""

from shoukei_app.gui.session import Session
from shoukei_app.usecases import homework, meetings


def waiting(session: Session) -> int:
    """How many."""
    if session.campaign_id is None:
        return 0
    today = session.act().at.date()
    late = homework.late(session.ledger, session.campaign_id, today)
    return late + meetings.waiting(session.ledger, session.campaign_id, today)
