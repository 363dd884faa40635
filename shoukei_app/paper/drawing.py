"""Marks on a page, in millimetres from its top left corner: text, lines, rectangles, codes, placed forms.

Operators are written as text at once: reportlab's canvas spends more on keeping its state than the whole page takes.
Everything is black or grey unless a colour is asked for, so that a mailing is never counted as colour pages.
"""

from dataclasses import dataclass
from enum import Enum, auto
from functools import cache
from typing import Protocol

from shoukei_app.domain.barcode_size import bar_width, height
from shoukei_app.domain.typeface import units
from shoukei_app.paper import customer_barcode, qr
from shoukei_app.paper.fonts import ASCENT, MM_PER_POINT, Face, Font
from shoukei_app.paper.typesetting import fitted

POINTS_PER_MM = 1 / MM_PER_POINT

BLACK = "#000000"
WHITE = "#FFFFFF"


class Encoder(Protocol):
    """What turns text into the codes of a document."""

    def __call__(self, face: Face, text: str, *, downwards: bool = False) -> list[tuple[str, str]]:
        """`text` as runs of one font each: the name in the document of the font (that runs downwards), and the codes.

        Codes are the inside of a hexadecimal string.
        """


class Align(Enum):
    """Which point of a line of text `x` is."""

    LEFT = auto()
    CENTRE = auto()
    RIGHT = auto()


@dataclass(frozen=True, slots=True)
class Form:
    """Marks that are kept once in the document and shown on many pages."""

    name: str


