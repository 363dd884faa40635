"""Big figures that are buttons: each shows a count and keeps the rows it counts."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit.pieces import STRETCH, column, label, row
from shoukei_app.gui.kit.theme import theme


@dataclass(frozen=True, slots=True)
class Tile:
    """One figure: the key it is known by, its words, what is counted, and a remark for the tooltip."""

    key: str
    words: str
    count: int
    unit: str = "件"
    hint: str = ""


class Tiles(QWidget):
    """Figures in a line, one of them down; `pressed` carries its key, "" where it was pressed a second time."""

    pressed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._buttons: dict[str, _Figure] = {}
        self._line: QHBoxLayout = row(spacing=GRID + GRID // 2)
        self.setLayout(self._line)

    def show_tiles(self, tiles: Sequence[Tile]) -> None:
        """Show figures; those known already keep their place and whether they are down."""
        for tile in tiles:
            if tile.key not in self._buttons:
                made = _Figure(tile.words)
                made.clicked.connect(lambda down, key=tile.key: self._press(key if down else ""))
                self._buttons[tile.key] = made
                self._line.addWidget(made, 1)
            self._buttons[tile.key].show_tile(tile)

    def mark(self, key: str) -> None:
        """Let the figure with this key be down, and no other."""
        for other, made in self._buttons.items():
            made.setChecked(other == key)

    def figure(self, key: str) -> QPushButton:
        """The button of a figure."""
        return self._buttons[key]

    def _press(self, key: str) -> None:
        self.mark(key)
        self.pressed.emit(key)


class _Figure(QPushButton):
    def __init__(self, words: str) -> None:
        super().__init__()
        self.setProperty("kind", "way")
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(theme().px(76))
        self._figure = label("", "figure")
        self._unit = label("", "secondary")
        self._words = label(words, "secondary")
        line = row(self._figure, self._unit, STRETCH, spacing=GRID // 2)
        line.setAlignment(self._unit, Qt.AlignmentFlag.AlignBottom)
        self._unit.setContentsMargins(0, 0, 0, theme().px(5))
        for part in (self._figure, self._unit, self._words):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        inside = column(self._words, line, spacing=0)
        inside.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        self.setLayout(inside)

    @property
    def words(self) -> QLabel:
        return self._words

    def show_tile(self, tile: Tile) -> None:
        self._words.setText(tile.words)
        self._figure.setText(f"{tile.count:,}")
        self._unit.setText(tile.unit)
        self.setAccessibleName(f"{tile.words} {tile.count:,}{tile.unit}")
        self.setToolTip(tile.hint)
        self.setEnabled(tile.count > 0)
