"""Forms: shown a value, give back a value, say what is wrong, and emit nothing while being filled."""

from dataclasses import dataclass, replace
from datetime import date

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QPushButton, QTextEdit
from pytestqt.qtbot import QtBot

from shoukei_app.gui.kit.calendar_popup import CalendarPopup
from shoukei_app.gui.kit.form import (
    CheckField,
    ChoiceField,
    DateField,
    Form,
    Keys,
    LinesField,
    NumberField,
    TextField,
    YearField,
)


@dataclass(frozen=True)
class Firm:
    id: int = 9
    name: str = "架空商店"
    postal_code: str = "0000000"
    note: str = "一行目\n二行目"
    staff: int | None = 12
    founded: date | None = date(2026, 4, 1)
    town: str | None = "b"
    consent: bool = True


FIELDS = (
    TextField(key="name", label="事業者名", required=True),
    TextField(key="postal_code", label="郵便番号", keys=Keys.DIGITS),
    LinesField(key="note", label="備考"),
    NumberField(key="staff", label="従業員数", minimum=0, maximum=9999, unit="人"),
    DateField(key="founded", label="設立"),
    ChoiceField(key="town", label="市町村", options=[("a", "架空町"), ("b", "見本村")], none="（選ばない）"),
    CheckField(key="consent", label="同意している"),
)


@pytest.fixture
def form(qtbot: QtBot) -> Form[Firm]:
    made: Form[Firm] = Form(FIELDS, columns=2)
    qtbot.addWidget(made)
    made.show()
    return made


def line(form: Form[Firm], key: str) -> QLineEdit:
    editor = form.editor(key)
    assert isinstance(editor, QLineEdit)
    return editor


def errors(form: Form[Firm]) -> list[str]:
    labels = form.findChildren(QLabel)
    return [label.text() for label in labels if label.property("role") == "error" and not label.isHidden()]


def test_a_value_comes_back_as_it_was_shown(form: Form[Firm]) -> None:
    form.fill(Firm())
    assert form.value() == Firm()
    assert not form.edited


def test_filling_is_no_change_and_typing_is(form: Form[Firm], qtbot: QtBot) -> None:
    heard: list[bool] = []
    form.changed.connect(lambda: heard.append(True))
    form.fill(Firm())
    form.fill(Firm(name="見本工業", note="", staff=None, founded=None, town=None, consent=False))
    assert heard == []
    qtbot.keyClicks(line(form, "staff"), "34")
    assert heard == [True, True]
    assert form.edited


def test_every_kind_of_field_is_read(form: Form[Firm]) -> None:
    form.fill(Firm())
    line(form, "name").setText("　髙﨑商店 ")
    line(form, "staff").setText("１，２３４")
    line(form, "founded").setText("S47.4.1")
    town, note, consent = form.editor("town"), form.editor("note"), form.editor("consent")
    assert isinstance(town, QComboBox)
    assert isinstance(note, QTextEdit)
    assert isinstance(consent, QCheckBox)
    town.setCurrentIndex(0)
    note.setPlainText("訪問は午後")
    consent.setChecked(False)
    expected = Firm(name="髙﨑商店", note="訪問は午後", staff=1234, founded=date(1972, 4, 1), town=None, consent=False)
    assert form.value() == expected


def test_wrong_fields_are_named_and_the_first_gets_the_focus(form: Form[Firm], qtbot: QtBot) -> None:
    form.fill(Firm())
    line(form, "name").setText("  ")
    line(form, "staff").setText("多数")
    line(form, "founded").setText("R8.13.1")
    assert form.value() is None
    assert errors(form) == [
        "事業者名を入れてください。",
        "数字で入れてください。",
        "日付として読めません。R8.4.1 や 2026/4/1 のように入れてください。",
    ]
    assert form.focusWidget() is line(form, "name")
    line(form, "name").setText("架空")
    assert len(errors(form)) == 2


