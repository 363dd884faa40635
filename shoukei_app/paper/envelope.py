"""Envelopes (封筒) printed directly: postcode in its boxes, address in either direction, sender, barcode, number."""

from collections.abc import Iterator, Sequence
from dataclasses import astuple
from pathlib import Path

from shoukei_app.domain import form_number
from shoukei_app.domain.addressing import AddressLines, address_lines, shown_postal_code
from shoukei_app.domain.barcode_size import COMFORTABLE, largest_within
from shoukei_app.domain.envelope import Envelope, EnvelopeLayout, EnvelopeStyle, PostageMark, PostalBoxes, Writing
from shoukei_app.domain.geometry import Area
from shoukei_app.domain.mailing import NO_MARKS, Divider, Piece, PostalMarks, Sender
from shoukei_app.domain.printed import PrintedPages, one_by_one
from shoukei_app.domain.progress import Progress
from shoukei_app.domain.vertical_text import Numerals
from shoukei_app.paper import document, fonts
from shoukei_app.paper.address_block import AddressStyle, Barcode, draw_address, draw_address_with_barcode
from shoukei_app.paper.columns import Downwards
from shoukei_app.paper.dividers import divided, draw_divider
from shoukei_app.paper.drawing import BLACK, Align, Drawing
from shoukei_app.paper.fonts import ASCENT, Face, Font
from shoukei_app.paper.typesetting import stretch_to, wrap
from shoukei_app.paper.vertical_block import draw_vertical_address
from shoukei_app.words.terms import word

_FACE = Face.MINCHO
_VERMILION = "#FF4A26"
"""朱色 of the boxes, without black or blue in it (manual p. 5)."""

_FIGURE = Font(Face.GOTHIC, 17.0)
_FIGURE_HEIGHT = 0.74
"""Of a figure of Gothic above its baseline, in type sizes."""

_SENDER_ADDRESS, _SENDER_NAME = 0.66, 0.86
"""Type sizes of the sender in those of the addressee's address."""

_HYPHEN = 1.1


def print_envelopes(
    target: Path,
    pieces: Sequence[Piece],
    envelope: Envelope,
    sender: Sender,
    progress: Progress,
    *,
    style: EnvelopeStyle,
    marks: PostalMarks = NO_MARKS,
) -> PrintedPages:
    """Write one envelope a piece to `target`, each a page of the envelope's own size, in the order of `pieces`.

    Barcodes stand directly below the addressee in horizontal writing, below all columns and alone in vertical writing
    (郵便番号・バーコードマニュアル p. 13). Raises Problem(CHARACTER_UNPRINTABLE) and those of `document.written`.
    """
    fonts.require(str(value) for value in astuple(sender))
    progress.start("封筒を作成しています", len(pieces))
    layout, size = envelope.layouts[style.writing], (envelope.width, envelope.height)
    starts = [0]
    with document.written(target, title=f"封筒（{envelope.name}）", author=sender.name, size=size) as paper:
        page_form = paper.form(_same_on_all(paper.drawing(), envelope, sender, style))
        boxes = envelope.boxes.areas(envelope.width)
        for piece in divided(pieces, marks.dividers):
            page = paper.drawing()
            if isinstance(piece, Divider):
                draw_divider(page, layout.address, piece)
                paper.page(page)
                continue
            page.place(page_form)
            _draw_figures(page, boxes, piece.addressee.address.postal_code)
            lines, bars = address_lines(piece.addressee), marks.barcodes.get(piece.number)
            if style.writing is Writing.VERTICAL:
                _draw_vertical(page, envelope, layout, lines, bars, style.numerals)
            else:
                _draw_horizontal(page, envelope, layout, lines, bars)
            _draw_number(page, layout.number, piece.number, envelope)
            paper.page(page)
            starts.append(paper.pages)
            progress.step()
    places = one_by_one([piece.number for piece in pieces], starts)
    return PrintedPages(paper.pages, len(pieces), sum(piece.number in marks.barcodes for piece in pieces), places)


def _draw_vertical(
    page: Drawing, envelope: Envelope, layout: EnvelopeLayout, lines: AddressLines, bars: str | None, numerals: Numerals
) -> None:
    draw_vertical_address(page, layout.address, lines, _FACE, envelope.size, numerals, envelope.width / 2)
    if bars is not None and layout.barcode is not None:
        page.customer_barcode(*layout.barcode, bars, COMFORTABLE)


def _draw_horizontal(
    page: Drawing, envelope: Envelope, layout: EnvelopeLayout, lines: AddressLines, bars: str | None
) -> None:
    area, style = layout.address, AddressStyle(_FACE, envelope.size)
    named = AddressLines("", lines.address, lines.names)  # the postcode has its boxes
    size = largest_within(area.width)
    if bars is None or size is None:
        draw_address(page, area, named, style)
    else:
        draw_address_with_barcode(page, area, named, style, Barcode(bars, size, area.x))


def _draw_figures(page: Drawing, boxes: tuple[Area, ...], postal_code: str) -> None:
    for box, figure in zip(boxes, postal_code, strict=False):
        baseline = box.y + (box.height + _FIGURE.height * _FIGURE_HEIGHT) / 2
        page.text(box.x + box.width / 2, baseline, figure, _FIGURE, align=Align.CENTRE)


