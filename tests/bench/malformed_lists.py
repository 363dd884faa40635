"""Gives the import 2,000 malformed lists: each must become a preview or a Problem with a sentence, and nothing else.

Run: python -m tests.bench.malformed_lists [--count N] [--seed N]
"""

import argparse
import sys
import tempfile
import time
import traceback
from collections import Counter
from datetime import datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "exchange"))

from malformed import malformed

from shoukei_app.domain.history import Act
from shoukei_app.domain.problem import Problem
from shoukei_app.domain.progress import Progress
from shoukei_app.usecases import ledgers, lists
from shoukei_app.words import problems

SLOW = 2.0


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    refused: Counter[str] = Counter()
    examples: dict[str, str] = {}
    read = tracebacks = slow = 0
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        act = Act("bench", datetime(2026, 7, 1))
        ledger = ledgers.create(Path(folder) / "a.shoukei", act, name="見本", fiscal_year=2026)
        before = ledger.digest()
        for done, name, data in malformed(options.count, options.seed):
            path = Path(folder) / name
            path.write_bytes(data)
            begun = time.perf_counter()
            try:
                lists.check(ledger, lists.read(path), Progress())
                read += 1
            except Problem as problem:
                refused[problem.kind.value] += 1
                examples.setdefault(problem.kind.value, problems.sentence(problem).replace(str(path), name))
            except Exception:
                tracebacks += 1
                print(f"{name} ({done})\n{traceback.format_exc()}")
            if time.perf_counter() - begun > SLOW:
                slow += 1
                print(f"{name} ({done}): {time.perf_counter() - begun:.1f} s")
            path.unlink()
        same = ledger.digest() == before
        ledger.close()
    print(f"{options.count} files in {time.perf_counter() - started:.0f} s, {slow} slower than {SLOW} s")
    print(f"{read} read to a preview, {refused.total()} refused, {tracebacks} tracebacks")
    print(f"ledger digest {'unchanged' if same else 'CHANGED'}")
    for kind, count in refused.most_common():
        print(f"{count:>6} {kind}: {examples[kind]}")
    if tracebacks or not same:
        sys.exit(1)


if __name__ == "__main__":
    main()
