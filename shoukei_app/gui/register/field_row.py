"""One field of two firms side by side: both values, whether they differ, and which of them is kept."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit import icons
from shoukei_app.gui.kit.pieces import STRETCH, chip, column, holding, label, repolish, row
from shoukei_app.gui.kit.ringed import Ringed
from shoukei_app.gui.kit.theme import theme
from shoukei_app.gui.register.pair_words import EMPTY
from shoukei_app.usecases.duplicates import Side

TITLE_WIDTH = 116
BOTH_WORDS = "両方を続けて書く"
_MARK = 18


@dataclass(frozen=True, slots=True)
class FieldLine:
    """What a row shows: the field, its word, both values as they are read ("" for nothing), whether they differ."""

    field: str
    title: str
    kept: str
    gone: str
    differs: bool


class FieldRow(Ringed):
    """A row; ← and → choose, a click does the same. `chosen` is emitted for what a person chooses.

    `stepped` asks for the row above (-1) or below (1).
    """

    chosen = Signal()
    stepped = Signal(int)

    def __init__(self, line: FieldLine, *, both: bool = False) -> None:
        super().__init__()
        self.line = line
        self._side = Side.KEPT
        self._order = (Side.KEPT, Side.BOTH, Side.GONE) if both else (Side.KEPT, Side.GONE)
        self._cells: dict[Side, _Cell] = {}
        title = column(label(line.title, "strong" if line.differs else "secondary", wrap=True), spacing=GRID // 2)
        title.setContentsMargins(0, GRID // 2 + 1, 0, 0)
        if line.differs:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            title.addWidget(chip("違い", "attention") if line.kept and line.gone else chip("片方だけ"))
        title.addStretch(1)
        left = holding(title)
        left.setFixedWidth(theme().px(TITLE_WIDTH))
        values = row(*self._make_cells(line), spacing=GRID)
        values.setStretch(0, 1)
        values.setStretch(1, 1)
        parts = column(values, spacing=GRID // 2)
        if both and line.differs:
            parts.addWidget(self._cell(Side.BOTH, BOTH_WORDS))
        layout = row(left, parts, spacing=GRID, margins=(GRID, GRID // 2, GRID, GRID // 2))
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self.show_side(Side.KEPT)

    @property
    def side(self) -> Side:
        """Whose value is kept."""
        return self._side

    def show_side(self, side: Side) -> None:
        """Show a choice; emits nothing."""
        self._side = side
        for other, cell in self._cells.items():
            cell.mark(chosen=other is side)
        words = {Side.KEPT: self.line.kept, Side.GONE: self.line.gone, Side.BOTH: BOTH_WORDS}[side]
        self.setAccessibleName(f"{self.line.title}：{words or EMPTY}")

    def cell(self, side: Side) -> QFrame:
        """What is clicked to choose a side. KeyError where there is nothing to choose."""
        return self._cells[side]

    def choose(self, side: Side) -> None:
        """A person chooses a side."""
        self.setFocus()
        if side is not self._side:
            self.show_side(side)
            self.chosen.emit()

    def _choose_beside(self, step: int) -> None:
        place = self._order.index(self._side) + step
        self.choose(self._order[max(0, min(len(self._order) - 1, place))])

    def _make_cells(self, line: FieldLine) -> Sequence[QWidget]:
        if line.differs:
            return [self._cell(Side.KEPT, line.kept), self._cell(Side.GONE, line.gone)]
        return [_plain(line.kept), _plain(line.gone)]

    def _cell(self, side: Side, words: str) -> "_Cell":
        made = _Cell(words)
        made.pressed.connect(lambda: self.choose(side))
        self._cells[side] = made
        return made

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: ← and → choose, ↑ and ↓ leave the row: the scroll area around would take them for itself."""
        match event.key():
            case Qt.Key.Key_Left:
                self._choose_beside(-1)
            case Qt.Key.Key_Right:
                self._choose_beside(1)
            case Qt.Key.Key_Up:
                self.stepped.emit(-1)
            case Qt.Key.Key_Down:
                self.stepped.emit(1)
            case _:
                super().keyPressEvent(event)


class _Cell(QFrame):
    """A value that can be chosen, with the mark of a choice before it."""

    pressed = Signal()

    def __init__(self, words: str) -> None:
        super().__init__()
        self.setProperty("kind", "choice")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._mark = _Mark()
        text = label(words or EMPTY, "body" if words else "secondary", wrap=True)
        layout = row(
            holding(column(self._mark, STRETCH)), text, spacing=GRID, margins=(GRID, GRID // 2 + 1, GRID, GRID // 2 + 1)
        )
        layout.setStretch(1, 1)
        self.setLayout(layout)
        _share_width(self)

    def mark(self, *, chosen: bool) -> None:
        """Show whether this value is the one that is kept."""
        self._mark.chosen = chosen
        self.setProperty("chosen", "true" if chosen else "false")
        repolish(self)

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        """Qt: anywhere in the cell."""
        self.pressed.emit()


class _Mark(QWidget):
    """A full circle with a tick, or an empty one."""

    def __init__(self) -> None:
        super().__init__()
        self.chosen = False
        self.setFixedSize(theme().px(_MARK), theme().px(_MARK))
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Qt: draw the one that holds now."""
        name, role = ("check-circle-fill", "accent") if self.chosen else ("circle", "secondary")
        icons.draw(QPainter(self), self.rect(), name, role)


def _plain(words: str) -> QWidget:
    """A value there is nothing to choose about, standing where the words of a choice stand."""
    text = label(words, "secondary", wrap=True)
    side = GRID + theme().px(_MARK) + GRID + 1
    made = holding(column(text, margins=(side, GRID // 2, GRID, GRID // 2)))
    _share_width(made)
    return made


def _share_width(widget: QWidget) -> None:
    """Let two widgets in a row be equally wide, however long their words are."""
    widget.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
