"""Numbers in bands (階級), so that the ages, staff or founding years of a campaign make a short table."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count, pairwise, takewhile

MOST_BANDS = 10
_STEPS = (1, 2, 5)
_SKEWED = 10
"""How many times the middle number the largest one may be before even bands would put nearly all into the first."""

_FEW = 50
"""One in so many numbers, the smallest, may share the first band instead of widening all of them."""


@dataclass(frozen=True, slots=True)
class Band:
    """The numbers from `low` to `high`, both included."""

    low: int
    high: int

    def __contains__(self, number: int) -> bool:
        return self.low <= number <= self.high


def bands(numbers: Iterable[int]) -> tuple[Band, ...]:
    """At most MOST_BANDS bands that hold all numbers, from low to high; none for no numbers.

    Bands are even (1, 2, 5, 10, 20 … wide, on round borders); where a few numbers are very large they grow instead:
    1–4, 5–9, 10–19, 20–49 …
    """
    ordered = sorted(numbers)
    if not ordered:
        return ()
    low, high = ordered[0], ordered[-1]
    if low >= 0 and high > _SKEWED * max(ordered[len(ordered) // 2], 1):
        return _growing(low, high)
    common = ordered[len(ordered) // _FEW]
    step = next(step for step in _sizes() if high // step - common // step < MOST_BANDS)
    first = common // step * step
    even = [Band(start, start + step - 1) for start in range(first, high + 1, step)]
    return (Band(min(low, first), first + step - 1), *even[1:])


def _growing(low: int, high: int) -> tuple[Band, ...]:
    borders = [size for size in takewhile(lambda size: size <= high, _sizes()) if size > max(low, 2)]
    kept = [low, *borders[1 - MOST_BANDS :]]
    return (*(Band(start, end - 1) for start, end in pairwise(kept)), Band(kept[-1], high))


def _sizes() -> Iterator[int]:
    """1, 2, 5, 10, 20, 50, 100 …"""
    return (step * 10**power for power in count() for step in _STEPS)
