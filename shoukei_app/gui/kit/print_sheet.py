"""Before a document is printed: which printer, which pages or pieces, how it is corrected, and what could go wrong."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto

from PySide6.QtGui import QIntValidator, QShowEvent
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QLineEdit, QWidget

from shoukei_app.domain.calibration import NO_CALIBRATION
from shoukei_app.domain.problem import Problem
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit import calibrations, dialogs
from shoukei_app.gui.kit.controls import ChoiceBox
from shoukei_app.gui.kit.pdf import POINTS_PER_MM, PdfFile
from shoukei_app.gui.kit.pieces import STRETCH, Banner, button, column, holding, label, row
from shoukei_app.gui.kit.print_check import concerns, paper_in
from shoukei_app.gui.kit.printing import OnPaper, Order, PrintRun, lay_out, order_of_pieces
from shoukei_app.gui.kit.theme import theme
from shoukei_app.gui.settings import Option
from shoukei_app.words.printing import calibration_words
from shoukei_app.words.problems import sentence

PRINTER = Option("printing/printer", "")
"""The printer used last on this PC."""

MOST_COPIES = 99
WIDTH = 560


class Range(Enum):
    """What of a document is printed."""

    ALL = auto()
    THIS_PAGE = auto()
    PAGES = auto()
    PIECES = auto()


_RANGES = {
    Range.ALL: "すべて",
    Range.THIS_PAGE: "このページだけ",
    Range.PAGES: "ページを指定",
    Range.PIECES: "何通目から（紙づまりの続き）",
}


@dataclass(frozen=True, slots=True)
class Printers:
    """The printers of this PC: their names, and how one is made ready."""

    names: Sequence[str]
    make: Callable[[str], QPrinter]


def printers_here() -> Printers:
    """Those that the system knows, its default first."""
    standard = QPrinterInfo.defaultPrinterName()
    names = sorted(QPrinterInfo.availablePrinterNames(), key=lambda name: name != standard)
    return Printers(names, _printer)


class PrintSheet(dialogs.Sheet):
    """`order` and `printer` say what to do once the person pressed 印刷する.

    `current` is the page in sight (from 0); `resume_at`, the piece (from 1) at which an earlier print stopped.
    """

    def __init__(
        self, parent: QWidget | None, pdf: PdfFile, paper: OnPaper, printers: Printers, current: int = 0
    ) -> None:
        self._pdf, self._paper, self._printers, self._current = pdf, paper, printers, current
        self._ready: dict[str, QPrinter] = {}
        self.order = Order(())
        self.box = ChoiceBox()
        self.box.addItems(list(printers.names))
        self.box.setMinimumWidth(theme().px(320))
        if PRINTER.get() in printers.names:
            self.box.setCurrentText(PRINTER.get())
        self._kinds = [kind for kind in Range if kind is not Range.PIECES or paper.places.numbers]
        self.kind = ChoiceBox()
        self.kind.addItems([_RANGES[kind] for kind in self._kinds])
        self.first, self.last = _figure("最初"), _figure("最後")
        self._unit = label("")
        self._typed = holding(row(self.first, label("〜"), self.last, self._unit, STRETCH, spacing=GRID))
        self.copies = _figure("部数")
        self.copies.setText("1")
        self.copies.setValidator(QIntValidator(1, MOST_COPIES, self.copies))
        self._sums = label("", "lead", wrap=True)
        self._wrong = label("", "error", wrap=True)
        self.correction = label("", wrap=True)
        self._measure = button("補正を測る…", self._calibrate, symbol="gear-six")
        self.warning = Banner("印刷する前に", "", tone="attention")
        true_size = "原寸（100 %）で印刷します。プリンター側の「用紙に合わせる」「縮小」「割り付け」は切ってください。"
        settings = button("プリンターの設定…", self._native, symbol="printer")
        correction = row(self.correction, self._measure)
        correction.setStretch(0, 1)
        corrected = holding(column(label("位置の補正", "strong"), correction))
        corrected.setVisible(bool(paper.sheet))
        words = column(
            label("プリンター", "strong"),
            row(self.box, settings, STRETCH),
            label("印刷するもの", "strong"),
            row(self.kind, STRETCH),
            self._typed,
            self._sums,
            self._wrong,
            row(label("部数", "strong"), self.copies, label("部"), STRETCH),
            corrected,
            self.warning,
            label(true_size, "secondary", wrap=True),
            spacing=GRID,
        )
        self._words, self._body = words, holding(words)
        self._body.setFixedWidth(theme().px(WIDTH))
        super().__init__(parent, "印刷", self._body, "印刷する")
        self.box.currentIndexChanged.connect(lambda _place: self._show_printer())
        self.kind.currentIndexChanged.connect(lambda _place: self._show_kind())
        for edit in (self.first, self.last, self.copies):
            edit.textChanged.connect(lambda _text: self._show_range())
        self._show_kind()
        self._show_printer()

    @property
    def printer(self) -> QPrinter:
        """The printer chosen, told the size of the page."""
        name = self.box.currentText()
        if name not in self._ready:
            printer = self._printers.make(name)
            printer.setDocName(self._pdf.name)
            printer.setFullPage(True)
            long_side = QPrinter.DuplexMode.DuplexLongSide
            printer.setDuplex(long_side if self._paper.both_sides else QPrinter.DuplexMode.DuplexNone)
            lay_out(printer, self._pdf.size(0))
            self._ready[name] = printer
        return self._ready[name]

    def resume_at(self, piece: int) -> None:
        """Propose to go on from a piece (from 1)."""
        self.kind.setCurrentIndex(self._kinds.index(Range.PIECES))
        self.first.setText(str(piece))

    def run(self) -> bool:
        """Remember the printer; stays open while the range is wrong."""
        self._show_range()
        PRINTER.set(self.box.currentText())
        return bool(self.order.pages)

    def _asked(self) -> Range:
        return self._kinds[self.kind.currentIndex()]

    def _show_kind(self) -> None:
        kind = self._asked()
        self._typed.setVisible(kind in (Range.PAGES, Range.PIECES))
        self._unit.setText("ページ" if kind is Range.PAGES else "通目（整理番号でもよい。後を空けると最後まで）")
        for edit in (self.first, self.last):
            edit.setFixedWidth(theme().px(64 if kind is Range.PAGES else 96))
        self._show_range()

    def _show_range(self) -> None:
        try:
            self.order, words, wrong = *self._read(), ""
        except Problem as problem:
            self.order, words, wrong = Order(()), "", sentence(problem)
        self._sums.setText(words)
        self._sums.setVisible(bool(words))
        self._wrong.setText(wrong)
        self._wrong.setVisible(bool(wrong))
        self.verb.setEnabled(bool(self.order.pages))
        if self.isVisible():
            self._fit()

    def _read(self) -> tuple[Order, str]:
        """What is to be printed, and the same in words. Raises Problem where the pieces are not those of the run."""
        places, count = self._paper.places, self._pdf.count
        match self._asked():
            case Range.ALL:
                made, words = Order(range(count)), ""
            case Range.THIS_PAGE:
                made, words = Order([self._current]), f"{self._current + 1:,}ページ目　"
            case Range.PAGES:
                first, last = int(self.first.text() or 1), int(self.last.text() or count)
                made, words = Order(range(max(first, 1) - 1, min(last, count))), ""
            case Range.PIECES:
                beginning, end = self.first.text().strip(), self.last.text().strip()
                if not beginning:
                    return Order(()), "何通目から印刷するかを入れてください。"
                first = places.find(beginning)
                last = places.find(end) if end else places.offset + len(places.numbers)
                made = order_of_pieces(self._paper, first, last)
                page, face = places.place(first)
                where = f"{page:,}枚目の{face}面から" if self._paper.face else f"{page:,}ページ目から"
                words = f"{first:,}〜{last:,}通目（{last - first + 1:,}通）　{where}　"
                if made.white:
                    words += "同じ用紙のほかの面は白いまま残します。"
        if self._asked() is Range.ALL and places.numbers:
            words = f"{len(places.numbers):,}通　"
        copies = int(self.copies.text() or 1)
        pages = [page for _ in range(copies) for page in made.pages]
        calibration = (
            calibrations.kept(self.box.currentText(), self._paper.sheet) if self._paper.sheet else NO_CALIBRATION
        )
        return replace(made, pages=pages, calibration=calibration), f"{words}{len(pages):,}ページを印刷します。"

    def _show_printer(self) -> None:
        width, height = self._pdf.size(0)
        found = concerns((width / POINTS_PER_MM, height / POINTS_PER_MM), paper_in(self.printer))
        self.warning.setVisible(bool(found))
        self.warning.say("印刷する前に", "\n".join(found))
        if self._paper.sheet:
            kept = calibrations.kept(self.box.currentText(), self._paper.sheet)
            words = calibration_words(kept)
            told = (
                f"このプリンターの補正：{words}" if kept != NO_CALIBRATION else "このプリンターの補正はまだありません。"
            )
            self.correction.setText(f"{self._paper.sheet_words}　{told}")
        self._measure.setVisible(self._paper.calibrate is not None)
        self._show_range()

    def _fit(self) -> None:
        # A dialog takes its height before its words know their width, and keeps it when they change.
        self._body.setMinimumHeight(self._words.totalHeightForWidth(theme().px(WIDTH)))
        self.adjustSize()

    def _calibrate(self) -> None:
        if self._paper.calibrate is not None:
            self._paper.calibrate(self, self.box.currentText())
            self._show_printer()

    def _native(self) -> None:
        """The system's own dialog, for what only the driver knows (trays, both sides)."""
        dialog = QPrintDialog(self.printer, self)
        dialog.setOptions(QPrintDialog.PrintDialogOption(0))
        if dialog.exec():
            # Copies are made here: a driver that made them too would print their square.
            self.copies.setText(str(self.printer.copyCount()))
            self.printer.setCopyCount(1)
            chosen = self.printer.printerName()
            if chosen and chosen != self.box.currentText() and chosen in self._printers.names:
                self._ready[chosen] = self._ready.pop(self.box.currentText())
                self.box.setCurrentText(chosen)
            self._show_printer()
        dialog.deleteLater()

    def showEvent(self, event: QShowEvent) -> None:
        """Qt: only now is it known how large the type is."""
        super().showEvent(event)
        self._fit()


