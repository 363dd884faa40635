"""A new user's walk without a manual: from answers that are in to visit sheets printed for next week."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
import pytest
from answered_campaign import CAMPAIGN, answer
from first_week_walk import STEPS, Walker
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from shoukei_app.domain.form_number import shown
from shoukei_app.domain.history import Act
from shoukei_app.gui.home.page import HomePage
from shoukei_app.gui.kit import print_sheet
from shoukei_app.gui.kit.pdf import PdfFile
from shoukei_app.gui.kit.pdf_dialog import PdfDialog
from shoukei_app.gui.kit.print_sheet import Printers
from shoukei_app.gui.main_window import MainWindow
from shoukei_app.gui.pages import PAGES, backend
from shoukei_app.gui.session import Session
from shoukei_app.usecases import ledgers, targets, visits

FEWEST = 7
"""Presses that the way takes. An eighth is a reason to look at the screens again, not at this figure."""

TUESDAY = datetime(2026, 7, 21, 9, 0)
NEXT_MONDAY, NEXT_SUNDAY = date(2026, 7, 27), date(2026, 8, 2)


@pytest.fixture
def answered(tmp_path: Path, act: Act) -> Path:
    """Sheets are posted, returned and keyed; nothing is flagged, there is no meeting and no visit."""
    path = tmp_path / "はじめての週.shoukei"
    made = ledgers.create(path, act, name="試験の調査", fiscal_year=2026, deadline=date(2026, 7, 31))
    answer(made, act)
    made.close()
    return path


@pytest.fixture
def printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the one printer of this PC puts what it prints."""
    path = tmp_path / "刷り上がり.pdf"

    def printer(_name: str) -> QPrinter:
        made = QPrinter(QPrinter.PrinterMode.HighResolution)
        made.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        made.setOutputFileName(str(path))
        made.setResolution(72)
        return made

    monkeypatch.setattr(print_sheet, "printers_here", lambda: Printers(["架空 LP-1"], printer))
    return path


@pytest.fixture
def window(qtbot: QtBot, answered: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    monkeypatch.setattr(Session, "act", lambda _session: Act("山岸", TUESDAY))
    made = MainWindow(PAGES, backend)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    made.open_ledger(str(answered))
    yield made
    made.desk.wait()
    made.close_ledger()


def test_from_answers_to_printed_sheets(qtbot: QtBot, window: MainWindow, printed: Path) -> None:
    walker = Walker(window, STEPS)
    previews: list[PdfDialog] = []

    def arrived() -> None:
        assert walker.done, f"nothing offers step {len(walker.taken) + 1} after {walker.taken}"
        assert printed.exists()
        (preview,) = window.findChildren(PdfDialog)
        assert QApplication.activeModalWidget() is preview, "it is still printing"
        assert preview.note.text().endswith("ページをプリンターに送りました")
        previews[:] = [preview]

    qtbot.waitUntil(arrived, timeout=20_000)
    (preview,) = previews
    assert len(walker.taken) == len(STEPS) == FEWEST

    ledger = window.session.ledger
    wanted = visits.planned_between(ledger, CAMPAIGN, NEXT_MONDAY, NEXT_SUNDAY)
    assert len(wanted) == 2, "both S; C is for information only"
    drawn = preview.preview.pdf
    assert drawn is not None
    assert _sheets(drawn.data) == [shown(line.number) for line in targets.lines(ledger, wanted)]
    paper = PdfFile(printed)
    assert paper.count == drawn.count
    paper.close()
    preview.accept()
    window.go("home")
    qtbot.waitUntil(lambda: _offered(window) == "訪問票を印刷する", timeout=5_000)


def _offered(window: MainWindow) -> str:
    home = window.page("home")
    assert isinstance(home, HomePage)
    return home.button.text()


def _sheets(pdf: bytes) -> list[str]:
    """The form number of every sheet, read from its first page."""
    document = pypdfium2.PdfDocument(pdf)
    texts = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return [next(line for line in text.splitlines() if _is_number(line)) for text in texts if "予定日時" in text]


def _is_number(line: str) -> bool:
    return line.replace("-", "").isdigit() and line.count("-") == 1
