"""Lists (名簿): read, looked at row by row before anything is written, taken in as one operation."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from shoukei_app.domain.cleaning import Cleaner, municipality_cells, row_places
from shoukei_app.domain.history import Act, OperationKind
from shoukei_app.domain.listing import CleanedRow, Finding, FindingKind, ListColumn, ReadList
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.progress import Progress
from shoukei_app.exchange import list_file, workbooks
from shoukei_app.exchange.earlier import Recalled, recall, remembered
from shoukei_app.store import duplicates, firms, journal, lists, schema
from shoukei_app.store.ledger import Ledger
from shoukei_app.store.lists import TakenList
from shoukei_app.usecases import masters
from shoukei_app.usecases.list_matching import VERDICT_WORDS, PreviewRow, Verdict, changed, fill, match_rows, merge
from shoukei_app.usecases.outcome import Outcome, Subject
from shoukei_app.words.terms import word

__all__ = ["Recalled", "TakenList"]  # the window names them from here

_LOOKED_AT = 20
_BLOCK = 2_000
_DIVIDING = frozenset({FindingKind.SECTION_ROW, FindingKind.TOTAL_ROW})
_MOVES_FIRMS = (
    OperationKind.IMPORT_LIST,
    OperationKind.ADD_FIRM,
    OperationKind.EDIT_FIRM,
    OperationKind.MERGE_FIRMS,
    OperationKind.SEPARATE_FIRMS,
    OperationKind.UNDO,
    OperationKind.REDO,
)
"""Operations after which a preview may no longer say what taking the list in would do."""


@dataclass(frozen=True, slots=True)
class ListPreview:
    """A dry run of an import: every row of the file is here, none is dropped silently.

    `as_of` is the newest operation that had moved firms when the list was checked.
    """

    read: ReadList
    rows: tuple[PreviewRow, ...]
    as_of: int = 0

    def count(self, verdict: Verdict) -> int:
        """How many rows have this verdict."""
        return sum(row.verdict is verdict for row in self.rows)


def read(
    path: Path,
    *,
    sheet: str | None = None,
    encoding: str | None = None,
    columns: Mapping[ListColumn, tuple[int, ...]] | None = None,
) -> ReadList:
    """Read a list and guess its columns. Raises Problem as `exchange.list_file.read_list` does."""
    return list_file.read_list(path, sheet=sheet, encoding=encoding, columns=columns)


def first_firm(listed: ReadList, columns: Mapping[ListColumn, tuple[int, ...]]) -> CleanedRow | None:
    """What reading the columns so makes of the first row that is a firm; None where no row of the first ones is."""
    cleaner = cleaner_of(listed, columns)
    cleaned = (cleaner.clean(row) for row in listed.rows[:_LOOKED_AT])
    return next((row for row in cleaned if row.facts is not None), None)


def cleaner_of(listed: ReadList, columns: Mapping[ListColumn, tuple[int, ...]]) -> Cleaner:
    """What makes firms of a list's rows when its columns are read so; it knows where the list as a whole lies."""
    sections = [(row.number, finding.value) for row, finding in listed.left_out if finding.kind in _DIVIDING]
    title = " ".join((listed.title, listed.sheet, Path(listed.file_name).stem))
    cells = municipality_cells(listed.rows, columns)
    whereabouts = masters.whereabouts(row_places(listed.rows, columns), sections, cells, title)
    return Cleaner(columns, listed.headings, masters.address_splitter(), masters.postal_check(), whereabouts)


def check(ledger: Ledger, listed: ReadList, progress: Progress) -> ListPreview:
    """Say for every row what taking it in would do; nothing is written."""
    progress.start("名簿を確かめています", len(listed.rows))
    cleaner = cleaner_of(listed, listed.columns)
    cleaned = []
    for row in listed.rows:
        cleaned.append(cleaner.clean(row))
        progress.step()
    with ledger.read() as view:
        as_of = journal.newest(view, _MOVES_FIRMS)
    progress.start("台帳と見比べています", len(cleaned))
    rows = match_rows(ledger, [row for row in cleaned if row.facts is not None], progress)
    rows += [PreviewRow(row.row, Verdict.REJECTED, None, row.findings) for row in cleaned if row.facts is None]
    rows += [PreviewRow(row, Verdict.REJECTED, None, (finding,)) for row, finding in listed.left_out]
    return ListPreview(listed, tuple(sorted(rows, key=lambda row: row.row.number)), as_of)


