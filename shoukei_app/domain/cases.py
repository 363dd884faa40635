"""Support cases (案件): what the joint team does for one firm, from the request to the result.

States follow case 1 of the seed (経営サポート会議): 開催要請 → 方向性決定 → 開催 → 結果集約 → 支援. A case stays
open, and comes back to every meeting, until somebody closes it with a result.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from shoukei_app.domain.visits import VisitResult, VisitState


class CaseState(StrEnum):
    """How far a case is, in the order of the work."""

    REQUESTED = "requested"
    DIRECTED = "directed"
    MET = "met"
    COLLECTED = "collected"
    SUPPORTED = "supported"


class SupportPolicy(StrEnum):
    """What the team decided to do (支援方針)."""

    INFORMATION_ONLY = "information_only"
    CALL = "call"
    VISIT_SHOKOKAI = "visit_shokokai"
    VISIT_JOINT = "visit_joint"
    VISIT_WITH_CENTRE = "visit_with_centre"
    CENTRE = "centre"
    EXPERT = "expert"
    PLAN = "plan"
    YOROZU = "yorozu"
    REVITALISATION = "revitalisation"
    BANK = "bank"
    CLOSING = "closing"
    WATCH = "watch"
    NOTHING = "nothing"


VISITS = frozenset({SupportPolicy.VISIT_SHOKOKAI, SupportPolicy.VISIT_JOINT, SupportPolicy.VISIT_WITH_CENTRE})
"""Policies that ask for a visit to be planned."""


class CaseOutcome(StrEnum):
    """With what a case was closed."""

    FAMILY = "family"
    STAFF = "staff"
    THIRD_PARTY = "third_party"
    CLOSED_DOWN = "closed_down"
    ALREADY_DONE = "already_done"
    STILL_THINKING = "still_thinking"
    OUT_OF_SCOPE = "out_of_scope"


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided of a case: `companions` are organisations that come along, `next_look` the day before which
    it need not come back to a meeting; an `outcome` closes it.
    """

    policy: SupportPolicy | None = None
    lead_organisation_id: int | None = None
    lead_person_id: int | None = None
    companions: tuple[int, ...] = ()
    deadline: date | None = None
    next_look: date | None = None
    note: str = ""
    outcome: CaseOutcome | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """One case as it stands; the plan is final once somebody has reviewed it (case 6 of the seed)."""

    id: int
    target_id: int
    opened_on: date
    state: CaseState
    decision: Decision
    reviewed_by: str = ""
    reviewed_on: date | None = None
    closed_on: date | None = None

    @property
    def open(self) -> bool:
        """Whether the case still comes back to the meetings."""
        return self.closed_on is None

    def due(self, day: date) -> bool:
        """Whether a meeting on this day has to look at it: every open case that was not put off beyond it."""
        return self.open and (self.decision.next_look is None or self.decision.next_look <= day)


def reached_by_visit(result: VisitResult, *, answered: bool = False) -> tuple[CaseState, ...]:
    """Which states a visit or call brings a case to, in their order: a plan, a conversation, what was heard in it.

    `answered` tells whether the hearing sheet was. Somebody who was absent or refused brings it no further.
    """
    match result.state:
        case VisitState.PLANNED:
            return (CaseState.DIRECTED,)
        case VisitState.MET:
            heard = answered or bool(result.said.strip()) or result.next_action is not None
            return (CaseState.MET, CaseState.COLLECTED) if heard else (CaseState.MET,)
        case _:
            return ()


def decision_data(decision: Decision) -> dict[str, Any]:
    """The data form of a decision; `decision_from_data` reads it back."""
    return {
        "policy": decision.policy.value if decision.policy else None,
        "lead_organisation_id": decision.lead_organisation_id,
        "lead_person_id": decision.lead_person_id,
        "companions": list(decision.companions),
        "deadline": decision.deadline.isoformat() if decision.deadline else None,
        "next_look": decision.next_look.isoformat() if decision.next_look else None,
        "note": decision.note,
        "outcome": decision.outcome.value if decision.outcome else None,
    }


def decision_from_data(data: Mapping[str, Any]) -> Decision:
    """Read a decision from its data form."""
    return Decision(
        policy=SupportPolicy(data["policy"]) if data["policy"] else None,
        lead_organisation_id=data["lead_organisation_id"],
        lead_person_id=data["lead_person_id"],
        companions=tuple(data["companions"]),
        deadline=date.fromisoformat(data["deadline"]) if data["deadline"] else None,
        next_look=date.fromisoformat(data["next_look"]) if data["next_look"] else None,
        note=data["note"],
        outcome=CaseOutcome(data["outcome"]) if data["outcome"] else None,
    )
