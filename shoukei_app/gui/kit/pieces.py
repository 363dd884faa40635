"""The small pieces a page is made of: texts, chips, cards, banners, rows and columns."""

from collections.abc import Callable
from html import escape

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit.icons import draw, icon
from shoukei_app.gui.kit.theme import theme

STRETCH = None
"""In `row` and `column`: take up the room that is left over."""

Part = QWidget | QLayout | None


def label(words: str, role: str = "body", *, wrap: bool = False, tone: str = "") -> QLabel:
    """A text. Roles: title, lead, figure, strong, body, secondary, note, error, key, chip (with a tone)."""
    made = Paragraph(words) if wrap else QLabel(words)
    made.setProperty("role", role)
    if not wrap:
        made.setTextFormat(Qt.TextFormat.PlainText)
    if tone:
        made.setProperty("tone", tone)
    if role in ("chip", "key"):
        made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
    return made


class Paragraph(QLabel):
    """A text that may take several lines, with room between them: BIZ UD's own lines touch each other."""

    LINE_HEIGHT = 145

    def __init__(self, words: str = "") -> None:
        super().__init__()
        self._words = ""
        self._heights: dict[int, int] = {}
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.setText(words)

    def text(self) -> str:
        """The words, without what makes the lines."""
        return self._words

    def setText(self, words: str) -> None:
        """Replace the words; plain text, in which a line feed begins a new line."""
        if words == self._words and words:
            return
        self._words = words
        self._heights.clear()
        self.setAccessibleName(words)
        super().setText(lines_html(words) if words else "")

    @classmethod
    def surplus(cls, font: QFont) -> int:
        """Qt puts the room below each line, so also below the last: there it would push away what follows."""
        return round(QFontMetrics(font).height() * (cls.LINE_HEIGHT - 100) / 100) - 2

    def _surplus(self) -> int:
        return self.surplus(self.font())

    def heightForWidth(self, width: int) -> int:
        """Qt: the lines, and the room between them; a layout asks many times, and the lines are laid out each time."""
        if width not in self._heights:
            self._heights[width] = super().heightForWidth(width) - self._surplus()
        return self._heights[width]

    def changeEvent(self, event: QEvent) -> None:
        """Qt: another font needs other room."""
        self._heights.clear()
        super().changeEvent(event)

    def sizeHint(self) -> QSize:
        """Qt: the same."""
        return super().sizeHint() - QSize(0, self._surplus())

    def minimumSizeHint(self) -> QSize:
        """Qt: the same."""
        return super().minimumSizeHint() - QSize(0, self._surplus())


def lines_html(words: str) -> str:
    """Plain words as Qt sets them with room between the lines."""
    lines = escape(words).replace("\n", "<br>")
    return f'<div style="line-height:{Paragraph.LINE_HEIGHT}%">{lines}</div>'


def chip(words: str, tone: str = "") -> QLabel:
    """A state in one word; tones: "" (neutral), accent, done, attention, overdue."""
    return label(words, "chip", tone=tone)


def set_tone(widget: QWidget, tone: str) -> None:
    """Change the tone of a chip or banner that is already shown."""
    widget.setProperty("tone", tone)
    repolish(widget)


def repolish(widget: QWidget) -> None:
    """Let the stylesheet look at a widget's properties anew."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def button(words: str, on_click: Callable[[], object], *, kind: str = "plain", symbol: str = "") -> QPushButton:
    """A button outside a page's declared actions. Kinds: plain, primary, danger, quiet, link, chip, icon."""
    # The style leaves four px between icon and words; a blank makes it a distance.
    made = QPushButton(f" {words}" if symbol and words else words)
    made.setAccessibleName(words)
    made.setProperty("kind", kind)
    if symbol:
        made.setIcon(icon(symbol, "on_accent" if kind == "primary" else "ink"))
        made.setIconSize(QSize(theme().px(16), theme().px(16)))
    made.setAutoDefault(False)
    made.clicked.connect(lambda _checked=False: on_click())
    return made


def row(*parts: Part, spacing: int = GRID, margins: tuple[int, int, int, int] = (0, 0, 0, 0)) -> QHBoxLayout:
    """Widgets and layouts side by side; `STRETCH` between them takes the room that is left."""
    layout = QHBoxLayout()
    _fill(layout, parts, spacing, margins)
    return layout


def column(*parts: Part, spacing: int = GRID, margins: tuple[int, int, int, int] = (0, 0, 0, 0)) -> QVBoxLayout:
    """Widgets and layouts below each other; `STRETCH` between them takes the room that is left."""
    layout = QVBoxLayout()
    _fill(layout, parts, spacing, margins)
    return layout


def _fill(layout: QBoxLayout, parts: tuple[Part, ...], spacing: int, margins: tuple[int, int, int, int]) -> None:
    layout.setSpacing(spacing)
    layout.setContentsMargins(*margins)
    for part in parts:
        if part is None:
            layout.addStretch(1)
        elif isinstance(part, QWidget):
            layout.addWidget(part)
        else:
            layout.addLayout(part)


def holding(layout: QLayout) -> QWidget:
    """A plain widget around a layout, for places that want a widget (a splitter, a scroll area, a page's content)."""
    widget = QWidget()
    widget.setLayout(layout)
    return widget


