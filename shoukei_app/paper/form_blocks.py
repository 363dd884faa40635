"""Sets the questions of a form: each kind of question becomes a block of words and fields."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from itertools import groupby
from math import ceil

from shoukei_app.domain import era, routing
from shoukei_app.domain.form_layout import ChoiceBox, DigitCell, EraBox, WritingArea
from shoukei_app.domain.geometry import Area
from shoukei_app.domain.questionnaire import (
    YES_NO_CHOICES,
    Choice,
    Question,
    QuestionKind,
    Questionnaire,
    QuestionRole,
)
from shoukei_app.paper.fonts import ASCENT, Face, Font
from shoukei_app.paper.form_items import HAIRLINE, Block, Ground, Item, Stroke, Words, moved
from shoukei_app.paper.typesetting import stretch_to, wrap
from shoukei_app.words import form_rules
from shoukei_app.words.conditions import base_text

LEFT, RIGHT = 15.0, 195.0
"""The edges of the questions, mm from the left of the page."""

TEXT_LEFT = 27.5
BOX = 4.0
CELL_WIDTH, CELL_HEIGHT = 7.0, 8.0

PLAIN = Font(Face.GOTHIC, 10.5)
BOLD = Font(Face.BOLD, 10.5)
_HEADING = Font(Face.BOLD, 11.5)

_COLUMN_GAP = 3.5
_MOST_COLUMNS = 6
_TIGHTEST = 0.9
"""How far the words of a choice may be narrowed for the sake of even columns."""

_UNEVEN = 0.6
"""What a choice that takes two columns counts, in rows."""

_OTHER_ROOM = 36.0
_AFTER_BOX, _AFTER_CODE = 1.4, 1.2
_YES_NO_GAP = 4.0
_APART = 1.6
"""mm between a choice that stands alone and those above it; a fine line goes through the middle."""

_ERAS = sorted(era.ERAS, key=lambda one: one.first_day)
_CONSENT_NOTE = "どの機関を選ばれたかは、後からいつでも変えられます。"


@dataclass(frozen=True, slots=True)
class Metrics:
    """Distances in mm: line of a question, row of choices, row of a table, line to write on, gap between questions."""

    line: float
    row: float
    table_row: float
    writing: float
    gap: float
    section: float


_COMPACT = Metrics(line=5.1, row=5.5, table_row=6.0, writing=8.0, gap=1.6, section=8.2)
_ROOMY = Metrics(line=5.6, row=6.4, table_row=7.0, writing=9.0, gap=3.0, section=9.0)


def metrics(ease: float) -> Metrics:
    """Distances from compact (0) to roomy (1)."""
    return Metrics(
        **{
            field.name: getattr(_COMPACT, field.name) * (1 - ease) + getattr(_ROOMY, field.name) * ease
            for field in fields(Metrics)
        }
    )


@dataclass(frozen=True, slots=True)
class _Setting:
    questionnaire: Questionnaire
    skips: Mapping[tuple[str, int], Question | None]
    distances: Metrics
    beside: float = 0.0
    """mm at the right of a yes/no question for its boxes; 0 where they stand in a row below."""

    def arrow(self, question: Question, choice: Choice) -> str:
        """Where one goes on after a choice, "" where simply the next question follows."""
        if (question.id, choice.code) not in self.skips:
            return ""
        target = self.skips[question.id, choice.code]
        return f"→ 問{target.number}へ" if target else "→ 終わりです"

    def yes_no_widths(self) -> list[float]:
        """The widths of はい and いいえ with their arrows: the same at every yes/no question, so that they align."""
        asked = [one for one in self.questionnaire.questions if one.kind is QuestionKind.YES_NO and not one.group]
        return [
            max(
                _lead(YES_NO_CHOICES) + PLAIN.width(choice.text) + _arrow_room(self.arrow(one, choice)) for one in asked
            )
            + _YES_NO_GAP
            for choice in YES_NO_CHOICES
        ]


def _lead(choices: Sequence[Choice]) -> float:
    """Mm from the left of a box to the words of its choice."""
    return BOX + _AFTER_BOX + PLAIN.width("0" * len(str(len(choices))) + ".") + _AFTER_CODE


def _arrow_room(arrow: str) -> float:
    return 1.5 + BOLD.width(arrow) if arrow else 0.0


def blocks(questionnaire: Questionnaire, distances: Metrics) -> list[Block]:
    """Every question of a questionnaire as a block, in order; a section's heading stays with its first question."""
    below = _Setting(questionnaire, routing.skips(questionnaire), distances)
    setting = replace(below, beside=_beside_all(below))
    found: list[Block] = []
    section = ""
    for _, members in groupby(questionnaire.questions, key=_group):
        questions = list(members)
        block = _table(setting, questions) if questions[0].group else _single(setting, questions[0])
        if questions[0].section != section:
            section = questions[0].section
            block = _under_heading(section, block, distances)
        found.append(block)
    return found


