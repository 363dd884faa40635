"""Which columns an office has chosen for a list that goes out as a workbook; remembered per campaign."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select

from shoukei_app.store.journal import Writing
from shoukei_app.store.schema import export_columns

FLAGGED = "flagged"
"""The list of flagged firms."""


def get(connection: Connection, campaign_id: int, list_name: str) -> tuple[str, ...]:
    """The keys of the columns in their order; none where nothing was chosen."""
    row = _row(connection, campaign_id, list_name)
    return tuple(row.columns) if row else ()


def keep(writing: Writing, campaign_id: int, list_name: str, columns: Sequence[str]) -> None:
    """Remember columns."""
    row = _row(writing.connection, campaign_id, list_name)
    if row is None:
        writing.add(export_columns, campaign_id=campaign_id, list_name=list_name, columns=list(columns))
    else:
        writing.update(export_columns, {row.id: {"columns": list(columns)}})


def _row(connection: Connection, campaign_id: int, list_name: str) -> Any:
    statement = select(export_columns.c.id, export_columns.c.columns).where(
        export_columns.c.campaign_id == campaign_id, export_columns.c.list_name == list_name
    )
    return connection.execute(statement).first()
