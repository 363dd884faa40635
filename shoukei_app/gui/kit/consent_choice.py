"""Consent on the screen: who may see the firm's answers from now on, ticked by digit; what differs is what was said."""

from collections.abc import Collection

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QPushButton

from shoukei_app.domain.consent import ConsentChange, ConsentManner
from shoukei_app.domain.questionnaire import Recipient
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit.ringed import Ringed
from shoukei_app.words.terms import word

_WRITTEN = "書面で受け取った"
_SHORT = {Recipient.CENTRE: "センター"}
_COLUMNS = 3


class ConsentChoice(Ringed):
    """Buttons "1 市町村" … that stay down where a consent stands, and one for a consent in writing."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._stood: frozenset[Recipient] = frozenset()
        self._buttons: dict[Recipient, QPushButton] = {}
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        grid = QGridLayout(self)
        grid.setContentsMargins(3, 3, 3, 3)
        grid.setSpacing(GRID // 2)
        for place, recipient in enumerate(Recipient):
            made = self._button(f"{place + 1} {_SHORT.get(recipient, word(recipient))}")
            self._buttons[recipient] = made
            grid.addWidget(made, place // _COLUMNS, place % _COLUMNS)
        self.written = self._button(f"{len(self._buttons) + 1} {_WRITTEN}")
        self.written.setToolTip("同意書を受け取ったときに選びます。選ばなければ口頭の同意として残ります。")
        grid.addWidget(self.written, len(self._buttons) // _COLUMNS, len(self._buttons) % _COLUMNS)
        self.fill((), ())

    def fill(self, stood: Collection[Recipient], stands: Collection[Recipient], *, written: bool = False) -> None:
        """Show the consents as the ledger has them (`stood`) and as they are ticked now; emits nothing."""
        self._stood = frozenset(stood)
        for recipient, made in self._buttons.items():
            made.setChecked(recipient in stands)
        self.written.setChecked(written)
        self._say()

    def ticked(self) -> frozenset[Recipient]:
        """Who may see the answers after this visit."""
        return frozenset(recipient for recipient, made in self._buttons.items() if made.isChecked())

    def change(self) -> ConsentChange:
        """What the firm said that was not known."""
        ticked = self.ticked()
        return ConsentChange(
            given=tuple(one for one in Recipient if one in ticked - self._stood),
            manner=ConsentManner.WRITTEN if self.written.isChecked() else ConsentManner.ORAL,
            withdrawn=tuple(one for one in Recipient if one in self._stood - ticked),
        )

    def _button(self, words: str) -> QPushButton:
        made = QPushButton(words)
        made.setProperty("kind", "segment")
        made.setCheckable(True)
        made.setAutoDefault(False)
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.clicked.connect(self._on_clicked)
        return made

    def _on_clicked(self) -> None:
        self.setFocus()
        self._say()
        self.changed.emit()

    def _say(self) -> None:
        names = "、".join(word(one) for one in Recipient if one in self.ticked()) or "なし"
        self.setAccessibleName(f"提供の同意：{names}")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: a digit ticks and unticks."""
        place = event.key() - Qt.Key.Key_1.value
        made = [*self._buttons.values(), self.written]
        if 0 <= place < len(made):
            made[place].click()
        else:
            super().keyPressEvent(event)
