"""Small charts painted in the colours of the theme: bars in rows, the funnel of a campaign, a cumulative line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from shoukei_app.domain.tokens import GRID, SIZES
from shoukei_app.gui.kit import icons
from shoukei_app.gui.kit.theme import theme

LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
CENTER = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a chart: what a click gives, its words, its value, how the value is written, and a remark.

    `tone` is a colour role; where it says something (attention), the remark or the label must say it too.
    """

    key: object
    label: str
    value: float
    text: str
    note: str = ""
    tone: str = "accent"


class BarRows(QWidget):
    """What the charts with rows share: hovering, clicking, the keyboard (↑, ↓, Enter). `clicked` carries the key."""

    clicked = Signal(object)
    ROW_HEIGHT: ClassVar[int] = 28
    TALLEST_ROW: ClassVar[int] = 44

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.bars: tuple[Bar, ...] = ()
        self._maximum = 0.0
        self._hovered = -1
        self._current = 0
        theme().changed.connect(self.updateGeometry)

    def show_bars(self, bars: Sequence[Bar], maximum: float | None = None) -> None:
        """Show these rows; `maximum` is the value of a full bar (the greatest value, where none is given)."""
        self.bars = tuple(bars)
        self._maximum = maximum if maximum is not None else max((bar.value for bar in bars), default=0.0)
        self._current = min(self._current, max(0, len(self.bars) - 1))
        self.setAccessibleDescription("、".join(f"{bar.label} {bar.text} {bar.note}".strip() for bar in self.bars))
        self.updateGeometry()
        self.update()

    def row_rect(self, number: int) -> QRect:
        """Where a row is."""
        height = self._row_height()
        return QRect(0, round(number * height), self.width(), round(height))

    def share(self, bar: Bar) -> float:
        """The length of a bar, 0 to 1."""
        return max(0.0, min(1.0, bar.value / self._maximum)) if self._maximum > 0 else 0.0

    def paint_row(self, painter: QPainter, rect: QRect, bar: Bar) -> None:
        """Overridden: draw one row."""

    def _row_height(self) -> float:
        low, high = theme().px(self.ROW_HEIGHT), theme().px(self.TALLEST_ROW)
        return max(low, min(high, self.height() / len(self.bars))) if self.bars else low

    def _row_at(self, y: float) -> int:
        number = int(y // self._row_height())
        return number if 0 <= number < len(self.bars) else -1

    def sizeHint(self) -> QSize:
        """Qt: all rows at their usual height."""
        return QSize(theme().px(240), theme().px(self.ROW_HEIGHT) * len(self.bars))

    def minimumSizeHint(self) -> QSize:
        """Qt: no row is cut off."""
        return QSize(theme().px(160), theme().px(self.ROW_HEIGHT) * len(self.bars))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Qt: the row under the mouse is tinted, the one the keyboard is at has the focus ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look = theme()
        for number, bar in enumerate(self.bars):
            rect = self.row_rect(number)
            if number == self._hovered:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(look.color("hover"))
                painter.drawRoundedRect(rect, 6, 6)
            self.paint_row(painter, rect, bar)
            if number == self._current and self.hasFocus():
                painter.setPen(QPen(look.color("accent"), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -1), 6, 6)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Qt: follow the mouse."""
        self._hovered = self._row_at(event.position().y())
        self.setCursor(Qt.CursorShape.PointingHandCursor if self._hovered >= 0 else Qt.CursorShape.ArrowCursor)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Qt: nothing is under the mouse."""
        super().leaveEvent(event)
        self._hovered = -1
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Qt: a click opens the row."""
        number = self._row_at(event.position().y())
        if (
            number >= 0
            and event.button() == Qt.MouseButton.LeftButton
            and self.rect().contains(event.position().toPoint())
        ):
            self._current = number
            self.clicked.emit(self.bars[number].key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: ↑ and ↓ move, Enter and the space bar open."""
        match event.key():
            case Qt.Key.Key_Down | Qt.Key.Key_Up:
                step = 1 if event.key() == Qt.Key.Key_Down else -1
                self._current = max(0, min(len(self.bars) - 1, self._current + step))
                self.update()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_Space if self.bars:
                self.clicked.emit(self.bars[self._current].key)
            case _:
                super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Qt: show the ring."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Qt: take the ring away."""
        super().focusOutEvent(event)
        self.update()


class BarList(BarRows):
    """Compact rows: words, bar, value, remark; for comparing municipalities, channels, offices."""

    def paint_row(self, painter: QPainter, rect: QRect, bar: Bar) -> None:
        """Draw one row."""
        look = theme()
        metrics = QFontMetrics(look.font())
        figures = QFontMetrics(look.font(bold=True))
        notes = QFontMetrics(look.font(SIZES.note))
        inner = rect.adjusted(GRID, 0, -GRID, 0)
        widest = max(metrics.horizontalAdvance(one.label) for one in self.bars) + 1  # advances are rounded down
        words_width = min(widest, round(inner.width() * 0.42))
        value_width = max(figures.horizontalAdvance(one.text) for one in self.bars)
        note_width = max(notes.horizontalAdvance(one.note) for one in self.bars)
        tail = value_width + (note_width + GRID if note_width else 0)
        painter.setFont(look.font())
        painter.setPen(look.color("ink"))
        words = QRect(inner.left(), inner.top(), words_width, inner.height())
        painter.drawText(words, LEFT, metrics.elidedText(bar.label, Qt.TextElideMode.ElideRight, words_width))
        thickness = max(look.px(10), round(rect.height() * 0.3))
        left = words.right() + GRID + 4
        track = QRectF(left, rect.center().y() - thickness / 2 + 0.5, inner.right() - tail - GRID - left, thickness)
        _draw_bar(painter, track, self.share(bar), bar.tone)
        painter.setFont(look.font(bold=True))
        painter.setPen(look.color("ink"))
        value = QRect(inner.right() - tail + 1, inner.top(), value_width, inner.height())
        painter.drawText(value, RIGHT, bar.text)
        painter.setFont(look.font(SIZES.note))
        painter.setPen(look.color("secondary"))
        painter.drawText(QRect(value.right() + GRID, inner.top(), note_width + 2, inner.height()), LEFT, bar.note)


class CountRows(BarRows):
    """Work that waits: its number in the colour of its urgency, its words, a remark, and a sign that it opens."""

    ROW_HEIGHT = 32
    TALLEST_ROW = 52

    def paint_row(self, painter: QPainter, rect: QRect, bar: Bar) -> None:
        """Draw one row."""
        look = theme()
        inner = rect.adjusted(GRID, 0, -GRID, 0)
        figures = QFontMetrics(look.font(SIZES.title, bold=True))
        notes = QFontMetrics(look.font())
        number_width = max(figures.horizontalAdvance(one.text) for one in self.bars)
        note_width = notes.horizontalAdvance(bar.note)
        side = look.px(12)
        painter.setFont(look.font(SIZES.title, bold=True))
        painter.setPen(look.color(bar.tone if bar.value else "secondary"))
        painter.drawText(QRect(inner.left(), inner.top(), number_width + 2, inner.height()), RIGHT, bar.text)
        painter.setFont(look.font())
        painter.setPen(look.color("ink"))
        left = inner.left() + number_width + 2 * GRID
        end = inner.right() - side - GRID
        room = end - note_width - GRID - left
        words = QFontMetrics(look.font()).elidedText(bar.label, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRect(left, inner.top(), room, inner.height()), LEFT, words)
        painter.setPen(look.color("secondary"))
        painter.drawText(QRect(end - note_width - 2, inner.top(), note_width + 2, inner.height()), RIGHT, bar.note)
        place = QRect(inner.right() - side, inner.center().y() - side // 2, side, side)
        icons.draw(painter, place, "caret-right", "secondary")


class Funnel(BarRows):
    """The stages of a campaign: each bar as long as its share of the first, joined to the next; figures large."""

    ROW_HEIGHT = 46
    TALLEST_ROW = 104

    def paint_row(self, painter: QPainter, rect: QRect, bar: Bar) -> None:
        """Draw one stage, and what joins it to the next."""
        look = theme()
        painter.setFont(look.font(SIZES.lead))
        metrics = QFontMetrics(look.font(SIZES.lead))
        inner = rect.adjusted(GRID, 0, -GRID, 0)
        words_width = max(metrics.horizontalAdvance(one.label) for one in self.bars)
        painter.setPen(look.color("ink"))
        painter.drawText(QRect(inner.left(), inner.top(), words_width + 2, inner.height()), LEFT, bar.label)
        figures = QFontMetrics(look.font(SIZES.title, bold=True))
        notes = QFontMetrics(look.font())
        value_width = max(figures.horizontalAdvance(one.text) for one in self.bars)
        note_width = max(notes.horizontalAdvance(one.note) for one in self.bars)
        left = inner.left() + words_width + 2 * GRID
        right = inner.right() - value_width - note_width - 4 * GRID
        thickness = max(look.px(26), round(rect.height() * 0.5))
        track = QRectF(left, rect.center().y() - thickness / 2 + 0.5, max(GRID, right - left), thickness)
        place = self.bars.index(bar)
        if place + 1 < len(self.bars):
            self._join(painter, track, rect.height(), self.share(bar), self.share(self.bars[place + 1]))
        _draw_bar(painter, track, self.share(bar), bar.tone, radius=4, ground="surface")
        painter.setFont(look.font(SIZES.title, bold=True))
        painter.setPen(look.color("ink"))
        value = QRect(right + 2 * GRID, inner.top(), value_width, inner.height())
        painter.drawText(value, RIGHT, bar.text)
        painter.setFont(look.font())
        painter.setPen(look.color("secondary"))
        painter.drawText(QRect(value.right() + GRID + 4, inner.top(), note_width + 4, inner.height()), LEFT, bar.note)

    @staticmethod
    def _join(painter: QPainter, track: QRectF, step: float, share: float, following: float) -> None:
        top, bottom = track.bottom() + 2, track.top() + step - 2
        if bottom <= top or not share:
            return
        upper, lower = (track.left() + max(4.0, track.width() * part) for part in (share, following))
        corners = (
            QPointF(track.left(), top),
            QPointF(upper, top),
            QPointF(lower, bottom),
            QPointF(track.left(), bottom),
        )
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().color("accent_soft"))
        painter.drawPolygon(QPolygonF(corners))


def _draw_bar(
    painter: QPainter, track: QRectF, share: float, tone: str, *, radius: float = 5, ground: str = "track"
) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme().color(ground))
    painter.drawRoundedRect(track, radius, radius)
    if share > 0:
        filled = QRectF(track)
        filled.setWidth(max(4.0, track.width() * share))
        painter.setBrush(theme().color(tone))
        painter.drawRoundedRect(filled, min(radius, filled.width() / 2), radius)


