"""Printing a PDF exactly: every page at 100 % from the paper's corner, in the printer's own resolution, in bands."""

from collections.abc import Iterator

from PySide6.QtCore import QMarginsF, QObject, QRectF, QSizeF, QTimer, Signal
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QProgressBar, QWidget

from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit import dialogs
from shoukei_app.gui.kit.pdf import POINTS_PER_INCH, PdfFile
from shoukei_app.gui.kit.pieces import column, holding, label

FINEST = 600
"""dpi; above it neither a QR nor small type gains anything, and the spool grows with the square."""

BAND = 1024
"""px; what is rendered at once, so that a page at 600 dpi takes 20 MB and not 140."""


def ask_and_print(parent: QWidget, pdf: PdfFile, *, current: int = 0) -> None:
    """Let the person choose printer and pages, then print with a progress sheet that can stop it.

    `current` is the page in sight (from 0), for the choice of "this page".
    """
    if not QPrinterInfo.availablePrinters():
        dialogs.show_notice(
            parent,
            "プリンターが見つかりません",
            "この PC に使えるプリンターがありません。「PDF を保存…」で保存し、プリンターのある PC で印刷できます。",
            symbol="printer",
            tone="attention",
        )
        return
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(pdf.name)
    printer.setFullPage(True)
    lay_out(printer, pdf.size(0))
    dialog = QPrintDialog(printer, parent)
    options = QPrintDialog.PrintDialogOption
    dialog.setOptions(options.PrintPageRange | options.PrintCurrentPage | options.PrintCollateCopies)
    dialog.setMinMax(1, pdf.count)
    dialog.setFromTo(1, pdf.count)
    if dialog.exec() == QPrintDialog.DialogCode.Accepted:
        PrintRun(parent, pdf, printer, chosen_pages(printer, pdf.count, current)).start()
    dialog.deleteLater()


def chosen_pages(printer: QPrinter, count: int, current: int) -> list[int]:
    """The pages (from 0) a person chose in the dialog, copies included where the driver makes none itself."""
    match printer.printRange():
        case QPrinter.PrintRange.PageRange if printer.fromPage():
            pages = list(range(printer.fromPage() - 1, min(printer.toPage() or count, count)))
        case QPrinter.PrintRange.CurrentPage:
            pages = [current]
        case _:
            pages = list(range(count))
    if printer.pageOrder() == QPrinter.PageOrder.LastPageFirst:
        pages.reverse()
    copies = 1 if printer.supportsMultipleCopies() else printer.copyCount()
    return pages * copies if printer.collateCopies() else [page for page in pages for _ in range(copies)]


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


def print_pages(printer: QPrinter, painter: QPainter, pdf: PdfFile, pages: list[int]) -> Iterator[int]:
    """Paint page after page, yielding after every band how many pages are complete.

    RuntimeError where the printer takes no further page (switched off, spool full).
    """
    size = pdf.size(pages[0])
    for done, page in enumerate(pages):
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
            band = pdf.band(page, scale, top, min(BAND, height - top), skip_blank=True)
            if band is not None:
                place = QRectF(0, top * enlarge, band.width() * enlarge, band.height() * enlarge)
                painter.drawImage(place, band)
            yield done
        yield done + 1


class PrintRun(QObject):
    """Prints between events of the window's thread, with a sheet that shows the page and stops at a press."""

    finished = Signal(int)
    """How many pages went to the printer."""

    def __init__(self, parent: QWidget, pdf: PdfFile, printer: QPrinter, pages: list[int]) -> None:
        super().__init__(parent)
        self._pages = pages
        self._printer = printer
        self._pdf = pdf
        self._painter = QPainter()
        self._done = 0
        self._words = label("")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setRange(0, len(pages))
        content = holding(column(self._words, self._bar, spacing=GRID))
        self._sheet = dialogs.Waiting(parent, "印刷しています", content, "印刷をやめる")
        self._sheet.rejected.connect(self._stop)
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._step)
        self._steps = print_pages(printer, self._painter, pdf, pages)

    def start(self) -> None:
        """Begin; a printer that cannot be opened is told to the person."""
        if not self._pages or not self._painter.begin(self._printer):
            self._sheet.deleteLater()
            self._refuse()
            return
        self._show(0)
        self._sheet.open()
        self._timer.start()

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
        self._words.setText(f"{done:,} / {len(self._pages):,} ページ")

    def _stop(self) -> None:
        if self._timer.isActive():
            self._printer.abort()
            self._end()

    def _end(self) -> None:
        self._timer.stop()
        self._painter.end()
        self._sheet.deleteLater()
        self.finished.emit(self._done)
        self.deleteLater()

    def _refuse(self) -> None:
        parent = self.parent()
        dialogs.show_notice(
            parent if isinstance(parent, QWidget) else None,
            "印刷できませんでした",
            f"プリンターが応答しません。{self._done:,} ページまで送りました。"
            "電源と用紙を確かめ、ページの範囲を選んで続きから印刷してください。",
            symbol="printer",
            tone="attention",
        )
