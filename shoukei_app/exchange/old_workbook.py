"""The container of old .xls files looked through before it is read: a damaged one must not ask for all memory there is.

Sources: [MS-CFB] (sectors and chains), [MS-XLS] 2.1.4 and 2.5 (records of a sheet).
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_SPECIAL: Final = 0xFFFFFFFA  # from here on a number ends a chain
_HEADER: Final = 512
_ENTRY: Final = 128
_STREAM: Final = 2
_ROOT: Final = 5
_MOST_COLUMNS: Final = 256
# Records that hold one cell, and those that hold several in a row (their last two bytes are the last column).
_CELL_RECORDS: Final = frozenset({0x0006, 0x00D6, 0x00FD, 0x0201, 0x0203, 0x0204, 0x0205, 0x027E})
_ROW_RECORDS: Final = frozenset({0x00BD, 0x00BE})
_SHARED_STRINGS: Final = 0x00FC


class DamagedContainerError(Exception):
    """The container contradicts itself."""


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    kind: int
    start: int
    size: int


class Container:
    """A compound file: its streams by name. Raises DamagedContainerError where chains lead nowhere or into a circle."""

    def __init__(self, data: bytes) -> None:
        if len(data) < _HEADER:
            raise DamagedContainerError
        self._data = data
        sector_shift, small_shift = struct.unpack_from("<HH", data, 30)
        if sector_shift not in {9, 12} or small_shift != 6:
            raise DamagedContainerError
        self._size = 1 << sector_shift
        self._small_size = 1 << small_shift
        directory, small_cutoff, first_small = struct.unpack_from("<I4xII", data, 48)
        self._cutoff = small_cutoff
        self._table = self._allocation_table()
        self._entries = [*self._read_entries(directory)]
        small_table = self._chained(first_small)
        self._small_table = struct.unpack(f"<{len(small_table) // 4}I", small_table)

    @property
    def names(self) -> frozenset[str]:
        """The names of all streams."""
        return frozenset(entry.name for entry in self._entries if entry.kind == _STREAM)

    def stream(self, name: str) -> bytes:
        """The content of a stream; empty where there is none of this name."""
        for entry in self._entries:
            if entry.kind == _STREAM and entry.name == name:
                if entry.size >= self._cutoff:
                    return self._chained(entry.start)[: entry.size]
                root = next((one for one in self._entries if one.kind == _ROOT), None)
                if root is None:
                    raise DamagedContainerError
                small = self._chained(root.start)
                size = self._small_size
                parts = [small[at * size : (at + 1) * size] for at in _chain(entry.start, self._small_table)]
                return b"".join(parts)[: entry.size]
        return b""

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        return self._data[start : start + self._size]

    def _allocation_table(self) -> tuple[int, ...]:
        first, count = struct.unpack_from("<II", self._data, 68)
        sectors = [*struct.unpack_from("<109I", self._data, 76)]
        seen: set[int] = set()
        while first < _SPECIAL and count:
            more = self._sector(first)
            if first in seen or len(more) < self._size:
                raise DamagedContainerError
            seen.add(first)
            *numbers, first = struct.unpack(f"<{self._size // 4}I", more)
            sectors += numbers
        table = b"".join(self._sector(number) for number in sectors if number < _SPECIAL)
        return struct.unpack(f"<{len(table) // 4}I", table[: len(table) & ~3])

    def _chained(self, start: int) -> bytes:
        return b"".join(self._sector(number) for number in _chain(start, self._table))

    def _read_entries(self, directory: int) -> Iterator[_Entry]:
        content = self._chained(directory)
        for at in range(0, len(content) - _ENTRY + 1, _ENTRY):
            length, kind = struct.unpack_from("<HB", content, at + 64)
            start, size = struct.unpack_from("<II", content, at + 116)
            name = content[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
            yield _Entry(name, kind, start, size)


def _chain(start: int, table: tuple[int, ...]) -> Iterator[int]:
    number = start
    for _ in range(len(table) + 1):
        if number >= _SPECIAL:
            return
        if number >= len(table):
            raise DamagedContainerError
        yield number
        number = table[number]
    raise DamagedContainerError


def check_workbook(data: bytes) -> None:
    """Look through the records of an .xls. Raises DamagedContainerError for cells where no sheet has room for them."""
    container = Container(data)
    content = container.stream("Workbook") or container.stream("Book")
    at = 0
    while at + 4 <= len(content):
        kind, length = struct.unpack_from("<HH", content, at)
        body = at + 4
        at = body + length
        if at > len(content):
            break
        if kind in _CELL_RECORDS and length >= 4:
            column = struct.unpack_from("<H", content, body + 2)[0]
        elif kind in _ROW_RECORDS and length >= 6:
            column = max(struct.unpack_from("<H", content, body + 2)[0], struct.unpack_from("<H", content, at - 2)[0])
        elif kind == _SHARED_STRINGS and length >= 8:
            if struct.unpack_from("<I", content, body + 4)[0] > len(content):
                raise DamagedContainerError
            continue
        else:
            continue
        if column >= _MOST_COLUMNS:
            raise DamagedContainerError
