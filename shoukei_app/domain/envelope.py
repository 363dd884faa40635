"""Window envelopes (窓付き封筒): where a folded letter's address is seen however it slips. Lengths in mm."""

from dataclasses import dataclass

from shoukei_app.domain.geometry import Area

FOLDS = (99.0, 198.0)
"""Where an A4 letter is folded in three, from its top."""


@dataclass(frozen=True, slots=True)
class WindowEnvelope:
    """An envelope lying lengthwise, its window measured from its top left corner. Makers differ: a setting."""

    name: str
    width: float
    height: float
    window: Area

    def always_seen(self, sheet_width: float = 210.0, sheet_height: float = 99.0) -> Area:
        """The part of the folded sheet that shows in the window wherever the sheet lies; may be of no size."""
        return Area(
            self.window.x,
            self.window.y,
            max(self.window.width - (self.width - sheet_width), 0.0),
            max(self.window.height - (self.height - sheet_height), 0.0),
        )


LONG_3 = WindowEnvelope("長形3号 窓付き", 235.0, 120.0, Area(21.0, 52.0, 90.0, 45.0))
"""A common 長形3号 with a window of 90 × 45 mm."""
