"""An address that leaves its municipality out is placed by its postcode, its section, or the rest of the list."""

import time
from collections.abc import Sequence

import pytest

from shoukei_app import assets
from shoukei_app.domain.address import ParsedAddress, split_address
from shoukei_app.domain.cleaning import Cleaner, municipality_cells, row_places
from shoukei_app.domain.list_place import whereabouts
from shoukei_app.domain.listing import CleanedRow, FindingKind, ListColumn, ListedRow
from shoukei_app.domain.postal_agreement import agreement
from shoukei_app.domain.postal_master import PostalMaster

C = ListColumn
COLUMNS = {C.FIRM_NAME: (0,), C.POSTAL_CODE: (1,), C.MUNICIPALITY: (2,), C.ADDRESS: (3,)}
Cells = tuple[str, str, str]  # postcode, municipality, address


@pytest.fixture(scope="module")
def master() -> PostalMaster:
    return PostalMaster(assets.data)


def cleaned(
    master: PostalMaster, rows: Sequence[Cells], sections: Sequence[tuple[int, str]] = (), title: str = ""
) -> list[CleanedRow]:
    """Clean a list of these rows, numbered 10, 20, 30…; `sections` stand between them."""

    def split(
        text: str, *, prefecture_hint: str = "", municipality_hint: str = "", postal_code: str = ""
    ) -> ParsedAddress:
        return split_address(
            text,
            master,
            prefecture_hint=prefecture_hint,
            municipality_hint=municipality_hint,
            postal_code=postal_code,
        )

    listed = [ListedRow(10 * number, ("見本", *cells)) for number, cells in enumerate(rows, 1)]
    places = whereabouts(master, row_places(listed, COLUMNS), sections, municipality_cells(listed, COLUMNS), title)
    cleaner = Cleaner(COLUMNS, (), split, lambda code, parsed: agreement(code, parsed, master), places)
    return [cleaner.clean(row) for row in listed]


def address(row: CleanedRow) -> str:
    assert row.facts is not None
    return row.facts.address.text


def kinds(row: CleanedRow) -> list[FindingKind]:
    return [finding.kind for finding in row.findings]


def test_a_ward_is_placed_by_the_postcode(master: PostalMaster) -> None:
    (row,) = cleaned(master, [("651-0086", "", "中央区磯上通9-9-9")])
    assert address(row) == "兵庫県神戸市中央区磯上通9-9-9"
    assert kinds(row) == [FindingKind.MUNICIPALITY_FILLED_IN]
    assert row.is_ready


def test_wards_without_postcodes_are_placed_by_the_city_that_has_them_all(master: PostalMaster) -> None:
    rows = cleaned(master, [("", "", text) for text in ("東灘区御影9", "長田区大谷町9", "中央区磯上通9")])
    assert [address(row)[:9] for row in rows] == ["兵庫県神戸市東灘区", "兵庫県神戸市長田区", "兵庫県神戸市中央区"]
    assert kinds(rows[2])[0] is FindingKind.MUNICIPALITY_BY_LIST


def test_wards_that_several_cities_have_are_of_tokyo_only_where_the_list_is(master: PostalMaster) -> None:
    in_tokyo = cleaned(
        master, [("", "", text) for text in ("千代田区神田司町9", "世田谷区桜9", "新宿区市谷9", "港区芝9")]
    )
    assert address(in_tokyo[3]) == "東京都港区芝9"
    osaka = ("大阪府堺市北区百舌鳥陵南町9", "大阪市北区梅田9", "大阪府高槻市桃園町9", "港区築港9", "北区9")
    in_osaka = cleaned(master, [("", "", text) for text in osaka])
    assert address(in_osaka[3]) == "大阪府大阪市港区築港9"
    assert FindingKind.MUNICIPALITY_UNKNOWN in kinds(in_osaka[4])  # two of its cities have this ward


@pytest.mark.parametrize("section", ["■ 長野市", "【長野市】", "長野市（2件）", "１　長野市の部", "長野県長野市"])
def test_rows_under_a_section_lie_in_its_municipality(master: PostalMaster, section: str) -> None:
    rows = cleaned(
        master,
        [("", "", "大字栗田999"), ("", "", "中込999"), ("", "", "甲府市丸の内9")],
        [(5, section), (15, "■ 佐久市"), (16, "飲食店"), (25, "その他")],
    )
    assert [address(row) for row in rows] == ["長野県長野市大字栗田999", "長野県佐久市中込999", "山梨県甲府市丸の内9"]
    assert kinds(rows[0]) == kinds(rows[1]) == [FindingKind.MUNICIPALITY_FILLED_IN, FindingKind.POSTAL_CODE_MISSING]


def test_a_municipality_cell_may_stand_for_the_rows_below_it(master: PostalMaster) -> None:
    cells = [("", "佐久市", "中込9"), ("", "", "岩村田9"), ("", "〃", "臼田9"), ("", "小諸市", "甲9"), ("", "", "乙9")]
    assert [address(row)[3:6] for row in cleaned(master, cells)] == ["佐久市", "佐久市", "佐久市", "小諸市", "小諸市"]


def test_nearly_all_other_rows_say_where_the_rest_lies(master: PostalMaster) -> None:
    rows = cleaned(
        master, [*[("", "", f"長野県佐久市中込{n}") for n in range(12)], ("", "", "臼田9"), ("", "", "無い町9")]
    )
    assert address(rows[-2]) == "長野県佐久市臼田9"
    assert rows[-2].is_ready
    assert FindingKind.MUNICIPALITY_BY_LIST in kinds(rows[-1])
    assert FindingKind.MUNICIPALITY_UNKNOWN in kinds(rows[-1])  # its town is not to be found there: a person looks


def test_a_name_that_several_prefectures_have_is_of_the_list_s(master: PostalMaster) -> None:
    rows = cleaned(master, [*[("", "", f"東京都調布市布田{n}") for n in range(12)], ("", "", "府中市宮町9")])
    assert address(rows[-1]) == "東京都府中市宮町9"


def test_a_title_counts_where_no_row_says_anything(master: PostalMaster) -> None:
    (row,) = cleaned(master, [("", "", "中込999")], title="佐久市商工会 会員名簿")
    assert address(row) == "長野県佐久市中込999"


def test_nothing_is_searched_all_over_japan(master: PostalMaster) -> None:
    started = time.perf_counter()
    rows = cleaned(master, [("", "", f"{name}9丁目") for name in ("本町", "中央通", "大手")] * 100)
    assert time.perf_counter() - started < 1
    assert all(FindingKind.MUNICIPALITY_UNKNOWN in kinds(row) for row in rows)


def test_an_area_is_no_address(master: PostalMaster) -> None:
    (row,) = cleaned(master, [("", "", "長野県佐久市一円")])
    assert kinds(row) == [FindingKind.ADDRESS_IS_AREA]
    assert not row.is_ready
