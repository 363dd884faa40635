"""Finding the longest of many names that stands at a place of a text."""

from typing import Generic, TypeVar

Value = TypeVar("Value")


class PrefixIndex(Generic[Value]):
    """Names with their values. A name that ends in a digit is not found where more digits follow."""

    def __init__(self, values: dict[str, Value]) -> None:
        self._values = values
        lengths: dict[str, set[int]] = {}
        for name in values:
            lengths.setdefault(name[:2], set()).add(len(name))
        for head, found in lengths.items():
            if head[0] in values:
                found.add(1)
        # Only the lengths of names that begin with the same two characters are tried, the longest first.
        self._lengths = {head: tuple(sorted(found, reverse=True)) for head, found in lengths.items()}

    def longest(self, text: str, start: int) -> tuple[int, Value | None]:
        """The length of the longest name at this place and its value; (0, None) for none."""
        lengths = self._lengths.get(text[start : start + 2]) or self._lengths.get(text[start : start + 1]) or ()
        for length in lengths:
            value = self._values.get(text[start : start + length])
            if value is not None:
                end = start + length
                if end <= len(text) and not (text[end - 1].isdigit() and text[end : end + 1].isdigit()):
                    return length, value
        return 0, None

    def ending_in(self, tail: str, not_behind: str) -> list[Value]:
        """The values of every name that ends so, but for those where a character of `not_behind` stands before it."""
        return [
            value
            for name, value in self._values.items()
            if name.endswith(tail) and name[-len(tail) - 1 : -len(tail)] not in tuple(not_behind)
        ]

    def items(self) -> list[tuple[str, Value]]:
        """Every name with its value."""
        return list(self._values.items())
