"""Writes .xlsx with openpyxl: nothing in it is a formula, and equal content gives equal bytes.

A module of its own, because openpyxl takes a third of a second to import: the window is up before anything is saved.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from shoukei_app.exchange.sheet import FORMULA_START, Sheet, Value

_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_LINE = Side(style="thin", color="E1E5EA")
_HEADING_FONT = Font(name="BIZ UDPゴシック", size=11, bold=True, color="FFFFFF")
_HEADING_FILL = PatternFill("solid", fgColor="12324F")
_FONT = Font(name="BIZ UDPゴシック", size=11)
_DAY_ONE = datetime(2000, 1, 1)  # noqa: DTZ001 - a fixed stamp, so that equal content gives equal bytes
_ZIP_DAY_ONE = (2000, 1, 1, 0, 0, 0)
_A4 = 9


def write(target: Path | BinaryIO, sheets: Sequence[Sheet], *, title: str) -> int:
    """Write sheets to a file; returns the number of rows."""
    workbook = Workbook(write_only=True)
    workbook.properties.title = title
    workbook.properties.creator = "承継診断 調査台帳"
    workbook.properties.created = workbook.properties.modified = _DAY_ONE
    count = 0
    for sheet in sheets:
        count += _write_sheet(workbook, sheet)
    buffer = io.BytesIO()
    workbook.save(buffer)
    _save_without_clock(buffer, target)
    return count


def _write_sheet(workbook: Workbook, sheet: Sheet) -> int:
    page = workbook.create_sheet(_sheet_title(sheet.title))
    rows = [list(row) for row in sheet.rows]
    widths = list(sheet.widths) or [0] * len(sheet.headings)
    for index, (heading, width) in enumerate(zip(sheet.headings, widths, strict=True)):
        column = get_column_letter(index + 1)
        page.column_dimensions[column].width = width or _width(heading, [row[index] for row in rows[:200]])
    page.freeze_panes = "A2"
    page.auto_filter.ref = f"A1:{get_column_letter(len(sheet.headings))}{len(rows) + 1}"
    page.print_title_rows = "1:1"
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = _A4
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    headings = []
    for heading in sheet.headings:
        cell = WriteOnlyCell(page, heading)
        cell.font, cell.fill = _HEADING_FONT, _HEADING_FILL
        cell.alignment = Alignment(vertical="center", wrap_text=True)
        headings.append(cell)
    page.append(headings)
    cells = _Cells(page)
    for row in rows:
        page.append([cells.make(value) for value in row])
    return len(rows)


class _Cells:
    """Makes the cells of one sheet; each kind of cell is styled once, because styling costs more than writing."""

    def __init__(self, page: WriteOnlyWorksheet) -> None:
        self._page = page
        self._text = self._style("@")
        self._quoted = self._style("@", quoted=True)
        self._number = self._style("General")
        self._date = self._style("yyyy/mm/dd")

    def make(self, value: Value) -> Cell:
        """A cell; what came from outside is never a formula, whatever it begins with."""
        if isinstance(value, str):
            text = _ILLEGAL.sub("", value)
            style = self._quoted if FORMULA_START.match(text) else self._text
            cell = Cell(self._page, row=1, column=1, value=text, style_array=style)
            cell.data_type = "s"
            return cell
        style = self._date if isinstance(value, date) else self._number
        return Cell(self._page, row=1, column=1, value=value, style_array=style)

    def _style(self, number_format: str, *, quoted: bool = False) -> StyleArray:
        cell: Cell = WriteOnlyCell(self._page)
        cell.font = _FONT
        cell.border = Border(bottom=_LINE)
        cell.alignment = Alignment(vertical="top", wrap_text=True)
        cell.number_format = number_format
        cell.quotePrefix = quoted
        style: StyleArray = getattr(cell, "_style")  # noqa: B009 - openpyxl shows no other door, and its stubs none
        return style


def _sheet_title(title: str) -> str:
    return re.sub(r"[\\/*?:\[\]]", "・", title)[:31]


def _width(heading: str, values: Iterable[Value]) -> float:
    longest = max([_columns(heading) + 2, *(_columns(str(value or "")) for value in values)])
    return min(max(longest + 2, 6), 48)


def _columns(text: str) -> int:
    return max((sum(2 if ord(char) > 0xFF else 1 for char in line) for line in text.splitlines()), default=0)


def _save_without_clock(buffer: io.BytesIO, target: Path | BinaryIO) -> None:
    with zipfile.ZipFile(buffer) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as sink:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2000-01-01T00:00:00Z", content)
            sink.writestr(zipfile.ZipInfo(name, _ZIP_DAY_ONE), content, zipfile.ZIP_DEFLATED)
