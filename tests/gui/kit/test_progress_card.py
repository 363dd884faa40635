"""Long work is shown, short work is not; the line at the bottom goes by itself."""

import threading
import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from shoukei_app.domain.progress import Progress
from shoukei_app.gui.kit import toast
from shoukei_app.gui.kit.desk import Desk
from shoukei_app.gui.kit.progress_card import ProgressCard, remaining
from shoukei_app.gui.kit.toast import Toast
from shoukei_app.usecases.outcome import Outcome


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    made.resize(800, 600)
    qtbot.addWidget(made)
    made.show()
    return made


def test_short_work_shows_nothing(desk: Desk, window: QWidget, qtbot: QtBot) -> None:
    card = ProgressCard(desk, window)
    seen = []
    for _ in range(5):
        desk.write(
            lambda _progress: Outcome(time.sleep(0.02)), title="試験", done=lambda _v: seen.append(card.isVisible())
        )
    desk.wait()
    assert seen == [False] * 5


def test_long_work_is_shown_and_can_be_stopped(desk: Desk, window: QWidget, qtbot: QtBot) -> None:
    card = ProgressCard(desk, window)

    def endless(progress: Progress) -> Outcome[None]:
        progress.start("行を読んでいます", 13748)
        while True:
            progress.step(0)
            progress.done = 1234
            time.sleep(0.002)

    desk.write(endless, title="名簿の取込")
    desk.write(lambda _progress: Outcome(None), title="次")
    qtbot.waitUntil(card.isVisible)
    assert card._title.text() == "名簿の取込"
    assert card._words.text() == "行を読んでいます　1,234 / 13,748"
    assert "ほか 1 件" in card._left.text()
    (stop,) = card.findChildren(QPushButton)
    with qtbot.waitSignal(desk.stopped):
        stop.click()
    qtbot.waitUntil(lambda: desk.idle and not card.isVisible())


def test_work_that_cannot_be_cancelled_has_no_button(desk: Desk, window: QWidget, qtbot: QtBot) -> None:
    card = ProgressCard(desk, window)
    go_on = threading.Event()
    desk.read(lambda _progress: go_on.wait(10), title="移行", done=lambda _value: None, cancellable=False)
    qtbot.waitUntil(card.isVisible)
    assert not card.findChildren(QPushButton)[0].isVisible()
    go_on.set()
    desk.wait()


@pytest.mark.parametrize(
    ("elapsed", "done", "total", "words"),
    [
        (1.0, 10, 100, ""),
        (10.0, 0, 100, ""),
        (10.0, 100, 0, ""),
        (10.0, 90, 100, "まもなく終わります"),
        (10.0, 20, 100, "残り約 40 秒"),
        (60.0, 20, 100, "残り約 4 分"),
        (3600.0, 25, 100, "残り約 3.0 時間"),
    ],
)
def test_what_is_left_is_said_coarsely(elapsed: float, done: int, total: int, words: str) -> None:
    assert remaining(elapsed, done, total) == words


def test_a_toast_offers_a_way_back_and_goes(window: QWidget, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    line = Toast(window)
    undone: list[bool] = []
    line.say("13,748件を取り込みました", "元に戻す", lambda: undone.append(True))
    assert line.words == "13,748件を取り込みました"
    (action,) = line.findChildren(QPushButton)
    qtbot.mouseClick(action, Qt.MouseButton.LeftButton)
    assert undone == [True]
    assert line.words == ""
    line._timer.setInterval(20)
    line.say("保存しました")
    assert not action.isVisible()
    qtbot.waitUntil(lambda: line.words == "")
    assert toast.SHOWN_MS >= 5000
