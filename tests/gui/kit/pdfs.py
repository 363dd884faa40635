"""Small PDFs for tests, written by Qt: a page is white but for one black square."""

from pathlib import Path

from PySide6.QtCore import QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QPdfWriter

A4_POINTS = (595.0, 842.0)


def make_pdf(
    path: Path, pages: int, *, size_mm: tuple[float, float] = (210, 297), square_mm: QRectF | None = None
) -> Path:
    """`pages` sheets of `size_mm`, each with a black square (default 10 mm at 20, 30 mm from the upper left corner)."""
    square = square_mm or QRectF(20, 30, 10, 10)
    writer = QPdfWriter(str(path))
    writer.setResolution(254)  # ten dots a millimetre
    size = QPageSize(QSizeF(*size_mm), QPageSize.Unit.Millimeter)
    writer.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0)))
    painter = QPainter(writer)
    for page in range(pages):
        if page:
            writer.newPage()
        painter.fillRect(
            QRectF(square.x() * 10, square.y() * 10, square.width() * 10, square.height() * 10), Qt.GlobalColor.black
        )
    painter.end()
    return path
