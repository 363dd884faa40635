"""The proof beside the editor: the very PDF of one letter on a real firm, made in the worker while somebody types."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from shoukei_app.domain.form_number import shown
from shoukei_app.domain.letter import LetterTemplate, Occasion
from shoukei_app.domain.mailing import Piece
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit.desk import Desk
from shoukei_app.gui.kit.pdf import PdfFile
from shoukei_app.gui.kit.pdf_canvas import PdfCanvas
from shoukei_app.gui.kit.pieces import Elided, button, chip, row, set_tone
from shoukei_app.usecases import letters
from shoukei_app.usecases.letters import Proof

PAUSE_MS = 80

SMALL = 10.0
"""Points; a text in type of this size or less is worth shortening."""


class LetterProof(QWidget):
    """`show_letter` after every change; `on_proof` gets each proof once it is shown."""

    def __init__(self, desk: Desk, on_proof: Callable[[Proof], object]) -> None:
        super().__init__()
        self._desk = desk
        self._on_proof = on_proof
        self._letter: tuple[LetterTemplate, Occasion] | None = None
        self._pieces: Sequence[Piece] = ()
        self._fullest: Sequence[Piece] = ()
        self._place = 0
        self._pdf: PdfFile | None = None
        self._busy = False
        self._again = False
        self._timer = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._timer.timeout.connect(self._prove)
        self.canvas = PdfCanvas()
        self.canvas.setAccessibleName("文面のプレビュー")
        self.fit = chip("")
        self._who = Elided()
        self.previous = _icon("caret-left", "前の事業者", lambda: self.step(-1))
        self.next = _icon("caret-right", "次の事業者", lambda: self.step(1))
        self.longest = button("名前が最も長い宛先", self.show_longest, kind="quiet")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        head = row(self.previous, self.next, self._who, self.longest, margins=(GRID, GRID, GRID, 0))
        head.setStretch(2, 1)
        outer.addLayout(head)
        outer.addLayout(row(self.fit, None, margins=(GRID, GRID // 2, GRID, GRID)))
        outer.addWidget(self.canvas, 1)

    @property
    def piece(self) -> Piece | None:
        """Whose letter is shown."""
        return self._pieces[self._place] if self._pieces else None

    def show_pieces(self, pieces: Sequence[Piece]) -> None:
        """Be about the targets of another campaign."""
        self._pieces = pieces
        self._fullest = [pieces[letters.longest(pieces)]] if pieces else []
        self._place = min(self._place, max(len(pieces) - 1, 0))
        self._ask()

    def show_letter(self, template: LetterTemplate, occasion: Occasion) -> None:
        """Prove another state of the letter, soon."""
        self._letter = template, occasion
        self._ask()

    def step(self, way: int) -> None:
        """The next firm (1) or the one before (-1)."""
        if self._pieces:
            self._place = (self._place + way) % len(self._pieces)
            self._ask()

    def show_longest(self) -> None:
        """The firm with the longest names."""
        if self._pieces:
            self._place = letters.longest(self._pieces)
            self._ask()

    def _ask(self) -> None:
        piece = self.piece
        if piece is not None:
            count = f"{self._place + 1:,}/{len(self._pieces):,}"
            self._who.setText(f"{count}　{shown(piece.number)}　{piece.addressee.name}")
        self._timer.start()

    def _prove(self) -> None:
        piece = self.piece
        if self._letter is None or piece is None:
            return
        if self._busy:
            self._again = True
            return
        template, occasion = self._letter
        fullest = self._fullest
        self._busy = True
        self._desk.read(
            lambda _progress: letters.prove(template, occasion, piece, fullest),
            title="文面のプレビュー",
            done=self._show,
            ended=self._ended,
        )

    def _ended(self) -> None:
        self._busy = False
        if self._again:
            self._again = False
            self._prove()

    def _show(self, proof: Proof) -> None:
        before, self._pdf = self._pdf, PdfFile(proof.data)
        self.destroyed.connect(self._pdf.close)
        self.canvas.swap_pdf(self._pdf)
        if before is not None:
            self.destroyed.disconnect(before.close)
            before.close()
        if proof.spare < 0:
            set_tone(self.fit, "overdue")
            self.fit.setText(f"1枚に収まりません：{-proof.spare}行はみ出しています")
        else:
            small = proof.size <= SMALL
            set_tone(self.fit, "attention" if small else "done")
            advice = "　文を短くすると大きくなります" if small else ""
            self.fit.setText(f"1枚に収まります（文字 {proof.size:g}ポイント）{advice}")
        self._on_proof(proof)


def _icon(symbol: str, name: str, run: Callable[[], object]) -> QWidget:
    made = button("", run, kind="icon", symbol=symbol)
    made.setToolTip(name)
    made.setAccessibleName(name)
    return made
