"""What waits at 訪問・電話: visits planned for today, and earlier ones whose result nobody wrote down."""

from shoukei_app.gui.session import Session
from shoukei_app.usecases import visits


def waiting(session: Session) -> int:
    """How many."""
    if session.campaign_id is None:
        return 0
    return visits.waiting(session.ledger, session.campaign_id, session.act().at.date())
