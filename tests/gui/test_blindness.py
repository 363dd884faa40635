"""Blindness: while the second entry of a sheet is due, nothing that its keyer can open tells what the first one read.

Two ledgers are made that differ in nothing but the first keyer's answers. Whatever the second keyer opens, searches,
sorts, filters, copies, exports or runs must be the same in both: what is the same cannot tell. Words and numbers that
only the answers hold are looked for as well, also in what the widgets hold without showing it.
"""

import re
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cache, partial
from pathlib import Path

import click
import openpyxl
import pypdfium2  # type: ignore[import-untyped]
import pytest
from click.testing import CliRunner
from posted_campaign import CAMPAIGN, post_first_run
from PySide6.QtCore import QAbstractListModel, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from shoukei_app.cli.main import shoukei
from shoukei_app.domain.answers import Answer, AnswerSheet
from shoukei_app.domain.history import Act
from shoukei_app.domain.organisation import OrganisationKind
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.query import Query
from shoukei_app.domain.receipt import Arrival
from shoukei_app.domain.target import TargetLine
from shoukei_app.domain.verification import Stage
from shoukei_app.gui.kit.search import SearchBox
from shoukei_app.gui.kit.table import Table
from shoukei_app.gui.kit.table_view import TableView
from shoukei_app.gui.main_window import MainWindow
from shoukei_app.gui.pages import PAGES, backend
from shoukei_app.usecases import entry, flags, ledgers, organisations, receipts, targets, verification
from shoukei_app.usecases.entry import FIRST, SECOND, DraftSheet, Keyed
from shoukei_app.usecases.organisations import NewOrganisation, NewPerson

A, B = "小口 直人", "上條 葵"
KEYED_AT, NOW = datetime(2026, 7, 10, 9, 0), datetime(2026, 7, 10, 9, 30)
WORDS = "蛍石の倉庫"
NUMBERS = ("73913", "1907")
TELLING: AnswerSheet = {
    "form": Answer((2,)),
    "founded": Answer(number=1907),
    "staff": Answer(number=73913),
    "age": Answer(number=77),
    "intention": Answer((1,)),
    "successor": Answer((3,)),
    "problems": Answer((2, 16), text=WORDS),
    "support": Answer((2,)),
    "visit": Answer((1,)),
    "consent": Answer((1, 4)),
    "remarks": Answer(text=WORDS),
}
SILENT: AnswerSheet = {"age": Answer(number=41), "intention": Answer((5,)), "visit": Answer((3,))}
EFFORT = {"age": (3, 2.0), "visit": (1, 0.5), "remarks": (60, 30.0)}
OTHERS: AnswerSheet = {"age": Answer(number=72), "intention": Answer((1,)), "successor": Answer((3,))}

Seen = dict[str, str]


