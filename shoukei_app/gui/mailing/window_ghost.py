"""The front of a window envelope as a shadow over a letter: what of it is seen, and what is always seen."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from shoukei_app.domain.envelope import FOLDS, WindowEnvelope
from shoukei_app.domain.geometry import Area
from shoukei_app.gui.kit.pdf_canvas import Overlay
from shoukei_app.gui.kit.theme import theme

_SHADOW = 36
"""How dark the envelope lies over the sheet, of 255."""

_SHEET = 210.0


def ghost(envelope: WindowEnvelope) -> Overlay:
    """What `PdfPreview.set_overlay` takes: nothing of it is printed."""

    def paint(painter: QPainter, _page: int) -> None:
        shadow = QPainterPath()
        shadow.addRect(QRectF(0.0, 0.0, _SHEET, FOLDS[0]))
        hole = QPainterPath()
        hole.addRoundedRect(_rect(envelope.window), 3.0, 3.0)
        painter.fillPath(shadow.subtracted(hole), QColor(0, 0, 0, _SHADOW))
        accent = theme().color("accent")
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(_pen(accent, Qt.PenStyle.SolidLine))
        painter.drawPath(hole)
        painter.setPen(_pen(accent, Qt.PenStyle.DashLine))
        painter.drawRect(_rect(envelope.always_seen()))
        painter.setPen(_pen(theme().color("secondary"), Qt.PenStyle.DotLine))
        for fold in FOLDS:
            painter.drawLine(QRectF(0.0, fold, _SHEET, 0.0).topLeft(), QRectF(_SHEET, fold, 0.0, 0.0).topLeft())

    return paint


def _rect(area: Area) -> QRectF:
    return QRectF(area.x, area.y, area.width, area.height)


def _pen(colour: QColor, style: Qt.PenStyle) -> QPen:
    pen = QPen(colour, 1.5, style)
    pen.setCosmetic(True)
    return pen
