"""Targets: which firms of the register a campaign writes to."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from shoukei_app.domain import form_number
from shoukei_app.domain.firm import FirmStatus
from shoukei_app.domain.history import Act, OperationKind
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.query import Query
from shoukei_app.domain.target import Exclusion, TargetLine, TargetStatus
from shoukei_app.store import firms, schema, targets
from shoukei_app.store.ledger import Ledger
from shoukei_app.usecases.outcome import Outcome, Subject

_FORM_NUMBERS = "form_number"


@dataclass(frozen=True, slots=True)
class Selection:
    """Which firms would become targets (in the order of their numbers), and how many are left out for which reason."""

    firm_ids: tuple[int, ...]
    excluded: dict[Exclusion, int]


def plan(
    ledger: Ledger, campaign_id: int, *, municipalities: Collection[str] = (), industries: Collection[str] = ()
) -> Selection:
    """Choose firms by municipality (5-digit codes; none: all) and leave out closed ones and `industries`."""
    wanted = Query(filters={"municipality_code": tuple(municipalities)}, sort="municipality")
    chosen: list[int] = []
    excluded: Counter[Exclusion] = Counter()
    with ledger.read() as view:
        already = targets.firm_ids(view, campaign_id)
        ids = firms.find(view, wanted)
        for start in range(0, len(ids), 500):
            for firm in firms.load(view, ids[start : start + 500]):
                facts = firm.facts
                if firm.id in already:
                    excluded[Exclusion.ALREADY_TARGET] += 1
                elif facts.status in (FirmStatus.CLOSED, FirmStatus.MOVED_AWAY):
                    excluded[Exclusion.CLOSED] += 1
                elif facts.status is FirmStatus.OUT_OF_SCOPE:
                    excluded[Exclusion.OUT_OF_SCOPE] += 1
                elif facts.do_not_mail:
                    excluded[Exclusion.DO_NOT_MAIL] += 1
                elif facts.industry and facts.industry in industries:
                    excluded[Exclusion.INDUSTRY] += 1
                else:
                    chosen.append(firm.id)
    return Selection(tuple(chosen), dict(excluded))


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
