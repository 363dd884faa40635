"""The designer: built by keyboard, shown on paper and in the entry, kept as one operation, versions with a mapping."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
import pytest
from answered_campaign import answer
from fake_shell import FakeShell
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QTextEdit

from shoukei_app.domain import questionnaire_edit as edit
from shoukei_app.domain.answers import Answer
from shoukei_app.domain.conditions import Operator, Test
from shoukei_app.domain.history import Act
from shoukei_app.domain.questionnaire import Choice, QuestionKind
from shoukei_app.domain.visits import VisitResult, VisitState
from shoukei_app.gui import settings
from shoukei_app.gui.kit import dialogs
from shoukei_app.gui.kit.desk import Desk
from shoukei_app.gui.questionnaire import page as module
from shoukei_app.gui.questionnaire.page import QuestionnairePage
from shoukei_app.gui.questionnaire.sheets import MappingSheet, VersionsSheet
from shoukei_app.store.ledger import Ledger
from shoukei_app.usecases import hearings, history, ledgers, questionnaires, visits
from shoukei_app.usecases.visits import Heard

CAMPAIGN = 1


@pytest.fixture
def shell(desk: Desk, file_ledger: Ledger) -> FakeShell:
    return FakeShell(desk, file_ledger)


@pytest.fixture
def page(qapp: QApplication, shell: FakeShell) -> Iterator[QuestionnairePage]:
    yield from opened(shell)


def opened(shell: FakeShell) -> Iterator[QuestionnairePage]:
    made = QuestionnairePage(shell)
    made.resize(1162, 720)
    made.show()
    yield made
    made.desk.wait()
    made.close()
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def settle(page: QuestionnairePage) -> None:
    """Let the preview catch up."""
    until = time.monotonic() + 15
    while time.monotonic() < until:
        QApplication.processEvents()
        if not page.preview.timer.isActive() and page.desk.idle:
            return
        time.sleep(0.002)
    raise TimeoutError


def asked(page: QuestionnairePage) -> Any:
    assert page.draft is not None
    return page.draft.questionnaire


def current(page: QuestionnairePage) -> Any:
    return ledgers.campaign(page.session.ledger, CAMPAIGN).questionnaire


def text_of(page: QuestionnairePage) -> QTextEdit:
    field = page.form._forms[0].editor("text")
    assert isinstance(field, QTextEdit)
    return field


def short_of(page: QuestionnairePage) -> QLineEdit:
    field = page.form._forms[0].editor("short")
    assert isinstance(field, QLineEdit)
    return field


def paper(page: QuestionnairePage) -> str:
    pdf = page.preview._pdf
    assert pdf is not None
    document = pypdfium2.PdfDocument(pdf.data)
    try:
        return "".join("".join(sheet.get_textpage().get_text_range().split()) for sheet in document)
    finally:
        document.close()


def test_a_question_added_by_keyboard_stands_on_the_paper_and_in_the_entry(page: QuestionnairePage) -> None:
    page._go_to("industry")
    page.remove_question()  # makes room on the paper
    page.list.setFocus()
    QTest.keyClick(page.list, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    fresh = asked(page).by_id[page._chosen]
    assert fresh.text == ""
    assert QApplication.focusWidget() is text_of(page)
    text_of(page).insertPlainText("屋号を掲げていますか。")
    short_of(page).setText("屋号の看板")
    assert (asked(page).by_id[fresh.id].text, asked(page).by_id[fresh.id].short) == (
        "屋号を掲げていますか。",
        "屋号の看板",
    )
    settle(page)
    assert "屋号を掲げていますか。" in paper(page)
    page.preview.choose("entry")
    assert page.preview.form is not None
    assert page.preview.form._questionnaire.by_id[fresh.id].short == "屋号の看板"
    page.preview.choose("rules")
    assert "R1 問1「経営形態」は1つだけ選ぶ" in page.preview.rules.toPlainText()
    assert "屋号の看板" in page.preview.rules.toPlainText()
    assert page.draft.to_mend() == {}  # type: ignore[union-attr]


def test_enter_in_a_choice_adds_the_next_and_removing_one_shifts_the_codes_of_bases(page: QuestionnairePage) -> None:
    page._go_to("intention")
    rows = page.form.choices.rows
    QTest.keyClick(rows[4].edit, Qt.Key.Key_Return)
    assert [choice.text for choice in asked(page).by_id["intention"].choices][5:] == [""]
    assert page.draft is not None
    assert "intention" in page.draft.to_mend()
    page.form.choices.rows[5].edit.setFocus()
    QTest.keyClick(page.form.choices.rows[5].edit, Qt.Key.Key_Backspace)
    page.form.choices.removed.emit(2)
    assert asked(page).by_id["successor"].base == Test("intention", Operator.ANY_OF, (1, 2))
    page._go_to("successor")
    assert page.form.base.value() == Test("intention", Operator.ANY_OF, (1, 2))
    page.undo()
    assert asked(page).by_id["successor"].base == Test("intention", Operator.ANY_OF, (1, 2, 3))
    assert page.form.base.value() == Test("intention", Operator.ANY_OF, (1, 2, 3))


def test_alt_and_an_arrow_move_a_question_and_what_must_come_first_stays(page: QuestionnairePage) -> None:
    page._go_to("staff")
    QTest.keyClick(page.list, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert [one.id for one in asked(page).questions][:4] == ["form", "founded", "staff", "industry"]
    page._go_to("successor")
    QTest.keyClick(page.list, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert "先に聞くことはできません" in page.said.text()
    assert asked(page).by_id["successor"].number == 9


def test_over_a_heading_a_question_changes_its_section_first(page: QuestionnairePage) -> None:
    page._go_to("age")
    QTest.keyClick(page.list, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert asked(page).by_id["age"].section == asked(page).by_id["form"].section
    assert asked(page).by_id["age"].number == 6
    QTest.keyClick(page.list, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert asked(page).by_id["age"].section == asked(page).by_id["generation"].section


def test_what_is_still_to_mend_keeps_it_from_being_used(page: QuestionnairePage) -> None:
    before = current(page)
    page.add_question(QuestionKind.TEXT)
    page._go_to("form")
    page.use()
    settle(page)
    assert "直すところが2か所" in page.said.text()
    assert page._chosen == asked(page).questions[0].id
    assert current(page) == before


def test_using_it_is_one_operation_that_can_be_undone(page: QuestionnairePage, shell: FakeShell, act: Act) -> None:
    before = current(page)
    page._go_to("form")
    text_of(page).setPlainText("どのような形で営んでいますか。")
    page.use()
    settle(page)
    assert current(page).by_id["form"].text == "どのような形で営んでいますか。"
    assert shell.said[-1] == ("この調査票（第1版）を使います", True)
    assert not page._edited()
    history.undo(page.session.ledger, act)
    page.refresh()
    assert asked(page) == before
    assert not page._edited()


def test_the_draft_waits_in_the_drawer(page: QuestionnairePage, shell: FakeShell) -> None:
    page._go_to("form")
    short_of(page).setText("形態")
    assert page.may_leave()
    for again in opened(shell):
        assert asked(again).by_id["form"].short == "形態"
        assert again._edited()
        again.drop()
        assert again.may_leave()
    assert settings.sheet_draft("test.shoukei", CAMPAIGN, "questionnaire").get() == ""


def test_a_template_is_taken_as_one_step(page: QuestionnairePage) -> None:
    before = asked(page)
    page.take(questionnaires.template("taimen"))
    settle(page)
    assert asked(page).title == questionnaires.template("taimen").title
    assert asked(page).title in paper(page).replace(" ", "") or "聞き取り票" in paper(page)
    page.undo()
    assert asked(page) == before


def test_it_goes_out_to_a_file_and_comes_in(
    page: QuestionnairePage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "調査票.toml"
    monkeypatch.setattr(dialogs, "save_file", lambda *_args: target)
    monkeypatch.setattr(dialogs, "open_file", lambda *_args: target)
    before = asked(page)
    page.export()
    settle(page)
    page._go_to("form")
    short_of(page).setText("形態")
    page.import_()
    settle(page)
    assert asked(page) == before


def test_checks_and_types_are_edited_beside_their_conditions(page: QuestionnairePage) -> None:
    page.show_view(module.CHECKS)
    count = len(asked(page).checks)
    page.checks.add()
    assert len(asked(page).checks) == count + 1
    field = page.checks.form.editor("sentence")
    assert isinstance(field, QTextEdit)
    field.setPlainText("この二つは合いません。")
    assert asked(page).checks[-1].sentence == "この二つは合いません。"
    page.checks.remove()
    assert len(asked(page).checks) == count
    page.show_view(module.TYPES)
    page.types.lines.setCurrentRow(1)
    QTest.keyClick(page.types.lines, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert [kind.code for kind in asked(page).types][:2] == ["A", "F"]


def test_the_verification_is_chosen_for_all_at_once(page: QuestionnairePage) -> None:
    page.heading.verification_asked.emit(edit.Verification.NONE)
    assert asked(page).verified == frozenset()
    page.heading.verification_asked.emit(edit.Verification.ALL)
    assert {one.id for one in asked(page).questions if not one.verify} == {
        one.id for one in asked(page).questions if one.by_words
    }


def test_under_answers_it_becomes_a_new_version_with_a_mapping(
    file_ledger: Ledger, act: Act, shell: FakeShell, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(file_ledger, act)
    seen: list[MappingSheet] = []

    def agree(sheet: MappingSheet) -> int:
        seen.append(sheet)
        return 1

    monkeypatch.setattr(MappingSheet, "exec", agree)
    for page in opened(shell):
        page._go_to("intention")
        page.form.choices.removed.emit(1)
        assert page._do(lambda design: edit.add_choice(design, "intention", 0, Choice(0, "新しい選択肢")))
        page.use()
        settle(page)
        assert len(seen) == 1
        assert seen[0].mapping == page.draft.design.mapping or current(page).version == 2  # type: ignore[union-attr]
        assert current(page).version == 2
        assert [one.number for one in questionnaires.versions(file_ledger, CAMPAIGN)] == [2, 1]


def test_the_mapping_sheet_asks_for_each_question_and_counts_what_is_lost(
    qapp: QApplication, file_ledger: Ledger, act: Act, page: QuestionnairePage
) -> None:
    answer(file_ledger, act)
    old = current(page)
    design = edit.remove_choice(edit.begin(old), "intention", 2)

    def ask(mapping: Any) -> Any:
        return questionnaires.change(file_ledger, CAMPAIGN, design.questionnaire, mapping)

    sheet = MappingSheet(page, old, design.questionnaire, design.mapping, ask)
    assert sheet.boxes["age"].currentText() == "問6 代表者の年齢"
    sheet.boxes["age"].setCurrentIndex(0)
    assert "age" not in sheet.mapping.sources
    assert sheet._lost.count() >= 1
    last = design.questionnaire.by_id["intention"].choices[-1].code
    box = sheet.codes["intention", 5]
    box.setCurrentIndex(0)
    assert last not in sheet.mapping.sources["intention"].codes.values()
    sheet.deleteLater()


def test_versions_say_what_changed(page: QuestionnairePage, file_ledger: Ledger, act: Act) -> None:
    answer(file_ledger, act)
    design = edit.remove_question(edit.begin(current(page)), "industry")
    questionnaires.new_version(file_ledger, act, CAMPAIGN, design.questionnaire, design.mapping)
    versions = questionnaires.versions(file_ledger, CAMPAIGN)
    from shoukei_app.words.questionnaires import changes

    assert changes(versions[1].questionnaire, versions[0].questionnaire, versions[0].mapping) == (
        "旧問3 業種：なくした問い",
    )
    sheet = VersionsSheet(page, versions)
    sheet._take(versions[1])
    assert sheet.taken is not None
    page.take(sheet.taken.questionnaire)
    assert "industry" in asked(page).by_id
    sheet.deleteLater()


def test_the_hearing_sheet_is_designed_in_the_same_place(
    page: QuestionnairePage, shell: FakeShell, file_ledger: Ledger, act: Act
) -> None:
    survey = asked(page)
    page._do(lambda design: edit.change_heading(design, title="下書き", lead="", purpose=""))
    page.open("hearing")
    assert asked(page) == hearings.get(file_ledger, CAMPAIGN)
    assert not page._parts.isVisible(), "nobody is judged by a hearing"
    assert page.buttons["use"].text().strip() == "このヒアリング票を使う"
    settle(page)
    assert "訪問票" in paper(page), "the paper is a visit sheet"
    page.add_question()
    text_of(page).insertPlainText("金融機関の担当者はどなたですか。")
    short_of(page).setText("担当者")
    page._on_choice_added(0)
    page._on_choice(Choice(1, "支店長"))
    page._on_choice_added(1)
    page._on_choice(Choice(2, "その他"))
    fresh = page._chosen
    assert page.draft is not None
    assert page.draft.to_mend() == {}
    page.use()
    shell.desk.wait()
    assert hearings.get(file_ledger, CAMPAIGN).by_id[fresh].short == "担当者"
    assert shell.said[-1] == ("このヒアリング票（第1版）を使います", True)
    page.refresh()
    assert not page.draft.edited
    page.design("questionnaire")
    assert asked(page).title == "下書き"
    assert page.draft is not None
    assert page.draft.kept == survey, "the survey itself is as it was"
    assert page._parts.isVisible()

    target = answer(file_ledger, act)[0]
    met = VisitResult(VisitState.MET)
    visits.record(file_ledger, act, target, met, made_on=act.at.date(), heard=Heard(answers={fresh: Answer((1,))}))
    page.design("hearing")
    assert "聞き取り 1件" in page._state.text()
    page._go_to(fresh)
    page.remove_question()
    page.use()
    shell.desk.wait()
    assert fresh in hearings.get(file_ledger, CAMPAIGN).by_id, "a question that was answered stays"
