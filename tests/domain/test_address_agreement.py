import pytest

from shoukei_app import assets
from shoukei_app.domain.address import split_address
from shoukei_app.domain.postal_agreement import PostalAgreement, agreement
from shoukei_app.domain.postal_master import PostalMaster


@pytest.fixture(scope="module")
def master() -> PostalMaster:
    return PostalMaster(assets.data)


@pytest.mark.parametrize(
    ("listed", "text", "expected"),
    [
        ("3900874", "長野県松本市大手9-9", PostalAgreement.AGREES),
        ("", "長野県松本市大手9-9", PostalAgreement.NOT_LISTED),
        ("3994501", "長野県伊那市西箕輪9999", PostalAgreement.CHANGED_CODE),
        ("3990000", "長野県松本市大手9-9", PostalAgreement.REPRESENTATIVE_CODE),
        ("3999999", "長野県松本市大手9-9", PostalAgreement.UNKNOWN_CODE),
        ("3900851", "長野県松本市大手9-9", PostalAgreement.DISAGREES),
        ("3800921", "長野県松本市大手9-9", PostalAgreement.OTHER_MUNICIPALITY),
        ("3800904", "長野県長野市大字鶴賀99", PostalAgreement.AMBIGUOUS_TOWN),
        ("3900874", "長野県松本市六軒茶屋9", PostalAgreement.TOWN_UNKNOWN),
        ("3900874", "アメリカ合衆国", PostalAgreement.ADDRESS_UNKNOWN),
        ("3994511", "長野県上伊那郡南箕輪村99", PostalAgreement.AGREES),
    ],
)
def test_how_a_listed_code_stands_to_an_address(
    master: PostalMaster, listed: str, text: str, expected: PostalAgreement
) -> None:
    assert agreement(listed, split_address(text, master), master) is expected


def test_the_code_of_one_receiver(master: PostalMaster) -> None:
    office = next(office for code in range(8500, 8800) for office in master.offices(f"380{code}"))
    parsed = split_address("長野県長野市大手町9", master, municipality_hint=office.municipality_code)
    assert agreement(office.postal_code, parsed, master) is PostalAgreement.OFFICE_CODE
    elsewhere = split_address("長野県松本市大手9", master)
    assert agreement(office.postal_code, elsewhere, master) is PostalAgreement.OTHER_MUNICIPALITY
