"""The preview: the very PDF, lazily, within bounds; and printing it at its true size."""

from pathlib import Path

import pytest
from pdfs import make_pdf
from PySide6.QtCore import QMarginsF, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.gui.kit import dialogs, pdf_canvas, print_sheet, printing
from shoukei_app.gui.kit.pdf import PdfFile
from shoukei_app.gui.kit.preview import PdfPreview


def dark_box(picture: QImage, per_mm: float) -> QRectF:
    """Where a picture is black, in mm."""
    gray = picture.convertToFormat(QImage.Format.Format_Grayscale8)
    xs = [x for x in range(gray.width()) if any(gray.pixelColor(x, y).red() < 128 for y in range(0, gray.height(), 4))]
    ys = [y for y in range(gray.height()) if any(gray.pixelColor(x, y).red() < 128 for x in range(0, gray.width(), 4))]
    return QRectF(xs[0] / per_mm, ys[0] / per_mm, (xs[-1] - xs[0] + 1) / per_mm, (ys[-1] - ys[0] + 1) / per_mm)


def about(rect: QRectF, expected: tuple[float, float, float, float], tolerance: float = 0.5) -> bool:
    got = (rect.x(), rect.y(), rect.width(), rect.height())
    return all(abs(one - other) <= tolerance for one, other in zip(got, expected, strict=True))


class TestPdfFile:
    def test_a_page_is_a_picture(self, qapp: object, tmp_path: Path) -> None:
        pdf = PdfFile(make_pdf(tmp_path / "a.pdf", 3))
        assert pdf.count == 3
        assert pdf.size(0) == pytest.approx((595.3, 841.9), abs=0.5)
        picture = pdf.image(0, 2.0)
        assert abs(picture.width() - 1191) <= 1
        assert about(dark_box(picture, 2 * 72 / 25.4), (20, 30, 10, 10))
        pdf.close()

    def test_bands_make_up_the_page(self, qapp: object, tmp_path: Path) -> None:
        pdf = PdfFile(make_pdf(tmp_path / "a.pdf", 1))
        whole = pdf.image(0, 1.0)
        band = pdf.band(0, 1.0, 80, 40)
        assert band is not None
        assert band == whole.copy(0, 80, whole.width(), 40)
        assert pdf.band(0, 1.0, 400, 100, skip_blank=True) is None
        pdf.close()

    def test_the_file_can_be_replaced_while_it_is_shown(self, qapp: object, tmp_path: Path) -> None:
        path = make_pdf(tmp_path / "a.pdf", 2)
        pdf = PdfFile(path)
        path.unlink()
        assert not pdf.image(1, 1.0).isNull()
        pdf.close()

    def test_what_is_no_pdf_is_a_problem(self, qapp: object, tmp_path: Path) -> None:
        (tmp_path / "a.pdf").write_bytes(b"no pdf")
        with pytest.raises(Problem) as damaged:
            PdfFile(tmp_path / "a.pdf")
        assert damaged.value.kind is ProblemKind.FILE_DAMAGED
        with pytest.raises(Problem) as missing:
            PdfFile(tmp_path / "b.pdf")
        assert missing.value.kind is ProblemKind.FILE_MISSING


@pytest.fixture
def shown(qtbot: QtBot, tmp_path: Path) -> PdfPreview:
    made = PdfPreview()
    qtbot.addWidget(made)
    made.resize(900, 700)
    with qtbot.waitExposed(made):
        made.show()
    made.show_pdf(make_pdf(tmp_path / "依頼文.pdf", 40))
    return made


