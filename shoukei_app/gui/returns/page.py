"""回収・入力: the receipt log, the entry of sheets, and the list of all of them."""

from datetime import date
from functools import partial

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QPushButton, QVBoxLayout, QWidget

from shoukei_app.domain import form_number
from shoukei_app.domain.query import Query
from shoukei_app.gui.kit.actions import Action
from shoukei_app.gui.kit.page import Page, Shell
from shoukei_app.gui.kit.pieces import EmptyState, button, clear, hint_line, holding
from shoukei_app.gui.kit.reading import Reading
from shoukei_app.gui.kit.views import Views, ViewSwitch
from shoukei_app.gui.returns import answer_files
from shoukei_app.gui.returns.checking_view import JUDGING, SAMPLING, CheckingView
from shoukei_app.gui.returns.counts import Counts, count
from shoukei_app.gui.returns.entry_view import EntryView, questionnaire_of
from shoukei_app.gui.returns.fax_view import FaxView
from shoukei_app.gui.returns.figures_view import FiguresView
from shoukei_app.gui.returns.phone_view import PhoneView
from shoukei_app.gui.returns.receipt_view import ReceiptView
from shoukei_app.gui.returns.sheets_view import WAITING, SheetsView
from shoukei_app.usecases import targets
from shoukei_app.usecases.outcome import Subject
from shoukei_app.words.dates import with_weekday

RECEIPT, ENTRY, SHEETS, PHONE, FAX = "receipt", "entry", "sheets", "phone", "fax"
CHECKING = "checking"
FIGURES = "figures"

_CHECKED = {"third": JUDGING, "sample": SAMPLING}
"""Work that waits, as the figures name it, and the part of the view where it is done."""

_HINTS = {
    RECEIPT: (
        ("Enter", "受け付ける"),
        ("F5〜F10", "内容を選ぶ"),
        ("F11", "番号不明の票"),
        ("F2・Esc", "確かめて受け付ける・取り分ける"),
        ("Delete", "選んだ受付を取り消す"),
        ("Ctrl+6", "開けた封筒"),
    ),
    ENTRY: (
        ("数字", "1つ選ぶ問い"),
        ("数字 Enter", "ほかの問い"),
        ("0・F5", "無回答"),
        ("F4", "判読不能"),
        ("＋23＋", "2つの印"),
        ("F2", "戻る"),
        ("F8", "メモ"),
        ("↑↓", "飛ばした問いへ"),
        ("Ctrl+Enter", "保存"),
    ),
    PHONE: (("Enter", "この事業者に電話する"), ("数字", "回答"), ("F2", "戻る"), ("Ctrl+Enter", "聞き取りを終える")),
    FAX: (("Enter", "受け付ける"), ("PageUp・PageDown", "前後の票"), ("F6・F7", "回す"), ("F9", "捨てる")),
    SHEETS: (("Enter", "この票を入力する"), ("Ctrl+F", "一覧から探す"), ("Ctrl+C", "Excel 用に写す")),
    FIGURES: (("Enter", "待っている票を開く"), ("Ctrl+A", "すべての行を選ぶ"), ("Ctrl+C", "選んだ行を Excel 用に写す")),
}


def make(shell: Shell) -> Page:
    """The page, for the window."""
    return ReturnsPage(shell)


