"""Icons of one family (Phosphor, as QtAwesome ships it), drawn from its font in the colours of the theme.

The font is read without importing `qtawesome`: that import and its first icon take 300 to 440 ms of the start, this
takes 12 ms. An icon is coloured while it is painted, so it follows a change of the theme by itself.
"""

import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFontDatabase, QIcon, QIconEngine, QPainter, QPixmap

from shoukei_app.gui.kit.theme import theme

FONT_FILE = "phosphor-1.3.0.ttf"
CHARACTERS_FILE = "phosphor-charmap-1.3.0.json"


def icon(name: str, role: str = "ink") -> QIcon:
    """An icon by its Phosphor name ("house", "printer-bold" …) in the colour of a token. KeyError: no such name."""
    return QIcon(_Engine(_characters()[name], role))


def draw(painter: QPainter, rect: QRect, name: str, role: str) -> None:
    """Draw an icon into a square of a painted widget."""
    _draw(painter, rect, _characters()[name], role)


def _draw(painter: QPainter, rect: QRect, character: str, role: str) -> None:
    font = theme().font()
    font.setFamilies([_family()])
    font.setPixelSize(min(rect.width(), rect.height()))
    painter.save()
    painter.setFont(font)
    painter.setPen(theme().color(role))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, character)
    painter.restore()


class _Engine(QIconEngine):
    def __init__(self, character: str, role: str) -> None:
        super().__init__()
        self._character = character
        self._role = role

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State) -> None:
        """Qt: draw the character; a disabled control's icon is as quiet as its text."""
        role = "secondary" if mode == QIcon.Mode.Disabled else self._role
        _draw(painter, rect, self._character, role)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """Qt: the same as a picture."""
        picture = QPixmap(size)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return picture

    def clone(self) -> QIconEngine:
        """Qt: a copy for another QIcon."""
        return _Engine(self._character, self._role)


def _folder() -> Path:
    library = find_spec("qtawesome")
    assert library is not None
    assert library.submodule_search_locations  # a frozen build ships the fonts without the module
    return Path(next(iter(library.submodule_search_locations))) / "fonts"


@cache
def _family() -> str:
    identifier = QFontDatabase.addApplicationFont(str(_folder() / FONT_FILE))
    return QFontDatabase.applicationFontFamilies(identifier)[0]


@cache
def _characters() -> dict[str, str]:
    points: dict[str, str] = json.loads((_folder() / CHARACTERS_FILE).read_text(encoding="utf-8"))
    return {name: chr(int(point, 16)) for name, point in points.items()}
