"""機関・担当者: a clerk registers an organisation and a person, and takes a person out again."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from shoukei_app.domain.history import Act
from shoukei_app.domain.organisation import OrganisationKind
from shoukei_app.gui.main_window import MainWindow
from shoukei_app.gui.organisations import page as page_module
from shoukei_app.gui.organisations.page import OrganisationsPage
from shoukei_app.gui.organisations.sheets import OrganisationSheet, PersonSheet, RenameSheet
from shoukei_app.gui.pages import PAGES, backend
from shoukei_app.usecases import ledgers, organisations
from shoukei_app.usecases.organisations import NewPerson


@pytest.fixture
def page(qtbot: QtBot, tmp_path: Path, act: Act) -> OrganisationsPage:
    path = tmp_path / "台帳.shoukei"
    ledgers.create(path, act, name="調査", fiscal_year=2026).close()
    window = MainWindow(PAGES, backend)
    qtbot.addWidget(window, before_close_func=lambda made: (made.desk.wait(), made.close_ledger()))
    window.show()
    window.open_ledger(str(path))
    qtbot.waitUntil(lambda: window.current_page != "", timeout=20_000)
    window.go("organisations")
    shown = window.page("organisations")
    assert isinstance(shown, OrganisationsPage)
    return shown


def fill(sheet: OrganisationSheet, name: str, *areas: str) -> bool:
    sheet.form.editor("name").setProperty("text", name)
    for number in range(sheet.areas.count()):
        item = sheet.areas.item(number)
        if item.text() in areas:
            item.setCheckState(item.checkState().Checked)
    return sheet.run()


def test_an_organisation_and_its_person_are_registered(
    qtbot: QtBot, page: OrganisationsPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    areas = ("中野市", "下高井郡山ノ内町")
    monkeypatch.setattr(OrganisationSheet, "exec", lambda self: fill(self, "見本町商工会", *areas))
    page.add_organisation()
    qtbot.waitUntil(lambda: page.desk.idle and bool(page.table.model.ids), timeout=10_000)
    (made,) = organisations.every(page.session.ledger)
    assert (made.kind, made.name, made.areas) == (OrganisationKind.SHOKOKAI, "見本町商工会", ("20211", "20561"))

    def name_person(sheet: PersonSheet) -> bool:
        sheet.form.editor("name").setProperty("text", "小口 直人")
        return sheet.run()

    monkeypatch.setattr(PersonSheet, "exec", name_person)
    page.add_person()
    qtbot.waitUntil(lambda: page.desk.idle and bool(organisations.persons(page.session.ledger)), timeout=10_000)
    assert organisations.persons(page.session.ledger)[0].name == "小口 直人"

    def rename(sheet: RenameSheet) -> bool:
        sheet.form.editor("name").setProperty("text", "大口 直人")
        return sheet.run()

    monkeypatch.setattr(RenameSheet, "exec", rename)
    assert not page.rename_button.isEnabled()
    page.persons.selectRow(0)
    page.rename_person()
    qtbot.waitUntil(
        lambda: page.desk.idle and organisations.persons(page.session.ledger)[0].name == "大口 直人", timeout=10_000
    )

    monkeypatch.setattr(page_module, "confirm", lambda *_args: True)
    page.persons.selectRow(0)
    page.retire_person()
    qtbot.waitUntil(lambda: not organisations.persons(page.session.ledger), timeout=10_000)


def test_a_name_is_needed(qtbot: QtBot, page: OrganisationsPage) -> None:
    sheet = OrganisationSheet(page, None)
    qtbot.addWidget(sheet)
    assert not sheet.run()
    person = PersonSheet(page, "見本町商工会")
    qtbot.addWidget(person)
    assert not person.run()
    person.form.fill(NewPerson("小口"))
    assert person.run()
