"""Tasks (宿題): given, done, and who is late."""

from collections.abc import Sequence

from shoukei_app.domain.history import Act, OperationKind
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.store import tasks
from shoukei_app.store.ledger import Ledger
from shoukei_app.store.tasks import NewTask, Task
from shoukei_app.usecases.outcome import Outcome, Subject

__all__ = ["NewTask", "Task"]  # the window names these from here


def every(ledger: Ledger, campaign_id: int, *, only_open: bool = True) -> tuple[Task, ...]:
    """The tasks of a campaign, the one due first first; those without a day last."""
    with ledger.read() as view:
        return tasks.every(view, campaign_id, only_open=only_open)


def give(ledger: Ledger, act: Act, campaign_id: int, new: Sequence[NewTask]) -> Outcome[tuple[int, ...]]:
    """Keep tasks. Raises Problem(VALUE_MISSING) where one says nothing."""
    if any(not one.what.strip() for one in new):
        raise Problem(ProblemKind.VALUE_MISSING, field="宿題の内容")
    with ledger.write(act, OperationKind.GIVE_TASKS, {"tasks": len(new)}) as operation:
        ids = tasks.add(operation.writing, campaign_id, act.at.date(), new)
    return Outcome(tuple(ids), frozenset({Subject.CASE}), operation.id)


def change(ledger: Ledger, act: Act, task_id: int, new: NewTask) -> Outcome[None]:
    """Keep a task's new words, person or day. Raises Problem(VALUE_MISSING)."""
    if not new.what.strip():
        raise Problem(ProblemKind.VALUE_MISSING, field="宿題の内容")
    with ledger.write(act, OperationKind.GIVE_TASKS, {"tasks": 1}) as operation:
        tasks.change(operation.writing, task_id, new)
    return Outcome(None, frozenset({Subject.CASE}), operation.id)


def finish(ledger: Ledger, act: Act, task_ids: Sequence[int], note: str = "", *, done: bool = True) -> Outcome[int]:
    """Note tasks as done today (or open again)."""
    with ledger.write(act, OperationKind.FINISH_TASKS, {"tasks": len(task_ids)}) as operation:
        tasks.finish(operation.writing, task_ids, act.at.date() if done else None, note)
    return Outcome(len(task_ids), frozenset({Subject.CASE}), operation.id)
