"""The print dialog, and what it sends: measured on the page that comes out of a printer."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pdfs import make_pdf
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from shoukei_app.domain.calibration import NO_CALIBRATION, Calibration
from shoukei_app.domain.form_number import form_number, shown
from shoukei_app.domain.geometry import Area
from shoukei_app.domain.printed import one_by_one
from shoukei_app.domain.problem import Problem
from shoukei_app.gui.kit import calibrations, dialogs, print_sheet, printing
from shoukei_app.gui.kit.pdf import PdfFile
from shoukei_app.gui.kit.print_check import PaperInDriver, concerns
from shoukei_app.gui.kit.print_sheet import Printers, PrintSheet, Range
from shoukei_app.gui.kit.printing import OnPaper, Order, PrintRun, lay_out

DPI = 600
PER_MM = DPI / 25.4
NUMBERS = [form_number(serial) for serial in range(1, 29)]
LABELS = OnPaper(
    "ELM008",
    "ヒサゴ ELM008",
    one_by_one(NUMBERS, range(2, 31), per_page=12),
    face=lambda face: Area(18.6 + face % 2 * 86.4, 21.2 + face // 2 * 42.3, 86.4, 42.3),
)
"""28 labels from the third face on: pages of 10, 12 and 6."""


def dark_edges(picture: QImage) -> tuple[float, float, float, float]:
    """Left, top, right, bottom of what is black, in mm, on a picture at 600 dpi."""
    grey = picture.convertToFormat(QImage.Format.Format_Grayscale8)
    width, stride = grey.width(), grey.bytesPerLine()
    pixels = bytes(grey.constBits())
    rows = [pixels[row * stride : row * stride + width] for row in range(grey.height())]
    dark = [row for row, line in enumerate(rows) if min(line) < 128]
    line = rows[(dark[0] + dark[-1]) // 2]
    columns = [column for column, value in enumerate(line) if value < 128]
    edges = (columns[0], dark[0], columns[-1] + 1, dark[-1] + 1)
    return tuple(edge / PER_MM for edge in edges)  # type: ignore[return-value]  # four of them


def printer_to(path: Path) -> QPrinter:
    made = QPrinter(QPrinter.PrinterMode.HighResolution)
    made.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    made.setOutputFileName(str(path))
    made.setResolution(DPI)
    made.setFullPage(True)
    return made


@pytest.fixture
def printers(tmp_path: Path) -> Printers:
    return Printers(["架空 LP-1", "\\\\server\\架空 LP-2"], lambda _name: printer_to(tmp_path / "刷り上がり.pdf"))


@pytest.fixture
def printed(qtbot: QtBot, tmp_path: Path) -> Callable[[PdfFile, Order], PdfFile]:
    def run(pdf: PdfFile, order: Order) -> PdfFile:
        printer = printer_to(tmp_path / "刷り上がり.pdf")
        lay_out(printer, pdf.size(0))
        parent = QWidget()
        qtbot.addWidget(parent)
        made = PrintRun(parent, pdf, printer, order)
        with qtbot.waitSignal(made.finished, timeout=20_000) as finished:
            made.start()
        assert finished.args == [len(order.pages)]
        return PdfFile(tmp_path / "刷り上がり.pdf")

    return run


class TestWhatIsPrinted:
    @pytest.mark.parametrize("size", [(210.0, 297.0), (120.0, 235.0)])
    def test_a_page_comes_out_in_its_size_and_nothing_is_scaled(
        self, tmp_path: Path, printed: Callable[[PdfFile, Order], PdfFile], size: tuple[float, float]
    ) -> None:
        pdf = PdfFile(make_pdf(tmp_path / "a.pdf", 1, size_mm=size, square_mm=QRectF(20, 30, 80, 150)))
        out = printed(pdf, Order([0]))
        assert out.size(0) == pytest.approx((size[0] * 72 / 25.4, size[1] * 72 / 25.4), abs=1.0)
        assert dark_edges(out.image(0, DPI / 72)) == pytest.approx((20, 30, 100, 180), abs=0.1)
        pdf.close()
        out.close()

    @pytest.mark.parametrize(
        "calibration",
        [Calibration(1.5, -0.8), Calibration(-1.2, 0.5, 1.01, 0.997)],
    )
    def test_a_correction_moves_it_by_exactly_as_much(
        self, tmp_path: Path, printed: Callable[[PdfFile, Order], PdfFile], calibration: Calibration
    ) -> None:
        pdf = PdfFile(make_pdf(tmp_path / "a.pdf", 1, square_mm=QRectF(20, 30, 160, 220)))
        plain = dark_edges(printed(pdf, Order([0])).image(0, DPI / 72))
        moved = dark_edges(printed(pdf, Order([0], calibration)).image(0, DPI / 72))
        for place in (0, 2):
            to = calibration.drawn(plain[place], plain[place + 1])
            assert (moved[place], moved[place + 1]) == pytest.approx(to, abs=0.05)
        pdf.close()

    def test_faces_of_other_pieces_stay_white(
        self, tmp_path: Path, printed: Callable[[PdfFile, Order], PdfFile]
    ) -> None:
        pdf = PdfFile(make_pdf(tmp_path / "a.pdf", 2, square_mm=QRectF(20, 30, 160, 220)))
        order = Order([1], Calibration(2.0, 3.0), {1: [Area(0, 0, 210, 100)], 0: [Area(0, 0, 210, 297)]})
        left, top, right, bottom = dark_edges(printed(pdf, order).image(0, DPI / 72))
        assert (left, top, right, bottom) == pytest.approx((22, 103, 182, 253), abs=0.1)
        pdf.close()


class TestDialog:
    @pytest.fixture
    def pdf(self, tmp_path: Path) -> Iterator[PdfFile]:
        made = PdfFile(make_pdf(tmp_path / "宛名ラベル.pdf", 3))
        yield made
        made.close()

    def _sheet(self, qtbot: QtBot, pdf: PdfFile, printers: Printers, paper: OnPaper = LABELS) -> PrintSheet:
        made = PrintSheet(None, pdf, paper, printers, 1)
        qtbot.addWidget(made)
        return made

    def _choose(self, sheet: PrintSheet, kind: Range) -> None:
        sheet.kind.setCurrentIndex(sheet._kinds.index(kind))

    def test_pages_and_copies(self, qtbot: QtBot, pdf: PdfFile, printers: Printers) -> None:
        sheet = self._sheet(qtbot, pdf, printers)
        assert sheet.order == Order([0, 1, 2])
        self._choose(sheet, Range.THIS_PAGE)
        assert sheet.order.pages == [1]
        self._choose(sheet, Range.PAGES)
        sheet.first.setText("2")
        sheet.copies.setText("2")
        assert sheet.order.pages == [1, 2, 1, 2]
        sheet.last.setText("1")
        assert not sheet.run()
        assert not sheet.verb.isEnabled()

    @pytest.mark.parametrize("typed", ["14", shown(NUMBERS[13])])
    def test_going_on_from_a_piece(self, qtbot: QtBot, pdf: PdfFile, printers: Printers, typed: str) -> None:
        sheet = self._sheet(qtbot, pdf, printers)
        self._choose(sheet, Range.PIECES)
        assert not sheet.verb.isEnabled()
        sheet.first.setText(typed)
        # Piece 14 lies behind 2 empty faces and 13 pieces: the fourth face of the second sheet.
        assert list(sheet.order.pages) == [1, 2]
        assert sheet.order.white == {1: [LABELS.face(0), LABELS.face(1), LABELS.face(2)]} if LABELS.face else False
        assert "14〜28通目（15通）" in sheet._sums.text()
        assert "2枚目の4面から" in sheet._sums.text()
        sheet.last.setText("15")
        assert list(sheet.order.pages) == [1]
        assert len(sheet.order.white[1]) == 10

    def test_pieces_that_are_not_there_are_told(self, qtbot: QtBot, pdf: PdfFile, printers: Printers) -> None:
        sheet = self._sheet(qtbot, pdf, printers)
        sheet.resume_at(29)
        assert "28通" in sheet._wrong.text()
        assert not sheet.run()
        sheet.first.setText(shown(form_number(400)))
        assert "この書類に入っていません" in sheet._wrong.text()

    def test_the_correction_of_the_printer_chosen_is_shown_and_used(
        self, qtbot: QtBot, pdf: PdfFile, printers: Printers
    ) -> None:
        calibrations.keep(printers.names[1], "ELM008", Calibration(1.2, -0.5))
        calibrations.keep(printers.names[1], "ELM012", Calibration(9.0))
        sheet = self._sheet(qtbot, pdf, printers)
        sheet.box.setCurrentIndex(0)
        assert "まだありません" in sheet.correction.text()
        assert sheet.order.calibration == NO_CALIBRATION
        sheet.box.setCurrentIndex(1)
        assert "このプリンターの補正：右へ1.2 mm、上へ0.5 mm" in sheet.correction.text()
        assert sheet.order.calibration == Calibration(1.2, -0.5)
        assert sheet.run()
        assert print_sheet.PRINTER.get() == printers.names[1]

    def test_a_document_without_pieces_offers_none(self, qtbot: QtBot, pdf: PdfFile, printers: Printers) -> None:
        sheet = self._sheet(qtbot, pdf, printers, printing.PLAIN_DOCUMENT)
        assert Range.PIECES not in sheet._kinds
        assert sheet.correction.parentWidget() is not None
        assert not sheet.correction.isVisibleTo(sheet)

    def test_what_the_driver_would_spoil_is_said(
        self, qtbot: QtBot, pdf: PdfFile, printers: Printers, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert not self._sheet(qtbot, pdf, printers).warning.isVisibleTo(None)  # type: ignore[arg-type]
        letter = PaperInDriver(215.9, 279.4, 4.2, 1.0)
        monkeypatch.setattr(print_sheet, "paper_in", lambda _printer: letter)
        assert "用紙が違います" in self._sheet(qtbot, pdf, printers).warning._sentence.text()


@pytest.mark.parametrize(
    ("paper", "said"),
    [
        (PaperInDriver(210.0, 297.0, 4.2, 1.0), ()),
        (PaperInDriver(209.9, 297.1, 5.0, 1.001), ()),
        (PaperInDriver(215.9, 279.4, 0.0, 1.0), ("216×279 mm",)),
        (PaperInDriver(210.0, 297.0, 4.2, 0.94), ("94 %",)),
        (PaperInDriver(210.0, 297.0, 6.35, 1.0), ("6.3 mm",)),
        (PaperInDriver(297.0, 420.0, 12.7, 0.97), ("297×420 mm", "97 %", "12.7 mm")),
    ],
)
def test_concerns(paper: PaperInDriver, said: tuple[str, ...]) -> None:
    found = concerns((210.0, 297.0), paper)
    assert len(found) == len(said)
    assert all(part in sentence for part, sentence in zip(said, found, strict=True))


def test_a_pdf_printer_takes_the_page_as_it_is(qapp: object, tmp_path: Path) -> None:
    printer = printer_to(tmp_path / "a.pdf")
    lay_out(printer, (210 * 72 / 25.4, 297 * 72 / 25.4))
    assert concerns((210.0, 297.0), print_sheet.paper_in(printer)) == ()


def test_a_print_that_was_stopped_says_from_where_to_go_on(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(dialogs, "show_notice", lambda *arguments, **_more: said.append(arguments[2]))
    pdf = PdfFile(make_pdf(tmp_path / "a.pdf", 3))
    printer = printer_to(tmp_path / "b.pdf")
    lay_out(printer, pdf.size(0))
    parent = QWidget()
    qtbot.addWidget(parent)
    run = PrintRun(parent, pdf, printer, Order([0, 1, 2]), LABELS.places)
    run.start()
    while run._done < 1:
        run._step()
    assert run.next_piece == 11, "the first sheet holds ten pieces behind two used faces"
    run._sheet.reject()
    assert "11通目から" in said[0]
    pdf.close()


def test_corrections_are_kept_for_each_printer_and_sheet(qapp: object) -> None:
    for place, (printer, sheet) in enumerate([("A/B", "C"), ("A", "B/C"), ("\\\\s\\プリンター", "庁内 用紙")]):
        calibrations.keep(printer, sheet, Calibration(float(place), 0.5, 1.002, 0.999))
    assert calibrations.kept("A/B", "C") == Calibration(0.0, 0.5, 1.002, 0.999)
    assert calibrations.kept("A", "B/C").dx == 1.0
    assert calibrations.kept("\\\\s\\プリンター", "庁内 用紙").dx == 2.0
    assert calibrations.kept("A", "C") == NO_CALIBRATION
    with pytest.raises(Problem):
        calibrations.keep("A", "C", Calibration(11.0))
