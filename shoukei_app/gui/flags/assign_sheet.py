"""Asks which organisation, and which person of it, leads the chosen firms."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from shoukei_app.domain.organisation import Organisation, Person
from shoukei_app.gui.kit.dialogs import Sheet
from shoukei_app.gui.kit.form import ChoiceField, Form
from shoukei_app.gui.kit.theme import theme


@dataclass(frozen=True, slots=True)
class _Asked:
    organisation: int | None = None
    person: int | None = None


class AssignSheet(Sheet):
    """Asks for who leads; `organisation_id` and `person_id` are the answer (None: nobody)."""

    def __init__(
        self, parent: QWidget, count: int, organisations: Sequence[Organisation], persons: Sequence[Person]
    ) -> None:
        self.organisation_id: int | None = None
        self.person_id: int | None = None
        self._persons = persons
        names = {one.id: one.name for one in organisations}
        self.form: Form[_Asked] = Form(
            [
                ChoiceField(
                    key="organisation",
                    label="担当する機関",
                    options=[(one.id, one.name) for one in organisations],
                    none="決めない",
                ),
                ChoiceField(
                    key="person",
                    label="担当者",
                    options=[
                        (one.id, f"{one.name}（{names[one.organisation_id]}）")
                        for one in persons
                        if one.organisation_id in names
                    ],
                    none="決めない",
                    help="機関を決めずに担当者を選ぶと、その人の機関が担当になります",
                ),
            ],
            check=self._check,
        )
        super().__init__(parent, f"{count:,}件の担当を決める", self.form, "決める")
        self.setMinimumWidth(theme().px(460))
        self.form.fill(_Asked())

    def run(self) -> bool:
        """Keep the answer, where organisation and person belong together."""
        value = self.form.value()
        if value is None:
            return False
        of_person = self._organisation_of(value.person)
        self.organisation_id, self.person_id = value.organisation or of_person, value.person
        return True

    def _check(self, value: _Asked) -> dict[str, str]:
        of_person = self._organisation_of(value.person)
        if value.organisation and of_person and of_person != value.organisation:
            return {"person": "選んだ機関の担当者ではありません。"}
        return {}

    def _organisation_of(self, person_id: int | None) -> int | None:
        return next((one.organisation_id for one in self._persons if one.id == person_id), None)
