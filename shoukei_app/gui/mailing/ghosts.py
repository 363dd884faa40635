"""What is shown over a preview and never printed: the faces of a sheet of labels."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from shoukei_app.domain.label_sheet import LabelSheet
from shoukei_app.gui.kit.pdf_canvas import Overlay
from shoukei_app.gui.kit.theme import theme


def sheet_outline(sheet: LabelSheet) -> Overlay:
    """The cuts of a label sheet as thin dashes."""

    def paint(painter: QPainter, _page: int) -> None:
        pen = QPen(theme().color("accent"), 1, Qt.PenStyle.DashLine)
        pen.setCosmetic(True)  # as thin at every zoom
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for face in range(sheet.faces):
            area = sheet.face(face)
            painter.drawRect(QRectF(area.x, area.y, area.width, area.height))

    return paint
