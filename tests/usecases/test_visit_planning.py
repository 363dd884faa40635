"""Planning visits: slots, double booking, consents by word of mouth, results written anew."""

from datetime import date

import pytest

from shoukei_app.domain.firm import Address, FirmFacts
from shoukei_app.domain.history import Act
from shoukei_app.domain.organisation import OrganisationKind
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.query import Query
from shoukei_app.domain.schedule import VisitPlan
from shoukei_app.domain.visits import VisitKind, VisitResult, VisitState, slots_from
from shoukei_app.store.ledger import Ledger
from shoukei_app.usecases import firms, history, organisations, targets, visit_planning, visits
from shoukei_app.usecases.organisations import NewOrganisation, NewPerson

FRIDAY, MONDAY = date(2026, 9, 11), date(2026, 9, 14)
OGUCHI, KAMIJO = 1, 2


@pytest.fixture
def ids(ledger: Ledger, act: Act) -> list[int]:
    """Three targets, a 商工会 with two persons, the Centre."""
    address = Address("3810000", "長野県", "", "長野市", "20201", "見本町", "1番地")
    for number in range(3):
        firms.add(ledger, act, FirmFacts(f"見本商店{number}", address=address))
    targets.select(ledger, act, 1, targets.plan(ledger, 1))
    people = (NewPerson("小口 直人"), NewPerson("上條 葵"))
    organisations.add(ledger, act, NewOrganisation(OrganisationKind.SHOKOKAI, "見本商工会", persons=people))
    organisations.add(ledger, act, NewOrganisation(OrganisationKind.CENTRE, "見本センター"))
    return targets.find(ledger, 1, Query())


def test_slots_pass_over_weekends() -> None:
    slots = slots_from(FRIDAY, "13:30")
    assert [next(slots) for _ in range(4)] == [
        (FRIDAY, "13:30"),
        (FRIDAY, "15:30"),
        (MONDAY, "10:00"),
        (MONDAY, "13:30"),
    ]


def test_the_others_get_free_slots_and_the_first_what_was_asked(ledger: Ledger, act: Act, ids: list[int]) -> None:
    visit_planning.plan(ledger, act, [VisitPlan(ids[0], VisitKind.VISIT, FRIDAY, "15:30", 1, (OGUCHI,))])
    asked = {"kind": VisitKind.PHONE, "first": (FRIDAY, "13:30"), "organisation_id": 1}
    mine = visit_planning.propose(ledger, ids[1:], **asked, team=(OGUCHI,))  # type: ignore[arg-type]
    assert [(plan.planned_on, plan.planned_time) for plan in mine] == [(FRIDAY, "13:30"), (MONDAY, "10:00")]
    hers = visit_planning.propose(ledger, ids[1:], **asked, team=(KAMIJO,))  # type: ignore[arg-type]
    assert [(plan.planned_on, plan.planned_time) for plan in hers] == [(FRIDAY, "13:30"), (FRIDAY, "15:30")]
    assert visit_planning.propose(ledger, [], **asked) == ()  # type: ignore[arg-type]


def test_nobody_is_at_two_firms_at_once(ledger: Ledger, act: Act, ids: list[int]) -> None:
    plans = [VisitPlan(key, VisitKind.VISIT, FRIDAY, "10:00", 1, (OGUCHI,)) for key in ids[:2]]
    with pytest.raises(Problem) as refused:
        visit_planning.plan(ledger, act, plans)
    assert refused.value.kind is ProblemKind.DOUBLE_BOOKED
    assert refused.value.data["person"] == "小口 直人"
    assert not visits.find(ledger, 1, Query())


def test_what_is_open_stands_first_and_filters_narrow(ledger: Ledger, act: Act, ids: list[int]) -> None:
    made = visit_planning.plan(
        ledger,
        act,
        [
            VisitPlan(ids[0], VisitKind.VISIT, MONDAY, "10:00", 1, (OGUCHI,)),
            VisitPlan(ids[1], VisitKind.PHONE, FRIDAY, "10:00", 1, (KAMIJO,)),
            VisitPlan(ids[2], VisitKind.VISIT, None),
        ],
    ).value
    assert visits.find(ledger, 1, Query()) == [made[1], made[0], made[2]]
    visits.set_result(ledger, act, made[1], VisitResult(VisitState.ABSENT, "留守"), made_on=FRIDAY)
    assert visits.find(ledger, 1, Query()) == [made[0], made[2], made[1]]
    expected = {
        ("state", "absent"): [made[1]],
        ("kind", "visit"): [made[0], made[2]],
        ("organisation", "1"): [made[0], made[1]],
        ("day", "2026-09-14"): [made[0]],
        ("until", "2026-09-11"): [made[1]],
        ("target", str(ids[2])): [made[2]],
        ("referred", "no"): [made[0], made[2], made[1]],
        ("municipality_code", "20201"): [made[0], made[2], made[1]],
        ("priority", "S"): [],
        ("next_action", "centre"): [],
    }
    for (key, value), found in expected.items():
        assert visits.find(ledger, 1, Query(filters={key: (value,)})) == found, key
    for sort in ("day", "number", "name", "municipality", "priority", "organisation", "state"):
        assert sorted(visits.find(ledger, 1, Query(sort=sort, descending=True))) == sorted(made), sort
    assert visits.waiting(ledger, 1, FRIDAY) == 0
    assert visits.waiting(ledger, 1, MONDAY) == 1


def test_a_result_can_be_written_anew_and_taken_back(ledger: Ledger, act: Act, ids: list[int]) -> None:
    (key,) = visit_planning.plan(ledger, act, [VisitPlan(ids[0], VisitKind.VISIT, FRIDAY, "10:00", 1, (OGUCHI,))]).value
    visits.set_result(ledger, act, key, VisitResult(VisitState.ABSENT), made_on=FRIDAY)
    line = visits.set_result(ledger, act, key, VisitResult(VisitState.MET, "面談"), made_on=MONDAY).value
    assert (line.result.state, line.made_on, line.team) == (VisitState.MET, MONDAY, ("小口 直人",))
    history.undo(ledger, act)
    (line,) = visits.lines(ledger, [key])
    assert (line.result.state, line.made_on) == (VisitState.ABSENT, FRIDAY)


def test_a_consent_by_word_of_mouth_is_kept_with_the_referral(ledger: Ledger, act: Act, ids: list[int]) -> None:
    assert visits.without_consent(ledger, 1, ids, OrganisationKind.CENTRE) == tuple(ids)
    with pytest.raises(Problem) as caught:
        visits.refer(ledger, act, ids[:2], referred_on=MONDAY, kind="family", consented=ids[:1])
    assert caught.value.kind is ProblemKind.REFERRED_WITHOUT_CONSENT
    assert visits.without_consent(ledger, 1, ids, OrganisationKind.CENTRE) == tuple(ids), "nothing was kept"
    visits.refer(ledger, act, ids[:1], referred_on=MONDAY, kind="family", note="午前中", consented=ids[:1])
    assert visits.without_consent(ledger, 1, ids, OrganisationKind.CENTRE) == tuple(ids[1:])
    _made, (referral,) = visits.of_target(ledger, ids[0])
    assert (referral.organisation, referral.note) == ("見本センター", "午前中")
    history.undo(ledger, act)
    assert visits.without_consent(ledger, 1, ids, OrganisationKind.CENTRE) == tuple(ids)
