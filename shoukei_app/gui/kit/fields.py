"""The kinds of fields a form can have, as data."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from PySide6.QtCore import Qt


class Keys(Enum):
    """What is typed into a text field; the input method (IME) is switched accordingly."""

    JAPANESE = Qt.InputMethodHint.ImhNone
    DIGITS = Qt.InputMethodHint.ImhDigitsOnly
    LATIN = Qt.InputMethodHint.ImhLatinOnly


class Unreadable(Exception):
    """What stands in a field makes no value; the message is the sentence to show under it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """What every kind of field has: the attribute of the value it edits, its words, a remark, whether it is required.

    `width` is px at 100 %; 0 takes the width there is.
    """

    key: str
    label: str
    help: str = ""
    required: bool = False
    width: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TextField(Field):
    """One line of text; value: str, without blanks around it. `tidied` rewrites it when the field is left."""

    tidied: Callable[[str], str] | None = None
    max_length: int = 200
    keys: Keys = Keys.JAPANESE
    placeholder: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinesField(Field):
    """Several lines of text; value: str."""

    lines: int = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberField(Field):
    """A whole number; value: int | None. Full-width digits and thousands commas are understood."""

    minimum: int | None = None
    maximum: int | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecimalField(Field):
    """A number with decimals; value: float | None. Full-width digits are understood, a comma is a point."""

    minimum: float
    maximum: float
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DateField(Field):
    """A day, typed R8.4.1, 8.4.1, 2026/4/1 or picked from a calendar; value: date | None."""


@dataclass(frozen=True, slots=True, kw_only=True)
class YearField(Field):
    """A year, typed S30, 30 (of `era`, a letter) or 1955; value: the western one, int | None."""

    era: str = "S"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceField(Field):
    """One of some values; value: what `options` pair with the words. `none` is the words for None, where allowed."""

    options: Sequence[tuple[Any, str]]
    none: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckField(Field):
    """Yes or no; value: bool. Its label stands behind the box."""
