"""A person who is renamed stays the same keyer: refused for both passes, by whatever name and however it is written."""

from datetime import date

import pytest

from shoukei_app.domain.answers import Answer
from shoukei_app.domain.firm import Address, FirmFacts
from shoukei_app.domain.history import Act
from shoukei_app.domain.organisation import OrganisationKind
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.query import Query
from shoukei_app.domain.receipt import Arrival
from shoukei_app.store.ledger import Ledger
from shoukei_app.usecases import entry, firms, history, ledgers, organisations, receipts, targets
from shoukei_app.usecases.entry import SECOND, Keyed
from shoukei_app.usecases.organisations import NewOrganisation, NewPerson

SHEET = Keyed({"age": Answer(number=66), "visit": Answer((1,))})


@pytest.fixture
def number(ledger: Ledger, act: Act) -> str:
    campaign = ledgers.current_campaign(ledger).id
    firms.add(
        ledger, act, FirmFacts("見本商店", address=Address("3830000", "長野県", "", "中野市", "20211", "中央", "1"))
    )
    targets.select(ledger, act, campaign, targets.plan(ledger, campaign))
    (line,) = targets.lines(ledger, targets.find(ledger, campaign, Query()))
    receipts.receive(ledger, act, campaign, line.number, Arrival(date(2026, 7, 1)), anyway=True)
    return line.number


def register(ledger: Ledger, act: Act, name: str) -> None:
    organisations.add(ledger, act, NewOrganisation(OrganisationKind.SHOKOKAI, "見本商工会", persons=(NewPerson(name),)))


def refused(ledger: Ledger, act: Act, number: str, keyer: str) -> bool:
    try:
        entry.open_sheet(ledger, number, keyer=keyer, pass_number=SECOND)
    except Problem as problem:
        assert problem.kind is ProblemKind.SAME_KEYER
        with pytest.raises(Problem):
            entry.record(ledger, act, number, SHEET, keyer=keyer, pass_number=SECOND)
        return True
    return False


def test_a_renamed_person_is_refused_under_both_names(ledger: Ledger, act: Act, number: str) -> None:
    register(ledger, act, "小口 直子")
    entry.record(ledger, act, number, SHEET, keyer="小口 直子")
    organisations.rename_person(ledger, act, organisations.persons(ledger)[0], " 山岸 直子 ")
    assert organisations.persons(ledger)[0].name == "山岸 直子"
    for name in ("山岸 直子", "山岸直子", "山岸\u3000直子", "小口直子"):
        assert refused(ledger, act, number, name), name
    organisations.rename_person(ledger, act, organisations.persons(ledger)[0], "宮下 直子")
    for name in ("宮下直子", "山岸直子", "小口直子"):
        assert refused(ledger, act, number, name), name
    assert not refused(ledger, act, number, "上條 葵")


def test_a_name_registered_only_after_the_first_entry(ledger: Ledger, act: Act, number: str) -> None:
    entry.record(ledger, act, number, SHEET, keyer="Kato ｱｲ")
    register(ledger, act, "Ｋａｔｏ アイ")
    organisations.rename_person(ledger, act, organisations.persons(ledger)[0], "佐藤 アイ")
    assert refused(ledger, act, number, "佐藤アイ")
    assert refused(ledger, act, number, "Kato アイ")


def test_one_who_gets_back_an_old_name(ledger: Ledger, act: Act, number: str) -> None:
    register(ledger, act, "小口 直子")
    organisations.rename_person(ledger, act, organisations.persons(ledger)[0], "山岸 直子")
    entry.record(ledger, act, number, SHEET, keyer="山岸 直子")
    organisations.rename_person(ledger, act, organisations.persons(ledger)[0], "小口 直子")
    assert refused(ledger, act, number, "小口 直子")
    assert refused(ledger, act, number, "山岸 直子")


def test_renaming_is_undone(ledger: Ledger, act: Act) -> None:
    register(ledger, act, "小口 直子")
    before = ledger.digest()
    (person,) = organisations.persons(ledger)
    assert organisations.rename_person(ledger, act, person, "小口 直子").operation is None
    organisations.rename_person(ledger, act, person, "山岸 直子")
    history.undo(ledger, act)
    assert ledger.digest() == before
    with pytest.raises(Problem) as caught:
        organisations.rename_person(ledger, act, person, "\u3000")
    assert caught.value.kind is ProblemKind.VALUE_MISSING
