"""The pictures of a sheet that came by FAX, beside what is keyed from them: a page at a time, as large as wished."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit.pieces import STRETCH, button, column, label, row
from shoukei_app.gui.kit.theme import theme
from shoukei_app.gui.returns.page_pictures import opened
from shoukei_app.usecases import pictures
from shoukei_app.usecases.ledgers import Ledger

ZOOMS = (1.0, 1.4, 2.0, 2.8)


class PicturePane(QWidget):
    """Shows pages; `show_target` those that the ledger keeps of a target, and hides where there are none."""

    def __init__(self) -> None:
        super().__init__()
        self._pages: Sequence[QImage] = ()
        self._place = 0
        self._zoom = 0
        self._sheet = _Sheet()
        self._area = _Area(self._fit)
        self._area.setWidget(self._sheet)
        self._words = label("", "secondary")
        self.before = button("", lambda: self.turn_to(self._place - 1), kind="icon", symbol="caret-left")
        self.next = button("", lambda: self.turn_to(self._place + 1), kind="icon", symbol="caret-right")
        self.before.setToolTip("前のページ")
        self.next.setToolTip("次のページ")
        self.smaller = button("", lambda: self.zoom(-1), kind="icon", symbol="minus")
        self.larger = button("", lambda: self.zoom(1), kind="icon", symbol="plus")
        self.smaller.setToolTip("縮小")
        self.larger.setToolTip("拡大")
        for made in (self.before, self.next, self.smaller, self.larger):
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            made.setAccessibleName(made.toolTip())
        bar = row(self.before, self._words, self.next, STRETCH, self.smaller, self.larger, spacing=GRID // 2)
        whole = column(bar, self._area, spacing=GRID // 2)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self.show_images(())

    @property
    def place(self) -> int:
        """The page in sight, from 0."""
        return self._place

    @property
    def count(self) -> int:
        """How many pages there are."""
        return len(self._pages)

    def show_target(self, ledger: Ledger, target_id: int) -> bool:
        """Show the pages kept of a target's sheet; hidden, and False, where there are none."""
        self.show_images([opened(page) for page in pictures.pages(ledger, target_id)])
        self.setVisible(bool(self._pages))
        return bool(self._pages)

    def show_images(self, images: Sequence[QImage]) -> None:
        """Show these pages from the first."""
        self._pages = images
        self._place = 0
        self._show()

    def turn_to(self, place: int) -> None:
        """Show another page."""
        if 0 <= place < len(self._pages):
            self._place = place
            self._show()
            self._area.verticalScrollBar().setValue(0)

    def zoom(self, steps: int) -> None:
        """Larger or smaller; the smallest is as wide as the pane."""
        self._zoom = max(0, min(self._zoom + steps, len(ZOOMS) - 1))
        self._fit()

    def _show(self) -> None:
        several = len(self._pages) > 1
        self._words.setText(f"{self._place + 1} / {len(self._pages)}ページ" if self._pages else "")
        self.before.setVisible(several)
        self.next.setVisible(several)
        self.before.setEnabled(self._place > 0)
        self.next.setEnabled(self._place < len(self._pages) - 1)
        self._sheet.image = self._pages[self._place] if self._pages else QImage()
        self._fit()

    def _fit(self) -> None:
        image = self._sheet.image
        self.smaller.setEnabled(self._zoom > 0)
        self.larger.setEnabled(self._zoom < len(ZOOMS) - 1)
        room = self._area.viewport().width()
        width = round(room * ZOOMS[self._zoom])
        height = round(width * image.height() / image.width()) if image.width() else 0
        self._sheet.show_at(QSize(max(1, width), max(1, height)))


class _Sheet(QWidget):
    """Paints one page over the whole of itself; made smaller beforehand, dot by dot, so that thin strokes stay."""

    def __init__(self) -> None:
        super().__init__()
        self.image = QImage()
        self._drawn = QPixmap()
        self._key = (0, QSize())

    def show_at(self, size: QSize) -> None:
        """Take up this size."""
        self.setFixedSize(size)
        key = (self.image.cacheKey(), size)
        if key != self._key:
            self._key = key
            self._drawn = QPixmap()
            if self.image.isNull():
                return
            smooth = Qt.TransformationMode.SmoothTransformation
            scaled = self.image.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, smooth)
            self._drawn = QPixmap.fromImage(scaled)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Qt: the page, and where its paper ends."""
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._drawn)
        painter.setPen(theme().color("line"))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))


class _Area(QScrollArea):
    """A scroll area that says when its width changed."""

    def __init__(self, on_resize: Callable[[], None]) -> None:
        super().__init__()
        self._on_resize = on_resize
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: fit the page anew."""
        super().resizeEvent(event)
        self._on_resize()