def _beside_all(setting: _Setting) -> float:
    """The room for はい and いいえ beside the questions, 0 where one of them would break its sentence for it."""
    asked = [one for one in setting.questionnaire.questions if one.kind is QuestionKind.YES_NO and not one.group]
    room = sum(setting.yes_no_widths()) if asked else 0.0
    fit = all(_question(setting, one, room=room)[1] == _question(setting, one)[1] for one in asked)
    return room if fit else 0.0


def _group(question: Question) -> tuple[object, ...]:
    """Equal for neighbours that are set as one table."""
    if not question.group:
        return (question.id,)
    return (question.group, question.section, question.base, tuple(choice.text for choice in question.choices))


def _under_heading(section: str, block: Block, distances: Metrics) -> Block:
    ground = Area(LEFT, 0.0, RIGHT - LEFT, 6.4)
    heading: list[Item] = [
        Ground(ground),
        Words(LEFT + 2.0, _middle(0.0, 6.4, _HEADING), section, _HEADING),
    ]
    items = (*heading, *moved(block.items, distances.section))
    return Block(items, distances.section + block.height, block.question, section=True)


def _single(setting: _Setting, question: Question) -> Block:
    match question.kind:
        case QuestionKind.SINGLE | QuestionKind.MULTIPLE:
            heading, top = _question(setting, question)
            items, height = _choices(setting, question, top)
        case QuestionKind.YES_NO:
            heading, top = _question(setting, question, room=setting.beside)
            items, height = (_yes_no if setting.beside else _choices)(setting, question, top)
        case QuestionKind.NUMBER:
            cells_width = _cells_width(question)
            heading, top = _question(setting, question, room=cells_width)
            items, height = _number(question, top)
        case QuestionKind.YEAR:
            heading, top = _question(setting, question)
            items, height = _year(question, top)
        case QuestionKind.DATE:
            heading, top = _question(setting, question)
            items, height = _date(question, top)
        case QuestionKind.TEXT:
            heading, top = _question(setting, question)
            items, height = _lines(setting, question, top)
    return Block((*heading, *items), height, question.number)


def _question(setting: _Setting, question: Question, *, room: float = 0.0) -> tuple[list[Item], float]:
    """The number, whom the question is for, its text and note; gives the items and where they end."""
    consent = _CONSENT_NOTE if question.role is QuestionRole.CONSENT else ""
    note = "・".join(filter(None, (form_rules.ticks_note(question), question.note or consent)))
    return _asked(setting, f"問{question.number}", question, question.text, note=note, room=room)


def _asked(
    setting: _Setting, number: str, question: Question, text: str, *, note: str = "", room: float = 0.0
) -> tuple[list[Item], float]:
    line = setting.distances.line
    width = RIGHT - TEXT_LEFT - room
    items: list[Item] = []
    if number:
        items.append(Words(LEFT, _middle(0.0, line, BOLD), number, BOLD))
    top, indent = 0.0, 0.0
    if question.base is not None:
        tag = base_text(setting.questionnaire, question.base)
        tag_width = min(PLAIN.width(tag), width - 3.0)
        items.append(Ground(Area(TEXT_LEFT, 0.3, tag_width + 3.0, line - 0.6)))
        items.append(
            Words(TEXT_LEFT + 1.5, _middle(0.0, line, PLAIN), tag, PLAIN, stretch=stretch_to(tag, PLAIN, width - 3.0))
        )
        indent = tag_width + 5.0
        if indent > width * 0.6:
            top, indent = line, 0.0
    lines = _sentences(text, width, indent)
    for place, part in enumerate(lines):
        x = TEXT_LEFT + (indent if place == 0 else 0.0)
        items.append(Words(x, _middle(top, line, BOLD), part, BOLD))
        top += line
    if note:
        used = BOLD.width(lines[-1]) + (indent if len(lines) == 1 else 0.0) + 2.0
        shown = f"（{note}）"
        if used + PLAIN.width(shown) <= width:
            items.append(Words(TEXT_LEFT + used, _middle(top - line, line, PLAIN), shown, PLAIN))
        else:
            for part in wrap(shown, PLAIN, width):
                items.append(Words(TEXT_LEFT, _middle(top, line, PLAIN), part, PLAIN))
                top += line
    return items, top


