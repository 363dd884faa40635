"""名寄せ: pairs found, looked at side by side, merged, told apart, taken back; and the way back on the card."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from fake_shell import FakeShell
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from shoukei_app.domain.duplicates import Level, Likeness, Reason
from shoukei_app.domain.firm import Address, FirmFacts
from shoukei_app.domain.progress import Progress
from shoukei_app.domain.query import Query
from shoukei_app.domain.target import TargetLine
from shoukei_app.gui.kit import dialogs
from shoukei_app.gui.register.card_view import CardView
from shoukei_app.gui.register.duplicates_view import LIST, PAIR, DuplicatesView
from shoukei_app.gui.register.import_view import ImportView
from shoukei_app.gui.register.page import RegisterPage
from shoukei_app.gui.register.pair_words import letter_lines, likeness_shown, reasons_shown
from shoukei_app.usecases import duplicates, firms, history, targets
from shoukei_app.usecases.duplicates import Side
from shoukei_app.usecases.ledgers import Ledger
from shoukei_app.words.terms import word

MURE = Address("3891211", "長野県", "上水内郡", "飯綱町", "20590", "牟礼", "100")
KASHIWABARA = Address("3891305", "長野県", "上水内郡", "信濃町", "20583", "柏原", "200-1")
CTRL = Qt.KeyboardModifier.ControlModifier
Add = Callable[[FirmFacts], int]


@pytest.fixture
def pairs(add: Add) -> list[int]:
    """Two sure pairs and one to ask about; six firms."""
    return [
        add(FirmFacts("株式会社れい商店", address=MURE, note="春の名簿", phone="026-253-0001")),
        add(FirmFacts("㈱れい商店", address=MURE, note="秋の名簿", phone="026-253-0009", representative="例 一郎")),
        add(FirmFacts("ためし旅館", address=KASHIWABARA)),
        add(FirmFacts("ためし旅館", address=KASHIWABARA, staff=4)),
        add(
            FirmFacts("みほん工業", address=replace(MURE, rest="555"), phone="026-253-7777", representative="見本 一郎")
        ),
        add(FirmFacts("みほん工業所", address=replace(MURE, rest="999"))),
    ]


def open_view(page: RegisterPage) -> DuplicatesView:
    page.refresh()
    page.register.actions_["duplicates"].trigger()
    page.desk.wait()
    view = page.view
    assert isinstance(view, DuplicatesView)
    return view


def press_key(qtbot: QtBot, view: DuplicatesView, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
    widget = view.pair_list.table.view if view.step == LIST else view.side_by_side
    qtbot.keyClick(widget, key, modifier or Qt.KeyboardModifier.NoModifier)
    view.desk.wait()


def undo(page: RegisterPage) -> None:
    ledger, act = page.session.ledger, page.session.act()
    page.desk.write(lambda _progress: history.undo(ledger, act), title="元に戻しています")
    page.desk.wait()


def words_of(view: CardView | DuplicatesView) -> str:
    return "\n".join(one.text() for one in view.findChildren(QLabel) if one.text())


# --- the list ----------------------------------------------------------------------------------------------------


def test_pairs_are_counted_and_filtered_by_level(page: RegisterPage, pairs: list[int]) -> None:
    view = open_view(page)
    assert [(pair.a, pair.b) for pair in view.pairs] == [
        (pairs[0], pairs[1]),
        (pairs[2], pairs[3]),
        (pairs[4], pairs[5]),
    ]
    tiles = view.pair_list.tiles
    assert tiles.figure("sure").accessibleName() == "確実 2組"
    assert tiles.figure("ask").accessibleName() == "要確認 1組"
    assert view.state == "6事業者のうち、同じかもしれない組 3組"
    tiles.figure("ask").click()
    (line,) = view.pair_list._lines(view.pair_list.table.model.ids)
    assert (line.a.name, line.b.name) == ("みほん工業", "みほん工業所")
    tiles.figure("ask").click()
    assert len(view.pair_list.table.model.ids) == 3
    view.pair_list.table._search.setText("かしわばら")
    view.pair_list.table._on_typed()
    assert len(view.pair_list.table.model.ids) == 0
    view.pair_list.table._search.setText("柏原")
    view.pair_list.table._on_typed()
    assert [line.a.name for line in view.pair_list._lines(view.pair_list.table.model.ids)] == ["ためし旅館"]


def test_reasons_are_told_together() -> None:
    likeness = Likeness(0.79, Level.ASK, (Reason.SAME_NAME, Reason.SAME_PHONE, Reason.OTHER_HOUSE_NUMBER))
    assert likeness_shown(likeness) == "要確認 79点"
    assert reasons_shown(likeness) == "商号・電話が一致、番地が異なる"
    assert all("が" in word(reason) for reason in Reason)


def test_without_pairs_the_screen_says_what_was_done_and_what_to_do(page: RegisterPage, add: Add) -> None:
    add(FirmFacts("れい商店", address=MURE))
    view = open_view(page)
    assert view.pairs == ()
    assert view._empty.title.text() == "同じ事業者と思われる組はありません"
    assert not view._again.isHidden()
    assert not view.actions_["merge_all"].isEnabled()
    assert view.pair_list.tiles.isHidden()


def test_nothing_to_search_in_an_empty_register(page: RegisterPage) -> None:
    assert not page.register.actions_["duplicates"].isEnabled()


def test_a_search_that_was_stopped_can_be_begun_again(page: RegisterPage, pairs: list[int]) -> None:
    def stopped(_ledger: Ledger, progress: Progress) -> None:
        progress.cancel()
        progress.step()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(duplicates, "find", stopped)
        view = open_view(page)
    assert view._empty.title.text() == "探すのを途中でやめました"
    view._again.click()
    page.desk.wait()
    assert len(view.pairs) == 3


def test_several_pairs_are_told_apart_in_the_list(qtbot: QtBot, page: RegisterPage, pairs: list[int]) -> None:
    view = open_view(page)
    view.pair_list.table.view.selectRow(0)
    qtbot.keyClick(view.pair_list.table.view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    press_key(qtbot, view, Qt.Key.Key_B)
    assert [(pair.a, pair.b) for pair in view.pairs] == [(pairs[4], pairs[5])]
    assert page.shell.said[-1] == ("2組を別の事業者として記録しました。次から候補に出しません　残り 1組", True)  # type: ignore[attr-defined]
    press_key(qtbot, view, Qt.Key.Key_F5)
    assert len(view.pairs) == 1
    undo(page)
    assert len(view.pairs) == 1  # searched anew since: what was told apart then is not known to the list
    press_key(qtbot, view, Qt.Key.Key_F5)
    assert len(view.pairs) == 3


# --- side by side ------------------------------------------------------------------------------------------------


def test_two_firms_side_by_side_with_what_a_merge_would_make(
    qtbot: QtBot, page: RegisterPage, pairs: list[int]
) -> None:
    view = open_view(page)
    press_key(qtbot, view, Qt.Key.Key_Return)
    side = view.side_by_side
    assert view.step == PAIR
    assert view.state == "残り 3組"
    differing = [field for field, row in side.rows.items() if row.line.differs]
    assert differing == ["name", "representative", "phone", "note"]
    assert side.rows["note"].side is Side.BOTH
    assert side.rows["representative"].side is Side.GONE
    assert side.panel.letter.split("\n")[-2:] == ["株式会社れい商店", "例 一郎　様"]
    assert side.panel._note.text() == "春の名簿\n秋の名簿"
    assert "違い" in words_of(view)
    assert "片方だけ" in words_of(view)

    assert side.rows["name"].hasFocus()
    qtbot.keyClick(side.rows["name"], Qt.Key.Key_Right)
    assert side.panel.letter.split("\n")[-2] == "㈱れい商店"
    qtbot.keyClick(side.rows["name"], Qt.Key.Key_Down)
    assert side.rows["representative"].hasFocus()
    qtbot.mouseClick(side.rows["note"].cell(Side.KEPT), Qt.MouseButton.LeftButton)
    assert side.panel._note.text() == "春の名簿"
    assert side.sides == {
        "name": Side.GONE,
        "representative": Side.GONE,
        "phone": Side.KEPT,
        "note": Side.KEPT,
    }


def test_the_firm_that_stays_is_swapped_and_what_was_chosen_stays_chosen(
    qtbot: QtBot, page: RegisterPage, pairs: list[int]
) -> None:
    view = open_view(page)
    press_key(qtbot, view, Qt.Key.Key_Return)
    side = view.side_by_side
    side.rows["name"].choose(Side.GONE)
    side.rows["note"].choose(Side.BOTH)
    press_key(qtbot, view, Qt.Key.Key_X)
    assert side.proposal is not None
    assert side.proposal.kept.id == pairs[1]
    assert side.rows["name"].side is Side.KEPT  # still ㈱れい商店
    assert side.rows["phone"].side is Side.KEPT  # nobody chose: the firm that stays now says it
    press_key(qtbot, view, Qt.Key.Key_Return, CTRL)
    facts = firms.card(page.session.ledger, pairs[1]).firm.facts
    assert (facts.name, facts.phone, facts.note) == ("㈱れい商店", "026-253-0009", "秋の名簿\n春の名簿")


def test_after_each_decision_the_next_pair_comes_and_undo_brings_it_back(
    qtbot: QtBot, page: RegisterPage, shell: FakeShell, pairs: list[int]
) -> None:
    view = open_view(page)
    press_key(qtbot, view, Qt.Key.Key_Return)
    side = view.side_by_side
    press_key(qtbot, view, Qt.Key.Key_Return, CTRL)
    assert shell.said[-1] == ("「㈱れい商店」を「株式会社れい商店」に統合しました　残り 2組", True)
    assert view.state == "残り 2組"
    assert side._pair is not None
    assert (side._pair.a, side._pair.b) == (pairs[2], pairs[3])

    undo(page)
    assert (side._pair.a, side._pair.b) == (pairs[0], pairs[1])
    assert view.state == "残り 3組"

    press_key(qtbot, view, Qt.Key.Key_N)
    assert (side._pair.a, side._pair.b) == (pairs[2], pairs[3])
    press_key(qtbot, view, Qt.Key.Key_B)
    assert shell.said[-1] == ("別の事業者として記録しました。次から候補に出しません　残り 2組", True)
    assert (side._pair.a, side._pair.b) == (pairs[4], pairs[5])
    press_key(qtbot, view, Qt.Key.Key_Return, CTRL)
    assert view.step == LIST  # the end of the list; the pair put off is still there
    assert [(pair.a, pair.b) for pair in view.pairs] == [(pairs[0], pairs[1])]
    press_key(qtbot, view, Qt.Key.Key_Return)
    press_key(qtbot, view, Qt.Key.Key_Return, CTRL)
    assert shell.said[-1][0].endswith("すべての組を確かめました")
    assert view._empty.title.text() == "すべての組を確かめました"
    assert firms.count(page.session.ledger) == 4


def test_another_corporate_number_is_refused_in_words(qtbot: QtBot, page: RegisterPage, pairs: list[int]) -> None:
    view = open_view(page)
    press_key(qtbot, view, Qt.Key.Key_Return)
    ledger, act = page.session.ledger, page.session.act()
    for key, number in ((pairs[0], "4011001098993"), (pairs[1], "7000012050002")):
        facts = FirmFacts("れい商店", address=MURE, corporate_number=number)
        seen = firms.card(ledger, key).firm
        page.desk.write(lambda _p, seen=seen, facts=facts: firms.edit(ledger, act, seen, facts), title="編集")
        page.desk.wait()
    side = view.side_by_side
    assert side.proposal is None
    assert not side._trouble.isHidden()
    assert "4011001098993" in side._trouble._sentence.text()
    assert "法人番号が異なる" in side.panel._reasons.text()
    assert view.actions_["merge_all"].text() == "確実な 1組をまとめて統合…"  # it is none of the sure ones any more
    assert not side.actions_["merge"].isEnabled()
    press_key(qtbot, view, Qt.Key.Key_Return, CTRL)
    assert len(view.pairs) == 3
    press_key(qtbot, view, Qt.Key.Key_B)
    assert len(view.pairs) == 2
    assert side._trouble.isHidden()


def test_a_merge_that_was_overtaken_says_so_and_shows_the_firms_as_they_are(
    qtbot: QtBot, page: RegisterPage, pairs: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[object] = []
    monkeypatch.setattr(dialogs, "show_problem", lambda _parent, problem: shown.append(problem))
    view = open_view(page)
    press_key(qtbot, view, Qt.Key.Key_Return)
    facts = FirmFacts("㈱れい商店", address=MURE, industry="小売業")
    seen = firms.card(page.session.ledger, pairs[1]).firm
    firms.edit(page.session.ledger, page.session.act(), seen, facts)  # by somebody at another desk
    press_key(qtbot, view, Qt.Key.Key_Return, CTRL)
    assert len(shown) == 1
    assert view.side_by_side.rows["industry"].side is Side.GONE
    press_key(qtbot, view, Qt.Key.Key_Return, CTRL)
    assert firms.card(page.session.ledger, pairs[0]).firm.facts.industry == "小売業"


def test_what_moves_is_told_in_words(qtbot: QtBot, page: RegisterPage, shell: FakeShell, pairs: list[int]) -> None:
    ledger, campaign = page.session.ledger, shell.session.campaign_id
    assert campaign is not None
    targets.select(ledger, page.session.act(), campaign, targets.plan(ledger, campaign))
    view = open_view(page)
    press_key(qtbot, view, Qt.Key.Key_Return)
    lines: dict[int, TargetLine] = {
        line.firm_id: line for line in targets.lines(ledger, targets.find(ledger, campaign, Query()))
    }
    assert "両方に整理番号があります" in view.side_by_side.panel.moves
    gone = lines[pairs[1]].number
    assert f"{gone[:-1]}-{gone[-1]}には発送しません" in view.side_by_side.panel.moves


def test_a_card_is_opened_from_the_pair_and_left_again(qtbot: QtBot, page: RegisterPage, pairs: list[int]) -> None:
    view = open_view(page)
    press_key(qtbot, view, Qt.Key.Key_Return)
    button = view.side_by_side._heads[1].findChild(QPushButton)
    assert isinstance(button, QPushButton)
    button.click()
    card = page.view
    assert isinstance(card, CardView)
    assert card.firm_id == pairs[1]
    qtbot.keyClick(card, Qt.Key.Key_Escape)
    assert page.view is view
    assert view.step == PAIR
    press_key(qtbot, view, Qt.Key.Key_Escape)
    assert view.step == LIST
    press_key(qtbot, view, Qt.Key.Key_Escape)
    assert page.view is page.register


def test_an_office_and_a_long_name_stand_on_lines_of_their_own() -> None:
    facts = FirmFacts("株式会社" + "れい" * 20, office="飯綱出張所", address=MURE)
    assert letter_lines(facts) == (
        "〒389-1211",
        "長野県上水内郡飯綱町牟礼100",
        "株式会社" + "れい" * 20,
        "飯綱出張所　御中",
    )


# --- all at once -------------------------------------------------------------------------------------------------


def test_the_sure_pairs_are_merged_at_once_and_taken_back_at_once(
    page: RegisterPage, shell: FakeShell, pairs: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def answer(_parent: object, title: str, text: str, verb: str) -> bool:
        asked.append(f"{title}\n{text}\n{verb}")
        return len(asked) > 1

    monkeypatch.setattr(dialogs, "confirm", answer)
    view = open_view(page)
    assert view.actions_["merge_all"].text() == "確実な 2組をまとめて統合…"
    view.actions_["merge_all"].trigger()
    page.desk.wait()
    assert len(view.pairs) == 3
    assert "元に戻す" in asked[0]
    view.actions_["merge_all"].trigger()
    page.desk.wait()
    assert [pair.likeness.level for pair in view.pairs] == [Level.ASK]
    assert shell.said[-1] == ("2件の事業者を、同じ事業者に統合しました　残り 1組", True)
    assert firms.count(page.session.ledger) == 4
    undo(page)
    assert len(view.pairs) == 3
    assert firms.count(page.session.ledger) == 6


# --- the card ----------------------------------------------------------------------------------------------------


def test_the_card_names_what_was_merged_and_takes_it_out_again(
    page: RegisterPage, shell: FakeShell, pairs: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(dialogs, "confirm", lambda *words: asked.append("\n".join(words[1:])) or True)
    ledger = page.session.ledger
    page.refresh()
    page.open(pairs[0])
    card = page.view
    assert isinstance(card, CardView)
    assert "統合された事業者" not in words_of(card)
    duplicates.merge(ledger, page.session.act(), duplicates.propose(ledger, pairs[0], pairs[1]))
    card.refresh()
    assert "統合された事業者" in words_of(card)
    assert "㈱れい商店" in words_of(card)
    assert f"{page.session.person} が統合" in words_of(card)
    button = card.findChild(QPushButton, "separate")
    assert isinstance(button, QPushButton)
    button.click()
    page.desk.wait()
    assert "書き直した項目" in asked[0]
    assert shell.said[-1] == ("「㈱れい商店」を「株式会社れい商店」から分けました", True)
    assert firms.count(ledger) == 6
    assert duplicates.past(ledger, pairs[0]) == ()


# --- the import --------------------------------------------------------------------------------------------------


def test_doubles_of_a_list_are_decided_by_key_one_after_the_other(
    qtbot: QtBot, page: RegisterPage, list_file: Callable[..., Path], three: list[int]
) -> None:
    rows = [
        ("ためし旅館", "別 三郎", "389-1305", "長野県上水内郡信濃町柏原999", "", "宿泊業", 5),
        ("みほん工業", "別 四郎", "389-1211", "長野県上水内郡飯綱町牟礼888", "", "製造業", 5),
    ]
    page.show_import(list_file(rows))
    page.desk.wait()
    view = page.view
    assert isinstance(view, ImportView)
    view.actions_["next"].trigger()
    view.desk.wait()
    step = view.preview_step
    assert len(step.table.model.ids) == 2
    told = "\n".join(one.text() for one in step.detail.findChildren(QLabel))
    assert "要確認 " in told
    assert "商号・町域が一致、番地が異なる" in told
    assert "別の事業者と決めたことは覚えておき、次から尋ねません。" in told
    qtbot.keyClick(step.table.view, Qt.Key.Key_B)
    assert [line.name for line in step._lines(step.table.model.ids)] == ["みほん工業"]
    assert step.table.current_id() == 1
    qtbot.keyClick(step.table.view, Qt.Key.Key_S)
    assert step._banner.isHidden()
    view.actions_["next"].trigger()
    view.desk.wait()
    assert firms.count(page.session.ledger) == 4
    found = open_view(page)
    assert found.pairs == ()
