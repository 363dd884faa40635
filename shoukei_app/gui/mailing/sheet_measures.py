"""A drawing of a label sheet with its measures, while somebody types them."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from shoukei_app.domain.label_sheet import LARGEST_FACES, LabelSheet
from shoukei_app.gui.kit.theme import theme

WIDTH, HEIGHT = 320, 400
_EDGE = 46
"""px at 100 % around the sheet, for the measures."""


class SheetMeasures(QWidget):
    """Faces over the edge of the paper, or over each other, are drawn in the colour of a warning."""

    def __init__(self) -> None:
        super().__init__()
        self._sheet: LabelSheet | None = None
        self.setAccessibleName("用紙の図")
        self.setFixedSize(QSize(theme().px(WIDTH), theme().px(HEIGHT)))

    def show_sheet(self, sheet: LabelSheet) -> None:
        """Draw another sheet."""
        self._sheet = sheet
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Qt: the paper, its faces, and the six measures at the first faces."""
        sheet = self._sheet
        if sheet is None or min(sheet.page_width, sheet.page_height) <= 0:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look, edge = theme(), theme().px(_EDGE)
        right, bottom = sheet.overflow()
        width, height = sheet.page_width + right, sheet.page_height + bottom
        scale = min((self.width() - 2 * edge) / width, (self.height() - 2 * edge) / height)
        painter.translate((self.width() - width * scale) / 2, (self.height() - height * scale) / 2)
        painter.setPen(QPen(look.color("field_line"), 1))
        painter.setBrush(look.color("field"))
        painter.drawRect(QRectF(0, 0, sheet.page_width * scale, sheet.page_height * scale))
        page = QRectF(-0.05, -0.05, sheet.page_width + 0.1, sheet.page_height + 0.1)
        crowded = sheet.overlaps()
        for face in range(min(sheet.faces, LARGEST_FACES)):
            area = sheet.face(face)
            rect = QRectF(area.x, area.y, area.width, area.height)
            wrong = crowded or not page.contains(rect)
            painter.setPen(QPen(look.color("attention" if wrong else "accent"), 1))
            painter.setBrush(look.color("attention_soft" if wrong else "accent_soft"))
            painter.drawRect(QRectF(area.x * scale, area.y * scale, area.width * scale, area.height * scale))
        painter.setFont(look.font(11))
        self._draw_measures(painter, sheet, scale)

    def _draw_measures(self, painter: QPainter, sheet: LabelSheet, scale: float) -> None:
        look = theme()
        painter.setPen(look.color("ink"))
        gap = look.px(9)
        right, bottom = sheet.overflow()
        below = (sheet.page_height + bottom) * scale + gap
        beside = (sheet.page_width + right) * scale + gap
        first, second = sheet.left * scale, (sheet.left + sheet.pitch_x) * scale
        upper, lower = sheet.top * scale, (sheet.top + sheet.pitch_y) * scale
        self._across(painter, -gap, 0, first, f"{sheet.left:g}", above=True)
        self._across(painter, -gap, first, first + sheet.width * scale, f"{sheet.width:g}", above=True)
        if sheet.columns > 1:
            self._across(painter, below, first, second, f"間隔 {sheet.pitch_x:g}", above=False)
        self._down(painter, -gap, 0, upper, f"{sheet.top:g}", left=True)
        self._down(painter, -gap, upper, upper + sheet.height * scale, f"{sheet.height:g}", left=True)
        if sheet.rows > 1:
            self._down(painter, beside, upper, lower, f"{sheet.pitch_y:g}", left=False)

    def _across(self, painter: QPainter, y: float, start: float, end: float, words: str, *, above: bool) -> None:
        painter.drawLine(QPointF(start, y), QPointF(end, y))
        for x in (start, end):
            painter.drawLine(QPointF(x, y - 3), QPointF(x, y + 3))
        height = painter.fontMetrics().height()
        place = QRectF((start + end) / 2 - 60, y - height - 2 if above else y + 2, 120, height)
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, words)

    def _down(self, painter: QPainter, x: float, start: float, end: float, words: str, *, left: bool) -> None:
        painter.drawLine(QPointF(x, start), QPointF(x, end))
        for y in (start, end):
            painter.drawLine(QPointF(x - 3, y), QPointF(x + 3, y))
        flags = Qt.AlignmentFlag.AlignRight if left else Qt.AlignmentFlag.AlignLeft
        place = QRectF(x - 64 if left else x + 4, (start + end) / 2 - 10, 60, 20)
        painter.drawText(place, flags | Qt.AlignmentFlag.AlignVCenter, words)
