"""kill -9 at any moment: the ledger opens, is sound, and holds every operation that was finished."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from shoukei_app.store import ledger as ledgers
from shoukei_app.usecases import history

WORK = """
import sys
from datetime import datetime
from shoukei_app.domain.answers import Answer
from shoukei_app.domain.firm import Address, FirmFacts
from shoukei_app.domain.history import Act
from shoukei_app.domain.listing import ListColumn, ListedRow, ReadList
from shoukei_app.domain.progress import Progress
from shoukei_app.domain.query import Query
from shoukei_app.usecases import entry, ledgers, lists, targets

ledger = ledgers.open_existing(sys.argv[1])
act = Act("坂口", datetime(2026, 7, 1, 9))

def import_list():
    for turn in range(1000):
        rows = tuple(
            ListedRow(n, (f"会社{turn}の{n}", f"長野県中野市大字中央{n}番地")) for n in range(2, 1500)
        )
        columns = {ListColumn.FIRM_NAME: (0,), ListColumn.ADDRESS: (1,)}
        listed = ReadList("名簿.csv", "csv", "cp932", "", (), 1, ("名", "所"), columns, rows)
        yield lists.take_in(ledger, act, lists.check(ledger, listed, Progress()), Progress())

def enter():
    campaign = ledgers.current_campaign(ledger)
    lines = targets.lines(ledger, targets.find(ledger, campaign.id, Query()))
    for turn in range(1000):
        for line in lines:
            sheet = {"age": Answer(number=20 + (turn + line.id) % 70), "intention": Answer((1 + turn % 5,))}
            yield entry.record(ledger, act, line.number, entry.Keyed(sheet), final=True)

for outcome in {"import": import_list, "enter": enter}[sys.argv[2]]():
    print(outcome.operation, flush=True)
"""


@pytest.mark.parametrize("work", ["import", "enter"])
@pytest.mark.parametrize("seed", range(4))
def test_nothing_that_was_finished_is_lost(work: str, seed: int, tmp_path: Path) -> None:
    path = tmp_path / "台帳.shoukei"
    _prepare(path)
    output = tmp_path / "done.txt"
    with output.open("w") as done:
        worker = subprocess.Popen([sys.executable, "-c", WORK, str(path), work], stdout=done, stderr=subprocess.PIPE)
    deadline = time.monotonic() + 60
    while not output.read_text() and worker.poll() is None and time.monotonic() < deadline:
        time.sleep(0.02)
    assert worker.poll() is None, worker.communicate()[1].decode()
    time.sleep(random.Random(seed).uniform(0.0, 0.6))
    os.kill(worker.pid, signal.SIGKILL)
    worker.communicate()
    finished = int(output.read_text().split()[-1])

    opened = ledgers.open_ledger(path)
    assert opened.is_sound()
    chain = history.verify(opened)
    assert chain.whole
    assert chain.operations >= finished
    # The last operation is there with all of its changes: taken back and made again, the ledger is the same.
    whole = opened.digest()
    act = history.operations(opened, limit=1)[0].act
    history.undo(opened, act)
    history.redo(opened, act)
    assert opened.digest() == whole
    opened.close()


def _prepare(path: Path) -> None:
    from datetime import datetime

    from shoukei_app.domain.firm import Address, FirmFacts
    from shoukei_app.domain.history import Act
    from shoukei_app.usecases import firms, targets
    from shoukei_app.usecases import ledgers as use

    act = Act("山岸", datetime(2026, 6, 1, 9))
    made = use.create(path, act, name="調査", fiscal_year=2026)
    for number in range(5):
        address = Address("3830000", "長野県", "", "中野市", "20211", "中央", f"{number}-1")
        firms.add(made, act, FirmFacts(f"商店{number}", address=address))
    campaign = use.current_campaign(made)
    targets.select(made, act, campaign.id, targets.plan(made, campaign.id))
    made.close()
