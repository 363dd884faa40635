"""The navigation at the left: the steps in the order of the work, each with what is open in it."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QMenu, QSizePolicy, QVBoxLayout, QWidget

from shoukei_app.domain.tokens import GRID, SIZES
from shoukei_app.gui.kit import icons
from shoukei_app.gui.kit.page import PageSpec
from shoukei_app.gui.kit.pieces import button, label
from shoukei_app.gui.kit.theme import theme

WIDTH = 204
LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class Navigation(QWidget):
    """Entries for all pages; `chosen` carries the key of the one pressed."""

    chosen = Signal(str)

    def __init__(self, pages: Sequence[PageSpec], settings_menu: Callable[[QWidget], QMenu]) -> None:
        super().__init__()
        self.setProperty("kind", "navigation")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(theme().px(WIDTH))
        self._entries = {spec.key: Entry(spec) for spec in pages}
        self._office = label("", "note", wrap=True)
        settings = button("設定", lambda: self._pop_up(settings_menu(self)), kind="quiet", symbol="gear-six")
        settings.setIcon(icons.icon("gear-six", "navigation_text"))
        self._settings = settings
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GRID + 2, 2 * GRID, GRID + 2, GRID)
        layout.setSpacing(2)
        name = label("承継診断 調査台帳", "lead")
        name.setContentsMargins(GRID + 4, 0, 0, GRID)
        layout.addWidget(name)
        for spec in pages:
            if spec.gap:
                layout.addSpacing(2 * GRID)
            entry = self._entries[spec.key]
            entry.clicked.connect(lambda _checked=False, key=spec.key: self.chosen.emit(key))
            layout.addWidget(entry)
        layout.addStretch(1)
        self._office.setContentsMargins(GRID + 4, 0, GRID, 0)
        layout.addWidget(self._office)
        layout.addWidget(settings)

    def mark(self, key: str) -> None:
        """Show which page is open."""
        for other, entry in self._entries.items():
            entry.setChecked(other == key)

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Show what is open on each page; pages that are not named keep their count."""
        for key, count in counts.items():
            self._entries[key].set_count(count)

    def show_office(self, words: str) -> None:
        """The office, at the foot."""
        self._office.setText(words)

    def _pop_up(self, menu: QMenu) -> None:
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self._settings.mapToGlobal(QPoint(0, -menu.sizeHint().height())))


class Entry(QAbstractButton):
    """One page: icon, words, and a count in a pill."""

    def __init__(self, spec: PageSpec) -> None:
        super().__init__()
        self._spec = spec
        self._count = 0
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_count(0)

    def set_count(self, count: int) -> None:
        """Show how much waits on the page."""
        self._count = count
        self.setAccessibleName(f"{self._spec.title} {count:,}件" if count else self._spec.title)
        self.update()

    def sizeHint(self) -> QSize:
        """Qt: one line."""
        return QSize(theme().px(160), theme().px(34))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Qt: the open page lies on a lighter field; a count that is urgent is amber, others are quiet."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look = theme()
        field = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setPen(QPen(look.color("badge"), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
        lit = self.isChecked() or self.underMouse()
        ground = look.color("navigation_selected")
        if lit and not self.isChecked():
            ground.setAlpha(120)
        painter.setBrush(ground if lit else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(field, 6, 6)
        side = look.px(18)
        inner = self.rect().adjusted(GRID + 2, 0, -GRID, 0)
        role = "navigation_text"
        symbol = self._spec.symbol + ("-fill" if self.isChecked() else "")
        icons.draw(painter, QRect(inner.left(), (self.height() - side) // 2, side, side), symbol, role)
        painter.setFont(look.font(bold=self.isChecked()))
        painter.setPen(look.color(role))
        painter.drawText(inner.adjusted(side + GRID + 2, 0, 0, 0), LEFT, self._spec.title)
        if self._count:
            self._paint_count(painter, inner)

    def _paint_count(self, painter: QPainter, inner: QRect) -> None:
        look = theme()
        font = look.font(SIZES.note, bold=True)
        words = f"{self._count:,}"
        height = look.px(18)
        width = max(look.px(26), QFontMetrics(font).horizontalAdvance(words) + 2 * GRID)
        pill = QRectF(inner.right() - width, (self.height() - height) / 2, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        if self._spec.urgent:
            painter.setBrush(look.color("badge"))
        else:
            veil = look.color("navigation_text")
            veil.setAlpha(38)
            painter.setBrush(veil)
        painter.drawRoundedRect(pill, height / 2, height / 2)
        painter.setFont(font)
        painter.setPen(look.color("on_badge" if self._spec.urgent else "navigation_text"))
        painter.drawText(pill, int(Qt.AlignmentFlag.AlignCenter), words)