def make(path: Path, answers: AnswerSheet) -> list[TargetLine]:
    """Six firms: the first sheet is settled, the second keyed once by A, the third half keyed by A; the rest is out."""
    act = Act("山岸", datetime(2026, 7, 1, 12, 0))
    ledger = ledgers.create(path, act, name="調査", fiscal_year=2026, deadline=date(2026, 7, 31))
    post_first_run(ledger, act)
    team = NewOrganisation(
        OrganisationKind.SHOKOKAI, "見本商工会", areas=("20201",), persons=(NewPerson(A), NewPerson(B))
    )
    organisations.add(ledger, act, team)
    lines = list(targets.lines(ledger, targets.find(ledger, CAMPAIGN, Query(sort="number"))))
    for line in lines[:3]:
        receipts.receive(ledger, act, CAMPAIGN, line.number, Arrival(date(2026, 7, 9)), anyway=True)
    first = Act(A, KEYED_AT)
    entry.record(ledger, act, lines[0].number, Keyed(OTHERS, effort=EFFORT), final=True)
    flags.run_rules(ledger, act, CAMPAIGN, today=date(2026, 7, 9))
    keyed = Keyed(answers, {"age": WORDS} if answers is TELLING else {"age": "読みにくい"}, EFFORT)
    entry.record(ledger, first, lines[1].number, keyed, keyer=A)
    entry.keep_draft(ledger, DraftSheet(lines[2].id, FIRST, A, keyed, "remarks", KEYED_AT))
    assert verification.standing(ledger, lines[1].id).stage is Stage.KEYED  # type: ignore[union-attr]
    ledger.close()
    held = CliRunner().invoke(shoukei, ["meeting", "create", str(path), "--on", "2026-07-15"])
    assert held.exit_code == 0, held.output
    return lines


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The two ledgers, under one name in two folders."""
    folder = tmp_path_factory.mktemp("blind")
    made = []
    for name, answers in (("a", TELLING), ("b", SILENT)):
        place = folder / name
        place.mkdir()
        make(place / "台帳.shoukei", answers)
        made.append(place / "台帳.shoukei")
    return made[0], made[1]


# --- the window ----------------------------------------------------------------------------------------------------

SAYINGS = {
    "toolTip", "statusTip", "whatsThis", "windowTitle", "accessibleName", "accessibleDescription", "text",
    "placeholderText", "title",
}  # fmt: skip
"""What a widget can be asked for words by."""


@cache
def sayings(kind: type[QWidget]) -> tuple[str, ...]:
    """Those that this kind of widget answers, in their order."""
    return tuple(name for name in sorted(SAYINGS) if hasattr(kind, name))


class Visitor:
    """The second keyer's way through the window: opens everything and writes down all there is to see or hear."""

    def __init__(self, qtbot: QtBot, ledger: Path) -> None:
        self.qtbot = qtbot
        self.folder = str(ledger.parent)
        self.seen: Seen = {}
        self.held: Seen = {}
        self.window = MainWindow(PAGES, backend)
        qtbot.addWidget(self.window)
        self.window.resize(1366, 768)
        self.window.show()
        self.window.open_ledger(str(ledger))
        qtbot.waitUntil(lambda: self.window.current_page != "", timeout=20_000)
        self.window.choose_person(B)
        self.settle()

    def visit(self, lines: Sequence[TargetLine]) -> Iterator[str]:
        """Every page with its views, tables, rows and searches; then the card and the search of the window.

        Yields each place once it was seen.
        """
        for spec in PAGES:
            self.window.go(spec.key)
            yield self.note(spec.key)
            yield from self.tables(spec.key)
            for view in self.views(self.window.page(spec.key)):
                if view.isChecked():
                    continue
                view.click()
                yield self.note(f"{spec.key}/{view.text()}")
                yield from self.tables(f"{spec.key}/{view.text()}")
        for line in lines[:3]:
            self.window.go("register", line.firm_id)
            yield self.note(f"card {line.number}")
            self.window.go("register")
            self.window.go("returns", line.id)
            yield self.note(f"entry {line.number}")
        (box,) = self.window.findChildren(SearchBox)
        for text in (WORDS, *NUMBERS, lines[1].number, lines[2].number, "見本"):
            box.setText(text)
            box.look()
            yield self.write(f"search {text}", repr(box.hits), repr(box.hits))
            box.clear()
        session = self.window.session
        yield self.write("undo", backend().undo_title(session), backend().redo_title(session))

    def views(self, page: QWidget) -> list[QAbstractButton]:
        """The buttons that show another view of a page."""
        return [one for one in page.findChildren(QAbstractButton) if one.isCheckable() and one.isVisibleTo(page)]

    def tables(self, place: str) -> Iterator[str]:
        """Every table in sight: sorted by each column, filtered by each value, searched for the words; each row."""
        page = self.window.page(self.window.current_page)
        for table in page.findChildren(Table):
            if not table.isVisible():
                continue
            before = table.query
            queries = [Query(text=text) for text in ("", WORDS, *NUMBERS)]
            queries += [Query(sort=column.sort) for column in table.model.columns if column.sort]
            queries += [Query(filters={one.key: (value,)}) for one in table._filters for value, _words in one.choices()]
            for query in queries:
                table.set_query(query)
                self.settle()
                yield self.write(f"{place} {query}", self.rows(table.view), "")
            table.set_query(before)
            for row in range(min(len(table.model.ids), 6)):
                table.view.selectRow(row)
                yield self.note(f"{place} row {row}")

    def note(self, place: str) -> str:
        """Write down all that the window holds now."""
        self.settle()
        shown, held = [], []
        for widget in [self.window, *self.window.findChildren(QWidget)]:
            texts = [text for text in self.texts(widget) if text]
            if widget.isVisible():
                shown += texts
            held += [repr(value) for value in vars(widget).values() if isinstance(value, (str, tuple, list, dict))]
            held += texts
        shown += [f"{action.text()} {action.toolTip()}" for action in self.window.findChildren(QAction)]
        return self.write(place, "\n".join(shown), "\n".join(held))

    def texts(self, widget: QWidget) -> Iterator[str]:
        """What a widget says to eyes and to a screen reader."""
        for name in dict.fromkeys((*sayings(type(widget)), *(vars(widget).keys() & SAYINGS))):
            if callable(said := getattr(widget, name)):
                value = said()
                yield value if isinstance(value, str) else ""
        if isinstance(widget, QTextEdit | QPlainTextEdit):
            yield widget.toPlainText()
        if isinstance(widget, QComboBox):
            yield from (widget.itemText(place) for place in range(widget.count()))
        if isinstance(widget, QAbstractItemView):
            yield self.rows(widget)

    def rows(self, view: QAbstractItemView) -> str:
        """The cells of a view in all their roles and, where it is in sight, the copy of them on the clipboard."""
        model = view.model()
        if model is None:
            return ""
        roles = [Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole]
        columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount()
        cells = [
            f"{model.index(row, column).data(role) or ''}"
            for row in range(min(model.rowCount(), 50))
            for column in range(columns)
            for role in roles
        ]
        if isinstance(view, TableView) and view.isVisible():
            view.selectAll()
            view.copy()
            mime = QGuiApplication.clipboard().mimeData()
            cells += [mime.text(), mime.html()]
            view.clearSelection()
        return "\t".join(cells)

    def write(self, place: str, shown: str, held: str) -> str:
        """Keep what was seen at a place."""
        plain = shown.replace(self.folder, "")
        self.seen[place] = re.sub(r"(この時刻|\d\d?:\d\d:\d\d)", "", plain)
        self.held[place] = re.sub(r"\b0x[0-9a-f]+", "", held)  # the place of an object in memory can hold any digits
        return place

    def settle(self) -> None:
        """Let the worker finish and the window draw."""
        self.qtbot.waitUntil(lambda: self.window.desk.idle, timeout=20_000)
        self.qtbot.wait(1)

    def leave(self) -> None:
        """Close the ledger."""
        self.window.desk.wait()
        self.window.close_ledger()


