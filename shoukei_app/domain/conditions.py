"""Conditions over answers and facts: written once as data, used for bases, checks, diagnosis and flag rules.

A condition is a tree of tests. A test on something unknown (unanswered, not recorded) is false, so "not" over an
unanswered question is true; rules that need an answer say so with `answered`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeAlias, Union

from shoukei_app.domain.problem import Problem, ProblemKind

Fact: TypeAlias = frozenset[int] | int | str | None
Facts: TypeAlias = Callable[[str], Fact]


class Operator(StrEnum):
    """How one fact is tested."""

    ANY_OF = "any_of"
    ALL_OF = "all_of"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    COUNT_AT_LEAST = "count_at_least"
    EQUALS = "equals"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class Test:
    """One fact, one operator, one operand: `codes` for any_of/all_of, `operand` for the others."""

    __test__ = False  # not a pytest class

    subject: str
    operator: Operator
    operand: tuple[int, ...] | int | str | bool


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Some:
    """At least `least` of the parts hold (1: any of them)."""

    parts: tuple["Condition", ...]
    least: int = 1


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: "Condition"


Condition: TypeAlias = Union["Test", "All", "Some", "Not"]

_OPERATORS = {operator.value: operator for operator in Operator}


def holds(condition: Condition, facts: Facts) -> bool:
    """Whether `condition` is true of `facts`, a function from a subject's name to what is known of it."""
    match condition:
        case Test():
            return _test(condition, facts(condition.subject))
        case All(parts):
            return all(holds(part, facts) for part in parts)
        case Some(parts, least):
            return sum(holds(part, facts) for part in parts) >= least
        case Not(part):
            return not holds(part, facts)


def tests(condition: Condition) -> Iterator[Test]:
    """Every test of the condition, in reading order."""
    match condition:
        case Test():
            yield condition
        case All(parts) | Some(parts, _):
            for part in parts:
                yield from tests(part)
        case Not(part):
            yield from tests(part)


def subjects(condition: Condition) -> Iterator[str]:
    """Every subject the condition looks at, in reading order, repeats included."""
    return (test.subject for test in tests(condition))


def from_data(data: Mapping[str, Any]) -> Condition:
    """Read a condition from its data form.

    `{all = [...]}`, `{any = [...]}`, `{at_least = 2, of = [...]}`, `{not = {...}}` or a test
    `{on = "age", at_least = 70}`. Raises Problem(RULES_UNREADABLE).
    """
    match dict(data):
        case {"all": parts, **rest} if not rest:
            return All(tuple(from_data(part) for part in parts))
        case {"any": parts, **rest} if not rest:
            return Some(tuple(from_data(part) for part in parts))
        case {"at_least": int(least), "of": parts, **rest} if not rest:
            return Some(tuple(from_data(part) for part in parts), least)
        case {"not": part, **rest} if not rest:
            return Not(from_data(part))
        case {"on": str(subject), **rest} if len(rest) == 1:
            name, operand = next(iter(rest.items()))
            if name in _OPERATORS:
                return Test(subject, _OPERATORS[name], _operand(_OPERATORS[name], operand, data))
    raise Problem(ProblemKind.RULES_UNREADABLE, found=str(dict(data)))


def to_data(condition: Condition) -> dict[str, Any]:
    """The data form of a condition; `from_data` reads it back."""
    match condition:
        case Test(subject, operator, operand):
            return {"on": subject, operator.value: list(operand) if isinstance(operand, tuple) else operand}
        case All(parts):
            return {"all": [to_data(part) for part in parts]}
        case Some(parts, 1):
            return {"any": [to_data(part) for part in parts]}
        case Some(parts, least):
            return {"at_least": least, "of": [to_data(part) for part in parts]}
        case Not(part):
            return {"not": to_data(part)}


def _operand(operator: Operator, operand: Any, data: Mapping[str, Any]) -> tuple[int, ...] | int | str | bool:
    match operator, operand:
        case ((Operator.ANY_OF | Operator.ALL_OF), [*codes]) if codes and all(type(code) is int for code in codes):
            return tuple(codes)
        case ((Operator.AT_LEAST | Operator.AT_MOST | Operator.COUNT_AT_LEAST), int()) if type(operand) is int:
            return operand
        case Operator.EQUALS, str() | int():
            return operand
        case Operator.ANSWERED, bool():
            return operand
    raise Problem(ProblemKind.RULES_UNREADABLE, found=str(dict(data)))


def _test(test: Test, fact: Fact) -> bool:
    operand = test.operand
    if test.operator is Operator.ANSWERED:
        return (fact is not None) is operand
    match test.operator, fact:
        case _, None:
            return False
        case Operator.ANY_OF, frozenset() if isinstance(operand, tuple):
            return not fact.isdisjoint(operand)
        case Operator.ALL_OF, frozenset() if isinstance(operand, tuple):
            return fact.issuperset(operand)
        case Operator.COUNT_AT_LEAST, frozenset() if isinstance(operand, int):
            return len(fact) >= operand
        case Operator.AT_LEAST, int() if isinstance(operand, int):
            return fact >= operand
        case Operator.AT_MOST, int() if isinstance(operand, int):
            return fact <= operand
        case Operator.EQUALS, _:
            return fact == operand
    return False
