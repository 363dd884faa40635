"""名寄せ over the register: pairs that could be one firm, merged field by field, told apart, and taken apart again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any, Final

from shoukei_app.domain.duplicate_search import KnownFirms, Pair
from shoukei_app.domain.duplicates import Level, Likeness, Reason, compare, identity
from shoukei_app.domain.firm import Firm, FirmFacts
from shoukei_app.domain.history import Act, OperationKind
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.progress import Progress
from shoukei_app.store import duplicates, firms, targets
from shoukei_app.store.duplicates import Merging
from shoukei_app.store.ledger import Ledger, View
from shoukei_app.usecases import masters
from shoukei_app.usecases.outcome import Outcome, Subject

_CHANGED: Final = frozenset({Subject.FIRM, Subject.TARGET})
FIELDS: Final = tuple(field.name for field in fields(FirmFacts) if field.name not in ("status_on", "status_reason"))
"""What is chosen side by side; the address is one field, and so is the status with its date and reason."""


class Side(StrEnum):
    """Whose value of a field is kept."""

    KEPT = "kept"
    GONE = "gone"
    BOTH = "both"  # of notes: one after the other


@dataclass(frozen=True, slots=True)
class MergeLine:
    """One field of both firms side by side. `side` is what is proposed; `differs`: there is something to choose."""

    field: str
    kept: Any
    gone: Any
    side: Side

    @property
    def differs(self) -> bool:
        """Whether the two firms say different things."""
        return bool(self.kept != self.gone)


@dataclass(frozen=True, slots=True)
class MergeProposal:
    """Two firms side by side: which one would stand for both, and whose value of each field is proposed."""

    kept: Firm
    gone: Firm
    likeness: Likeness
    lines: tuple[MergeLine, ...]


@dataclass(frozen=True, slots=True)
class PastMerging:
    """A merge that can be taken back, with the firm that went into the other as it was."""

    merging: Merging
    gone: Firm


def find(ledger: Ledger, progress: Progress) -> tuple[Pair, ...]:
    """Pairs of the whole register that are, or could be, one firm, the surest first; `a` and `b` are firm ids.

    Pairs that a person told apart, and firms already merged, are not among them.
    """
    known = KnownFirms()
    with ledger.read() as view:
        count = firms.count(view)
        progress.start("名簿を見比べています", count)
        gone = firms.survivors(view)
        lists = duplicates.lists_of_firms(view)
        for key, one in duplicates.identities(view):
            if key not in gone:
                known.add(key, one, lists.get(key, ()))
        known.tell_apart(duplicates.apart(view))
    found = list(known.pairs(progress.step))
    return tuple(sorted(found, key=lambda pair: (-pair.likeness.score, pair.a, pair.b)))


def still_open(ledger: Ledger, pairs: Sequence[Pair]) -> tuple[Pair, ...]:
    """What is left of pairs found before, in their order: those decided since, and firms that are gone, are not.

    Where a firm went into another, that one stands in the pair for it, as long as the two could be one firm. A pair
    whose firms got different 法人番号 stays, as one of two different firms: a person sees that it is decided.
    """
    with ledger.read() as view:
        into = firms.survivors(view)
        keys = {into.get(key, key) for pair in pairs for key in (pair.a, pair.b)}
        known = {firm.id: firm.facts for firm in firms.each(view, sorted(keys))}
        decided = set(duplicates.apart(view))
    left: dict[tuple[int, int], tuple[int, Pair]] = {}
    for place, pair in sorted(enumerate(pairs), key=lambda one: one[1].a in into or one[1].b in into):
        a, b = sorted(into.get(key, key) for key in (pair.a, pair.b))
        if a == b or (a, b) in left or (a, b) in decided or not known.keys() >= {a, b}:
            continue
        likeness = compare(identity(known[a]), identity(known[b]))
        is_as_found = {a, b} == {pair.a, pair.b}
        if is_as_found and Reason.OTHER_CORPORATE_NUMBER not in likeness.reasons:
            left[a, b] = place, pair
        elif is_as_found or likeness.level is not Level.DIFFERENT:
            left[a, b] = place, Pair(a, b, likeness)
    return tuple(pair for _, pair in sorted(left.values(), key=lambda one: one[0]))


def likeness_of(one: tuple[str, str], other: tuple[str, str]) -> Likeness:
    """Compare two firms by (name, address). An address that names no municipality lies where the other one does."""
    split = masters.address_splitter()
    places = [split(address).current for _, address in (one, other)]
    for here, there in ((0, 1), (1, 0)):
        if not places[here].municipality_code and (code := places[there].municipality_code):
            places[here] = masters.address_splitter((code[:2],))((one, other)[here][1]).current
    named = zip((one, other), places, strict=True)
    return compare(*(identity(FirmFacts(name, address=place)) for (name, _), place in named))


def firms_of(ledger: Ledger, pairs: Sequence[Pair]) -> dict[int, Firm]:
    """The firms of pairs, by id."""
    with ledger.read() as view:
        return {firm.id: firm for firm in firms.each(view, sorted({key for p in pairs for key in (p.a, p.b)}))}


def propose(ledger: Ledger, firm_id: int, other_id: int, *, keep: int | None = None) -> MergeProposal:
    """Put two firms side by side. Kept is `keep`, or the one that has a 法人番号, or form numbers, or came first.

    Raises Problem: NOT_FOUND, OTHER_CORPORATE_NUMBER.
    """
    with ledger.read() as view:
        return _proposal(view, firm_id, other_id, keep)


def _proposal(view: View, firm_id: int, other_id: int, keep: int | None = None) -> MergeProposal:
    pair = (firms.get(view, firm_id), firms.get(view, other_id))
    worth = {
        firm.id: (firm.id == keep, bool(firm.facts.corporate_number), len(targets.of_firm(view, firm.id)), -firm.id)
        for firm in pair
    }
    kept, gone = sorted(pair, key=lambda firm: worth[firm.id], reverse=True)
    _check_numbers(kept.facts, gone.facts)
    lines = tuple(
        MergeLine(field, one, other, _proposed(field, one, other))
        for field in FIELDS
        for one, other in [(getattr(kept.facts, field), getattr(gone.facts, field))]
    )
    return MergeProposal(kept, gone, compare(identity(kept.facts), identity(gone.facts)), lines)


def merged_facts(proposal: MergeProposal, sides: Mapping[str, Side]) -> FirmFacts:
    """What is known of the firm after the merge; `sides` overrule the proposal."""
    facts = proposal.kept.facts
    said: dict[str, Any] = {}
    for line in proposal.lines:
        side = sides.get(line.field, line.side)
        if side is Side.BOTH:
            said[line.field] = "\n".join(dict.fromkeys(filter(None, (line.kept, line.gone))))
        elif side is Side.GONE:
            said[line.field] = line.gone
            if line.field == "status":
                said |= {name: getattr(proposal.gone.facts, name) for name in ("status_on", "status_reason")}
    return replace(facts, **said)


def merge(
    ledger: Ledger, act: Act, proposal: MergeProposal, sides: Mapping[str, Side] | None = None
) -> Outcome[FirmFacts]:
    """Let one firm stand for both, with the values chosen. Nothing is lost: `separate` takes it back, years later too.

    Raises Problem: CHANGED_SINCE where a firm is not as the proposal shows it, OTHER_CORPORATE_NUMBER.
    """
    kept, gone = proposal.kept, proposal.gone
    facts = merged_facts(proposal, sides or {})
    with ledger.write(act, OperationKind.MERGE_FIRMS, {"name": kept.facts.name, "gone": gone.facts.name}) as operation:
        connection = operation.writing.connection
        now = [firms.get(connection, firm.id) for firm in (kept, gone)]
        if now != [kept, gone] or {kept.id, gone.id} & firms.survivors(connection).keys():
            raise Problem(ProblemKind.CHANGED_SINCE, subject="firm")
        _check_numbers(kept.facts, gone.facts)
        duplicates.merge(operation.writing, kept.id, gone.id, facts, act)
    return Outcome(facts, _CHANGED, operation.id)


def tell_apart(ledger: Ledger, act: Act, pairs: Sequence[tuple[int, int]]) -> Outcome[int]:
    """Remember that these pairs are two firms each: they are not proposed again."""
    with ledger.write(act, OperationKind.TELL_APART, {"pairs": len(pairs)}) as operation:
        duplicates.tell_apart(operation.writing, pairs)
    return Outcome(len(pairs), frozenset({Subject.FIRM}), operation.id)


def merge_all(ledger: Ledger, act: Act, pairs: Sequence[Pair], progress: Progress) -> Outcome[int]:
    """Merge many pairs as proposed, one operation; a pair whose firm went into another by then is passed over."""
    progress.start("事業者を統合しています", len(pairs))
    merged = 0
    with ledger.write(act, OperationKind.MERGE_FIRMS, {"pairs": len(pairs)}) as operation:
        writing = operation.writing
        gone = set(firms.survivors(writing.connection))
        for pair in pairs:
            progress.step()
            if {pair.a, pair.b} & gone:
                continue
            proposal = _proposal(writing.connection, pair.a, pair.b)
            duplicates.merge(writing, proposal.kept.id, proposal.gone.id, merged_facts(proposal, {}), act)
            gone.add(proposal.gone.id)
            merged += 1
    return Outcome(merged, _CHANGED, operation.id)


def past(ledger: Ledger, firm_id: int) -> tuple[PastMerging, ...]:
    """The merges into a firm, the newest first."""
    with ledger.read() as view:
        return tuple(PastMerging(one, firms.get(view, one.gone_id)) for one in duplicates.mergings(view, firm_id))


def separate(ledger: Ledger, act: Act, merging_id: int) -> Outcome[Merging]:
    """Take a merge back and remember that they are two firms. What was changed since on the kept firm stays.

    Raises Problem(NOT_FOUND).
    """
    with ledger.write(act, OperationKind.SEPARATE_FIRMS, {}) as operation:
        taken_back = duplicates.separate(operation.writing, merging_id)
        duplicates.tell_apart(operation.writing, [(taken_back.kept_id, taken_back.gone_id)])
    return Outcome(taken_back, _CHANGED, operation.id)


def _proposed(field: str, kept: Any, gone: Any) -> Side:
    if field == "note" and kept and gone and kept != gone:
        return Side.BOTH
    if field == "address":
        return Side.GONE if gone.municipality_code and not kept.municipality_code else Side.KEPT
    return Side.GONE if kept in ("", None, False) and gone else Side.KEPT


def _check_numbers(kept: FirmFacts, gone: FirmFacts) -> None:
    numbers = {kept.corporate_number, gone.corporate_number} - {""}
    if len(numbers) > 1:
        raise Problem(ProblemKind.OTHER_CORPORATE_NUMBER, number=kept.corporate_number, other=gone.corporate_number)
