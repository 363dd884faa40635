"""The list of a filter's values: it stays open, counts, is searched, and lets everything go at once."""

from pytestqt.qtbot import QtBot

from shoukei_app.gui.kit.filters import Filter, FilterPopup
from shoukei_app.gui.kit.theme import theme

TOWNS = [(str(number), f"架空{number}町") for number in range(15)]


def popup(qtbot: QtBot, one: Filter, ticked: tuple[str, ...] = ()) -> tuple[FilterPopup, list[tuple[str, ...]]]:
    made = FilterPopup(None, one, ticked)
    qtbot.addWidget(made)
    told: list[tuple[str, ...]] = []
    made.chosen.connect(told.append)
    return made, told


def test_every_tick_is_told_with_all_that_are_ticked(qtbot: QtBot) -> None:
    made, told = popup(qtbot, Filter("town", "市町村", lambda: TOWNS, lambda: {"3": 1200}), ("3",))
    made.boxes["5"].click()
    made.boxes["3"].click()
    assert told == [("3", "5"), ("5",)]
    assert "1,200件" in [one.text() for _words, parts in made._lines for one in parts if one is not made.boxes["3"]]  # type: ignore[attr-defined]


def test_everything_is_let_go_at_once(qtbot: QtBot) -> None:
    made, told = popup(qtbot, Filter("town", "市町村", lambda: TOWNS), ("3", "4"))
    made._off.click()
    assert told == [()]
    assert not made._off.isEnabled()


def test_many_values_are_searched_in_any_width(qtbot: QtBot) -> None:
    made, _ = popup(qtbot, Filter("town", "市町村", lambda: TOWNS))
    made.search.setText("１２")
    assert [value for value, box in made.boxes.items() if not box.isHidden()] == ["12"]
    few, _ = popup(qtbot, Filter("town", "市町村", lambda: TOWNS[:3]))
    assert few.search.isHidden()


def test_the_list_has_a_ground_of_its_own(qtbot: QtBot) -> None:
    made, _ = popup(qtbot, Filter("town", "市町村", lambda: TOWNS))
    picture = made.grab().toImage()
    assert picture.pixelColor(4, made.height() // 2) == theme().color("surface"), "a translucent window has none"
