"""Targets: which firms of the register a campaign writes to."""

from collections.abc import Callable, Collection, Sequence

from shoukei_app.domain import form_number
from shoukei_app.domain.exclusion import Exclusion, Reasons, Sign, SignKind, reader
from shoukei_app.domain.firm import Firm, FirmFacts
from shoukei_app.domain.history import Act, OperationKind
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.progress import Progress
from shoukei_app.domain.query import Query
from shoukei_app.domain.selection import EVERYBODY, Area, Candidate, Selection, Wish, choose
from shoukei_app.domain.target import TargetLine, TargetStatus
from shoukei_app.domain.text import strip_legal_form
from shoukei_app.store import campaigns, firms, schema, targets
from shoukei_app.store.ledger import Ledger
from shoukei_app.usecases.outcome import Outcome, Subject

_FORM_NUMBERS = "form_number"


def candidates(ledger: Ledger, campaign_id: int, progress: Progress | None = None) -> tuple[Candidate, ...]:
    """Every firm of the register, in the order in which numbers are given, with every reason to leave it out."""
    with ledger.read() as view:
        already = targets.firm_ids(view, campaign_id)
        reasons = reader(campaigns.get(view, campaign_id).exclusions, firms.head_offices(view))
        ids = firms.find(view, Query(sort="municipality"))
        watched = progress or Progress()
        watched.start("事業者を条件に照らしています", len(ids))
        found: list[Candidate] = []
        for firm in firms.each(view, ids):
            found.append(_candidate(firm, reasons, already))
            watched.step()
    return tuple(found)


def plan(
    ledger: Ledger, campaign_id: int, *, municipalities: Collection[str] = (), wish: Wish = EVERYBODY
) -> Selection:
    """Choose firms by municipality (5-digit codes; none: all) and leave out closed ones and those of the wish."""
    everybody = candidates(ledger, campaign_id)
    area = Area(frozenset(municipalities))
    return choose([one for one in everybody if not municipalities or area.holds(one)], wish)


def _candidate(firm: Firm, reasons: Callable[[FirmFacts], Reasons], already: Collection[int]) -> Candidate:
    facts = firm.facts
    found = reasons(facts)
    if firm.id in already:
        found[Exclusion.ALREADY_TARGET] = Sign(SignKind.STATE)
    form = strip_legal_form(facts.name)[0]
    return Candidate(firm.id, facts.address.municipality_code, facts.address.town, facts.industry, form, found)


def select(ledger: Ledger, act: Act, campaign_id: int, selection: Selection) -> Outcome[int]:
    """Make targets of a selection and number them; returns how many. Raises Problem(NO_TARGETS)."""
    if not selection.firm_ids:
        raise Problem(ProblemKind.NO_TARGETS)
    with ledger.write(act, OperationKind.SELECT_TARGETS, {"targets": len(selection.firm_ids)}) as operation:
        serials = operation.writing.new_ids(_FORM_NUMBERS, len(selection.firm_ids))
        operation.writing.add_all(
            schema.target,
            [
                {"campaign_id": campaign_id, "firm_id": firm_id, "number": form_number.form_number(serial)}
                for firm_id, serial in zip(selection.firm_ids, serials, strict=True)
            ],
        )
    return Outcome(len(selection.firm_ids), frozenset({Subject.TARGET}), operation.id)


def find(ledger: Ledger, campaign_id: int, query: Query) -> list[int]:
    """Ids of targets in the order asked for; see `store.targets.find` for the filters and sort keys."""
    with ledger.read() as view:
        return targets.find(view, campaign_id, query)


def lines(ledger: Ledger, ids: Sequence[int]) -> tuple[TargetLine, ...]:
    """Lines of targets in the order of `ids`."""
    with ledger.read() as view:
        return targets.lines(view, ids)


def by_number(ledger: Ledger, typed: str) -> TargetLine:
    """The target whose form number was typed or scanned. Raises Problem: FORM_NUMBER_WRONG, FORM_NUMBER_UNKNOWN."""
    number = form_number.parse(typed)
    with ledger.read() as view:
        return targets.by_number(view, number)


def municipalities(ledger: Ledger, campaign_id: int) -> dict[str, str]:
    """The municipalities of a campaign's targets: name by code."""
    with ledger.read() as view:
        return targets.municipalities(view, campaign_id)


def count_by_status(ledger: Ledger, campaign_id: int) -> dict[TargetStatus, int]:
    """How many targets stand at each step."""
    with ledger.read() as view:
        return targets.count_by_status(view, campaign_id)
