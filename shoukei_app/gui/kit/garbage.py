"""Python's cyclic garbage collector, kept to the window's thread.

Left alone it runs on whichever thread allocates: in the desk's worker it then takes widgets and their connections apart
while Qt uses them on the window's thread, and the process dies (twice of two runs of one page's tests). Anki and
calibre found the same.
"""

import gc
from typing import ClassVar

from PySide6.QtCore import QObject, QTimer

INTERVAL_MS = 200
"""Often, so that each round is short: what a busy worker leaves in a fifth of a second takes some 20 ms."""


class Garbage(QObject):
    """While one of these is at work, collections happen on its thread only, between two events."""

    _at_work: ClassVar[int] = 0

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._stopped = False
        self._timer = QTimer(self, interval=INTERVAL_MS)
        self._timer.timeout.connect(collect)
        self._timer.start()
        Garbage._at_work += 1
        gc.disable()

    def stop(self) -> None:
        """Leave it to Python again, once no other is at work."""
        if self._stopped:
            return
        self._stopped = True
        self._timer.stop()
        Garbage._at_work -= 1
        if Garbage._at_work == 0:
            gc.enable()


def collect() -> None:
    """What the collector would have done by now: each generation once its own threshold is passed."""
    for generation, (count, threshold) in enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True)):
        if count <= threshold:
            return
        gc.collect(generation)
