"""The page 発送: from the empty ledger to a posted run, papers, what came back, the sender."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from fake_shell import FakeShell
from posted_campaign import CAMPAIGN, FIRMS, post_first_run, select_targets
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from shoukei_app.domain.envelope import EnvelopeStyle, PostageMark, Writing
from shoukei_app.domain.history import Act
from shoukei_app.domain.mailing import LeftOutReason, PrintOrder, RunKind, UndeliveredReason
from shoukei_app.domain.query import Query
from shoukei_app.domain.receipt import Arrival
from shoukei_app.domain.reply_paid import ReplyPaid
from shoukei_app.domain.vertical_text import Numerals
from shoukei_app.gui.kit.desk import Desk
from shoukei_app.gui.mailing import new_run
from shoukei_app.gui.mailing.documents import made_words
from shoukei_app.gui.mailing.envelope_choice import EnvelopeChoice
from shoukei_app.gui.mailing.label_choice import LabelSheetChoice
from shoukei_app.gui.mailing.names_sheet import NamesSheet
from shoukei_app.gui.mailing.new_run import NewRunSheet, RunWish
from shoukei_app.gui.mailing.page import PAPER, RUN, RUN_LIST, SETTINGS, UNDELIVERED, MailingPage
from shoukei_app.gui.mailing.remail_list import NewAddress
from shoukei_app.gui.mailing.reply_paid_sheet import ReplyPaidSheet
from shoukei_app.gui.mailing.undelivered_view import SCANNER_MS
from shoukei_app.store.ledger import Ledger
from shoukei_app.usecases import firms, ledgers, receipts, runs, targets, undelivered
from shoukei_app.usecases.mailing import Paper


@pytest.fixture
def shell(desk: Desk, file_ledger: Ledger) -> FakeShell:
    return FakeShell(desk, file_ledger)


@pytest.fixture
def page(qtbot: QtBot, shell: FakeShell, desk: Desk) -> Iterator[MailingPage]:
    made = MailingPage(shell)
    qtbot.addWidget(made)
    made.resize(1150, 700)
    yield made
    desk.wait()


def number(ledger: Ledger, place: int) -> str:
    return targets.lines(ledger, targets.find(ledger, CAMPAIGN, Query()))[place].number


def test_without_targets_it_says_where_to_begin(page: MailingPage, shell: FakeShell) -> None:
    page.show()
    page._first.click()
    assert shell.went == [("register", None)]
    assert page._empty.title.text() == "調査対象がまだありません"
    assert not page._made["new"].isEnabled()


def test_a_run_is_seen_beforehand_and_made(page: MailingPage, file_ledger: Ledger, act: Act, shell: FakeShell) -> None:
    select_targets(file_ledger, act)
    page.show()
    assert page._made["new"].isEnabled()
    sheet = NewRunSheet(page, shell, new_run.first_wish(shell, date(2026, 7, 1)))
    shell.desk.wait()
    assert sheet.sums.words == f"調査対象 {FIRMS} ＝ 封入する {FIRMS} ＋ 発送しない 0"
    assert sheet.run()
    assert sheet.asked == RunWish(RunKind.FIRST, date(2026, 7, 1), date(2026, 7, 31), PrintOrder.NUMBER)
    new_run.create(shell, sheet.asked)
    shell.desk.wait()
    assert shell.went == [("mailing", 1)]
    page.open(1)
    assert page._views.currentWidget() is page.run_view
    assert len(page.run_view.table.model.ids) == FIRMS
    assert page.run_view.post.isVisibleTo(page)
    page.run_view.record_posted(date(2026, 7, 2))
    shell.desk.wait()
    assert not page.run_view.post.isVisibleTo(page)
    assert runs.run_states(file_ledger, CAMPAIGN)[1].posted_on == date(2026, 7, 2)


def test_the_sums_of_a_reminder_name_their_reasons(
    page: MailingPage, file_ledger: Ledger, act: Act, shell: FakeShell
) -> None:
    post_first_run(file_ledger, act)
    undelivered.record(file_ledger, act, number(file_ledger, 0), UndeliveredReason.MOVED, date(2026, 7, 9))
    sheet = NewRunSheet(page, shell, new_run.first_wish(shell, date(2026, 8, 1)))
    shell.desk.wait()
    assert sheet.sums.words == f"調査対象 {FIRMS} ＝ 封入する {FIRMS - 1} ＋ 発送しない 1"
    plan = runs.plan_run(file_ledger, CAMPAIGN, RunKind.REMINDER)
    assert plan.left_out == {LeftOutReason.UNDELIVERED_BEFORE: 1}
    assert not sheet.run(), "a reminder needs a new deadline"


@pytest.mark.parametrize("paper", list(Paper))
def test_papers_are_made_and_shown(
    page: MailingPage, file_ledger: Ledger, act: Act, shell: FakeShell, paper: Paper
) -> None:
    post_first_run(file_ledger, act)
    page.show()
    page.open(1)
    run = page.run_view.run
    assert run is not None
    page.run_view.documents.make_pdf(run, paper)
    shell.desk.wait()
    assert page._view == PAPER
    assert page._paper.printed.printed == FIRMS
    assert page._paper.name.startswith("第1便_")
    page.go_back()
    assert page._view == RUN
    page.go_back()
    assert page._view == RUN_LIST


def test_letters_are_shown_under_their_window_and_follow_it(
    page: MailingPage, file_ledger: Ledger, act: Act, shell: FakeShell
) -> None:
    post_first_run(file_ledger, act)
    page.show()
    page.open(1)
    run = page.run_view.run
    assert run is not None
    page.run_view.documents.make_pdf(run, Paper.LETTERS)
    shell.desk.wait()
    panel = page.window_panel
    assert panel.isVisibleTo(page)
    assert page.preview.canvas.overlay is not None
    assert not panel.use.isEnabled()
    assert "カスタマバーコードは入りません" in panel.findings.text()
    panel.form.type_in({"x": "150"})
    assert "はみ出しています" in panel.findings.text()
    assert not panel.use.isEnabled()
    panel.form.type_in({"x": "幅"})
    assert "数字" in panel.findings.text()
    assert not panel.use.isEnabled()
    panel.form.type_in({"x": "24", "width": "95"})
    assert "今の依頼文のままでは" in panel.findings.text()
    panel.use.click()
    shell.desk.wait()
    page.refresh()
    shell.desk.wait()
    window = ledgers.campaign(file_ledger, CAMPAIGN).envelope.window
    assert (window.x, window.width) == (24.0, 95.0)
    assert panel.kept.window == window
    assert panel.findings.text() == "宛名もカスタマバーコードも、窓に入ります。"
    page.run_view.documents.make_pdf(run, Paper.LABELS)
    shell.desk.wait()
    assert not panel.isVisibleTo(page)
    assert page.preview.canvas.overlay is page._paper.ghost


def test_envelopes_are_chosen_and_the_choice_is_kept(qtbot: QtBot) -> None:
    choice = EnvelopeChoice(None, 20)
    qtbot.addWidget(choice)
    assert (choice.envelope, choice.envelope_style) == ("long3", EnvelopeStyle())
    assert choice.numerals.isEnabled()
    choice.box.setCurrentIndex(1)
    choice.writing.setCurrentIndex(1)
    choice.boxes.setChecked(True)
    choice.mark.setCurrentIndex(2)
    assert not choice.numerals.isEnabled(), "figures are figures in horizontal writing"
    assert choice.run()
    again = EnvelopeChoice(None, 20)
    qtbot.addWidget(again)
    assert again.envelope == "kaku2"
    assert again.envelope_style == EnvelopeStyle(
        Writing.HORIZONTAL, Numerals.KANJI, draws_boxes=True, mark=PostageMark.DEFERRED
    )


def test_the_first_label_is_pressed_on_the_picture(qtbot: QtBot, shell: FakeShell) -> None:
    choice = LabelSheetChoice(None, shell, 20)
    qtbot.addWidget(choice)
    choice.show()
    assert (choice.chosen.id, choice.start, choice.sheets_needed) == ("ELM008", 1, 2)
    place = choice.picture._face(6).center().toPoint()
    QTest.mouseClick(choice.picture, Qt.MouseButton.LeftButton, pos=QPoint(place))
    assert (choice.start, choice.sheets_needed) == (7, 3)
    QTest.keyClick(choice.picture, Qt.Key.Key_Left)
    assert choice.start == 6


def test_a_label_that_is_too_small_takes_no_barcode(qtbot: QtBot, shell: FakeShell) -> None:
    choice = LabelSheetChoice(None, shell, 20)
    qtbot.addWidget(choice)
    assert choice.barcode.isEnabled()
    assert choice.barcode.isChecked()
    sheets = [sheet.id for sheet in choice._sheets]
    choice.box.setCurrentIndex(sheets.index("ELM012"))
    assert not choice.barcode.isEnabled()
    assert "入りません" in choice._barcode_note.text()
    choice.box.setCurrentIndex(sheets.index("ELM009"))
    assert choice.barcode.isEnabled()
    assert "8ポイント" in choice._barcode_note.text()
    assert "紙の端から 4.2 mm" in choice._barcode_note.text()


def test_the_run_says_which_pieces_can_have_no_barcode_and_what_the_post_costs(
    page: MailingPage, file_ledger: Ledger, act: Act, shell: FakeShell
) -> None:
    post_first_run(file_ledger, act)
    page.show()
    page.open(1)
    shell.desk.wait()
    view = page.run_view
    assert f"（付けられないもの {FIRMS}通）" in view.lot.text()
    assert "料金の見込み 660円" in view.lot.text()
    assert view._barcode_choices() == [("あり", "あり"), ("なし：町域のない代表の郵便番号",) * 2]
    assert len(view._find(Query(filters={"barcode": ("なし：町域のない代表の郵便番号",)}))) == FIRMS
    assert not view._find(Query(filters={"barcode": ("あり",)}))
    assert view.run is not None
    view.documents.make_pdf(view.run, Paper.LABELS)
    shell.desk.wait()
    assert made_words(page._paper).endswith(
        f"カスタマバーコード あり 0通 ＋ なし {FIRMS}通（町域のない代表の郵便番号 {FIRMS}）"
    )


def test_what_comes_back_is_recorded_by_number_and_digit(
    page: MailingPage, file_ledger: Ledger, act: Act, shell: FakeShell, qtbot: QtBot
) -> None:
    post_first_run(file_ledger, act)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    page.open(UNDELIVERED)
    view = page.undelivered
    QTest.keyClicks(view.number, number(file_ledger, 0))
    QTest.keyClick(view.number, Qt.Key.Key_Return)
    QTest.keyClick(view.reasons, "2")
    qtbot.wait(SCANNER_MS + 50)
    shell.desk.wait()
    assert [entry.reason for entry in view._log.values()] == [UndeliveredReason.MOVED]
    assert QApplication.focusWidget() is view.number
    # The next envelope is scanned twice, before a reason was chosen: nothing is recorded.
    QTest.keyClicks(view.number, number(file_ledger, 1))
    QTest.keyClick(view.number, Qt.Key.Key_Return)
    QTest.keyClicks(view.reasons, number(file_ledger, 2))
    QTest.keyClick(view.reasons, Qt.Key.Key_Return)
    qtbot.wait(SCANNER_MS + 50)
    shell.desk.wait()
    assert "理由がまだです" in view.told._title.text()
    assert len(view._log) == 1
    QTest.keyClick(view.reasons, Qt.Key.Key_Escape)
    view.table.view.selectRow(0)
    view._undo()
    shell.desk.wait()
    assert view._log == {}


def test_an_empty_sender_is_said_plainly_and_can_be_filled_in(
    page: MailingPage, file_ledger: Ledger, act: Act, shell: FakeShell
) -> None:
    campaign = ledgers.campaign(file_ledger, CAMPAIGN)
    empty = type(campaign.sender)(name="")
    ledgers.edit_campaign(
        file_ledger, act, CAMPAIGN, name=campaign.name, deadline=campaign.deadline, goal=None, sender=empty
    )
    page.show()
    assert page._next.isVisibleTo(page)
    page._follow_next()
    assert page._view == SETTINGS
    assert page.settings.warning.isVisibleTo(page)
    field = page.settings.form.editor("name")
    assert isinstance(field, QLineEdit)
    field.setText("見本町役場")
    page.settings.save()
    shell.desk.wait()
    assert ledgers.campaign(file_ledger, CAMPAIGN).sender.name == "見本町役場"
    assert not page.settings.warning.isVisibleTo(page)
    assert shell.said == [("発送の設定を保存しました", True)]


def test_what_became_of_a_run_is_said_and_done_from_its_page(
    page: MailingPage, file_ledger: Ledger, act: Act, shell: FakeShell
) -> None:
    select_targets(file_ledger, act)
    (firm, *_) = firms.lines(file_ledger, firms.find(file_ledger, Query()))
    firms.edit(file_ledger, act, firm, replace(firm.facts, name="見本\ue000商店"))
    runs.create_run(file_ledger, act, CAMPAIGN, RunKind.FIRST, made_on=date(2026, 7, 1), deadline=date(2026, 7, 31))
    page.show()
    page.open(1)
    view = page.run_view
    assert view.states.text() == f"印刷前 {FIRMS - 1}　／　宛名の確認待ち 1"
    assert view.names.isVisibleTo(page)
    (held,) = view._held
    sheet = NamesSheet(page, held, 1, 1)
    assert not sheet.run(), "the character is still there, and no source is given"
    sheet.form.type_in({"name": "見本田商店", "source": "電話で確認"})
    assert sheet.run()
    view.decide(held, sheet.chosen, sheet.source)
    shell.desk.wait()
    assert view.states.text() == f"印刷前 {FIRMS}"
    assert not view.told.isVisibleTo(page)
    assert view.run is not None
    view.documents.make_pdf(view.run, Paper.LETTERS)
    shell.desk.wait()
    page._printed.click()
    shell.desk.wait()
    assert (page._view, view.states.text()) == (RUN, f"印刷済み {FIRMS}")
    view.table.view.selectRow(1)
    view.spoil()
    shell.desk.wait()
    assert view.states.text() == f"印刷済み {FIRMS - 1}　／　刷り損じ 1"
    view.again.setChecked(True)
    assert view.documents.only == {number(file_ledger, 1)}
    receipts.receive(file_ledger, act, CAMPAIGN, number(file_ledger, 2), Arrival(date(2026, 7, 1)))
    page.refresh()
    assert "回答済み 1" in view.told._sentence.text()
    view.cancel("期限の誤り")
    shell.desk.wait()
    assert view.states.text() == f"取りやめ {FIRMS}"
    assert not view.post.isVisibleTo(page)
    assert not view.documents.isVisibleTo(page)


def test_what_came_back_is_listed_put_right_and_mailed_again(
    page: MailingPage, file_ledger: Ledger, act: Act, shell: FakeShell
) -> None:
    post_first_run(file_ledger, act)
    undelivered.record(file_ledger, act, number(file_ledger, 0), UndeliveredReason.MOVED, date(2026, 7, 9))
    page.show()
    page.open(UNDELIVERED)
    remail = page.undelivered.remail
    assert remail.counts.text() == "返戻 1通（転居先不明 1）　未解決 1件　うち再送できます 0件"
    (one,) = remail._found.values()
    remail.correct(one, NewAddress("長野県長野市大字南長野字幅下692番地2", "商工会の名簿"))
    shell.desk.wait()
    assert remail.counts.text().endswith("うち再送できます 1件")
    wish = replace(new_run.first_wish(shell, date(2026, 7, 20)), kind=RunKind.REMAIL)
    sheet = NewRunSheet(page, shell, wish)
    shell.desk.wait()
    assert sheet.sums.words == "調査対象 1 ＝ 封入する 1 ＋ 発送しない 0"


def test_the_approval_of_reply_paid_post_is_checked(page: MailingPage) -> None:
    sheet = ReplyPaidSheet(page, ReplyPaid())
    sheet.form.type_in({"approved_on": date(2026, 4, 1), "expires_on": date(2029, 4, 1)})
    assert not sheet.run()
    sheet.form.type_in({"number": "123", "expires_on": date(2028, 4, 1)})
    assert sheet.run()
    assert (sheet.approval.number, sheet.approval.expires_on) == ("123", date(2028, 4, 1))
