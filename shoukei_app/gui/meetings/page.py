"""フォロー会議: meetings with their agendas, and the cases they decide."""

from datetime import date

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout

from shoukei_app.domain.homework import Term
from shoukei_app.domain.query import Query
from shoukei_app.gui.kit.actions import Action
from shoukei_app.gui.kit.page import Page, Shell
from shoukei_app.gui.kit.pieces import clear, hint_line
from shoukei_app.gui.kit.views import Views, ViewSwitch
from shoukei_app.gui.meetings.agenda_view import AgendaView
from shoukei_app.gui.meetings.cases_view import CasesView
from shoukei_app.gui.meetings.homework_view import HomeworkView
from shoukei_app.gui.meetings.paper_sheet import PaperKind
from shoukei_app.usecases.outcome import Subject

MEETINGS, CASES, HOMEWORK = "meetings", "cases", "homework"

_HINTS = {
    MEETINGS: (
        ("Ctrl+Enter", "会議を始める"),
        ("Ctrl+N", "議題に載せる"),
        ("Alt+↑↓", "順を変える"),
        ("Ctrl+P", "資料"),
        ("Enter", "事業者カードを開く"),
        ("Ctrl+F", "一覧から探す"),
    ),
    CASES: (("Enter", "事業者カードを開く"), ("Ctrl+F", "一覧から探す"), ("Ctrl+C", "Excel 用に写す")),
    HOMEWORK: (("F9", "終えた"), ("F8", "延期"), ("F7", "渡す"), ("Enter", "開く"), ("Ctrl+F", "一覧から探す")),
}


def make(shell: Shell) -> Page:
    """The page."""
    return MeetingsPage(shell)


class MeetingsPage(Page):
    """The agenda of the next meeting is drawn when the page is opened."""

    title = "フォロー会議"
    subjects = frozenset(
        {
            Subject.CAMPAIGN,
            Subject.TARGET,
            Subject.FLAG,
            Subject.VISIT,
            Subject.CASE,
            Subject.ORGANISATION,
            Subject.FIRM,
        }
    )

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._view = MEETINGS
        self.agenda = AgendaView(shell, self._today)
        self.cases = CasesView(shell, self._today)
        self.homework = HomeworkView(shell)
        self._views = Views({MEETINGS: self.agenda, CASES: self.cases, HOMEWORK: self.homework})
        views = ((MEETINGS, "会議", "Ctrl+1"), (CASES, "案件", "Ctrl+2"), (HOMEWORK, "宿題", "Ctrl+3"))
        self.switch = ViewSwitch(views, self.show_view)
        self.add_to_head(self.switch)
        self.actions_made = self.set_actions(
            (
                Action("begin", "会議を始める", self.agenda.begin, "presentation", "Ctrl+Return", self._can_begin),
                Action("pack", "資料…", lambda: self.agenda.show_paper(PaperKind.PACK), "printer", "Ctrl+P", self._has),
                Action("minutes", "記録…", lambda: self.agenda.show_paper(PaperKind.MINUTES), "note", "", self._has),
            ),
            primary="begin",
            others=("pack", "minutes"),
        )
        self.agenda.list.chosen.connect(lambda _meeting: self.actions_made.update())
        self.add(self._views, 1)
        self._hint_place = QVBoxLayout()
        self._hint_place.setContentsMargins(0, 0, 0, 0)
        self.add(self._hint_place)
        self._show_hints()

    def refresh(self) -> None:
        """Read the view in sight."""
        self.agenda.refresh()
        self.set_state(self.agenda.state)
        if self._view == CASES:
            self.cases.refresh()
        elif self._view == HOMEWORK:
            self.homework.refresh()
        else:
            self.agenda.draw_once()

    def open(self, what: object) -> None:
        """A Query: the cases it asks for; targets' ids: put them on the next agenda; a Term: the homework due then."""
        match what:
            case Query():
                self.switch.choose(CASES)
                self.cases.table.set_query(what)
            case Term():
                self.switch.choose(HOMEWORK)
                self.homework.show_term(what)
            case tuple():
                self.switch.choose(MEETINGS)
                self.agenda.put_on([key for key in what if isinstance(key, int)])

    def show_view(self, key: str) -> None:
        """Show one of the views, with its keys at the bottom."""
        self._view = key
        self._views.show_view(key)
        self.refresh()
        self.actions_made.update()
        self._show_hints()
        self.take_focus()

    def take_focus(self) -> None:
        """Let the keyboard begin at the rows."""
        match self._view:
            case "cases":
                self.cases.table.focus_rows()
            case "homework":
                self.homework.table.focus_rows()
            case _:
                self.agenda.table.focus_rows()

    def _show_hints(self) -> None:
        clear(self._hint_place)
        self._hint_place.addWidget(hint_line(_HINTS[self._view]))

    def _can_begin(self) -> bool:
        return self._view == MEETINGS and self.agenda.can_begin

    def _has(self) -> bool:
        return self._view == MEETINGS and self.agenda.meeting is not None

    def _today(self) -> date:
        return self.session.act().at.date()

    def showEvent(self, event: QShowEvent) -> None:
        """Qt: whoever comes back finds the agenda as it is due now."""
        self.agenda.look_anew()
        super().showEvent(event)
