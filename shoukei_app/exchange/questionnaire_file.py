"""A questionnaire as a file (TOML, the form of `resources/questionnaires`): handed on to another office or year."""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from shoukei_app import files
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.questionnaire import Fault, QuestionKind, Questionnaire, from_data, to_data
from shoukei_app.exchange import toml_text
from shoukei_app.exchange.file_kind import read_bytes

_KINDS = tuple(kind.value for kind in QuestionKind)
_NAMED = 3
"""So many faults of a file are named, the others counted."""

_HEAD = """# 承継診断 調査台帳の調査票
# 選択肢の番号は並び順（1から）。base は「誰に聞くか」で、前の問いだけを見られます。
# kind：single 1つ選択、multiple 複数選択、number 数値、year 年、text 自由記入 など
"""


def write(target: Path, questionnaire: Questionnaire) -> None:
    """Write a questionnaire. Raises Problem as `files.whole` does."""
    with files.whole(target) as partial:
        partial.write_text("\n".join(_lines(to_data(questionnaire))), encoding="utf-8", newline="\n")


def read(source: Path) -> Questionnaire:
    """Read a questionnaire.

    Raises Problem(QUESTIONNAIRE_UNREADABLE) with the line or question where it is wrong, FILE_* as `read_bytes`.
    """
    content = read_bytes(source)
    try:
        data = tomllib.loads(content.decode("utf-8-sig").replace("\r\n", "\n"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Problem(
            ProblemKind.QUESTIONNAIRE_UNREADABLE, fault=Fault.UNREADABLE, found=f"{source.name}: {error}"
        ) from error
    if found := list(_wrong(data)):
        rest = f" ほか{len(found) - _NAMED}か所" if len(found) > _NAMED else ""
        raise Problem(
            ProblemKind.QUESTIONNAIRE_UNREADABLE, fault=Fault.UNREADABLE, found="、".join(found[:_NAMED]) + rest
        )
    return from_data(data)


def _wrong(data: Mapping[str, Any]) -> Iterator[str]:
    """What is missing or of another form, by the number of its question, before the whole is read."""
    yield from _lacking("調査票", data, {"id": str, "version": int, "title": str, "sections": list, "types": list})
    number = 0
    for place, section in enumerate(_tables(data, "sections"), start=1):
        yield from _lacking(f"区分{place}", section, {"title": str, "questions": list})
        for question in _tables(section, "questions"):
            number += 1
            yield from _lacking(f"問{number}", question, {"id": str, "kind": str, "text": str})
            kind = question.get("kind")
            if isinstance(kind, str) and kind not in _KINDS:
                yield f"問{number}の kind「{kind}」は使えません（{'・'.join(_KINDS)}）"
            for code, choice in enumerate(question.get("choices") or (), start=1):
                if not isinstance(choice, str) and not (isinstance(choice, Mapping) and "text" in choice):
                    yield f"問{number}の選択肢{code}に言葉がありません"
    for place, kind in enumerate(_tables(data, "types"), start=1):
        yield from _lacking(f"類型{place}", kind, {"code": str, "name": str, "advice": str})


def _lacking(where: str, table: Mapping[str, Any], wanted: Mapping[str, type]) -> Iterator[str]:
    for key, kind in wanted.items():
        if key not in table:
            yield f"{where}に {key} がありません"
        elif not isinstance(table[key], kind):
            yield f"{where}の {key} の形が違います"


def _tables(data: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    found = data.get(key)
    return [each for each in found if isinstance(each, Mapping)] if isinstance(found, list) else []


def _lines(data: Mapping[str, Any]) -> Iterator[str]:
    yield _HEAD
    number = 0
    tables = ("sections", "types", "checks")
    for key, value in data.items():
        if key not in tables:
            yield toml_text.pairs([(key, value)])
    for section in data["sections"]:
        yield "\n[[sections]]"
        yield toml_text.pairs([("title", section["title"])])
        for question in section["questions"]:
            number += 1
            yield f"\n# 問{number}\n[[sections.questions]]"
            yield toml_text.pairs(question.items())
    for name in tables[1:]:
        for each in data.get(name, ()):
            yield f"\n[[{name}]]"
            yield toml_text.pairs(each.items())
    yield ""
