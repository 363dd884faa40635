"""The shell: opening and closing, going from page to page, undo, search, badges, and what happens on closing."""

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar, cast

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.progress import Progress
from shoukei_app.gui import settings
from shoukei_app.gui.kit import dialogs
from shoukei_app.gui.kit.page import Page, PageSpec, Shell
from shoukei_app.gui.kit.search import Hit
from shoukei_app.gui.kit.theme import theme
from shoukei_app.gui.main_window import MainWindow
from shoukei_app.gui.session import Session
from shoukei_app.usecases.outcome import EVERYTHING, Outcome, Subject


@dataclass
class FakeBackend:
    """Stands in for the use cases; `done` is its history."""

    done: list[str] = field(default_factory=lambda: ["回答の記録"])
    undone: list[str] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)
    refuse: Problem | None = None
    waiting: int = 3

    def open(self, location: str, progress: Progress) -> Session:
        progress.start("開いています")
        if self.refuse is not None:
            raise self.refuse
        return Session(cast("Any", object()), location, 1)

    def create(self, path: Path, name: str, fiscal_year: int, progress: Progress) -> Session:
        return Session(cast("Any", (name, fiscal_year)), str(path), 1)

    def create_sample(self, folder: Path, progress: Progress) -> Session:
        return Session(cast("Any", object()), str(folder / "見本.shoukei"), 1)

    def close(self, session: Session) -> None:
        self.closed.append(session.location)

    def campaigns(self, session: Session) -> Sequence[tuple[int, str]]:
        return [(2, "令和9年度"), (1, "令和8年度 承継診断（とても長い名前の調査でも溢れない）")]

    def people(self, session: Session) -> Sequence[str]:
        return ["試験 花子"]

    def office(self, session: Session) -> str:
        return "架空町役場 産業課"

    def postal_month(self) -> str:
        return "2031年1月"

    def load_postcodes(self, path: Path, progress: Progress) -> str:
        progress.start("読んでいます")
        if self.refuse is not None:
            raise self.refuse
        return f"{path.name}を読み込みました。"

    def undo_title(self, session: Session) -> str:
        return self.done[-1] if self.done else ""

    def redo_title(self, session: Session) -> str:
        return self.undone[-1] if self.undone else ""

    def undo(self, session: Session, progress: Progress) -> Outcome[object]:
        self.undone.append(self.done.pop())
        return Outcome(None, EVERYTHING)

    def redo(self, session: Session, progress: Progress) -> Outcome[object]:
        self.done.append(self.undone.pop())
        return Outcome(None, EVERYTHING)

    def search(self, session: Session, text: str) -> Sequence[Hit]:
        return [Hit("returns", 7, "架空商店", "架空町", "事業者")]


class FakePage(Page):
    title: ClassVar[str] = "ホーム"
    subjects = EVERYTHING
    made: ClassVar[list[str]] = []

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.made.append(self.title)
        self.opened: list[object] = []
        self.refreshed = 0
        self.stays = False
        self.edit = QLineEdit()
        self.add(self.edit)

    def refresh(self) -> None:
        self.refreshed += 1

    def open(self, what: object) -> None:
        self.opened.append(what)

    def may_leave(self) -> bool:
        return not self.stays


class ReturnsPage(FakePage):
    title = "回収・入力"


@pytest.fixture
def backend() -> FakeBackend:
    return FakeBackend()


@pytest.fixture
def window(qtbot: QtBot, backend: FakeBackend) -> Iterator[MainWindow]:
    FakePage.made.clear()
    pages = (
        PageSpec("home", "ホーム", "house", FakePage),
        PageSpec("returns", "回収・入力", "keyboard", ReturnsPage, lambda _session: backend.waiting, urgent=True),
        PageSpec("history", "操作履歴", "clock-counter-clockwise", FakePage, gap=True),
    )
    made = MainWindow(pages, lambda: backend)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    yield made
    made.desk.close()


