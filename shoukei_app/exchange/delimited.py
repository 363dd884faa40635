"""Delimited text taken apart into rows: delimiters guessed, broken quotes and mixed line ends survived."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

_DELIMITERS: Final = ",\t;|"
_LOOKED_AT: Final = 200
# A cell longer than Excel allows, or of more lines than anybody types, is a quote that was never closed.
_LONGEST_CELL: Final = 32_767
_MOST_LINES: Final = 30
_FORMULA_TEXT = re.compile(r'^="(.*)"$', re.DOTALL)
_SEPARATOR_LINE = re.compile(r"^sep=(.)\s*$", re.IGNORECASE)

csv.field_size_limit(1 << 30)


def parse(text: str) -> tuple[list[tuple[str, ...]], str]:
    """The rows of `text` as they stand (blank lines are empty rows, so that numbers stay), and the delimiter."""
    text = text.rstrip("\x1a\0")
    if "\0" in text:
        text = text.replace("\0", "")
    first_line, _, rest = text.partition("\n")
    told = _SEPARATOR_LINE.match(first_line.strip())
    delimiter = told[1] if told else _delimiter(text)
    rows = _rows(rest if told else text, delimiter)
    if '="' in text:
        rows = [tuple(_without_formula(cell) for cell in row) for row in rows]
    if told:
        rows.insert(0, ())
    return rows, delimiter


def _delimiter(text: str) -> str:
    """The delimiter under which the first rows agree best on more than one column; a comma where none does."""
    head = "".join(text[:200_000].splitlines(keepends=True)[:_LOOKED_AT])
    best, best_score = ",", 0.0
    for delimiter in _DELIMITERS:
        if delimiter not in head:
            continue
        widths = Counter(len(row) for row in _read(head, delimiter) if row)
        width, count = max(widths.items(), key=lambda item: (item[0] > 1, item[1]), default=(1, 0))
        score = 0.0 if width < 2 else count / max(1, sum(widths.values())) * min(width, 8) ** 0.5
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _rows(text: str, delimiter: str) -> list[tuple[str, ...]]:
    if '"' not in text:
        return [tuple(line.split(delimiter)) if line else () for line in _lines(text)]
    rows = [tuple(row) for row in _read(text, delimiter)]
    return list(_recovered(text, delimiter, rows)) if _swallowed(rows) else rows


def _lines(text: str) -> list[str]:
    plain = text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
    return plain.removesuffix("\n").split("\n") if plain else []


def _read(text: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def _swallowed(rows: list[tuple[str, ...]]) -> bool:
    """Whether a quote that was never closed took following rows into one cell."""
    usual = _usual_width(rows)
    broken = ((row, cell) for row in rows for cell in row if "\n" in cell or "\r" in cell)
    return any(
        len(row) != usual or len(cell) > _LONGEST_CELL or cell.count("\n") + cell.count("\r") > _MOST_LINES
        for row, cell in broken
    )


def _usual_width(rows: list[tuple[str, ...]]) -> int:
    widths = Counter(len(row) for row in rows if len(row) > 1)
    return widths.most_common(1)[0][0] if widths else 1


def _recovered(text: str, delimiter: str, rows: list[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """Read again line by line: lines belong together only where they make a row of the usual width."""
    lines = _lines(text)
    usual = _usual_width([tuple(line.split(delimiter)) for line in lines] if len(rows) < len(lines) // 2 else rows)
    at = 0
    while at < len(lines):
        line = lines[at]
        row = _row(line, delimiter)
        taken = 1
        if line.count('"') % 2:
            joined = line
            for more in range(1, min(_MOST_LINES, len(lines) - at)):
                joined += "\n" + lines[at + more]
                if joined.count('"') % 2 == 0:
                    candidate = _row(joined, delimiter)
                    if len(candidate) == usual:
                        row, taken = candidate, more + 1
                    break
            if taken == 1:
                row = tuple(cell.strip('"') for cell in line.split(delimiter))
        at += taken
        yield row


def _row(line: str, delimiter: str) -> tuple[str, ...]:
    return tuple(next(_read(line, delimiter), []))


def _without_formula(cell: str) -> str:
    """="0267": how systems keep Excel from taking a leading zero away; a person sees 0267."""
    found = _FORMULA_TEXT.match(cell)
    return found[1] if found else cell
