"""A PDF as pictures: whole pages for the screen, bands of a page for a printer, through PDFium."""

from pathlib import Path
from threading import Lock
from typing import Any

from PySide6.QtGui import QImage

from shoukei_app.domain.calibration import NO_CALIBRATION, Calibration
from shoukei_app.domain.problem import Problem, ProblemKind

PDFIUM = Lock()
"""PDFium is not safe to call from two threads at once; whoever else calls it in this process takes this lock too."""

POINTS_PER_INCH = 72
POINTS_PER_MM = POINTS_PER_INCH / 25.4


class PdfFile:
    """An open PDF. It is read into memory, so that its file can be written anew while it is shown."""

    def __init__(self, source: Path | bytes, name: str = "") -> None:
        """Open a file or its bytes. Raises Problem(FILE_MISSING), Problem(FILE_DAMAGED)."""
        import pypdfium2  # type: ignore[import-untyped]  # noqa: PLC0415 - a tenth of a second, when the first PDF is shown

        self.name = name or (source.name if isinstance(source, Path) else "文書.pdf")
        try:
            self.data = source.read_bytes() if isinstance(source, Path) else source
            with PDFIUM:
                self._document: Any = pypdfium2.PdfDocument(self.data)
                self.count: int = len(self._document)
        except FileNotFoundError as error:
            raise Problem(ProblemKind.FILE_MISSING, path=source) from error
        except pypdfium2.PdfiumError as error:
            raise Problem(ProblemKind.FILE_DAMAGED, path=self.name) from error

    def size(self, page: int) -> tuple[float, float]:
        """Width and height of a page (from 0) in points."""
        with PDFIUM:
            width, height = self._document.get_page_size(page)
        return float(width), float(height)

    def image(self, page: int, scale: float) -> QImage:
        """A page at `scale` px per point."""
        width, height = self.size(page)
        picture = self.band(page, scale, 0, max(1, round(height * scale)))
        assert picture is not None, width
        return picture

    def band(
        self,
        page: int,
        scale: float,
        top: int,
        height: int,
        *,
        skip_blank: bool = False,
        calibration: Calibration = NO_CALIBRATION,
    ) -> QImage | None:
        """`height` px of a page at `scale` px per point, from `top` px on; None for a blank one with `skip_blank`.

        With a `calibration` the page is drawn as the printer it belongs to needs it, on a picture of the same size.
        """
        from pypdfium2 import raw  # noqa: PLC0415 - see __init__

        points_wide, points_high = self.size(page)
        width, whole = max(1, round(points_wide * scale)), max(1, round(points_high * scale))
        stride = width * 4
        pixels = bytearray(b"\xff" * (stride * height))
        with PDFIUM:
            loaded = self._document[page]
            buffer = (raw.c_ubyte * len(pixels)).from_buffer(pixels)
            bitmap = raw.FPDFBitmap_CreateEx(width, height, raw.FPDFBitmap_BGRx, buffer, stride)
            if calibration == NO_CALIBRATION:
                raw.FPDF_RenderPageBitmap(bitmap, loaded, 0, -top, width, whole, 0, raw.FPDF_ANNOT)
            else:
                per_mm = scale * POINTS_PER_MM
                move = (scale * calibration.sx, 0, 0, scale * calibration.sy)
                matrix = raw.FS_MATRIX(*move, calibration.dx * per_mm, calibration.dy * per_mm - top)
                everything = raw.FS_RECTF(0, 0, width, height)
                raw.FPDF_RenderPageBitmapWithMatrix(bitmap, loaded, matrix, everything, raw.FPDF_ANNOT)
            raw.FPDFBitmap_Destroy(bitmap)
            loaded.close()
        if skip_blank and pixels.count(0xFF) == len(pixels):
            return None
        return QImage(pixels, width, height, stride, QImage.Format.Format_RGB32).copy()

    def close(self) -> None:
        """Let go of the document."""
        with PDFIUM:
            self._document.close()