@pytest.mark.parametrize(
    ("minimum", "maximum", "sentence"),
    [
        (0, 10, "0から10までの数を入れてください。"),
        (20, None, "20以上の数を入れてください。"),
        (None, 1000, "1,000以下の数を入れてください。"),
    ],
)
def test_a_number_outside_its_bounds(qtbot: QtBot, minimum: int | None, maximum: int | None, sentence: str) -> None:
    form: Form[Firm] = Form([NumberField(key="staff", label="従業員数", minimum=minimum, maximum=maximum)])
    qtbot.addWidget(form)
    form.fill(Firm(staff=12 if maximum == 10 else 5000 if maximum else 3))
    assert form.value() is None
    assert errors(form) == [sentence]


@pytest.mark.parametrize(
    ("typed", "year"), [("S30", 1955), ("３０", 1955), ("昭和30年", 1955), ("h10", 1998), ("1955", 1955), ("", None)]
)
def test_a_year_is_typed_in_an_era_or_western(qtbot: QtBot, typed: str, year: int | None) -> None:
    form: Form[Firm] = Form([YearField(key="staff", label="創業年")])
    qtbot.addWidget(form)
    form.fill(Firm())
    line(form, "staff").setText(typed)
    value = form.value()
    assert value is not None
    assert value.staff == year
    line(form, "staff").setText("昔")
    assert form.value() is None
    assert errors(form) == ["年として読めません。S30 や 1955 のように入れてください。"]


def test_the_value_as_a_whole_is_checked(qtbot: QtBot) -> None:
    def check(firm: Firm) -> dict[str, str]:
        return {"postal_code": "町と合いません。"} if firm.postal_code == "0000000" else {}

    form: Form[Firm] = Form(FIELDS, check=check)
    qtbot.addWidget(form)
    form.fill(Firm())
    assert form.value() is None
    assert errors(form) == ["町と合いません。"]
    line(form, "postal_code").setText("9999999")
    assert form.value() == replace(Firm(), postal_code="9999999")


def test_errors_of_a_use_case_are_shown_and_taken_away(form: Form[Firm]) -> None:
    form.fill(Firm())
    form.show_errors({"postal_code": "この番号はありません。"})
    assert errors(form) == ["この番号はありません。"]
    form.fill(Firm())
    assert errors(form) == []


def test_digits_switch_the_input_method_off(form: Form[Firm]) -> None:
    assert line(form, "postal_code").inputMethodHints() & Qt.InputMethodHint.ImhDigitsOnly
    assert line(form, "staff").inputMethodHints() & Qt.InputMethodHint.ImhDigitsOnly
    assert line(form, "founded").inputMethodHints() & Qt.InputMethodHint.ImhLatinOnly
    assert not line(form, "name").inputMethodHints()


def test_a_date_shows_what_it_means(form: Form[Firm]) -> None:
    form.fill(Firm())
    assert line(form, "founded").text() == "R8.4.1"
    assert "令和8年4月1日（水）" in [label.text() for label in form.findChildren(QLabel)]


def test_a_day_can_be_picked_from_a_month(form: Form[Firm], qtbot: QtBot) -> None:
    form.fill(Firm())
    pick = next(button for button in form.findChildren(QPushButton) if button.accessibleName() == "設立を暦から選ぶ")
    pick.click()
    popup = form.findChild(CalendarPopup)
    assert popup is not None
    assert popup.calendar.selectedDate() == QDate(2026, 4, 1)
    popup.calendar.clicked.emit(QDate(2026, 5, 7))
    assert line(form, "founded").text() == "R8.5.7"
    assert not popup.isVisible()


def test_asking_an_empty_form_is_a_bug(form: Form[Firm]) -> None:
    with pytest.raises(ValueError, match="nothing yet"):
        form.value()


def test_every_field_has_a_name_for_a_screen_reader(form: Form[Firm]) -> None:
    assert {form.editor(field.key).accessibleName() for field in FIELDS} == {field.label for field in FIELDS}
