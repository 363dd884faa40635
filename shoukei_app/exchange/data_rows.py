"""The rows below the headings told apart: firms, and what is none (sections, totals, repeated headings), each named."""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from shoukei_app.domain.listing import Finding, FindingKind, ListColumn, ListedRow
from shoukei_app.domain.text import strip_legal_form, tidy, unspaced
from shoukei_app.exchange.spreadsheet import Grid, Row
from shoukei_app.exchange.table import Table

_LONGEST_NAME: Final = 40
_EXAMPLES: Final = frozenset({"例", "記入例", "記載例", "サンプル", "入力例"})
_TOTAL = re.compile(
    r"^[\W_]*(?:総|合|小|累|通|中|再)?計(?:[\W_\d]|件|社|者|名|か所|箇所|店|$)|合計|総計|小計|^以上\s*\d+"
    r"|^\d+\s*(?:件|社|事業所|施設)$|^TOTAL",
    re.IGNORECASE,
)
_TOTAL_OF = re.compile(r"^.{1,12}(?<![時会設家])計$")
_SECTION = re.compile(
    r"^[【〔\[（(<《■□●○◆◇★☆▼▽▲△◎※＊*・#-]|[】〕\]>》]$|^第?[\d一二三四五六七八九十IVX]+[.．、章節編部 　]"
    r"|^注|凡例|以下余白|^以上$|つづく|次頁|次ページ"
    r"|(?:地区|地域|管内|支部|支所|班|部会|ブロック|エリア|圏域|保健所|地方事務所|地域振興局)$"
    r"|^.{1,8}[市町村区郡都道府県]$|業$|^計$"
)

# Columns that a section row may fill too.
_ALSO_IN_SECTIONS: Final = frozenset(
    {ListColumn.FIRM_NAME, ListColumn.NOTE, ListColumn.MUNICIPALITY, ListColumn.PREFECTURE, ListColumn.INDUSTRY}
)


def sort_rows(
    grid: Grid, table: Table, columns: Mapping[ListColumn, tuple[int, ...]]
) -> tuple[list[ListedRow], list[tuple[ListedRow, Finding]]]:
    """The data rows, and apart from them section, total and repeated heading rows with the finding that says so.

    Blank rows are passed over. A row is never left out when it could be a firm.
    """
    names = columns.get(ListColumn.FIRM_NAME, ())
    rows = _records(grid, table.first_row, names)
    judge = _Judge(rows[table.first_row :], table, columns)
    kept: list[ListedRow] = []
    left_out: list[tuple[ListedRow, Finding]] = []
    for number, row in enumerate(rows[table.first_row :], table.first_row + 1):
        if not any(row):
            continue
        if judge.suspects(row):
            texts = [text for cell in row if (text := cell.strip())]
            if not texts:
                continue
            kind = judge.no_data(row, texts)
            if kind is not None:
                left_out.append((ListedRow(number, row), Finding(kind, None, " ".join(texts)[:100])))
                continue
        kept.append(ListedRow(number, row))
    return kept, left_out


