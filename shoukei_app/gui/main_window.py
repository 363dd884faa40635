"""The main window: navigation, top bar, pages made when first opened, and what is asked of the whole program."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from functools import cached_property, partial
from pathlib import Path

from PySide6.QtCore import QSize, QTimer
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMainWindow, QMenu, QStackedWidget, QVBoxLayout, QWidget

from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.progress import Progress
from shoukei_app.gui import settings
from shoukei_app.gui.backend import Backend
from shoukei_app.gui.kit import dialogs
from shoukei_app.gui.kit.desk import Desk
from shoukei_app.gui.kit.page import Page, PageSpec
from shoukei_app.gui.kit.pieces import EmptyState, holding
from shoukei_app.gui.kit.progress_card import ProgressCard
from shoukei_app.gui.kit.reading import Reading
from shoukei_app.gui.kit.search import Hit
from shoukei_app.gui.kit.theme import theme
from shoukei_app.gui.kit.toast import Toast
from shoukei_app.gui.navigation import Navigation
from shoukei_app.gui.session import Session
from shoukei_app.gui.settings_menu import Wishes, settings_menu
from shoukei_app.gui.start_screen import NewLedgerSheet, StartScreen
from shoukei_app.gui.top_bar import TopBar
from shoukei_app.usecases.outcome import EVERYTHING, Outcome, Subject

NAME = "承継診断 調査台帳"
SMALLEST = QSize(1024, 640)
USUAL = QSize(1366, 768)
_SOON = 0.3
"""Seconds: what is over by then (a sheet being saved, a count) is waited for without a question."""
SAMPLE_FOLDER = "承継診断の見本"


class MainWindow(QMainWindow):
    """The shell. `pages` are the entries of the navigation, `backend` makes what gives it the use cases.

    `backend` is called when the first ledger is opened, so that the window is up before the database is imported.
    The window is what pages know as `kit.page.Shell`: `desk`, `session`, `go`, `say`.
    """

    def __init__(self, pages: Sequence[PageSpec], backend: Callable[[], Backend]) -> None:
        super().__init__()
        self._specs = {spec.key: spec for spec in pages}
        self._make_backend = backend
        self._session: Session | None = None
        self._pages: dict[str, Page] = {}
        self._closing = False
        self.desk = Desk(self)
        self._screens = QStackedWidget()
        self.setCentralWidget(self._screens)
        self.toast = Toast(self._screens)
        self._card = ProgressCard(self.desk, self._screens)
        self._counting = QTimer(self, interval=0, singleShot=True)
        self._counting.timeout.connect(self._count)
        self._badges = Reading(self, self.desk, "待っている件数", self._show_badges)
        self.desk.changed.connect(self._on_changed)
        self.desk.refused.connect(self._refuse)
        self.desk.stopped.connect(lambda title: self.say(f"{title}：取り消しました。台帳は元のままです"))
        self.desk.busy_changed.connect(self._on_busy)
        self._build()
        self._declare_shortcuts()
        self.setMinimumSize(SMALLEST)
        self.resize(USUAL)
        self.restoreGeometry(settings.as_state(settings.WINDOW_GEOMETRY.get()))
        self._show_start()

    @cached_property
    def _backend(self) -> Backend:
        return self._make_backend()

    @property
    def session(self) -> Session:
        """What is open. RuntimeError where nothing is: no page lives without a session."""
        if self._session is None:
            msg = "no ledger is open"
            raise RuntimeError(msg)
        return self._session

    @property
    def current_page(self) -> str:
        """The key of the page that is shown, "" on the start screen."""
        shown = self._stack.currentWidget()
        return next((key for key, page in self._pages.items() if page is shown), "") if self._session else ""

    def page(self, key: str) -> Page:
        """A page by its key, made if it was not opened before. KeyError where there is none."""
        if key not in self._pages:
            made = self._specs[key].page(self)
            self._pages[key] = made
            self._stack.addWidget(made)
        return self._pages[key]

    def go(self, page: str, what: object = None) -> None:
        """Show a page and, where `what` is given, let it open that."""
        shown = self.page(page)
        leaving = self._pages.get(self.current_page)
        if leaving is not None and leaving is not shown and not leaving.may_leave():
            self.navigation.mark(self.current_page)
            return
        if leaving is not shown:
            self.setFocus()  # else the stack gives the focus to whatever comes first on the page
        self._stack.setCurrentWidget(shown)
        self.navigation.mark(page)
        shown.bring_up_to_date()
        if what is not None:
            shown.open(what)
        self._focus_page()

    def say(self, text: str, *, undo: bool = False) -> None:
        """One line at the bottom, with 元に戻す where `undo` is set."""
        if undo:
            self.toast.say(text, "元に戻す", self.undo)
        else:
            self.toast.say(text)

    def open_ledger(self, location: str) -> None:
        """Open a ledger by path or URL; the start screen comes back with a message where that fails."""

        def failed(problem: Problem) -> None:
            if problem.kind is ProblemKind.LEDGER_MISSING:
                settings.forget_ledger(location)
            self._refuse(problem)

        self._begin(lambda progress: self._backend.open(location, progress), "台帳を開いています", failed)

    def close_ledger(self) -> None:
        """Back to the start screen; the desk finishes what it has to write first."""
        if self._session is None or not self._may_leave_all():
            return
        self.desk.wait()
        self._let_go()
        self._show_start()

    def undo(self) -> None:
        """Take back the last operation."""
        title = self._backend.undo_title(self.session)
        self._reverse(self._backend.undo, title, "元に戻しました", ("やり直す", self.redo))

    def redo(self) -> None:
        """Bring back the operation taken back last."""
        title = self._backend.redo_title(self.session)
        self._reverse(self._backend.redo, title, "やり直しました", ("元に戻す", self.undo))

    def choose_campaign(self, campaign: int) -> None:
        """Work in another campaign of the ledger."""
        if campaign != self.session.campaign_id and self._may_leave_all():
            self.session.campaign_id = campaign
            self.desk.announce(EVERYTHING)

    def choose_person(self, name: str) -> None:
        """Who is working from now on; goes into the history with every change."""
        self.session.person = name
        settings.PERSON.set(name)
        self.desk.announce(EVERYTHING)

    def choose_scale(self, scale: int) -> None:
        """Another size of type. Widths were set for the old one, so everything is built anew and pages made again."""
        if scale == settings.TYPE_SCALE.get() or not self._may_leave_all():
            return
        settings.TYPE_SCALE.set(scale)
        page = self.current_page
        theme().apply()
        self._drop_pages()
        self.top_bar.drop_shortcuts()
        for screen in (self._opening, self.start_screen, self._work):
            self._screens.removeWidget(screen)
            screen.deleteLater()
        self._build()
        if self._session is None:
            self._show_start()
        else:
            self._show_work(page)

    def _build(self) -> None:
        self.navigation = Navigation(tuple(self._specs.values()), self._settings_menu)
        self.top_bar = TopBar(self, self._search)
        self.start_screen = StartScreen(self._settings_menu)
        self._opening = EmptyState("", symbol="folder-open")
        self._stack = QStackedWidget()
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self.top_bar)
        right.addWidget(self._stack, 1)
        whole = QHBoxLayout()
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.navigation)
        whole.addLayout(right, 1)
        self._work = holding(whole)
        for screen in (self._opening, self.start_screen, self._work):
            self._screens.addWidget(screen)
        self._connect_screens()

    def _connect_screens(self) -> None:
        self.navigation.chosen.connect(self.go)
        self.top_bar.campaign_chosen.connect(self.choose_campaign)
        self.top_bar.person_chosen.connect(self.choose_person)
        self.top_bar.person_asked.connect(self._ask_person)
        self.top_bar.hit_chosen.connect(self._open_hit)
        self.top_bar.search.left.connect(self._focus_page)
        self.top_bar.undo.triggered.connect(self.undo)
        self.top_bar.redo.triggered.connect(self.redo)
        self.start_screen.open_asked.connect(self._ask_open)
        self.start_screen.new_asked.connect(self._ask_new)
        self.start_screen.sample_asked.connect(self._ask_sample)
        self.start_screen.forget_asked.connect(self._forget)

    def _declare_shortcuts(self) -> None:
        for place, key in enumerate(list(self._specs)[:10]):
            self._shortcut(f"Alt+{(place + 1) % 10}", partial(self._go_if_open, key))
        self._shortcut("Ctrl+O", lambda: self._ask_open(""))

    def _shortcut(self, keys: str, run: Callable[[], object]) -> None:
        action = QAction(self)
        action.setShortcut(QKeySequence(keys))
        action.triggered.connect(lambda _checked=False: run())
        self.addAction(action)

    def _go_if_open(self, page: str) -> None:
        if self._session is not None:
            self.go(page)

    def _begin(
        self, opening: Callable[[Progress], Session], title: str, failed: Callable[[Problem], object] | None = None
    ) -> None:
        if self._session is not None:
            self.close_ledger()
            if self._session is not None:
                return
        self._opening.title.setText(f"{title}…")
        self._screens.setCurrentWidget(self._opening)
        self.desk.read(opening, title=title, done=self._opened, failed=failed, ended=self._after_opening)

    def _opened(self, session: Session) -> None:
        self._session = session
        session.person = session.person or settings.PERSON.get()
        settings.remember_ledger(session.location)
        self.setWindowTitle(f"{Path(session.location).stem} — {NAME}")
        self._show_work(next(iter(self._specs), ""))

    def _after_opening(self) -> None:
        if self._session is None:
            self._show_start()

    def _show_work(self, page: str) -> None:
        self.toast.left = self.navigation.width()
        self._on_changed(EVERYTHING)
        self._screens.setCurrentWidget(self._work)
        if page:
            self.go(page)

    def _show_start(self) -> None:
        self.setWindowTitle(NAME)
        self.toast.left = 0
        self.top_bar.show_history("", "")
        self._show_recent()
        self._screens.setCurrentWidget(self.start_screen)

    def _focus_page(self) -> None:
        page = self._pages.get(self.current_page)
        if page is not None and self.focusWidget() not in page.findChildren(QWidget):
            page.take_focus()

    def _let_go(self) -> None:
        session, self._session = self._session, None
        self._drop_pages()
        self.toast.hide()
        if session is not None:
            self._backend.close(session)

    def _drop_pages(self) -> None:
        shown = self._stack.isVisibleTo(self)
        self._stack.hide()  # or the page behind the one taken out would come into sight, and read a closed ledger
        for page in self._pages.values():
            self._stack.removeWidget(page)
            page.deleteLater()
        self._pages.clear()
        self._stack.setVisible(shown)

    def _on_changed(self, changed: frozenset[Subject]) -> None:
        if self._session is None:
            return
        self._show_history()
        if Subject.CAMPAIGN in changed:
            self.top_bar.show_campaigns(self._backend.campaigns(self._session), self._session.campaign_id)
        if changed & {Subject.CAMPAIGN, Subject.ORGANISATION}:
            self._show_people()
            self.navigation.show_office(self._backend.office(self._session))
        self._counting.start()

    def _show_history(self) -> None:
        session = self.session
        self.top_bar.show_history(self._backend.undo_title(session), self._backend.redo_title(session))

    def _show_people(self) -> None:
        self.top_bar.show_people(self._backend.people(self.session), self.session.person)

    def _show_recent(self) -> None:
        self.start_screen.show_recent(settings.RECENT_LEDGERS.get())

    def _count(self) -> None:
        if self._session is not None:
            session = self._session
            badges = {spec.key: spec.badge for spec in self._specs.values() if spec.badge is not None}
            self._badges.ask(lambda: {key: badge(session) for key, badge in badges.items()})

    def _show_badges(self, counts: Mapping[str, int]) -> None:
        self.navigation.show_counts(counts)

    def _search(self, text: str) -> Sequence[Hit]:
        return self._backend.search(self.session, text)

    def _open_hit(self, hit: Hit) -> None:
        self.go(hit.page, hit.what)

    def _reverse(
        self,
        reverse: Callable[[Session, Progress], Outcome[object]],
        title: str,
        said: str,
        back: tuple[str, Callable[[], object]],
    ) -> None:
        session = self.session
        self.desk.write(
            lambda progress: reverse(session, progress),
            title=said.replace("ました", "ています"),
            done=lambda _value: self.toast.say(f"{said}：{title}", *back),
        )

    def _refuse(self, problem: Problem) -> None:
        dialogs.show_problem(self, problem)

    def _ask_open(self, location: str) -> None:
        if not location:
            chosen = dialogs.open_file(self, "台帳を開く", [dialogs.LEDGER], "ledger")
            location = str(chosen) if chosen else ""
        if location:
            self.open_ledger(location)

    def _ask_new(self) -> None:
        sheet = NewLedgerSheet(self, date.today())  # noqa: DTZ011 - the day on this desk's calendar
        sheet.exec()
        asked = sheet.asked
        sheet.deleteLater()
        if asked is None:
            return
        path = dialogs.save_file(self, "新しい台帳の置き場所", dialogs.LEDGER, f"{asked.name}.shoukei", "ledger")
        if path is not None:
            name, year = asked.name, asked.fiscal_year
            self._begin(lambda progress: self._backend.create(path, name, year, progress), "台帳を作っています")

    def _ask_sample(self) -> None:
        folder = dialogs.choose_folder(self, "見本の台帳と書類を置くフォルダー", "sample")
        if folder is not None:
            place = folder / SAMPLE_FOLDER
            self._begin(lambda progress: self._backend.create_sample(place, progress), "見本の台帳を作っています")

    def _forget(self, location: str) -> None:
        settings.forget_ledger(location)
        self._show_recent()

    def _ask_person(self) -> None:
        name = QLineEdit(self.session.person)
        name.setAccessibleName("お名前")
        name.setPlaceholderText("お名前（操作履歴に残ります）")
        sheet = dialogs.Sheet(self, "作業する人", name, "この名前にする")
        sheet.setMinimumWidth(theme().px(380))
        if sheet.exec() and name.text().strip():
            self.choose_person(name.text().strip())
        sheet.deleteLater()

    def _settings_menu(self, parent: QWidget) -> QMenu:
        closing = self.close_ledger if self._session is not None else None
        wishes = Wishes(
            self.choose_scale,
            partial(self._ask_open, ""),
            self._ask_new,
            closing,
            self._load_postcodes,
            self._backend.postal_month(),
        )
        return settings_menu(parent, wishes)

    def _load_postcodes(self) -> None:
        path = dialogs.open_file(self, "郵便番号データの更新", [dialogs.POSTAL_LIST], "postal")
        if path is not None:
            self.desk.read(
                lambda progress: self._backend.load_postcodes(path, progress),
                title="郵便番号データを読み込んでいます",
                done=lambda said: dialogs.show_notice(self, "郵便番号データを更新しました", said),
            )

    def _may_leave_all(self) -> bool:
        return all(page.may_leave() for page in self._pages.values())

    def _may_stop_working(self) -> bool:
        """Ask what to do with work under way; True where the window may close now."""
        with suppress(TimeoutError):
            self.desk.wait(_SOON)
        job = self.desk.running
        if job is None:
            return True
        choices = [dialogs.Choice("stay", "閉じない"), dialogs.Choice("wait", "終わってから閉じる", "primary")]
        if job.cancellable:
            choices.insert(1, dialogs.Choice("stop", "中止して閉じる", "danger"))
        answer = dialogs.ask(
            self,
            "作業の途中です",
            f"「{job.title}」がまだ終わっていません。中止すると、この作業の前の状態に戻ります。",
            choices,
            symbol="hourglass",
            tone="attention",
        )
        if answer == "stop":
            self.desk.cancel()
        self._closing = answer in ("stop", "wait")
        return self._closing and self.desk.idle

    def _on_busy(self) -> None:
        if self._closing and self.desk.idle:
            QTimer.singleShot(0, self.close)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: what floats over the pages keeps its place."""
        super().resizeEvent(event)
        self.toast.place()
        self._card.place()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Qt: nothing is lost by closing."""
        if not self._may_leave_all() or not self._may_stop_working():
            event.ignore()
            return
        settings.WINDOW_GEOMETRY.set(settings.as_text(self.saveGeometry()))
        self.desk.close()
        self._let_go()
        super().closeEvent(event)
