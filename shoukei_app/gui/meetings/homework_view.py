"""宿題: what everybody still has to do, from tasks, visits, feedback and cases, grouped by when it is due."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path

from PySide6.QtWidgets import QPushButton, QWidget

from shoukei_app.domain.form_number import shown
from shoukei_app.domain.homework import FINISHED_HERE, GIVEN_ON, PUT_OFF, Chore, ChoreKind, Term
from shoukei_app.domain.query import Query
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit import dialogs
from shoukei_app.gui.kit.actions import Action, Actions
from shoukei_app.gui.kit.controls import ChoiceBox
from shoukei_app.gui.kit.lines import Column
from shoukei_app.gui.kit.page import Shell
from shoukei_app.gui.kit.pieces import STRETCH, Card, EmptyState, column, label, row
from shoukei_app.gui.kit.table import Table
from shoukei_app.gui.meetings.homework_sheets import DelaySheet, EndingSheet, HandingSheet
from shoukei_app.usecases import homework, organisations
from shoukei_app.usecases.outcome import Outcome, Subject
from shoukei_app.words.dates import short_day
from shoukei_app.words.terms import word

SUBJECTS = frozenset({Subject.CASE, Subject.VISIT, Subject.ORGANISATION, Subject.CAMPAIGN, Subject.FIRM})
WORKBOOK = dialogs.FileKind("Excel", (".xlsx",))
_TONES = {Term.OVERDUE: "overdue", Term.WEEK: "attention"}
_EVERYBODY = ("", 0)
_SHORT_DELAY = timedelta(days=7)


class HomeworkView(QWidget):
    """The whole view; whoever shows it calls `refresh`, and again when the desk says that one of `SUBJECTS` changed."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._chores: dict[int, Chore] = {}
        self._term: Term | None = None
        self.actions_made = Actions(
            self,
            (
                Action("finish", "終えた…", self.finish, "check", "F9", self._can(FINISHED_HERE)),
                Action("put_off", "延期…", self.put_off, "clock-counter-clockwise", "F8", self._can(PUT_OFF)),
                Action("give_on", "渡す…", self.give_on, "users", "F7", self._can(GIVEN_ON)),
                Action("open", "開く", self.open_current, "arrow-right", "", self._has_one),
                Action("export", "機関へ渡す Excel…", self.export, "export", "", self._has_office),
            ),
        )
        self.who = ChoiceBox()
        self.who.setAccessibleName("だれの宿題")
        self.who.activated.connect(lambda _place: self.refresh())
        self._terms: dict[Term | None, QPushButton] = {None: self._term_button(None)}
        self._terms |= {term: self._term_button(term) for term in Term}
        self.table: Table[Chore] = Table(
            "homework",
            _columns(self._today),
            find=self._find,
            lines=lambda ids: [self._chores[key] for key in ids if key in self._chores],
            empty=EmptyState(
                "宿題はありません",
                "会議で決めた宿題、訪問の予定、橋渡しの報告待ち、案件の期限が、ここに1つの一覧になります。",
                symbol="check-square-offset",
            ),
            placeholder="内容・事業者・担当者で探す",
        )
        self.table.opened.connect(lambda _key: self.open_current())
        self.table.selection_changed.connect(self.actions_made.update)
        self.table.set_menu(self.actions_made, ("finish", "put_off", "give_on", "-", "open"))
        buttons = [self.actions_made.button(key) for key in ("export", "give_on", "put_off")]
        head = row(
            label("だれの", "secondary"),
            self.who,
            STRETCH,
            *buttons,
            self.actions_made.button("finish", "primary"),
            spacing=GRID,
        )
        card = Card(padded=False)
        card.add(self.table, 1)
        outer = column(head, row(*self._terms.values(), STRETCH, spacing=GRID // 2), card, spacing=GRID + 4)
        outer.setStretch(2, 1)
        self.setLayout(outer)

    def refresh(self) -> None:
        """Read the list anew; the first time it is that of the person at the desk, where this is one of them."""
        session = self._shell.session
        if session.campaign_id is None:
            return
        if not self.who.count():
            self._offer()
        kind, key = self.who.currentData() or _EVERYBODY
        found = homework.every(
            session.ledger,
            session.campaign_id,
            person_id=key if kind == "person" else None,
            organisation_id=key if kind == "office" else None,
        )
        self._chores = {one.id: one for one in found}
        self._show_rows()

    def finish(self) -> None:
        """Note the chore as done."""
        chore = self.current()
        if chore is None:
            return

        def keep(note: str) -> None:
            self._write(chore, homework.finish, note, said="終えました")

        self._ask(EndingSheet(self, chore, keep))

    def put_off(self) -> None:
        """Let the chore be due later."""
        chore = self.current()
        if chore is None:
            return
        proposed = max(chore.due_on or self._today(), self._today()) + _SHORT_DELAY

        def keep(day: date, reason: str) -> None:
            self._write(chore, homework.put_off, day, reason, said=f"{short_day(day, self._today())}まで延ばしました")

        self._ask(DelaySheet(self, chore, proposed, keep))

    def give_on(self) -> None:
        """Give the chore to somebody else."""
        chore, ledger = self.current(), self._shell.session.ledger
        if chore is None:
            return

        def keep(office: int, person: int | None) -> None:
            self._write(chore, homework.give_on, office, person, said="渡しました")

        offices, people = organisations.every(ledger), organisations.persons(ledger)
        self._ask(HandingSheet(self, chore, offices, people, keep))

    def open_current(self) -> None:
        """Go where the chore belongs: a visit to its result, everything else to the firm's card."""
        chore = self.current()
        if chore is None:
            return
        if chore.kind is ChoreKind.VISIT:
            self._shell.go("visits", chore.target_id)
        elif chore.firm_id is not None:
            self._shell.go("register", chore.firm_id)

    def export(self) -> None:
        """Write the list of the chosen organisation, to be handed to it."""
        session = self._shell.session
        kind, key = self.who.currentData() or _EVERYBODY
        if kind != "office" or session.campaign_id is None:
            return
        path = dialogs.save_file(self, "機関へ渡す宿題", WORKBOOK, f"宿題_{self.who.currentText().strip()}", "homework")
        if path is not None:
            self._export_to(path, key)

    def current(self) -> Chore | None:
        """The chore that the list is at."""
        key = self.table.current_id()
        return self._chores.get(key) if key is not None else None

    def show_term(self, term: Term | None) -> None:
        """Show what is due at one time only; None: everything."""
        self._term = term
        self._show_rows()

    def _export_to(self, path: Path, office: int) -> None:
        session, today = self._shell.session, self._today()
        campaign_id = session.campaign_id
        assert campaign_id is not None, "the list is of a campaign"
        said = f"書き出しました：{path.name}（同意のない事業者の名前は伏せてあります）"
        self._shell.desk.read(
            lambda _progress: homework.export(session.ledger, campaign_id, office, path, today).value,
            title="Excel に書き出しています",
            done=lambda _lines: self._shell.say(said),
        )

    def _write(self, chore: Chore, change: Callable[..., Outcome[None]], *values: object, said: str) -> None:
        ledger, act = self._shell.session.ledger, self._shell.session.act()

        self._shell.desk.write(
            lambda _progress: change(ledger, act, chore, *values),
            title="宿題を記録しています",
            done=lambda _none: self._shell.say(f"「{chore.what}」：{said}", undo=True),
        )

    def _ask(self, sheet: dialogs.Sheet) -> None:
        sheet.finished.connect(sheet.deleteLater)
        sheet.open()

    def _find(self, query: Query) -> Sequence[int]:
        wanted = query.text.strip()
        today = self._today()
        return [
            key
            for key, one in self._chores.items()
            if (self._term is None or one.term(today) is self._term)
            and all(part in " ".join((one.firm, one.what, one.organisation, *one.names)) for part in wanted.split())
        ]

    def _offer(self) -> None:
        ledger = self._shell.session.ledger
        self.who.addItem("全員", _EVERYBODY)
        people = organisations.persons(ledger)
        for office in organisations.every(ledger):
            self.who.addItem(office.name, ("office", office.id))
            for person in people:
                if person.organisation_id == office.id:
                    self.who.addItem(f"　{person.name}", ("person", person.id))
        mine = next((one.id for one in people if one.name == self._shell.session.person), None)
        if mine is not None:
            places = [self.who.itemData(place) for place in range(self.who.count())]
            self.who.setCurrentIndex(places.index(("person", mine)))

    def _show_rows(self) -> None:
        self._show_terms()
        self.table.refresh()
        if self.current() is None and self.table.model.ids:
            self.table.select(self.table.model.ids[0])
        self.actions_made.update()

    def _show_terms(self) -> None:
        today = self._today()
        for term, made in self._terms.items():
            count = sum(term is None or one.term(today) is term for one in self._chores.values())
            made.setText(f"{word(term) if term else 'すべて'} {count:,}件")
            made.setChecked(term is self._term)

    def _term_button(self, term: Term | None) -> QPushButton:
        made = QPushButton()
        made.setProperty("kind", "quiet")
        made.setCheckable(True)
        made.setAutoDefault(False)
        made.clicked.connect(lambda _checked=False: self.show_term(term))
        return made

    def _can(self, kinds: frozenset[ChoreKind]) -> Callable[[], bool]:
        def can() -> bool:
            chore = self.current() if hasattr(self, "table") else None
            return chore is not None and chore.kind in kinds

        return can

    def _has_one(self) -> bool:
        return hasattr(self, "table") and self.current() is not None

    def _has_office(self) -> bool:
        return hasattr(self, "who") and (self.who.currentData() or _EVERYBODY)[0] == "office"

    def _today(self) -> date:
        return self._shell.session.act().at.date()


def _columns(today: Callable[[], date]) -> Sequence[Column[Chore]]:
    def tone(one: Chore) -> str:
        return _TONES.get(one.term(today()), "")

    return (
        Column("term", "時期", lambda one: word(one.term(today())), 84, tone=tone),
        Column("due", "期限", lambda one: short_day(one.due_on, today()) if one.due_on else "期限なし", 100),
        Column("kind", "種類", lambda one: word(one.kind), 96),
        Column("firm", "事業者名", lambda one: one.firm, 170, grow=1),
        Column("what", "内容", lambda one: one.what, 260, grow=3, tooltip=lambda one: one.what),
        Column("names", "担当者", lambda one: "・".join(one.names), 160),
        Column("organisation", "機関", lambda one: one.organisation, 150, grow=1),
        Column("number", "整理番号", lambda one: shown(one.number) if one.number else "", 88, code=True, shown=False),
    )
