"""Layouts of tables of answers (列の割り当て): what the columns of a file were taken for, by its set of headings."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, select

from shoukei_app.store.journal import Writing
from shoukei_app.store.schema import answer_layout


def find(connection: Connection, campaign_id: int, headings: Sequence[str]) -> Mapping[str, str] | None:
    """What each heading was taken for when a file with the same ones was last taken in; None where none was."""
    statement = select(answer_layout.c.headings, answer_layout.c.columns).where(
        answer_layout.c.campaign_id == campaign_id, answer_layout.c.fingerprint == _fingerprint(headings)
    )
    row = connection.execute(statement).first()
    return None if row is None else dict(zip(row.headings, row.columns, strict=True))


def keep(writing: Writing, campaign_id: int, columns: Mapping[str, str], used_at: datetime) -> None:
    """Keep what the columns of a file are, by heading; a layout that says the same already stays as it is."""
    fingerprint = _fingerprint(list(columns))
    statement = select(answer_layout.c.id, answer_layout.c.headings, answer_layout.c.columns).where(
        answer_layout.c.campaign_id == campaign_id, answer_layout.c.fingerprint == fingerprint
    )
    row = writing.connection.execute(statement).first()
    values = {"headings": list(columns), "columns": list(columns.values()), "used_at": used_at}
    if row is None:
        writing.add(answer_layout, campaign_id=campaign_id, fingerprint=fingerprint, **values)
    elif dict(zip(row.headings, row.columns, strict=True)) != columns:
        writing.update(answer_layout, {row.id: values})


def _fingerprint(headings: Sequence[str]) -> str:
    return hashlib.sha256("\n\n".join(sorted(headings)).encode()).hexdigest()
