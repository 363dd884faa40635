"""A text over several lines that is shown again and again, as the questions of a sheet are: laid out once a width."""

from functools import lru_cache

from PySide6.QtCore import QRect, QSizeF
from PySide6.QtGui import QAbstractTextDocumentLayout, QPainter, QPaintEvent, QPalette, QTextDocument
from PySide6.QtWidgets import QWidget

from shoukei_app.gui.kit import drawn
from shoukei_app.gui.kit.pieces import Paragraph, lines_html
from shoukei_app.gui.kit.theme import theme


class PaintedWords(QWidget):
    """Looks as a wrapped `label` does. `size` is in px at 100 %, `colour` a role of the palette.

    A label lays its words out for every question anew: a fast keyer waits a third of a screen's turn for each.
    """

    def __init__(self, size: float, colour: str, *, bold: bool = False) -> None:
        super().__init__()
        self._size = size
        self._colour = colour
        self._bold = bold
        self._words = ""

    def text(self) -> str:
        """The words."""
        return self._words

    def setText(self, words: str) -> None:
        """Replace the words; a line feed begins a new line. Without words nothing is shown."""
        self._words = words
        self.setAccessibleName(words)
        self.setVisible(bool(words))
        self.update()

    def fit(self, width: int) -> None:
        """Take the height that the words need at a width."""
        if self._words:
            self.setFixedHeight(_height(self._words, width, self._size, theme().scale, bold=self._bold))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Qt: the words as they were laid out before."""
        state = f"words {self._size} {self._colour} {self._bold} {self._words}"
        drawn.paint(QPainter(self), self.rect(), state, self._draw)

    def _draw(self, painter: QPainter, area: QRect) -> None:
        context = QAbstractTextDocumentLayout.PaintContext()
        context.palette.setColor(QPalette.ColorRole.Text, theme().color(self._colour))
        document = _document(self._words, area.width(), self._size, bold=self._bold)
        document.documentLayout().draw(painter, context)


@lru_cache(maxsize=512)
def _height(words: str, width: int, size: float, scale: float, *, bold: bool) -> int:
    wanted: QSizeF = _document(words, width, size, bold=bold).size()
    return round(wanted.height()) - Paragraph.surplus(theme().font(size, bold=bold))


def _document(words: str, width: int, size: float, *, bold: bool) -> QTextDocument:
    made = QTextDocument()
    made.setDocumentMargin(0)
    made.setDefaultFont(theme().font(size, bold=bold))
    made.setHtml(lines_html(words))
    made.setTextWidth(width)
    return made
