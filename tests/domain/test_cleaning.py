from datetime import date

import pytest

from shoukei_app import assets
from shoukei_app.domain.address import ParsedAddress, split_address
from shoukei_app.domain.cleaning import Cleaner, clean_row
from shoukei_app.domain.firm import FirmFacts, FirmStatus, LegalForm
from shoukei_app.domain.listing import CleanedRow, Finding, FindingKind, ListColumn, ListedRow
from shoukei_app.domain.postal_agreement import agreement
from shoukei_app.domain.postal_master import PostalMaster

C = ListColumn
ADDRESS = "長野県佐久市中込9999"


@pytest.fixture(scope="module")
def master() -> PostalMaster:
    return PostalMaster(assets.data)


class Split:
    """split_address with the bundled master, as the use case hands it in."""

    def __init__(self, master: PostalMaster) -> None:
        self._master = master

    def __call__(
        self, text: str, *, prefecture_hint: str = "", municipality_hint: str = "", postal_code: str = ""
    ) -> ParsedAddress:
        return split_address(
            text,
            self._master,
            prefecture_hint=prefecture_hint,
            municipality_hint=municipality_hint,
            postal_code=postal_code,
        )


def clean(master: PostalMaster, headings: dict[str, str] | None = None, **cells: str) -> CleanedRow:
    """Clean one row whose cells are named by the values of ListColumn; `headings` likewise."""
    columns = {C(name): (index,) for index, name in enumerate(cells)}
    shown = [(headings or {}).get(name, "") for name in cells]
    cleaner = Cleaner(columns, shown, Split(master), lambda code, parsed: agreement(code, parsed, master))
    return cleaner.clean(ListedRow(5, tuple(cells.values())))


def facts(row: CleanedRow) -> FirmFacts:
    assert row.facts is not None
    return row.facts


def kinds(row: CleanedRow) -> set[FindingKind]:
    return {finding.kind for finding in row.findings}


def test_a_plain_row(master: PostalMaster) -> None:
    row = clean(
        master,
        firm_name=" 株式会社見本\u3000",
        postal_code="385-0051",
        address=ADDRESS,
        phone="0267(62)9999",
        title="代表取締役",
        representative="見本\u3000太郎",
        industry="製造業",
        staff="１２人",
        corporate_number="7000012050002",
    )
    firm = facts(row)
    assert (firm.name, firm.title, firm.representative) == ("株式会社見本", "代表取締役", "見本\u3000太郎")
    assert (firm.phone, firm.staff, firm.corporate_number) == ("0267-62-9999", 12, "7000012050002")
    assert firm.legal_form is LegalForm.CORPORATION
    assert firm.address.text == ADDRESS
    assert (firm.address.postal_code, firm.address.municipality_code) == ("3850051", "20217")
    assert row.findings == ()


@pytest.mark.parametrize("name", ["㈱髙𠮷", "辻\U000e0100酒店", "ＡＢＣ　商会", "㍿みほん", "\ue000田商店"])
def test_names_are_never_changed(master: PostalMaster, name: str) -> None:
    assert facts(clean(master, firm_name=f"  {name} ", address=ADDRESS)).name == name


@pytest.mark.parametrize("name", ["", "  ", "-", "－"])
def test_a_row_without_a_name_is_rejected(master: PostalMaster, name: str) -> None:
    row = clean(master, firm_name=name, address=ADDRESS)
    assert row.facts is None
    assert kinds(row) == {FindingKind.NAME_MISSING}


def test_a_missing_postcode_is_filled_in_and_said(master: PostalMaster) -> None:
    row = clean(master, firm_name="見本", postal_code="", address=ADDRESS)
    assert facts(row).address.postal_code == "3850051"
    assert row.findings == (Finding(FindingKind.POSTAL_CODE_MISSING, C.POSTAL_CODE, "", "3850051"),)


def test_a_list_without_postcodes_is_not_scolded_for_each_row(master: PostalMaster) -> None:
    row = clean(master, firm_name="見本", address=ADDRESS)
    assert facts(row).address.postal_code == "3850051"
    assert row.findings == ()


@pytest.mark.parametrize("written", ["38500511", "0267-62-9999", "385-005"])
def test_a_malformed_postcode_is_named_with_the_right_one(master: PostalMaster, written: str) -> None:
    row = clean(master, firm_name="見本", postal_code=written, address=ADDRESS)
    assert row.findings == (Finding(FindingKind.POSTAL_CODE_MALFORMED, C.POSTAL_CODE, written, "3850051"),)


