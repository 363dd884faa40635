"""Finding the longest of many names that stands at a place of a text."""

from collections.abc import Iterable
from typing import Generic, TypeVar

Value = TypeVar("Value")

_HEAD = 3


class PrefixIndex(Generic[Value]):
    """Names with their values. A name that ends in a digit is not found where more digits follow."""

    def __init__(self, values: dict[str, Value]) -> None:
        self._values = values
        lengths: dict[str, set[int]] = {}
        for name in values:
            lengths.setdefault(name[:_HEAD], set()).add(len(name))
        for head, found in lengths.items():
            found.update(short for short in range(1, len(head)) if head[:short] in values)
        # Only the lengths of names that begin with the same characters are tried, the longest first.
        self._lengths = {head: tuple(sorted(found, reverse=True)) for head, found in lengths.items()}

    def longest(self, text: str, start: int) -> tuple[int, Value | None]:
        """The length of the longest name at this place and its value; (0, None) for none."""
        head = text[start : start + _HEAD]
        lengths = self._lengths.get(head)
        while lengths is None:
            head = head[:-1]
            if not head:
                return 0, None
            lengths = self._lengths.get(head)
        get = self._values.get
        for length in lengths:
            end = start + length
            value = get(text[start:end])
            if (
                value is not None
                and end <= len(text)
                and not (text[end - 1].isdigit() and text[end : end + 1].isdigit())
            ):
                return length, value
        return 0, None

    def ending_in(self, tail: str, not_behind: str) -> list[Value]:
        """The values of every name that ends so, but for those where a character of `not_behind` stands before it."""
        return [
            value
            for name, value in self._values.items()
            if name.endswith(tail) and name[-len(tail) - 1 : -len(tail)] not in tuple(not_behind)
        ]

    def names(self) -> Iterable[str]:
        """Every name."""
        return self._values.keys()
