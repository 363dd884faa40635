from enum import Enum

import pytest

from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.words import terms
from shoukei_app.words.problems import kinds, sentence


def test_every_problem_has_a_sentence() -> None:
    assert kinds() == frozenset(ProblemKind)


@pytest.mark.parametrize("kind", ProblemKind)
def test_a_sentence_says_what_happened_what_was_kept_and_what_to_do(kind: ProblemKind) -> None:
    text = sentence(Problem(kind, path="名簿.xlsx", number="000412-7"))
    assert text.endswith("。")
    assert text.count("。") >= (2 if kind in (ProblemKind.NOTHING_TO_UNDO, ProblemKind.NOTHING_TO_REDO) else 3)
    assert "{" not in text


@pytest.mark.parametrize("enumeration", sorted(terms.known(), key=lambda kind: kind.__name__))
def test_every_member_has_a_word_of_its_own(enumeration: type[Enum]) -> None:
    words = terms.words(enumeration)
    assert set(words) == set(enumeration)
    assert len(set(words.values())) == len(words)
    assert all(terms.word(member) for member in enumeration)
