"""Where everything to be read stands on the printed questionnaire: every box, cell and line by question and code.

The layout follows from the questionnaire alone and is the same on every copy; only the QR symbol and the number in
plain digits differ. Whoever reads a scan finds the corner marks, the page mark and the QR symbol first.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, TypeAlias, TypeVar

from shoukei_app.domain.geometry import Area

PAGE_MARK_SQUARES = 4
LAST_PAGE = 2 ** (PAGE_MARK_SQUARES - 1) - 1


@dataclass(frozen=True, slots=True)
class ChoiceBox:
    """The box to tick for one choice."""

    question: str
    code: int
    area: Area


@dataclass(frozen=True, slots=True)
class EraBox:
    """The box to tick for the era of a year or date: its letter (M T S H R), "" for the western count."""

    question: str
    letter: str
    area: Area


@dataclass(frozen=True, slots=True)
class DigitCell:
    """The cell for one digit of a number; `place` is its power of ten (of yyyymmdd in a date)."""

    question: str
    place: int
    area: Area


@dataclass(frozen=True, slots=True)
class WritingArea:
    """Room for words: of a question, or beside its choice その他 (`code`)."""

    question: str
    code: int | None
    area: Area


FormField: TypeAlias = ChoiceBox | EraBox | DigitCell | WritingArea
_Field = TypeVar("_Field", ChoiceBox, EraBox, DigitCell, WritingArea)


@dataclass(frozen=True, slots=True)
class FormPage:
    """One printed page. `corners`: top left, top right, bottom left, bottom right; `qr` without its quiet zone."""

    number: int
    corners: tuple[Area, Area, Area, Area]
    page_mark: tuple[Area, ...]
    qr: Area
    fields: tuple[FormField, ...]

    def of(self, kind: type[_Field]) -> tuple[_Field, ...]:
        """The fields of one kind, in reading order."""
        return tuple(field for field in self.fields if isinstance(field, kind))


@dataclass(frozen=True, slots=True)
class FormLayout:
    """A questionnaire on paper; lengths are mm from the top left corner of each page."""

    questionnaire: str
    version: int
    width: float
    height: float
    pages: tuple[FormPage, ...]


_KINDS: Mapping[str, type[FormField]] = {"box": ChoiceBox, "era": EraBox, "digit": DigitCell, "writing": WritingArea}
_NAMES = {kind: name for name, kind in _KINDS.items()}


def to_data(layout: FormLayout) -> dict[str, Any]:
    """The data form of a layout, as a run keeps it to read its forms by; `from_data` reads it back."""
    pages = [
        {
            "number": page.number,
            "corners": [asdict(corner) for corner in page.corners],
            "page_mark": [asdict(square) for square in page.page_mark],
            "qr": asdict(page.qr),
            "fields": [{"kind": _NAMES[type(field)]} | asdict(field) for field in page.fields],
        }
        for page in layout.pages
    ]
    return {
        "questionnaire": layout.questionnaire,
        "version": layout.version,
        "width": layout.width,
        "height": layout.height,
        "pages": pages,
    }


def from_data(data: Mapping[str, Any]) -> FormLayout:
    """Read a layout from its data form. Raises KeyError and TypeError for what is none."""
    return FormLayout(**{**data, "pages": tuple(_page(page) for page in data["pages"])})


def _page(data: Mapping[str, Any]) -> FormPage:
    one, two, three, four = (Area(**corner) for corner in data["corners"])
    return FormPage(
        data["number"],
        (one, two, three, four),
        tuple(Area(**square) for square in data["page_mark"]),
        Area(**data["qr"]),
        tuple(_field(field) for field in data["fields"]),
    )


def _field(data: Mapping[str, Any]) -> FormField:
    values = {name: value for name, value in data.items() if name != "kind"}
    return _KINDS[data["kind"]](**{**values, "area": Area(**data["area"])})


def page_bits(page: int) -> tuple[bool, ...]:
    """Which squares of the page mark are black: the page number, lowest bit first, and a bit that makes their sum odd.

    So one square is always black, and one square read wrongly is noticed. Raises ValueError beyond LAST_PAGE.
    """
    if not 1 <= page <= LAST_PAGE:
        raise ValueError(page)
    bits = [bool(page >> place & 1) for place in range(PAGE_MARK_SQUARES - 1)]
    return (*bits, sum(bits) % 2 == 0)


def page_of(bits: Sequence[bool]) -> int | None:
    """The page that a page mark names, None where its squares contradict each other."""
    if len(bits) != PAGE_MARK_SQUARES or sum(bits) % 2 == 0:
        return None
    return sum(1 << place for place, bit in enumerate(bits[:-1]) if bit) or None
