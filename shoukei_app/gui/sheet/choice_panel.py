"""The choices of the current question: each with its code as a key, its words, and a mark once it is ticked."""

from collections.abc import Collection, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from shoukei_app.domain.questionnaire import Choice
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit import drawn
from shoukei_app.gui.kit.icons import draw
from shoukei_app.gui.kit.theme import theme

HEIGHT = 28
_BETWEEN = 2
_MOST_LINES = 8
_MOST_COLUMNS = 4


class ChoicePanel(QWidget):
    """Pressed with the mouse a choice does what its code typed would do; the keyboard stays in the field.

    One widget that paints them all: sixteen of them in a layout would be what a fast keyer waits for.
    """

    pressed = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._choices: Sequence[Choice] = ()
        self._ticked: frozenset[int] = frozenset()
        self._widest = 0
        self._many = 1
        self._pointed = -1
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_choices(self, choices: Sequence[Choice]) -> None:
        """Stand for the choices of another question."""
        self._choices, self._ticked, self._pointed = choices, frozenset(), -1
        metrics = self.fontMetrics()
        words = max((metrics.horizontalAdvance(choice.text) for choice in choices), default=0)
        self._widest = theme().px(36) + words + theme().px(26)
        self.setAccessibleName("　".join(f"{choice.code} {choice.text}" for choice in choices))
        self.setVisible(bool(choices))
        self.update()

    def tick(self, codes: Collection[int]) -> None:
        """Mark these as ticked, and no others."""
        ticked = frozenset(codes)
        if ticked != self._ticked:
            self._ticked = ticked
            self.update()

    def fit(self, width: int) -> None:
        """Set them out in columns for a width, and take the height that they need."""
        self._many = _columns(len(self._choices), self._widest, width)
        down = -(-len(self._choices) // self._many)
        self.setFixedHeight(max(0, down * (theme().px(HEIGHT) + _BETWEEN) - _BETWEEN))

    def place_of(self, code: int) -> QRect:
        """Where the choice of a code stands. ValueError where there is none."""
        return self._place([choice.code for choice in self._choices].index(code))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Qt: the choice under the mouse is shown as such."""
        self._point(event.position().toPoint())

    def leaveEvent(self, _event: QEvent) -> None:
        """Qt: none is."""
        self._point(QPoint(-1, -1))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Qt: pressed."""
        at = self._at(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and at >= 0:
            self.pressed.emit(self._choices[at].code)

    def event(self, event: QEvent) -> bool:
        """Qt: words that had to be cut are told in full."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            at = self._at(event.pos())
            cut = at >= 0 and self._place(at).width() < self._widest
            QToolTip.showText(event.globalPos(), self._choices[at].text if cut else "", self)
            return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Qt: as they were drawn before; the same questions come with every sheet."""
        painter = QPainter(self)
        for at, choice in enumerate(self._choices):
            on, here = choice.code in self._ticked, at == self._pointed
            state = f"choice {on} {here} {choice.code} {choice.text}"
            drawn.paint(painter, self._place(at), state, partial(_draw, choice=choice, on=on, here=here))

    def _place(self, at: int) -> QRect:
        down = -(-len(self._choices) // self._many)
        line, height = at % down, theme().px(HEIGHT)
        width = (self.width() - GRID * (self._many - 1)) // self._many
        return QRect((at // down) * (width + GRID), line * (height + _BETWEEN), width, height)

    def _at(self, point: QPoint) -> int:
        return next((at for at in range(len(self._choices)) if self._place(at).contains(point)), -1)

    def _point(self, point: QPoint) -> None:
        at = self._at(point)
        if at != self._pointed:
            self._pointed = at
            self.update()


def _columns(count: int, widest: int, width: int) -> int:
    """How many columns show `count` choices whose words are at most `widest` px wide."""
    if not count:
        return 1
    many = max(1, min(_MOST_COLUMNS, width // (widest + GRID)))
    if count <= many:
        return count
    if -(-count // many) > _MOST_LINES and width // (many + 1) > widest * 0.7:
        many += 1  # rather cut a word, which the paper has in full, than push the field out of sight
    return many


def _draw(painter: QPainter, area: QRect, *, choice: Choice, on: bool, here: bool) -> None:
    """Key, words, mark."""
    look = theme()
    if on or here:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color("selected" if on else "hover"))
        painter.drawRoundedRect(QRectF(area).adjusted(0, 1, 0, -1), 6, 6)
    key = QRectF(4, (area.height() - look.px(20)) / 2, look.px(26), look.px(20))
    painter.setPen(QPen(look.color("accent" if on else "field_line"), 1))
    painter.setBrush(look.color("accent" if on else "surface"))
    painter.drawRoundedRect(key.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    painter.setFont(look.font(bold=True))
    painter.setPen(look.color("on_accent" if on else "ink"))
    painter.drawText(key, Qt.AlignmentFlag.AlignCenter, str(choice.code))
    painter.setFont(look.font(bold=on))
    painter.setPen(look.color("ink"))
    left = key.right() + GRID
    mark = look.px(16) if on else 0
    words = QRectF(left, 0, area.width() - left - mark - 6, area.height())
    shown = painter.fontMetrics().elidedText(choice.text, Qt.TextElideMode.ElideRight, int(words.width()))
    painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)
    if on:
        box = QRectF(area.width() - mark - 4, (area.height() - mark) / 2, mark, mark)
        draw(painter, box.toRect(), "check-bold", "accent")
