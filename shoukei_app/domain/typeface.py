"""Which characters a TrueType face can draw, read from its cmap table (OpenType 1.9.1, cmap, subtable format 12)."""

import struct

_WHOLE_UNICODE = 12


def characters(font: bytes) -> frozenset[str]:
    """Every character that the face of this file draws. ValueError where the file has no table of all of Unicode."""
    start = _table(font, b"cmap")
    (count,) = struct.unpack_from(">H", font, start + 2)
    for place in range(count):
        offset = start + struct.unpack_from(">HHI", font, start + 4 + 8 * place)[2]
        if struct.unpack_from(">H", font, offset)[0] == _WHOLE_UNICODE:
            return frozenset(_of_groups(font, offset))
    raise ValueError(_WHOLE_UNICODE)


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
