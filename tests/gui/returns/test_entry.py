"""A whole sheet keyed by real keys, what the ledger holds afterwards, and what happens when it cannot be kept."""

import time

import pytest
from posted_campaign import CAMPAIGN
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget

from shoukei_app.domain import form_number
from shoukei_app.domain.answers import Answer
from shoukei_app.domain.history import Act
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.query import Query
from shoukei_app.gui.kit import dialogs
from shoukei_app.gui.kit.desk import Desk
from shoukei_app.gui.returns.page import ReturnsPage
from shoukei_app.store.ledger import Ledger
from shoukei_app.usecases import entry, targets
from shoukei_app.usecases.entry import SECOND, Keyed
from shoukei_app.usecases.outcome import EVERYTHING

# form, founded, industry, staff, sales, age, generation, intention, successor, who, when, plan, training,
# understanding, check, problems, third_party, consults, support, visit, consent, remarks
SHEET = "2 30/ 3 12/ 2 68/ 1 1 2 1 4 1 2 2 1 1.512/ 2 13/ 2/ 1 123/ /"
EXPECTED = {
    "form": Answer((2,)),
    "founded": Answer(number=1955),
    "industry": Answer((3,)),
    "staff": Answer(number=12),
    "sales": Answer((2,)),
    "age": Answer(number=68),
    "generation": Answer((1,)),
    "intention": Answer((1,)),
    "successor": Answer((2,)),
    "who": Answer((1,)),
    "when": Answer((4,)),
    "plan": Answer((1,)),
    "training": Answer((2,)),
    "understanding": Answer((2,)),
    "check": Answer((1,)),
    "problems": Answer((1, 5, 12)),
    "third_party": Answer((2,)),
    "consults": Answer((1, 3)),
    "support": Answer((2,)),
    "visit": Answer((1,)),
    "consent": Answer((1, 2, 3)),
}


def numbers(ledger: Ledger) -> list[str]:
    return [line.number for line in targets.lines(ledger, targets.find(ledger, CAMPAIGN, Query()))]


