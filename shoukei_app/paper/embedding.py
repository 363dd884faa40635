"""Embeds a TrueType face as one Type 0 font with two-byte codes (PDF 32000-1, 9.7), whatever characters it holds.

reportlab's own TTFont splits a Japanese text into subsets of 256 characters each: a line becomes many runs, and a
character above U+FFFF does not copy out. One composite font has neither trouble, and a line is one run.
"""

from copy import copy
from functools import lru_cache
from typing import Any, cast
from weakref import WeakKeyDictionary

from reportlab.pdfbase import pdfdoc  # type: ignore[import-untyped]  # reportlab ships no types
from reportlab.pdfbase.ttfonts import TTEncoding, TTFontFace  # type: ignore[import-untyped]  # as above

from shoukei_app.domain.typeface import vertical_advances, vertical_glyphs

GETA = "〓"
"""Stands for a character that the face lacks, as printers have always done: never an empty box."""

VERTICAL_NAME = "v"
"""Added to the name of a face in a document: the same glyphs, set downwards."""

_BLANKS = "\t\n\r\u00a0"
_CMAP_BLOCK = 100  # PDF 32000-1, 9.10.3: at most 100 entries in a bfchar block
_ASCENT = 880  # of the em box above the baseline: the same for all faces of the BIZ UD family
_SUBSET_TAG = "SHOKEI"

_VERTICAL = "\0"  # before a character: its form for vertical writing; no text that is drawn holds it
_VERTICAL_POINT = 0x110000  # the first number that is no character's: there reportlab finds the vertical forms


class Codes(dict[str, str]):
    """Character → its two-byte code in one document, as four hexadecimal digits; a new character gets the next code."""

    def __init__(self, present: dict[int, int]) -> None:
        super().__init__()
        self._present = present
        self.is_vertical = False
        self.characters: list[str] = []

    def __missing__(self, character: str) -> str:
        if character in _BLANKS:
            code = self[" "]
        elif _point(character) not in self._present:
            code = self[character[1:] or GETA]
        else:
            self.characters.append(character)
            code = f"{len(self.characters):04x}"
        self[character] = code
        return code

    def encode(self, text: str) -> str:
        """`text` as the inside of a PDF hexadecimal string."""
        return "".join(map(self.__getitem__, text))

    def encode_vertical(self, text: str) -> str:
        """`text` as it stands in a column: ー turned, 。 and ゃ at the upper right, where the face has such forms."""
        self.is_vertical = True
        return "".join([self[_VERTICAL + character] for character in text])


