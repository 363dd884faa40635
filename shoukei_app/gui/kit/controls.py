"""Controls whose marks a stylesheet cannot draw without picture files: the check box and the choice box."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF, QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionComboBox,
    QStyleOptionViewItem,
    QStylePainter,
    QWidget,
)

from shoukei_app.gui.kit import icons
from shoukei_app.gui.kit.theme import theme

TICK = ((0.24, 0.52), (0.43, 0.71), (0.77, 0.31))
BAR = ((0.26, 0.5), (0.74, 0.5))


def search_edit(edit: QLineEdit, placeholder: str) -> None:
    """Make a line edit one for searching: a magnifying glass before the words, a cross behind them."""
    edit.setPlaceholderText(placeholder)
    edit.setAccessibleName(placeholder)
    edit.addAction(icons.icon("magnifying-glass", "secondary"), QLineEdit.ActionPosition.LeadingPosition)
    clear = edit.addAction(icons.icon("x", "secondary"), QLineEdit.ActionPosition.TrailingPosition)
    clear.setToolTip("消す")
    clear.setVisible(False)
    clear.triggered.connect(edit.clear)
    edit.textChanged.connect(lambda text: clear.setVisible(bool(text)))


def draw_box(
    painter: QPainter, box: QRectF, state: Qt.CheckState, *, enabled: bool = True, focused: bool = False
) -> None:
    """Draw a box and its mark (a tick, or a bar for one ticked in part) in the colours of the theme."""
    side = box.width() + 1
    look = theme()
    marked = state != Qt.CheckState.Unchecked
    edge = ("accent" if marked or focused else "field_line") if enabled else "line"
    painter.setPen(QPen(look.color(edge), 2 if focused else 1))
    painter.setBrush(look.color("accent" if marked and enabled else "field"))
    painter.drawRoundedRect(box, 4, 4)
    if not marked:
        return
    mark = QPen(look.color("on_accent" if enabled else "secondary"), max(1.6, side / 8))
    mark.setCapStyle(Qt.PenCapStyle.RoundCap)
    mark.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(mark)
    corners = TICK if state == Qt.CheckState.Checked else BAR
    painter.drawPolyline(QPolygonF([QPointF(box.left() + side * x, box.top() + side * y) for x, y in corners]))


class TickDelegate(QStyledItemDelegate):
    """Lines of a tree whose boxes look as those of a form do."""

    ROW = 28

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Qt: with room to press."""
        return QSize(super().sizeHint(option, index).width(), theme().px(self.ROW))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Qt: as usual, and our box over the style's."""
        super().paint(painter, option, index)
        state = index.data(Qt.ItemDataRole.CheckStateRole)
        if state is None:
            return
        drawn = QStyleOptionViewItem(option)
        self.initStyleOption(drawn, index)
        widget = drawn.widget
        place = widget.style().subElementRect(QStyle.SubElement.SE_ItemViewItemCheckIndicator, drawn, widget)
        selected = bool(drawn.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.fillRect(place.adjusted(-1, -1, 1, 1), theme().color("selected" if selected else "surface"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = min(place.width(), place.height(), theme().px(16))
        corner = place.center() - QPoint(side // 2, side // 2)
        draw_box(painter, QRectF(corner.x() + 0.5, corner.y() + 0.5, side - 1, side - 1), Qt.CheckState(state))
        painter.restore()


class CheckBox(QCheckBox):
    """A check box in the colours of the theme."""

    def sizeHint(self) -> QSize:
        """Qt: box, gap and words."""
        words = self.fontMetrics().size(Qt.TextFlag.TextShowMnemonic, self.text())
        return QSize(self._box() + theme().px(8) + words.width() + 4, max(words.height(), theme().px(24)))

    def minimumSizeHint(self) -> QSize:
        """Qt: the words are never cut."""
        return self.sizeHint()

    def hitButton(self, place: QPoint) -> bool:
        """Qt: the whole of the control can be pressed."""
        return self.rect().contains(place)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Qt: draw box, mark, words and the focus ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = self._box()
        box = QRectF(2.5, (self.height() - side) / 2 + 0.5, side - 1, side - 1)
        look = theme()
        draw_box(painter, box, self.checkState(), enabled=self.isEnabled(), focused=self.hasFocus())
        painter.setPen(look.color("ink" if self.isEnabled() else "secondary"))
        words = self.rect().adjusted(side + look.px(8) + 2, 0, 0, 0)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextShowMnemonic
        painter.drawText(words, int(flags), self.text())

    @staticmethod
    def _box() -> int:
        return theme().px(16)


class ChoiceBox(QComboBox):
    """A choice from a list; the wheel scrolls the page, it never changes a choice that is not being made."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMaxVisibleItems(16)
        self.setItemDelegate(QStyledItemDelegate(self))  # the usual one does not look at the stylesheet

    def _paint_choice(self) -> None:
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        room = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, self
        )
        option.currentText = self.fontMetrics().elidedText(
            self.currentText(), Qt.TextElideMode.ElideRight, room.width() - 4
        )
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Qt: hand the wheel on."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: the frame as styled, the choice with … where it is too long, and the caret over it."""
        if self.currentIndex() < 0:
            super().paintEvent(event)
        else:
            self._paint_choice()
        side = theme().px(14)
        place = QRect(self.width() - side - theme().px(8), (self.height() - side) // 2, side, side)
        painter = QPainter(self)
        icons.draw(painter, place, "caret-down", "secondary")
