"""Columns of vertical writing: measured, broken, drawn."""

from dataclasses import dataclass
from functools import lru_cache

from shoukei_app.domain.vertical_text import Numerals, Turn, vertical_runs
from shoukei_app.paper.drawing import Align, Drawing
from shoukei_app.paper.fonts import ASCENT, Face, Font

_GAP = 0.5
_SIDE_BY_SIDE = 0.94
"""How much of an em figures side by side may take, so that they keep off the next column."""


@dataclass(frozen=True, slots=True)
class Downwards:
    """A font that writes downwards: its `width` is the length of a column in mm, so lines break as in `typesetting`."""

    font: Font
    numerals: Numerals

    def width(self, text: str) -> float:
        """How long a column of this text is."""
        return _length(self.font.face, text, self.numerals) * self.font.height

    def draw(self, drawing: Drawing, centre: float, top: float, text: str, *, stretch: float = 1.0) -> None:
        """Draw a column around `centre` from `top` on; `stretch` lowers all characters alike."""
        font, em = self.font, self.font.height * stretch
        for run in vertical_runs(text, self.numerals):
            match run.turn:
                case Turn.UPRIGHT:
                    drawing.column(centre, top, run.text, font, stretch=stretch)
                    top += font.length_down(run.text) * stretch
                case Turn.ACROSS:
                    narrow = min(1.0, font.height * _SIDE_BY_SIDE / font.width(run.text))
                    baseline = top + em / 2 + font.height * (ASCENT - 0.5)
                    drawing.text(centre, baseline, run.text, font, align=Align.CENTRE, stretch=narrow)
                    top += em
                case Turn.TURNED:
                    drawing.text_down(centre, top, run.text, font, stretch=stretch)
                    top += font.width(run.text) * stretch
                case Turn.GAP:
                    top += em * _GAP


@lru_cache(maxsize=8192)  # a column is measured again at every size that is tried for it
def _length(face: Face, text: str, numerals: Numerals) -> float:
    """The length of a column in ems: the same at all sizes."""
    font, length = Font(face, 1.0), 0.0
    for run in vertical_runs(text, numerals):
        match run.turn:
            case Turn.UPRIGHT:
                length += font.length_down(run.text) / font.height
            case Turn.ACROSS:
                length += 1.0
            case Turn.TURNED:
                length += font.width(run.text) / font.height
            case Turn.GAP:
                length += _GAP
    return length
