"""A small window that opens below a control and goes away by itself: a framed surface with round corners."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from shoukei_app.domain.tokens import GRID


class Popup(QWidget):
    """Put content into `body`, then `show_below` the control it belongs to."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        # The stylesheet paints no ground on a translucent window: the frame within has it.
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        surface = QFrame()
        surface.setProperty("kind", "popup")
        self.body = QVBoxLayout(surface)
        self.body.setContentsMargins(GRID, GRID, GRID, GRID)
        self.body.setSpacing(GRID)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(surface)

    def show_below(self, place: QWidget) -> None:
        """Open below a control."""
        self.move(place.mapToGlobal(QPoint(0, place.height() + 2)))
        self.show()