class Drawing:
    """The marks of one page or form of `width` × `height` mm. All lengths are mm, type sizes points."""

    def __init__(self, encode: Encoder, width: float, height: float) -> None:
        self.width = width
        self.height = height
        self.forms: list[tuple[int, Form]] = []
        self.operators: list[str] = []
        self._encode = encode
        self._fill = BLACK
        self._stroke = BLACK
        self._weight = 0.0

    def text(
        self,
        x: float,
        baseline: float,
        text: str,
        font: Font,
        *,
        align: Align = Align.LEFT,
        stretch: float = 1.0,
        spacing: float = 0.0,
        within: float | None = None,
        colour: str = BLACK,
    ) -> None:
        """One line of text. `stretch` narrows its letters (長体); `spacing` mm are added after each character.

        `within` makes it smaller and narrower, as far as it must be, to take no more than so many mm.
        """
        if not text:
            return
        if within is not None:
            font, stretch = fitted(text, font, within)
        if align is not Align.LEFT:
            width = font.width(text) * stretch + spacing * (len(units(text)) - 1)
            x -= width if align is Align.RIGHT else width / 2
        self._colour(fill=colour)
        name_and_size, shown = _shown(self._encode(font.face, text), font.size)
        state = f"{spacing * POINTS_PER_MM / stretch:.3f} Tc " if spacing else ""
        matrix = f"{stretch:.4g} 0 0 1" if stretch != 1.0 else "1 0 0 1"
        reset = " 0 Tc" if spacing else ""
        self.operators.append(
            f"BT {name_and_size} {state}{matrix} {self._x(x)} {self._y(baseline)} Tm {shown}{reset} ET"
        )

    def column(self, centre: float, top: float, text: str, font: Font, *, stretch: float = 1.0) -> None:
        """One column of vertical writing, each character an em high; `stretch` lowers them (平体).

        `top` is where its first em box begins. What does not stand upright in a column is not for here (`text_down`).
        """
        if not text:
            return
        self._colour(fill=BLACK)
        name_and_size, shown = _shown(self._encode(font.face, text, downwards=True), font.size)
        self.operators.append(f"BT {name_and_size} 1 0 0 {stretch:.4g} {self._x(centre)} {self._y(top)} Tm {shown} ET")

    def text_down(self, centre: float, top: float, text: str, font: Font, *, stretch: float = 1.0) -> None:
        """One line of text turned by 90° clockwise: it runs down the page, its em boxes around `centre`."""
        if not text:
            return
        self._colour(fill=BLACK)
        name_and_size, shown = _shown(self._encode(font.face, text), font.size)
        baseline = self._x(centre - (ASCENT - 0.5) * font.height)
        self.operators.append(f"BT {name_and_size} 0 {-stretch:.4g} 1 0 {baseline} {self._y(top)} Tm {shown} ET")

    def line(
        self, x1: float, y1: float, x2: float, y2: float, *, weight: float = 0.2, colour: str = BLACK, dashes: str = ""
    ) -> None:
        """A straight line; `dashes` is a PDF dash array in points ("1 2")."""
        self._colour(stroke=colour, weight=weight)
        path = f"{self._x(x1)} {self._y(y1)} m {self._x(x2)} {self._y(y2)} l S"
        self.operators.append(f"[{dashes}] 0 d {path} [] 0 d" if dashes else path)

    def rectangle(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        fill: str | None = None,
        stroke: str | None = None,
        weight: float = 0.2,
    ) -> None:
        """A rectangle by its top left corner, filled, outlined or both."""
        self._colour(fill=fill, stroke=stroke, weight=weight if stroke else None)
        operator = "B" if fill and stroke else "f" if fill else "S"
        self.operators.append(
            f"{self._x(x)} {self._y(y + height)} {_number(width * POINTS_PER_MM)} {_number(height * POINTS_PER_MM)}"
            f" re {operator}"
        )

    def qr(self, x: float, y: float, size: float, number: str) -> None:
        """The QR symbol of a form number, `size` mm square without its quiet zone, by its top left corner."""
        self._colour(fill=BLACK)
        scale = size * POINTS_PER_MM / qr.MODULES
        self.operators.append(
            f"q {scale:.4f} 0 0 {scale:.4f} {self._x(x)} {self._y(y + size)} cm {qr.path(number)} f Q"
        )

    def customer_barcode(self, x: float, y: float, bars: str, size: float) -> None:
        """The bars (67 figures 1 to 4) of a customer barcode of `size` points, by their top left corner.

        Their extent and what must stay white around them: `domain.barcode_size`.
        """
        self._colour(fill=BLACK)
        scale = f"{bar_width(size) * POINTS_PER_MM:.5f}"
        corner = f"{self._x(x)} {self._y(y + height(size))}"
        self.operators.append(f"q {scale} 0 0 {scale} {corner} cm {customer_barcode.path(bars)}f Q")

    def place(self, form: Form, dx: float = 0.0, dy: float = 0.0) -> None:
        """Show a form, moved right by `dx` and down by `dy`."""
        if dx or dy:
            shift = f"1 0 0 1 {_number(dx * POINTS_PER_MM)} {_number(-dy * POINTS_PER_MM)} cm"
            self.operators.append(f"q {shift}")
        self.forms.append((len(self.operators), form))
        if dx or dy:
            self.operators.append("Q")

    def _x(self, x: float) -> str:
        return _number(x * POINTS_PER_MM)

    def _y(self, y: float) -> str:
        return _number((self.height - y) * POINTS_PER_MM)

    def _colour(self, *, fill: str | None = None, stroke: str | None = None, weight: float | None = None) -> None:
        if fill is not None and fill != self._fill:
            self._fill = fill
            self.operators.append(_colour_operator(fill, "g", "rg"))
        if stroke is not None and stroke != self._stroke:
            self._stroke = stroke
            self.operators.append(_colour_operator(stroke, "G", "RG"))
        if weight is not None and weight != self._weight:
            self._weight = weight
            self.operators.append(f"{_number(weight * POINTS_PER_MM)} w")


def _shown(runs: list[tuple[str, str]], size: float) -> tuple[str, str]:
    """What sets the font that a text begins with, and what shows the text, one run after the other.

    Fonts that stand in are made to the measure of the face: same size, same baseline, same middle of a column.
    """
    (name, codes), *others = runs
    setting = f"{size:.4g} Tf"
    more = "".join(f" {other} {setting} <{rest}> Tj" for other, rest in others)
    return f"{name} {setting}", f"<{codes}> Tj{more}"


def _number(points: float) -> str:
    return f"{points:.3f}".rstrip("0").rstrip(".")


@cache
def _colour_operator(colour: str, grey: str, rgb: str) -> str:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    if len(set(channels)) == 1:
        return f"{_number(channels[0])} {grey}"
    return f"{' '.join(map(_number, channels))} {rgb}"
