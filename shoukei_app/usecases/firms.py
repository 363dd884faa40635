"""Firms of the register: found, shown on one card, added and edited by hand, searched from the top bar."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from shoukei_app.domain import answers
from shoukei_app.domain.cases import CaseState
from shoukei_app.domain.cleaning import Cleaner
from shoukei_app.domain.consent import Consent
from shoukei_app.domain.duplicate_search import KnownFirms
from shoukei_app.domain.duplicates import Likeness, identity
from shoukei_app.domain.firm import Firm, FirmFacts
from shoukei_app.domain.firm_change import FirmChange
from shoukei_app.domain.firm_problems import FirmProblem, problems
from shoukei_app.domain.flags import Override
from shoukei_app.domain.history import Act, FieldChange, OperationKind
from shoukei_app.domain.listing import CleanedRow, ListColumn, ListedRow
from shoukei_app.domain.meeting import AgendaItem, Meeting
from shoukei_app.domain.organisation import Organisation, OrganisationKind
from shoukei_app.domain.phone_call import PhoneCall
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.query import Query
from shoukei_app.domain.questionnaire import DiagnosisType, Recipient
from shoukei_app.domain.target import TargetLine
from shoukei_app.domain.visits import SheetLine
from shoukei_app.store import (
    calls,
    campaigns,
    cases,
    consents,
    corrections,
    entries,
    firms,
    lists,
    mailings,
    meetings,
    receipts,
    replies,
    schema,
    targets,
    tasks,
    visits,
)
from shoukei_app.store import duplicates as stored
from shoukei_app.store import flags as flagged_store
from shoukei_app.store.corrections import Correction
from shoukei_app.store.entries import Keying
from shoukei_app.store.ledger import Ledger
from shoukei_app.store.lists import SourceRow
from shoukei_app.store.mailings import SentPiece
from shoukei_app.store.receipts import Receipt
from shoukei_app.store.tasks import Task
from shoukei_app.store.visits import Referral, Visit
from shoukei_app.usecases import masters
from shoukei_app.usecases.outcome import Outcome, Subject
from shoukei_app.usecases.visits import answer_lines
from shoukei_app.words import history
from shoukei_app.words.terms import word


@dataclass(frozen=True, slots=True)
class FirmCard:
    """Everything of one firm: the rows it came from, its part in every campaign, visits and referrals."""

    firm: Firm
    sources: tuple[SourceRow, ...]
    targets: tuple[TargetLine, ...]
    visits: tuple[Visit, ...]
    referrals: tuple[Referral, ...]


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """A firm as the register shows it, with its form number in the campaign ("" where it is not a target)."""

    id: int
    facts: FirmFacts
    number: str
    problems: Mapping[FirmProblem, str]


@dataclass(frozen=True, slots=True)
class Course:
    """A firm's way through one campaign, step by step; `answers` are empty until a sheet is keyed.

    `by_hand` is what a person decided beside the rules, `said` all that was said of consent, `consents` what
    stands; `questions` are their short words by id.
    """

    campaign: str
    line: TargetLine
    sent: tuple[SentPiece, ...]
    receipt: Receipt | None
    keyings: tuple[Keying, ...]
    diagnosis: DiagnosisType | None
    answers: tuple[SheetLine, ...]
    flagged_on: date | None
    by_hand: Override | None
    visits: tuple[Visit, ...]
    referrals: tuple[Referral, ...]
    consents: tuple[Recipient, ...]
    said: tuple[Consent, ...]
    corrections: tuple[Correction, ...]
    agenda: tuple[tuple[Meeting, AgendaItem], ...]
    case_steps: tuple[tuple[CaseState, date, str], ...]
    tasks: tuple[Task, ...]
    calls: tuple[PhoneCall, ...]
    questions: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Alike:
    """A firm of the register that could be the same as another one, and what they share."""

    firm: Firm
    likeness: Likeness


def find(ledger: Ledger, query: Query, campaign_id: int | None = None) -> list[int]:
    """Ids of firms in the order asked for; see `store.firms.find` for the filters and sort keys."""
    with ledger.read() as view:
        return ledger.register.find(view, query, campaign_id)


def lines(ledger: Ledger, ids: Sequence[int]) -> tuple[Firm, ...]:
    """Firms in the order of `ids`."""
    with ledger.read() as view:
        return firms.load(view, ids)


def register_lines(ledger: Ledger, campaign_id: int | None, ids: Sequence[int]) -> tuple[RegisterLine, ...]:
    """Firms in the order of `ids`, with their form numbers in a campaign."""
    with ledger.read() as view:
        numbers = targets.numbers(view, campaign_id, ids) if campaign_id is not None else {}
        return tuple(
            RegisterLine(one.id, one.facts, numbers.get(one.id, ""), problems_of(one.facts))
            for one in firms.load(view, ids)
        )


def count(ledger: Ledger) -> int:
    """How many firms the register has."""
    with ledger.read() as view:
        return firms.count(view)


def municipalities(ledger: Ledger) -> dict[str, int]:
    """How many firms each municipality (code) has."""
    with ledger.read() as view:
        return dict(sorted(firms.municipalities(view).items()))


def towns(ledger: Ledger) -> dict[tuple[str, str], int]:
    """How many firms each town (municipality code, 町域) has."""
    with ledger.read() as view:
        return firms.towns(view)


def shokokai(ledger: Ledger) -> dict[Organisation, int]:
    """Every 商工会 that serves municipalities, with the number of firms there; areas may overlap (n : m)."""
    with ledger.read() as view:
        counts = firms.municipalities(view)
        return {
            one: sum(counts.get(code, 0) for code in one.areas)
            for one in campaigns.organisations(view)
            if one.kind is OrganisationKind.SHOKOKAI and one.areas
        }


def count_problems(ledger: Ledger) -> dict[FirmProblem, int]:
    """How many firms have each problem."""
    with ledger.read() as view:
        return firms.count_problems(view)


def problems_of(facts: FirmFacts) -> dict[FirmProblem, str]:
    """What is to be put right in a firm, with what stands there; see `domain.firm_problems`."""
    return problems(facts, firms.drawable())


def industries(ledger: Ledger) -> dict[str, int]:
    """How many firms each industry has, the most frequent first; "" for firms whose industry is not known."""
    with ledger.read() as view:
        return dict(sorted(firms.industries(view).items(), key=lambda pair: (not pair[0], -pair[1], pair[0])))


def card(ledger: Ledger, firm_id: int) -> FirmCard:
    """Everything of one firm. Raises Problem(NOT_FOUND)."""
    with ledger.read() as view:
        mine = targets.of_firm(view, firm_id)
        made = visits.of_targets(view, [line.id for line in mine])
        return FirmCard(
            firms.get(view, firm_id),
            lists.rows_of(view, stored.with_gone(view, firm_id)),
            mine,
            tuple(visit for line in mine for visit in made.get(line.id, ())),
            tuple(referral for line in mine for referral in visits.referrals(view, line.id)),
        )


def courses(ledger: Ledger, firm_id: int) -> tuple[Course, ...]:
    """A firm's way through every campaign it is a target of, the newest first."""
    with ledger.read() as view:
        mine = targets.of_firm(view, firm_id)
        made = visits.of_targets(view, [line.id for line in mine])
        found = []
        for line in mine:
            campaign = campaigns.get(view, campaigns.of_target(view, line.id))
            sheet = replies.sheet_of(view, line.id) or answers.EMPTY_SHEET
            said = consents.of_target(view, line.id)
            case = cases.of_targets(view, [line.id]).get(line.id)
            found.append(
                Course(
                    campaign.name,
                    line,
                    mailings.of_target(view, line.id),
                    receipts.of_target(view, line.id),
                    entries.keyings(view, line.id),
                    campaign.questionnaire.diagnosis(line.diagnosis) if line.diagnosis else None,
                    answer_lines(campaign.questionnaire, sheet),
                    flagged_store.flagged_on(view, line.id),
                    flagged_store.override_of(view, line.id),
                    tuple(made.get(line.id, ())),
                    visits.referrals(view, line.id),
                    tuple(one.recipient for one in said if one.stands),
                    said,
                    corrections.of_target(view, line.id),
                    meetings.of_target(view, line.id),
                    cases.steps(view, case.id) if case else (),
                    tasks.of_target(view, line.id),
                    calls.of_target(view, line.id),
                    {one.id: f"問{one.number} {one.short}" for one in campaign.questionnaire.questions},
                )
            )
        return tuple(found)


