"""A month to pick a day from, below a date field."""

from datetime import date

from PySide6.QtCore import QDate, QSize, Qt, Signal
from PySide6.QtGui import QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QToolButton, QWidget

from shoukei_app.gui.kit.icons import icon
from shoukei_app.gui.kit.popup import Popup
from shoukei_app.gui.kit.theme import theme

WEEKEND_ROLES = ((Qt.DayOfWeek.Sunday, "overdue"), (Qt.DayOfWeek.Saturday, "accent"))
TURNING = (("qt_calendar_prevmonth", "caret-left"), ("qt_calendar_nextmonth", "caret-right"))


class CalendarPopup(Popup):
    """Shows the month of `day` (of today, for None); `picked` carries the day, and the popup closes."""

    picked = Signal(object)

    def __init__(self, parent: QWidget, day: date | None) -> None:
        super().__init__(parent)
        self.calendar = QCalendarWidget()
        self.calendar.setFirstDayOfWeek(Qt.DayOfWeek.Sunday)
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.calendar.setMinimumSize(QSize(theme().px(280), theme().px(220)))
        for weekday, role in WEEKEND_ROLES:
            look = QTextCharFormat()
            look.setForeground(theme().color(role))
            self.calendar.setWeekdayTextFormat(weekday, look)
        for name, symbol in TURNING:
            turn = self.calendar.findChild(QToolButton, name)
            if turn is not None:
                turn.setIcon(icon(symbol))
        if day is not None:
            self.calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        self.calendar.clicked.connect(self._pick)
        self.calendar.activated.connect(self._pick)
        self.body.addWidget(self.calendar)
        self.calendar.setFocus()

    def _pick(self, picked: QDate) -> None:
        self.picked.emit(date(picked.year(), picked.month(), picked.day()))
        self.close()
