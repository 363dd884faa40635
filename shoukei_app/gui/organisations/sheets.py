"""The sheets that ask for an organisation and for a person in charge."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from shoukei_app.domain.organisation import Organisation, OrganisationKind, Person
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit.dialogs import Sheet
from shoukei_app.gui.kit.form import CheckField, ChoiceField, Form, Keys, TextField
from shoukei_app.gui.kit.pieces import column, holding, label, row
from shoukei_app.gui.kit.theme import theme
from shoukei_app.usecases import masters
from shoukei_app.usecases.organisations import NewPerson
from shoukei_app.words.terms import words

PREFECTURE = "長野県"
_CODE = Qt.ItemDataRole.UserRole


class OrganisationSheet(Sheet):
    """Asks for an organisation; `asked` is the answer (its id is 0 for a new one)."""

    def __init__(self, parent: QWidget, known: Organisation | None) -> None:
        self.asked: Organisation | None = None
        self.form: Form[Organisation] = Form(
            [
                ChoiceField(
                    key="kind", label="種類", options=[(key, text) for key, text in words(OrganisationKind).items()]
                ),
                TextField(key="name", label="名前", required=True, placeholder="○○商工会"),
                TextField(key="section", label="部署", placeholder="産業振興課"),
                TextField(key="phone", label="電話番号", keys=Keys.DIGITS, width=180),
            ]
        )
        self.areas = QListWidget()
        self.areas.setAccessibleName("担当する市町村")
        self.areas.setMinimumHeight(theme().px(260))
        served = known.areas if known else ()
        for place in masters.postal_master().municipalities.of_prefecture(PREFECTURE):
            item = QListWidgetItem(place.full_name.removeprefix(PREFECTURE), self.areas)
            item.setData(_CODE, place.code)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if place.code in served else Qt.CheckState.Unchecked)
        right = holding(
            column(
                label("担当する市町村", "strong"), self.areas, label("いくつでも選べます", "note"), spacing=GRID // 2
            )
        )
        content = holding(row(self.form, right, spacing=3 * GRID))
        super().__init__(
            parent, "機関の内容を変える" if known else "機関を追加する", content, "保存" if known else "追加"
        )
        self.setMinimumWidth(theme().px(680))
        self.form.fill(known or Organisation(0, OrganisationKind.SHOKOKAI, ""))

    def run(self) -> bool:
        """Keep the answer, where nothing is missing."""
        value = self.form.value()
        if value is None:
            return False
        items = (self.areas.item(number) for number in range(self.areas.count()))
        chosen = tuple(str(item.data(_CODE)) for item in items if item.checkState() == Qt.CheckState.Checked)
        self.asked = replace(value, areas=chosen)
        return True


class PersonSheet(Sheet):
    """Asks for a person in charge; `asked` is the answer."""

    def __init__(self, parent: QWidget, organisation: str) -> None:
        self.asked: NewPerson | None = None
        self.form: Form[NewPerson] = Form(
            [
                TextField(key="name", label="名前", required=True),
                TextField(key="role", label="役職", placeholder="経営指導員"),
                CheckField(key="experienced", label="承継支援の経験がある（新任の人と組む）"),
            ]
        )
        super().__init__(parent, f"{organisation} の担当者を追加する", self.form, "追加")
        self.setMinimumWidth(theme().px(420))
        self.form.fill(NewPerson(""))

    def run(self) -> bool:
        """Keep the answer, where nothing is missing."""
        self.asked = self.form.value()
        return self.asked is not None


class RenameSheet(Sheet):
    """Asks for the name a person bears from now on; `asked` is the answer."""

    def __init__(self, parent: QWidget, person: Person) -> None:
        self.asked: str | None = None
        self.form: Form[Person] = Form([TextField(key="name", label="新しい名前", required=True)])
        note = label(
            "これまでの記録は、同じ人のものとして残ります。同じ票の1回目と照合入力の両方は、名前が変わっても入力できません。",
            "note",
            wrap=True,
        )
        content = holding(column(self.form, note, spacing=GRID))
        super().__init__(parent, f"{person.name} さんの名前を変える", content, "名前を変える")
        self.setMinimumWidth(theme().px(420))
        self.form.fill(person)

    def run(self) -> bool:
        """Keep the answer, where there is one."""
        value = self.form.value()
        self.asked = value.name if value else None
        return self.asked is not None
