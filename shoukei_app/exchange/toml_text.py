"""TOML as text, for the documents that an office hands on and may read: what `tomllib` reads back."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

_INLINE = 100
"""A value of up to so many characters stands on one line."""


def pairs(entries: Iterable[tuple[str, Any]]) -> str:
    """`key = value`, one a line; a list that would be too long stands on lines of its own."""
    return "\n".join(_pair(key, each) for key, each in entries)


def value(document: Any) -> str:
    """A value on one line."""
    match document:
        case bool():
            return "true" if document else "false"
        case str():
            # The escapes of JSON are escapes of TOML too; only DEL must be escaped there and is not here.
            return json.dumps(document, ensure_ascii=False).replace("\x7f", "\\u007f")
        case Mapping():
            return f"{{ {', '.join(f'{key} = {value(each)}' for key, each in document.items())} }}"
        case list() | tuple():
            return f"[{', '.join(map(value, document))}]"
        case _:
            return str(document)


def _pair(key: str, document: Any) -> str:
    line = f"{key} = {value(document)}"
    if len(line) > _INLINE and isinstance(document, list):
        return "\n".join([f"{key} = [", *(f"  {value(each)}," for each in document), "]"])
    return line
