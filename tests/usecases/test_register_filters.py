"""The register filtered and sorted: by place and 商工会, by what is wrong with a firm, by the campaign."""

import pytest

from shoukei_app.domain.firm import Address, FirmFacts, FirmStatus, LegalForm
from shoukei_app.domain.firm_problems import FirmProblem
from shoukei_app.domain.history import Act
from shoukei_app.domain.organisation import OrganisationKind
from shoukei_app.domain.query import Query
from shoukei_app.store.ledger import Ledger
from shoukei_app.usecases import firms, history, ledgers, organisations, targets
from shoukei_app.usecases.organisations import NewOrganisation

MURE = Address("3891211", "長野県", "上水内郡", "飯綱町", "20590", "牟礼", "100")
KASHIWABARA = Address("3891305", "長野県", "上水内郡", "信濃町", "20583", "柏原", "200-1")
NAKANO = Address("", "長野県", "", "中野市", "20211", "中央", "1-1")


@pytest.fixture
def four(ledger: Ledger, act: Act) -> list[int]:
    """Four firms: one sound, one without a postcode, one with lost and private-use characters, one closed."""
    made = [
        FirmFacts("れい商店", representative="例 一郎", address=MURE, legal_form=LegalForm.SOLE, industry="小売業"),
        FirmFacts("株式会社ためし", representative="試 花子", address=NAKANO, legal_form=LegalForm.CORPORATION),
        FirmFacts("外字\ue000旅館", representative="見?本", address=KASHIWABARA, corporate_number="1234567890123"),
        FirmFacts("とじた屋", address=MURE, status=FirmStatus.CLOSED, industry="小売業"),
    ]
    return [firms.add(ledger, act, facts).value for facts in made]


def found(ledger: Ledger, campaign: int | None = None, **filters: tuple[str, ...]) -> list[int]:
    return firms.find(ledger, Query(filters=dict(filters)), campaign)


def test_every_problem_finds_its_firms(ledger: Ledger, four: list[int]) -> None:
    first, second, third, closed = four
    assert found(ledger, problem=("no_postal_code",)) == [second]
    assert found(ledger, problem=("lost_character",)) == [third]
    assert found(ledger, problem=("private_use_character", "no_postal_code")) == [second, third]
    assert found(ledger, problem=("corporate_number_wrong",)) == [third]
    assert found(ledger, problem=("no_representative",)) == [closed]
    counted = {kind: number for kind, number in firms.count_problems(ledger).items() if number}
    assert counted == dict.fromkeys(
        [
            FirmProblem.NO_POSTAL_CODE,
            FirmProblem.LOST_CHARACTER,
            FirmProblem.PRIVATE_USE_CHARACTER,
            FirmProblem.CORPORATE_NUMBER_WRONG,
            FirmProblem.NO_REPRESENTATIVE,
        ],
        1,
    )
    (sound,) = firms.lines(ledger, [first])
    assert firms.problems_of(sound.facts) == {}


def test_a_problem_put_right_is_gone_and_comes_back_with_undo(ledger: Ledger, act: Act, four: list[int]) -> None:
    (firm,) = firms.lines(ledger, [four[1]])
    mended = FirmFacts("株式会社ためし", representative="試 花子", address=MURE)
    firms.edit(ledger, act, firm, mended)
    assert found(ledger, problem=("no_postal_code",)) == []
    history.undo(ledger, act)
    assert found(ledger, problem=("no_postal_code",)) == [four[1]]


def test_a_shokokai_stands_for_the_municipalities_it_serves(ledger: Ledger, act: Act, four: list[int]) -> None:
    north = NewOrganisation(OrganisationKind.SHOKOKAI, "北部商工会", areas=("20590", "20583"))
    key = organisations.add(ledger, act, north).value
    other = organisations.add(
        ledger, act, NewOrganisation(OrganisationKind.SHOKOKAI, "牟礼商工会", areas=("20590",))
    ).value
    organisations.add(ledger, act, NewOrganisation(OrganisationKind.BANK, "信用金庫", areas=("20211",)))
    assert found(ledger, shokokai=(str(key),)) == [four[0], four[2], four[3]]
    assert found(ledger, shokokai=(str(other),)) == [four[0], four[3]]
    assert found(ledger, shokokai=(str(key),), status=("active",), industry=("小売業",)) == [four[0]]
    assert {one.name: count for one, count in firms.shokokai(ledger).items()} == {"北部商工会": 3, "牟礼商工会": 2}


def test_targets_of_the_campaign_are_filtered_and_sorted_by_number(ledger: Ledger, act: Act, four: list[int]) -> None:
    campaign = ledgers.current_campaign(ledger).id
    targets.select(ledger, act, campaign, targets.plan(ledger, campaign, municipalities=["20211", "20583"]))
    assert found(ledger, campaign, target=("yes",)) == [four[1], four[2]]
    assert found(ledger, campaign, target=("no",)) == [four[0], four[3]]
    assert found(ledger, campaign, target=("yes", "no")) == four
    assert found(ledger, None, target=("yes",)) == []
    by_number = firms.find(ledger, Query(sort="number"), campaign)
    assert by_number == [four[1], four[2], four[0], four[3]]
    assert firms.find(ledger, Query(sort="number", descending=True), campaign) == [four[2], four[1], four[0], four[3]]


def test_an_unknown_legal_form_is_found_by_an_empty_value(ledger: Ledger, four: list[int]) -> None:
    assert found(ledger, legal_form=("",)) == [four[2], four[3]]
    assert found(ledger, legal_form=("sole", "corporation")) == four[:2]


@pytest.mark.parametrize("sort", ["number", "rest", "legal_form", "do_not_mail", "problems", "note", "kana", "staff"])
def test_every_column_sorts_both_ways(ledger: Ledger, four: list[int], sort: str) -> None:
    up = firms.find(ledger, Query(sort=sort), 1)
    down = firms.find(ledger, Query(sort=sort, descending=True), 1)
    assert sorted(up) == sorted(down) == four
