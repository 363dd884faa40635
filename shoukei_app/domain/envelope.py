"""Envelopes: those that are printed on, and those whose window shows a folded letter's address. Lengths in mm."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum, auto
from typing import Any

from shoukei_app.domain.geometry import Area
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.vertical_text import Numerals

FOLDS = (99.0, 198.0)
"""Where an A4 letter is folded in three, from its top."""

_SMALLEST_WINDOW = (80.0, 45.0)
_SMALLEST_ADDRESS = (50.0, 16.0)
"""Below this an address is set in type that is hard to read."""


class Writing(StrEnum):
    """In which direction an envelope is addressed."""

    VERTICAL = "vertical"
    HORIZONTAL = "horizontal"


class PostageMark(StrEnum):
    """What stands where the stamp would: nothing (for a stamp or the office's own imprint), or how postage is paid."""

    NONE = "none"
    PREPAID = "prepaid"
    DEFERRED = "deferred"


@dataclass(frozen=True, slots=True)
class EnvelopeStyle:
    """How envelopes are addressed. `draws_boxes` is for blank ones; on others the boxes are printed already."""

    writing: Writing = Writing.VERTICAL
    numerals: Numerals = Numerals.KANJI
    draws_boxes: bool = False
    mark: PostageMark = PostageMark.NONE


AS_IS_USUAL = EnvelopeStyle()


class WindowFinding(StrEnum):
    """What is wrong with a window for a letter folded in three."""

    SMALL = auto()
    OUTSIDE_ENVELOPE = auto()
    ADDRESS_HIDDEN = auto()
    NO_BARCODE = auto()


@dataclass(frozen=True, slots=True)
class PostalBoxes:
    """The red boxes for a postcode: `top` and `right` from the edges, `offsets` from the first box's left edge."""

    top: float
    right: float
    width: float
    height: float
    offsets: tuple[float, ...]
    thick: float
    thin: float

    def areas(self, envelope_width: float) -> tuple[Area, ...]:
        """The inside of each box on an envelope of this width, from the left."""
        left = envelope_width - self.right - self.offsets[-1] - self.width
        return tuple(Area(left + offset, self.top, self.width, self.height) for offset in self.offsets)


@dataclass(frozen=True, slots=True)
class EnvelopeLayout:
    """Where things stand in one direction of writing; `barcode` is None where it follows the address directly."""

    address: Area
    sender: Area
    number: Area
    barcode: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Envelope:
    """An envelope that is printed on, upright; `size` is the type size of its address in points."""

    id: str
    name: str
    width: float
    height: float
    size: float
    mark: Area
    boxes: PostalBoxes
    layouts: Mapping[Writing, EnvelopeLayout]


@dataclass(frozen=True, slots=True)
class WindowEnvelope:
    """An envelope lying lengthwise, its window measured from its top left corner. Makers differ: a setting."""

    name: str
    width: float
    height: float
    window: Area

    def always_seen(self, sheet_width: float = 210.0, sheet_height: float = FOLDS[0]) -> Area:
        """The part of the folded sheet that shows in the window wherever the sheet lies; may be of no size.

        It ends at the fold: what lies below is on another panel.
        """
        height = max(self.window.height - (self.height - sheet_height), 0.0)
        return Area(
            self.window.x,
            self.window.y,
            max(self.window.width - (self.width - sheet_width), 0.0),
            max(min(height, sheet_height - self.window.y), 0.0),
        )


LONG_3 = WindowEnvelope("長形3号 窓付き", 235.0, 120.0, Area(21.0, 52.0, 90.0, 45.0))
"""A common 長形3号 with a window of 90 × 45 mm: what a campaign begins with."""


def crosses_fold(area: Area, folds: tuple[float, ...] = FOLDS) -> bool:
    """Whether an area of a letter lies across one of its folds (what only touches it does not)."""
    return any(area.y < fold < area.y + area.height for fold in folds)


def window_findings(envelope: WindowEnvelope, barcode_size: float | None) -> tuple[WindowFinding, ...]:
    """What is wrong with a window; `barcode_size` is that of the barcode it takes (points), None for none."""
    window, seen = envelope.window, envelope.always_seen()
    outside = (
        min(window.x, window.y) < 0
        or window.x + window.width > envelope.width
        or window.y + window.height > envelope.height
    )
    findings = (
        (outside, WindowFinding.OUTSIDE_ENVELOPE),
        (window.width < _SMALLEST_WINDOW[0] or window.height < _SMALLEST_WINDOW[1], WindowFinding.SMALL),
        (seen.width < _SMALLEST_ADDRESS[0] or seen.height < _SMALLEST_ADDRESS[1], WindowFinding.ADDRESS_HIDDEN),
        (barcode_size is None, WindowFinding.NO_BARCODE),
    )
    return tuple(finding for applies, finding in findings if applies)


def envelopes_from_data(data: Mapping[str, Any]) -> tuple[Envelope, ...]:
    """Read envelopes from their data form (the TOML of `resources/post`), in order."""
    boxes = PostalBoxes(**{**data["boxes"], "offsets": tuple(data["boxes"]["offsets"])})
    return tuple(
        Envelope(
            entry["id"],
            entry["name"],
            entry["width"],
            entry["height"],
            entry["size"],
            Area(*entry["mark"]),
            boxes,
            {writing: _layout(entry[writing.value]) for writing in Writing},
        )
        for entry in data["envelopes"]
    )


def windows_from_data(data: Mapping[str, Any]) -> tuple[WindowEnvelope, ...]:
    """Read window envelopes from the same data, in order."""
    return tuple(
        WindowEnvelope(entry["name"], entry["width"], entry["height"], Area(*entry["window"]))
        for entry in data["windows"]
    )


def window_data(envelope: WindowEnvelope) -> dict[str, Any]:
    """The data form of one window envelope; `window_from_data` reads it back."""
    return asdict(envelope)


def window_from_data(data: Mapping[str, Any]) -> WindowEnvelope:
    """Read one window envelope from its data form."""
    return WindowEnvelope(**{**data, "window": Area(**data["window"])})


def find(envelopes: tuple[Envelope, ...], name: str) -> Envelope:
    """The envelope of this id. Raises Problem(ENVELOPE_UNKNOWN) with the ids there are."""
    for envelope in envelopes:
        if name == envelope.id:
            return envelope
    raise Problem(ProblemKind.ENVELOPE_UNKNOWN, envelope=name, known=tuple(one.id for one in envelopes))


def _layout(entry: Mapping[str, Any]) -> EnvelopeLayout:
    barcode = tuple(entry["barcode"]) if "barcode" in entry else None
    return EnvelopeLayout(Area(*entry["address"]), Area(*entry["sender"]), Area(*entry["number"]), barcode)
