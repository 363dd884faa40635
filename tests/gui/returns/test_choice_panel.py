"""The choices of a question, and the question by itself: set out in the width there is, pressed with the mouse."""

import pytest
from posted_campaign import CAMPAIGN
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from shoukei_app.domain.query import Query
from shoukei_app.gui.sheet.choice_panel import ChoicePanel
from shoukei_app.gui.sheet.one_question import OneQuestion
from shoukei_app.store.ledger import Ledger
from shoukei_app.usecases import ledgers, targets

QUESTIONNAIRE = ledgers.default_questionnaire()
PROBLEMS = QUESTIONNAIRE.by_id["problems"].choices


@pytest.fixture
def panel(qtbot: QtBot) -> ChoicePanel:
    made = ChoicePanel()
    qtbot.addWidget(made)
    return made


@pytest.mark.parametrize("width", [420, 700, 1100, 1800])
def test_choices_stand_apart_and_within(panel: ChoicePanel, width: int) -> None:
    panel.show_choices(PROBLEMS)
    panel.fit(width)
    panel.resize(width, panel.height())
    places = [panel.place_of(choice.code) for choice in PROBLEMS]
    assert all(panel.rect().contains(place) for place in places)
    assert not any(a.intersects(b) for at, a in enumerate(places) for b in places[at + 1 :])


def test_a_press_gives_the_code_under_the_mouse(panel: ChoicePanel, qtbot: QtBot) -> None:
    panel.show_choices(PROBLEMS)
    panel.fit(700)
    panel.resize(700, panel.height())
    panel.show()
    pressed: list[int] = []
    panel.pressed.connect(pressed.append)
    for code in (1, 9, 16):
        QTest.mouseClick(panel, Qt.MouseButton.LeftButton, pos=panel.place_of(code).center())
    assert pressed == [1, 9, 16]
    with pytest.raises(ValueError, match="17"):
        panel.place_of(17)


def test_what_is_ticked_is_painted_as_such(panel: ChoicePanel) -> None:
    panel.show_choices(PROBLEMS)
    panel.fit(700)
    panel.resize(700, panel.height())
    before = panel.grab().toImage()
    panel.tick({2})
    after = panel.grab().toImage()
    ticked, other = panel.place_of(2), panel.place_of(3)
    assert before.copy(ticked) != after.copy(ticked)
    assert before.copy(other) == after.copy(other)
    panel.tick(())
    assert panel.grab().toImage() == before


def test_a_question_by_itself_takes_the_room_of_its_words(qtbot: QtBot, file_ledger: Ledger) -> None:
    line = targets.lines(file_ledger, targets.find(file_ledger, CAMPAIGN, Query()))[0]
    alone = OneQuestion()
    qtbot.addWidget(alone)
    alone.resize(1000, 500)
    alone.show()
    alone.ask(QUESTIONNAIRE, line, "problems", "紙のとおりに")
    QApplication.processEvents()
    choices, edit = alone.current.choices, alone.current.edit
    wide = choices.height()
    assert choices.geometry().bottom() < edit.geometry().top()
    alone.resize(420, 900)
    QApplication.processEvents()
    assert choices.height() > wide
    assert choices.geometry().bottom() < edit.geometry().top()