def test_no_page_tells(qtbot: QtBot, pair: tuple[Path, Path]) -> None:
    told: list[Seen] = []
    for path in pair:
        visitor = Visitor(qtbot, path)
        for place in visitor.visit(lines_of(path)):
            for text in (visitor.seen[place], visitor.held[place]):
                assert not [marker for marker in (WORDS, *NUMBERS) if marker in text], place
        visitor.leave()
        told.append(visitor.seen)
    assert told[0].keys() == told[1].keys()
    for place, text in told[0].items():
        assert text == told[1][place], place


def test_the_visitor_sees_answers_that_count(qtbot: QtBot, pair: tuple[Path, Path], tmp_path: Path) -> None:
    """The same way through the window after both entries are in: a test that could find nothing would prove nothing."""
    path = copied(pair[0], tmp_path)
    ledger = ledgers.open_existing(path)
    line = lines_of(path)[1]
    entry.record(ledger, Act(B, NOW), line.number, Keyed(TELLING), keyer=B, pass_number=SECOND)
    ledger.close()
    visitor = Visitor(qtbot, path)
    assert any(WORDS in visitor.seen[place] for place in visitor.visit(lines_of(path)))
    visitor.leave()
    exported = output(path, EXPORTS[("answers", "export")](path, line.number))
    assert WORDS in exported
    assert "73913" in exported


