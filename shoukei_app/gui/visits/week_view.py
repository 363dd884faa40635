"""A week of visits: a column a day, a row a time of day; a visit is moved by dragging it, or by Alt and the arrows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QApplication, QSizePolicy, QToolTip, QWidget

from shoukei_app.domain.tokens import GRID, SIZES, TEAM_HUES
from shoukei_app.domain.visits import SLOTS
from shoukei_app.gui.kit.pieces import column, scrolled
from shoukei_app.gui.kit.theme import theme
from shoukei_app.words.dates import WEEKDAYS

WORKING_DAYS = 5
_TIMES, _HEAD, _CARD, _GAP = 52, 44, 44, 4


@dataclass(frozen=True, slots=True)
class WeekEntry:
    """One visit as the week shows it. `organisation` colours it; `about` is the tooltip; a made one stays put."""

    id: int
    day: date
    time: str
    title: str
    people: str
    organisation: str
    about: str = ""
    movable: bool = True
    tone: str = ""


class WeekView(QWidget):
    """The days above, the visits below in a field that scrolls.

    `moved` carries a visit's id, the day and the time it is to have; `opened` an id; `turned` how many weeks to go
    (0: to today).
    """

    def __init__(self) -> None:
        super().__init__()
        self.days = _Days()
        self.field = WeekField()
        area = scrolled(self.field)
        self.field.resized.connect(self.days.follow)
        self.area = area
        self.setLayout(column(self.days, area, spacing=0))
        self.field.revealed.connect(lambda place: area.ensureVisible(place.center().x(), place.center().y(), 0, 60))

    def show_week(
        self,
        monday: date,
        entries: Sequence[WeekEntry],
        days_off: Mapping[date, str],
        today: date,
        hues: Mapping[str, int],
    ) -> None:
        """Show a week; Saturday and Sunday appear only where they have a visit. `hues` colour organisations."""
        last = max((one.day.weekday() for one in entries), default=0)
        days = [monday + timedelta(days=number) for number in range(max(last + 1, WORKING_DAYS))]
        self.days.show_days(days, days_off, today)
        self.field.show_entries(days, entries, days_off, hues)


class _Days(QWidget):
    """The heads of the days: date, holiday by name, today."""

    def __init__(self) -> None:
        super().__init__()
        self._days: Sequence[date] = ()
        self._off: Mapping[date, str] = {}
        self._today: date | None = None
        self._room = 0
        self.setFixedHeight(theme().px(_HEAD))
        theme().changed.connect(self.update)

    def show_days(self, days: Sequence[date], days_off: Mapping[date, str], today: date) -> None:
        """Show these days."""
        self._days, self._off, self._today = days, days_off, today
        self.setAccessibleName("　".join(self._told(day) for day in days))
        self.update()

    def follow(self, width: int) -> None:
        """Be as wide as the field below, which may have a scroll bar beside it."""
        self._room = width
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Qt: draw the heads."""
        painter, look = QPainter(self), theme()
        width = (self._room - look.px(_TIMES)) / max(len(self._days), 1)
        for place, day in enumerate(self._days):
            box = QRect(round(look.px(_TIMES) + place * width), 0, round(width), self.height())
            off, today = day in self._off, day == self._today
            painter.setPen(look.color("accent" if today else "secondary" if off else "ink"))
            painter.setFont(look.font(SIZES.body, bold=True))
            words = f"{day.month}/{day.day}（{WEEKDAYS[day.weekday()]}）{' 今日' if today else ''}"
            top = box.adjusted(GRID, 4, -4, -self.height() // 2 + 2)
            painter.drawText(top, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), words)
            if off:
                painter.setPen(look.color("attention"))
                painter.setFont(look.font(SIZES.note))
                below = box.adjusted(GRID, self.height() // 2, -4, -2)
                name = painter.fontMetrics().elidedText(self._off[day], Qt.TextElideMode.ElideRight, below.width())
                painter.drawText(below, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), name)
            if today:
                painter.fillRect(box.left() + 2, self.height() - 3, box.width() - 4, 3, look.color("accent"))

    def _told(self, day: date) -> str:
        return f"{day.month}月{day.day}日{WEEKDAYS[day.weekday()]}曜日 {self._off.get(day, '')}".strip()


