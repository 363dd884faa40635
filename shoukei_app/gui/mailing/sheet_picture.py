"""A small picture of a label sheet on which the first face to print is pressed."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from shoukei_app.domain.label_sheet import LabelSheet
from shoukei_app.gui.kit.theme import theme

HEIGHT = 300


class SheetPicture(QWidget):
    """Faces before the first one are crossed out: those labels were used already."""

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._sheet: LabelSheet | None = None
        self.start = 1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName("開始位置")
        self.setFixedSize(QSize(theme().px(HEIGHT * 210 / 297) + 4, theme().px(HEIGHT) + 4))

    def show_sheet(self, sheet: LabelSheet, start: int = 1) -> None:
        """Show another sheet."""
        self._sheet = sheet
        self.start = min(start, sheet.faces)
        self.update()

    def face_at(self, place: QPointF) -> int | None:
        """The 1-based face at a point, None between the faces."""
        if self._sheet is None:
            return None
        return next((face + 1 for face in range(self._sheet.faces) if self._face(face).contains(place)), None)

    def _scale(self) -> float:
        assert self._sheet is not None
        return (self.height() - 4) / self._sheet.page_height

    def _face(self, face: int) -> QRectF:
        assert self._sheet is not None
        scale = self._scale()
        x, y = self._sheet.position(face)
        return QRectF(2 + x * scale, 2 + y * scale, self._sheet.width * scale, self._sheet.height * scale)

    def _choose(self, face: int) -> None:
        if self._sheet is not None and 1 <= face <= self._sheet.faces and face != self.start:
            self.start = face
            self.update()
            self.chosen.emit(face)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Qt: the pressed face becomes the first."""
        face = self.face_at(event.position())
        if face is not None:
            self._choose(face)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: the arrows move the first face."""
        columns = self._sheet.columns if self._sheet is not None else 1
        steps = {
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Down: columns,
            Qt.Key.Key_Up: -columns,
        }
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self._choose(self.start + step)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Qt: the sheet, its faces, the first one marked."""
        if self._sheet is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look = theme()
        scale = self._scale()
        page = QRectF(2, 2, self._sheet.page_width * scale, self._sheet.page_height * scale)
        painter.setPen(QPen(look.color("accent" if self.hasFocus() else "field_line"), 2 if self.hasFocus() else 1))
        painter.setBrush(look.color("surface"))
        painter.drawRect(page)
        painter.setFont(look.font(11, bold=True))
        for face in range(self._sheet.faces):
            rect = self._face(face).adjusted(1, 1, -1, -1)
            used, first = face + 1 < self.start, face + 1 == self.start
            painter.setPen(QPen(look.color("line" if used else "accent"), 1))
            painter.setBrush(look.color("track" if used else "accent" if first else "accent_soft"))
            painter.drawRoundedRect(rect, 2, 2)
            painter.setPen(look.color("secondary" if used else "on_accent" if first else "accent"))
            if used:
                painter.drawLine(rect.topLeft(), rect.bottomRight())
            elif rect.height() > painter.fontMetrics().height():
                painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, str(face + 1))
