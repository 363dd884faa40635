"""The table: ids at once, lines on demand, sorting, filters, columns, views, the clipboard."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from shoukei_app.domain.query import Query
from shoukei_app.gui import settings
from shoukei_app.gui.kit.lines import BLOCK, BLOCKS_KEPT, GONE, Column, LineModel
from shoukei_app.gui.kit.pieces import EmptyState
from shoukei_app.gui.kit.table import Filter, Table, runs


@dataclass(frozen=True)
class FirmLine:
    id: int
    name: str
    number: str
    staff: int


COLUMNS = (
    Column[FirmLine]("number", "整理番号", lambda line: line.number, code=True),
    Column[FirmLine]("name", "事業者名", lambda line: line.name, sort="name", grow=1),
    Column[FirmLine](
        "staff",
        "従業員数",
        lambda line: f"{line.staff:,}",
        numeric=True,
        sort="staff",
        tone=lambda line: "overdue" if line.staff > 5 else "",
    ),
    Column[FirmLine]("note", "備考", lambda _line: "=1+1", shown=False),
)


@dataclass
class Register:
    """Stands in for the use cases: keeps what it was asked."""

    size: int = 10
    asked: list[Sequence[int]] = field(default_factory=list)
    queries: list[Query] = field(default_factory=list)
    gone: frozenset[int] = frozenset()

    def find(self, query: Query) -> Sequence[int]:
        self.queries.append(query)
        if query.text == "ない":
            return []
        ids = list(range(1, self.size + 1))
        if query.filters:
            ids = ids[:3]
        return ids[::-1] if query.descending else ids

    def lines(self, ids: Sequence[int]) -> list[FirmLine]:
        self.asked.append(ids)
        return [FirmLine(i, f"架空商店{i}", f"{i:05}", i) for i in reversed(ids) if i not in self.gone]


@pytest.fixture
def register() -> Register:
    return Register()


@pytest.fixture
def table(qtbot: QtBot, register: Register) -> Table[FirmLine]:
    made = make(register)
    qtbot.addWidget(made)
    made.resize(700, 400)
    made.show()
    made.refresh()
    return made


def make(register: Register) -> Table[FirmLine]:
    return Table(
        "register",
        COLUMNS,
        find=register.find,
        lines=register.lines,
        filters=[Filter("town", "市町村", lambda: [("a", "架空町"), ("b", "見本村"), ("c", "例示市")])],
        empty=EmptyState("名簿がまだありません"),
    )


class TestModel:
    def test_setting_many_ids_fetches_nothing_and_takes_no_time(self, qtbot: QtBot, register: Register) -> None:
        model = LineModel(COLUMNS, register.lines)
        began = time.perf_counter()
        model.set_ids(range(1, 100_001))
        assert time.perf_counter() - began < 0.05
        assert model.rowCount() == 100_000
        assert register.asked == []

    def test_lines_come_in_blocks_whatever_their_order(self, qtbot: QtBot, register: Register) -> None:
        model = LineModel(COLUMNS, register.lines)
        model.set_ids(range(1, 100_001))
        assert model.index(450, 1).data() == "架空商店451"
        assert model.index(599, 1).data() == "架空商店600"
        assert register.asked == [range(401, 601)]

    def test_memory_is_bounded(self, qtbot: QtBot, register: Register) -> None:
        model = LineModel(COLUMNS, register.lines)
        model.set_ids(range(1, 100_001))
        for row in range(0, 100_000, BLOCK):
            model.cell(row, COLUMNS[1])
        assert len(model._blocks) == BLOCKS_KEPT
        assert model.cell(0, COLUMNS[1]) == "架空商店1"

    def test_a_firm_that_is_gone_says_so(self, qtbot: QtBot) -> None:
        register = Register(gone=frozenset({2}))
        model = LineModel(COLUMNS, register.lines)
        model.set_ids([1, 2, 3])
        assert [model.index(row, 1).data() for row in range(3)] == ["架空商店1", GONE, "架空商店3"]

    def test_figures_stand_right_and_states_are_coloured(self, table: Table[FirmLine]) -> None:
        model = table.model
        role = Qt.ItemDataRole
        assert model.index(0, 2).data(role.TextAlignmentRole) & Qt.AlignmentFlag.AlignRight
        assert model.index(0, 0).data(role.TextAlignmentRole) & Qt.AlignmentFlag.AlignLeft
        assert model.index(0, 0).data(role.FontRole).family() == "BIZ UDGothic"
        assert model.index(0, 1).data(role.FontRole) is None
        assert model.index(0, 2).data(role.ForegroundRole) is None
        assert model.index(9, 2).data(role.ForegroundRole) is not None


class TestSortingAndFiltering:
    def test_a_heading_sorts_up_then_down_and_is_remembered(
        self, table: Table[FirmLine], register: Register, qtbot: QtBot
    ) -> None:
        table._on_heading(1)
        assert (table.query.sort, table.query.descending) == ("name", False)
        assert table.model.headerData(1, Qt.Orientation.Horizontal) == "事業者名 ↑"
        table._on_heading(1)
        assert register.queries[-1] == Query(sort="name", descending=True)
        assert table.model.index(0, 1).data() == "架空商店10"
        again = make(register)
        qtbot.addWidget(again)
        assert again.query == Query(sort="name", descending=True)

    def test_a_heading_without_a_key_does_nothing(self, table: Table[FirmLine], register: Register) -> None:
        before = len(register.queries)
        table._on_heading(0)
        assert len(register.queries) == before

    def test_typing_searches_after_a_pause(self, table: Table[FirmLine], register: Register, qtbot: QtBot) -> None:
        table._search.setText("みほん")
        assert register.queries[-1].text == ""
        qtbot.waitUntil(lambda: register.queries[-1].text == "みほん")

    def test_filters_are_shown_as_chips_that_take_them_off(self, table: Table[FirmLine], register: Register) -> None:
        table._set_filter("town", ("a", "b", "c"))
        assert register.queries[-1].filters == {"town": ("a", "b", "c")}
        chip = table._chips.itemAt(0).widget()
        assert isinstance(chip, QPushButton)
        assert chip.text() == "市町村：架空町、見本村 ほか1 ✕"
        chip.click()
        assert register.queries[-1].filters == {}
        assert table._chips.count() == 0

    def test_nothing_found_offers_to_take_the_filters_off(self, table: Table[FirmLine]) -> None:
        table.set_query(Query(text="ない"))
        assert table._stack.currentWidget() is table._nothing
        table.clear_filters()
        assert table._stack.currentWidget() is table.view
        assert table._search.text() == ""

    def test_an_empty_register_says_what_to_do(self, qtbot: QtBot) -> None:
        table = make(Register(size=0))
        qtbot.addWidget(table)
        table.refresh()
        assert table._stack.currentWidget() is table._empty
        assert table.bar.isHidden()


class TestSelection:
    def test_refreshing_keeps_it_by_id(self, table: Table[FirmLine]) -> None:
        table.view.selectRow(2)
        assert (table.selected_ids(), table.current_id()) == ([3], 3)
        table.set_query(Query(sort="name", descending=True))
        assert (table.selected_ids(), table.current_id()) == ([3], 3)
        assert table.view.selected_rows() == [7]

    def test_all_of_100_000_rows_are_selected_and_kept_at_once(self, qtbot: QtBot) -> None:
        table = make(Register(size=100_000))
        qtbot.addWidget(table)
        table.show()
        table.refresh()
        began = time.perf_counter()
        table.view.selectAll()
        table.view.repaint()
        table.refresh()
        assert len(table.selected_ids()) == 100_000
        assert time.perf_counter() - began < 1.5
        assert "100,000件を選択中" in table._count.text()

    def test_select_goes_to_a_row(self, table: Table[FirmLine]) -> None:
        assert table.select(8)
        assert table.current_id() == 8
        assert not table.select(99)

    def test_enter_and_double_click_open(self, table: Table[FirmLine], qtbot: QtBot) -> None:
        table.view.selectRow(4)
        with qtbot.waitSignal(table.opened) as opened:
            qtbot.keyClick(table.view, Qt.Key.Key_Return)
        assert opened.args == [5]

    def test_runs(self) -> None:
        assert runs([]) == []
        assert runs([0, 1, 2, 5, 7, 8]) == [(0, 3), (5, 6), (7, 9)]


class TestColumns:
    def test_the_choice_is_remembered_and_can_be_taken_back(self, table: Table[FirmLine], register: Register) -> None:
        assert [column.key for column in table.view.shown_columns()] == ["number", "name", "staff"]
        table.view.show_column("note", shown=True)
        table.view.show_column("staff", shown=False)
        assert [column.key for column in table.view.shown_columns()] == ["number", "name", "note"]
        assert [column.key for column in make(register).view.shown_columns()] == ["number", "name", "note"]
        table.view.show_default_columns()
        assert [column.key for column in table.view.shown_columns()] == ["number", "name", "staff"]

    def test_a_width_is_remembered_and_a_growing_column_takes_the_rest(
        self, table: Table[FirmLine], register: Register, qtbot: QtBot
    ) -> None:
        assert table.view.columnWidth(1) > 300
        table.view.setColumnWidth(0, 77)
        assert settings.widths_of("register").get() == {"number": 77}
        assert make(register).view.columnWidth(0) == 77

    def test_a_view_is_saved_shown_and_forgotten(self, table: Table[FirmLine]) -> None:
        table.view.show_columns(["name"])
        table.set_query(Query(text="架空", filters={"town": ("a",)}, sort="staff", descending=True))
        saved = table.query
        table.save_view("大きい順")
        table.view.show_default_columns()
        table.set_query(Query())
        table.show_view("大きい順")
        assert table.query == saved
        assert [column.key for column in table.view.shown_columns()] == ["name"]
        table.forget_view("大きい順")
        assert settings.views_of("register").get() == {}


class TestClipboard:
    def test_rows_go_to_excel_with_their_zeros(self, table: Table[FirmLine], qtbot: QtBot) -> None:
        table.view.show_columns(["number", "staff", "note"])
        table.view.selectRow(1)
        qtbot.keyClick(table.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
        mime = QGuiApplication.clipboard().mimeData()
        assert mime.text() == "整理番号\t従業員数\t備考\r\n00002\t2\t=1+1\r\n"
        assert "mso-number-format:'\\@'\">00002</td>" in mime.html()
        assert "<td>2</td>" in mime.html()
        assert "mso-number-format:'\\@'\">=1+1</td>" in mime.html()

    def test_all_rows_are_copied_in_blocks(self, qtbot: QtBot) -> None:
        register = Register(size=1000)
        table = make(register)
        qtbot.addWidget(table)
        table.refresh()
        table.view.selectAll()
        table.view.copy()
        assert QGuiApplication.clipboard().text().count("\r\n") == 1001
        assert len(register.asked) == 5