@pytest.mark.parametrize(
    ("listed", "kind"),
    [
        ("3800921", FindingKind.POSTAL_CODE_DISAGREES),
        ("3850000", FindingKind.POSTAL_CODE_GENERAL),
        ("9999999", FindingKind.POSTAL_CODE_UNKNOWN),
    ],
)
def test_a_wrong_postcode_is_kept_and_the_right_one_proposed(
    master: PostalMaster, listed: str, kind: FindingKind
) -> None:
    row = clean(master, firm_name="見本", postal_code=listed, address=ADDRESS)
    assert row.findings == (Finding(kind, C.POSTAL_CODE, listed, "3850051"),)
    assert facts(row).address.postal_code == listed


def test_postcode_address_and_telephone_in_one_cell(master: PostalMaster) -> None:
    firm = facts(clean(master, firm_name="見本", address=f"〒385-0051 {ADDRESS} TEL 0267-62-9999"))
    assert (firm.address.postal_code, firm.address.text, firm.phone) == ("3850051", ADDRESS, "0267-62-9999")


def test_company_title_and_person_in_one_cell(master: PostalMaster) -> None:
    firm = facts(clean(master, firm_name="株式会社見本 代表取締役 見本太郎", address=ADDRESS))
    assert (firm.name, firm.title, firm.representative) == ("株式会社見本", "代表取締役", "見本太郎")


def test_company_office_and_person_on_lines_of_one_cell(master: PostalMaster) -> None:
    firm = facts(clean(master, firm_name="株式会社見本\n高原支店\n支店長\u3000見本太郎", address=ADDRESS))
    assert (firm.name, firm.office) == ("株式会社見本", "高原支店")
    assert (firm.title, firm.representative) == ("支店長", "見本太郎")


def test_title_and_person_in_the_column_of_the_person(master: PostalMaster) -> None:
    firm = facts(clean(master, firm_name="見本", representative="理事長\u3000見本太郎", address=ADDRESS))
    assert (firm.title, firm.representative) == ("理事長", "見本太郎")


def test_parts_of_an_address_are_put_together(master: PostalMaster) -> None:
    row = clean(
        master,
        firm_name="見本",
        prefecture="長野県",
        municipality="217佐久市",
        street="中込9999",
        address_2="見本ビル2階",
    )
    address = facts(row).address
    assert (address.prefecture, address.municipality, address.town) == ("長野県", "佐久市", "中込")
    assert address.rest == "9999\u3000見本ビル2階"


def test_what_the_street_says_itself_is_not_said_twice(master: PostalMaster) -> None:
    firm = facts(clean(master, firm_name="見本", prefecture="長野県", municipality="佐久市", address=ADDRESS))
    assert firm.address.text == ADDRESS


def test_two_columns_of_a_municipality_code_are_one(master: PostalMaster) -> None:
    columns = {C.FIRM_NAME: (0,), C.MUNICIPALITY_CODE: (1, 2), C.STREET: (3,)}
    row = clean_row(ListedRow(1, ("見本", "20", "217", "中込9999")), columns, (), Split(master))
    assert facts(row).address.municipality_code == "20217"


def test_a_person_who_runs_the_place_is_its_representative(master: PostalMaster) -> None:
    row = clean(
        master, {"representative": "営業者名"}, firm_name="見本食堂", representative="見本\u3000花子", address=ADDRESS
    )
    assert (facts(row).representative, facts(row).legal_form) == ("見本\u3000花子", LegalForm.SOLE)


def test_a_corporation_that_runs_the_place_is_not_addressed_as_a_person(master: PostalMaster) -> None:
    row = clean(
        master, {"representative": "営業者名"}, firm_name="見本食堂", representative="株式会社見本", address=ADDRESS
    )
    firm = facts(row)
    assert (firm.name, firm.representative, firm.note) == ("見本食堂", "", "営業者名：株式会社見本")
    assert firm.legal_form is LegalForm.CORPORATION


def test_an_operator_in_a_column_of_its_own(master: PostalMaster) -> None:
    person = facts(clean(master, firm_name="見本理容", operator="見本\u3000花子", representative="", address=ADDRESS))
    assert (person.representative, person.note, person.legal_form) == ("見本\u3000花子", "", LegalForm.SOLE)
    company = facts(
        clean(master, firm_name="見本理容", operator="有限会社見本", representative="見本\u3000太郎", address=ADDRESS)
    )
    assert (company.representative, company.note) == ("見本\u3000太郎", "設置者・営業者：有限会社見本")
    same = facts(clean(master, firm_name="有限会社見本", operator="有限会社\u3000見本", address=ADDRESS))
    assert same.note == ""


