"""Any sequence of operations, undone, gives the ledger back; redone, the state again."""

import os
import shutil
import tempfile
import uuid
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from shoukei_app.domain import questionnaire_edit
from shoukei_app.domain.answer_table import Existing
from shoukei_app.domain.answers import Answer, written
from shoukei_app.domain.calendars import Calendars, Limits
from shoukei_app.domain.cases import CaseOutcome, CaseState, Decision, SupportPolicy
from shoukei_app.domain.consent import ConsentChange
from shoukei_app.domain.consultation import Consultation
from shoukei_app.domain.firm import Address, FirmFacts, FirmStatus
from shoukei_app.domain.firm_change import FirmChange
from shoukei_app.domain.flags import Priority
from shoukei_app.domain.history import Act
from shoukei_app.domain.listing import ListColumn, ListedRow, ReadList
from shoukei_app.domain.mailing import PrintOrder, RunKind, UndeliveredReason
from shoukei_app.domain.meeting import MeetingKind, Seat
from shoukei_app.domain.organisation import OrganisationKind
from shoukei_app.domain.phone_call import CallOutcome, PhoneCall
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.progress import Progress
from shoukei_app.domain.query import Query
from shoukei_app.domain.questionnaire import Recipient
from shoukei_app.domain.receipt import Arrival
from shoukei_app.domain.reply_paid import ReplyPaid
from shoukei_app.domain.schedule import VisitPlan
from shoukei_app.domain.target import Channel, Disposition
from shoukei_app.domain.verification import Verdict, VerificationPolicy
from shoukei_app.domain.visits import NextAction, Temperature, VisitKind, VisitResult, VisitState
from shoukei_app.exchange import workbooks
from shoukei_app.store.ledger import Ledger
from shoukei_app.usecases import (
    answer_tables,
    calendars,
    calls,
    cases,
    consultations,
    corrections,
    entry,
    envelopes,
    firms,
    flagged_export,
    flags,
    hearings,
    history,
    homework,
    ledgers,
    lists,
    loose_sheets,
    meetings,
    organisations,
    pictures,
    questionnaires,
    receipts,
    runs,
    targets,
    tasks,
    undelivered,
    verification,
    visit_planning,
    visits,
)
from shoukei_app.usecases.answer_tables import FileArrival
from shoukei_app.usecases.organisations import NewOrganisation, NewPerson
from shoukei_app.usecases.outcome import Outcome
from shoukei_app.usecases.pictures import PageBytes

NAMES = st.sampled_from(
    ["株式会社山岸建設", "（有）宮下商店", "食堂いずみ", "民宿 北村", "滝澤木工所", "=危険な名前", "外字\ue000商店"]
)
TOWNS = st.sampled_from(["中野市", "須坂市", "山ノ内町", ""])
ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "age": st.integers(15, 130).map(lambda age: Answer(number=age)),
        "intention": st.integers(1, 5).map(lambda code: Answer((code,))),
        "successor": st.integers(1, 4).map(lambda code: Answer((code,))),
        "support": st.sets(st.integers(1, 9), min_size=1).map(lambda codes: Answer(tuple(sorted(codes)))),
        "consent": st.sets(st.integers(1, 5), min_size=1).map(lambda codes: Answer(tuple(sorted(codes)))),
        "visit": st.integers(1, 3).map(lambda code: Answer((code,))),
    },
)


def _by_hand(line: meetings.AgendaLine) -> bool:
    return line.item.reasons == (meetings.AgendaReason.BY_HAND,) and line.item.decision is None


def _make(location: str) -> Ledger:
    centre = NewOrganisation(OrganisationKind.CENTRE, "センター", persons=(NewPerson("内山"),))
    made_at = Act("山岸", datetime(2026, 6, 1, 9, 0))
    return ledgers.create(location, made_at, name="調査", fiscal_year=2026, organisations=[centre])


@pytest.fixture(scope="module", autouse=True)
def new_file(tmp_path_factory: pytest.TempPathFactory) -> None:
    AnySequence.new_file = tmp_path_factory.mktemp("new") / "台帳.shoukei"
    _make(str(AnySequence.new_file)).close()