class _Judge:
    """Tells rows that are no data from data, quickly for the many that plainly are."""

    def __init__(self, rows: Sequence[Row], table: Table, columns: Mapping[ListColumn, tuple[int, ...]]) -> None:
        self._names = columns.get(ListColumn.FIRM_NAME, ())
        self._first_name = self._names[0] if self._names else 0
        self._others = tuple(
            index for column, indices in columns.items() for index in indices if column not in _ALSO_IN_SECTIONS
        )
        self._headings = {cell for row in table.heading_rows for cell in row if cell.strip()}
        self._heading_words = set(map(tidy, self._headings))
        self._usual = _usual_fill(rows)

    def suspects(self, row: Row) -> bool:
        """Whether the row is worth a second look: few cells filled, a total at its front, a heading for a name."""
        count = len(row) - row.count("")
        if count <= 4 or count * 3 <= self._usual:
            return True
        front = "".join(row[:3])
        if "計" in front or "例" in front or "total" in front.lower():
            return True
        name = row[self._first_name] if self._first_name < len(row) else ""
        return len(name) <= 3 or name in self._headings

    def no_data(self, row: Row, texts: Sequence[str]) -> FindingKind | None:
        """Why the row is no firm, or None where it could be one."""
        if len(texts) > 1 and sum(tidy(text) in self._heading_words for text in texts) >= max(2, 0.6 * len(texts)):
            return FindingKind.SECTION_ROW
        if _plain(texts[0]) in _EXAMPLES or _numbers_columns(texts):
            return FindingKind.SECTION_ROW
        has_others = any(index < len(row) and row[index].strip() for index in self._others)
        if any(map(_is_total, texts[:2])) and (not has_others or self._only_numbers(row)):
            return FindingKind.TOTAL_ROW
        if len(texts) > 2 or self._usual < 3:
            return None
        text = tidy(texts[0])
        reads_like_section = _SECTION.search(text) is not None
        in_name = any(index < len(row) and row[index].strip() for index in self._names)
        if in_name and (has_others or (strip_legal_form(text)[0] and not _SECTION.match(text))):
            return None
        if len(texts) == 1 and (not in_name or len(text) > _LONGEST_NAME or reads_like_section):
            return FindingKind.SECTION_ROW
        if not has_others and all(_SECTION.search(tidy(part)) for part in texts):
            return FindingKind.SECTION_ROW
        return None

    def _only_numbers(self, row: Row) -> bool:
        return all(
            cell.replace(",", "").replace(".", "").isdecimal()
            for index in self._others
            if index < len(row) and (cell := row[index].strip())
        )


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip(" ()[]【】〔〕<>《》※*:.")


def _numbers_columns(texts: Sequence[str]) -> bool:
    """(1) (2) (3) … below the headings of official tables."""
    numbers = [_plain(text) for text in texts]
    return len(numbers) > 2 and numbers == [str(number) for number in range(1, len(numbers) + 1)]


def _usual_fill(rows: Sequence[Row]) -> int:
    """How many cells a row of this table usually fills: the median."""
    step = max(1, len(rows) // 500)
    counts = sorted(count for row in rows[::step] if (count := len(row) - row.count("")))
    return counts[len(counts) // 2] if counts else 0


def _is_total(text: str) -> bool:
    plain = unspaced(text)
    if strip_legal_form(plain)[0] or len(plain) > 20:
        return False
    return _TOTAL.search(plain) is not None or _TOTAL_OF.match(plain) is not None


def _records(grid: Grid, first_row: int, names: Sequence[int]) -> list[Row]:
    """The rows with merged cells resolved: cells merged over several rows hold their value in each of them.

    Where every firm stands on the same number of rows (its name merged over them), those rows are one record; the
    texts of one column are then lines of one cell, and the other rows are empty.
    """
    tall = [merge for merge in grid.merges if merge[2] > merge[0] >= first_row and merge[1] == merge[3]]
    if not tall:
        return grid.rows
    rows = list(grid.rows)
    blocks = [(top, bottom) for top, left, bottom, _ in tall if left in names and bottom < len(rows)]
    filled = sum(1 for row in rows[first_row:] if any(row))
    if _are_records(blocks, filled):
        for top, bottom in blocks:
            rows[top] = _one_record(rows[top : bottom + 1])
            rows[top + 1 : bottom + 1] = [()] * (bottom - top)
        return rows
    for top, left, bottom, _ in tall:
        value = rows[top][left] if top < len(rows) and left < len(rows[top]) else ""
        for index in range(top + 1, min(bottom + 1, len(rows)) if value else 0):
            cells = list(rows[index]) + [""] * (left + 1 - len(rows[index]))
            cells[left] = cells[left] or value
            rows[index] = tuple(cells)
    return rows


def _are_records(blocks: Sequence[tuple[int, int]], filled: int) -> bool:
    """Whether merged names of one and the same height cover nearly all rows."""
    if len(blocks) < 2:
        return False
    height, count = Counter(bottom - top + 1 for top, bottom in blocks).most_common(1)[0]
    return height * count >= 0.8 * filled


def _one_record(rows: Sequence[Row]) -> Row:
    width = max(map(len, rows))
    columns = ([row[column] for row in rows if column < len(row)] for column in range(width))
    return tuple("\n".join(dict.fromkeys(text for cell in cells if (text := cell.strip()))) for cells in columns)