class CompositeFont:
    """A face in the shape that reportlab asks of a dynamic font, so that its canvas, tables and charts take it too."""

    _multiByte = 1  # noqa: N815 - reportlab's protocol
    _dynamicFont = 1  # noqa: N815 - reportlab's protocol
    shapable = False

    def __init__(self, name: str, file: str) -> None:
        self.fontName = name
        self.face: Any = TTFontFace(file)
        self.encoding: Any = TTEncoding()
        # The forms for vertical writing are no characters of their own: they have numbers that no text can hold.
        glyphs, vertical = self.face.charToGlyph, vertical_glyphs(self.face._ttf_data)  # noqa: SLF001 - no public door
        turned = {_VERTICAL_POINT + point: vertical[glyph] for point, glyph in glyphs.items() if glyph in vertical}
        self._glyphs: dict[int, int] = glyphs | turned
        self._codes: WeakKeyDictionary[Any, Codes] = WeakKeyDictionary()
        self._widths = {chr(code): width for code, width in self.face.charWidths.items()}
        self._widths.update(dict.fromkeys(_BLANKS, self._widths[" "]))
        per_em, advances = self.face.unitsPerEm, vertical_advances(self.face._ttf_data)  # noqa: SLF001 - as above
        self._lengths = {
            chr(point): advances[min(vertical.get(glyph, glyph), len(advances) - 1)] * 1000 / per_em
            for point, glyph in glyphs.items()
        }
        # A line is measured again at every size that is tried for it.
        self._measured = lru_cache(maxsize=4096)(self._measure)

    def width(self, text: str) -> float:
        """The width of `text` in thousandths of the type size."""
        return self._measured(text)

    def length_down(self, text: str) -> float:
        """The length of a column of `text` in thousandths of the type size: 「 takes half of what 長 takes."""
        return cast("float", sum([self._lengths.get(character, 1000.0) for character in text]))

    def has(self, character: str) -> bool:
        """Whether the face draws this character."""
        return character in self._widths

    def codes(self, document: Any) -> Codes:
        """The codes of this face in one reportlab document."""
        if document not in self._codes:
            self._codes[document] = Codes(self._glyphs)
        return self._codes[document]

    # reportlab's protocol

    def stringWidth(self, text: str, size: float, encoding: str = "utf-8") -> float:  # noqa: N802, D102 - reportlab's protocol
        return self.width(text) * size / 1000

    def splitString(self, text: str, document: Any, encoding: str = "utf-8") -> list[tuple[int, bytes]]:  # noqa: N802, D102 - reportlab's protocol
        return [(0, bytes.fromhex(self.codes(document).encode(text)))]

    def getSubsetInternalName(self, subset: int, document: Any) -> str:  # noqa: N802, D102 - reportlab's protocol
        if self.fontName not in document.fontMapping:
            document.fontMapping[self.fontName] = f"/F{len(document.fontMapping) + 1}"
            document.delayedFonts.append(self)
        return cast("str", document.fontMapping[self.fontName])

    def addObjects(self, document: Any) -> None:  # noqa: N802 - reportlab's protocol
        """Add the font's objects to a document that is about to be written."""
        characters = self.codes(document).characters
        points = [_point(character) for character in characters]
        base = f"{_SUBSET_TAG}+{self.face.name.decode('ascii')}"
        name = self.getSubsetInternalName(0, document)[1:]

        face = copy(self.face)
        face.charToGlyph = self._glyphs
        # makeSubset numbers the glyphs in the order of their first use; characters that share one share its number.
        glyphs: dict[int, int] = {0: 0}
        numbers = [glyphs.setdefault(self._glyphs[point], len(glyphs)) for point in points]
        glyph_of_code = b"".join(number.to_bytes(2, "big") for number in (0, *numbers))

        descendant = pdfdoc.PDFDictionary(
            {
                "Type": "/Font",
                "Subtype": "/CIDFontType2",
                "BaseFont": f"/{base}",
                "CIDSystemInfo": "<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>",
                "DW": 1000,
                "W": _widths([self._glyph_width(point) for point in points]),
                "W2": _advances([(self.length_down(one[-1]), self._glyph_width(_point(one))) for one in characters]),
                "FontDescriptor": face.addSubsetObjects(document, base, points),
                "CIDToGIDMap": document.Reference(_stream(glyph_of_code), f"glyphs:{name}"),
            }
        )
        shared = {
            "Type": "/Font",
            "Subtype": "/Type0",
            "BaseFont": f"/{base}",
            "DescendantFonts": pdfdoc.PDFArray([document.Reference(descendant, f"descendant:{name}")]),
            "ToUnicode": document.Reference(_stream(_to_unicode(characters)), f"unicode:{name}"),
        }
        fonts = document.idToObject["BasicFonts"].dict
        fonts[name] = document.Reference(
            pdfdoc.PDFDictionary(shared | {"Encoding": "/Identity-H"}), f"composite:{name}"
        )
        if self.codes(document).is_vertical:
            vertical = pdfdoc.PDFDictionary(shared | {"Encoding": "/Identity-V"})
            fonts[name + VERTICAL_NAME] = document.Reference(vertical, f"vertical:{name}")
        del self._codes[document]

    def _measure(self, text: str) -> float:
        try:
            return cast("float", sum(map(self._widths.__getitem__, text)))
        except KeyError:
            return cast("float", sum(self._widths.get(character, self._widths[GETA]) for character in text))

    def _glyph_width(self, point: int) -> float:
        face = self.face
        advance: int = face.hmetrics[min(self._glyphs[point], len(face.hmetrics) - 1)][0]
        return advance * 1000 / cast("int", face.unitsPerEm)


def _point(character: str) -> int:
    return ord(character) if len(character) == 1 else _VERTICAL_POINT + ord(character[1:])


def _stream(content: bytes) -> Any:
    stream = pdfdoc.PDFStream(content=content)
    stream.filters = [pdfdoc.PDFZCompress]
    return stream


def _widths(widths: list[float]) -> str:
    return f"[ 1 [ {' '.join(f'{width:.0f}' for width in widths)} ] ]"


def _advances(advances: list[tuple[float, float]]) -> str:
    """W2: how far each glyph leads down, and its origin in a column (above its middle, at the top of its em box)."""
    return f"[ 1 [ {' '.join(f'{-down:.0f} {width / 2:.0f} {_ASCENT}' for down, width in advances)} ] ]"


def _to_unicode(characters: list[str]) -> bytes:
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
    entries = [
        f"<{code:04x}> <{character[-1].encode('utf-16-be').hex()}>"
        for code, character in enumerate(characters, start=1)
    ]
    for start in range(0, len(entries), _CMAP_BLOCK):
        block = entries[start : start + _CMAP_BLOCK]
        lines += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(lines).encode("ascii")
