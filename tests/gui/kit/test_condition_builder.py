"""The builder of conditions: shows any condition and gives it back, and is used by the keyboard."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from shoukei_app.domain.conditions import All, Condition, Not, Operator, Some, Test, holds
from shoukei_app.domain.facts import Askable, SubjectGroup, SubjectKind
from shoukei_app.gui.kit.conditions import ConditionBuilder

SUBJECTS = (
    Askable("form", "問1 経営形態", SubjectKind.ONE, SubjectGroup.ANSWERS, ((1, "個人"), (2, "法人"))),
    Askable("support", "問2 支援", SubjectKind.SEVERAL, SubjectGroup.ANSWERS, ((1, "資金"), (2, "税"), (3, "人"))),
    Askable("age", "問3 年齢", SubjectKind.NUMBER, SubjectGroup.ANSWERS, unit="歳"),
    Askable("said", "問4 自由記入", SubjectKind.WORDS, SubjectGroup.ANSWERS),
)
TESTS = st.one_of(
    st.builds(
        lambda name, codes: Test(name, Operator.ANY_OF, tuple(sorted(codes))),
        st.sampled_from(["form", "support"]),
        st.sets(st.integers(1, 2), min_size=1),
    ),
    st.builds(
        lambda codes: Test("support", Operator.ALL_OF, tuple(sorted(codes))), st.sets(st.integers(1, 3), min_size=1)
    ),
    st.builds(
        lambda operator, n: Test("age", operator, n),
        st.sampled_from([Operator.AT_LEAST, Operator.AT_MOST]),
        st.integers(1, 90),
    ),
    st.builds(lambda n: Test("support", Operator.COUNT_AT_LEAST, n), st.integers(1, 3)),
    st.builds(
        lambda name, yes: Test(name, Operator.ANSWERED, yes), st.sampled_from(["form", "age", "said"]), st.booleans()
    ),
    st.just(Test("said", Operator.EQUALS, "なし")),
)
CONDITIONS = st.recursive(
    TESTS,
    lambda inner: st.one_of(
        st.builds(lambda parts: All(tuple(parts)), st.lists(inner, min_size=1, max_size=3)),
        st.builds(
            lambda parts, least: Some(tuple(parts), least), st.lists(inner, min_size=2, max_size=3), st.integers(1, 2)
        ),
        st.builds(Not, inner),
    ),
    max_leaves=5,
)
KNOWN = st.fixed_dictionaries(
    {},
    optional={
        "form": st.frozensets(st.integers(1, 2), min_size=1, max_size=1),
        "support": st.frozensets(st.integers(1, 3), min_size=1),
        "age": st.integers(1, 99),
        "said": st.sampled_from(["なし", "あり"]),
    },
)


def say(condition: Condition) -> str:
    return str(condition)


@pytest.fixture
def builder(qtbot: QtBot) -> ConditionBuilder:
    made = ConditionBuilder(say, "全員")
    qtbot.addWidget(made)
    return made


@given(condition=CONDITIONS, known=KNOWN)
@settings(max_examples=40, suppress_health_check=list(HealthCheck))
def test_what_is_shown_means_the_same(builder: ConditionBuilder, condition: Condition, known: dict[str, Any]) -> None:
    builder.show_condition(SUBJECTS, condition)
    value = builder.value()
    assert builder.complete
    assert value is not None
    assert holds(value, known.get) is holds(condition, known.get)


def test_no_rows_are_no_condition(builder: ConditionBuilder) -> None:
    builder.show_condition(SUBJECTS, None)
    assert builder.value() is None
    assert builder.complete


def test_a_row_counts_once_its_value_is_chosen(builder: ConditionBuilder, qtbot: QtBot) -> None:
    builder.show_condition(SUBJECTS, None)
    heard: list[Condition | None] = []
    builder.changed.connect(lambda: heard.append(builder.value()))
    builder.root.add_button.click()
    row: Any = builder.root.parts[0]
    row.subject.setCurrentIndex(0)
    assert (builder.complete, heard) == (False, [])
    row.boxes[2].click()
    assert heard == [Test("form", Operator.ANY_OF, (2,))]
    builder.root.add_group()
    group: Any = builder.root.parts[1]
    group.parts[0].subject.setCurrentIndex(2)
    group.parts[0].number.setText("７０")
    assert heard[-1] == All((Test("form", Operator.ANY_OF, (2,)), Test("age", Operator.AT_LEAST, 70)))
    builder.root.link.setCurrentIndex(1)
    assert isinstance(heard[-1], Some)
