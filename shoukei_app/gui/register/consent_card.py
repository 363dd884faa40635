"""Consent on the card of a firm: what it said of every recipient, and what it says between visits, by telephone say."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date

from PySide6.QtWidgets import QWidget

from shoukei_app.domain.consent import Consent, ConsentChange
from shoukei_app.domain.questionnaire import Recipient
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit.consent_choice import ConsentChoice
from shoukei_app.gui.kit.dialogs import Sheet
from shoukei_app.gui.kit.form import DateField, Form
from shoukei_app.gui.kit.pieces import STRETCH, Card, button, column, holding, label, row
from shoukei_app.gui.kit.theme import theme
from shoukei_app.usecases.firms import Course
from shoukei_app.words.dates import month_day
from shoukei_app.words.terms import word


@dataclass(frozen=True, slots=True)
class _Said:
    day: date | None = None


class ConsentSheet(Sheet):
    """`asked` is what the firm said that was not known, and on which day; None where nothing differs."""

    def __init__(self, parent: QWidget, firm: str, stood: Collection[Recipient], today: date) -> None:
        self.asked: tuple[ConsentChange, date] | None = None
        self.choice = ConsentChoice()
        self.form: Form[_Said] = Form([DateField(key="day", label="聞いた日", required=True)])
        words = "回答と名前を伝えてよい先を選びます。外すと、その先への同意の取り下げとして残ります。"
        content = holding(
            column(
                label(firm, "strong", wrap=True),
                label(words, "secondary", wrap=True),
                self.choice,
                self.form,
                spacing=GRID + 4,
            )
        )
        super().__init__(parent, "提供の同意を変える", content, "記録")
        self.setMinimumWidth(theme().px(480))
        self.choice.fill(stood, stood)
        self.form.fill(_Said(today))

    def run(self) -> bool:
        """Keep the answer, where something differs and the day is one."""
        said, change = self.form.value(), self.choice.change()
        if said is None or said.day is None or not (change.given or change.withdrawn):
            return False
        self.asked = change, said.day
        return True


def consent_card(course: Course, ask: Callable[[], object]) -> Card:
    """Every recipient of which the firm said something, with how and when; `ask` lets somebody change it."""
    made = Card("提供の同意", course.campaign)
    for one in course.said:
        made.add(label(_told(one), "body" if one.stands else "secondary", wrap=True))
    if not course.consents:
        made.add(label("ほかの機関に名前を出せません。", tone="attention", wrap=True))
    made.add(row(button("同意を変える…", ask, kind="link", symbol="pencil-simple"), STRETCH))
    return made


def _told(one: Consent) -> str:
    if one.withdrawn_on is not None:
        return f"{word(one.recipient)}　{month_day(one.withdrawn_on)}に取り下げ"
    return f"{word(one.recipient)}　{word(one.manner)}　{month_day(one.given_on)}"
