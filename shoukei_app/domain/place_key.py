"""Place names folded to one spelling, so that 旧字体, kana, width and dashes do not keep two of them apart.

Folding is one character for one character wherever it can be: places in the folded text are places in the raw one.
"""

import re
import unicodedata

from shoukei_app.domain.text import VARIANT_PAIRS

# What lists of places mix up beyond the 異体字 of `text`; each group folds to its first character.
_PLACE_GROUPS = """
渇渴 渓谿 撃擊 渉涉 徴徵 併倂 糀麹 砲炮 爾迩 檮梼 班斑 檪櫟擽 飽鉋 巳己已 祇祗 釜竈 鷏鷆 婁娄 侭儘 栃杤 函凾 潟泻
晒曬 葭葮 撹攪 掻搔 麩麸 桝枡 萌萠 涛濤 箆篦 傘仐 喜㐂 杯盃 荘庄 脊背 冶治 稗薭 駮鮫
"""
_DASHES = "‐‑‒–—―−－ーｰ─━﹣⁃˗"
_HIRAGANA = range(0x3041, 0x3097)
_SMALL = dict(zip("ァィゥェォッャュョヮヵ", "アイウエオツヤユヨワカ", strict=True))

# Spaces, variation selectors, zero-width marks and the sound marks of half-width kana have no character of their own.
_LEFT_OUT = r"\s\u200b-\u200f\u2060\ufe00-\ufe0f\ufeff\u3099\u309aﾞﾟ\U000e0100-\U000e01ef"
_NO_CHARACTER = re.compile(f"[{_LEFT_OUT}]")
_CHARACTERS = re.compile(f"[^{_LEFT_OUT}]+")
_SOUND_MARK = re.compile("[\u3099\u309aﾞﾟ]")
_SOUND_MARKS = {"ﾞ": "\u3099", "ﾟ": "\u309a", "\u3099": "\u3099", "\u309a": "\u309a"}


def _folding() -> dict[int, str]:
    table: dict[int, str] = {}
    for code in (*range(0xF900, 0xFB00), *range(0xFF01, 0xFFA0), *range(0x2F00, 0x2FD6), *range(0x2460, 0x2474)):
        plain = unicodedata.normalize("NFKC", chr(code))
        if len(plain) == 1 and plain != chr(code):
            table[code] = plain.upper()
    for code in range(ord("a"), ord("z") + 1):
        table[code] = chr(code).upper()
    for code in _HIRAGANA:
        table[code] = chr(code + 0x60)
    table |= {ord(dash): "-" for dash in _DASHES}
    table |= {ord(pair[0]): pair[1] for pair in VARIANT_PAIRS.split()}
    for group in _PLACE_GROUPS.split():
        table |= {ord(other): group[0] for other in group[1:]}
    table |= {ord(mark): "ノ" for mark in "の之乃"}
    table |= {ord(mark): "ケ" for mark in "ヶがかけゕゖカガヵｶ"}
    table |= {ord(small): large for small, large in _SMALL.items() if ord(small) not in table}
    for _ in range(3):  # ｧ → ァ → ア, 竃 → 竈 → 釜
        table = {code: table.get(ord(plain), plain) for code, plain in table.items()}
    return table


FOLDING = _folding()


def has_blanks(text: str) -> bool:
    """Whether a text has spaces or marks that its folded text leaves out."""
    return _NO_CHARACTER.search(text) is not None


def folded(text: str) -> str:
    """The key of a place name: equal for every spelling of it that this module knows."""
    if _NO_CHARACTER.search(text):
        return folded_with_places(text)[0]
    return text.translate(FOLDING)


def folded_with_places(text: str) -> tuple[str, list[int] | None]:
    """The folded text, and for each of its characters and its end the place in the raw text; None: the same place.

    A sound mark of half-width kana joins its letter; the marks and spaces behind a character belong to it.
    """
    first = _NO_CHARACTER.search(text)
    if first is None:
        return text.translate(FOLDING), None
    if not _SOUND_MARK.search(text, first.start()):
        return _without_blanks(text, first.start())
    characters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        if mark := _SOUND_MARKS.get(character):
            if characters:
                joined = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", characters[-1]) + mark)
                if len(joined) == 1:
                    characters[-1] = joined
        elif not _NO_CHARACTER.match(character):
            characters.append(character)
            places.append(place)
    places.append(len(text))
    return "".join(characters).translate(FOLDING), places


def _without_blanks(text: str, first: int) -> tuple[str, list[int]]:
    """What `folded_with_places` gives for a text without sound marks; `first` is where something is left out."""
    kept = [text[:first]]
    places = list(range(first))
    for piece in _CHARACTERS.finditer(text, first):
        kept.append(piece[0])
        places.extend(range(piece.start(), piece.end()))
    places.append(len(text))
    return "".join(kept).translate(FOLDING), places
