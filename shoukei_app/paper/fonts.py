"""The bundled faces and the fonts that stand in for them: loaded once, measured, and asked what they lack."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, partial

from reportlab.pdfbase import pdfmetrics  # type: ignore[import-untyped]  # reportlab ships no types

from shoukei_app import assets
from shoukei_app.domain import typeface
from shoukei_app.domain.mailing import Addressee
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.text import has_lost_character
from shoukei_app.paper.embedding import CompositeFont, FontFile

MM_PER_POINT = 25.4 / 72

ASCENT = 0.88
"""Height of the em box above the baseline, in type sizes: the same for all faces of the BIZ UD family."""


class Face(StrEnum):
    """The faces of BIZ UD that are bundled, by the name of their file."""

    MINCHO = "BIZUDPMincho-Regular"
    GOTHIC = "BIZUDPGothic-Regular"
    BOLD = "BIZUDPGothic-Bold"
    FIXED = "BIZUDGothic-Regular"


_MINCHO = ("ShoukeiJinmeiMincho-Regular", "ShoukeiItaijiMincho-Regular")
_GOTHIC = "ShoukeiJinmeiGothic-Regular"
STAND_INS: Mapping[Face, tuple[str, ...]] = {
    Face.MINCHO: _MINCHO,
    Face.GOTHIC: (_GOTHIC, *_MINCHO),
    Face.BOLD: ("ShoukeiJinmeiGothic-Bold", *_MINCHO),
    Face.FIXED: (_GOTHIC, *_MINCHO),
}
"""What draws the names that a face lacks, the most alike first."""


@dataclass(frozen=True, slots=True)
class Font:
    """A face at a size in points."""

    face: Face
    size: float

    @property
    def height(self) -> float:
        """The type size in mm."""
        return self.size * MM_PER_POINT

    def width(self, text: str) -> float:
        """The width of `text` on one line in mm."""
        return loaded(self.face).width(text) * self.size * MM_PER_POINT / 1000

    def length_down(self, text: str) -> float:
        """The length of `text` in one column of vertical writing in mm."""
        return loaded(self.face).length_down(text) * self.size * MM_PER_POINT / 1000

    def scaled(self, factor: float) -> "Font":
        """The same face, larger or smaller."""
        return Font(self.face, self.size * factor)


@cache
def loaded(face: Face) -> CompositeFont:
    """The face, read from its file the first time and made known to reportlab under its name."""
    font = CompositeFont(face.value, _file(face.value), [partial(_file, name) for name in STAND_INS[face]])
    pdfmetrics.registerFont(font)
    return font


def missing(text: str) -> str:
    """What no bundled font draws of `text`, each once, in order: 外字, unknown sequences, signs of other scripts …

    One look serves letter and label alike: all faces draw the same characters and sequences.
    """
    return typeface.missing(text, _drawable())


def missing_in(addressee: Addressee) -> str:
    """What of an address and its names cannot be printed; "" where the piece can go out.

    A question mark inside a Japanese word is a character that an old system lost: it cannot be printed either.
    """
    texts = _printed(addressee)
    lost = any("?" in text and has_lost_character(text) for text in texts)
    return missing("\n".join(texts)) + ("?" if lost else "")


def require(texts: Iterable[str]) -> None:
    """Refuse the office's own words with Problem(CHARACTER_UNPRINTABLE) where a character cannot be printed.

    A firm's name is held back piece by piece; a letter with 〓 in its text would go out to all.
    """
    for text in texts:
        if lacking := missing(text):
            raise Problem(ProblemKind.CHARACTER_UNPRINTABLE, text=text, characters=lacking)


def _printed(addressee: Addressee) -> tuple[str, ...]:
    return (addressee.name, addressee.office, addressee.title, addressee.representative, addressee.address.text)


@cache
def _file(name: str) -> FontFile:
    return FontFile(name, assets.path(f"fonts/{name}.ttf"))


@cache
def _drawable() -> frozenset[str]:
    return typeface.drawable(assets.data)
