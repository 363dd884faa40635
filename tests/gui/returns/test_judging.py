"""突合・抽査・保管・訂正 by the keyboard alone; nothing of either entry is in the window before the paper was read."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from fake_shell import FakeShell
from posted_campaign import CAMPAIGN
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QLineEdit, QListWidget, QWidget
from pytestqt.qtbot import QtBot

from shoukei_app.domain import form_number
from shoukei_app.domain.answers import BLANK, Answer
from shoukei_app.domain.history import Act
from shoukei_app.domain.query import Query
from shoukei_app.domain.receipt import Arrival
from shoukei_app.domain.verification import Stage, Verdict, VerificationPolicy
from shoukei_app.gui.kit.desk import Desk
from shoukei_app.gui.kit.pieces import Elided
from shoukei_app.gui.returns.archive_view import PutAwaySheet, how_far
from shoukei_app.gui.returns.checking_view import ARCHIVE, SAMPLING
from shoukei_app.gui.returns.judging_view import DECIDE, LIST, READ, TAKE_OUT, JudgingView
from shoukei_app.gui.returns.page import CHECKING, ReturnsPage
from shoukei_app.gui.returns.policy_sheet import PRESETS, PolicySheet
from shoukei_app.gui.sheet.correction_sheet import CorrectionSheet, effects_told, keep
from shoukei_app.store.ledger import Ledger
from shoukei_app.usecases import corrections, entry, history, ledgers, receipts, targets, verification
from shoukei_app.usecases.entry import SECOND, Keyed

ACT = Act("山岸", datetime(2026, 7, 10, 9, 0))
BOTH = {"form": Answer((1,)), "visit": Answer((3,)), "consent": Answer((1,))}
FIRST_READ = {
    **BOTH,
    "age": Answer(number=87),
    "intention": Answer((1,)),
    "successor": Answer((2,)),
    "remarks": Answer(text="えんぴつの字"),
}
SECOND_READ = {**BOTH, "age": Answer(number=37), "intention": Answer((4,)), "remarks": Answer(text="鉛筆のじ")}
HIDDEN = ("87", "37", "えんぴつ", "鉛筆", "坂口", "宮下")
ENTER = Qt.Key.Key_Return


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, file_ledger: Ledger) -> Iterator[ReturnsPage]:
    """Two sheets that wait for a third look in bundle 14, one sheet that was drawn for the sample in bundle 9."""
    policy = VerificationPolicy(whole_every=1, error_limit=0, sample_every=1)
    verification.change_policy(file_ledger, ACT, CAMPAIGN, policy)
    lines = targets.lines(file_ledger, targets.find(file_ledger, CAMPAIGN, Query()))
    for line in lines[:2]:
        receipts.receive(file_ledger, ACT, CAMPAIGN, line.number, Arrival(ACT.at.date(), bundle="14"))
        entry.record(file_ledger, ACT, line.number, Keyed(FIRST_READ), keyer="坂口")
        entry.record(file_ledger, ACT, line.number, Keyed(SECOND_READ), keyer="宮下", pass_number=SECOND)
    receipts.receive(file_ledger, ACT, CAMPAIGN, lines[2].number, Arrival(ACT.at.date(), bundle="9"))
    entry.record(file_ledger, ACT, lines[2].number, Keyed(BOTH), keyer="坂口", final=True)
    made = ReturnsPage(FakeShell(desk, file_ledger))
    qtbot.addWidget(made)
    made.resize(1150, 700)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.open(CHECKING)
    yield made
    desk.wait()


def press(page: ReturnsPage, *keys: Qt.Key | str) -> None:
    """Press keys where the focus is, and let what they begin end."""
    for key in keys:
        place = QApplication.focusWidget()
        assert place is not None
        QTest.keyClick(place, key)
        page.desk.wait()
        QApplication.processEvents()


def type_words(page: ReturnsPage, words: str) -> None:
    """Japanese words, as the input method hands them over, and Enter."""
    edit = QApplication.focusWidget()
    assert isinstance(edit, QLineEdit)
    edit.setText(words)
    edit.textEdited.emit(words)
    press(page, ENTER)


def everything_said(widget: QWidget) -> str:
    """Every word that is in a window, in sight or not: texts, tooltips, names for a screen reader."""
    said = []
    for one in [widget, *widget.findChildren(QWidget)]:
        said += [one.toolTip(), one.accessibleName(), one.accessibleDescription(), one.statusTip(), one.whatsThis()]
        if isinstance(one, QLabel | QAbstractButton | QLineEdit | Elided):
            said.append(one.text())
        if isinstance(one, QLineEdit):
            said.append(one.placeholderText())
        if isinstance(one, QComboBox):
            said += [one.itemText(place) for place in range(one.count())]
        if isinstance(one, QListWidget):
            said += [one.item(place).text() for place in range(one.count())]
    return "\n".join(said)


def assert_blind(page: ReturnsPage, *hidden: str) -> None:
    said = everything_said(page)
    assert [word for word in hidden or HIDDEN if word in said] == []


def judging(page: ReturnsPage) -> JudgingView:
    return page.checking.judging


def test_the_paper_is_read_before_either_entry_is_anywhere_in_the_window(page: ReturnsPage) -> None:
    view = judging(page)
    assert_blind(page)
    page.checking.take_focus()
    press(page, ENTER)
    assert view.step == TAKE_OUT
    assert view.case is not None
    assert "束　14" in everything_said(view.take_out)
    assert view.case.target.name not in everything_said(view.take_out)
    assert_blind(page)
    press(page, ENTER)
    assert (view.step, view.question) == (READ, "age")
    assert_blind(page)
    press(page, "8", "6")
    assert_blind(page)
    press(page, ENTER)
    assert view.step == DECIDE
    said = everything_said(view.verdict)
    assert [word for word in ("86歳", "87歳", "37歳", "坂口", "宮下") if word not in said] == []


def test_a_reading_that_fits_neither_is_looked_at_once_more_before_enter_decides(page: ReturnsPage) -> None:
    view = judging(page)
    page.checking.take_focus()
    press(page, ENTER, ENTER, "8", "6", ENTER)
    assert view.verdict.proposed is None
    assert "どちらの入力とも違います" in everything_said(view.verdict)
    press(page, ENTER)
    assert (view.step, view.question) == (READ, "age")
    assert_blind(page)
    press(page, "8", "6", ENTER)
    assert view.verdict.proposed is Verdict.BOTH_ERRED
    press(page, ENTER)
    assert view.question == "intention"
    assert view.case is not None
    looks = verification.looks(page.session.ledger, view.case.target.id)
    assert [(look.question, look.answer, look.verdict, look.judge) for look in looks] == [
        ("age", Answer(number=86), Verdict.BOTH_ERRED, "試験 太郎")
    ]


def test_a_sheet_is_settled_by_keys_alone_and_the_next_one_follows(page: ReturnsPage) -> None:
    view, ledger = judging(page), page.session.ledger
    page.checking.take_focus()
    press(page, ENTER)
    assert view.case is not None
    first = view.case.target.id
    press(page, ENTER, "8", "7", ENTER)
    assert view.verdict.proposed is Verdict.SECOND_ERRED
    press(page, ENTER)
    assert_blind(page, "えんぴつ", "鉛筆", "坂口")
    press(page, "4")
    assert view.verdict.proposed is Verdict.FIRST_ERRED
    press(page, ENTER)
    assert view.question == "successor"
    assert "飛ばす問いです" in everything_said(view.reader)
    press(page, ENTER)  # the paper is blank there
    assert view.verdict.proposed is Verdict.FIRST_ERRED
    press(page, ENTER)
    type_words(page, "鉛筆のじ")
    press(page, "2")  # the judge finds the first entry right after all
    assert verification.answers_of(ledger, first)[1] == {
        **BOTH,
        "age": Answer(number=87),
        "intention": Answer((4,)),
        "remarks": Answer(text="えんぴつの字"),
    }
    assert verification.stages(ledger, CAMPAIGN)[Stage.DIFFERING] == 1
    assert view.step == TAKE_OUT
    assert view.case is not None
    assert view.case.target.id != first
    assert_blind(page)


def test_an_enter_pressed_on_and_on_decides_nothing(page: ReturnsPage) -> None:
    view = judging(page)
    page.checking.take_focus()
    press(page, ENTER, ENTER, ENTER, ENTER)
    assert (view.step, view.question) == (READ, "age")
    assert "まだ何も入っていません" in view.reader.sentence


def test_a_key_held_down_does_not_decide(page: ReturnsPage) -> None:
    view = judging(page)
    page.checking.take_focus()
    press(page, ENTER, ENTER, "8", "7", ENTER)
    for key, text in ((ENTER, ""), (Qt.Key.Key_2, "2")):
        held = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, text, autorep=True)
        QApplication.sendEvent(view.verdict, held)
    page.desk.wait()
    assert (view.step, view.question) == (DECIDE, "age")


def test_undo_takes_the_decision_and_then_the_reading_back_and_shows_the_case_again(page: ReturnsPage) -> None:
    view, session = judging(page), page.session
    page.checking.take_focus()
    press(page, ENTER, ENTER, "8", "7", ENTER, ENTER)
    assert (view.step, view.question) == (READ, "intention")

    def undo() -> None:
        page.desk.write(lambda _progress: history.undo(session.ledger, session.act()), title="元に戻す")
        page.desk.wait()

    undo()
    assert (view.step, view.question) == (DECIDE, "age")
    assert view.verdict.proposed is Verdict.SECOND_ERRED
    undo()
    assert (view.step, view.question) == (READ, "age")
    assert_blind(page)
    press(page, "3", "7", ENTER, ENTER)
    assert view.question == "intention"
    assert view.case is not None
    (look,) = verification.looks(session.ledger, view.case.target.id)
    assert (look.answer, look.verdict) == (Answer(number=37), Verdict.FIRST_ERRED)


def test_undoing_the_last_decision_of_a_sheet_brings_its_case_back(page: ReturnsPage) -> None:
    view, session = judging(page), page.session
    page.checking.take_focus()
    press(page, ENTER)
    assert view.case is not None
    first = view.case.target.id
    press(page, ENTER, "8", "7", ENTER, ENTER, "4", ENTER, ENTER, ENTER)
    type_words(page, "鉛筆のじ")
    press(page, ENTER)
    assert view.case.target.id != first
    page.desk.write(lambda _progress: history.undo(session.ledger, session.act()), title="元に戻す")
    page.desk.wait()
    assert view.case.target.id == first
    assert (view.step, view.question) == (DECIDE, "remarks")
    assert "鉛筆のじ" in everything_said(view.verdict)


def test_a_judge_who_keyed_one_of_the_entries_is_told_and_may_go_on(page: ReturnsPage) -> None:
    page.session.person = "宮下"
    page.checking.take_focus()
    press(page, ENTER)
    assert "あなたがしたものです" in everything_said(judging(page).take_out)
    press(page, ENTER)
    assert judging(page).step == READ


def test_a_sheet_is_put_off_and_escape_leads_back_to_the_list(page: ReturnsPage) -> None:
    view = judging(page)
    page.checking.take_focus()
    press(page, ENTER)
    assert view.case is not None
    first = view.case.target.id
    press(page, Qt.Key.Key_Down)
    assert view.case.target.id != first
    press(page, ENTER, Qt.Key.Key_Escape)
    assert (view.step, view.case) == (LIST, None)
    assert "突合 2" in everything_said(page.switch)


def test_a_sample_is_compared_question_by_question_and_its_error_corrected(page: ReturnsPage) -> None:
    ledger, view = page.session.ledger, page.checking.sampling
    (drawn,) = verification.sampled(ledger, CAMPAIGN)
    page.checking.show_part(SAMPLING)
    assert "まだ抽査した票はありません" in view.rate.text()
    press(page, ENTER, ENTER)
    questions = ledgers.campaign(ledger, CAMPAIGN).questionnaire.questions
    for question in questions:
        if question.id == "age":
            press(page, "5", "5")
        press(page, ENTER)
    assert view.step == "end"
    assert view.wrong == {"age": Answer(number=55)}
    press(page, ENTER)
    assert verification.answers_of(ledger, drawn)[1]["age"] == Answer(number=55)
    assert f"抽査 1票・{len(questions)}欄　誤り 1件" in view.rate.text()
    low, high = verification.sample_accuracy(ledger, CAMPAIGN)[1].interval
    assert f"95％の範囲 {low:.1f}〜{high:.1f}件" in view.rate.text()


def test_a_bundle_goes_into_its_box_and_says_which_sheets_stay_out(page: ReturnsPage) -> None:
    ledger, view = page.session.ledger, page.checking.archive
    page.checking.show_part(ARCHIVE)
    ninth, fourteenth = verification.bundles(ledger, CAMPAIGN)
    assert (how_far(ninth), how_far(fourteenth)) == ("そろっています", "未確定 2票")
    sheet = PutAwaySheet(page, ninth, ())
    sheet.box.setEditText("  ")
    assert not sheet.run()
    sheet.box.setEditText("箱3")
    assert sheet.run()
    view.put_away(ninth, sheet.place)
    page.desk.wait()
    (stored,) = [paper for paper in verification.bundles(ledger, CAMPAIGN)[0].settled if paper.archive_place]
    assert targets.lines(ledger, [stored.target_id])[0].archive_place == "箱3"
    shell = page.shell
    assert isinstance(shell, FakeShell)
    assert ("束9 の 1票を「箱3」に保管しました", True) in shell.said
    half = verification.Bundle("14", fourteenth.unsettled[:1], fourteenth.unsettled[1:])
    assert "突合待ち" in everything_said(PutAwaySheet(page, half, ("箱3",)))


def test_the_policy_is_chosen_in_words_with_what_it_costs(page: ReturnsPage) -> None:
    campaign = ledgers.campaign(page.session.ledger, CAMPAIGN)
    count = len(campaign.questionnaire.questions)
    sheet = PolicySheet(page, campaign.questionnaire, campaign.verification, 100)
    assert f"{100 * count:,}欄のうち、2回入力するのは {100 * count:,}欄（100%）" in sheet.cost.text()
    sheet.choose(PRESETS[2][1])
    assert "2回入力するのは 0欄" in sheet.cost.text()
    assert sheet.run()
    assert sheet.asked == VerificationPolicy(marked=False, whole_every=0, error_limit=0, sample_every=1)


def test_a_correction_shows_what_follows_before_it_is_done(page: ReturnsPage) -> None:
    ledger = page.session.ledger
    (key,) = verification.sampled(ledger, CAMPAIGN)
    questionnaire, counts = verification.answers_of(ledger, key)
    (line,) = targets.lines(ledger, [key])
    sheet = CorrectionSheet(page, ledger, line, questionnaire, counts)
    assert not sheet.run()
    sheet.correct("consent", BLANK)
    sheet.correct("intention", Answer((4,)))
    told = sheet.follows.text()
    assert told == effects_told(corrections.preview(ledger, key, sheet.changed))
    assert "診断：Z 判定不能 → F 廃業意向" in told
    assert "取り消します" in told
    assert not sheet.run()
    assert "理由" in sheet.error.text()
    sheet.reason.setEditText("再提出")
    assert sheet.run()
    sheet.correct("intention", BLANK)
    assert sheet.changed == {"consent": BLANK}


def test_a_correction_is_written_and_can_be_taken_back(page: ReturnsPage) -> None:
    ledger = page.session.ledger
    (key,) = verification.sampled(ledger, CAMPAIGN)
    (line,) = targets.lines(ledger, [key])
    before = ledger.digest()
    keep(page.shell, line, {"intention": Answer((4,))}, "再提出")
    page.desk.wait()
    assert targets.lines(ledger, [key])[0].diagnosis == "F"
    shell = page.shell
    assert isinstance(shell, FakeShell)
    assert shell.said[-1] == (f"{form_number.shown(line.number)} の回答を訂正しました（診断 F）", True)
    history.undo(ledger, page.session.act())
    assert ledger.digest() == before


def test_another_campaign_puts_the_case_at_hand_down(page: ReturnsPage) -> None:
    page.checking.take_focus()
    press(page, ENTER, ENTER)
    assert judging(page).step == READ
    page.checking.begin_campaign()
    assert (judging(page).step, judging(page).case) == (LIST, None)


def test_a_correction_is_keyed_as_on_paper(page: ReturnsPage, qtbot: QtBot) -> None:
    ledger = page.session.ledger
    (key,) = verification.sampled(ledger, CAMPAIGN)
    questionnaire, counts = verification.answers_of(ledger, key)
    sheet = CorrectionSheet(page, ledger, targets.lines(ledger, [key])[0], questionnaire, counts)
    with qtbot.waitActive(sheet):
        sheet.show()
    sheet.questions.setCurrentRow([question.id for question in questionnaire.questions].index("age"))
    sheet.reason.setEditText("電話で確かめた")
    sheet.questions.setFocus()
    qtbot.waitUntil(sheet.questions.hasFocus)
    press(page, ENTER)
    assert sheet.reader.current.edit.hasFocus()
    press(page, "7", "1", ENTER)
    assert sheet.isVisible()
    assert sheet.changed == {"age": Answer(number=71)}
    assert "→ 71歳" in everything_said(sheet.questions)
    sheet.close()