class ReturnsPage(Page):
    """Three views of one thing: what arrived, what is keyed, what waits."""

    title = "回収・入力"
    subjects = frozenset({Subject.RETURN, Subject.TARGET, Subject.CAMPAIGN, Subject.FLAG, Subject.VISIT})

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._view = RECEIPT
        self._counting = Reading(self, shell.desk, "入力の件数", self._show_counts)
        self._campaign: int | None = None
        self._begun: date | None = None
        self.receipt = ReceiptView(shell)
        self.sheets = SheetsView(shell, self._key_in)
        self.checking = CheckingView(shell, self._show_hints)
        self.figures = FiguresView(shell, date.today, self._open_waiting)
        self.entry: EntryView | None = None
        self._entry_place = QVBoxLayout()
        self._entry_place.setContentsMargins(0, 0, 0, 0)
        holder = QWidget()
        holder.setLayout(self._entry_place)
        self.fax = FaxView(shell)
        self.phone: PhoneView | None = None
        self._phone_place = QVBoxLayout()
        self._phone_place.setContentsMargins(0, 0, 0, 0)
        self._views = Views(
            {
                RECEIPT: self.receipt,
                ENTRY: holder,
                CHECKING: self.checking,
                SHEETS: self.sheets,
                PHONE: holding(self._phone_place),
                FAX: self.fax,
                FIGURES: self.figures,
            }
        )
        self.switch = ViewSwitch(
            (
                (RECEIPT, "受付簿", "Ctrl+1"),
                (ENTRY, "入力", "Ctrl+2"),
                (CHECKING, "突合", "Ctrl+7"),
                (SHEETS, "一覧", "Ctrl+3"),
                (PHONE, "電話", "Ctrl+8"),
                (FAX, "FAX", "Ctrl+9"),
                (FIGURES, "進み具合", "Ctrl+0"),
            ),
            self.show_view,
        )
        self.add_to_head(self.switch)
        self._files = button("表でまとめて", self._choose_file_work, symbol="table")
        self.add_to_head(self._files)
        self._made = self.set_actions(
            [
                Action("take_in", "回答をファイルから取り込む…", self._take_in, "download-simple", "Ctrl+I"),
                Action("template", "記入表を作る…", lambda: answer_files.write_template(shell, self), "table"),
                Action("write_out", "回答を書き出す…", lambda: answer_files.write_out(shell, self), "upload-simple"),
            ]
        )
        self.add(self._views, 1)
        self._hint_place = QVBoxLayout()
        self._hint_place.setContentsMargins(0, 0, 0, 0)
        self.add(self._hint_place)
        self.show_view(RECEIPT)

    def refresh(self) -> None:
        """Read the counters and the view in sight."""
        session = self.session
        if session.campaign_id != self._campaign or self.entry is None:
            self._begin_campaign()
        if self.entry is not None:
            self.entry.follow_person()
        self._refresh_view()
        self.show_counts()

    def show_counts(self) -> None:
        """The line of state and the counters of the entry, as soon as they are counted."""
        today = date.today()  # noqa: DTZ011 - the day on this desk's calendar
        ledger, campaign_id = self.session.ledger, self.session.campaign_id
        if campaign_id is None:
            self._show_counts(Counts(today))
        else:
            self._counting.ask(partial(count, ledger, campaign_id, today, self.session.person))

    def _show_counts(self, counts: Counts) -> None:
        self.switch.say(CHECKING, f"突合 {counts.differing:,}" if counts.differing else "突合")
        day = with_weekday(counts.day)
        self.set_state(f"{day}　きょうの入力 {counts.keyed:,}件　入力を待つ票 {counts.waiting:,}件")
        if self.entry is not None:
            self.entry.show_counts(counts)

    def open(self, what: object) -> None:
        """A target's id opens its sheet for keying, a query the list."""
        if isinstance(what, Query):
            self.switch.choose(SHEETS)
            self.sheets.table.set_query(what)
        elif isinstance(what, int):
            line = next(iter(targets.lines(self.session.ledger, [what])), None)
            if line is not None:
                self._key_in(form_number.shown(line.number))
        elif isinstance(what, str) and what in self._views:
            self.switch.choose(what)

    def may_leave(self) -> bool:
        """Nothing is lost: a sheet at hand stays open, and is kept besides."""
        if self.entry is not None:
            self.entry.keep()
        return self.phone is None or not self.phone.busy or self.phone.leave()

    def take_focus(self) -> None:
        """Let the keyboard begin where the view in sight is worked on."""
        if self._view == RECEIPT:
            self.receipt.take_focus()
        elif self._view == ENTRY and self.entry is not None:
            self.entry.take_focus()
        elif self._view == CHECKING:
            self.checking.take_focus()
        elif self._view == SHEETS:
            self.sheets.table.focus_rows()
        elif self._view == PHONE and self.phone is not None:
            self.phone.take_focus()
        elif self._view == FAX:
            self.fax.take_focus()

    def show_view(self, key: str) -> None:
        """Show one of the views, with its keys at the bottom."""
        self._view = key
        if key == PHONE and self.phone is None and self._campaign is not None:
            self.phone = PhoneView(self.shell, questionnaire_of(self.shell))
            self._phone_place.addWidget(self.phone)
        self._views.show_view(key)
        if self._campaign is not None:
            self._refresh_view()
        self._show_hints()
        self.take_focus()

    def _show_hints(self) -> None:
        clear(self._hint_place)
        self._hint_place.addWidget(hint_line(self.checking.hints if self._view == CHECKING else _HINTS[self._view]))

    def _refresh_view(self) -> None:
        """Only the view in sight: between two sheets nobody waits for a table that is not shown."""
        today = date.today()  # noqa: DTZ011 - the day on this desk's calendar
        if self._view == RECEIPT:
            self.receipt.show_day(today)
            if self._begun != today:
                self._begun = today
                self.receipt.begin(today)
        elif self._view == CHECKING:
            self.checking.refresh()
        elif self._view == SHEETS:
            self.sheets.table.refresh()
        elif self._view == FIGURES:
            self.figures.refresh()
        elif self._view == PHONE and self.phone is not None:
            self.phone.show_waiting()

    def _begin_campaign(self) -> None:
        self._campaign = self.session.campaign_id
        self.checking.begin_campaign()
        clear(self._entry_place)
        clear(self._phone_place)
        self.entry = self.phone = None
        if self._campaign is None:
            self._entry_place.addWidget(EmptyState("調査がまだありません", "先に調査を作ってください。"))
            return
        self.entry = EntryView(self.shell, questionnaire_of(self.shell), self.show_counts)
        self._entry_place.addWidget(self.entry)

    def _key_in(self, number: str) -> None:
        self.switch.choose(ENTRY)
        if self.entry is not None:
            self.entry.open_number(number)

    def _open_waiting(self, work: object) -> None:
        """Sheets that wait to be keyed are opened as a list; the others where they are worked on."""
        if work == "entry":
            self.open(WAITING)
        elif work in _CHECKED:
            self.switch.choose(CHECKING)
            self.checking.show_part(_CHECKED[str(work)])
        else:
            self.switch.choose(ENTRY)

    def _take_in(self) -> None:
        answer_files.take_in(self.shell, self, date.today())  # noqa: DTZ011 - the day on this desk's calendar

    def _choose_file_work(self) -> None:
        _pop_up(self._made.menu(self), self._files)


def _pop_up(menu: QMenu, place: QPushButton) -> None:
    menu.popup(place.mapToGlobal(QPoint(0, place.height() + 2)))
