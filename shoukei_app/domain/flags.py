"""Flags (抽出): rules that say which firms to visit first, each with its reason in plain Japanese."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from shoukei_app.domain import conditions
from shoukei_app.domain.conditions import Condition, Facts
from shoukei_app.domain.problem import Problem, ProblemKind


class Priority(StrEnum):
    """How soon to go: S first."""

    S = "S"
    A = "A"
    B = "B"
    C = "C"


TO_VISIT = (Priority.S, Priority.A, Priority.B)
"""Whom to visit or call; C is for information only (情報提供)."""


class Cause(StrEnum):
    """Why a flag differs from the one that stands."""

    RULES = "rules"
    NEW_REPLY = "new_reply"
    FACTS = "facts"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: whom it flags, how urgently, and the reason that the list and the visit sheet show.

    `score` (points) orders firms of the same priority: a firm has those of every rule that holds.
    """

    id: str
    reason: str
    priority: Priority
    when: Condition
    score: int = 1


@dataclass(frozen=True, slots=True)
class RuleSet:
    """A version of an office's rules, in order."""

    name: str
    version: int
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Flagged:
    """What is said of one firm: its priority (that of the most urgent rule), its points and every rule that holds.

    `by_hand` is the reason of the person who decided otherwise than the rules, "" where the rules decide.
    """

    priority: Priority
    rules: tuple[Rule, ...]
    score: int = 0
    by_hand: str = ""

    @property
    def reasons(self) -> tuple[str, ...]:
        """Every reason, a person's first."""
        return (*((self.by_hand,) if self.by_hand else ()), *(rule.reason for rule in self.rules))


@dataclass(frozen=True, slots=True)
class Override:
    """What a person decided of one target beside the rules: a priority, or None: it is taken out."""

    target_id: int
    priority: Priority | None
    reason: str
    person: str
    decided_at: datetime


class Move(NamedTuple):
    """One difference between the flags that stand and those of a run: None before, comes in; None after, goes out."""

    target_id: int
    number: str
    before: Priority | None
    after: Priority | None
    causes: frozenset[Cause]


ORDER: Mapping[Priority, int] = {priority: place for place, priority in enumerate(Priority)}


def judge(rules: Iterable[Rule]) -> Callable[[Facts], Flagged | None]:
    """The rules as one function of what is known of a firm; None where no rule holds."""
    rules = tuple(rules)
    checks = tuple((1 << place, conditions.compiled(rule.when)) for place, rule in enumerate(rules))
    known: dict[int, Flagged | None] = {0: None}

    def verdict(facts: Facts) -> Flagged | None:
        held = 0
        for bit, check in checks:
            if check(facts):
                held |= bit
        if held not in known:
            known[held] = _together(tuple(rule for place, rule in enumerate(rules) if held >> place & 1))
        return known[held]

    return verdict


def flag(rules: Iterable[Rule], facts: Facts) -> Flagged | None:
    """Apply rules to what is known of a firm; None where no rule holds."""
    return judge(rules)(facts)


def decided(flagged: Flagged | None, override: Override | None) -> Flagged | None:
    """What counts where a person may have decided beside the rules."""
    if override is None:
        return flagged
    if override.priority is None:
        return None
    by_rules = flagged or Flagged(override.priority, ())
    return replace(by_rules, priority=override.priority, by_hand=override.reason)


def from_data(data: Mapping[str, Any]) -> RuleSet:
    """Read a rule set from its data form (the TOML of `resources/rules`). Raises Problem(RULES_UNREADABLE)."""
    try:
        rules = tuple(_rule(entry) for entry in data["rules"])
        result = RuleSet(str(data["name"]), int(data["version"]), rules)
    except (KeyError, TypeError, ValueError) as error:
        raise Problem(ProblemKind.RULES_UNREADABLE, found=repr(error)) from error
    twice = [key for key, count in Counter(rule.id for rule in rules).items() if count > 1]
    if twice:
        raise Problem(ProblemKind.RULES_UNREADABLE, found=f"id = {twice[0]} ×2")
    return result


def to_data(rule_set: RuleSet) -> dict[str, Any]:
    """The data form of a rule set; `from_data` reads it back."""
    return {
        "name": rule_set.name,
        "version": rule_set.version,
        "rules": [
            {
                "id": rule.id,
                "reason": rule.reason,
                "priority": rule.priority.value,
                "score": rule.score,
                "when": conditions.to_data(rule.when),
            }
            for rule in rule_set.rules
        ],
    }


def _rule(entry: Mapping[str, Any]) -> Rule:
    priority, when = Priority(entry["priority"]), conditions.from_data(entry["when"])
    return Rule(str(entry["id"]), str(entry["reason"]), priority, when, int(entry.get("score", 1)))


def _together(held: tuple[Rule, ...]) -> Flagged:
    priority = min((rule.priority for rule in held), key=ORDER.__getitem__)
    return Flagged(priority, held, sum(rule.score for rule in held))
