"""The next step of a campaign, for a person who does not know the order of the work: counts in, one step out."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum, auto

from shoukei_app.domain.flags import TO_VISIT
from shoukei_app.domain.history import OperationKind
from shoukei_app.domain.mailing import REMINDERS
from shoukei_app.domain.query import Query
from shoukei_app.domain.target import TargetStatus
from shoukei_app.domain.verification import Stage
from shoukei_app.domain.visits import NextAction, VisitState, next_week
from shoukei_app.store import campaigns, firms, journal, mailings, replies, sheets, targets, visits
from shoukei_app.store import flags as flagged_store
from shoukei_app.store.ledger import Ledger
from shoukei_app.usecases import flags, homework, meetings

TO_PLAN = Query(
    filters={
        "status": (TargetStatus.FLAGGED.value,),
        "priority": tuple(priority.value for priority in TO_VISIT),
    },
    sort="priority",
)
"""Flagged firms to visit that nobody has met or will meet."""

TO_REFER = Query(
    filters={"state": (VisitState.MET.value,), "next_action": (NextAction.CENTRE.value,), "referred": ("no",)}
)
"""Visits after which the Centre is to be asked, and has not been yet."""


_MOVES_FLAGS = (
    OperationKind.RECORD_ANSWERS,
    OperationKind.IMPORT_ANSWERS,
    OperationKind.JUDGE,
    OperationKind.EDIT_RULES,
    OperationKind.CORRECT_ANSWERS,
    OperationKind.CHECK_SAMPLE,
    OperationKind.IMPORT_LIST,
    OperationKind.EDIT_FIRM,
    OperationKind.UNDO,
    OperationKind.REDO,
)
"""Operations after which other firms may be flagged."""

_MEETING_AHEAD = timedelta(days=7)
"""A meeting is prepared in the week before it."""


class NextStep(StrEnum):
    """What to do next, in the order of the work."""

    TAKE_IN_LIST = auto()
    SELECT_TARGETS = auto()
    MAKE_RUN = auto()
    POST_RUN = auto()
    ENTER_SHEETS = auto()
    ENTER_AGAIN = auto()
    JUDGE_SHEETS = auto()
    RUN_RULES = auto()
    RECORD_VISITS = auto()
    HOLD_MEETING = auto()
    SEND_REMINDER = auto()
    PLAN_VISITS = auto()
    REFER = auto()
    PREPARE_VISITS = auto()
    AWAIT_REPLIES = auto()
    REPORT = auto()


@dataclass(frozen=True, slots=True)
class Standing:
    """How a campaign stands, in counts. `unposted` pieces are printed or to be printed, not yet at the post office;
    `agenda` is what the next meeting, on `meeting_on`, has still to look at.
    """

    firms: int = 0
    targets: int = 0
    runs: int = 0
    unposted: int = 0
    undelivered: int = 0
    awaited: int = 0
    unentered: int = 0
    second_entries: int = 0
    differing: int = 0
    replies: int = 0
    flags: int = 0
    flags_in: int = 0
    flags_out: int = 0
    without_visit: int = 0
    visits_today: int = 0
    visits_overdue: int = 0
    visits_next_week: int = 0
    to_refer: int = 0
    homework_late: int = 0
    agenda: int = 0
    meeting_on: date | None = None
    reminded: bool = False
    deadline: date | None = None


def next_step(standing: Standing, today: date) -> NextStep:
    """The first thing that waits. What has arrived comes before what is still to be sent."""
    meeting_near = standing.meeting_on is not None and standing.meeting_on <= today + _MEETING_AHEAD
    past_deadline = standing.deadline is not None and today > standing.deadline
    steps = (
        (NextStep.TAKE_IN_LIST, not standing.firms),
        (NextStep.SELECT_TARGETS, not standing.targets),
        (NextStep.MAKE_RUN, not standing.runs),
        (NextStep.POST_RUN, standing.unposted),
        (NextStep.ENTER_SHEETS, standing.unentered),
        (NextStep.ENTER_AGAIN, standing.second_entries),
        (NextStep.JUDGE_SHEETS, standing.differing),
        (NextStep.RUN_RULES, standing.flags_in or standing.flags_out),
        (NextStep.RECORD_VISITS, standing.visits_overdue or standing.visits_today),
        (NextStep.HOLD_MEETING, meeting_near and standing.agenda),
        (NextStep.SEND_REMINDER, past_deadline and standing.awaited and not standing.reminded),
        (NextStep.PLAN_VISITS, standing.without_visit),
        (NextStep.REFER, standing.to_refer),
        (NextStep.PREPARE_VISITS, standing.visits_next_week),
        (NextStep.AWAIT_REPLIES, standing.awaited and not past_deadline),
    )
    return next((step for step, waits in steps if waits), NextStep.REPORT)


def standing(ledger: Ledger, campaign_id: int, today: date) -> Standing:
    """Count how a campaign stands."""
    with ledger.read() as view:
        campaign = campaigns.get(view, campaign_id)
        statuses = targets.count_by_status(view, campaign_id)
        runs = mailings.runs(view, campaign_id)
        states = mailings.run_states(view, campaign_id)
        planned = visits.count_by_day(view, campaign_id)
        to_refer = visits.find(view, campaign_id, TO_REFER)
        unplanned = targets.find(view, campaign_id, TO_PLAN)
        flagged = flagged_store.every(view, campaign_id)
        registered = firms.count(view)
        answered = replies.count(view, campaign_id)
        stages = sheets.counts(view, campaign_id)
        ran = journal.newest(view, (OperationKind.RUN_FLAGS,))
        settled = answered == 0 or journal.newest(view, _MOVES_FLAGS) < ran
    monday, sunday = next_week(today)
    meeting = meetings.coming(ledger, campaign_id)
    # The rules are tried over every reply only where something could have changed since they ran last.
    tried = None if settled else flags.try_rules(ledger, campaign_id)
    return Standing(
        firms=registered,
        targets=sum(statuses.values()),
        runs=sum(run.cancelled_on is None for run in runs),
        unposted=sum(state.waiting for state in states.values()),
        undelivered=statuses[TargetStatus.UNDELIVERED],
        awaited=statuses[TargetStatus.MAILED],
        unentered=statuses[TargetStatus.RECEIVED],
        second_entries=stages[Stage.KEYED],
        differing=stages[Stage.DIFFERING],
        replies=answered,
        flags=len(flagged),
        flags_in=len(tried.added) if tried else 0,
        flags_out=len(tried.removed) if tried else 0,
        without_visit=len(unplanned),
        visits_today=planned.get(today, 0),
        visits_overdue=sum(count for day, count in planned.items() if day < today),
        visits_next_week=sum(count for day, count in planned.items() if monday <= day <= sunday),
        to_refer=len(to_refer),
        homework_late=homework.late(ledger, campaign_id, today),
        agenda=meeting.items if meeting else 0,
        meeting_on=meeting.meeting.held_on if meeting else None,
        reminded=any(run.kind in REMINDERS and run.cancelled_on is None for run in runs),
        deadline=campaign.deadline,
    )
