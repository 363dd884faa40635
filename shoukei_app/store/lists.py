"""Lists that were taken in: their rows as they stood, kept for ever beside the firms they became."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, func, select

from shoukei_app.domain.listing import EarlierList, ListColumn, ReadList
from shoukei_app.store import schema
from shoukei_app.store.journal import Writing

_MOST_EARLIER: Final = 40
_SAMPLE: Final = 200


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A row of a list that a firm came from."""

    file_name: str
    taken_in_at: datetime
    row_number: int
    headings: tuple[str, ...]
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TakenList:
    """A list that was taken in, and how many rows it had."""

    file_name: str
    sheet: str
    taken_in_at: datetime
    rows: int


def add(writing: Writing, read: ReadList, taken_in_at: datetime) -> int:
    """Keep how a list was read; returns its id."""
    return writing.add(
        schema.firm_list,
        file_name=read.file_name,
        format=read.format,
        encoding=read.encoding,
        sheet=read.sheet,
        header_row=read.header_row,
        headings=list(read.headings),
        columns={column.value: list(cells) for column, cells in read.columns.items()},
        taken_in_at=taken_in_at,
    )


_ROW = ("list_id", "row_number", "cells", "firm_id", "findings")


def add_rows(writing: Writing, rows: Sequence[tuple[int, int, Sequence[str], int | None, Sequence[Any]]]) -> None:
    """Keep rows: list id, number in the file, cells, firm id, findings."""
    writing.add_values(schema.listed_row, _ROW, rows)


def rows_of(connection: Connection, firm_ids: Sequence[int]) -> tuple[SourceRow, ...]:
    """Every row these firms came from, the first first."""
    row, list_ = schema.listed_row, schema.firm_list
    statement = (
        select(list_.c.file_name, list_.c.taken_in_at, row.c.row_number, list_.c.headings, row.c.cells)
        .join(list_, list_.c.id == row.c.list_id)
        .where(row.c.firm_id.in_(firm_ids))
        .order_by(row.c.id)
    )
    return tuple(
        SourceRow(r.file_name, r.taken_in_at, r.row_number, tuple(r.headings), tuple(r.cells))
        for r in connection.execute(statement)
    )


def every(connection: Connection) -> tuple[TakenList, ...]:
    """The lists that were taken in, the newest first."""
    row, list_ = schema.listed_row, schema.firm_list
    statement = (
        select(list_.c.file_name, list_.c.sheet, list_.c.taken_in_at, func.count(row.c.id).label("rows_"))
        .outerjoin(row, row.c.list_id == list_.c.id)
        .group_by(list_.c.id, list_.c.file_name, list_.c.sheet, list_.c.taken_in_at)
        .order_by(list_.c.id.desc())
    )
    return tuple(TakenList(r.file_name, r.sheet, r.taken_in_at, r.rows_) for r in connection.execute(statement))


def earlier(connection: Connection) -> Iterator[EarlierList]:
    """The lists that were taken in, the newest first, each with some of the rows that became firms."""
    list_, row = schema.firm_list, schema.listed_row
    statement = select(list_.c.id, list_.c.file_name, list_.c.headings, list_.c.columns).order_by(list_.c.id.desc())
    for one in connection.execute(statement.limit(_MOST_EARLIER)).all():
        cells = select(row.c.cells).where(row.c.list_id == one.id, row.c.firm_id.is_not(None)).order_by(row.c.id)
        yield EarlierList(
            one.file_name,
            tuple(one.headings),
            {ListColumn(column): tuple(places) for column, places in one.columns.items()},
            tuple(tuple(found) for found in connection.scalars(cells.limit(_SAMPLE))),
        )