def take_in(ledger: Ledger, act: Act, preview: ListPreview, progress: Progress) -> Outcome[ListPreview]:
    """Take a list in as one operation: new firms, changed firms, and every row as it stood.

    Raises Problem(PREVIEW_STALE) where firms changed since the list was checked.
    """
    new = [row for row in preview.rows if row.verdict is Verdict.NEW]
    altered = [row for row in preview.rows if row.verdict is Verdict.CHANGED]
    progress.start("名簿を取り込んでいます", len(new) + len(preview.rows))
    summary = {
        "file": preview.read.file_name,
        "rows": len(preview.rows),
        **{verdict.value: preview.count(verdict) for verdict in Verdict},
    }
    with ledger.write(act, OperationKind.IMPORT_LIST, summary) as operation:
        writing = operation.writing
        if journal.newest(writing.connection, _MOVES_FIRMS) != preview.as_of:
            raise Problem(ProblemKind.PREVIEW_STALE)
        list_id = lists.add(writing, preview.read, act.at)
        firm_of_row: dict[int, int] = {}
        for block in _blocks(new):
            ids = writing.add_values(
                schema.firm, firms.COLUMNS, [firms.values_of(row.facts) for row in block if row.facts]
            )
            firm_of_row.update(zip((row.row.number for row in block), ids, strict=True))
            progress.step(len(block))
        updates = {}
        for row in altered:
            if row.firm_id is not None and row.facts is not None:
                updates[row.firm_id] = firms.row_of(row.facts)
        writing.update(schema.firm, updates)
        for block in _blocks(preview.rows):
            lists.add_rows(writing, [_row_values(list_id, row, firm_of_row) for row in block])
            progress.step(len(block))
        duplicates.tell_apart(writing, _told_apart(new, firm_of_row))
    return Outcome(preview, frozenset({Subject.FIRM}), operation.id)


def _told_apart(new: Sequence[PreviewRow], firm_of_row: Mapping[int, int]) -> Iterator[tuple[int, int]]:
    for row in new:
        mine = firm_of_row[row.row.number]
        yield from ((mine, other) for other in row.told_apart)
        yield from ((mine, firm_of_row[other]) for other in row.rows_told_apart if other in firm_of_row)


def _known(number: int | None) -> tuple[int, ...]:
    return () if number is None else (number,)


def _row_values(
    list_id: int, row: PreviewRow, firm_of_row: Mapping[int, int]
) -> tuple[int, int, Sequence[str], int | None, Sequence[Any]]:
    firm_id = row.firm_id or firm_of_row.get(row.same_as or row.row.number)
    return list_id, row.row.number, row.row.cells, firm_id, [_finding_data(finding) for finding in row.findings]


def _blocks(rows: Sequence[PreviewRow]) -> Iterator[Sequence[PreviewRow]]:
    """Rows in parts that the memory does not feel."""
    for start in range(0, len(rows), _BLOCK):
        yield rows[start : start + _BLOCK]


def taken_in(ledger: Ledger) -> tuple[TakenList, ...]:
    """The lists that were taken in before, the newest first."""
    with ledger.read() as view:
        return lists.every(view)


def read_as_before(
    ledger: Ledger, listed: ReadList, path: Path, *, sheet: str | None = None, encoding: str | None = None
) -> tuple[ReadList, Recalled | None]:
    """The list read with the columns of an earlier one of the same publisher and shape; as it is without one."""
    with ledger.read() as view:
        recalled = recall(lists.earlier(view), listed)
    if recalled is None:
        return listed, None
    if recalled.columns != listed.columns:
        listed = read(path, sheet=sheet, encoding=encoding, columns=recalled.columns)
    return replace(listed, guesses=remembered(listed.guesses, recalled.columns)), recalled


