"""Reads every list of a folder and prints how: format, sheet, headings, columns, rows, what was left out and why.

python tests/bench/read_lists.py [FOLDER]      (default: ../shared/data/lists beside the checkout)
"""

import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from shoukei_app.domain.problem import Problem
from shoukei_app.exchange.list_file import read_list


def main(folder: Path) -> None:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    for path in files:
        started = time.perf_counter()
        try:
            read = read_list(path)
        except Problem as problem:
            print(f"== {path.relative_to(folder)}\n   {problem.kind.value} {problem.data}")
            continue
        seconds = time.perf_counter() - started
        print(
            f"== {path.relative_to(folder)}\n   {read.format} {read.encoding} sheet={read.sheet!r} "
            f"header_row={read.header_row} rows={len(read.rows)} {seconds:.2f} s"
        )
        for column, indices in read.columns.items():
            cells = (row.cells[indices[0]].strip() for row in read.rows if indices[0] < len(row.cells))
            sample = next(filter(None, cells), "")[:24]
            print(f"   {column.value:18} {' + '.join(read.headings[i] or f'#{i + 1}' for i in indices)}   ({sample!r})")
        kinds = Counter(finding.kind.value for _, finding in read.left_out)
        print(f"   left out: {dict(kinds) or '-'}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[3] / "shared" / "data" / "lists")
