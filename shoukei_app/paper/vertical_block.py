"""An address in vertical writing: columns from the right, the name largest and in the middle, all in its area."""

from dataclasses import dataclass

from shoukei_app.domain.addressing import GAP, AddressLines, NameLine
from shoukei_app.domain.geometry import Area
from shoukei_app.domain.typeface import units
from shoukei_app.domain.vertical_text import Numerals
from shoukei_app.paper.columns import Downwards
from shoukei_app.paper.drawing import Drawing
from shoukei_app.paper.fonts import Face, Font
from shoukei_app.paper.typesetting import stretch_to, wrap

_STEP = 0.95
_SMALLEST = 0.4
_LOWEST = 0.85
"""How much a name is lowered before it gets a second column."""

_MOST_ADDRESS_COLUMNS = 3
_MOST_NAME_COLUMNS = 2

_ORGANISATION, _ADDRESSED = 1.2, 1.65
"""Type sizes of names in those of the address: above or beside the one addressed, and with 様 or 御中."""

_PITCH = 1.4
"""From one column to the next, in type sizes."""

_CONTINUED = 1.0
_NAME_BELOW, _PERSON_BELOW = 1.5, 3.0
"""How far below the address's first character further columns of it, names, and a person begin, in its type sizes."""


@dataclass(frozen=True, slots=True)
class _Column:
    """`below` is where it begins under the top of the area, in mm; `at_end` whether it ends where the area ends."""

    text: str
    style: Downwards
    below: float
    stretch: float
    at_end: bool = False

    @property
    def breadth(self) -> float:
        return self.style.font.height * _PITCH

    def top(self, area: Area) -> float:
        if not self.at_end:
            return area.y + self.below
        return area.y + max(area.height - self.style.width(self.text) * self.stretch - self.style.font.height, 0.0)


@dataclass(frozen=True, slots=True)
class _Block:
    address: tuple[_Column, ...]
    names: tuple[_Column, ...]

    @property
    def breadth(self) -> float:
        return sum(column.breadth for column in (*self.address, *self.names))


def draw_vertical_address(
    drawing: Drawing, area: Area, lines: AddressLines, face: Face, size: float, numerals: Numerals, centre: float
) -> None:
    """Set an address into `area`, `size` points where there is room; names stand around `centre` where they can.

    The postcode is not drawn: it has its boxes.
    """
    block = _block(lines, area, face, size, numerals)
    right = area.x + area.width
    for column in block.address:
        column.style.draw(drawing, right - column.breadth / 2, column.top(area), column.text, stretch=column.stretch)
        right -= column.breadth
    names = sum(column.breadth for column in block.names)
    right = max(min(right, centre + names / 2), area.x + names)
    for column in block.names:
        column.style.draw(drawing, right - column.breadth / 2, column.top(area), column.text, stretch=column.stretch)
        right -= column.breadth


def _block(lines: AddressLines, area: Area, face: Face, size: float, numerals: Numerals) -> _Block:
    scale = 1.0
    while scale >= _SMALLEST:
        block = _try(lines, area.height, Font(face, size * scale), numerals)
        if block is not None and block.breadth <= area.width:
            return block
        scale *= _STEP
    return _forced(lines, area, Font(face, size * _SMALLEST), numerals)


def _try(lines: AddressLines, height: float, font: Font, numerals: Numerals) -> _Block | None:
    address = _address(lines.address, Downwards(font, numerals), height)
    if len(address) > _MOST_ADDRESS_COLUMNS:
        return None
    names: list[_Column] = []
    for name in lines.names:
        columns = _name(name, font, height)
        if len(columns) > _MOST_NAME_COLUMNS:
            return None
        names += columns
    return _Block(tuple(address), tuple(names))


def _address(parts: tuple[str, ...], style: Downwards, height: float) -> list[_Column]:
    """One column where all fits; else the building in a column of its own, and what is too long broken."""
    em = style.font.height
    place, buildings = "".join(parts[:2]), parts[2:]
    whole = " ".join((place, *buildings))
    if style.width(whole) <= height:
        return [_Column(whole, style, 0.0, 1.0)]
    room = height - _CONTINUED * em
    columns: list[_Column] = []
    for number, text in enumerate(filter(None, (place, " ".join(buildings)))):
        broken = wrap(text, style, height if number == 0 else room)
        if number == 0 and len(broken) > 1:
            broken = _broken_place(parts[:2], style, height, room)
        columns += [
            _Column(line, style, _CONTINUED * em if columns or at else 0.0, 1.0) for at, line in enumerate(broken)
        ]
    return columns


def _broken_place(parts: tuple[str, ...], style: Downwards, height: float, room: float) -> list[str]:
    """Municipality and town in two columns where each fits into one; otherwise wherever a line may break."""
    if len(parts) == 2 and style.width(parts[0]) <= height and style.width(parts[1]) <= room:
        return list(parts)
    return wrap("".join(parts), style, room)


def _name(name: NameLine, font: Font, height: float) -> list[_Column]:
    addressed = bool(name.honorific)
    style = Downwards(font.scaled(_ADDRESSED if addressed else _ORGANISATION), Numerals.FIGURES)
    below = (_PERSON_BELOW if addressed else _NAME_BELOW) * font.height
    room = height - below
    if style.width(name.whole) * _LOWEST <= room:
        return [_Column(name.whole, style, below, stretch_to(name.whole, style, room))]
    ending = GAP + name.honorific if name.honorific else ""
    texts = wrap(name.text, style, room - style.width(ending))
    last = texts[-1] + ending
    return [
        *(_Column(text, style, below, 1.0) for text in texts[:-1]),
        _Column(last, style, below, stretch_to(last, style, room), at_end=len(texts) > 1),
    ]


def _forced(lines: AddressLines, area: Area, font: Font, numerals: Numerals) -> _Block:
    """Whatever the length: three columns for the address and one for each name, lowered and narrowed to the area."""
    address = units("".join(lines.address))
    third = -(-len(address) // _MOST_ADDRESS_COLUMNS) or 1
    texts = [("".join(address[start : start + third]), numerals) for start in range(0, len(address), third)]
    names = [(name.whole, Numerals.FIGURES) for name in lines.names]
    breadth = (len(texts) + len(names)) * font.height * _PITCH
    smaller = font.scaled(min(1.0, area.width / breadth)) if breadth else font

    def columns(some: list[tuple[str, Numerals]]) -> tuple[_Column, ...]:
        return tuple(
            _Column(text, style, 0.0, stretch_to(text, style, area.height))
            for text, figures in some
            for style in (Downwards(smaller, figures),)
        )

    return _Block(columns(texts), columns(names))
