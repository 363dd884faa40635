"""Any table a person sends back, as rows of text: the first sheet of a workbook, or a CSV in any encoding."""

from pathlib import Path

from shoukei_app.exchange import delimited, encoding, file_kind
from shoukei_app.exchange.file_kind import FileKind
from shoukei_app.exchange.spreadsheet import Workbook


def read_grid(path: Path) -> list[tuple[str, ...]]:
    """The rows as they stand, from the first row of the file on.

    Raises Problem: FILE_MISSING, FILE_LOCKED, FILE_EMPTY, FILE_TOO_LARGE, FILE_UNKNOWN_TYPE, FILE_DAMAGED,
    FILE_PROTECTED, ENCODING_UNKNOWN.
    """
    data = file_kind.read_bytes(path)
    kind = file_kind.recognise(data, path)
    if kind is FileKind.TEXT:
        return delimited.parse(encoding.decode(data, None, path)[0])[0]
    workbook = Workbook(data, kind, path)
    return list(workbook.grid(workbook.sheets[0]).rows)
