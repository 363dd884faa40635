"""The letter to a firm (依頼文, 督促状): one A4 page a piece, folded in three for a window envelope."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, replace
from pathlib import Path

from shoukei_app.domain import form_number, letter_fields
from shoukei_app.domain.addressing import address_lines
from shoukei_app.domain.barcode_size import CLEAR, largest_within
from shoukei_app.domain.calibration import NO_CALIBRATION, Calibration
from shoukei_app.domain.envelope import LONG_3, WindowEnvelope
from shoukei_app.domain.geometry import Area
from shoukei_app.domain.letter import MOST_SEALS, LetterFault, LetterTemplate, Occasion, Place, Seal, texts
from shoukei_app.domain.mailing import NO_MARKS, Divider, Piece, PostalMarks, Sender
from shoukei_app.domain.printed import PrintedPages, one_by_one
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.progress import Progress
from shoukei_app.paper import document, fonts, letter_body, letter_values
from shoukei_app.paper.address_block import AddressStyle, Barcode, draw_address, draw_address_with_barcode, leaves_room
from shoukei_app.paper.dividers import divided, draw_divider
from shoukei_app.paper.document import Document
from shoukei_app.paper.drawing import Align, Drawing
from shoukei_app.paper.fonts import Face, Font
from shoukei_app.paper.letter_body import LEFT, RIGHT, BodyPart, BodyType
from shoukei_app.paper.letter_head import LetterHead, draw_head

_QR_SIZE = 14.0
_QR_LEFT, _QR_TOP = RIGHT - _QR_SIZE, 12.0

_SMALL = Font(Face.GOTHIC, 8.0)
_NUMBER = Font(Face.GOTHIC, 11.0)
_ADDRESS = AddressStyle(Face.MINCHO, 11.0)

_DIVIDER = Area(LEFT, 40.0, RIGHT - LEFT, 217.0)


def print_letters(
    target: Path,
    pieces: Sequence[Piece],
    template: LetterTemplate,
    occasion: Occasion,
    progress: Progress,
    *,
    envelope: WindowEnvelope = LONG_3,
    marks: PostalMarks = NO_MARKS,
    calibration: Calibration = NO_CALIBRATION,
) -> PrintedPages:
    """Write one letter a piece to `target`, in the order of `pieces`, drawn as the printer's `calibration` says.

    Of `marks`, barcodes are drawn where the window takes them (`barcode_size`), dividers on pages of their own.
    Raises Problem as `faults` finds them, LETTER_TOO_LONG where the text does not fit on the page of a piece, and
    those of `document.written`.
    """
    values = letter_values.of_run(occasion)
    for fault in faults(template, occasion):
        raise fault.problem
    head, body = _head(template, occasion.sender, values), letter_body.body_parts(template, values)
    kind = letter_body.fitting(body, pieces, head.body_bottom)
    if problem := too_long(kind):
        raise problem
    progress.start("文面を印刷しています", len(pieces))
    barcodes = marks.barcodes if barcode_size(envelope) else {}
    title = letter_fields.shown(head.title)
    with document.written(target, title=title, author=values["sender"], calibration=calibration) as paper:
        starts = _draw(paper, head, body, kind, divided(pieces, marks.dividers), envelope, barcodes, progress)
    places = one_by_one([piece.number for piece in pieces], starts)
    return PrintedPages(paper.pages, len(pieces), sum(piece.number in barcodes for piece in pieces), places)


def proof(
    target: Path,
    piece: Piece,
    template: LetterTemplate,
    occasion: Occasion,
    *,
    envelope: WindowEnvelope = LONG_3,
    longest: Sequence[Piece] = (),
) -> BodyType:
    """Write the letter of one piece as far as it is written yet, also where `print_letters` would refuse it.

    Fields that cannot be filled in stand by their names; a text that is too long runs on. The type is that in which
    the letters of `longest` too fit, if any does; its `spare` says by how many lines.
    """
    values = letter_values.of_run(occasion)
    head, body = _head(template, occasion.sender, values), letter_body.body_parts(template, values)
    kind = letter_body.fitting(body, [*longest, piece], head.body_bottom)
    with document.written(target, title=letter_fields.shown(head.title), author=values["sender"]) as paper:
        _draw(paper, head, body, kind, [piece], envelope, {}, Progress())
    return kind


def faults(template: LetterTemplate, occasion: Occasion) -> list[LetterFault]:
    """What keeps a letter from being printed, from the top down.

    Problems: LETTER_FIELD_UNKNOWN, LETTER_FIELD_EMPTY, CHARACTER_UNPRINTABLE, LETTER_SEALS_DO_NOT_FIT.
    """
    values = letter_values.of_run(occasion)
    found = []
    for place, text in texts(template):
        try:
            letter_fields.check(text, values)
            fonts.require([text])
        except Problem as problem:
            found.append(LetterFault(place, problem))
    for index, each in enumerate((occasion.sender, *template.senders)):
        try:
            fonts.require(astuple(each))
        except Problem as problem:
            found.append(LetterFault(Place("senders", index - 1) if index else Place("sender"), problem))
    if template.seal is Seal.SPACE and len(template.senders) > MOST_SEALS:
        too_many = Problem(ProblemKind.LETTER_SEALS_DO_NOT_FIT, senders=len(template.senders))
        found.append(LetterFault(Place("seal"), too_many))
    return found


def too_long(kind: BodyType) -> Problem | None:
    """The refusal of a letter that does not fit in any type; None where it fits."""
    if kind.spare >= 0:
        return None
    firm = kind.fullest.addressee.name if kind.fullest else ""
    return Problem(ProblemKind.LETTER_TOO_LONG, lines=-kind.spare, firm=firm)


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
    inner = Area(window.x + CLEAR, window.y, window.width - CLEAR, window.height)
    if bars is None or size is None:  # there is room to keep the postcode off the upper edge of the window too
        draw_address(page, replace(inner, y=inner.y + CLEAR, height=inner.height - CLEAR), lines, _ADDRESS)
    else:
        draw_address_with_barcode(page, inner, lines, _ADDRESS, Barcode(bars, size, inner.x))


def _draw(
    paper: Document,
    head: LetterHead,
    body: tuple[BodyPart, ...],
    kind: BodyType,
    pieces: Iterable[Piece | Divider],
    envelope: WindowEnvelope,
    barcodes: Mapping[str, str],
    progress: Progress,
) -> list[int]:
    """Draw the letters; returns the page (from 0) on which each begins, and behind them the page after the last."""
    starts = [0]
    # What is the same on all letters is kept once; a title that varies has to be drawn on each.
    around = None if _varies(head) else paper.form(_page(paper.drawing(), head))
    parts = list(letter_body.forms(paper, body, kind))
    window, size = envelope.always_seen(), barcode_size(envelope)
    for piece in pieces:
        page = paper.drawing()
        if isinstance(piece, Divider):
            draw_divider(page, _DIVIDER, piece)
            paper.page(page)
            continue
        if around is not None:
            page.place(around)
        else:
            _page(page, _of(head, piece))
        page.text(_QR_LEFT - 2.0, _QR_TOP + 9.6, form_number.shown(piece.number), _NUMBER, align=Align.RIGHT)
        page.qr(_QR_LEFT, _QR_TOP, _QR_SIZE, piece.number)
        _draw_address(page, window, piece, barcodes.get(piece.number), size)
        letter_body.draw_body(page, parts, piece, kind)
        paper.page(page)
        starts.append(paper.pages)
        progress.step()
    return starts


def _head(template: LetterTemplate, sender: Sender, values: Mapping[str, str]) -> LetterHead:
    title, letterhead, number = (
        letter_fields.lenient(text, values) for text in (template.title, template.letterhead, template.number)
    )
    asked = tuple(each for each in template.senders if each.name != sender.name)
    if sender.phone or sender.address or sender.contact:
        asked = (sender, *asked)
    signing = template.senders or (sender,)
    return LetterHead(title, letterhead, number, values["today"], signing, template.seal, asked)


def _varies(head: LetterHead) -> bool:
    return any(letter_fields.varies(text) for text in (head.title, head.letterhead, head.number))


def _of(head: LetterHead, piece: Piece) -> LetterHead:
    values = letter_values.of_piece(piece)
    title, letterhead, number = (
        letter_fields.lenient(text, values) for text in (head.title, head.letterhead, head.number)
    )
    return replace(head, title=title, letterhead=letterhead, number=number)


def _page(drawing: Drawing, head: LetterHead) -> Drawing:
    drawing.text(_QR_LEFT - 2.0, _QR_TOP + 4.2, "整理番号", _SMALL, align=Align.RIGHT)
    draw_head(drawing, head)
    return drawing