def press(page: ReturnsPage, keys: str) -> int:
    """Press keys where the focus is: "/" is Enter, "^" Ctrl+Enter; blanks set answers apart. How many strokes."""
    strokes = 0
    for key in keys.replace(" ", ""):
        place = QApplication.focusWidget()
        assert place is not None
        if key == "/":
            QTest.keyClick(place, Qt.Key.Key_Return)
        elif key == "^":
            QTest.keyClick(place, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        else:
            QTest.keyClick(place, key)
        strokes += 1
    return strokes


def begin(page: ReturnsPage, number: str) -> int:
    assert page.entry is not None
    page.entry.take_focus()
    return press(page, f"{number}/")


def command(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    place = QApplication.focusWidget()
    assert place is not None
    QTest.keyClick(place, key, modifier)


def test_a_whole_sheet_is_keyed_and_kept(page: ReturnsPage, desk: Desk, file_ledger: Ledger) -> None:
    number = numbers(file_ledger)[0]
    strokes = begin(page, number) + press(page, SHEET)
    view = page.entry
    assert view is not None
    assert view.form.at_end
    strokes += press(page, "/")
    assert view.draft is None, "the form is cleared at once"
    assert QApplication.focusWidget() is view.number, "the next number can be typed at once"
    desk.wait()
    opened = entry.open_sheet(file_ledger, number, keyer="試験 太郎")
    assert dict(opened.sheet) == EXPECTED
    assert opened.target.received_on is not None
    assert opened.keyed.effort["problems"][0] == 6, "1 . 5 1 2 and Enter"
    assert sum(count for count, _seconds in opened.keyed.effort.values()) == strokes - 9
    assert strokes == 48, "strokes for one sheet, the number and the last Enter included"


def test_keystrokes_of_a_sheet(page: ReturnsPage, desk: Desk, file_ledger: Ledger) -> None:
    """21 answers of which 14 need no Enter, the last one closed by what saves: 47 strokes, 8 of them for the number."""
    number = numbers(file_ledger)[0]
    counts = {"number": begin(page, number), "answers": press(page, SHEET[:-1]), "save": press(page, "^")}
    assert counts == {"number": 8, "answers": 38, "save": 1}
    assert page.entry is not None
    assert page.entry.draft is None
    assert page.entry.tally.strokes == counts["answers"] + 1


def test_a_stroke_never_waits(page: ReturnsPage, file_ledger: Ledger) -> None:
    begin(page, numbers(file_ledger)[0])
    start = time.perf_counter()
    strokes = press(page, SHEET)
    per_stroke = (time.perf_counter() - start) / strokes
    assert per_stroke < 0.1, f"{per_stroke * 1000:.0f} ms"


def test_skipped_questions_are_passed_over_but_reachable(page: ReturnsPage, desk: Desk, file_ledger: Ledger) -> None:
    number = numbers(file_ledger)[0]
    begin(page, number)
    view = page.entry
    assert view is not None
    assert view.draft is not None
    press(page, "2 30/ 3 12/ 2 68/ 1 4")  # 自分の代でやめる: the questions on the successor are not asked
    questions = view.draft.questionnaire.questions
    assert questions[view.draft.place].id == "problems"
    for _ in range(8):  # up to 後継者, past 準備の4問, 時期, 誰か
        if questions[view.draft.place].id != "successor":
            command(Qt.Key.Key_Up)
    assert questions[view.draft.place].id == "successor"
    press(page, "1")
    assert questions[view.draft.place].id == "who", "who writes into a skipped question goes on in the next"
    assert [(one.question, one.mark.value) for one in view.draft.remarks() if one.question == "successor"] == [
        ("successor", "to_be_skipped"),
        ("successor", "contradiction"),
    ]
    command(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert view.draft is not None, "questions nobody looked at are asked for first"
    command(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    desk.wait()
    opened = entry.open_sheet(file_ledger, number, keyer="試験 太郎")
    assert opened.sheet["successor"] == Answer((1,))
    assert opened.sheet["intention"] == Answer((4,))


def test_back_illegible_blank_and_full_width(page: ReturnsPage, file_ledger: Ledger) -> None:
    begin(page, numbers(file_ledger)[0])
    assert page.entry is not None
    draft = page.entry.draft
    assert draft is not None
    press(page, "1")
    command(Qt.Key.Key_F2)
    assert draft.place == 0
    edit = page.entry.form.current.edit
    event = QInputMethodEvent("", [])
    event.setCommitString("２")
    QApplication.sendEvent(edit, event)
    assert draft.answers["form"] == Answer((2,))
    command(Qt.Key.Key_F4)
    assert draft.place == 1, "what is of open length wants its Enter, whatever stands there"
    press(page, "/")
    assert draft.answers["founded"] == Answer(illegible=True)
    command(Qt.Key.Key_F5)
    assert draft.place == 3
    assert draft.answer("industry").blank
    assert not edit.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled), "digits need no input method"


def test_a_wrong_number_says_so_and_opens_nothing(page: ReturnsPage) -> None:
    begin(page, "1234567")
    assert page.entry is not None
    assert page.entry.draft is None
    assert QApplication.focusWidget() is page.entry.number


def test_a_sheet_that_could_not_be_kept_comes_back(
    page: ReturnsPage, desk: Desk, file_ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = numbers(file_ledger)[:2]

    def refuse(*_args: object, **_others: object) -> None:
        raise Problem(ProblemKind.LEDGER_BUSY, path="台帳")

    begin(page, first)
    press(page, SHEET)
    with monkeypatch.context() as patched:
        patched.setattr(entry, "record", refuse)
        press(page, "/")
        desk.wait()
    view = page.entry
    assert view is not None
    assert view.draft is not None
    assert view.draft.number == first
    assert dict(view.draft.sheet) == EXPECTED
    press(page, "/")
    desk.wait()
    assert dict(entry.open_sheet(file_ledger, first, keyer="試験 太郎").sheet) == EXPECTED
    # With the next sheet already begun, that one is left alone and the other is offered.
    begin(page, second)
    press(page, SHEET)
    with monkeypatch.context() as patched:
        patched.setattr(entry, "record", refuse)
        press(page, "/")
        begin(page, numbers(file_ledger)[2])
        press(page, "1")
        desk.wait()
    assert view.draft is not None
    assert view.draft.number == numbers(file_ledger)[2]


def test_a_sheet_is_resumed(page: ReturnsPage, desk: Desk, file_ledger: Ledger) -> None:
    number = numbers(file_ledger)[0]
    begin(page, number)
    press(page, SHEET + "/")
    desk.wait()
    begin(page, form_number.shown(number))
    assert page.entry is not None
    draft = page.entry.draft
    assert draft is not None
    assert dict(draft.sheet) == EXPECTED
    press(page, "1")  # 個人 after all
    command(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    desk.wait()
    assert entry.open_sheet(file_ledger, number, keyer="試験 太郎").sheet["form"] == Answer((1,))


def test_the_second_pass_is_another_persons_and_shows_nothing_of_the_first(
    page: ReturnsPage, desk: Desk, file_ledger: Ledger
) -> None:
    number = numbers(file_ledger)[0]
    begin(page, number)
    press(page, SHEET + "/")
    desk.wait()
    view = page.entry
    assert view is not None
    assert number[:3] in " ".join(words(view._last))
    assert not view.open_number(number, SECOND), "the same person"
    page.session.person = "別の人"
    desk.announce(EVERYTHING)
    assert not [text for text in words(view._last) if "診断 C" in text], "the card of the other person is emptied"
    assert view.open_number(number, SECOND)
    draft = view.draft
    assert draft is not None
    assert not draft.sheet, "blind: nothing of the first entry is shown"
    assert tuple(question.id for question in draft.questions) == draft.opened.questions
    keys = dict(zip([*EXPECTED, "remarks"], SHEET.split(), strict=True)) | {"age": "69/"}
    while draft.current is not None:
        press(page, keys[draft.current.id])
    press(page, "/")
    desk.wait()
    shown = words(view._last)
    assert any("違い1問：突合へ回りました" in text for text in shown)
    assert not any("68" in text or "69" in text for text in shown)


def test_an_interrupted_sheet_goes_on_at_the_same_question(page: ReturnsPage, desk: Desk, file_ledger: Ledger) -> None:
    first, second = numbers(file_ledger)[:2]
    begin(page, first)
    press(page, "2 30/ 0 12/ 2")
    command(Qt.Key.Key_F8)
    place = QApplication.focusWidget()
    assert isinstance(place, QLineEdit)
    assert place.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
    place.setText("2025年に代替わり")
    command(Qt.Key.Key_Return)
    press(page, "6")
    command(Qt.Key.Key_Escape)
    view = page.entry
    assert view is not None
    assert view.draft is None, "leaving asks nothing"
    desk.wait()
    ((line, kept),) = entry.begun(file_ledger, CAMPAIGN, "試験 太郎")
    assert (line.number, kept.place) == (first, "age")
    assert any("問6 から" in text for text in words(view.begun))
    begin(page, second)
    press(page, "1")
    command(Qt.Key.Key_Escape)
    begin(page, first)
    draft = view.draft
    assert draft is not None
    assert draft.current is not None
    assert draft.current.id == "age"
    assert "industry" in draft.passed, "無回答 was seen"
    assert draft.memos == {"age": "2025年に代替わり"}
    assert "の続きから" in view._chip.text()
    press(page, "68/ 1 1 2 1 4 1 2 2 1 1.512/ 2 13/ 2/ 1 123/^")
    desk.wait()
    opened = entry.open_sheet(file_ledger, first, keyer="試験 太郎")
    assert dict(opened.sheet) == {key: answer for key, answer in EXPECTED.items() if key != "industry"}
    assert dict(opened.keyed.memos) == {"age": "2025年に代替わり"}
    assert [line.number for line, _ in entry.begun(file_ledger, CAMPAIGN, "試験 太郎")] == [second]


def test_a_begun_sheet_is_dropped_only_when_asked(
    page: ReturnsPage, desk: Desk, file_ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(page, numbers(file_ledger)[0])
    press(page, "2")
    command(Qt.Key.Key_Escape)
    desk.wait()
    view = page.entry
    assert view is not None
    for answer, left in (("back", 1), ("drop", 0)):
        monkeypatch.setattr(dialogs, "ask", lambda *_args, answer=answer, **_others: answer)
        next(button for button in view.begun.findChildren(QPushButton) if button.text() == "取り消す").click()
        desk.wait()
        assert len(entry.begun(file_ledger, CAMPAIGN, "試験 太郎")) == left


def test_what_is_typed_at_the_end_is_refused(page: ReturnsPage, desk: Desk, file_ledger: Ledger) -> None:
    begin(page, numbers(file_ledger)[0])
    press(page, SHEET)
    view = page.entry
    assert view is not None
    press(page, "3")
    assert "押し忘れ" in view.form.end.sentence
    press(page, "^")
    assert view.draft is not None, "Enter and then Ctrl+Enter: the one too many would hide a forgotten one"
    assert "Ctrl+Enter は最後の問いの中で" in view.form.end.sentence
    press(page, "/")
    assert view.draft is None
    desk.wait()


def words(inside: QWidget) -> list[str]:
    QApplication.processEvents()
    return [one.text() for one in inside.findChildren(QLabel) if one.isVisible()]


@pytest.mark.parametrize(("apart", "scanned"), [(5, True), (60, False), (0, False)])
def test_a_qr_read_while_a_sheet_is_open_is_no_answer(
    page: ReturnsPage, file_ledger: Ledger, apart: int, scanned: bool
) -> None:
    """Keys 5 ms apart are a scanner's; fingers are slower, and of a key without a time nobody knows."""
    first, second, *_ = numbers(file_ledger)
    begin(page, first)
    press(page, SHEET[:12])
    view = page.entry
    assert view is not None
    assert view.draft is not None
    answers, place = dict(view.draft.answers), view.draft.place
    for at, key in enumerate([*second, "\r"], start=1):
        code = Qt.Key.Key_Return if key == "\r" else Qt.Key.Key_A
        event = QKeyEvent(QEvent.Type.KeyPress, code, Qt.KeyboardModifier.NoModifier, key)
        event.setTimestamp(1_000_000 + apart * at if apart else 0)
        focus = QApplication.focusWidget()
        assert focus is not None
        QApplication.sendEvent(focus, event)
    assert view.draft is not None
    assert view.draft.number == first
    assert ((view.draft.answers, view.draft.place) == (answers, place)) is scanned
    assert view._warn.isVisible() is scanned


def test_opened_by_a_targets_id_and_by_a_query(page: ReturnsPage, file_ledger: Ledger) -> None:
    key = targets.find(file_ledger, CAMPAIGN, Query())[1]
    page.open(key)
    assert page.entry is not None
    assert page.entry.draft is not None
    assert page.entry.draft.opened.target.id == key
    page.open(Query(filters={"status": ("mailed",)}))
    assert len(page.sheets.table.model.ids) == 6


def test_what_waits_is_what_this_pass_and_person_may_key(
    page: ReturnsPage, desk: Desk, file_ledger: Ledger, act: Act
) -> None:
    first, second = numbers(file_ledger)[:2]
    by_other, own = Keyed({"form": Answer((2,))}), Keyed({"form": Answer((1,))})
    entry.record(file_ledger, act, first, by_other, keyer="宮下 進")
    entry.record(file_ledger, act, second, own, keyer=page.session.person)
    view = page.entry
    assert view is not None

    def listed() -> list[str]:
        return [form_number.parse(one.text().strip()) for one in view.waiting.findChildren(QPushButton)]

    page.refresh()
    desk.wait()
    assert not {first, second} & set(listed())
    view._choose_pass(SECOND)
    assert listed() == [first], "the other one was keyed by the same person"
