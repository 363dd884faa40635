"""What the register page reads: a firm's way through campaigns, likely doubles, lists of before, rows decided about."""

from pathlib import Path

import openpyxl
import pytest

from shoukei_app.domain.duplicates import Level
from shoukei_app.domain.firm import Address, FirmFacts
from shoukei_app.domain.history import Act
from shoukei_app.domain.listing import FindingKind, GuessReason, ListColumn, ListedRow, ReadList
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.progress import Progress
from shoukei_app.usecases import export, firms, ledgers, lists, masters, targets
from shoukei_app.usecases.ledgers import Ledger
from shoukei_app.usecases.list_matching import Verdict

MURE = Address("3891211", "長野県", "上水内郡", "飯綱町", "20590", "牟礼", "100")
COLUMNS = {
    ListColumn.FIRM_NAME: (0,),
    ListColumn.REPRESENTATIVE: (1,),
    ListColumn.ADDRESS: (2,),
    ListColumn.PHONE: (3,),
}
HEADINGS = ("会員名", "代表者", "住所", "電話")


def read_list(*rows: tuple[str, ...], headings: tuple[str, ...] = HEADINGS) -> ReadList:
    listed = tuple(ListedRow(place, cells) for place, cells in enumerate(rows, start=2))
    return ReadList("名簿.xlsx", "xlsx", "", "名簿", ("名簿",), 1, headings, COLUMNS, listed)


def test_register_lines_carry_the_form_number_of_the_campaign(file_ledger: Ledger, act: Act) -> None:
    first = firms.add(file_ledger, act, FirmFacts("れい商店", address=MURE, industry="小売業")).value
    second = firms.add(file_ledger, act, FirmFacts("ためし旅館", do_not_mail=True)).value
    campaign = ledgers.current_campaign(file_ledger).id
    targets.select(file_ledger, act, campaign, targets.plan(file_ledger, campaign))
    lines = firms.register_lines(file_ledger, campaign, [second, first])
    assert [(line.id, bool(line.number)) for line in lines] == [(second, False), (first, True)]
    assert [line.number for line in firms.register_lines(file_ledger, None, [first])] == [""]
    assert firms.industries(file_ledger) == {"小売業": 1, "": 1}


def test_a_firm_without_campaign_has_no_course(file_ledger: Ledger, act: Act) -> None:
    key = firms.add(file_ledger, act, FirmFacts("れい商店", address=MURE)).value
    assert firms.courses(file_ledger, key) == ()
    campaign = ledgers.current_campaign(file_ledger)
    targets.select(file_ledger, act, campaign.id, targets.plan(file_ledger, campaign.id))
    (course,) = firms.courses(file_ledger, key)
    assert (course.campaign, course.sent, course.receipt, course.answers) == (campaign.name, (), None, ())


def test_examining_by_hand_finds_what_an_import_finds() -> None:
    made = firms.examine(
        {
            ListColumn.FIRM_NAME: "れい商店",
            ListColumn.POSTAL_CODE: "389-1305",
            ListColumn.ADDRESS: "長野県上水内郡飯綱町牟礼100",
        }
    )
    assert made.facts is not None
    assert made.facts.address.municipality_code == "20590"
    (finding,) = made.findings
    assert (finding.kind, finding.suggestion) == (FindingKind.POSTAL_CODE_DISAGREES, "3891211")


def test_firms_alike_are_ordered_by_likeness_and_never_the_firm_itself(file_ledger: Ledger, act: Act) -> None:
    same = firms.add(file_ledger, act, FirmFacts("株式会社れい", address=MURE)).value
    named = firms.add(
        file_ledger, act, FirmFacts("㈱レイ", address=Address(municipality_code="20583", town="柏原"))
    ).value
    found = firms.alike(file_ledger, FirmFacts("株式会社れい", address=MURE))
    assert [one.firm.id for one in found] == [same, named][: len(found)]
    assert found[0].likeness.level is Level.SURE
    assert same not in [
        one.firm.id for one in firms.alike(file_ledger, FirmFacts("株式会社れい", address=MURE), besides=same)
    ]


def test_a_postcode_says_where_it_is() -> None:
    assert masters.places_of("3891211") == ("長野県上水内郡飯綱町牟礼",)
    assert masters.places_of("0000000") == ()
    assert masters.begins_with_place("上水内郡飯綱町牟礼")
    assert masters.begins_with_place("長野県")
    assert not masters.begins_with_place("牟礼100")


def test_lists_taken_in_are_remembered_with_their_columns(file_ledger: Ledger, act: Act, tmp_path: Path) -> None:
    path = tmp_path / "会員.csv"
    path.write_text("会員名,代表者,住所,電話\nれい商店,例 二郎,長野県上水内郡飯綱町牟礼1,\n", "utf-8-sig")
    changed = {ListColumn.FIRM_NAME: (0,), ListColumn.REPRESENTATIVE: (1,), ListColumn.ADDRESS: (2,)}
    listed = lists.read(path, columns=changed)
    assert lists.taken_in(file_ledger) == ()
    assert lists.read_as_before(file_ledger, listed, path) == (listed, None)
    lists.take_in(file_ledger, act, lists.check(file_ledger, listed, Progress()), Progress())
    (taken,) = lists.taken_in(file_ledger)
    assert (taken.file_name, taken.rows, taken.taken_in_at) == ("会員.csv", 1, act.at)
    again, recalled = lists.read_as_before(file_ledger, lists.read(path), path)
    assert recalled is not None
    assert recalled.same_headings
    assert again.columns == changed
    assert {one.reason for one in again.guesses if one.meaning} == {GuessReason.REMEMBERED}


