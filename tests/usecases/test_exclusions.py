"""Leaving firms out of a campaign: every rule with its sign, the counts before anything is ticked, the rules edited."""

from dataclasses import replace

import pytest

from shoukei_app.domain.exclusion import Exclusion, Sign, SignKind
from shoukei_app.domain.firm import Address, FirmFacts, FirmStatus
from shoukei_app.domain.history import Act
from shoukei_app.domain.selection import Area, Wish, choose, hits
from shoukei_app.store.ledger import Ledger
from shoukei_app.usecases import firms, history, ledgers, targets

MURE = Address("3891211", "長野県", "上水内郡", "飯綱町", "20590", "牟礼", "100")
KUROKAWA = replace(MURE, town="黒川")
NAKANO = Address("3830000", "長野県", "", "中野市", "20211", "中央", "1-1")
HEAD = "7000012050002"

FIRMS = {
    "plain": FirmFacts("れい商店", address=MURE, industry="小売業"),
    "factory": FirmFacts("見本鉄工場", address=MURE, industry="製造業"),
    "branch": FirmFacts("株式会社みほん　飯綱営業所", address=MURE),
    "office": FirmFacts("有限会社ためし", office="牟礼工場", address=KUROKAWA),
    "second": FirmFacts("株式会社れい", office="別館", corporate_number=HEAD, address=NAKANO),
    "head": FirmFacts("株式会社れい", corporate_number=HEAD, address=MURE),
    "large": FirmFacts("株式会社おおきい", address=MURE, staff=300),
    "chain": FirmFacts("ｾﾌﾞﾝ-ｲﾚﾌﾞﾝ架空店", address=MURE),
    "public": FirmFacts("架空町立牟礼小学校", address=MURE),
    "temple": FirmFacts("宗教法人れい寺", address=MURE),
    "resting": FirmFacts("やすみ屋", address=MURE, note="令和6年から休業中"),
    "nowhere": FirmFacts("どこか商店", address=Address(municipality="飯綱町", municipality_code="20590")),
    "closed": FirmFacts("とじた支店", address=MURE, status=FirmStatus.CLOSED),
    "refusing": FirmFacts("おことわり屋", address=MURE, do_not_mail=True),
}


@pytest.fixture
def ids(ledger: Ledger, act: Act) -> dict[str, int]:
    """The firms by their names in this test."""
    return {name: firms.add(ledger, act, facts).value for name, facts in FIRMS.items()}


@pytest.fixture
def campaign(ledger: Ledger) -> int:
    return ledgers.current_campaign(ledger).id


def test_every_rule_names_what_made_it_match(ledger: Ledger, campaign: int, ids: dict[str, int]) -> None:
    known = {key: name for name, key in ids.items()}
    signs = {
        known[one.id]: {key: sign for key, sign in one.reasons.items() if key is not Exclusion.CLOSED}
        for one in targets.candidates(ledger, campaign)
        if one.reasons
    }
    assert signs == {
        "branch": {Exclusion.BRANCHES: Sign(SignKind.NAME, "営業所")},
        "office": {Exclusion.BRANCHES: Sign(SignKind.NAME, "工場")},
        "second": {Exclusion.BRANCHES: Sign(SignKind.HEAD_OFFICE)},
        "large": {Exclusion.CHAINS: Sign(SignKind.STAFF, "300")},
        "chain": {Exclusion.CHAINS: Sign(SignKind.NAME, "セブン-イレブン")},
        "public": {Exclusion.PUBLIC: Sign(SignKind.NAME, "小学校")},
        "resting": {Exclusion.SUSPENDED: Sign(SignKind.REMARK, "休業")},
        "nowhere": {Exclusion.NO_ADDRESS: Sign(SignKind.STATE)},
        "closed": {Exclusion.BRANCHES: Sign(SignKind.NAME, "支店")},
        "refusing": {Exclusion.DO_NOT_MAIL: Sign(SignKind.STATE)},
    }


def test_the_counts_add_up_and_nothing_is_left_out_unasked(ledger: Ledger, campaign: int, ids: dict[str, int]) -> None:
    everybody = targets.candidates(ledger, campaign)
    counted = hits(everybody)
    assert counted.firms == len(FIRMS)
    assert counted.rules[Exclusion.BRANCHES] == 4
    assert counted.legal_forms["宗教法人"] == 1
    nothing = choose(everybody, Wish())
    assert nothing.excluded == {Exclusion.CLOSED: 1, Exclusion.DO_NOT_MAIL: 1}
    wish = Wish(
        frozenset({Exclusion.BRANCHES, Exclusion.CHAINS, Exclusion.PUBLIC, Exclusion.SUSPENDED, Exclusion.NO_ADDRESS}),
        frozenset({"製造業"}),
        frozenset({"宗教法人"}),
    )
    selection = choose(everybody, wish)
    assert set(selection.firm_ids) == {ids["plain"], ids["head"]}
    assert selection.excluded == {
        Exclusion.CLOSED: 1,
        Exclusion.DO_NOT_MAIL: 1,
        Exclusion.SUSPENDED: 1,
        Exclusion.NO_ADDRESS: 1,
        Exclusion.BRANCHES: 3,
        Exclusion.CHAINS: 2,
        Exclusion.PUBLIC: 1,
        Exclusion.LEGAL_FORM: 1,
        Exclusion.INDUSTRY: 1,
    }
    assert len(selection.firm_ids) + sum(selection.excluded.values()) == len(FIRMS)


def test_targets_are_not_chosen_twice(ledger: Ledger, act: Act, campaign: int, ids: dict[str, int]) -> None:
    targets.select(ledger, act, campaign, targets.plan(ledger, campaign, municipalities=["20211"]))
    again = targets.plan(ledger, campaign)
    assert ids["second"] not in again.firm_ids
    assert again.excluded[Exclusion.ALREADY_TARGET] == 1


def test_an_area_is_whole_municipalities_and_single_towns(ledger: Ledger, campaign: int, ids: dict[str, int]) -> None:
    area = Area(frozenset({"20211"}), frozenset({("20590", "黒川")}))
    inside = [one.id for one in targets.candidates(ledger, campaign) if area.holds(one)]
    assert set(inside) == {ids["second"], ids["office"]}


def test_an_office_edits_the_words_of_a_rule(ledger: Ledger, act: Act, campaign: int, ids: dict[str, int]) -> None:
    rules = ledgers.campaign(ledger, campaign).exclusions
    edited = tuple(
        replace(rule, words=("れい",), staff_from=None) if rule.key is Exclusion.CHAINS else rule for rule in rules
    )
    ledgers.edit_exclusions(ledger, act, campaign, edited)
    chains = {one.id for one in targets.candidates(ledger, campaign) if Exclusion.CHAINS in one.reasons}
    assert chains == {ids["plain"], ids["second"], ids["head"], ids["temple"]}
    history.undo(ledger, act)
    assert ledgers.campaign(ledger, campaign).exclusions == rules