def examine(written: Mapping[ListColumn, str]) -> CleanedRow:
    """What the rules for lists make of a firm written by hand: its address in parts, and what is noticed about it.

    The same findings as an import gives, so that a firm added by hand is as sound as a listed one.
    """
    columns = {column: (place,) for place, column in enumerate(written)}
    cleaner = Cleaner(columns, [word(column) for column in written], masters.address_splitter(), masters.postal_check())
    return cleaner.clean(ListedRow(1, tuple(written.values())))


def alike(ledger: Ledger, facts: FirmFacts, *, besides: int | None = None) -> tuple[Alike, ...]:
    """Firms of the register that are, or could be, the firm of `facts`, the likeliest first; never `besides`."""
    known = KnownFirms()
    with ledger.read() as view:
        for key, other in stored.identities(view, facts):
            if key != besides:
                known.add(key, other)
        survivors = firms.survivors(view)
        likely: dict[int, Likeness] = {}
        for match in known.matches(identity(facts)):
            likely.setdefault(survivors.get(match.key, match.key), match.likeness)
        likely.pop(besides or 0, None)
        return tuple(Alike(firm, likely[firm.id]) for firm in firms.load(view, list(likely)))


def add(ledger: Ledger, act: Act, facts: FirmFacts) -> Outcome[int]:
    """Add a firm by hand; returns its id. Raises Problem(VALUE_MISSING) without a name."""
    _check(facts)
    with ledger.write(act, OperationKind.ADD_FIRM, {"name": facts.name}) as operation:
        key = operation.writing.add(schema.firm, **firms.row_of(facts))
    return Outcome(key, frozenset({Subject.FIRM}), operation.id)


