"""What became of a print, and where on it each piece lies: what is printed again after a paper jam."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from shoukei_app.domain import form_number
from shoukei_app.domain.problem import Problem, ProblemKind


@dataclass(frozen=True, slots=True)
class PiecePlaces:
    """Where the pieces of a document lie, counted in faces from the first of the first page, `per_page` to a page.

    Letters and questionnaires have one face a page. `starts` is where each piece begins (with the divider before it,
    if there is one), `end` the face behind the last. `offset` pieces of the run lie before this document.
    """

    numbers: tuple[str, ...] = ()
    starts: tuple[int, ...] = ()
    end: int = 0
    per_page: int = 1
    offset: int = 0

    def place(self, piece: int) -> tuple[int, int]:
        """Page and face (both from 1) where a piece (from 1, counted over the run) begins.

        Raises Problem(PIECE_OUTSIDE).
        """
        page, face = divmod(self._faces(piece, piece).start, self.per_page)
        return page + 1, face + 1

    def pages(self, first: int, last: int) -> range:
        """The pages (from 0) that the pieces from `first` to `last` (from 1) lie on. Raises Problem(PIECE_OUTSIDE)."""
        faces = self._faces(first, last)
        return range(faces.start // self.per_page, (faces.stop - 1) // self.per_page + 1)

    def others(self, first: int, last: int) -> frozenset[int]:
        """The faces (from 0, over all pages) on those pages that belong to other pieces: they must stay white."""
        faces = self._faces(first, last)
        pages = self.pages(first, last)
        on_pages = range(pages.start * self.per_page, pages.stop * self.per_page)
        used = range(self.starts[0], self.end)
        return frozenset(face for face in on_pages if face in used and face not in faces)

    def whole_until(self, pages: int) -> int:
        """How many pieces of the run are complete once the first so many pages were printed."""
        ends = (*self.starts[1:], self.end)
        return self.offset + bisect_right(ends, pages * self.per_page) if self.starts else 0

    def find(self, text: str) -> int:
        """The piece (from 1) that somebody means by its place in the run ("1204") or its form number ("000412-7").

        Raises Problem: PIECE_OUTSIDE, FORM_NUMBER_WRONG, PIECE_NOT_IN_RUN.
        """
        digits = text.replace(",", "").replace("，", "").strip()
        if digits.isdecimal() and len(digits) <= form_number.SERIAL_DIGITS:
            piece = int(digits)
            self._faces(piece, piece)
            return piece
        number = form_number.parse(text)
        if number not in self.numbers:
            raise Problem(ProblemKind.PIECE_NOT_IN_RUN, number=form_number.shown(number))
        return self.numbers.index(number) + 1 + self.offset

    def _faces(self, first: int, last: int) -> range:
        check_range(first, last, self.offset + len(self.numbers), least=self.offset + 1)
        ends = (*self.starts[1:], self.end)
        return range(self.starts[first - self.offset - 1], ends[last - self.offset - 1])


NO_PLACES = PiecePlaces()


def check_range(first: int, last: int, pieces: int, *, least: int = 1) -> None:
    """Raises Problem(PIECE_OUTSIDE) unless `first` to `last` (from 1) are pieces that there are."""
    if not least <= first <= last <= pieces:
        raise Problem(ProblemKind.PIECE_OUTSIDE, first=first, last=last, pieces=pieces)


def one_by_one(numbers: Sequence[str], faces: Sequence[int], *, per_page: int = 1, offset: int = 0) -> PiecePlaces:
    """Places from the face (from 0) on which each piece begins, and behind them the face after the last."""
    assert all(one < other for one, other in pairwise(faces)), "pieces follow each other"
    return PiecePlaces(tuple(numbers), tuple(faces[:-1]), faces[-1], per_page, offset)


@dataclass(frozen=True, slots=True)
class PrintedPages:
    """What became of a print: pages in the PDF, pieces (or sheets) on them, and how many carry a customer barcode."""

    pages: int
    printed: int
    barcodes: int = 0
    places: PiecePlaces = field(default=NO_PLACES)
