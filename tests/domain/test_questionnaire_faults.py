"""What is wrong with a questionnaire is refused with a sentence that names the question and says what to do."""

from dataclasses import replace
from typing import Any

import pytest

from shoukei_app.domain import questionnaire
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.questionnaire import Fault, Questionnaire
from shoukei_app.words import questionnaire_faults
from shoukei_app.words.problems import sentence


def _data(*questions: dict[str, Any], **fields: Any) -> dict[str, Any]:
    first = {"id": "a", "kind": "yes_no", "text": "跡を継ぐ方はいますか。", "short": "跡継ぎ"}
    second = {"id": "b", "kind": "single", "text": "どなたですか。", "choices": ["親族", "社員"]}
    return {
        "id": "q",
        "version": 1,
        "title": "試し",
        "sections": [{"title": "", "questions": [first, second, *questions]}],
        "types": [{"code": "Z", "name": "判定不能", "advice": ""}],
    } | fields


def _question(kind: str = "single", **fields: Any) -> dict[str, Any]:
    choices = {"choices": ["一", "二"]} if kind in ("single", "multiple") else {}
    return {"id": "c", "kind": kind, "text": "三つ目ですか。", "short": "三つ目"} | choices | fields


def _check(**fields: Any) -> dict[str, Any]:
    check = {"id": "x", "sentence": "合いません。", "questions": ["a"], "when": {"on": "a", "any_of": [1]}}
    return check | fields


_BASE = [
    ({"on": "c", "any_of": [1]}, Fault.QUESTION_LATER),
    ({"on": "d", "any_of": [1]}, Fault.QUESTION_UNKNOWN),
    ({"on": "b", "any_of": [9]}, Fault.CHOICE_UNKNOWN),
    ({"on": "a", "all_of": [1, 3]}, Fault.CHOICE_UNKNOWN),
    ({"on": "a", "at_least": 1}, Fault.TEST_UNFIT),
    ({"on": "a", "equals": "はい"}, Fault.TEST_UNFIT),
    ({"all": [{"on": "a", "any_of": [1]}, {"on": "a", "any_of": [2]}]}, Fault.NEVER_HOLDS),
    ({"on": "b", "all_of": [1, 2]}, Fault.NEVER_HOLDS),
    ({"on": "b", "count_at_least": 3}, Fault.NEVER_HOLDS),
    ({"on": "a", "near": 1}, Fault.CONDITION_UNREADABLE),
]
_FIELDS = [
    (_question(id="a"), Fault.ID_TWICE),
    (_question(choices=[]), Fault.CHOICES_MISSING),
    (_question("number", choices=["一"]), Fault.CHOICES_UNWANTED),
    (_question("yes_no", choices=["ある", "ない"]), Fault.CHOICES_UNWANTED),
    (_question(limit=1), Fault.LIMIT_UNWANTED),
    (_question("multiple", limit=3), Fault.LIMIT_WRONG),
    (_question("multiple", limit=0), Fault.LIMIT_WRONG),
    (_question(choices=["一", {"text": "ない", "exclusive": True}]), Fault.EXCLUSIVE_UNWANTED),
    (_question(minimum=1), Fault.RANGE_UNWANTED),
    (_question("number", minimum=5, maximum=4), Fault.RANGE_EMPTY),
    (_question("text", lines=0), Fault.LINES_WRONG),
    (_question("date", era="X"), Fault.ERA_UNKNOWN),
]


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        *((_data(_question(base=base)), fault) for base, fault in _BASE),
        *((_data(question), fault) for question, fault in _FIELDS),
    ],
)
def test_a_wrong_question_is_named(data: dict[str, Any], fault: Fault) -> None:
    with pytest.raises(Problem) as caught:
        questionnaire.from_data(data)
    assert caught.value.kind is ProblemKind.QUESTIONNAIRE_UNREADABLE
    assert caught.value.data["fault"] is fault
    said = sentence(caught.value)
    assert ("問1「跡継ぎ」" if fault is Fault.ID_TWICE else "問3「三つ目」") in said
    assert said.count("。") >= 4
    assert "{" not in said.replace("{'on'", "")  # the condition as it stands in the file


@pytest.mark.parametrize(
    ("fields", "fault", "named"),
    [
        ({"checks": [_check(questions=["q"])]}, Fault.QUESTION_UNKNOWN, "確認「合いません。」"),
        ({"checks": [_check(questions=[])]}, Fault.MARKS_NOTHING, "確認「合いません。」"),
        ({"checks": [_check(when={"on": "q", "any_of": [1]})]}, Fault.QUESTION_UNKNOWN, "確認「合いません。」"),
        ({"checks": [_check(when={"on": "b", "any_of": [9]})]}, Fault.CHOICE_UNKNOWN, "問2の選択肢 9"),
        ({"checks": [_check(when={"on": "b", "all_of": [1, 2]})]}, Fault.NEVER_HOLDS, "確認「合いません。」"),
        ({"checks": [_check(when={"on": "b"})]}, Fault.CONDITION_UNREADABLE, "確認「合いません。」"),
        ({"checks": [_check(), _check()]}, Fault.ID_TWICE, "「x」"),
        ({"types": []}, Fault.NO_TYPES, "類型"),
        ({"types": [{"code": "A", "name": "", "advice": ""}] * 2}, Fault.ID_TWICE, "類型「A」"),
        (
            {"types": [{"code": "A", "name": "", "advice": "", "when": {"on": "b", "any_of": [3]}}]},
            Fault.CHOICE_UNKNOWN,
            "類型「A」",
        ),
        ({"sections": []}, Fault.NO_QUESTIONS, "問いが一つもありません"),
        ({"sections": [{"title": "", "questions": [{"id": "a"}]}]}, Fault.UNREADABLE, "kind"),
    ],
)
def test_a_wrong_check_or_type_is_named(fields: dict[str, Any], fault: Fault, named: str) -> None:
    with pytest.raises(Problem) as caught:
        questionnaire.from_data(_data(**fields))
    assert caught.value.data["fault"] is fault
    assert named in sentence(caught.value)


def test_a_role_is_played_by_one_question() -> None:
    with pytest.raises(Problem) as caught:
        questionnaire.from_data(_data(_question(role="age"), _question(id="d", role="age")))
    assert caught.value.data["fault"] is Fault.ROLE_TWICE


def test_numbers_follow_the_order() -> None:
    good = questionnaire.from_data(_data())
    twice = replace(good, questions=(good.questions[0], replace(good.questions[1], number=1)))
    assert [fault.data["fault"] for fault in questionnaire.faults(twice)] == [Fault.NUMBER_WRONG]


def test_all_faults_are_found_not_the_first_alone() -> None:
    good = questionnaire.from_data(_data(_question("multiple")))
    bad: Questionnaire = replace(
        good,
        questions=(good.questions[0], replace(good.questions[1], limit=1), replace(good.questions[2], limit=9)),
    )
    assert [fault.data["fault"] for fault in questionnaire.faults(bad)] == [Fault.LIMIT_UNWANTED, Fault.LIMIT_WRONG]


def test_a_base_that_its_own_base_rules_out_never_holds() -> None:
    who = {"on": "a", "any_of": [1]}
    data = _data(_question(base=who), _question(id="d", base={"all": [{"on": "c", "any_of": [1]}, {"not": who}]}))
    with pytest.raises(Problem) as caught:
        questionnaire.from_data(data)
    assert (caught.value.data["fault"], caught.value.data["question"]) == (Fault.NEVER_HOLDS, 4)


def test_every_fault_has_a_sentence() -> None:
    assert questionnaire_faults.known() == frozenset(Fault)
