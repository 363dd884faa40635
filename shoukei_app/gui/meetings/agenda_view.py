"""会議: the meetings at the left; the chosen one with who takes part, its agenda, and why each firm is on it."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtWidgets import QVBoxLayout, QWidget

from shoukei_app.domain.days import first_of_month
from shoukei_app.domain.problem import Problem
from shoukei_app.domain.query import Query
from shoukei_app.domain.text import search_key
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit import dialogs
from shoukei_app.gui.kit.actions import Action, Actions
from shoukei_app.gui.kit.page import Shell
from shoukei_app.gui.kit.pieces import STRETCH, Card, Elided, EmptyState, chip, clear, column, holding, label, row
from shoukei_app.gui.kit.table import Filter, Table
from shoukei_app.gui.kit.theme import theme
from shoukei_app.gui.meetings.columns import ItemLine, agenda_columns
from shoukei_app.gui.meetings.firm_sheet import FirmSheet
from shoukei_app.gui.meetings.meeting_list import MeetingList
from shoukei_app.gui.meetings.meeting_sheets import AttendanceSheet, MeetingSheet, MonthlySheet
from shoukei_app.gui.meetings.paper_sheet import PaperKind, PaperSheet
from shoukei_app.gui.meetings.projector import Projector
from shoukei_app.usecases import meeting_papers, meetings, organisations
from shoukei_app.usecases.meetings import AgendaReason, Meeting, NewMeeting, Seat
from shoukei_app.words.dates import with_weekday
from shoukei_app.words.terms import word

DECIDED, UNDECIDED = "yes", "no"
SIDE = 224


class AgendaView(QWidget):
    """Draws the agenda of the next meeting by itself when it is opened: whoever looks sees what is due."""

    def __init__(self, shell: Shell, today: Callable[[], date]) -> None:
        super().__init__()
        self._shell = shell
        self._today = today
        self._held: tuple[Meeting, ...] = ()
        self._chosen: int | None = None
        self._drawn: set[int] = set()
        self._lines: dict[int, ItemLine] = {}
        self.actions_made = Actions(self, self._declared(), anywhere=False)
        self.list = MeetingList()
        self.list.chosen.connect(self.choose)
        self._title = label("", "lead")
        self._when = label("", "secondary")
        self._seats = Elided("")
        self._reasons = row(spacing=GRID)
        self.table: Table[ItemLine] = Table(
            "agenda",
            agenda_columns(today),
            find=self._find,
            lines=lambda ids: [self._lines[key] for key in ids if key in self._lines],
            filters=(
                Filter("reason", "理由", lambda: [(one.value, word(one)) for one in AgendaReason]),
                Filter("decided", "決定", lambda: [(UNDECIDED, "まだ"), (DECIDED, "決まった")]),
            ),
            empty=EmptyState(
                "議題はありません",
                "抽出した事業者や続いている案件があると、「議題を集める」でここに載ります。",
                self.actions_made.button("draw"),
                "clipboard-text",
            ),
        )
        self.table.set_menu(self.actions_made, ("card", "-", "up", "down", "-", "off"))
        self.table.opened.connect(self._open_card)
        self._empty = EmptyState(
            "フォロー会議の予定がまだありません",
            "毎月の会議をまとめて作るか、臨時の会議を1回だけ作ります。議題は、抽出・期限・宿題から自動で集まります。",
            self.actions_made.button("monthly", "primary"),
            "users-three",
        )
        self._build()

    @property
    def meeting(self) -> Meeting | None:
        """The meeting that is looked at."""
        return next((one for one in self._held if one.id == self._chosen), None)

    @property
    def state(self) -> str:
        """How the meetings stand, in one line."""
        found = next((one for one in self._held if one.closed_on is None), None)
        if found is None:
            return (
                f"会議 {len(self._held):,}回　これからの予定はありません"
                if self._held
                else "会議の予定がまだありません"
            )
        return f"次は第{found.number}回　{with_weekday(found.held_on)} {found.held_time}"

    def refresh(self) -> None:
        """Read the meetings and the agenda of the one that is looked at."""
        ledger, campaign_id = self._shell.session.ledger, self._shell.session.campaign_id
        self._held = meetings.every(ledger, campaign_id) if campaign_id is not None else ()
        if self.meeting is None:
            open_ones = [one.id for one in self._held if one.closed_on is None]
            self._chosen = next(iter(open_ones), self._held[-1].id if self._held else None)
        self.list.show_meetings(self._held, self._chosen, self._today())
        self._empty.setVisible(not self._held)
        self._content.setVisible(bool(self._held))
        self._show_meeting()

    def choose(self, meeting_id: int) -> None:
        """Look at another meeting."""
        self._chosen = meeting_id
        self._show_meeting()
        self.draw_once()

    def draw_once(self) -> None:
        """Draw the agenda of the next meeting, once each time it is looked at: an undone drawing stays undone."""
        found = self.meeting
        upcoming = next((one.id for one in self._held if one.closed_on is None), None)
        if found is not None and found.id == upcoming and found.id not in self._drawn:
            self._drawn.add(found.id)
            self._draw(found.id, quiet=True)

    def look_anew(self) -> None:
        """The page was opened again: what is due may have changed since."""
        self._drawn.clear()

    def begin(self) -> None:
        """Note who came, where nobody did yet, and show the meeting on the projector."""
        found = self.meeting
        if found is None:
            return
        if any(seat.attended for seat in found.seats):
            self._project(found.id)
            return
        ledger, act = self._shell.session.ledger, self._shell.session.act()
        sheet = AttendanceSheet(self, organisations.every(ledger), organisations.persons(ledger), found)
        sheet.exec()
        seats = sheet.seats
        sheet.deleteLater()
        if seats:
            self._shell.desk.write(
                lambda _progress: meetings.attend(ledger, act, found.id, seats),
                title="出席を記録しています",
                done=lambda _none: self._project(found.id),
            )

    def show_paper(self, kind: PaperKind) -> None:
        """Show the papers of the meeting that is looked at."""
        if self.meeting is not None:
            sheet = PaperSheet(self, self._shell, self.meeting, kind)
            sheet.finished.connect(sheet.deleteLater)
            sheet.open()

    @property
    def can_begin(self) -> bool:
        """There is an agenda that is not concluded."""
        return self.meeting is not None and self.meeting.closed_on is None and bool(self._lines)

    def put_on(self, target_ids: Sequence[int]) -> None:
        """Put firms on the agenda of the meeting that is looked at."""
        found = self.meeting
        if found is None:
            self._shell.say("これからの会議がありません。先に会議を作ってください")
            return
        ledger, act = self._shell.session.ledger, self._shell.session.act()

        def told(count: int) -> None:
            already = len(target_ids) - count
            words = f"{count:,}件を第{found.number}回の議題に載せました" if count else "すでに議題に載っています"
            more = f"（{already:,}件はすでに載っています）" if count and already else ""
            self._shell.say(f"{words}{more}", undo=bool(count))

        self._shell.desk.write(
            lambda _progress: meetings.put_on(ledger, act, found.id, target_ids),
            title="議題に載せています",
            done=told,
        )

    def _declared(self) -> tuple[Action, ...]:
        return (
            Action("monthly", "毎月の会議を作る…", self._plan_monthly, "calendar-plus"),
            Action("single", "臨時の会議を作る…", self._plan_single, "plus"),
            Action("change", "日時・参加者…", self._change, "pencil-simple", "", self._is_open),
            Action("cancel", "取りやめる", self._cancel, "x", "", self._is_open),
            Action("draw", "議題を集める", lambda: self._draw(self._chosen), "arrow-clockwise", "", self._is_open),
            Action("on", "載せる…", self._put_by_hand, "plus", "Ctrl+N", self._is_open, "事業者を選んで議題に載せます"),
            Action("off", "議題から外す", self._take_off, "minus", "Delete", self._is_open_selected),
            Action("up", "上へ", lambda: self._move(-1), "arrow-up", "Alt+Up", self._is_open_selected),
            Action("down", "下へ", lambda: self._move(1), "arrow-down", "Alt+Down", self._is_open_selected),
            Action("card", "事業者カードを開く", self._open_selected, "identification-card", "", self._selected),
        )

    def _build(self) -> None:
        actions = self.actions_made
        listed = Card(padded=False)
        listed.add(self.list, 1)
        left = column(listed, actions.button("monthly"), actions.button("single"), spacing=GRID)
        left.setStretch(0, 1)
        head = row(
            self._title, STRETCH, actions.button("cancel", "quiet"), actions.button("change"), actions.button("draw")
        )
        tools = row(
            actions.button("on"), actions.button("off"), actions.button("up", "icon"), actions.button("down", "icon")
        )
        card = Card(padded=False)
        card.add(self.table, 1)
        self.table.add_to_bar(holding(tools))
        right = column(head, self._when, self._seats, self._reasons, card, spacing=GRID)
        right.setStretch(4, 1)
        side = holding(left)
        side.setFixedWidth(theme().px(SIDE))
        self._content = holding(row(side, holding(right), spacing=2 * GRID))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._empty, 1)
        outer.addWidget(self._content, 1)

    def _show_meeting(self) -> None:
        found = self.meeting
        lines = meetings.agenda(self._shell.session.ledger, found.id) if found else ()
        self._lines = {line.item.id: ItemLine(line.item.id, place, line) for place, line in enumerate(lines, start=1)}
        clear(self._reasons)
        if found is not None:
            self._title.setText(meeting_papers.title_of(found))
            when = " ".join(filter(None, [with_weekday(found.held_on), found.held_time, found.place]))
            self._when.setText(f"{when}（終了）" if found.closed_on else when)
            self._seats.setText(self._sitting(found))
            counted = Counter(reason for line in lines for reason in line.item.reasons)
            decided = sum(line.item.decision is not None for line in lines)
            self._reasons.addWidget(chip(f"議題 {len(lines):,}件", "accent"))
            if decided:
                self._reasons.addWidget(chip(f"決定 {decided:,}件", "done"))
            for reason in AgendaReason:
                if counted[reason]:
                    self._reasons.addWidget(chip(f"{word(reason)} {counted[reason]:,}件"))
            self._reasons.addStretch(1)
        self.table.refresh()
        self.actions_made.update()

    def _sitting(self, found: Meeting) -> str:
        ledger = self._shell.session.ledger
        names = {one.id: one.name for one in organisations.every(ledger)}
        people = Counter(seat.organisation_id for seat in found.seats)
        seats = "、".join(f"{names.get(key, '')}{f' {count}名' if count > 1 else ''}" for key, count in people.items())
        return f"{len(people):,}機関：{seats}" if seats else "参加する機関がまだ決まっていません"

    def _find(self, query: Query) -> Sequence[int]:
        wanted = search_key(query.text)
        return [
            one.id
            for one in self._lines.values()
            if (not wanted or wanted in search_key(one.line.target.name + one.line.target.number))
            and _kept(one, query.filters)
        ]

    def _draw(self, meeting_id: int | None, *, quiet: bool = False) -> None:
        if meeting_id is None:
            return
        ledger, act = self._shell.session.ledger, self._shell.session.act()

        def told(counted: dict[AgendaReason, int]) -> None:
            words = "、".join(f"{word(reason)} {count:,}件" for reason, count in counted.items() if count)
            if words or not quiet:
                self._shell.say(
                    f"議題を集めました：{words}" if words else "新しく載る議題はありません", undo=bool(words)
                )

        self._shell.desk.write(
            lambda _progress: meetings.draw_agenda(ledger, act, meeting_id), title="議題を集めています", done=told
        )

    def _plan_monthly(self) -> None:
        ledger = self._shell.session.ledger
        first = first_of_month(self._held[-1].held_on, 1) if self._held else self._today()
        sheet = MonthlySheet(self, ledger, first, self._usual())
        sheet.exec()
        asked = sheet.asked
        sheet.deleteLater()
        if asked:
            self._plan(asked)

    def _plan_single(self) -> None:
        ledger = self._shell.session.ledger
        sheet = MeetingSheet(self, organisations.every(ledger), organisations.persons(ledger), None, self._usual())
        sheet.exec()
        asked = sheet.asked
        sheet.deleteLater()
        if asked is not None:
            self._plan([asked])

    def _plan(self, asked: Sequence[NewMeeting]) -> None:
        ledger, act, campaign_id = (
            self._shell.session.ledger,
            self._shell.session.act(),
            self._shell.session.campaign_id,
        )
        assert campaign_id is not None, "a page is shown with a campaign"

        def planned(ids: tuple[int, ...]) -> None:
            self.list.setFocus()
            self.choose(ids[0])
            self.refresh()
            self._shell.say(f"{len(ids):,}回の会議を作りました", undo=True)

        self._shell.desk.write(
            lambda _progress: meetings.plan(ledger, act, campaign_id, asked), title="会議を作っています", done=planned
        )

    def _usual(self) -> tuple[Seat, ...]:
        """Who sat in the last meeting, or everybody."""
        ledger = self._shell.session.ledger
        if self._held:
            return tuple(Seat(one.organisation_id, one.person_id) for one in self._held[-1].seats)
        return tuple(Seat(one.id) for one in organisations.every(ledger))

    def _change(self) -> None:
        found, ledger, act = self.meeting, self._shell.session.ledger, self._shell.session.act()
        if found is None:
            return
        sheet = MeetingSheet(self, organisations.every(ledger), organisations.persons(ledger), found, found.seats)
        sheet.exec()
        asked = sheet.asked
        sheet.deleteLater()
        if asked is not None:
            self._shell.desk.write(
                lambda _progress: meetings.change(ledger, act, found.id, asked),
                title="会議を変えています",
                done=lambda _none: self._shell.say(f"第{found.number}回の日時・参加者を変えました", undo=True),
            )

    def _cancel(self) -> None:
        found, ledger, act = self.meeting, self._shell.session.ledger, self._shell.session.act()
        told = "議題は、ほかの会議に載ります。あとで元に戻せます。"
        if found is not None and dialogs.confirm(
            self, f"第{found.number}回を取りやめますか", told, "取りやめる", danger=True
        ):
            self._shell.desk.write(
                lambda _progress: meetings.cancel(ledger, act, found.id),
                title="会議を取りやめています",
                done=lambda _none: self._shell.say(f"第{found.number}回を取りやめました", undo=True),
            )

    def _put_by_hand(self) -> None:
        sheet = FirmSheet(self, self._shell)
        sheet.exec()
        chosen = sheet.chosen
        sheet.deleteLater()
        if chosen:
            self.put_on(chosen)

    def _take_off(self) -> None:
        ledger, act, wanted = self._shell.session.ledger, self._shell.session.act(), self.table.selected_ids()
        if len(wanted) != 1:
            self._shell.say("議題から外す事業者を1件選んでください")
            return

        def refused(problem: Problem) -> None:
            dialogs.show_problem(self, problem)

        self._shell.desk.write(
            lambda _progress: meetings.take_off(ledger, act, wanted[0]),
            title="議題から外しています",
            done=lambda _none: self._shell.say("議題から外しました", undo=True),
            failed=refused,
        )

    def _move(self, step: int) -> None:
        ledger, act, found = self._shell.session.ledger, self._shell.session.act(), self.meeting
        if found is None:
            return
        order, moved = list(self._lines), set(self.table.selected_ids())
        for place in sorted(map(order.index, moved), reverse=step > 0):
            other = place + step
            if 0 <= other < len(order) and order[other] not in moved:
                order[place], order[other] = order[other], order[place]
        self._shell.desk.write(
            lambda _progress: meetings.reorder(ledger, act, found.id, order), title="議題を並べ替えています"
        )

    def _project(self, meeting_id: int) -> None:
        projector = Projector(self, self._shell, meeting_id)
        number = self.meeting.number if self.meeting else 0
        projector.concluded.connect(
            lambda left: self._shell.say(f"第{number}回を終えました。次回へ持ち越し {left:,}件", undo=True)
        )
        projector.finished.connect(projector.deleteLater)
        projector.showFullScreen()

    def _open_selected(self) -> None:
        self._open_card(self.table.selected_ids()[0])

    def _open_card(self, item_id: int) -> None:
        self._shell.go("register", self._lines[item_id].line.target.firm_id)

    def _is_open(self) -> bool:
        return self.meeting is not None and self.meeting.closed_on is None

    def _selected(self) -> bool:
        return hasattr(self, "table") and bool(self.table.selected_ids())

    def _is_open_selected(self) -> bool:
        return self._is_open() and self._selected()


def _kept(one: ItemLine, filters: dict[str, tuple[str, ...]]) -> bool:
    reasons = filters.get("reason", ())
    decided = filters.get("decided", ())
    standing = DECIDED if one.line.item.decision else UNDECIDED
    return (not reasons or any(reason.value in reasons for reason in one.line.item.reasons)) and (
        not decided or standing in decided
    )
