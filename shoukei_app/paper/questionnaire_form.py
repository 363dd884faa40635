"""The questionnaire (調査票) on paper: A4, both sides, set from its data; nobody's name stands on it.

Every page carries corner marks, a mark that tells its page, the form number in plain digits and as QR symbol, so that
a scan finds its way back whatever happened to the pile.
"""

from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from shoukei_app.domain import form_layout, form_number
from shoukei_app.domain.form_layout import FormField, FormLayout, FormPage
from shoukei_app.domain.geometry import Area
from shoukei_app.domain.mailing import Sender
from shoukei_app.domain.printed import PrintedPages, one_by_one
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.progress import Progress
from shoukei_app.domain.questionnaire import Questionnaire
from shoukei_app.paper import document, fonts, form_blocks
from shoukei_app.paper.drawing import BLACK, Align, Drawing
from shoukei_app.paper.fonts import ASCENT, Face, Font
from shoukei_app.paper.form_blocks import LEFT, PLAIN, RIGHT, Metrics
from shoukei_app.paper.form_items import GROUND, OUTLINE, Block, Item, draw, moved
from shoukei_app.paper.typesetting import Line, break_lines
from shoukei_app.words import dates

_WIDTH, _HEIGHT = document.A4
_CORNER, _CORNER_EDGE = 5.0, 7.0
_MARK, _MARK_PITCH, _MARK_TOP = 3.0, 4.6, 7.0
_QR_SIZE = 15.0
_QR_TOP = 8.0
_HEAD_RIGHT = RIGHT - _QR_SIZE - 4.0
_LEAD_TOP = 26.5
_BACK_TOP = 27.0
_BOTTOM, _LAST_BOTTOM = 281.0, 273.0
"""Where the questions end on a page that goes on, and on the last one."""

_EASES = (1.0, 0.8, 0.6, 0.4, 0.2, 0.0)
_MOST_EXTRA_GAP = 4.0
_OFF_SECTION = 0.06
"""How much fuller one side may be than the other before a section is torn apart to even them out."""

_TITLE = Font(Face.BOLD, 17.0)
_NUMBER = Font(Face.GOTHIC, 13.0)
_SMALL = Font(Face.GOTHIC, 8.0)
_PURPOSE = Font(Face.GOTHIC, 9.5)
_PURPOSE_PITCH = 4.7
_DEADLINE = Font(Face.BOLD, 10.5)
_FOOT = Font(Face.BOLD, 11.0)


@dataclass(frozen=True, slots=True)
class _Page:
    """Everything on one page that is the same on every copy."""

    items: tuple[Item, ...]


def print_questionnaires(
    target: Path,
    numbers: Sequence[str],
    questionnaire: Questionnaire,
    progress: Progress,
    *,
    sender: Sender | None = None,
    deadline: date | None = None,
) -> PrintedPages:
    """Write one copy for each form number to `target`, in the order given, front and back in turn.

    Raises Problem(TEXT_DOES_NOT_FIT) with the page and the question, CHARACTER_UNPRINTABLE, and those of
    `document.written`.
    """
    pages = _compose(questionnaire)
    fonts.require(astuple(sender) if sender else ())
    progress.start("調査票を作成しています", len(numbers))
    author = sender.name if sender else ""
    with document.written(target, title=questionnaire.title, author=author, both_sides=len(pages) > 1) as paper:
        forms = [
            paper.form(_static(paper.drawing(), questionnaire, place, pages, sender, deadline))
            for place in range(len(pages))
        ]
        for number in numbers:
            for form in forms:
                page = paper.drawing()
                page.place(form)
                page.text(_HEAD_RIGHT, _QR_TOP + 9.6, form_number.shown(number), _NUMBER, align=Align.RIGHT)
                page.qr(RIGHT - _QR_SIZE, _QR_TOP, _QR_SIZE, number)
                paper.page(page)
            progress.step()
    starts = [copy * len(pages) for copy in range(len(numbers) + 1)]
    return PrintedPages(paper.pages, len(numbers), places=one_by_one(numbers, starts))


def layout(questionnaire: Questionnaire) -> FormLayout:
    """Where everything to be read stands.

    Raises Problem(TEXT_DOES_NOT_FIT) with the page and the question, and CHARACTER_UNPRINTABLE.
    """
    return FormLayout(
        questionnaire=questionnaire.id,
        version=questionnaire.version,
        width=_WIDTH,
        height=_HEIGHT,
        pages=tuple(
            FormPage(
                number=number,
                corners=_corners(),
                page_mark=_page_mark(),
                qr=Area(RIGHT - _QR_SIZE, _QR_TOP, _QR_SIZE, _QR_SIZE),
                fields=tuple(item for item in page.items if isinstance(item, FormField)),
            )
            for number, page in enumerate(_compose(questionnaire), start=1)
        ),
    )


