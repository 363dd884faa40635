"""The dialogs of label sheets: own ones, the correction of a printer, the outline over the preview."""

from dataclasses import replace
from pathlib import Path

import pytest
from fake_shell import FakeShell
from posted_campaign import FIRMS, post_first_run
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from shoukei_app.domain.calibration import NO_CALIBRATION, Calibration
from shoukei_app.domain.history import Act
from shoukei_app.gui.kit import calibrations, dialogs
from shoukei_app.gui.kit.desk import Desk
from shoukei_app.gui.kit.pdf import PdfFile
from shoukei_app.gui.mailing import label_choice
from shoukei_app.gui.mailing.calibrate import CalibrationSheet
from shoukei_app.gui.mailing.ghosts import sheet_outline
from shoukei_app.gui.mailing.label_choice import LabelSheetChoice
from shoukei_app.gui.mailing.own_sheet import BEGINNING, OwnSheetSheet
from shoukei_app.gui.mailing.page import MailingPage
from shoukei_app.store.ledger import Ledger
from shoukei_app.usecases import label_sheets
from shoukei_app.usecases.mailing import Paper, PrintOptions

ELM008 = label_sheets.bundled()[3]


@pytest.fixture
def shell(desk: Desk, file_ledger: Ledger) -> FakeShell:
    return FakeShell(desk, file_ledger)


def _type(sheet: OwnSheetSheet, key: str, text: str) -> None:
    edit = (sheet.name if key == "id" else sheet.form).editor(key)
    assert isinstance(edit, QLineEdit)
    edit.setText(text)


class TestOwnSheet:
    def test_measures_are_drawn_and_judged_while_they_are_typed(self, qtbot: QtBot) -> None:
        sheet = OwnSheetSheet(None)
        qtbot.addWidget(sheet)
        _type(sheet, "id", "庁内の用紙")
        assert sheet.verb.isEnabled()
        _type(sheet, "rows", "７")
        assert sheet.picture._sheet is not None
        assert sheet.picture._sheet.rows == 7
        assert "はみ出します" in sheet.wrong.text()
        assert not sheet.verb.isEnabled()
        _type(sheet, "rows", "6")
        _type(sheet, "pitch_x", "80")
        assert "重なります" in sheet.wrong.text()
        _type(sheet, "pitch_x", "")
        assert not sheet.verb.isEnabled()
        _type(sheet, "pitch_x", "86,5")
        assert not sheet.wrong.text()
        assert sheet.run()
        assert (sheet.sheet.id, sheet.sheet.pitch_x, sheet.sheet.name) == ("庁内の用紙", 86.5, "A4 12面 84×42 mm")
        assert not sheet.picture.grab().isNull()

    def test_a_sheet_without_a_name_is_not_taken(self, qtbot: QtBot) -> None:
        sheet = OwnSheetSheet(None)
        qtbot.addWidget(sheet)
        assert not sheet.run()


