"""A PDF from the first page to the file: equal input gives equal bytes, and the file is whole or not there."""

import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

from reportlab import rl_config  # type: ignore[import-untyped]  # reportlab ships no types
from reportlab.pdfbase import pdfdoc  # type: ignore[import-untyped]  # as above
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]  # as above

from shoukei_app import files
from shoukei_app.domain.calibration import NO_CALIBRATION, Calibration
from shoukei_app.paper.drawing import POINTS_PER_MM, Drawing, Form
from shoukei_app.paper.embedding import VERTICAL_NAME
from shoukei_app.paper.fonts import Face, loaded

# Streams as text (ASCII85) cost a quarter more bytes and a third of the time; no road for files is 7-bit any more.
rl_config.useA85 = 0

_BASIC_FONTS = "BasicFonts"  # the name under which reportlab keeps the fonts of a document

A4 = (210.0, 297.0)
"""Width and height in mm."""

CREATOR = "承継診断 調査台帳"


class Document:
    """A PDF in the making, all pages of one size in mm."""

    def __init__(self, canvas: Any, size: tuple[float, float], calibration: Calibration = NO_CALIBRATION) -> None:
        self.pages = 0
        self._move = _moving(calibration, size[1])
        self._canvas = canvas
        self._size = size
        self._forms = 0
        self._document = canvas._doc  # noqa: SLF001 - reportlab has no public door to it, and codes are kept by document

    def drawing(self) -> Drawing:
        """An empty page to draw on; it counts once it is given to `page` or `form`."""
        return Drawing(self._encode, *self._size)

    def form(self, drawing: Drawing) -> Form:
        """Keep a drawing once, to be placed on any number of pages."""
        self._forms += 1
        name = f"form{self._forms}"
        self._canvas.beginForm(name)
        self._draw(drawing)
        self._canvas.endForm()
        return Form(name)

    def page(self, drawing: Drawing) -> None:
        """Add a drawing as the next page."""
        forms = {form.name: f"/{self._document.getXObjectName(form.name)}" for _, form in drawing.forms}
        operators, start = [], 0
        for place, form in drawing.forms:
            operators += [*drawing.operators[start:place], f"{forms[form.name]} Do"]
            start = place
        operators += drawing.operators[start:]
        content = "\n".join([*self._move, *operators])
        self._document.addPage(_Page(self._size, content, forms.values()))
        self.pages += 1

    def _draw(self, drawing: Drawing) -> None:
        start = 0
        for place, form in drawing.forms:
            self._literal(drawing.operators[start:place])
            self._canvas.doForm(form.name)
            start = place
        self._literal(drawing.operators[start:])

    def _literal(self, operators: list[str]) -> None:
        if operators:
            self._canvas.addLiteral("\n".join(operators))

    def _encode(self, face: Face, text: str, *, downwards: bool = False) -> list[tuple[str, str]]:
        runs = loaded(face).encode(text, self._document, downwards=downwards)
        ending = VERTICAL_NAME if downwards else ""
        return [(file.internal_name(self._document) + ending, codes) for file, codes in runs]


class _Page(pdfdoc.PDFObject):  # type: ignore[misc]  # reportlab ships no types
    """A page that keeps its content compressed: reportlab's own holds ten times as much until the file is written."""

    __RefOnly__ = 1

    def __init__(self, size: tuple[float, float], content: str, forms: Iterable[str]) -> None:
        self._size = size
        self._content = _Content(content)
        self._forms = forms

    def format(self, document: Any) -> bytes:
        def reference(thing: object) -> str:
            return cast("bytes", document.Reference(thing).format(document)).decode("ascii")

        fonts = pdfdoc.PDFObjectReference(_BASIC_FONTS).format(document).decode("ascii")
        forms = " ".join(f"{name} {_form_reference(document, name)}" for name in dict.fromkeys(self._forms))
        width, height = (f"{length * POINTS_PER_MM:.3f}" for length in self._size)
        return (
            f"<< /Type /Page /Parent {reference(document.Pages)} /MediaBox [0 0 {width} {height}]"
            f" /Contents {reference(self._content)}"
            f" /Resources << /ProcSet [/PDF /Text] /Font {fonts} /XObject << {forms} >> >> >>"
        ).encode("ascii")


class _Content(pdfdoc.PDFObject):  # type: ignore[misc]  # reportlab ships no types
    """The operators of one page."""

    __RefOnly__ = 1

    def __init__(self, operators: str) -> None:
        self._compressed = zlib.compress(operators.encode("ascii"))

    def format(self, document: Any) -> bytes:
        content, self._compressed = document.encrypt.encode(self._compressed), b""
        return b"<< /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream\n" % (len(content), content)


def _moving(calibration: Calibration, height: float) -> tuple[str, ...]:
    """The operator that draws a page of so many mm where the printer must draw it; none where it prints true."""
    if calibration == NO_CALIBRATION:
        return ()
    # PDF counts from the bottom left corner, the correction from the top left.
    right = calibration.dx * POINTS_PER_MM
    up = (height * (1 - calibration.sy) - calibration.dy) * POINTS_PER_MM
    return (f"{calibration.sx:.6f} 0 0 {calibration.sy:.6f} {right:.4f} {up:.4f} cm",)


def _form_reference(document: Any, name: str) -> str:
    return cast("bytes", pdfdoc.PDFObjectReference(name[1:]).format(document)).decode("ascii")


@contextmanager
def written(
    target: Path,
    *,
    title: str,
    author: str = "",
    size: tuple[float, float] = A4,
    both_sides: bool = False,
    calibration: Calibration = NO_CALIBRATION,
) -> Iterator[Document]:
    """Open a document that is saved as `target` when the block ends well; otherwise `target` stays as it was.

    With a `calibration` every page is drawn as the printer it belongs to needs it; the file then fits no other one.
    The dates in the file are fixed: a PDF says nothing of when it was made. Raises Problem(OUTPUT_FOLDER_MISSING,
    OUTPUT_LOCKED, DISK_FULL) with the path.
    """
    with files.whole(target) as partial, partial.open("wb") as stream:
        loaded(Face.GOTHIC)
        canvas = Canvas(
            stream,
            pagesize=(size[0] * POINTS_PER_MM, size[1] * POINTS_PER_MM),
            pageCompression=1,
            invariant=1,
            pdfVersion=(1, 7),
            initialFontName=Face.GOTHIC.value,
            lang="ja-JP",
        )
        canvas.setTitle(title)
        canvas.setAuthor(author)
        canvas.setSubject(title)
        canvas.setCreator(CREATOR)
        canvas.setViewerPreference("DisplayDocTitle", "true")
        # Labels and windows fit only at 100 %.
        canvas.setViewerPreference("PrintScaling", "None")
        canvas.setViewerPreference("Duplex", "DuplexFlipLongEdge" if both_sides else "Simplex")
        yield Document(canvas, size, calibration)
        canvas.save()
