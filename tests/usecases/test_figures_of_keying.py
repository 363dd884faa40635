"""Figures of a campaign's keying, from entries made through the use cases: sums that were reckoned by hand."""

from dataclasses import replace
from datetime import date, datetime

from shoukei_app.domain.answers import Answer
from shoukei_app.domain.calendars import Calendars
from shoukei_app.domain.firm import Address, FirmFacts
from shoukei_app.domain.history import Act, OperationKind
from shoukei_app.domain.organisation import OrganisationKind
from shoukei_app.domain.query import Query
from shoukei_app.domain.receipt import Arrival
from shoukei_app.domain.verification import Accuracy, Verdict, VerificationPolicy
from shoukei_app.store import campaigns
from shoukei_app.store import rules as rule_sets
from shoukei_app.store.ledger import Ledger
from shoukei_app.usecases import (
    calendars,
    entry,
    firms,
    keying_figures,
    ledgers,
    organisations,
    receipts,
    targets,
    verification,
)
from shoukei_app.usecases.entry import FIRST, SECOND, Keyed
from shoukei_app.usecases.organisations import NewOrganisation, NewPerson

MONDAY = datetime(2026, 7, 6, 10, 0)
TUESDAY = datetime(2026, 7, 7, 10, 0)
WEDNESDAY = date(2026, 7, 8)
AGE, VISIT = {"age": Answer(number=66)}, {"visit": Answer((1,))}


def made(ledger: Ledger, act: Act, count: int) -> list[str]:
    """So many received sheets of a campaign that keys marked questions twice, no sheet whole, no sample."""
    campaign = ledgers.current_campaign(ledger)
    policy = VerificationPolicy(whole_every=0, error_limit=0, sample_every=0)
    verification.change_policy(ledger, act, campaign.id, policy)
    for number in range(count):
        address = Address("3830000", "長野県", "", "中野市", "20211", "中央", f"{number}-1")
        firms.add(ledger, act, FirmFacts(f"見本商店{number}", address=address))
    targets.select(ledger, act, campaign.id, targets.plan(ledger, campaign.id))
    lines = targets.lines(ledger, targets.find(ledger, campaign.id, Query(sort="number")))
    for place, line in enumerate(lines):
        receipts.receive(
            ledger,
            act,
            ledgers.current_campaign(ledger).id,
            line.number,
            Arrival(date(2026, 7, 2 + place % 2)),
            anyway=True,
        )
    return [line.number for line in lines]


def key(ledger: Ledger, number: str, keyed: Keyed, keyer: str, at: datetime, pass_number: int = FIRST) -> None:
    entry.record(ledger, Act(keyer, at), number, keyed, keyer=keyer, pass_number=pass_number)


def test_speed_errors_waiting_and_forecast(ledger: Ledger, act: Act) -> None:
    campaign = ledgers.current_campaign(ledger).id
    numbers = made(ledger, act, 6)
    first = Keyed({**AGE, **VISIT}, effort={"age": (3, 2.0), "visit": (1, 1.0), "remarks": (60, 30.0)})
    right = Keyed({**AGE, **VISIT}, effort={"age": (3, 2.0), "visit": (1, 1.0)})
    wrong = Keyed({**AGE, "visit": Answer((2,))}, effort={"age": (3, 2.0), "visit": (2, 1.0)})
    for number in numbers[:3]:
        key(ledger, number, first, "小口", MONDAY)
    key(ledger, numbers[0], right, "上條", TUESDAY, SECOND)
    key(ledger, numbers[1], wrong, "上條", TUESDAY, SECOND)

    seen = keying_figures.standing(ledger, campaign, WEDNESDAY)
    assert (seen.waiting.to_key, seen.waiting.second, seen.waiting.third, seen.waiting.sample) == (3, 1, 1, 0)
    by_name = {hand.name: work for hand, work in seen.keying.hands.items()}
    assert (by_name["小口"].strokes, by_name["小口"].seconds) == (3 * 64, 3 * 33.0)
    assert by_name["小口"].strokes_per_hour == round(192 / 99 * 3600)
    assert (by_name["上條"].fields, by_name["上條"].errors) == (3, 0), "the field that differs is not decided yet"
    assert [(day.day.day, day.first, day.second) for day in seen.keying.days] == [(6, 3, 0), (7, 0, 2)]
    # A second entry is 9 strokes of 128: three whole ways of a sheet, and one second entry more.
    weight = 9 / 128
    assert seen.forecast.left == 3 * (1 + weight) + weight
    assert seen.forecast.pace == (3 + 2 * weight) / 2

    assert seen.forecast.finish == date(2026, 7, 10)
    calendars.settle(ledger, act, Calendars(closing={WEDNESDAY: "創立記念日"}))
    assert keying_figures.standing(ledger, campaign, WEDNESDAY).forecast.finish == date(2026, 7, 13)

    target = targets.find(ledger, campaign, Query(text=numbers[1]))[0]
    judge = Act("中沢", TUESDAY)
    verification.read_paper(ledger, judge, target, "visit", Answer((1,)))
    verification.decide(ledger, judge, target, "visit", Answer((1,)), Verdict.SECOND_ERRED)
    seen = keying_figures.standing(ledger, campaign, WEDNESDAY)
    by_name = {hand.name: work for hand, work in seen.keying.hands.items()}
    assert (by_name["上條"].fields, by_name["上條"].errors, by_name["上條"].field_strokes) == (4, 1, 9)
    assert (by_name["小口"].fields, by_name["小口"].errors) == (4, 0)
    assert seen.keying.questions["visit"].errors == 1
    assert seen.keying.questions["visit"].fields == 4, "two sheets, two readings of each"
    # The same as what decides which keyer's sheets are keyed twice whole.
    assert verification.accuracy(ledger, campaign) == {"小口": Accuracy(4, 0), "上條": Accuracy(4, 1)}


