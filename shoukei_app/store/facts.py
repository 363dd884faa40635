"""Facts: what is known of the firms that answered, as rules ask it, read for a whole campaign at once."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeAlias

import orjson
from sqlalchemy import Connection, Text, cast, func, select

from shoukei_app.domain.facts import EarlierStep, FirmSubject, PlainFacts
from shoukei_app.domain.firm import FirmStatus
from shoukei_app.domain.visits import ATTEMPTED, VisitState
from shoukei_app.store import visits
from shoukei_app.store.schema import campaign, firm, flag, reply, target

Known: TypeAlias = tuple[int, str, int, PlainFacts]
"""One target that answered: its id and number, the id of its reply, what rules can ask."""

_BLOCK = 2_000
# As text: what SQLAlchemy does around the reading of a document would cost 100,000 rows as much as the reading.
_ANSWERS = select(target.c.id, target.c.number, reply.c.id, cast(reply.c.facts, Text), reply.c.diagnosis).join(
    reply, reply.c.target_id == target.c.id
)
_FIRM = (target.c.firm_id, firm.c.staff, firm.c.municipality_code, firm.c.industry, firm.c.legal_form)


def every(
    connection: Connection, campaign_id: int, asked: Iterable[str], offices: Mapping[str, str]
) -> Iterator[Known]:
    """What is known of every target that answered, one after the other, in no order that could be relied on.

    `asked` are the subjects that will be asked; `offices` names the regional office of a municipality's code. The
    facts of 100,000 firms at once would keep the garbage collector busier than the rules are.
    """
    answers = _ANSWERS.where(target.c.campaign_id == campaign_id)
    wanted = frozenset(asked)
    if wanted.isdisjoint(_OF_FIRMS):
        for target_id, number, reply_id, text, diagnosis in _rows(connection, answers):
            facts = orjson.loads(text)
            facts[_DIAGNOSIS] = diagnosis
            yield target_id, number, reply_id, facts
        return
    firms = _Firms(connection, campaign_id, wanted, offices)
    with_firms = answers.join(firm, firm.c.id == target.c.firm_id).add_columns(*_FIRM)
    register, earlier = firms.register, firms.earlier
    for target_id, number, reply_id, text, diagnosis, firm_id, *about in _rows(connection, with_firms):
        facts = orjson.loads(text)
        facts[_DIAGNOSIS] = diagnosis
        facts.update(register(*about))
        if firm_id in earlier:
            facts.update(earlier[firm_id])
        yield target_id, number, reply_id, facts


def of_target(
    connection: Connection, campaign_id: int, target_id: int, asked: Iterable[str], offices: Mapping[str, str]
) -> PlainFacts | None:
    """What rules can ask of one target; None where it has not answered."""
    statement = select(reply.c.facts, reply.c.diagnosis).where(reply.c.target_id == target_id)
    row = connection.execute(statement).first()
    if row is None:
        return None
    return {**row.facts, _DIAGNOSIS: row.diagnosis, **of_firm(connection, campaign_id, target_id, asked, offices)}


def of_firm(
    connection: Connection, campaign_id: int, target_id: int, asked: Iterable[str], offices: Mapping[str, str]
) -> PlainFacts:
    """What is known of a target's firm itself, whether it has answered or not."""
    statement = select(*_FIRM).join(firm, firm.c.id == target.c.firm_id).where(target.c.id == target_id)
    firm_id, staff, code, industry, legal_form = connection.execute(statement).one()
    firms = _Firms(connection, campaign_id, frozenset(asked), offices, (firm_id, code, industry))
    return {**firms.register(staff, code, industry, legal_form), **firms.earlier.get(firm_id, {})}


_DIAGNOSIS = FirmSubject.DIAGNOSIS.value
_STAFF = FirmSubject.STAFF.value
_MUNICIPALITY = FirmSubject.MUNICIPALITY.value
_OFFICE = FirmSubject.OFFICE.value
_INDUSTRY = FirmSubject.INDUSTRY.value
_LEGAL_FORM = FirmSubject.LEGAL_FORM.value
_ALIKE = FirmSubject.ALIKE.value
_OF_FIRMS = frozenset(subject.value for subject in FirmSubject) - {_DIAGNOSIS}
_EARLIER = frozenset({FirmSubject.EARLIER_STEPS, FirmSubject.EARLIER_DIAGNOSIS, FirmSubject.EARLIER_OUTCOME})


