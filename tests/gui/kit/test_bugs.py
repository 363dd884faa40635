"""The door for bugs: shown once, logged without what a person typed, on every thread."""

import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.gui.kit import bugs, dialogs
from shoukei_app.gui.kit.bugs import Door


def secret() -> None:
    names = {"架空商店": 1}
    try:
        names["信濃 太郎"]
    except KeyError as error:
        message = "C:\\Users\\信濃\\名簿.xlsx"
        raise ValueError(message) from error


def caught() -> ValueError:
    try:
        secret()
    except ValueError as error:
        return error
    raise AssertionError


@pytest.fixture
def door(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Door]:
    monkeypatch.setattr(bugs, "log_file", lambda: tmp_path / "記録" / "bugs.log")
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    made = Door(qapp)
    made.install()
    yield made
    made.deleteLater()


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    titles: list[str] = []
    original = dialogs.show_notice

    def show(*arguments: object, **more: object) -> dialogs.Notice:
        titles.append(str(arguments[1]))
        return original(*arguments, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(dialogs, "show_notice", show)
    return titles


def test_a_description_holds_places_but_no_data() -> None:
    text = bugs.describe(caught())
    assert "builtins.ValueError" in text
    assert "builtins.KeyError" in text
    assert "test_bugs.py:" in text
    assert "secret" in text
    for word in ("信濃", "架空", "名簿", "Users", str(Path.home())):
        assert word not in text


def test_a_bug_is_logged_and_shown_once(door: Door, shown: list[str], qtbot: QtBot, capsys: object) -> None:
    error = caught()
    sys.excepthook(type(error), error, error.__traceback__)
    sys.excepthook(type(error), error, error.__traceback__)
    qtbot.waitUntil(lambda: bool(shown))
    qtbot.wait(20)
    assert shown == ["予期しない不具合が起きました"]
    log = bugs.log_file().read_text(encoding="utf-8")
    assert log.count("builtins.ValueError") == 2
    assert "信濃" not in log
    assert door._shown is not None
    door._shown.accept()
    assert door._shown is None


def test_a_bug_on_another_thread_comes_to_the_same_door(door: Door, shown: list[str], qtbot: QtBot) -> None:
    thread = threading.Thread(target=secret)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: shown == ["予期しない不具合が起きました"])
    assert door._shown is not None
    door._shown.accept()


def test_a_problem_raised_anywhere_is_no_bug(door: Door, shown: list[str], qtbot: QtBot) -> None:
    problem = Problem(ProblemKind.NOTHING_TO_UNDO)
    sys.excepthook(type(problem), problem, None)
    qtbot.waitUntil(lambda: shown == ["できませんでした"])
    assert not bugs.log_file().exists()
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, dialogs.Notice):
            widget.close()


def test_a_log_that_cannot_be_written_is_no_second_accident(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setattr(bugs, "log_file", lambda: tmp_path / "file" / "bugs.log")
    bugs.write_log("試験")


def test_the_log_does_not_grow_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "bugs.log"
    monkeypatch.setattr(bugs, "log_file", lambda: file)
    file.write_bytes(b"x" * (bugs.LOG_BYTES_KEPT + 1))
    bugs.write_log("新しい")
    assert file.stat().st_size < 1000
    assert file.with_suffix(".old").exists()
