"""Workbooks taken apart into rows of text, each cell as a person sees it on the sheet."""

import contextlib
import io
import os
import re
import sys
import threading
import warnings
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Final, TypeVar
from xml.etree.ElementTree import fromstring

from python_calamine import (
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    load_workbook,
)

from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.exchange.file_kind import BROKEN_ARCHIVE, FileKind

# calamine holds a sheet as a full rectangle: one stray cell at XFD1048576 would ask for hundreds of gigabytes.
_MOST_CELLS: Final = 30_000_000
_MOST_COLUMNS: Final = 256  # no list of firms is wider; a stray cell far to the right is not of it
_LONGEST_GAP: Final = 10_000  # blank rows after which nothing more is looked for in such a sheet
_MOST_ROWS: Final = 1_048_576
_SCANNED_WHOLE: Final = 16 * 1024 * 1024

_DIMENSION = re.compile(rb'<(?:\w+:)?dimension\s[^>]*ref="([A-Z]+)(\d+)(?::([A-Z]+)(\d+))?"')
# With a literal beginning, which a regular expression finds many times faster.
_MANY_LETTERS = re.compile(rb' r="([A-Z]{2,3})\d{1,7}"')
_ROW_NUMBER = re.compile(rb'row r="(\d{1,7})"')
_ANY_ROW_NUMBER = re.compile(rb' r="[A-Z]{0,3}(\d{1,7})"')
_REPEATED = re.compile(rb'table:number-(columns|rows)-repeated="(\d{4,})"')
_ZERO_PADDED = re.compile(r"^(?:\[[^\]]*\])*((?:\\?-|0|\"-\"| )*)(?:[;_@].*)?$")

