"""The search box: a pause, groups, the keyboard."""

from collections.abc import Sequence

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QMainWindow, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from shoukei_app.gui.kit.search import Hit, SearchBox

HITS = (
    Hit("register", 1, "架空商店", "架空町", "事業者"),
    Hit("register", 2, "架空工業", "見本村", "事業者"),
    Hit("returns", "0041-7", "0041-7", "架空商店", "整理番号"),
)


@pytest.fixture
def asked() -> list[str]:
    return []


@pytest.fixture
def box(qtbot: QtBot, asked: list[str]) -> SearchBox:
    def search(text: str) -> Sequence[Hit]:
        asked.append(text)
        return [] if text == "none" else HITS

    window = QMainWindow()
    content = QWidget()
    window.setCentralWidget(content)
    made = SearchBox(search, "探す")
    layout = QVBoxLayout(content)
    layout.addWidget(made)
    layout.addWidget(QLineEdit())
    window.resize(600, 400)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    made.setFocus()
    qtbot.waitUntil(made.hasFocus)
    made.kept = window  # type: ignore[attr-defined]  # or the window dies before the test
    return made


def test_it_asks_once_after_the_typing(box: SearchBox, asked: list[str], qtbot: QtBot) -> None:
    qtbot.keyClicks(box, "kaku")
    assert asked == []
    qtbot.waitUntil(lambda: box.hits == list(HITS))
    assert asked == ["kaku"]


def test_the_arrows_pass_over_headings(box: SearchBox, qtbot: QtBot) -> None:
    box.setText("架空")
    box.look()
    qtbot.keyClick(box, Qt.Key.Key_Down)
    qtbot.keyClick(box, Qt.Key.Key_Down)
    qtbot.keyClick(box, Qt.Key.Key_Down)
    with qtbot.waitSignal(box.chosen) as chosen:
        qtbot.keyClick(box, Qt.Key.Key_Return)
    assert chosen.args == [HITS[2]]
    assert box.text() == ""
    assert box.hits == []


def test_enter_right_after_typing_searches_first(box: SearchBox, qtbot: QtBot, asked: list[str]) -> None:
    qtbot.keyClicks(box, "kaku")
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert asked == ["kaku"]
    with qtbot.waitSignal(box.chosen) as chosen:
        qtbot.keyClick(box, Qt.Key.Key_Return)
    assert chosen.args == [HITS[0]]


def test_escape_closes_and_then_empties(box: SearchBox, qtbot: QtBot) -> None:
    box.setText("架空")
    box.look()
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert (box.hits, box.text()) == ([], "架空")
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert box.text() == ""
    with qtbot.waitSignal(box.left):
        qtbot.keyClick(box, Qt.Key.Key_Escape)


def test_nothing_found_is_said(box: SearchBox, qtbot: QtBot) -> None:
    box.setText("none")
    box.look()
    assert box._popup is not None
    assert box._popup._nothing.isVisible()
    qtbot.keyClick(box, Qt.Key.Key_Down)
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert box.hits == []


def test_leaving_the_box_closes_the_list(box: SearchBox, qtbot: QtBot) -> None:
    box.setText("架空")
    box.look()
    other = box.window().findChildren(QLineEdit)[1]
    other.setFocus()
    qtbot.waitUntil(lambda: box.hits == [])
