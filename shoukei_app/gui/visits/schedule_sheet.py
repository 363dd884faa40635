"""予定表: for whom, from when until when, and as what: paper, Excel, or a file for calendars."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from PySide6.QtWidgets import QWidget

from shoukei_app.domain.organisation import Organisation, Person
from shoukei_app.gui.kit.dialogs import Sheet
from shoukei_app.gui.kit.form import ChoiceField, DateField, Form
from shoukei_app.gui.kit.pieces import column, holding, label
from shoukei_app.gui.kit.theme import theme


class Manner(Enum):
    """As what a schedule goes out; the value is the file's suffix."""

    PAPER = ".pdf"
    EXCEL = ".xlsx"
    CALENDAR = ".ics"


_WORDS = {
    Manner.PAPER: "紙（PDF）",
    Manner.EXCEL: "Excel",
    Manner.CALENDAR: "予定表アプリに取り込む（.ics）",
}


@dataclass(frozen=True, slots=True)
class ScheduleAsked:
    """What was asked."""

    organisation: int | None = None
    person: int | None = None
    first: date | None = None
    last: date | None = None
    manner: Manner = Manner.PAPER


class ScheduleSheet(Sheet):
    """`asked` is the answer."""

    def __init__(
        self, parent: QWidget, organisations: Sequence[Organisation], persons: Sequence[Person], today: date
    ) -> None:
        self.asked: ScheduleAsked | None = None
        names = {one.id: one.name for one in organisations}
        people = [(one.id, f"{one.name}（{names.get(one.organisation_id, '')}）") for one in persons]
        self.form: Form[ScheduleAsked] = Form(
            [
                ChoiceField(
                    key="organisation",
                    label="渡す機関",
                    options=[(one.id, one.name) for one in organisations],
                    none="すべての機関",
                ),
                ChoiceField(key="person", label="担当者", options=people, none="全員"),
                DateField(key="first", label="この日から"),
                DateField(key="last", label="この日まで（空なら終わりまで）"),
                ChoiceField(key="manner", label="形", options=list(_WORDS.items())),
            ]
        )
        said = label(
            "渡す機関への提供に同意していない事業者は、名前の代わりに番号で示します。"
            "「すべての機関」では、行くすべての機関に同意した事業者だけ名前が出ます。",
            "note",
            wrap=True,
        )
        super().__init__(parent, "同行訪問予定表を作る", holding(column(self.form, said)), "作る")
        self.setMinimumWidth(theme().px(460))
        self.form.fill(ScheduleAsked(first=today))

    def run(self) -> bool:
        """Keep the answer, where nothing is wrong."""
        self.asked = self.form.value()
        return self.asked is not None