@dataclass(frozen=True, slots=True)
class Marker:
    """A day at which something happened (督促状)."""

    day: date
    label: str


class CumulativeLine(QWidget):
    """Something counted up over days, against a goal; days of interest are marked, the last value is written out."""

    def __init__(self, name: str, unit: str = "件") -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._unit = unit
        self._points: tuple[tuple[date, int], ...] = ()
        self._goal: int | None = None
        self._markers: tuple[Marker, ...] = ()
        self._until: date | None = None
        self._earlier: tuple[tuple[date, int], ...] = ()
        self._earlier_name = ""
        self._pointed: int | None = None
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_days(
        self,
        points: Sequence[tuple[date, int]],
        *,
        goal: int | None = None,
        markers: Sequence[Marker] = (),
        until: date | None = None,
        earlier: Sequence[tuple[date, int]] = (),
        earlier_name: str = "",
    ) -> None:
        """Show cumulative values by day (ascending days); `until` is where the axis ends, such as the deadline.

        `earlier` is another curve to compare with, moved onto these days, and its name.
        """
        self._points = tuple(points)
        self._goal, self._markers, self._until = goal, tuple(markers), until
        self._earlier, self._earlier_name = tuple(earlier), earlier_name
        self._pointed = None
        if points:
            day, value = self._points[-1]
            against = f"、目標 {goal:,}{self._unit}" if goal else ""
            before = f"、{earlier_name} は {earlier[-1][1]:,}{self._unit}" if earlier else ""
            self.setAccessibleDescription(f"{day.month}月{day.day}日までに {value:,}{self._unit}{against}{before}")
        self.update()

    def sizeHint(self) -> QSize:
        """Qt: enough to read a curve."""
        return QSize(theme().px(360), theme().px(200))

    def minimumSizeHint(self) -> QSize:
        """Qt: still a curve."""
        return QSize(theme().px(240), theme().px(120))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Qt: axes, goal, markers, curve, and what the mouse points at."""
        if not self._points:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme().font(SIZES.note))
        frame = self._frame()
        self._paint_axes(painter, frame)
        self._paint_markers(painter, frame)
        self._paint_goal(painter, frame)
        self._paint_earlier(painter, frame)
        self._paint_curve(painter, frame)
        self._paint_pointed(painter, frame)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Qt: point at the nearest day."""
        frame = self._frame()
        if self._points and frame.contains(event.position()):
            distances = [abs(self._x(frame, day) - event.position().x()) for day, _ in self._points]
            self._pointed = distances.index(min(distances))
        else:
            self._pointed = None
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Qt: nothing is pointed at."""
        super().leaveEvent(event)
        self._pointed = None
        self.update()

    def _frame(self) -> QRectF:
        metrics = QFontMetrics(theme().font(SIZES.note))
        left = metrics.horizontalAdvance(f"{self._top():,}") + GRID
        right = metrics.horizontalAdvance("10/29") // 2 + 2
        below = metrics.height() + 6
        above = metrics.height() + 6
        return QRectF(left, above, self.width() - left - right, self.height() - above - below)

    def _highest(self) -> int:
        return max(self._points[-1][1], self._goal or 0, self._earlier[-1][1] if self._earlier else 0, 1)

    def _top(self) -> int:
        highest = self._highest()
        step = nice_step(highest, 4)
        return -(-highest // step) * step

    def _last_day(self) -> date:
        until = [self._until] if self._until else []
        return max([self._points[-1][0], *until, *(day for day, _ in self._earlier), *(m.day for m in self._markers)])

    def _x(self, frame: QRectF, day: date) -> float:
        first = self._points[0][0]
        span = max(1, (self._last_day() - first).days)
        return frame.left() + frame.width() * (day - first).days / span

    def _y(self, frame: QRectF, value: float) -> float:
        return frame.bottom() - frame.height() * value / self._top()

    def _paint_axes(self, painter: QPainter, frame: QRectF) -> None:
        look = theme()
        height = painter.fontMetrics().height()
        top = self._top()
        for value in range(0, top + 1, nice_step(self._highest(), 4)):
            y = round(self._y(frame, value)) + 0.5
            painter.setPen(QPen(look.color("field_line" if value == 0 else "line"), 1))
            painter.drawLine(QPointF(frame.left(), y), QPointF(frame.right(), y))
            painter.setPen(look.color("secondary"))
            painter.drawText(QRectF(0, y - height / 2, frame.left() - GRID, height), RIGHT, f"{value:,}")
        widest = painter.fontMetrics().horizontalAdvance("10/29") + 2 * GRID
        for day in tick_days(self._points[0][0], self._last_day(), int(frame.width() // widest)):
            x = self._x(frame, day)
            place = QRectF(x - widest / 2, frame.bottom() + 4, widest, height)
            painter.drawText(place, CENTER, f"{day.month}/{day.day}")

    def _paint_goal(self, painter: QPainter, frame: QRectF) -> None:
        if not self._goal:
            return
        color = theme().color("done")
        y = round(self._y(frame, self._goal)) + 0.5
        painter.setPen(QPen(color, 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(frame.left(), y), QPointF(frame.right(), y))
        height = painter.fontMetrics().height()
        painter.setPen(color)
        words = f"目標 {self._goal:,}{self._unit}"
        painter.drawText(QRectF(frame.left() + 4, y - height - 2, frame.width() - 4, height), LEFT, words)

    def _paint_markers(self, painter: QPainter, frame: QRectF) -> None:
        color = theme().color("attention")
        height = painter.fontMetrics().height()
        for marker in self._markers:
            x = round(self._x(frame, marker.day)) + 0.5
            painter.setPen(QPen(color, 1, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(x, frame.top() - 4), QPointF(x, frame.bottom()))
            painter.setPen(color)
            width = painter.fontMetrics().horizontalAdvance(marker.label)
            left = min(max(frame.left(), x - width / 2), frame.right() - width)
            painter.drawText(QRectF(left, frame.top() - height - 6, width + 2, height), LEFT, marker.label)

    def _paint_earlier(self, painter: QPainter, frame: QRectF) -> None:
        if not self._earlier:
            return
        color = theme().color("secondary")
        points = [QPointF(self._x(frame, day), self._y(frame, value)) for day, value in self._earlier]
        painter.setPen(QPen(color, 1.5, Qt.PenStyle.DotLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(points))
        metrics = painter.fontMetrics()
        words = f"{self._earlier_name} {self._earlier[-1][1]:,}{self._unit}"
        width, height = metrics.horizontalAdvance(words), metrics.height()
        left = max(frame.left(), points[-1].x() - width - 4)
        below = min(points[-1].y() + GRID, frame.bottom() - height)  # the goal's words stand above its line
        painter.drawText(QRectF(left, below, width + 4, height), LEFT, words)

    def _paint_curve(self, painter: QPainter, frame: QRectF) -> None:
        look = theme()
        points = [QPointF(self._x(frame, day), self._y(frame, value)) for day, value in self._points]
        area = QPainterPath(QPointF(points[0].x(), frame.bottom()))
        for point in points:
            area.lineTo(point)
        area.lineTo(QPointF(points[-1].x(), frame.bottom()))
        soft = look.color("accent")
        soft.setAlpha(26)
        painter.fillPath(area, soft)
        painter.setPen(QPen(look.color("accent"), 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(points))
        self._paint_value(painter, frame, points[-1], f"{self._points[-1][1]:,}{self._unit}")

    @staticmethod
    def _paint_value(painter: QPainter, frame: QRectF, point: QPointF, words: str) -> None:
        look = theme()
        painter.setPen(QPen(look.color("surface"), 2))
        painter.setBrush(look.color("accent"))
        painter.drawEllipse(point, 5, 5)
        painter.save()
        painter.setFont(look.font(SIZES.lead, bold=True))
        metrics = painter.fontMetrics()
        width, height = metrics.horizontalAdvance(words), metrics.height()
        left = min(point.x() + GRID, frame.right() - width)
        below = point.y() + GRID if left < point.x() + GRID else point.y() - height / 2
        painter.setPen(look.color("ink"))
        painter.drawText(QRectF(left, min(below, frame.bottom() - height), width + 2, height), LEFT, words)
        painter.restore()

    def _paint_pointed(self, painter: QPainter, frame: QRectF) -> None:
        if self._pointed is None:
            return
        look = theme()
        day, value = self._points[self._pointed]
        before = self._points[self._pointed - 1][1] if self._pointed else 0
        words = f"{day.month}月{day.day}日　{value:,}{self._unit}（この日 +{value - before:,}）"
        x = self._x(frame, day)
        painter.setPen(QPen(look.color("secondary"), 1))
        painter.drawLine(QPointF(x, frame.top()), QPointF(x, frame.bottom()))
        metrics = painter.fontMetrics()
        width, height = metrics.horizontalAdvance(words) + 2 * GRID, metrics.height() + GRID
        left = min(max(frame.left(), x - width / 2), frame.right() - width)
        box = QRectF(left, frame.bottom() - height - GRID, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color("toast"))
        painter.drawRoundedRect(box, 6, 6)
        painter.setPen(look.color("on_toast"))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), words)


def nice_step(highest: int, lines: int) -> int:
    """A step of 1, 2, 2.5 or 5 times a power of ten, so that about `lines` of them reach `highest`."""
    wanted = max(1, highest) / lines
    power = 1
    while True:
        for factor in (1, 2, 5) if power < 10 else (1, 2, 2.5, 4, 5):
            step = int(factor * power)
            if step >= wanted:
                return step
        power *= 10


def tick_days(first: date, last: date, most: int) -> list[date]:
    """Days to write under an axis: every day, every other, weekly … so that no more than `most` stand there."""
    span = (last - first).days
    most = max(2, most)
    interval = next((days for days in (1, 2, 7, 14, 28, 56, 91, 182) if span / days <= most - 1), 364)
    return [first + timedelta(days=place) for place in range(0, span + 1, interval)]
