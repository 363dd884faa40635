"""One small campaign, step by step, on each engine: what goes in comes out, and the numbers add up."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from shoukei_app.domain.answer_table import RECORDED
from shoukei_app.domain.answers import Answer
from shoukei_app.domain.exclusion import Exclusion
from shoukei_app.domain.firm import Address, FirmFacts, FirmStatus
from shoukei_app.domain.history import Act
from shoukei_app.domain.mailing import LeftOutReason, RunKind, UndeliveredReason
from shoukei_app.domain.organisation import OrganisationKind
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.progress import CancelledError, Progress
from shoukei_app.domain.query import Query
from shoukei_app.domain.questionnaire import Recipient
from shoukei_app.domain.receipt import Arrival
from shoukei_app.domain.schedule import VisitPlan
from shoukei_app.domain.statistics import Funnel
from shoukei_app.domain.target import Channel, Disposition, TargetStatus
from shoukei_app.domain.visits import VisitKind, VisitResult, VisitState
from shoukei_app.store.ledger import Ledger
from shoukei_app.usecases import (
    answer_tables,
    entry,
    firms,
    flagged_export,
    flags,
    ledgers,
    organisations,
    receipts,
    runs,
    statistics,
    targets,
    undelivered,
    visit_planning,
    visits,
)
from shoukei_app.usecases.answer_tables import FileArrival
from shoukei_app.usecases.flagged_export import FlaggedAsk
from shoukei_app.usecases.organisations import NewOrganisation, NewPerson

DAY = date(2026, 7, 10)
BY_WEB = FileArrival(Channel.WEB, DAY)


def add(ledger: Ledger, act: Act, name: str, *, town: str = "中央", **facts: object) -> int:
    address = Address("3830000", "長野県", "", "中野市", "20211", town, "1-1")
    base = FirmFacts(name, representative="見本 太郎", title="代表取締役", address=address, phone="0269-00-0001")
    return firms.add(ledger, act, replace(base, **facts)).value  # type: ignore[arg-type]


@pytest.fixture
def campaign_id(ledger: Ledger, act: Act) -> int:
    add(ledger, act, "株式会社甲")
    add(ledger, act, "乙商店")
    add(ledger, act, "丙食堂")
    add(ledger, act, "丁旅館", status=FirmStatus.CLOSED)
    add(ledger, act, "戊工務店", do_not_mail=True)
    campaign = ledgers.current_campaign(ledger).id
    targets.select(ledger, act, campaign, targets.plan(ledger, campaign))
    return campaign


def numbers(ledger: Ledger, campaign_id: int) -> list[str]:
    return [line.number for line in targets.lines(ledger, targets.find(ledger, campaign_id, Query()))]


def mail(ledger: Ledger, act: Act, campaign_id: int, kind: RunKind = RunKind.FIRST) -> int:
    return runs.create_run(ledger, act, campaign_id, kind, made_on=DAY, deadline=None).value.number


def test_closed_firms_and_those_who_asked_are_not_chosen(ledger: Ledger, act: Act, campaign_id: int) -> None:
    assert len(numbers(ledger, campaign_id)) == 3
    again = targets.plan(ledger, campaign_id)
    assert again.firm_ids == ()
    assert again.excluded == {Exclusion.ALREADY_TARGET: 3, Exclusion.CLOSED: 1, Exclusion.DO_NOT_MAIL: 1}
    with pytest.raises(Problem) as caught:
        targets.select(ledger, act, campaign_id, again)
    assert caught.value.kind is ProblemKind.NO_TARGETS


def test_targets_are_chosen_by_municipality(ledger: Ledger, act: Act) -> None:
    add(ledger, act, "甲")
    campaign = ledgers.current_campaign(ledger).id
    assert targets.plan(ledger, campaign, municipalities=["20201"]).firm_ids == ()
    assert len(targets.plan(ledger, campaign, municipalities=["20211"]).firm_ids) == 1


def test_every_target_is_a_piece_or_has_a_reason(ledger: Ledger, act: Act, campaign_id: int) -> None:
    first, second, _ = targets.find(ledger, campaign_id, Query())
    (line,) = targets.lines(ledger, [first])
    firm = firms.card(ledger, line.firm_id).firm
    firms.edit(ledger, act, firm, replace(firm.facts, address=replace(firm.facts.address, postal_code="")))
    (line,) = targets.lines(ledger, [second])
    firm = firms.card(ledger, line.firm_id).firm
    firms.edit(ledger, act, firm, replace(firm.facts, name="外字\ue000商店"))
    plan = runs.plan_run(ledger, campaign_id, RunKind.FIRST)
    assert plan.pieces == 1
    assert plan.left_out == {LeftOutReason.NO_POSTAL_CODE: 1, LeftOutReason.MISSING_GLYPH: 1}
    run = mail(ledger, act, campaign_id)
    pieces = runs.pieces(ledger, campaign_id, run)
    assert [piece.left_out for piece in pieces].count(None) == plan.pieces
    assert len(pieces) == plan.targets


def test_a_frozen_run_keeps_its_addressees(ledger: Ledger, act: Act, campaign_id: int) -> None:
    run = mail(ledger, act, campaign_id)
    before = runs.pieces(ledger, campaign_id, run)
    firm = firms.card(ledger, 1).firm
    firms.edit(ledger, act, firm, replace(firm.facts, name="改名後"))
    assert runs.pieces(ledger, campaign_id, run) == before


def test_reminders_go_to_those_who_did_not_answer(ledger: Ledger, act: Act, campaign_id: int) -> None:
    first, second, third = numbers(ledger, campaign_id)
    with pytest.raises(Problem) as caught:
        mail(ledger, act, campaign_id, RunKind.REMINDER)
    assert caught.value.kind is ProblemKind.NOBODY_TO_MAIL
    run = mail(ledger, act, campaign_id)
    assert runs.mark_posted(ledger, act, campaign_id, run, DAY).value.posted == 3
    receipts.receive(ledger, act, 1, first, Arrival(DAY))
    undelivered.record(ledger, act, second, UndeliveredReason.MOVED, DAY)
    reminder = mail(ledger, act, campaign_id, RunKind.REMINDER)
    sent = [piece.number for piece in runs.pieces(ledger, campaign_id, reminder) if piece.left_out is None]
    assert sent == [third]
    assert runs.left_out(ledger, campaign_id, reminder) == {
        LeftOutReason.ALREADY_REPLIED: 1,
        LeftOutReason.UNDELIVERED_BEFORE: 1,
    }


def test_a_sheet_is_received_once(ledger: Ledger, act: Act, campaign_id: int) -> None:
    number = numbers(ledger, campaign_id)[0]
    receipts.receive(ledger, act, 1, number.lstrip("0"), Arrival(DAY, channel=Channel.FAX), anyway=True)
    with pytest.raises(Problem) as caught:
        receipts.receive(ledger, act, 1, number, Arrival(DAY))
    assert caught.value.kind is ProblemKind.ALREADY_RECEIVED
    line = receipts.receive(ledger, act, 1, number, Arrival(DAY, disposition=Disposition.BLANK), again=True).value
    assert line.status is TargetStatus.INVALID


def test_the_second_entry_is_by_another_person(ledger: Ledger, act: Act, campaign_id: int) -> None:
    number = numbers(ledger, campaign_id)[0]
    sheet = {"age": Answer(number=71), "intention": Answer((3,)), "successor": Answer((3,))}
    recorded = entry.record(ledger, act, number, entry.Keyed(sheet), keyer="坂口", final=True).value
    assert recorded.diagnosis == "E"
    with pytest.raises(Problem) as caught:
        entry.record(ledger, act, number, entry.Keyed(sheet), keyer="坂口", pass_number=entry.SECOND)
    assert caught.value.kind is ProblemKind.SAME_KEYER
    with pytest.raises(Problem):
        entry.open_sheet(ledger, number, keyer="坂口", pass_number=entry.SECOND)
    other = {**sheet, "age": Answer(number=17)}
    second = entry.record(ledger, act, number, entry.Keyed(other), keyer="宮下", pass_number=entry.SECOND).value
    assert second.differences == ("age",)
    with pytest.raises(Problem) as caught:
        entry.open_sheet(ledger, number, keyer="坂口")
    assert caught.value.kind is ProblemKind.SHEET_SETTLED
    assert targets.by_number(ledger, number).received_on == act.at.date()


def test_flags_consent_and_excel(ledger: Ledger, act: Act, campaign_id: int, tmp_path: Path) -> None:
    first, second, third = numbers(ledger, campaign_id)
    wish = {"visit": Answer((1,)), "consent": Answer((3, 4))}
    entry.record(ledger, act, first, entry.Keyed(wish), final=True)
    entry.record(ledger, act, second, entry.Keyed({"visit": Answer((2,))}), final=True)
    entry.record(ledger, act, third, entry.Keyed({"visit": Answer((3,))}), final=True)
    tried = flags.try_rules(ledger, campaign_id)
    assert (tried.targets, len(tried.firms), tried.added) == (3, 2, (first, second))
    flags.run_rules(ledger, act, campaign_id, today=DAY)
    assert flags.try_rules(ledger, campaign_id).added == ()
    result = flagged_export.write(ledger, campaign_id, tmp_path / "商工会へ.xlsx", FlaggedAsk(Recipient.SHOKOKAI)).value
    assert (result.rows, result.left_out_without_consent) == (1, 1)
    text = [str(cell) for row in openpyxl.load_workbook(tmp_path / "商工会へ.xlsx").active.values for cell in row]
    assert any("株式会社甲" in cell for cell in text)
    assert not any("乙商店" in cell for cell in text)
    assert (
        flagged_export.write(ledger, campaign_id, tmp_path / "銀行へ.xlsx", FlaggedAsk(Recipient.BANK)).value.rows == 0
    )
    entry.record(ledger, act, second, entry.Keyed({"visit": Answer((3,))}), final=True)
    assert flags.try_rules(ledger, campaign_id).removed == (second,)


def test_withdrawn_on_a_corrected_sheet(ledger: Ledger, act: Act, campaign_id: int, tmp_path: Path) -> None:
    number = numbers(ledger, campaign_id)[0]
    entry.record(ledger, act, number, entry.Keyed({"visit": Answer((1,)), "consent": Answer((3,))}), final=True)
    flags.run_rules(ledger, act, campaign_id, today=DAY)
    entry.record(ledger, act, number, entry.Keyed({"visit": Answer((1,))}), final=True)
    result = flagged_export.write(ledger, campaign_id, tmp_path / "商工会へ.xlsx", FlaggedAsk(Recipient.SHOKOKAI)).value
    assert (result.rows, result.left_out_without_consent) == (0, 1)


def test_nobody_is_at_two_firms_at_once(ledger: Ledger, act: Act, campaign_id: int) -> None:
    first, second, _ = targets.find(ledger, campaign_id, Query())
    new = NewOrganisation(OrganisationKind.SHOKOKAI, "商工会", areas=("20211",), persons=(NewPerson("小口"),))
    shokokai = organisations.add(ledger, act, new).value
    (person,) = (one.id for one in organisations.persons(ledger))
    plan = VisitPlan(first, VisitKind.VISIT, DAY, "10:00", shokokai, (person,))
    visit_planning.plan(ledger, act, [plan])
    with pytest.raises(Problem):
        visit_planning.plan(ledger, act, [replace(plan, target_id=second)])
    visit_planning.plan(ledger, act, [replace(plan, target_id=second, planned_time="13:30")])
    assert visits.days(ledger, campaign_id) == {DAY: 2}
    line = visits.record(ledger, act, first, VisitResult(VisitState.MET, "伺った"), made_on=DAY).value
    assert line.status is TargetStatus.VISITED


def test_referral_needs_a_centre(ledger: Ledger, act: Act, campaign_id: int) -> None:
    with pytest.raises(Problem) as caught:
        visits.refer(ledger, act, targets.find(ledger, campaign_id, Query())[:1], referred_on=DAY, kind="third_party")
    assert caught.value.kind is ProblemKind.NOT_FOUND


def test_statistics_count_firms_once(ledger: Ledger, act: Act, campaign_id: int) -> None:
    first, second, third = numbers(ledger, campaign_id)
    mail(ledger, act, campaign_id)
    entry.record(ledger, act, first, entry.Keyed({"age": Answer(number=66), "support": Answer((2, 3))}), final=True)
    receipts.receive(ledger, act, 1, second, Arrival(DAY, disposition=Disposition.CLOSED))
    undelivered.record(ledger, act, third, UndeliveredReason.MOVED, DAY)
    mail_again = runs.plan_run(ledger, campaign_id, RunKind.REMINDER)
    assert mail_again.pieces == 0
    figures = statistics.report(ledger, campaign_id)
    assert figures.funnel == Funnel(mailed=3, undelivered=1, out_of_scope=1, replies=2, valid=1, flagged=0)
    assert figures.funnel.valid_response_rate == 1.0
    for groups in figures.groups.values():
        assert sum(group.funnel.mailed for group in groups) == 3
    support = next(table for table in figures.questions if table.question == "support")
    assert [row.count for row in support.rows if row.code in ("2", "3")] == [1, 1]


def test_the_workbook_has_the_remarks_of_every_question(
    ledger: Ledger, act: Act, campaign_id: int, tmp_path: Path
) -> None:
    first, second, third = numbers(ledger, campaign_id)
    mail(ledger, act, campaign_id)
    entry.record(ledger, act, first, entry.Keyed({"age": Answer(number=66), "form": Answer((1, 2))}), final=True)
    entry.record(ledger, act, second, entry.Keyed({"age": Answer(number=71), "form": Answer((1,))}), final=True)
    entry.record(ledger, act, third, entry.Keyed({"age": Answer(number=990)}), final=True)
    statistics.export(ledger, campaign_id, tmp_path / "集計.xlsx")
    headings, *rows = openpyxl.load_workbook(tmp_path / "集計.xlsx")["回答の確かめ"].iter_rows(values_only=True)
    by_title = {row[1]: dict(zip(headings, row, strict=True)) for row in rows}
    form, age = by_title["経営形態"], by_title["代表者の年齢"]
    assert (form["母数"], form["複数選択"], form["無回答"], form["平均"]) == (3, 1, 1, None)
    assert (age["範囲外"], age["平均"], age["中央値"]) == (1, 68.5, 68.5)


def test_the_same_settings_again_leave_no_line_in_the_history(ledger: Ledger, act: Act) -> None:
    campaign = ledgers.current_campaign(ledger)
    for expected in (2, None):
        outcome = ledgers.edit_campaign(
            ledger, act, campaign.id, name=campaign.name, deadline=DAY, goal=5, sender=campaign.sender
        )
        assert outcome.operation == expected


def test_the_published_response_rate_is_reproduced() -> None:
    """高崎市 2016: 8,237 mailed, 663 undelivered, 1,680 returned, 75 invalid → 1,605 / 7,574 = 21.2 %."""
    funnel = Funnel(mailed=8237, undelivered=663, replies=1680, valid=1680 - 75)
    assert funnel.base == 7574
    assert funnel.valid_response_rate
    assert round(funnel.valid_response_rate * 100, 1) == 21.2


def test_answers_go_out_as_a_table_and_come_back(ledger: Ledger, act: Act, campaign_id: int, tmp_path: Path) -> None:
    template = tmp_path / "記入表.xlsx"
    assert answer_tables.write_template(ledger, campaign_id, template).value == 3
    book = openpyxl.load_workbook(template)
    page = book["回答"]
    columns = {cell.value: cell.column for cell in page[1]}
    for row, (age, intention) in enumerate([("68", "3"), ("72", "9"), ("", "4")], start=2):
        page.cell(row, columns["age"], age)
        page.cell(row, columns["intention"], intention)
    page.cell(5, columns["number"], "1234567")
    page.cell(5, columns["age"], 50)
    book.save(template)
    before = ledger.digest()
    table = answer_tables.read(ledger, campaign_id, template)
    result = answer_tables.check(ledger, campaign_id, table, BY_WEB, Progress(), keyer=act.person)
    answer_tables.take_in(ledger, act, campaign_id, result, Progress())
    assert (len(result.rows), result.count(*RECORDED)) == (4, 2)
    assert [(row, problem.kind) for row, problem in result.rejected] == [
        (3, ProblemKind.ANSWER_CELL_UNREADABLE),
        (5, ProblemKind.ANSWER_ROW_NUMBER_WRONG),
    ]
    from shoukei_app.usecases import history

    history.undo(ledger, act)
    assert ledger.digest() == before


def test_a_cancelled_import_leaves_nothing(ledger: Ledger, act: Act, campaign_id: int, tmp_path: Path) -> None:
    table = tmp_path / "回答.csv"
    lines = ["整理番号,問6", *(f"{number},60" for number in numbers(ledger, campaign_id))]
    table.write_text("\n".join(lines), encoding="cp932")
    before = ledger.digest()
    read = answer_tables.read(ledger, campaign_id, table)
    preview = answer_tables.check(ledger, campaign_id, read, BY_WEB, Progress(), keyer=act.person)
    progress = Progress()
    progress.cancel()
    with pytest.raises(CancelledError):
        answer_tables.take_in(ledger, act, campaign_id, preview, progress)
    assert ledger.digest() == before


@pytest.mark.parametrize("typed", ["000001-3", "13", "００００１３", "乙商店", "おつ商店 中野", "0269-00-0001"])
def test_a_table_is_searched_whatever_the_width(ledger: Ledger, act: Act, campaign_id: int, typed: str) -> None:
    found = targets.lines(ledger, targets.find(ledger, campaign_id, Query(text=typed)))
    expected = {"おつ商店 中野": set(), "0269-00-0001": {"株式会社甲", "乙商店", "丙食堂"}, "乙商店": {"乙商店"}}
    assert {line.name for line in found} == expected.get(typed, {"株式会社甲"})
