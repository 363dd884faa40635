import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shoukei_app import assets
from shoukei_app.domain import answers, conditions, flags, questionnaire
from shoukei_app.domain.answers import Answer, EffectiveAnswers, Mark, Remark, parse_answer
from shoukei_app.domain.facts import FirmSubject
from shoukei_app.domain.flags import Priority
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.questionnaire import Questionnaire, QuestionRole, Recipient
from shoukei_app.usecases.bundled_questionnaires import bundled_questionnaire


@pytest.fixture(scope="module")
def default() -> Questionnaire:
    return questionnaire.from_data(tomllib.loads(assets.text("questionnaires/nagano.toml")))


def test_the_default_questionnaire_has_what_the_program_needs(default: Questionnaire) -> None:
    assert 20 <= len(default.questions) <= 24
    assert {role for role in QuestionRole if default.by_role(role)} >= {
        QuestionRole.AGE,
        QuestionRole.STAFF,
        QuestionRole.VISIT_WISH,
        QuestionRole.CONSENT,
    }
    consent = default.by_role(QuestionRole.CONSENT)
    assert consent
    assert {choice.recipient for choice in consent.choices} == set(Recipient)
    assert [kind.code for kind in default.types] == list("FABCDEZ")


def test_data_forms_read_back(default: Questionnaire) -> None:
    assert questionnaire.from_data(questionnaire.to_data(default)) == default
    rules = flags.from_data(tomllib.loads(assets.text("rules/nagano.toml")))
    assert flags.from_data(flags.to_data(rules)) == rules


def test_rules_only_ask_what_is_known(default: Questionnaire) -> None:
    rules = flags.from_data(tomllib.loads(assets.text("rules/nagano.toml")))
    known = {question.id for question in default.questions} | {subject.value for subject in FirmSubject}
    assert {subject for rule in rules.rules for subject in conditions.subjects(rule.when)} <= known


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("intention", "2", Answer((2,))),
        ("intention", "２", Answer((2,))),
        ("intention", "1,3", Answer((1, 3))),
        ("problems", "3 1、16", Answer((1, 3, 16))),
        ("industry", "11 観光農園", Answer((11,), text="観光農園")),
        ("age", "７２", Answer(number=72)),
        ("age", "72歳", Answer(number=72)),
        ("age", "999", Answer(number=999)),
        ("plan", "2", Answer((2,))),
        ("founded", "S30", Answer(number=1955)),
        ("founded", "30", Answer(number=1955)),
        ("founded", "S30.4", Answer(number=1955)),
        ("founded", "845", Answer(number=845)),
        ("founded", "昭和30年", Answer(number=1955)),
        ("founded", "令和元年", Answer(number=2019)),
        ("founded", "1955", Answer(number=1955)),
        ("remarks", " 株の評価 ", Answer(text="株の評価")),
        ("intention", "?", Answer(illegible=True)),
        ("intention", "  ", Answer()),
    ],
)
def test_what_is_keyed_is_read(default: Questionnaire, question: str, text: str, expected: Answer) -> None:
    assert parse_answer(default.by_id[question], text) == expected


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("intention", "6"),
        ("intention", "0"),
        ("problems", "1,17"),
        ("age", "七十"),
        ("founded", "X30"),
        ("founded", "70"),
        ("plan", "3"),
        ("age", "1.5"),
    ],
)
def test_what_is_no_answer_is_refused(default: Questionnaire, question: str, text: str) -> None:
    with pytest.raises(Problem) as caught:
        parse_answer(default.by_id[question], text)
    assert caught.value.kind is ProblemKind.ANSWER_UNREADABLE


def test_contradictions_are_kept_and_marked(default: Questionnaire) -> None:
    sheet = {
        "intention": Answer((4,)),  # closing: the question about the successor is to be skipped
        "successor": Answer((3,)),
        "generation": Answer((1, 2)),
        "age": Answer(number=130),
        "closing": Answer((1, 2, 3, 4)),
        "form": Answer(illegible=True),
    }
    found = {(remark.question, remark.mark) for remark in answers.remarks(default, sheet)}
    assert ("successor", Mark.TO_BE_SKIPPED) in found
    assert ("generation", Mark.TWO_TICKS) in found
    assert ("age", Mark.OUT_OF_RANGE) in found
    assert ("closing", Mark.TOO_MANY) in found
    assert ("form", Mark.ILLEGIBLE) in found
    assert ("staff", Mark.NO_ANSWER) in found
    effective = EffectiveAnswers(default, sheet)
    assert effective("successor") is None
    assert effective("generation") is None
    assert effective("age") is None