def lines_of(path: Path) -> list[TargetLine]:
    ledger = ledgers.open_existing(path)
    try:
        return list(targets.lines(ledger, targets.find(ledger, CAMPAIGN, Query(sort="number"))))
    finally:
        ledger.close()


def copied(ledger: Path, folder: Path) -> Path:
    """A copy of a ledger under its own name, for what writes."""
    shutil.copytree(ledger.parent, folder / ledger.parent.name, dirs_exist_ok=True)
    return folder / ledger.parent.name / ledger.name


# --- doors that are closed -----------------------------------------------------------------------------------------


def refusal(act: Callable[[], object]) -> ProblemKind:
    with pytest.raises(Problem) as caught:
        act()
    assert WORDS not in repr(caught.value.data)
    return caught.value.kind


def test_the_first_pass_is_its_keyers_alone(pair: tuple[Path, Path]) -> None:
    ledger = ledgers.open_existing(pair[0])
    number = lines_of(pair[0])[1].number
    assert refusal(lambda: entry.open_sheet(ledger, number, keyer=B)) is ProblemKind.KEYED_BY_OTHER
    assert refusal(lambda: entry.record(ledger, Act(B, NOW), number, Keyed({}), keyer=B)) is ProblemKind.KEYED_BY_OTHER
    opened = entry.open_sheet(ledger, number, keyer=B, pass_number=SECOND)
    assert opened.sheet == {}
    assert opened.keyed.memos == {}
    for name in (A, "小口直人", "小口\u3000直人"):
        again = partial(entry.open_sheet, ledger, number, keyer=name, pass_number=SECOND)
        assert refusal(again) is ProblemKind.SAME_KEYER
        assert entry.open_sheet(ledger, number, keyer=name).sheet == TELLING
    ledger.close()


def test_a_begun_sheet_is_its_keyers_alone(pair: tuple[Path, Path]) -> None:
    ledger = ledgers.open_existing(pair[0])
    number = lines_of(pair[0])[2].number
    assert entry.open_sheet(ledger, number, keyer=B).sheet == {}
    assert entry.begun(ledger, CAMPAIGN, B) == ()
    assert len(entry.begun(ledger, CAMPAIGN, A)) == 1
    ledger.close()


# --- the command line ----------------------------------------------------------------------------------------------

Arguments = Callable[[Path, str], list[object]]