def _sentences(text: str, width: float, first_indent: float) -> list[str]:
    """Lines of a question; a sentence that would be torn at a line's end begins the next line where it fits there."""
    lines = wrap(text, BOLD, width, first_indent=first_indent)
    head, full_stop, tail = text.rstrip("。").rpartition("。")
    if len(lines) == 2 and full_stop and BOLD.width(head + full_stop) <= width - first_indent:
        return [head + full_stop, tail + text[len(text.rstrip("。")) :]]
    return lines


# choices


@dataclass(frozen=True, slots=True)
class _ShownChoice:
    choice: Choice
    arrow: str
    lead: float  # mm from the left of the box to the words

    @property
    def beside(self) -> float:
        """What is taken up beside the words, in mm: the room to write in, the arrow."""
        return (_OTHER_ROOM if self.choice.other else 0.0) + _arrow_room(self.arrow)

    @property
    def least(self) -> float:
        """The least mm that the choice takes on one line."""
        return self.lead + PLAIN.width(self.choice.text) * _TIGHTEST + self.beside


def _choices(setting: _Setting, question: Question, top: float) -> tuple[list[Item], float]:
    lead = _lead(question.choices)
    shown = [_ShownChoice(choice, setting.arrow(question, choice), lead) for choice in question.choices]
    available = RIGHT - TEXT_LEFT
    columns = _columns(shown, available)
    step = (available + _COLUMN_GAP) / columns
    row = setting.distances.row
    items: list[Item] = []
    for line in _rows(shown, step, columns):
        deepest = 1
        if items and line[0][2].choice.exclusive:
            items.append(Stroke(TEXT_LEFT, top + _APART / 2, RIGHT - TEXT_LEFT))
            top += _APART
        for place, (column, span, choice) in enumerate(line):
            x = TEXT_LEFT + column * step
            # The last of a row may reach to the edge, so that there is room to write beside その他.
            end = RIGHT if place + 1 == len(line) else x + span * step - _COLUMN_GAP
            set_items, depth = _choice(question, choice, x, top, end - x, row)
            items += set_items
            deepest = max(deepest, depth)
        top += row * deepest
    return items, top


def _columns(shown: Sequence[_ShownChoice], available: float) -> int:
    """The number of columns that gives few rows, few choices over two columns and few empty places, in this order."""

    def cost(columns: int) -> tuple[float, int, int]:
        rows = _rows(shown, (available + _COLUMN_GAP) / columns, columns)
        placed = [(span, choice) for row in rows for _, span, choice in row]
        uneven = sum(span > 1 and not choice.choice.other for span, choice in placed)
        return len(rows) + uneven * _UNEVEN, columns * len(rows) - sum(span for span, _ in placed), columns

    return min(range(1, _MOST_COLUMNS + 1), key=cost)


def _rows(shown: Sequence[_ShownChoice], step: float, columns: int) -> list[list[tuple[int, int, _ShownChoice]]]:
    """The choices by rows, each with its column and the columns it takes; 特にない stands in a row of its own."""
    rows: list[list[tuple[int, int, _ShownChoice]]] = [[]]
    column = 0
    for choice in shown:
        span = min(columns, max(1, ceil((choice.least + _COLUMN_GAP) / step - 1e-9)))
        apart = bool(rows[-1]) and rows[-1][-1][2].choice.exclusive is not choice.choice.exclusive
        if apart or (column and column + span > columns):
            rows.append([])
            column = 0
        rows[-1].append((column, span, choice))
        column += span
    return rows


def _choice(
    question: Question, shown: _ShownChoice, x: float, top: float, room: float, row: float
) -> tuple[list[Item], int]:
    """The items of one choice in `room` mm and the rows it takes: more than one where its words are very long."""
    code, text_left = shown.choice.code, x + shown.lead
    items: list[Item] = [
        ChoiceBox(question.id, code, Area(x, top + (row - BOX) / 2, BOX, BOX)),
        Words(x + BOX + _AFTER_BOX, _middle(top, row, PLAIN), f"{code}.", PLAIN),
    ]
    text_room = max(room - shown.lead - shown.beside, 20.0)
    stretch = stretch_to(shown.choice.text, PLAIN, text_room)
    lines = [shown.choice.text]
    if stretch < _TIGHTEST - 1e-9:
        stretch, lines = 1.0, wrap(shown.choice.text, PLAIN, text_room)
    for place, line in enumerate(lines):
        items.append(Words(text_left, _middle(top + place * row, row, PLAIN), line, PLAIN, stretch))
    last = top + (len(lines) - 1) * row
    end = text_left + PLAIN.width(lines[-1]) * stretch
    if shown.choice.other:
        right = x + room - _arrow_room(shown.arrow)
        items += _beside(question, code, end, right, last, row)
        end = right
    if shown.arrow:
        items.append(Words(end + 1.5, _middle(last, row, BOLD), shown.arrow, BOLD))
    return items, len(lines)


