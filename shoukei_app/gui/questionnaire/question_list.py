"""The questions at the left: sections as headings, each question with its number; moved by Alt+↑↓ or by dragging."""

from collections.abc import Collection

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QDropEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from shoukei_app.domain.questionnaire import Questionnaire
from shoukei_app.domain.tokens import GRID, SIZES
from shoukei_app.gui.kit.icons import draw
from shoukei_app.gui.kit.theme import theme

_SELECTED = QStyle.StateFlag.State_Selected
_ID = Qt.ItemDataRole.UserRole
_SECTION = Qt.ItemDataRole.UserRole + 1
_SKIPPED = Qt.ItemDataRole.UserRole + 2
_WRONG = Qt.ItemDataRole.UserRole + 3

HEADING = ""
"""The id of the first line: title and words above the questions."""


class QuestionList(QListWidget):
    """`chosen` carries a question's id (HEADING for the words above), `moved` an id, a place and a section."""

    chosen = Signal(str)
    moved = Signal(str, int, str)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("問いの一覧")
        self.setItemDelegate(_Line(self))
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.currentItemChanged.connect(lambda _now, _before: self._on_current())

    def show_questions(self, questionnaire: Questionnaire, wrong: Collection[str], current: str) -> None:
        """Show the questions, those to mend with a mark; `current` is the one in hand."""
        blocker = QSignalBlocker(self)
        scrolled = self.verticalScrollBar().value()
        self.clear()
        self._add(HEADING, "表題・前書き", "", wrong=HEADING in wrong)
        section = None
        for question in questionnaire.questions:
            if question.section != section:
                section = question.section
                heading = QListWidgetItem(section or "（区分の名前なし）", self)
                heading.setFlags(Qt.ItemFlag.ItemIsEnabled)
                heading.setData(_SECTION, section)
            words = f"問{question.number}　{question.short or question.text or '（まだ空です）'}"
            item = self._add(question.id, words, question.section, wrong=question.id in wrong)
            item.setData(_SKIPPED, question.base is not None)
            item.setToolTip(question.text)
        for place in range(self.count()):
            item = self.item(place)
            if item.data(_ID) == current:
                self.setCurrentItem(item)
        self.verticalScrollBar().setValue(scrolled)
        blocker.unblock()
        if self.currentItem() is not None:
            self.scrollToItem(self.currentItem())

    def current_id(self) -> str:
        """The question in hand, HEADING where it is none."""
        return next((str(item.data(_ID) or HEADING) for item in self.selectedItems()), HEADING)

    def _add(self, key: str, words: str, section: str, *, wrong: bool) -> QListWidgetItem:
        item = QListWidgetItem(words, self)
        item.setData(_ID, key)
        item.setData(_SECTION, section)
        item.setData(_WRONG, wrong)
        if wrong:
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{words} 直すところがあります")
        if key == HEADING:
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
        return item

    def _on_current(self) -> None:
        chosen = [item.data(_ID) for item in self.selectedItems()]
        if chosen and chosen[0] is not None:
            self.chosen.emit(str(chosen[0]))

    def _place_of(self, key: str) -> int:
        ids = [self.item(place).data(_ID) for place in range(self.count()) if self.item(place).data(_ID)]
        return ids.index(key)

    def dropEvent(self, event: QDropEvent) -> None:
        """Qt: a dragged question is moved by whoever holds the questionnaire, never by the list itself."""
        key = self.current_id()
        target = self.itemAt(event.position().toPoint())
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()
        if not key:
            return
        row = self.count() if target is None else self.row(target)
        below = self.dropIndicatorPosition() == QAbstractItemView.DropIndicatorPosition.BelowItem
        ahead = [self.item(place) for place in range(row + (1 if below and target is not None else 0))]
        others = [item for item in ahead if item.data(_ID) and item.data(_ID) != key]
        section = str(ahead[-1].data(_SECTION) or "") if ahead else ""
        self.moved.emit(key, len(others), section or str((target or self.item(1)).data(_SECTION)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Alt with an arrow moves the question itself."""
        ways = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        way = ways.get(Qt.Key(event.key()))
        key = self.current_id()
        if way is None or not event.modifiers() & Qt.KeyboardModifier.AltModifier or not key:
            super().keyPressEvent(event)
            return
        self.move_by(key, way)

    def move_by(self, key: str, way: int) -> None:
        """Move a question up (-1) or down (1): over the heading of a section first, then over the next question."""
        rows = [self.item(place) for place in range(1, self.count())]
        here = next(place for place, item in enumerate(rows) if item.data(_ID) == key)
        beside = rows[here + way] if 0 <= here + way < len(rows) else None
        if beside is None:
            return
        place = self._place_of(key)
        if beside.data(_ID):
            self.moved.emit(key, place + way, str(beside.data(_SECTION)))
            return
        before = [item for item in rows[: here + way] if not item.data(_ID)]
        if way > 0:
            self.moved.emit(key, place, str(beside.data(_SECTION)))
        elif before:
            self.moved.emit(key, place, str(before[-1].data(_SECTION)))


class _Line(QStyledItemDelegate):
    """A heading in small bold type, a question with room for a mark at its right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Qt: lines to press with the mouse."""
        return QSize(80, theme().px(30 if index.data(_ID) is not None else 28))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Qt: draw the line."""
        look, area = theme(), option.rect
        painter.save()
        heading = index.data(_ID) is None
        if not heading and option.state & _SELECTED:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color("selected"))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.drawRoundedRect(area.adjusted(2, 1, -2, -1), 6, 6)
        indent = look.px(16) if index.data(_SKIPPED) else 0
        words = area.adjusted(GRID + indent, 0, -GRID - (look.px(18) if index.data(_WRONG) else 0), 0)
        if heading:
            painter.setFont(look.font(SIZES.note, bold=True))
            painter.setPen(look.color("secondary"))
            words = words.adjusted(0, GRID // 2, 0, 0)
        else:
            painter.setFont(look.font())
            painter.setPen(look.color("ink"))
        if indent:
            side = look.px(12)
            arrow = QRect(area.left() + GRID, area.center().y() - side // 2, side, side)
            draw(painter, arrow, "arrow-bend-down-right", "secondary")
        shown = painter.fontMetrics().elidedText(str(index.data()), Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)
        if index.data(_WRONG):
            side = look.px(14)
            mark = QRect(area.right() - side - GRID // 2, area.center().y() - side // 2, side, side)
            draw(painter, mark, "warning-circle-fill", "overdue")
        painter.restore()
