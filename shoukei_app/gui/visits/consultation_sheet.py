"""出張相談会: at the left the days, in the middle their slots, at the right the firms that may come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from shoukei_app.domain.calendars import monday_of
from shoukei_app.domain.consultation import Consultation
from shoukei_app.domain.organisation import Organisation, Person
from shoukei_app.domain.problem import Problem
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit import dialogs
from shoukei_app.gui.kit.controls import CheckBox
from shoukei_app.gui.kit.dialogs import Sheet
from shoukei_app.gui.kit.form import ChoiceField, DateField, Form, Keys, NumberField, TextField
from shoukei_app.gui.kit.page import Shell
from shoukei_app.gui.kit.pieces import STRETCH, Card, button, clear, column, holding, label, row, scrolled
from shoukei_app.gui.kit.theme import theme
from shoukei_app.usecases import consultations, organisations, visit_planning
from shoukei_app.words import problems

_KEY = Qt.ItemDataRole.UserRole
_ROW, _LINE = 28, 18
_SOON = 16
"""A Wednesday two weeks on."""


class ConsultationSheet(Sheet):
    """Writes at once; every step can be undone."""

    def __init__(self, parent: QWidget, shell: Shell) -> None:
        self._shell = shell
        self.days = _list("相談会の日")
        self.slots = _list("枠")
        self.firms = _list("来てもらう事業者")
        self.firms.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self._add = button("日を追加…", self.add_day, symbol="plus")
        self._cancel = button("取りやめる…", self._cancel_day)
        self._book = button("空いている枠へ入れる", self.book, symbol="arrow-left")
        self._release = button("枠から外す", self.release)
        super().__init__(parent, "出張相談会", self._content(), "", stop="閉じる")
        self.resize(min(parent.window().width() - 6 * GRID, theme().px(1060)), theme().px(600))
        self.days.currentItemChanged.connect(lambda _now, _before: self._show_day())
        self.slots.itemSelectionChanged.connect(self._allow)
        self.firms.itemSelectionChanged.connect(self._allow)
        self.firms.itemDoubleClicked.connect(lambda _item: self.book())
        self.refresh()

    def refresh(self) -> None:
        """Read the days anew; the one that was chosen stays."""
        chosen = _chosen(self.days)
        self.days.blockSignals(True)  # noqa: FBT003 - Qt's name for it
        self.days.clear()
        for held in consultations.every(self._shell.session.ledger, self._campaign_id()):
            slots = consultations.slots(self._shell.session.ledger, held.id)
            free = sum(slot.target is None for slot in slots)
            words = f"{consultations.when_words(held)}\n{held.place}　空き {free} / {len(slots)}枠"
            _item(self.days, held.id, words, chosen=held.id == chosen)
        if self.days.currentRow() < 0:
            self.days.setCurrentRow(0)
        self.days.blockSignals(False)  # noqa: FBT003 - Qt's name for it
        self._show_day()

    def add_day(self) -> None:
        """Ask for a new day and keep it."""
        ledger, today = self._shell.session.ledger, self._shell.session.act().at.date()
        sheet = DaySheet(self, organisations.every(ledger), organisations.persons(ledger), today)
        sheet.exec()
        asked = sheet.asked
        sheet.deleteLater()
        if asked is not None:
            self.hold_day(asked)

    def hold_day(self, new: Consultation, *, insist: bool = False) -> None:
        """Keep a day; asks where days off or away stand against it."""
        ledger, act, campaign_id = self._shell.session.ledger, self._shell.session.act(), self._campaign_id()

        def refused(problem: Problem) -> None:
            if problem.kind not in visit_planning.INSISTABLE:
                dialogs.show_problem(self, problem)
            elif dialogs.confirm(self, "この日に開きますか", problems.sentence(problem), "それでも開く"):
                self.hold_day(new, insist=True)

        self._shell.desk.write(
            lambda _progress: consultations.create(ledger, act, campaign_id, new, insist=insist),
            title="相談会を登録しています",
            done=lambda _key: self.refresh(),
            failed=refused,
        )

    def book(self) -> None:
        """Put the chosen firms into the chosen slot, or into the next free ones."""
        held = _chosen(self.days)
        keys = [int(item.data(_KEY)) for item in self.firms.selectedItems()]
        if held is None or not keys:
            return
        ledger, act = self._shell.session.ledger, self._shell.session.act()
        chosen = self.slots.selectedItems()
        free = bool(chosen) and chosen[0].data(_KEY) is None
        time = chosen[0].text().split("　")[0] if free and len(keys) == 1 else ""
        self._shell.desk.write(
            lambda _progress: consultations.book(ledger, act, held, keys, time=time),
            title="相談枠に入れています",
            done=lambda _ids: self.refresh(),
            failed=lambda problem: dialogs.show_problem(self, problem),
        )

    def release(self) -> None:
        """Take the firm of the chosen slot out."""
        visit_id = self._booked()
        if visit_id is None:
            return
        ledger, act = self._shell.session.ledger, self._shell.session.act()
        self._shell.desk.write(
            lambda _progress: consultations.release(ledger, act, visit_id),
            title="相談枠から外しています",
            done=lambda _none: self.refresh(),
            failed=lambda problem: dialogs.show_problem(self, problem),
        )

    def _cancel_day(self) -> None:
        held = _chosen(self.days)
        if held is None:
            return
        text = "予約のない日だけ取りやめられます。あとで元に戻せます。"
        if not dialogs.confirm(self, "この相談会を取りやめますか", text, "取りやめる"):
            return
        ledger, act = self._shell.session.ledger, self._shell.session.act()
        self._shell.desk.write(
            lambda _progress: consultations.cancel(ledger, act, held),
            title="相談会を取りやめています",
            done=lambda _none: self.refresh(),
            failed=lambda problem: dialogs.show_problem(self, problem),
        )

    def _content(self) -> QWidget:
        parts = []
        for title, made, foot in (
            ("日", self.days, row(self._add, STRETCH, self._cancel)),
            ("枠", self.slots, row(self._release, STRETCH)),
            ("来てもらう事業者（担当地域・優先度の順）", self.firms, row(self._book, STRETCH)),
        ):
            card = Card(padded=False)
            card.add(made, 1)
            part = column(label(title, "strong"), card, foot, spacing=GRID)
            part.setStretch(1, 1)
            parts.append(holding(part))
        whole = row(*parts, spacing=2 * GRID)
        for place, share in enumerate((3, 3, 4)):
            whole.setStretch(place, share)
        said = "相談会の日を追加すると時間の枠ができます。来てもらう事業者を選んで、空いている枠へ入れます。"
        content = column(label(said, "secondary"), whole, spacing=2 * GRID)
        content.setStretch(1, 1)
        return holding(content)

    def _show_day(self) -> None:
        held = _chosen(self.days)
        ledger = self._shell.session.ledger
        self.slots.clear()
        self.firms.clear()
        if held is not None:
            for slot in consultations.slots(ledger, held):
                words = f"{slot.time}　{slot.target.name if slot.target else '空き'}"
                _item(self.slots, slot.visit_id, words)
            for line in consultations.candidates(ledger, self._campaign_id(), held):
                priority = line.priority.value if line.priority else "―"
                _item(self.firms, line.id, f"{priority}　{line.name}　{line.municipality}")
        self._allow()

    def _allow(self) -> None:
        self._cancel.setEnabled(_chosen(self.days) is not None)
        self._book.setEnabled(bool(self.firms.selectedItems()))
        self._release.setEnabled(self._booked() is not None)

    def _booked(self) -> int | None:
        """The visit in the chosen slot."""
        chosen = self.slots.selectedItems()
        return chosen[0].data(_KEY) if chosen else None

    def _campaign_id(self) -> int:
        campaign_id = self._shell.session.campaign_id
        assert campaign_id is not None, "a page lives in a campaign"
        return campaign_id


@dataclass(frozen=True, slots=True)
class _Day:
    held_on: date | None = None
    place: str = ""
    organisation_id: int | None = None
    first_time: str = "10:00"
    last_time: str = "16:00"
    minutes: int | None = 60


class DaySheet(Sheet):
    """Asks for a consultation day; `asked` is the answer (its id is 0)."""

    def __init__(
        self, parent: QWidget, offices: Sequence[Organisation], persons: Sequence[Person], today: date
    ) -> None:
        self.asked: Consultation | None = None
        self._persons = tuple(persons)
        self.boxes: dict[int, CheckBox] = {}
        self._names = {one.id: one.name for one in offices}
        self.form: Form[_Day] = Form(
            [
                DateField(key="held_on", label="開催日", required=True),
                TextField(key="place", label="会場", required=True, placeholder="○○公民館"),
                ChoiceField(
                    key="organisation_id",
                    label="開く機関",
                    options=[(one.id, one.name) for one in offices],
                    none="決めない",
                ),
                NumberField(key="minutes", label="1枠", unit="分", minimum=10, maximum=240, required=True),
                TextField(key="first_time", label="はじまり", keys=Keys.LATIN, width=110, required=True),
                TextField(key="last_time", label="おわり", keys=Keys.LATIN, width=110, required=True),
            ],
            columns=2,
        )
        self._people = QVBoxLayout()
        self._people.setSpacing(0)
        people = Card(padded=False)
        people.add(scrolled(holding(column(self._people, STRETCH, margins=(GRID, GRID, GRID, GRID)))), 1)
        content = column(self.form, label("相談を受ける人", "strong"), people, spacing=GRID)
        content.setStretch(2, 1)
        super().__init__(parent, "相談会の日を追加する", holding(content), "追加")
        self.setFixedSize(theme().px(560), theme().px(560))
        soon = monday_of(today) + timedelta(days=_SOON)
        self.form.fill(_Day(soon))
        self.form.changed.connect(self._show_people)
        self._shown: object = self
        self._show_people()

    def run(self) -> bool:
        """Keep the answer, where nothing is missing."""
        value = self.form.value()
        if value is None or value.held_on is None or value.minutes is None:
            return False
        chosen = tuple(key for key, box in self.boxes.items() if box.isChecked())
        self.asked = Consultation(
            0,
            value.held_on,
            value.place,
            value.organisation_id,
            value.first_time,
            value.last_time,
            value.minutes,
            chosen,
        )
        return True

    def _show_people(self) -> None:
        office = self.form.typed().organisation_id
        if office == self._shown:
            return
        self._shown = office
        ticked = {key for key, box in self.boxes.items() if box.isChecked()}
        clear(self._people)
        self.boxes = {}
        for one in sorted(self._persons, key=lambda person: person.organisation_id != office):
            box = CheckBox(f"{one.name}（{self._names.get(one.organisation_id, '')}）")
            box.setChecked(one.id in ticked)
            self.boxes[one.id] = box
            self._people.addWidget(box)


def _list(name: str) -> QListWidget:
    made = QListWidget()
    made.setAccessibleName(name)
    return made


def _item(place: QListWidget, key: int | None, words: str, *, chosen: bool = False) -> None:
    item = QListWidgetItem(words, place)
    item.setData(_KEY, key)
    item.setToolTip(words)
    lines = words.count("\n") + 1
    item.setSizeHint(QSize(0, theme().px(_ROW + (lines - 1) * _LINE)))
    if chosen:
        place.setCurrentItem(item)


def _chosen(place: QListWidget) -> int | None:
    return int(place.currentItem().data(_KEY)) if place.currentRow() >= 0 else None