def _beside(question: Question, code: int, left: float, right: float, top: float, row: float) -> list[Item]:
    """The room for words beside その他, between brackets."""
    bracket = PLAIN.width("（")
    baseline = _middle(top, row, PLAIN)
    return [
        Words(left, baseline, "（", PLAIN),
        WritingArea(question.id, code, Area(left + bracket, top + 0.2, right - left - 2 * bracket, row - 0.8)),
        Words(right - bracket, baseline, "）", PLAIN),
    ]


def _yes_no(setting: _Setting, question: Question, bottom: float) -> tuple[list[Item], float]:
    """はい and いいえ at the right of the question's last line."""
    line, lead = setting.distances.line, _lead(YES_NO_CHOICES)
    widths = setting.yes_no_widths()
    x, top = RIGHT - sum(widths) + _YES_NO_GAP, bottom - line
    items: list[Item] = []
    for choice, width in zip(question.choices, widths, strict=True):
        shown = _ShownChoice(choice, setting.arrow(question, choice), lead)
        items += _choice(question, shown, x, top, width, line)[0]
        x += width
    return items, bottom


# numbers, years, days, words


def _digits(question: Question) -> int:
    return len(str(question.maximum)) if question.maximum is not None else 6


def _cells_width(question: Question) -> float:
    return _digits(question) * CELL_WIDTH + (PLAIN.width(question.unit) + 2.0 if question.unit else 0.0) + 4.0


def _number(question: Question, bottom: float) -> tuple[list[Item], float]:
    """Cells at the right of the question's last line."""
    height = max(bottom, CELL_HEIGHT)
    right = RIGHT - (PLAIN.width(question.unit) + 2.0 if question.unit else 0.0)
    top = max(bottom - CELL_HEIGHT, -1.0)
    items: list[Item] = list(_cells(question, right - _digits(question) * CELL_WIDTH, top, _digits(question)))
    if question.unit:
        items.append(Words(right + 2.0, _middle(top, CELL_HEIGHT, PLAIN), question.unit, PLAIN))
    return items, max(height, top + CELL_HEIGHT)


def _cells(question: Question, x: float, top: float, digits: int, *, last: int = 0) -> Iterator[DigitCell]:
    """Cells for digits from left to right; `last` is the place of the rightmost."""
    for place in range(digits):
        area = Area(x + place * CELL_WIDTH, top, CELL_WIDTH, CELL_HEIGHT)
        yield DigitCell(question.id, last + digits - 1 - place, area)


def _year(question: Question, top: float) -> tuple[list[Item], float]:
    row_top = top + 0.6
    eras, x = _eras(question, [(one.letter, one.name) for one in _ERAS], row_top, gap=5.0)
    cells, _ = _parts(question, ((4, "年"),), x + 2.0, row_top)
    return [*eras, *cells], row_top + CELL_HEIGHT + 0.4


def _date(question: Question, top: float) -> tuple[list[Item], float]:
    """The short names of the eras, so that year, month and day stand in one line beside them."""
    row_top = top + 0.6
    eras, x = _eras(question, [(one.letter, one.kanji) for one in _ERAS], row_top, gap=3.0)
    cells, _ = _parts(question, ((4, "年"), (2, "月"), (2, "日")), x + 1.0, row_top)
    return [*eras, *cells], row_top + CELL_HEIGHT + 0.4


def _eras(question: Question, eras: list[tuple[str, str]], top: float, gap: float) -> tuple[list[Item], float]:
    """A box for every era and for 西暦; gives the items and the x after them."""
    items: list[Item] = []
    x = TEXT_LEFT
    for letter, name in (*eras, ("", "西暦")):
        items.append(EraBox(question.id, letter, Area(x, top + (CELL_HEIGHT - BOX) / 2, BOX, BOX)))
        items.append(Words(x + BOX + _AFTER_BOX, _middle(top, CELL_HEIGHT, PLAIN), name, PLAIN))
        x += BOX + _AFTER_BOX + PLAIN.width(name) + gap
    return items, x