class WeekField(QWidget):
    """The visits themselves; see `WeekView`."""

    moved = Signal(object, object, str)
    opened = Signal(object)
    turned = Signal(int)
    revealed = Signal(QRect)
    resized = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._days: Sequence[date] = ()
        self._entries: Sequence[WeekEntry] = ()
        self._off: Mapping[date, str] = {}
        self._hues: Mapping[str, int] = {}
        self._times: list[str] = list(SLOTS)
        self._selected: int | None = None
        self._pressed: tuple[WeekEntry, QPoint] | None = None
        self._dragged_to: QPoint | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        theme().changed.connect(self._relayout)

    def show_entries(
        self, days: Sequence[date], entries: Sequence[WeekEntry], days_off: Mapping[date, str], hues: Mapping[str, int]
    ) -> None:
        """Show these; what was selected stays selected where it is still there."""
        self._days, self._off, self._hues = days, days_off, hues
        self._entries = sorted(entries, key=lambda one: (one.day, one.time, one.organisation, one.id))
        self._times = sorted({*SLOTS, *(one.time for one in entries)})
        if self._selected not in {one.id for one in entries}:
            self._selected = self._entries[0].id if self._entries else None
        self._relayout()

    @property
    def selected(self) -> WeekEntry | None:
        """The visit that the keyboard is at."""
        return next((one for one in self._entries if one.id == self._selected), None)

    def select(self, visit_id: int) -> None:
        """Go to a visit."""
        self._selected = visit_id
        entry = self.selected
        if entry is not None:
            self.setAccessibleDescription(f"{entry.title} {entry.about}")
            self.revealed.emit(self.box_of(entry))
        self.update()

    def box_of(self, entry: WeekEntry) -> QRect:
        """Where a visit's card is."""
        cell = self._cell(entry.day, entry.time)
        fellows = [one.id for one in self._entries if (one.day, one.time) == (entry.day, entry.time)]
        top = cell.top() + _GAP + fellows.index(entry.id) * (theme().px(_CARD) + _GAP)
        return QRect(cell.left() + 3, top, cell.width() - 6, theme().px(_CARD))

    def place_at(self, point: QPoint) -> tuple[date, str] | None:
        """The day and time at a point; None outside of the days."""
        for day in self._days:
            for time in self._times:
                if self._cell(day, time).contains(point):
                    return day, time
        return None

    def _cell(self, day: date, time: str) -> QRect:
        width = (self.width() - theme().px(_TIMES)) / max(len(self._days), 1)
        place = list(self._days).index(day)
        left = theme().px(_TIMES) + place * width
        top = 0
        for other in self._times:
            height = self._row_height(other)
            if other == time:
                return QRect(round(left), top, round(left + width) - round(left), height)
            top += height
        raise KeyError(time)

    def _row_height(self, time: str) -> int:
        most = max((sum(one.day == day and one.time == time for one in self._entries) for day in self._days), default=0)
        return max(most, 1) * (theme().px(_CARD) + _GAP) + _GAP

    def _relayout(self) -> None:
        self.setMinimumHeight(sum(self._row_height(time) for time in self._times))
        self.updateGeometry()
        self.update()

    def _entry_at(self, point: QPoint) -> WeekEntry | None:
        return next((one for one in self._entries if self.box_of(one).contains(point)), None)

    def _step(self, days: int, times: int) -> None:
        """Move the keyboard to the nearest visit in a direction."""
        entry = self.selected
        if entry is None:
            return
        order = list(self._entries)
        if days:
            there = [one for one in order if (one.day > entry.day if days > 0 else one.day < entry.day)]
            wanted = (min if days > 0 else max)((one.day for one in there), default=None)
            there = [one for one in there if one.day == wanted]
            if there:
                middle = self.box_of(entry).center().y()
                self.select(min(there, key=lambda one: abs(self.box_of(one).center().y() - middle)).id)
            return
        fellows = [one for one in order if one.day == entry.day]
        place = fellows.index(entry) + times
        if 0 <= place < len(fellows):
            self.select(fellows[place].id)

    def _shift(self, days: int, times: int) -> None:
        """Ask for the selected visit to be moved by days and rows."""
        entry = self.selected
        if entry is None or not entry.movable:
            return
        place = self._times.index(entry.time) + times
        if 0 <= place < len(self._times):
            self.moved.emit(entry.id, entry.day + timedelta(days=days), self._times[place])

    def _colours(self, entry: WeekEntry) -> tuple[QColor, QColor]:
        hue = TEAM_HUES[self._hues.get(entry.organisation, 0) % len(TEAM_HUES)]
        dark = theme().palette.name == "dark"
        return QColor.fromHsl(hue, 90, 48 if dark else 240), QColor.fromHsl(hue, 130, 150 if dark else 110)

    def _draw_card(self, painter: QPainter, entry: WeekEntry, box: QRect) -> None:
        look = theme()
        ground, bar = self._colours(entry)
        chosen = entry.id == self._selected
        edge = look.color("accent" if self.hasFocus() else "field_line") if chosen else look.color("line")
        painter.setPen(QPen(edge, 2 if chosen else 1))
        painter.setBrush(ground if entry.movable else look.color("ground"))
        painter.drawRoundedRect(box, 6, 6)
        painter.fillRect(box.left() + 3, box.top() + 5, 4, box.height() - 9, bar)
        inner = box.adjusted(GRID + 5, 4, -6, -4)
        half = inner.height() // 2
        left = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        elide = Qt.TextElideMode.ElideRight
        painter.setFont(look.font(SIZES.body, bold=True))
        painter.setPen(look.color(entry.tone or ("ink" if entry.movable else "secondary")))
        title = painter.fontMetrics().elidedText(entry.title, elide, inner.width())
        painter.drawText(QRect(inner.left(), inner.top(), inner.width(), half), left, title)
        painter.setFont(look.font(SIZES.note))
        painter.setPen(look.color("secondary" if ground.lightness() > 200 else "ink"))
        below = painter.fontMetrics().elidedText(entry.people, elide, inner.width())
        painter.drawText(QRect(inner.left(), inner.top() + half, inner.width(), half), left, below)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: the heads follow."""
        super().resizeEvent(event)
        self.resized.emit(self.width())

    def sizeHint(self) -> QSize:
        """Qt: as high as its rows."""
        return QSize(theme().px(800), self.minimumHeight())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Qt: draw times, days off, cards, and what is being dragged."""
        painter, look = QPainter(self), theme()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for time in self._times:
            for day in self._days:
                cell = self._cell(day, time)
                if day in self._off:
                    painter.fillRect(cell, look.color("track"))
                painter.setPen(QPen(look.color("line"), 1))
                painter.drawLine(cell.topLeft(), cell.topRight())
                painter.drawLine(cell.topLeft(), cell.bottomLeft())
            top = self._cell(self._days[0], time).top() if self._days else 0
            painter.setPen(look.color("secondary"))
            painter.setFont(look.font(SIZES.note, figures=True))
            head = QRect(0, top + 6, look.px(_TIMES) - 6, 16)
            painter.drawText(head, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop), time or "時刻未定")
        for entry in self._entries:
            self._draw_card(painter, entry, self.box_of(entry))
        if self._pressed and self._dragged_to is not None:
            self._draw_dragged(painter, *self._pressed)

    def _draw_dragged(self, painter: QPainter, entry: WeekEntry, grip: QPoint) -> None:
        assert self._dragged_to is not None
        place = self.place_at(self._dragged_to)
        if place is not None:
            painter.setPen(QPen(theme().color("accent"), 2, Qt.PenStyle.DashLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self._cell(*place).adjusted(2, 2, -2, -2), 6, 6)
        box = self.box_of(entry)
        painter.setOpacity(0.85)
        self._draw_card(painter, entry, box.translated(self._dragged_to - grip))
        painter.setOpacity(1.0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: arrows go, Alt and arrows move the visit, page keys turn the week, Enter opens."""
        steps = {
            Qt.Key.Key_Left: (-1, 0),
            Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_Up: (0, -1),
            Qt.Key.Key_Down: (0, 1),
        }
        key = Qt.Key(event.key())
        if key in steps:
            moving = event.modifiers() & Qt.KeyboardModifier.AltModifier
            (self._shift if moving else self._step)(*steps[key])
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home):
            self.turned.emit({Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}.get(key, 0))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._selected is not None:
            self.opened.emit(self._selected)
        elif key is Qt.Key.Key_Escape and self._pressed is not None:
            self._pressed = self._dragged_to = None
            self.update()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Qt: take a visit by its card."""
        point = event.position().toPoint()
        entry = self._entry_at(point)
        if entry is not None:
            self.select(entry.id)
            if entry.movable and event.button() == Qt.MouseButton.LeftButton:
                self._pressed = (entry, point)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Qt: drag it; without a button, tell what lies below."""
        point = event.position().toPoint()
        if self._pressed is None:
            entry = self._entry_at(point)
            QToolTip.showText(event.globalPosition().toPoint(), entry.about if entry else "", self)
            return
        far = (point - self._pressed[1]).manhattanLength() >= QApplication.startDragDistance()
        if far or self._dragged_to is not None:
            self._dragged_to = point
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Qt: let it go on a day and a time."""
        pressed, dragged = self._pressed, self._dragged_to
        self._pressed = self._dragged_to = None
        self.update()
        if pressed is None or dragged is None:
            return
        place = self.place_at(event.position().toPoint())
        if place is not None and place != (pressed[0].day, pressed[0].time):
            self.moved.emit(pressed[0].id, *place)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Qt: open it."""
        entry = self._entry_at(event.position().toPoint())
        if entry is not None:
            self.opened.emit(entry.id)
