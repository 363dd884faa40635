"""Rules as sentences."""

import pytest

from shoukei_app.domain import conditions
from shoukei_app.usecases import ledgers
from shoukei_app.words.conditions import sentence

QUESTIONNAIRE = ledgers.default_questionnaire()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"on": "age", "at_least": 70}, "「代表者の年齢」が70歳以上"),
        ({"not": {"on": "age", "at_most": 59}}, "「代表者の年齢」が59歳以下ではない"),
        (
            {"on": "successor", "any_of": [3, 4]},
            "「後継者」が「いない・見つかっていない」か「まだ決める時期ではない」",
        ),
        (
            {"on": "problems", "any_of": [7, 8]},
            "「気がかりなこと」で「借入金の返済」「経営者保証」のどれかを選んでいる",
        ),
        ({"on": "problems", "count_at_least": 3}, "「気がかりなこと」で3つ以上を選んでいる"),
        ({"on": "age", "answered": False}, "「代表者の年齢」に答えていない"),
        ({"on": "firm.staff", "at_least": 5}, "「名簿の従業者数」が5人以上"),
        (
            {
                "all": [
                    {"on": "age", "at_least": 60},
                    {"any": [{"on": "plan", "any_of": [2]}, {"on": "age", "at_least": 80}]},
                ]
            },
            "「代表者の年齢」が60歳以上、かつ（「承継計画がある」が「いいえ」、または「代表者の年齢」が80歳以上）",
        ),
        (
            {"at_least": 2, "of": [{"on": "plan", "any_of": [2]}, {"on": "check", "any_of": [2]}]},
            "次のうち2つ以上にあてはまる（「承継計画がある」が「いいえ」／「財務の点検」が「いいえ」）",
        ),
    ],
)
def test_a_condition_is_a_sentence(data: dict[str, object], said: str) -> None:
    assert sentence(QUESTIONNAIRE, conditions.from_data(data)) == said


def test_every_rule_that_comes_with_the_program_can_be_read() -> None:
    for rule in ledgers.default_rules().rules:
        words = sentence(QUESTIONNAIRE, rule.when)
        assert words.startswith("「"), rule.id
        assert not any(part in words for part in ("any_of", "None", "firm.")), words
