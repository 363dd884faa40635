"""The letter editor: fields, paragraphs, undo, a live proof, errors at their place, saving as one operation."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from fake_shell import FakeShell
from posted_campaign import CAMPAIGN, FIRMS, post_first_run, select_targets
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from shoukei_app.domain.history import Act
from shoukei_app.domain.letter import MOST_SENDERS, Paragraph, ParagraphKind, Seal
from shoukei_app.gui.kit import dialogs
from shoukei_app.gui.kit.desk import Desk
from shoukei_app.gui.mailing.field_text import FieldText
from shoukei_app.gui.mailing.letters_view import LettersView
from shoukei_app.gui.mailing.page import LETTERS, MailingPage
from shoukei_app.store.ledger import Ledger
from shoukei_app.usecases import history, letters


@pytest.fixture
def shell(desk: Desk, file_ledger: Ledger, act: Act) -> FakeShell:
    select_targets(file_ledger, act)
    return FakeShell(desk, file_ledger)


@pytest.fixture
def view(qapp: QApplication, shell: FakeShell, desk: Desk) -> Iterator[LettersView]:
    made = LettersView(shell)
    made.resize(1120, 620)
    made.show_campaign()
    made.show()
    settle(made)
    yield made
    desk.wait()
    made.close()
    made.deleteLater()
    # No loop runs that would take it away: a dozen of these views make every later stylesheet slow.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def settle(view: LettersView) -> None:
    """Let the proof catch up."""
    until = time.monotonic() + 10
    while time.monotonic() < until:
        QApplication.processEvents()
        if not view.proof._timer.isActive() and view._shell.desk.idle:
            return
        time.sleep(0.002)
    raise TimeoutError


def end_of(text: FieldText) -> None:
    text.setFocus()
    text.moveCursor(QTextCursor.MoveOperation.End)


def paragraphs(view: LettersView) -> list[str]:
    return [paragraph.text for paragraph in view.draft.template.paragraphs]


def test_a_field_is_put_in_where_the_cursor_is_and_deleted_as_a_whole(view: LettersView) -> None:
    text = view.paragraphs[0].text
    before = text.kept()
    end_of(text)
    view.insert_field("firm")
    assert text.toPlainText() == f"{before}{{事業者名}}"
    assert paragraphs(view)[0] == f"{before}{{firm}}"
    QTest.keyClick(text, Qt.Key.Key_Backspace)
    assert paragraphs(view)[0] == before
    assert text.toPlainText() == before


def test_enter_parts_a_paragraph_and_backspace_joins_it_again(view: LettersView) -> None:
    before = paragraphs(view)
    text = view.paragraphs[1].text
    text.setFocus()
    cursor = text.textCursor()
    cursor.setPosition(3)
    text.setTextCursor(cursor)
    QTest.keyClick(text, Qt.Key.Key_Return)
    assert paragraphs(view) == [before[0], before[1][:3], before[1][3:], *before[2:]]
    QTest.keyClick(view.paragraphs[2].text, Qt.Key.Key_Backspace)
    assert paragraphs(view) == before


def test_several_paragraphs_are_pasted_as_such(view: LettersView) -> None:
    count = len(view.paragraphs)
    text = view.paragraphs[0].text
    end_of(text)
    text.insertPlainText("一つ目。\n\n二つ目。\n三つ目。")
    assert len(view.paragraphs) == count + 2
    assert paragraphs(view)[1:3] == ["二つ目。", "三つ目。"]


def test_paragraphs_are_added_moved_and_removed(view: LettersView) -> None:
    before = paragraphs(view)
    view.add_paragraph(ParagraphKind.ITEM)
    assert view.draft.template.paragraphs[-1] == Paragraph("", ParagraphKind.ITEM)
    view._on_move(len(before), -1)
    assert paragraphs(view) == [*before[:-1], "", before[-1]]
    view._on_move(len(before) - 1, 0)
    assert paragraphs(view) == before
    view.paragraphs[0].kind.setCurrentIndex(list(ParagraphKind).index(ParagraphKind.NOTE))
    assert view.draft.template.paragraphs[0].kind is ParagraphKind.NOTE


def test_undo_goes_back_step_by_step_over_all_fields(view: LettersView) -> None:
    kept = view.draft.template
    end_of(view.paragraphs[0].text)
    view.paragraphs[0].text.insertPlainText("あ")
    view.paragraphs[0].text.insertPlainText("い")
    end_of(view.texts["number"].text)
    view.texts["number"].text.insertPlainText("8産第1号")
    view.add_paragraph(ParagraphKind.NOTE)
    QTest.keyClick(view.paragraphs[0].text, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert len(view.paragraphs) == len(kept.paragraphs)
    assert view.draft.template.number == "8産第1号"
    view.undo()
    assert view.texts["number"].text.toPlainText() == ""
    assert paragraphs(view)[0].endswith("あい")
    view.undo()
    assert view.draft.template == kept
    assert not view.edited
    assert not view.undo_button.isEnabled()
    view.redo()
    assert paragraphs(view)[0].endswith("あい")


def test_what_is_wrong_is_said_at_its_paragraph_while_typing(view: LettersView) -> None:
    text = view.paragraphs[1].text
    end_of(text)
    text.insertPlainText("{まちがい}")
    settle(view)
    assert "{まちがい}" in view.paragraphs[1]._error.text()
    assert "印刷していません" not in view.paragraphs[1]._error.text()
    assert text.property("wrong") is True
    assert view.paragraphs[0]._error.text() == ""
    view.undo()
    settle(view)
    assert view.paragraphs[1]._error.text() == ""
    end_of(text)
    text.insertPlainText("長い文です。" * 400)
    settle(view)
    assert "行はみ出しています" in view.proof.fit.text()


def test_the_proof_is_the_pdf_of_a_real_firm(view: LettersView) -> None:
    def shown() -> str:
        pdf = view.proof._pdf
        assert pdf is not None
        page = pdf._document[0]
        return "".join(page.get_textpage().get_text_range().split())

    assert view.proof.piece is not None
    assert view.proof.piece.addressee.name in shown()
    view.proof.step(1)
    settle(view)
    assert view.proof.piece.addressee.name == "見本商店2"
    assert "見本商店2" in shown()
    view.proof.step(-2)
    assert view.proof.piece.addressee.name == f"見本商店{FIRMS}"
    end_of(view.texts["title"].text)
    started = time.monotonic()
    view.texts["title"].text.insertPlainText("（追記）")
    settle(view)
    assert "（追記）" in shown()
    assert time.monotonic() - started < 5


def test_those_who_sign_together_are_listed(view: LettersView) -> None:
    view.add_sender()
    assert [sender.name for sender in view.draft.template.senders] == ["見本町 産業振興課", ""]
    edit = view.senders[1].edits["name"]
    edit.setText("見本村")
    edit.textEdited.emit("見本村")
    view._on_move_sender(1, -1)
    assert [sender.name for sender in view.draft.template.senders] == ["見本村", "見本町 産業振興課"]
    while view.add_sender_button.isEnabled():
        view.add_sender()
    assert len(view.senders) == MOST_SENDERS
    view.seal.setCurrentIndex(list(Seal).index(Seal.SPACE))
    settle(view)
    assert "公印省略" in view._seal_error.text()
    view._share()
    assert all(len(letter.senders) == MOST_SENDERS for letter in view.draft.changed.values())
    assert len(view.draft.changed) > 1
    view.undo()
    assert len(view.draft.changed) == 1


def test_the_letters_are_saved_as_one_operation(
    view: LettersView, shell: FakeShell, file_ledger: Ledger, act: Act
) -> None:
    before = letters.of(file_ledger, CAMPAIGN)
    end_of(view.texts["title"].text)
    view.texts["title"].text.insertPlainText("その2")
    view.kind.setCurrentIndex(1)
    end_of(view.texts["title"].text)
    view.texts["title"].text.insertPlainText("その3")
    view.save()
    settle(view)
    kept = letters.of(file_ledger, CAMPAIGN)
    assert sum(kept[kind] != before[kind] for kind in before) == 2
    assert shell.said == [("文面を保存しました", True)]
    assert not view.edited
    history.undo(file_ledger, act, person=shell.session.person)
    assert letters.of(file_ledger, CAMPAIGN) == before


def test_the_standard_words_come_back_as_one_step(view: LettersView) -> None:
    view._set_paragraphs([Paragraph("短い。")])
    view.add_sender()
    view.restore_standard()
    assert view.draft.template.paragraphs == letters.standard()["first"].paragraphs
    assert len(view.draft.template.senders) == 2
    view.undo()
    assert paragraphs(view) == ["短い。"]


def test_runs_that_were_made_with_the_words_before_are_named(
    view: LettersView, file_ledger: Ledger, act: Act, desk: Desk
) -> None:
    assert not view.warning.isVisibleTo(view)
    post_first_run(file_ledger, act)
    view.refresh_campaign()
    settle(view)
    assert not view.warning.isVisibleTo(view)
    end_of(view.texts["title"].text)
    view.texts["title"].text.insertPlainText("！")
    assert view.warning.isVisibleTo(view)
    assert view.warning.text().startswith("第1便は")


def test_letters_come_in_from_a_file(
    view: LettersView, shell: FakeShell, file_ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "文面.toml"
    monkeypatch.setattr(dialogs, "save_file", lambda *_: target)
    monkeypatch.setattr(dialogs, "open_file", lambda *_: target)
    view._export()
    settle(view)
    target.write_text(target.read_text("utf-8").replace("御協力のお願い", "御案内"), "utf-8")
    view._import()
    settle(view)
    assert view.texts["title"].text.toPlainText().endswith("御案内")
    assert letters.of(file_ledger, CAMPAIGN) == letters.standard(), "nothing is kept before 保存"


def test_a_page_with_letters_not_kept_asks_before_it_is_left(
    qtbot: QtBot, shell: FakeShell, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = MailingPage(shell)
    qtbot.addWidget(page)
    page.show()
    page.open(LETTERS)
    shell.desk.wait()
    assert page.may_leave()
    page.letters.texts["title"].text.insertPlainText("！")
    answers = iter(["back", "drop"])
    monkeypatch.setattr(dialogs, "ask", lambda *_args, **_keys: next(answers))
    assert not page.may_leave()
    assert page.may_leave()
    assert not page.letters.edited
    shell.desk.wait()
