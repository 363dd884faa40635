"""Charts: what a click gives, what a screen reader hears, and that figures on axes are round."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from shoukei_app.domain import tokens
from shoukei_app.gui.kit.chart import (
    Bar,
    BarList,
    BarRows,
    CountRows,
    CumulativeLine,
    Funnel,
    Marker,
    nice_step,
    tick_days,
)

STAGES = (
    Bar("mailed", "発送", 3482, "3,482"),
    Bar("replied", "回答", 1207, "1,207", "有効回収率 35.2 %"),
    Bar("referred", "センター相談", 0, "0", tone="done"),
)


@pytest.mark.parametrize("kind", [BarList, Funnel, CountRows])
class TestRows:
    def test_a_click_gives_the_key(self, kind: type[BarRows], qtbot: QtBot) -> None:
        rows = kind("流れ")
        qtbot.addWidget(rows)
        rows.show_bars(STAGES)
        rows.resize(600, 200)
        rows.show()
        with qtbot.waitSignal(rows.clicked) as clicked:
            qtbot.mouseClick(rows, Qt.MouseButton.LeftButton, pos=rows.row_rect(1).center())
        assert clicked.args == ["replied"]
        qtbot.mouseClick(rows, Qt.MouseButton.LeftButton, pos=QPoint(5, 199))
        assert not rows.grab().isNull()

    def test_the_keyboard_does_the_same(self, kind: type[BarRows], qtbot: QtBot) -> None:
        rows = kind("流れ")
        qtbot.addWidget(rows)
        rows.show_bars(STAGES)
        for _ in range(5):
            qtbot.keyClick(rows, Qt.Key.Key_Down)
        with qtbot.waitSignal(rows.clicked) as clicked:
            qtbot.keyClick(rows, Qt.Key.Key_Return)
        assert clicked.args == ["referred"]

    def test_a_screen_reader_hears_the_figures(self, kind: type[BarRows], qtbot: QtBot) -> None:
        rows = kind("流れ")
        qtbot.addWidget(rows)
        rows.show_bars(STAGES)
        assert rows.accessibleName() == "流れ"
        assert rows.accessibleDescription() == "発送 3,482、回答 1,207 有効回収率 35.2 %、センター相談 0"

    def test_nothing_to_show_is_no_accident(self, kind: type[BarRows], qtbot: QtBot) -> None:
        rows = kind("流れ")
        qtbot.addWidget(rows)
        rows.resize(300, 100)
        rows.show_bars([])
        assert not rows.grab().isNull()
        qtbot.keyClick(rows, Qt.Key.Key_Return)
        rows.show_bars([Bar("a", "発送", 0, "0")])
        assert rows.share(rows.bars[0]) == 0


def test_a_bar_is_as_long_as_its_share(qtbot: QtBot) -> None:
    rows = BarList("回収率")
    qtbot.addWidget(rows)
    rows.show_bars([Bar("a", "", 35, "35 %"), Bar("b", "", 120, "120 %")], maximum=100)
    assert [rows.share(bar) for bar in rows.bars] == [0.35, 1.0]
    picture = rows.grab().toImage()
    assert picture.pixelColor(10, rows.row_rect(0).center().y() - 1).name().upper() != tokens.LIGHT.overdue


class TestLine:
    def test_it_says_how_things_stand(self, qtbot: QtBot) -> None:
        line = CumulativeLine("回答の累計")
        qtbot.addWidget(line)
        begin = date(2026, 9, 1)
        days = [(begin + timedelta(days=number), number * 20) for number in range(58)]
        line.show_days(days, goal=1400, markers=[Marker(date(2026, 9, 28), "督促状")], until=date(2026, 11, 30))
        assert line.accessibleDescription() == "10月28日までに 1,140件、目標 1,400件"
        line.resize(600, 260)
        line.show()
        qtbot.mouseMove(line, QPoint(300, 120))
        qtbot.waitUntil(lambda: line._pointed is not None)
        assert not line.grab().isNull()

    @pytest.mark.parametrize("points", [[], [(date(2026, 9, 1), 0)], [(date(2026, 9, 1), 5), (date(2026, 9, 2), 5)]])
    def test_few_days_are_no_accident(self, qtbot: QtBot, points: list[tuple[date, int]]) -> None:
        line = CumulativeLine("回答の累計")
        qtbot.addWidget(line)
        line.show_days(points)
        assert not line.grab().isNull()


@given(st.integers(1, 10**7), st.integers(2, 6))
def test_steps_are_round_and_enough(highest: int, lines: int) -> None:
    step = nice_step(highest, lines)
    assert step * lines >= highest
    assert str(step).strip("0") in {"1", "2", "4", "5", "25"}


@given(st.dates(date(2000, 1, 1), date(2050, 1, 1)), st.integers(0, 1500), st.integers(0, 30))
def test_days_under_an_axis_are_few(first: date, span: int, most: int) -> None:
    days = tick_days(first, first + timedelta(days=span), most)
    assert days[0] == first
    assert days == sorted(days)
    assert len(days) <= max(2, most) or span > 364


def test_an_earlier_curve_stands_on_the_same_axes(qtbot: QtBot) -> None:
    line = CumulativeLine("回収の推移")
    qtbot.addWidget(line)
    line.resize(400, 200)
    days = [date(2026, 7, 1) + timedelta(days=place) for place in range(5)]
    now = [(day, 10 * place) for place, day in enumerate(days[:3])]
    line.show_days(now, earlier=[(day, 30 * place) for place, day in enumerate(days)], earlier_name="令和7年度")
    assert line.accessibleDescription() == "7月3日までに 20件、令和7年度 は 120件"
    frame = line._frame()
    assert line._x(frame, days[-1]) == pytest.approx(frame.right())
    assert line._y(frame, 120) >= frame.top()
    with_earlier = line.grab().toImage()
    line.show_days(now)
    assert line.grab().toImage() != with_earlier
