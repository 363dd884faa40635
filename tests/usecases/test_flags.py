"""Flags over a ledger: tried, run, followed, decided by hand; every difference against a comparison by brute force."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest

from shoukei_app.domain import conditions, facts
from shoukei_app.domain.answers import Answer, AnswerSheet
from shoukei_app.domain.conditions import All, Condition, Not, Operator, Some, Test, holds
from shoukei_app.domain.facts import EarlierStep, FirmSubject
from shoukei_app.domain.firm import Address, FirmFacts
from shoukei_app.domain.flags import Cause, Priority, Rule, RuleSet
from shoukei_app.domain.history import Act, OperationKind
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.query import Query
from shoukei_app.domain.schedule import VisitPlan
from shoukei_app.domain.visits import NextAction, VisitKind, VisitResult, VisitState
from shoukei_app.store import campaigns, schema
from shoukei_app.store import flags as kept
from shoukei_app.store import replies as kept_replies
from shoukei_app.store import rules as rule_sets
from shoukei_app.store.ledger import Ledger
from shoukei_app.usecases import (
    corrections,
    entry,
    firms,
    flags,
    history,
    ledgers,
    replies,
    targets,
    visit_planning,
    visits,
)

CAMPAIGN = 1
DAY = date(2026, 9, 1)
LATER = date(2026, 9, 20)
PLACES = (("20201", "長野市"), ("20202", "松本市"))


@pytest.fixture
def answered(file_ledger: Ledger, act: Act) -> Ledger:
    """Twelve targets, of which ten answered."""
    for place in range(12):
        code, town = PLACES[place % 2]
        address = Address("3800000", "長野県", "", town, code, "中央", f"{place}")
        facts_of_firm = FirmFacts(f"架空商店{place}", address=address, staff=place, industry="小売業")
        firms.add(file_ledger, act, facts_of_firm)
    targets.select(file_ledger, act, CAMPAIGN, targets.plan(file_ledger, CAMPAIGN))
    for place, number in enumerate(numbers(file_ledger)[:10]):
        record(file_ledger, act, number, {"age": Answer(number=55 + 3 * place), "visit": Answer((1 + place % 3,))})
    return file_ledger


def numbers(ledger: Ledger) -> list[str]:
    return [line.number for line in targets.lines(ledger, targets.find(ledger, CAMPAIGN, Query(sort="number")))]


def record(ledger: Ledger, act: Act, number: str, sheet: AnswerSheet) -> None:
    entry.record(ledger, act, number, entry.Keyed(sheet), final=True)


def rules(*made: Rule) -> RuleSet:
    return RuleSet("試験", 1, made)


def rule(key: str, priority: Priority, when: Condition, score: int = 1) -> Rule:
    return Rule(key, key, priority, when, score)


OLD = rule("old", Priority.A, Test("age", Operator.AT_LEAST, 70), 20)
WISH = rule("wish", Priority.S, Test("visit", Operator.ANY_OF, (1, 2)), 40)
BIG = rule("big", Priority.C, Test("firm.staff", Operator.AT_LEAST, 8), 3)


def standing(ledger: Ledger) -> dict[str, Priority]:
    ids = targets.find(ledger, CAMPAIGN, Query())
    return {line.number: line.priority for line in targets.lines(ledger, ids) if line.priority}


def test_counts_equal_the_list_and_the_same_input_gives_the_same(answered: Ledger) -> None:
    made = flags.try_rules(answered, CAMPAIGN, rules(OLD, WISH, BIG))
    assert made.targets == 10
    assert made.firms == flags.try_rules(answered, CAMPAIGN, rules(OLD, WISH, BIG)).firms
    for priority, count in made.by_priority.items():
        assert count == sum(firm.priority is priority for firm in made.firms)
    for one in (OLD, WISH, BIG):
        assert made.by_rule[one.id] == sum(one.reason in firm.reasons for firm in made.firms)
    order = [(firm.priority is not Priority.S, -firm.score) for firm in made.firms if firm.priority in "SA"]
    assert order == sorted(order)
    assert standing(answered) == {}, "a try keeps nothing"


def test_run_again_with_nothing_changed_writes_nothing(answered: Ledger, act: Act) -> None:
    assert flags.run_rules(answered, act, CAMPAIGN, today=DAY, rules=rules(OLD, WISH)).operation is not None
    before = answered.digest()
    again = flags.run_rules(answered, act, CAMPAIGN, today=LATER)
    assert again.operation is None
    assert again.value.moves == ()
    assert answered.digest() == before


def test_a_flag_that_stays_keeps_its_day(answered: Ledger, act: Act) -> None:
    flags.run_rules(answered, act, CAMPAIGN, today=DAY, rules=rules(WISH))
    flags.run_rules(answered, act, CAMPAIGN, today=LATER, rules=rules(WISH, OLD))
    assert flags.rules_in_force(answered, CAMPAIGN).version == 3
    with answered.read() as view:
        days = {kept.flagged_on(view, key) for key in kept.every(view, CAMPAIGN)}
    assert days == {DAY, LATER}


def test_the_difference_is_that_of_a_comparison_by_brute_force(answered: Ledger, act: Act) -> None:
    random = Random(3)
    questionnaire = ledgers.campaign(answered, CAMPAIGN).questionnaire
    pool = [
        OLD,
        WISH,
        BIG,
        rule("young", Priority.B, Test("age", Operator.AT_MOST, 60), 5),
        rule("both", Priority.A, All((OLD.when, Not(WISH.when))), 7),
        rule("two", Priority.S, Some((OLD.when, WISH.when, BIG.when), 2), 9),
    ]
    known = numbers(answered)
    rules_before: tuple[Rule, ...] = ()
    for step in range(12):
        moment = Act(act.person, act.at + timedelta(days=step + 1))
        if step % 3 == 1:
            record(answered, moment, known[random.randrange(12)], {"age": Answer(number=random.randint(40, 90))})
        drawn = tuple(random.sample(pool, random.randint(1, 4))) if step % 2 == 0 else rules_before
        rules_before = drawn
        wanted: dict[str, Priority] = {}
        for line in targets.lines(answered, targets.find(answered, CAMPAIGN, Query())):
            if not line.diagnosis:
                continue
            facts_now = facts.answered(questionnaire, sheet_of(answered, line.id)) | {"firm.staff": line.staff}
            priorities = [one.priority for one in drawn if holds(one.when, facts_now.get)]
            if priorities:
                wanted[line.number] = min(priorities, key=list(Priority).index)
        before = standing(answered)
        made = flags.run_rules(answered, moment, CAMPAIGN, today=moment.at.date(), rules=rules(*drawn)).value
        assert standing(answered) == wanted
        moved = {key for key in before.keys() | wanted.keys() if before.get(key) != wanted.get(key)}
        assert {(move.number, move.before, move.after) for move in made.moves} == {
            (key, before.get(key), wanted.get(key)) for key in moved
        }
        assert all(move.causes for move in made.moves)


def sheet_of(ledger: Ledger, target_id: int) -> AnswerSheet:
    with ledger.read() as view:
        return kept_replies.sheet_of(view, target_id) or {}


def test_why_a_flag_moves_is_told(answered: Ledger, act: Act) -> None:
    flags.run_rules(answered, act, CAMPAIGN, today=DAY, rules=rules(OLD))
    known = numbers(answered)
    record(answered, act, known[10], {"age": Answer(number=80)})
    tried = flags.try_rules(answered, CAMPAIGN)
    assert tried.new_replies == 1
    assert [(move.number, move.causes) for move in tried.moves] == [(known[10], frozenset({Cause.NEW_REPLY}))]
    changed = flags.try_rules(answered, CAMPAIGN, rules(replace(OLD, priority=Priority.C)))
    causes = {move.number: move.causes for move in changed.moves}
    assert causes.pop(known[10]) == {Cause.NEW_REPLY, Cause.RULES}
    assert set(causes.values()) == {frozenset({Cause.RULES})}
    (firm,) = [one for one in firms.lines(answered, firms.find(answered, Query())) if one.facts.staff == 0]
    flags.run_rules(answered, act, CAMPAIGN, today=DAY, rules=rules(BIG))
    firms.edit(answered, act, firm, replace(firm.facts, staff=50))
    assert [move.causes for move in flags.try_rules(answered, CAMPAIGN).moves] == [frozenset({Cause.FACTS})]


def test_a_correction_carries_the_flag_along(answered: Ledger, act: Act) -> None:
    flags.run_rules(answered, act, CAMPAIGN, today=DAY, rules=rules(OLD))
    number = numbers(answered)[9]
    assert standing(answered)[number] is Priority.A
    corrections.correct(answered, act, number, {"age": Answer(number=28)}, "電話で確認")
    assert number not in standing(answered)
    assert flags.try_rules(answered, CAMPAIGN).moves == ()


def test_a_person_decides_and_the_rules_come_back(answered: Ledger, act: Act) -> None:
    known = numbers(answered)
    flags.run_rules(answered, act, CAMPAIGN, today=DAY, rules=rules(OLD))
    out, silent, raised = known[9], known[11], known[8]
    assert flags.override(answered, act, out, None, "廃業した").value.after is None
    assert flags.override(answered, act, silent, Priority.B, "商工会からの紹介").value.before is None
    assert flags.override(answered, act, raised, Priority.S, "社長が入院").value.before is Priority.A
    now = standing(answered)
    assert out not in now
    assert (now[silent], now[raised]) == (Priority.B, Priority.S)
    again = flags.run_rules(answered, act, CAMPAIGN, today=LATER, rules=rules(OLD, WISH)).value
    assert out not in standing(answered)
    assert {one.number: one.by_rules for one in again.held} == {
        out: Priority.S,
        silent: None,
        raised: Priority.A,
    }
    line = next(one for one in again.firms if one.number == raised)
    assert line.reasons == ("社長が入院", "old")
    assert flags.withdraw_override(answered, act, out).value.after is Priority.S
    assert out in standing(answered)
    flags.withdraw_override(answered, act, silent)
    assert silent not in standing(answered)


def test_decisions_want_a_reason_and_are_taken_back(answered: Ledger, act: Act) -> None:
    number = numbers(answered)[0]
    with pytest.raises(Problem) as caught:
        flags.override(answered, act, number, Priority.S, "  ")
    assert caught.value.kind is ProblemKind.VALUE_MISSING
    before = answered.digest()
    flags.override(answered, act, number, Priority.S, "理由")
    assert standing(answered) == {number: Priority.S}, "also where the rules were never run"
    history.undo(answered, act)
    assert answered.digest() == before


def test_rules_travel_as_a_file_and_are_refused_where_nobody_can_answer(
    answered: Ledger, act: Act, tmp_path: Path
) -> None:
    path = tmp_path / "条件.toml"
    flags.write_rules(answered, CAMPAIGN, path)
    read = flags.read_rules(answered, CAMPAIGN, path)
    assert read == flags.rules_in_force(answered, CAMPAIGN)
    assert flags.keep_rules(answered, act, CAMPAIGN, read).operation is None
    assert flags.keep_rules(answered, act, CAMPAIGN, rules(OLD)).value.version == 2
    path.write_text(path.read_text(encoding="utf-8").replace('on = "age"', 'on = "shoe_size"'), encoding="utf-8")
    with pytest.raises(Problem) as caught:
        flags.read_rules(answered, CAMPAIGN, path)
    assert "shoe_size" in str(caught.value.data["found"])


def test_subjects_cover_what_the_rules_that_come_along_ask(answered: Ledger) -> None:
    known = {one.id: one for one in flags.subjects(answered, CAMPAIGN)}
    for one in flags.rules_in_force(answered, CAMPAIGN).rules:
        assert set(conditions.subjects(one.when)) <= known.keys()
    assert known["firm.area"].choices == tuple(PLACES)
    assert known["age"].unit == "歳"
    assert {subject.value for subject in FirmSubject} <= known.keys()


def test_rules_ask_of_the_register_and_of_the_last_campaign(answered: Ledger, act: Act) -> None:
    flags.run_rules(answered, act, CAMPAIGN, today=DAY, rules=rules(WISH))
    before = targets.lines(answered, targets.find(answered, CAMPAIGN, Query(sort="number")))
    first = next(line for line in before if line.firm_id == 1)
    flagged = sum(line.firm_id in (1, 2, 3) and line.priority is not None for line in before)
    visit(answered, act, first.id, NextAction.CENTRE)
    second = second_campaign(answered, act)
    reached = rule("met", Priority.S, Test("history.steps", Operator.ANY_OF, (EarlierStep.MET.value,)))
    outcome = rule("centre", Priority.A, Test("history.outcome", Operator.ANY_OF, (NextAction.CENTRE.value,)))
    replied = rule("replied", Priority.B, Test("history.steps", Operator.ALL_OF, ("target", "replied", "flagged")))
    here = rule("here", Priority.C, Test("firm.area", Operator.ANY_OF, ("20202",)))
    alike = rule("alike", Priority.C, Test("firm.alike", Operator.AT_LEAST, 6))
    office = rule("office", Priority.C, Test("firm.office_area", Operator.ANY_OF, ("松本",)))
    made = flags.try_rules(answered, second, rules(reached, outcome, replied, here, alike, office))
    assert made.by_rule == {"met": 1, "centre": 1, "replied": flagged, "here": 1, "alike": 3, "office": 1}


def visit(ledger: Ledger, act: Act, target_id: int, action: NextAction) -> None:
    plan = VisitPlan(target_id, VisitKind.PHONE, date(2026, 9, 10), "10:00", None, ())
    (key,) = visit_planning.plan(ledger, act, [plan]).value
    visits.set_result(ledger, act, key, VisitResult(VisitState.MET, next_action=action), made_on=date(2026, 9, 10))


def second_campaign(ledger: Ledger, act: Act) -> int:
    """Another campaign of the same firms, three of which answered."""
    with ledger.write(act, OperationKind.EDIT_CAMPAIGN) as operation:
        first = campaigns.get(operation.writing.connection, CAMPAIGN)
        key = campaigns.add(operation.writing, replace(first, name="次の調査", fiscal_year=2027))
        rule_sets.add(operation.writing, act, key, ledgers.default_rules())
        operation.writing.add_all(
            schema.target, [{"campaign_id": key, "firm_id": firm, "number": f"00009{firm}5"} for firm in (1, 2, 3)]
        )
    ids = targets.find(ledger, key, Query())
    with ledger.write(act, OperationKind.RECORD_ANSWERS) as operation:
        for target_id in ids:
            sheet = {"age": Answer(number=50)}
            replies.keep(operation.writing, first.questionnaire, target_id, sheet, {}, given_on=DAY)
    return key


def test_the_backtest_counts_visits_of_every_campaign(answered: Ledger, act: Act) -> None:
    ids = targets.find(answered, CAMPAIGN, Query(sort="number"))
    visit(answered, act, ids[0], NextAction.CENTRE)
    visit(answered, act, ids[1], NextAction.INFORMATION_ONLY)
    visit(answered, act, ids[2], NextAction.PLAN)
    made = flags.backtest(answered, CAMPAIGN, rules(WISH))
    assert (made.total.flagged, made.total.visited, made.total.met, made.total.came) == (7, 2, 2, 1)
    assert made.missed == (ids[2],)
    assert flags.backtest(answered, second_campaign(answered, act), rules(WISH)).total == made.total
    assert made.by_rule["wish"] == made.by_priority[Priority.S]
