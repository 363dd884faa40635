"""Skips: where a choice leads, as far as the bases tell."""

import tomllib
from typing import Any

import pytest

from shoukei_app import assets
from shoukei_app.domain import answers, routing
from shoukei_app.domain import questionnaire as questionnaires
from shoukei_app.domain.answers import Answer
from shoukei_app.domain.questionnaire import Questionnaire


@pytest.fixture(scope="module")
def nagano() -> Questionnaire:
    return questionnaires.from_data(tomllib.loads(assets.text("questionnaires/nagano.toml")))


def _numbers(questionnaire: Questionnaire) -> dict[tuple[int, int], int | None]:
    return {
        (questionnaire.by_id[question].number, code): target.number if target else None
        for (question, code), target in routing.skips(questionnaire).items()
    }


def _questionnaire(questions: list[dict[str, Any]]) -> Questionnaire:
    return questionnaires.from_data(
        {
            "id": "q",
            "version": 1,
            "title": "試し",
            "sections": [{"title": "", "questions": questions}],
            "types": [{"code": "Z", "name": "判定不能", "advice": ""}],
        }
    )


def _yes_no(name: str, base: dict[str, Any] | None = None) -> dict[str, Any]:
    question: dict[str, Any] = {"id": name, "kind": "single", "text": name, "choices": ["はい", "いいえ"]}
    return question | ({"base": base} if base else {})


def test_the_default_sends_closing_and_handed_over_firms_past_the_successor(nagano: Questionnaire) -> None:
    assert _numbers(nagano) == {(8, 4): 16, (8, 5): 16, (9, 3): 11, (9, 4): 11}


def test_the_official_sheet_of_eleven_questions() -> None:
    yes, no = {"any_of": [1]}, {"any_of": [2]}
    questions = [
        _yes_no("q1"),
        _yes_no("q2", {"on": "q1", **yes}),
        *(_yes_no(f"q{n}", {"on": "q2", **yes}) for n in (3, 4, 5, 6)),
        _yes_no("q7", {"on": "q1", **no}),
        *(_yes_no(f"q{n}", {"any": [{"on": "q2", **no}, {"on": "q7", **yes}]}) for n in (8, 9)),
        *(_yes_no(f"q{n}", {"on": "q7", **no}) for n in (10, 11)),
    ]
    assert _numbers(_questionnaire(questions)) == {
        (1, 2): 7,
        (2, 2): 8,
        (6, 1): None,
        (6, 2): None,
        (7, 2): 10,
        (9, 1): None,
        (9, 2): None,  # who is asked 問9 has said that there is somebody: 問10 is never for them
    }


def test_a_question_that_may_or_may_not_be_asked_is_where_one_goes_on() -> None:
    questions = [
        {"id": "many", "kind": "multiple", "text": "", "choices": ["一", "二"]},
        {"id": "age", "kind": "number", "text": ""},
        _yes_no("a"),
        _yes_no("b", {"all": [{"on": "a", "any_of": [1]}, {"on": "age", "at_least": 60}]}),
        _yes_no("c", {"not": {"on": "a", "any_of": [2]}}),
        _yes_no("d", {"on": "many", "any_of": [2]}),
    ]
    assert _numbers(_questionnaire(questions)) == {(3, 2): 6}


def test_at_least_so_many_of() -> None:
    part = [{"on": name, "any_of": [2]} for name in ("a", "b", "c")]
    questions = [_yes_no("a"), _yes_no("b"), _yes_no("c"), _yes_no("d", {"at_least": 3, "of": part}), _yes_no("e")]
    found = _numbers(_questionnaire(questions))
    assert found == {(3, 1): 5}


def test_nobody_is_sent_past_a_question_that_is_for_them(nagano: Questionnaire) -> None:
    """Whatever was answered before: the questions between a choice and its arrow's target are not asked."""
    targets = routing.skips(nagano)
    for intention in range(1, 6):
        for successor in range(1, 5):
            sheet = {"intention": Answer((intention,)), "successor": Answer((successor,))}
            asked = answers.EffectiveAnswers(nagano, sheet).asked
            for (question, code), target in targets.items():
                if question in asked and sheet[question].codes == (code,):
                    last = target.number - 1 if target else len(nagano.questions)
                    between = nagano.questions[nagano.by_id[question].number : last]
                    assert not asked & {skipped.id for skipped in between}
