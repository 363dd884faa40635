"""Pictures of what is painted again and again in the same state: drawn once, then only copied."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QPainter, QPixmap, QPixmapCache

from shoukei_app.gui.kit.theme import theme

CACHE_KB = 48_000
"""A sheet of 24 questions with some four answers each, at the width of a 1366 px screen."""


def paint(painter: QPainter, place: QRect, state: str, draw: Callable[[QPainter, QRect], object]) -> None:
    """Paint `place` as `draw` paints it (from 0, 0) in this state; who draws names everything in it that matters."""
    key, picture = _key(painter, place, state), QPixmap()
    if not QPixmapCache.find(key, picture):
        picture = _made(painter, place, draw)
        QPixmapCache.insert(key, picture)
    painter.drawPixmap(place.topLeft(), picture)


def _made(painter: QPainter, place: QRect, draw: Callable[[QPainter, QRect], object]) -> QPixmap:
    ratio = painter.device().devicePixelRatioF()
    picture = QPixmap(place.size() * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    within = QPainter(picture)
    within.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw(within, QRect(QPoint(0, 0), place.size()))
    within.end()
    return picture


def _key(painter: QPainter, place: QRect, state: str) -> str:
    look, ratio = theme(), painter.device().devicePixelRatioF()
    return f"{id(look.palette)} {look.scale} {ratio} {place.width()}x{place.height()} {state}"
