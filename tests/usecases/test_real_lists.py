"""Lists of public bodies, where they are there: every row is in or named, and one undo takes all of it back."""

from pathlib import Path

import pytest

from shoukei_app.domain.history import Act
from shoukei_app.domain.progress import Progress
from shoukei_app.store.ledger import Ledger
from shoukei_app.usecases import firms, history, lists
from shoukei_app.usecases.list_matching import Verdict


@pytest.mark.parametrize(
    ("name", "rows"), [("nta_nagano_even.cp932.csv", 13_748), ("takamatsu_food_license_20260731.xlsx", 7_350)]
)
def test_a_whole_list_goes_in_and_out_again(
    shared_data: Path, file_ledger: Ledger, act: Act, name: str, rows: int
) -> None:
    before = file_ledger.digest()
    preview = lists.check(file_ledger, lists.read(shared_data / "lists" / name), Progress())
    assert len(preview.rows) == rows
    assert sum(preview.count(verdict) for verdict in Verdict) == rows
    assert all(row.findings for row in preview.rows if row.verdict is Verdict.REJECTED)
    lists.take_in(file_ledger, act, preview, Progress())
    assert firms.count(file_ledger) == preview.count(Verdict.NEW)
    taken = file_ledger.digest()
    history.undo(file_ledger, act)
    assert file_ledger.digest() == before
    history.redo(file_ledger, act)
    assert file_ledger.digest() == taken
    again = lists.check(file_ledger, lists.read(shared_data / "lists" / name), Progress())
    assert again.count(Verdict.NEW) == 0


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("takamatsu_merged_header_barber_202405.xlsx", "takamatsu_barber_shops_0100.xlsx"),
        ("takamatsu_merged_header_cleaning_202405.xlsx", "takamatsu_cleanings_0102.xlsx"),
    ],
)
def test_the_list_of_two_years_later_is_mostly_the_same_firms(
    shared_data: Path, file_ledger: Ledger, act: Act, first: str, second: str
) -> None:
    folder = shared_data / "lists"
    before = lists.check(file_ledger, lists.read(folder / first), Progress())
    lists.take_in(file_ledger, act, before, Progress())
    listed, recalled = lists.read_as_before(file_ledger, lists.read(folder / second), folder / second)
    assert recalled is not None
    assert not recalled.same_headings
    after = lists.check(file_ledger, listed, Progress())
    assert after.count(Verdict.NEW) <= 0.06 * len(after.rows)
    known = {row.facts.name for row in before.rows if row.facts}
    unasked = [row.facts for row in after.rows if row.verdict is Verdict.NEW and not row.possible_duplicate]
    assert not [facts for facts in unasked if facts and facts.name in known]


def test_addresses_that_begin_with_a_ward_are_placed(shared_data: Path) -> None:
    listed = lists.read(shared_data / "lists" / "kobe_institution10_elderly.csv")
    cleaner = lists.cleaner_of(listed, listed.columns)
    cleaned = [cleaner.clean(row) for row in listed.rows]
    assert all(row.is_ready and row.facts.address.municipality.startswith("神戸市") for row in cleaned if row.facts)
    assert all(row.facts for row in cleaned)
