"""The receipt log: nothing is received silently or twice, every doubtful sheet has a way on, and days add up."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from shoukei_app.domain import form_number
from shoukei_app.domain.answers import Answer
from shoukei_app.domain.firm import Address, FirmFacts, FirmStatus
from shoukei_app.domain.firm_change import FirmChange
from shoukei_app.domain.history import Act, OperationKind
from shoukei_app.domain.loose_sheet import Clue, Known
from shoukei_app.domain.mailing import RunKind, UndeliveredReason
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.query import Query
from shoukei_app.domain.receipt import Arrival, Doubt
from shoukei_app.domain.target import ANSWERS, Channel, Disposition, TargetLine, TargetStatus
from shoukei_app.store import campaigns
from shoukei_app.store import rules as rule_sets
from shoukei_app.store.ledger import Ledger
from shoukei_app.usecases import (
    entry,
    envelopes,
    firms,
    history,
    ledgers,
    loose_sheets,
    receipts,
    runs,
    targets,
    undelivered,
)
from shoukei_app.words.problems import sentence

CAMPAIGN = 1
DAY = date(2026, 7, 8)
ARRIVAL = Arrival(DAY, bundle="14")


@pytest.fixture
def posted(ledger: Ledger, act: Act) -> list[str]:
    """The numbers of four firms whose first run was handed to the post."""
    add_firms(ledger, act, 4)
    targets.select(ledger, act, CAMPAIGN, targets.plan(ledger, CAMPAIGN))
    runs.create_run(ledger, act, CAMPAIGN, RunKind.FIRST, made_on=date(2026, 7, 1), deadline=None)
    runs.mark_posted(ledger, act, CAMPAIGN, 1, date(2026, 7, 2))
    return [line.number for line in every(ledger)]


def add_firms(ledger: Ledger, act: Act, count: int) -> None:
    for number in range(1, count + 1):
        address = Address("3810000", "長野県", "", "長野市", "20201", "見本町", f"{number}番地")
        industry = "建設業" if number % 2 else "飲食店"
        facts = FirmFacts(
            f"見本商店{number}", representative="見本 太郎", address=address, industry=industry, staff=number
        )
        firms.add(ledger, act, facts)


def add_campaign(ledger: Ledger, act: Act, name: str, year: int) -> int:
    old = ledgers.current_campaign(ledger)
    with ledger.write(act, OperationKind.EDIT_CAMPAIGN, {"name": name}) as operation:
        key = campaigns.add(operation.writing, replace(old, id=0, name=name, fiscal_year=year))
        rule_sets.add(operation.writing, act, key, ledgers.default_rules())
    return key


def every(ledger: Ledger, campaign: int = CAMPAIGN) -> tuple[TargetLine, ...]:
    return targets.lines(ledger, targets.find(ledger, campaign, Query()))


def refused(ledger: Ledger, act: Act, number: str, campaign: int = CAMPAIGN, arrival: Arrival = ARRIVAL) -> Problem:
    before = ledger.digest()
    with pytest.raises(Problem) as caught:
        receipts.receive(ledger, act, campaign, number, arrival)
    assert ledger.digest() == before
    return caught.value


def test_a_sheet_is_received_once(ledger: Ledger, act: Act, posted: list[str]) -> None:
    line = receipts.receive(ledger, act, CAMPAIGN, f"]Q1{posted[0]}\r", ARRIVAL).value
    assert (line.number, line.received_on, line.disposition) == (posted[0], DAY, Disposition.ANSWERED)
    problem = refused(ledger, act, posted[0])
    assert problem.kind is ProblemKind.ALREADY_RECEIVED
    found = receipts.look(ledger, CAMPAIGN, posted[0])
    assert found.receipt is not None
    assert (found.receipt.bundle, found.receipt.recorded_by, found.receipt.recorded_at) == ("14", "山岸", act.at)


def test_a_receipt_is_done_anew_and_taken_back(ledger: Ledger, act: Act, posted: list[str]) -> None:
    receipts.receive(ledger, act, CAMPAIGN, posted[0], ARRIVAL)
    later = Act("坂口", datetime(2026, 7, 9, 10, 0))
    blank = Arrival(date(2026, 7, 9), disposition=Disposition.BLANK)
    assert receipts.receive(ledger, later, CAMPAIGN, posted[0], blank, again=True).operation is not None
    assert receipts.receive(ledger, later, CAMPAIGN, posted[0], blank, again=True).operation is None
    (logged,) = receipts.lines(ledger, receipts.find(ledger, CAMPAIGN, None, Query()))
    assert (logged.receipt.disposition, logged.receipt.recorded_by) == (Disposition.BLANK, "坂口")
    receipts.take_back(ledger, later, logged.id)
    (logged,) = receipts.lines(ledger, receipts.find(ledger, CAMPAIGN, None, Query()))
    assert (logged.receipt.disposition, logged.receipt.recorded_by) == (Disposition.ANSWERED, "山岸")
    receipts.take_back(ledger, later, logged.id)
    assert receipts.find(ledger, CAMPAIGN, None, Query()) == []
    with pytest.raises(Problem) as caught:
        receipts.take_back(ledger, later, logged.id)
    assert caught.value.kind is ProblemKind.NOTHING_TO_UNDO


def test_a_wrong_number_offers_those_that_could_be_meant(ledger: Ledger, act: Act, posted: list[str]) -> None:
    wrong = posted[0][:-1] + str((int(posted[0][-1]) + 1) % 10)
    assert refused(ledger, act, wrong).kind is ProblemKind.FORM_NUMBER_WRONG
    offered = receipts.look(ledger, CAMPAIGN, wrong)
    assert offered.target is None
    assert posted[0] in [line.number for line in offered.likely]
    receipts.receive(ledger, act, CAMPAIGN, posted[0], ARRIVAL)
    assert posted[0] not in [line.number for line in receipts.look(ledger, CAMPAIGN, wrong).likely], "it replied"


def test_a_number_that_was_never_given_out(ledger: Ledger, act: Act, posted: list[str]) -> None:
    unknown = form_number.form_number(987_654)
    assert refused(ledger, act, unknown).kind is ProblemKind.FORM_NUMBER_UNKNOWN
    assert receipts.look(ledger, CAMPAIGN, unknown) == receipts.Look(None)
    assert receipts.look(ledger, CAMPAIGN, "見本") == receipts.Look(None)


def test_a_sheet_of_another_campaign_is_named_and_received_there(ledger: Ledger, act: Act, posted: list[str]) -> None:
    newer = add_campaign(ledger, act, "令和9年度の調査", 2027)
    problem = refused(ledger, act, posted[0], newer)
    assert problem.kind is ProblemKind.NUMBER_OF_OTHER_CAMPAIGN
    assert "「試験の調査」の票です" in sentence(problem)
    found = receipts.look(ledger, newer, posted[0])
    assert (found.campaign, found.campaign_id) == ("試験の調査", CAMPAIGN)
    assert found.campaign_id is not None
    receipts.receive(ledger, act, found.campaign_id, posted[0], ARRIVAL)
    assert len(receipts.find(ledger, CAMPAIGN, DAY, Query())) == 1
    assert receipts.find(ledger, newer, DAY, Query()) == []


def test_a_piece_that_came_back_undelivered(ledger: Ledger, act: Act, posted: list[str]) -> None:
    undelivered.record(ledger, act, posted[0], UndeliveredReason.MOVED, DAY)
    problem = refused(ledger, act, posted[0])
    assert problem.kind is ProblemKind.RECEIPT_DOUBTFUL
    assert "返戻として記録されています" in sentence(problem)
    received = receipts.receive(ledger, act, CAMPAIGN, posted[0], ARRIVAL, anyway=True).value
    assert received.status is TargetStatus.RECEIVED


def test_pieces_never_posted(ledger: Ledger, act: Act) -> None:
    add_firms(ledger, act, 2)
    targets.select(ledger, act, CAMPAIGN, targets.plan(ledger, CAMPAIGN))
    first, second = (line.number for line in every(ledger))
    assert receipts.look(ledger, CAMPAIGN, first).doubts == (Doubt.NOT_MAILED,)
    runs.create_run(ledger, act, CAMPAIGN, RunKind.FIRST, made_on=DAY, deadline=None)
    assert receipts.look(ledger, CAMPAIGN, first).doubts == ()
    runs.record_printed(ledger, act, CAMPAIGN, 1, [first, second])
    runs.record_spoiled(ledger, act, CAMPAIGN, 1, [second])
    assert receipts.look(ledger, CAMPAIGN, second).doubts == (Doubt.SPOILED,)
    runs.cancel_run(ledger, act, CAMPAIGN, 1, cancelled_on=DAY, reason="作り直し")
    assert receipts.look(ledger, CAMPAIGN, first).doubts == (Doubt.RUN_CANCELLED,)
    assert refused(ledger, act, first).kind is ProblemKind.RECEIPT_DOUBTFUL


def test_a_firm_that_is_closed_or_wants_no_mail(ledger: Ledger, act: Act, posted: list[str]) -> None:
    line = every(ledger)[0]
    firms.edit_many(ledger, act, [line.firm_id], FirmChange(status=FirmStatus.CLOSED, do_not_mail=True))
    assert receipts.look(ledger, CAMPAIGN, line.number).doubts == (Doubt.FIRM_CLOSED, Doubt.DO_NOT_MAIL)
    told = sentence(refused(ledger, act, line.number))
    assert "廃業・閉鎖になっています" in told
    assert "発送不要の申出があります" in told


def test_what_the_sheet_itself_says_is_no_doubt(ledger: Ledger, act: Act, posted: list[str]) -> None:
    line = every(ledger)[0]
    firms.edit_many(ledger, act, [line.firm_id], FirmChange(status=FirmStatus.CLOSED))
    received = receipts.receive(ledger, act, CAMPAIGN, line.number, replace(ARRIVAL, disposition=Disposition.CLOSED))
    assert received.value.disposition is Disposition.CLOSED


def test_a_closing_goes_to_the_firm_in_one_operation(ledger: Ledger, act: Act, posted: list[str]) -> None:
    before = ledger.digest()
    closed = replace(ARRIVAL, disposition=Disposition.CLOSED)
    change = FirmChange(status=FirmStatus.CLOSED, status_reason="調査票の返信")
    outcome = receipts.receive(ledger, act, CAMPAIGN, posted[0], closed, change=change)
    facts = firms.card(ledger, outcome.value.firm_id).firm.facts
    assert (facts.status, facts.status_reason) == (FirmStatus.CLOSED, "調査票の返信")
    history.undo(ledger, act)
    assert ledger.digest() == before


def test_a_refusal_stops_the_mail_in_one_operation(ledger: Ledger, act: Act, posted: list[str]) -> None:
    refusal = replace(ARRIVAL, disposition=Disposition.REFUSED)
    line = receipts.receive(ledger, act, CAMPAIGN, posted[0], refusal, change=FirmChange(do_not_mail=True)).value
    assert firms.card(ledger, line.firm_id).firm.facts.do_not_mail
    receipts.take_back(ledger, act, line.id)
    assert not firms.card(ledger, line.firm_id).firm.facts.do_not_mail
    assert receipts.find(ledger, CAMPAIGN, None, Query()) == []


@pytest.mark.parametrize("disposition", Disposition)
def test_only_answers_wait_for_entry(ledger: Ledger, act: Act, posted: list[str], disposition: Disposition) -> None:
    arrival = replace(ARRIVAL, disposition=disposition, note="配偶者")
    line = receipts.receive(ledger, act, CAMPAIGN, posted[0], arrival).value
    assert entry.waiting(ledger, CAMPAIGN) == int(disposition in ANSWERS)
    assert targets.count_by_status(ledger, CAMPAIGN)[line.status] >= 1
    expected = TargetStatus.RECEIVED if disposition in ANSWERS else TargetStatus.INVALID
    assert line.status is expected
    assert targets.count_by_status(ledger, CAMPAIGN)[expected] == 1
    (logged,) = receipts.lines(ledger, [line.id])
    assert logged.receipt.note == "配偶者"


def test_a_sheet_received_with_its_answers_is_in_the_log(ledger: Ledger, act: Act, posted: list[str]) -> None:
    entry.record(
        ledger, act, posted[0], entry.Keyed({"age": Answer(number=72)}), final=True, keyer="坂口", channel=Channel.FAX
    )
    (logged,) = receipts.lines(ledger, receipts.find(ledger, CAMPAIGN, act.at.date(), Query()))
    assert (logged.receipt.channel, logged.receipt.recorded_by) == (Channel.FAX, "山岸")
    with pytest.raises(Problem) as caught:
        receipts.take_back(ledger, act, logged.id)
    assert caught.value.kind is ProblemKind.NOTHING_TO_UNDO


def test_the_log_of_a_day_is_filtered(ledger: Ledger, act: Act, posted: list[str]) -> None:
    other = Act("坂口", act.at + timedelta(hours=1))
    fax = Arrival(DAY, Channel.FAX, Disposition.BLANK, "15")
    receipts.receive(ledger, act, CAMPAIGN, posted[0], ARRIVAL)
    receipts.receive(ledger, other, CAMPAIGN, posted[1], fax)
    receipts.receive(ledger, other, CAMPAIGN, posted[2], replace(ARRIVAL, received_on=date(2026, 7, 9)))

    def numbers(day: date | None = DAY, text: str = "", **filters: str) -> list[str]:
        query = Query(text, {key: (value,) for key, value in filters.items()})
        return [one.target.number for one in receipts.lines(ledger, receipts.find(ledger, CAMPAIGN, day, query))]

    assert numbers() == [posted[1], posted[0]]
    assert numbers(None) == [posted[2], posted[1], posted[0]]
    assert numbers(channel="fax") == numbers(disposition="blank") == numbers(bundle="15") == [posted[1]]
    assert numbers(person="山岸") == numbers(text="商店1") == [posted[0]]
    assert numbers(text=form_number.shown(posted[0])) == [posted[0]]
    assert receipts.values_on(ledger, CAMPAIGN, DAY) == {
        "channel": {"fax": 1, "mail": 1},
        "disposition": {"answered": 1, "blank": 1},
        "bundle": {"14": 1, "15": 1},
        "recorded_by": {"山岸": 1, "坂口": 1},
    }


def test_a_loose_sheet_has_a_slip_and_becomes_a_receipt(ledger: Ledger, act: Act, posted: list[str]) -> None:
    before = ledger.digest()
    assert loose_sheets.log(ledger, act, CAMPAIGN, ARRIVAL).value == 1
    assert loose_sheets.log(ledger, act, CAMPAIGN, replace(ARRIVAL, note="封筒なし")).value == 2
    assert [sheet.number for sheet in loose_sheets.waiting(ledger, CAMPAIGN)] == [1, 2]
    assert entry.waiting(ledger, CAMPAIGN) == 0
    line = loose_sheets.identify(ledger, act, CAMPAIGN, "不明-2", posted[1]).value
    (logged,) = receipts.lines(ledger, [line.id])
    assert (logged.receipt.received_on, logged.receipt.bundle, logged.receipt.note) == (DAY, "14", "不明-2　封筒なし")
    assert [sheet.number for sheet in loose_sheets.waiting(ledger, CAMPAIGN)] == [1]
    assert entry.waiting(ledger, CAMPAIGN) == 1
    receipts.take_back(ledger, act, line.id)
    assert [sheet.number for sheet in loose_sheets.waiting(ledger, CAMPAIGN)] == [1, 2]
    for _ in range(2):
        history.undo(ledger, act)
    assert ledger.digest() == before
    assert loose_sheets.log(ledger, act, CAMPAIGN, ARRIVAL).value == 3, "a slip written on paper is never used twice"


def test_a_loose_sheet_is_not_received_twice(ledger: Ledger, act: Act, posted: list[str]) -> None:
    receipts.receive(ledger, act, CAMPAIGN, posted[0], ARRIVAL)
    loose_sheets.log(ledger, act, CAMPAIGN, ARRIVAL)
    loose_sheets.log(ledger, act, CAMPAIGN, ARRIVAL)
    kinds = []
    for slip, number in ((1, posted[0]), (9, posted[1]), ("x", posted[1])):
        with pytest.raises(Problem) as caught:
            loose_sheets.identify(ledger, act, CAMPAIGN, slip, number)
        kinds.append(caught.value.kind)
    assert kinds == [ProblemKind.ALREADY_RECEIVED, ProblemKind.SLIP_UNKNOWN, ProblemKind.SLIP_UNKNOWN]
    loose_sheets.identify(ledger, act, CAMPAIGN, 1, posted[1])
    with pytest.raises(Problem) as caught:
        loose_sheets.identify(ledger, act, CAMPAIGN, 1, posted[2])
    assert caught.value.kind is ProblemKind.SLIP_IDENTIFIED
    assert form_number.shown(posted[1]) in sentence(caught.value)


def test_a_loose_sheet_is_searched_among_those_that_have_not_replied(
    ledger: Ledger, act: Act, posted: list[str]
) -> None:
    known = Known(industry="建設", staff=3, municipality="長野市", words="商店")
    found = loose_sheets.search(ledger, CAMPAIGN, known)
    assert found[0].target.name == "見本商店3"
    assert found[0].clues == (Clue.MUNICIPALITY, Clue.INDUSTRY, Clue.STAFF, Clue.WORDS)
    receipts.receive(ledger, act, CAMPAIGN, found[0].target.number, ARRIVAL)
    assert "見本商店3" not in [one.target.name for one in loose_sheets.search(ledger, CAMPAIGN, known)]


def test_what_a_firm_answered_before_helps(ledger: Ledger, act: Act, posted: list[str]) -> None:
    entry.record(
        ledger, act, posted[1], entry.Keyed({"age": Answer(number=70), "founded": Answer(number=1975)}), final=True
    )
    entry.record(
        ledger, act, posted[2], entry.Keyed({"age": Answer(number=41), "founded": Answer(number=2010)}), final=True
    )
    newer = add_campaign(ledger, act, "令和9年度の調査", 2028)
    targets.select(ledger, act, newer, targets.plan(ledger, newer))
    (only,) = loose_sheets.search(ledger, newer, Known(age=72, founded=1975))
    assert (only.target.name, only.clues) == ("見本商店2", (Clue.AGE, Clue.FOUNDED))


def test_envelopes_and_sheets_are_held_against_each_other(ledger: Ledger, act: Act, posted: list[str]) -> None:
    receipts.receive(ledger, act, CAMPAIGN, posted[0], ARRIVAL)
    receipts.receive(ledger, act, CAMPAIGN, posted[1], replace(ARRIVAL, bundle="15"))
    receipts.receive(ledger, act, CAMPAIGN, posted[2], replace(ARRIVAL, channel=Channel.FAX))
    loose_sheets.log(ledger, act, CAMPAIGN, replace(ARRIVAL, bundle="15"))
    day = envelopes.on(ledger, CAMPAIGN, DAY)
    assert day.unsettled
    assert (day.total.received, day.total.loose, day.total.difference) == (2, 1, None)
    assert envelopes.uncounted_before(ledger, CAMPAIGN, date(2026, 7, 9)) == DAY
    assert envelopes.uncounted_before(ledger, CAMPAIGN, DAY) is None
    envelopes.count(ledger, act, CAMPAIGN, DAY, 1, bundle="14")
    day = envelopes.count(ledger, act, CAMPAIGN, DAY, 3, bundle="15").value
    assert (day.total.opened, day.total.difference) == (4, 1)
    assert [(one.bundle, one.difference) for one in day.wrong] == [("15", 1)]
    assert envelopes.count(ledger, act, CAMPAIGN, DAY, 3).value.total.difference == 0
    assert envelopes.uncounted_before(ledger, CAMPAIGN, date(2026, 7, 9)) is None
    with pytest.raises(Problem):
        envelopes.count(ledger, act, CAMPAIGN, DAY, -1)


def test_the_curve_counts_loose_sheets_apart(ledger: Ledger, act: Act, posted: list[str]) -> None:
    for number, day in zip(posted, (8, 8, 9, 11), strict=True):
        receipts.receive(ledger, act, CAMPAIGN, number, Arrival(date(2026, 7, day)))
    loose_sheets.log(ledger, act, CAMPAIGN, Arrival(date(2026, 7, 10), Channel.FAX))
    curve = receipts.curve(ledger, CAMPAIGN)
    assert [(one.day.day, one.sheets, one.cumulated, one.loose, one.loose_cumulated) for one in curve] == [
        (8, 2, 2, 0, 0),
        (9, 1, 3, 0, 0),
        (10, 0, 3, 1, 1),
        (11, 1, 4, 0, 1),
    ]
    assert curve[0].channels == {Channel.MAIL: 2}
    assert receipts.days(ledger, CAMPAIGN) == tuple(one.day for one in curve)
