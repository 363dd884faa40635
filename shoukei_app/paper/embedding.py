"""Embeds a TrueType file as one Type 0 font with two-byte codes (PDF 32000-1, 9.7), whatever characters it holds.

reportlab's own TTFont splits a Japanese text into subsets of 256 characters each: a line becomes many runs, a
character above U+FFFF does not copy out, and a variation sequence is drawn as two characters. Here a line is one run,
and one more for each stretch that another font stands in for.
"""

import struct
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, cast
from weakref import WeakKeyDictionary

from reportlab.pdfbase import pdfdoc  # type: ignore[import-untyped]  # reportlab ships no types
from reportlab.pdfbase.ttfonts import TTEncoding, TTFontFace  # type: ignore[import-untyped]  # as above

from shoukei_app.domain.typeface import BLANKS, GETA, glyphs, units, vertical_advances, vertical_glyphs

VERTICAL_NAME = "v"
"""Added to the name of a font in a document: the same glyphs, set downwards."""

_CMAP_BLOCK = 100  # PDF 32000-1, 9.10.3: at most 100 entries in a bfchar block
_ASCENT = 880  # of the em box above the baseline: the same for all faces of the BIZ UD family
_SUBSET_TAG = "SHOKEI"

_VERTICAL = "\0"  # before a character or sequence: its form for vertical writing; no unit of a text begins with it


class Codes(dict[str, str]):
    """Character or sequence → its two-byte code in one document, as four hexadecimal digits; a new one gets the next.

    KeyError for what the font does not draw.
    """

    def __init__(self, glyphs: Mapping[str, int]) -> None:
        super().__init__()
        self._glyphs = glyphs
        self.is_vertical = False
        self.units: list[str] = []

    def __missing__(self, unit: str) -> str:
        if unit in BLANKS:
            code = self[" "]
        elif unit in self._glyphs:
            self.units.append(unit)
            code = f"{len(self.units):04x}"
        elif len(unit) > 1 and unit[0] == _VERTICAL:
            code = self[unit[1:]]
        else:
            raise KeyError(unit)
        self[unit] = code
        return code

    def encode(self, drawn: Iterable[str]) -> str:
        """Characters and sequences as the inside of a PDF hexadecimal string."""
        return "".join(map(self.__getitem__, drawn))

    def encode_vertical(self, drawn: Iterable[str]) -> str:
        """As they stand in a column: ー turned, 。 and ゃ at the upper right, where the font has such forms."""
        codes = "".join([self[_VERTICAL + unit] for unit in drawn])
        self.is_vertical = True
        return codes


