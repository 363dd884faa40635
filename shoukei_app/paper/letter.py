"""The cover letter (依頼文) and the reminder (督促状): one A4 page a piece, folded in three for a window envelope."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from datetime import date
from enum import Enum, auto
from pathlib import Path

from shoukei_app.domain import era, form_number
from shoukei_app.domain.addressing import address_lines
from shoukei_app.domain.barcode_size import CLEAR, largest_within
from shoukei_app.domain.calibration import NO_CALIBRATION, Calibration
from shoukei_app.domain.envelope import LONG_3, WindowEnvelope
from shoukei_app.domain.geometry import Area
from shoukei_app.domain.mailing import NO_MARKS, Divider, LetterTemplate, Piece, PostalMarks, Sender
from shoukei_app.domain.printed import PrintedPages, one_by_one
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.progress import Progress
from shoukei_app.paper import document, fonts
from shoukei_app.paper.address_block import AddressStyle, Barcode, draw_address, draw_address_with_barcode, leaves_room
from shoukei_app.paper.dividers import divided, draw_divider
from shoukei_app.paper.document import Document
from shoukei_app.paper.drawing import Align, Drawing, Form
from shoukei_app.paper.fonts import ASCENT, Face, Font
from shoukei_app.paper.typesetting import Line, break_lines, stretch_to, wrap
from shoukei_app.words import dates

LEFT, RIGHT = 22.0, 188.0
"""The edges of the text, mm from the left of the page."""

_BODY_WIDTH = RIGHT - LEFT
_TITLE_BASELINE = 112.5
_BODY_TOP = 121.0
_BODY_BOTTOM = 266.0
_CONTACT_TOP = 269.0
_SENDER_LEFT, _SENDER_TOP, _SENDER_BOTTOM = 120.0, 58.0, 96.0
_QR_SIZE = 14.0
_QR_LEFT, _QR_TOP = RIGHT - _QR_SIZE, 12.0
_DATE_BASELINE = 38.0

_TITLE = Font(Face.MINCHO, 15.5)
_SMALL = Font(Face.GOTHIC, 8.0)
_NUMBER = Font(Face.GOTHIC, 11.0)
_ADDRESS = AddressStyle(Face.MINCHO, 11.0)

_DIVIDER = Area(LEFT, 40.0, RIGHT - LEFT, 217.0)

_SIZES = (11.5, 11.0, 10.5, 10.0, 9.5)
_LEADINGS = (1.9, 1.75, 1.6)

_FIELD = re.compile(r"\{([^{}]*)\}")
_OF_THE_PIECE = ("{number}", "{firm}")
FIELDS = ("deadline", "number", "firm", "sender")
"""What a letter's text may hold between braces."""


class _Style(Enum):
    """How a part of the body is set."""

    OPENING = auto()
    PARAGRAPH = auto()
    CLOSING = auto()
    CENTRED = auto()
    NOTE = auto()


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """A part of the body: its text, with number and heading for a note."""

    text: str
    style: _Style
    number: str = ""
    heading: str = ""

    @property
    def varies(self) -> bool:
        return any(field in self.text for field in _OF_THE_PIECE)


@dataclass(frozen=True, slots=True)
class _Type:
    """How the body is set: its font, the pitch of its lines in mm, the width of the headings of its notes."""

    font: Font
    pitch: float
    headings: float


@dataclass(frozen=True, slots=True)
class _SetLine:
    x: float
    baseline: float
    line: Line


@dataclass(frozen=True, slots=True)
class _SetParagraph:
    lines: tuple[_SetLine, ...]
    height: float


