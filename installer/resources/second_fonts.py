"""Makes the fonts that draw what BIZ UD lacks, resources/fonts/Shoukei*.ttf: kanji of resident registers.

Run when a source is renewed, with the dependency group `resources` installed:
python installer/resources/second_fonts.py IPAMJM.TTF HANAMINA.TTF NOTO_REGULAR.TTF NOTO_BOLD.TTF MOJI.DB
The same sources give the same bytes. Where they come from and what is changed: resources/fonts/README.md.

MOJI.DB (npm: @mandel59/mojidata) holds the MJ文字情報一覧表 as table `mji`. Of its 58,862 glyphs those with a
住基ネット統一文字コード are taken: the names that stand in a register, in what a few megabytes hold. Lists written with
print shops' software have sequences of the collection Adobe-Japan1 instead (table `ivs_Adobe-Japan1`): 邉 has 14 there
that no register's code names.
"""

import sqlite3
import sys
from pathlib import Path
from statistics import mean

from fontTools.misc.transform import Transform
from fontTools.pens.filterPen import DecomposingFilterPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._c_m_a_p import cmap_format_12, cmap_format_14

FONTS = Path(__file__).resolve().parents[2] / "resources" / "fonts"
MINCHO = "BIZUDPMincho-Regular.ttf"
VERSION = "Version 1.000"

MEASURED = "東国山川田中村木林森高橋渡辺斎藤伊佐久間長野町大字株式会社有限代表取締役様"
"""Kanji whose ink tells how large and how high a face draws: the second font is made to match the first."""

IPA = (
    "Copyright(c) Information-technology Promotion Agency, Japan (IPA), 2011-2018. A Derived Program.",
    "This font is licensed under the IPA Font License Agreement v1.0.",
    "https://opensource.org/license/ipa",
)
OFL = (
    "(c) 2014-2021 Adobe (http://www.adobe.com/), with Reserved Font Name 'Source'",
    "This Font Software is licensed under the SIL Open Font License, Version 1.1.",
    "https://openfontlicense.org",
)
HANAZONO = (
    "Copyright 2008-2011 GlyphWiki Project.",
    "This font is free software under the Hanazono Font License.",
    "https://fonts.jp/hanazono/",
)

Glyphs = dict[str, str]
"""A character, or a character and its variation selector → the name of its glyph."""


def register_units(database: Path) -> set[str]:
    """Every character and variation sequence that has a 住基ネット統一文字コード."""
    columns = ("実装したUCS", "実装したMoji_JohoコレクションIVS", "実装したSVS")
    with sqlite3.connect(database) as connection:
        rows = connection.execute(f"select {','.join(columns)} from mji where 住基ネット統一文字コード is not null")
        return {unit for row in rows for unit in row if unit}


def print_shop_units(database: Path, bases: set[str]) -> set[str]:
    """Every variation sequence of Adobe-Japan1 whose plain character is among `bases`."""
    with sqlite3.connect(database) as connection:
        return {unit for (unit,) in connection.execute('select IVS from "ivs_Adobe-Japan1"') if unit[0] in bases}


def glyphs(font: TTFont) -> Glyphs:
    """What a font draws; a sequence whose picture is the character's own has the character's glyph."""
    plain: dict[int, str] = font.getBestCmap()
    found = {chr(code): name for code, name in plain.items()}
    for table in font["cmap"].tables:
        if table.format == 14:
            for selector, entries in table.uvsDict.items():
                found |= {chr(code) + chr(selector): name or plain[code] for code, name in entries}
    return found


def ink(font: TTFont) -> tuple[float, float, float]:
    """The mean size of the ink of `MEASURED` and its mean centre (x, y), in em."""
    plain, outlines, em = font.getBestCmap(), font["glyf"], font["head"].unitsPerEm
    boxes = [outlines[plain[ord(character)]] for character in MEASURED]
    size = mean((box.xMax - box.xMin + box.yMax - box.yMin) / 2 for box in boxes)
    return (
        size / em,
        mean((box.xMin + box.xMax) / 2 for box in boxes) / em,
        mean((box.yMin + box.yMax) / 2 for box in boxes) / em,
    )


def matched(font: TTFont, first: TTFont) -> Transform:
    """What makes the ink of `font` as large as that of `first`, and its centre as high."""
    (size, x, y), (wanted, to_x, to_y) = ink(font), ink(first)
    em, factor = font["head"].unitsPerEm, wanted / size
    return Transform().translate(to_x * em, to_y * em).scale(factor).translate(-x * em, -y * em)


