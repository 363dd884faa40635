"""A widget that takes the keyboard as a whole and shows it by a ring."""

from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from shoukei_app.domain.tokens import CONTROL_RADIUS
from shoukei_app.gui.kit.theme import theme


class Ringed(QWidget):
    """Has a focus ring around all that lies in it."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Qt: the focus ring."""
        if not self.hasFocus():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme().color("accent"), 2))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), CONTROL_RADIUS + 1, CONTROL_RADIUS + 1)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Qt: show the ring."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Qt: take the ring away."""
        super().focusOutEvent(event)
        self.update()
