"""Sets the questions of a form: each kind of question becomes a block of words and fields."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import groupby
from math import ceil

from shoukei_app.domain import era, routing
from shoukei_app.domain.form_layout import ChoiceBox, DigitCell, EraBox, WritingArea
from shoukei_app.domain.geometry import Area
from shoukei_app.domain.questionnaire import Choice, Question, QuestionKind, Questionnaire, QuestionRole
from shoukei_app.paper.fonts import ASCENT, Face, Font
from shoukei_app.paper.form_items import HAIRLINE, Block, Ground, Item, Stroke, Words, moved
from shoukei_app.paper.typesetting import stretch_to, wrap
from shoukei_app.words.conditions import base_text

LEFT, RIGHT = 15.0, 195.0
"""The edges of the questions, mm from the left of the page."""

TEXT_LEFT = 27.5
BOX = 4.0
CELL_WIDTH, CELL_HEIGHT = 7.0, 8.0

PLAIN = Font(Face.GOTHIC, 10.5)
BOLD = Font(Face.BOLD, 10.5)
_HEADING = Font(Face.BOLD, 11.5)
_NOTE = Font(Face.GOTHIC, 9.5)

_COLUMN_GAP = 3.5
_MOST_COLUMNS = 6
_TIGHTEST = 0.9
"""How far the words of a choice may be narrowed for the sake of even columns."""

_UNEVEN = 0.6
"""What a choice that takes two columns counts, in rows."""

_OTHER_ROOM = 36.0
_AFTER_BOX, _AFTER_CODE = 1.4, 1.2
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


def blocks(questionnaire: Questionnaire, distances: Metrics) -> list[Block]:
    """Every question of a questionnaire as a block, in order; a section's heading stays with its first question."""
    setting = _Setting(questionnaire, routing.skips(questionnaire), distances)
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
        case QuestionKind.NUMBER:
            cells_width = _cells_width(question)
            heading, top = _question(setting, question, room=cells_width)
            items, height = _number(question, top)
        case QuestionKind.YEAR:
            heading, top = _question(setting, question)
            items, height = _year(question, top)
        case QuestionKind.TEXT:
            heading, top = _question(setting, question)
            items, height = _lines(setting, question, top)
    return Block((*heading, *items), height, question.number)


def _question(setting: _Setting, question: Question, *, room: float = 0.0) -> tuple[list[Item], float]:
    """The number, whom the question is for, its text and note; gives the items and where they end."""
    note = question.note or (_CONSENT_NOTE if question.role is QuestionRole.CONSENT else "")
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
        if used + _NOTE.width(shown) <= width:
            items.append(Words(TEXT_LEFT + used, _middle(top - line, line, _NOTE), shown, _NOTE))
        else:
            for part in wrap(shown, _NOTE, width):
                items.append(Words(TEXT_LEFT, _middle(top, line, _NOTE), part, _NOTE))
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
        return (_OTHER_ROOM if self.choice.other else 0.0) + (1.5 + BOLD.width(self.arrow) if self.arrow else 0.0)

    @property
    def least(self) -> float:
        """The least mm that the choice takes on one line."""
        return self.lead + PLAIN.width(self.choice.text) * _TIGHTEST + self.beside


def _choices(setting: _Setting, question: Question, top: float) -> tuple[list[Item], float]:
    shown = [_shown(setting, question, choice) for choice in question.choices]
    available = RIGHT - TEXT_LEFT
    columns = _columns(shown, available)
    step = (available + _COLUMN_GAP) / columns
    row = setting.distances.row
    items: list[Item] = []
    for line in _rows(shown, step, columns):
        deepest = 1
        for place, (column, span, choice) in enumerate(line):
            x = TEXT_LEFT + column * step
            # The last of a row may reach to the edge, so that there is room to write beside その他.
            end = RIGHT if place + 1 == len(line) else x + span * step - _COLUMN_GAP
            set_items, depth = _choice(question, choice, x, top, end - x, row)
            items += set_items
            deepest = max(deepest, depth)
        top += row * deepest
    return items, top