class TestChoice:
    def test_an_own_sheet_is_added_changed_and_removed(
        self, qtbot: QtBot, shell: FakeShell, file_ledger: Ledger, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        answers = [replace(BEGINNING, id="庁内"), replace(BEGINNING, id="庁内", rows=5)]

        class Answering(OwnSheetSheet):
            def exec(self) -> int:
                self.sheet = answers.pop(0)
                return 1

        monkeypatch.setattr(label_choice, "OwnSheetSheet", Answering)
        monkeypatch.setattr(dialogs, "confirm", lambda *_arguments, **_more: True)
        choice = LabelSheetChoice(None, shell, 20)
        qtbot.addWidget(choice)
        assert not choice._edit.isVisibleTo(choice)
        choice.ask_new()
        shell.desk.wait()
        assert (choice.chosen.id, choice.chosen.faces) == ("庁内", 12)
        assert choice._edit.isVisibleTo(choice)
        choice.ask_edit()
        shell.desk.wait()
        assert choice.chosen.faces == 10
        assert label_sheets.find(file_ledger, "庁内").rows == 5
        assert choice.run()
        choice.ask_remove()
        shell.desk.wait()
        assert choice.chosen.id == label_sheets.DEFAULT_SHEET
        assert label_sheets.own(file_ledger) == {}

    def test_only_some_pieces(self, qtbot: QtBot, shell: FakeShell) -> None:
        choice = LabelSheetChoice(None, shell, 3500)
        qtbot.addWidget(choice)
        choice._from.setText("1204")
        assert (choice.first, choice.last) == (1204, 3500)
        assert "2,297通　用紙 192枚" in choice._needed.text()
        choice._to.setText("1203")
        assert not choice.verb.isEnabled()


class TestCalibration:
    def _sheet(self, qtbot: QtBot, *, plain: bool = False) -> CalibrationSheet:
        made = CalibrationSheet(None, "架空 LP-1", None if plain else ELM008)
        qtbot.addWidget(made)
        return made

    def test_what_the_rulers_show_becomes_the_correction(self, qtbot: QtBot) -> None:
        sheet = self._sheet(qtbot)
        assert not sheet.verb.isEnabled()
        for across, down in sheet.edits:
            across.setText("１．２")
            down.setText("−0.5")
        assert sheet.found.text() == "新しい補正：右へ1.2 mm、上へ0.5 mm"
        assert sheet.run()
        assert calibrations.kept("架空 LP-1", "ELM008") == Calibration(1.2, -0.5)
        again = self._sheet(qtbot)
        assert "右へ1.2 mm" in again._used.text()
        again.edits[0][0].setText("0")
        assert again.read() == Calibration(1.2, -0.5)
        again.drop()
        assert calibrations.kept("架空 LP-1", "ELM008") == NO_CALIBRATION

    def test_a_plain_page_is_measured_from_its_edges(self, qtbot: QtBot) -> None:
        sheet = self._sheet(qtbot, plain=True)
        assert sheet.edits[3][1].placeholderText() == "277"
        for (across, down), x, y in zip(sheet.edits, ("21", "191", "21", "191"), ("19.5", "19.5", "276.5", "276.5")):  # noqa: B905 - three of the same length
            across.setText(x)
            down.setText(y)
        assert sheet.read() == Calibration(-1.0, 0.5)

    def test_doubtful_readings_are_told_and_impossible_ones_refused(self, qtbot: QtBot) -> None:
        sheet = self._sheet(qtbot)
        for place, text in enumerate(("0", "0", "0", "5")):
            sheet.edits[place][0].setText(text)
        assert "食い違っています" in sheet.doubt._sentence.text()
        for across, _down in sheet.edits:
            across.setText("25")
        assert "補正が大きすぎます" in sheet.doubt._sentence.text()
        assert not sheet.verb.isEnabled()
        assert not sheet.run()
        sheet.edits[0][0].setText("abc")
        assert "数字" in sheet.doubt._sentence.text()

    def test_the_gauge_is_printed_as_it_is(self, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        calibrations.keep("架空 LP-1", "ELM008", Calibration(1.0, 2.0))
        sheet = self._sheet(qtbot)
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(tmp_path / "確認.pdf"))
        printer.setFullPage(True)
        monkeypatch.setattr(CalibrationSheet, "printer", lambda _self: printer)
        sheet.print_gauge()
        qtbot.waitUntil(lambda: (tmp_path / "確認.pdf").is_file() and not sheet.findChildren(dialogs.Waiting))
        drawn, made = PdfFile(tmp_path / "確認.pdf"), PdfFile(sheet.gauge())
        assert drawn.size(0) == pytest.approx(made.size(0), abs=1.0)
        cross = drawn.image(0, 10.0).pixelColor(
            round((18.6 + 1.0 + 2.5) * 720 / 25.4), round((21.2 + 2.0) * 720 / 25.4)
        )
        assert cross.lightness() < 128
        drawn.close()
        made.close()


def test_the_outline_is_seen_over_the_preview_and_is_not_in_the_pdf(
    qtbot: QtBot, shell: FakeShell, file_ledger: Ledger, act: Act
) -> None:
    post_first_run(file_ledger, act)
    page = MailingPage(shell)
    qtbot.addWidget(page)
    page.show()
    page.open(1)
    run = page.run_view.run
    assert run is not None
    page.run_view.documents.make_pdf(run, Paper.LABELS, PrintOptions(start=3, first=2, last=4))
    shell.desk.wait()
    assert page.preview.canvas.overlay is page._paper.ghost
    assert page._paper.on_paper.sheet == "ELM008"
    assert page._paper.on_paper.places.place(2) == (1, 3)
    assert f"{FIRMS}通のうち 2〜4通目" in page._state._words
    picture = QImage(210, 297, QImage.Format.Format_RGB32)
    picture.fill(0xFFFFFFFF)
    painter = QPainter(picture)
    sheet_outline(ELM008)(painter, 0)
    painter.end()
    column = [picture.pixelColor(19, y) for y in range(30, 60)] + [picture.pixelColor(18, y) for y in range(30, 60)]
    assert any(pixel.lightness() < 200 for pixel in column)
    pdf = PdfFile(page._paper.data)
    inside = pdf.image(0, 4.0)
    edge = round(18.6 * 4 * 72 / 25.4)
    assert all(inside.pixelColor(edge, y).lightness() > 240 for y in range(0, inside.height(), 3))
    pdf.close()
    page.run_view.documents.make_pdf(run, Paper.LETTERS)
    shell.desk.wait()
    assert page._paper.on_paper.sheet == label_sheets.PLAIN
    shell.desk.wait()
