"""Reads customer barcodes back from the picture of a page, and measures their bars. Lengths in mm."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from PIL import Image

from shoukei_app.domain.customer_barcode import BARS, CODES
from shoukei_app.domain.geometry import Area

_PATTERNS = "144114132312123141321213231411414324342234432243423441111"
_NAMES = [*"0123456789-", *(f"CC{number}" for number in range(1, 9))]
_CODE_OF = {_PATTERNS[3 * place : 3 * place + 3]: name for place, name in enumerate(_NAMES)}


@dataclass(frozen=True, slots=True)
class ReadBar:
    """One bar as it stands on the paper."""

    x: float
    width: float
    top: float
    height: float


@dataclass(frozen=True, slots=True)
class ReadBarcode:
    """A barcode found on a page: where it is, its bars, and the codes they say."""

    area: Area
    bars: tuple[ReadBar, ...]
    kinds: str

    @property
    def codes(self) -> tuple[str, ...]:
        inner = self.kinds[2:-2]
        assert (self.kinds[:2], self.kinds[-2:]) == ("13", "31")
        found = [_CODE_OF[inner[start : start + 3]] for start in range(0, len(inner), 3)]
        assert len(found) == CODES - 2
        return ("STC", *found, "SPC")


def read_barcodes(picture: Image.Image, dpi: float) -> list[ReadBarcode]:
    """Every customer barcode on a page, from the top and the left: rows of 67 bars at an even pitch."""
    ink = _ink(picture)
    data = ink.tobytes()
    mm = 25.4 / dpi
    found: list[ReadBarcode] = []
    for row in range(0, ink.height, 4):
        runs = [match.span() for match in re.finditer(rb"\0+", data[row * ink.width : (row + 1) * ink.width])]
        for first in _even(runs, mm):
            bars = [_bar(ink, row, *run, mm) for run in runs[first : first + BARS]]
            if not any(_overlaps(bars[0], one) for one in found):
                found.append(_barcode(bars))
    return sorted(found, key=lambda one: (round(one.area.y), one.area.x))


def ink_within(picture: Image.Image, dpi: float, area: Area) -> bool:
    """Whether anything is printed in an area."""
    scale = dpi / 25.4
    left, top = round(area.x * scale), round(area.y * scale)
    box = (left, top, round((area.x + area.width) * scale), round((area.y + area.height) * scale))
    return b"\0" in _ink(picture.crop(box)).tobytes()


def _ink(picture: Image.Image) -> Image.Image:
    return picture.convert("L").point(lambda grey: 0 if grey < 128 else 255)


def _even(runs: Sequence[tuple[int, int]], mm: float) -> list[int]:
    """Where 67 runs of ink of equal width begin that lie one pitch apart each."""
    found, first = [], 0
    while first + BARS <= len(runs):
        some = runs[first : first + BARS]
        pitches = [(later[0] - one[0]) * mm for one, later in pairwise(some)]
        widths = [(end - start) * mm for start, end in some]
        pitch = sum(pitches) / len(pitches)
        if max(pitches) - min(pitches) < 0.15 and 0.7 < pitch < 1.6 and max(widths) - min(widths) < 0.15 < pitch:
            found.append(first)
            first += BARS
        else:
            first += 1
    return found


def _bar(ink: Image.Image, row: int, start: int, end: int, mm: float) -> ReadBar:
    x = (start + end) // 2
    top, bottom = row, row + 1
    while top and not ink.getpixel((x, top - 1)):
        top -= 1
    while bottom < ink.height and not ink.getpixel((x, bottom)):
        bottom += 1
    return ReadBar(start * mm, (end - start) * mm, top * mm, (bottom - top) * mm)


def _overlaps(bar: ReadBar, known: ReadBarcode) -> bool:
    area = known.area
    return area.x - 1 < bar.x < area.x + area.width + 1 and area.y - 1 < bar.top < area.y + area.height + 1


def _barcode(bars: Sequence[ReadBar]) -> ReadBarcode:
    top, bottom = min(bar.top for bar in bars), max(bar.top + bar.height for bar in bars)
    third = (bottom - top) / 3
    kinds = ""
    for bar in bars:
        up, down = bar.top < top + third / 2, bar.top + bar.height > bottom - third / 2
        kinds += {(True, True): "1", (True, False): "2", (False, True): "3", (False, False): "4"}[up, down]
    area = Area(bars[0].x, top, bars[-1].x + bars[-1].width - bars[0].x, bottom - top)
    return ReadBarcode(area, tuple(bars), kinds)
