"""The columns of the history and of the details of one operation."""

from collections.abc import Sequence

from shoukei_app.domain.history import Operation, OperationKind
from shoukei_app.gui.kit.lines import Column
from shoukei_app.words.changes import ChangedField
from shoukei_app.words.dates import WEEKDAYS
from shoukei_app.words.history import told
from shoukei_app.words.terms import word


def state(operation: Operation) -> str:
    """Whether an operation still stands."""
    if operation.undone:
        return "取消済み"
    return "取り消し" if operation.kind is OperationKind.UNDO else ""


def moment(operation: Operation) -> str:
    """When: 2026/11/20（金）09:00."""
    at = operation.act.at
    return f"{at:%Y/%m/%d}（{WEEKDAYS[at.weekday()]}）{at:%H:%M}"


OPERATIONS: Sequence[Column[Operation]] = (
    Column("id", "番号", lambda line: f"{line.id:,}", 72, sort="id", numeric=True),
    Column("at", "日時", moment, 168, code=True),
    Column("person", "操作した人", lambda line: line.act.person, 130, sort="person"),
    Column("kind", "操作", lambda line: word(line.kind), 140, sort="kind"),
    Column("told", "内容", told, 320, grow=1, tooltip=told),
    Column("state", "取消", state, 84, tone=lambda line: "attention" if line.undone else "secondary"),
)

DETAILS: Sequence[Column[ChangedField]] = (
    Column("record", "記録", lambda line: line.record, 260, grow=2, tooltip=lambda line: line.record),
    Column("field", "項目", lambda line: line.field, 150, grow=1),
    Column("before", "前", lambda line: line.before, 200, grow=2, tooltip=lambda line: line.before),
    Column("after", "後", lambda line: line.after, 200, grow=2, tooltip=lambda line: line.after),
)
