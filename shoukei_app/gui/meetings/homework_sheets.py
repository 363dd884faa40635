"""The small sheets of the homework list: done with a note, put off with a reason, given to somebody else."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtWidgets import QWidget

from shoukei_app.domain.homework import Chore, ChoreKind
from shoukei_app.domain.organisation import Organisation, Person
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit.dialogs import Sheet
from shoukei_app.gui.kit.form import ChoiceField, DateField, Form, TextField
from shoukei_app.gui.kit.pieces import column, holding, label
from shoukei_app.gui.kit.theme import theme

WIDTH = 460


@dataclass(frozen=True, slots=True)
class Ending:
    """What came of a chore."""

    note: str = ""


@dataclass(frozen=True, slots=True)
class Delay:
    """Until when a chore is put off, and why."""

    day: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Handing:
    """Who does it from now on: an organisation's id with a person's, or None for the organisation as a whole."""

    to: tuple[int, int | None] | None = None


class EndingSheet(Sheet):
    """Enter keeps it: a note is only asked of feedback, where it is the report itself."""

    def __init__(self, parent: QWidget, chore: Chore, keep: Callable[[str], object]) -> None:
        needed = chore.kind is ChoreKind.FEEDBACK
        self.form: Form[Ending] = Form(
            [TextField(key="note", label="報告の内容" if needed else "結果のメモ（なくてもよい）", required=needed)]
        )
        super().__init__(parent, "宿題を終える", _content(chore, self.form), "終えた")
        self.setMinimumWidth(theme().px(WIDTH))
        self.form.fill(Ending())
        self._keep = keep
        self.form.editor("note").setFocus()

    def run(self) -> bool:
        """Keep the note, where nothing is missing."""
        value = self.form.value()
        if value is not None:
            self._keep(value.note)
        return value is not None


class DelaySheet(Sheet):
    """A day and a reason, both needed."""

    def __init__(self, parent: QWidget, chore: Chore, proposed: date, keep: Callable[[date, str], object]) -> None:
        self.form: Form[Delay] = Form(
            [
                TextField(key="reason", label="延期の理由", required=True),
                DateField(key="day", label="新しい期限", required=True),
            ]
        )
        super().__init__(parent, "期限を延ばす", _content(chore, self.form), "延期する")
        self.setMinimumWidth(theme().px(WIDTH))
        self.form.fill(Delay(proposed))
        self._keep = keep
        self.form.editor("reason").setFocus()

    def run(self) -> bool:
        """Keep day and reason, where nothing is missing."""
        value = self.form.value()
        if value is None or value.day is None:
            return False
        self._keep(value.day, value.reason)
        return True


class HandingSheet(Sheet):
    """One list of organisations and their persons."""

    def __init__(
        self,
        parent: QWidget,
        chore: Chore,
        organisations: Sequence[Organisation],
        persons: Sequence[Person],
        keep: Callable[[int, int | None], object],
    ) -> None:
        options: list[tuple[tuple[int, int | None], str]] = []
        for office in organisations:
            options.append(((office.id, None), office.name))
            options += [
                ((office.id, one.id), f"　{one.name}（{office.name}）")
                for one in persons
                if one.organisation_id == office.id
            ]
        self.form: Form[Handing] = Form([ChoiceField(key="to", label="渡す相手", options=options, required=True)])
        super().__init__(parent, "ほかの人に渡す", _content(chore, self.form), "渡す")
        self.setMinimumWidth(theme().px(WIDTH))
        known = [key for key, _ in options]
        person = chore.persons[0] if chore.persons else None
        standing = (chore.organisation_id, person) if chore.organisation_id is not None else None
        self.form.fill(Handing(standing if standing in known else None))
        self._keep = keep

    def run(self) -> bool:
        """Keep the choice."""
        value = self.form.value()
        if value is None or value.to is None:
            return False
        self._keep(*value.to)
        return True


def _content(chore: Chore, form: QWidget) -> QWidget:
    about = "　".join(filter(None, [chore.firm, chore.what]))
    return holding(column(label(about, "secondary", wrap=True), form, spacing=2 * GRID))