def _draw_number(page: Drawing, area: Area, number: str, envelope: Envelope) -> None:
    """The QR of the form number and the number beside it, on the side where there is room."""
    page.qr(area.x, area.y, area.height, number)
    font, baseline = Font(Face.GOTHIC, 7.5), area.y + area.height - 0.4
    if area.x > envelope.width / 2:
        page.text(area.x - 2.0, baseline, form_number.shown(number), font, align=Align.RIGHT)
    else:
        page.text(area.x + area.width + 2.0, baseline, form_number.shown(number), font)


def _same_on_all(page: Drawing, envelope: Envelope, sender: Sender, style: EnvelopeStyle) -> Drawing:
    if style.draws_boxes:
        _draw_boxes(page, envelope.boxes, envelope.width)
    if style.mark is not PostageMark.NONE:
        _draw_mark(page, envelope.mark, word(style.mark))
    area = envelope.layouts[style.writing].sender
    if style.writing is Writing.VERTICAL:
        _draw_sender_vertical(page, area, sender, envelope.size, style.numerals)
    else:
        _draw_sender(page, area, sender, envelope.size)
    return page


def _draw_boxes(page: Drawing, boxes: PostalBoxes, width: float) -> None:
    areas = boxes.areas(width)
    for place, box in enumerate(areas):
        # The standard measures boxes at the inside of their lines.
        weight = boxes.thick if place < 3 else boxes.thin
        x, y = box.x - weight / 2, box.y - weight / 2
        page.rectangle(x, y, box.width + weight, box.height + weight, stroke=_VERMILION, weight=weight)
    middle = (areas[2].x + areas[2].width + areas[3].x) / 2
    y = areas[0].y + areas[0].height / 2
    page.line(middle - _HYPHEN / 2, y, middle + _HYPHEN / 2, y, weight=boxes.thick, colour=_VERMILION)


def _draw_mark(page: Drawing, area: Area, words: str) -> None:
    """A square mark: 料金 / 別納 / 郵便 on three lines."""
    page.rectangle(area.x, area.y, area.width, area.height, stroke=BLACK, weight=0.4)
    font = Font(Face.MINCHO, area.height * 0.72)
    centre, pitch = area.x + area.width / 2, area.height / 3.5
    for place in range(3):
        middle = area.y + area.height / 2 + (place - 1) * pitch
        text = words[2 * place : 2 * place + 2]
        page.text(centre, middle + font.height * (ASCENT - 0.5), text, font, align=Align.CENTRE, spacing=1.5)


def _sender_names(sender: Sender) -> Iterator[str]:
    yield from sender.name.split("\n")
    if sender.section:
        yield sender.section


def _draw_sender(page: Drawing, area: Area, sender: Sender, size: float) -> None:
    """Set the sender in lines that end at the bottom of the area."""
    small, large = Font(_FACE, size * _SENDER_ADDRESS), Font(_FACE, size * _SENDER_NAME)
    phone = f"電話 {sender.phone}" if sender.phone else ""
    rows = [
        *((text, small) for text in (shown_postal_code(sender.postal_code),) if text),
        *((text, small) for text in wrap(sender.address, small, area.width) if text),
        *((text, large) for text in _sender_names(sender) if text),
        *((text, small) for text in (phone,) if text),
    ]
    needed = sum(font.height * 1.35 for _, font in rows)
    factor = min(1.0, area.height / needed) if needed else 1.0
    top = area.y + area.height - needed * factor
    for text, font in rows:
        smaller = font.scaled(factor)
        page.text(area.x, top + smaller.height * ASCENT, text, smaller, within=area.width)
        top += smaller.height * 1.35


def _draw_sender_vertical(page: Drawing, area: Area, sender: Sender, size: float, numerals: Numerals) -> None:
    """Set the sender in columns from the right: address, then name; its postcode above them, its phone below."""
    small, large = Font(_FACE, size * _SENDER_ADDRESS), Font(_FACE, size * _SENDER_NAME)
    line = small.height * 1.5
    if code := shown_postal_code(sender.postal_code):
        page.text(area.x, area.y + small.height * ASCENT, code, small, within=area.width)
    if sender.phone:
        phone = f"電話 {sender.phone}"
        page.text(area.x, area.y + area.height - small.height * (1 - ASCENT), phone, small, within=area.width)
    top, height = area.y + line, area.height - 2 * line
    address = Downwards(small, numerals)
    columns = [
        *((text, address) for text in wrap(sender.address, address, height) if text),
        *((text, Downwards(large, Numerals.FIGURES)) for text in _sender_names(sender) if text),
    ]
    breadth = sum(style.font.height * 1.35 for _, style in columns)
    factor = min(1.0, area.width / breadth) if breadth else 1.0
    right = area.x + (area.width + breadth * factor) / 2
    for text, style in columns:
        smaller = Downwards(style.font.scaled(factor), style.numerals)
        wide, stretch = smaller.font.height * 1.35, stretch_to(text, smaller, height)
        below = 0.0 if style is address else height - smaller.width(text) * stretch
        smaller.draw(page, right - wide / 2, top + below, text, stretch=stretch)
        right -= wide
