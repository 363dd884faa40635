"""Merging firms field by field, taking a merge back months later, and telling firms apart for good."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from shoukei_app.domain.duplicates import Level
from shoukei_app.domain.firm import Address, FirmFacts
from shoukei_app.domain.history import Act
from shoukei_app.domain.listing import ListColumn, ListedRow, ReadList
from shoukei_app.domain.mailing import LeftOutReason, RunKind
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.progress import Progress
from shoukei_app.domain.query import Query
from shoukei_app.store.ledger import Ledger
from shoukei_app.usecases import duplicates, export, firms, history, ledgers, lists, mailing, targets
from shoukei_app.usecases.duplicates import Side
from shoukei_app.usecases.list_matching import Verdict

MURE = Address("3891211", "長野県", "上水内郡", "飯綱町", "20590", "牟礼", "100")
LATER = Act("西澤", datetime(2027, 2, 3, 9, 0))
COLUMNS = {ListColumn.FIRM_NAME: (0,), ListColumn.ADDRESS: (1,), ListColumn.PHONE: (2,)}


def read_list(*rows: tuple[str, ...], name: str = "名簿.xlsx") -> ReadList:
    listed = tuple(ListedRow(place, cells) for place, cells in enumerate(rows, start=2))
    return ReadList(name, "xlsx", "", "名簿", ("名簿",), 1, ("会員名", "住所", "電話"), COLUMNS, listed)


def two(ledger: Ledger, act: Act) -> tuple[int, int]:
    one = firms.add(ledger, act, FirmFacts("株式会社れい商店", address=MURE, note="春の名簿")).value
    other = firms.add(
        ledger,
        act,
        FirmFacts("㈱れい商店", address=MURE, phone="026-253-0001", representative="例 一郎", note="秋の名簿", staff=4),
    ).value
    return one, other


def test_pairs_of_the_register(ledger: Ledger, act: Act) -> None:
    one, other = two(ledger, act)
    firms.add(ledger, act, FirmFacts("よその店", address=MURE))
    pairs = duplicates.find(ledger, Progress())
    assert (pairs[0].a, pairs[0].b, pairs[0].likeness.level) == (one, other, Level.SURE)
    assert {firm.facts.name for firm in duplicates.firms_of(ledger, pairs[:1]).values()} == {
        "株式会社れい商店",
        "㈱れい商店",
    }


def test_a_merge_takes_what_each_knows_and_can_be_taken_back_months_later(ledger: Ledger, act: Act) -> None:
    one, other = two(ledger, act)
    proposal = duplicates.propose(ledger, other, one)
    assert (proposal.kept.id, proposal.gone.id) == (one, other)
    chosen = duplicates.merge(ledger, act, proposal, {"name": Side.GONE}).value
    assert (chosen.name, chosen.phone, chosen.representative) == ("㈱れい商店", "026-253-0001", "例 一郎")
    assert chosen.note == "春の名簿\n秋の名簿"
    assert firms.find(ledger, Query()) == [one]
    assert firms.count(ledger) == 1
    assert duplicates.find(ledger, Progress()) == ()

    kept = firms.card(ledger, one).firm  # work goes on for months, on the firm that stands for both
    firms.edit(ledger, act, kept, replace(kept.facts, phone="026-253-9999"))
    (past,) = duplicates.past(ledger, one)
    assert past.gone.facts.name == "㈱れい商店"
    assert (past.merging.merged_at, past.merging.merged_by) == (act.at, act.person)

    duplicates.separate(ledger, LATER, past.merging.id)
    first, second = (firms.card(ledger, key).firm.facts for key in (one, other))
    assert (first.name, first.representative, first.note) == ("株式会社れい商店", "", "春の名簿")
    assert first.phone == "026-253-9999"  # changed since the merge: it stays
    assert (second.name, second.phone) == ("㈱れい商店", "026-253-0001")
    assert sorted(firms.find(ledger, Query())) == [one, other]
    assert firms.find(ledger, Query(text="春の")) == firms.find(ledger, Query(text="存在しない"))
    assert duplicates.find(ledger, Progress()) == ()  # they are known to be two now


def test_a_merge_is_undone_as_any_operation(ledger: Ledger, act: Act) -> None:
    one, other = two(ledger, act)
    before = ledger.digest()
    duplicates.merge(ledger, act, duplicates.propose(ledger, one, other))
    history.undo(ledger, act)
    assert ledger.digest() == before
    duplicates.tell_apart(ledger, act, [(other, one)])
    assert duplicates.find(ledger, Progress()) == ()
    history.undo(ledger, act)
    assert ledger.digest() == before


def test_never_with_another_corporate_number(ledger: Ledger, act: Act) -> None:
    one = firms.add(ledger, act, FirmFacts("れい商店", address=MURE, corporate_number="4011001098993")).value
    other = firms.add(ledger, act, FirmFacts("れい商店", address=MURE, corporate_number="7000012050002")).value
    with pytest.raises(Problem) as refused:
        duplicates.propose(ledger, one, other)
    assert refused.value.kind is ProblemKind.OTHER_CORPORATE_NUMBER


def test_a_proposal_that_was_overtaken_is_refused(ledger: Ledger, act: Act) -> None:
    one, other = two(ledger, act)
    proposal = duplicates.propose(ledger, one, other)
    firms.edit(ledger, act, proposal.gone, FirmFacts("別の名前", address=MURE))
    with pytest.raises(Problem) as refused:
        duplicates.merge(ledger, act, proposal)
    assert refused.value.kind is ProblemKind.CHANGED_SINCE


def test_targets_and_form_numbers_follow_and_nothing_is_mailed_twice(ledger: Ledger, act: Act) -> None:
    one, other = two(ledger, act)
    campaign = ledgers.current_campaign(ledger).id
    targets.select(ledger, act, campaign, targets.plan(ledger, campaign))
    numbers = {line.firm_id: line.number for line in targets.lines(ledger, targets.find(ledger, campaign, Query()))}
    duplicates.merge(ledger, act, duplicates.propose(ledger, one, other))
    plan = mailing.plan_run(ledger, campaign, RunKind.FIRST)
    assert (plan.pieces, plan.left_out) == (1, {LeftOutReason.MERGED: 1})
    (past,) = duplicates.past(ledger, one)
    duplicates.separate(ledger, LATER, past.merging.id)
    again = {line.firm_id: line.number for line in targets.lines(ledger, targets.find(ledger, campaign, Query()))}
    assert again == numbers


def test_a_target_of_the_merged_firm_alone_becomes_the_kept_firms(ledger: Ledger, act: Act) -> None:
    one = firms.add(
        ledger, act, FirmFacts("株式会社れい商店", corporate_number="4011001098993", do_not_mail=True)
    ).value
    other = firms.add(ledger, act, FirmFacts("㈱れい商店", address=MURE)).value
    campaign = ledgers.current_campaign(ledger).id
    targets.select(ledger, act, campaign, targets.plan(ledger, campaign))
    duplicates.merge(ledger, act, duplicates.propose(ledger, one, other))
    assert [line.firm_id for line in firms.card(ledger, one).targets] == [one]
    (past,) = duplicates.past(ledger, one)
    duplicates.separate(ledger, LATER, past.merging.id)
    assert [line.firm_id for line in firms.card(ledger, other).targets] == [other]


def test_next_years_list_still_finds_a_firm_under_the_spelling_that_was_merged(ledger: Ledger, act: Act) -> None:
    one = firms.add(ledger, act, FirmFacts("れい商店", address=MURE)).value
    other = firms.add(ledger, act, FirmFacts("ためし屋", address=MURE)).value
    duplicates.merge(ledger, act, duplicates.propose(ledger, one, other, keep=one))
    preview = lists.check(ledger, read_list(("ためし屋", "長野県上水内郡飯綱町牟礼100", "")), Progress())
    assert [row.firm_id for row in preview.rows] == [one]
    assert preview.rows[0].verdict is Verdict.CHANGED  # the list writes the other name; a person sees it before
    lists.take_in(ledger, act, preview, Progress())
    assert len(firms.card(ledger, one).sources) == 1


def test_a_firm_of_its_own_in_an_import_is_remembered(ledger: Ledger, act: Act) -> None:
    one = firms.add(ledger, act, FirmFacts("れい商店", address=MURE)).value
    listed = read_list(("れい商店", "長野県上水内郡飯綱町牟礼777", ""))
    preview = lists.check(ledger, listed, Progress())
    assert preview.rows[0].possible_duplicate is not None
    assert preview.rows[0].possible_duplicate.firm_id == one
    lists.take_in(ledger, act, lists.treat_as_new(preview, 2), Progress())
    assert firms.count(ledger) == 2
    assert duplicates.find(ledger, Progress()) == ()


def test_two_rows_of_one_file_told_apart_are_remembered(ledger: Ledger, act: Act) -> None:
    listed = read_list(
        ("れい商店", "長野県上水内郡飯綱町牟礼", "026-253-0001"), ("れい商店", "長野県上水内郡飯綱町牟礼100", "")
    )
    preview = lists.check(ledger, listed, Progress())
    possible = preview.rows[1].possible_duplicate
    assert possible is not None
    assert possible.row == 2
    lists.take_in(ledger, act, lists.treat_as_new(preview, 3), Progress())
    assert firms.count(ledger) == 2
    assert duplicates.find(ledger, Progress()) == ()


def test_many_sure_pairs_at_once_are_one_operation(ledger: Ledger, act: Act) -> None:
    one, other = two(ledger, act)
    third = firms.add(ledger, act, FirmFacts("れい商店株式会社", address=MURE, industry="小売業")).value
    before = ledger.digest()
    pairs = duplicates.find(ledger, Progress())
    assert {(pair.a, pair.b) for pair in pairs} == {(one, other), (one, third), (other, third)}
    assert duplicates.merge_all(ledger, act, pairs, Progress()).value == 2
    facts = firms.card(ledger, one).firm.facts
    assert (facts.phone, facts.industry) == ("026-253-0001", "小売業")
    history.undo(ledger, act)
    assert ledger.digest() == before


def test_what_is_left_of_pairs_found_before(ledger: Ledger, act: Act) -> None:
    one, other = two(ledger, act)
    third = firms.add(ledger, act, FirmFacts("れい商店株式会社", address=MURE, industry="小売業")).value
    found = duplicates.find(ledger, Progress())
    assert duplicates.still_open(ledger, found) == found

    duplicates.merge(ledger, act, duplicates.propose(ledger, one, other))
    assert [(pair.a, pair.b) for pair in duplicates.still_open(ledger, found)] == [(one, third)]
    (moved,) = duplicates.still_open(ledger, [pair for pair in found if (pair.a, pair.b) == (other, third)])
    assert (moved.a, moved.b, moved.likeness.level) == (one, third, Level.SURE)
    duplicates.tell_apart(ledger, act, [(third, one)])
    assert duplicates.still_open(ledger, found) == ()

    history.undo(ledger, act)
    history.undo(ledger, act)
    assert duplicates.still_open(ledger, found) == found
    history.undo(ledger, act)  # the third firm was never added
    assert [(pair.a, pair.b) for pair in duplicates.still_open(ledger, found)] == [(one, other)]


def test_a_firm_that_went_into_another_one_stands_for_it_only_where_they_are_alike(ledger: Ledger, act: Act) -> None:
    one, other = two(ledger, act)
    far = firms.add(
        ledger, act, FirmFacts("よその店", address=replace(MURE, town="川上"), corporate_number="4011001098993")
    ).value
    found = duplicates.find(ledger, Progress())
    assert [(pair.a, pair.b) for pair in found] == [(one, other)]
    duplicates.merge(ledger, act, duplicates.propose(ledger, other, far))
    assert duplicates.still_open(ledger, found) == ()


def test_the_export_names_the_rows_of_both(file_ledger: Ledger, act: Act, tmp_path: Path) -> None:
    for name, file in (("株式会社れい商店", "春.xlsx"), ("れい企画", "秋.xlsx")):
        preview = lists.check(file_ledger, read_list((name, "長野県上水内郡飯綱町牟礼100", ""), name=file), Progress())
        lists.take_in(file_ledger, act, lists.treat_as_new(preview, 2), Progress())
    one, other = firms.find(file_ledger, Query())
    duplicates.merge(file_ledger, act, duplicates.propose(file_ledger, one, other))
    target = tmp_path / "名簿.csv"
    export.register(file_ledger, target)
    text = target.read_text(encoding="utf-8-sig")
    assert text.count("株式会社れい商店") == 1
    assert "春.xlsx:2;秋.xlsx:2" in text
