"""The label sheets that an office added itself; they belong to the ledger, not to one campaign."""

from typing import Any

from sqlalchemy import Connection, select

from shoukei_app.domain.label_sheet import LabelSheet, own
from shoukei_app.store import schema
from shoukei_app.store.journal import Writing

_COLUMNS = {
    "id": "name",
    "columns": "faces_across",
    "rows": "faces_down",
    "width": "face_width",
    "height": "face_height",
    "top": "margin_top",
    "left": "margin_left",
    "pitch_x": "pitch_x",
    "pitch_y": "pitch_y",
    "page_width": "page_width",
    "page_height": "page_height",
}
"""An attribute of the value and its column."""


def every(connection: Connection) -> dict[int, LabelSheet]:
    """The office's own sheets by their key, the first added first."""
    table = schema.label_sheet
    rows = connection.execute(select(table).order_by(table.c.id)).mappings()
    return {
        row["id"]: own(LabelSheet(maker="", name="", **{key: row[column] for key, column in _COLUMNS.items()}))
        for row in rows
    }


def add(writing: Writing, sheet: LabelSheet) -> int:
    """Keep a sheet; returns its key."""
    return writing.add(schema.label_sheet, **_row(sheet))


def change(writing: Writing, key: int, sheet: LabelSheet) -> None:
    """Keep the new measures of a sheet."""
    writing.update(schema.label_sheet, {key: _row(sheet)})


def remove(writing: Writing, key: int) -> None:
    """Forget a sheet."""
    writing.delete(schema.label_sheet, [key])


def _row(sheet: LabelSheet) -> dict[str, Any]:
    return {column: getattr(sheet, key) for key, column in _COLUMNS.items()}