def test_a_person_is_one_whatever_the_name(ledger: Ledger, act: Act) -> None:
    campaign = ledgers.current_campaign(ledger).id
    numbers = made(ledger, act, 3)
    key(ledger, numbers[0], Keyed(AGE, effort={"age": (3, 2.0)}), "小口直人", MONDAY)
    team = NewOrganisation(OrganisationKind.SHOKOKAI, "見本商工会", persons=(NewPerson("小口　直人"),))
    organisations.add(ledger, act, team)
    key(ledger, numbers[1], Keyed(AGE, effort={"age": (3, 2.0)}), "小口 直人", MONDAY)
    (person,) = organisations.persons(ledger)
    organisations.rename_person(ledger, act, person, "大口 直人")
    key(ledger, numbers[2], Keyed(AGE, effort={"age": (3, 2.0)}), "大口 直人", MONDAY)
    hands = keying_figures.standing(ledger, campaign, WEDNESDAY).keying.hands
    assert {(hand.name, work.entries) for hand, work in hands.items()} == {("大口 直人", 3)}


def test_replies_stand_beside_the_goal_and_the_campaign_before(ledger: Ledger, act: Act) -> None:
    campaign = ledgers.current_campaign(ledger)
    made(ledger, act, 3)
    ledgers.edit_campaign(
        ledger, act, campaign.id, name=campaign.name, deadline=campaign.deadline, goal=50, sender=campaign.sender
    )
    curve = keying_figures.standing(ledger, campaign.id, WEDNESDAY).curve
    assert curve.points == ((date(2026, 7, 1), 0), (date(2026, 7, 2), 2), (date(2026, 7, 3), 3))
    assert (curve.goal, curve.earlier) == (50, ())


def test_the_curve_of_the_campaign_before_is_moved_onto_these_days(ledger: Ledger, act: Act) -> None:
    before = ledgers.current_campaign(ledger)
    made(ledger, act, 3)
    with ledger.write(act, OperationKind.EDIT_CAMPAIGN, {"name": "次の調査"}) as operation:
        following = campaigns.add(operation.writing, replace(before, name="次の調査", fiscal_year=2027))
        rule_sets.add(operation.writing, act, following, ledgers.default_rules())
    targets.select(ledger, act, following, targets.plan(ledger, following))
    line = targets.lines(ledger, targets.find(ledger, following, Query(sort="number")))[0]
    receipts.receive(ledger, act, following, line.number, Arrival(date(2027, 6, 11)), anyway=True)
    curve = keying_figures.standing(ledger, following, date(2027, 6, 12)).curve
    assert curve.points == ((date(2027, 6, 10), 0), (date(2027, 6, 11), 1))
    assert curve.earlier == ((date(2027, 6, 10), 0), (date(2027, 6, 11), 2), (date(2027, 6, 12), 3))
    assert curve.earlier_name == before.name


def test_what_came_from_a_file_is_keyed_by_nobody(ledger: Ledger, act: Act) -> None:
    campaign = ledgers.current_campaign(ledger).id
    (number,) = made(ledger, act, 1)
    entry.record(ledger, act, number, Keyed(AGE), final=True)
    seen = keying_figures.standing(ledger, campaign, WEDNESDAY)
    assert (seen.keying.hands, seen.keying.days) == ({}, ())


def test_an_empty_campaign_has_figures_of_nothing(ledger: Ledger) -> None:
    campaign = ledgers.current_campaign(ledger).id
    seen = keying_figures.standing(ledger, campaign, WEDNESDAY)
    assert seen.keying.total.entries == 0
    assert seen.curve.points == ()
    assert seen.forecast.finish is None
    data = keying_figures.to_data(replace(seen), persons=False)
    assert "persons" not in data, "what is about persons goes out only on purpose"
