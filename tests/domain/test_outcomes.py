"""What a condition can still come to, against trying everything."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from shoukei_app.domain import conditions
from shoukei_app.domain.conditions import All, Condition, Fact, Not, Operator, Some, Test
from shoukei_app.domain.outcomes import Subject, example, never_holds, outcomes

SUBJECTS = {
    "one": Subject(codes=3),
    "many": Subject(codes=3, several=True),
    "number": Subject(number=True, low=0, high=3),
    "later": Subject(base=Test("one", Operator.ANY_OF, (2,)), codes=2),
}
FACTS: dict[str, list[Fact]] = {
    "one": [None, *(frozenset({code}) for code in (1, 2, 3))],
    "many": [None, *(frozenset(codes) for codes in ({1}, {2}, {3}, {1, 2}, {1, 3}, {2, 3}, {1, 2, 3}))],
    "number": [None, 0, 1, 2, 3],
    "later": [None, frozenset({1}), frozenset({2})],
}
CODES = st.sets(st.integers(1, 3), min_size=1).map(lambda codes: tuple(sorted(codes)))
TESTS = st.one_of(
    st.builds(
        Test, st.sampled_from(["one", "many", "later"]), st.sampled_from([Operator.ANY_OF, Operator.ALL_OF]), CODES
    ),
    st.builds(Test, st.just("many"), st.just(Operator.COUNT_AT_LEAST), st.integers(1, 4)),
    st.builds(
        Test,
        st.just("number"),
        st.sampled_from([Operator.AT_LEAST, Operator.AT_MOST, Operator.EQUALS]),
        st.integers(-1, 4),
    ),
    st.builds(Test, st.sampled_from(list(FACTS)), st.just(Operator.ANSWERED), st.booleans()),
)
CONDITIONS: st.SearchStrategy[Condition] = st.recursive(
    TESTS,
    lambda inner: st.one_of(
        st.builds(All, st.lists(inner, min_size=1, max_size=3).map(tuple)),
        st.builds(Some, st.lists(inner, min_size=1, max_size=3).map(tuple), st.integers(1, 3)),
        st.builds(Not, inner),
    ),
    max_leaves=6,
)


def _everything() -> list[dict[str, Fact]]:
    """All facts that people can give: nothing of a question that they are not asked."""
    found = [dict(zip(FACTS, facts, strict=True)) for facts in product(*FACTS.values())]
    return [facts for facts in found if facts["one"] == frozenset({2}) or facts["later"] is None]


EVERYTHING = _everything()


@given(CONDITIONS)
def test_a_condition_never_holds_where_trying_everything_finds_nothing(condition: Condition) -> None:
    can_hold = any(conditions.holds(condition, facts.get) for facts in EVERYTHING)
    assert never_holds(condition, SUBJECTS) is not can_hold
    found = example(condition, SUBJECTS)
    assert (found is not None) is can_hold
    assert found is None or conditions.holds(condition, found.get)


@given(CONDITIONS, st.sampled_from(EVERYTHING), st.sets(st.sampled_from(list(FACTS))))
def test_what_is_known_rules_out_only_what_cannot_be(
    condition: Condition, facts: dict[str, Fact], known: set[str]
) -> None:
    possible = outcomes(condition, {name: frozenset({facts[name]}) for name in known})
    assert conditions.holds(condition, facts.get) in possible
    if known == set(FACTS):
        assert len(possible) == 1


def test_a_search_that_would_never_end_counts_as_possible() -> None:
    subjects = {f"q{n}": Subject(codes=9) for n in range(12)}
    none = All(tuple(Test(name, Operator.ANY_OF, tuple(range(1, 10))) for name in subjects))
    parity = All((none, Some(tuple(Test(name, Operator.ALL_OF, (1, 2)) for name in subjects), 1)))
    assert not never_holds(parity, subjects)
    assert example(parity, subjects) is None
