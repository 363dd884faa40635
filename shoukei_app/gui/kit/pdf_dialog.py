"""The preview of a PDF that was made to be printed, with printing and saving."""

from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit.pieces import STRETCH, button, label, row
from shoukei_app.gui.kit.preview import PdfPreview
from shoukei_app.gui.kit.theme import theme


class PdfDialog(QDialog):
    """Shows the PDF as it will be printed; the preview has the buttons for printing and saving."""

    def __init__(self, parent: QWidget, title: str, pdf: bytes, note: str = "", name: str = "") -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setModal(True)
        self.preview = PdfPreview()
        self.preview.show_pdf(pdf, name or f"{title}.pdf")
        self.preview.printed.connect(self._say_printed)
        self.note = label(note, "secondary")
        self._close = button("閉じる", self.accept)
        head = row(label(title, "lead"), self.note, STRETCH, self._close)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        outer.setSpacing(GRID)
        outer.addLayout(head)
        outer.addWidget(self.preview, 1)
        self.preview.print_button.setDefault(True)
        self.preview.print_button.setFocus()
        room = parent.window().size()
        self.resize(min(room.width() - 4 * GRID, theme().px(1000)), room.height() - 4 * GRID)

    def _say_printed(self, pages: int) -> None:
        """Nothing is left to do here but to close."""
        self.note.setText(f"{pages:,}ページをプリンターに送りました")
        self._close.setDefault(True)
        self._close.setFocus()

    def done(self, result: int) -> None:
        """Qt: let go of the file."""
        self.preview.clear()
        super().done(result)
