"""The QR symbol of a form number: always version 1-H, so that its modules keep their size on every paper.

At a fixed version, mode, length and mask a symbol is affine in its data bits (the error correction of ISO/IEC 18004
is linear over GF(2), the mask is an exclusive or). So the symbols of 25 numbers, made by segno, give every other one
by exclusive or, some fifty times faster than making each.
"""

import re
from functools import cache

import segno

MODULES = 21
"""Modules along one side; a quiet zone of four more belongs on every side."""

_MASK = 3
_PIECE = 7
_PIECE_MASK = (1 << _PIECE) - 1
_PIECES = MODULES * MODULES // _PIECE
_GROUPS = ((0, 3), (3, 6), (6, 7))  # numeric mode packs three digits into ten bits and the last one into four


def modules(number: str) -> int:
    """The symbol of a 7-digit number as 441 bits, row by row from the top left, the first in the highest bit."""
    base, tables = _tables()
    bits = base
    for (start, end), table in zip(_GROUPS, tables, strict=True):
        bits ^= table[int(number[start:end])]
    return bits


def path(number: str) -> str:
    """The dark modules as PDF path operators: rectangles one module a unit, y upwards, lower left corner at 0, 0.

    Rows are looked up in thirds; where rectangles touch they are one path, so no seam shows between them.
    """
    bits, pieces = modules(number), _pieces()
    return "".join([pieces[place][bits >> (_PIECES - 1 - place) * _PIECE & _PIECE_MASK] for place in range(_PIECES)])


@cache
def _pieces() -> tuple[tuple[str, ...], ...]:
    """By place (three a row) and the bits of the seven modules there: their rectangles."""
    return tuple(
        tuple(
            "".join(
                f"{place % 3 * _PIECE + run.start()} {MODULES - 1 - place // 3} {run.end() - run.start()} 1 re "
                for run in re.finditer("1+", f"{pattern:0{_PIECE}b}")
            )
            for pattern in range(1 << _PIECE)
        )
        for place in range(_PIECES)
    )


@cache
def _tables() -> tuple[int, tuple[tuple[int, ...], ...]]:
    base = _made("0000000")
    tables = []
    for start, end in _GROUPS:
        digits = end - start
        # Powers of two are numbers of the group's digits themselves (512 < 1000, 8 < 10), so segno can make each.
        basis = [
            _made("0" * start + f"{1 << bit:0{digits}d}" + "0" * (7 - end)) ^ base
            for bit in range(10 if digits == 3 else 4)
        ]
        table = [0]
        for value in range(1, 10**digits):
            low = value & -value
            table.append(table[value ^ low] ^ basis[low.bit_length() - 1])
        tables.append(tuple(table))
    return base, tuple(tables)


def _made(number: str) -> int:
    symbol = segno.make(number, version=1, error="h", mode="numeric", mask=_MASK, boost_error=False, micro=False)
    bits = 0
    for row in symbol.matrix:
        for module in row:
            bits = bits << 1 | (module & 1)
    return bits