class AnySequence(RuleBasedStateMachine):
    """Drives the use cases; `self.digests` holds the ledger's fingerprint after each operation that stands."""

    new_file: Path
    """A ledger to begin with: making one takes a fifth of the time of a whole sequence."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.at = datetime(2026, 6, 1, 9, 0)

    @initialize()
    def create(self) -> None:
        self.ledger = self.begin()
        self.campaign = ledgers.current_campaign(self.ledger)
        self.done = [self.ledger.digest()]
        self.undone: list[str] = []

    def begin(self) -> Ledger:
        """A new ledger of this sequence's own."""
        return ledgers.open_existing(shutil.copy(self.new_file, self.folder))

    def act(self) -> Act:
        self.at += timedelta(minutes=1)
        return Act("山岸", self.at)

    def finish(self, operation: int | None) -> None:
        """After each operation: the ledger changed exactly where the history has a new line."""
        digest = self.ledger.digest()
        assert (operation is not None) == (digest != self.done[-1])
        if operation is not None:
            self.done.append(digest)
            self.undone.clear()

    def target_ids(self) -> list[int]:
        return targets.find(self.ledger, self.campaign.id, Query())

    def any_number(self, data: st.DataObject) -> str:
        (line,) = targets.lines(self.ledger, [data.draw(st.sampled_from(self.target_ids()))])
        return line.number

    @rule(rows=st.lists(st.tuples(NAMES, TOWNS), min_size=1, max_size=5))
    def import_list(self, rows: list[tuple[str, str]]) -> None:
        listed = ReadList(
            file_name="名簿.csv",
            format="csv",
            encoding="cp932",
            sheet="",
            sheets=(),
            header_row=1,
            headings=("事業者名", "所在地"),
            columns={ListColumn.FIRM_NAME: (0,), ListColumn.ADDRESS: (1,)},
            rows=tuple(
                ListedRow(number, (name, f"長野県{town}大字中央{number}番地"))
                for number, (name, town) in enumerate(rows, start=2)
            ),
        )
        preview = lists.check(self.ledger, listed, Progress())
        self.finish(lists.take_in(self.ledger, self.act(), preview, Progress()).operation)

    @rule(name=NAMES, closed=st.booleans())
    def add_firm(self, name: str, closed: bool) -> None:
        status = FirmStatus.CLOSED if closed else FirmStatus.ACTIVE
        facts = FirmFacts(
            name, address=Address("3830000", "長野県", "", "中野市", "20211", "中央", "1-1"), status=status
        )
        self.finish(firms.add(self.ledger, self.act(), facts).operation)

    @precondition(lambda self: firms.count(self.ledger) > 0)
    @rule(data=st.data(), staff=st.integers(1, 99), do_not_mail=st.booleans())
    def edit_firm(self, data: st.DataObject, staff: int, do_not_mail: bool) -> None:
        (firm,) = firms.lines(self.ledger, [data.draw(st.sampled_from(firms.find(self.ledger, Query())))])
        facts = FirmFacts(firm.facts.name, address=firm.facts.address, staff=staff, do_not_mail=do_not_mail)
        self.finish(firms.edit(self.ledger, self.act(), firm, facts).operation)

    @precondition(lambda self: firms.count(self.ledger) > 0)
    @rule(status=st.sampled_from(FirmStatus), note=st.sampled_from(["", "電話で確認"]))
    def edit_many_firms(self, status: FirmStatus, note: str) -> None:
        ids = firms.find(self.ledger, Query())
        self.finish(firms.edit_many(self.ledger, self.act(), ids, FirmChange(status=status, note=note)).operation)

    @rule(goal=st.integers(1, 9))
    def edit_campaign(self, goal: int) -> None:
        campaign = ledgers.current_campaign(self.ledger)
        outcome = ledgers.edit_campaign(
            self.ledger,
            self.act(),
            campaign.id,
            name=campaign.name,
            deadline=date(2026, 7, 31),
            goal=goal,
            sender=campaign.sender,
        )
        self.finish(outcome.operation)

    @rule(name=st.sampled_from(["内山", "内山 恵", "北村 恵"]))
    def rename_person(self, name: str) -> None:
        (person,) = organisations.persons(self.ledger)
        self.finish(organisations.rename_person(self.ledger, self.act(), person, name).operation)

    @rule()
    def select_targets(self) -> None:
        selection = targets.plan(self.ledger, self.campaign.id)
        if selection.firm_ids:
            self.finish(targets.select(self.ledger, self.act(), self.campaign.id, selection).operation)

    @rule(data=st.data(), kind=st.sampled_from(RunKind), order=st.sampled_from(PrintOrder))
    def create_run(self, data: st.DataObject, kind: RunKind, order: PrintOrder) -> None:
        again = kind is RunKind.REISSUE
        if again and not self.target_ids():
            return
        numbers = [self.any_number(data)] if again else []
        plan = runs.plan_run(self.ledger, self.campaign.id, kind, numbers)
        assert plan.targets == plan.pieces + sum(plan.left_out.values())
        try:
            outcome = runs.create_run(
                self.ledger,
                self.act(),
                self.campaign.id,
                kind,
                made_on=date(2026, 7, 1),
                deadline=None,
                order=order,
                numbers=numbers,
                reason="紛失" if again else "",
            )
        except Problem:
            assert plan.pieces + len(plan.held) == 0
            self.finish(None)
        else:
            assert outcome.value.pieces == plan.pieces
            self.finish(outcome.operation)

    @precondition(lambda self: runs.every(self.ledger, self.campaign.id))
    @rule(data=st.data(), step=st.sampled_from(["print", "spoil", "decide", "leave out", "cancel", "post", "post"]))
    def go_on_with_run(self, data: st.DataObject, step: str) -> None:
        run = data.draw(st.sampled_from(runs.every(self.ledger, self.campaign.id)))
        try:
            self.finish(self.next_step(data, run.number, step))
        except Problem:
            self.finish(None)  # it was posted or cancelled before, or holds no such piece
        states = runs.run_states(self.ledger, self.campaign.id)[run.number]
        now = next(one for one in runs.every(self.ledger, self.campaign.id) if one.number == run.number)
        assert now.pieces == states.waiting + states.handed_over
        assert now.left_out == states.held + states.void + states.left_out
        assert now.left_out == sum(runs.left_out(self.ledger, self.campaign.id, run.number).values())

    def next_step(self, data: st.DataObject, run: int, step: str) -> int | None:
        """Go a step on with a run; the operation's number, None where nothing changed."""
        ledger, act, campaign = self.ledger, self.act(), self.campaign.id
        everything = [piece.number for piece in runs.pieces(ledger, campaign, run)]
        match step:
            case "print":
                return runs.record_printed(ledger, act, campaign, run, everything).operation
            case "spoil":
                torn = data.draw(st.sampled_from(everything))
                return runs.record_spoiled(ledger, act, campaign, run, [torn]).operation
            case "decide" | "leave out":
                for one in runs.held(ledger, campaign, run):
                    chosen = one.with_characters({"\ue000": "田"}) if step == "decide" else None
                    return runs.decide_name(ledger, act, campaign, run, one.number, chosen, source="登記簿").operation
                return None
            case "cancel":
                return runs.cancel_run(
                    ledger, act, campaign, run, cancelled_on=date(2026, 7, 2), reason="作り直し"
                ).operation
            case _:
                return runs.mark_posted(ledger, act, campaign, run, date(2026, 7, 2)).operation

    @precondition(lambda self: self.target_ids())
    @rule(data=st.data(), rest=st.sampled_from(["99番地", "5番地"]))
    def correct_address(self, data: st.DataObject, rest: str) -> None:
        address = Address("3830000", "長野県", "", "中野市", "20211", "中央", rest)
        number = self.any_number(data)
        try:
            outcome = undelivered.correct_address(self.ledger, self.act(), number, address, source="電話")
        except Problem:
            self.finish(None)
        else:
            self.finish(outcome.operation)

    @rule(percent=st.integers(0, 100))
    def edit_reply_paid(self, percent: int) -> None:
        approval = ReplyPaid("123", "見本局", date(2026, 4, 1), date(2028, 3, 31), 15, percent)
        self.finish(ledgers.edit_reply_paid(self.ledger, self.act(), self.campaign.id, approval).operation)

    @precondition(lambda self: runs.every(self.ledger, self.campaign.id))
    @rule(data=st.data(), reason=st.sampled_from(UndeliveredReason))
    def come_back(self, data: st.DataObject, reason: UndeliveredReason) -> None:
        try:
            number = self.any_number(data)
            outcome = undelivered.record(self.ledger, self.act(), number, reason, date(2026, 7, 9))
        except Problem:
            self.finish(None)
        else:
            self.finish(outcome.operation)

    @precondition(lambda self: self.target_ids())
    @rule(data=st.data(), disposition=st.sampled_from(Disposition), channel=st.sampled_from(Channel))
    def receive(self, data: st.DataObject, disposition: Disposition, channel: Channel) -> None:
        arrival = Arrival(self.at.date(), channel, disposition)
        change = {
            Disposition.CLOSED: FirmChange(status=FirmStatus.CLOSED),
            Disposition.REFUSED: FirmChange(do_not_mail=True),
        }.get(disposition)
        outcome = receipts.receive(
            self.ledger,
            self.act(),
            self.campaign.id,
            self.any_number(data),
            arrival,
            again=True,
            anyway=True,
            change=change,
        )
        self.finish(outcome.operation)

    @rule(bundle=st.sampled_from(["", "14"]), channel=st.sampled_from(Channel))
    def log_loose_sheet(self, bundle: str, channel: Channel) -> None:
        arrival = Arrival(self.at.date(), channel, bundle=bundle)
        self.finish(loose_sheets.log(self.ledger, self.act(), self.campaign.id, arrival).operation)

    @precondition(lambda self: self.target_ids() and loose_sheets.waiting(self.ledger, self.campaign.id))
    @rule(data=st.data())
    def identify_sheet(self, data: st.DataObject) -> None:
        sheet = data.draw(st.sampled_from(loose_sheets.waiting(self.ledger, self.campaign.id)))
        number = self.any_number(data)
        try:
            outcome = loose_sheets.identify(
                self.ledger, self.act(), self.campaign.id, sheet.number, number, anyway=True
            )
        except Problem:
            self.finish(None)  # the target has a receipt already
        else:
            self.finish(outcome.operation)

    @rule(opened=st.integers(0, 3), bundle=st.sampled_from(["", "14"]))
    def count_envelopes(self, opened: int, bundle: str) -> None:
        day = self.at.date()
        outcome = envelopes.count(self.ledger, self.act(), self.campaign.id, day, opened, bundle=bundle)
        self.finish(outcome.operation)

    @precondition(lambda self: self.target_ids())
    @rule(data=st.data(), sheet=ANSWERS, second=st.booleans(), final=st.booleans())
    def record(self, data: st.DataObject, sheet: dict[str, Answer], second: bool, final: bool) -> None:
        keyer, pass_number = ("宮下", entry.SECOND) if second else ("坂口", entry.FIRST)
        number, keyed = self.any_number(data), entry.Keyed(sheet)
        try:
            outcome = entry.record(
                self.ledger, self.act(), number, keyed, keyer=keyer, pass_number=pass_number, final=final
            )
        except Problem as problem:
            assert problem.kind in (ProblemKind.FIRST_ENTRY_MISSING, ProblemKind.SHEET_SETTLED)
            return
        self.finish(outcome.operation)

    @precondition(lambda self: self.target_ids())
    @rule(data=st.data(), sheets=st.lists(ANSWERS, min_size=1, max_size=3), existing=st.sampled_from(Existing))
    def import_answers(self, data: st.DataObject, sheets: list[dict[str, Answer]], existing: Existing) -> None:
        questions = self.campaign.questionnaire.questions
        rows = [
            [self.any_number(data), *(written(q, sheet[q.id]) if q.id in sheet else "" for q in questions)]
            for sheet in sheets
        ]
        path = self.folder / "回答.csv"
        workbooks.write_csv(path, ["整理番号", *(question.id for question in questions)], rows)
        table = answer_tables.read(self.ledger, self.campaign.id, path)
        arrival = FileArrival(Channel.WEB, self.at.date(), existing)
        act = self.act()
        preview = answer_tables.check(self.ledger, self.campaign.id, table, arrival, Progress(), keyer=act.person)
        self.finish(answer_tables.take_in(self.ledger, act, self.campaign.id, preview, Progress()).operation)

    @precondition(lambda self: self.target_ids())
    @rule(data=st.data(), sheet=ANSWERS, outcome=st.sampled_from(CallOutcome))
    def telephone(self, data: st.DataObject, sheet: dict[str, Answer], outcome: CallOutcome) -> None:
        act = self.act()
        call = PhoneCall(data.draw(st.sampled_from(self.target_ids())), act.at, act.person, outcome, answers=sheet)
        try:
            self.finish(calls.record(self.ledger, act, call).operation)
        except Problem as problem:
            assert problem.kind in (ProblemKind.KEYED_BY_OTHER, ProblemKind.SHEET_SETTLED)

    @precondition(lambda self: self.target_ids())
    @rule(data=st.data(), pages=st.lists(st.binary(min_size=1, max_size=9), min_size=1, max_size=3))
    def keep_pictures(self, data: st.DataObject, pages: list[bytes]) -> None:
        made = [PageBytes(page, "image/png") for page in pages]
        number, day = self.any_number(data), self.at.date()
        self.finish(pictures.keep(self.ledger, self.act(), number, made, received_on=day, again=True).operation)

    @precondition(lambda self: verification.differing(self.ledger, self.campaign.id))
    @rule(data=st.data(), verdict=st.sampled_from(Verdict))
    def judge(self, data: st.DataObject, verdict: Verdict) -> None:
        target_id = data.draw(st.sampled_from(verification.differing(self.ledger, self.campaign.id)))
        question = verification.open_case(self.ledger, target_id, judge="中沢").open[0]
        answer = Answer(number=66) if question in ("age", "staff", "founded") else Answer((1,))
        self.finish(verification.read_paper(self.ledger, self.act(), target_id, question, answer).operation)
        decided = verification.decide(self.ledger, self.act(), target_id, question, answer, verdict)
        self.finish(decided.operation)

    @precondition(lambda self: self.target_ids())
    @rule(data=st.data(), answer=st.sampled_from([Answer((1,)), Answer((3,)), Answer()]))
    def correct(self, data: st.DataObject, answer: Answer) -> None:
        number = self.any_number(data)
        try:
            outcome = corrections.correct(self.ledger, self.act(), number, {"visit": answer}, "電話で確かめた")
        except Problem as problem:
            assert problem.kind in (ProblemKind.NOTHING_TO_CORRECT, ProblemKind.CORRECT_ALREADY)
            return
        self.finish(outcome.operation)

    @precondition(lambda self: verification.sampled(self.ledger, self.campaign.id))
    @rule(data=st.data(), wrong=st.sampled_from([{}, {"age": Answer(number=44)}, {"visit": Answer()}]))
    def check_sample(self, data: st.DataObject, wrong: dict[str, Answer]) -> None:
        target_id = data.draw(st.sampled_from(verification.sampled(self.ledger, self.campaign.id)))
        self.finish(verification.check_sample(self.ledger, self.act(), target_id, wrong).operation)

    @precondition(lambda self: verification.bundles(self.ledger, self.campaign.id))
    @rule(place=st.sampled_from(["箱1", "箱2"]))
    def archive(self, place: str) -> None:
        bundle = verification.bundles(self.ledger, self.campaign.id)[0]
        ids = [paper.target_id for paper in (*bundle.settled, *bundle.unsettled)]
        self.finish(verification.archive(self.ledger, self.act(), ids, place).operation)

    @rule(every=st.integers(0, 3), sample=st.integers(0, 2))
    def change_policy(self, every: int, sample: int) -> None:
        policy = VerificationPolicy(whole_every=every, sample_every=sample, least_fields=5)
        self.finish(verification.change_policy(self.ledger, self.act(), self.campaign.id, policy).operation)

    @rule(data=st.data(), question=st.sampled_from(["intention", "successor", "support"]))
    def change_questionnaire(self, data: st.DataObject, question: str) -> None:
        campaign = ledgers.current_campaign(self.ledger)
        design = questionnaire_edit.begin(campaign.questionnaire)
        choices = design.questionnaire.by_id[question].choices
        moved = data.draw(st.sampled_from(choices))
        design = questionnaire_edit.move_choice(design, question, moved.code, data.draw(st.integers(0, len(choices))))
        made, mapping = design.questionnaire, design.mapping
        if questionnaires.in_force(self.ledger, campaign.id).answered:
            outcome = questionnaires.new_version(self.ledger, self.act(), campaign.id, made, mapping)
        else:
            outcome = questionnaires.save(self.ledger, self.act(), campaign.id, made, mapping)
        self.finish(outcome.operation)

    @rule()
    def run_flags(self) -> None:
        tried = flags.try_rules(self.ledger, self.campaign.id)
        outcome = flags.run_rules(self.ledger, self.act(), self.campaign.id, today=self.at.date())
        assert outcome.value.firms == tried.firms
        self.finish(outcome.operation)
        assert flags.run_rules(self.ledger, self.act(), self.campaign.id, today=self.at.date()).operation is None

    @precondition(lambda self: self.target_ids())
    @rule(data=st.data(), priority=st.none() | st.sampled_from(Priority))
    def decide_flag(self, data: st.DataObject, priority: Priority | None) -> None:
        number = self.any_number(data)
        self.finish(flags.override(self.ledger, self.act(), number, priority, "電話があった").operation)

    @precondition(lambda self: self.target_ids())
    @rule(data=st.data())
    def withdraw_decision(self, data: st.DataObject) -> None:
        self.finish(flags.withdraw_override(self.ledger, self.act(), self.any_number(data)).operation)

    @rule(score=st.integers(1, 3))
    def change_rules(self, score: int) -> None:
        known = flags.rules_in_force(self.ledger, self.campaign.id)
        changed = replace(known, rules=(replace(known.rules[0], score=score), *known.rules[1:]))
        self.finish(flags.keep_rules(self.ledger, self.act(), self.campaign.id, changed).operation)

    @rule(chosen=st.sampled_from([("number", "name"), ("name", "score")]))
    def choose_columns(self, chosen: tuple[str, ...]) -> None:
        outcome = flagged_export.remember_columns(self.ledger, self.act(), self.campaign.id, chosen)
        self.finish(outcome.operation)

    @precondition(lambda self: self.target_ids())
    @rule(data=st.data(), kind=st.sampled_from(VisitKind))
    def plan_visit(self, data: st.DataObject, kind: VisitKind) -> None:
        target_id = data.draw(st.sampled_from(self.target_ids()))
        plans = [VisitPlan(target_id, kind, date(2026, 9, 1), "10:00", team=(1,))]
        try:
            self.finish(visit_planning.plan(self.ledger, self.act(), plans).operation)
        except Problem:
            self.finish(None)  # the person is at another firm at that time

    @rule(
        limits=st.builds(Limits, st.integers(1, 3), st.integers(3, 8)),
        away=st.frozensets(st.dates(date(2026, 9, 1), date(2026, 9, 30)), max_size=5),
        closing=st.dictionaries(st.dates(date(2026, 9, 1), date(2026, 9, 30)), st.just("休み"), max_size=3),
    )
    def settle_calendars(self, limits: Limits, away: frozenset[date], closing: dict[date, str]) -> None:
        known = Calendars({1: limits}, {1: away}, {1: away} if len(away) > 3 else {}, closing)
        self.finish(calendars.settle(self.ledger, self.act(), known).operation)

    @precondition(lambda self: self.target_ids())
    @rule(data=st.data(), weeks=st.integers(0, 3))
    def allot_visits(self, data: st.DataObject, weeks: int) -> None:
        chosen = data.draw(st.lists(st.sampled_from(self.target_ids()), max_size=3, unique=True))
        wanted = [
            replace(one, organisation_id=1) for one in visit_planning.by_hand(self.ledger, self.campaign.id, chosen)
        ]
        first = date(2026, 9, 1) + timedelta(weeks=weeks)
        plans = visit_planning.allot(self.ledger, wanted, first, first + timedelta(days=6)).plans
        self.finish(visit_planning.plan(self.ledger, self.act(), plans).operation)

    @rule(data=st.data(), day=st.dates(date(2026, 9, 1), date(2026, 9, 30)), insist=st.booleans())
    def move_visit(self, data: st.DataObject, day: date, insist: bool) -> None:
        found = visits.find(self.ledger, self.campaign.id, Query())
        if not found:
            return
        key = data.draw(st.sampled_from(found))
        try:
            self.finish(visit_planning.move(self.ledger, self.act(), key, day, "13:30", insist=insist).operation)
        except Problem:
            self.finish(None)  # made already, or the day or the person is taken

    @rule(day=st.dates(date(2026, 9, 1), date(2026, 9, 30)), persons=st.sampled_from([(), (1,)]))
    def hold_consultation(self, day: date, persons: tuple[int, ...]) -> None:
        new = Consultation(0, day, "公民館", 1, "10:00", "12:00", 60, persons)
        try:
            made = consultations.create(self.ledger, self.act(), self.campaign.id, new)
        except Problem:
            self.finish(None)
        else:
            self.finish(made.operation)

    @precondition(lambda self: self.target_ids())
    @rule(data=st.data())
    def book_consultation(self, data: st.DataObject) -> None:
        held = consultations.every(self.ledger, self.campaign.id)
        if not held:
            return
        one, key = data.draw(st.sampled_from(held)), data.draw(st.sampled_from(self.target_ids()))
        try:
            self.finish(consultations.book(self.ledger, self.act(), one.id, [key]).operation)
        except Problem:
            self.finish(None)  # no slot left, or the firm has a visit on that day

    @precondition(lambda self: self.target_ids())
    @rule(data=st.data(), state=st.sampled_from([VisitState.MET, VisitState.ABSENT, VisitState.REFUSED]))
    def record_visit(self, data: st.DataObject, state: VisitState) -> None:
        result = VisitResult(state, "話を伺った", Temperature.MIDDLE, NextAction.CENTRE)
        target_id = data.draw(st.sampled_from(self.target_ids()))
        outcome = visits.record(self.ledger, self.act(), target_id, result, made_on=date(2026, 9, 2))
        self.finish(outcome.operation)

    @precondition(lambda self: self.target_ids())
    @rule(data=st.data())
    def refer(self, data: st.DataObject) -> None:
        target_id = data.draw(st.sampled_from(self.target_ids()))
        outcome = visits.refer(
            self.ledger,
            self.act(),
            [target_id],
            referred_on=date(2026, 10, 1),
            kind="third_party",
            consented=[target_id],
        )
        self.finish(outcome.operation)

    @precondition(lambda self: self.target_ids())
    @rule(data=st.data(), given=st.sampled_from(Recipient), withdrawn=st.sampled_from(Recipient))
    def change_consent(self, data: st.DataObject, given: Recipient, withdrawn: Recipient) -> None:
        target_id = data.draw(st.sampled_from(self.target_ids()))
        change = ConsentChange((given,), withdrawn=(withdrawn,))
        outcome = visits.change_consent(self.ledger, self.act(), target_id, change, on=self.at.date())
        self.finish(outcome.operation)

    @precondition(lambda self: self.target_ids())
    @rule(policy=st.sampled_from(SupportPolicy), deadline=st.sampled_from([None, date(2026, 12, 28)]))
    def change_support(self, policy: SupportPolicy, deadline: date | None) -> None:
        ids = self.target_ids()[:2]
        outcome = cases.change_policy(self.ledger, self.act(), ids, policy, deadline=deadline)
        self.finish(outcome.operation)

    @rule(days=st.lists(st.dates(date(2026, 9, 1), date(2027, 3, 31)), min_size=1, max_size=3))
    def plan_meetings(self, days: list[date]) -> None:
        new = [meetings.NewMeeting(MeetingKind.MONTHLY, day, seats=(Seat(1, 1),)) for day in days]
        self.finish(meetings.plan(self.ledger, self.act(), self.campaign.id, new).operation)

    @rule(data=st.data(), step=st.sampled_from(["draw", "draw", "put on", "take off", "reorder", "attend", "close"]))
    def prepare_or_hold_meeting(self, data: st.DataObject, step: str) -> None:
        standing = [one.id for one in meetings.every(self.ledger, self.campaign.id) if one.closed_on is None]
        if not standing:
            return
        key = data.draw(st.sampled_from(standing))
        items = [line.item.id for line in meetings.agenda(self.ledger, key)]
        ids = self.target_ids()
        match step:
            case "put on":
                made: Outcome[Any] = meetings.put_on(self.ledger, self.act(), key, ids[-1:])
            case "take off":
                by_hand = [line for line in meetings.agenda(self.ledger, key) if _by_hand(line)]
                if not by_hand:
                    return
                made = meetings.take_off(self.ledger, self.act(), by_hand[0].item.id)
            case "reorder":
                made = meetings.reorder(self.ledger, self.act(), key, items[::-1])
            case "attend":
                made = meetings.attend(self.ledger, self.act(), key, [Seat(1, 1, attended=True)])
            case "close":
                made = meetings.close(self.ledger, self.act(), key)
            case _:
                made = meetings.draw_agenda(self.ledger, self.act(), key)
        self.finish(made.operation)

    @rule(
        data=st.data(),
        policy=st.none() | st.sampled_from(SupportPolicy),
        outcome=st.none() | st.sampled_from(CaseOutcome),
        homework=st.none() | st.lists(st.sampled_from(["電話", "調べる"]), max_size=2),
    )
    def decide_in_meeting(
        self, data: st.DataObject, policy: SupportPolicy | None, outcome: CaseOutcome | None, homework: list[str] | None
    ) -> None:
        standing = [one.id for one in meetings.every(self.ledger, self.campaign.id) if one.closed_on is None]
        items = [line.item.id for key in standing for line in meetings.agenda(self.ledger, key)]
        if not items:
            return
        given = None if homework is None else [tasks.NewTask(what) for what in homework]
        decision = Decision(policy, outcome=outcome)
        made = meetings.decide(self.ledger, self.act(), data.draw(st.sampled_from(items)), decision, given)
        self.finish(made.operation)

    @rule(data=st.data(), step=st.sampled_from(["assign", "review", "state", "close", "open"]))
    def work_on_cases(self, data: st.DataObject, step: str) -> None:
        known = [case.target_id for case in cases.every(self.ledger, self.campaign.id)]
        if not known:
            return
        key = data.draw(st.sampled_from(known))
        match step:
            case "assign":
                made = cases.assign(self.ledger, self.act(), [key], 1, 1)
            case "review":
                with suppress(Problem):  # no policy yet
                    self.finish(cases.review(self.ledger, Act("確認 役子", self.act().at), [key]).operation)
                return
            case "state":
                state = data.draw(st.sampled_from(CaseState))
                made = cases.advance(self.ledger, self.act(), [key], state, self.at.date())
            case _:
                outcome = CaseOutcome.FAMILY if step == "close" else None
                made = cases.conclude(self.ledger, self.act(), [key], outcome)
        self.finish(made.operation)

    @precondition(lambda self: len(self.done) > 1)
    @rule()
    def undo(self) -> None:
        history.undo(self.ledger, self.act())
        self.undone.append(self.done.pop())
        assert self.ledger.digest() == self.done[-1]

    @precondition(lambda self: self.undone)
    @rule()
    def redo(self) -> None:
        history.redo(self.ledger, self.act())
        self.done.append(self.undone.pop())
        assert self.ledger.digest() == self.done[-1]

    @precondition(lambda self: self.target_ids())
    @rule(
        data=st.data(),
        given=st.sets(st.sampled_from(Recipient)),
        withdrawn=st.sets(st.sampled_from(Recipient)),
        answers=st.sampled_from([None, {}, {"wish": Answer((3,))}]),
        again=st.booleans(),
    )
    def hear(
        self,
        data: st.DataObject,
        given: set[Recipient],
        withdrawn: set[Recipient],
        answers: dict[str, Answer] | None,
        again: bool,
    ) -> None:
        target_id = data.draw(st.sampled_from(self.target_ids()))
        day = self.at.date()
        heard = visits.Heard(
            ConsentChange(tuple(given), withdrawn=tuple(withdrawn)),
            answers,
            (visits.NewTask("電話する", due_on=day),),
            visits.Again(day + timedelta(days=7)) if again else None,
        )
        result = VisitResult(VisitState.MET, "聞いた", None, None, "社長")
        try:
            outcome = visits.record(self.ledger, self.act(), target_id, result, made_on=day, heard=heard)
        except Problem as problem:
            assert problem.kind in (ProblemKind.DOUBLE_BOOKED, ProblemKind.FIRM_DOUBLE_BOOKED)
            return
        self.finish(outcome.operation)
        stands = {one.recipient for one in visits.consents_of(self.ledger, target_id) if one.stands}
        assert stands.isdisjoint(withdrawn)
        assert given - withdrawn <= stands

    @precondition(lambda self: homework.every(self.ledger, self.campaign.id))
    @rule(data=st.data(), step=st.sampled_from(["finish", "put off", "give on"]))
    def do_homework(self, data: st.DataObject, step: str) -> None:
        chore = data.draw(st.sampled_from(homework.every(self.ledger, self.campaign.id)))
        try:
            match step:
                case "finish":
                    outcome = homework.finish(self.ledger, self.act(), chore, "済み")
                case "put off":
                    outcome = homework.put_off(self.ledger, self.act(), chore, date(2027, 1, 8), "先方の都合")
                case _:
                    outcome = homework.give_on(self.ledger, self.act(), chore, None)
        except Problem as problem:
            assert problem.kind is ProblemKind.NOT_DONE_HERE
            return
        self.finish(outcome.operation)

    @rule(title=st.sampled_from(["聞き取り票", "訪問ヒアリング票（当所）"]))
    def edit_hearing(self, title: str) -> None:
        own = hearings.get(self.ledger, self.campaign.id)
        self.finish(hearings.save(self.ledger, self.act(), self.campaign.id, replace(own, title=title)).operation)

    @invariant()
    def lines_and_filters_agree(self) -> None:
        """Every target is found under its own status and under no other."""
        if not hasattr(self, "campaign"):
            return
        lines = targets.lines(self.ledger, self.target_ids())
        counts = targets.count_by_status(self.ledger, self.campaign.id)
        for status, number in counts.items():
            assert number == sum(line.status is status for line in lines)

    def teardown(self) -> None:
        if hasattr(self, "ledger"):
            end = list(self.done)
            for digest in reversed(end[:-1]):
                history.undo(self.ledger, self.act())
                assert self.ledger.digest() == digest
            for digest in end[1:]:
                history.redo(self.ledger, self.act())
                assert self.ledger.digest() == digest
            assert history.verify(self.ledger).whole
            assert self.ledger.is_sound()
            self.ledger.close()
        shutil.rmtree(self.folder)


