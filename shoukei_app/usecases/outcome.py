"""What a use case gives back: its value, and which subjects it changed, so that pages know what to redraw."""

from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Generic, TypeVar


class Subject(Enum):
    """What can change in a ledger, as far as a page cares."""

    CAMPAIGN = auto()
    ORGANISATION = auto()
    FIRM = auto()
    TARGET = auto()
    MAILING = auto()
    RETURN = auto()
    FLAG = auto()
    VISIT = auto()
    CASE = auto()


EVERYTHING = frozenset(Subject)


T = TypeVar("T")


@dataclass(frozen=True)
class Outcome(Generic[T]):
    """The result of a change. `operation` is its number in the history, None where nothing was written."""

    value: T
    changed: frozenset[Subject] = field(default_factory=frozenset)
    operation: int | None = None