EXPORTS: Mapping[tuple[str, ...], Arguments] = {
    ("list", "check"): lambda ledger, _number: [ledger, ledger.parent / "list.csv"],
    ("list", "duplicates"): lambda ledger, _number: [ledger],
    ("list", "export"): lambda ledger, _number: [ledger, ledger.parent / "out.xlsx"],
    ("mailing", "gauge"): lambda ledger, _number: [ledger, ledger.parent / "out.pdf"],
    ("mailing", "names"): lambda ledger, _number: [ledger, 1],
    ("mailing", "postal"): lambda ledger, _number: [ledger, 1],
    ("mailing", "print"): lambda ledger, _number: [ledger, 1, "form", ledger.parent / "out.pdf"],
    ("mailing", "reply-paid"): lambda ledger, _number: [ledger],
    ("mailing", "create"): lambda ledger, _number: [ledger, "--kind", "reminder1"],
    ("mailing", "sheets"): lambda ledger, _number: [ledger],
    ("letter", "export"): lambda ledger, _number: [ledger, ledger.parent / "out.toml"],
    ("target", "select"): lambda ledger, _number: [ledger],
    ("receipts", "list"): lambda ledger, _number: [ledger],
    ("case", "list"): lambda ledger, _number: [ledger],
    ("receipts", "search"): lambda ledger, _number: [ledger, "--words", "見本", "--age", 77, "--founded", "M40"],
    ("meeting", "list"): lambda ledger, _number: [ledger],
    ("meeting", "agenda"): lambda ledger, _number: [ledger, 1],
    ("meeting", "minutes"): lambda ledger, _number: [ledger, 1, ledger.parent / "out.pdf"],
    ("meeting", "pack"): lambda ledger, _number: [ledger, 1, ledger.parent / "out.pdf"],
    ("answers", "export"): lambda ledger, _number: [ledger, ledger.parent / "out.xlsx"],
    ("answers", "template"): lambda ledger, _number: [ledger, ledger.parent / "out.xlsx"],
    ("answers", "figures"): lambda ledger, _number: [ledger, "--persons"],
    ("answers", "set"): lambda ledger, number: [ledger, number, "visit=2", "--keyer", B, "--pass", 1],
    ("flags", "run"): lambda ledger, _number: [ledger, "--on", "2026-07-10"],
    ("flags", "backtest"): lambda ledger, _number: [ledger],
    ("flags", "rules"): lambda ledger, _number: [ledger, "--export", ledger.parent / "out.toml"],
    ("questionnaire", "export"): lambda ledger, _number: [ledger, ledger.parent / "out.toml"],
    ("questionnaire", "show"): lambda ledger, _number: [ledger],
    ("verification", "list"): lambda ledger, _number: [ledger],
    ("verification", "sample"): lambda ledger, number: [ledger, number, "age=60", "--judge", B],
    ("verification", "archive"): lambda ledger, number: [ledger, "箱1", number, "--bundle", ""],
    ("verification", "policy"): lambda ledger, _number: [ledger],
    ("verification", "read"): lambda ledger, number: [ledger, number, "age=60", "--judge", B],
    ("answers", "correct"): lambda ledger, number: [ledger, number, "age=60", "--reason", "確認"],
    ("visits", "consultation", "list"): lambda ledger, _number: [ledger],
    ("visits", "days", "list"): lambda ledger, _number: [ledger],
    ("visits", "consent"): lambda ledger, number: [ledger, number],
    ("visits", "hearing"): lambda ledger, _number: [ledger],
    ("visits", "schedule"): lambda ledger, _number: [ledger, ledger.parent / "out.pdf"],
    ("visits", "tasks"): lambda ledger, _number: [ledger],
    ("visits", "sheets"): lambda ledger, _number: [ledger, ledger.parent / "out.pdf"],
    ("export", "flagged"): lambda ledger, _number: [ledger, ledger.parent / "out.xlsx"],
    ("statistics",): lambda ledger, _number: [ledger, ledger.parent / "out.xlsx"],
    ("history",): lambda ledger, _number: [ledger, "--limit", 100],
    ("undo",): lambda ledger, _number: [ledger],
    ("redo",): lambda ledger, _number: [ledger],
    ("check",): lambda ledger, _number: [ledger],
}
"""Every command that opens a ledger with answers in it and says something of it, with the arguments to run it."""

WITHOUT_ANSWERS = {
    ("demo",), ("new",), ("address",), ("barcode",), ("compare",), ("postal", "load"), ("postal", "status"),
    ("questionnaire", "templates"),
}  # fmt: skip
"""Commands that open no ledger, or an empty one of their own."""

