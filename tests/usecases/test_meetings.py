"""Follow-up meetings: drawn from what is open, decided, concluded; no open case drops off an agenda."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shoukei_app.domain.answers import Answer
from shoukei_app.domain.cases import Case, CaseOutcome, CaseState, Decision, SupportPolicy
from shoukei_app.domain.firm import Address, FirmFacts
from shoukei_app.domain.history import Act
from shoukei_app.domain.meeting import AgendaReason, MeetingKind, monthly_days, reasons_of
from shoukei_app.domain.organisation import OrganisationKind
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.query import Query
from shoukei_app.domain.schedule import VisitPlan
from shoukei_app.domain.target import TargetLine
from shoukei_app.domain.visits import NextAction, VisitKind, VisitResult, VisitState
from shoukei_app.store.ledger import Ledger
from shoukei_app.usecases import (
    cases,
    entry,
    firms,
    flags,
    history,
    ledgers,
    meetings,
    organisations,
    targets,
    tasks,
    visit_planning,
    visits,
)
from shoukei_app.usecases.meetings import NewMeeting

SEPTEMBER, OCTOBER, NOVEMBER = date(2026, 9, 15), date(2026, 10, 20), date(2026, 11, 17)


@pytest.fixture
def campaign_id(ledger: Ledger, act: Act) -> int:
    for place, name in enumerate(("株式会社甲", "乙商店", "丙食堂"), start=1):
        address = Address("3810000", "長野県", "", "長野市", "20201", "見本町", f"{place}番地")
        firms.add(ledger, act, FirmFacts(name, representative="見本 太郎", address=address))
    campaign = ledgers.current_campaign(ledger).id
    targets.select(ledger, act, campaign, targets.plan(ledger, campaign))
    return campaign


@pytest.fixture
def flagged(ledger: Ledger, act: Act, campaign_id: int) -> list[str]:
    found = [line.number for line in _lines(ledger, campaign_id)]
    for number in found[:2]:
        entry.record(ledger, act, number, entry.Keyed({"visit": Answer((1,))}), final=True)
    flags.run_rules(ledger, act, campaign_id, today=SEPTEMBER)
    return found


def _meet(ledger: Ledger, act: Act, campaign_id: int, day: date) -> int:
    (key,) = meetings.plan(ledger, act, campaign_id, [NewMeeting(MeetingKind.MONTHLY, day)]).value
    meetings.draw_agenda(ledger, act, key)
    return key


def test_three_monthly_meetings_carry_over_and_close(
    ledger: Ledger, act: Act, campaign_id: int, flagged: list[str]
) -> None:
    digest = ledger.digest()
    first = _meet(ledger, act, campaign_id, SEPTEMBER)
    lines = meetings.agenda(ledger, first)
    assert [line.target.number for line in lines] == flagged[:2]
    assert {line.item.reasons for line in lines} == {(AgendaReason.NEW_FLAG,)}
    visit = Decision(SupportPolicy.VISIT_JOINT, next_look=OCTOBER)
    meetings.decide(
        ledger, act, lines[0].item.id, visit, [tasks.NewTask("電話で日程を決める", due_on=date(2026, 9, 30))]
    )
    assert meetings.close(ledger, act, first).value == (lines[1].target.id,)
    with pytest.raises(Problem) as caught:
        meetings.decide(ledger, act, lines[1].item.id, visit)
    assert caught.value.kind is ProblemKind.MEETING_CLOSED

    second = _meet(ledger, act, campaign_id, OCTOBER)
    reasons = {line.target.number: line.item.reasons for line in meetings.agenda(ledger, second)}
    assert reasons == {
        flagged[0]: (AgendaReason.HOMEWORK, AgendaReason.LOOK_AGAIN),
        flagged[1]: (AgendaReason.UNDECIDED,),
    }
    (homework,) = tasks.every(ledger, campaign_id)
    assert homework.overdue(OCTOBER)
    tasks.finish(ledger, act, [homework.id], "済み")
    for line in meetings.agenda(ledger, second):
        done = line.target.number == flagged[1]
        outcome = CaseOutcome.STILL_THINKING if done else None
        meetings.decide(ledger, act, line.item.id, Decision(SupportPolicy.WATCH, outcome=outcome))
    assert meetings.close(ledger, act, second).value == ()

    third = _meet(ledger, act, campaign_id, NOVEMBER)
    (left,) = meetings.agenda(ledger, third)
    assert (left.target.number, left.item.reasons) == (flagged[0], (AgendaReason.OPEN_CASE,))
    assert left.case is not None
    assert left.case.state is CaseState.DIRECTED
    while ledger.digest() != digest:
        history.undo(ledger, act)
    assert ledger.digest() == digest


def test_what_belongs_on_the_agenda_is_not_taken_off(
    ledger: Ledger, act: Act, campaign_id: int, flagged: list[str]
) -> None:
    first = _meet(ledger, act, campaign_id, SEPTEMBER)
    lines = meetings.agenda(ledger, first)
    with pytest.raises(Problem) as caught:
        meetings.take_off(ledger, act, lines[0].item.id)
    assert caught.value.kind is ProblemKind.MUST_BE_LOOKED_AT
    third = next(line.id for line in _lines(ledger, campaign_id) if line.number == flagged[2])
    assert meetings.put_on(ledger, act, first, [third, lines[0].target.id]).value == 1
    added = meetings.agenda(ledger, first)[-1]
    meetings.take_off(ledger, act, added.item.id)
    assert len(meetings.agenda(ledger, first)) == 2
    meetings.draw_agenda(ledger, act, first)
    assert len(meetings.agenda(ledger, first)) == 2, "taken off by hand, it does not come back"


def _lines(ledger: Ledger, campaign_id: int) -> tuple[TargetLine, ...]:
    return targets.lines(ledger, targets.find(ledger, campaign_id, Query()))


def test_feedback_that_is_due_brings_a_closed_case_back(
    ledger: Ledger, act: Act, campaign_id: int, flagged: list[str]
) -> None:
    first = _meet(ledger, act, campaign_id, SEPTEMBER)
    line = meetings.agenda(ledger, first)[0]
    decision = Decision(SupportPolicy.CENTRE, outcome=CaseOutcome.STILL_THINKING)
    meetings.decide(ledger, act, line.item.id, decision)
    organisations.add(ledger, act, organisations.NewOrganisation(OrganisationKind.CENTRE, "センター"))
    key = line.target.id
    visits.refer(ledger, act, [key], referred_on=SEPTEMBER, kind="third_party", consented=[key])
    (referral,) = visits.of_target(ledger, line.target.id)[1]
    assert referral.feedback_due == date(2026, 10, 15)
    assert meetings.due(ledger, campaign_id, OCTOBER)[line.target.id] == (AgendaReason.FEEDBACK_DUE,)
    visits.record_feedback(ledger, act, referral.id, "初回相談を終えた", on=OCTOBER)
    assert line.target.id not in meetings.due(ledger, campaign_id, OCTOBER)


def test_a_changed_plan_wants_a_new_review(ledger: Ledger, act: Act, campaign_id: int, flagged: list[str]) -> None:
    first = _meet(ledger, act, campaign_id, SEPTEMBER)
    line = meetings.agenda(ledger, first)[0]
    with pytest.raises(Problem):
        cases.review(ledger, act, [line.target.id])
    cases.decide(ledger, act, [line.target.id], Decision(SupportPolicy.CALL))
    reviewer = Act("確認 役子", datetime(2026, 9, 16, 9, 0, 0))
    cases.review(ledger, reviewer, [line.target.id])
    assert cases.of_targets(ledger, [line.target.id])[line.target.id].reviewed_by == "確認 役子"
    cases.decide(ledger, act, [line.target.id], Decision(SupportPolicy.CALL, note="午後に"))
    assert cases.of_targets(ledger, [line.target.id])[line.target.id].reviewed_by == "確認 役子"
    cases.decide(ledger, act, [line.target.id], Decision(SupportPolicy.PLAN))
    assert cases.of_targets(ledger, [line.target.id])[line.target.id].reviewed_by == ""
    assert cases.reached(ledger, campaign_id, 2026)[CaseState.DIRECTED] == 1


def test_a_firm_decided_again_in_the_same_meeting_has_the_new_decision_and_homework_only(
    ledger: Ledger, act: Act, campaign_id: int, flagged: list[str]
) -> None:
    first = _meet(ledger, act, campaign_id, SEPTEMBER)
    line = meetings.agenda(ledger, first)[0]
    kept, dropped = tasks.NewTask("電話をする"), tasks.NewTask("資料を送る")
    meetings.decide(ledger, act, line.item.id, Decision(SupportPolicy.CALL), [kept, dropped])
    before = {task.what: task.id for task in tasks.every(ledger, campaign_id)}
    closing = Decision(SupportPolicy.CALL, outcome=CaseOutcome.FAMILY)
    meetings.decide(ledger, act, line.item.id, closing, [kept, tasks.NewTask("日程を決める")])
    standing = {task.what: task.id for task in tasks.every(ledger, campaign_id)}
    assert set(standing) == {"電話をする", "日程を決める"}
    assert standing["電話をする"] == before["電話をする"], "what stays is not given anew"
    assert not cases.of_targets(ledger, [line.target.id])[line.target.id].open
    meetings.decide(ledger, act, line.item.id, Decision(SupportPolicy.PLAN))
    assert cases.of_targets(ledger, [line.target.id])[line.target.id].open, "closed by mistake"
    assert len(tasks.every(ledger, campaign_id)) == 2, "nothing was said of homework"


def test_an_agenda_is_drawn_anew(ledger: Ledger, act: Act, campaign_id: int, flagged: list[str]) -> None:
    second = _meet(ledger, act, campaign_id, OCTOBER)
    ids = [line.target.id for line in meetings.agenda(ledger, second)]
    third = next(line.id for line in _lines(ledger, campaign_id) if line.number == flagged[2])
    meetings.put_on(ledger, act, second, [third])
    assert meetings.draw_agenda(ledger, act, second).operation is None, "nothing changed"
    cases.decide(ledger, act, ids[:1], Decision(SupportPolicy.CALL, next_look=NOVEMBER))
    cases.decide(ledger, act, ids[1:], Decision(SupportPolicy.CALL, deadline=SEPTEMBER))
    meetings.draw_agenda(ledger, act, second)
    reasons = {line.target.id: line.item.reasons for line in meetings.agenda(ledger, second)}
    assert reasons[ids[1]] == (AgendaReason.DEADLINE,)
    assert ids[0] not in reasons, "put off beyond it"
    assert AgendaReason.BY_HAND in reasons[third]
    coming = meetings.coming(ledger, campaign_id)
    assert coming is not None
    assert (coming.meeting.id, coming.items) == (second, 2)


def test_the_order_of_an_agenda(ledger: Ledger, act: Act, campaign_id: int, flagged: list[str]) -> None:
    first = _meet(ledger, act, campaign_id, SEPTEMBER)
    items = [line.item.id for line in meetings.agenda(ledger, first)]
    assert meetings.reorder(ledger, act, first, items).operation is None
    meetings.reorder(ledger, act, first, items[1:])
    assert [line.item.id for line in meetings.agenda(ledger, first)] == [items[1], items[0]]


def test_nobody_reviews_a_plan_of_their_own(ledger: Ledger, act: Act, campaign_id: int, flagged: list[str]) -> None:
    office = organisations.NewOrganisation(
        OrganisationKind.SHOKOKAI, "見本商工会", persons=(organisations.NewPerson("小口 直人"),)
    )
    key = organisations.add(ledger, act, office).value
    (person,) = organisations.persons(ledger)
    target = _lines(ledger, campaign_id)[0].id
    cases.decide(ledger, act, [target], Decision(SupportPolicy.CALL, key, person.id))
    with pytest.raises(Problem) as caught:
        cases.review(ledger, Act("小口　直人", act.at), [target])
    assert caught.value.kind is ProblemKind.OWN_PLAN
    cases.review(ledger, act, [target])
    found = cases.find(ledger, campaign_id, Query(filters={"reviewed": ("yes",), "lead": (str(key),)}))
    assert found == [target]
    (line,) = cases.lines(ledger, found)
    assert (line.lead, line.person, line.case.reviewed_by) == ("見本商工会", "小口 直人", "山岸")


def test_cases_are_found_by_what_they_are(ledger: Ledger, act: Act, campaign_id: int, flagged: list[str]) -> None:
    ids = [line.id for line in _lines(ledger, campaign_id)]
    cases.decide(ledger, act, ids[:1], Decision(SupportPolicy.CALL, deadline=OCTOBER))
    cases.decide(ledger, act, ids[1:2], Decision(SupportPolicy.PLAN, deadline=SEPTEMBER))
    cases.advance(ledger, act, ids[2:], CaseState.MET, SEPTEMBER)
    cases.conclude(ledger, act, ids[:1], CaseOutcome.FAMILY)

    def found(sort: str = "", **filters: str) -> list[int]:
        return cases.find(ledger, campaign_id, Query(filters={key: (one,) for key, one in filters.items()}, sort=sort))

    assert found(sort="deadline") == [ids[1], ids[0], ids[2]]
    assert found(standing="closed") == ids[:1]
    assert found(standing="open", policy="") == ids[2:]
    assert found(state="met") == ids[2:]
    assert cases.reached_by_year(ledger, campaign_id)[2026][CaseState.MET] == 1
    cases.conclude(ledger, act, ids[:1], None)
    assert found(standing="closed") == []
    assert cases.lines(ledger, ids[:1])[0].case.decision.policy is SupportPolicy.CALL


def test_a_holiday_moves_a_monthly_meeting(ledger: Ledger) -> None:
    days = meetings.monthly(ledger, date(2026, 9, 8), 4, week=4, weekday=0)
    assert days == (date(2026, 9, 28), date(2026, 10, 26), date(2026, 11, 24), date(2026, 12, 28))


DAYS = st.dates(date(2026, 4, 1), date(2027, 3, 31))
DECISIONS = st.builds(
    Decision,
    policy=st.none() | st.sampled_from(SupportPolicy),
    deadline=st.none() | DAYS,
    next_look=st.none() | DAYS,
)


@settings(max_examples=300, deadline=None)
@given(DECISIONS, DAYS, st.booleans(), st.booleans(), st.booleans())
def test_an_open_case_is_on_the_agenda_unless_it_was_put_off(
    decision: Decision, day: date, flagged: bool, homework: bool, feedback: bool
) -> None:
    case = Case(1, 1, date(2026, 4, 1), CaseState.DIRECTED, decision)
    found = reasons_of(case, flagged=flagged, homework=homework, feedback_due=feedback, day=day)
    put_off = decision.next_look is not None and decision.next_look > day
    assert found or put_off
    if put_off and decision.policy and not homework and not feedback:
        assert bool(found) == (decision.deadline is not None and decision.deadline <= day)
    closed = replace(case, closed_on=day)
    only = (AgendaReason.FEEDBACK_DUE,) if feedback else ()
    assert reasons_of(closed, flagged=flagged, homework=homework, feedback_due=feedback, day=day) == only


@given(DAYS, st.integers(1, 4), st.integers(0, 4), st.sets(DAYS, max_size=30))
def test_a_monthly_meeting_is_on_a_working_day_of_every_month(
    first: date, week: int, weekday: int, off: set[date]
) -> None:
    found = list(monthly_days(first, 12, week=week, weekday=weekday, days_off=off))
    assert len(found) == 12
    assert all(day.weekday() < 5 and day not in off for day in found)
    assert all(b > a for a, b in pairwise(found))
    assert all(day - timedelta(days=35) < date(day.year, day.month, 1) for day in found)


def _state(ledger: Ledger, target_id: int) -> CaseState:
    return cases.of_targets(ledger, [target_id])[target_id].state


def test_a_case_moves_on_with_what_is_done_for_the_firm_and_never_back(
    ledger: Ledger, act: Act, campaign_id: int, flagged: list[str]
) -> None:
    _meet(ledger, act, campaign_id, SEPTEMBER)
    key = next(line.id for line in _lines(ledger, campaign_id) if line.number == flagged[0])
    organisations.add(ledger, act, organisations.NewOrganisation(OrganisationKind.CENTRE, "センター"))
    said = VisitResult(VisitState.MET, "センターに相談したい", next_action=NextAction.CENTRE)
    march = date(2027, 3, 30)
    steps: list[tuple[CaseState, Callable[[], object]]] = [
        (
            CaseState.DIRECTED,
            lambda: visit_planning.plan(ledger, act, [VisitPlan(key, VisitKind.VISIT, OCTOBER, "10:00")]),
        ),
        (CaseState.DIRECTED, lambda: visits.record(ledger, act, key, VisitResult(VisitState.ABSENT), made_on=OCTOBER)),
        (CaseState.MET, lambda: visits.record(ledger, act, key, VisitResult(VisitState.MET), made_on=OCTOBER)),
        (CaseState.COLLECTED, lambda: visits.record(ledger, act, key, said, made_on=march)),
        (
            CaseState.SUPPORTED,
            lambda: visits.refer(ledger, act, [key], referred_on=march, kind="family", consented=[key]),
        ),
        (CaseState.SUPPORTED, lambda: visits.record(ledger, act, key, VisitResult(VisitState.MET), made_on=march)),
    ]
    digests = []
    for expected, do in steps:
        digests.append((ledger.digest(), _state(ledger, key)))
        do()
        assert _state(ledger, key) is expected
    cases.advance(ledger, act, [key], CaseState.MET, march)
    (referral,) = visits.of_target(ledger, key)[1]
    visits.record_feedback(ledger, act, referral.id, "初回相談を終えた", on=date(2027, 4, 2))
    assert _state(ledger, key) is CaseState.SUPPORTED, "somebody set it back, the report brings it forward again"
    years = cases.reached_by_year(ledger, campaign_id)
    assert {year: counts[CaseState.SUPPORTED] for year, counts in years.items()} == {2026: 1, 2027: 1}
    assert years[2026][CaseState.COLLECTED] == 1, "counted in the year in which it happened, not in which it was keyed"
    for _ in range(2):
        history.undo(ledger, act)
    for before, state in reversed(digests):
        history.undo(ledger, act)
        assert (ledger.digest(), _state(ledger, key)) == (before, state)


def test_a_case_that_is_opened_after_the_visit_begins_with_its_result(
    ledger: Ledger, act: Act, campaign_id: int, flagged: list[str]
) -> None:
    first, second, _ = (line.id for line in sorted(_lines(ledger, campaign_id), key=lambda line: line.number))
    visits.record(ledger, act, first, VisitResult(VisitState.MET, "長男に任せたい"), made_on=SEPTEMBER)
    organisations.add(ledger, act, organisations.NewOrganisation(OrganisationKind.CENTRE, "センター"))
    visits.refer(ledger, act, [second], referred_on=SEPTEMBER, kind="family", consented=[second])
    assert _state(ledger, second) is CaseState.SUPPORTED, "a firm that is handed on has a case"
    assert AgendaReason.FEEDBACK_DUE in meetings.due(ledger, campaign_id, NOVEMBER)[second]
    _meet(ledger, act, campaign_id, OCTOBER)
    assert _state(ledger, first) is CaseState.COLLECTED
