"""The table filtered and changed in bulk, views that are remembered, and targets chosen by rule and town."""

from collections.abc import Callable

import pytest
from fake_shell import FakeShell
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QTextEdit
from pytestqt.qtbot import QtBot

from shoukei_app.domain.exclusion import Exclusion
from shoukei_app.domain.firm import Address, FirmFacts, FirmStatus
from shoukei_app.domain.history import Act
from shoukei_app.domain.organisation import OrganisationKind
from shoukei_app.domain.query import Query
from shoukei_app.gui.kit.filters import FilterPopup
from shoukei_app.gui.register.bulk_edit import BulkEdit
from shoukei_app.gui.register.card_view import CardView
from shoukei_app.gui.register.page import RegisterPage
from shoukei_app.gui.register.rule_sheets import MatchSheet, WordsSheet
from shoukei_app.gui.register.targets_view import TargetsView
from shoukei_app.usecases import firms, history, ledgers, organisations, targets
from shoukei_app.usecases.ledgers import Ledger
from shoukei_app.usecases.organisations import NewOrganisation

MURE = Address("3891211", "長野県", "上水内郡", "飯綱町", "20590", "牟礼", "100")
KUROKAWA = Address("3891206", "長野県", "上水内郡", "飯綱町", "20590", "黒川", "5")


@pytest.fixture
def chain(add: Callable[[FirmFacts], int]) -> int:
    """A branch, which is in another town."""
    return add(FirmFacts("有限会社ためし　飯綱営業所", representative="例 一郎", address=KUROKAWA))


# --- the table ---------------------------------------------------------------------------------------------------


def test_filters_are_ticked_one_after_the_other(
    page: RegisterPage, file_ledger: Ledger, act: Act, three: list[int]
) -> None:
    new = NewOrganisation(OrganisationKind.SHOKOKAI, "いいづな商工会", areas=("20590",))
    key = organisations.add(file_ledger, act, new).value
    page.refresh()
    table = page.register.table
    one = next(one for one in table._filters if one.key == "shokokai")
    table._choose_filter(one, table.findChildren(QPushButton)[0])
    (popup,) = table.findChildren(FilterPopup)
    popup.boxes[str(key)].click()
    assert list(table.model.ids) == [three[0], three[2]]
    table._set_filter("problem", ("no_representative",))
    assert list(table.model.ids) == [three[2]]
    chips = [table._chips.itemAt(place).widget().text() for place in range(table._chips.count())]  # type: ignore[union-attr]
    assert chips == ["商工会：いいづな商工会 ✕", "確かめること：代表者名がない ✕"]


def test_a_view_brings_back_filters_columns_and_order(page: RegisterPage, three: list[int]) -> None:
    page.refresh()
    table = page.register.table
    table.set_query(Query(filters={"industry": ("製造業",), "target": ("no",)}, sort="name", descending=True))
    table.view.show_columns(["name", "industry"])
    wanted, shown = table.query, list(table.model.ids)
    table.save_view("製造業だけ")
    table.view.show_default_columns()
    table.set_query(Query())
    table.show_view("製造業だけ")
    assert (table.query, list(table.model.ids)) == (wanted, shown)
    assert [column.key for column in table.view.shown_columns()] == ["name", "industry"]


def test_the_table_sorts_by_form_number(page: RegisterPage, shell: FakeShell, act: Act, three: list[int]) -> None:
    ledger, campaign = page.session.ledger, shell.session.campaign_id
    assert campaign is not None
    targets.select(ledger, act, campaign, targets.plan(ledger, campaign, municipalities=["20583"]))
    page.register.table.set_query(Query(sort="number"))
    assert page.register.table.model.ids[0] == three[1]


def test_the_card_says_what_to_put_right(qtbot: QtBot, page: RegisterPage, three: list[int]) -> None:
    page.open(three[2])
    view = page.view
    assert isinstance(view, CardView)
    told = [one.text() for one in view.findChildren(QLabel)]
    assert "代表者名がない" in told
    page.open(three[0])
    assert "確かめること" not in [one.text() for one in view.findChildren(QLabel) if one.isVisibleTo(view)]


# --- many at once ------------------------------------------------------------------------------------------------


