"""Messages, questions, and files to open and save."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.gui import settings
from shoukei_app.gui.kit import dialogs
from shoukei_app.gui.kit.dialogs import Choice, Notice


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


def press(name: str) -> Callable[[], None]:
    def pressing() -> None:
        notice = QApplication.activeModalWidget()
        assert isinstance(notice, Notice)
        button = notice.findChild(QPushButton, name)
        assert button is not None
        button.click()

    return pressing


def test_a_problem_is_shown_in_words_and_does_not_block(window: QWidget, qtbot: QtBot) -> None:
    notice = dialogs.show_problem(window, Problem(ProblemKind.FILE_EMPTY, path="名簿.xlsx"))
    assert "名簿.xlsx" in notice.text.text()
    assert notice.isVisible()
    button = notice.findChild(QPushButton, "close")
    assert button is not None
    with qtbot.waitSignal(notice.finished):
        button.click()


def test_a_question_gives_the_key_of_the_verb(window: QWidget) -> None:
    QTimer.singleShot(0, press("take"))
    choices = [Choice("leave", "取り込まない"), Choice("take", "取り込む", "primary")]
    assert dialogs.ask(window, "取り込みますか", "3件あります。", choices) == "take"


def test_escape_answers_nothing(window: QWidget) -> None:
    def escape() -> None:
        notice = QApplication.activeModalWidget()
        assert isinstance(notice, Notice)
        notice.reject()

    QTimer.singleShot(0, escape)
    assert not dialogs.confirm(window, "消しますか", "あとで元に戻せます。", "消す", danger=True)


def test_details_are_folded_away(window: QWidget) -> None:
    notice = dialogs.show_notice(window, "題", "文", details="builtins.KeyError")
    box = notice.findChild(QPlainTextEdit)
    assert box is not None
    assert not box.isVisible()
    fold = next(button for button in notice.findChildren(QPushButton) if button.accessibleName() == "詳しい内容")
    fold.click()
    assert box.isVisible()
    notice.close()


class TestFiles:
    def test_the_folder_is_remembered_by_purpose(
        self, window: QWidget, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked: list[str] = []

        def choose(_parent: object, _title: str, folder: str, kinds: str) -> tuple[str, str]:
            asked.append(folder)
            assert kinds.startswith("名簿 (*.xlsx ")
            return str(tmp_path / "名簿.xlsx"), ""

        monkeypatch.setattr(QFileDialog, "getOpenFileName", choose)
        assert dialogs.open_file(window, "開く", [dialogs.LIST_FILE], "list") == tmp_path / "名簿.xlsx"
        dialogs.open_file(window, "開く", [dialogs.LIST_FILE], "list")
        dialogs.open_file(window, "開く", [dialogs.LIST_FILE], "other")
        assert asked == ["", str(tmp_path), ""]

    def test_a_folder_that_is_gone_is_not_proposed(self, tmp_path: Path) -> None:
        settings.folder_for("list").set(str(tmp_path / "抜いた"))
        assert settings.existing_folder("list") == ""

    @pytest.mark.parametrize(("typed", "expected"), [("表", "表.xlsx"), ("表.xlsx", "表.xlsx"), ("v1.2", "v1.2.xlsx")])
    def test_the_suffix_is_added_where_it_lacks(
        self, window: QWidget, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: str, expected: str
    ) -> None:
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / typed), ""))
        saved = dialogs.save_file(window, "保存", dialogs.WORKBOOK, "一覧.xlsx", "export")
        assert saved == tmp_path / expected

    def test_completing_a_name_never_replaces_a_file_unasked(
        self, window: QWidget, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "表.xlsx").touch()
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "表"), ""))
        QTimer.singleShot(0, press("no"))
        assert dialogs.save_file(window, "保存", dialogs.WORKBOOK, "一覧.xlsx", "export") is None

    def test_giving_up_gives_nothing(self, window: QWidget, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
        monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: "")
        assert dialogs.save_file(window, "保存", dialogs.PDF, "a.pdf", "pdf") is None
        assert dialogs.choose_folder(window, "場所", "sample") is None


def test_a_sheet_stays_until_its_verb_succeeds(qtbot: QtBot) -> None:
    sheet = dialogs.Sheet(None, "名前", QLabel("内容"), "保存")
    qtbot.addWidget(sheet)
    sheet.run = lambda: False  # type: ignore[method-assign]  # how a page gives its work
    sheet.open()
    sheet.verb.click()
    assert sheet.isVisible()
    sheet.run = lambda: True  # type: ignore[method-assign]  # likewise
    sheet.verb.click()
    assert not sheet.isVisible()
