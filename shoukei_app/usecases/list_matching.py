"""Which firm each row of a list is: one of the register, one of an earlier row, or a new one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from enum import Enum, StrEnum
from typing import Any, Final

from shoukei_app.domain.duplicate_search import KnownFirms, Match
from shoukei_app.domain.duplicates import Level, Likeness, asked_within_one_list, identity
from shoukei_app.domain.firm import Address, FirmFacts, FirmStatus
from shoukei_app.domain.listing import CleanedRow, Finding, ListedRow
from shoukei_app.domain.progress import Progress
from shoukei_app.domain.text import match_key, strip_legal_form
from shoukei_app.store import duplicates, firms
from shoukei_app.store.ledger import Ledger
from shoukei_app.words.terms import word

_THIS_LIST: Final = (0,)


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
    """What would come of one row. `firm_id` is the firm it belongs to already, `same_as` the earlier row it repeats.

    `told_apart` are firms of the register, `rows_told_apart` earlier rows, of which a person said that this is none.
    """

    row: ListedRow
    verdict: Verdict
    facts: FirmFacts | None
    findings: tuple[Finding, ...]
    firm_id: int | None = None
    same_as: int | None = None
    changes: tuple[FactChange, ...] = ()
    possible_duplicate: PossibleDuplicate | None = None
    told_apart: tuple[int, ...] = ()
    rows_told_apart: tuple[int, ...] = ()


def match_rows(ledger: Ledger, rows: Sequence[CleanedRow], progress: Progress) -> list[PreviewRow]:
    """Say for every row that is a firm what taking it in would do; `rows` have facts, in the order of the file."""
    known = KnownFirms()
    with ledger.read() as view:
        for key, known_identity in duplicates.identities(view):
            known.add(key, known_identity)
        survivors = firms.survivors(view)
    found: list[Match | None] = []
    for row in rows:
        progress.step()
        assert row.facts is not None
        best = known.meet(-row.row.number, identity(row.facts), _THIS_LIST)
        found.append(replace(best, key=survivors[best.key]) if best and best.key in survivors else best)
    keys = sorted({match.key for match in found if match is not None and match.key > 0})
    with ledger.read() as view:
        register = {firm.id: firm.facts for firm in firms.each(view, keys)}
    return list(_Judgement(register, rows, found).rows())


class _Judgement:
    """Turns matches into verdicts; a key below zero is a row of this file."""

    def __init__(
        self, register: Mapping[int, FirmFacts], rows: Sequence[CleanedRow], found: Sequence[Match | None]
    ) -> None:
        self._register = register
        self._rows = rows
        self._found = found
        self._names = {row.row.number: row.facts.name for row in rows if row.facts is not None}

    def rows(self) -> Iterator[PreviewRow]:
        """The verdict on each row, in order."""
        leads, filled = self._leads()
        for row, match in zip(self._rows, self._found, strict=True):
            facts, number = filled.get(row.row.number, row.facts), row.row.number
            assert facts is not None
            if match is None or match.likeness.level is Level.ASK:
                # A firm that another row of this list surely is was written once already by whoever made the list.
                shown = match and (match.key not in leads or asked_within_one_list(match.likeness))
                possible = self._possible(match) if match and shown else None
                yield PreviewRow(row.row, Verdict.NEW, facts, row.findings, possible_duplicate=possible)
            elif match.key < 0 or leads[match.key] != number:
                lead = -match.key if match.key < 0 else leads[match.key]
                firm_id = match.key if match.key > 0 else None
                yield PreviewRow(row.row, Verdict.SAME_IN_FILE, facts, row.findings, firm_id=firm_id, same_as=lead)
            else:
                yield changed(row.row, row.findings, match.key, self._register[match.key], facts)

    def _leads(self) -> tuple[dict[int, int], dict[int, FirmFacts]]:
        """The first row of each firm of the register, and what that row and the later rows of its firm say together."""
        leads: dict[int, int] = {}
        filled: dict[int, FirmFacts] = {}
        own = {row.row.number: row.facts for row in self._rows}
        for row, match in zip(self._rows, self._found, strict=True):
            if match is None or match.likeness.level is Level.ASK or row.facts is None:
                continue
            if match.key > 0 and match.key not in leads:
                leads[match.key] = row.row.number
                filled[row.row.number] = merge(self._register[match.key], row.facts)
                continue
            lead = leads[match.key] if match.key > 0 else -match.key
            known = filled.get(lead, own[lead])
            assert known is not None
            filled[lead] = fill(known, row.facts)
        return leads, filled

    def _possible(self, match: Match) -> PossibleDuplicate:
        if match.key < 0:
            row = -match.key
            return PossibleDuplicate(f"{row}行目 {self._names[row]}", match.likeness, row=row)
        return PossibleDuplicate(self._register[match.key].name, match.likeness, firm_id=match.key)


def changed(
    row: ListedRow, findings: tuple[Finding, ...], firm_id: int, before: FirmFacts, after: FirmFacts
) -> PreviewRow:
    """A row that makes `after` of the firm that was `before`."""
    changes = differences(before, after)
    verdict = Verdict.CHANGED if changes else Verdict.UNCHANGED
    return PreviewRow(row, verdict, after, findings, firm_id=firm_id, changes=changes)


def fill(known: FirmFacts, listed: FirmFacts) -> FirmFacts:
    """What is known of a firm after a further row of it in the same list: only what was not known yet is taken."""
    empty = ("", None)
    said = {name: getattr(listed, name) for name in _TAKEN_OVER if getattr(known, name) in empty}
    said = {name: value for name, value in said.items() if value not in empty}
    if not known.address.municipality_code and listed.address.municipality_code:
        said["address"] = listed.address
    elif not known.address.postal_code and listed.address.postal_code:
        said["address"] = replace(known.address, postal_code=listed.address.postal_code)
    return replace(known, **said) if said else known


def merge(known: FirmFacts, listed: FirmFacts) -> FirmFacts:
    """What is known of a firm after a list: what the list says anew replaces, what it leaves out or repeats stays.

    A name that is the same but for （株） or 旧字体 is a repetition: the register keeps the spelling it prints.
    """
    said: dict[str, Any] = {}
    for field in _TAKEN_OVER:
        value = getattr(listed, field)
        if value in ("", None):
            continue
        before = getattr(known, field)
        if value == before or (isinstance(value, str) and _same_text(value, before or "")):
            continue
        if field == "note" and before:
            if value in before:
                continue
            value = f"{before}\n{value}"  # what somebody wrote there is not a list's to replace
        said[field] = value
    if listed.address.municipality_code and not _same_text(listed.address.text, known.address.text):
        said["address"] = replace(listed.address, postal_code=listed.address.postal_code or known.address.postal_code)
    elif not known.address.postal_code and listed.address.postal_code:
        said["address"] = replace(known.address, postal_code=listed.address.postal_code)
    if listed.status is not FirmStatus.ACTIVE:
        said["status"] = listed.status
    return replace(known, **said) if said else known


_TAKEN_OVER: Final = tuple(
    field.name for field in fields(FirmFacts) if field.name not in ("address", "status", "do_not_mail")
)


def differences(before: FirmFacts, after: FirmFacts) -> tuple[FactChange, ...]:
    """Field by field what differs, as text."""
    if before == after:
        return ()
    return tuple(
        FactChange(name, _shown(old), _shown(new))
        for (name, old), (_, new) in zip(_flat(before), _flat(after), strict=True)
        if old != new
    )


def _same_text(one: str, other: str) -> bool:
    return match_key(strip_legal_form(one)[1]) == match_key(strip_legal_form(other)[1])


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


VERDICT_WORDS: Mapping[Verdict, str] = {
    Verdict.NEW: "新しい事業者",
    Verdict.CHANGED: "内容が変わる",
    Verdict.UNCHANGED: "変わらない",
    Verdict.SAME_IN_FILE: "前の行と同じ",
    Verdict.REJECTED: "取り込まない",
}
