"""Excel and CSV going out: plain tables with headings, safe to open, whole or not there at all."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import BinaryIO

from shoukei_app import files
from shoukei_app.exchange.sheet import FORMULA_START, Sheet, Value

__all__ = ["Sheet", "Value", "write_csv", "write_table", "write_workbook"]


def write_workbook(target: Path, sheets: Sequence[Sheet], *, title: str, password: str = "") -> int:
    """Write sheets to an .xlsx file; returns the number of rows. Raises Problem as `files.whole` does.

    With a password the whole file is encrypted as Excel does it (AES-256, ECMA-376 agile encryption).
    """
    from shoukei_app.exchange import excel  # noqa: PLC0415 - see there

    with files.whole(target) as partial:
        if not password:
            return excel.write(partial, sheets, title=title)
        plain = io.BytesIO()
        count = excel.write(plain, sheets, title=title)
        with partial.open("wb") as file:
            _encrypt(plain, file, password)
        return count


def write_csv(target: Path, headings: Sequence[str], rows: Iterable[Sequence[Value]]) -> int:
    """Write a CSV that Excel opens by double click (UTF-8 with BOM, CRLF); returns the number of rows."""
    count = 0
    with files.whole(target) as partial, partial.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(headings)
        for row in rows:
            writer.writerow([_csv_text(value) for value in row])
            count += 1
    return count


def write_table(target: Path, headings: Sequence[str], rows: Iterable[Sequence[Value]], *, title: str) -> int:
    """Write a table as .csv or .xlsx, whichever the name says."""
    if target.suffix.lower() == ".csv":
        return write_csv(target, headings, rows)
    return write_workbook(target, [Sheet(title, headings, rows)], title=title)


def _encrypt(plain: io.BytesIO, target: BinaryIO, password: str) -> None:
    # A third of a second to import, and nearly nobody asks for a password.
    from msoffcrypto.format.ooxml import OOXMLFile  # type: ignore[import-untyped]  # noqa: PLC0415

    plain.seek(0)
    OOXMLFile(plain).encrypt(password, target)


def _csv_text(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    text = str(value)
    return f"'{text}" if isinstance(value, str) and FORMULA_START.match(text) else text