def _shown(setting: _Setting, question: Question, choice: Choice) -> _ShownChoice:
    arrow = ""
    if (question.id, choice.code) in setting.skips:
        target = setting.skips[question.id, choice.code]
        arrow = f"→ 問{target.number}へ" if target else "→ 終わりです"
    code = PLAIN.width("0" * len(str(len(question.choices))) + ".")
    return _ShownChoice(choice, arrow, BOX + _AFTER_BOX + code + _AFTER_CODE)


def _columns(shown: Sequence[_ShownChoice], available: float) -> int:
    """The number of columns that gives few rows, few choices over two columns and few empty places, in this order."""

    def cost(columns: int) -> tuple[float, int, int]:
        rows = _rows(shown, (available + _COLUMN_GAP) / columns, columns)
        placed = [(span, choice) for row in rows for _, span, choice in row]
        uneven = sum(span > 1 and not choice.choice.other for span, choice in placed)
        return len(rows) + uneven * _UNEVEN, columns * len(rows) - sum(span for span, _ in placed), columns

    return min(range(1, _MOST_COLUMNS + 1), key=cost)


def _rows(shown: Sequence[_ShownChoice], step: float, columns: int) -> list[list[tuple[int, int, _ShownChoice]]]:
    """The choices by rows, each with its column and the columns it takes."""
    rows: list[list[tuple[int, int, _ShownChoice]]] = [[]]
    column = 0
    for choice in shown:
        span = min(columns, max(1, ceil((choice.least + _COLUMN_GAP) / step - 1e-9)))
        if column and column + span > columns:
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
        right = x + room - (1.5 + BOLD.width(shown.arrow) if shown.arrow else 0.0)
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


# numbers, years, words


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


def _cells(question: Question, x: float, top: float, digits: int) -> Iterator[DigitCell]:
    for place in range(digits):
        area = Area(x + place * CELL_WIDTH, top, CELL_WIDTH, CELL_HEIGHT)
        yield DigitCell(question.id, digits - 1 - place, area)


def _year(question: Question, top: float) -> tuple[list[Item], float]:
    items: list[Item] = []
    x, row_top = TEXT_LEFT, top + 0.6
    eras = [*((one.letter, one.name) for one in sorted(era.ERAS, key=lambda one: one.first_day)), ("", "西暦")]
    for letter, name in eras:
        items.append(EraBox(question.id, letter, Area(x, row_top + (CELL_HEIGHT - BOX) / 2, BOX, BOX)))
        items.append(Words(x + BOX + 1.4, _middle(row_top, CELL_HEIGHT, PLAIN), name, PLAIN))
        x += BOX + 1.4 + PLAIN.width(name) + 5.0
    digits = 4
    items += _cells(question, x + 2.0, row_top, digits)
    items.append(Words(x + 2.0 + digits * CELL_WIDTH + 2.0, _middle(row_top, CELL_HEIGHT, PLAIN), "年", PLAIN))
    return items, row_top + CELL_HEIGHT + 0.4


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
    column = max(18.0, *(PLAIN.width(heading) + 5.0 for heading in headings))
    left = RIGHT - column * len(choices)
    items, top = _asked(setting, "", first, first.group)
    for place, heading in enumerate(headings):
        x = left + column * (place + 0.5) - PLAIN.width(heading) / 2
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
        for place, choice in enumerate(choices):
            x = left + column * (place + 0.5) - BOX / 2
            items.append(ChoiceBox(question.id, choice.code, Area(x, top + (height - BOX) / 2, BOX, BOX)))
        top += height
    items.append(Stroke(TEXT_LEFT, top, RIGHT - TEXT_LEFT, HAIRLINE))
    return Block(tuple(items), top, first.number)


def _middle(top: float, height: float, font: Font) -> float:
    """The baseline of a line of text that stands in the middle of a row."""
    return top + (height - font.height) / 2 + font.height * ASCENT