@pytest.fixture
def opened(window: MainWindow) -> MainWindow:
    window.open_ledger("台帳/北信.shoukei")
    window.desk.wait()
    return window


def page(window: MainWindow, key: str) -> FakePage:
    made = window.page(key)
    assert isinstance(made, FakePage)
    return made


def answer(key: str) -> Callable[[], None]:
    def pressing() -> None:
        notice = QApplication.activeModalWidget()
        if notice is None:  # what is over soon is waited for before anything is asked
            QTimer.singleShot(20, pressing)
            return
        assert isinstance(notice, dialogs.Notice)
        button = notice.findChild(QPushButton, key)
        assert button is not None
        button.click()

    return pressing


class TestLedger:
    def test_a_window_without_a_ledger_offers_ways_to_begin(self, window: MainWindow) -> None:
        assert window._screens.currentWidget() is window.start_screen
        assert window.current_page == ""
        assert FakePage.made == []
        with pytest.raises(RuntimeError):
            _ = window.session

    def test_opening_shows_the_first_page_only(self, opened: MainWindow) -> None:
        assert opened.current_page == "home"
        assert FakePage.made == ["ホーム"]
        assert opened.windowTitle() == "北信 — 承継診断 調査台帳"
        assert settings.RECENT_LEDGERS.get() == ["台帳/北信.shoukei"]

    def test_a_ledger_that_is_gone_leaves_the_recent_ones(
        self, window: MainWindow, backend: FakeBackend, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        shown: list[Problem] = []
        monkeypatch.setattr(dialogs, "show_problem", lambda _parent, problem: shown.append(problem))
        settings.remember_ledger("無い.shoukei")
        settings.remember_ledger("在る.shoukei")
        backend.refuse = Problem(ProblemKind.LEDGER_MISSING, path="無い.shoukei")
        window.open_ledger("無い.shoukei")
        window.desk.wait()
        assert shown == [backend.refuse]
        assert settings.RECENT_LEDGERS.get() == ["在る.shoukei"]
        assert window._screens.currentWidget() is window.start_screen
        names = {button.text() for button in window.start_screen.findChildren(QPushButton)}
        assert "在る" in names

    def test_closing_and_opening_another_makes_pages_anew(self, opened: MainWindow, backend: FakeBackend) -> None:
        opened.open_ledger("台帳/上小.shoukei")
        opened.desk.wait()
        assert backend.closed == ["台帳/北信.shoukei"]
        assert FakePage.made == ["ホーム", "ホーム"]
        opened.close_ledger()
        assert opened._screens.currentWidget() is opened.start_screen
        assert backend.closed == ["台帳/北信.shoukei", "台帳/上小.shoukei"]

    def test_a_new_ledger_and_the_sample(
        self, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(dialogs, "choose_folder", lambda *_: tmp_path)
        window._ask_sample()
        window.desk.wait()
        assert window.session.location == str(tmp_path / "承継診断の見本" / "見本.shoukei")
        monkeypatch.setattr(dialogs, "save_file", lambda *_: tmp_path / "新.shoukei")

        def fill() -> None:
            sheet = QApplication.activeModalWidget()
            assert isinstance(sheet, dialogs.Sheet)
            name, year = sheet.findChildren(QLineEdit)
            sheet.verb.click()
            name.setText("架空の調査")
            year.setText("２０２６")
            sheet.verb.click()

        QTimer.singleShot(0, fill)
        window._ask_new()
        window.desk.wait()
        assert cast("Any", window.session.ledger) == ("架空の調査", 2026)


class TestPages:
    def test_pages_are_made_when_opened_and_told_at_what(self, opened: MainWindow) -> None:
        opened.go("returns", 41)
        assert FakePage.made == ["ホーム", "回収・入力"]
        assert page(opened, "returns").opened == [41]
        assert page(opened, "returns").refreshed == 1
        opened.go("home")
        opened.go("returns")
        assert page(opened, "returns").refreshed == 1
        assert page(opened, "returns").opened == [41]

    def test_a_page_with_typed_text_can_stay(self, opened: MainWindow) -> None:
        page(opened, "home").stays = True
        opened.go("returns")
        assert opened.current_page == "home"
        assert not opened.close()

    def test_the_keyboard_goes_to_the_page_that_is_opened(self, opened: MainWindow, qtbot: QtBot) -> None:
        assert opened.focusWidget() is page(opened, "home")
        edit = page(opened, "returns").edit
        opened.go("returns")
        edit.setFocus()
        opened.go("returns", 3)
        assert opened.focusWidget() is edit
        opened.top_bar.search.setFocus()
        qtbot.keyClick(opened.top_bar.search, Qt.Key.Key_Escape)
        assert opened.focusWidget() is page(opened, "returns")

    def test_the_keyboard_opens_pages(self, opened: MainWindow, qtbot: QtBot) -> None:
        qtbot.keyClick(opened, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
        assert opened.current_page == "returns"

    def test_badges_follow_changes(self, opened: MainWindow, backend: FakeBackend, qtbot: QtBot) -> None:
        entry = opened.navigation._entries["returns"]
        qtbot.waitUntil(lambda: entry.accessibleName() == "回収・入力 3件")
        backend.waiting = 0
        opened.desk.announce(frozenset({Subject.RETURN}))
        qtbot.waitUntil(lambda: entry.accessibleName() == "回収・入力")

    def test_a_hit_opens_its_page(self, opened: MainWindow, qtbot: QtBot) -> None:
        qtbot.keyClick(opened, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
        assert opened.top_bar.search.hasFocus()
        opened.top_bar.search.setText("架空")
        qtbot.keyClick(opened.top_bar.search, Qt.Key.Key_Return)
        qtbot.keyClick(opened.top_bar.search, Qt.Key.Key_Return)
        assert opened.current_page == "returns"
        assert page(opened, "returns").opened == [7]

    def test_another_campaign_and_another_person(self, opened: MainWindow) -> None:
        home = page(opened, "home")
        opened.choose_campaign(2)
        assert opened.session.campaign_id == 2
        assert home.refreshed == 2
        opened.choose_person("試験 花子")
        assert opened.session.act().person == "試験 花子"
        assert settings.PERSON.get() == "試験 花子"


class TestUndo:
    def test_undo_and_redo_go_both_ways_with_their_names(
        self, opened: MainWindow, backend: FakeBackend, qtbot: QtBot
    ) -> None:
        assert opened.top_bar._undo.accessibleName() == "元に戻す：回答の記録"
        assert not opened.top_bar._redo.isEnabled()
        qtbot.keyClick(opened, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        opened.desk.wait()
        assert (backend.done, backend.undone) == ([], ["回答の記録"])
        assert opened.toast.words == "元に戻しました：回答の記録"
        assert not opened.top_bar._undo.isEnabled()
        opened.toast.findChildren(QPushButton)[0].click()
        opened.desk.wait()
        assert (backend.done, backend.undone) == (["回答の記録"], [])

    def test_in_a_text_field_the_keys_belong_to_the_text(
        self, opened: MainWindow, backend: FakeBackend, qtbot: QtBot
    ) -> None:
        edit = page(opened, "home").edit
        edit.setFocus()
        qtbot.waitUntil(edit.hasFocus)
        qtbot.keyClicks(edit, "abc")
        qtbot.keyClick(edit, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        opened.desk.wait()
        assert edit.text() == ""
        qtbot.keyClick(edit, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        opened.desk.wait()
        assert backend.undone == []

    def test_a_page_says_what_it_did_and_offers_undo(self, opened: MainWindow, backend: FakeBackend) -> None:
        opened.say("13,748件を取り込みました", undo=True)
        assert opened.toast.words == "13,748件を取り込みました"
        opened.toast.findChildren(QPushButton)[0].click()
        opened.desk.wait()
        assert backend.undone == ["回答の記録"]


class TestClosing:
    def test_a_window_at_rest_closes_at_once_and_remembers_its_place(
        self, opened: MainWindow, backend: FakeBackend
    ) -> None:
        assert opened.close()
        assert backend.closed == ["台帳/北信.shoukei"]
        assert opened.restoreGeometry(settings.as_state(settings.WINDOW_GEOMETRY.get()))

    def test_work_under_way_can_be_stopped(self, opened: MainWindow, backend: FakeBackend, qtbot: QtBot) -> None:
        def endless(progress: Progress) -> Outcome[None]:
            while True:
                progress.step()

        opened.desk.write(endless, title="名簿の取込")
        QTimer.singleShot(0, answer("stay"))
        assert not opened.close()
        QTimer.singleShot(0, answer("stop"))
        opened.close()
        qtbot.waitUntil(lambda: not opened.isVisible())
        assert backend.closed == ["台帳/北信.shoukei"]

    def test_work_that_must_finish_is_waited_for(self, opened: MainWindow, qtbot: QtBot) -> None:
        go_on = threading.Event()
        opened.desk.write(lambda _progress: Outcome(go_on.wait(10)), title="移行", cancellable=False)
        QTimer.singleShot(0, answer("wait"))
        assert not opened.close()
        assert opened.isVisible()
        go_on.set()
        qtbot.waitUntil(lambda: not opened.isVisible())


class TestRoom:
    @pytest.mark.parametrize("scale", [100, 115, 130])
    def test_nothing_overflows_the_smallest_screen(self, opened: MainWindow, qtbot: QtBot, scale: int) -> None:
        opened.choose_scale(scale)
        opened.resize(1366, 768)
        QApplication.processEvents()
        assert theme().scale == scale / 100
        assert opened.minimumSizeHint().width() <= 1366
        assert opened.minimumSizeHint().height() <= 768
        assert opened.width() == 1366
        for part in opened.top_bar.findChildren(QPushButton):
            assert part.geometry().right() < opened.top_bar.width()

    def test_larger_type_makes_everything_anew_and_keeps_the_page(
        self, opened: MainWindow, backend: FakeBackend, qtbot: QtBot
    ) -> None:
        opened.go("returns")
        opened.choose_scale(130)
        assert opened.current_page == "returns"
        assert opened.findChildren(QLabel)
        opened.setFocus()
        qtbot.keyClick(opened, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        opened.desk.wait()
        assert backend.undone == ["回答の記録"]

    def test_the_settings_menu_shows_what_holds(self, opened: MainWindow) -> None:
        menu = opened._settings_menu(opened)
        sizes = menu.actions()[0].menu()
        assert [entry.text() for entry in sizes.actions() if entry.isChecked()] == ["100 %"]
        entries = {entry.text(): entry for entry in menu.actions()}
        assert entries["台帳を閉じる"].isEnabled()
        assert entries["郵便番号データの更新…\t2031年1月"].isEnabled()

    def test_a_list_of_postcodes_is_loaded_and_the_result_said(
        self, window: MainWindow, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        titles = []

        def chosen(_parent: object, title: str, *_rest: object) -> Path:
            titles.append(title)
            return Path("utf_ken_all.csv")

        said: list[str] = []
        monkeypatch.setattr(dialogs, "open_file", chosen)
        monkeypatch.setattr(dialogs, "show_notice", lambda _parent, _title, text: said.append(text))
        entries = {entry.text(): entry for entry in window._settings_menu(window).actions()}
        entries["郵便番号データの更新…\t2031年1月"].trigger()
        window.desk.wait()
        assert titles == ["郵便番号データの更新"]
        assert said == ["utf_ken_all.csvを読み込みました。"]
