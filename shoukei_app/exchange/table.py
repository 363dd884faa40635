"""Where the table is on a sheet: its headings in one to three rows, its data, and the rows between that are no data."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from shoukei_app.domain.listing import Finding, FindingKind, ListColumn, ListedRow
from shoukei_app.domain.text import match_key, strip_legal_form, tidy
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
    """The table of a sheet. `first_row` is the 0-based row where its data begin; `header_row` 1-based, None without one.

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
    best: tuple[float, int, int, Sequence[tuple[str, str]]] | None = None
    for start in filled:
        if best is not None and best[0] >= _PLAIN_HEADINGS and start > best[2] + _MOST_HEADING_ROWS:
            break
        for end in range(start, min(start + _MOST_HEADING_ROWS, len(rows))):
            if end > start and not any(cell.strip() for cell in rows[end]):
                break
            if _mostly_data(rows[end]):
                break
            columns = _headings(rows, start, end, width, grid.merges)
            score = _score(columns, rows[start : end + 1])
            if score > 0 and (best is None or score > best[0] + 0.3):
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


def _headings(
    rows: Sequence[Row], start: int, end: int, width: int, merges: Iterable[Merge]
) -> list[tuple[str, str]]:
    """For each column the heading over it and its own, from the rows `start` to `end`."""
    spread = [[tidy(cell) for cell in row] + [""] * (width - len(row)) for row in rows[start : end + 1]]
    spanned = {(top, column): (left, right) for top, left, _, right in merges for column in range(left, right + 1)}
    for offset, line in enumerate(spread):
        for top, left, _, right in merges:
            if top == start + offset and right - left < width - 1:
                for column in range(left, min(right + 1, width)):
                    line[column] = line[left]
        if offset < len(spread) - 1:
            _spread_over_blanks(line, spread[offset + 1])
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
    """Without merges (a CSV) a heading over several columns stands in the first; it reaches as far as sub-headings go."""
    last = ""
    for column, text in enumerate(line):
        if text:
            last = text
        elif below[column] and last and not read_heading(below[column]).score >= 1.0:
            line[column] = last
        elif not below[column]:
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
    """A table without headings, or with headings in words that nobody knows: those differ in kind from what is below."""
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


_TOTAL = re.compile(r"^[\W_]*(?:総|合|小|累|通|中|再)?計(?:[\W_\d]|件|社|者|名|か所|箇所|店|$)|合計|総計|小計|^以上\s*\d+|\d+\s*(?:件|社|事業所|施設)$|^TOTAL", re.IGNORECASE)
_TOTAL_OF = re.compile(r"^.{1,12}計$")
_SECTION = re.compile(
    r"^[【〔\[（(<《■□●○◆◇★☆▼▽▲△◎※＊*・#-]|[】〕\]>》]$|^第?[\d一二三四五六七八九十IVX]+[.．、章節編部 　]|^注|凡例|以下余白|^以上$|つづく|次頁|次ページ|"
    r"(?:地区|地域|管内|支部|支所|班|部会|ブロック|エリア|圏域|保健所|地方事務所|地域振興局)$|^.{1,8}[市町村区郡都道府県]$|業$|^計$"
)


def sort_rows(
    grid: Grid, table: Table, columns: Mapping[ListColumn, tuple[int, ...]]
) -> tuple[list[ListedRow], list[tuple[ListedRow, Finding]]]:
    """The data rows, and apart from them section, total and repeated heading rows with the finding that says so.

    Blank rows are passed over. A row is never left out when it could be a firm.
    """
    rows = _filled_down(grid, table.first_row)
    names = columns.get(ListColumn.FIRM_NAME, ())
    others = tuple(
        index
        for column, indices in columns.items()
        for index in indices
        if column not in {ListColumn.FIRM_NAME, ListColumn.NOTE, ListColumn.MUNICIPALITY, ListColumn.INDUSTRY}
    )
    repeated = {tuple(match_key(cell) for cell in row) for row in table.heading_rows}
    usual = _usual_fill(rows[table.first_row :])
    kept: list[ListedRow] = []
    left_out: list[tuple[ListedRow, Finding]] = []
    for number, row in enumerate(rows[table.first_row :], table.first_row + 1):
        count = sum(map(bool, row))
        if not count:
            continue
        if count <= 4 or count * 3 <= usual or repeated:
            texts = [text for cell in row if (text := cell.strip())]
            if not texts:
                continue
            kind = _no_data(row, texts, names, others, usual, repeated)
            if kind is not None:
                listed = ListedRow(number, row)
                left_out.append((listed, Finding(kind, None, " ".join(texts)[:100])))
                continue
        kept.append(ListedRow(number, row))
    return kept, left_out


