"""What stands around the body of a letter: letterhead, number and date, who signs, seals, title, whom to ask."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from shoukei_app.domain.letter import Seal
from shoukei_app.domain.mailing import Sender
from shoukei_app.paper.drawing import Align, Drawing
from shoukei_app.paper.fonts import ASCENT, Face, Font
from shoukei_app.paper.letter_body import BODY_WIDTH, LEFT, RIGHT
from shoukei_app.paper.typesetting import wrap

_LETTERHEAD_BASELINE, _LETTERHEAD_RIGHT = 19.0, 140.0
_NUMBER_BASELINE, _DATE_BASELINE = 33.0, 39.0
_TITLE_BASELINE = 112.5
_CONTACT_TOP = 269.0
_CONTACT_ROWS = 3
_CONTACT_PITCH = 5.0
_ABOVE_CONTACT = 3.0

# Beside the window and above the fold at 99 mm.
_SENDER_LEFT, _SENDER_TOP, _SENDER_BOTTOM = 120.0, 58.0, 96.0
_SENDER_PITCH, _CLOSEST = 6.6, 4.0
_SEAL, _SMALL_SEAL = 21.0, 18.0
_CORNER = 2.5
_OMITTED = "（公印省略）"

_TITLE = Font(Face.MINCHO, 15.5)
_TEXT = Font(Face.MINCHO, 11.0)
_LETTERHEAD = Font(Face.BOLD, 12.0)
_GREY = "#8A8A8A"


@dataclass(frozen=True, slots=True)
class LetterHead:
    """What stands around the body, fields filled in. `senders` sign, in order; `asked` is whom a firm may ask."""

    title: str
    letterhead: str
    number: str
    date: str
    senders: tuple[Sender, ...]
    seal: Seal
    asked: tuple[Sender, ...]

    @property
    def body_bottom(self) -> float:
        """Where the body must end, in mm from the top of the page."""
        return _contact_top(len(_contact_rows(self.asked))) - _ABOVE_CONTACT


def draw_head(drawing: Drawing, head: LetterHead) -> None:
    """Draw everything around the body."""
    if head.letterhead:
        width = _LETTERHEAD_RIGHT - LEFT
        drawing.text(LEFT, _LETTERHEAD_BASELINE, head.letterhead, _LETTERHEAD, within=width)
        drawing.line(LEFT, _LETTERHEAD_BASELINE + 2.4, _LETTERHEAD_RIGHT, _LETTERHEAD_BASELINE + 2.4, weight=0.3)
    width = RIGHT - _SENDER_LEFT
    drawing.text(RIGHT, _NUMBER_BASELINE, head.number, _TEXT, align=Align.RIGHT, within=width)
    drawing.text(RIGHT, _DATE_BASELINE, head.date, _TEXT, align=Align.RIGHT)
    _draw_senders(drawing, head.senders, head.seal)
    _draw_title(drawing, head.title)
    _draw_contact(drawing, _contact_rows(head.asked))


def _draw_senders(drawing: Drawing, senders: Sequence[Sender], seal: Seal) -> None:
    bottom = _SENDER_BOTTOM
    if seal is Seal.OMITTED:
        bottom -= 5.5
        drawing.text(RIGHT, _SENDER_BOTTOM - 0.6, _OMITTED, _TEXT.scaled(0.9), align=Align.RIGHT)
    if len(senders) == 1:
        _draw_sender(drawing, senders[0], bottom, seal=seal is Seal.SPACE)
        return
    share = (bottom - _SENDER_TOP) / max(len(senders), 1)
    for place, sender in enumerate(senders):
        top = _SENDER_TOP + place * share
        rows = _sender_rows(sender, int(share / _CLOSEST))
        pitch = min(_SENDER_PITCH, share / len(rows))
        right = RIGHT - _SMALL_SEAL if seal is Seal.SPACE else RIGHT
        for line, (indent, text, size) in enumerate(rows):
            font = Font(Face.MINCHO, min(size, pitch / _CLOSEST * 10.0))
            left = _SENDER_LEFT + indent
            row_right = right if seal is Seal.SPACE and line == len(rows) - 1 else RIGHT
            drawing.text(left, top + line * pitch + font.height * ASCENT, text, font, within=row_right - left)
        if seal is Seal.SPACE:
            _draw_seal(drawing, RIGHT - _SMALL_SEAL, top + share - _SMALL_SEAL - 0.4, _SMALL_SEAL)


def _draw_sender(drawing: Drawing, sender: Sender, bottom: float, *, seal: bool) -> None:
    """One sender: name, section and who signs, ending above the fold; a seal stands behind who signs."""
    rows = [(text, size) for _, text, size in _sender_rows(sender, _ALL)]
    if seal:
        middle = bottom - _SEAL / 2
        _draw_seal(drawing, RIGHT - _SEAL, bottom - _SEAL, _SEAL)
        text, size = rows.pop() if sender.head or len(rows) > 1 else ("", 11.0)
        font = Font(Face.MINCHO, size)
        width = RIGHT - _SEAL - _SENDER_LEFT
        drawing.text(_SENDER_LEFT, middle + font.height * (ASCENT - 0.5), text, font, within=width)
        # What would run into the seal stands above it; otherwise it stays close to who signs.
        into = any(Font(Face.MINCHO, size).width(text) > width for text, size in rows)
        bottom -= _SEAL if into else _SEAL / 2 + font.height
    pitch = min(_SENDER_PITCH, (bottom - _SENDER_TOP) / max(len(rows), 1))
    top = bottom - pitch * (len(rows) if seal else max(len(rows), 4))
    for text, size in rows:
        font = Font(Face.MINCHO, size * min(1.0, pitch / 5.6))
        drawing.text(_SENDER_LEFT, top + font.height * ASCENT, text, font, within=RIGHT - _SENDER_LEFT)
        top += pitch


_ALL = 99


def _sender_rows(sender: Sender, most: int) -> list[tuple[float, str, float]]:
    """The rows of one sender (indent in mm, text, size in points), at most so many."""
    names = sender.name.split("\n")
    below = [text for text in (sender.section, sender.head) if text]
    if most > 2 and len(names) + len(below) <= most:
        return [*((0.0, name, 12.0) for name in names), *((0.0, text, 11.0) for text in below)]
    if most > 1 and below:
        first = "　".join(("・".join(names), *below[:-1]))
        return [(0.0, first, 10.5), (4.0, below[-1], 10.5)]
    return [(0.0, "　".join((*names, *below)), 10.5)]


def _draw_seal(drawing: Drawing, x: float, y: float, size: float) -> None:
    """The place of a seal: four corners in grey, so that nobody takes it for print once the seal is on it."""
    for right in (False, True):
        for low in (False, True):
            corner_x, corner_y = x + size * right, y + size * low
            dx, dy = (-_CORNER if right else _CORNER), (-_CORNER if low else _CORNER)
            drawing.line(corner_x, corner_y, corner_x + dx, corner_y, weight=0.15, colour=_GREY)
            drawing.line(corner_x, corner_y, corner_x, corner_y + dy, weight=0.15, colour=_GREY)


def _draw_title(drawing: Drawing, title: str) -> None:
    centre = (LEFT + RIGHT) / 2
    if _TITLE.width(title) <= BODY_WIDTH:
        drawing.text(centre, _TITLE_BASELINE, title, _TITLE, align=Align.CENTRE)
        return
    font = _TITLE.scaled(0.88)
    lines = wrap(title, font, BODY_WIDTH)
    if len(lines) > 2:
        lines = [title]
    for place, line in enumerate(lines):
        baseline = _TITLE_BASELINE + (place - (len(lines) - 1) / 2) * 7.0
        drawing.text(centre, baseline, line, font, align=Align.CENTRE, within=BODY_WIDTH)


def _draw_contact(drawing: Drawing, rows: Sequence[str]) -> None:
    if not rows:
        return
    top = _contact_top(len(rows))
    drawing.line(LEFT, top, RIGHT, top, weight=0.15)
    heading, text = Font(Face.GOTHIC, 9.0), Font(Face.GOTHIC, 9.5)
    drawing.text(LEFT, top + 5.6, "お問い合わせ先", heading)
    left = LEFT + 30.0
    for place, row in enumerate(rows):
        drawing.text(left, top + 5.6 + _CONTACT_PITCH * place, row, text, within=RIGHT - left)


def _contact_top(rows: int) -> float:
    return _CONTACT_TOP - max(0, rows - _CONTACT_ROWS) * _CONTACT_PITCH


def _contact_rows(asked: Sequence[Sender]) -> list[str]:
    """Whom to ask: the first with address and person, the others on a line each."""
    rows: list[str] = []
    for place, sender in enumerate(asked):
        rows += list(_contact(sender)) if place == 0 else [_reach(sender)] if sender.phone else []
    return rows


def _reach(sender: Sender) -> str:
    office = "　".join(filter(None, (sender.name.replace("\n", "・"), sender.section)))
    return "　".join((office, *_numbers(sender)))


def _numbers(sender: Sender) -> Iterator[str]:
    numbers: Mapping[str, str] = {"電話": sender.phone, "ＦＡＸ": sender.fax}
    return (f"{name} {number}" for name, number in numbers.items() if number)


def _contact(sender: Sender) -> Iterator[str]:
    office = "　".join(filter(None, (sender.name.replace("\n", "・"), sender.section)))
    person = f"担当 {sender.contact}" if sender.contact else ""
    reach = list(_numbers(sender))
    if not (reach or person or sender.address):
        return
    yield "　".join(filter(None, (office, person)))
    code = sender.postal_code
    place = f"〒{code[:3]}-{code[3:]} {sender.address}" if code and sender.address else sender.address
    yield from filter(None, ("　".join(filter(None, (place, *reach))),))
