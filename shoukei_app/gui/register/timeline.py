"""A time line: steps below each other, joined by a line; what is still ahead is hollow."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit.pieces import clear, column, holding, label
from shoukei_app.gui.kit.theme import theme
from shoukei_app.usecases.time_line import Step
from shoukei_app.words.dates import with_weekday

WIDTH = 20


class Timeline(QWidget):
    """Shows steps."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(GRID + GRID // 2)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(3, 1)

    def show_steps(self, steps: Sequence[Step], *, several: bool = False) -> None:
        """Replace the steps; with `several` campaigns each says which it belongs to."""
        clear(self._grid)
        top = Qt.AlignmentFlag.AlignTop
        pad = GRID // 2 + 1
        for place, step in enumerate(steps):
            name = label(step.name, "strong" if step.tone else "secondary")
            day = label(with_weekday(step.on) if step.on is not None else "", "secondary")
            words = label(step.words, "body" if step.tone else "secondary", wrap=True)
            parts = [words, label(step.detail, "secondary", wrap=True)] if step.detail else [words]
            if several and step.campaign:
                parts.append(label(step.campaign, "note"))
            said = holding(column(*parts, spacing=2, margins=(0, pad, 0, pad)))
            for text in (name, day):
                text.setContentsMargins(0, pad, 0, 0)
            self._grid.addWidget(_Dot(step.tone, first=place == 0, last=place == len(steps) - 1), place, 0)
            self._grid.addWidget(name, place, 1, top)
            self._grid.addWidget(day, place, 2, top)
            self._grid.addWidget(said, place, 3)


class _Dot(QWidget):
    """The dot of one step, with the line to its neighbours."""

    def __init__(self, tone: str, *, first: bool, last: bool) -> None:
        super().__init__()
        self._tone = tone
        self._first, self._last = first, last
        self.setFixedWidth(theme().px(WIDTH))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        """Qt: as tall as the words beside it."""
        return QSize(theme().px(WIDTH), theme().px(26))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Qt: line and dot."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look = theme()
        middle = QPointF(self.width() / 2, look.px(13))
        painter.setPen(QPen(look.color("line"), 2))
        if not self._first:
            painter.drawLine(QPointF(middle.x(), 0), middle)
        if not self._last:
            painter.drawLine(middle, QPointF(middle.x(), self.height()))
        radius = look.px(10) / 2
        painter.setPen(QPen(look.color(self._tone or "field_line"), 2))
        painter.setBrush(look.color(self._tone or "surface"))
        painter.drawEllipse(middle, radius, radius)
