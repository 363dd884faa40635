"""A sheet of a workbook before it is written: its title, headings and rows."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

Value: TypeAlias = str | int | float | date | None

FORMULA_START = re.compile(r"^[=+\-@\t\r]")
"""How a text begins that a spreadsheet would take for a formula."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its title, headings, and rows as wide as the headings. `widths` are in characters, 0: by content."""

    title: str
    headings: Sequence[str]
    rows: Iterable[Sequence[Value]]
    widths: Sequence[int] = ()
