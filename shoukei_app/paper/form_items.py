"""What a printed form is put together from: words, lines and grounds, and the fields that are read later."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypeAlias

from shoukei_app.domain.form_layout import ChoiceBox, DigitCell, EraBox, FormField, WritingArea
from shoukei_app.domain.geometry import Area
from shoukei_app.paper.drawing import BLACK, Drawing
from shoukei_app.paper.fonts import Font

OUTLINE = "#8A8A8A"
"""Light enough that a mark in a box stands out against it, dark enough to be seen by a person of eighty."""

GROUND = "#ECECEC"
HAIRLINE = "#BFBFBF"


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text."""

    x: float
    baseline: float
    text: str
    font: Font
    stretch: float = 1.0
    colour: str = BLACK


@dataclass(frozen=True, slots=True)
class Stroke:
    """A level line."""

    x: float
    y: float
    width: float
    colour: str = HAIRLINE


@dataclass(frozen=True, slots=True)
class Ground:
    """A grey ground behind words."""

    area: Area


Item: TypeAlias = Words | Stroke | Ground | FormField


@dataclass(frozen=True, slots=True)
class Block:
    """Items that stay together, placed from y = 0 at its top; `question` is the number of its first question."""

    items: tuple[Item, ...]
    height: float
    question: int = 0
    section: bool = False


def moved(items: Iterable[Item], dy: float) -> list[Item]:
    """The same items, `dy` mm lower."""
    return [_moved(item, dy) for item in items]


def draw(drawing: Drawing, items: Iterable[Item]) -> None:
    """Draw items: grounds first, so that nothing is hidden whatever their order."""
    ordered = sorted(items, key=lambda item: not isinstance(item, Ground))
    for item in ordered:
        match item:
            case Words():
                drawing.text(item.x, item.baseline, item.text, item.font, stretch=item.stretch, colour=item.colour)
            case Stroke():
                drawing.line(item.x, item.y, item.x + item.width, item.y, weight=0.15, colour=item.colour)
            case Ground(area):
                drawing.rectangle(area.x, area.y, area.width, area.height, fill=GROUND)
            case ChoiceBox() | EraBox() | DigitCell():
                area = item.area
                drawing.rectangle(area.x, area.y, area.width, area.height, stroke=OUTLINE, weight=0.25)
            case WritingArea():
                area = item.area
                drawing.line(
                    area.x, area.y + area.height, area.x + area.width, area.y + area.height, weight=0.2, colour=OUTLINE
                )


def _moved(item: Item, dy: float) -> Item:
    match item:
        case Words():
            return replace(item, baseline=item.baseline + dy)
        case Stroke():
            return replace(item, y=item.y + dy)
        case Ground() | ChoiceBox() | EraBox() | DigitCell() | WritingArea():
            return replace(item, area=item.area.moved(0.0, dy))
