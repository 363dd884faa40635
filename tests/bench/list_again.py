"""Takes in a publisher's list and then its next one: how many rows are the same firms, and which are truly new.

Run: python -m tests.bench.list_again [--show N]. It reads ../shared/data beside the repository.

"new, name known" are rows said to be new though the first list has a firm of that name: another shop of a chain, or a
pair that was not recognised. --show prints that many of them, beside the row of the first list.
"""

import argparse
import tempfile
from collections import defaultdict
from datetime import datetime
from pathlib import Path

from shoukei_app.domain.firm import FirmFacts
from shoukei_app.domain.history import Act
from shoukei_app.domain.problem import Problem
from shoukei_app.domain.progress import Progress
from shoukei_app.domain.text import match_key
from shoukei_app.usecases import ledgers, lists
from shoukei_app.usecases.list_matching import Verdict
from shoukei_app.usecases.lists import ListPreview

LISTS = Path(__file__).resolve().parents[3] / "shared" / "data" / "lists"
PAIRS = (
    ("takamatsu_merged_header_barber_202405.xlsx", "takamatsu_barber_shops_0100.xlsx"),
    ("takamatsu_merged_header_cleaning_202405.xlsx", "takamatsu_cleanings_0102.xlsx"),
    ("takamatsu_barber_shops_0100.xlsx", "takamatsu_barber_shops_0100.xlsx"),
)


def previews(folder: Path, first: Path, second: Path) -> tuple[ListPreview, ListPreview]:
    """The preview of the first list, which is then taken in, and that of the second."""
    act = Act("bench", datetime(2026, 7, 1))
    ledger = ledgers.create(folder / f"{first.stem}-{second.stem}.shoukei", act, name="見本", fiscal_year=2026)
    try:
        before = lists.check(ledger, lists.read(first), Progress())
        lists.take_in(ledger, act, before, Progress())
        listed, recalled = lists.read_as_before(ledger, lists.read(second), second)
        how = "not recognised" if recalled is None else "by headings" if recalled.same_headings else "by contents"
        print(f"   columns as before: {how}")
        return before, lists.check(ledger, listed, Progress())
    finally:
        ledger.close()


def report(before: ListPreview, after: ListPreview, show: int) -> None:
    known: dict[str, list[FirmFacts]] = defaultdict(list)
    for row in before.rows:
        if row.facts is not None:
            known[match_key(row.facts.name)].append(row.facts)
    new = [row for row in after.rows if row.verdict is Verdict.NEW and row.facts is not None]
    asked = sum(row.possible_duplicate is not None for row in new)
    named = [(row.facts, others) for row in new if row.facts and (others := known.get(match_key(row.facts.name)))]
    same_place = [
        row.facts
        for row in new
        if row.facts and any(row.facts.address.text == one.address.text for found in known.values() for one in found)
    ]
    counts = " ".join(f"{verdict.value} {after.count(verdict)}" for verdict in Verdict)
    print(
        f"   first list: {before.count(Verdict.NEW)} firms of {len(before.rows)} rows; second: {len(after.rows)} rows"
    )
    print(f"   {counts}; asked about {asked}")
    print(f"   new, name known: {len(named)}; new, address known: {len(same_place)}")
    for facts, others in named[:show]:
        print(f"      {facts.name} {facts.address.text} {facts.representative}")
        for one in others[:3]:
            print(f"         was {one.name} {one.address.text} {one.representative}")
    for facts in same_place[:show]:
        there = [one for found in known.values() for one in found if one.address.text == facts.address.text]
        print(f"      {facts.name} / {facts.representative}  <-  {there[0].name} / {there[0].representative}")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--show", type=int, default=0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for first, second in PAIRS:
            print(f"== {first} then {second}")
            try:
                report(*previews(Path(folder), LISTS / first, LISTS / second), options.show)
            except Problem as problem:
                print(f"   {problem}")


if __name__ == "__main__":
    main()
