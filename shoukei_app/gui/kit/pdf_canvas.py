"""The pages of a PDF below each other; those in sight are rendered between two events, and a bounded lot is kept."""

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable

from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame

from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit.pdf import POINTS_PER_INCH, PdfFile
from shoukei_app.gui.kit.theme import theme

SCREEN_DPI = 96
MM_PER_POINT = 25.4 / POINTS_PER_INCH
GAP = 2 * GRID
BYTES_KEPT = 96 * 1024 * 1024
LARGEST_PICTURE = 16_000_000
"""px; a page that would need more at the zoom in force is rendered coarser."""
ZOOM_STEPS = (0.25, 0.33, 0.5, 0.67, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0, 4.0)
SIZES_AT_ONCE = 500

Overlay = Callable[[QPainter, int], None]
"""Paints over a page (its number from 0) with a painter in mm from the page's upper left corner."""


class PdfCanvas(QAbstractScrollArea):
    """The pages below each other; renders those in sight between two events, one at a time, and keeps a bounded lot."""

    page_changed = Signal(int)
    zoom_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("文書のプレビュー")
        self.overlay: Overlay | None = None
        self.current = 0
        self._pdf: PdfFile | None = None
        self._sizes: list[tuple[float, float]] = []
        self._tops: list[int] = [0]
        self._measured = 0
        self._wanted_zoom: float | None = None
        self._pictures: OrderedDict[tuple[int, float], QPixmap] = OrderedDict()
        self._bytes = 0
        self._render = QTimer(self, interval=0, singleShot=True)
        self._render.timeout.connect(self._render_one)
        self._measure = QTimer(self, interval=0)
        self._measure.timeout.connect(self._measure_some)

    @property
    def zoom(self) -> float:
        """The zoom in force; 1.0 shows a page at its size on paper on a 96-dpi screen."""
        if self._wanted_zoom is not None:
            return self._wanted_zoom
        widest = max((width for width, _ in self._sizes[:SIZES_AT_ONCE]), default=595.0)
        return max(0.1, (self.viewport().width() - 2 * GAP) / (widest * SCREEN_DPI / POINTS_PER_INCH))

    def show_pdf(self, pdf: PdfFile | None) -> None:
        """Show another document from its first page."""
        self._pdf = pdf
        self._pictures.clear()
        self._bytes = 0
        self.current = 0
        # Until they are measured, all pages count as large as the first.
        self._sizes = [pdf.size(0)] * pdf.count if pdf is not None and pdf.count else []
        self._measured = 1
        if len(self._sizes) > 1:
            self._measure.start()
        else:
            self._measure.stop()
        self.relayout()
        self.verticalScrollBar().setValue(0)

    def swap_pdf(self, pdf: PdfFile) -> None:
        """Show another state of the same document: the place stays, and what is in sight changes at once."""
        if pdf.count != len(self._sizes) or pdf.size(0) != self._sizes[0]:
            self.show_pdf(pdf)
            return
        self._pdf = pdf
        self._pictures.clear()
        self._bytes = 0
        for page in self._in_sight():
            key = self._key(page)
            self._keep(key, QPixmap.fromImage(pdf.image(*key)))
        self.viewport().update()

    def set_zoom(self, zoom: float | None) -> None:
        """A fixed zoom, or None to fit the width; the page in sight stays in sight."""
        self._wanted_zoom = zoom
        place = self.current
        self.relayout()
        self.go_to(place)

    def zoom_by(self, steps: int) -> None:
        """The next larger (1) or smaller (-1) usual zoom."""
        zoom = self.zoom
        larger = [step for step in ZOOM_STEPS if step > zoom + 0.01]
        smaller = [step for step in ZOOM_STEPS if step < zoom - 0.01]
        if steps > 0 and larger:
            self.set_zoom(larger[0])
        elif steps < 0 and smaller:
            self.set_zoom(smaller[-1])

    def go_to(self, page: int) -> None:
        """Bring the top of a page (from 0) to the top."""
        if self._sizes:
            page = max(0, min(len(self._sizes) - 1, page))
            self.verticalScrollBar().setValue(self._tops[page] - GAP // 2)

    def relayout(self) -> None:
        """Place all pages anew for the zoom and the width there is."""
        scale = self._scale()
        tops, y = [], GAP
        for _, height in self._sizes:
            tops.append(y)
            y += round(height * scale) + GAP
        self._tops = [*tops, y]
        widest = max((round(width * scale) for width, _ in self._sizes), default=0)
        view = self.viewport().size()
        self.verticalScrollBar().setRange(0, max(0, y - view.height()))
        self.verticalScrollBar().setPageStep(view.height())
        self.verticalScrollBar().setSingleStep(theme().px(40))
        self.horizontalScrollBar().setRange(0, max(0, widest + 2 * GAP - view.width()))
        self.horizontalScrollBar().setPageStep(view.width())
        self.zoom_changed.emit()
        self.viewport().update()

    def page_rect(self, page: int) -> QRect:
        """Where a page is on the viewport."""
        scale = self._scale()
        width, height = (round(length * scale) for length in self._sizes[page])
        free = self.viewport().width() - width
        left = free // 2 if self.horizontalScrollBar().maximum() == 0 else GAP - self.horizontalScrollBar().value()
        return QRect(left, self._tops[page] - self.verticalScrollBar().value(), width, height)

    @property
    def bytes_kept(self) -> int:
        """Memory taken by rendered pages."""
        return self._bytes

    def _scale(self) -> float:
        return self.zoom * SCREEN_DPI / POINTS_PER_INCH

    def _in_sight(self) -> range:
        if not self._sizes:
            return range(0)
        top = self.verticalScrollBar().value()
        first = max(0, bisect_right(self._tops, top) - 1)
        last = bisect_right(self._tops, top + self.viewport().height())
        return range(first, min(len(self._sizes), last))

    def _key(self, page: int) -> tuple[int, float]:
        width, height = self._sizes[page]
        scale = self._scale() * self.devicePixelRatioF()
        pixels = width * height * scale * scale
        return page, round(scale * min(1.0, (LARGEST_PICTURE / pixels) ** 0.5), 4)

    def _render_one(self) -> None:
        pages = self._in_sight()
        ahead = (pages.stop, pages.start - 1) if pages else ()
        for page in (*pages, *(page for page in ahead if 0 <= page < len(self._sizes))):
            key = self._key(page)
            if key not in self._pictures and self._pdf is not None:
                self._keep(key, QPixmap.fromImage(self._pdf.image(*key)))
                self._render.start()
                self.viewport().update()
                return

    def _keep(self, key: tuple[int, float], picture: QPixmap) -> None:
        self._pictures[key] = picture
        self._bytes += _bytes_of(picture)
        while self._bytes > BYTES_KEPT and len(self._pictures) > 1:
            _, dropped = self._pictures.popitem(last=False)
            self._bytes -= _bytes_of(dropped)

    def _measure_some(self) -> None:
        assert self._pdf is not None
        until = min(len(self._sizes), self._measured + SIZES_AT_ONCE)
        differ = False
        for page in range(self._measured, until):
            size = self._pdf.size(page)
            differ = differ or size != self._sizes[page]
            self._sizes[page] = size
        self._measured = until
        if until == len(self._sizes):
            self._measure.stop()
        if differ:
            self.relayout()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Qt: paper, pictures where they are ready, and what is painted over them."""
        painter = QPainter(self.viewport())
        look = theme()
        painter.fillRect(self.viewport().rect(), look.color("track"))
        missing = False
        for page in self._in_sight():
            rect = self.page_rect(page)
            key = self._key(page)
            picture = self._pictures.get(key)
            painter.fillRect(rect, Qt.GlobalColor.white)
            if picture is None:
                missing = True
            else:
                self._pictures.move_to_end(key)
                painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
                painter.drawPixmap(rect, picture)
            painter.setPen(QPen(look.color("field_line"), 1))
            painter.drawRect(rect.adjusted(-1, -1, 0, 0))
            if self.overlay is not None:
                self._paint_overlay(painter, page, rect)
        if missing or self._pictures:
            self._render.start()

    def _paint_overlay(self, painter: QPainter, page: int, rect: QRect) -> None:
        assert self.overlay is not None
        painter.save()
        per_mm = rect.width() / (self._sizes[page][0] * MM_PER_POINT)
        painter.setTransform(QTransform.fromTranslate(rect.left(), rect.top()).scale(per_mm, per_mm))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.overlay(painter, page)
        painter.restore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: a document fitted to the width follows it; the page in sight stays."""
        super().resizeEvent(event)
        place = self.current
        self.relayout()
        if self._wanted_zoom is None:
            self.go_to(place)

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        """Qt: repaint, and say which page is now the one in sight."""
        self.viewport().update()
        middle = self.verticalScrollBar().value() + self.viewport().height() // 3
        page = max(0, min(len(self._sizes) - 1, bisect_right(self._tops, middle) - 1))
        if page != self.current:
            self.current = page
            self.page_changed.emit(page)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Qt: the wheel scrolls, with Ctrl it zooms."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Home and End go to the ends of the document."""
        match event.key():
            case Qt.Key.Key_Home:
                self.go_to(0)
            case Qt.Key.Key_End:
                self.go_to(len(self._sizes) - 1)
            case _:
                super().keyPressEvent(event)


def _bytes_of(picture: QPixmap) -> int:
    return picture.width() * picture.height() * 4
