"""日程のきまり: limits and days away of persons, visit days of organisations, days off; kept as one operation."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLayout, QListWidget, QListWidgetItem, QSpinBox, QTabWidget, QWidget

from shoukei_app.domain.calendars import Calendars, Limits, fiscal_year_of, weekdays_of_months
from shoukei_app.domain.organisation import Organisation, Person
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit.controls import CheckBox
from shoukei_app.gui.kit.dialogs import Sheet
from shoukei_app.gui.kit.editors import Editor, editor_for
from shoukei_app.gui.kit.fields import LinesField
from shoukei_app.gui.kit.pieces import STRETCH, Card, button, column, holding, label, row
from shoukei_app.gui.kit.theme import theme
from shoukei_app.gui.visits.day_text import (
    UnreadableDay,
    read_days,
    read_named_days,
    written,
    written_named,
)
from shoukei_app.words.dates import WEEKDAYS, month_day

_KEY = Qt.ItemDataRole.UserRole
_MOST, _ROW = 50, 28
_WEEKS_OF_MONTH = 5
_WORKING_DAYS = 5

DaysOff = Callable[[date, date], dict[date, str]]


class CalendarSheet(Sheet):
    """`asked` is the answer. Each tab shows one person or organisation at a time; leaving it reads what was typed."""

    def __init__(
        self,
        parent: QWidget,
        known: Calendars,
        persons: Sequence[Person],
        organisations: Sequence[Organisation],
        today: date,
        days_off: DaysOff,
    ) -> None:
        self.asked: Calendars | None = None
        self._count = label("", "secondary")
        self._wrong = label("", "error", wrap=True)
        self._draft = known
        self._today = today
        self._off = days_off
        names = {one.id: one.name for one in organisations}
        self.people = _list(
            "担当者", [(one.id, f"{one.name}（{names.get(one.organisation_id, '')}）") for one in persons]
        )
        self.offices = _list("機関", [(one.id, one.name) for one in organisations])
        self.per_day, self.per_week = _spin("1日の上限"), _spin("1週間の上限")
        self.away = _lines("不在の日", _nothing, 11)
        self.office_days = _lines("訪問日", self._tell_count, 13)
        self.closing = _lines("休みの日", _nothing, 13)
        self._weeks = [CheckBox(f"第{number}") for number in range(1, _WEEKS_OF_MONTH + 1)]
        self._weekdays = [CheckBox(WEEKDAYS[number]) for number in range(_WORKING_DAYS)]
        self._wrong.hide()
        self.tabs = QTabWidget()
        self.tabs.addTab(self._people_tab(), "担当者の上限・不在")
        self.tabs.addTab(self._offices_tab(), "機関の訪問日")
        self.tabs.addTab(self._closing_tab(), "休みの日")
        super().__init__(parent, "日程のきまり", holding(column(self.tabs, self._wrong)), "保存")
        self.setFixedSize(theme().px(820), theme().px(600))
        self._shown_person: int | None = None
        self._shown_office: int | None = None
        self.closing.fill(written_named(known.closing))
        self.people.currentItemChanged.connect(lambda now, _before: self._show_person(now))
        self.offices.currentItemChanged.connect(lambda now, _before: self._show_office(now))
        self.people.setCurrentRow(0)
        self.offices.setCurrentRow(0)

    def run(self) -> bool:
        """Keep the answer, where every line can be read."""
        if not (self._keep_person() and self._keep_office() and self._keep_closing()):
            return False
        self.asked = self._draft
        return True

    def add_rule(self) -> None:
        """Add the days of the ticked weeks and weekdays until the end of the fiscal year; days off are passed over."""
        first, last = self._today, fiscal_year_of(self._today)[1]
        weeks = [number for number, box in enumerate(self._weeks, start=1) if box.isChecked()]
        days = weekdays_of_months(
            first,
            last,
            weeks=weeks or range(1, _WEEKS_OF_MONTH + 1),
            weekdays=[number for number, box in enumerate(self._weekdays) if box.isChecked()],
            days_off=self._off(first, last),
        )
        try:
            known = read_days(str(self.office_days.read()), self._today)
        except UnreadableDay as error:
            self._refuse(str(error), self.office_days)
            return
        self.office_days.fill(written(known | frozenset(days)))
        self._tell_count()

    def tick(self, weeks: Sequence[int], weekdays: Sequence[int]) -> None:
        """Tick a rule: weeks 2 and 4, weekday 1 are 第2・第4火曜."""
        for number, box in enumerate(self._weeks, start=1):
            box.setChecked(number in weeks)
        for number, box in enumerate(self._weekdays):
            box.setChecked(number in weekdays)

    def _people_tab(self) -> QWidget:
        limits = row(
            label("1日", "strong"), self.per_day, label("件まで　1週間"), self.per_week, label("件まで"), STRETCH
        )
        help_words = "1行に1日、または「12/24〜12/25」のように続けて書きます。年を書かないときは、これから来る日です。"
        right = column(
            label("訪問・電話の上限", "strong"),
            limits,
            label("不在の日", "strong"),
            self.away.widget,
            label(help_words, "note", wrap=True),
            STRETCH,
            spacing=GRID,
        )
        return _two(self.people, right)

    def _offices_tab(self) -> QWidget:
        rule = column(
            row(label("毎月"), *self._weeks, STRETCH, spacing=GRID),
            row(label("曜日"), *self._weekdays, STRETCH, button("年度末まで加える", self.add_rule), spacing=GRID),
            spacing=GRID // 2,
        )
        right = column(
            label("この機関が訪問に出る日（空なら、平日はいつでも）", "strong"),
            rule,
            self.office_days.widget,
            row(label("休みの日は飛ばします。1行に1日、手で直せます。", "note"), STRETCH, self._count),
            STRETCH,
            spacing=GRID,
        )
        return _two(self.offices, right)

    def _closing_tab(self) -> QWidget:
        first, last = fiscal_year_of(self._today)
        found = self._off(self._today, last)
        told = "、".join(f"{month_day(day)} {name}" for day, name in found.items() if first <= day <= last)
        content = column(
            label("合同チームが休む日（祝日と 12/29〜1/3 は入れなくても休みです）", "strong"),
            self.closing.widget,
            label("1行に1日、あとに名前を書けます（例：2026/8/13 お盆休み）。", "note"),
            label(f"年度末までの休み：{told}", "note", wrap=True),
            STRETCH,
            spacing=GRID,
        )
        content.setContentsMargins(0, 2 * GRID, 0, 0)
        return holding(content)

    def _show_person(self, item: QListWidgetItem | None) -> None:
        if not self._keep_person() or item is None:
            return
        self._shown_person = key = int(item.data(_KEY))
        limits = self._draft.limits.get(key, Limits())
        self.per_day.setValue(limits.per_day)
        self.per_week.setValue(limits.per_week)
        self.away.fill(written(self._draft.away.get(key, ())))

    def _show_office(self, item: QListWidgetItem | None) -> None:
        if not self._keep_office() or item is None:
            return
        self._shown_office = key = int(item.data(_KEY))
        self.office_days.fill(written(self._draft.office_days.get(key, ())))
        self._tell_count()

    def _keep_person(self) -> bool:
        if self._shown_person is None:
            return True
        try:
            away = read_days(str(self.away.read()), self._today)
        except UnreadableDay as error:
            return self._refuse(str(error), self.away)
        key = self._shown_person
        per_week = max(self.per_week.value(), self.per_day.value())
        limits = {**self._draft.limits, key: Limits(self.per_day.value(), per_week)}
        self._draft = replace(self._draft, limits=limits, away={**self._draft.away, key: away})
        return self._accept()

    def _keep_office(self) -> bool:
        if self._shown_office is None:
            return True
        try:
            days = read_days(str(self.office_days.read()), self._today)
        except UnreadableDay as error:
            return self._refuse(str(error), self.office_days)
        self._draft = replace(self._draft, office_days={**self._draft.office_days, self._shown_office: days})
        return self._accept()

    def _keep_closing(self) -> bool:
        try:
            closing = read_named_days(str(self.closing.read()), self._today)
        except UnreadableDay as error:
            return self._refuse(str(error), self.closing)
        self._draft = replace(self._draft, closing=closing)
        return self._accept()

    def _accept(self) -> bool:
        self._wrong.hide()
        return True

    def _refuse(self, line: str, edit: Editor) -> bool:
        self._wrong.setText(f"「{line}」を日として読めません。2026/12/1 のように書いてください。")
        self._wrong.show()
        edit.focus.setFocus()
        return False

    def _tell_count(self) -> None:
        lines = [line for line in str(self.office_days.read()).splitlines() if line.strip()]
        self._count.setText(f"{len(lines):,}日" if lines else "決めていません")


def _nothing() -> None:
    """Typing is read when it is left."""


def _two(left: QListWidget, right: QLayout) -> QWidget:
    card = Card(padded=False)
    card.add(left, 1)
    card.setFixedWidth(theme().px(290))
    both = row(card, right, spacing=2 * GRID, margins=(0, 2 * GRID, 0, 0))
    return holding(both)


def _list(name: str, items: Sequence[tuple[int, str]]) -> QListWidget:
    made = QListWidget()
    made.setAccessibleName(name)
    for key, words in items:
        item = QListWidgetItem(words, made)
        item.setData(_KEY, key)
        item.setToolTip(words)
        item.setSizeHint(QSize(0, theme().px(_ROW)))
    return made


def _spin(name: str) -> QSpinBox:
    made = QSpinBox()
    made.setAccessibleName(name)
    made.setRange(1, _MOST)
    made.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
    made.setAlignment(Qt.AlignmentFlag.AlignRight)
    made.setFixedSize(theme().px(56), theme().px(32))
    return made


def _lines(name: str, on_edited: Callable[[], None], lines: int) -> Editor:
    made = editor_for(LinesField(key=name, label=name, lines=lines), on_edited)
    made.focus.setAccessibleName(name)
    return made
