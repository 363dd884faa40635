"""Homework (宿題): whatever somebody still has to do about a firm, wherever it was noted, in one shape."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from shoukei_app.domain.days import next_month


class ChoreKind(StrEnum):
    """Where a chore was noted."""

    TASK = "task"
    VISIT = "visit"
    FEEDBACK = "feedback"
    DEADLINE = "deadline"
    NEXT_LOOK = "next_look"


class Term(StrEnum):
    """When a chore is due, as the list is grouped."""

    OVERDUE = "overdue"
    WEEK = "week"
    MONTH = "month"
    LATER = "later"


_KINDS = list(ChoreKind)


@dataclass(frozen=True, slots=True)
class Chore:
    """One thing to do. `row` is the id of the task, visit, referral or case; `what` is in words.

    `firm_id`, `target_id` None: about no firm. `persons` are ids, the one in charge first; none: the organisation's.
    """

    kind: ChoreKind
    row: int
    what: str
    due_on: date | None
    target_id: int | None = None
    firm_id: int | None = None
    number: str = ""
    firm: str = ""
    organisation_id: int | None = None
    organisation: str = ""
    persons: tuple[int, ...] = ()
    names: tuple[str, ...] = ()

    @property
    def id(self) -> int:
        """A number of its own among all chores."""
        return self.row * len(_KINDS) + _KINDS.index(self.kind)

    def term(self, today: date) -> Term:
        """When it is due: this week ends on Sunday, this month is the next thirty days or so; no day is later."""
        if self.due_on is None:
            return Term.LATER
        if self.due_on < today:
            return Term.OVERDUE
        if self.due_on <= today + timedelta(days=6 - today.weekday()):
            return Term.WEEK
        return Term.MONTH if self.due_on <= next_month(today) else Term.LATER


FINISHED_HERE = frozenset({ChoreKind.TASK, ChoreKind.FEEDBACK, ChoreKind.DEADLINE})
"""Kinds that are done with a note in the list itself; a visit is written down and a case decided in its own place."""

GIVEN_ON = frozenset({ChoreKind.TASK, ChoreKind.DEADLINE, ChoreKind.NEXT_LOOK})
"""Kinds that can be given to somebody else: a visit's team is changed where visits are planned, and a referral stays
with its receiver."""

PUT_OFF = frozenset({ChoreKind.TASK, ChoreKind.FEEDBACK, ChoreKind.DEADLINE, ChoreKind.NEXT_LOOK})
"""Kinds that are put off in the list; a visit is moved where no double booking can come of it."""
