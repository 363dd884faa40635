"""Tasks (宿題): who promised what until when, about a firm or a meeting."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, select

from shoukei_app.store.journal import Writing
from shoukei_app.store.schema import firm as firm_table
from shoukei_app.store.schema import organisation, person, target, task


@dataclass(frozen=True, slots=True)
class NewTask:
    """A task to be kept."""

    what: str
    organisation_id: int | None = None
    person_id: int | None = None
    due_on: date | None = None
    target_id: int | None = None
    meeting_id: int | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """One task with the words that lists show: `firm`, `organisation` and `person` are names, "" for none."""

    id: int
    what: str
    target_id: int | None
    number: str
    firm: str
    meeting_id: int | None
    organisation_id: int | None
    organisation: str
    person_id: int | None
    person: str
    given_on: date
    due_on: date | None
    done_on: date | None
    done_note: str

    def overdue(self, today: date) -> bool:
        """Open, and its day has passed."""
        return self.done_on is None and self.due_on is not None and self.due_on < today


def every(connection: Connection, campaign_id: int, *, only_open: bool = True) -> tuple[Task, ...]:
    """The tasks of a campaign, the one due first first; those without a day last."""
    statement = _tasks(task.c.campaign_id == campaign_id)
    if only_open:
        statement = statement.where(task.c.done_on.is_(None))
    return tuple(_task(row) for row in connection.execute(statement))


def of_target(connection: Connection, target_id: int) -> tuple[Task, ...]:
    """The tasks about a firm, done ones too."""
    return tuple(_task(row) for row in connection.execute(_tasks(task.c.target_id == target_id)))


def _tasks(condition: ColumnElement[bool]) -> Select[Any]:
    return (
        select(
            task,
            target.c.number,
            firm_table.c.name.label("firm_name"),
            organisation.c.name.label("organisation_name"),
            person.c.name.label("person_name"),
        )
        .outerjoin(target, target.c.id == task.c.target_id)
        .outerjoin(firm_table, firm_table.c.id == target.c.firm_id)
        .outerjoin(organisation, organisation.c.id == task.c.organisation_id)
        .outerjoin(person, person.c.id == task.c.person_id)
        .where(condition)
        .order_by(task.c.due_on.is_(None), task.c.due_on, task.c.id)
    )


def add(writing: Writing, campaign_id: int, given_on: date, tasks: Sequence[NewTask]) -> range:
    """Keep tasks; returns their ids."""
    rows = [
        {
            "campaign_id": campaign_id,
            "target_id": new.target_id,
            "meeting_id": new.meeting_id,
            "what": new.what,
            "organisation_id": new.organisation_id,
            "person_id": new.person_id,
            "given_on": given_on,
            "due_on": new.due_on,
        }
        for new in tasks
    ]
    return writing.add_all(task, rows)


def remove(writing: Writing, task_ids: Sequence[int]) -> None:
    """Take out tasks that were given by mistake."""
    writing.delete(task, list(task_ids))


def finish(writing: Writing, task_ids: Sequence[int], done_on: date | None, note: str) -> None:
    """Note tasks as done (None: open again)."""
    writing.update(task, {key: {"done_on": done_on, "done_note": note} for key in task_ids})


def change(writing: Writing, task_id: int, new: NewTask) -> None:
    """Keep a task's new words, person or day."""
    columns = {
        "what": new.what,
        "organisation_id": new.organisation_id,
        "person_id": new.person_id,
        "due_on": new.due_on,
    }
    writing.update(task, {task_id: columns})


def _task(row: Row[*tuple[Any, ...]]) -> Task:
    return Task(
        row.id,
        row.what,
        row.target_id,
        row.number or "",
        row.firm_name or "",
        row.meeting_id,
        row.organisation_id,
        row.organisation_name or "",
        row.person_id,
        row.person_name or "",
        row.given_on,
        row.due_on,
        row.done_on,
        row.done_note,
    )
