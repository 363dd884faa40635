"""Where the table is on a sheet: its headings, in one to three rows, and the row where its data begin."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from shoukei_app.domain.text import strip_legal_form, tidy
from shoukei_app.exchange.contents import Trait, contents_of, traits
from shoukei_app.exchange.headings import Attribute, read_heading
from shoukei_app.exchange.spreadsheet import Grid, Merge, Row

_SEARCHED: Final = 60
_MOST_HEADING_ROWS: Final = 3
_LONGEST_HEADING: Final = 40
_PLAIN_HEADINGS: Final = 3.5  # so many headings understood that nothing further down needs to be looked at
_UNDERSTOOD: Final = 0.75

_DATA = re.compile(r"^[\d\s./:,()\-‐‑–—―−ー年月日RHSTM'〒+]+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Table:
    """The table of a sheet. `first_row` is the 0-based row where its data begin; `header_row` is 1-based.

    `headings` (as shown), `own_headings` and `groups` (the heading over several columns) have one entry a column.
    """

    first_row: int
    header_row: int | None
    headings: tuple[str, ...]
    own_headings: tuple[str, ...]
    groups: tuple[str, ...]
    heading_rows: tuple[Row, ...] = ()


def find_table(grid: Grid) -> Table:
    """Find the headings; a sheet where nothing reads like headings is taken as data from its first row on."""
    rows = grid.rows
    width = max(map(len, rows), default=0)
    filled = [index for index, row in enumerate(rows[:_SEARCHED]) if any(cell.strip() for cell in row)]
    merges = [merge for merge in grid.merges if merge[0] <= _SEARCHED]
    best: tuple[float, int, int, list[tuple[str, str]]] | None = None
    for start in filled:
        if best is not None and best[0] >= _PLAIN_HEADINGS and start > best[2] + _MOST_HEADING_ROWS:
            break
        for end in range(start, min(start + _MOST_HEADING_ROWS, len(rows))):
            if end > start and not any(cell.strip() for cell in rows[end]):
                break
            if _mostly_data(rows[end]):
                break
            columns = _headings(rows, start, end, width, merges)
            score = _score(columns, rows[start : end + 1])
            if score > 0 and (best is None or score > best[0] + 0.1):
                best = (score, start, end, columns)
    if best is None:
        return _without_headings(rows, filled, width)
    _, start, end, columns = best
    return Table(
        end + 1,
        end + 1,
        tuple(_shown(group, own) for group, own in columns),
        tuple(own for _, own in columns),
        tuple(group for group, _ in columns),
        tuple(rows[start : end + 1]),
    )


def _shown(group: str, own: str) -> str:
    if not own or not group or own == group:
        return own or group
    return own if read_heading(own).subject is not read_heading("").subject else f"{group} {own}"


def _headings(rows: Sequence[Row], start: int, end: int, width: int, merges: Iterable[Merge]) -> list[tuple[str, str]]:
    """For each column the heading over it and its own, from the rows `start` to `end`."""
    spread = [[tidy(cell) for cell in row] + [""] * (width - len(row)) for row in rows[start : end + 1]]
    spanned = {
        (top, column): (left, right) for top, left, _, right in merges for column in range(left, min(right + 1, width))
    }
    for offset, line in enumerate(spread):
        for top, left, _, right in merges:
            if top == start + offset and right - left < width - 1:
                for column in range(left, min(right + 1, width)):
                    line[column] = line[left]
        if offset < len(spread) - 1:
            _spread_over_blanks(line, spread[offset + 1])
            if len(set(line)) == 1 and width > 2:  # the title of the list tells no column from another
                line[:] = [""] * width
    result = []
    for column in range(width):
        texts = list(dict.fromkeys(line[column] for line in spread if line[column]))
        group = " ".join(texts[:-1])
        own = texts[-1] if texts else ""
        left, right = spanned.get((end, column), (column, column))
        result.append((own, "") if not group and left < right and column > left else (group, own))
    if end == start:
        result = _under_left_neighbour([own or group for group, own in result], rows, end, spanned)
    return result


def _spread_over_blanks(line: list[str], below: Sequence[str]) -> None:
    """Without merges (a CSV) a heading over several columns stands in the first and reaches over the sub-headings."""
    last = ""
    for column, text in enumerate(line):
        if text:
            last = text
        elif below[column]:
            line[column] = last
        else:
            last = ""


def _under_left_neighbour(
    headings: list[str], rows: Sequence[Row], end: int, spanned: Mapping[tuple[int, int], tuple[int, int]]
) -> list[tuple[str, str]]:
    """A blank heading over a column that is filled belongs to the heading on its left, as merged cells in a CSV do."""
    result: list[tuple[str, str]] = []
    below = rows[end + 1 : end + 41]
    for column, text in enumerate(headings):
        left, _ = spanned.get((end, column), (column, column))
        if left < column:
            result.append((headings[left], ""))
        elif not text and column and any(len(row) > column and row[column].strip() for row in below):
            group, own = result[-1]
            result.append((own or group, ""))
        else:
            result.append(("", text))
    return result


def _mostly_data(row: Row) -> bool:
    cells = [text for cell in row if (text := cell.strip())]
    return sum(map(_reads_like_data, cells)) > 0.34 * len(cells)


def _score(columns: Sequence[tuple[str, str]], rows: Sequence[Row]) -> float:
    """How much these rows read like headings: what is understood counts, what reads like data counts against."""
    understood = 0.0
    for group, own in columns:
        if not own or len(own) > _LONGEST_HEADING * 2:
            continue
        heading = read_heading(own, group)
        if heading.score >= _UNDERSTOOD and heading.attribute is not Attribute.UNKNOWN:
            understood += heading.score
            if group and group != own and heading.subject is not read_heading(own).subject:
                understood += 0.2  # the heading over it says whose it is
    named = sum(1 for _, own in columns if own)
    if understood < (1.6 if named > 3 else 0.8):
        return 0.0
    data = sum(_reads_like_data(text) for row in rows for cell in row if (text := cell.strip()))
    return understood - 1.5 * data - 0.25 * (len(rows) - 1)


@lru_cache(maxsize=8192)
def _reads_like_data(cell: str) -> bool:
    if len(cell) > _LONGEST_HEADING:
        return not read_heading(cell).score >= _UNDERSTOOD
    text = unicodedata.normalize("NFKC", cell)
    if _DATA.match(text) and any(map(str.isdecimal, text)):
        return True
    return strip_legal_form(text)[0] != ""


def _without_headings(rows: Sequence[Row], filled: Sequence[int], width: int) -> Table:
    """A table without headings, or with headings in unknown words, which differ in kind from what is below them."""
    wide = [index for index in filled if sum(bool(cell.strip()) for cell in rows[index]) >= min(2, width)]
    if not wide:
        return _untitled(filled[0] if filled else 0, width)
    first = wide[0]
    below = [row for row in rows[first + 1 : first + 101] if any(cell.strip() for cell in row)]
    contents = contents_of(below, width)
    strange = 0
    for column, cell in enumerate(rows[first]):
        kinds = set(traits(cell)) if cell.strip() else set()
        for trait in (Trait.NUMBER, Trait.POSTAL_CODE, Trait.PHONE, Trait.ADDRESS, Trait.DATE, Trait.CORPORATE_NUMBER):
            if cell.strip() and contents[column].filled >= 3 and contents[column].share(trait) >= 0.9:
                strange += trait not in kinds
                break
    if strange >= 2:
        headings = tuple(tidy(cell) for cell in rows[first]) + ("",) * (width - len(rows[first]))
        return Table(first + 1, first + 1, headings, headings, ("",) * width, (rows[first],))
    return _untitled(first, width)


def _untitled(first: int, width: int) -> Table:
    blank = ("",) * width
    return Table(first, None, blank, blank, blank)
