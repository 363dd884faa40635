"""The desk: work in turn off the window's thread, results on it, cancel, problems and bugs."""

import gc
import sys
import threading
import time
from collections.abc import Callable

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.progress import CancelledError, Progress
from shoukei_app.gui.kit.desk import Desk
from shoukei_app.usecases.outcome import Outcome, Subject


def test_a_write_tells_what_changed_and_then_hands_over_its_value(desk: Desk) -> None:
    order: list[object] = []
    desk.changed.connect(order.append)

    def job(_progress: Progress) -> Outcome[str]:
        order.append(threading.current_thread() is threading.main_thread())
        return Outcome("済み", frozenset({Subject.FIRM}))

    desk.write(job, title="試験", done=order.append)
    assert not desk.idle
    desk.wait()
    assert order == [False, frozenset({Subject.FIRM}), "済み"]


def test_a_write_that_changed_nothing_announces_nothing(desk: Desk) -> None:
    heard: list[object] = []
    desk.changed.connect(heard.append)
    desk.write(lambda _progress: Outcome(None), title="試験")
    desk.wait()
    assert heard == []


def test_jobs_never_overlap_and_keep_their_order(desk: Desk) -> None:
    inside = 0
    seen: list[tuple[int, int]] = []

    def job(number: int) -> Callable[[Progress], Outcome[None]]:
        def work(_progress: Progress) -> Outcome[None]:
            nonlocal inside
            inside += 1
            time.sleep(0.005)
            seen.append((number, inside))
            inside -= 1
            return Outcome(None)

        return work

    for number in range(8):
        desk.write(job(number), title="試験")
    assert desk.queued == 7
    desk.wait()
    assert seen == [(number, 1) for number in range(8)]


def test_the_window_lives_while_a_job_runs(desk: Desk, qtbot: QtBot) -> None:
    go_on = threading.Event()
    read: list[int] = []
    desk.read(lambda _progress: 7 if go_on.wait(10) else 0, title="試験", done=read.append)
    qtbot.waitUntil(lambda: desk.running is not None and desk.running.started is not None)
    assert read == []
    go_on.set()
    qtbot.waitUntil(lambda: read == [7])
    qtbot.waitUntil(lambda: desk.idle)


def test_a_problem_goes_to_failed_or_else_to_the_window(desk: Desk) -> None:
    def refuse(_progress: Progress) -> Outcome[None]:
        raise Problem(ProblemKind.FILE_EMPTY, path="a.xlsx")

    taken: list[Problem] = []
    refused: list[Problem] = []
    ended: list[str] = []
    desk.refused.connect(refused.append)
    desk.write(refuse, title="試験", failed=taken.append, ended=lambda: ended.append("one"))
    desk.write(refuse, title="試験", ended=lambda: ended.append("two"))
    desk.wait()
    assert [problem.kind for problem in taken] == [ProblemKind.FILE_EMPTY]
    assert [problem.kind for problem in refused] == [ProblemKind.FILE_EMPTY]
    assert ended == ["one", "two"]


def test_a_cancelled_job_stops_at_its_next_step(desk: Desk, qtbot: QtBot) -> None:
    reached = threading.Event()
    ended: list[bool] = []

    def endless(progress: Progress) -> Outcome[None]:
        progress.start("数えています", 0)
        while True:
            progress.step()
            reached.set()
            time.sleep(0.001)

    with qtbot.waitSignal(desk.stopped) as stopped:
        desk.write(endless, title="取込", ended=lambda: ended.append(True))
        assert reached.wait(10)
        desk.cancel()
    assert stopped.args == ["取込"]
    assert ended == [True]


def test_a_job_that_cannot_be_cancelled_goes_on(desk: Desk) -> None:
    done: list[object] = []
    desk.write(lambda progress: Outcome(progress.step()), title="移行", done=done.append, cancellable=False)
    desk.cancel()
    desk.wait()
    assert done == [None]


def test_a_job_cancelled_while_it_waits_never_starts(desk: Desk) -> None:
    go_on = threading.Event()
    began: list[str] = []
    desk.read(lambda _progress: go_on.wait(10), title="先", done=lambda _value: None, cancellable=False)
    desk.read(lambda _progress: began.append("後"), title="後", done=lambda _value: None)
    desk.cancel()
    go_on.set()
    desk.wait()
    assert began == []


def test_a_bug_goes_to_the_one_door(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    caught: list[type[BaseException]] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, _error, _trace: caught.append(kind))

    def broken(_progress: Progress) -> Outcome[None]:
        raise ZeroDivisionError

    desk.write(broken, title="試験")
    desk.wait()
    assert caught == [ZeroDivisionError]


def test_the_callback_of_a_widget_that_is_gone_is_left_out(desk: Desk, qtbot: QtBot) -> None:
    label = QLabel()
    go_on = threading.Event()
    desk.read(lambda _progress: str(go_on.wait(10)), title="試験", done=label.setText)
    label.deleteLater()
    del label
    qtbot.wait(10)
    go_on.set()
    desk.wait()


def test_what_a_job_holds_dies_on_the_windows_thread(desk: Desk) -> None:
    died_on: list[threading.Thread] = []

    class Witness:
        def __del__(self) -> None:
            died_on.append(threading.current_thread())

    for _ in range(50):
        witness = Witness()
        desk.read(lambda _progress, held=witness: held is not None, title="試験", done=lambda _value: None)
        del witness
    desk.wait()
    desk.read(lambda _progress: None, title="最後", done=lambda _value: None)
    desk.wait()
    gc.collect()
    assert len(died_on) >= 49
    assert set(died_on) == {threading.main_thread()}


def test_waiting_gives_up() -> None:
    desk = Desk()
    go_on = threading.Event()
    desk.read(lambda _progress: go_on.wait(10), title="長い仕事", done=lambda _value: None, cancellable=False)
    with pytest.raises(TimeoutError, match="長い仕事"):
        desk.wait(0.05)
    go_on.set()
    desk.close()


def test_an_emission_can_be_heard_many_times(desk: Desk, qtbot: QtBot) -> None:
    """PySide6 6.12 lost a reference with each emission until the process aborted; the pinned release must not."""
    heard = 0

    class Ear(QObject):
        def hear(self, changed: object) -> None:
            nonlocal heard
            heard += changed == frozenset({Subject.FIRM})

    ear = Ear()
    desk.changed.connect(ear.hear)
    for _ in range(3000):
        desk.announce(frozenset({Subject.FIRM}))
    assert heard == 3000


def test_cancelled_error_is_not_a_problem() -> None:
    assert not issubclass(CancelledError, Problem)
