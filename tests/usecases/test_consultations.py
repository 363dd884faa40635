"""Consultation days: slots, no firm and no person twice, who is proposed, cancelling."""

from dataclasses import replace
from datetime import date

import pytest

from shoukei_app.domain.answers import Answer
from shoukei_app.domain.consultation import Consultation
from shoukei_app.domain.firm import Address, FirmFacts
from shoukei_app.domain.history import Act
from shoukei_app.domain.organisation import OrganisationKind
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.query import Query
from shoukei_app.domain.schedule import VisitPlan
from shoukei_app.domain.visits import VisitKind, VisitResult, VisitState
from shoukei_app.store.ledger import Ledger
from shoukei_app.usecases import (
    consultations,
    entry,
    firms,
    flags,
    history,
    organisations,
    targets,
    visit_planning,
    visits,
)
from shoukei_app.usecases.organisations import NewOrganisation, NewPerson

DAY = date(2026, 12, 9)
NEW = Consultation(0, DAY, "見本公民館", 1, "13:00", "16:00", 60, (1, 2))


@pytest.fixture
def keys(ledger: Ledger, act: Act) -> list[int]:
    """Five flagged firms, the last in the area of the 商工会; two persons."""
    for place in range(5):
        code = "20201" if place == 4 else "20202"
        address = Address("3810000", "長野県", "", "長野市", code, "見本町", f"{place}番地")
        firms.add(ledger, act, FirmFacts(f"見本商店{place}", address=address))
    targets.select(ledger, act, 1, targets.plan(ledger, 1))
    found = targets.find(ledger, 1, Query(sort="number"))
    for line in targets.lines(ledger, found):
        entry.record(ledger, act, line.number, entry.Keyed({"visit": Answer((1,))}), final=True)
    flags.run_rules(ledger, act, 1, today=DAY)
    people = (NewPerson("小口 直人"), NewPerson("上條 葵"))
    new = NewOrganisation(OrganisationKind.SHOKOKAI, "見本商工会", areas=("20201",), persons=people)
    organisations.add(ledger, act, new)
    return sorted(found, key=lambda key: next(line.name for line in targets.lines(ledger, [key])))


def test_slots_fill_and_nobody_comes_twice(ledger: Ledger, act: Act, keys: list[int]) -> None:
    before = ledger.digest()
    held = consultations.create(ledger, act, 1, NEW).value
    assert [slot.time for slot in consultations.slots(ledger, held)] == ["13:00", "14:00", "15:00"]
    proposed = consultations.candidates(ledger, 1, held)
    assert proposed[0].id == keys[4], "the area of the organisation first"
    assert {line.id for line in proposed} == set(keys)
    consultations.book(ledger, act, held, [keys[4]], time="14:00")
    consultations.book(ledger, act, held, keys[:2])
    assert [slot.target.id for slot in consultations.slots(ledger, held) if slot.target] == [keys[0], keys[4], keys[1]]
    with pytest.raises(Problem) as full:
        consultations.book(ledger, act, held, keys[2:3])
    assert full.value.kind is ProblemKind.SLOT_TAKEN
    assert {line.id for line in consultations.candidates(ledger, 1, held)} == set(keys[2:4])
    with pytest.raises(Problem) as booked:
        consultations.cancel(ledger, act, held)
    assert booked.value.data["count"] == 3
    second = consultations.create(ledger, act, 1, replace(NEW, place="別の会場", persons=()), insist=True).value
    with pytest.raises(Problem) as twice:
        consultations.book(ledger, act, second, [keys[0]])
    assert twice.value.kind is ProblemKind.FIRM_DOUBLE_BOOKED
    for _ in range(4):
        history.undo(ledger, act)
    assert ledger.digest() == before


def test_who_sits_there_visits_nobody_meanwhile(ledger: Ledger, act: Act, keys: list[int]) -> None:
    visit_planning.plan(ledger, act, [VisitPlan(keys[0], VisitKind.VISIT, DAY, "13:30", 1, (2,))])
    with pytest.raises(Problem) as busy:
        consultations.create(ledger, act, 1, NEW)
    assert (busy.value.kind, busy.value.data["person"]) == (ProblemKind.DOUBLE_BOOKED, "上條 葵")
    held = consultations.create(ledger, act, 1, replace(NEW, persons=(1,))).value
    with pytest.raises(Problem) as meets:
        visit_planning.plan(ledger, act, [VisitPlan(keys[1], VisitKind.VISIT, DAY, "15:30", 1, (1,))], insist=True)
    assert meets.value.kind is ProblemKind.DOUBLE_BOOKED
    wanted = visit_planning.by_hand(ledger, 1, keys[1:])
    made = visit_planning.allot(ledger, wanted, DAY, DAY)
    assert all(1 not in plan.team or plan.planned_time < "13:00" for plan in made.plans)
    (visit_id,) = consultations.book(ledger, act, held, [keys[1]]).value
    line = visit_planning.move(ledger, act, visit_id, DAY, "15:00").value
    assert (line.kind, line.planned_time, line.team) == (VisitKind.CONSULTATION, "15:00", ("小口 直人",))
    for day, time in ((DAY, "15:30"), (date(2026, 12, 10), "14:00")):
        with pytest.raises(Problem) as elsewhere:
            visit_planning.move(ledger, act, visit_id, day, time)
        assert elsewhere.value.kind is ProblemKind.SLOT_TAKEN


def test_a_slot_is_free_again_and_a_made_consultation_stays(ledger: Ledger, act: Act, keys: list[int]) -> None:
    held = consultations.create(ledger, act, 1, NEW).value
    first, second = consultations.book(ledger, act, held, keys[:2]).value
    consultations.release(ledger, act, first)
    assert [slot.target is None for slot in consultations.slots(ledger, held)] == [True, False, True]
    visits.set_result(ledger, act, second, VisitResult(VisitState.MET, "相談した"), made_on=DAY)
    with pytest.raises(Problem) as made:
        consultations.release(ledger, act, second)
    assert made.value.kind is ProblemKind.VISIT_MADE
    empty = consultations.create(ledger, act, 1, replace(NEW, held_on=date(2026, 12, 10))).value
    consultations.cancel(ledger, act, empty)
    assert [one.id for one in consultations.every(ledger, 1)] == [held]


@pytest.mark.parametrize(
    ("wrong", "kind"),
    [
        ({"place": " "}, ProblemKind.VALUE_MISSING),
        ({"first_time": "昼"}, ProblemKind.VALUE_WRONG),
        ({"minutes": 5}, ProblemKind.VALUE_WRONG),
        ({"last_time": "13:30"}, ProblemKind.VALUE_WRONG),
        ({"held_on": date(2026, 12, 30)}, ProblemKind.DAY_OFF),
    ],
)
def test_a_day_that_cannot_be_is_refused(
    ledger: Ledger, act: Act, keys: list[int], wrong: dict[str, object], kind: ProblemKind
) -> None:
    with pytest.raises(Problem) as refused:
        consultations.create(ledger, act, 1, replace(NEW, **wrong))  # type: ignore[arg-type]
    assert refused.value.kind is kind
    assert not consultations.every(ledger, 1)
