"""A choice of the current question: its code as a key, its words, and a mark once it is ticked."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QPixmapCache
from PySide6.QtWidgets import QSizePolicy, QWidget

from shoukei_app.domain.questionnaire import Choice
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit.icons import draw
from shoukei_app.gui.kit.theme import theme

HEIGHT = 28


class ChoiceLine(QWidget):
    """Pressed with the mouse it does what its code typed would do; the keyboard stays in the field."""

    pressed = Signal(int)

    def __init__(self, choice: Choice) -> None:
        super().__init__()
        self.ticked = False
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFixedHeight(theme().px(HEIGHT))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_choice(choice)

    def show_choice(self, choice: Choice) -> None:
        """Stand for another choice."""
        self.choice = choice
        words = self.fontMetrics().horizontalAdvance(choice.text)
        self._least = QSize(theme().px(80), theme().px(HEIGHT))
        self._hint = QSize(theme().px(36) + words + theme().px(26), theme().px(HEIGHT))
        self.setAccessibleName(f"{choice.code} {choice.text}")
        self.updateGeometry()
        self.update()

    def tick(self, *, on: bool) -> None:
        """Mark it as ticked or not."""
        if on != self.ticked:
            self.ticked = on
            self.update()

    def sizeHint(self) -> QSize:
        """Qt: the key, the words and room for the mark."""
        return self._hint

    def minimumSizeHint(self) -> QSize:
        """Qt: words that do not fit are cut, the tooltip has them."""
        return self._least

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Qt: pressed."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.pressed.emit(self.choice.code)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Qt: as it was drawn before; the same questions come with every sheet."""
        ratio = self.devicePixelRatio()
        look = f"{theme().px(100)} {self.width()}x{self.height()}@{ratio} {self.underMouse()} {self.ticked}"
        key = f"choice {look} {self.choice.code} {self.choice.text}"
        drawn = QPixmap()
        if not QPixmapCache.find(key, drawn):
            drawn = QPixmap(self.size() * ratio)
            drawn.setDevicePixelRatio(ratio)
            drawn.fill(Qt.GlobalColor.transparent)
            painter = QPainter(drawn)
            self._draw(painter)
            painter.end()
            QPixmapCache.insert(key, drawn)
        QPainter(self).drawPixmap(0, 0, drawn)

    def _draw(self, painter: QPainter) -> None:
        """Key, words, mark."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look = theme()
        if self.ticked or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color("selected" if self.ticked else "hover"))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0, 1, 0, -1), 6, 6)
        key = QRectF(4, (self.height() - look.px(20)) / 2, look.px(26), look.px(20))
        painter.setPen(QPen(look.color("accent" if self.ticked else "field_line"), 1))
        painter.setBrush(look.color("accent" if self.ticked else "surface"))
        painter.drawRoundedRect(key.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.setFont(look.font(bold=True))
        painter.setPen(look.color("on_accent" if self.ticked else "ink"))
        painter.drawText(key, Qt.AlignmentFlag.AlignCenter, str(self.choice.code))
        painter.setFont(look.font(bold=self.ticked))
        painter.setPen(look.color("ink"))
        left = key.right() + GRID
        mark = look.px(16) if self.ticked else 0
        words = QRectF(left, 0, self.width() - left - mark - 6, self.height())
        shown = painter.fontMetrics().elidedText(self.choice.text, Qt.TextElideMode.ElideRight, int(words.width()))
        self.setToolTip(self.choice.text if shown != self.choice.text else "")
        painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)
        if self.ticked:
            box = QRectF(self.width() - mark - 4, (self.height() - mark) / 2, mark, mark)
            draw(painter, box.toRect(), "check-bold", "accent")
