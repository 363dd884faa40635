"""Support cases (案件): taken up, assigned, decided, reviewed, brought forward, closed."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from shoukei_app.domain.cases import Case, CaseOutcome, CaseState, Decision, SupportPolicy, reached_by_visit
from shoukei_app.domain.era import fiscal_year as fiscal_year_of
from shoukei_app.domain.history import Act, OperationKind
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.query import Query
from shoukei_app.domain.target import TargetLine
from shoukei_app.store import campaigns, cases, keyers, targets, visits
from shoukei_app.store.journal import Writing
from shoukei_app.store.ledger import Ledger
from shoukei_app.usecases.outcome import Outcome, Subject

_STATES = list(CaseState)
_POLICIES = list(SupportPolicy)
_LAST_DAY = date.max

OPEN, CLOSED = "open", "closed"
REVIEWED, UNREVIEWED = "yes", "no"


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One case as a list shows it; `id` is the target's. `lead` and `person` are names, "" for none."""

    id: int
    target: TargetLine
    case: Case
    lead: str
    person: str

    def overdue(self, today: date) -> bool:
        """Open, and its deadline has passed."""
        return self.case.open and self.case.decision.deadline is not None and self.case.decision.deadline < today


def every(ledger: Ledger, campaign_id: int, *, only_open: bool = False) -> tuple[Case, ...]:
    """The cases of a campaign in the order of the form numbers."""
    with ledger.read() as view:
        return cases.every(view, campaign_id, only_open=only_open)


def of_targets(ledger: Ledger, target_ids: Sequence[int]) -> dict[int, Case]:
    """The cases of targets, by target."""
    with ledger.read() as view:
        return cases.of_targets(view, target_ids)


def find(ledger: Ledger, campaign_id: int, query: Query) -> list[int]:
    """Targets that have a case, in the order asked for.

    Filters: state, policy ("" is none yet), lead (an organisation's id), reviewed (yes, no), standing (open, closed),
    and those of `store.targets.find`; sort keys: state, policy, deadline, next_look, and those of targets.
    """
    own = {key: frozenset(values) for key, values in query.filters.items() if key in _KEYS}
    others = {key: values for key, values in query.filters.items() if key not in _KEYS}
    order = _ORDERS.get(query.sort)
    with ledger.read() as view:
        known = {case.target_id: case for case in cases.every(view, campaign_id)}
        asked = replace(query, filters=others, sort="number" if order else query.sort)
        ids = targets.find(view, campaign_id, replace(asked, descending=False) if order else asked)
    kept = [key for key in ids if key in known and all(_KEYS[name](known[key]) in own[name] for name in own)]
    if order is None:
        return kept
    return sorted(kept, key=lambda key: order(known[key]), reverse=query.descending)


def lines(ledger: Ledger, target_ids: Sequence[int]) -> tuple[CaseLine, ...]:
    """The lines of cases by target, in this order; targets without a case are passed over."""
    with ledger.read() as view:
        known = cases.of_targets(view, target_ids)
        about = targets.lines(view, [key for key in target_ids if key in known])
        names = {one.id: one.name for one in campaigns.organisations(view)}
        people = {one.id: one.name for one in campaigns.persons(view)}
    return tuple(
        CaseLine(
            line.id,
            line,
            known[line.id],
            names.get(known[line.id].decision.lead_organisation_id or 0, ""),
            people.get(known[line.id].decision.lead_person_id or 0, ""),
        )
        for line in about
    )


def assign(
    ledger: Ledger, act: Act, target_ids: Sequence[int], organisation_id: int | None, person_id: int | None = None
) -> Outcome[int]:
    """Give firms to an organisation (and a person) to lead; a firm without a case gets one. How many there are."""
    with ledger.write(act, OperationKind.ASSIGN_CASES, {"cases": len(target_ids)}) as operation:
        writing = operation.writing
        take_up(writing, act, target_ids)
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


def change_policy(
    ledger: Ledger,
    act: Act,
    target_ids: Sequence[int],
    policy: SupportPolicy,
    *,
    deadline: date | None = None,
    next_look: date | None = None,
) -> Outcome[int]:
    """Decide between meetings what is done for firms; who leads and what was noted stays, and a day that is None."""
    with ledger.write(act, OperationKind.DECIDE_CASES, {"cases": len(target_ids)}) as operation:
        writing = operation.writing
        take_up(writing, act, target_ids)
        for case in cases.of_targets(writing.connection, target_ids).values():
            before = case.decision
            decision = replace(
                before,
                policy=policy,
                deadline=deadline or before.deadline,
                next_look=next_look or before.next_look,
            )
            keep_decision(writing, act, case.target_id, decision)
    return Outcome(len(target_ids), frozenset({Subject.CASE}), operation.id)


def keep_decision(writing: Writing, act: Act, target_id: int, decision: Decision) -> None:
    """Keep a decision within an operation that is already open: the case is opened, brought forward or closed by it.

    A changed plan wants a new review.
    """
    today = act.at.date()
    take_up(writing, act, [target_id])
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
    if decision.policy is not None:
        forward(writing, act, [target_id], (CaseState.DIRECTED,), today)


