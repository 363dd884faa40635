"""Questionnaires as files: every bundled one and any words read back; what is wrong is named at its question."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.exchange import questionnaire_file
from shoukei_app.usecases.bundled_questionnaires import bundled, bundled_questionnaire
from shoukei_app.words import problems

BUNDLED = {key: bundled_questionnaire(key) for key, _ in bundled()}


@pytest.mark.parametrize("key", BUNDLED)
def test_what_is_written_reads_back(key: str, tmp_path: Path) -> None:
    target = tmp_path / "調査票.toml"
    questionnaire_file.write(target, BUNDLED[key])
    assert questionnaire_file.read(target) == BUNDLED[key]
    assert target.read_text(encoding="utf-8").startswith("# 承継診断 調査台帳の調査票")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("調査票")


@given(title=st.text(), text=st.text())
def test_any_words_read_back(folder: Path, title: str, text: str) -> None:
    target = folder / "調査票.toml"
    first, *rest = BUNDLED["nagano"].questions
    asked = replace(BUNDLED["nagano"], title=title, questions=(replace(first, text=text, note=text), *rest))
    questionnaire_file.write(target, asked)
    assert questionnaire_file.read(target) == asked


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('id = "founded"', "", "問2に id がありません"),
        ('kind = "year"', 'kind = "years"', "問2の kind「years」は使えません"),
        ('title = "事業について"', "title = 3", "区分1の title の形が違います"),
        ('text = "経営の形態をお選びください。"', "", "問1に text がありません"),
        ("[[sections]]", "[[sections", "調査票.toml"),
        ("any_of = [1, 2, 3]", "any_of = []", "any_of"),
    ],
)
def test_what_is_wrong_is_named_at_its_question(before: str, after: str, said: str, tmp_path: Path) -> None:
    target = tmp_path / "調査票.toml"
    questionnaire_file.write(target, BUNDLED["nagano"])
    whole = target.read_text(encoding="utf-8")
    assert before in whole
    target.write_text(whole.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(Problem) as caught:
        questionnaire_file.read(target)
    assert caught.value.kind in (ProblemKind.QUESTIONNAIRE_UNREADABLE, ProblemKind.RULES_UNREADABLE)
    assert said in problems.sentence(caught.value)
