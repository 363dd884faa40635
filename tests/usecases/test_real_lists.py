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