def clear(layout: QLayout) -> None:
    """Take all widgets out of a layout, for showing others."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()


def rule() -> QFrame:
    """A hairline between two parts of a card."""
    line = QFrame()
    line.setProperty("kind", "rule")
    line.setFixedHeight(1)
    return line


def scrolled(content: QWidget) -> QScrollArea:
    """Let content scroll where the window is too small for it; its ground shines through."""
    content.setProperty("kind", "scrolled")
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidget(content)
    return area


class Elided(QWidget):
    """One line of text that ends in … where there is no room, instead of pushing the window wider."""

    def __init__(self, words: str = "", role: str = "secondary") -> None:
        super().__init__()
        self._words = words
        self._role = role
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setText(words)

    def text(self) -> str:
        """The whole text."""
        return self._words

    def setText(self, words: str) -> None:
        """Replace the text; named as a label's, because it stands in for one."""
        self._words = words
        self.setAccessibleName(words)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Qt: as wide as the text, if there is room."""
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self._words) + 2, metrics.height() + 2)

    def minimumSizeHint(self) -> QSize:
        """Qt: room for a few characters."""
        return QSize(self.fontMetrics().height() * 3, self.fontMetrics().height() + 2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Qt: draw what fits; the rest is told by the tooltip."""
        shown = self.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, self.width())
        self.setToolTip(self._words if shown != self._words else "")
        painter = QPainter(self)
        painter.setPen(theme().color(self._role))
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)


class Symbol(QWidget):
    """An icon that stands by itself, `size` px at 100 %, in the colour of a role."""

    def __init__(self, name: str, role: str = "secondary", size: int = 20) -> None:
        super().__init__()
        self._name = name
        self._role = role
        self.setFixedSize(theme().px(size), theme().px(size))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Qt: draw the icon in the colour that holds now."""
        draw(QPainter(self), self.rect(), self._name, self._role)


class Card(QFrame):
    """A white field with a hairline: an optional title with a note at the right, and a body for content.

    `padded=False` lets a table reach the edges of the card.
    """

    def __init__(self, title: str = "", note: str = "", *, padded: bool = True) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        side = 2 * GRID if padded else 1
        self.title = label(title, "lead")
        self.note = label(note, "secondary")
        self._head = holding(row(self.title, STRETCH, self.note))
        self.body = QVBoxLayout()
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(GRID)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(side, side, side, side)
        outer.setSpacing(GRID + GRID // 2)
        outer.addWidget(self._head)
        outer.addLayout(self.body, 1)
        self._head.setVisible(bool(title or note))  # not before it has a parent: it would flash up as a window

    def add(self, part: QWidget | QLayout, stretch: int = 0) -> None:
        """Put a widget or layout below what the card already holds."""
        if isinstance(part, QWidget):
            self.body.addWidget(part, stretch)
        else:
            self.body.addLayout(part, stretch)


class Banner(QFrame):
    """The next step (or a warning) in words, with at most one action at the right."""

    def __init__(self, title: str, sentence: str = "", action: QPushButton | None = None, tone: str = "accent") -> None:
        super().__init__()
        self.setProperty("kind", "banner")
        self.setProperty("tone", tone)
        self._title = label(title, "lead", wrap=True)
        self._sentence = label(sentence, "secondary", wrap=True)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2 * GRID, GRID + 4, 2 * GRID, GRID + 4)
        layout.setSpacing(2 * GRID)
        layout.addLayout(column(self._title, self._sentence, spacing=GRID - 2), 1)
        self._sentence.setVisible(bool(sentence))
        if action is not None:
            layout.addWidget(action)

    def add(self, widget: QWidget) -> None:
        """Put a control at the right of the words."""
        layout = self.layout()
        assert layout is not None
        layout.addWidget(widget)

    def say(self, title: str, sentence: str = "") -> None:
        """Replace the words."""
        self._title.setText(title)
        self._sentence.setText(sentence)
        self._sentence.setVisible(bool(sentence))


class EmptyState(QWidget):
    """What stands where there is nothing yet: what this place is for, and the action that fills it."""

    def __init__(self, title: str, sentence: str = "", action: QPushButton | None = None, symbol: str = "tray") -> None:
        super().__init__()
        self.symbol = Symbol(symbol, size=40)
        self.title = label(title, "lead", wrap=True)
        self.sentence = label(sentence, "secondary", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * GRID, GRID, 3 * GRID, GRID)
        layout.setSpacing(GRID)
        layout.addStretch(2)
        layout.addWidget(self.symbol, 0, Qt.AlignmentFlag.AlignHCenter)
        for text in (self.title, self.sentence):
            text.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
            layout.addWidget(text)
        if action is not None:
            layout.addSpacing(GRID)
            layout.addWidget(action, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)


def hint_line(hints: tuple[tuple[str, str], ...]) -> QWidget:
    """The keys of a page in small type: (("Enter", "開く"), ("Ctrl+N", "追加"))."""
    parts: list[Part] = []
    for keys, meaning in hints:
        parts.append(row(label(keys, "key"), label(meaning, "note"), spacing=GRID // 2 + 2))
    line = row(*parts, STRETCH, spacing=2 * GRID)
    return holding(line)
