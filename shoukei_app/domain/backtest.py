"""Backtest: what rules would have flagged, held against what the visits found."""

from collections.abc import Iterable
from dataclasses import dataclass

from shoukei_app.domain.flags import Flagged, Priority, RuleSet
from shoukei_app.domain.share import wilson
from shoukei_app.domain.visits import NextAction

CAME_TO_NOTHING = frozenset({NextAction.INFORMATION_ONLY, NextAction.NOTHING})
"""Next actions (支援方針) after which nothing more is done for the firm."""


@dataclass(frozen=True, slots=True)
class Found:
    """What became of one firm: somebody went or called (or it was referred), it was met, it came to something."""

    visited: bool = False
    met: bool = False
    came: bool = False


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts over firms that a rule, a priority or a whole rule set flags; each is a part of the one before."""

    flagged: int = 0
    visited: int = 0
    met: int = 0
    came: int = 0

    def __add__(self, found: Found) -> "Tally":
        return Tally(self.flagged + 1, self.visited + found.visited, self.met + found.met, self.came + found.came)

    @property
    def share(self) -> float | None:
        """Of the firms visited, the share that came to something; None where none was."""
        return self.came / self.visited if self.visited else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """The 95 % interval of the share."""
        return wilson(self.came, self.visited)


@dataclass(frozen=True, slots=True)
class Backtest:
    """A rule set against the visits. `others` are firms that answered and are not flagged; `missed` the targets among
    them that came to something all the same.
    """

    rules: RuleSet
    total: Tally
    by_priority: dict[Priority, Tally]
    by_rule: dict[str, Tally]
    others: Tally
    missed: tuple[int, ...]


def backtest(rules: RuleSet, firms: Iterable[tuple[int, Flagged | None, Found]]) -> Backtest:
    """Count over firms: the target's id, what the rules say of it, what became of it."""
    total = others = Tally()
    by_priority = dict.fromkeys(Priority, Tally())
    by_rule = {rule.id: Tally() for rule in rules.rules}
    missed = []
    for target_id, verdict, found in firms:
        if verdict is None:
            others += found
            if found.came:
                missed.append(target_id)
            continue
        total += found
        by_priority[verdict.priority] += found
        for rule in verdict.rules:
            by_rule[rule.id] += found
    return Backtest(rules, total, by_priority, by_rule, others, tuple(missed))
