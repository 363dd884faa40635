"""How a text is written downwards (縦書き): what stands upright, what is turned, what goes side by side.

After JIS X 4051 (4.8 縦中横, 7.3) and the custom of addresses:

* Figures of an address are kanji numerals (`Numerals.KANJI`): up to 99 by place (15 → 十五), beyond digit by digit
  with 〇 (105 → 一〇五, 1234 → 一二三四). Kept as figures (`Numerals.FIGURES`, always in names): one is upright, two
  stand side by side in the place of one character (縦中横), three and more stand one below the other.
* Hyphens of all kinds become one dash, turned; ー and brackets take the font's form for vertical writing.
* Latin letters: up to three capitals or figures with letters (AB, 3F, B1F) stand upright one below the other; words and
  longer runs are turned by 90°, as they are read in a line.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum, StrEnum, auto
from functools import lru_cache

from shoukei_app.domain import kanji_numeral, typeface


class Numerals(StrEnum):
    """How the figures of an address are written in vertical writing."""

    KANJI = "kanji"
    FIGURES = "figures"


class Turn(Enum):
    """How a run of characters stands in a column."""

    UPRIGHT = auto()
    """Each character an em high, in its form for vertical writing."""

    ACROSS = auto()
    """All side by side in one em."""

    TURNED = auto()
    """As a line, turned clockwise by 90°."""

    GAP = auto()
    """Half an em of nothing."""


@dataclass(frozen=True, slots=True)
class Run:
    """Characters that stand alike."""

    text: str
    turn: Turn


DASH = "－"
_DASHES = "-‐‑‒–—−－﹣─━"
_FULL_WIDTH = 0xFEE0  # from an ASCII character to its full-width form
_UPRIGHT_LATIN = 3
_LARGEST_BY_PLACE = 99
_LATIN = "A-Za-zÀ-ÖØ-öø-ɏ"
_TOKENS = re.compile(
    rf"(?P<latin>(?=[0-9]*[{_LATIN}])[{_LATIN}0-9]+(?:[ '’&.,+/-]{{1,3}}(?=[{_LATIN}])[{_LATIN}0-9]+)*\.?)"
    rf"|(?P<digits>[0-9]+)|(?P<dash>[{re.escape(_DASHES)}])|(?P<gap> )|(?P<other>[!-~“”])"
    rf"|(?P<plain>.)[^ -~{_LATIN}{re.escape(_DASHES)}“”]*",
    re.DOTALL,
)
_HALF_WIDTH_KANA = re.compile("[\uff61-\uff9f]+")
_FULL_WIDTH_ALPHANUMERIC = {
    code: code - _FULL_WIDTH for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
}
_OF_COLUMNS = {"“": "〝", "”": "〟", "~": "〜", "'": "’"}


@lru_cache(maxsize=8192)  # a column is measured again at every size that is tried for it
def vertical_runs(text: str, numerals: Numerals) -> tuple[Run, ...]:
    """A text in the runs in which it stands in a column, from the top."""
    runs: list[Run] = []
    for match in _TOKENS.finditer(folded(text)):
        run = _run(match, numerals)
        if runs and run.turn is Turn.UPRIGHT and runs[-1].turn is Turn.UPRIGHT:
            runs[-1] = Run(runs[-1].text + run.text, Turn.UPRIGHT)
        else:
            runs.append(run)
    return tuple(runs)


def folded(text: str) -> str:
    """A text with half-width kana widened and full-width letters and figures narrowed, so that one rule serves all."""
    drawn = "".join(typeface.units(text))
    widened = _HALF_WIDTH_KANA.sub(lambda kana: unicodedata.normalize("NFKC", kana[0]), drawn)
    return widened.translate(_FULL_WIDTH_ALPHANUMERIC)


def kanji_figures(digits: str) -> str:
    """Figures as kanji numerals: 15 → 十五, 105 → 一〇五, 07 → 〇七."""
    if digits[0] != "0" and int(digits) <= _LARGEST_BY_PLACE:
        return kanji_numeral.numeral(int(digits))
    return "".join(kanji_numeral.DIGITS[int(digit)] for digit in digits)


def _run(match: re.Match[str], numerals: Numerals) -> Run:
    text = match[0]
    match match.lastgroup:
        case "latin":
            upright = len(text) <= _UPRIGHT_LATIN and text.isalnum() and text.isascii() and text == text.upper()
            return Run(_widened(text), Turn.UPRIGHT) if upright else Run(text, Turn.TURNED)
        case "digits" if numerals is Numerals.KANJI:
            return Run(kanji_figures(text), Turn.UPRIGHT)
        case "digits":
            return Run(text, Turn.ACROSS) if len(text) == 2 else Run(_widened(text), Turn.UPRIGHT)
        case "dash":
            return Run(DASH, Turn.TURNED)
        case "gap":
            return Run(" ", Turn.GAP)
        case "other":
            return Run(_OF_COLUMNS.get(text) or _widened(text), Turn.UPRIGHT)
    return Run(text, Turn.UPRIGHT)


def _widened(text: str) -> str:
    return "".join(chr(ord(one) + _FULL_WIDTH) if "!" <= one <= "~" else one for one in text)