def test_the_first_row_that_is_a_firm_is_the_example() -> None:
    listed = read_list(("", "例 二郎", "", ""), ("れい商店", "例 二郎", "", ""))
    made = lists.first_firm(listed, COLUMNS)
    assert made is not None
    assert made.row.number == 3
    assert lists.first_firm(read_list(), COLUMNS) is None


def test_a_row_said_to_be_the_same_firm_changes_it(file_ledger: Ledger, act: Act) -> None:
    key = firms.add(
        file_ledger, act, FirmFacts("れい商店", representative="例 一郎", address=MURE, phone="026-253-0001")
    ).value
    rows = [("れい商店", "例 二郎", f"長野県上水内郡飯綱町牟礼{number}", "") for number in (777, 777, 888)]
    preview = lists.check(file_ledger, read_list(*rows), Progress())
    assert [row.verdict for row in preview.rows][:2] == [Verdict.NEW, Verdict.SAME_IN_FILE]
    assert preview.rows[0].possible_duplicate is not None
    joined = lists.treat_as_same(file_ledger, preview, 2)
    assert joined.rows[0].verdict is Verdict.CHANGED
    assert [row.firm_id for row in joined.rows[:2]] == [key, key]
    assert {change.field for change in joined.rows[0].changes} == {"representative", "rest"}
    lists.take_in(file_ledger, act, joined, Progress())
    card = firms.card(file_ledger, key)
    assert (card.firm.facts.representative, card.firm.facts.phone) == ("例 二郎", "026-253-0001")
    assert [source.row_number for source in card.sources][:2] == [2, 3]


def test_two_rows_said_to_be_one_firm_both_belong_to_it(file_ledger: Ledger, act: Act) -> None:
    key = firms.add(file_ledger, act, FirmFacts("れい商店", representative="例 一郎", address=MURE)).value
    preview = lists.check(
        file_ledger,
        read_list(
            ("れい商店", "例 二郎", "長野県上水内郡飯綱町牟礼777", ""),
            ("れい商店", "例 三郎", "長野県上水内郡飯綱町牟礼888", "026-253-0009"),
        ),
        Progress(),
    )
    for number in (2, 3):
        preview = lists.treat_as_same(file_ledger, preview, number)
    lists.take_in(file_ledger, act, preview, Progress())
    facts = firms.card(file_ledger, key).firm.facts
    assert firms.count(file_ledger) == 1
    assert facts.representative == "例 二郎"
    assert [source.row_number for source in firms.card(file_ledger, key).sources] == [2, 3]


def test_a_row_said_to_be_another_firm_is_asked_about_no_more(file_ledger: Ledger, act: Act) -> None:
    firms.add(file_ledger, act, FirmFacts("れい商店", representative="例 一郎", address=MURE))
    preview = lists.check(
        file_ledger, read_list(("れい商店", "例 二郎", "長野県上水内郡飯綱町牟礼777", "")), Progress()
    )
    settled = lists.treat_as_new(preview, 2)
    assert settled.rows[0].possible_duplicate is None
    assert settled.rows[0].verdict is Verdict.NEW
    assert lists.treat_as_same(file_ledger, settled, 2) is settled


def test_firms_shown_go_out_in_the_order_shown(file_ledger: Ledger, act: Act, tmp_path: Path) -> None:
    first = firms.add(file_ledger, act, FirmFacts("れい商店", address=MURE, staff=2)).value
    second = firms.add(file_ledger, act, FirmFacts("ためし旅館")).value
    path = tmp_path / "名簿.xlsx"
    assert export.firms_shown(file_ledger, None, [second, first], path).value == 2
    rows = list(openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True))
    assert [row[1] for row in rows][-2:] == ["ためし旅館", "れい商店"]
    assert "389-1211" in rows[-1]


def test_a_preview_that_firms_have_overtaken_is_not_taken_in(file_ledger: Ledger, act: Act) -> None:
    preview = lists.check(file_ledger, read_list(("山岸建設", "長野県中野市中央1")), Progress())
    firms.add(file_ledger, act, FirmFacts("山岸建設"))
    before = file_ledger.digest()
    with pytest.raises(Problem) as caught:
        lists.take_in(file_ledger, act, preview, Progress())
    assert caught.value.kind is ProblemKind.PREVIEW_STALE
    assert file_ledger.digest() == before
    fresh = lists.check(file_ledger, preview.read, Progress())
    assert lists.take_in(file_ledger, act, fresh, Progress()).operation
