"""The main job by the clock: taking in the 国税庁 list, the demo, opening the window, an operation's price.

`python -m tests.bench.main_job`. Whole processes where a person would wait for one; medians of three.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path

from shoukei_app.domain.answers import Answer
from shoukei_app.domain.history import Act
from shoukei_app.domain.query import Query
from shoukei_app.usecases import entry, ledgers, targets

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "lists" / "nta_nagano_even.cp932.csv"
RUNS = 3

WINDOW = """
import sys, time
begun = time.perf_counter()
from PySide6.QtCore import QCoreApplication
from shoukei_app.gui import app
from shoukei_app.gui.main_window import MainWindow
from shoukei_app.gui.pages import PAGES, backend
app.make_application()
window = MainWindow(PAGES, backend)
window.show()
window.open_ledger(sys.argv[1])
while not (window.current_page and window.desk.idle):
    QCoreApplication.processEvents()
    time.sleep(0.002)  # as the event loop sleeps; spinning here would take the worker's turns
QCoreApplication.processEvents()
window.grab()
print(time.perf_counter() - begun)
import resource
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        seconds, demo = _timed("demo", str(folder / "demo"), "--json")
        made = json.loads(demo)
        _row("demo: 3,500 firms, every document", seconds)
        print("   ", {key: made[key] for key in ("firms", "mailed", "replied", "flagged", "visited", "referred")})
        _window(made["ledger"])
        if SHARED.exists():
            _import(folder)
        _operations(made["ledger"])


def _import(folder: Path) -> None:
    seconds = []
    for turn in range(RUNS):
        path = str(folder / f"{turn}.shoukei")
        _timed("new", path, "--name", "x", "--fiscal-year", "2026")
        took, output = _timed("list", "import", path, str(SHARED), "--json")
        seconds.append(took)
        counts = {key: json.loads(output)[key] for key in ("rows", "new", "unchanged", "rejected")}
    _row("list import: 国税庁 list of Nagano", *seconds)
    print("   ", counts)
    _row("undo of that import", _timed("undo", str(folder / "0.shoukei"))[0])


def _window(ledger: str) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    seconds = []
    for _ in range(RUNS + 1):
        command = [sys.executable, "-c", WINDOW, ledger]
        result = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        opened, memory = map(float, result.stdout.split()[-2:])
        seconds.append(opened)
    _row("window: start to the first page, demo ledger, warm", *seconds[1:])
    print(f"    peak memory {memory:.0f} MiB")


def _operations(location: str) -> None:
    ledger = ledgers.open_existing(location)
    campaign = ledgers.current_campaign(ledger)
    lines = targets.lines(ledger, targets.find(ledger, campaign.id, Query())[:200])
    seconds = []
    for line in lines:
        sheet = {"age": Answer(number=20 + line.id % 60), "intention": Answer((1 + line.id % 5,))}
        act = Act("計測", datetime(2026, 11, 20, 12))
        begun = time.perf_counter()
        entry.record(ledger, act, line.number, entry.Keyed(sheet), keyer="計測", final=True)
        seconds.append(time.perf_counter() - begun)
    ledger.close()
    cuts = statistics.quantiles(seconds, n=100)
    print(f"sheet saved: median {statistics.median(seconds) * 1000:.1f} ms, p99 {cuts[98] * 1000:.1f} ms (200 sheets)")


def _timed(*arguments: str) -> tuple[float, str]:
    begun = time.perf_counter()
    command = [sys.executable, "-m", "shoukei_app", *arguments]
    result = subprocess.run(command, capture_output=True, text=True, check=True)
    return time.perf_counter() - begun, result.stdout


def _row(what: str, *seconds: float) -> None:
    print(f"{what}: {statistics.median(seconds):.2f} s (min {min(seconds):.2f}, max {max(seconds):.2f})")


if __name__ == "__main__":
    main()
