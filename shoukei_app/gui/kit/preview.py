"""The preview of the very PDF: its pages, thumbnails, zoom, printing and saving."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIntValidator, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from shoukei_app import files
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit import dialogs, print_sheet
from shoukei_app.gui.kit.actions import Action, Actions
from shoukei_app.gui.kit.pdf import PdfFile
from shoukei_app.gui.kit.pdf_canvas import Overlay, PdfCanvas
from shoukei_app.gui.kit.pdf_thumbnails import Thumbnails, thumbnail_list
from shoukei_app.gui.kit.pieces import STRETCH, EmptyState, holding, label, row
from shoukei_app.gui.kit.printing import PLAIN_DOCUMENT, OnPaper
from shoukei_app.gui.kit.theme import theme


class _PageField(QLineEdit):
    """Keeps its Enter to itself: in a dialog the default button would take it too."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: the line edit does its work and lets Enter through."""
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()


class PdfPreview(QWidget):
    """Shows a PDF exactly as it will be printed. `show_pdf` and `clear` are all a page needs."""

    printed = Signal(int)
    """How many pages went to the printer, once all that were asked for did."""

    def __init__(self, empty: EmptyState | None = None) -> None:
        super().__init__()
        self._pdf: PdfFile | None = None
        self._on_paper = PLAIN_DOCUMENT
        self._resume_at: int | None = None
        self.canvas = PdfCanvas()
        self._thumbnails = Thumbnails(self)
        self._list = thumbnail_list(self._thumbnails)
        self._page = _PageField()
        self._page.setFixedWidth(theme().px(56))
        self._page.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._page.setAccessibleName("ページ")
        self._of = label("", "secondary")
        self._zoom = label("", "secondary")
        self._zoom.setMinimumWidth(theme().px(44))
        self._zoom.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.actions_made = Actions(self, self._declared())
        self.print_button = self.actions_made.button("print", "primary")
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

    def show_pdf(self, source: Path | bytes, name: str = "", on_paper: OnPaper = PLAIN_DOCUMENT) -> None:
        """Show a file, or the bytes of one; `name` is proposed when saving. Raises Problem where it is no PDF.

        `on_paper` says on which sheet it is printed, and where its pieces lie.
        """
        self.clear()
        self._on_paper = on_paper
        self._pdf = PdfFile(source, name)
        self.destroyed.connect(self._pdf.close)
        self.canvas.show_pdf(self._pdf)
        self._thumbnails.show_pdf(self._pdf)
        self._page.setValidator(QIntValidator(1, self._pdf.count, self._page))
        self._of.setText(f"/ {self._pdf.count:,} ページ")
        self._on_page(0)
        self._stack.setCurrentIndex(1)

    @property
    def pdf(self) -> PdfFile | None:
        """What is shown."""
        return self._pdf

    def clear(self) -> None:
        """Show nothing."""
        self._stack.setCurrentIndex(0)
        self.canvas.show_pdf(None)
        self._thumbnails.show_pdf(None)
        if self._pdf is not None:
            self.destroyed.disconnect(self._pdf.close)
            self._pdf.close()
            self._pdf = None
        self._on_paper, self._resume_at = PLAIN_DOCUMENT, None

    def set_overlay(self, overlay: Overlay | None) -> None:
        """Paint something over the pages that is not printed, such as the window of an envelope."""
        self.canvas.overlay = overlay
        self.canvas.viewport().update()

    def print(self) -> None:
        """Ask for printer and pages, and print."""
        if self._pdf is not None:
            print_sheet.ask_and_print(
                self.window(),
                self._pdf,
                self._on_paper,
                current=self.canvas.current,
                resume_at=self._resume_at,
                stopped=self._remember,
                printed=self.printed.emit,
            )

    def save(self) -> None:
        """Ask for a place, and save the PDF as it is."""
        if self._pdf is None:
            return
        target = dialogs.save_file(self, "PDF を保存", dialogs.PDF, self._pdf.name, "pdf")
        if target is not None:
            with files.whole(target) as partial:
                partial.write_bytes(self._pdf.data)

    def _remember(self, piece: int | None) -> None:
        self._resume_at = piece

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
            self.print_button,
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