_T = TypeVar("_T")
Row = tuple[str, ...]
Merge = tuple[int, int, int, int]
"""A merged range as first row, first column, last row, last column, all 0-based."""


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet: its rows from row 1 on, without blank columns at their end, and its merged cells."""

    rows: list[Row]
    merges: tuple[Merge, ...] = ()


class Workbook:
    """A workbook that was opened; a sheet is read when it is asked for."""

    def __init__(self, data: bytes, kind: FileKind, path: Path) -> None:
        """Raises FILE_DAMAGED, FILE_TOO_LARGE or FILE_PROTECTED."""
        self._data = data
        self._kind = kind
        self._path = path
        if kind is FileKind.ODS and self._has_absurd_repeats():
            raise Problem(ProblemKind.FILE_TOO_LARGE, path=str(path), most=_MOST_CELLS)
        self._book: CalamineWorkbook = self._guarded(lambda: load_workbook(io.BytesIO(data)))
        metadata = [sheet for sheet in self._book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
        visible = [sheet.name for sheet in metadata if sheet.visible == SheetVisibleEnum.Visible]
        self.sheets: tuple[str, ...] = tuple(visible or [sheet.name for sheet in metadata])
        self.hidden: tuple[str, ...] = tuple(sheet.name for sheet in metadata if sheet.name not in self.sheets)

    def grid(self, sheet: str) -> Grid:
        """One sheet as text. Raises FILE_DAMAGED or FILE_TOO_LARGE."""
        part = self._sheet_part(sheet) if self._kind in {FileKind.XLSX, FileKind.XLSM} else None
        if part is not None and part.cells() > _MOST_CELLS:
            return Grid(self._guarded(lambda: list(self._sparse_rows(sheet))))
        values, merges = self._guarded(lambda: _dense(self._book, sheet))
        rows = list(map(_as_text, values))
        if part is not None:
            part.show_zeros(rows)
        return Grid(without_blank_columns(rows), merges)

    def _guarded(self, read: Callable[[], _T]) -> _T:
        """Run a reader, whose every failure is the file's: an error of its own, a panic, a plain KeyError."""
        try:
            with _no_panic_message():
                return read()
        except PasswordError:
            raise Problem(ProblemKind.FILE_PROTECTED, path=str(self._path)) from None
        except MemoryError:
            raise Problem(ProblemKind.FILE_TOO_LARGE, path=str(self._path), most=_MOST_CELLS) from None
        except (KeyboardInterrupt, SystemExit, GeneratorExit):
            raise
        except BaseException as error:
            # a panic in calamine is a BaseException of its own
            if "password" in str(error).lower():
                raise Problem(ProblemKind.FILE_PROTECTED, path=str(self._path)) from None
            raise Problem(ProblemKind.FILE_DAMAGED, path=str(self._path)) from None

    def _sparse_rows(self, name: str) -> Iterator[Row]:
        """The sheet by openpyxl, row by row, for a sheet whose rectangle would not fit into memory."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about extensions that hold no cells
            import openpyxl  # noqa: PLC0415 - rarely needed, and a third of a second

        book = openpyxl.load_workbook(io.BytesIO(self._data), read_only=True, data_only=True)
        try:
            sheet = book[name]
            sheet.reset_dimensions()
            pending = 0
            for row in sheet.iter_rows(max_col=_MOST_COLUMNS, values_only=True):
                shown = tuple(_shown(value) for value in row)
                if not any(shown):
                    pending += 1
                    if pending > _LONGEST_GAP:
                        return
                    continue
                for _ in range(pending):
                    yield ()
                pending = 0
                end = len(shown)
                while end and not shown[end - 1].strip():
                    end -= 1
                yield shown[:end]
        finally:
            book.close()

    def _sheet_part(self, sheet: str) -> "_SheetPart | None":
        try:
            with zipfile.ZipFile(io.BytesIO(self._data)) as archive:
                name = _part_name(archive, sheet)
                if name is None:
                    return None
                size = archive.getinfo(name).file_size
                styles = _zero_padded_styles(archive)
                if size > _SCANNED_WHOLE and not styles:
                    with archive.open(name) as part:
                        head = part.read(65536)
                    if _DIMENSION.search(head):
                        return _SheetPart(head, {})
                return _SheetPart(archive.read(name), styles)
        except (*BROKEN_ARCHIVE, SyntaxError) as error:  # ElementTree's ParseError is a SyntaxError
            raise Problem(ProblemKind.FILE_DAMAGED, path=str(self._path)) from error

    def _has_absurd_repeats(self) -> bool:
        """Whether an .ods says "this cell ten million times": calamine would write them all out."""
        try:
            with zipfile.ZipFile(io.BytesIO(self._data)) as archive:
                content = archive.read("content.xml")
        except BROKEN_ARCHIVE as error:
            raise Problem(ProblemKind.FILE_DAMAGED, path=str(self._path)) from error
        return any(_fills(content, found) for found in _REPEATED.finditer(content))


def _fills(content: bytes, repeat: re.Match[bytes]) -> bool:
    """Whether a repeated cell or row holds something, or stands before something, so that it takes room."""
    end = content.find(b">", repeat.end())
    if repeat[1] == b"columns":
        return content[end - 1 : end] != b"/" and int(repeat[2]) > _MOST_COLUMNS
    row_end = content.find(b"</table:table-row>", end)
    holds = b"office:value" in content[end:row_end] or b"<text:p" in content[end:row_end]
    return int(repeat[2]) > (1000 if holds else _MOST_ROWS)


def _dense(book: CalamineWorkbook, name: str) -> tuple[list[list[Any]], tuple[Merge, ...]]:
    sheet = book.get_sheet_by_name(name)
    ranges = sheet.merged_cell_ranges or ()
    merges = tuple((top, left, bottom, right) for (top, left), (bottom, right) in ranges)
    return sheet.to_python(skip_empty_area=False), merges


@dataclass(slots=True)
class _SheetPart:
    """The XML of a sheet, looked at for what calamine does not tell: its reach, and zeros that a format shows."""

    xml: bytes
    zero_padded: dict[bytes, str]

    def cells(self) -> int:
        """How many cells the rectangle around all cells has, at most."""
        if len(self.xml) <= 65536 and (found := _DIMENSION.search(self.xml)) and b"</" not in self.xml[-20:]:
            return int(found[4] or found[2]) * _column_number(found[3] or found[1])
        numbers = _ROW_NUMBER.findall(self.xml) or _ANY_ROW_NUMBER.findall(self.xml)
        last_row = max(map(int, numbers), default=0)
        return last_row * max(map(_column_number, set(_MANY_LETTERS.findall(self.xml))), default=26)

    def show_zeros(self, rows: list[Row]) -> None:
        """Show numbers whose format pads them with zeros (000-0000) as the sheet does."""
        for style, picture in self.zero_padded.items():
            pattern = re.compile(rb'<(?:\w+:)?c\s+r="([A-Z]{1,3})(\d{1,7})"\s+s="' + style + rb'"(?:\s+t="n")?\s*>')
            for found in pattern.finditer(self.xml):
                at, column = int(found[2]) - 1, _column_number(found[1]) - 1
                if at < len(rows) and column < len(rows[at]) and rows[at][column].isdecimal():
                    row = list(rows[at])
                    row[column] = _in_picture(row[column], picture)
                    rows[at] = tuple(row)


def _in_picture(digits: str, picture: str) -> str:
    padded = digits.zfill(picture.count("0"))
    rest = list(padded)
    shown = [rest.pop() if character == "0" else character for character in reversed(picture)]
    return "".join([*rest, *reversed(shown)])


def _zero_padded_styles(archive: zipfile.ZipFile) -> dict[bytes, str]:
    """Style index → zeros and hyphens of its number format, for formats that are nothing else (0000000, 000-0000)."""
    try:
        xml = archive.read("xl/styles.xml").decode("utf-8", "replace")
    except KeyError:
        return {}
    pictures = {}
    for found in re.finditer(r"<(?:\w+:)?numFmt\s[^>]*>", xml):
        number = re.search(r'numFmtId="(\d+)"', found[0])
        code = re.search(r'formatCode="([^"]*)"', found[0])
        picture = _ZERO_PADDED.match(code[1].replace("&quot;", '"')) if code else None
        if number and picture and picture[1].count("0") > 1:
            pictures[number[1]] = picture[1].replace("\\", "").replace('"', "")
    if not pictures:
        return {}
    styles = re.search(r"<(?:\w+:)?cellXfs.*?</(?:\w+:)?cellXfs>", xml, re.DOTALL)
    formats = re.findall(r'<(?:\w+:)?xf\s[^>]*?numFmtId="(\d+)"', styles[0]) if styles else []
    return {str(index).encode(): pictures[number] for index, number in enumerate(formats) if number in pictures}


def _part_name(archive: zipfile.ZipFile, sheet: str) -> str | None:
    """The part of the package that holds `sheet`; None where its own directory does not say."""
    workbook = fromstring(archive.read("xl/workbook.xml"))  # noqa: S314 - see the import
    relations = fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    for element in workbook.iter():
        if element.tag.endswith("}sheet") and element.get("name") == sheet:
            key = next((value for name, value in element.items() if name.endswith("}id")), None)
            target = targets.get(key, "")
            name = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            return name if name in archive.namelist() else None
    return None


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _as_text(row: Sequence[Any]) -> Row:
    return tuple([cell if cell.__class__ is str else _shown(cell) for cell in row])


def _shown(value: Any) -> str:
    """A cell as Excel shows it: 24 not 24.0, 2024/4/1, 9:30."""
    if value.__class__ is float:
        return str(int(value)) if value.is_integer() else repr(value)
    return _shown_day(value) if value.__class__ is date else _shown_rarely(value)


def _shown_rarely(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case datetime():
            return _shown_day(value.date()) + (f" {value:%H:%M}" if value.time() != time() else "")
        case time():
            return f"{value.hour}:{value.minute:02}"
        case timedelta():
            minutes = int(value.total_seconds()) // 60
            return f"{minutes // 60}:{minutes % 60:02}"
        case _:
            return str(value)


@cache
def _shown_day(day: date) -> str:
    return f"{day.year}/{day.month}/{day.day}"


def without_blank_columns(rows: list[Row]) -> list[Row]:
    """The rows without the columns at the right end that hold blanks only, formatted but never written in."""
    width = 0
    for row in rows:
        end = len(row)
        while end > width and not row[end - 1].strip():
            end -= 1
        width = max(width, end)
    width = min(width, _MOST_COLUMNS)
    return [row[:width] for row in rows] if rows and max(map(len, rows)) > width else rows


_STDERR_LOCK = threading.Lock()


@contextlib.contextmanager
def _no_panic_message() -> Iterator[None]:
    """Keep calamine's own report of a panic from the terminal: the person gets a sentence instead.

    The report is written to the file descriptor, not to sys.stderr; whatever else was written meanwhile is passed on
    unless a panic happened.
    """
    with _STDERR_LOCK:
        try:
            sys.stderr.flush()
            kept = os.dup(2)
            caught = os.open(os.devnull, os.O_WRONLY)
        except (OSError, ValueError, AttributeError):  # a window without a terminal has none
            yield
            return
        try:
            os.dup2(caught, 2)
            yield
        finally:
            os.dup2(kept, 2)
            os.close(kept)
            os.close(caught)
