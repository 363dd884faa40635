"""What a try would change, as links say it: who comes in, who goes out, whose priority moves, and why."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum, auto

from shoukei_app.domain.flags import Cause, Move


class Part(Enum):
    """A part of the difference between a try and the flags that stand."""

    IN = auto()
    OUT = auto()
    MOVED = auto()


@dataclass(frozen=True, slots=True)
class Difference:
    """The differences by target, and the targets of each part."""

    moves: Mapping[int, Move]
    parts: Mapping[Part, frozenset[int]]

    def __getitem__(self, part: Part) -> frozenset[int]:
        return self.parts[part]

    @property
    def any(self) -> bool:
        """Whether anything would change."""
        return bool(self.moves)

    @property
    def causes(self) -> Mapping[Cause, int]:
        """How many differences have each cause, in the order of the causes; one may have several."""
        counted = Counter(cause for move in self.moves.values() for cause in move.causes)
        return {cause: counted[cause] for cause in Cause if counted[cause]}


def difference(moves: Iterable[Move]) -> Difference:
    """Sort the differences of a try into its parts."""
    by_target = {move.target_id: move for move in moves}
    parts: dict[Part, set[int]] = {part: set() for part in Part}
    for key, move in by_target.items():
        part = Part.IN if move.before is None else Part.OUT if move.after is None else Part.MOVED
        parts[part].add(key)
    return Difference(by_target, {part: frozenset(keys) for part, keys in parts.items()})
