"""Asks what a person decides of a firm beside the rules, and why."""

from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from shoukei_app.domain import form_number
from shoukei_app.domain.flags import Priority
from shoukei_app.domain.problem import Problem
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit.dialogs import Sheet
from shoukei_app.gui.kit.form import ChoiceField, Form, Keys, LinesField, TextField
from shoukei_app.gui.kit.pieces import column, holding, label
from shoukei_app.gui.kit.theme import theme
from shoukei_app.words.problems import sentence
from shoukei_app.words.terms import word


@dataclass(frozen=True, slots=True)
class Decision:
    """The number of the firm, its priority from now on (None: taken out), and the reason."""

    number: str = ""
    priority: Priority | None = Priority.B
    reason: str = ""


class OverrideSheet(Sheet):
    """Asks for a decision; `asked` is the answer. Without a number the firm is asked for too."""

    def __init__(self, parent: QWidget, number: str, name: str, priority: Priority | None) -> None:
        self.asked: Decision | None = None
        who = [] if number else [TextField(key="number", label="整理番号", required=True, keys=Keys.DIGITS, width=140)]
        self.form: Form[Decision] = Form(
            [
                *who,
                ChoiceField(
                    key="priority",
                    label="優先度",
                    options=[(one, word(one)) for one in Priority],
                    none="抽出から外す",
                    width=200,
                ),
                LinesField(
                    key="reason",
                    label="理由",
                    lines=2,
                    required=True,
                    help="抽出理由として、一覧と訪問票の先頭に出ます",
                ),
            ],
            check=_check,
        )
        about = label(f"{form_number.shown(number)}　{name}" if number else "まだ抽出されていない事業者も選べます")
        note = label("条件で抽出し直しても、取り消すまでこのままです。", "note", wrap=True)
        content = holding(column(about, self.form, note, spacing=2 * GRID))
        super().__init__(parent, "抽出・優先度を手で変える", content, "変える")
        self.setMinimumWidth(theme().px(460))
        self.form.fill(Decision(number, priority or Priority.B))

    def run(self) -> bool:
        """Keep the answer, where nothing is missing."""
        self.asked = self.form.value()
        return self.asked is not None


def _check(value: Decision) -> dict[str, str]:
    try:
        form_number.parse(value.number)
    except Problem as problem:
        return {"number": sentence(problem)}
    return {}
