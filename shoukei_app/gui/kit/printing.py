"""Printing a PDF exactly: every page at 100 % from the paper's corner, in the printer's own resolution, in bands."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QMarginsF, QObject, QRectF, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QProgressBar, QWidget

from shoukei_app.domain.calibration import NO_CALIBRATION, Calibration
from shoukei_app.domain.geometry import Area
from shoukei_app.domain.printed import NO_PLACES, PiecePlaces
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit import dialogs
from shoukei_app.gui.kit.pdf import POINTS_PER_INCH, POINTS_PER_MM, PdfFile
from shoukei_app.gui.kit.pieces import column, holding, label

FINEST = 600
"""dpi; above it neither a QR nor small type gains anything, and the spool grows with the square."""

BAND = 1024
"""px; what is rendered at once, so that a page at 600 dpi takes 20 MB and not 140."""


@dataclass(frozen=True, slots=True)
class OnPaper:
    """What is known of a document beyond its pages.

    `sheet` and its words are what it is printed on ("" for a document that needs no correction), `places` where its
    pieces lie, `face` where on the page a face (from 0) lies, for sheets of labels. `calibrate` asks for the correction
    of a printer (its name) on this sheet.
    """

    sheet: str = ""
    sheet_words: str = ""
    places: PiecePlaces = NO_PLACES
    face: Callable[[int], Area] | None = None
    both_sides: bool = False
    calibrate: Callable[[QWidget, str], object] | None = None


PLAIN_DOCUMENT = OnPaper()


@dataclass(frozen=True, slots=True)
class Order:
    """What goes to the printer: pages (from 0) in their order, how they are moved, and what stays white on each."""

    pages: Sequence[int]
    calibration: Calibration = NO_CALIBRATION
    white: Mapping[int, Sequence[Area]] = field(default_factory=dict)


def order_of_pieces(paper: OnPaper, first: int, last: int) -> Order:
    """The pages of some pieces (from 1); what belongs to others stays white where it shares a sheet of labels.

    Raises Problem(PIECE_OUTSIDE).
    """
    pages, white = paper.places.pages(first, last), dict[int, list[Area]]()
    if paper.face is not None:
        for place in sorted(paper.places.others(first, last)):
            page, face = divmod(place, paper.places.per_page)
            white.setdefault(page, []).append(paper.face(face))
    return Order(pages, white=white)


def lay_out(printer: QPrinter, size: tuple[float, float]) -> None:
    """Tell the printer the sheet: `size` in points, no margins, so that nothing is shifted or shrunk."""
    width, height = size
    landscape = width > height
    portrait = QSizeF(height, width) if landscape else QSizeF(width, height)
    sheet = QPageSize(portrait, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch)
    orientation = QPageLayout.Orientation.Landscape if landscape else QPageLayout.Orientation.Portrait
    layout = QPageLayout(sheet, orientation, QMarginsF(0, 0, 0, 0))
    layout.setMode(QPageLayout.Mode.FullPageMode)
    printer.setPageLayout(layout)


def print_pages(printer: QPrinter, painter: QPainter, pdf: PdfFile, order: Order) -> Iterator[int]:
    """Paint page after page, yielding after every band how many pages are complete.

    RuntimeError where the printer takes no further page (switched off, spool full).
    """
    size = pdf.size(order.pages[0])
    for done, page in enumerate(order.pages):
        if done:
            if pdf.size(page) != size:
                size = pdf.size(page)
                lay_out(printer, size)
            if not printer.newPage():
                msg = "the printer takes no further page"
                raise RuntimeError(msg)
        dpi = min(printer.resolution(), FINEST)
        scale, enlarge = dpi / POINTS_PER_INCH, printer.resolution() / dpi
        height = round(size[1] * scale)
        for top in range(0, height, BAND):
            rows = min(BAND, height - top)
            band = pdf.band(page, scale, top, rows, skip_blank=True, calibration=order.calibration)
            if band is not None:
                _whiten(band, order.white.get(page, ()), order.calibration, scale * POINTS_PER_MM, top)
                place = QRectF(0, top * enlarge, band.width() * enlarge, band.height() * enlarge)
                painter.drawImage(place, band)
            yield done
        yield done + 1


def _whiten(band: QImage, areas: Sequence[Area], moved: Calibration, per_mm: float, top: int) -> None:
    if not areas:
        return
    painter = QPainter(band)
    for area in areas:
        left, upper = moved.drawn(area.x, area.y)
        width, height = area.width * moved.sx, area.height * moved.sy
        place = QRectF(left * per_mm, upper * per_mm - top, width * per_mm, height * per_mm)
        painter.fillRect(place, Qt.GlobalColor.white)
    painter.end()


class PrintRun(QObject):
    """Prints between events of the window's thread, with a sheet that shows the page and stops at a press."""

    finished = Signal(int)
    """How many pages went to the printer."""

    def __init__(
        self, parent: QWidget, pdf: PdfFile, printer: QPrinter, order: Order, places: PiecePlaces = NO_PLACES
    ) -> None:
        super().__init__(parent)
        self._order = order
        self._places = places
        self._printer = printer
        self._pdf = pdf
        self._painter = QPainter()
        self._done = 0
        self._words = label("")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setRange(0, len(order.pages))
        content = holding(column(self._words, self._bar, spacing=GRID))
        self._sheet = dialogs.Waiting(parent, "印刷しています", content, "印刷をやめる")
        self._sheet.rejected.connect(self._stop)
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._step)
        self._steps = print_pages(printer, self._painter, pdf, order)

    def start(self) -> None:
        """Begin; a printer that cannot be opened is told to the person."""
        if not self._order.pages or not self._painter.begin(self._printer):
            self._sheet.deleteLater()
            self._refuse()
            self.deleteLater()
            return
        self._show(0)
        self._sheet.open()
        self._timer.start()

    @property
    def next_piece(self) -> int | None:
        """The first piece that did not go to the printer whole; None where all did, or pieces are not known."""
        if not self._places.numbers or self._done >= len(self._order.pages):
            return None
        whole = self._places.whole_until(self._order.pages[self._done])
        return min(whole + 1, self._places.offset + len(self._places.numbers))

    def _step(self) -> None:
        try:
            done = next(self._steps, None)
        except RuntimeError:
            self._printer.abort()
            self._end()
            self._refuse()
            return
        if done is None:
            self._end()
        elif done != self._done:
            self._show(done)

    def _show(self, done: int) -> None:
        self._done = done
        self._bar.setValue(done)
        self._words.setText(f"{done:,} / {len(self._order.pages):,} ページ")

    def _stop(self) -> None:
        if self._timer.isActive():
            self._printer.abort()
            self._end()
            self._tell("印刷をやめました", "途中まで印刷された紙が出ることがあります。")

    def _end(self) -> None:
        self._timer.stop()
        self._painter.end()
        self._sheet.deleteLater()
        self.finished.emit(self._done)
        self.deleteLater()

    def _refuse(self) -> None:
        self._tell("印刷できませんでした", "プリンターが応答しません。電源と用紙を確かめてください。")

    def _tell(self, title: str, text: str) -> None:
        parent, piece = self.parent(), self.next_piece
        go_on = f"続きは「印刷…」の「何通目から」で {piece:,}通目から印刷できます。" if piece else ""
        dialogs.show_notice(
            parent if isinstance(parent, QWidget) else None,
            title,
            f"{self._done:,} ページまで送りました。{text}{go_on or 'ページの範囲を選んで続きから印刷できます。'}",
            symbol="printer",
            tone="attention",
        )
