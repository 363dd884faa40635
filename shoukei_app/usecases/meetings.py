"""Follow-up meetings (フォロー会議): planned, their agenda drawn, decided live, concluded; nothing drops off."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from shoukei_app.domain.cases import Case, CaseState, Decision
from shoukei_app.domain.days import first_of_month
from shoukei_app.domain.flags import Priority
from shoukei_app.domain.history import Act, OperationKind
from shoukei_app.domain.meeting import AgendaItem, AgendaReason, Meeting, Seat, monthly_days, reasons_of
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.questionnaire import Recipient
from shoukei_app.domain.target import TargetLine
from shoukei_app.store import cases, consents, flags, meetings, targets, tasks
from shoukei_app.store.journal import Writing
from shoukei_app.store.ledger import Ledger, View
from shoukei_app.store.meetings import NewMeeting
from shoukei_app.store.tasks import NewTask, Task
from shoukei_app.usecases import calendars
from shoukei_app.usecases import cases as case_work
from shoukei_app.usecases.outcome import Outcome, Subject

__all__ = ["AgendaItem", "AgendaReason", "Meeting", "NewMeeting", "Seat"]  # the window names these from here

_CHANGED = frozenset({Subject.CASE})
_URGENCY = list(Priority)
_BY_HAND = (AgendaReason.BY_HAND,)
_ONLY_NOW = (AgendaReason.UNDECIDED,)
"""What makes a firm due that was put on by hand, and has a case since then."""


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """One firm on an agenda with everything that a decision needs: how far it is, its case as it stands before this
    meeting's decision or after it, what was promised about it, who may see its name.
    """

    item: AgendaItem
    target: TargetLine
    case: Case | None
    homework: tuple[Task, ...]
    consents: frozenset[Recipient]


@dataclass(frozen=True, slots=True)
class Coming:
    """The next meeting, and how many firms it has still to look at."""

    meeting: Meeting
    items: int


def every(ledger: Ledger, campaign_id: int) -> tuple[Meeting, ...]:
    """The meetings of a campaign, the earliest first."""
    with ledger.read() as view:
        return meetings.every(view, campaign_id)


def get(ledger: Ledger, meeting_id: int) -> Meeting:
    """One meeting. Raises Problem(NOT_FOUND)."""
    with ledger.read() as view:
        return meetings.get(view, meeting_id)


def plan(ledger: Ledger, act: Act, campaign_id: int, new: Sequence[NewMeeting]) -> Outcome[tuple[int, ...]]:
    """Keep meetings to be held (a year's monthly ones at once); returns their ids."""
    with ledger.write(act, OperationKind.PLAN_MEETING, {"meetings": len(new)}) as operation:
        ids = tuple(meetings.add(operation.writing, campaign_id, one) for one in new)
    return Outcome(ids, _CHANGED, operation.id)


def change(ledger: Ledger, act: Act, meeting_id: int, new: NewMeeting) -> Outcome[None]:
    """Keep a meeting's new day, place and seats. Raises Problem: NOT_FOUND, MEETING_CLOSED."""
    with ledger.write(act, OperationKind.PLAN_MEETING, {"meetings": 1}) as operation:
        _open(operation.writing.connection, meeting_id)
        meetings.change(operation.writing, meeting_id, new)
    return Outcome(None, _CHANGED, operation.id)


def cancel(ledger: Ledger, act: Act, meeting_id: int) -> Outcome[None]:
    """A meeting is not held: what is on its agenda comes to the next one. Raises Problem: NOT_FOUND, MEETING_CLOSED,
    MEETING_DECIDED where something was decided in it already.
    """
    with ledger.write(act, OperationKind.PLAN_MEETING, {"cancelled": 1}) as operation:
        found = _open(operation.writing.connection, meeting_id)
        if any(item.decision for item in meetings.items(operation.writing.connection, meeting_id)):
            raise Problem(ProblemKind.MEETING_DECIDED, number=found.number)
        meetings.remove(operation.writing, meeting_id)
    return Outcome(None, _CHANGED, operation.id)


def draw_agenda(ledger: Ledger, act: Act, meeting_id: int) -> Outcome[dict[AgendaReason, int]]:
    """Put on the agenda whatever belongs there and is not on it yet, the most urgent first.

    Drawn from new flags, open cases, deadlines, open homework of earlier meetings, feedback that is due. What is on it
    and not decided is looked at anew: its reasons change, and where it was settled or put off meanwhile it goes. How
    many firms came on for each reason (a firm with two reasons counts in both).
    """
    with ledger.write(act, OperationKind.PLAN_MEETING, {}) as operation:
        view = operation.writing.connection
        found = _open(view, meeting_id)
        operation.summary["meeting"] = found.number
        standing = meetings.items(view, meeting_id)
        due = _due(view, found)
        _look_anew(operation.writing, [item for item in standing if item.decision is None], due)
        known = {item.target_id for item in standing}
        wanted = {key: reasons for key, reasons in due.items() if key not in known}
        # Every firm on an agenda has a case: by its number it is told apart where it may not be named.
        case_work.take_up(operation.writing, act, list(wanted))
        lines = targets.lines(view, list(wanted))
        meetings.add_items(operation.writing, meeting_id, [(line.id, wanted[line.id]) for line in _ordered(lines)])
        counted = Counter(reason for reasons in wanted.values() for reason in reasons)
        operation.summary["items"] = len(wanted)
    return Outcome({reason: counted[reason] for reason in AgendaReason}, _CHANGED, operation.id)


def put_on(ledger: Ledger, act: Act, meeting_id: int, target_ids: Sequence[int]) -> Outcome[int]:
    """Put firms on an agenda by hand; how many were not on it. Raises Problem: NOT_FOUND, MEETING_CLOSED."""
    with ledger.write(act, OperationKind.PLAN_MEETING, {}) as operation:
        view = operation.writing.connection
        found = _open(view, meeting_id)
        operation.summary["meeting"] = found.number
        known = {item.target_id for item in meetings.items(view, meeting_id)}
        fresh = [key for key in dict.fromkeys(target_ids) if key not in known]
        case_work.take_up(operation.writing, act, fresh)
        meetings.add_items(operation.writing, meeting_id, [(key, _BY_HAND) for key in fresh])
        operation.summary["items"] = len(fresh)
    return Outcome(len(fresh), _CHANGED, operation.id)


def take_off(ledger: Ledger, act: Act, item_id: int) -> Outcome[None]:
    """Take a firm off an agenda that was put on it by hand.

    Raises Problem(MUST_BE_LOOKED_AT) where it belongs there: such a firm is decided, or put off to a later day.
    """
    with ledger.write(act, OperationKind.PLAN_MEETING, {}) as operation:
        view = operation.writing.connection
        item = meetings.item(view, item_id)
        _open(view, item.meeting_id)
        if item.reasons != _BY_HAND or item.decision is not None:
            (line,) = targets.lines(view, [item.target_id])
            raise Problem(ProblemKind.MUST_BE_LOOKED_AT, firm=line.name)
        cases.remove(operation.writing, _untouched(view, item))
        meetings.remove_items(operation.writing, [item_id])
    return Outcome(None, _CHANGED, operation.id)


def reorder(ledger: Ledger, act: Act, meeting_id: int, item_ids: Sequence[int]) -> Outcome[None]:
    """Give an agenda another order: its items in the order wanted; items not named come after, in theirs.

    Raises Problem: NOT_FOUND, MEETING_CLOSED.
    """
    with ledger.write(act, OperationKind.PLAN_MEETING, {}) as operation:
        found = _open(operation.writing.connection, meeting_id)
        operation.summary["meeting"] = found.number
        standing = {item.id: item.position for item in meetings.items(operation.writing.connection, meeting_id)}
        wanted = [key for key in dict.fromkeys(item_ids) if key in standing]
        order = [*wanted, *(key for key in standing if key not in set(wanted))]
        moved = {key: place for place, key in enumerate(order, start=1) if standing[key] != place}
        meetings.reorder(operation.writing, moved)
    return Outcome(None, _CHANGED, operation.id)


def agenda(ledger: Ledger, meeting_id: int) -> tuple[AgendaLine, ...]:
    """An agenda in its order. Raises Problem(NOT_FOUND)."""
    with ledger.read() as view:
        found = meetings.get(view, meeting_id)
        items = meetings.items(view, meeting_id)
        ids = [item.target_id for item in items]
        lines = {line.id: line for line in targets.lines(view, ids)}
        known = cases.of_targets(view, ids)
        allowing = consents.every(view, found.campaign_id)
        homework: dict[int, list[Task]] = {}
        for task in tasks.every(view, found.campaign_id):
            if task.target_id is not None:
                homework.setdefault(task.target_id, []).append(task)
    return tuple(
        AgendaLine(
            item,
            lines[item.target_id],
            known.get(item.target_id),
            tuple(homework.get(item.target_id, ())),
            allowing.get(item.target_id, frozenset()),
        )
        for item in items
    )


def decide(
    ledger: Ledger, act: Act, item_id: int, decision: Decision, homework: Sequence[NewTask] | None = None
) -> Outcome[None]:
    """Keep what the meeting decides of a firm, and who does what until when.

    A firm may be decided again in the same meeting: its `homework` then takes the place of what this meeting gave for
    it and is still open (None: that stays). Raises Problem: NOT_FOUND, MEETING_CLOSED.
    """
    with ledger.write(act, OperationKind.HOLD_MEETING, {}) as operation:
        writing, view = operation.writing, operation.writing.connection
        item = meetings.item(view, item_id)
        found = _open(view, item.meeting_id)
        (line,) = targets.lines(view, [item.target_id])
        operation.summary |= {"meeting": found.number, "number": line.number}
        meetings.decide(writing, item_id, decision, act.person, act.at)
        case_work.keep_decision(writing, act, item.target_id, decision)
        if homework is not None:
            _give(writing, found, item.target_id, homework)
    return Outcome(None, _CHANGED, operation.id)


def attend(ledger: Ledger, act: Act, meeting_id: int, seats: Sequence[Seat]) -> Outcome[None]:
    """Keep who came."""
    with ledger.write(act, OperationKind.HOLD_MEETING, {}) as operation:
        found = _open(operation.writing.connection, meeting_id)
        operation.summary["meeting"] = found.number
        columns = NewMeeting(found.kind, found.held_on, found.held_time, found.place, found.note, tuple(seats))
        meetings.change(operation.writing, meeting_id, columns)
    return Outcome(None, _CHANGED, operation.id)


def close(ledger: Ledger, act: Act, meeting_id: int) -> Outcome[tuple[int, ...]]:
    """Conclude a meeting. What was not decided stays an open case and comes to the next one; returns those targets."""
    with ledger.write(act, OperationKind.HOLD_MEETING, {}) as operation:
        writing, view = operation.writing, operation.writing.connection
        found = _open(view, meeting_id)
        left = tuple(item.target_id for item in meetings.items(view, meeting_id) if item.decision is None)
        case_work.take_up(writing, act, left)
        meetings.close(writing, meeting_id, act.at.date())
        operation.summary |= {"meeting": found.number, "carried_over": len(left)}
    return Outcome(left, _CHANGED, operation.id)


def due(ledger: Ledger, campaign_id: int, day: date) -> dict[int, tuple[AgendaReason, ...]]:
    """Which targets a meeting on this day would have to look at, and why."""
    with ledger.read() as view:
        return _due_on(view, campaign_id, day)


def monthly(ledger: Ledger, first: date, count: int, *, week: int, weekday: int) -> tuple[date, ...]:
    """Days of monthly meetings from the month of `first` on; a day off moves one to the next working day."""
    off = calendars.days_off(ledger, first_of_month(first), first_of_month(first, count + 1))
    return tuple(monthly_days(first, count, week=week, weekday=weekday, days_off=off))


def coming(ledger: Ledger, campaign_id: int) -> Coming | None:
    """The meeting that is to be held and concluded next; None where none is planned."""
    with ledger.read() as view:
        found = next((one for one in meetings.every(view, campaign_id) if one.closed_on is None), None)
        if found is None:
            return None
        standing = meetings.items(view, found.id)
        open_ones = {item.target_id for item in standing if item.decision is None}
        decided = {item.target_id for item in standing} - open_ones
        return Coming(found, len((open_ones | set(_due(view, found))) - decided))


def waiting(ledger: Ledger, campaign_id: int, day: date) -> int:
    """How many firms on the agenda of the next meeting are not decided, from the day on which it is held."""
    with ledger.read() as view:
        found = next((one for one in meetings.every(view, campaign_id) if one.closed_on is None), None)
        if found is None or found.held_on > day:
            return 0
        return sum(item.decision is None for item in meetings.items(view, found.id))


def _give(writing: Writing, found: Meeting, target_id: int, homework: Sequence[NewTask]) -> None:
    given = [replace(one, target_id=target_id, meeting_id=found.id) for one in homework if one.what.strip()]
    standing = {
        task.id: NewTask(task.what, task.organisation_id, task.person_id, task.due_on, target_id, found.id)
        for task in tasks.every(writing.connection, found.campaign_id)
        if task.meeting_id == found.id and task.target_id == target_id
    }
    tasks.remove(writing, [key for key, task in standing.items() if task not in given])
    tasks.add(writing, found.campaign_id, found.held_on, [one for one in given if one not in standing.values()])


def _look_anew(writing: Writing, standing: Sequence[AgendaItem], due: Mapping[int, tuple[AgendaReason, ...]]) -> None:
    changed: dict[int, tuple[AgendaReason, ...]] = {}
    for item in standing:
        if item.reasons == _BY_HAND and due.get(item.target_id, _ONLY_NOW) == _ONLY_NOW:
            continue
        kept = tuple(one for one in item.reasons if one is AgendaReason.BY_HAND)
        reasons = due.get(item.target_id, ())
        if AgendaReason.NEW_FLAG in item.reasons:
            # Drawing opened its case: since then it is undecided, but for this meeting it is as new as it was.
            reasons = tuple(AgendaReason.NEW_FLAG if one is AgendaReason.UNDECIDED else one for one in reasons)
        changed[item.id] = reasons + kept
    meetings.remove_items(writing, [key for key, reasons in changed.items() if not reasons])
    before = {item.id: item.reasons for item in standing}
    meetings.change_reasons(writing, {key: one for key, one in changed.items() if one and one != before[key]})


def _untouched(view: View, item: AgendaItem) -> Sequence[int]:
    """The case that was opened only because a firm was put on by hand: it would come back to every meeting."""
    case = cases.of_targets(view, [item.target_id]).get(item.target_id)
    elsewhere = [one for one in meetings.of_targets(view, [item.target_id])[item.target_id] if one.id != item.id]
    if case is None or elsewhere or case.decision != Decision() or case.state is not CaseState.REQUESTED:
        return ()
    return () if item.target_id in flags.every(view, meetings.get(view, item.meeting_id).campaign_id) else (case.id,)


def _due(view: View, found: Meeting) -> dict[int, tuple[AgendaReason, ...]]:
    return _due_on(view, found.campaign_id, found.held_on)


def _due_on(view: View, campaign_id: int, day: date) -> dict[int, tuple[AgendaReason, ...]]:
    flagged = flags.every(view, campaign_id)
    known = {case.target_id: case for case in cases.every(view, campaign_id)}
    open_homework = {task.target_id for task in tasks.every(view, campaign_id) if task.target_id is not None}
    waiting = meetings.feedback_due(view, campaign_id, day)
    found = {}
    for key in {**flagged, **known}:
        reasons = reasons_of(
            known.get(key),
            flagged=key in flagged,
            homework=key in open_homework,
            feedback_due=key in waiting,
            day=day,
        )
        if reasons:
            found[key] = reasons
    return found


def _ordered(lines: Sequence[TargetLine]) -> list[TargetLine]:
    last = len(_URGENCY)
    return sorted(lines, key=lambda line: (_URGENCY.index(line.priority) if line.priority else last, line.number))


def _open(view: View, meeting_id: int) -> Meeting:
    found = meetings.get(view, meeting_id)
    if found.closed_on is not None:
        raise Problem(ProblemKind.MEETING_CLOSED, number=found.number)
    return found
