"""Reads a PDF back as independent programs see it: its text, its picture, its codes."""

from collections.abc import Iterator
from pathlib import Path

import pypdfium2 as pdfium
import zxingcpp
from PIL import Image

from shoukei_app.domain.geometry import Area

MM_PER_POINT = 25.4 / 72


class Pdf:
    """A PDF as an independent reader sees it."""

    def __init__(self, path: Path) -> None:
        self._document = pdfium.PdfDocument(path.read_bytes())

    def __len__(self) -> int:
        return len(self._document)

    def text(self, page: int) -> str:
        """The text of a 0-based page."""
        return self._document[page].get_textpage().get_text_range().replace("\r\n", "\n")

    def squeezed(self, page: int) -> str:
        """The text without white space, as names are looked for."""
        return "".join(self.text(page).split())

    def glyphs(self, page: int) -> Iterator[tuple[str, Area]]:
        """Every character that leaves ink, with its place."""
        height = self._document[page].get_height()
        textpage = self._document[page].get_textpage()
        for index, character in enumerate(textpage.get_text_range()):
            if character.strip():
                left, bottom, right, top = textpage.get_charbox(index)
                yield (
                    character,
                    Area(
                        left * MM_PER_POINT,
                        (height - top) * MM_PER_POINT,
                        (right - left) * MM_PER_POINT,
                        (top - bottom) * MM_PER_POINT,
                    ),
                )

    def picture(self, page: int, dpi: int = 150) -> Image.Image:
        return self._document[page].render(scale=dpi / 72, grayscale=True).to_pil()

    def codes(self, page: int, dpi: int = 150) -> list[str]:
        """What an independent decoder reads on a page."""
        return [code.text for code in zxingcpp.read_barcodes(self.picture(page, dpi))]

    def metadata(self) -> dict[str, str]:
        return self._document.get_metadata_dict()


def inside(inner: Area, outer: Area, slack: float = 0.0) -> bool:
    return (
        inner.x >= outer.x - slack
        and inner.y >= outer.y - slack
        and inner.x + inner.width <= outer.x + outer.width + slack
        and inner.y + inner.height <= outer.y + outer.height + slack
    )


def apart(one: Area, other: Area) -> bool:
    return (
        one.x + one.width <= other.x + 1e-6
        or other.x + other.width <= one.x + 1e-6
        or one.y + one.height <= other.y + 1e-6
        or other.y + other.height <= one.y + 1e-6
    )