class FontFile:
    """One TrueType file: its widths, and its codes and objects in each document that it is used in."""

    def __init__(self, name: str, file: Path) -> None:
        self.name = name
        data = file.read_bytes()
        self.glyphs: Mapping[str, int] = glyphs(data)
        forms = vertical_glyphs(data)
        turned = {_VERTICAL + unit: forms[glyph] for unit, glyph in self.glyphs.items() if glyph in forms}
        self._pictures: Mapping[str, int] = {**self.glyphs, **turned}
        self._advances_down = vertical_advances(data)
        self.face: Any = TTFontFace(str(file))
        # reportlab keeps the advances of a font's last glyphs in other units than the rest, and embeds them so.
        self.face.hmetrics = _metrics(self.face.get_table("hhea"), self.face.get_table("hmtx"))
        # A sequence has no code point to ask reportlab's subsetter with: glyphs are asked for by their own number.
        self.face.charToGlyph = {glyph: glyph for glyph in range(len(self.face.hmetrics))}
        self._codes: WeakKeyDictionary[Any, Codes] = WeakKeyDictionary()

    def width(self, unit: str) -> float:
        """The width of a character or sequence that the font draws, in thousandths of the type size."""
        advance: int = self.face.hmetrics[self._pictures[unit]][0]
        return advance * 1000 / float(self.face.unitsPerEm)

    def length_down(self, unit: str) -> float:
        """How much of a column it takes, in thousandths of the type size."""
        glyph = self._pictures.get(_VERTICAL + unit, self._pictures[unit])
        advance = self._advances_down[min(glyph, len(self._advances_down) - 1)]
        return advance * 1000 / float(self.face.unitsPerEm)

    def codes(self, document: Any) -> Codes:
        """The codes of this font in one reportlab document."""
        if document not in self._codes:
            self._codes[document] = Codes(self._pictures)
        return self._codes[document]

    def internal_name(self, document: Any) -> str:
        """The name of this font in the pages of a document, which thereby gets it."""
        if self.name not in document.fontMapping:
            document.fontMapping[self.name] = f"/F{len(document.fontMapping) + 1}"
            document.delayedFonts.append(self)
        return cast("str", document.fontMapping[self.name])

    def addObjects(self, document: Any) -> None:  # noqa: N802 - reportlab's protocol
        """Add the font's objects to a document that is about to be written."""
        units = self.codes(document).units
        numbers_in_file = [self._pictures[unit] for unit in units]
        base = f"{_SUBSET_TAG}+{self.face.name.decode('ascii')}"
        name = self.internal_name(document)[1:]

        # makeSubset numbers the glyphs in the order of their first use; units that share one share its number.
        numbers: dict[int, int] = {0: 0}
        glyph_of_code = b"".join(
            number.to_bytes(2, "big")
            for number in (0, *(numbers.setdefault(glyph, len(numbers)) for glyph in numbers_in_file))
        )
        descendant = pdfdoc.PDFDictionary(
            {
                "Type": "/Font",
                "Subtype": "/CIDFontType2",
                "BaseFont": f"/{base}",
                "CIDSystemInfo": "<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>",
                "DW": 1000,
                "W": _widths([self.width(unit) for unit in units]),
                "W2": _advances([(self.length_down(_plain(unit)), self.width(unit)) for unit in units]),
                "FontDescriptor": self.face.addSubsetObjects(document, base, numbers_in_file),
                "CIDToGIDMap": document.Reference(_stream(glyph_of_code), f"glyphs:{name}"),
            }
        )
        shared = {
            "Type": "/Font",
            "Subtype": "/Type0",
            "BaseFont": f"/{base}",
            "DescendantFonts": pdfdoc.PDFArray([document.Reference(descendant, f"descendant:{name}")]),
            "ToUnicode": document.Reference(_stream(_to_unicode(units)), f"unicode:{name}"),
        }
        fonts = document.idToObject["BasicFonts"].dict
        fonts[name] = document.Reference(
            pdfdoc.PDFDictionary(shared | {"Encoding": "/Identity-H"}), f"composite:{name}"
        )
        if self.codes(document).is_vertical:
            vertical = pdfdoc.PDFDictionary(shared | {"Encoding": "/Identity-V"})
            fonts[name + VERTICAL_NAME] = document.Reference(vertical, f"vertical:{name}")
        del self._codes[document]


