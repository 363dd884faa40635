"""kill -9 while a sheet is keyed: at most the field that was being keyed is lost."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from posted_campaign import CAMPAIGN

from shoukei_app.domain.query import Query
from shoukei_app.store.ledger import Ledger
from shoukei_app.usecases import entry, ledgers, targets

WORK = """
import os, sys, time
os.environ["QT_QPA_PLATFORM"] = "offscreen"
sys.path.insert(0, sys.argv[3])
from fake_shell import FakeShell
from PySide6.QtCore import QCoreApplication, QSettings
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from shoukei_app.gui.app import make_application
from shoukei_app.gui.kit.desk import Desk
from shoukei_app.gui.returns.page import ENTRY, ReturnsPage
from shoukei_app.usecases import ledgers

QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, sys.argv[4])
application = make_application()
shell = FakeShell(Desk(), ledgers.open_existing(sys.argv[1]))
page = ReturnsPage(shell)
page.show()
page.open(ENTRY)
page.refresh()
page.entry.open_number(sys.argv[2])
edit = page.entry.form.current.edit
for keys in "2 30/ 3 12/ 2 68/ 1 1 2 1 4 1 2 2 1 37/ 2 13/".replace("/", "\\r").split(" "):
    print(page.entry.draft.current.id, flush=True)
    for key in keys:
        QTest.keyClick(edit, key)
        until = time.monotonic() + 0.03
        while time.monotonic() < until:
            QCoreApplication.processEvents()
            time.sleep(0.002)
time.sleep(60)
"""


@pytest.mark.parametrize("seed", range(3))
def test_at_most_the_field_at_hand_is_lost(seed: int, file_ledger: Ledger, tmp_path: Path) -> None:
    number = targets.lines(file_ledger, targets.find(file_ledger, CAMPAIGN, Query()))[0].number
    path = tmp_path / "台帳.shoukei"
    output = tmp_path / "keyed.txt"
    here = str(Path(__file__).parents[1])
    with output.open("w") as keyed:
        worker = subprocess.Popen(
            [sys.executable, "-c", WORK, str(path), number, here, str(tmp_path)], stdout=keyed, stderr=subprocess.PIPE
        )
    enough = random.Random(seed).randint(4, 16)
    deadline = time.monotonic() + 90
    while len(output.read_text().split()) < enough and worker.poll() is None and time.monotonic() < deadline:
        time.sleep(0.005)
    assert worker.poll() is None, worker.communicate()[1].decode()
    os.kill(worker.pid, signal.SIGKILL)
    worker.communicate()
    begun = output.read_text().split()

    opened = ledgers.open_existing(path)
    assert opened.is_sound()
    sheet = entry.open_sheet(opened, number, keyer="試験 太郎")
    assert sheet.kept_at is not None
    assert set(begun[:-2]) <= set(sheet.sheet), "all but the one before the kill and the one at hand"
    assert sheet.place in begun[-2:]
    opened.close()
