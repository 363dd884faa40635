"""What a TrueType face can draw: its characters and their forms for vertical writing (OpenType 1.9.1, cmap, GSUB)."""

import struct

_WHOLE_UNICODE = 12
_SINGLE, _EXTENSION = 1, 7  # types of lookups: one glyph for another; a table that lies further away


def characters(font: bytes) -> frozenset[str]:
    """Every character that the face of this file draws. ValueError where the file has no table of all of Unicode."""
    start = _table(font, b"cmap")
    (count,) = struct.unpack_from(">H", font, start + 2)
    for place in range(count):
        offset = start + struct.unpack_from(">HHI", font, start + 4 + 8 * place)[2]
        if struct.unpack_from(">H", font, offset)[0] == _WHOLE_UNICODE:
            return frozenset(_of_groups(font, offset))
    raise ValueError(_WHOLE_UNICODE)


def vertical_glyphs(font: bytes) -> dict[int, int]:
    """By the number of a glyph: the one that takes its place in vertical writing (GSUB, feature `vert`)."""
    start = _table(font, b"GSUB")
    features, lookups = struct.unpack_from(">HH", font, start + 6)
    found: dict[int, int] = {}
    for lookup in sorted(_lookups(font, start + features, b"vert")):
        place = start + lookups + _short(font, start + lookups + 2 + 2 * lookup)
        kind, _flags, count = struct.unpack_from(">HHH", font, place)
        for offset in struct.unpack_from(f">{count}H", font, place + 6):
            table, its_kind = place + offset, kind
            if kind == _EXTENSION:
                its_kind, further = struct.unpack_from(">HI", font, table + 2)
                table += further
            if its_kind == _SINGLE:
                found |= _substitutes(font, table)
    return found


def vertical_advances(font: bytes) -> list[int]:
    """From each glyph to the one below it in a column, in units of the face; the last holds for all after it (vmtx)."""
    count = _short(font, _table(font, b"vhea") + 34)
    return list(struct.unpack_from(">" + "H2x" * count, font, _table(font, b"vmtx")))


def _lookups(font: bytes, start: int, tag: bytes) -> set[int]:
    found: set[int] = set()
    for place in range(_short(font, start)):
        name, offset = struct.unpack_from(">4sH", font, start + 2 + 6 * place)
        if name == tag:
            count = _short(font, start + offset + 2)
            found.update(struct.unpack_from(f">{count}H", font, start + offset + 4))
    return found


def _substitutes(font: bytes, start: int) -> dict[int, int]:
    form, coverage, last = struct.unpack_from(">HHH", font, start)
    covered = _covered(font, start + coverage)
    if form == 1:  # `last` is what is added to each number
        return {glyph: (glyph + last) & 0xFFFF for glyph in covered}
    return dict(zip(covered, struct.unpack_from(f">{last}H", font, start + 6), strict=True))


def _covered(font: bytes, start: int) -> list[int]:
    form, count = struct.unpack_from(">HH", font, start)
    if form == 1:
        return list(struct.unpack_from(f">{count}H", font, start + 4))
    found: list[int] = []
    for place in range(count):
        first, last, _index = struct.unpack_from(">HHH", font, start + 4 + 6 * place)
        found += range(first, last + 1)
    return found


def _short(font: bytes, place: int) -> int:
    return int.from_bytes(font[place : place + 2], "big")


def _table(font: bytes, tag: bytes) -> int:
    (count,) = struct.unpack_from(">H", font, 4)
    for place in range(count):
        name, _checksum, offset, _length = struct.unpack_from(">4sIII", font, 12 + 16 * place)
        if name == tag:
            return int(offset)
    raise ValueError(tag)


def _of_groups(font: bytes, start: int) -> list[str]:
    (count,) = struct.unpack_from(">I", font, start + 12)
    found = []
    for place in range(count):
        first, last, glyph = struct.unpack_from(">III", font, start + 16 + 12 * place)
        found += [chr(code) for code in range(first, last + 1) if glyph + code - first]
    return found
