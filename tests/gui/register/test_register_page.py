"""The table of firms, the card, the form, and choosing targets."""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from fake_shell import FakeShell
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from shoukei_app.domain.consent import ConsentManner
from shoukei_app.domain.firm import Address, FirmFacts, FirmStatus
from shoukei_app.domain.history import Act
from shoukei_app.domain.mailing import RunKind
from shoukei_app.domain.query import Query
from shoukei_app.domain.questionnaire import Recipient
from shoukei_app.domain.receipt import Arrival
from shoukei_app.domain.target import Channel, Disposition
from shoukei_app.gui.kit import dialogs
from shoukei_app.gui.register.card_view import CardView
from shoukei_app.gui.register.consent_card import ConsentSheet
from shoukei_app.gui.register.draft import Draft, draft_of, facts_of, wrong
from shoukei_app.gui.register.firm_form import FirmForm
from shoukei_app.gui.register.page import RegisterPage
from shoukei_app.gui.register.targets_view import TargetsView
from shoukei_app.usecases import entry, firms, history, receipts, runs, targets, visits
from shoukei_app.usecases.ledgers import Ledger
from shoukei_app.usecases.time_line import steps

CTRL = Qt.KeyboardModifier.ControlModifier


def texts(view: CardView | FirmForm) -> str:
    return "\n".join(one.text() for one in view.findChildren(QLabel) if one.text())


def edit(form: FirmForm, key: str) -> QLineEdit:
    editor = form.form.editor(key)
    assert isinstance(editor, QLineEdit)
    return editor


def look(form: FirmForm) -> None:
    form._pause.stop()
    form._look()
    form.desk.wait()


# --- the table ---------------------------------------------------------------------------------------------------


def test_an_empty_register_says_what_to_do(page: RegisterPage) -> None:
    assert page.register.table._stack.currentWidget() is page.register.table._empty
    assert page._state.text() == "はじめに、事業者の名簿を取り込みます"
    assert not page.register.actions_["targets"].isEnabled()


def test_the_next_step_is_named_until_there_are_targets(page: RegisterPage, shell: FakeShell, three: list[int]) -> None:
    page.refresh()
    assert not page.register._next.isHidden()
    assert page._state.text() == "3事業者（2市町村）"
    campaign = shell.session.campaign_id
    assert campaign is not None
    ledger = page.session.ledger
    page.desk.write(
        lambda _p: targets.select(ledger, shell.session.act(), campaign, targets.plan(ledger, campaign)), title="選定"
    )
    page.desk.wait()
    assert page.register._next.isHidden()
    assert page._state.text() == "3事業者（2市町村）　うちこの調査の対象 2件"


def test_enter_opens_the_card_and_escape_leads_back(qtbot: QtBot, page: RegisterPage, three: list[int]) -> None:
    page.refresh()
    page.register.table.select(three[1])
    qtbot.keyClick(page.register.table.view, Qt.Key.Key_Return)
    view = page.view
    assert isinstance(view, CardView)
    assert "ためし旅館" in texts(view)
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert page.view is page.register


def test_a_query_from_another_page_filters_the_table(page: RegisterPage, three: list[int]) -> None:
    page.refresh()
    page.open(three[0])
    page.open(Query(filters={"industry": ("宿泊業",)}))
    assert page.view is page.register
    assert list(page.register.table.model.ids) == [three[1]]
    assert ("", "（業種の記載なし）") not in page.register._industries()
    assert page.register._municipalities() == [("20583", "信濃町"), ("20590", "飯綱町")]


