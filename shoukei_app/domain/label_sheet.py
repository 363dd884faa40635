"""A sheet of address labels (宛名ラベル): its geometry in millimetres, as printed on the maker's packet."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from shoukei_app.domain.problem import Problem, ProblemKind


@dataclass(frozen=True, slots=True)
class LabelSheet:
    """Faces in `columns` × `rows`; `top`/`left` to the first face, `pitch_*` from face to face; all in mm."""

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

    def position(self, face: int) -> tuple[float, float]:
        """Left and top edge (mm from the page's top left) of the 0-based `face`, counted along the rows."""
        row, column = divmod(face, self.columns)
        return self.left + column * self.pitch_x, self.top + row * self.pitch_y

    def overflow(self) -> tuple[float, float]:
        """How far (mm) the last face reaches over the right and the bottom edge; 0 where it fits (±0.05 allowed)."""
        x, y = self.position(self.faces - 1)
        right, bottom = x + self.width - self.page_width, y + self.height - self.page_height
        return max(right, 0.0) if right > 0.05 else 0.0, max(bottom, 0.0) if bottom > 0.05 else 0.0


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