def test_many_firms_are_changed_after_a_sentence(
    qtbot: QtBot, page: RegisterPage, shell: FakeShell, act: Act, three: list[int]
) -> None:
    page.refresh()
    assert not page.register.actions_["edit_many"].isEnabled()
    page.register.table.view.selectAll()
    assert page.register.actions_["edit_many"].isEnabled()
    sheet = BulkEdit(shell, page, page.register.table.selected_ids())
    qtbot.addWidget(sheet)
    assert not sheet.verb.isEnabled()
    sheet.form.type_in({"industry": "製造業"})
    sheet.preview()
    shell.desk.wait()
    assert sheet.sentence.text() == "3件の業種を「製造業」にします。うち2件は、すでにそうなっています。"
    sheet.form.type_in({"note": "電話で確認"})
    sheet.preview()
    shell.desk.wait()
    sheet.verb.click()
    shell.desk.wait()
    assert shell.said == [("3件の事業者を変更しました", True)]
    changed = [firm.facts for firm in firms.lines(page.session.ledger, three)]
    assert {(one.industry, one.note) for one in changed} == {("製造業", "電話で確認")}
    history.undo(page.session.ledger, act)
    assert [firm.facts.industry for firm in firms.lines(page.session.ledger, three)] == ["製造業", "宿泊業", "製造業"]


def test_a_reason_without_a_status_is_asked_about(qtbot: QtBot, page: RegisterPage, shell: FakeShell) -> None:
    sheet = BulkEdit(shell, page, [1, 2])
    qtbot.addWidget(sheet)
    sheet.form.type_in({"status_reason": "廃業届", "note": "電話"})
    assert sheet.form.value() is None
    sheet.form.type_in({"status": FirmStatus.CLOSED})
    change = sheet.form.value()
    assert change is not None
    assert change.status is FirmStatus.CLOSED


# --- targets -----------------------------------------------------------------------------------------------------


def opened(page: RegisterPage) -> TargetsView:
    page.show_view("targets")
    view = page.view
    assert isinstance(view, TargetsView)
    view.desk.wait()
    return view


def test_a_rule_is_counted_before_it_is_ticked_and_its_firms_are_listed(
    qtbot: QtBot, page: RegisterPage, shell: FakeShell, three: list[int], chain: int
) -> None:
    view = opened(page)
    assert len(view.selection.firm_ids) == 3
    links = [one.text() for one in view.rules.findChildren(QPushButton)]
    assert links.count("1件") == 2, "the branch, and the firm that asked not to be written to"
    view.rules.rule(Exclusion.BRANCHES).setChecked(True)
    view.count()
    assert view.selection.excluded == {Exclusion.DO_NOT_MAIL: 1, Exclusion.BRANCHES: 1}
    view.rules.list_asked.emit(Exclusion.BRANCHES)
    (sheet,) = page.window().findChildren(MatchSheet)
    assert list(sheet.table.model.ids) == [chain]
    assert sheet.table.model.cell(0, sheet.table.model.columns[2]) == "名前に「営業所」"
    assert list(sheet._find(Query("製造"))) == []
    sheet.close()


def test_towns_are_chosen_within_a_municipality(qtbot: QtBot, page: RegisterPage, three: list[int], chain: int) -> None:
    view = opened(page)
    assert view.state == "2市町村を選択中"
    view.places.item("20590", "牟礼").setCheckState(0, Qt.CheckState.Unchecked)
    qtbot.waitUntil(lambda: not view.places.pause.isActive(), timeout=2000)
    assert set(view.selection.firm_ids) == {three[1], chain}
    assert view.state == "1市町村と1町域を選択中"
    assert view.places.item("20590").parent().text(0) == "長野地域"  # type: ignore[union-attr]
    view.refresh()
    view.desk.wait()
    assert view.state == "1市町村と1町域を選択中", "what is ticked stays when the firms are read anew"


def test_the_words_of_a_rule_are_kept_with_the_campaign(
    qtbot: QtBot, page: RegisterPage, shell: FakeShell, three: list[int], chain: int
) -> None:
    view = opened(page)
    view.rules.rule(Exclusion.CHAINS).setChecked(True)
    view.count()
    assert chain in view.selection.firm_ids
    rules = ledgers.current_campaign(page.session.ledger).exclusions
    sheet = WordsSheet(shell, page, next(rule for rule in rules if rule.key is Exclusion.CHAINS))
    qtbot.addWidget(sheet)
    words = sheet.form.editor("words")
    assert isinstance(words, QTextEdit)
    words.setPlainText("ためし\n\n ためし ")
    sheet.verb.click()
    shell.desk.wait()
    (kept,) = [one for one in ledgers.current_campaign(page.session.ledger).exclusions if one.key is Exclusion.CHAINS]
    assert (kept.words, kept.staff_from) == (("ためし",), 300)
    view.refresh()
    view.desk.wait()
    assert view.selection.excluded[Exclusion.CHAINS] == 2, "the inn of that name and the branch"
