"""Rules (抽出条件) as a file (TOML, the form of `resources/rules`): handed on to other offices, changed by hand."""

import tomllib
from pathlib import Path

from shoukei_app import files
from shoukei_app.domain.flags import RuleSet, from_data, to_data
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.exchange import toml_text
from shoukei_app.exchange.file_kind import read_bytes

_HEAD = """# 承継診断 調査台帳の抽出条件
# priority：優先度 S・A・B・C（あてはまった条件のうち最も急ぐもの）　score：同じ優先度の中の順に使う点数
# when：{ all = […] } すべて、{ any = […] } どれか、{ not = {…} } でない、{ at_least = 2, of = […] } 2つ以上
#       { on = "問いのid", any_of = [1, 2] } など（all_of, at_least, at_most, count_at_least, equals, answered）
"""


def write(target: Path, rules: RuleSet) -> None:
    """Write rules. Raises Problem as `files.whole` does."""
    data = to_data(rules)
    parts = [_HEAD, toml_text.pairs((key, data[key]) for key in ("name", "version"))]
    parts += [f"\n[[rules]]\n{toml_text.pairs(rule.items())}" for rule in data["rules"]]
    with files.whole(target) as partial:
        partial.write_text("\n".join([*parts, ""]), encoding="utf-8", newline="\n")


def read(source: Path) -> RuleSet:
    """Read rules. Raises Problem(RULES_UNREADABLE) with the place, FILE_* as `read_bytes` does."""
    content = read_bytes(source)
    try:
        data = tomllib.loads(content.decode("utf-8-sig").replace("\r\n", "\n"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Problem(ProblemKind.RULES_UNREADABLE, found=f"{source.name}: {error}") from error
    return from_data(data)
