"""How long a keyer waits, with 100,000 firms in the ledger: `python -m tests.bench.keying_speed`.

The real window without a screen, 回収・入力 open; real key events, one every 60 ms (60,000 an hour: five good
keyers). A key is timed from the moment it is due until the field it leads to has the focus and is painted, so that
whatever keeps the window busy between two keys counts too; a save from Ctrl+Enter until the field for the next number
is painted, and until the operation is committed in the ledger's file.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from random import Random
from typing import Any, TypeAlias

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSettings, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from shoukei_app.domain.history import Act, OperationKind
from shoukei_app.domain.mailing import RunKind
from shoukei_app.domain.query import Query
from shoukei_app.domain.receipt import Arrival
from shoukei_app.gui import app
from shoukei_app.gui.main_window import MainWindow
from shoukei_app.gui.pages import PAGES, backend
from shoukei_app.gui.returns.page import ENTRY, ReturnsPage
from shoukei_app.store import firms as rows
from shoukei_app.store import schema
from shoukei_app.usecases import entry, ledgers, receipts, runs, targets
from shoukei_app.usecases.sample import answers
from tests.bench import _firms, register_search
from tests.gui.blind_keyer import BACK, BLANK_KEY, DOWN, ENTER, ILLEGIBLE_KEY, SAVE, UP, strokes

FIRMS, TARGETS, RECEIVED, SHEETS = 100_000, 3_500, 1_200, 120
PACE = 0.06
ACT = Act("計測", datetime(2026, 7, 1, 12))
KEYS = {
    ENTER: Qt.Key.Key_Return,
    SAVE: Qt.Key.Key_Return,
    BLANK_KEY: Qt.Key.Key_F5,
    ILLEGIBLE_KEY: Qt.Key.Key_F4,
    BACK: Qt.Key.Key_F2,
    UP: Qt.Key.Key_Up,
    DOWN: Qt.Key.Key_Down,
}
Spent: TypeAlias = tuple[float, float]
"""Milliseconds by the clock, and of the window's thread."""


class Painted(QObject):
    """Counts how often the widget that has the focus was painted."""

    def __init__(self, *watched: QWidget) -> None:
        super().__init__()
        self.times: dict[QObject, int] = {}
        for one in watched:
            one.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.Paint:
            self.times[watched] = self.times.get(watched, 0) + 1
        return False

    def of(self, widget: QWidget | None) -> int:
        return self.times.get(widget, 0) if widget is not None else 0


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(folder / "settings"))
        path = folder / "大.shoukei"
        numbers = _make(path)
        window, page = _open(path)
        _key(window, page, numbers)
        window.close()


def _make(path: Path) -> list[str]:
    begun = time.perf_counter()
    chance = Random(7)
    ledger = ledgers.create(path, ACT, name="計測", fiscal_year=2026)
    with ledger.write(ACT, OperationKind.IMPORT_LIST) as operation:
        facts = (register_search.facts(chance) for _ in range(FIRMS))
        operation.writing.add_all(schema.firm, [rows.row_of(one) for one in facts])
    chosen = targets.plan(ledger, 1, municipalities=("20201",))
    targets.select(ledger, ACT, 1, replace(chosen, firm_ids=chosen.firm_ids[:TARGETS]))
    runs.create_run(ledger, ACT, 1, RunKind.FIRST, made_on=date(2026, 7, 1), deadline=date(2026, 7, 31))
    runs.mark_posted(ledger, ACT, 1, 1, date(2026, 7, 2))
    lines = targets.lines(ledger, targets.find(ledger, 1, Query()))
    for line in lines[:RECEIVED]:
        receipts.receive(ledger, ACT, 1, line.number, Arrival(date(2026, 7, 9)), anyway=True)
    ledger.close()
    sys.stdout.write(f"{FIRMS:,} firms, {len(lines):,} targets, {RECEIVED:,} received ({_since(begun)} s to make)\n")
    return [line.number for line in lines[:RECEIVED]]


def _open(path: Path) -> tuple[MainWindow, ReturnsPage]:
    app.make_application()
    window = MainWindow(PAGES, backend)
    window.show()
    window.open_ledger(str(path))
    _until(lambda: bool(window.current_page) and window.desk.idle, 60)
    window.go("returns", ENTRY)
    page = window.page("returns")
    assert isinstance(page, ReturnsPage)
    _until(lambda: QApplication.focusWidget() is not None, 10)
    return window, page


