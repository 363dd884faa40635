"""Strokes and the time they took, net of pauses: what a keyer's speed is counted from."""

from dataclasses import dataclass

PAUSE_SECONDS = 10.0
"""A longer gap is a pause and not counted (CSPro counts net of pauses as well)."""

ENOUGH_STROKES = 50


@dataclass(slots=True)
class Tally:
    """Counts since the page was opened; times are `time.monotonic()` in seconds."""

    strokes: int = 0
    seconds: float = 0.0
    _last: float | None = None

    def stroke(self, at: float) -> float:
        """A key was pressed; gives the seconds since the one before, 0 after a pause."""
        spent = at - self._last if self._last is not None and at - self._last <= PAUSE_SECONDS else 0.0
        self.seconds += spent
        self._last = at
        self.strokes += 1
        return spent

    @property
    def per_hour(self) -> int | None:
        """Strokes per hour of keying; None while there are too few to say."""
        if self.strokes < ENOUGH_STROKES or self.seconds <= 0:
            return None
        return round(self.strokes / self.seconds * 3600)
