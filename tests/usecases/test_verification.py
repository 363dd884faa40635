"""The third look, the sample, the archive and the policy: paper first, who erred, what counts, what it leads to."""

from dataclasses import replace
from itertools import chain

import pytest

from shoukei_app.domain.answers import BLANK, Answer
from shoukei_app.domain.firm import Address, FirmFacts
from shoukei_app.domain.history import Act
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.query import Query
from shoukei_app.domain.receipt import Arrival
from shoukei_app.domain.target import Channel, TargetStatus
from shoukei_app.domain.verification import Accuracy, Scope, Stage, Verdict, VerificationPolicy, fields_keyed_twice
from shoukei_app.store.ledger import Ledger
from shoukei_app.usecases import corrections, entry, firms, history, ledgers, receipts, targets, verification
from shoukei_app.usecases.entry import SECOND, Keyed

CAMPAIGN = 1
ALL_TWICE = VerificationPolicy(whole_every=1, error_limit=0, sample_every=0)
BOTH = {"form": Answer((1,)), "age": Answer(number=68), "visit": Answer((3,)), "consent": Answer((1,))}
FIRST_READ = {**BOTH, "intention": Answer((1,)), "successor": Answer((2,)), "remarks": Answer(text="えんぴつ の字")}
SECOND_READ = {**BOTH, "intention": Answer((4,)), "remarks": Answer(text="鉛筆の字")}


@pytest.fixture
def numbers(file_ledger: Ledger, act: Act) -> list[str]:
    """The form numbers of six targets."""
    for number in range(1, 7):
        address = Address("3810000", "長野県", "", "長野市", "20201", "見本町", f"{number}番地")
        firms.add(file_ledger, act, FirmFacts(f"見本商店{number}", address=address, staff=number))
    targets.select(file_ledger, act, CAMPAIGN, targets.plan(file_ledger, CAMPAIGN))
    return [line.number for line in targets.lines(file_ledger, targets.find(file_ledger, CAMPAIGN, Query()))]


def by(name: str, act: Act) -> Act:
    return replace(act, person=name)


def differing(ledger: Ledger, act: Act, number: str, bundle: str = "14") -> int:
    """A sheet that 坂口 and 宮下 read differently at intention, successor and remarks."""
    receipts.receive(ledger, act, CAMPAIGN, number, Arrival(act.at.date(), bundle=bundle), anyway=True)
    entry.record(ledger, act, number, Keyed(FIRST_READ), keyer="坂口")
    made = entry.record(ledger, act, number, Keyed(SECOND_READ), keyer="宮下", pass_number=SECOND).value
    assert made.differences == ("intention", "successor", "remarks")
    return made.target_id


def judge(ledger: Ledger, act: Act, target: int, question: str, paper: Answer, verdict: Verdict) -> None:
    revealed = verification.read_paper(ledger, act, target, question, paper).value
    verification.decide(ledger, act, target, question, revealed.counting(verdict), verdict)


def test_a_case_names_the_paper_and_gives_both_entries_out_only_after_the_judges_own_reading(
    file_ledger: Ledger, act: Act, numbers: list[str]
) -> None:
    verification.change_policy(file_ledger, act, CAMPAIGN, ALL_TWICE)
    target = differing(file_ledger, act, numbers[0])
    (waiting,) = verification.waiting(file_ledger, CAMPAIGN)
    assert (waiting.id, waiting.bundle, waiting.questions) == (target, "14", 3)
    case = verification.open_case(file_ledger, target, judge="中沢")
    assert (case.open, case.skipped, case.mine) == (("intention", "successor", "remarks"), frozenset(), False)
    for said in ("えんぴつ", "鉛筆"):
        assert said not in repr((waiting, case))
    with pytest.raises(Problem) as refused:
        verification.decide(file_ledger, act, target, "remarks", BLANK, Verdict.FIRST_ERRED)
    assert refused.value.kind is ProblemKind.PAPER_NOT_READ
    assert verification.revealed(file_ledger, target, "remarks", judge="中沢") is None

    paper = Answer(text="鉛筆の字")
    revealed = verification.read_paper(file_ledger, by("中沢", act), target, "remarks", paper).value
    assert (revealed.first_keyer, revealed.second_keyer) == ("坂口", "宮下")
    assert (revealed.first, revealed.second) == (FIRST_READ["remarks"], SECOND_READ["remarks"])
    assert revealed.verdict is Verdict.FIRST_ERRED
    assert verification.revealed(file_ledger, target, "remarks", judge="中沢") == revealed
    assert verification.revealed(file_ledger, target, "remarks", judge="別の人") is None
    assert verification.open_case(file_ledger, target, judge="宮下").mine