def _key(window: MainWindow, page: ReturnsPage, numbers: Sequence[str]) -> None:
    view = page.entry
    assert view is not None
    form, random = view.form, Random(5)
    questionnaire = ledgers.default_questionnaire()
    painted = Painted(form.current.edit, form.end, view.number)
    within, next_field, opened, saved, written = (
        list[float](),
        list[float](),
        list[float](),
        list[float](),
        list[float](),
    )
    due = begun = time.perf_counter() + 0.5
    committed: list[float] = []
    _note_commits(committed)

    def press(key: str) -> Spent:
        nonlocal due, begun
        _until(lambda: time.perf_counter() >= due, 10)
        begun, due = due, due + PACE
        worked = time.thread_time()
        place = QApplication.focusWidget()
        assert place is not None
        before = {one: painted.of(one) for one in (form.current.edit, form.end, view.number)}
        _send(place, key)

        def shown() -> bool:
            focus = QApplication.focusWidget()
            return focus in before and painted.of(focus) > before[focus]

        _until(shown, 5)
        QCoreApplication.processEvents()
        spent = time.perf_counter() - begun, time.thread_time() - worked
        due = max(due, time.perf_counter())
        return spent[0] * 1000, spent[1] * 1000

    for number, firm in zip(numbers, _firms.invent(SHEETS), strict=False):
        for digit in number:
            within.append(press(digit))
        opened.append(press(ENTER))
        for one in strokes(questionnaire, answers.invent(questionnaire, firm, random)):
            draft = view.draft
            assert draft is not None
            if one.key == SAVE:
                saved.append(press(SAVE))
                pressed = begun
                assert view.draft is None, (form.sentence, draft.number)
                _until(lambda: len(committed) > len(written), 30)
                written.append(((committed[-1] - pressed) * 1000, 0.0))
            else:
                before = draft.place
                spent = press(one.key)
                (within if draft.place == before else next_field).append(spent)
    window.desk.wait()
    sys.stdout.write(f"{len(saved)} sheets keyed, one key every {PACE * 1000:.0f} ms\n")
    _row("key → next question shown", next_field)
    _row("key or digit → shown in the same field", within)
    _row("number and Enter → first question shown", opened)
    _row("Ctrl+Enter → ready for the next number", saved)
    _row("Ctrl+Enter → written in the ledger", written)


def _note_commits(committed: list[float]) -> None:
    """Note when each sheet is in the file: `entry.record` comes back after its commit."""
    record = entry.record

    def noting(*arguments: Any, **named: Any) -> Any:
        made = record(*arguments, **named)
        committed.append(time.perf_counter())
        return made

    entry.record = noting


def _send(place: QWidget, key: str) -> None:
    code = KEYS.get(key, Qt.Key(ord(key.upper())) if len(key) == 1 and ord(key) < 128 else Qt.Key.Key_unknown)
    modifier = Qt.KeyboardModifier.ControlModifier if key == SAVE else Qt.KeyboardModifier.NoModifier
    text = "" if key in KEYS else key
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        target = QApplication.focusWidget() or place
        event = QKeyEvent(kind, code, modifier, text)
        event.setTimestamp(int(time.monotonic() * 1000))  # a scanner is told from fingers by it
        QApplication.sendEvent(target if kind == QEvent.Type.KeyRelease else place, event)


def _until(done: Callable[[], bool], seconds: float) -> None:
    limit = time.perf_counter() + seconds
    while True:
        QCoreApplication.processEvents()
        if done():
            return
        if time.perf_counter() > limit:
            raise TimeoutError
        time.sleep(0.0005)


def _since(begun: float) -> str:
    return f"{time.perf_counter() - begun:.0f}"


def _row(words: str, spent: Sequence[Spent]) -> None:
    """The clock on the wall, and the work of the window's own thread: on a shared machine the first includes others."""
    for name, place in (("by the clock", 0), ("of work", 1)):
        ordered = sorted(one[place] for one in spent)
        if not ordered[-1]:
            continue
        p50, p95, p99 = (ordered[min(len(ordered) - 1, int(len(ordered) * share))] for share in (0.5, 0.95, 0.99))
        sys.stdout.write(
            f"{words:<40} {name:<12} p50 {p50:6.1f}  p95 {p95:6.1f}  p99 {p99:6.1f}  max {ordered[-1]:6.1f} ms"
            f"  ({len(spent):,})\n"
        )


if __name__ == "__main__":
    main()
