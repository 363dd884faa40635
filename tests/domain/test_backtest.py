"""Backtest: counts that belong together, and an interval that is known from the literature."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shoukei_app.domain.backtest import Found, backtest
from shoukei_app.domain.conditions import Operator, Test
from shoukei_app.domain.flags import Flagged, Priority, Rule, RuleSet
from shoukei_app.domain.share import wilson

ONE = Rule("one", "一つ目", Priority.S, Test("age", Operator.AT_LEAST, 70))
TWO = Rule("two", "二つ目", Priority.B, Test("age", Operator.AT_LEAST, 60))
RULES = RuleSet("条件", 1, (ONE, TWO))
VERDICTS = st.sampled_from([None, Flagged(Priority.S, (ONE, TWO)), Flagged(Priority.B, (TWO,))])
FOUND = st.sampled_from([Found(), Found(True), Found(True, True), Found(True, True, True)])


@given(st.lists(st.tuples(VERDICTS, FOUND)))
def test_every_firm_is_counted_once_and_the_missed_are_named(drawn: list[tuple[Flagged | None, Found]]) -> None:
    made = backtest(RULES, [(key, verdict, found) for key, (verdict, found) in enumerate(drawn)])
    assert made.total.flagged + made.others.flagged == len(drawn)
    assert sum(tally.flagged for tally in made.by_priority.values()) == made.total.flagged
    assert made.by_rule["two"] == made.total
    assert len(made.missed) == made.others.came
    for tally in (made.total, made.others, *made.by_rule.values()):
        assert tally.flagged >= tally.visited >= tally.met >= tally.came
        if tally.interval is not None and tally.share is not None:
            assert tally.interval[0] <= tally.share <= tally.interval[1]


def test_the_interval_is_wilsons() -> None:
    """81 of 263: Newcombe, Statistics in Medicine 17 (1998), table I, method 3: 0.2553–0.3662."""
    found = wilson(81, 263)
    assert found is not None
    assert found == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert wilson(0, 0) is None
