"""機関・担当者: at the left the organisations of the joint team, at the right who works there."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QSplitter

from shoukei_app.domain.organisation import Organisation, Person
from shoukei_app.domain.query import Query
from shoukei_app.domain.text import search_key
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit.actions import Action
from shoukei_app.gui.kit.dialogs import confirm
from shoukei_app.gui.kit.lines import Column, LineModel
from shoukei_app.gui.kit.page import Page, Shell
from shoukei_app.gui.kit.pieces import STRETCH, Card, EmptyState, button, column, holding, label, row
from shoukei_app.gui.kit.table import Table, TableView
from shoukei_app.gui.organisations.sheets import OrganisationSheet, PersonSheet, RenameSheet
from shoukei_app.usecases import masters, organisations
from shoukei_app.usecases.organisations import NewOrganisation
from shoukei_app.usecases.outcome import Subject
from shoukei_app.words.terms import word


def make(shell: Shell) -> Page:
    """The page."""
    return OrganisationsPage(shell)


@dataclass(frozen=True, slots=True)
class OrganisationLine:
    """One organisation as the table shows it."""

    organisation: Organisation
    areas: str
    persons: int

    @property
    def id(self) -> int:
        """The organisation's id."""
        return self.organisation.id


ORGANISATIONS: Sequence[Column[OrganisationLine]] = (
    Column("kind", "種類", lambda line: word(line.organisation.kind), 84),
    Column(
        "name", "機関", lambda line: line.organisation.name, 180, grow=2, tooltip=lambda line: line.organisation.name
    ),
    Column("section", "部署", lambda line: line.organisation.section, 110, grow=1),
    Column("phone", "電話番号", lambda line: line.organisation.phone, 130, shown=False),
    Column("areas", "担当する市町村", lambda line: line.areas, 150, grow=2, tooltip=lambda line: line.areas),
    Column("persons", "担当者", lambda line: f"{line.persons:,}", 72, numeric=True),
)
PERSONS: Sequence[Column[Person]] = (
    Column("name", "担当者", lambda line: line.name, 140, grow=1),
    Column("role", "役職", lambda line: line.role, 140, grow=1),
    Column("experienced", "経験", lambda line: "経験者" if line.experienced else "新任", 72),
)