class CompositeFont:
    """A face with the fonts that stand in, each for what all before it lack.

    In the shape that reportlab asks of a dynamic font, so that its canvas, tables and charts take it too; its subsets
    are our files.
    """

    _multiByte = 1  # noqa: N815 - reportlab's protocol
    _dynamicFont = 1  # noqa: N815 - reportlab's protocol
    shapable = False

    def __init__(self, name: str, first: FontFile, others: Sequence[Callable[[], FontFile]] = ()) -> None:
        self.fontName = name
        self.face: Any = first.face
        self.encoding: Any = TTEncoding()
        self._first = first
        # Opened when a text needs them: most never do.
        self._others = others
        self._widths = {unit: first.width(unit) for unit in first.glyphs if len(unit) == 1}
        self._widths.update(dict.fromkeys(BLANKS, self._widths[" "]))
        self._lengths: dict[str, float] = {}
        # A line is measured again at every size that is tried for it.
        self._measured = lru_cache(maxsize=4096)(self._measure)

    def width(self, text: str) -> float:
        """The width of `text` in thousandths of the type size."""
        return self._measured(text)

    def length_down(self, text: str) -> float:
        """The length of a column of `text` in thousandths of the type size: 「 takes half of what 長 takes."""
        return sum(map(self._length_down, units(text)))

    def file(self, unit: str) -> FontFile | None:
        """The font that draws a character or sequence; None where none does."""
        if unit in self._first.glyphs or unit in BLANKS:
            return self._first
        return next((font for font in (other() for other in self._others) if unit in font.glyphs), None)

    def encode(self, text: str, document: Any, *, downwards: bool = False) -> list[tuple[FontFile, str]]:
        """`text` as runs of one font each, as it stands in a line or a column: the font and the inside of a PDF string.

        The string is a hexadecimal one.
        """
        encode = Codes.encode_vertical if downwards else Codes.encode
        drawn = units(text)
        try:
            return [(self._first, encode(self._first.codes(document), drawn))]
        except KeyError:
            found = [(file, unit) if (file := self.file(unit)) else (self._first, GETA) for unit in drawn]
        return [
            (file, encode(file.codes(document), [unit for _, unit in run]))
            for file, run in groupby(found, key=itemgetter(0))
        ]

    # reportlab's protocol

    def stringWidth(self, text: str, size: float, encoding: str = "utf-8") -> float:  # noqa: N802, D102 - reportlab's protocol
        return self.width(text) * size / 1000

    def splitString(self, text: str, document: Any, encoding: str = "utf-8") -> list[tuple[int, bytes]]:  # noqa: N802, D102 - reportlab's protocol
        files = self._files()
        return [(files.index(file), bytes.fromhex(codes)) for file, codes in self.encode(text, document)]

    def getSubsetInternalName(self, subset: int, document: Any) -> str:  # noqa: N802, D102 - reportlab's protocol
        return self._files()[subset].internal_name(document)

    def _files(self) -> list[FontFile]:
        return [self._first, *(other() for other in self._others)]

    def _length_down(self, unit: str) -> float:
        if unit not in self._lengths:
            file = self.file(unit) or self._first
            shown = unit if unit in file.glyphs else " " if unit in BLANKS else GETA
            self._lengths[unit] = file.length_down(shown)
        return self._lengths[unit]

    def _measure(self, text: str) -> float:
        drawn = units(text)
        try:
            return cast("float", sum(map(self._widths.__getitem__, drawn)))
        except KeyError:
            for unit in drawn:
                if unit not in self._widths:
                    file = self.file(unit)
                    self._widths[unit] = file.width(unit) if file else self._widths[GETA]
        return cast("float", sum(map(self._widths.__getitem__, drawn)))


def _metrics(header: bytes, table: bytes) -> list[tuple[int, int]]:
    """Advance and left bearing of each glyph in units of the font (OpenType 1.9.1, hmtx: the last advance holds on)."""
    (count,) = struct.unpack_from(">H", header, 34)
    full = list(struct.iter_unpack(">Hh", table[: 4 * count]))
    return full + [(full[-1][0], bearing) for (bearing,) in struct.iter_unpack(">h", table[4 * count :])]


def _plain(unit: str) -> str:
    """What a unit, or the form of one for vertical writing, stands for."""
    return unit if len(unit) == 1 else unit.removeprefix(_VERTICAL)


def _stream(content: bytes) -> Any:
    stream = pdfdoc.PDFStream(content=content)
    stream.filters = [pdfdoc.PDFZCompress]
    return stream


def _widths(widths: list[float]) -> str:
    return f"[ 1 [ {' '.join(f'{width:.0f}' for width in widths)} ] ]"


def _advances(advances: list[tuple[float, float]]) -> str:
    """W2: how far each glyph leads down, and its origin in a column (above its middle, at the top of its em box)."""
    return f"[ 1 [ {' '.join(f'{-down:.0f} {width / 2:.0f} {_ASCENT}' for down, width in advances)} ] ]"


def _to_unicode(units: list[str]) -> bytes:
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        "/CMapName /Adobe-Identity-UCS def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        "<0000> <FFFF>",
        "endcodespacerange",
    ]
    entries = [f"<{code:04x}> <{_plain(unit).encode('utf-16-be').hex()}>" for code, unit in enumerate(units, start=1)]
    for start in range(0, len(entries), _CMAP_BLOCK):
        block = entries[start : start + _CMAP_BLOCK]
        lines += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(lines).encode("ascii")
