"""A list of 3,500 and of 100,000 firms as .xlsx: `shoukei list import` beside what openpyxl needs only to read it.

`python -m tests.bench.list_speed`. Whole processes; the mark is not to be slower than openpyxl's reading alone, in
at most 600 MB, with at most 1.3 times the cost of a row. Firms are invented; their places are real.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook

from tests.bench import _firms

SIZES = (3_500, 100_000)
TURNS = 3
HEADINGS = (
    "番号",
    "商号又は名称",
    "フリガナ",
    "法人番号",
    "役職",
    "代表者氏名",
    "〒",
    "所在地",
    "電話番号",
    "業種",
    "従業員数",
)
OPENPYXL = """
import sys
from openpyxl import load_workbook
for row in load_workbook(sys.argv[1], read_only=True).active.iter_rows(values_only=True):
    pass
"""


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        per_row = {}
        for size in SIZES:
            path = folder / f"{size}.xlsx"
            write_list(path, size)
            turns = [_turn(folder, path, turn) for turn in range(TURNS)]
            read, took, again = (Measure.median(column) for column in zip(*turns, strict=True))
            per_row[size] = took.processor / size
            print(f"{size:,} rows, medians of {TURNS} turns: openpyxl reads {read}")
            print(f"    list import {took}; checked again {again}")
            print(f"    import / openpyxl: {took.seconds / read.seconds:.2f} by the clock, ", end="")
            print(f"{took.processor / read.processor:.2f} by the processor; {per_row[size] * 1e6:.0f} µs a row")
        small, large = (per_row[size] for size in SIZES)
        print(f"cost of a row, {SIZES[-1]:,} against {SIZES[0]:,}: {large / small:.2f} ×")


@dataclass(frozen=True, slots=True)
class Measure:
    """A process: seconds by the clock and by the processor, peak MiB."""

    seconds: float
    processor: float
    peak: float

    def __str__(self) -> str:
        return f"{self.seconds:.2f} s ({self.processor:.2f} s of processor, {self.peak:.0f} MiB)"

    @staticmethod
    def median(measures: Iterable["Measure"]) -> "Measure":
        """The middle of each figure."""
        found = list(measures)
        middle = (statistics.median(getattr(one, name) for one in found) for name in ("seconds", "processor", "peak"))
        return Measure(*middle)


def _turn(folder: Path, path: Path, turn: int) -> tuple[Measure, Measure, Measure]:
    ledger = str(folder / f"{path.stem}-{turn}.shoukei")
    program = (sys.executable, "-m", "shoukei_app")
    _measured(*program, "new", ledger, "--name", "x", "--fiscal-year", "2026")
    return (
        _measured(sys.executable, "-c", OPENPYXL, str(path)),
        _measured(*program, "list", "import", ledger, str(path)),
        _measured(*program, "list", "check", ledger, str(path)),
    )


def write_list(path: Path, size: int) -> None:
    """A list of invented firms, as an office would keep it in Excel."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("名簿")
    sheet.append(HEADINGS)
    for number, firm in enumerate(_firms.invent(size), start=1):
        sheet.append(
            (
                number,
                firm.name,
                firm.kana,
                firm.corporate_number,
                firm.title,
                firm.representative,
                f"{firm.postal_code[:3]}-{firm.postal_code[3:]}",
                f"長野県{firm.county}{firm.municipality}{firm.town}{firm.street}",
                firm.phone,
                firm.industry,
                firm.staff,
            )
        )
    book.save(path)


def _measured(*command: str) -> Measure:
    begun = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{command} ended with {status}")
    return Measure(time.perf_counter() - begun, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


if __name__ == "__main__":
    main()
