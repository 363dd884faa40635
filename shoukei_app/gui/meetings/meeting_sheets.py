"""The sheets of a meeting: a year's monthly ones at once, a single one, and who came."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from shoukei_app.domain.meeting import MeetingKind
from shoukei_app.domain.organisation import Organisation, Person
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit.dialogs import Sheet
from shoukei_app.gui.kit.form import ChoiceField, DateField, Form, Keys, NumberField, TextField
from shoukei_app.gui.kit.pieces import Card, column, holding, label, scrolled
from shoukei_app.gui.kit.theme import theme
from shoukei_app.gui.meetings.seat_ticks import SeatTicks
from shoukei_app.usecases import meetings
from shoukei_app.usecases import organisations as offices
from shoukei_app.usecases.ledgers import Ledger
from shoukei_app.usecases.meetings import Meeting, NewMeeting, Seat
from shoukei_app.words.dates import WEEKDAYS, month_day
from shoukei_app.words.terms import word

USUAL_TIME = "13:30"
WEEKS = tuple((week, f"第{week}") for week in range(1, 5))
DAYS = tuple((day, f"{WEEKDAYS[day]}曜日") for day in range(5))
MOST = 24
_NOTHING = "参加する機関を選んでください。"
_SEATS = "参加する機関と人（同じ機関から何人でも）"


@dataclass(frozen=True, slots=True)
class _Monthly:
    first: date | None = None
    count: int | None = 12
    week: int = 3
    weekday: int = 1
    time: str = USUAL_TIME
    place: str = ""


@dataclass(frozen=True, slots=True)
class _Single:
    kind: MeetingKind = MeetingKind.AD_HOC
    held_on: date | None = None
    held_time: str = USUAL_TIME
    place: str = ""
    note: str = ""


class MonthlySheet(Sheet):
    """Monthly meetings of a year: 第3火曜 13:30; a holiday moves one to the next working day. `asked` are they."""

    def __init__(
        self,
        parent: QWidget,
        ledger: Ledger,
        first: date,
        seats: Sequence[Seat],
    ) -> None:
        self._ledger = ledger
        self.asked: tuple[NewMeeting, ...] = ()
        self.form: Form[_Monthly] = Form(
            [
                DateField(key="first", label="はじめの月（その月のどの日でも）", required=True),
                NumberField(key="count", label="回数", unit="回", minimum=1, maximum=MOST, required=True),
                ChoiceField(key="week", label="何番目の週", options=WEEKS),
                ChoiceField(key="weekday", label="曜日", options=DAYS),
                TextField(key="time", label="時刻", keys=Keys.LATIN, width=120),
                TextField(key="place", label="場所", placeholder="合同庁舎 2階会議室"),
            ],
            columns=2,
        )
        self.ticks = SeatTicks(offices.every(ledger), offices.persons(ledger))
        self._days = label("", "secondary", wrap=True)
        self._wrong = label("", "error")
        content = column(
            self.form, self._days, label(_SEATS, "strong"), _framed(self.ticks), self._wrong, spacing=GRID + 4
        )
        super().__init__(parent, "毎月のフォロー会議を作る", holding(content), "作る")
        self.setFixedSize(_room(parent, 780, 660))
        self.form.fill(_Monthly(first))
        self.ticks.fill(seats)
        self.form.changed.connect(self._show_days)
        self._show_days()

    def run(self) -> bool:
        """Keep what was asked."""
        value, seats = self.form.value(), self.ticks.seats()
        self._wrong.setText("" if seats else _NOTHING)
        if value is None or not seats:
            return False
        self.asked = tuple(
            NewMeeting(MeetingKind.MONTHLY, day, value.time, value.place, seats=seats) for day in self._planned(value)
        )
        return True

    def _show_days(self) -> None:
        days = self._planned(self.form.typed())
        self._days.setText("、".join(month_day(day) for day in days) or "はじめの月と回数を入れてください。")

    def _planned(self, value: _Monthly) -> tuple[date, ...]:
        if value.first is None or not value.count:
            return ()
        return meetings.monthly(self._ledger, value.first, value.count, week=value.week, weekday=value.weekday)


class MeetingSheet(Sheet):
    """One meeting, new or changed. `asked` is it."""

    def __init__(
        self,
        parent: QWidget,
        organisations: Sequence[Organisation],
        persons: Sequence[Person],
        meeting: Meeting | None,
        seats: Sequence[Seat],
    ) -> None:
        self.asked: NewMeeting | None = None
        self.form: Form[_Single] = Form(
            [
                DateField(key="held_on", label="開催日", required=True),
                TextField(key="held_time", label="時刻", keys=Keys.LATIN, width=120),
                ChoiceField(key="kind", label="種類", options=[(one, word(one)) for one in MeetingKind], width=120),
                TextField(key="place", label="場所"),
                TextField(key="note", label="メモ"),
            ],
            columns=2,
        )
        self.ticks = SeatTicks(organisations, persons)
        self._wrong = label("", "error")
        content = column(self.form, label(_SEATS, "strong"), _framed(self.ticks), self._wrong, spacing=GRID + 4)
        title = f"第{meeting.number}回フォロー会議を変える" if meeting else "臨時のフォロー会議を作る"
        super().__init__(parent, title, holding(content), "変える" if meeting else "作る")
        self.setFixedSize(_room(parent, 780, 640))
        self._attended = {(one.organisation_id, one.person_id) for one in seats if one.attended}
        standing = _Single()
        if meeting is not None:
            standing = _Single(meeting.kind, meeting.held_on, meeting.held_time, meeting.place, meeting.note)
        self.form.fill(standing)
        self.ticks.fill(seats)

    def run(self) -> bool:
        """Keep what was asked."""
        value, seats = self.form.value(), self.ticks.seats()
        self._wrong.setText("" if seats else _NOTHING)
        if value is None or value.held_on is None or not seats:
            return False
        kept = tuple(replace(one, attended=(one.organisation_id, one.person_id) in self._attended) for one in seats)
        self.asked = NewMeeting(value.kind, value.held_on, value.held_time, value.place, value.note, kept)
        return True


class AttendanceSheet(Sheet):
    """Who came; those planned are ticked. `seats` are all of them with their attendance."""

    def __init__(
        self, parent: QWidget, organisations: Sequence[Organisation], persons: Sequence[Person], meeting: Meeting
    ) -> None:
        self._planned = meeting.seats
        self.seats: tuple[Seat, ...] = ()
        self.ticks = SeatTicks(organisations, persons)
        told = (
            "来ていない人のチェックを外し、予定になかった人にチェックを入れてください。\n"
            "同席した機関に同意のない事業者は、名前を伏せて映します。"
        )
        content = column(label(told, "secondary", wrap=True), _framed(self.ticks), spacing=GRID + 4)
        super().__init__(parent, "出席の確認", holding(content), "会議を始める")
        self.setFixedSize(_room(parent, 720, 600))
        self.ticks.fill(meeting.seats, came=True)

    def run(self) -> bool:
        """Keep who came, and who was to come and did not."""
        came = [replace(one, attended=True) for one in self.ticks.seats()]
        keys = {(one.organisation_id, one.person_id) for one in came}
        absent = [
            replace(one, attended=False)
            for one in self._planned
            if (one.organisation_id, one.person_id) not in keys
            and not (one.person_id is None and any(one.organisation_id == key[0] for key in keys))
        ]
        self.seats = (*came, *absent)
        return bool(came)


def _framed(ticks: SeatTicks) -> QWidget:
    card = Card(padded=False)
    card.add(scrolled(holding(column(ticks))), 1)
    return card


def _room(parent: QWidget, width: int, height: int) -> QSize:
    window = parent.window().size()
    return QSize(min(theme().px(width), window.width() - 2 * GRID), min(theme().px(height), window.height() - 6 * GRID))
