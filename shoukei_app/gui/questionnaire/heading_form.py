"""The words above the questions: title, how to fill in the form, what the answers are used for."""

from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from shoukei_app.domain.questionnaire import Questionnaire
from shoukei_app.domain.questionnaire_edit import Verification
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit.form import Form, LinesField, TextField
from shoukei_app.gui.kit.pieces import STRETCH, Card, button, label, row
from shoukei_app.words.terms import words


@dataclass(frozen=True, slots=True)
class Heading:
    """The words above the questions."""

    title: str
    lead: str
    purpose: str


class HeadingForm(QWidget):
    """Shows the words; `changed` carries others, `verification_asked` which questions are to be keyed twice."""

    changed = Signal(object)
    verification_asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._filled = False
        self.form: Form[Heading] = Form([TextField(key="title", label="表題", max_length=60)])
        self.words: Form[Heading] = Form(
            [
                LinesField(key="lead", label="記入のしかた", lines=3),
                LinesField(key="purpose", label="使いみち（枠で囲んで刷ります）", lines=4),
            ]
        )
        for form in (self.form, self.words):
            form.changed.connect(lambda: self.changed.emit(self._typed()))
        self.wrong = label("", "error", wrap=True)
        card = Card("表題・前書き")
        card.add(self.wrong)
        card.add(self.form)
        card.add(self.words)
        self._figures = label("", "secondary", wrap=True)
        self.twice = Card("2回入力する問い", "問いごとにも決められます")
        self.twice.add(self._figures)
        presets = [
            button(name, partial(self.verification_asked.emit, kind), kind="chip")
            for kind, name in words(Verification).items()
        ]
        self.twice.add(row(*presets, STRETCH))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, GRID, GRID)
        outer.setSpacing(GRID + 4)
        outer.addWidget(card)
        outer.addWidget(self.twice)
        outer.addStretch(1)

    def show_questionnaire(self, asked: Questionnaire, wrong: list[str]) -> None:
        """Show the words above its questions."""
        heading = Heading(asked.title, asked.lead, asked.purpose)
        if not self._filled or self._typed() != heading:
            self._filled = True
            self.form.fill(heading)
            self.words.fill(heading)
        self.wrong.setText("\n".join(wrong))
        self.wrong.setVisible(bool(wrong))
        twice = len(asked.verified)
        self._figures.setText(f"{len(asked.questions)}問のうち {twice}問を、別の人がもう一度入力して照合します。")

    def _typed(self) -> Heading:
        return replace(self.words.typed(), title=self.form.typed().title)
