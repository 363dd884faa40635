"""Whom a question is for, in words."""

import tomllib
from typing import Any

import pytest

from shoukei_app import assets
from shoukei_app.domain import conditions
from shoukei_app.domain import questionnaire as questionnaires
from shoukei_app.words.conditions import base_text

NAGANO = questionnaires.from_data(tomllib.loads(assets.text("questionnaires/nagano.toml")))


@pytest.mark.parametrize(
    ("condition", "text"),
    [
        ({"on": "intention", "any_of": [1, 2, 3]}, "問8で 1・2・3 を選んだ方のみ"),
        ({"on": "intention", "any_of": [4]}, "問8で 4 を選んだ方のみ"),
        ({"not": {"on": "intention", "any_of": [4]}}, "問8で 4 を選ばなかった方のみ"),
        ({"on": "age", "at_least": 60}, "問6が60歳以上の方のみ"),
        ({"not": {"on": "age", "at_least": 60}}, "問6が60歳未満の方のみ"),
        ({"on": "age", "at_most": 59}, "問6が59歳以下の方のみ"),
        ({"on": "problems", "count_at_least": 3}, "問16で3つ以上選んだ方のみ"),
        ({"on": "problems", "all_of": [7, 8]}, "問16で 7・8 をすべて選んだ方のみ"),
        ({"on": "who", "answered": True}, "問10に答えた方のみ"),
        ({"on": "who", "answered": False}, "問10に答えなかった方のみ"),
        ({"not": {"on": "who", "answered": False}}, "問10に答えた方のみ"),
        (
            {"all": [{"on": "intention", "any_of": [1]}, {"on": "age", "at_least": 70}]},
            "問8で 1 を選んだ、かつ問6が70歳以上の方のみ",
        ),
        (
            {"any": [{"on": "intention", "any_of": [4]}, {"on": "successor", "any_of": [3, 4]}]},
            "問8で 4 を選んだ、または問9で 3・4 を選んだ方のみ",
        ),
        (
            {"not": {"any": [{"on": "intention", "any_of": [4]}, {"on": "successor", "any_of": [3]}]}},
            "問8で 4 を選ばなかった、かつ問9で 3 を選ばなかった方のみ",
        ),
        (
            {"at_least": 2, "of": [{"on": "plan", "any_of": [2]}, {"on": "check", "any_of": [2]}]},
            "「問12で 2 を選んだ」「問15で 2 を選んだ」のうち2つ以上にあてはまる方のみ",
        ),
    ],
)
def test_bases_in_words(condition: dict[str, Any], text: str) -> None:
    assert base_text(NAGANO, conditions.from_data(condition)) == text
