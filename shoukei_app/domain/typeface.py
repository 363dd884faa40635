"""Which characters, variation sequences and forms for vertical writing the bundled fonts draw, from their own tables.

Paper, register and lists ask here, so that what the register calls printable is what paper prints.
"""

import re
import struct
import unicodedata
from collections.abc import Callable, Container, Iterator, Sequence

PRINTED_WITH = (
    "fonts/BIZUDPMincho-Regular.ttf",
    "fonts/ShoukeiJinmeiMincho-Regular.ttf",
    "fonts/ShoukeiItaijiMincho-Regular.ttf",
)
"""All faces of BIZ UD hold the same, and what else stands in for them holds nothing that is not in these."""

GETA = "〓"
"""Stands for a character that no font draws, as printers have always done: never an empty box."""

BLANKS = "\t\n\r\u00a0"
"""Drawn as a space by every font."""

# OpenType 1.9.1, cmap: the subtable formats of all of Unicode and of its variation sequences.
_CHARACTERS = b"cmap"
_WHOLE_UNICODE = 12
_SEQUENCES = 14

# GSUB: the types of lookups that are read: one glyph for another; a table that lies further away.
_SINGLE, _EXTENSION = 1, 7

_SELECTORS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
_MARKS = "\u0300-\u036f\u3099\u309a"
_IDEOGRAPHS = "々〇\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"

FOLLOWS = f"[{_SELECTORS}{_MARKS}]"
"""A pattern of what belongs to the character before it and is never parted from it."""

# Unicode: Default_Ignorable_Code_Point, as far as texts from other programs bring it along. It has no picture.
_NO_PICTURE = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"

_SPECIAL = re.compile(f"[{_SELECTORS}{_MARKS}{_NO_PICTURE}]")
_DROPPED = re.compile(f"[{_NO_PICTURE}]")
_MARKED = re.compile(f"[^{_MARKS}][{_MARKS}]+")
_UNIT = re.compile(f"([{_IDEOGRAPHS}][{_SELECTORS}]|.)[{_SELECTORS}]*", re.DOTALL)
_MARK = re.compile(f"[{_MARKS}]")


def units(text: str) -> Sequence[str]:
    """`text` in the parts that are drawn: a character, or an ideograph with its variation selector.

    Marks melt into their letter (か and U+3099 are が). A selector after anything but an ideograph changes at most how
    lively a sign looks (☎ and U+FE0F), and is passed over, as is what has no picture at all (U+200B).
    """
    if not _SPECIAL.search(text):
        return text
    seen = "".join(_split(_DROPPED.sub("", text)))
    return _split(_MARKED.sub(lambda found: unicodedata.normalize("NFC", found[0]), seen))


def missing(text: str, drawable: Container[str]) -> str:
    """What of `text` is not among the `drawable` characters and sequences, each once, in order.

    An unknown sequence is missing whole: nobody can say that the plain character is the person's own.
    """
    return "".join(dict.fromkeys(unit for unit in units(text) if unit not in drawable))


def drawable(data: Callable[[str], bytes]) -> frozenset[str]:
    """Every character and sequence that all papers draw; `data` gives the content of a bundled file by its name.

    Without 〓: it stands for a character that was lost on the way, and nobody's name has it.
    """
    return frozenset(BLANKS).union(*(glyphs(data(name)) for name in PRINTED_WITH)) - {GETA}


def glyphs(font: bytes) -> dict[str, int]:
    """The glyph of every character and variation sequence that a TrueType font draws.

    Marks that are placed upon the letter before them are left out: that is not drawn. ValueError where the file has no
    table of all of Unicode.
    """
    subtables = dict(_subtables(font))
    if _WHOLE_UNICODE not in subtables:
        raise ValueError(_WHOLE_UNICODE)
    found = dict(_of_groups(font, subtables[_WHOLE_UNICODE]))
    if _SEQUENCES in subtables:
        found.update(_of_sequences(font, subtables[_SEQUENCES], found))
    return found


def _split(text: str) -> list[str]:
    drawn = (found[1] for found in _UNIT.finditer(text))
    return [unit for unit in drawn if not _is_selector(unit)]


def _is_selector(unit: str) -> bool:
    return "\ufe00" <= unit <= "\ufe0f" or "\U000e0100" <= unit <= "\U000e01ef"


def _subtables(font: bytes) -> Iterator[tuple[int, int]]:
    """Format and place of each subtable of cmap."""
    start = _tables(font).get(_CHARACTERS)
    if start is None:
        raise ValueError(_CHARACTERS)
    (count,) = struct.unpack_from(">H", font, start + 2)
    for place in range(count):
        offset = start + struct.unpack_from(">HHI", font, start + 4 + 8 * place)[2]
        yield struct.unpack_from(">H", font, offset)[0], offset


def vertical_glyphs(font: bytes) -> dict[int, int]:
    """By the number of a glyph: the one that takes its place in vertical writing (GSUB, feature `vert`).

    Empty where the font has no such forms.
    """
    start = _tables(font).get(b"GSUB")
    if start is None:
        return {}
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
    """From each glyph to the one below it in a column, in units of the face; the last holds for all after it (vmtx).

    An em for all where the font does not say.
    """
    tables = _tables(font)
    if b"vmtx" not in tables:
        return [_short(font, tables[b"head"] + 18)]
    count = _short(font, tables[b"vhea"] + 34)
    return list(struct.unpack_from(">" + "H2x" * count, font, tables[b"vmtx"]))


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


def _tables(font: bytes) -> dict[bytes, int]:
    """Where each table begins."""
    (count,) = struct.unpack_from(">H", font, 4)
    entries = struct.iter_unpack(">4sIII", font[12 : 12 + 16 * count])
    return {name: offset for name, _checksum, offset, _length in entries}


def _of_groups(font: bytes, start: int) -> Iterator[tuple[str, int]]:
    (count,) = struct.unpack_from(">I", font, start + 12)
    for first, last, glyph in struct.iter_unpack(">III", font[start + 16 : start + 16 + 12 * count]):
        for code in range(first, last + 1):
            if glyph + code - first and not _MARK.match(chr(code)):
                yield chr(code), glyph + code - first


def _of_sequences(font: bytes, start: int, plain: dict[str, int]) -> Iterator[tuple[str, int]]:
    (count,) = struct.unpack_from(">I", font, start + 6)
    for place in range(count):
        high, low, default, other = struct.unpack_from(">BHII", font, start + 10 + 11 * place)
        selector = chr(high << 16 | low)
        if default:  # ranges of characters whose own picture is the one that is meant
            for first_and_more in _rows(font, start + default, ">I"):
                first, more = divmod(first_and_more[0], 0x100)
                for character in map(chr, range(first, first + more + 1)):
                    if character in plain:
                        yield character + selector, plain[character]
        if other:
            for high, low, glyph in _rows(font, start + other, ">BHH"):
                yield chr(high << 16 | low) + selector, glyph


def _rows(font: bytes, start: int, form: str) -> Iterator[tuple[int, ...]]:
    (count,) = struct.unpack_from(">I", font, start)
    return struct.iter_unpack(form, font[start + 4 : start + 4 + struct.calcsize(form) * count])
