"""Reading Japan Post's list of postcodes as it is handed out: utf_ken_all.csv, or the older KEN_ALL.CSV.

郵便番号データの説明 (日本郵便): 15 columns without headings. In the older file a long town runs over several lines, its
brackets open until the last of them.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Iterator

from shoukei_app.domain.postal_tables import PostalRecord
from shoukei_app.domain.problem import Problem, ProblemKind

COLUMNS = 15
_REPRESENTATIVE = "以下に掲載がない場合"
_BRACKETS = re.compile(r"(.*?)（(.*)）")
_MUNICIPALITY = re.compile(r"\d{5}")
_POSTAL_CODE = re.compile(r"\d{7}")


def parse_postal_file(content: bytes) -> list[PostalRecord]:
    """Every record of the list.

    Raises Problem(POSTAL_FILE_WRONG, line) for the first line that is not in the layout, (ENCODING_UNKNOWN) for a file
    in neither UTF-8 nor CP932, (POSTAL_FILE_PARTIAL, count) where a prefecture is missing.
    """
    records = [_record(cells) for cells in _whole_rows(_decoded(content))]
    prefectures = {record.municipality_code[:2] for record in records}
    if not records:
        raise Problem(ProblemKind.POSTAL_FILE_WRONG, line=1)
    if len(prefectures) < 47:
        raise Problem(ProblemKind.POSTAL_FILE_PARTIAL, count=len(prefectures))
    return records


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Problem(ProblemKind.ENCODING_UNKNOWN)


def _whole_rows(text: str) -> Iterator[list[str]]:
    """The rows of the file, each town in one piece."""
    open_row: list[str] | None = None
    for number, cells in enumerate(csv.reader(io.StringIO(text)), 1):
        if not cells:
            continue
        if (
            len(cells) != COLUMNS
            or not _MUNICIPALITY.fullmatch(cells[0])
            or not _POSTAL_CODE.fullmatch(cells[2])
            or not (cells[6] and cells[7] and cells[8])
        ):
            raise Problem(ProblemKind.POSTAL_FILE_WRONG, line=number)
        if open_row is not None and (open_row[0], open_row[2]) == (cells[0], cells[2]):
            open_row[8] += cells[8]
        elif open_row is not None:
            raise Problem(ProblemKind.POSTAL_FILE_WRONG, line=number)
        else:
            open_row = cells
        if open_row[8].count("（") <= open_row[8].count("）"):
            yield open_row
            open_row = None
    if open_row is not None:
        raise Problem(ProblemKind.POSTAL_FILE_WRONG, line=number)


def _record(cells: list[str]) -> PostalRecord:
    town, note = cells[8], ""
    if town == _REPRESENTATIVE:
        town, note = "", _REPRESENTATIVE
    elif found := _BRACKETS.fullmatch(town):
        town, note = found[1], found[2].replace("）（", "")
    return PostalRecord(cells[2], cells[0], cells[6], cells[7], unicodedata.normalize("NFKC", cells[4]), town, note)
