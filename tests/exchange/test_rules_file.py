"""Rules as a file: what is written reads back, what is broken is told."""

from pathlib import Path

import pytest

from shoukei_app.domain.conditions import All, Not, Operator, Some, Test
from shoukei_app.domain.flags import Priority, Rule, RuleSet
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.exchange import rules_file

NESTED = All(
    (
        Test("age", Operator.AT_LEAST, 60),
        Some((Test("plan", Operator.ANY_OF, (2,)), Not(Test("check", Operator.ANSWERED, True)))),
        Some(tuple(Test("problems", Operator.ANY_OF, (code,)) for code in (1, 2, 3)), 2),
        Test("firm.area", Operator.ANY_OF, ("20201", "20202")),
    )
)
RULES = RuleSet(
    "架空町の条件",
    3,
    (Rule("nested", '引用"符"と\\円と\n改行', Priority.A, NESTED, 12), Rule("x", "理由", Priority.C, NESTED)),
)


def test_what_is_written_reads_back(tmp_path: Path) -> None:
    path = tmp_path / "抽出条件.toml"
    rules_file.write(path, RULES)
    assert rules_file.read(path) == RULES
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert rules_file.read(path).rules[1] == RULES.rules[1], "as the Windows editor saves it"


@pytest.mark.parametrize("text", ["name = ", 'name = "x"\nversion = 1\n[[rules]]\nid = "a"\n'])
def test_what_is_broken_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "抽出条件.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Problem) as caught:
        rules_file.read(path)
    assert caught.value.kind is ProblemKind.RULES_UNREADABLE
