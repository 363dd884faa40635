"""A page is up to date whenever it is seen, and does no work while it is not."""

from typing import ClassVar

import pytest
from fake_shell import FakeShell
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from shoukei_app.gui.kit.actions import Action
from shoukei_app.gui.kit.page import Page, switch
from shoukei_app.gui.kit.pieces import hint_line
from shoukei_app.usecases.outcome import Outcome, Subject


class FirmsPage(Page):
    title = "名簿"
    subjects = frozenset({Subject.FIRM})
    hints: ClassVar = (("Enter", "開く"),)

    def __init__(self, shell: FakeShell) -> None:
        super().__init__(shell)
        self.refreshed = 0
        self.imported = 0
        self.made = self.set_actions(
            [
                Action("import", "名簿を取り込む…", self.take_in, "download-simple", "Ctrl+I", hint="Excel か CSV"),
                Action("join", "まとめる", lambda: None, enabled=lambda: self.refreshed > 1),
            ],
            primary="import",
            others=["join"],
        )
        self.add(QLabel("内容"), 1)

    def refresh(self) -> None:
        self.refreshed += 1
        self.set_state(f"{self.refreshed}回目")

    def take_in(self) -> None:
        self.imported += 1


@pytest.fixture
def page(qtbot: QtBot, shell: FakeShell) -> FirmsPage:
    made = FirmsPage(shell)
    qtbot.addWidget(made)
    return made


def test_a_hidden_page_waits_until_it_is_shown(page: FirmsPage, shell: FakeShell) -> None:
    assert page.refreshed == 0
    page.show()
    assert page.refreshed == 1
    page.hide()
    for _ in range(3):
        shell.desk.announce(frozenset({Subject.FIRM}))
    assert page.refreshed == 1
    page.show()
    assert page.refreshed == 2
    page.hide()
    page.show()
    assert page.refreshed == 2


def test_a_visible_page_follows_its_own_subjects_only(page: FirmsPage, shell: FakeShell) -> None:
    page.show()
    shell.desk.announce(frozenset({Subject.VISIT}))
    assert page.refreshed == 1
    shell.desk.announce(frozenset({Subject.VISIT, Subject.FIRM}))
    assert page.refreshed == 2


def test_a_page_is_redrawn_after_its_own_write_like_any_other(page: FirmsPage, shell: FakeShell) -> None:
    page.show()
    shell.desk.write(lambda _progress: Outcome(None, frozenset({Subject.FIRM})), title="試験")
    shell.desk.wait()
    assert page.refreshed == 2


def test_actions_become_buttons_and_shortcuts(page: FirmsPage, qtbot: QtBot, shell: FakeShell) -> None:
    page.show()
    buttons = {button.accessibleName(): button for button in page.findChildren(QPushButton)}
    primary = buttons["名簿を取り込む…"]
    assert primary.property("kind") == "primary"
    assert primary.toolTip() == "名簿を取り込む（Ctrl+I）\nExcel か CSV"
    primary.click()
    page.made["import"].trigger()
    assert page.imported == 2
    assert not buttons["まとめる"].isEnabled()
    shell.desk.announce(frozenset({Subject.FIRM}))
    assert buttons["まとめる"].isEnabled()


def test_a_shortcut_works_wherever_the_focus_is_while_the_page_is_seen(page: FirmsPage, qtbot: QtBot) -> None:
    window = QWidget()
    elsewhere = QLineEdit()
    layout = QVBoxLayout(window)
    layout.addWidget(elsewhere)
    layout.addWidget(page)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    elsewhere.setFocus()
    qtbot.keyClick(elsewhere, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    assert page.imported == 1
    page.hide()
    qtbot.keyClick(elsewhere, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    assert page.imported == 1
    page.setParent(None)


def test_a_menu_holds_the_same_actions(page: FirmsPage) -> None:
    menu = page.made.menu(page, ["join", "-", "import"])
    assert [entry.text() for entry in menu.actions()] == ["まとめる", "", "名簿を取り込む…"]


def test_a_switch_keeps_one_view_down(qtbot: QtBot) -> None:
    chosen: list[str] = []
    views = switch([("week", "週"), ("list", "一覧")], chosen.append)
    qtbot.addWidget(views)
    week, listing = views.findChildren(QPushButton)
    assert (week.isChecked(), listing.isChecked()) == (True, False)
    listing.click()
    listing.click()
    assert (week.isChecked(), listing.isChecked()) == (False, True)
    assert chosen == ["list", "list"]


def test_hints_give_way_in_a_narrow_window_and_never_stand_cut(qtbot: QtBot) -> None:
    line = hint_line((("Enter", "受け付ける"), ("Ctrl+F", "一覧から探す"), ("Delete", "選んだ受付を取り消す")))
    qtbot.addWidget(line)
    line.resize(line.sizeHint())
    line.show()
    pairs = [child for child in line.children() if isinstance(child, QWidget)]
    assert [pair.isVisible() for pair in pairs] == [True, True, True]
    line.resize(line.width() - 1, line.height())
    assert [pair.isVisible() for pair in pairs] == [True, True, False]
    assert line.minimumSizeHint().width() < line.sizeHint().width() / 2
