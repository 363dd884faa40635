"""The days that have visits, in one slim line: what is overdue, today, and the days that come."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit.pieces import clear, row
from shoukei_app.gui.kit.theme import theme
from shoukei_app.words.dates import short_day

DAYS_SHOWN = 6
DAYS_SHOWN_LARGE = 4
"""The same where a person asked for larger type."""

Filters = dict[str, tuple[str, ...]]


class DaysStrip(QWidget):
    """Emits `chosen` with the filters of a day (none: all days)."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._buttons: list[tuple[Filters, QPushButton]] = []
        self._row = row(spacing=GRID // 2)
        self.setLayout(self._row)

    def show_days(self, planned: Mapping[date, int], today: date) -> None:
        """Show how many visits are planned for each day and not yet made."""
        clear(self._row)
        self._buttons = []
        overdue = sum(count for day, count in planned.items() if day < today)
        self._add("すべて", {})
        if overdue:
            until = (today - timedelta(days=1)).isoformat()
            self._add(f"過ぎたもの {overdue:,}件", {"state": ("planned",), "until": (until,)})
        coming = sorted(day for day in planned if day >= today)
        shown = DAYS_SHOWN if theme().scale < 1.1 else DAYS_SHOWN_LARGE
        for day in coming[:shown]:
            name = "今日" if day == today else "明日" if day == today + timedelta(days=1) else short_day(day, today)
            self._add(f"{name} {planned[day]:,}件", {"state": ("planned",), "day": (day.isoformat(),)})
        later = coming[shown:]
        if later:
            count = sum(planned[day] for day in later)
            days = tuple(day.isoformat() for day in later)
            self._add(f"それより先 {count:,}件", {"state": ("planned",), "day": days})
        self._row.addStretch(1)

    def mark(self, filters: Mapping[str, tuple[str, ...]]) -> None:
        """Show which of the days these filters mean."""
        mine = {key: values for key, values in filters.items() if key in ("day", "until")}
        for meant, made in self._buttons:
            own = {key: values for key, values in meant.items() if key in ("day", "until")}
            made.setChecked(own == mine)

    def _add(self, words: str, filters: Filters) -> None:
        made = QPushButton(words)
        made.setProperty("kind", "quiet")
        made.setCheckable(True)
        made.setAutoDefault(False)
        made.clicked.connect(partial(self._choose, filters))
        self._row.addWidget(made)
        self._buttons.append((filters, made))

    def _choose(self, filters: Filters, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        self.chosen.emit(filters)