# setting


@dataclass(frozen=True, slots=True)
class _Head:
    """The words above the first question."""

    lead: tuple[Line, ...]
    purpose: tuple[Line, ...]

    @property
    def box_top(self) -> float:
        return _LEAD_TOP + 5.4 * len(self.lead) + 1.6

    @property
    def box_height(self) -> float:
        return _PURPOSE_PITCH * len(self.purpose) + 1.8 if self.purpose else 0.0

    @property
    def bottom(self) -> float:
        return self.box_top + self.box_height + 3.5


def _head(questionnaire: Questionnaire) -> _Head:
    width = RIGHT - LEFT
    return _Head(
        tuple(break_lines(questionnaire.lead, PLAIN, width)) if questionnaire.lead else (),
        tuple(break_lines(questionnaire.purpose, _PURPOSE, width - 6.0)) if questionnaire.purpose else (),
    )


@lru_cache(maxsize=4)  # a run is laid out when it is made and again with every print of it
def _compose(questionnaire: Questionnaire) -> tuple[_Page, ...]:
    """The pages of a questionnaire: one side if it fits on one, and as roomy as they fit."""
    fonts.require(_texts(questionnaire))
    front = _head(questionnaire).bottom
    one_side, two_sides = _LAST_BOTTOM - front, (_BOTTOM - front, _LAST_BOTTOM - _BACK_TOP)
    tightest = _set(questionnaire, _EASES[-1])
    fits_on_one = _height(*tightest) <= one_side
    for ease in _EASES:
        blocks, metrics = _set(questionnaire, ease)
        if fits_on_one and _height(blocks, metrics) <= one_side:
            return (_page(blocks, front, _LAST_BOTTOM, metrics),)
        place = None if fits_on_one else _split(blocks, *two_sides, metrics)
        if place is not None:
            return (
                _page(blocks[:place], front, _BOTTOM, metrics),
                _page(blocks[place:], _BACK_TOP, _LAST_BOTTOM, metrics),
            )
    raise _does_not_fit(questionnaire, *tightest, two_sides)


def _set(questionnaire: Questionnaire, ease: float) -> tuple[list[Block], Metrics]:
    metrics = form_blocks.metrics(ease)
    return form_blocks.blocks(questionnaire, metrics), metrics


def _texts(questionnaire: Questionnaire) -> Iterator[str]:
    yield from (questionnaire.title, questionnaire.lead, questionnaire.purpose)
    for question in questionnaire.questions:
        yield from (question.section, question.group, question.text, question.note, question.unit)
        yield from (choice.text for choice in question.choices)


def _split(blocks: list[Block], front: float, back: float, metrics: Metrics) -> int | None:
    """How many blocks stand on the front, so that both sides are filled evenly and sections stay whole if they can."""
    found = []
    for place in range(1, len(blocks)):
        fills = _height(blocks[:place], metrics) / front, _height(blocks[place:], metrics) / back
        if max(fills) <= 1.0:
            torn = 0.0 if blocks[place].section else _OFF_SECTION
            found.append((abs(fills[0] - fills[1]) + torn, place))
    return min(found)[1] if found else None


def _height(blocks: Sequence[Block], metrics: Metrics) -> float:
    return sum(block.height for block in blocks) + metrics.gap * (len(blocks) - 1)


def _page(blocks: Sequence[Block], top: float, bottom: float, metrics: Metrics) -> _Page:
    spare = bottom - top - _height(blocks, metrics)
    gap = metrics.gap + min(spare / max(len(blocks) - 1, 1), _MOST_EXTRA_GAP)
    items: list[Item] = []
    for block in blocks:
        items += moved(block.items, top)
        top += block.height + gap
    return _Page(tuple(items))


def _does_not_fit(
    questionnaire: Questionnaire, blocks: list[Block], metrics: Metrics, rooms: tuple[float, float]
) -> Problem:
    """Fill both sides as far as they go; the first block that is left over is named."""
    side, used = 0, 0.0
    for block in blocks:
        if used + block.height > rooms[side] and side == 0:
            side, used = 1, 0.0
        if used + block.height > rooms[side]:
            break
        used += block.height + metrics.gap
    question = questionnaire.questions[block.question - 1]
    return Problem(ProblemKind.TEXT_DOES_NOT_FIT, page=side + 1, question=f"問{question.number} {question.short}")


