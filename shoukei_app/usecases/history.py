"""The history: shown, verified, undone and redone."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from shoukei_app.domain.history import Act, ChainCheck, FieldChange, Operation, OperationKind
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.query import Query
from shoukei_app.store import journal, sheets
from shoukei_app.store.ledger import Ledger
from shoukei_app.usecases.outcome import EVERYTHING, Outcome


@dataclass(frozen=True, slots=True)
class UndoState:
    """The operations that undo and redo would concern, None where there is none."""

    undo: Operation | None
    redo: Operation | None


# What one keyer read is no matter for others: a second keyer would see it. What counts stands in the reply.
_NOT_SHOWN = frozenset({("entry", "answers"), ("entry", "memos"), ("entry", "effort")})


def undo_state(ledger: Ledger, person: str | None = None) -> UndoState:
    """What `person` (None: anybody) can undo and redo now."""
    with ledger.read() as view:
        stacks = ledger.stacks(view)
        return UndoState(
            *(
                journal.operations(view, after=key - 1, before=key + 1)[0] if key else None
                for key in (stacks.next_undo(person), stacks.next_redo(person))
            )
        )


def undo(ledger: Ledger, act: Act, *, person: str | None = None, operation_id: int | None = None) -> Outcome[Operation]:
    """Take back an operation: `operation_id`, or else the newest of `person` (None: of anybody).

    Raises Problem: NOTHING_TO_UNDO, CHANGED_SINCE where later work stands on it.
    """
    with ledger.read() as view:
        stacks = ledger.stacks(view)
        key = operation_id or stacks.next_undo(person)
        if key is None or not stacks.can_undo(key):
            raise Problem(ProblemKind.NOTHING_TO_UNDO)
    return _reverse(ledger, act, OperationKind.UNDO, key)


def redo(ledger: Ledger, act: Act, *, person: str | None = None) -> Outcome[Operation]:
    """Make the operation again that was undone last. Raises Problem: NOTHING_TO_REDO, CHANGED_SINCE."""
    with ledger.read() as view:
        key = ledger.stacks(view).next_redo(person)
        if key is None:
            raise Problem(ProblemKind.NOTHING_TO_REDO)
    return _reverse(ledger, act, OperationKind.REDO, key)


def operations(ledger: Ledger, *, before: int | None = None, limit: int | None = None) -> tuple[Operation, ...]:
    """Lines of the history, the newest first; `undone` says which of them no longer stand."""
    with ledger.read() as view:
        undone = ledger.stacks(view).undone
        return tuple(
            replace(line, undone=line.id in undone) for line in journal.operations(view, before=before, limit=limit)
        )


def recorded_on(ledger: Ledger, kind: OperationKind, day: date) -> tuple[Operation, ...]:
    """Operations of one kind made on a day that still stand; the newest first."""
    start = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - the ledger keeps the office's local time
    with ledger.read() as view:
        undone = ledger.stacks(view).undone
        lines = journal.operations_between(view, kind, start, start + timedelta(days=1))
    return tuple(line for line in lines if line.id not in undone)


def find(ledger: Ledger, query: Query) -> list[int]:
    """Ids of operations in the order asked for; see `store.journal.find`."""
    with ledger.read() as view:
        return journal.find(view, query)


def lines(ledger: Ledger, ids: Sequence[int]) -> tuple[Operation, ...]:
    """Lines of the history by id; `undone` says which of them no longer stand."""
    with ledger.read() as view:
        undone = ledger.stacks(view).undone
        return tuple(replace(line, undone=line.id in undone) for line in journal.by_id(view, ids))


def people(ledger: Ledger) -> tuple[str, ...]:
    """Everybody who did something in this ledger."""
    with ledger.read() as view:
        return journal.people(view)


def names_of(ledger: Ledger, changes: Sequence[FieldChange]) -> dict[tuple[str, int], str]:
    """Whose records were changed, by (subject, record), as far as the ledger still knows."""
    with ledger.read() as view:
        return journal.record_names(view, changes)


def questions_of(ledger: Ledger, changes: Sequence[FieldChange]) -> dict[tuple[str, int], str]:
    """Which question a changed record is about, by (subject, record): of corrections and of adjudications."""
    found = {
        (change.subject, change.record): change.after or change.before
        for change in changes
        if change.field == "question"
    }
    judged = {change.record for change in changes if change.subject == "adjudication"}
    with ledger.read() as view:
        known = sheets.questions_judged(view, judged)
    return {("adjudication", key): question for key, question in known.items()} | found


def can_undo(ledger: Ledger, operation_id: int) -> bool:
    """Whether this operation stands and is one that can be taken back."""
    with ledger.read() as view:
        return ledger.stacks(view).can_undo(operation_id)


def details(ledger: Ledger, operation_id: int, limit: int = 200) -> tuple[tuple[FieldChange, ...], int]:
    """What an operation changed, field by field (at most `limit`), and how many changes there are."""
    with ledger.read() as view:
        shown, total = journal.field_changes(view, operation_id, limit)
    return tuple(change for change in shown if (change.subject, change.field) not in _NOT_SHOWN), total


def verify(ledger: Ledger) -> ChainCheck:
    """Whether the chain of the history is whole."""
    with ledger.read() as view:
        return journal.verify(view)


def _reverse(ledger: Ledger, act: Act, kind: OperationKind, key: int) -> Outcome[Operation]:
    with ledger.read() as view:
        (concerned,) = journal.operations(view, after=key - 1, before=key + 1)
        changes = journal.changes_of(view, key)
    if kind is OperationKind.UNDO:
        changes = tuple(change.reversed() for change in reversed(changes))
    with ledger.write(act, kind, {"kind": concerned.kind.value}, reverses=key) as operation:
        operation.writing.apply(changes)
    return Outcome(concerned, EVERYTHING, operation.id)
