"""Reads and cleans every list of a folder and prints a table: how it was read, and what became of every row.

Run: python -m tests.bench.read_lists [FOLDER] [--columns]     (default: ../shared/data/lists beside the checkout)

"in" are rows that nobody needs to touch (`CleanedRow.is_ready`), "remark" rows that are in and have one, "ask" rows
that are in and ask a person something, "out" rows that are no firm. in + ask + out = rows of the file.
"""

import argparse
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from shoukei_app.domain.listing import ASKS_A_PERSON, CleanedRow, ReadList
from shoukei_app.domain.problem import Problem
from shoukei_app.usecases import lists, masters
from shoukei_app.words import problems

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "data" / "lists"


@dataclass
class Tally:
    """What became of the rows of one list, or of all."""

    rows: int = 0
    ready: int = 0
    remarked: int = 0
    asking: int = 0
    out: int = 0
    kinds: Counter[str] = field(default_factory=Counter)

    def add(self, row: CleanedRow) -> None:
        self.rows += 1
        self.ready += row.is_ready
        self.asking += row.facts is not None and not row.is_ready
        self.remarked += row.is_ready and bool(row.findings)
        self.out += row.facts is None
        self.kinds.update(_shown(finding.kind.value, row) for finding in row.findings)

    def join(self, other: "Tally") -> None:
        self.rows += other.rows
        self.ready += other.ready
        self.remarked += other.remarked
        self.asking += other.asking
        self.out += other.out
        self.kinds.update(other.kinds)

    def line(self) -> str:
        assert self.ready + self.asking + self.out == self.rows
        return (
            f"{self.rows:>7,} {self.ready:>7,} {self.ready / max(1, self.rows):>6.1%} {self.remarked:>7,}"
            f" {self.asking:>7,} {self.out:>6,}"
        )


def _shown(kind: str, row: CleanedRow) -> str:
    return f"out:{kind}" if row.facts is None else f"{kind}!" if kind in ASKS_A_PERSON else kind


def tally(listed: ReadList) -> Tally:
    """Clean every row of a list and count."""
    found = Tally()
    cleaner = lists.cleaner_of(listed, listed.columns)
    for row in listed.rows:
        found.add(cleaner.clean(row))
    for row, finding in listed.left_out:
        found.add(CleanedRow(row, None, (finding,)))
    return found


def show_columns(listed: ReadList) -> None:
    for column, indices in listed.columns.items():
        cells = (row.cells[indices[0]].strip() for row in listed.rows if indices[0] < len(row.cells))
        sample = next(filter(None, cells), "")[:24]
        print(f"     {column.value:18} {' + '.join(listed.headings[i] or f'#{i + 1}' for i in indices)}   ({sample!r})")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path, nargs="?", default=FOLDER)
    parser.add_argument("--columns", action="store_true", help="show every column with its heading")
    options = parser.parse_args()
    masters.postal_master().load()
    every = Tally()
    print(f"{'':44} {'rows':>7} {'in':>7} {'':>6} {'remark':>7} {'ask':>7} {'out':>6}  read clean s")
    for path in sorted(path for path in options.folder.rglob("*") if path.is_file()):
        name = str(path.relative_to(options.folder))
        started = time.perf_counter()
        try:
            listed = lists.read(path)
        except Problem as problem:
            print(f"{name[:44]:44} {problem.kind.value}: {problems.sentence(problem)}")
            continue
        read = time.perf_counter()
        found = tally(listed)
        print(
            f"{name[:44]:44} {found.line()}  {read - started:.2f} {time.perf_counter() - read:.2f}\n"
            f"     {listed.format} {listed.encoding} sheet={listed.sheet!r} headings in row {listed.header_row}"
        )
        if options.columns:
            show_columns(listed)
        print(f"     {dict(found.kinds.most_common())}", flush=True)
        every.join(found)
    print(f"{'all':44} {every.line()}\n     {dict(every.kinds.most_common())}")


if __name__ == "__main__":
    main()
