"""Conditions over answers and facts: written once as data, used for bases, checks, diagnosis and flag rules.

A condition is a tree of tests. A test on something unknown (unanswered, not recorded) is false, so "not" over an
unanswered question is true; rules that need an answer say so with `answered`. A test that does not fit what is known
(a bound over words) is false too.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any, TypeAlias, Union

from shoukei_app.domain.problem import Problem, ProblemKind

Fact: TypeAlias = frozenset[int] | Sequence[int] | Sequence[str] | int | str | None
"""What is known of one subject: ticks (codes or words), a number, words; None where nothing is."""
Facts: TypeAlias = Callable[[str], Fact]
"""What is known, by subject: the `get` of a mapping, or anything that answers like one."""
Check: TypeAlias = Callable[[Facts], bool]


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
    operand: tuple[int, ...] | tuple[str, ...] | int | str | bool


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
    return compiled(condition)(facts)


@lru_cache(maxsize=1024)
def compiled(condition: Condition) -> Check:
    """The condition as one function, built once: what a rule is asked of 100,000 firms with."""
    match condition:
        case Test():
            return _compiled_test(condition)
        case Not(part):
            check = compiled(part)
            return lambda facts: not check(facts)
        case All((left, right)):
            first, second = compiled(left), compiled(right)
            return lambda facts: first(facts) and second(facts)
        case All(parts):
            checks = tuple(map(compiled, parts))
            return lambda facts: all(check(facts) for check in checks)
        case Some((left, right), 1):
            first, second = compiled(left), compiled(right)
            return lambda facts: first(facts) or second(facts)
        case Some(parts, 1):
            checks = tuple(map(compiled, parts))
            return lambda facts: any(check(facts) for check in checks)
        case Some(parts, least):
            checks = tuple(map(compiled, parts))
            return _at_least(checks, least)


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


def _operand(
    operator: Operator, operand: Any, data: Mapping[str, Any]
) -> tuple[int, ...] | tuple[str, ...] | int | str | bool:
    match operator, operand:
        case ((Operator.ANY_OF | Operator.ALL_OF), [*codes]) if codes and all(type(code) is int for code in codes):
            return tuple(codes)
        case ((Operator.ANY_OF | Operator.ALL_OF), [*words]) if words and all(type(text) is str for text in words):
            return tuple(words)
        case ((Operator.AT_LEAST | Operator.AT_MOST | Operator.COUNT_AT_LEAST), int()) if type(operand) is int:
            return operand
        case Operator.EQUALS, str() | int():
            return operand
        case Operator.ANSWERED, bool():
            return operand
    raise Problem(ProblemKind.RULES_UNREADABLE, found=str(dict(data)))


def _at_least(checks: tuple[Check, ...], least: int) -> Check:
    def check(facts: Facts) -> bool:
        held = 0
        for one in checks:
            held += one(facts)
        return held >= least

    return check


_TICKS = (list, frozenset, tuple)


def _compiled_test(test: Test) -> Check:
    subject, operand = test.subject, test.operand
    match test.operator, operand:
        case Operator.ANSWERED, _:
            return (lambda facts: facts(subject) is not None) if operand else (lambda facts: facts(subject) is None)
        case Operator.ANY_OF, tuple():
            return _any_of(subject, frozenset(operand))
        case Operator.ALL_OF, tuple():
            return _all_of(subject, frozenset(operand))
        case Operator.COUNT_AT_LEAST, int():
            return lambda facts: isinstance(fact := facts(subject), _TICKS) and len(fact) >= operand
        case Operator.AT_LEAST, int():
            return lambda facts: isinstance(fact := facts(subject), int) and fact >= operand
        case Operator.AT_MOST, int():
            return lambda facts: isinstance(fact := facts(subject), int) and fact <= operand
        case Operator.EQUALS, _:
            return lambda facts: (fact := facts(subject)) is not None and fact == operand
    return lambda _facts: False


def _any_of(subject: str, wanted: frozenset[int | str]) -> Check:
    disjoint = wanted.isdisjoint

    def check(facts: Facts) -> bool:
        fact = facts(subject)
        if fact is None:
            return False
        if fact.__class__ is list or isinstance(fact, _TICKS):
            return not disjoint(fact)
        return isinstance(fact, str) and fact in wanted

    return check


def _all_of(subject: str, wanted: frozenset[int | str]) -> Check:
    def check(facts: Facts) -> bool:
        fact = facts(subject)
        if isinstance(fact, _TICKS):
            return wanted.issubset(fact)
        return isinstance(fact, str) and wanted == {fact}

    return check
