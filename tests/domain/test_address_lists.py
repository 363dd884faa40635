"""The parser on public lists with known answers; they name living people and are not part of the repository."""

from collections import Counter

import pytest
from bench import address_cases

from shoukei_app import assets
from shoukei_app.domain.address import split_address
from shoukei_app.domain.place_key import folded
from shoukei_app.domain.postal_agreement import PostalAgreement, agreement
from shoukei_app.domain.postal_master import PostalMaster

pytestmark = pytest.mark.skipif(not address_cases.DATA.is_dir(), reason="../shared/data is not beside the repository")


@pytest.fixture(scope="module")
def master() -> PostalMaster:
    return PostalMaster(assets.data)


@pytest.mark.parametrize("cases", [address_cases.geolonia, address_cases.toriyama, address_cases.imi])
def test_places_and_towns(master: PostalMaster, cases: address_cases.Source) -> None:
    right: Counter[str] = Counter()
    for case in cases():
        parsed = split_address(case.text, master)
        current = parsed.current
        place = (current.prefecture, folded(current.county + current.municipality))
        right["cases"] += 1
        right["place"] += place == (case.prefecture, folded(case.municipality))
        right["towns"] += case.town != ""
        right["town"] += case.town != "" and address_cases.right_town(case, parsed)
    assert right["place"] >= 0.99 * right["cases"]
    assert right["town"] >= 0.95 * right["towns"]


def test_codes_of_nagano(master: PostalMaster) -> None:
    rows = address_cases.listed_codes(*address_cases.NTA_LISTS[0])
    kinds = Counter(agreement(listed, split_address(text, master), master) for text, listed in rows)
    assert kinds[PostalAgreement.AGREES] >= 0.97 * len(rows)
    assert kinds[PostalAgreement.DISAGREES] < 0.001 * len(rows)
