"""Conditions: what is compiled says the same as reading the tree word by word, whatever is known."""

from collections.abc import Callable
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from shoukei_app.domain import conditions
from shoukei_app.domain.conditions import All, Condition, Fact, Not, Operator, Some, Test

SUBJECTS = ("age", "successor", "problems", "firm.area", "remarks")
CODES = st.integers(1, 5)
WORDS = st.sampled_from(["20201", "20202", "A", "小売業"])
TESTS = st.one_of(
    st.builds(
        Test,
        st.sampled_from(SUBJECTS),
        st.sampled_from([Operator.ANY_OF, Operator.ALL_OF]),
        st.lists(CODES, min_size=1, max_size=3).map(tuple) | st.lists(WORDS, min_size=1, max_size=2).map(tuple),
    ),
    st.builds(
        Test,
        st.sampled_from(SUBJECTS),
        st.sampled_from([Operator.AT_LEAST, Operator.AT_MOST, Operator.COUNT_AT_LEAST, Operator.EQUALS]),
        st.integers(0, 80),
    ),
    st.builds(Test, st.sampled_from(SUBJECTS), st.just(Operator.EQUALS), WORDS),
    st.builds(Test, st.sampled_from(SUBJECTS), st.just(Operator.ANSWERED), st.booleans()),
)
CONDITIONS: st.SearchStrategy[Condition] = st.recursive(
    TESTS,
    lambda part: (
        st.builds(All, st.lists(part, min_size=1, max_size=4).map(tuple))
        | st.builds(Some, st.lists(part, min_size=1, max_size=4).map(tuple), st.integers(1, 3))
        | st.builds(Not, part)
    ),
    max_leaves=8,
)
FACTS: st.SearchStrategy[dict[str, Fact]] = st.dictionaries(
    st.sampled_from(SUBJECTS),
    st.none()
    | st.integers(0, 80)
    | WORDS
    | st.lists(CODES, min_size=1, max_size=4, unique=True)
    | st.lists(WORDS, min_size=1, max_size=3, unique=True)
    | st.frozensets(CODES, min_size=1),
)


def naive(condition: Condition, facts: dict[str, Any]) -> bool:
    """What a condition says, read word by word."""
    match condition:
        case All(parts):
            return not any(not naive(part, facts) for part in parts)
        case Some(parts, least):
            return len([part for part in parts if naive(part, facts)]) >= least
        case Not(part):
            return not naive(part, facts)
        case Test(subject, operator, operand):
            return ASKED[operator](facts.get(subject), operand)


def ticks(fact: Any) -> set[Any] | None:
    """What was ticked; a word stands for the one that was chosen."""
    return set(fact) if isinstance(fact, (list, frozenset)) else {fact} if isinstance(fact, str) else None


ASKED: dict[Operator, Callable[[Any, Any], bool]] = {
    Operator.ANSWERED: lambda fact, operand: (fact is not None) is operand,
    Operator.ANY_OF: lambda fact, operand: ticks(fact) is not None and bool((ticks(fact) or set()) & set(operand)),
    Operator.ALL_OF: lambda fact, operand: ticks(fact) is not None and (ticks(fact) or set()) >= set(operand),
    Operator.COUNT_AT_LEAST: lambda fact, operand: isinstance(fact, (list, frozenset)) and len(fact) >= operand,
    Operator.AT_LEAST: lambda fact, operand: isinstance(fact, int) and fact >= operand,
    Operator.AT_MOST: lambda fact, operand: isinstance(fact, int) and fact <= operand,
    Operator.EQUALS: lambda fact, operand: fact is not None and fact == operand,
}


@given(CONDITIONS, FACTS)
def test_compiled_says_what_the_tree_says(condition: Condition, facts: dict[str, Fact]) -> None:
    wanted = naive(condition, facts)
    assert conditions.compiled(condition)(facts.get) is wanted
    assert conditions.holds(condition, facts.get) is wanted


@given(CONDITIONS)
def test_the_data_form_reads_back(condition: Condition) -> None:
    assert conditions.from_data(conditions.to_data(condition)) == condition
