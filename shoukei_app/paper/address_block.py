"""An address set into a given area: as large as reads well, smaller, narrower or on more lines where it is long."""

from dataclasses import dataclass

from shoukei_app.domain.addressing import GAP, AddressLines, NameLine
from shoukei_app.domain.barcode_size import CLEAR, height
from shoukei_app.domain.geometry import Area
from shoukei_app.domain.typeface import units
from shoukei_app.paper.drawing import Drawing
from shoukei_app.paper.fonts import ASCENT, Face, Font
from shoukei_app.paper.typesetting import stretch_to, wrap

_STEP = 0.95
_SMALLEST = 0.45
_CROWDED = 0.85
"""At this scale and below the names are hardly larger than the address and the lines stand close."""

_NARROWEST = 0.82
_MOST_ADDRESS_LINES = 3
_MOST_NAME_LINES = 2
_LEAST_ADDRESS = 14.0
"""Height in mm that a barcode must leave to its address."""


@dataclass(frozen=True, slots=True)
class AddressStyle:
    """A face and its size in points for postcode and address where there is room."""

    face: Face
    size: float = 10.5


@dataclass(frozen=True, slots=True)
class Barcode:
    """The bars (67 figures 1 to 4) of an address, their size in points and their left edge in mm."""

    bars: str
    size: float
    x: float


@dataclass(frozen=True, slots=True)
class _Measure:
    """One try: fonts, the pitch of lines and the gap above the names in type sizes."""

    address: Font
    name: Font
    pitch: float
    gap: float


def _measure(style: AddressStyle, scale: float) -> _Measure:
    ease = min(max((scale - _CROWDED) / (1.0 - _CROWDED), 0.0), 1.0)
    size = style.size * scale
    return _Measure(
        Font(style.face, size), Font(style.face, size * (1.05 + 0.17 * ease)), 1.12 + 0.18 * ease, 0.1 + 0.3 * ease
    )


@dataclass(frozen=True, slots=True)
class _Row:
    text: str
    font: Font
    stretch: float
    height: float
    above: float = 0.0


def draw_address(
    drawing: Drawing, area: Area, lines: AddressLines, style: AddressStyle, *, largest: float = 1.0
) -> float:
    """Set an address from the top left of `area`; nothing ever reaches outside, whatever its length.

    Returns where the address ends, in mm from the top of the page.
    """
    top = area.y
    for row in _rows(lines, area, style, largest):
        baseline = top + row.above + (row.height - row.above - row.font.height) / 2 + row.font.height * ASCENT
        drawing.text(area.x, baseline, row.text, row.font, stretch=row.stretch)
        top += row.height
    return top


def draw_address_with_barcode(
    drawing: Drawing,
    area: Area,
    lines: AddressLines,
    style: AddressStyle,
    barcode: Barcode,
    *,
    largest: float = 1.0,
) -> None:
    """Set an address and, directly below it, its customer barcode: both stay inside `area`.

    The bars may begin left of the area; what must stay white beside them is the caller's to see to.
    """
    block = Area(area.x, area.y, area.width, area.height - _taken(barcode.size))
    bottom = draw_address(drawing, block, lines, style, largest=largest)
    drawing.customer_barcode(barcode.x, bottom + CLEAR, barcode.bars, barcode.size)


def leaves_room(size: float, room: float) -> bool:
    """Whether a barcode of `size` points leaves enough of `room` mm of height to its address."""
    return room - _taken(size) >= _LEAST_ADDRESS


def _taken(size: float) -> float:
    return 2 * CLEAR + height(size)


def _rows(lines: AddressLines, area: Area, style: AddressStyle, largest: float) -> list[_Row]:
    scale = largest
    while scale >= _SMALLEST:
        measure = _measure(style, scale)
        for by_parts in (True, False):
            rows = _try(lines, area.width, measure, by_parts=by_parts)
            if rows is not None and sum(row.height for row in rows) <= area.height:
                return rows
        scale *= _STEP
    return _forced(lines, area, _measure(style, _SMALLEST))


def _try(lines: AddressLines, width: float, measure: _Measure, *, by_parts: bool) -> list[_Row] | None:
    address = _address(lines.address, measure.address, width, by_parts=by_parts)
    names = [_name(name, measure.name, width) for name in lines.names]
    if len(address) > _MOST_ADDRESS_LINES or any(len(texts) > _MOST_NAME_LINES for texts in names):
        return None
    rows = [_row(text, measure.address, measure.pitch, width) for text in (lines.postal_code, *address) if text]
    for place, text in enumerate(text for texts in names for text in texts):
        rows.append(_row(text, measure.name, measure.pitch, width, gap=0.0 if place else measure.gap))
    return rows


def _address(parts: tuple[str, ...], font: Font, width: float, *, by_parts: bool) -> list[str]:
    if not parts:
        return []
    whole = "".join(parts[:2]) + "".join(f" {part}" for part in parts[2:])
    if font.width(whole) <= width:
        return [whole]
    if not by_parts:
        return wrap(whole, font, width)
    texts = [parts[0]]
    for place, part in enumerate(parts[1:]):
        joined = f"{texts[-1]}{' ' if place else ''}{part}"
        if font.width(joined) <= width:
            texts[-1] = joined
        else:
            texts.append(part)
    return [line for text in texts for line in wrap(text, font, width)]


def _name(name: NameLine, font: Font, width: float) -> list[str]:
    if font.width(name.whole) * _NARROWEST <= width:
        return [name.whole]
    ending = GAP + name.honorific if name.honorific else ""
    person = name.text.removeprefix(name.title).strip()
    if name.title and font.width(name.title) <= width and font.width(person + ending) <= width:
        return [name.title, person + ending]
    texts = wrap(name.text, font, width - font.width(ending))
    return [*texts[:-1], texts[-1] + ending]


def _row(text: str, font: Font, pitch: float, width: float, *, gap: float = 0.0) -> _Row:
    return _Row(text, font, stretch_to(text, font, width), font.height * (pitch + gap), font.height * gap)


def _forced(lines: AddressLines, area: Area, measure: _Measure) -> list[_Row]:
    """Whatever the length: one line each for the names, three for the address, narrowed and lowered to the area."""
    address = units("".join(lines.address))
    third = -(-len(address) // _MOST_ADDRESS_LINES) or 1
    texts = (
        lines.postal_code,
        *("".join(address[start : start + third]) for start in range(0, len(address), third)),
        *(name.whole for name in lines.names),
    )
    rows = [_row(text, measure.address, measure.pitch, area.width) for text in texts if text]
    factor = min(1.0, area.height / sum(row.height for row in rows)) if rows else 1.0
    font = measure.address.scaled(factor)
    return [_row(row.text, font, measure.pitch, area.width) for row in rows]
