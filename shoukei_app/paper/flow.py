"""Text that flows down pages: headings, paragraphs, pairs and tables, a head and a page number on every page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from shoukei_app.domain.tokens import LIGHT
from shoukei_app.paper.document import Document
from shoukei_app.paper.drawing import Align, Drawing
from shoukei_app.paper.fonts import Face, Font
from shoukei_app.paper.typesetting import wrap

LEFT, RIGHT = 15.0, 195.0
TOP, BOTTOM = 28.0, 281.0

TITLE = Font(Face.BOLD, 16.0)
HEADING = Font(Face.BOLD, 12.0)
TEXT = Font(Face.GOTHIC, 9.5)
STRONG = Font(Face.BOLD, 9.5)
SMALL = Font(Face.GOTHIC, 8.0)

_PADDING = 1.4
_LABEL_WIDTH = 26.0


@dataclass(frozen=True, slots=True)
class Cell:
    """A column of a table: its heading, its width in mm, and how its words stand."""

    heading: str
    width: float
    align: Align = Align.LEFT
    font: Font = TEXT


class Flow:
    """Writes down a document. `head` is drawn on every page beside the page's number. `done` adds the last page."""

    def __init__(self, paper: Document, head: str, notice: str = "") -> None:
        self._paper = paper
        self._head = head
        self._notice = notice
        self._page: Drawing | None = None
        self._number = 0
        self.y = BOTTOM

    def begin_page(self) -> None:
        """Go on on a new page."""
        self.done()
        self._number += 1
        self._page = self._paper.drawing()
        self._page.text(LEFT, 15.0, self._head, STRONG, within=RIGHT - LEFT - 24.0)
        self._page.text(RIGHT, 15.0, f"{self._number} ページ", TEXT, align=Align.RIGHT)
        self._page.line(LEFT, 18.0, RIGHT, 18.0, weight=0.3, colour=LIGHT.accent)
        self._page.text(LEFT, 290.0, self._notice, SMALL, colour=LIGHT.secondary, within=RIGHT - LEFT)
        self.y = TOP - 4.0

    def done(self) -> None:
        """Add the page that was begun, if there is one."""
        if self._page is not None:
            self._paper.page(self._page)
            self._page = None

    def space(self, height: float) -> None:
        """Leave some mm."""
        self.y += height

    def room(self, height: float) -> None:
        """Make sure that so many mm are left on the page; otherwise go on on a new one."""
        if self._page is None or self.y + height > BOTTOM:
            self.begin_page()

    def title(self, words: str) -> None:
        """A title over the width of the page, made smaller where it is too long."""
        self.room(10.0)
        self._drawing.text(LEFT, self.y + 7.0, words, TITLE, within=RIGHT - LEFT)
        self.y += 10.5

    def heading(self, words: str, keep: float = 16.0) -> None:
        """A heading that stays with the `keep` mm after it."""
        self.room(9.0 + keep)
        self._drawing.rectangle(LEFT, self.y + 1.6, 1.2, 5.0, fill=LIGHT.accent)
        self._drawing.text(LEFT + 3.2, self.y + 5.8, words, HEADING, within=RIGHT - LEFT - 3.2)
        self.y += 9.0

    def paragraph(self, words: str, font: Font = TEXT, *, indent: float = 0.0, colour: str = "#000000") -> None:
        """Words over as many lines as they need; line breaks of the text stay."""
        pitch = font.height * 1.5
        for part in words.split("\n"):
            for line in wrap(part, font, RIGHT - LEFT - indent):
                self.room(pitch)
                self._drawing.text(LEFT + indent, self.y + font.height * 1.12, line, font, colour=colour)
                self.y += pitch

    def pair(self, label: str, words: str) -> None:
        """A label and what belongs to it, over as many lines as that needs."""
        pitch = TEXT.height * 1.5
        for place, line in enumerate(wrap(words or "—", TEXT, RIGHT - LEFT - _LABEL_WIDTH)):
            self.room(pitch)
            if place == 0:
                self._drawing.text(
                    LEFT, self.y + TEXT.height * 1.12, label, SMALL, colour=LIGHT.secondary, within=_LABEL_WIDTH - 2.0
                )
            self._drawing.text(LEFT + _LABEL_WIDTH, self.y + TEXT.height * 1.12, line, TEXT)
            self.y += pitch

    def field(self, label: str, height: float = 7.0) -> None:
        """A label and a line to write on."""
        self.room(height)
        self.y += height
        self._drawing.text(LEFT, self.y - 1.4, label, SMALL, colour=LIGHT.secondary, within=_LABEL_WIDTH - 2.0)
        self._drawing.line(LEFT + _LABEL_WIDTH, self.y, RIGHT, self.y, weight=0.12, colour=LIGHT.field_line)

    def table(self, cells: Sequence[Cell], rows: Sequence[Sequence[str]]) -> None:
        """A table whose rows grow with their words; its headings come again on every page."""
        self.room(22.0)
        self._headings(cells)
        for row in rows:
            lines = [_lines(words, cell) for cell, words in zip(cells, row, strict=True)]
            pitch = TEXT.height * 1.42
            height = max(len(part) for part in lines) * pitch + 1.6
            if self.y + height > BOTTOM:
                self.begin_page()
                self._headings(cells)
            x = LEFT
            for cell, part in zip(cells, lines, strict=True):
                for place, line in enumerate(part):
                    self._cell(x, self.y + 0.8 + place * pitch + TEXT.height * 1.1, cell, line)
                x += cell.width
            self.y += height
            width = sum(cell.width for cell in cells)
            self._drawing.line(LEFT, self.y, LEFT + width, self.y, weight=0.12, colour=LIGHT.line)
        self.y += 3.0

    def ruled(self, count: int, pitch: float = 8.0) -> None:
        """Empty lines to write on."""
        for _ in range(count):
            self.room(pitch)
            self.y += pitch
            self._drawing.line(LEFT, self.y, RIGHT, self.y, weight=0.12, colour=LIGHT.field_line)
        self.y += 2.0

    def draw(self, height: float, made: Callable[[Drawing, float], object]) -> None:
        """Something of so many mm that is drawn from its top on."""
        self.room(height)
        made(self._drawing, self.y)
        self.y += height

    @property
    def _drawing(self) -> Drawing:
        assert self._page is not None
        return self._page

    def _headings(self, cells: Sequence[Cell]) -> None:
        width = sum(cell.width for cell in cells)
        self._drawing.rectangle(LEFT, self.y, width, 6.2, fill=LIGHT.track)
        x = LEFT
        for cell in cells:
            self._cell(x, self.y + 4.4, Cell(cell.heading, cell.width, cell.align, STRONG), cell.heading)
            x += cell.width
        self.y += 6.2

    def _cell(self, x: float, baseline: float, cell: Cell, words: str) -> None:
        place = x + (cell.width - _PADDING if cell.align is Align.RIGHT else _PADDING)
        self._drawing.text(place, baseline, words, cell.font, align=cell.align, within=cell.width - 2 * _PADDING)


def _lines(words: str, cell: Cell) -> list[str]:
    room = cell.width - 2 * _PADDING
    return [line for part in words.split("\n") for line in wrap(part, cell.font, room)]