def conclude(ledger: Ledger, act: Act, target_ids: Sequence[int], outcome: CaseOutcome | None) -> Outcome[int]:
    """Close cases with an outcome, or open them again (None); what was decided of each stays."""
    with ledger.write(act, OperationKind.DECIDE_CASES, {"cases": len(target_ids)}) as operation:
        writing = operation.writing
        take_up(writing, act, target_ids)
        for case in cases.of_targets(writing.connection, target_ids).values():
            keep_decision(writing, act, case.target_id, replace(case.decision, outcome=outcome))
    return Outcome(len(target_ids), frozenset({Subject.CASE}), operation.id)


def review(ledger: Ledger, act: Act, target_ids: Sequence[int]) -> Outcome[int]:
    """Somebody else than its lead looks at a plan: from now on it is final (case 6 of the seed).

    Raises Problem: NOTHING_TO_REVIEW where a firm has no policy yet, OWN_PLAN where the reviewer leads it.
    """
    with ledger.write(act, OperationKind.REVIEW_CASES, {"cases": len(target_ids)}) as operation:
        found = cases.of_targets(operation.writing.connection, target_ids)
        view = operation.writing.connection
        own = keyers.persons(view, keyers.named(view, act.person))
        for key in target_ids:
            case = found.get(key)
            if case is None or case.decision.policy is None:
                raise Problem(ProblemKind.NOTHING_TO_REVIEW)
            if case.decision.lead_person_id in own:
                raise Problem(ProblemKind.OWN_PLAN, person=act.person)
            cases.change(operation.writing, replace(case, reviewed_by=act.person, reviewed_on=act.at.date()))
    return Outcome(len(target_ids), frozenset({Subject.CASE}), operation.id)


def advance(ledger: Ledger, act: Act, target_ids: Sequence[int], state: CaseState, day: date) -> Outcome[int]:
    """Cases reach a state on a day; going back is allowed (a wrong click), the steps stay in the history."""
    with ledger.write(act, OperationKind.ADVANCE_CASES, {"cases": len(target_ids)}) as operation:
        take_up(operation.writing, act, target_ids)
        found = cases.of_targets(operation.writing.connection, target_ids)
        moved = [case.id for case in found.values() if case.state is not state]
        cases.advance(operation.writing, moved, state, day, act.person)
    return Outcome(len(moved), frozenset({Subject.CASE}), operation.id)


def take_up(writing: Writing, act: Act, target_ids: Collection[int]) -> None:
    """Open a case for every one of these firms that has none; one that was visited before begins as far as that."""
    known = cases.of_targets(writing.connection, list(target_ids))
    fresh = [key for key in target_ids if key not in known]
    if not fresh:
        return
    cases.open_for(writing, fresh, act.at.date(), act.person)
    came: dict[tuple[date, tuple[CaseState, ...]], list[int]] = {}
    for target_id, made in visits.of_targets(writing.connection, fresh).items():
        for visit in made:
            day = visit.made_on or act.at.date()
            came.setdefault((day, reached_by_visit(visit.result)), []).append(target_id)
    for day, states in sorted(came):
        forward(writing, act, came[day, states], states, day)


def forward(writing: Writing, act: Act, target_ids: Collection[int], states: Sequence[CaseState], day: date) -> None:
    """Something was done for firms: their cases, where there are any, come through these states on this day.

    A case that is as far already stays where it is: by itself none goes back.
    """
    for state in states:
        found = cases.of_targets(writing.connection, list(target_ids)).values()
        behind = [case.id for case in found if _STATES.index(case.state) < _STATES.index(state)]
        cases.advance(writing, behind, state, day, act.person)


def reached(ledger: Ledger, campaign_id: int, fiscal_year: int) -> dict[CaseState, int]:
    """How many cases of a campaign came to each state in a fiscal year (April to March); see `reached_by_year`."""
    return reached_by_year(ledger, campaign_id).get(fiscal_year, dict.fromkeys(CaseState, 0))


def reached_by_year(ledger: Ledger, campaign_id: int) -> dict[int, dict[CaseState, int]]:
    """For every fiscal year in which something happened: how many cases came to each state (case 1 of the seed).

    A case counts once for a state and year, however often it went back and forth.
    """
    with ledger.read() as view:
        steps = cases.every_step(view, campaign_id)
    seen = {(fiscal_year_of(day), state, case_id) for case_id, state, day in steps}
    counted = Counter((year, state) for year, state, _ in seen)
    years = sorted({year for year, _ in counted})
    return {year: {state: counted[year, state] for state in CaseState} for year in years}


_KEYS: Mapping[str, Callable[[Case], str]] = {
    "state": lambda case: case.state.value,
    "policy": lambda case: case.decision.policy.value if case.decision.policy else "",
    "lead": lambda case: str(case.decision.lead_organisation_id or ""),
    "reviewed": lambda case: REVIEWED if case.reviewed_on else UNREVIEWED,
    "standing": lambda case: OPEN if case.open else CLOSED,
}

_ORDERS: Mapping[str, Callable[[Case], int]] = {
    "state": lambda case: _STATES.index(case.state),
    "policy": lambda case: _POLICIES.index(case.decision.policy) if case.decision.policy else -1,
    "deadline": lambda case: (case.decision.deadline or _LAST_DAY).toordinal(),
    "next_look": lambda case: (case.decision.next_look or _LAST_DAY).toordinal(),
}
