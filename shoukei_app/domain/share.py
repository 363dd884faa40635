"""Shares and how sure they are."""

from math import sqrt

_Z = 1.959964  # 95 % of a normal distribution lie within so many deviations


def wilson(successes: int, trials: int) -> tuple[float, float] | None:
    """The 95 % score interval of a share (E. B. Wilson, JASA 22, 1927), honest where trials are few; None for none."""
    if not trials:
        return None
    share, square = successes / trials, _Z * _Z
    middle = share + square / (2 * trials)
    spread = _Z * sqrt(share * (1 - share) / trials + square / (4 * trials * trials))
    scale = 1 + square / trials
    # At 0 and 1 the bound is the share itself, but for the rounding of the machine.
    return min(share, (middle - spread) / scale), max(share, (middle + spread) / scale)
