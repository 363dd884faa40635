"""Cyclic garbage dies on the window's thread, however much a worker allocates."""

import gc
import threading

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from shoukei_app.domain.progress import Progress
from shoukei_app.gui.kit.desk import Desk
from shoukei_app.gui.kit.garbage import Garbage, collect


class Circle:
    died_on: "list[threading.Thread]"

    def __init__(self, died_on: "list[threading.Thread]") -> None:
        self.died_on = died_on
        self.myself = self

    def __del__(self) -> None:
        self.died_on.append(threading.current_thread())


def test_what_a_worker_leaves_behind_is_collected_here(desk: Desk, qtbot: QtBot) -> None:
    died_on: list[threading.Thread] = []

    def litter(_progress: Progress) -> int:
        for _ in range(20_000):
            Circle(died_on)
        return 0

    desk.read(litter, title="試験", done=lambda _value: None)
    desk.wait()
    qtbot.waitUntil(lambda: len(died_on) > 10_000)
    assert set(died_on) == {threading.main_thread()}


def test_python_takes_over_again_when_the_last_has_stopped(desk: Desk) -> None:
    assert not gc.isenabled()
    parent = QObject()
    other = Garbage(parent)
    other.stop()
    other.stop()
    assert not gc.isenabled()


def test_nothing_is_done_below_the_thresholds() -> None:
    gc.collect()
    before = gc.get_stats()[0]["collections"]
    collect()
    assert gc.get_stats()[0]["collections"] == before
