"""The 30 columns of 国税庁 without headings: the latest row of a firm only, closed firms with date and reason."""

import csv
from datetime import date
from pathlib import Path

from shoukei_app.domain.corporate_number import check_digit
from shoukei_app.domain.firm import FirmStatus
from shoukei_app.domain.history import Act
from shoukei_app.domain.listing import FindingKind, ListColumn
from shoukei_app.domain.progress import Progress
from shoukei_app.domain.query import Query
from shoukei_app.store.ledger import Ledger
from shoukei_app.usecases import firms, lists
from shoukei_app.usecases.list_matching import Verdict


def number(serial: int) -> str:
    base = f"1000{serial:08d}"
    return check_digit(base) + base


def line(
    place: int,
    serial: int,
    name: str,
    street: str,
    *,
    changed: str,
    latest: bool = True,
    closed: str = "",
    why: str = "",
) -> list[str]:
    """One line of the layout (国税庁 法人番号公表サイト, リソース定義書)."""
    cells = [""] * 30
    cells[0:7] = [str(place), number(serial), "12", "0", changed, changed, name]
    cells[8:12] = ["301", "長野県", "中野市", street]
    cells[13:16] = ["20", "211", "3830013"]
    cells[18:20] = [closed, why]
    cells[22:24] = ["2015-10-05", "1" if latest else "0"]
    cells[28:30] = ["ミホン", "0"]
    return cells


def test_the_layout_is_known_by_itself(file_ledger: Ledger, act: Act, tmp_path: Path) -> None:
    path = tmp_path / "20_nagano_all.csv"
    with path.open("w", encoding="cp932", newline="") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL).writerows(
            [
                line(1, 1, "株式会社みほん旧", "大字中野１番地", changed="2015-10-05", latest=False),
                line(2, 1, "株式会社みほん", "大字中野２番地", changed="2024-04-01"),
                line(3, 2, "有限会社ためし", "大字江部３番地", changed="2023-01-10", closed="2023-01-10", why="01"),
                *(
                    line(4 + n, 3 + n, f"合同会社れい{n}", f"大字吉田{n + 1}番地", changed="2020-02-02")
                    for n in range(5)
                ),
            ]
        )
    read = lists.read(path)
    assert (read.encoding, read.header_row) == ("cp932", None)
    assert {ListColumn.CORPORATE_NUMBER, ListColumn.FIRM_NAME, ListColumn.STREET, ListColumn.CLOSED_ON} <= set(
        read.columns
    )
    preview = lists.check(file_ledger, read, Progress())
    assert [row.verdict for row in preview.rows].count(Verdict.NEW) == 7
    (superseded,) = [row for row in preview.rows if row.verdict is Verdict.REJECTED]
    assert superseded.row.number == 1
    assert [finding.kind for finding in superseded.findings] == [FindingKind.SUPERSEDED_ROW]
    lists.take_in(file_ledger, act, preview, Progress())
    kept = {one.facts.corporate_number: one.facts for one in firms.lines(file_ledger, firms.find(file_ledger, Query()))}
    assert kept[number(1)].name == "株式会社みほん"
    closed = kept[number(2)]
    assert (closed.status, closed.status_on) == (FirmStatus.CLOSED, date(2023, 1, 10))
    assert closed.status_reason == "清算の結了等"
