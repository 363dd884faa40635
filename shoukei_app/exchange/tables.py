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
    return next(iter(read_grids(path, most=1).values()))


def read_grids(path: Path, most: int = 12) -> dict[str, list[tuple[str, ...]]]:
    """The rows of the first `most` sheets by the sheet's name; a text file is one sheet without a name.

    Raises Problem as `read_grid` does.
    """
    data = file_kind.read_bytes(path)
    kind = file_kind.recognise(data, path)
    if kind is FileKind.TEXT:
        return {"": delimited.parse(encoding.decode(data, None, path)[0])[0]}
    workbook = Workbook(data, kind, path)
    return {name: list(workbook.grid(name).rows) for name in workbook.sheets[:most]}
