"""The desk: long work goes to one worker thread, one job after the other, and comes back to the window's thread.

The worker never touches Qt: it takes jobs from a queue and lays results into a deque, which a timer on the window's
thread empties while work is under way. One long-lived object instead of one per job, because signal objects per
QRunnable crashed in 3 to 9 of 20 runs.
"""

import sys
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from queue import SimpleQueue
from threading import Thread
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal
from shiboken6 import isValid

from shoukei_app.domain.problem import Problem
from shoukei_app.domain.progress import CancelledError, Progress
from shoukei_app.gui.kit.garbage import Garbage
from shoukei_app.usecases.outcome import Outcome, Subject

T = TypeVar("T")

POLL_MS = 10

Finished = tuple["Job[Any]", object, BaseException | None]


@dataclass(slots=True, eq=False)
class Job(Generic[T]):
    """One piece of work at the desk, for whoever shows it: its words, its progress, and since when it runs."""

    title: str
    work: Callable[[Progress], T]
    cancellable: bool
    deliver: Callable[[T], None]
    failed: Callable[[Problem], object] | None
    ended: Callable[[], object] | None
    progress: Progress = field(default_factory=Progress)
    started: float | None = None
    """`time.monotonic()` when the worker took it up; None while it waits."""


class Desk(QObject):
    """Runs jobs in turn; writes never overlap, neither with each other nor with slow reads.

    `changed` carries the subjects an operation changed, after every write and undo. `refused` carries a Problem that no
    `failed` callback took; `stopped` the title of a job the person cancelled. Any other exception goes to
    `sys.excepthook`, the one door for bugs.
    """

    changed = Signal(object)  # frozenset[Subject]
    refused = Signal(object)  # Problem
    stopped = Signal(str)
    busy_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: deque[Job[Any]] = deque()
        self._queue: SimpleQueue[Job[Any] | None] = SimpleQueue()
        self._finished: deque[Finished | None] = deque()
        self._spent: deque[Job[Any]] = deque()
        self._timer = QTimer(self, interval=POLL_MS)
        self._timer.timeout.connect(self._collect)
        self._garbage = Garbage(self)
        self._worker = Thread(target=_work, args=(self._queue, self._finished), name="desk", daemon=True)
        self._worker.start()

    def write(
        self,
        job: Callable[[Progress], Outcome[T]],
        *,
        title: str,
        done: Callable[[T], object] | None = None,
        failed: Callable[[Problem], object] | None = None,
        ended: Callable[[], object] | None = None,
        cancellable: bool = True,
    ) -> None:
        """Change the ledger: `job` runs in the worker, then `changed` is emitted and `done(outcome.value)` called.

        `failed` gets a Problem instead of the usual message; `ended` is called last in any case, also after a cancel.
        A callback that is a method of a widget already gone is left out.
        """

        def deliver(outcome: Outcome[T]) -> None:
            if outcome.changed:
                self.changed.emit(outcome.changed)
            _call(done, outcome.value)

        self._start(Job(title, job, cancellable, deliver, failed, ended))

    def read(
        self,
        job: Callable[[Progress], T],
        *,
        title: str,
        done: Callable[[T], object],
        failed: Callable[[Problem], object] | None = None,
        ended: Callable[[], object] | None = None,
        cancellable: bool = True,
    ) -> None:
        """Read or make something that takes longer than a blink (a PDF, a dry run), without changing the ledger."""
        self._start(Job(title, job, cancellable, lambda value: _call(done, value), failed, ended))

    def announce(self, changed: frozenset[Subject]) -> None:
        """Say that something changed without a job: a quick write on the window's thread, another campaign chosen."""
        self.changed.emit(changed)

    @property
    def idle(self) -> bool:
        """Nothing runs, waits, or has still to be handed over."""
        return not self._waiting

    @property
    def running(self) -> Job[Any] | None:
        """The job the worker is at, None when idle."""
        return self._waiting[0] if self._waiting else None

    @property
    def queued(self) -> int:
        """How many jobs wait behind the running one."""
        return max(0, len(self._waiting) - 1)

    def cancel(self) -> None:
        """Ask all work that can be cancelled to stop; what it had written is rolled back."""
        for job in self._waiting:
            if job.cancellable:
                job.progress.cancel()

    def wait(self, seconds: float = 30.0) -> None:
        """Keep the window alive until the desk is idle; for tests and for closing. TimeoutError after `seconds`."""
        until = time.monotonic() + seconds
        while not self.idle:
            if time.monotonic() > until:
                raise TimeoutError(self._waiting[0].title)
            QCoreApplication.processEvents()
            self._collect()
            time.sleep(0.001)

    def close(self, seconds: float = 30.0) -> None:
        """Cancel what can be cancelled, wait for the rest, and let the worker go. Called once, by the window."""
        self.cancel()
        self.wait(seconds)
        self._timer.stop()  # whoever collects the desk as garbage later may be another thread
        self._queue.put(None)
        self._worker.join(seconds)
        self._garbage.stop()

    def _start(self, job: Job[Any]) -> None:
        self._waiting.append(job)
        self._queue.put(job)
        self._timer.start()
        if len(self._waiting) == 1:
            self.busy_changed.emit()

    def _collect(self) -> None:
        while self._finished:
            finished = self._finished.popleft()
            if finished is None:
                self._spent.popleft()
            else:
                self._spent.append(self._waiting.popleft())
                self._hand_over(*finished)
        if not self._waiting and not self._spent and self._timer.isActive():
            self._timer.stop()
            self.busy_changed.emit()

    def _hand_over(self, job: Job[Any], value: object, error: BaseException | None) -> None:
        try:
            match error:
                case None:
                    job.deliver(value)
                case CancelledError():
                    self.stopped.emit(job.title)
                case Problem():
                    if job.failed is None:
                        self.refused.emit(error)
                    else:
                        _call(job.failed, error)
                case _:
                    sys.excepthook(type(error), error, error.__traceback__)
        finally:
            if job.ended is not None and _alive(job.ended):
                job.ended()


def _work(queue: SimpleQueue[Job[Any] | None], finished: deque[Finished | None]) -> None:
    # A function of its own, so that the thread keeps no QObject alive. After each job it lets go of it and says so with
    # None: until then the desk holds the job, so that a widget caught in a closure never dies in this thread.
    while (job := queue.get()) is not None:
        job.started = time.monotonic()
        try:
            job.progress.step(0)
            finished.append((job, job.work(job.progress), None))
        except BaseException as error:  # handed over whole: the window's thread decides
            finished.append((job, None, error))
        del job
        finished.append(None)


def _call(callback: Callable[[T], object] | None, value: T) -> None:
    if callback is not None and _alive(callback):
        callback(value)


def _alive(callback: Callable[..., object]) -> bool:
    owner = getattr(callback, "__self__", None)
    return not isinstance(owner, QObject) or isValid(owner)