def test_what_is_shown_goes_out_as_excel(
    page: RegisterPage, shell: FakeShell, three: list[int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "出力.xlsx"
    monkeypatch.setattr(dialogs, "save_file", lambda *_args: path)
    page.refresh()
    page.register.table.set_query(Query(filters={"industry": ("製造業",)}))
    page.register.actions_["export"].trigger()
    shell.desk.wait()
    rows = list(openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True))
    assert [row[1] for row in rows][-2:] == ["有限会社みほん工業", "れい商店"]
    assert shell.said == [("表示中の 2件を書き出しました：出力.xlsx", False)]


# --- the card ----------------------------------------------------------------------------------------------------


def test_the_card_goes_to_the_next_firm_of_the_table(qtbot: QtBot, page: RegisterPage, three: list[int]) -> None:
    page.refresh()
    page.open(three[0])
    view = page.view
    assert isinstance(view, CardView)
    qtbot.keyClick(view, Qt.Key.Key_PageDown, CTRL)
    assert view.firm_id == three[1]
    qtbot.keyClick(view, Qt.Key.Key_PageUp, CTRL)
    qtbot.keyClick(view, Qt.Key.Key_PageUp, CTRL)
    assert view.firm_id == three[0]


def test_the_card_tells_the_whole_way(page: RegisterPage, shell: FakeShell, three: list[int], act: Act) -> None:
    ledger, campaign = page.session.ledger, shell.session.campaign_id
    assert campaign is not None
    targets.select(ledger, act, campaign, targets.plan(ledger, campaign))
    runs.create_run(ledger, act, campaign, RunKind.FIRST, made_on=date(2026, 7, 1), deadline=date(2026, 7, 31))
    (line,) = (one for one in targets.lines(ledger, targets.find(ledger, campaign, Query())) if one.firm_id == three[0])
    receipts.receive(ledger, act, 1, line.number, Arrival(date(2026, 7, 10), channel=Channel.FAX))
    question = firms_question(ledger)
    sheet = entry.parse_answers(question, {"1": "1"})
    entry.record(ledger, act, line.number, entry.Keyed(sheet), keyer="入力 太郎", final=True)
    card = firms.card(ledger, three[0])
    (course,) = firms.courses(ledger, three[0])
    names = [step.name for step in steps(card, course)]
    assert names[:5] == ["取込", "発送", "受付", "入力", "診断"]
    page.open(three[0])
    view = page.view
    assert isinstance(view, CardView)
    shown = texts(view)
    assert "FAXで届きました" in shown
    assert "入力 太郎が入力しました" in shown
    assert "問1" in shown
    returns_link = next(one for one in view.findChildren(QPushButton) if "回収・入力" in one.text())
    returns_link.click()
    assert shell.went == [("returns", line.id)]


def test_a_refusal_and_a_piece_left_out_are_told(
    page: RegisterPage, shell: FakeShell, three: list[int], act: Act
) -> None:
    ledger, campaign = page.session.ledger, shell.session.campaign_id
    assert campaign is not None
    targets.select(ledger, act, campaign, targets.plan(ledger, campaign))
    (line,) = (one for one in targets.lines(ledger, targets.find(ledger, campaign, Query())) if one.firm_id == three[0])
    refusal = Arrival(date(2026, 7, 10), disposition=Disposition.REFUSED)
    receipts.receive(ledger, act, campaign, line.number, refusal, anyway=True)
    runs.create_run(ledger, act, campaign, RunKind.FIRST, made_on=date(2026, 7, 1), deadline=date(2026, 7, 31))
    (course,) = firms.courses(ledger, three[0])
    told = {step.name: (step.words, step.tone) for step in steps(firms.card(ledger, three[0]), course)}
    assert told["受付"][1] == "attention"
    assert "回答拒否" in told["受付"][0]


def test_a_consent_said_by_telephone_is_kept_on_the_card(
    page: RegisterPage, shell: FakeShell, three: list[int], act: Act, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = page.session.ledger
    targets.select(ledger, act, 1, targets.plan(ledger, 1))
    (line,) = (one for one in targets.lines(ledger, targets.find(ledger, 1, Query())) if one.firm_id == three[0])
    page.open(three[0])
    view = page.view
    assert isinstance(view, CardView)
    assert "ほかの機関に名前を出せません" in texts(view)

    def say(digits: Sequence[Qt.Key]) -> None:
        def run(sheet: ConsentSheet) -> int:
            assert not sheet.run(), "nothing differs yet"
            for digit in digits:
                QTest.keyClick(sheet.choice, digit)
            assert sheet.run()
            return 1

        monkeypatch.setattr(ConsentSheet, "exec", run)
        [one for one in view.findChildren(QPushButton) if "同意を変える" in one.text()][-1].click()
        page.desk.wait()

    say([Qt.Key.Key_4, Qt.Key.Key_6])
    assert [(one.recipient, one.manner) for one in visits.consents_of(ledger, line.id)] == [
        (Recipient.CENTRE, ConsentManner.WRITTEN)
    ]
    assert shell.said[-1] == ("有限会社みほん工業の提供の同意を記録しました", True)
    page.refresh()
    assert "事業承継・引継ぎ支援センター　書面" in texts(view)
    say([Qt.Key.Key_4])
    assert not any(one.stands for one in visits.consents_of(ledger, line.id))


def test_a_firm_whose_addition_is_undone_leaves_the_card(page: RegisterPage, file_ledger: Ledger, act: Act) -> None:
    key = firms.add(file_ledger, act, FirmFacts("れい商店")).value
    page.open(key)
    assert isinstance(page.view, CardView)
    page.desk.write(lambda _p: history.undo(file_ledger, act), title="元に戻しています")
    page.desk.wait()
    assert page.view is page.register


# --- the form ----------------------------------------------------------------------------------------------------


def test_a_postcode_completes_the_address_and_never_what_a_person_wrote(page: RegisterPage, shell: FakeShell) -> None:
    page.show_form()
    form = page.view
    assert isinstance(form, FirmForm)
    edit(form, "postal_code").setText("３８９－１２１１")
    look(form)
    assert edit(form, "address").text() == "長野県上水内郡飯綱町牟礼"
    edit(form, "postal_code").setText("389-1305")
    look(form)
    assert edit(form, "address").text() == "長野県上水内郡信濃町柏原", "what the program put there is replaced"
    edit(form, "address").setText("長野県上水内郡飯綱町牟礼100")
    look(form)
    assert [form._parts[name].text() for name in ("prefecture", "municipality", "town", "rest")] == [
        "長野県",
        "上水内郡飯綱町",
        "牟礼",
        "100",
    ]
    button = form.findChild(QPushButton, "fill_postal_code")
    assert isinstance(button, QPushButton)
    button.click()
    look(form)
    assert edit(form, "address").text() == "長野県上水内郡飯綱町牟礼100"
    edit(form, "name").setText("れい商店")
    form.save()
    shell.desk.wait()
    view = page.view
    assert isinstance(view, CardView)
    facts = firms.card(page.session.ledger, view.firm_id).firm.facts
    assert facts.address == Address("3891211", "長野県", "上水内郡", "飯綱町", "20590", "牟礼", "100")
    assert shell.said == [("れい商店 を追加しました", True)]


def test_an_address_proposes_its_postcode(page: RegisterPage) -> None:
    page.show_form()
    form = page.view
    assert isinstance(form, FirmForm)
    edit(form, "address").setText("長野県上水内郡飯綱町牟礼100")
    look(form)
    button = form.findChild(QPushButton, "fill_postal_code")
    assert isinstance(button, QPushButton)
    button.click()
    assert edit(form, "postal_code").text() == "389-1211"
    form.form.fill(Draft())


def test_numbers_are_written_properly_when_their_field_is_left(qtbot: QtBot, page: RegisterPage) -> None:
    page.show_form()
    form = page.view
    assert isinstance(form, FirmForm)
    for key, typed, tidy in (
        ("phone", "０２６２５３０００１", "026-253-0001"),
        ("phone", "253-0001", "253-0001"),
        ("postal_code", "3891211", "389-1211"),
        ("corporate_number", "T7000012050002", "7000012050002"),
    ):
        edit(form, key).setText(typed)
        qtbot.keyClick(edit(form, key), Qt.Key.Key_Return)
        assert edit(form, key).text() == tidy
    edit(form, "corporate_number").setText("7000012050003")
    look(form)
    assert "検査数字が合いません" in texts(form)
    form.form.fill(Draft())


def test_typing_waits_for_nothing(qtbot: QtBot, page: RegisterPage, three: list[int]) -> None:
    page.show_form()
    form = page.view
    assert isinstance(form, FirmForm)
    asked = form._asked
    begun = time.perf_counter()
    for length in range(1, 21):
        edit(form, "address").setText("長野県上水内郡飯綱町牟礼一丁目百番地の一"[:length])
    assert time.perf_counter() - begun < 20 * 0.016
    assert form._asked == asked, "nothing is looked up while keys are pressed"
    qtbot.waitUntil(lambda: form._asked == asked + 1, timeout=2000)
    form.desk.wait()
    form.form.fill(Draft())


def test_a_firm_changed_meanwhile_is_read_anew_under_what_was_typed(
    page: RegisterPage, shell: FakeShell, three: list[int], act: Act
) -> None:
    page.show_form(three[0])
    form = page.view
    assert isinstance(form, FirmForm)
    edit(form, "representative").setText("見本 次郎")
    (firm,) = firms.lines(page.session.ledger, three[:1])
    firms.edit(page.session.ledger, act, firm, replace(firm.facts, phone="026-253-0009"))
    form.save()
    shell.desk.wait()
    assert page.view is form
    (notice,) = form.window().findChildren(dialogs.Notice)
    assert "ほかの操作で変わっています（電話番号）" in notice.text.text()
    notice.close()
    assert (edit(form, "phone").text(), edit(form, "representative").text()) == ("026-253-0009", "見本 次郎")
    form.save()
    shell.desk.wait()
    (firm,) = firms.lines(page.session.ledger, three[:1])
    assert (firm.facts.phone, firm.facts.representative) == ("026-253-0009", "見本 次郎")


def test_a_postcode_that_does_not_fit_is_told_and_kept(page: RegisterPage, shell: FakeShell) -> None:
    page.show_form()
    form = page.view
    assert isinstance(form, FirmForm)
    edit(form, "name").setText("れい商店")
    edit(form, "postal_code").setText("389-1305")
    edit(form, "address").setText("長野県上水内郡飯綱町牟礼100")
    look(form)
    assert "郵便番号が所在地と合わない" in texts(form)
    form.save()
    shell.desk.wait()
    view = page.view
    assert isinstance(view, CardView)
    assert firms.card(page.session.ledger, view.firm_id).firm.facts.address.postal_code == "3891305"


def test_a_firm_of_the_same_name_is_named_while_typing(page: RegisterPage, three: list[int]) -> None:
    page.show_form()
    form = page.view
    assert isinstance(form, FirmForm)
    edit(form, "name").setText("ためし旅館")
    look(form)
    assert "台帳の事業者と同じかもしれません" in texts(form)
    edit(form, "address").setText("長野県上水内郡信濃町柏原200-1")
    look(form)
    assert "台帳に同じ事業者があります" in texts(form)
    link = next(one for one in form.findChildren(QPushButton) if "カードを見る" in one.text())
    link.click()
    card = page.view
    assert isinstance(card, CardView)
    assert card.firm_id == three[1]
    card.finished.emit()
    assert page.view is form
    assert edit(form, "name").text() == "ためし旅館"
    form.form.fill(Draft())


def test_what_cannot_be_kept_stands_under_its_field(page: RegisterPage, shell: FakeShell) -> None:
    page.show_form()
    form = page.view
    assert isinstance(form, FirmForm)
    form.save()
    assert "事業者名を入れてください。" in texts(form)
    edit(form, "name").setText("れい商店")
    edit(form, "corporate_number").setText("1234567890123")
    form.save()
    assert "検査数字が合いません" in texts(form)
    assert firms.count(page.session.ledger) == 0
    form.form.fill(Draft())


def test_leaving_a_form_asks_where_something_was_typed(
    qtbot: QtBot, page: RegisterPage, three: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    page.show_form(three[0])
    form = page.view
    assert isinstance(form, FirmForm)
    edit(form, "phone").setText("026-253-0009")
    answers = [False, True]
    monkeypatch.setattr(dialogs, "confirm", lambda *_args, **_named: answers.pop(0))
    qtbot.keyClick(form, Qt.Key.Key_Escape)
    assert page.view is form
    assert page.may_leave()
    assert page.view is page.register
    assert firms.card(page.session.ledger, three[0]).firm.facts.phone == ""


def test_editing_leaves_alone_what_was_not_touched(
    page: RegisterPage, shell: FakeShell, add: Callable[..., int]
) -> None:
    odd = Address("", "", "", "飯綱町", "20590", "字無番地", "の一")
    key = add(FirmFacts("れい商店", address=odd, status=FirmStatus.CLOSED, status_reason="廃業届", note="覚え"))
    page.show_form(key)
    form = page.view
    assert isinstance(form, FirmForm)
    edit(form, "phone").setText("026-253-0009")
    form.save()
    shell.desk.wait()
    facts = firms.card(page.session.ledger, key).firm.facts
    assert (facts.address, facts.phone, facts.status_reason) == (odd, "026-253-0009", "廃業届")


def test_a_draft_gives_back_the_facts_it_was_made_of() -> None:
    facts = FirmFacts(
        "株式会社れい", kana="レイ", corporate_number="7000012050002", address=Address(rest="どこか"), staff=0
    )
    assert facts_of(draft_of(facts), facts) == facts
    assert wrong(Draft(postal_code="38912")) == {
        "postal_code": "7桁の数字で入れてください（例 389-1211）。分からないときは空のままにします。"
    }
    assert "13桁" in wrong(Draft(corporate_number="123"))["corporate_number"]


# --- targets -----------------------------------------------------------------------------------------------------


def open_targets(page: RegisterPage) -> TargetsView:
    page.show_view("targets")
    view = page.view
    assert isinstance(view, TargetsView)
    view.desk.wait()
    return view


def plan(view: TargetsView) -> None:
    for ticks in (view.places, view.rules):
        ticks.pause.stop()
    view.count()


def test_counts_are_seen_before_numbers_are_given(
    qtbot: QtBot, page: RegisterPage, shell: FakeShell, three: list[int]
) -> None:
    view = open_targets(page)
    assert view._figure.text() == "2"
    view.places.tick("20583", on=False)
    plan(view)
    assert view._figure.text() == "1"
    view.places.tick("20583", on=True)
    view.rules.industry("製造業").setChecked(True)
    plan(view)
    assert view.selection.firm_ids == (three[1],)
    qtbot.keyClick(view, Qt.Key.Key_Return, CTRL)
    shell.desk.wait()
    campaign = shell.session.campaign_id
    assert campaign is not None
    (line,) = targets.lines(page.session.ledger, targets.find(page.session.ledger, campaign, Query()))
    assert line.firm_id == three[1]
    assert page.view is page.register
    assert shell.said == [("1件を調査対象にして、整理番号を付けました", True)]


def test_without_a_municipality_nothing_is_chosen(page: RegisterPage, three: list[int]) -> None:
    view = open_targets(page)
    view.places.tick_all(on=False)
    plan(view)
    assert view._figure.text() == "0"
    assert not view.actions_["select"].isEnabled()
    assert view.state == "地域を選んでいません"


def firms_question(ledger: Ledger):  # type: ignore[no-untyped-def]
    from shoukei_app.usecases import ledgers

    return ledgers.current_campaign(ledger).questionnaire
