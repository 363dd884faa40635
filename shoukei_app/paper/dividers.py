"""Dividers between delivery districts: a face or page that says which bundle begins and how many pieces it holds."""

from collections.abc import Iterator, Mapping, Sequence

from shoukei_app.domain.geometry import Area
from shoukei_app.domain.mailing import Divider, Piece
from shoukei_app.paper.drawing import BLACK, Align, Drawing
from shoukei_app.paper.fonts import ASCENT, Face, Font

_LARGEST = 60.0


def divided(pieces: Sequence[Piece], dividers: Mapping[str, Divider]) -> Iterator[Piece | Divider]:
    """Pieces in their order, each divider before the piece with its form number."""
    for piece in pieces:
        if divider := dividers.get(piece.number):
            yield divider
        yield piece


def draw_divider(page: Drawing, area: Area, divider: Divider) -> None:
    """Fill an area with a divider; nobody takes it for an address: it is framed, and its figures are large."""
    page.rectangle(area.x, area.y, area.width, area.height, stroke=BLACK, weight=0.3)
    size = min(area.height, area.width * 0.4, _LARGEST)
    centre, top = area.x + area.width / 2, area.y + (area.height - size) / 2
    small, large = Font(Face.GOTHIC, size * 0.38), Font(Face.BOLD, size * 0.95)
    for font, share, text in (
        (small, 0.12, "郵便区"),
        (large, 0.32, divider.district),
        (small, 0.74, f"{divider.pieces:,} 通"),
    ):
        baseline = top + size * share + font.height * ASCENT
        page.text(centre, baseline, text, font, align=Align.CENTRE, within=area.width * 0.9)
