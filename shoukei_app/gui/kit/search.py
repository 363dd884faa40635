"""The search box of the top bar: hits in groups while typing, chosen with the keyboard alone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
)

from shoukei_app.domain.tokens import GRID, SIZES
from shoukei_app.gui.kit.controls import search_edit
from shoukei_app.gui.kit.pieces import label
from shoukei_app.gui.kit.theme import theme

TYPING_PAUSE_MS = 150
ROWS_SHOWN = 12

_HIT = int(Qt.ItemDataRole.UserRole)


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found: what to open (`page`, and the `what` that `Page.open` gets), its words, its group's heading."""

    page: str
    what: object
    title: str
    detail: str = ""
    group: str = ""


class SearchBox(QLineEdit):
    """Asks `search(text)` a moment after the typing stopped and offers the hits below; `chosen` carries the Hit.

    ↓ and ↑ move, Enter opens, Esc closes the list, then empties the box, then leaves it. Hits of one group must stand
    together.
    """

    chosen = Signal(object)
    left = Signal()
    """Esc was pressed in the empty box: the keyboard should go back to the work."""

    def __init__(self, search: Callable[[str], Sequence[Hit]], placeholder: str) -> None:
        super().__init__()
        self._search = search
        search_edit(self, placeholder)
        self._pause = QTimer(self, interval=TYPING_PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self.look)
        self._popup: _Popup | None = None
        self.textEdited.connect(self._on_edited)

    @property
    def hits(self) -> list[Hit]:
        """The hits on offer, from top to bottom; empty while the list is closed."""
        return self._popup.hits if self._popup is not None and self._popup.isVisible() else []

    def look(self) -> None:
        """Search for what is typed now, without waiting."""
        self._pause.stop()
        text = self.text().strip()
        if not text:
            self._close()
            return
        if self._popup is None:
            self._popup = _Popup(self)
            self._popup.chosen.connect(self._choose)
        self._popup.offer(self._search(text))
        self._place()

    def _on_edited(self, text: str) -> None:
        if text.strip():
            self._pause.start()
        else:
            self._close()

    def _place(self) -> None:
        assert self._popup is not None
        window = self.window()
        corner = self.mapTo(window, QPoint(0, self.height() + 4))
        width = max(self.width(), theme().px(440))
        self._popup.setGeometry(QRect(corner, QSize(width, self._popup.wanted_height())))
        self._popup.raise_()
        self._popup.show()

    def _close(self) -> None:
        self._pause.stop()
        if self._popup is not None:
            self._popup.hide()

    def _choose(self, hit: Hit) -> None:
        self._close()
        self.clear()
        self.chosen.emit(hit)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: the arrows and Enter belong to the list while it is open."""
        popup = self._popup if self._popup is not None and self._popup.isVisible() else None
        match event.key():
            case Qt.Key.Key_Down | Qt.Key.Key_Up if popup is not None:
                popup.move_by(1 if event.key() == Qt.Key.Key_Down else -1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                if popup is None or self._pause.isActive():
                    self.look()
                else:
                    popup.choose_current()
            case Qt.Key.Key_Escape:
                if popup is not None:
                    self._close()
                elif self.text():
                    self.clear()
                else:
                    self.left.emit()
            case _:
                super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Qt: leaving the box closes the list."""
        if event.type() == QEvent.Type.FocusOut:
            self._close()
        return super().event(event)


class _Popup(QFrame):
    chosen = Signal(object)

    def __init__(self, box: SearchBox) -> None:
        # A child of the window, not a popup window: the keyboard stays in the box, and the IME with it.
        super().__init__(box.window())
        self.setProperty("kind", "popup")
        self._nothing = label(
            "見つかりませんでした。ことばを短くすると見つかることがあります。", "secondary", wrap=True
        )
        self._model = QStandardItemModel(self)
        self._list = QListView()
        self._list.setModel(self._model)
        self._list.setItemDelegate(_HitDelegate(self._list))
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.clicked.connect(self._on_clicked)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GRID, GRID, GRID, GRID)
        layout.addWidget(self._list)
        layout.addWidget(self._nothing)
        self.hits: list[Hit] = []

    def offer(self, hits: Sequence[Hit]) -> None:
        self.hits = list(hits)
        self._model.clear()
        group = None
        for hit in hits:
            if hit.group and hit.group != group:
                heading = QStandardItem(hit.group)
                heading.setFlags(Qt.ItemFlag.NoItemFlags)
                self._model.appendRow(heading)
                group = hit.group
            item = QStandardItem(f"{hit.title} {hit.detail}")
            item.setData(hit, _HIT)
            self._model.appendRow(item)
        self._list.setVisible(bool(hits))
        self._nothing.setVisible(not hits)
        self.move_by(1)

    def wanted_height(self) -> int:
        rows = min(self._model.rowCount(), ROWS_SHOWN)
        inner = rows * _row_height() if rows else self._nothing.sizeHint().height() + GRID
        return inner + 2 * GRID + 2

    def move_by(self, step: int) -> None:
        """Go to the next line that is a hit; stay at the ends."""
        place = self._list.currentIndex().row() + step
        while 0 <= place < self._model.rowCount():
            item = self._model.item(place)
            if item.data(_HIT) is not None:
                self._list.setCurrentIndex(item.index())
                return
            place += step

    def choose_current(self) -> None:
        self._on_clicked(self._list.currentIndex())

    def _on_clicked(self, index: QModelIndex) -> None:
        hit = index.data(_HIT) if index.isValid() else None
        if isinstance(hit, Hit):
            self.chosen.emit(hit)


class _HitDelegate(QStyledItemDelegate):
    """Title in ink, detail in grey behind it, headings in small type."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Qt: one line of the list."""
        look = theme()
        rect, state = option.rect, option.state
        hit = index.data(_HIT)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        if not isinstance(hit, Hit):
            painter.setFont(look.font(SIZES.note, bold=True))
            painter.setPen(look.color("secondary"))
            painter.drawText(rect.adjusted(GRID, 4, -GRID, 0), int(left), str(index.data()))
            painter.restore()
            return
        if state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            selected = bool(state & QStyle.StateFlag.State_Selected)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color("selected" if selected else "hover"))
            painter.drawRoundedRect(rect, 6, 6)
        inner = rect.adjusted(GRID, 0, -GRID, 0)
        painter.setFont(look.font())
        metrics = QFontMetrics(look.font())
        title = metrics.elidedText(hit.title, Qt.TextElideMode.ElideRight, inner.width())
        painter.setPen(look.color("ink"))
        painter.drawText(inner, int(left), title)
        rest = inner.adjusted(metrics.horizontalAdvance(title) + 2 * GRID, 0, 0, 0)
        painter.setFont(look.font(SIZES.note))
        painter.setPen(look.color("secondary"))
        small = QFontMetrics(look.font(SIZES.note))
        painter.drawText(rest, int(left), small.elidedText(hit.detail, Qt.TextElideMode.ElideRight, rest.width()))
        painter.restore()

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Qt: all lines are of one height."""
        return QSize(0, _row_height())


def _row_height() -> int:
    return theme().px(30)
