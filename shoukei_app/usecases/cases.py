"""Support cases (案件): taken up, assigned, decided, reviewed, brought forward, closed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from shoukei_app.domain.cases import Case, CaseState, Decision
from shoukei_app.domain.history import Act, OperationKind
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.store import cases
from shoukei_app.store.journal import Writing
from shoukei_app.store.ledger import Ledger
from shoukei_app.usecases.outcome import Outcome, Subject

_STATES = list(CaseState)
_FISCAL_YEAR_BEGINS = 4


def every(ledger: Ledger, campaign_id: int, *, only_open: bool = False) -> tuple[Case, ...]:
    """The cases of a campaign in the order of the form numbers."""
    with ledger.read() as view:
        return cases.every(view, campaign_id, only_open=only_open)


def of_targets(ledger: Ledger, target_ids: Sequence[int]) -> dict[int, Case]:
    """The cases of targets, by target."""
    with ledger.read() as view:
        return cases.of_targets(view, target_ids)


def assign(
    ledger: Ledger, act: Act, target_ids: Sequence[int], organisation_id: int | None, person_id: int | None = None
) -> Outcome[int]:
    """Give firms to an organisation (and a person) to lead; a firm without a case gets one. How many there are."""
    with ledger.write(act, OperationKind.ASSIGN_CASES, {"cases": len(target_ids)}) as operation:
        writing = operation.writing
        cases.open_for(writing, target_ids, act.at.date(), act.person)
        for case in cases.of_targets(writing.connection, target_ids).values():
            decision = replace(case.decision, lead_organisation_id=organisation_id, lead_person_id=person_id)
            cases.change(writing, replace(case, decision=decision))
    return Outcome(len(target_ids), frozenset({Subject.CASE}), operation.id)


def decide(ledger: Ledger, act: Act, target_ids: Sequence[int], decision: Decision) -> Outcome[int]:
    """Decide of firms outside a meeting, all alike."""
    with ledger.write(act, OperationKind.DECIDE_CASES, {"cases": len(target_ids)}) as operation:
        for key in target_ids:
            keep_decision(operation.writing, act, key, decision)
    return Outcome(len(target_ids), frozenset({Subject.CASE}), operation.id)


def keep_decision(writing: Writing, act: Act, target_id: int, decision: Decision) -> None:
    """Keep a decision within an operation that is already open: the case is opened, brought forward or closed by it.

    A changed plan wants a new review.
    """
    today = act.at.date()
    cases.open_for(writing, [target_id], today, act.person)
    case = cases.of_targets(writing.connection, [target_id])[target_id]
    same_plan = (case.decision.policy, case.decision.lead_organisation_id) == (
        decision.policy,
        decision.lead_organisation_id,
    )
    changed = replace(
        case,
        decision=decision,
        reviewed_by=case.reviewed_by if same_plan else "",
        reviewed_on=case.reviewed_on if same_plan else None,
        closed_on=today if decision.outcome else None,
    )
    cases.change(writing, changed)
    if decision.policy is not None and case.state is CaseState.REQUESTED:
        cases.advance(writing, [case.id], CaseState.DIRECTED, today, act.person)


def review(ledger: Ledger, act: Act, target_ids: Sequence[int]) -> Outcome[int]:
    """Somebody else than its lead looks at a plan: from now on it is final.

    Raises Problem(NOTHING_TO_REVIEW) where a firm has no policy yet.
    """
    with ledger.write(act, OperationKind.REVIEW_CASES, {"cases": len(target_ids)}) as operation:
        found = cases.of_targets(operation.writing.connection, target_ids)
        for key in target_ids:
            case = found.get(key)
            if case is None or case.decision.policy is None:
                raise Problem(ProblemKind.NOTHING_TO_REVIEW)
            cases.change(operation.writing, replace(case, reviewed_by=act.person, reviewed_on=act.at.date()))
    return Outcome(len(target_ids), frozenset({Subject.CASE}), operation.id)


def advance(ledger: Ledger, act: Act, target_ids: Sequence[int], state: CaseState, day: date) -> Outcome[int]:
    """Cases reach a state on a day; going back is allowed (a wrong click), the steps stay in the history."""
    with ledger.write(act, OperationKind.ADVANCE_CASES, {"cases": len(target_ids)}) as operation:
        cases.open_for(operation.writing, target_ids, day, act.person)
        found = cases.of_targets(operation.writing.connection, target_ids)
        moved = [case.id for case in found.values() if case.state is not state]
        cases.advance(operation.writing, moved, state, day, act.person)
    return Outcome(len(moved), frozenset({Subject.CASE}), operation.id)


def forward(writing: Writing, act: Act, target_id: int, state: CaseState) -> None:
    """Something was done for a firm: its case, where there is one, comes at least as far as this state."""
    case = cases.of_targets(writing.connection, [target_id]).get(target_id)
    if case is not None and _STATES.index(case.state) < _STATES.index(state):
        cases.advance(writing, [case.id], state, act.at.date(), act.person)


def reached(ledger: Ledger, fiscal_year: int) -> dict[CaseState, int]:
    """How many cases came to each state in a fiscal year (April to March)."""
    first, after = (date(year, _FISCAL_YEAR_BEGINS, 1) for year in (fiscal_year, fiscal_year + 1))
    with ledger.read() as view:
        return cases.reached(view, first, date.fromordinal(after.toordinal() - 1))
