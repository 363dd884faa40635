"""Flags (抽出): rules that say which firms to visit first, each with its reason in plain Japanese."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from shoukei_app.domain import conditions
from shoukei_app.domain.conditions import Condition, Facts
from shoukei_app.domain.problem import Problem, ProblemKind


class Priority(StrEnum):
    """How soon to go: S first."""

    S = "S"
    A = "A"
    B = "B"
    C = "C"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: whom it flags, how urgently, and the reason that the list and the visit sheet show."""

    id: str
    reason: str
    priority: Priority
    when: Condition


@dataclass(frozen=True, slots=True)
class RuleSet:
    """A version of an office's rules, in order."""

    name: str
    version: int
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Flagged:
    """What the rules say of one firm: its priority (that of the most urgent rule) and every rule that holds."""

    priority: Priority
    rules: tuple[Rule, ...]


def flag(rules: Iterable[Rule], facts: Facts) -> Flagged | None:
    """Apply rules to what is known of a firm; None where no rule holds."""
    held = tuple(rule for rule in rules if conditions.holds(rule.when, facts))
    if not held:
        return None
    order = list(Priority)
    return Flagged(min((rule.priority for rule in held), key=order.index), held)


def from_data(data: Mapping[str, Any]) -> RuleSet:
    """Read a rule set from its data form (the TOML of `resources/rules`). Raises Problem(RULES_UNREADABLE)."""
    try:
        rules = tuple(
            Rule(entry["id"], entry["reason"], Priority(entry["priority"]), conditions.from_data(entry["when"]))
            for entry in data["rules"]
        )
        return RuleSet(data["name"], int(data["version"]), rules)
    except (KeyError, TypeError, ValueError) as error:
        raise Problem(ProblemKind.RULES_UNREADABLE, found=repr(error)) from error


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
                "when": conditions.to_data(rule.when),
            }
            for rule in rule_set.rules
        ],
    }
