"""Corrections (訂正): answers that were put right later, with both readings and the reason."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from shoukei_app.domain import answers
from shoukei_app.domain.answers import Answer
from shoukei_app.store.journal import Writing
from shoukei_app.store.schema import correction


@dataclass(frozen=True, slots=True)
class Correction:
    """One answer put right."""

    target_id: int
    question: str
    before: Answer
    after: Answer
    reason: str
    person: str
    corrected_at: datetime


def of_target(connection: Connection, target_id: int) -> tuple[Correction, ...]:
    """The corrections of a target's answers, the newest first."""
    statement = select(correction).where(correction.c.target_id == target_id).order_by(correction.c.id.desc())
    return tuple(
        Correction(
            row.target_id,
            row.question,
            answers.answer_from_data(row.before),
            answers.answer_from_data(row.after),
            row.reason,
            row.person,
            row.corrected_at,
        )
        for row in connection.execute(statement)
    )


def add(writing: Writing, value: Correction) -> None:
    """Keep a correction."""
    writing.add(
        correction,
        target_id=value.target_id,
        question=value.question,
        before=answers.answer_data(value.before),
        after=answers.answer_data(value.after),
        reason=value.reason,
        person=value.person,
        corrected_at=value.corrected_at,
    )