class TestPreview:
    def test_pages_in_sight_are_rendered_and_others_are_not(self, shown: PdfPreview, qtbot: QtBot) -> None:
        canvas = shown.canvas
        qtbot.waitUntil(lambda: len(canvas._pictures) >= 2)
        qtbot.wait(50)
        assert {page for page, _ in canvas._pictures} <= {0, 1, 2}

    def test_going_to_a_page_is_told_everywhere(self, shown: PdfPreview, qtbot: QtBot) -> None:
        shown.canvas.go_to(20)
        assert shown._page.text() == "21"
        assert shown._list.currentIndex().row() == 20
        shown.actions_made["next"].trigger()
        assert shown.canvas.current == 21
        shown._page.setText("5")
        qtbot.keyClick(shown._page, Qt.Key.Key_Return)
        assert shown.canvas.current == 4
        qtbot.keyClick(shown.canvas, Qt.Key.Key_End)
        assert shown.canvas.current == 39
        qtbot.keyClick(shown.canvas, Qt.Key.Key_Home)
        assert shown.canvas.current == 0

    def test_zoom_keeps_the_page(self, shown: PdfPreview) -> None:
        canvas = shown.canvas
        canvas.go_to(10)
        shown.actions_made["full"].trigger()
        assert canvas.zoom == 1.0
        assert canvas.page_rect(10).width() == pytest.approx(210 / 25.4 * 96, abs=2)
        assert canvas.current == 10
        shown.actions_made["larger"].trigger()
        assert canvas.zoom == 1.25
        shown.actions_made["smaller"].trigger()
        shown.actions_made["smaller"].trigger()
        assert canvas.zoom == 0.75
        shown.actions_made["width"].trigger()
        assert canvas.page_rect(10).width() == pytest.approx(canvas.viewport().width() - 2 * pdf_canvas.GAP, abs=2)

    def test_memory_is_bounded(self, shown: PdfPreview, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(pdf_canvas, "BYTES_KEPT", 12_000_000)
        canvas = shown.canvas
        for page in range(0, 40, 3):
            canvas.go_to(page)
            qtbot.waitUntil(lambda: all(canvas._key(shown) in canvas._pictures for shown in canvas._in_sight()))
        assert canvas.bytes_kept <= 12_000_000
        assert canvas.bytes_kept == sum(pdf_canvas._bytes_of(picture) for picture in canvas._pictures.values())

    def test_pages_of_other_sizes_find_their_place(self, shown: PdfPreview, qtbot: QtBot, tmp_path: Path) -> None:
        shown.show_pdf(make_pdf(tmp_path / "封筒.pdf", 600, size_mm=(120, 235)))
        canvas = shown.canvas
        qtbot.waitUntil(lambda: not canvas._measure.isActive())
        assert canvas.page_rect(599).height() / canvas.page_rect(599).width() == pytest.approx(235 / 120, abs=0.02)

    def test_thumbnails_come_by_themselves(self, shown: PdfPreview, qtbot: QtBot) -> None:
        qtbot.waitUntil(lambda: 0 in shown._thumbnails._pictures)

    def test_an_overlay_paints_in_millimetres(self, shown: PdfPreview, qtbot: QtBot) -> None:
        painted: list[tuple[int, float]] = []

        def window(painter: QPainter, page: int) -> None:
            painted.append((page, painter.transform().m11()))

        shown.set_overlay(window)
        qtbot.waitUntil(lambda: bool(painted))
        page, per_mm = painted[0]
        assert page == 0
        assert per_mm == pytest.approx(shown.canvas.page_rect(0).width() / 210, rel=0.01)

    def test_saving_writes_the_same_bytes(
        self, shown: PdfPreview, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        proposed: list[str] = []

        def choose(_parent: object, _title: str, _kind: object, name: str, _purpose: str) -> Path:
            proposed.append(name)
            return tmp_path / "写し.pdf"

        monkeypatch.setattr(dialogs, "save_file", choose)
        shown.save()
        assert proposed == ["依頼文.pdf"]
        assert (tmp_path / "写し.pdf").read_bytes() == (tmp_path / "依頼文.pdf").read_bytes()

    def test_clearing_and_showing_bytes(self, shown: PdfPreview, tmp_path: Path) -> None:
        shown.clear()
        assert shown._stack.currentIndex() == 0
        shown.save()
        shown.show_pdf((tmp_path / "依頼文.pdf").read_bytes(), "督促状.pdf")
        assert shown._of.text() == "/ 40 ページ"


def printer_to(path: Path, resolution: int = 600) -> QPrinter:
    made = QPrinter(QPrinter.PrinterMode.HighResolution)
    made.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    made.setOutputFileName(str(path))
    made.setResolution(resolution)
    made.setFullPage(True)
    return made


class TestPrinting:
    @pytest.mark.parametrize("resolution", [300, 1200])
    def test_what_is_printed_lies_where_the_pdf_has_it(self, qtbot: QtBot, tmp_path: Path, resolution: int) -> None:
        pdf = PdfFile(make_pdf(tmp_path / "ラベル.pdf", 3))
        printer = printer_to(tmp_path / "刷り上がり.pdf", resolution)
        printing.lay_out(printer, pdf.size(0))
        parent = QWidget()
        qtbot.addWidget(parent)
        run = printing.PrintRun(parent, pdf, printer, printing.Order([0, 2]))
        with qtbot.waitSignal(run.finished, timeout=20_000) as finished:
            run.start()
        assert finished.args == [2]
        printed = PdfFile(tmp_path / "刷り上がり.pdf")
        assert printed.count == 2
        assert printed.size(1) == pytest.approx(pdf.size(2), abs=1)
        assert about(dark_box(printed.image(1, 2.0), 2 * 72 / 25.4), (20, 30, 10, 10))
        printed.close()
        pdf.close()

    def test_sheets_lie_as_the_pdf_has_them(self, qapp: object, tmp_path: Path) -> None:
        printer = printer_to(tmp_path / "a.pdf")
        printing.lay_out(printer, (842, 595))
        layout = printer.pageLayout()
        assert layout.fullRectPoints().size() == QSize(842, 595)
        assert layout.margins() == QMarginsF(0, 0, 0, 0)

    def test_stopping_leaves_no_run_behind(self, qtbot: QtBot, tmp_path: Path) -> None:
        pdf = PdfFile(make_pdf(tmp_path / "a.pdf", 30))
        parent = QWidget()
        qtbot.addWidget(parent)
        printer = printer_to(tmp_path / "b.pdf")
        printing.lay_out(printer, pdf.size(0))
        run = printing.PrintRun(parent, pdf, printer, printing.Order(range(30)))
        with qtbot.waitSignal(run.finished, timeout=20_000) as finished:
            run.start()
            run._sheet.reject()
        assert finished.args is not None
        assert finished.args[0] < 30
        pdf.close()

    def test_a_pc_without_a_printer_is_told_what_to_do(
        self, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", list)
        said: list[str] = []
        monkeypatch.setattr(dialogs, "show_notice", lambda *arguments, **_more: said.append(arguments[1]))
        parent = QWidget()
        qtbot.addWidget(parent)
        pdf = PdfFile(make_pdf(tmp_path / "a.pdf", 1))
        print_sheet.ask_and_print(parent, pdf, printing.PLAIN_DOCUMENT)
        assert said == ["プリンターが見つかりません"]
        pdf.close()
