"""The preview of the very PDF: pages below each other, thumbnails, zoom, printing and saving; bounded in memory."""

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QGuiApplication,
    QIcon,
    QIntValidator,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractScrollArea,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from shoukei_app import files
from shoukei_app.domain.tokens import GRID, SIZES
from shoukei_app.gui.kit import dialogs, printing
from shoukei_app.gui.kit.actions import Action, Actions
from shoukei_app.gui.kit.pdf import POINTS_PER_INCH, PdfFile
from shoukei_app.gui.kit.pieces import STRETCH, EmptyState, holding, label, row
from shoukei_app.gui.kit.theme import theme

SCREEN_DPI = 96
MM_PER_POINT = 25.4 / POINTS_PER_INCH
GAP = 2 * GRID
BYTES_KEPT = 96 * 1024 * 1024
LARGEST_PICTURE = 16_000_000
"""px; a page that would need more at the zoom in force is rendered coarser."""
ZOOM_STEPS = (0.25, 0.33, 0.5, 0.67, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0, 4.0)
THUMBNAIL_WIDTH = 88
THUMBNAILS_KEPT = 400
SIZES_AT_ONCE = 500

Overlay = Callable[[QPainter, int], None]
"""Paints over a page (its number from 0) with a painter in mm from the page's upper left corner."""


class PdfPreview(QWidget):
    """Shows a PDF exactly as it will be printed. `show_pdf` and `clear` are all a page needs."""

    def __init__(self, empty: EmptyState | None = None) -> None:
        super().__init__()
        self._pdf: PdfFile | None = None
        self.canvas = PdfCanvas()
        self._thumbnails = _Thumbnails(self)
        self._list = _thumbnail_list(self._thumbnails)
        self._page = QLineEdit()
        self._page.setFixedWidth(theme().px(56))
        self._page.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._page.setAccessibleName("ページ")
        self._of = label("", "secondary")
        self._zoom = label("", "secondary")
        self._zoom.setMinimumWidth(theme().px(44))
        self._zoom.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.actions_made = Actions(self, self._declared())
        self._stack = QStackedWidget()
        self._stack.addWidget(empty or EmptyState("まだ文書がありません", symbol="file-pdf"))
        self._stack.addWidget(self._make_viewer())
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)
        self.canvas.page_changed.connect(self._on_page)
        self.canvas.zoom_changed.connect(self._show_zoom)
        self._page.returnPressed.connect(lambda: self.canvas.go_to(int(self._page.text() or 1) - 1))
        self._list.clicked.connect(lambda index: self.canvas.go_to(index.row()))
        theme().changed.connect(self.canvas.relayout)

    def show_pdf(self, source: Path | bytes, name: str = "") -> None:
        """Show a file, or the bytes of one; `name` is proposed when saving. Raises Problem where it is no PDF."""
        self.clear()
        self._pdf = PdfFile(source, name)
        self.destroyed.connect(self._pdf.close)
        self.canvas.show_pdf(self._pdf)
        self._thumbnails.show_pdf(self._pdf)
        self._page.setValidator(QIntValidator(1, self._pdf.count, self._page))
        self._of.setText(f"/ {self._pdf.count:,} ページ")
        self._on_page(0)
        self._stack.setCurrentIndex(1)

    def clear(self) -> None:
        """Show nothing."""
        self._stack.setCurrentIndex(0)
        self.canvas.show_pdf(None)
        self._thumbnails.show_pdf(None)
        if self._pdf is not None:
            self.destroyed.disconnect(self._pdf.close)
            self._pdf.close()
            self._pdf = None

    def set_overlay(self, overlay: Overlay | None) -> None:
        """Paint something over the pages that is not printed, such as the window of an envelope."""
        self.canvas.overlay = overlay
        self.canvas.viewport().update()

    def print(self) -> None:
        """Ask for printer and pages, and print."""
        if self._pdf is not None:
            printing.ask_and_print(self.window(), self._pdf, current=self.canvas.current)

    def save(self) -> None:
        """Ask for a place, and save the PDF as it is."""
        if self._pdf is None:
            return
        target = dialogs.save_file(self, "PDF を保存", dialogs.PDF, self._pdf.name, "pdf")
        if target is not None:
            with files.whole(target) as partial:
                partial.write_bytes(self._pdf.data)

    def _declared(self) -> tuple[Action, ...]:
        canvas = self.canvas
        return (
            Action("previous", "前のページ", lambda: canvas.go_to(canvas.current - 1), "caret-up", "Ctrl+PgUp"),
            Action("next", "次のページ", lambda: canvas.go_to(canvas.current + 1), "caret-down", "Ctrl+PgDown"),
            Action("smaller", "縮小", lambda: canvas.zoom_by(-1), "minus", "Ctrl+-"),
            Action("larger", "拡大", lambda: canvas.zoom_by(1), "plus", "Ctrl++"),
            Action("width", "幅に合わせる", lambda: canvas.set_zoom(None), "arrows-out-line-horizontal", "Ctrl+0"),
            Action("full", "100 %", lambda: canvas.set_zoom(1.0), "", "Ctrl+1"),
            Action("print", "印刷…", self.print, "printer", "Ctrl+P"),
            Action("save", "PDF を保存…", self.save, "floppy-disk", "Ctrl+S"),
        )

    def _make_viewer(self) -> QWidget:
        made = self.actions_made
        bar = QFrame()
        bar.setProperty("kind", "bar")
        line = row(
            made.button("previous", "icon"),
            made.button("next", "icon"),
            self._page,
            self._of,
            STRETCH,
            made.button("smaller", "icon"),
            self._zoom,
            made.button("larger", "icon"),
            made.button("width", "icon"),
            made.button("full", "quiet"),
            STRETCH,
            made.button("save"),
            made.button("print", "primary"),
            spacing=GRID // 2,
            margins=(GRID, GRID, GRID, GRID),
        )
        bar.setLayout(line)
        rest = QHBoxLayout()
        rest.setContentsMargins(0, 0, 0, 0)
        rest.setSpacing(0)
        rest.addWidget(self._list)
        rest.addWidget(self.canvas, 1)
        whole = QVBoxLayout()
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(bar)
        whole.addLayout(rest, 1)
        return holding(whole)

    def _on_page(self, page: int) -> None:
        self._page.setText(str(page + 1))
        index = self._thumbnails.index(page, 0)
        self._list.setCurrentIndex(index)
        self._list.scrollTo(index)

    def _show_zoom(self) -> None:
        self._zoom.setText(f"{round(self.canvas.zoom * 100)} %")


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