def edit(ledger: Ledger, act: Act, seen: Firm, facts: FirmFacts) -> Outcome[None]:
    """Change a firm that was `seen` to `facts`; only what differs is written.

    Raises Problem: NOT_FOUND, VALUE_MISSING without a name, CHANGED_MEANWHILE where the firm is no longer as it was
    seen.
    """
    _check(facts)
    with ledger.write(act, OperationKind.EDIT_FIRM, {"name": facts.name}) as operation:
        now = firms.get(operation.writing.connection, seen.id)
        if now != seen:
            others = _differing(firms.row_of(seen.facts), firms.row_of(now.facts))
            raise Problem(ProblemKind.CHANGED_MEANWHILE, name=now.facts.name, fields=_field_words(others))
        changed = _differing(firms.row_of(now.facts), firms.row_of(facts))
        if changed:
            operation.writing.update(schema.firm, {seen.id: changed})
    return Outcome(None, frozenset({Subject.FIRM, Subject.TARGET}), operation.id)


def edit_many(ledger: Ledger, act: Act, ids: Sequence[int], change: FirmChange) -> Outcome[int]:
    """Make one change to many firms as one operation; returns how many were not already so.

    Raises Problem(VALUE_MISSING) for a change that changes nothing.
    """
    if change.is_empty:
        raise Problem(ProblemKind.VALUE_MISSING, field="変える欄")
    summary = {name: value for name, value in asdict(change).items() if value not in (None, "")}
    summary |= {"status_on": change.status_on.isoformat()} if change.status_on is not None else {}
    with ledger.write(act, OperationKind.EDIT_FIRMS, summary) as operation:
        rows = {}
        for firm in firms.each(operation.writing.connection, ids):
            changed = _differing(firms.row_of(firm.facts), firms.row_of(change.applied(firm.facts)))
            if changed:
                rows[firm.id] = changed
        operation.writing.update(schema.firm, rows)
        operation.summary["firms"] = len(rows)
    return Outcome(len(rows), frozenset({Subject.FIRM, Subject.TARGET}), operation.id)


def count_to_change(ledger: Ledger, ids: Sequence[int], change: FirmChange) -> int:
    """How many firms a change would alter; the others are as it says already."""
    with ledger.read() as view:
        return sum(change.applied(firm.facts) != firm.facts for firm in firms.each(view, ids))


def search(ledger: Ledger, campaign_id: int, text: str, limit: int = 12) -> tuple[tuple[Firm, str], ...]:
    """Firms that hold every word of `text` (name, kana, person, address, phone, form number), with their number.

    Width, kana and 旧字体 do not matter.
    """
    if not text.strip():
        return ()
    with ledger.read() as view:
        numbered = targets.search_numbers(view, campaign_id, text, limit)
        ids = list(numbered) or ledger.register.find(view, Query(text), None)[:limit]
        numbers = numbered or targets.numbers(view, campaign_id, ids)
        return tuple((firm, numbers.get(firm.id, "")) for firm in firms.load(view, ids))


def _differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in after.items() if before[name] != value}


def _field_words(names: Iterable[str]) -> str:
    inner = {name for name in names if history.is_inner(FieldChange("firm", 0, name, "", ""))}
    return "、".join(history.field_word("firm", name) for name in names if name not in inner)


def _check(facts: FirmFacts) -> None:
    if not facts.name.strip():
        raise Problem(ProblemKind.VALUE_MISSING, field="事業者名")