class OrganisationsPage(Page):
    """Municipalities and 商工会 are n : m: an organisation names every municipality it serves."""

    title = "機関・担当者"
    subjects = frozenset({Subject.ORGANISATION})
    hints = (("↑ ↓", "機関を選ぶ"), ("Enter", "内容を変える"), ("Ctrl+F", "一覧から探す"))

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._lines: dict[int, OrganisationLine] = {}
        self._persons: dict[int, Person] = {}
        self.actions_made = self.set_actions(
            (
                Action("add", "機関を追加…", self.add_organisation, "plus", "Ctrl+N"),
                Action("edit", "内容を変える…", self.edit_organisation, "pencil-simple", "", self._chosen),
            ),
            primary="add",
            others=("edit",),
        )
        self.table: Table[OrganisationLine] = Table(
            "organisations",
            ORGANISATIONS,
            find=self._find,
            lines=lambda ids: [self._lines[key] for key in ids],
            empty=EmptyState(
                "機関がまだありません",
                "合同チームの機関（市町村、県、商工会、センターなど）と担当者を登録すると、訪問の計画と橋渡しで選べます。",
                button("機関を追加…", self.add_organisation, kind="primary", symbol="plus"),
                symbol="buildings",
            ),
            placeholder="機関・市町村で探す",
        )
        self.table.selection_changed.connect(self._show_persons)
        self.table.opened.connect(lambda _key: self.edit_organisation())
        self.table.set_menu(self.actions_made, ("edit",))
        self._heading = label("", "lead")
        self._model: LineModel[Person] = LineModel(PERSONS, lambda ids: [self._persons[key] for key in ids], self)
        self.persons: TableView[Person] = TableView("organisations.persons", self._model)
        self.persons.picked.connect(self._allow)
        self.add_button = button("担当者を追加…", self.add_person, symbol="user-plus")
        self.rename_button = button("名前を変える…", self.rename_person)
        self.retire_button = button("担当から外す…", self.retire_person)
        card = Card(padded=False)
        head = holding(column(self._heading, spacing=GRID, margins=(2 * GRID, GRID + 4, 2 * GRID, 0)))
        persons_work = (self.retire_button, self.rename_button, STRETCH, self.add_button)
        foot = holding(row(*persons_work, margins=(2 * GRID, GRID, 2 * GRID, GRID + 4)))
        card.add(head)
        card.add(self.persons, 1)
        card.add(foot)
        whole = Card(padded=False)
        whole.add(self.table, 1)
        splitter = QSplitter()
        splitter.addWidget(whole)
        splitter.addWidget(card)
        splitter.setStretchFactor(0, 3)
        splitter.setStretchFactor(1, 2)
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(2 * GRID)
        self.add(splitter, 1)

    def refresh(self) -> None:
        """Read everything: there are tens of organisations, never thousands."""
        ledger = self.session.ledger
        names = masters.municipality_names()
        self._persons = {person.id: person for person in organisations.persons(ledger)}
        working = [person.organisation_id for person in self._persons.values()]
        self._lines = {
            one.id: OrganisationLine(one, "、".join(names.get(code, code) for code in one.areas), working.count(one.id))
            for one in organisations.every(ledger)
        }
        self.table.refresh()
        if self._lines and self.table.current_id() is None:
            self.table.select(next(iter(self._lines)))
        self._show_persons()
        self.set_state(f"{len(self._lines):,}機関　担当者 {len(self._persons):,}人" if self._lines else "")
        self.actions_made.update()

    def add_organisation(self) -> None:
        """Ask for a new organisation and keep it."""
        sheet = OrganisationSheet(self, None)
        if sheet.exec() and sheet.asked:
            asked = sheet.asked
            new = NewOrganisation(asked.kind, asked.name, asked.section, asked.phone, asked.areas)
            ledger, act = self.session.ledger, self.session.act()
            self.desk.write(
                lambda _progress: organisations.add(ledger, act, new),
                title="機関を登録しています",
                done=lambda _key: self.shell.say(f"{new.name} を登録しました", undo=True),
            )

    def edit_organisation(self) -> None:
        """Ask for the chosen organisation's new words and areas and keep them."""
        line = self._line()
        if line is None:
            return
        sheet = OrganisationSheet(self, line.organisation)
        if sheet.exec() and sheet.asked:
            changed = sheet.asked
            ledger, act = self.session.ledger, self.session.act()
            self.desk.write(
                lambda _progress: organisations.change(ledger, act, changed),
                title="機関を変えています",
                done=lambda _none: self.shell.say(f"{changed.name} の内容を変えました", undo=True),
            )

    def add_person(self) -> None:
        """Ask for a new person of the chosen organisation and keep it."""
        line = self._line()
        if line is None:
            return
        sheet = PersonSheet(self, line.organisation.name)
        if sheet.exec() and sheet.asked:
            new = sheet.asked
            ledger, act, key = self.session.ledger, self.session.act(), line.id
            self.desk.write(
                lambda _progress: organisations.add_person(ledger, act, key, new),
                title="担当者を登録しています",
                done=lambda _key: self.shell.say(f"{new.name} さんを登録しました", undo=True),
            )

    def rename_person(self) -> None:
        """Give the chosen person the name borne from now on."""
        person = self._person()
        if person is None:
            return
        sheet = RenameSheet(self, person)
        if sheet.exec() and sheet.asked:
            name = sheet.asked
            ledger, act = self.session.ledger, self.session.act()
            self.desk.write(
                lambda _progress: organisations.rename_person(ledger, act, person, name),
                title="名前を変えています",
                done=lambda _none: self.shell.say(f"{person.name} さんの名前を {name} に変えました", undo=True),
            )

    def retire_person(self) -> None:
        """Take the chosen person out of what is to do; what they did stays under their name."""
        person = self._person()
        if person is None:
            return
        text = "これまでの訪問などの記録はそのまま残り、これからの計画で選べなくなります。"
        if confirm(self, f"{person.name} さんを担当から外しますか", text, "担当から外す"):
            ledger, act = self.session.ledger, self.session.act()
            self.desk.write(
                lambda _progress: organisations.retire_person(ledger, act, person),
                title="担当から外しています",
                done=lambda _none: self.shell.say(f"{person.name} さんを担当から外しました", undo=True),
            )

    def _find(self, query: Query) -> Sequence[int]:
        wanted = search_key(query.text)
        return [
            key
            for key, line in self._lines.items()
            if wanted in search_key(f"{word(line.organisation.kind)} {line.organisation.name} {line.areas}")
        ]

    def _chosen(self) -> bool:
        return self._line() is not None

    def _line(self) -> OrganisationLine | None:
        key = self.table.current_id()
        return None if key is None else self._lines.get(key)

    def _show_persons(self) -> None:
        line = self._line()
        self._heading.setText(f"{line.organisation.name} の担当者" if line else "担当者")
        mine = [key for key, person in self._persons.items() if line and person.organisation_id == line.id]
        self._model.set_ids(mine)
        self.add_button.setEnabled(line is not None)
        self._allow()
        self.actions_made.update()

    def _person(self) -> Person | None:
        chosen = self.persons.selected_rows()
        return self._persons[self._model.ids[chosen[0]]] if chosen else None

    def _allow(self) -> None:
        chosen = bool(self.persons.selected_rows())
        self.rename_button.setEnabled(chosen)
        self.retire_button.setEnabled(chosen)
