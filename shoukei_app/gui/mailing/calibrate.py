"""Measuring how far a printer prints beside the place on a sheet: print the gauge, type what it shows."""

from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from shoukei_app.domain import calibration as calibrations
from shoukei_app.domain import gauge as gauges
from shoukei_app.domain.calibration import NO_CALIBRATION, Calibration
from shoukei_app.domain.gauge import MARK_NAMES, Reading
from shoukei_app.domain.label_sheet import LabelSheet
from shoukei_app.domain.problem import Problem
from shoukei_app.domain.progress import Progress
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit import calibrations as kept_here
from shoukei_app.gui.kit import dialogs
from shoukei_app.gui.kit.editors import read_decimal
from shoukei_app.gui.kit.fields import Unreadable
from shoukei_app.gui.kit.pdf import PdfFile
from shoukei_app.gui.kit.pieces import STRETCH, Banner, button, column, holding, label, row
from shoukei_app.gui.kit.printing import Order, PrintRun, lay_out
from shoukei_app.gui.kit.theme import theme
from shoukei_app.usecases import label_sheets
from shoukei_app.words.printing import GAUGE, PLAIN, calibration_words
from shoukei_app.words.problems import sentence

A4 = (210.0, 297.0)

SURELY_MISREAD = 1.0
"""mm between what the marks say."""


class CalibrationSheet(dialogs.Sheet):
    """The correction of one printer on one sheet (None: plain A4); kept on this PC when 保存 is pressed."""

    def __init__(self, parent: QWidget | None, printer: str, sheet: LabelSheet | None) -> None:
        self._printer = printer
        self._sheet = sheet
        self._key = sheet.id if sheet else label_sheets.PLAIN
        self._gauge = gauges.gauge_of_sheet(sheet) if sheet else gauges.gauge_of_page(*A4)
        self.current = kept_here.kept(printer, self._key)
        self.edits = [(self._edit(name, "横"), self._edit(name, "縦")) for name in MARK_NAMES]
        self._used = label("", wrap=True)
        self.found = label("", "lead", wrap=True)
        self.doubt = Banner("", "", tone="attention")
        self._drop = button("補正をなしにする", self.drop, kind="quiet")
        head = f"プリンター：{printer}\n用紙：{sheet.title if sheet else PLAIN}"
        asked = (
            "①〜④で、ラベルの切れ目が目盛のいくつにあるか（右と下が＋、左と上が−、mm）"
            if self._gauge.by_cuts
            else "用紙の左端（横）と上端（縦）から、①〜④の十字の中心までの長さ（mm）"
        )
        words = column(
            label(head, wrap=True),
            self._used,
            label("1. 確認シートを印刷する", "strong"),
            row(
                button("印刷する", self.print_gauge, symbol="printer"),
                button("PDF を保存…", self.save_gauge, symbol="floppy-disk"),
                STRETCH,
            ),
            label("2. 読んだ数を入れる", "strong"),
            label(asked, wrap=True),
            holding(self._grid()),
            label("①と④の2か所だけでも補正できます。読めないところは空けておきます。", "secondary", wrap=True),
            self.found,
            self.doubt,
            row(self._drop, STRETCH),
            spacing=GRID,
        )
        content = holding(words)
        content.setMinimumWidth(theme().px(520))
        super().__init__(parent, "印刷位置の補正", content, "保存する")
        self._show()

    def run(self) -> bool:
        """Keep the correction that follows from the readings."""
        made = self.read()
        if made is None:
            return False
        kept_here.keep(self._printer, self._key, made)
        return True

    def read(self) -> Calibration | None:
        """The correction that follows from what was typed; None while nothing or nonsense stands there."""
        try:
            readings = self._readings()
            if all(reading == (None, None) for reading in readings):
                return None
            return calibrations.checked(gauges.read(self._gauge, readings, self.current))
        except (Unreadable, Problem):
            return None

    def drop(self) -> None:
        """Forget the correction."""
        kept_here.keep(self._printer, self._key, NO_CALIBRATION)
        self.accept()

    def print_gauge(self) -> None:
        """Print the gauge at once, corrected as it says itself."""
        printer = self.printer()
        pdf = PdfFile(self.gauge(), f"{GAUGE}.pdf")
        lay_out(printer, pdf.size(0))
        run = PrintRun(self, pdf, printer, Order([0]))
        run.finished.connect(lambda _pages: pdf.close())
        run.start()

    def save_gauge(self) -> None:
        """Save the gauge as a PDF."""
        target = dialogs.save_file(self, "確認シートを保存", dialogs.PDF, f"{GAUGE}.pdf", "pdf")
        if target is not None:
            self._make(target)

    def gauge(self) -> bytes:
        """The gauge as a PDF."""
        with TemporaryDirectory() as folder:
            path = Path(folder) / "gauge.pdf"
            self._make(path)
            return path.read_bytes()

    def printer(self) -> QPrinter:
        """The printer that is measured."""
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setPrinterName(self._printer)
        printer.setDocName(GAUGE)
        printer.setFullPage(True)
        return printer

    def _make(self, path: Path) -> None:
        label_sheets.print_gauge(path, self._sheet, Progress(), calibration=self.current, printer=self._printer)

    def _edit(self, name: str, edge: str) -> QLineEdit:
        edit = QLineEdit()
        edit.setAccessibleName(f"{name}の{edge}")
        edit.setFixedWidth(theme().px(72))
        edit.textChanged.connect(lambda _text: self._show())
        return edit

    def _grid(self) -> QGridLayout:
        """The marks as they stand on the paper."""
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(4 * GRID)
        for place, (across, down) in enumerate(self.edits):
            x, y = self._gauge.marks[place]
            if not self._gauge.by_cuts:
                across.setPlaceholderText(f"{x:g}")
                down.setPlaceholderText(f"{y:g}")
            line = row(label(MARK_NAMES[place], "lead"), label("横"), across, label("縦"), down, STRETCH)
            grid.addLayout(line, place // 2, place % 2)
        return grid

    def _readings(self) -> list[Reading]:
        return [(read_decimal(across.text()), read_decimal(down.text())) for across, down in self.edits]

    def _show(self) -> None:
        self._used.setText(f"いまの補正：{calibration_words(self.current)}")
        self._drop.setVisible(self.current != NO_CALIBRATION)
        doubt, words = "", ""
        try:
            readings = self._readings()
            if any(reading != (None, None) for reading in readings):
                made = calibrations.checked(gauges.read(self._gauge, readings, self.current))
                words = f"新しい補正：{calibration_words(made)}"
                apart = calibrations.disagreement(made, *gauges.pairs(self._gauge, readings, self.current))
                if apart > SURELY_MISREAD:
                    doubt = f"読みが {apart:.1f} mm 食い違っています。紙が斜めに入ったか、読み違いです。"
        except Unreadable as error:
            doubt = str(error)
        except Problem as problem:
            doubt = sentence(problem)
        self.found.setText(words)
        self.found.setVisible(bool(words))
        self.doubt.setVisible(bool(doubt))
        self.doubt.say("確かめてください", doubt)
        self.verb.setEnabled(bool(words))


def ask(sheet: LabelSheet | None, parent: QWidget, printer: str) -> None:
    """Measure a printer on a sheet."""
    dialog = CalibrationSheet(parent, printer, sheet)
    dialog.exec()
    dialog.deleteLater()


def asking(sheet: LabelSheet | None) -> partial[None]:
    """The same, for whoever knows the printer only later."""
    return partial(ask, sheet)
