"""Places on paper, in millimetres from the top left corner of the page."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle by its top left corner."""

    x: float
    y: float
    width: float
    height: float

    def moved(self, dx: float, dy: float) -> "Area":
        """The same rectangle elsewhere."""
        return Area(self.x + dx, self.y + dy, self.width, self.height)
