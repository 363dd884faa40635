"""The first step of every look at the paper: which sheet to take out of which bundle, and nothing else."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame

from shoukei_app.domain import form_number
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit.pieces import STRETCH, Part, button, column, label, row
from shoukei_app.gui.kit.theme import theme
from shoukei_app.usecases.verification import Receipt

NUMBER_SIZE = 46


class TakeOut(QFrame):
    """`ready` at Enter: the sheet lies on the desk; `later` at ↓: another one first; `leave` at Esc."""

    ready = Signal()
    later = Signal()
    leave = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        centre = Qt.AlignmentFlag.AlignCenter
        self._asks = label("この調査票を束から出してください", "lead")
        self._number = label("")
        self._number.setFont(theme().font(NUMBER_SIZE, bold=True))
        self._bundle = label("", "title", tone="accent")
        self._note = label("", "body", wrap=True, tone="attention")
        self._note.setFixedWidth(theme().px(560))
        go = button("出しました（Enter）", self.ready.emit, kind="primary", symbol="check")
        other = button("あとにする（↓）", self.later.emit)
        for made in (go, other):
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        parts: list[Part] = [STRETCH]
        for words in (self._asks, self._number, self._bundle):
            words.setAlignment(centre)
            parts.append(words)
        parts += [row(STRETCH, self._note, STRETCH), row(STRETCH, other, go, STRETCH), STRETCH]
        self.setLayout(column(*parts, spacing=2 * GRID, margins=(3 * GRID, 3 * GRID, 3 * GRID, 3 * GRID)))

    def show_sheet(self, number: str, receipt: Receipt | None, note: str = "") -> None:
        """Name a sheet; `note` is what its reader should know before."""
        shown = form_number.shown(number)
        bundle = receipt.bundle if receipt is not None else ""
        self._number.setText(f"整理番号　{shown}")
        self._bundle.setText(f"束　{bundle}" if bundle else "束の記録はありません")
        self._note.setText(note)
        self._note.setVisible(bool(note))
        self.setAccessibleName(f"整理番号 {shown}　束 {bundle or 'なし'}")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: one key each; a key held down does not run through the steps."""
        if event.isAutoRepeat():
            return
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.ready.emit()
        elif key == Qt.Key.Key_Down:
            self.later.emit()
        elif key == Qt.Key.Key_Escape:
            self.leave.emit()
        else:
            super().keyPressEvent(event)