def treat_as_same(ledger: Ledger, preview: ListPreview, row_number: int) -> ListPreview:
    """A person says that a row is the firm it could be: it changes that firm instead of making a new one.

    A row without a possible duplicate stays as it is. Raises Problem(NOT_FOUND) where the firm is gone.
    """
    by_number = {one.row.number: one for one in preview.rows}
    row = by_number[row_number]
    possible = row.possible_duplicate
    if possible is None or row.facts is None:
        return preview
    if possible.firm_id is None:
        assert possible.row is not None
        lead = by_number[by_number[possible.row].same_as or possible.row]
    else:
        with ledger.read() as view:
            known = firms.get(view, possible.firm_id).facts
        leading = (Verdict.CHANGED, Verdict.UNCHANGED)
        found = [one for one in preview.rows if one.firm_id == possible.firm_id and one.verdict in leading]
        lead = found[0] if found else row
    if lead is row:
        assert possible.firm_id is not None
        settled = {row_number: changed(row.row, row.findings, possible.firm_id, known, merge(known, row.facts))}
    else:
        assert lead.facts is not None
        filled = fill(lead.facts, row.facts)
        if lead.firm_id is None:
            lead = replace(lead, facts=filled)
        else:
            with ledger.read() as view:
                known = firms.get(view, lead.firm_id).facts
            lead = changed(lead.row, lead.findings, lead.firm_id, known, filled)
        same = replace(row, verdict=Verdict.SAME_IN_FILE, firm_id=lead.firm_id, same_as=lead.row.number)
        settled = {row_number: replace(same, possible_duplicate=None), lead.row.number: lead}
    head = settled.get(lead.row.number, lead)
    for one in preview.rows:
        if one.same_as == row_number:
            settled[one.row.number] = replace(one, firm_id=head.firm_id, same_as=head.row.number)
    return _replaced(preview, settled)


def treat_as_new(preview: ListPreview, row_number: int) -> ListPreview:
    """A person says that a row is a firm of its own: it is not asked about again, now or later."""
    settled = {}
    for one in preview.rows:
        if one.row.number == row_number and (possible := one.possible_duplicate) is not None:
            settled[row_number] = replace(
                one,
                possible_duplicate=None,
                told_apart=(*one.told_apart, *_known(possible.firm_id)),
                rows_told_apart=(*one.rows_told_apart, *_known(possible.row)),
            )
    return _replaced(preview, settled)


def _replaced(preview: ListPreview, settled: Mapping[int, PreviewRow]) -> ListPreview:
    return replace(preview, rows=tuple(settled.get(row.row.number, row) for row in preview.rows))


def write_problems(preview: ListPreview, path: Path) -> Outcome[int]:
    """The problems of a list as Excel, with the row numbers of the file, to send back to whoever made it.

    Behind each problem the whole row stands as it does in the file, under the file's own headings.
    """
    headings = ["行", "列", "気づいたこと", "書かれている値", "提案", "取扱い", "事業者名"]
    width = max((len(row.row.cells) for row in preview.rows if row.findings), default=0)
    listed = [*preview.read.headings[:width], *[""] * (width - len(preview.read.headings))]
    rows: list[list[workbooks.Value]] = [
        [
            row.row.number,
            _column_shown(preview.read, finding),
            word(finding.kind),
            finding.value,
            finding.suggestion,
            VERDICT_WORDS[row.verdict],
            row.facts.name if row.facts else "",
            *row.row.cells,
            *[""] * (width - len(row.row.cells)),
        ]
        for row in preview.rows
        for finding in row.findings
    ]
    shown = [f"名簿：{' '.join(heading.split()) or f'{place}列目'}" for place, heading in enumerate(listed, 1)]
    widths = (8, 24, 30, 36, 30, 14, 30, *[0] * width)
    sheet = workbooks.Sheet("確認事項", [*headings, *shown], rows, widths)
    return Outcome(workbooks.write_workbook(path, [sheet], title=f"{preview.read.file_name} の確認事項"))


def _column_shown(read: ReadList, finding: Finding) -> str:
    """The column a finding is about, by the heading that the list gives it."""
    if finding.column is None:
        return ""
    place = (read.columns.get(finding.column) or (-1,))[0]
    heading = " ".join(read.headings[place].split()) if 0 <= place < len(read.headings) else ""
    return heading or word(finding.column)


def _finding_data(finding: Finding) -> dict[str, str]:
    data = {"kind": finding.kind.value, "value": finding.value}
    if finding.column:
        data["column"] = finding.column.value
    if finding.suggestion:
        data["suggestion"] = finding.suggestion
    return data
