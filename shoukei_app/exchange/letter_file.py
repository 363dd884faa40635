"""Letters as a file (TOML, the form of `resources/letters/standard.toml`): handed on to another office or year."""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from shoukei_app import files
from shoukei_app.domain.letter import Letters, LetterTemplate, letters_data, letters_from_data
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.exchange import toml_text
from shoukei_app.exchange.file_kind import read_bytes


def write(target: Path, letters: Letters) -> None:
    """Write letters by kind of run. Raises Problem as `files.whole` does."""
    lines = ["# 承継診断 調査台帳の文面", ""]
    for kind, letter in letters_data(letters).items():
        lines += [f"[{kind if kind.isascii() and kind.isidentifier() else toml_text.value(kind)}]", *_lines(letter), ""]
    with files.whole(target) as partial:
        partial.write_text("\n".join(lines), encoding="utf-8", newline="\n")


def read(source: Path) -> dict[str, LetterTemplate]:
    """Read letters by kind of run. Raises Problem(LETTERS_UNREADABLE) with what was found, FILE_* as `read_bytes`."""
    content = read_bytes(source)
    try:
        letters = letters_from_data(tomllib.loads(content.decode("utf-8-sig").replace("\r\n", "\n")))
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        found = f"{type(error).__name__}: {error}"
        raise Problem(ProblemKind.LETTERS_UNREADABLE, path=source, found=found) from error
    if not letters:
        raise Problem(ProblemKind.LETTERS_UNREADABLE, path=source, found="0")
    return letters


def _lines(letter: Mapping[str, Any]) -> Iterator[str]:
    for key, value in letter.items():
        if isinstance(value, list):
            yield f"{key} = ["
            for each in value:
                yield f"  {{ {', '.join(f'{name} = {toml_text.value(text)}' for name, text in each.items())} }},"
            yield "]"
        else:
            yield f"{key} = {toml_text.value(value)}"
