"""A sheet of address labels (宛名ラベル): its geometry in millimetres, as printed on the maker's packet."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from shoukei_app.domain.geometry import Area
from shoukei_app.domain.problem import Problem, ProblemKind

SMALLEST_FACE = (20.0, 10.0)
"""Width and height in mm of the smallest face on which an address can still be read."""

LARGEST_FACES = 300

_SLACK = 0.05
"""mm; what a packet rounds away."""

A4 = (210.0, 297.0)


@dataclass(frozen=True, slots=True)
class LabelSheet:
    """Faces in `columns` × `rows`; `top`/`left` to the first face, `pitch_*` from face to face; all in mm.

    `id` is the product's number, or the name an office gave its own sheet; that one has no `maker`.
    """

    id: str
    maker: str
    name: str
    columns: int
    rows: int
    width: float
    height: float
    top: float
    left: float
    pitch_x: float
    pitch_y: float
    page_width: float = 210.0
    page_height: float = 297.0
    like: tuple[str, ...] = ()

    @property
    def faces(self) -> int:
        """Labels on one sheet."""
        return self.columns * self.rows

    @property
    def title(self) -> str:
        """What people call it: "ヒサゴ ELM008", or the office's own name."""
        return f"{self.maker} {self.id}".strip()

    @property
    def is_own(self) -> bool:
        """Whether an office added it itself."""
        return not self.maker

    def face(self, face: int) -> Area:
        """The 0-based `face`, counted along the rows."""
        return Area(*self.position(face), self.width, self.height)

    def position(self, face: int) -> tuple[float, float]:
        """Left and top edge (mm from the page's top left) of the 0-based `face`, counted along the rows."""
        row, column = divmod(face, self.columns)
        return self.left + column * self.pitch_x, self.top + row * self.pitch_y

    def overflow(self) -> tuple[float, float]:
        """How far (mm) the last face reaches over the right and the bottom edge; 0 where it fits (±0.05 allowed)."""
        x, y = self.position(self.faces - 1)
        right, bottom = x + self.width - self.page_width, y + self.height - self.page_height
        return right if right > _SLACK else 0.0, bottom if bottom > _SLACK else 0.0

    def overlaps(self) -> bool:
        """Whether neighbouring faces lie on each other (±0.05 mm allowed)."""
        across = self.columns > 1 and self.pitch_x < self.width - _SLACK
        down = self.rows > 1 and self.pitch_y < self.height - _SLACK
        return across or down


def fault(sheet: LabelSheet) -> Problem | None:
    """What is wrong with a sheet that somebody typed in, None where it can be printed on.

    VALUE_MISSING without a name; LABEL_SHEET_TOO_FINE for faces too small or too many to print on;
    LABEL_SHEET_OVERLAPS, LABEL_SHEET_OUTSIDE with the measures in mm.
    """
    if not sheet.id.strip():
        return Problem(ProblemKind.VALUE_MISSING, field="用紙の名前")
    width, height = SMALLEST_FACE
    if sheet.width < width or sheet.height < height or not 1 <= sheet.faces <= LARGEST_FACES:
        return Problem(
            ProblemKind.LABEL_SHEET_TOO_FINE,
            width=f"{sheet.width:g}",
            height=f"{sheet.height:g}",
            faces=sheet.faces,
            smallest=f"{width:g}×{height:g}",
            largest=LARGEST_FACES,
        )
    if sheet.overlaps():
        measures = {name: f"{getattr(sheet, name):g}" for name in ("width", "height", "pitch_x", "pitch_y")}
        return Problem(ProblemKind.LABEL_SHEET_OVERLAPS, **measures)
    right, bottom = sheet.overflow()
    if right or bottom or min(sheet.top, sheet.left) < 0:
        return Problem(
            ProblemKind.LABEL_SHEET_OUTSIDE,
            right=f"{right:.1f}",
            bottom=f"{bottom:.1f}",
            paper=f"{sheet.page_width:g}×{sheet.page_height:g}",
        )
    return None


def own(sheet: LabelSheet) -> LabelSheet:
    """An office's own sheet, its name without blanks around it and described as the packets describe theirs."""
    size = "A4" if (sheet.page_width, sheet.page_height) == A4 else f"{sheet.page_width:g}×{sheet.page_height:g} mm"
    name = f"{size} {sheet.faces}面 {sheet.width:g}×{sheet.height:g} mm"
    return replace(sheet, id=sheet.id.strip(), maker="", name=name, like=())


def from_data(data: Mapping[str, Any]) -> tuple[LabelSheet, ...]:
    """Read label sheets from their data form (the TOML of `resources/labels`), in order; lengths are mm."""
    return tuple(LabelSheet(**{**entry, "like": tuple(entry.get("like", ()))}) for entry in data["sheets"])


def find(sheets: Iterable[LabelSheet], name: str) -> LabelSheet:
    """The sheet with this product number, or one with the same faces ("elm008", "72212", "コクヨ KPC-E1121").

    Raises Problem(LABEL_SHEET_UNKNOWN) with the name that was asked for and the ids there are.
    """
    known = tuple(sheets)
    wanted = _key(name)
    for sheet in known:
        if wanted in (_key(sheet.id), _key(f"{sheet.maker}{sheet.id}")):
            return sheet
    for sheet in known:
        if any(wanted in (_key(like), _key(like.rpartition(" ")[2])) for like in sheet.like):
            return sheet
    raise Problem(ProblemKind.LABEL_SHEET_UNKNOWN, sheet=name, known=tuple(sheet.id for sheet in known))


def _key(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()