class _Thumbnails(QAbstractListModel):
    """Small pictures of pages, rendered one at a time when they come into sight; the last asked for come first."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._pdf: PdfFile | None = None
        self._pictures: OrderedDict[int, QPixmap] = OrderedDict()
        self._asked: list[int] = []
        self._render = QTimer(self, interval=0, singleShot=True)
        self._render.timeout.connect(self._render_one)

    def show_pdf(self, pdf: PdfFile | None) -> None:
        self.beginResetModel()
        self._pdf = pdf
        self._pictures.clear()
        self._asked.clear()
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        """Qt: a row a page."""
        return 0 if self._pdf is None or (parent is not None and parent.isValid()) else self._pdf.count

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = 0) -> object:
        """Qt: the picture and, below it, the number."""
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{index.row() + 1:,}"
        if role == Qt.ItemDataRole.DecorationRole:
            picture = self._picture(index.row())
            shown = QIcon(picture)
            shown.addPixmap(picture, QIcon.Mode.Selected)  # else the style tints the paper
            return shown
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignCenter
        return None

    def _picture(self, page: int) -> QPixmap:
        if page in self._pictures:
            self._pictures.move_to_end(page)
            return self._pictures[page]
        if page not in self._asked:
            self._asked = [*self._asked[-40:], page]
            self._render.start()
        return _blank_thumbnail()

    def _render_one(self) -> None:
        if self._pdf is None or not self._asked:
            return
        page = self._asked.pop()
        width, height = self._pdf.size(page)
        box = _thumbnail_size()
        scale = min(box.width() / width, box.height() / height)
        ready = _blank_thumbnail()
        picture = self._pdf.image(page, scale * ready.devicePixelRatio())
        picture.setDevicePixelRatio(ready.devicePixelRatio())
        size = picture.deviceIndependentSize()
        corner = QPointF((box.width() - size.width()) / 2, (box.height() - size.height()) / 2)
        painter = QPainter(ready)
        painter.drawImage(corner, picture)
        painter.setPen(theme().color("field_line"))
        painter.drawRect(QRectF(corner, size).adjusted(0, 0, -1, -1))
        painter.end()
        self._pictures[page] = ready
        if len(self._pictures) > THUMBNAILS_KEPT:
            self._pictures.popitem(last=False)
        changed = self.index(page, 0)
        self.dataChanged.emit(changed, changed, [Qt.ItemDataRole.DecorationRole])
        if self._asked:
            self._render.start()


def _thumbnail_size() -> QSize:
    return QSize(theme().px(THUMBNAIL_WIDTH), theme().px(THUMBNAIL_WIDTH * 1.4))


def _blank_thumbnail() -> QPixmap:
    ratio = QGuiApplication.primaryScreen().devicePixelRatio()
    picture = QPixmap(_thumbnail_size() * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    return picture


def _thumbnail_list(model: _Thumbnails) -> QListView:
    view = QListView()
    view.setModel(model)
    view.setViewMode(QListView.ViewMode.IconMode)
    view.setFlow(QListView.Flow.TopToBottom)
    view.setWrapping(False)
    view.setMovement(QListView.Movement.Static)
    view.setUniformItemSizes(True)
    view.setIconSize(_thumbnail_size())
    view.setGridSize(QSize(theme().px(THUMBNAIL_WIDTH + 24), theme().px(THUMBNAIL_WIDTH * 1.4 + SIZES.body + 20)))
    view.setFixedWidth(theme().px(THUMBNAIL_WIDTH + 44))
    view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
    view.setAccessibleName("ページの一覧")
    return view


def _bytes_of(picture: QPixmap) -> int:
    return picture.width() * picture.height() * 4
