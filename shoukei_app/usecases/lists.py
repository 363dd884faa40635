"""Lists (名簿): read, looked at row by row before anything is written, taken in as one operation."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from enum import Enum, StrEnum
from pathlib import Path
from typing import Any

from shoukei_app.domain import duplicates
from shoukei_app.domain.cleaning import Cleaner, municipality_cells, row_places
from shoukei_app.domain.duplicates import Identity, Level, Likeness
from shoukei_app.domain.firm import Address, FirmFacts, FirmStatus
from shoukei_app.domain.history import Act, OperationKind
from shoukei_app.domain.listing import CleanedRow, Finding, FindingKind, ListColumn, ListedRow, ReadList
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.progress import Progress
from shoukei_app.domain.text import match_key, strip_legal_form
from shoukei_app.exchange import list_file, workbooks
from shoukei_app.exchange.earlier import Recalled, recall, remembered
from shoukei_app.store import firms, journal, lists, schema
from shoukei_app.store.ledger import Ledger
from shoukei_app.store.lists import TakenList
from shoukei_app.usecases import masters
from shoukei_app.usecases.outcome import Outcome, Subject
from shoukei_app.words.terms import word

__all__ = ["Recalled", "TakenList"]  # the window names them from here

_LOOKED_AT = 20
_DIVIDING = frozenset({FindingKind.SECTION_ROW, FindingKind.TOTAL_ROW})
_MOVES_FIRMS = (
    OperationKind.IMPORT_LIST,
    OperationKind.ADD_FIRM,
    OperationKind.EDIT_FIRM,
    OperationKind.UNDO,
    OperationKind.REDO,
)
"""Operations after which a preview may no longer say what taking the list in would do."""


class Verdict(StrEnum):
    """What taking in a row does."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    SAME_IN_FILE = "same_in_file"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class FactChange:
    """One field of a firm that a row changes."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class PossibleDuplicate:
    """Another firm that could be the same; joined by nobody but a person.

    `firm_id` is the firm of the register, `row` the earlier row of the same file; one of them is known.
    """

    other: str
    likeness: Likeness
    firm_id: int | None = None
    row: int | None = None


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """What would come of one row. `firm_id` is the firm it belongs to already, `same_as` the earlier row it repeats."""

    row: ListedRow
    verdict: Verdict
    facts: FirmFacts | None
    findings: tuple[Finding, ...]
    firm_id: int | None = None
    same_as: int | None = None
    changes: tuple[FactChange, ...] = ()
    possible_duplicate: PossibleDuplicate | None = None


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
    known = [row.facts for row in cleaned if row.facts is not None]
    with ledger.read() as view:
        as_of = journal.newest(view, _MOVES_FIRMS)
        by_number = firms.by_corporate_number(view, (facts.corporate_number for facts in known))
        by_name = firms.by_match_name(view, (firms.match_name(facts.name) for facts in known))
    register = {firm.id: firm.facts for found in (*by_number.values(), *by_name.values()) for firm in found}
    matcher = _Matcher(register)
    progress.start("台帳と見比べています", len(cleaned))
    rows = []
    for made in cleaned:
        progress.step()
        if made.facts is None:
            rows.append(PreviewRow(made.row, Verdict.REJECTED, None, made.findings))
        else:
            rows.append(matcher.judge(made.row, made.facts, made.findings))
    rows += [PreviewRow(row, Verdict.REJECTED, None, (finding,)) for row, finding in listed.left_out]
    return ListPreview(listed, tuple(sorted(rows, key=lambda row: row.row.number)), as_of)


def take_in(ledger: Ledger, act: Act, preview: ListPreview, progress: Progress) -> Outcome[ListPreview]:
    """Take a list in as one operation: new firms, changed firms, and every row as it stood.

    Raises Problem(PREVIEW_STALE) where firms changed since the list was checked.
    """
    progress.start("名簿を取り込んでいます", 4)
    new = [row for row in preview.rows if row.verdict is Verdict.NEW]
    changed = [row for row in preview.rows if row.verdict is Verdict.CHANGED]
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
        progress.step()
        ids = writing.add_all(schema.firm, [firms.row_of(row.facts) for row in new if row.facts])
        firm_of_row = dict(zip((row.row.number for row in new), ids, strict=True))
        progress.step()
        updates = {}
        for row in changed:
            if row.firm_id is not None and row.facts is not None:
                updates[row.firm_id] = firms.row_of(row.facts)
        writing.update(schema.firm, updates)
        progress.step()
        lists.add_rows(
            writing,
            [
                {
                    "list_id": list_id,
                    "row_number": row.row.number,
                    "cells": list(row.row.cells),
                    "firm_id": row.firm_id or firm_of_row.get(row.same_as or row.row.number),
                    "findings": [_finding_data(finding) for finding in row.findings],
                }
                for row in preview.rows
            ],
        )
        progress.step()
    return Outcome(preview, frozenset({Subject.FIRM}), operation.id)


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
    row = next(one for one in preview.rows if one.row.number == row_number)
    possible = row.possible_duplicate
    if possible is None or row.facts is None:
        return preview
    if possible.firm_id is None:
        earlier = next(one for one in preview.rows if one.row.number == possible.row)
        same = replace(
            row,
            verdict=Verdict.SAME_IN_FILE,
            same_as=possible.row,
            firm_id=earlier.firm_id,
            possible_duplicate=None,
        )
        return _replaced(preview, {row_number: same})
    with ledger.read() as view:
        known = firms.get(view, possible.firm_id).facts
    others = [one for one in preview.rows if one.firm_id == possible.firm_id and one.facts is not None]
    merged = merge(others[-1].facts if others and others[-1].facts else known, row.facts)
    changes = differences(known, merged)
    verdict = Verdict.CHANGED if changes else Verdict.UNCHANGED
    joined = replace(row, verdict=verdict, facts=merged, firm_id=possible.firm_id, changes=changes)
    settled = {row_number: replace(joined, possible_duplicate=None)}
    for one in others:  # the firm ends as all its rows together say
        settled[one.row.number] = replace(one, verdict=verdict, facts=merged, changes=changes)
    for one in preview.rows:
        if one.same_as == row_number:
            settled[one.row.number] = replace(one, firm_id=possible.firm_id)
    return _replaced(preview, settled)


def treat_as_new(preview: ListPreview, row_number: int) -> ListPreview:
    """A person says that a row is a firm of its own: nothing is asked about it any more."""
    return _replaced(
        preview,
        {one.row.number: replace(one, possible_duplicate=None) for one in preview.rows if one.row.number == row_number},
    )


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


VERDICT_WORDS: Mapping[Verdict, str] = {
    Verdict.NEW: "新しい事業者",
    Verdict.CHANGED: "内容が変わる",
    Verdict.UNCHANGED: "変わらない",
    Verdict.SAME_IN_FILE: "前の行と同じ",
    Verdict.REJECTED: "取り込まない",
}


class _Matcher:
    """Finds for each row the firm it is, among those of the register and those of earlier rows."""

    def __init__(self, register: Mapping[int, FirmFacts]) -> None:
        self._register = register
        self._identities = {key: duplicates.identity(facts) for key, facts in register.items()}
        self._by_name: dict[str, list[int]] = {}
        self._by_number: dict[str, list[int]] = {}
        self._rows: dict[int, int] = {}  # negative keys stand for rows of this file
        self._current: dict[int, FirmFacts] = dict(register)
        for key in register:
            self._index(key)

    def judge(self, row: ListedRow, facts: FirmFacts, findings: tuple[Finding, ...]) -> PreviewRow:
        """What taking in this row does; firms that earlier rows make are seen by later ones."""
        identity = duplicates.identity(facts)
        found = duplicates.best(identity, self._candidates(identity))
        if found is None or found[1].level is Level.ASK:
            key = -row.number
            possible = None
            if found is not None:
                other = found[0]
                possible = PossibleDuplicate(
                    self._name_of(other), found[1], other if other > 0 else None, self._rows.get(other)
                )
            self._identities[key] = identity
            self._current[key] = facts
            self._rows[key] = row.number
            self._index(key)
            return PreviewRow(row, Verdict.NEW, facts, findings, possible_duplicate=possible)
        key = found[0]
        if key < 0:
            return PreviewRow(row, Verdict.SAME_IN_FILE, facts, findings, same_as=self._rows[key])
        merged = merge(self._current[key], facts)
        changes = differences(self._register[key], merged)
        self._current[key] = merged
        verdict = Verdict.CHANGED if changes else Verdict.UNCHANGED
        return PreviewRow(row, verdict, merged, findings, firm_id=key, changes=changes)

    def _candidates(self, identity: Identity) -> Iterable[tuple[int, Identity]]:
        keys = dict.fromkeys(
            [*self._by_number.get(identity.corporate_number, ()), *self._by_name.get(identity.name, ())]
        )
        return ((key, self._identities[key]) for key in keys)

    def _index(self, key: int) -> None:
        identity = self._identities[key]
        if identity.corporate_number:
            self._by_number.setdefault(identity.corporate_number, []).append(key)
        self._by_name.setdefault(identity.name, []).append(key)

    def _name_of(self, key: int) -> str:
        name = self._current[key].name
        return f"{self._rows[key]}行目 {name}" if key < 0 else name


def merge(known: FirmFacts, listed: FirmFacts) -> FirmFacts:
    """What is known of a firm after a list: what the list says anew replaces, what it leaves out or repeats stays.

    A name that is the same but for （株） or 旧字体 is a repetition: the register keeps the spelling it prints.
    """
    said: dict[str, Any] = {}
    for field in fields(FirmFacts):
        value = getattr(listed, field.name)
        if field.name in ("address", "status", "do_not_mail") or value in ("", None):
            continue
        if isinstance(value, str) and _same_text(value, getattr(known, field.name) or ""):
            continue
        said[field.name] = value
    if listed.address.municipality_code and not _same_text(listed.address.text, known.address.text):
        said["address"] = replace(listed.address, postal_code=listed.address.postal_code or known.address.postal_code)
    elif not known.address.postal_code:
        said["address"] = replace(known.address, postal_code=listed.address.postal_code)
    if listed.status is not FirmStatus.ACTIVE:
        said["status"] = listed.status
    return replace(known, **said)


def _same_text(one: str, other: str) -> bool:
    return match_key(strip_legal_form(one)[1]) == match_key(strip_legal_form(other)[1])


def differences(before: FirmFacts, after: FirmFacts) -> tuple[FactChange, ...]:
    """Field by field what differs, as text."""
    return tuple(
        FactChange(name, _shown(old), _shown(new))
        for (name, old), (_, new) in zip(_flat(before), _flat(after), strict=True)
        if old != new
    )


def _flat(facts: FirmFacts) -> Sequence[tuple[str, object]]:
    plain = [(field.name, getattr(facts, field.name)) for field in fields(FirmFacts) if field.name != "address"]
    return [*plain, *((field.name, getattr(facts.address, field.name)) for field in fields(Address))]


def _shown(value: object) -> str:
    match value:
        case None:
            return ""
        case Enum():
            return word(value)
        case date():
            return value.isoformat()
        case _:
            return str(value)


def _finding_data(finding: Finding) -> dict[str, str]:
    data = {"kind": finding.kind.value, "value": finding.value}
    if finding.column:
        data["column"] = finding.column.value
    if finding.suggestion:
        data["suggestion"] = finding.suggestion
    return data


def problems_by_kind(preview: ListPreview) -> Counter[str]:
    """How often each kind of finding occurs."""
    return Counter(finding.kind.value for row in preview.rows for finding in row.findings)