def test_a_place_without_a_name_goes_by_whoever_runs_it(master: PostalMaster) -> None:
    row = clean(master, firm_name="", operator="株式会社見本", address=ADDRESS)
    assert facts(row).name == "株式会社見本"
    assert row.findings[0] == Finding(FindingKind.NAME_MISSING, C.FIRM_NAME, "", "株式会社見本")


@pytest.mark.parametrize(
    ("closed_on", "reason", "day", "shown"),
    [
        ("2024-03-31", "01", date(2024, 3, 31), "清算の結了等"),
        ("令和6年3月31日", "", date(2024, 3, 31), ""),
        ("", "廃業", None, "廃業"),
        ("R6.3.31廃業", "", date(2024, 3, 31), ""),
    ],
)
def test_closed_firms_are_kept_and_marked(
    master: PostalMaster, closed_on: str, reason: str, day: date | None, shown: str
) -> None:
    row = clean(master, firm_name="見本", address=ADDRESS, closed_on=closed_on, closed_reason=reason)
    firm = facts(row)
    assert (firm.status, firm.status_on, firm.status_reason) == (FirmStatus.CLOSED, day, shown)
    assert kinds(row) == {FindingKind.CLOSED}


@pytest.mark.parametrize("state", ["提供中", "営業中", "active", "廃業予定"])
def test_a_state_that_is_not_closed(master: PostalMaster, state: str) -> None:
    row = clean(master, firm_name="見本", address=ADDRESS, closed_reason=state)
    assert facts(row).status is FirmStatus.ACTIVE
    assert row.findings == ()


def test_a_remark_that_the_firm_has_closed_is_shown_to_a_person(master: PostalMaster) -> None:
    row = clean(master, firm_name="見本", address=ADDRESS, note="R5.3 廃業")
    assert facts(row).status is FirmStatus.ACTIVE
    assert row.findings == (Finding(FindingKind.CLOSED, C.NOTE, "R5.3 廃業"),)


@pytest.mark.parametrize(
    ("column", "value", "kind"),
    [
        ("corporate_number", "7.00001E+12", FindingKind.CORPORATE_NUMBER_WRONG),
        ("corporate_number", "7000012050003", FindingKind.CORPORATE_NUMBER_WRONG),
        ("phone", "82-1234", FindingKind.PHONE_MALFORMED),
        ("staff", "約10名", FindingKind.STAFF_UNREADABLE),
        ("closed_on", "そのうち", FindingKind.DATE_UNREADABLE),
        ("representative", "\ue000田\u3000太郎", FindingKind.PRIVATE_USE_CHARACTER),
        ("office", "本店?1?2号館", FindingKind.LOST_CHARACTER),
        ("name_image", "00012345", FindingKind.SUBSTITUTED_CHARACTER),
    ],
)
def test_what_is_wrong_with_a_cell_is_named(master: PostalMaster, column: str, value: str, kind: FindingKind) -> None:
    assert kind in kinds(clean(master, firm_name="見本", address=ADDRESS, **{column: value}))


def test_a_former_municipality_keeps_its_name_and_todays_is_proposed(master: PostalMaster) -> None:
    row = clean(master, firm_name="見本", address="長野県更埴市大字屋代9999番地")
    (finding,) = row.findings
    assert finding.kind is FindingKind.MUNICIPALITY_MERGED
    assert "千曲市" in finding.suggestion
    assert facts(row).address.municipality == "更埴市"
    assert facts(row).address.municipality_code == "20218"


def test_an_address_that_is_not_there(master: PostalMaster) -> None:
    row = clean(master, firm_name="見本", postal_code="385-0051", address="")
    assert kinds(row) == {FindingKind.ADDRESS_MISSING}
    assert facts(row).address.postal_code == "3850051"


def test_a_row_shorter_than_its_headings(master: PostalMaster) -> None:
    columns = {C.FIRM_NAME: (0,), C.ADDRESS: (1,), C.PHONE: (7,), C.NOTE: (8, 9)}
    assert facts(clean_row(ListedRow(1, ("見本", ADDRESS)), columns, (), Split(master))).name == "見本"