ONLY_WRITE = {
    ("list", "import"), ("mailing", "cancel"), ("mailing", "posted"), ("mailing", "returned"), ("mailing", "spoiled"),
    ("letter", "import"), ("answers", "import"), ("receipts", "add"), ("receipts", "identify"), ("receipts", "loose"),
    ("receipts", "opened"), ("meeting", "create"), ("meeting", "close"), ("meeting", "decide"),
    ("case", "assign"), ("case", "decide"), ("case", "review"), ("case", "advance"), ("case", "close"),
    ("case", "reopen"), ("meeting", "put"), ("meeting", "take-off"), ("meeting", "cancel"),
    ("task", "add"), ("task", "done"), ("task", "put-off"), ("task", "give"),
    ("visits", "consultation", "release"), ("visits", "consultation", "cancel"),
    ("flags", "set"), ("flags", "unset"), ("questionnaire", "import"), ("questionnaire", "use"),
    ("verification", "decide"), ("visits", "consultation", "book"), ("visits", "consultation", "create"),
    ("visits", "days", "away"), ("visits", "days", "closing"), ("visits", "days", "limit"),
    ("visits", "days", "office"), ("visits", "move"), ("visits", "plan"),
    ("visits", "record"), ("visits", "refer"), ("visits", "feedback"),
    ("backup",),  # the ledger itself: who may copy the file has it all
}  # fmt: skip
"""Commands that only take something in and tell what they took."""


def commands(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """All commands of the program, by walking its groups."""
    if not isinstance(command, click.Group):
        yield path
        return
    context = click.Context(command)
    for name in command.list_commands(context):
        found = command.get_command(context, name)
        assert found is not None
        yield from commands(found, (*path, name))


def test_every_command_is_known_here() -> None:
    """A new command has to say whether it could tell of answers, and with which arguments it is tried."""
    assert set(commands(shoukei)) == set(EXPORTS) | WITHOUT_ANSWERS | ONLY_WRITE


def output(ledger: Path, arguments: Sequence[object], command: Sequence[str] = ("answers", "export")) -> str:
    """What a command says, and all that is in the file it writes."""
    (ledger.parent / "list.csv").write_text("事業者名,所在地\n見本商店1,長野県長野市見本町1番地\n", encoding="utf-8")
    texts = []
    for form in ((), ("--json",)):
        called = [*command, *map(str, arguments), *form]
        result = CliRunner(env={"SHOUKEI_PERSON": B}).invoke(shoukei, called)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        texts.append(re.sub(r"\d\d:\d\d:\d\d", "", result.output.replace(str(ledger.parent), "")))
        for file in sorted(ledger.parent.glob("out.*")):
            texts.append(content(file))
            file.unlink()
    return "\n".join(texts)


def content(file: Path) -> str:
    """The words in a file."""
    if file.suffix == ".xlsx":
        book = openpyxl.load_workbook(file)
        notes = [f"{cell.value} {cell.comment}" for sheet in book for line in sheet.iter_rows() for cell in line]
        return "\t".join([*book.sheetnames, *notes])
    if file.suffix == ".pdf":
        document = pypdfium2.PdfDocument(file)
        try:
            return "\n".join(page.get_textpage().get_text_bounded() for page in document)
        finally:
            document.close()
    return file.read_text(encoding="utf-8")


@pytest.mark.parametrize("command", EXPORTS, ids=" ".join)
def test_no_command_tells(pair: tuple[Path, Path], tmp_path: Path, command: tuple[str, ...]) -> None:
    number = lines_of(pair[0])[1].number
    said = []
    for original in pair:
        ledger = copied(original, tmp_path)
        said.append(output(ledger, EXPORTS[command](ledger, number), command))
        assert not [marker for marker in (WORDS, *NUMBERS) if marker in said[-1]]
    assert said[0] == said[1]
    assert said[0].strip()


def test_no_operation_of_the_history_tells(pair: tuple[Path, Path]) -> None:
    said = [[output(path, [path, "--operation", key], ("history",)) for key in range(1, 25)] for path in pair]
    for one, other in zip(*said, strict=True):
        assert one == other
        assert not [marker for marker in (WORDS, *NUMBERS) if marker in one]
    assert "回答の記録" in "".join(said[0])