def _usual_fill(rows: Sequence[Row]) -> int:
    """How many cells a row of this table usually fills."""
    step = max(1, len(rows) // 500)
    counts = Counter(sum(map(bool, row)) for row in rows[::step])
    counts.pop(0, None)
    total = sum(counts.values())
    reached = 0
    for count in sorted(counts):
        reached += counts[count]
        if reached * 2 >= total:
            return count
    return 0


def _no_data(
    row: Row,
    texts: Sequence[str],
    names: Sequence[int],
    others: Sequence[int],
    usual: int,
    repeated: set[tuple[str, ...]],
) -> FindingKind | None:
    if repeated and len(texts) > 1 and _repeats_headings(row, texts, repeated):
        return FindingKind.SECTION_ROW
    has_others = any(index < len(row) and row[index].strip() for index in others)
    if has_others and len(texts) > 2 and not _is_total(texts[0]):
        return None
    if any(_is_total(text) for text in texts[:2]) and (not has_others or _only_numbers(row, others)):
        return FindingKind.TOTAL_ROW
    if len(texts) > 2 or usual < 3:
        return None
    in_name = any(index < len(row) and row[index].strip() for index in names)
    text = texts[0]
    if in_name and strip_legal_form(text)[0] and not _SECTION.match(text):
        return None
    if len(texts) == 1 and (not in_name or len(text) > _LONGEST_HEADING or _SECTION.search(tidy(text))):
        return FindingKind.SECTION_ROW
    if not in_name and not has_others and all(_SECTION.search(tidy(part)) for part in texts):
        return FindingKind.SECTION_ROW
    return None


def _is_total(text: str) -> bool:
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    if strip_legal_form(plain)[0] or len(plain) > 20:
        return False
    return _TOTAL.search(plain) is not None or (_TOTAL_OF.match(plain) is not None and not plain.endswith(("時計", "会計", "設計", "家計")))


def _only_numbers(row: Row, others: Sequence[int]) -> bool:
    return all(
        cell.replace(",", "").replace(".", "").isdecimal()
        for index in others
        if index < len(row) and (cell := row[index].strip())
    )


def _repeats_headings(row: Row, texts: Sequence[str], repeated: set[tuple[str, ...]]) -> bool:
    keys = tuple(match_key(cell) for cell in row)
    for heading in repeated:
        same = sum(1 for key, other in zip(keys, heading, strict=False) if key and key == other)
        if same >= 2 and same >= 0.6 * len(texts):
            return True
    return False


def _filled_down(grid: Grid, first_row: int) -> list[Row]:
    """Cells merged over several data rows (a municipality beside all its firms) hold their value in each of them."""
    tall = [merge for merge in grid.merges if merge[2] > merge[0] >= first_row and merge[1] == merge[3]]
    if not tall:
        return grid.rows
    rows = list(grid.rows)
    for top, left, bottom, _ in tall:
        value = rows[top][left] if top < len(rows) and left < len(rows[top]) else ""
        if not value:
            continue
        for index in range(top + 1, min(bottom + 1, len(rows))):
            cells = list(rows[index]) + [""] * (left + 1 - len(rows[index]))
            cells[left] = cells[left] or value
            rows[index] = tuple(cells)
    return rows