def print_letters(  # noqa: PLR0913 - each is a part of every letter
    target: Path,
    pieces: Sequence[Piece],
    template: LetterTemplate,
    sender: Sender,
    dated: date,
    deadline: date | None,
    progress: Progress,
    *,
    envelope: WindowEnvelope = LONG_3,
    marks: PostalMarks = NO_MARKS,
    calibration: Calibration = NO_CALIBRATION,
) -> PrintedPages:
    """Write one letter a piece to `target`, in the order of `pieces`, drawn as the printer's `calibration` says.

    Of `marks`, barcodes are drawn where the window takes them (`barcode_size`), dividers on pages of their own.
    Raises Problem(LETTER_FIELD_UNKNOWN) for braces that hold no known field, VALUE_MISSING where {deadline} is used
    without one, LETTER_TOO_LONG where the text does not fit on its page, CHARACTER_UNPRINTABLE, and those of
    `document.written`.
    """
    fonts.require((template.title, template.opening, template.closing, *template.paragraphs, *template.notes))
    fonts.require(astuple(sender))
    body = _body(template, sender, deadline)
    kind = _fitting(body, pieces)
    progress.start("依頼文を作成しています", len(pieces))
    title, starts = _fill(template.title, sender, deadline), [0]
    with document.written(target, title=title, author=sender.name, calibration=calibration) as paper:
        page_form = paper.form(_page(paper.drawing(), title, sender, dated))
        parts = list(_parts(paper, body, kind))
        window, size = envelope.always_seen(), barcode_size(envelope)
        bars = marks.barcodes if size else {}
        for piece in divided(pieces, marks.dividers):
            page = paper.drawing()
            if isinstance(piece, Divider):
                draw_divider(page, _DIVIDER, piece)
                paper.page(page)
                continue
            page.place(page_form)
            page.text(_QR_LEFT - 2.0, _QR_TOP + 9.6, form_number.shown(piece.number), _NUMBER, align=Align.RIGHT)
            page.qr(_QR_LEFT, _QR_TOP, _QR_SIZE, piece.number)
            _draw_address(page, window, piece, bars.get(piece.number), size)
            _draw_body(page, parts, piece, kind)
            paper.page(page)
            starts.append(paper.pages)
            progress.step()
    places = one_by_one([piece.number for piece in pieces], starts)
    return PrintedPages(paper.pages, len(pieces), sum(piece.number in bars for piece in pieces), places)


def barcode_size(envelope: WindowEnvelope) -> float | None:
    """The size in points of a customer barcode in the window, None where there is no place for one.

    It must stay 2 mm inside the window however the sheet slips (郵便番号・バーコードマニュアル p. 13). An A4 letter
    slips 25 mm in a 長形3号, so the smallest barcode needs a window of 92.9 mm; the common 90 mm are not enough.
    """
    seen = envelope.always_seen()
    size = largest_within(seen.width - 2 * CLEAR)
    if size is None or not leaves_room(size, seen.height):
        return None
    return size


def _draw_address(page: Drawing, window: Area, piece: Piece, bars: str | None, size: float | None) -> None:
    lines = address_lines(piece.addressee)
    if bars is None or size is None:
        draw_address(page, window, lines, _ADDRESS)
        return
    inner = Area(window.x + CLEAR, window.y, window.width - CLEAR, window.height)
    draw_address_with_barcode(page, inner, lines, _ADDRESS, Barcode(bars, size, inner.x))


def _fill(text: str, sender: Sender, deadline: date | None) -> str:
    """Put in what is the same for all pieces; {number} and {firm} stay for later."""

    def value(match: re.Match[str]) -> str:
        match match[1]:
            case "deadline" if deadline is None:
                raise Problem(ProblemKind.VALUE_MISSING, field="回答期限")
            case "deadline" if deadline is not None:
                return dates.with_weekday(deadline)
            case "sender":
                return sender.name
            case "number" | "firm":
                return match[0]
        raise Problem(ProblemKind.LETTER_FIELD_UNKNOWN, field=match[0], known=FIELDS)

    return _FIELD.sub(value, text)


def _of_piece(text: str, piece: Piece) -> str:
    return text.replace("{number}", form_number.shown(piece.number)).replace("{firm}", piece.addressee.name)


def _body(template: LetterTemplate, sender: Sender, deadline: date | None) -> tuple[_Paragraph, ...]:
    body: list[_Paragraph] = []
    for text in template.paragraphs:
        filled = _fill(text, sender, deadline)
        if not body and template.opening:
            body.append(_Paragraph(f"{template.opening}　{filled}", _Style.OPENING))
        else:
            body.append(_Paragraph(filled, _Style.PARAGRAPH))
    if template.closing:
        body.append(_Paragraph(template.closing, _Style.CLOSING))
    if template.notes:
        body.append(_Paragraph("記", _Style.CENTRED))
        for number, note in enumerate(template.notes, start=1):
            heading, colon, text = _fill(note, sender, deadline).partition("：")
            body.append(_Paragraph(text if colon else heading, _Style.NOTE, str(number), heading if colon else ""))
        body.append(_Paragraph("以上", _Style.CLOSING))
    return tuple(body)