AnySequence.TestCase.settings = settings(
    max_examples=14, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
)
TestAnySequenceOnSQLite = AnySequence.TestCase


@pytest.mark.skipif(
    not os.environ.get("SHOUKEI_TEST_POSTGRES"),
    reason="no PostgreSQL: SHOUKEI_TEST_POSTGRES is not set (.ci/run starts one)",
)
class TestAnySequenceOnPostgreSQL:
    def test_any_sequence(self) -> None:
        import psycopg
        from hypothesis.stateful import run_state_machine_as_test

        server = os.environ["SHOUKEI_TEST_POSTGRES"]
        names: list[str] = []

        def begin(_machine: AnySequence) -> Ledger:
            names.append(f"test_{uuid.uuid4().hex}")
            with psycopg.connect(server, autocommit=True) as connection:
                connection.execute(f"CREATE DATABASE {names[-1]}")
            return _make(server.rsplit("/", 1)[0] + f"/{names[-1]}")

        attributes: dict[str, Any] = {"begin": begin}
        machine = type("OnPostgreSQL", (AnySequence,), attributes)
        try:
            run_state_machine_as_test(
                machine, settings=settings(AnySequence.TestCase.settings, max_examples=4, stateful_step_count=12)
            )
        finally:
            with psycopg.connect(server, autocommit=True) as connection:
                for name in names:
                    connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
