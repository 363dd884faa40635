"""Any list of firms an office has, read: sheet and headings found, columns guessed, every row kept or named."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from shoukei_app.domain.listing import (
    ColumnGuess,
    Finding,
    FindingKind,
    GuessReason,
    ListColumn,
    ListedRow,
    ReadList,
)
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.text import tidy
from shoukei_app.exchange.columns import (
    GuessedColumns,
    KnownLayout,
    guess_columns,
    known_layout,
)
from shoukei_app.exchange.data_rows import sort_rows
from shoukei_app.exchange.delimited import parse
from shoukei_app.exchange.encoding import EncodingCandidate, candidates, decode
from shoukei_app.exchange.file_kind import FileKind, read_bytes, recognise
from shoukei_app.exchange.spreadsheet import Grid, Workbook, without_blank_columns
from shoukei_app.exchange.table import Table, find_table

Progress = Callable[[int, int], None]
_PREVIEWED: Final = 30
_TITLE_ROWS: Final = 20
_LONGEST_TITLE: Final = 500


@dataclass(frozen=True, slots=True)
class SheetPreview:
    """What a person sees before a list is read: how the file looks, what was guessed, and what else could be chosen.

    `rows` are the first rows of the sheet as they stand (from row 1), headings included; `encodings` is empty for a
    workbook. `guesses` has one entry for each column.
    """

    format: str
    encoding: str
    encodings: tuple[EncodingCandidate, ...]
    sheet: str
    sheets: tuple[str, ...]
    header_row: int | None
    headings: tuple[str, ...]
    guesses: tuple[ColumnGuess, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class _Understood:
    """One sheet with its table and its columns."""

    grid: Grid
    table: Table
    guessed: GuessedColumns
    layout: KnownLayout | None


@dataclass(frozen=True, slots=True)
class _Opened:
    """A file of which one sheet was chosen. `other` is a sheet to try instead where that one holds no firms."""

    format: str
    encoding: str
    sheet: str
    sheets: tuple[str, ...]
    understood: _Understood
    other: str = ""


def read_list(
    path: Path,
    *,
    sheet: str | None = None,
    encoding: str | None = None,
    columns: Mapping[ListColumn, tuple[int, ...]] | None = None,
    progress: Progress | None = None,
) -> ReadList:
    """Read a list of firms whole, or raise a Problem and nothing is read.

    Formats: .xlsx .xlsm .xls .ods, and text in CP932, UTF-8, UTF-16 or EUC-JP with any delimiter; told apart by
    contents. Without `sheet` the sheet that is most like a table of firms is taken; `columns` replaces the guess;
    `progress(done, total)` is called with rows.

    Raises FILE_MISSING, FILE_LOCKED, FILE_EMPTY, FILE_TOO_LARGE, FILE_UNKNOWN_TYPE, FILE_DAMAGED, FILE_PROTECTED,
    ENCODING_UNKNOWN, ENCODING_WRONG, SHEET_MISSING, NO_FIRMS_IN_SHEET (with `sheet`, and `other` that is likelier to
    hold them), NO_FIRMS_IN_FILE where there is no other; `path` is always among their data.
    """
    opened = _open(path, read_bytes(path), sheet, encoding)
    _step(progress, 0, len(opened.understood.grid.rows))
    if columns is None and not opened.understood.guessed.has_firms:
        kind = ProblemKind.NO_FIRMS_IN_SHEET if opened.other else ProblemKind.NO_FIRMS_IN_FILE
        raise Problem(kind, path=str(path), sheet=opened.sheet, other=opened.other)
    sheet_read = opened.understood
    chosen = dict(columns) if columns is not None else sheet_read.guessed.columns
    rows, left_out = sort_rows(sheet_read.grid, sheet_read.table, chosen)
    if sheet_read.layout is not None:
        rows, superseded = _latest(rows, sheet_read.layout)
        left_out = sorted([*left_out, *superseded], key=lambda pair: pair[0].number)
    _step(progress, len(sheet_read.grid.rows), len(sheet_read.grid.rows))
    return ReadList(
        path.name,
        opened.format,
        opened.encoding,
        opened.sheet,
        opened.sheets,
        sheet_read.table.header_row,
        sheet_read.table.headings,
        chosen,
        tuple(rows),
        tuple(left_out),
        _title(sheet_read),
        sheet_read.guessed.guesses if columns is None else _given(sheet_read.guessed.guesses, chosen),
    )


def _given(guesses: Iterable[ColumnGuess], columns: Mapping[ListColumn, tuple[int, ...]]) -> tuple[ColumnGuess, ...]:
    """The guesses, but for the columns that a person reads otherwise."""
    meanings = {index: column for column, indices in columns.items() for index in indices}
    return tuple(
        guess
        if guess.meaning is meanings.get(guess.index)
        else replace(guess, meaning=meanings.get(guess.index), confidence=1.0, reason=GuessReason.GIVEN)
        for guess in guesses
    )


def _title(sheet: _Understood) -> str:
    """What stands above the headings, in one line."""
    above = sheet.grid.rows[: sheet.table.first_row - len(sheet.table.heading_rows)][:_TITLE_ROWS]
    return " ".join(text for row in above for cell in row if (text := tidy(cell)))[:_LONGEST_TITLE]


def preview(path: Path, *, sheet: str | None = None, encoding: str | None = None) -> SheetPreview:
    """The first rows of a list and everything guessed about it, for a person to correct.

    Raises as `read_list`, but for NO_FIRMS_…: a sheet without firms is shown as it is.
    """
    data = read_bytes(path)
    kind = recognise(data, path)
    encodings = candidates(data) if kind is FileKind.TEXT else ()
    opened = _open(path, data, sheet, encoding)
    return SheetPreview(
        opened.format,
        opened.encoding,
        encodings,
        opened.sheet,
        opened.sheets,
        opened.understood.table.header_row,
        opened.understood.table.headings,
        opened.understood.guessed.guesses,
        tuple(opened.understood.grid.rows[:_PREVIEWED]),
    )


def encoding_candidates(path: Path) -> tuple[EncodingCandidate, ...]:
    """The encodings a text file may have, the likeliest first, each with its first lines."""
    return candidates(read_bytes(path))


def _step(progress: Progress | None, done: int, total: int) -> None:
    if progress is not None:
        progress(done, total)


def _open(path: Path, data: bytes, sheet: str | None, encoding: str | None) -> _Opened:
    kind = recognise(data, path)
    if kind is FileKind.TEXT:
        text, name = decode(data, encoding, path)
        rows, delimiter = parse(text)
        return _Opened(
            "tsv" if delimiter == "\t" else "csv", name, "", (), _understand(Grid(without_blank_columns(rows)))
        )
    book = Workbook(data, kind, path)
    if sheet is not None:
        if sheet not in book.sheets and sheet not in book.hidden:
            raise Problem(ProblemKind.SHEET_MISSING, path=str(path), sheet=sheet, sheets="、".join(book.sheets))
        understood = _understand(book.grid(sheet))
        other = "" if understood.guessed.has_firms else _other_sheet(book, sheet)
        return _Opened(kind.value, "", sheet, book.sheets, understood, other)
    name, best = _best_sheet(book, book.sheets)
    if best is None and book.hidden:
        name, best = _best_sheet(book, book.hidden)
    if best is None:
        if not book.sheets:
            raise Problem(ProblemKind.FILE_EMPTY, path=str(path))
        name = book.sheets[0]
        best = _understand(book.grid(name))
        if len(book.sheets) == 1 and not any(map(any, best.grid.rows)):
            raise Problem(ProblemKind.FILE_EMPTY, path=str(path))
    other = "" if best.guessed.has_firms else _other_sheet(book, name)
    return _Opened(kind.value, "", name, book.sheets, best, other)


def _best_sheet(book: Workbook, sheets: Iterable[str], but: str = "") -> tuple[str, _Understood | None]:
    """The sheet most like a table of firms, and of equal ones the longest; ("", None) where none is like one."""
    best: tuple[tuple[int, int], str, _Understood] | None = None
    for name in sheets:
        if name == but:
            continue
        understood = _understand(book.grid(name))
        rank = (round(understood.guessed.confidence), len(understood.grid.rows))
        if understood.guessed.has_firms and (best is None or rank > best[0]):
            best = (rank, name, understood)
    return (best[1], best[2]) if best else ("", None)


def _other_sheet(book: Workbook, sheet: str) -> str:
    """The sheet to try instead of one without firms; where none has firms, the longest that has headings, or ""."""
    name, best = _best_sheet(book, book.sheets, sheet)
    if best is not None:
        return name
    others = {other: _understand(book.grid(other)) for other in book.sheets if other != sheet}
    tables = {other: len(found.grid.rows) for other, found in others.items() if found.table.header_row is not None}
    return max(tables, key=lambda other: tables[other], default="")


def _understand(grid: Grid) -> _Understood:
    table = find_table(grid)
    data = [row for row in grid.rows[table.first_row :] if any(row)]
    layout = known_layout(data)
    if layout is not None:
        table = replace(table, headings=layout.headings, groups=("",) * len(layout.headings))
        guesses = tuple(
            ColumnGuess(index, heading, layout.meaning(index), 1.0, GuessReason.KNOWN_LAYOUT, 1.0)
            for index, heading in enumerate(layout.headings)
        )
        return _Understood(grid, table, GuessedColumns(dict(layout.columns), guesses), layout)
    return _Understood(grid, table, guess_columns(table.own_headings, data, table.groups), None)


def _latest(rows: Iterable[ListedRow], layout: KnownLayout) -> tuple[list[ListedRow], list[tuple[ListedRow, Finding]]]:
    """Of several rows for one 法人番号 the latest; the others with a finding that names the row that counts."""
    number = layout.columns[ListColumn.CORPORATE_NUMBER][0]
    width = len(layout.headings)
    best: dict[str, ListedRow] = {}
    for row in rows:
        if len(row.cells) == width:
            known = best.get(row.cells[number])
            if known is None or _age(row, layout) >= _age(known, layout):
                best[row.cells[number]] = row
    kept, superseded = [], []
    for row in rows:
        latest = best[row.cells[number]] if len(row.cells) == width else row
        if latest is row:
            kept.append(row)
        else:
            finding = Finding(FindingKind.SUPERSEDED_ROW, None, row.cells[number], str(latest.number))
            superseded.append((row, finding))
    return kept, superseded


def _age(row: ListedRow, layout: KnownLayout) -> tuple[str, str]:
    return row.cells[layout.is_latest], row.cells[layout.changed_on]
