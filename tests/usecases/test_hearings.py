"""Hearings: asked, answered, kept with the visit; consents given and withdrawn; homework in one list; the time line."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import openpyxl
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shoukei_app.domain.answers import Answer
from shoukei_app.domain.cases import CaseState, Decision, SupportPolicy
from shoukei_app.domain.consent import ConsentChange, ConsentManner
from shoukei_app.domain.firm import Address, FirmFacts
from shoukei_app.domain.flags import Priority
from shoukei_app.domain.history import Act
from shoukei_app.domain.homework import ChoreKind, Term
from shoukei_app.domain.organisation import OrganisationKind
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.progress import Progress
from shoukei_app.domain.query import Query
from shoukei_app.domain.questionnaire import Recipient
from shoukei_app.domain.schedule import VisitPlan
from shoukei_app.domain.target import TargetLine
from shoukei_app.domain.visits import NextAction, Temperature, VisitKind, VisitResult, VisitState
from shoukei_app.store.ledger import Ledger
from shoukei_app.usecases import (
    cases,
    entry,
    firms,
    flagged_export,
    flags,
    hearings,
    history,
    homework,
    ledgers,
    organisations,
    targets,
    tasks,
    time_line,
    visit_planning,
    visits,
)
from shoukei_app.usecases.flagged_export import FlaggedAsk
from shoukei_app.usecases.visits import Again, Heard, NewTask

TODAY = date(2026, 9, 15)
MET = VisitResult(VisitState.MET, "長男に任せたい", Temperature.HIGH, NextAction.VISIT_AGAIN, "社長")


@pytest.fixture
def campaign_id(ledger: Ledger, act: Act) -> int:
    return _campaign(ledger, act)


def _campaign(ledger: Ledger, act: Act) -> int:
    """Three flagged firms whose sheets consent to the 商工会, a 商工会 with a person, the Centre."""
    for place, name in enumerate(("甲乙精機", "丙丁商店", "戊己食堂"), start=1):
        address = Address("3810000", "長野県", "", "長野市", "20201", "見本町", f"{place}番地")
        firms.add(ledger, act, FirmFacts(name, representative="見本 太郎", address=address))
    campaign = ledgers.current_campaign(ledger).id
    targets.select(ledger, act, campaign, targets.plan(ledger, campaign))
    person = organisations.NewPerson("小口 直人", experienced=True)
    organisations.add(
        ledger, act, organisations.NewOrganisation(OrganisationKind.SHOKOKAI, "見本商工会", persons=(person,))
    )
    organisations.add(ledger, act, organisations.NewOrganisation(OrganisationKind.CENTRE, "見本センター"))
    for line in _lines(ledger, campaign):
        keyed = entry.Keyed({"visit": Answer((1,)), "consent": Answer((3,))})
        entry.record(ledger, act, line.number, keyed, final=True)
    flags.run_rules(ledger, act, campaign, today=TODAY)
    return campaign


def _lines(ledger: Ledger, campaign_id: int) -> tuple[TargetLine, ...]:
    return targets.lines(ledger, targets.find(ledger, campaign_id, Query(sort="number")))


def _stands(ledger: Ledger, target_id: int) -> set[Recipient]:
    return {one.recipient for one in visits.consents_of(ledger, target_id) if one.stands}


def test_a_visit_brings_everything_in_one_operation_and_is_undone_as_one(
    ledger: Ledger, act: Act, campaign_id: int
) -> None:
    target = _lines(ledger, campaign_id)[0].id
    cases.assign(ledger, act, [target], 1)
    digest = ledger.digest()
    heard = Heard(
        ConsentChange((Recipient.CENTRE,), ConsentManner.WRITTEN, (Recipient.SHOKOKAI,)),
        {"wish": Answer((3,)), "successor": Answer((2,))},
        (NewTask("決算書をもらう", 1, due_on=TODAY + timedelta(days=5)),),
        Again(TODAY + timedelta(days=7), "13:30", VisitKind.PHONE),
    )
    visits.record(ledger, act, target, MET, made_on=TODAY, heard=heard)
    made, _ = visits.of_target(ledger, target)
    assert [(one.result.state, one.kind) for one in made] == [
        (VisitState.MET, VisitKind.VISIT),
        (VisitState.PLANNED, VisitKind.PHONE),
    ]
    assert made[0].result == MET
    assert hearings.of_visit(ledger, made[0].id) == heard.answers
    assert _stands(ledger, target) == {Recipient.CENTRE}
    said = {one.recipient: (one.manner, one.withdrawn_on) for one in visits.consents_of(ledger, target)}
    assert said == {
        Recipient.SHOKOKAI: (ConsentManner.FORM, TODAY),
        Recipient.CENTRE: (ConsentManner.WRITTEN, None),
    }
    assert cases.of_targets(ledger, [target])[target].state is CaseState.COLLECTED
    assert [one.what for one in tasks.every(ledger, campaign_id)] == ["決算書をもらう"]
    history.undo(ledger, act)
    assert ledger.digest() == digest


def test_attempts_are_counted_and_the_newest_answer_stands(ledger: Ledger, act: Act, campaign_id: int) -> None:
    target = _lines(ledger, campaign_id)[0].id
    for day, state in enumerate((VisitState.ABSENT, VisitState.ABSENT, VisitState.MET)):
        answers = {"wish": Answer((day + 1,))} if state is VisitState.MET or day == 0 else None
        visits.record(
            ledger,
            act,
            target,
            VisitResult(state),
            made_on=TODAY + timedelta(days=day),
            heard=Heard(answers=answers, again=Again(TODAY + timedelta(days=day + 1)) if day < 2 else None),
        )
    assert visits.attempts(ledger, target) == 3
    assert hearings.of_target(ledger, target) == {"wish": Answer((3,))}
    (sheet,) = visits.sheets(ledger, campaign_id, [target])
    assert [line.answer for line in sheet.heard] == ["第三者に譲る"]
    assert len(sheet.earlier) == 3


def test_the_same_team_is_not_at_two_firms_at_the_next_appointment(ledger: Ledger, act: Act, campaign_id: int) -> None:
    first, second, _ = (line.id for line in _lines(ledger, campaign_id))
    day = TODAY + timedelta(days=9)
    plans = [
        VisitPlan(first, VisitKind.VISIT, TODAY, "10:00", 1, (1,)),
        VisitPlan(second, VisitKind.VISIT, day, "13:30", 1, (1,)),
    ]
    visit_planning.plan(ledger, act, plans)
    digest = ledger.digest()
    with pytest.raises(Problem) as caught:
        visits.record(ledger, act, first, MET, made_on=TODAY, heard=Heard(again=Again(day, "13:30")))
    assert caught.value.kind is ProblemKind.DOUBLE_BOOKED
    assert ledger.digest() == digest, "nothing of the visit was kept"


def test_a_hearing_sheet_is_changed_until_it_was_answered(
    ledger: Ledger, act: Act, campaign_id: int, tmp_path: Path
) -> None:
    own = hearings.get(ledger, campaign_id)
    shorter = replace(
        own, questions=tuple(replace(one, number=at) for at, one in enumerate(own.questions[:3], start=1))
    )
    assert hearings.save(ledger, act, campaign_id, shorter).value == own.version
    assert len(hearings.get(ledger, campaign_id).questions) == 3
    history.undo(ledger, act)
    assert hearings.get(ledger, campaign_id) == own
    target = _lines(ledger, campaign_id)[0].id
    visits.record(ledger, act, target, MET, made_on=TODAY, heard=Heard(answers={"wish": Answer((1,))}))
    with pytest.raises(Problem) as caught:
        hearings.save(ledger, act, campaign_id, shorter)
    assert caught.value.kind is ProblemKind.HEARING_IN_USE
    longer = replace(own, title="聞き取り票（当所）")
    assert hearings.save(ledger, act, campaign_id, longer).value == own.version + 1
    hearings.export_file(ledger, campaign_id, tmp_path / "票.toml")
    assert hearings.read_file(tmp_path / "票.toml").title == "聞き取り票（当所）"


@settings(max_examples=10)
@given(
    changes=st.lists(
        st.tuples(st.sampled_from(["give", "withdraw", "key", "refer"]), st.sampled_from(Recipient), st.integers(0, 2)),
        max_size=12,
    )
)
def test_a_withdrawn_consent_is_respected_by_every_later_output(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[str, Recipient, int]]
) -> None:
    """Whatever is said in whatever order, keying a sheet never brings back what a firm took back."""
    folder = tmp_path_factory.mktemp("consents")
    act = Act("山岸", datetime(2026, 9, 15, 12, 0))
    ledger = ledgers.create(str(folder / "台帳.shoukei"), act, name="試験の調査", fiscal_year=2026)
    try:
        campaign_id = _campaign(ledger, act)
        lines = _lines(ledger, campaign_id)
        expected = {line.id: {Recipient.SHOKOKAI} for line in lines}
        withdrawn: dict[int, set[Recipient]] = {line.id: set() for line in lines}
        for what, recipient, place in changes:
            line = lines[place]
            match what:
                case "give":
                    visits.change_consent(ledger, act, line.id, ConsentChange((recipient,)), on=TODAY)
                    expected[line.id].add(recipient)
                    withdrawn[line.id].discard(recipient)
                case "withdraw":
                    change = ConsentChange(withdrawn=(recipient,))
                    visits.change_consent(ledger, act, line.id, change, on=TODAY)
                    if recipient in expected[line.id]:
                        withdrawn[line.id].add(recipient)
                    expected[line.id].discard(recipient)
                case "key":
                    keyed = entry.Keyed({"visit": Answer((1,)), "consent": Answer((1, 2, 3, 4, 5))})
                    entry.record(ledger, act, line.number, keyed, final=True)
                    expected[line.id] |= set(Recipient) - withdrawn[line.id]
                case _:
                    visits.refer(ledger, act, [line.id], referred_on=TODAY, kind="family", consented=[line.id])
                    expected[line.id].add(Recipient.CENTRE)
                    withdrawn[line.id].discard(Recipient.CENTRE)
        for line in lines:
            assert _stands(ledger, line.id) == expected[line.id]
        tasks.give(
            ledger, act, campaign_id, [NewTask(f"{line.name}に電話する", 1, target_id=line.id) for line in lines]
        )
        homework.export(ledger, campaign_id, 1, folder / "宿題.xlsx", TODAY)
        flagged_export.write(ledger, campaign_id, folder / "抽出.xlsx", FlaggedAsk(recipient=Recipient.SHOKOKAI))
        for name in ("宿題.xlsx", "抽出.xlsx"):
            book = openpyxl.load_workbook(folder / name)
            cells = "\n".join(str(cell) for sheet in book for row in sheet.values for cell in row)
            for line in lines:
                allowed = Recipient.SHOKOKAI in expected[line.id]
                assert allowed or line.name not in cells
                assert name != "宿題.xlsx" or not allowed or line.name in cells
    finally:
        ledger.close()


def test_one_list_of_homework_from_four_sources(ledger: Ledger, act: Act, campaign_id: int, tmp_path: Path) -> None:
    first, second, third = _lines(ledger, campaign_id)
    visit_planning.plan(
        ledger, act, [VisitPlan(first.id, VisitKind.VISIT, TODAY - timedelta(days=1), "10:00", 1, (1,))]
    )
    due = TODAY + timedelta(days=2)
    visits.refer(ledger, act, [second.id], referred_on=TODAY, kind="family", consented=[second.id], feedback_due=due)
    decision = Decision(
        SupportPolicy.VISIT_JOINT, 1, 1, deadline=TODAY + timedelta(days=20), next_look=date(2027, 1, 5)
    )
    cases.decide(ledger, act, [third.id], decision)
    tasks.give(ledger, act, campaign_id, [NewTask("資料を直す", 1), NewTask("電話", 1, 1, TODAY, first.id)])
    found = homework.every(ledger, campaign_id)
    assert [(one.kind, one.term(TODAY)) for one in found] == [
        (ChoreKind.VISIT, Term.OVERDUE),
        (ChoreKind.TASK, Term.WEEK),
        (ChoreKind.FEEDBACK, Term.WEEK),
        (ChoreKind.DEADLINE, Term.MONTH),
        (ChoreKind.NEXT_LOOK, Term.LATER),
        (ChoreKind.TASK, Term.LATER),
    ]
    assert len({one.id for one in found}) == len(found)
    assert homework.counted(ledger, campaign_id, TODAY)[Term.OVERDUE] == 1
    assert len(homework.every(ledger, campaign_id, organisation_id=2)) == 1
    assert {one.kind for one in homework.every(ledger, campaign_id, person_id=1)} == set(ChoreKind) - {
        ChoreKind.FEEDBACK
    }
    digest = ledger.digest()
    visit, task, feedback, deadline, look, _ = found
    with pytest.raises(Problem) as caught:
        homework.finish(ledger, act, visit)
    assert caught.value.kind is ProblemKind.NOT_DONE_HERE
    with pytest.raises(Problem) as caught:
        homework.put_off(ledger, act, task, TODAY, " ")
    assert caught.value.kind is ProblemKind.VALUE_MISSING
    homework.put_off(ledger, act, task, TODAY + timedelta(days=9), "先方の都合")
    homework.put_off(ledger, act, look, TODAY + timedelta(days=3), "早めに見る")
    homework.give_on(ledger, act, deadline, 2)
    homework.finish(ledger, act, feedback, "初回相談を終えた")
    homework.finish(ledger, act, deadline, "面談を終えた")
    left = {one.kind: one for one in homework.every(ledger, campaign_id) if one.due_on}
    assert set(left) == {ChoreKind.VISIT, ChoreKind.TASK, ChoreKind.NEXT_LOOK}
    assert left[ChoreKind.TASK].due_on == TODAY + timedelta(days=9)
    assert left[ChoreKind.NEXT_LOOK].organisation_id == 2
    for _ in range(5):
        history.undo(ledger, act)
    assert ledger.digest() == digest


def test_the_time_line_tells_all_campaigns_newest_first_and_prints_on_one_page(
    ledger: Ledger, act: Act, campaign_id: int, tmp_path: Path
) -> None:
    line = _lines(ledger, campaign_id)[0]
    decision = Decision(SupportPolicy.VISIT_JOINT, 1, 1, deadline=TODAY + timedelta(days=9))
    cases.decide(ledger, act, [line.id], decision)
    heard = Heard(
        ConsentChange((Recipient.CENTRE,), withdrawn=(Recipient.SHOKOKAI,)),
        homework=(NewTask("決算書をもらう", 1, due_on=TODAY + timedelta(days=4)),),
        again=Again(TODAY + timedelta(days=7), "13:30"),
    )
    visits.record(ledger, act, line.id, MET, made_on=TODAY, heard=heard)
    flags.override(ledger, act, line.number, Priority.A, "急がないと社長から電話")
    card, courses = firms.card(ledger, line.firm_id), firms.courses(ledger, line.firm_id)
    told = time_line.history(card, courses)
    days = [step.on for step in told if step.on]
    assert days == sorted(days, reverse=True)
    assert told[0].words.startswith("13:30")
    words = "\n".join(f"{step.name} {step.words} {step.detail}" for step in told)
    for part in (
        "同意を取り下げ",
        "センターへの提供に同意（口頭）",
        "決算書をもらう",
        "長男に任せたい",
        "案件",
        "抽出の判断 手で「A 優先」にしました　山岸 急がないと社長から電話",
        "入力",
    ):
        assert part in words
    assert "訪問または電話を希望" not in "\n".join(
        s.words for s in time_line.history(card, courses, time_line.Part.PAPER)
    )
    assert {step.part for step in time_line.history(card, courses, time_line.Part.PROMISE)} == {time_line.Part.PROMISE}
    steps = time_line.print_handover(ledger, line.firm_id, tmp_path / "引継ぎ.pdf", today=TODAY).value
    assert steps == len(told)
    with pypdfium2.PdfDocument(tmp_path / "引継ぎ.pdf") as pdf:
        assert len(pdf) == 1
        text = "".join(pdf[0].get_textpage().get_text_range().split())
    assert "甲乙精機" in text
    assert "長男に任せたい" in text


def test_sheets_of_next_week_in_the_order_of_the_round(
    ledger: Ledger, act: Act, campaign_id: int, tmp_path: Path
) -> None:
    first, second, third = (line.id for line in _lines(ledger, campaign_id))
    monday = date(2026, 9, 28)
    visit_planning.plan(
        ledger,
        act,
        [
            VisitPlan(first, VisitKind.VISIT, monday, "15:30", 1),
            VisitPlan(second, VisitKind.VISIT, monday, "10:00", 2),
            VisitPlan(third, VisitKind.VISIT, monday - timedelta(days=1), "10:00", 1),
        ],
        insist=True,
    )
    week = monday, monday + timedelta(days=6)
    assert visits.planned_between(ledger, campaign_id, *week) == (second, first)
    assert visits.planned_between(ledger, campaign_id, *week, organisation_id=1) == (first,)
    printed = visits.print_sheets(ledger, campaign_id, [second, first], tmp_path / "票.pdf", Progress()).value
    assert (printed.printed, printed.pages) == (2, 6)
    blank = visits.print_blank_sheets(ledger, campaign_id, tmp_path / "白紙.pdf", Progress(), copies=2).value
    assert (blank.printed, blank.pages) == (2, 6)
