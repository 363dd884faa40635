"""A day typed as 11/20 or R8.11.20, or by one letter: R 来月, S 3か月後, H 半年後."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from shoukei_app.gui.kit.dates import read_date

MONTHS = {"R": 1, "S": 3, "H": 6}
"""Months from the meeting on, by the letter the Japanese words begin with (らいげつ, さんかげつ, はんとし)."""

HINT = "R 来月　S 3か月後　H 半年後　または 11/20"
_MONTH_DAY = re.compile(r"(\d{1,2})[/.\-](\d{1,2})")


def read_day(text: str, base: date) -> date | None:
    """The day a text means; month and day alone are the next such day from `base` on. None where it means none."""
    plain = unicodedata.normalize("NFKC", text).strip()
    found = _MONTH_DAY.fullmatch(plain)
    if found is None:
        return read_date(plain) if plain else None
    month, day = int(found[1]), int(found[2])
    for year in (base.year, base.year + 1):
        try:
            made = date(year, month, day)
        except ValueError:
            continue
        if made >= base:
            return made
    return None


class DayEdit(QLineEdit):
    """`months` makes a day from the meeting's and a number of months; `base` is the day of the meeting."""

    def __init__(self, name: str, months: Callable[[date, int], date]) -> None:
        super().__init__()
        self._months = months
        self.base = date.min
        self.setAccessibleName(name)
        self.setInputMethodHints(Qt.InputMethodHint.ImhLatinOnly)
        self.setToolTip(HINT)

    def value(self) -> date | None:
        """The day that stands there, None for none or one that cannot be read."""
        return read_day(self.text(), self.base)

    @property
    def wrong(self) -> bool:
        """Something stands there that is no day."""
        return bool(self.text().strip()) and self.value() is None

    def fill(self, day: date | None) -> None:
        """Show a day, as short as it can be told."""
        if day is None:
            self.setText("")
        elif read_day(f"{day.month}/{day.day}", self.base) == day:
            self.setText(f"{day.month}/{day.day}")
        else:
            self.setText(f"{day.year}/{day.month}/{day.day}")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: a letter is a day."""
        letter = unicodedata.normalize("NFKC", event.text()).upper()
        if letter in MONTHS:
            self.fill(self._months(self.base, MONTHS[letter]))
        else:
            super().keyPressEvent(event)