def _rows(connection: Connection, statement: Any) -> Iterator[Any]:
    for block in connection.execute(statement, execution_options={"yield_per": _BLOCK}).partitions():
        yield from block


class _Firms:
    """What the register and the earlier campaign say of firms; what costs a query is read only where it is asked.

    `only` is the one firm (id, municipality's code, industry) that is asked about: a keyer waits for it.
    """

    def __init__(
        self,
        connection: Connection,
        campaign_id: int,
        asked: frozenset[str],
        offices: Mapping[str, str],
        only: tuple[int, str, str] | None = None,
    ) -> None:
        self.earlier = _earlier(connection, campaign_id, only and only[0]) if asked & _EARLIER else {}
        self._asked = asked
        self._offices = offices
        self._alike = _alike(connection, only and only[1:]) if FirmSubject.ALIKE in asked else {}
        self._known: dict[tuple[int | None, str, str, str | None], PlainFacts] = {}

    def register(self, staff: int | None, code: str, industry: str, legal_form: str | None) -> PlainFacts:
        """What the register says of a firm, as far as it is asked; many are alike, so each kind is put down once."""
        found = self._known.get((staff, code, industry, legal_form))
        if found is None:
            found = {_STAFF: staff, _LEGAL_FORM: legal_form, _INDUSTRY: industry or None}
            if code:
                found |= {_MUNICIPALITY: code, _OFFICE: self._offices.get(code)}
            if self._alike and code and industry:
                found[_ALIKE] = self._alike.get((code, industry), 0)
            found = {subject: fact for subject, fact in found.items() if subject in self._asked}
            self._known[staff, code, industry, legal_form] = found
        return found


def _alike(connection: Connection, only: tuple[str, str] | None) -> dict[tuple[str, str], int]:
    """How many firms that are still in the register there are of each kind in each municipality (or `only` in one)."""
    statement = (
        select(firm.c.municipality_code, firm.c.industry, func.count())
        .where(firm.c.merged_into.is_(None), firm.c.status == FirmStatus.ACTIVE.value)
        .group_by(firm.c.municipality_code, firm.c.industry)
    )
    if only is not None:
        statement = statement.where(firm.c.municipality_code == only[0], firm.c.industry == only[1])
    return {(code, industry): count for code, industry, count in connection.execute(statement)}


def _earlier(connection: Connection, campaign_id: int, only: int | None) -> dict[int, PlainFacts]:
    """What became of each firm (id), or `only` of one, in the last campaign before this one."""
    before = connection.execute(select(func.max(campaign.c.id)).where(campaign.c.id < campaign_id)).scalar()
    if before is None:
        return {}
    statement = (
        select(target.c.id, target.c.firm_id, reply.c.diagnosis, flag.c.id.label("flag_id"))
        .outerjoin(reply, reply.c.target_id == target.c.id)
        .outerjoin(flag, flag.c.target_id == target.c.id)
        .where(target.c.campaign_id == before)
    )
    if only is not None:
        statement = statement.where(target.c.firm_id == only)
    results = visits.results(connection, before)
    referred = visits.referred(connection, before)
    found: dict[int, PlainFacts] = {}
    for row in connection.execute(statement):
        made = results.get(row.id, ())
        states = {one.state for one in made}
        outcome = next((one.next_action for one in reversed(made) if one.next_action), None)
        steps = {
            EarlierStep.TARGET: True,
            EarlierStep.REPLIED: row.diagnosis is not None,
            EarlierStep.FLAGGED: row.flag_id is not None,
            EarlierStep.VISITED: bool(states & ATTEMPTED),
            EarlierStep.MET: VisitState.MET in states,
            EarlierStep.REFERRED: row.id in referred,
        }
        found[row.firm_id] = {
            FirmSubject.EARLIER_STEPS.value: [step.value for step, reached in steps.items() if reached],
            FirmSubject.EARLIER_DIAGNOSIS.value: row.diagnosis,
            FirmSubject.EARLIER_OUTCOME.value: outcome.value if outcome else None,
        }
    return found