@pytest.mark.parametrize(
    ("paper", "verdict", "counts"),
    [
        (Answer((1,)), Verdict.SECOND_ERRED, Answer((1,))),
        (Answer((4,)), Verdict.FIRST_ERRED, Answer((4,))),
        (Answer((2,)), Verdict.BOTH_ERRED, Answer((2,))),
        (Answer((1, 4)), Verdict.BOTH_ERRED, Answer((1, 4))),
        (BLANK, Verdict.BOTH_ERRED, BLANK),
        (Answer(illegible=True), Verdict.PAPER_UNCLEAR, Answer(illegible=True)),
    ],
)
def test_the_verdict_follows_from_the_paper_and_says_what_counts(
    file_ledger: Ledger, act: Act, numbers: list[str], paper: Answer, verdict: Verdict, counts: Answer
) -> None:
    verification.change_policy(file_ledger, act, CAMPAIGN, ALL_TWICE)
    target = differing(file_ledger, act, numbers[0])
    revealed = verification.read_paper(file_ledger, act, target, "intention", paper).value
    assert revealed.verdict is verdict
    assert revealed.counting(verdict) == counts


def test_the_last_decision_lets_the_sheet_count_and_its_undo_opens_the_case_again(
    file_ledger: Ledger, act: Act, numbers: list[str]
) -> None:
    verification.change_policy(file_ledger, act, CAMPAIGN, ALL_TWICE)
    target = differing(file_ledger, act, numbers[0])
    judge(file_ledger, act, target, "intention", Answer((4,)), Verdict.FIRST_ERRED)
    judge(file_ledger, act, target, "successor", BLANK, Verdict.FIRST_ERRED)
    verification.read_paper(file_ledger, act, target, "remarks", Answer(text="ペンの字"))
    before = file_ledger.digest()
    decided = verification.decide(
        file_ledger, act, target, "remarks", Answer(text="ペンの字"), Verdict.BOTH_ERRED
    ).value
    assert decided.settled
    _, counts = verification.answers_of(file_ledger, target)
    assert counts == {**BOTH, "intention": Answer((4,)), "remarks": Answer(text="ペンの字")}
    assert targets.lines(file_ledger, [target])[0].status is TargetStatus.ENTERED

    history.undo(file_ledger, act)
    assert file_ledger.digest() == before
    assert verification.open_case(file_ledger, target, judge="中沢").open == ("remarks",)
    assert verification.answers_of(file_ledger, target)[1] == {}
    history.undo(file_ledger, act)
    assert verification.revealed(file_ledger, target, "remarks", judge=act.person) is None


def test_a_decided_base_says_which_of_the_questions_left_are_to_be_skipped(
    file_ledger: Ledger, act: Act, numbers: list[str]
) -> None:
    verification.change_policy(file_ledger, act, CAMPAIGN, ALL_TWICE)
    target = differing(file_ledger, act, numbers[0])
    assert verification.open_case(file_ledger, target, judge="中沢").skipped == frozenset()
    judge(file_ledger, act, target, "intention", Answer((4,)), Verdict.FIRST_ERRED)
    assert verification.open_case(file_ledger, target, judge="中沢").skipped == {"successor"}
    history.undo(file_ledger, act)
    verification.decide(file_ledger, act, target, "intention", Answer((1,)), Verdict.SECOND_ERRED)
    assert verification.open_case(file_ledger, target, judge="中沢").skipped == frozenset()


def test_sheets_of_a_keyer_who_errs_too_often_are_keyed_twice_whole_also_those_that_wait(
    file_ledger: Ledger, act: Act, numbers: list[str]
) -> None:
    policy = VerificationPolicy(whole_every=0, error_limit=10, least_fields=3, sample_every=0)
    verification.change_policy(file_ledger, act, CAMPAIGN, policy)
    entry.record(file_ledger, act, numbers[0], Keyed(FIRST_READ), keyer="坂口")
    waiting = entry.record(file_ledger, act, numbers[1], Keyed(FIRST_READ), keyer="坂口").value.target_id
    made = entry.record(file_ledger, act, numbers[0], Keyed(SECOND_READ), keyer="宮下", pass_number=SECOND).value
    assert made.differences == ("intention", "successor")
    standing = verification.standing(file_ledger, waiting)
    assert standing is not None
    assert standing.scope is Scope.MARKED

    before = file_ledger.digest()
    judge(file_ledger, act, made.target_id, "intention", Answer((4,)), Verdict.FIRST_ERRED)
    standing = verification.standing(file_ledger, waiting)
    assert standing is not None
    assert standing.scope is Scope.WHOLE
    assert verification.over_limit(file_ledger, CAMPAIGN) == {"坂口": Accuracy(6, 1)}
    third = entry.record(file_ledger, act, numbers[2], Keyed(FIRST_READ), keyer="坂口").value.target_id
    kept = verification.standing(file_ledger, third)
    assert kept is not None
    assert kept.scope is Scope.WHOLE

    for _ in range(3):
        history.undo(file_ledger, act)
    assert file_ledger.digest() == before


