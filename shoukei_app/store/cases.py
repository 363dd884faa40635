"""Support cases (案件): one for every firm that the joint team takes up."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, select

from shoukei_app.domain.cases import Case, CaseOutcome, CaseState, Decision, SupportPolicy
from shoukei_app.store.journal import Writing
from shoukei_app.store.schema import case_step, support_case, target


def of_targets(connection: Connection, target_ids: Sequence[int]) -> dict[int, Case]:
    """The cases of targets, by target."""
    found: dict[int, Case] = {}
    for start in range(0, len(target_ids), 500):
        chunk = target_ids[start : start + 500]
        for row in connection.execute(select(support_case).where(support_case.c.target_id.in_(chunk))):
            found[row.target_id] = _case(row)
    return found


def every(connection: Connection, campaign_id: int, *, only_open: bool = False) -> tuple[Case, ...]:
    """The cases of a campaign in the order of the form numbers."""
    statement = (
        select(support_case)
        .join(target, target.c.id == support_case.c.target_id)
        .where(target.c.campaign_id == campaign_id)
        .order_by(target.c.number)
    )
    if only_open:
        statement = statement.where(support_case.c.closed_on.is_(None))
    return tuple(_case(row) for row in connection.execute(statement))


def open_for(writing: Writing, target_ids: Collection[int], day: date, person: str) -> None:
    """Open a case for every one of these targets that has none."""
    known = of_targets(writing.connection, list(target_ids))
    fresh = [key for key in target_ids if key not in known]
    ids = writing.add_all(
        support_case,
        [{"target_id": key, "opened_on": day, "state": CaseState.REQUESTED.value, "companions": []} for key in fresh],
    )
    _note_steps(writing, ids, CaseState.REQUESTED, day, person)


def change(writing: Writing, case: Case) -> None:
    """Keep a case's new state."""
    decision = case.decision
    columns = {
        "policy": decision.policy.value if decision.policy else None,
        "lead_organisation_id": decision.lead_organisation_id,
        "lead_person_id": decision.lead_person_id,
        "companions": list(decision.companions),
        "deadline": decision.deadline,
        "next_look": decision.next_look,
        "note": decision.note,
        "reviewed_by": case.reviewed_by,
        "reviewed_on": case.reviewed_on,
        "outcome": decision.outcome.value if decision.outcome else None,
        "closed_on": case.closed_on,
        "state": case.state.value,
    }
    writing.update(support_case, {case.id: columns})


def remove(writing: Writing, case_ids: Sequence[int]) -> None:
    """Take out cases that were opened by mistake, with their steps."""
    steps_of = select(case_step.c.id).where(case_step.c.case_id.in_(case_ids))
    writing.delete(case_step, list(writing.connection.execute(steps_of).scalars()))
    writing.delete(support_case, list(case_ids))


def advance(writing: Writing, case_ids: Iterable[int], state: CaseState, day: date, person: str) -> None:
    """Cases reach a state; each keeps the day it came there."""
    ids = list(case_ids)
    writing.update(support_case, {key: {"state": state.value} for key in ids})
    _note_steps(writing, ids, state, day, person)


def steps(connection: Connection, case_id: int) -> tuple[tuple[CaseState, date, str], ...]:
    """The states a case came through: state, day, who noted it."""
    statement = select(case_step).where(case_step.c.case_id == case_id).order_by(case_step.c.id)
    return tuple((CaseState(row.state), row.reached_on, row.person) for row in connection.execute(statement))


def every_step(connection: Connection, campaign_id: int) -> tuple[tuple[int, CaseState, date], ...]:
    """Every state that cases of a campaign came to: case, state, day."""
    statement = (
        select(case_step.c.case_id, case_step.c.state, case_step.c.reached_on)
        .join(support_case, support_case.c.id == case_step.c.case_id)
        .join(target, target.c.id == support_case.c.target_id)
        .where(target.c.campaign_id == campaign_id)
        .order_by(case_step.c.id)
    )
    return tuple((row.case_id, CaseState(row.state), row.reached_on) for row in connection.execute(statement))


def _note_steps(writing: Writing, case_ids: Iterable[int], state: CaseState, day: date, person: str) -> None:
    rows = [{"case_id": key, "state": state.value, "reached_on": day, "person": person} for key in case_ids]
    writing.add_all(case_step, rows)


def _case(row: Row[*tuple[Any, ...]]) -> Case:
    return Case(
        row.id,
        row.target_id,
        row.opened_on,
        CaseState(row.state),
        Decision(
            SupportPolicy(row.policy) if row.policy else None,
            row.lead_organisation_id,
            row.lead_person_id,
            tuple(row.companions),
            row.deadline,
            row.next_look,
            row.note,
            CaseOutcome(row.outcome) if row.outcome else None,
        ),
        row.reviewed_by,
        row.reviewed_on,
        row.closed_on,
    )
