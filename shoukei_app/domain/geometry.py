"""Places on paper, in millimetres from the top left corner of the page."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle by its top left corner."""

    x: float
    y: float
    width: float
    height: float

    def holds(self, other: "Area") -> bool:
        """Whether another rectangle lies inside this one; edges may meet."""
        return (
            self.x <= other.x
            and self.y <= other.y
            and other.x + other.width <= self.x + self.width
            and other.y + other.height <= self.y + self.height
        )

    def moved(self, dx: float, dy: float) -> "Area":
        """The same rectangle elsewhere."""
        return Area(self.x + dx, self.y + dy, self.width, self.height)
