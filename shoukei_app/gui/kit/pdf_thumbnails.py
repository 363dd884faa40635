"""Small pictures of the pages of a PDF, rendered one at a time when they come into sight."""

from collections import OrderedDict

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    QTimer,
)
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QListView, QSizePolicy, QWidget

from shoukei_app.domain.tokens import SIZES
from shoukei_app.gui.kit.pdf import PdfFile
from shoukei_app.gui.kit.theme import theme

WIDTH = 88
KEPT = 400


class Thumbnails(QAbstractListModel):
    """Small pictures of pages, rendered one at a time when they come into sight; the last asked for come first."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._pdf: PdfFile | None = None
        self._pictures: OrderedDict[int, QPixmap] = OrderedDict()
        self._asked: list[int] = []
        self._render = QTimer(self, interval=0, singleShot=True)
        self._render.timeout.connect(self._render_one)

    def show_pdf(self, pdf: PdfFile | None) -> None:
        """Show another document, or none."""
        self.beginResetModel()
        self._pdf = pdf
        self._pictures.clear()
        self._asked.clear()
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        """Qt: a row a page."""
        return 0 if self._pdf is None or (parent is not None and parent.isValid()) else self._pdf.count

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = 0) -> object:
        """Qt: the picture and, below it, the number."""
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{index.row() + 1:,}"
        if role == Qt.ItemDataRole.DecorationRole:
            picture = self._picture(index.row())
            shown = QIcon(picture)
            shown.addPixmap(picture, QIcon.Mode.Selected)  # else the style tints the paper
            return shown
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignCenter
        return None

    def _picture(self, page: int) -> QPixmap:
        if page in self._pictures:
            self._pictures.move_to_end(page)
            return self._pictures[page]
        if page not in self._asked:
            self._asked = [*self._asked[-40:], page]
            self._render.start()
        return _blank()

    def _render_one(self) -> None:
        if self._pdf is None or not self._asked:
            return
        page = self._asked.pop()
        width, height = self._pdf.size(page)
        box = _box()
        scale = min(box.width() / width, box.height() / height)
        ready = _blank()
        picture = self._pdf.image(page, scale * ready.devicePixelRatio())
        picture.setDevicePixelRatio(ready.devicePixelRatio())
        size = picture.deviceIndependentSize()
        corner = QPointF((box.width() - size.width()) / 2, (box.height() - size.height()) / 2)
        painter = QPainter(ready)
        painter.drawImage(corner, picture)
        painter.setPen(theme().color("field_line"))
        painter.drawRect(QRectF(corner, size).adjusted(0, 0, -1, -1))
        painter.end()
        self._pictures[page] = ready
        if len(self._pictures) > KEPT:
            self._pictures.popitem(last=False)
        changed = self.index(page, 0)
        self.dataChanged.emit(changed, changed, [Qt.ItemDataRole.DecorationRole])
        if self._asked:
            self._render.start()


def _box() -> QSize:
    return QSize(theme().px(WIDTH), theme().px(WIDTH * 1.4))


def _blank() -> QPixmap:
    ratio = QGuiApplication.primaryScreen().devicePixelRatio()
    picture = QPixmap(_box() * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    return picture


def thumbnail_list(model: Thumbnails) -> QListView:
    """The list that shows them, one below the other."""
    view = QListView()
    view.setModel(model)
    view.setViewMode(QListView.ViewMode.IconMode)
    view.setFlow(QListView.Flow.TopToBottom)
    view.setWrapping(False)
    view.setMovement(QListView.Movement.Static)
    view.setUniformItemSizes(True)
    view.setIconSize(_box())
    view.setGridSize(QSize(theme().px(WIDTH + 24), theme().px(WIDTH * 1.4 + SIZES.body + 20)))
    view.setFixedWidth(theme().px(WIDTH + 44))
    view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
    view.setAccessibleName("ページの一覧")
    return view