def _fitting(body: tuple[_Paragraph, ...], pieces: Sequence[Piece]) -> _Type:
    """The largest type at which the body of every piece fits on the page."""
    room = _BODY_BOTTOM - _BODY_TOP
    for size in _SIZES:
        for leading in _LEADINGS:
            kind = _type(body, size, leading)
            fixed = sum(_set(paragraph, paragraph.text, kind).height for paragraph in body if not paragraph.varies)
            if fixed > room:
                continue
            varying = [paragraph for paragraph in body if paragraph.varies]
            if not varying or all(
                fixed + sum(_set(part, _of_piece(part.text, piece), kind).height for part in varying) <= room
                for piece in pieces
            ):
                return kind
    raise Problem(ProblemKind.LETTER_TOO_LONG)


def _type(body: tuple[_Paragraph, ...], size: float, leading: float) -> _Type:
    font = Font(Face.MINCHO, size)
    widest = max((font.width(paragraph.heading) for paragraph in body if paragraph.style is _Style.NOTE), default=0.0)
    return _Type(font, font.height * leading, min(widest, _BODY_WIDTH / 3))


def _set(paragraph: _Paragraph, text: str, kind: _Type) -> _SetParagraph:
    """Set one paragraph; baselines count from its top."""
    em, baseline = kind.font.height, (kind.pitch - kind.font.height) / 2 + kind.font.height * ASCENT
    match paragraph.style:
        case _Style.CLOSING:
            width = kind.font.width(text)
            return _SetParagraph((_SetLine(RIGHT - em - width, baseline, Line(text, width)),), kind.pitch)
        case _Style.CENTRED:
            width = kind.font.width(text)
            line = _SetLine((LEFT + RIGHT - width) / 2, baseline + 0.3 * kind.pitch, Line(text, width))
            return _SetParagraph((line,), 1.5 * kind.pitch)
        case _Style.NOTE:
            left = LEFT + 2.8 * em
            start = left + (kind.headings + 1.5 * em if kind.headings else 0.0)
            broken = break_lines(text, kind.font, RIGHT - em - start)
            number = Line(paragraph.number, kind.font.width(paragraph.number))
            heading = Line(paragraph.heading, min(kind.font.width(paragraph.heading), kind.headings))
            lines = (
                _SetLine(left - em - number.width, baseline, number),
                _SetLine(left, baseline, heading),
                *_stacked(broken, start, baseline, kind.pitch),
            )
            return _SetParagraph(lines, len(broken) * kind.pitch)
        case _Style.OPENING | _Style.PARAGRAPH:
            indent = 0.0 if paragraph.style is _Style.OPENING else em
            broken = break_lines(text, kind.font, _BODY_WIDTH, first_indent=indent)
            first = _SetLine(LEFT + indent, baseline, broken[0])
            following = _stacked(broken[1:], LEFT, baseline + kind.pitch, kind.pitch)
            return _SetParagraph((first, *following), len(broken) * kind.pitch)


def _stacked(lines: list[Line], x: float, baseline: float, pitch: float) -> Iterator[_SetLine]:
    return (_SetLine(x, baseline + place * pitch, line) for place, line in enumerate(lines))


def _parts(paper: Document, body: tuple[_Paragraph, ...], kind: _Type) -> Iterator[_Paragraph | tuple[Form, float]]:
    """The body in order: paragraphs that vary, and between them everything else as forms with their heights."""
    fixed: list[_Paragraph] = []
    for paragraph in (*body, None):
        if paragraph is not None and not paragraph.varies:
            fixed.append(paragraph)
            continue
        if fixed:
            drawing, top = paper.drawing(), _BODY_TOP
            for part in fixed:
                top += _draw_paragraph(drawing, _set(part, part.text, kind), top, kind)
            yield paper.form(drawing), top - _BODY_TOP
            fixed = []
        if paragraph is not None:
            yield paragraph


