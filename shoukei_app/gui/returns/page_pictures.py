"""Pages of PDF, TIFF, PNG and JPEG files as grey pictures small enough to be kept in a ledger, with their number."""

from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QImage, QImageReader, QTransform

from shoukei_app.domain import form_number
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.gui.kit.pdf import PdfFile
from shoukei_app.usecases.pictures import PageBytes

MOST_BYTES = 300_000
"""What one page may take in the ledger: 1,200 sheets of two pages stay below a gigabyte."""

_DOTS_PER_POINT = 170 / 72
_WIDEST, _HIGHEST = 1728, 2480  # the dots of a FAX line, and A4 at the same fineness
_QUALITIES = (80, 65, 50, 35)
_BLANK_WIDTH = 160
_DARK = 170
_INK = 0.0006


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a file: its picture as it came, whether it has ink, by how many degrees it is turned to be upright.

    `form_number` is what its QR says, "" where none could be read.
    """

    image: QImage
    source: str
    number: int
    blank: bool = False
    turned: int = 0
    form_number: str = ""

    @property
    def upright(self) -> QImage:
        """The picture as it is to be read."""
        return self.image.transformed(QTransform().rotate(self.turned)) if self.turned else self.image

    def turn(self, degrees: int) -> "Page":
        """The page turned further, clockwise."""
        return replace(self, turned=(self.turned + degrees) % 360)


def load(path: Path) -> list[Page]:
    """Every page of a file. Raises Problem: FILE_MISSING, FILE_DAMAGED, PICTURE_UNREADABLE."""
    images = _of_pdf(path) if path.suffix.lower() == ".pdf" else _of_picture(path)
    pages = []
    for number, image in enumerate(map(_small, images), start=1):
        said, turned = read_number(image)
        pages.append(Page(image, path.name, number, is_blank(image), turned, said))
    return pages


def read_number(image: QImage) -> tuple[str, int]:
    """The form number that a page's QR says, and by how many degrees the page has to be turned; "" and 0 for none."""
    import zxingcpp  # noqa: PLC0415 - its library is loaded where there are pictures

    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    dots = memoryview(grey.constBits()).cast("B", shape=[grey.height(), grey.bytesPerLine()])
    for code in zxingcpp.read_barcodes(dots, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)):
        if form_number.is_valid(code.text):
            return code.text, round(-code.orientation / 90) * 90 % 360
    return "", 0


def is_blank(image: QImage) -> bool:
    """Whether a page has no ink to speak of: the back of a sheet, with the specks of a FAX line."""
    small = image.scaledToWidth(_BLANK_WIDTH, Qt.TransformationMode.SmoothTransformation)
    grey = small.convertToFormat(QImage.Format.Format_Grayscale8)
    dots = memoryview(grey.constBits())  # a line is padded to four bytes; the width is a multiple of it
    dark = sum(value < _DARK for value in dots)
    return dark < _INK * grey.width() * grey.height()


def packed(image: QImage) -> PageBytes:
    """The picture as a file of at most `MOST_BYTES`: PNG where that is enough, else JPEG, made smaller as needed."""
    data = _written(image, "PNG", -1)
    if len(data) <= MOST_BYTES:
        return PageBytes(data, "image/png")
    while True:
        for quality in _QUALITIES:
            data = _written(image, "JPEG", quality)
            if len(data) <= MOST_BYTES:
                return PageBytes(data, "image/jpeg")
        image = image.scaledToWidth(image.width() * 3 // 4, Qt.TransformationMode.SmoothTransformation)


def opened(page: PageBytes) -> QImage:
    """A kept page as a picture."""
    return QImage.fromData(page.data)


def _of_pdf(path: Path) -> list[QImage]:
    file = PdfFile(path)
    try:
        return [file.image(page, _DOTS_PER_POINT) for page in range(file.count)]
    finally:
        file.close()


def _of_picture(path: Path) -> list[QImage]:
    if not path.exists():
        raise Problem(ProblemKind.FILE_MISSING, path=path)
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)
    reader.setDecideFormatFromContent(True)
    if not reader.canRead():
        raise Problem(ProblemKind.PICTURE_UNREADABLE, path=path.name)
    images = []
    for number in range(max(1, reader.imageCount())):
        if number and not reader.jumpToImage(number):
            break
        image = reader.read()
        if image.isNull():
            raise Problem(ProblemKind.PICTURE_UNREADABLE, path=path.name)
        images.append(_square(image))
    return images


def _square(image: QImage) -> QImage:
    """A FAX has 204 dots an inch across and 98 or 196 down: the page is drawn out to its true shape."""
    across, down = image.dotsPerMeterX(), image.dotsPerMeterY()
    if across <= 0 or down <= 0 or abs(across - down) < 0.1 * across:
        return image
    height = round(image.height() * across / down)
    return image.scaled(
        image.width(), height, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    )


def _small(image: QImage) -> QImage:
    upright = image.height() >= image.width()
    width, height = (_WIDEST, _HIGHEST) if upright else (_HIGHEST, _WIDEST)
    if image.width() > width or image.height() > height:
        image = image.scaled(
            width, height, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
    return image.convertToFormat(QImage.Format.Format_Grayscale8)


def _written(image: QImage, kind: str, quality: int) -> bytes:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, kind, quality)  # type: ignore[call-overload]  # Qt's stubs take bytes, Qt itself a str
    buffer.close()
    return bytes(data.data())
