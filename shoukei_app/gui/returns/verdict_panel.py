"""Both entries beside what the judge read on the paper, and the verdicts of which one key chooses."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QPushButton, QVBoxLayout

from shoukei_app.domain import verification
from shoukei_app.domain.answers import Answer
from shoukei_app.domain.questionnaire import Question
from shoukei_app.domain.tokens import GRID, SIZES
from shoukei_app.domain.verification import Verdict
from shoukei_app.gui.kit.pieces import STRETCH, Banner, button, chip, clear, column, holding, label, row
from shoukei_app.gui.kit.theme import theme
from shoukei_app.gui.sheet.keying import in_words
from shoukei_app.usecases.verification import Revealed
from shoukei_app.words.terms import word

VERDICTS = tuple(Verdict)
"""In the order of their keys: 1, 2, 3, 4."""

_LARGE = 16
"""Answers of fewer characters stand in the large type."""


class VerdictPanel(QFrame):
    """`decided` carries the verdict; `again` asks for another look at the paper; `leave` at Esc."""

    decided = Signal(object)
    again = Signal()
    leave = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._proposed: Verdict | None = None
        self._question = label("", "lead", wrap=True)
        self._banner = Banner("", "", tone="attention")
        self._readings = QGridLayout()
        self._readings.setHorizontalSpacing(2 * GRID)
        self._verdicts = QVBoxLayout()
        self._verdicts.setSpacing(GRID // 2 + 2)
        self._again = button("紙をもう一度読む（R）", self.again.emit, symbol="arrow-counter-clockwise")
        self._again.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        body = column(
            self._question,
            holding(self._readings),
            self._banner,
            label("どちらの誤りですか", "strong"),
            holding(self._verdicts),
            row(self._again, STRETCH),
            STRETCH,
            spacing=GRID + GRID // 2,
            margins=(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID),
        )
        self._verdicts.setContentsMargins(0, 0, 0, 0)
        self._readings.setContentsMargins(0, 0, 0, 0)
        self.setLayout(body)

    @property
    def proposed(self) -> Verdict | None:
        """What Enter decides; None where Enter is another look at the paper."""
        return self._proposed

    def show_revealed(self, question: Question, revealed: Revealed, *, look_again: bool) -> None:
        """Show both entries; with `look_again` the reading fits neither and is to be checked before anything."""
        self._proposed = None if look_again else revealed.verdict
        self._question.setText(f"問{question.number}　{question.text}")
        self._show_readings(question, revealed)
        neither = revealed.verdict is Verdict.BOTH_ERRED
        self._banner.setVisible(neither)
        if look_again:
            self._banner.say(
                "紙の読みは、どちらの入力とも違います",
                "紙をもう一度見てください（Enter または R で読み直し）。たしかに紙のとおりなら 3。",
            )
        elif neither:
            self._banner.say(
                "読み直しても、どちらの入力とも違います",
                "たしかに紙のとおりなら Enter。1回目と照合の両方の誤りになります。",
            )
        clear(self._verdicts)
        for place, verdict in enumerate(VERDICTS, start=1):
            self._verdicts.addWidget(self._verdict_button(question, revealed, place, verdict))

    def forget(self) -> None:
        """Nothing of what was shown stays in the window."""
        self._proposed = None
        self._question.setText("")
        for layout in (self._readings, self._verdicts):
            _drop(layout)

    def _show_readings(self, question: Question, revealed: Revealed) -> None:
        clear(self._readings)
        answers = [in_words(question, one) for one in (revealed.reading, revealed.first, revealed.second)]
        size = SIZES.title if max(map(len, answers)) < _LARGE else SIZES.lead
        sides = (
            ("紙の読み", "", "accent", ""),
            ("1回目", revealed.first_keyer, *_agrees(verification.same(revealed.reading, revealed.first))),
            ("照合", revealed.second_keyer, *_agrees(verification.same(revealed.reading, revealed.second))),
        )
        for place, ((title, who, tone, said), answer) in enumerate(zip(sides, answers, strict=True)):
            self._readings.addWidget(_side(title, who, answer, tone, said, size), 0, place)
            self._readings.setColumnStretch(place, 1)

    def _verdict_button(self, question: Question, revealed: Revealed, place: int, verdict: Verdict) -> QPushButton:
        counting = _short(question, revealed.counting(verdict))
        is_proposed = verdict is self._proposed
        enter = "　Enter" if is_proposed else ""
        words = f"{place}　{word(verdict)}　→　「{counting}」で確定{enter}"
        made = button(words, partial(self.decided.emit, verdict), kind="primary" if is_proposed else "plain")
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.setStyleSheet("text-align: left;")
        return made

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: one key decides; a key held down does not decide the next question too."""
        if event.isAutoRepeat():
            return
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._proposed is None:
                self.again.emit()
            else:
                self.decided.emit(self._proposed)
        elif Qt.Key.Key_1 <= key < Qt.Key.Key_1 + len(VERDICTS):
            self.decided.emit(VERDICTS[key - Qt.Key.Key_1])
        elif key == Qt.Key.Key_R:
            self.again.emit()
        elif key == Qt.Key.Key_Escape:
            self.leave.emit()
        else:
            super().keyPressEvent(event)


def _agrees(is_same: bool) -> tuple[str, str]:  # noqa: FBT001 - one yes or no makes a tone and a word
    return ("done", "紙と同じ") if is_same else ("attention", "紙と違う")


def _side(title: str, who: str, answer: str, tone: str, said: str, size: int) -> QFrame:
    made = QFrame()
    made.setProperty("kind", "banner")
    made.setProperty("tone", tone)
    words = label(answer, wrap=True)
    words.setFont(theme().font(size, bold=True))
    sign = chip(said or "　", tone)
    head = [label(title, "strong"), label(who, "secondary"), STRETCH, sign]
    made.setLayout(column(row(*head), words, STRETCH, spacing=GRID, margins=(2 * GRID, GRID + 4, 2 * GRID, GRID + 4)))
    made.setAccessibleName(f"{title} {who} {answer} {said}")
    return made


def _short(question: Question, answer: Answer) -> str:
    words = in_words(question, answer)
    return words if len(words) <= 28 else f"{words[:27]}…"


def _drop(layout: QGridLayout | QVBoxLayout) -> None:
    """Take widgets out now, not when Qt comes to it: until then they could still be found."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()