def _corners() -> tuple[Area, Area, Area, Area]:
    right, bottom = _WIDTH - _CORNER_EDGE - _CORNER, _HEIGHT - _CORNER_EDGE - _CORNER
    return (
        Area(_CORNER_EDGE, _CORNER_EDGE, _CORNER, _CORNER),
        Area(right, _CORNER_EDGE, _CORNER, _CORNER),
        Area(_CORNER_EDGE, bottom, _CORNER, _CORNER),
        Area(right, bottom, _CORNER, _CORNER),
    )


def _page_mark() -> tuple[Area, ...]:
    return tuple(
        Area(LEFT + place * _MARK_PITCH, _MARK_TOP, _MARK, _MARK) for place in range(form_layout.PAGE_MARK_SQUARES)
    )


# drawing


def _static(
    drawing: Drawing,
    questionnaire: Questionnaire,
    place: int,
    pages: Sequence[_Page],
    sender: Sender | None,
    deadline: date | None,
) -> Drawing:
    number, last = place + 1, place + 1 == len(pages)
    _draw_marks(drawing, number)
    drawing.text(_HEAD_RIGHT, _QR_TOP + 4.2, "整理番号", _SMALL, align=Align.RIGHT)
    side = "おもて面" if place == 0 else "うら面"
    drawing.text(LEFT + 20.0, _MARK_TOP + 2.6, f"{side}（{number}／{len(pages)}）", _SMALL)
    if place == 0:
        _draw_head(drawing, questionnaire, deadline)
    draw(drawing, pages[place].items)
    if not last:
        drawing.text(RIGHT, 290.6, "裏面へ続きます →", _FOOT, align=Align.RIGHT)
    else:
        _draw_end(drawing, sender, deadline)
    return drawing


def _draw_marks(drawing: Drawing, number: int) -> None:
    for corner in _corners():
        drawing.rectangle(corner.x, corner.y, corner.width, corner.height, fill=BLACK)
    for area, black in zip(_page_mark(), form_layout.page_bits(number), strict=True):
        if black:
            drawing.rectangle(area.x, area.y, area.width, area.height, fill=BLACK)
        else:
            drawing.rectangle(area.x, area.y, area.width, area.height, stroke=OUTLINE, weight=0.2)


def _draw_head(drawing: Drawing, questionnaire: Questionnaire, deadline: date | None) -> None:
    width = _HEAD_RIGHT - 26.0 - LEFT
    title = questionnaire.title
    drawing.text(LEFT, 21.0, title, _TITLE, within=width)
    if deadline is not None:
        text = f"ご返送の期限　{dates.with_weekday(deadline)}"
        drawing.text(LEFT + 56.0, _MARK_TOP + 2.9, text, _DEADLINE)
    head = _head(questionnaire)
    for place, line in enumerate(head.lead):
        baseline = _LEAD_TOP + 5.4 * place + PLAIN.height * ASCENT
        drawing.text(LEFT, baseline, line.text, PLAIN, spacing=line.spacing)
    if head.purpose:
        drawing.rectangle(LEFT, head.box_top, RIGHT - LEFT, head.box_height, stroke=OUTLINE, weight=0.2)
    for place, line in enumerate(head.purpose):
        baseline = head.box_top + 1.4 + _PURPOSE_PITCH * place + _PURPOSE.height * ASCENT
        drawing.text(LEFT + 3.0, baseline, line.text, _PURPOSE, spacing=line.spacing)


def _draw_end(drawing: Drawing, sender: Sender | None, deadline: date | None) -> None:
    drawing.rectangle(LEFT, 275.5, RIGHT - LEFT, 8.0, fill=GROUND)
    thanks = "ご協力ありがとうございました。同封の返信用封筒でお送りください。"
    if deadline is not None:
        thanks = (
            f"ご協力ありがとうございました。{dates.with_weekday(deadline)}までに、同封の返信用封筒でお送りください。"
        )
    drawing.text(LEFT + 2.0, 280.9, thanks, PLAIN, within=RIGHT - LEFT - 4.0)
    if sender is None:
        return
    text = "　".join(
        filter(
            None,
            (
                f"お問い合わせ　{sender.name.replace(chr(10), '・')}",
                sender.section,
                f"電話 {sender.phone}" if sender.phone else "",
            ),
        )
    )
    drawing.text(LEFT, 289.6, text, _PURPOSE, within=RIGHT - LEFT)
