"""The register at 100,000 firms by the clock: search while typing, filters, sorting, choosing targets.

`python -m tests.bench.register_search`. Invented firms; typed words by their 95th percentile, filters and
orders by the first time they are asked for (afterwards they are known).
"""

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from shoukei_app.domain.corporate_number import check_digit
from shoukei_app.domain.firm import Address, FirmFacts, FirmStatus, LegalForm
from shoukei_app.domain.history import Act, OperationKind
from shoukei_app.domain.query import Query
from shoukei_app.store import firms as rows
from shoukei_app.store import schema
from shoukei_app.usecases import firms, ledgers, targets
from shoukei_app.usecases.ledgers import Ledger

FIRMS = 100_000
RUNS = 20
ACT = Act("計測", datetime(2026, 7, 1, 12))
PLACES = [(f"20{number}", f"架空{number}市") for number in range(201, 220)]
SYLLABLES = "山川田中村本上下高大小松竹梅東西南北花月星光海空森林石金"
TRADES = ["建設業", "製造業", "卸売業", "小売業", "宿泊業", "飲食サービス業", "医療・福祉", ""]
TYPED = ["や", "山", "山川", "山川田", "026", "0262", "02621", "026212", "架空", "架空205", "高大 203", "株式", "なし"]
FILTERS: dict[str, tuple[str, ...]] = {
    "municipality_code": ("20201", "20202", "20203"),
    "industry": ("製造業",),
    "status": (FirmStatus.ACTIVE.value,),
    "problem": ("no_postal_code", "lost_character"),
    "target": ("no",),
}


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as name:
        ledger = _ledger(Path(name) / "大.shoukei")
        typed = [_timed(lambda text=text: firms.find(ledger, Query(text=text), 1)) for text in TYPED * RUNS]
        _row("search while typing, every length of word", typed)
        both = [_timed(lambda text=text: _shown(ledger, text, FILTERS)) for text in TYPED * RUNS]
        _row("the same with five filters, and the first lines", both)
        for key, values in FILTERS.items():
            _first(f"filter {key}", _timed(lambda: firms.find(ledger, Query("", {key: values}), 1)))  # noqa: B023
        for sort in ("number", "name", "municipality", "staff", "note"):
            _first(f"all, by {sort}", _timed(lambda: firms.find(ledger, Query(sort=sort), 1)))  # noqa: B023
        typed = [_timed(lambda text=text: firms.search(ledger, 1, text)) for text in TYPED * RUNS]
        _row("search of the top bar", typed)
        _first("every firm with its reasons, for choosing targets", _timed(lambda: targets.candidates(ledger, 1)))
        ledger.close()


def _shown(ledger: Ledger, text: str, filters: dict[str, tuple[str, ...]]) -> None:
    ids = firms.find(ledger, Query(text, filters), 1)
    firms.register_lines(ledger, 1, ids[:200])


def _ledger(path: Path) -> Ledger:
    chance = random.Random(7)
    ledger = ledgers.create(path, ACT, name="計測", fiscal_year=2026)
    with ledger.write(ACT, OperationKind.IMPORT_LIST) as operation:
        ids = operation.writing.add_all(schema.firm, [rows.row_of(facts(chance)) for _ in range(FIRMS)])
        chosen = chance.sample(list(ids), FIRMS // 3)
        operation.writing.add_all(
            schema.target,
            [{"campaign_id": 1, "firm_id": key, "number": f"{place:07}"} for place, key in enumerate(chosen)],
        )
    return ledger


def facts(chance: random.Random) -> FirmFacts:
    """One invented firm of the register."""
    code, municipality = chance.choice(PLACES)
    word = "".join(chance.choices(SYLLABLES, k=chance.randint(2, 4)))
    base = f"{chance.randrange(10**12):012}"
    code_known = chance.random() > 0.03
    return FirmFacts(
        f"株式会社{word}" if chance.random() < 0.6 else f"{word}{chance.choice(['商店', '工業', '旅館', '医院'])}",
        kana="ヤマカワショウテン",
        corporate_number=check_digit(base) + base if chance.random() < 0.6 else "",
        legal_form=LegalForm.CORPORATION,
        representative="".join(chance.choices(SYLLABLES, k=4)) if chance.random() > 0.2 else "",
        address=Address(
            f"38{chance.randrange(10**5):05}" if code_known else "",
            "長野県",
            "",
            municipality,
            code,
            "".join(chance.choices(SYLLABLES, k=2)),
            f"{chance.randrange(9999)}番地",
        ),
        phone=f"026-{chance.randrange(1000):03}-{chance.randrange(10**4):04}",
        industry=chance.choice(TRADES),
        staff=chance.randrange(400),
        note="備考のことば" if chance.random() < 0.1 else "",
    )


def _timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000


def _first(words: str, milliseconds: float) -> None:
    sys.stdout.write(f"{words:<58} first {milliseconds:5.0f} ms\n")
    sys.stdout.flush()


def _row(words: str, times: list[float]) -> None:
    p95 = statistics.quantiles(times, n=20)[-1]
    sys.stdout.write(f"{words:<58} p95 {p95:7.1f} ms   median {statistics.median(times):7.1f} ms\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