def reduce(font: TTFont, kept: Glyphs) -> None:
    """Leave nothing but the outlines of `kept`, without instructions, and a cmap that finds them."""
    options = Options(hinting=False, layout_features=[], name_IDs=[], notdef_outline=True, glyph_names=False)
    options.drop_tables += [
        "VORG",
        "GSUB",
        "GPOS",
        "GDEF",
        "BASE",
        "vhea",
        "vmtx",
        "gasp",
        "STAT",
        "DSIG",
        "FFTM",
        "meta",
    ]
    subsetter = Subsetter(options)
    subsetter.populate(glyphs=sorted(set(kept.values())), unicodes=[ord(" ")])
    subsetter.subset(font)
    whole = cmap_format_12(12)
    whole.platformID, whole.platEncID, whole.language, whole.reserved = 3, 10, 0, 0
    whole.cmap = {ord(unit): name for unit, name in kept.items() if len(unit) == 1}
    sequences = cmap_format_14(14)
    sequences.platformID, sequences.platEncID, sequences.language, sequences.cmap = 0, 5, 0, {}
    sequences.uvsDict = {}
    for unit, name in sorted(kept.items()):
        if len(unit) == 2:
            sequences.uvsDict.setdefault(ord(unit[1]), []).append((ord(unit[0]), name))
    font["cmap"].tables = [sequences, whole]


def redraw(font: TTFont, change: Transform) -> None:
    """Every outline moved and scaled; nothing is drawn with parts of other glyphs any more."""
    source = font.getGlyphSet()
    outlines, metrics = font["glyf"], font["hmtx"]
    drawn = {}
    for name in font.getGlyphOrder():
        pen = TTGlyphPen(None)
        source[name].draw(DecomposingFilterPen(TransformPen(pen, change), source))
        drawn[name] = pen.glyph()
    for name, glyph in drawn.items():
        glyph.recalcBounds(outlines)
        outlines[name] = glyph
        metrics[name] = (metrics[name][0], getattr(glyph, "xMin", 0))


def rename(font: TTFont, family: str, style: str, licence: tuple[str, str, str]) -> None:
    """A name of its own, as both licences ask of a changed font."""
    script = f"{family.replace(' ', '')}-{style}"
    copyright_, terms, link = licence
    names = {0: copyright_, 1: family, 2: style, 3: f"{VERSION};{script}", 4: f"{family} {style}", 5: VERSION}
    font["name"].names = []
    for key, text in (names | {6: script, 13: terms, 14: link}).items():
        font["name"].setName(text, key, 3, 1, 0x409)


def make(source: Path, first: str, wanted: set[str], name: tuple[str, str], licence: tuple[str, str, str]) -> set[str]:
    """Write a font of this family and style that draws those of `wanted` that `source` has, to the measure of `first`.

    Returns what it draws.
    """
    font = TTFont(source, recalcTimestamp=False)
    change = matched(font, TTFont(FONTS / first))
    kept = {unit: glyph for unit, glyph in glyphs(font).items() if unit in wanted}
    reduce(font, kept)
    redraw(font, change)
    rename(font, *name, licence)
    target = FONTS / f"{name[0].replace(' ', '')}-{name[1]}.ttf"
    font.save(target)
    print(f"{target.name}: {len(kept):,} characters and sequences, {target.stat().st_size:,} bytes")
    return set(kept)


def main() -> None:
    """Writes the four fonts of resources/fonts/."""
    if len(sys.argv) != 6:
        sys.exit(__doc__)
    mincho, variants, regular, bold, database = map(Path, sys.argv[1:])
    there = set(glyphs(TTFont(FONTS / MINCHO)))
    drawn = make(mincho, MINCHO, register_units(database) - there, ("Shoukei Jinmei Mincho", "Regular"), IPA)
    more = print_shop_units(database, there) - there - drawn
    drawn |= make(variants, MINCHO, more, ("Shoukei Itaiji Mincho", "Regular"), HANAZONO)
    for source, style in ((regular, "Regular"), (bold, "Bold")):
        make(source, f"BIZUDPGothic-{style}.ttf", drawn, ("Shoukei Jinmei Gothic", style), OFL)


if __name__ == "__main__":
    main()