def test_a_sampled_sheet_is_corrected_with_its_errors_in_one_operation(
    file_ledger: Ledger, act: Act, numbers: list[str]
) -> None:
    verification.change_policy(
        file_ledger, act, CAMPAIGN, VerificationPolicy(marked=False, whole_every=0, sample_every=1)
    )
    target = entry.record(file_ledger, act, numbers[0], Keyed(FIRST_READ), keyer="坂口").value.target_id
    by_phone = entry.record(file_ledger, act, numbers[1], Keyed(FIRST_READ), keyer="坂口", channel=Channel.PHONE)
    assert verification.sampled(file_ledger, CAMPAIGN) == (target,)
    assert by_phone.value.counts
    assert verification.sample_accuracy(file_ledger, CAMPAIGN) == (0, Accuracy())

    before = file_ledger.digest()
    wrong = {"age": Answer(number=86), "remarks": BLANK}
    assert verification.check_sample(file_ledger, act, target, wrong).value == 2
    questionnaire, counts = verification.answers_of(file_ledger, target)
    assert counts["age"] == Answer(number=86)
    assert "remarks" not in counts
    assert {made.question for made in corrections.of_target(file_ledger, target)} == {"age", "remarks"}
    assert verification.sampled(file_ledger, CAMPAIGN) == ()
    fields = len(questionnaire.questions)
    assert verification.sample_accuracy(file_ledger, CAMPAIGN) == (1, Accuracy(fields, 2))
    history.undo(file_ledger, act)
    assert file_ledger.digest() == before


def test_a_bundle_says_what_is_not_settled_and_the_box_is_found_again(
    file_ledger: Ledger, act: Act, numbers: list[str]
) -> None:
    verification.change_policy(file_ledger, act, CAMPAIGN, ALL_TWICE)
    waits = differing(file_ledger, act, numbers[0], bundle="14")
    settled = []
    for number, bundle in zip(numbers[1:5], ("14", "9", "9", ""), strict=True):
        receipts.receive(file_ledger, act, CAMPAIGN, number, Arrival(act.at.date(), bundle=bundle), anyway=True)
        if bundle != "":
            settled.append(
                entry.record(file_ledger, act, number, Keyed(BOTH), keyer="坂口", final=True).value.target_id
            )
    loose, ninth, fourteenth = verification.bundles(file_ledger, CAMPAIGN)
    assert [bundle.name for bundle in (loose, ninth, fourteenth)] == ["", "9", "14"]
    assert (ninth.complete, ninth.places) == (True, ("",))
    assert [(paper.target_id, paper.stage) for paper in fourteenth.unsettled] == [(waits, Stage.DIFFERING)]
    assert [paper.stage for paper in loose.unsettled] == [None]

    with pytest.raises(Problem) as refused:
        verification.archive(file_ledger, act, settled, "　")
    assert refused.value.kind is ProblemKind.VALUE_MISSING
    assert verification.archive(file_ledger, act, [waits, *settled[1:]], " 箱3 ").value == 2
    assert verification.places(file_ledger, CAMPAIGN) == ("箱3",)
    found = targets.find(file_ledger, CAMPAIGN, Query(filters={"archive_place": ("箱3",)}))
    assert found == settled[1:]
    assert {line.archive_place for line in targets.lines(file_ledger, found)} == {"箱3"}
    assert targets.lines(file_ledger, [waits])[0].archive_place == ""
    history.undo(file_ledger, act)
    assert verification.places(file_ledger, CAMPAIGN) == ()


@pytest.mark.parametrize(
    ("accuracy", "low", "high"),
    [(Accuracy(100, 0), 0.0, 36.99), (Accuracy(1000, 10), 5.44, 18.31), (Accuracy(4, 4), 510.1, 1000.0)],
)
def test_the_interval_of_a_rate_is_wilsons(accuracy: Accuracy, low: float, high: float) -> None:
    """Compared with the formula's values as published tables give them (n = 100, 0 events: 3.7 %)."""
    assert accuracy.interval == pytest.approx((low, high), abs=0.06)


def test_what_a_policy_costs_in_fields(file_ledger: Ledger) -> None:
    questionnaire = ledgers.campaign(file_ledger, CAMPAIGN).questionnaire
    every, marked = len(questionnaire.questions), len(questionnaire.verified)
    assert fields_keyed_twice(ALL_TWICE, questionnaire) == every
    assert fields_keyed_twice(VerificationPolicy(whole_every=0), questionnaire) == marked
    assert fields_keyed_twice(VerificationPolicy(whole_every=20), questionnaire) == marked + (every - marked) / 20
    assert fields_keyed_twice(VerificationPolicy(marked=False, whole_every=0), questionnaire) == 0


def test_no_list_of_what_waits_holds_an_answer(file_ledger: Ledger, act: Act, numbers: list[str]) -> None:
    verification.change_policy(file_ledger, act, CAMPAIGN, ALL_TWICE)
    differing(file_ledger, act, numbers[0])
    entry.record(file_ledger, act, numbers[1], Keyed(FIRST_READ), keyer="坂口")
    shown = chain(
        map(repr, verification.waiting(file_ledger, CAMPAIGN)),
        map(repr, targets.lines(file_ledger, verification.waiting_for_second(file_ledger, CAMPAIGN))),
        map(repr, verification.bundles(file_ledger, CAMPAIGN)),
        (repr(history.details(file_ledger, line.id)[0]) for line in history.operations(file_ledger)),
    )
    assert not [text for text in shown if "えんぴつ" in text or "鉛筆" in text]
