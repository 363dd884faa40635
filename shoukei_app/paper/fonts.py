"""The bundled faces: loaded once, measured, and asked which characters they lack."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from reportlab.pdfbase import pdfmetrics  # type: ignore[import-untyped]  # reportlab ships no types

from shoukei_app import assets
from shoukei_app.domain.mailing import Addressee
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.paper.embedding import CompositeFont

MM_PER_POINT = 25.4 / 72

ASCENT = 0.88
"""Height of the em box above the baseline, in type sizes: the same for all faces of the BIZ UD family."""


class Face(StrEnum):
    """The faces of BIZ UD that are bundled, by the name of their file."""

    MINCHO = "BIZUDPMincho-Regular"
    GOTHIC = "BIZUDPGothic-Regular"
    BOLD = "BIZUDPGothic-Bold"
    FIXED = "BIZUDGothic-Regular"


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
    font = CompositeFont(face.value, str(assets.path(f"fonts/{face.value}.ttf")))
    pdfmetrics.registerFont(font)
    return font


def missing(text: str, face: Face = Face.GOTHIC) -> str:
    """The characters of `text` that `face` cannot draw, each once, in order: 外字, variation selectors, 𠮷 …"""
    font = loaded(face)
    return "".join(dict.fromkeys(character for character in text if not font.has(character)))


def missing_in(addressee: Addressee) -> str:
    """The characters of an address and its names that cannot be printed; "" where the piece can go out.

    All bundled faces hold the same characters, so one look serves letter and label alike.
    """
    return missing("".join(_printed(addressee)))


def require(texts: Iterable[str]) -> None:
    """Refuse the office's own words with Problem(CHARACTER_UNPRINTABLE) where a character cannot be printed.

    A firm's name is held back piece by piece; a letter with 〓 in its text would go out to all.
    """
    for text in texts:
        if lacking := missing(text):
            raise Problem(ProblemKind.CHARACTER_UNPRINTABLE, text=text, characters=lacking)


def _printed(addressee: Addressee) -> Iterable[str]:
    return (addressee.name, addressee.office, addressee.title, addressee.representative, addressee.address.text)