def _draw_body(page: Drawing, parts: list[_Paragraph | tuple[Form, float]], piece: Piece, kind: _Type) -> None:
    top = _BODY_TOP
    for part in parts:
        if isinstance(part, _Paragraph):
            top += _draw_paragraph(page, _set(part, _of_piece(part.text, piece), kind), top, kind)
        else:
            form, height = part
            page.place(form, dy=top - _BODY_TOP)
            top += height


def _draw_paragraph(drawing: Drawing, paragraph: _SetParagraph, top: float, kind: _Type) -> float:
    for line in paragraph.lines:
        # A heading of a note that is wider than its column is narrowed; every other line was set to its measure.
        stretch = stretch_to(line.line.text, kind.font, line.line.width) if not line.line.spacing else 1.0
        drawing.text(line.x, top + line.baseline, line.line.text, kind.font, spacing=line.line.spacing, stretch=stretch)
    return paragraph.height


def _page(drawing: Drawing, title: str, sender: Sender, dated: date) -> Drawing:
    """Everything around the body that is the same on all letters of a run."""
    drawing.text(_QR_LEFT - 2.0, _QR_TOP + 4.2, "整理番号", _SMALL, align=Align.RIGHT)
    drawing.text(RIGHT, _DATE_BASELINE, era.wareki(dated), Font(Face.MINCHO, 11.0), align=Align.RIGHT)
    _draw_sender(drawing, sender)
    _draw_title(drawing, title)
    _draw_contact(drawing, sender)
    return drawing


def _draw_sender(drawing: Drawing, sender: Sender) -> None:
    rows = [
        *((name, 12.0) for name in sender.name.split("\n")),
        *((text, 11.0) for text in (sender.section, sender.head) if text),
    ]
    width = RIGHT - _SENDER_LEFT
    pitch = min(6.6, (_SENDER_BOTTOM - _SENDER_TOP) / max(len(rows), 1))
    top = _SENDER_BOTTOM - pitch * max(len(rows), 4)
    for text, size in rows:
        font = Font(Face.MINCHO, size * min(1.0, pitch / 5.6))
        drawing.text(_SENDER_LEFT, top + font.height * ASCENT, text, font, within=width)
        top += pitch


def _draw_title(drawing: Drawing, title: str) -> None:
    centre = (LEFT + RIGHT) / 2
    if _TITLE.width(title) <= _BODY_WIDTH:
        drawing.text(centre, _TITLE_BASELINE, title, _TITLE, align=Align.CENTRE)
        return
    font = _TITLE.scaled(0.88)
    lines = wrap(title, font, _BODY_WIDTH)
    if len(lines) > 2:
        lines = [title]
    for place, line in enumerate(lines):
        baseline = _TITLE_BASELINE + (place - (len(lines) - 1) / 2) * 7.0
        drawing.text(centre, baseline, line, font, align=Align.CENTRE, within=_BODY_WIDTH)


def _draw_contact(drawing: Drawing, sender: Sender) -> None:
    rows = list(_contact(sender))
    if not rows:
        return
    drawing.line(LEFT, _CONTACT_TOP, RIGHT, _CONTACT_TOP, weight=0.15)
    heading, text = Font(Face.GOTHIC, 9.0), Font(Face.GOTHIC, 9.5)
    drawing.text(LEFT, _CONTACT_TOP + 5.6, "お問い合わせ先", heading)
    left = LEFT + 30.0
    for place, row in enumerate(rows):
        baseline = _CONTACT_TOP + 5.6 + 5.0 * place
        drawing.text(left, baseline, row, text, within=RIGHT - left)


def _contact(sender: Sender) -> Iterator[str]:
    office = "　".join(filter(None, (sender.name.replace("\n", "・"), sender.section)))
    person = f"担当 {sender.contact}" if sender.contact else ""
    numbers: Mapping[str, str] = {"電話": sender.phone, "ＦＡＸ": sender.fax}
    reach = [f"{name} {number}" for name, number in numbers.items() if number]
    if not (reach or person or sender.address):
        return
    yield "　".join(filter(None, (office, person)))
    code = sender.postal_code
    place = f"〒{code[:3]}-{code[3:]} {sender.address}" if code and sender.address else sender.address
    yield from filter(None, ("　".join(filter(None, (place, *reach))),))