def ask_and_print(
    parent: QWidget,
    pdf: PdfFile,
    paper: OnPaper,
    *,
    current: int = 0,
    resume_at: int | None = None,
    stopped: Callable[[int | None], object] = lambda _piece: None,
    printed: Callable[[int], object] = lambda _pages: None,
) -> None:
    """Let the person choose printer and pages, then print with a progress sheet that can stop it.

    `stopped` gets the piece (from 1) to go on from once the print has ended, None where it went through; `printed` gets
    the pages, where all of them did.
    """
    printers = printers_here()
    if not printers.names:
        dialogs.show_notice(
            parent,
            "プリンターが見つかりません",
            "この PC に使えるプリンターがありません。「PDF を保存…」で保存し、プリンターのある PC で印刷できます。",
            symbol="printer",
            tone="attention",
        )
        return
    sheet = PrintSheet(parent, pdf, paper, printers, current)
    if resume_at is not None:
        sheet.resume_at(resume_at)
    if sheet.exec():
        run = PrintRun(parent, pdf, sheet.printer, sheet.order, paper.places)
        wanted = len(sheet.order.pages)
        run.finished.connect(lambda _pages: stopped(run.next_piece))
        run.finished.connect(lambda pages: printed(pages) if pages == wanted else None)
        run.start()
    sheet.deleteLater()


def _printer(name: str) -> QPrinter:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPrinterName(name)
    return printer


def _figure(name: str) -> QLineEdit:
    edit = QLineEdit()
    edit.setAccessibleName(name)
    edit.setFixedWidth(theme().px(64))
    return edit
