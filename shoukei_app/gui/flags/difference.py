"""What a try would change: who comes in, who goes out, whose priority moves."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

from shoukei_app.domain.flags import Flagged, Priority


class Part(Enum):
    """A part of the difference between a try and the flags that stand."""

    IN = auto()
    OUT = auto()
    MOVED = auto()


@dataclass(frozen=True, slots=True)
class Difference:
    """Ids of targets for each part."""

    parts: Mapping[Part, frozenset[int]]

    def __getitem__(self, part: Part) -> frozenset[int]:
        return self.parts[part]

    @property
    def any(self) -> bool:
        """Whether anything would change."""
        return any(self.parts.values())


def difference(standing: Mapping[int, Priority], tried: Mapping[int, Flagged]) -> Difference:
    """Compare the flags that stand (priority by target id) with those of a try."""
    stay = standing.keys() & tried.keys()
    return Difference(
        {
            Part.IN: frozenset(tried.keys() - standing.keys()),
            Part.OUT: frozenset(standing.keys() - tried.keys()),
            Part.MOVED: frozenset(key for key in stay if tried[key].priority is not standing[key]),
        }
    )