def _parts(question: Question, parts: Sequence[tuple[int, str]], x: float, top: float) -> tuple[list[Item], float]:
    """Cells for so many digits with their unit, one part after the other; the places count through all of them."""
    items: list[Item] = []
    places = sum(digits for digits, _ in parts)
    for digits, unit in parts:
        places -= digits
        items += _cells(question, x, top, digits, last=places)
        x += digits * CELL_WIDTH + 1.5
        items.append(Words(x, _middle(top, CELL_HEIGHT, PLAIN), unit, PLAIN))
        x += PLAIN.width(unit) + 2.0
    return items, x


def _lines(setting: _Setting, question: Question, top: float) -> tuple[list[Item], float]:
    pitch = setting.distances.writing
    areas = [Area(TEXT_LEFT, top + place * pitch, RIGHT - TEXT_LEFT, pitch) for place in range(max(question.lines, 1))]
    return [WritingArea(question.id, None, area) for area in areas], top + pitch * len(areas)


# tables


def _table(setting: _Setting, questions: Sequence[Question]) -> Block:
    """Short questions with the same choices: one heading, one row each, the choices as columns at the right."""
    first, distances = questions[0], setting.distances
    choices = first.choices
    headings = [f"{choice.code}. {choice.text}" for choice in choices]
    aside, shared = _table_arrows(setting)
    column = max(18.0, *(PLAIN.width(heading) + 5.0 for heading in headings)) + aside
    left = RIGHT - column * len(choices) - shared
    items, top = _asked(setting, "", first, first.group)
    centres = [left + column * place + (column - aside) / 2 for place in range(len(choices))]
    for centre, heading in zip(centres, headings, strict=True):
        x = centre - PLAIN.width(heading) / 2
        items.append(Words(x, _middle(top, distances.line, PLAIN), heading, PLAIN))
    top += distances.line
    for question in questions:
        items.append(Stroke(TEXT_LEFT, top, RIGHT - TEXT_LEFT, HAIRLINE))
        lines = wrap(question.text, PLAIN, left - TEXT_LEFT - 2.0)
        height = distances.table_row + distances.line * (len(lines) - 1)
        items.append(Words(LEFT, _middle(top, distances.table_row, BOLD), f"問{question.number}", BOLD))
        for place, line in enumerate(lines):
            items.append(
                Words(TEXT_LEFT, _middle(top + place * distances.line, distances.table_row, PLAIN), line, PLAIN)
            )
        for centre, choice in zip(centres, choices, strict=True):
            items.append(
                ChoiceBox(question.id, choice.code, Area(centre - BOX / 2, top + (height - BOX) / 2, BOX, BOX))
            )
        items += _row_arrows(setting, question, centres, top, height)
        top += height
    items.append(Stroke(TEXT_LEFT, top, RIGHT - TEXT_LEFT, HAIRLINE))
    return Block(tuple(items), top, first.number)


def _table_arrows(setting: _Setting) -> tuple[float, float]:
    """The mm that arrows take beside every box, and at the right edge where all choices of a row lead to one place.

    The same in every table of the questionnaire, so that their columns align.
    """
    aside = shared = 0.0
    for question in setting.questionnaire.questions:
        if not question.group:
            continue
        arrows = [setting.arrow(question, choice) for choice in question.choices]
        room = max(_arrow_room(arrow) for arrow in arrows)
        if len(set(arrows)) == 1:
            shared = max(shared, room)
        else:
            aside = max(aside, room)
    return aside, shared


def _row_arrows(
    setting: _Setting, question: Question, centres: Sequence[float], top: float, height: float
) -> Iterator[Item]:
    arrows = [setting.arrow(question, choice) for choice in question.choices]
    baseline = _middle(top, height, BOLD)
    if len(set(arrows)) == 1:
        if arrows[0]:
            yield Words(RIGHT - BOLD.width(arrows[0]), baseline, arrows[0], BOLD)
        return
    for centre, arrow in zip(centres, arrows, strict=True):
        if arrow:
            yield Words(centre + BOX / 2 + 1.5, baseline, arrow, BOLD)


def _middle(top: float, height: float, font: Font) -> float:
    """The baseline of a line of text that stands in the middle of a row."""
    return top + (height - font.height) / 2 + font.height * ASCENT
