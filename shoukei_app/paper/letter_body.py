"""The body of a letter: its paragraphs in the largest type at which they fit between title and contact."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from math import ceil

from shoukei_app.domain import letter_fields
from shoukei_app.domain.letter import LetterTemplate, ParagraphKind
from shoukei_app.domain.mailing import Piece
from shoukei_app.paper import letter_values
from shoukei_app.paper.document import Document
from shoukei_app.paper.drawing import Drawing, Form
from shoukei_app.paper.fonts import ASCENT, Face, Font
from shoukei_app.paper.typesetting import Line, break_lines, stretch_to

LEFT, RIGHT = 22.0, 188.0
"""The edges of the text, mm from the left of the page."""

BODY_WIDTH = RIGHT - LEFT
TOP = 121.0

_SIZES = (11.5, 11.0, 10.5, 10.0, 9.5)
_LEADINGS = (1.9, 1.75, 1.6)
_NOTE_SIZE = 0.9


class _Style(Enum):
    """How a part of the body is set."""

    OPENING = auto()
    PARAGRAPH = auto()
    CLOSING = auto()
    CENTRED = auto()
    ITEM = auto()
    NOTE = auto()
    HEADING = auto()


@dataclass(frozen=True, slots=True)
class BodyPart:
    """A part of the body: its text, with number and heading for an item."""

    text: str
    style: _Style
    number: str = ""
    heading: str = ""

    @property
    def varies(self) -> bool:
        """Whether it differs from letter to letter."""
        return letter_fields.varies(self.text) or letter_fields.varies(self.heading)

    def of(self, piece: Piece) -> "BodyPart":
        """The part as it stands in one letter."""
        values = letter_values.of_piece(piece)
        text, heading = letter_fields.lenient(self.text, values), letter_fields.lenient(self.heading, values)
        return BodyPart(text, self.style, self.number, heading)


@dataclass(frozen=True, slots=True)
class BodyType:
    """How the body is set: its font, the pitch of its lines in mm, the width of the headings of its items.

    `spare` is how many more lines the fullest letter has room for; below 0 so many are too many, for `fullest`.
    """

    font: Font
    pitch: float
    headings: float
    spare: int = 0
    fullest: Piece | None = None


@dataclass(frozen=True, slots=True)
class _SetLine:
    x: float
    baseline: float
    line: Line
    font: Font


@dataclass(frozen=True, slots=True)
class _SetPart:
    lines: tuple[_SetLine, ...]
    height: float


def body_parts(template: LetterTemplate, values: dict[str, str]) -> tuple[BodyPart, ...]:
    """The parts of a letter in order: 拝啓 leads the first paragraph, 敬具 follows the last, items stand below 記.

    What cannot be filled in stays as it is (`letter_fields.check` refuses it).
    """
    body: list[BodyPart] = []
    bodies = [place for place, each in enumerate(template.paragraphs) if each.kind is ParagraphKind.BODY]
    closing = letter_fields.lenient(template.closing, values)
    numbered = 0
    for place, each in enumerate(template.paragraphs):
        text = letter_fields.lenient(each.text, values)
        match each.kind:
            case ParagraphKind.BODY if place == bodies[0] and template.opening:
                body.append(BodyPart(f"{letter_fields.lenient(template.opening, values)}　{text}", _Style.OPENING))
            case ParagraphKind.BODY:
                body.append(BodyPart(text, _Style.PARAGRAPH))
            case ParagraphKind.HEADING:
                body.append(BodyPart(text, _Style.HEADING))
            case ParagraphKind.NOTE:
                body.append(BodyPart(text.removeprefix("※").lstrip(), _Style.NOTE))
            case ParagraphKind.ITEM:
                if not numbered:
                    body.append(BodyPart("記", _Style.CENTRED))
                numbered += 1
                heading, colon, rest = text.partition("：")
                number, lead = str(numbered), heading if colon else ""
                body.append(BodyPart(rest if colon else heading, _Style.ITEM, number, lead))
        if closing and bodies and place == bodies[-1]:
            body.append(BodyPart(closing, _Style.CLOSING))
    if numbered:
        body.append(BodyPart("以上", _Style.CLOSING))
    return tuple(body)


def fitting(body: tuple[BodyPart, ...], pieces: Sequence[Piece], bottom: float) -> BodyType:
    """The largest type at which the body of every piece ends above `bottom`; the smallest where none does."""
    room = bottom - TOP
    fixed = [part for part in body if not part.varies]
    varying = [part for part in body if part.varies]
    for size in _SIZES:
        for leading in _LEADINGS:
            kind = _type(body, size, leading)
            height, piece = _fullest(fixed, varying, pieces, kind, room if size > _SIZES[-1] else None)
            last = size == _SIZES[-1] and leading == _LEADINGS[-1]
            if height <= room or last:
                spare = (room - height) / kind.pitch
                return BodyType(kind.font, kind.pitch, kind.headings, _whole(spare), piece)
    raise AssertionError  # the last of the sizes is always taken


def forms(paper: Document, body: tuple[BodyPart, ...], kind: BodyType) -> Iterator[BodyPart | tuple[Form, float]]:
    """The body in order: parts that vary, and between them everything else as forms with their heights."""
    fixed: list[BodyPart] = []
    for part in (*body, None):
        if part is not None and not part.varies:
            fixed.append(part)
            continue
        if fixed:
            drawing, top = paper.drawing(), TOP
            for each in fixed:
                top += _draw_part(drawing, _set(each, kind), top)
            yield paper.form(drawing), top - TOP
            fixed = []
        if part is not None:
            yield part


def draw_body(page: Drawing, parts: Sequence[BodyPart | tuple[Form, float]], piece: Piece, kind: BodyType) -> None:
    """Set the body of one letter."""
    top = TOP
    for part in parts:
        if isinstance(part, BodyPart):
            top += _draw_part(page, _set(part.of(piece), kind), top)
        else:
            form, height = part
            page.place(form, dy=top - TOP)
            top += height


def _whole(spare: float) -> int:
    return int(spare) if spare >= 0 else -ceil(-spare - 1e-6)


def _fullest(
    fixed: Sequence[BodyPart], varying: Sequence[BodyPart], pieces: Sequence[Piece], kind: BodyType, room: float | None
) -> tuple[float, Piece | None]:
    """The height of the fullest letter and its piece; beyond `room` the first that is too full will do."""
    height = sum(_set(part, kind).height for part in fixed)
    most, fullest = height, pieces[0] if pieces else None
    if varying:
        for piece in pieces:
            tall = height + sum(_set(part.of(piece), kind).height for part in varying)
            if tall > most:
                most, fullest = tall, piece
            if room is not None and most > room:
                break
    return most, fullest


def _type(body: tuple[BodyPart, ...], size: float, leading: float) -> BodyType:
    font = Font(Face.MINCHO, size)
    widest = max((font.width(part.heading) for part in body if part.style is _Style.ITEM), default=0.0)
    return BodyType(font, font.height * leading, min(widest, BODY_WIDTH / 3))


def _set(part: BodyPart, kind: BodyType) -> _SetPart:
    """Set one part; baselines count from its top."""
    font, em = kind.font, kind.font.height
    baseline = (kind.pitch - em) / 2 + em * ASCENT
    match part.style:
        case _Style.CLOSING:
            width = min(font.width(part.text), BODY_WIDTH - em)
            return _SetPart((_SetLine(RIGHT - em - width, baseline, Line(part.text, width), font),), kind.pitch)
        case _Style.CENTRED:
            width = font.width(part.text)
            line = _SetLine((LEFT + RIGHT - width) / 2, baseline + 0.3 * kind.pitch, Line(part.text, width), font)
            return _SetPart((line,), 1.5 * kind.pitch)
        case _Style.HEADING:
            bold = Font(Face.BOLD, font.size)
            broken = break_lines(part.text, bold, BODY_WIDTH)
            lines = _stacked(broken, LEFT, baseline + 0.3 * kind.pitch, kind.pitch, bold)
            return _SetPart(tuple(lines), (len(broken) + 0.35) * kind.pitch)
        case _Style.NOTE:
            small, pitch = font.scaled(_NOTE_SIZE), kind.pitch * _NOTE_SIZE
            left, start = LEFT + em, LEFT + em + 1.4 * small.height
            broken = break_lines(part.text, small, RIGHT - start)
            base = (pitch - small.height) / 2 + small.height * ASCENT
            mark = _SetLine(left, base, Line("※", small.width("※")), small)
            return _SetPart((mark, *_stacked(broken, start, base, pitch, small)), len(broken) * pitch)
        case _Style.ITEM:
            left = LEFT + 2.8 * em
            start = left + (kind.headings + 1.5 * em if kind.headings else 0.0)
            broken = break_lines(part.text, font, RIGHT - em - start)
            number = Line(part.number, font.width(part.number))
            heading = Line(part.heading, min(font.width(part.heading), kind.headings))
            return _SetPart(
                (
                    _SetLine(left - em - number.width, baseline, number, font),
                    _SetLine(left, baseline, heading, font),
                    *_stacked(broken, start, baseline, kind.pitch, font),
                ),
                len(broken) * kind.pitch,
            )
        case _Style.OPENING | _Style.PARAGRAPH:
            indent = 0.0 if part.style is _Style.OPENING else em
            broken = break_lines(part.text, font, BODY_WIDTH, first_indent=indent)
            first = _SetLine(LEFT + indent, baseline, broken[0], font)
            following = _stacked(broken[1:], LEFT, baseline + kind.pitch, kind.pitch, font)
            return _SetPart((first, *following), len(broken) * kind.pitch)


def _stacked(lines: list[Line], x: float, baseline: float, pitch: float, font: Font) -> Iterator[_SetLine]:
    return (_SetLine(x, baseline + place * pitch, line, font) for place, line in enumerate(lines))


def _draw_part(drawing: Drawing, part: _SetPart, top: float) -> float:
    for each in part.lines:
        line = each.line
        # A heading of an item that is wider than its column is narrowed; every other line was set to its measure.
        stretch = stretch_to(line.text, each.font, line.width) if not line.spacing else 1.0
        drawing.text(each.x, top + each.baseline, line.text, each.font, spacing=line.spacing, stretch=stretch)
    return part.height