@pytest.mark.parametrize(
    ("sheet", "code"),
    [
        ({"intention": Answer((4,))}, "F"),
        ({"intention": Answer((5,))}, "A"),
        (
            {
                "intention": Answer((1,)),
                "successor": Answer((1,)),
                "plan": Answer((1,)),
                "training": Answer((1,)),
                "check": Answer((1,)),
            },
            "A",
        ),
        ({"intention": Answer((1,)), "successor": Answer((1,)), "plan": Answer((2,))}, "B"),
        ({"intention": Answer((2,)), "successor": Answer((2,))}, "C"),
        ({"intention": Answer((3,)), "successor": Answer((3,)), "third_party": Answer((1,))}, "D"),
        ({"intention": Answer((3,)), "successor": Answer((3,)), "third_party": Answer((3,))}, "E"),
        ({}, "Z"),
        ({"intention": Answer((1, 4))}, "Z"),
    ],
)
def test_the_diagnosis_follows_from_the_answers(default: Questionnaire, sheet: dict[str, Answer], code: str) -> None:
    assert answers.diagnose(default, sheet).code == code


def test_beside_a_choice_that_stands_alone_the_others_count(default: Questionnaire) -> None:
    nothing = len(default.by_id["problems"].choices)
    together, alone = {"problems": Answer((2, nothing))}, {"problems": Answer((nothing,))}
    assert Remark("problems", Mark.CONTRADICTION) in answers.remarks(default, together)
    assert EffectiveAnswers(default, together)("problems") == frozenset({2})
    assert Remark("problems", Mark.CONTRADICTION) not in answers.remarks(default, alone)
    assert EffectiveAnswers(default, alone)("problems") == frozenset({nothing})


def test_a_check_looks_at_what_was_written_also_where_it_was_to_be_skipped(default: Questionnaire) -> None:
    sheet = {"intention": Answer((4,)), "when": Answer((2,))}
    found = [one for one in answers.remarks(default, sheet) if one.check == "closing_but_handing_over"]
    assert [one.question for one in found] == ["intention", "successor", "when"]
    assert answers.diagnose(default, sheet).code == "F", "it changes nothing in what counts"


def test_flags_give_every_reason_and_the_most_urgent_priority(default: Questionnaire) -> None:
    rules = flags.from_data(tomllib.loads(assets.text("rules/nagano.toml")))
    sheet = {
        "intention": Answer((3,)),
        "successor": Answer((3,)),
        "age": Answer(number=72),
        "support": Answer((2,)),
    }
    flagged = flags.flag(rules.rules, EffectiveAnswers(default, sheet))
    assert flagged
    assert flagged.priority is Priority.S
    assert [rule.id for rule in flagged.rules] == ["old_nobody", "wants_help"]
    assert flags.flag(rules.rules, EffectiveAnswers(default, {})) is None


@pytest.mark.parametrize(
    "broken",
    [
        {"on": "age"},
        {"on": "age", "at_least": "x"},
        {"on": "age", "near": 3},
        {"all": [{}]},
        {"any": [{"on": "age", "any_of": []}]},
        {},
    ],
)
def test_unreadable_conditions_are_named(broken: dict[str, Any]) -> None:
    with pytest.raises(Problem) as caught:
        conditions.from_data(broken)
    assert caught.value.kind is ProblemKind.RULES_UNREADABLE


def test_a_question_is_read_aloud_as_it_is_printed_unless_it_says_otherwise() -> None:
    taimen = bundled_questionnaire("taimen")
    assert taimen.by_id["q2"].aloud == taimen.by_id["q2"].text
    assert taimen.by_id["q1"].aloud == taimen.by_id["q1"].spoken != taimen.by_id["q1"].text


def test_questions_are_found_by_id_and_number(default: Questionnaire) -> None:
    assert default.find("age") is default.find("問6") is default.find("6") is default.find("q6")
    with pytest.raises(Problem):
        default.find("99")


CONDITIONS = st.recursive(
    st.builds(
        lambda subject, codes: {"on": subject, "any_of": sorted(codes)},
        st.sampled_from("abc"),
        st.sets(st.integers(1, 4), min_size=1),
    ),
    lambda inner: st.one_of(
        st.builds(lambda parts: {"all": parts}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda parts: {"any": parts}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda part: {"not": part}, inner),
        st.builds(lambda parts: {"at_least": 2, "of": parts}, st.lists(inner, min_size=1, max_size=3)),
    ),
    max_leaves=8,
)


@given(CONDITIONS, st.dictionaries(st.sampled_from("abc"), st.frozensets(st.integers(1, 4), min_size=1)))
def test_conditions_read_back_and_obey_de_morgan(data: dict[str, Any], known: dict[str, frozenset[int]]) -> None:
    condition = conditions.from_data(data)
    assert conditions.to_data(condition) == data
    assert conditions.holds(conditions.Not(condition), known.get) is not conditions.holds(condition, known.get)
