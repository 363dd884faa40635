"""Flags: priority, points, what a person decides, and why a flag moved."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shoukei_app.domain import flags
from shoukei_app.domain.conditions import Operator, Test
from shoukei_app.domain.flag_causes import causes
from shoukei_app.domain.flags import Cause, Flagged, Override, Priority, Rule
from shoukei_app.domain.problem import Problem

OLD = Rule("old", "70歳以上", Priority.A, Test("age", Operator.AT_LEAST, 70), 20)
WISH = Rule("wish", "希望", Priority.S, Test("visit", Operator.ANY_OF, (1, 2)), 30)
ANYBODY = st.none() | st.sampled_from(Priority)


def test_the_most_urgent_rule_gives_the_priority_and_points_add_up() -> None:
    judge = flags.judge((OLD, WISH))
    assert judge({"age": 72, "visit": [1]}.get) == Flagged(Priority.S, (OLD, WISH), 50)
    assert judge({"age": 72}.get) == Flagged(Priority.A, (OLD,), 20)
    assert judge({"age": 60}.get) is None


def test_firms_with_the_same_rules_share_their_verdict() -> None:
    judge = flags.judge((OLD, WISH))
    assert judge({"age": 72}.get) is judge({"age": 80}.get)


def test_a_person_takes_out_puts_in_and_changes_the_priority() -> None:
    by_rules = Flagged(Priority.A, (OLD,), 20)
    at = datetime(2026, 9, 1)
    assert flags.decided(by_rules, None) is by_rules
    assert flags.decided(by_rules, Override(1, None, "廃業した", "山岸", at)) is None
    changed = flags.decided(by_rules, Override(1, Priority.S, "社長が入院", "山岸", at))
    assert changed == Flagged(Priority.S, (OLD,), 20, "社長が入院")
    assert changed.reasons == ("社長が入院", "70歳以上")
    alone = flags.decided(None, Override(1, Priority.B, "商工会から", "山岸", at))
    assert alone == Flagged(Priority.B, (), 0, "商工会から")


def test_two_rules_of_one_id_are_refused() -> None:
    data = flags.to_data(flags.RuleSet("条件", 1, (OLD, OLD)))
    with pytest.raises(Problem):
        flags.from_data(data)


@given(ANYBODY, ANYBODY, ANYBODY, st.booleans(), st.booleans(), st.booleans())
def test_every_difference_has_a_cause_and_none_that_cannot_be(
    before: Priority | None,
    after: Priority | None,
    by_last: Priority | None,
    ran: bool,
    new: bool,
    by_hand: bool,
) -> None:
    if before is after:
        return
    found = causes(before, after, by_last_rules=by_last, ran_before=ran, is_new=new, by_hand=by_hand)
    assert found
    assert (Cause.PERSON in found) is by_hand
    if ran and not by_hand:
        assert (Cause.RULES in found) is (by_last is not after)
        assert (Cause.NEW_REPLY in found) is new
        assert (Cause.FACTS in found) is (not new and by_last is not before)
