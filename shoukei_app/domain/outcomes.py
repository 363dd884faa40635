"""What a condition can still come to when little is known, and facts under which it holds."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, combinations

from shoukei_app.domain import conditions
from shoukei_app.domain.conditions import All, Condition, Fact, Not, Operator, Some, Test

_EITHER = frozenset({True, False})
_MOST_STEPS = 20_000
"""After so many tries a condition counts as one that may hold: nothing a person writes comes near."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What can be known of a subject: one or `several` of its `codes`, a number from `low` to `high`, or words.

    Where `base` does not hold nothing is known; it may look only at subjects that come before.
    """

    base: Condition | None = None
    codes: int = 0
    several: bool = False
    number: bool = False
    low: int | None = None
    high: int | None = None


def outcomes(condition: Condition, known: Mapping[str, frozenset[Fact]]) -> frozenset[bool]:
    """The truth values that `condition` can still take; a subject that is not in `known` may be anything."""
    match condition:
        case Test(subject):
            if subject not in known:
                return _EITHER
            return frozenset(_holds(condition, fact) for fact in known[subject])
        case All(parts):
            return _of([outcomes(part, known) for part in parts], len(parts))
        case Some(parts, least):
            return _of([outcomes(part, known) for part in parts], least)
        case Not(part):
            return frozenset(not value for value in outcomes(part, known))


def example(condition: Condition, subjects: Mapping[str, Subject]) -> dict[str, Fact] | None:
    """Facts under which `condition` holds, None where none were found. `subjects` stand in their order."""
    return _Search(condition, subjects).found


def never_holds(condition: Condition, subjects: Mapping[str, Subject]) -> bool:
    """Whether no facts at all make `condition` hold."""
    search = _Search(condition, subjects)
    return search.found is None and search.steps < _MOST_STEPS


class _Search:
    """Goes through the facts that the condition tells apart, subject by subject."""

    def __init__(self, condition: Condition, subjects: Mapping[str, Subject]) -> None:
        self.steps = 0
        self._condition = condition
        self._subjects = subjects
        self._tests = list(_all_tests(condition, subjects))
        looked_at = {test.subject for test in self._tests}
        self._order = [name for name in subjects if name in looked_at]
        self.found = self._from(0, {})

    def _from(self, place: int, facts: dict[str, Fact]) -> dict[str, Fact] | None:
        self.steps += 1
        if self.steps >= _MOST_STEPS:
            return None
        if place == len(self._order):
            return facts if conditions.holds(self._condition, facts.get) else None
        if place and True not in outcomes(self._condition, {name: frozenset({fact}) for name, fact in facts.items()}):
            return None
        name = self._order[place]
        base = self._subjects[name].base
        asked = base is None or conditions.holds(base, facts.get)
        for fact in self._candidates(name) if asked else (None,):
            found = self._from(place + 1, {**facts, name: fact})
            if found is not None:
                return found
        return None

    def _candidates(self, name: str) -> Iterator[Fact]:
        subject, tests = self._subjects[name], [test for test in self._tests if test.subject == name]
        if subject.several:
            yield from _several(subject, tests)
        elif subject.codes:
            yield from (frozenset({code}) for code in range(1, subject.codes + 1))
        elif subject.number:
            yield from _numbers(subject, tests)
        else:
            yield from dict.fromkeys([*(str(test.operand) for test in tests if test.operator is Operator.EQUALS), "…"])
        yield None


def _all_tests(condition: Condition, subjects: Mapping[str, Subject]) -> Iterator[Test]:
    """The tests of a condition and of the bases behind it."""
    waiting, seen = [condition], set[str]()
    while waiting:
        for test in conditions.tests(waiting.pop()):
            yield test
            base = subjects[test.subject].base if test.subject in subjects else None
            if base is not None and test.subject not in seen:
                waiting.append(base)
            seen.add(test.subject)


def _several(subject: Subject, tests: Iterable[Test]) -> Iterator[frozenset[int]]:
    """Every choice among the codes that are asked for, and so many others that every count is reached."""
    tests = list(tests)
    operands = [test.operand for test in tests if isinstance(test.operand, tuple)]
    named = sorted({code for operand in operands for code in operand if isinstance(code, int)})
    others = [code for code in range(1, subject.codes + 1) if code not in named]
    sizes = sorted({0, 1, *(test.operand for test in tests if type(test.operand) is int)})
    for chosen in chain.from_iterable(combinations(named, size) for size in range(len(named) + 1)):
        for size in sizes:
            codes = frozenset([*chosen, *others[: max(size - len(chosen), 0)]])
            if codes:
                yield codes


def _numbers(subject: Subject, tests: Iterable[Test]) -> Iterator[int]:
    """The numbers at which a test turns, and one beside each."""
    bounds = [test.operand for test in tests if type(test.operand) is int]
    edges = [edge for edge in (subject.low, subject.high) if edge is not None]
    found = dict.fromkeys([*bounds, *edges, *(bound + step for bound in bounds for step in (-1, 1)), 0])
    for number in found:
        if (subject.low is None or number >= subject.low) and (subject.high is None or number <= subject.high):
            yield number


def _of(parts: list[frozenset[bool]], least: int) -> frozenset[bool]:
    can_hold = sum(True in part for part in parts)
    must_hold = sum(False not in part for part in parts)
    return frozenset({*((True,) if can_hold >= least else ()), *((False,) if must_hold < least else ())})


def _holds(test: Test, fact: Fact) -> bool:
    return conditions.holds(test, lambda _: fact)
