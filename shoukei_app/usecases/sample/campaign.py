"""Runs the sample campaign: lists, mailing, returns, flags, visits, referrals, and every document of it."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any

from shoukei_app import assets
from shoukei_app.domain.answers import BLANK, AnswerSheet, written
from shoukei_app.domain.mailing import PrintOrder, RunKind, Sender, UndeliveredReason
from shoukei_app.domain.organisation import OrganisationKind
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.progress import Progress
from shoukei_app.domain.query import Query
from shoukei_app.domain.questionnaire import Questionnaire, Recipient
from shoukei_app.domain.receipt import Arrival
from shoukei_app.domain.target import Channel, Disposition, TargetLine
from shoukei_app.domain.visits import NextAction, ReferralKind, Temperature, VisitKind, VisitResult, VisitState
from shoukei_app.exchange import workbooks
from shoukei_app.store.ledger import SUFFIX, Ledger
from shoukei_app.usecases import (
    answer_tables,
    entry,
    export,
    flagged_export,
    flags,
    ledgers,
    mailing,
    masters,
    receipts,
    runs,
    statistics,
    targets,
    undelivered,
    verification,
    visit_planning,
    visits,
)
from shoukei_app.usecases.flagged_export import FlaggedAsk
from shoukei_app.usecases.mailing import Paper
from shoukei_app.usecases.organisations import NewOrganisation, NewPerson
from shoukei_app.usecases.sample import answers as sample_answers
from shoukei_app.usecases.sample import firms as sample_firms
from shoukei_app.usecases.sample import keying as sample_keying
from shoukei_app.usecases.sample import lists as sample_lists
from shoukei_app.usecases.sample.clock import Clock
from shoukei_app.usecases.sample.firms import SampleFirm
from shoukei_app.usecases.sample.meetings import SampleMeetings

_UNDELIVERED_SHARE = 0.08
_REPLY_SHARE = 0.345
_VISIT_SHARE = 300 / 3500
_REFERRAL_SHARE = 40 / 3500
_INVALID = {Disposition.BLANK: 0.012, Disposition.REFUSED: 0.008, Disposition.CLOSED: 0.02}
_CHANNELS = {Channel.MAIL: 0.62, Channel.WEB: 0.29, Channel.FAX: 0.07, Channel.PHONE: 0.02}
_START = date(2026, 6, 10)
_POSTED = date(2026, 7, 3)
_DEADLINE = date(2026, 7, 31)
_REMINDED = date(2026, 8, 5)
_FLAGGED = date(2026, 9, 1)
_VISITS_FROM = date(2026, 9, 17)
_TODAY = date(2026, 11, 20)
_HELD = 3
_OUTCOMES = (
    (NextAction.INFORMATION_ONLY, "制度の資料をお渡しした。すぐに動く考えはない"),
    (NextAction.VISIT_AGAIN, "家族で話し合ってから、もう一度話を聞きたいとのこと"),
    (NextAction.CENTRE, "第三者への譲渡を考えており、センターの話を聞いてみたいとのこと"),
    (NextAction.WATCH, "後継者は仕事を覚え始めたところ。来年また様子を伺う"),
)
_OUTCOME_WEIGHTS = (36, 22, 20, 22)
_KEYERS = ("入力担当 坂口", "入力担当 宮下")


@dataclass(frozen=True, slots=True)
class Sample:
    """What the sample campaign came to; `files` are the documents, relative to its folder."""

    ledger: Path
    firms: int
    mailed: int
    replied: int
    flagged: int
    visited: int
    referred: int
    files: tuple[str, ...]


def make(folder: Path, *, count: int, seed: int, progress: Progress) -> Sample:
    """Make the sample campaign in `folder`: the ledger and every document. The same seed gives the same bytes.

    Raises Problem(LEDGER_EXISTS) where the folder holds a sample already.
    """
    folder.mkdir(parents=True, exist_ok=True)
    location = folder / f"見本{SUFFIX}"
    if location.exists():
        raise Problem(ProblemKind.LEDGER_EXISTS, path=location)
    return _Maker(folder, location, Random(seed), progress).make(count)


class _Maker:
    def __init__(self, folder: Path, location: Path, random: Random, progress: Progress) -> None:
        self._folder = folder
        self._location = location
        self._random = random
        self._progress = progress
        self._clock = Clock(datetime.combine(_START, time(9, 0)))
        self._files: list[str] = []
        self._described = tomllib.loads(assets.text("sample/campaign.toml"))

    def make(self, count: int) -> Sample:
        invented = sample_firms.invent(count, self._random, masters.postal_master(), self._described["municipalities"])
        ledger = self._new_ledger(count)
        try:
            campaign = ledgers.current_campaign(ledger)
            sample_lists.take_in(ledger, invented, self._clock, self._path, self._progress)
            self._clock.move_to(date(2026, 6, 22))
            selection = targets.plan(ledger, campaign.id)
            targets.select(ledger, self._clock.act(), campaign.id, selection)
            self._mail_first(ledger, campaign.id)
            replied = self._answer(ledger, campaign.id, campaign.questionnaire, invented)
            self._clock.move_to(_FLAGGED)
            flags.run_rules(ledger, self._clock.act(), campaign.id, today=_FLAGGED)
            held = SampleMeetings(ledger, campaign.id, self._clock, self._path, self._progress)
            held.prepare(_FLAGGED + timedelta(days=7), _HELD)
            held.hold_until(_VISITS_FROM)
            self._visit(ledger, campaign.id, count, held)
            self._write_reports(ledger, campaign.id)
            funnel = statistics.funnel(ledger, campaign.id)
        finally:
            ledger.close()
        return Sample(
            self._location,
            len(invented),
            funnel.mailed,
            replied,
            funnel.flagged,
            funnel.visited,
            funnel.referred,
            tuple(self._files),
        )

    def _new_ledger(self, count: int) -> Ledger:
        described = self._described
        organisations = [
            NewOrganisation(
                OrganisationKind(entry["kind"]),
                entry["name"],
                entry.get("section", ""),
                areas=tuple(entry["areas"]),
                persons=tuple(NewPerson(*fields) for fields in entry["persons"]),
            )
            for entry in described["organisations"]
        ]
        names = masters.municipality_names()
        organisations += [
            NewOrganisation(OrganisationKind.MUNICIPALITY, names[code], "産業振興担当課", areas=(code,))
            for code in described["municipalities"]
        ]
        return ledgers.create(
            self._location,
            self._clock.act(),
            name=described["name"],
            fiscal_year=described["fiscal_year"],
            deadline=_DEADLINE,
            goal=described["goal"] * count // 3500,
            sender=Sender(**described["sender"]),
            organisations=organisations,
        )

    def _mail_first(self, ledger: Ledger, campaign_id: int) -> None:
        self._clock.move_to(date(2026, 6, 29))
        run = runs.create_run(
            ledger,
            self._clock.act(),
            campaign_id,
            RunKind.FIRST,
            made_on=date(2026, 7, 1),
            deadline=_DEADLINE,
            order=PrintOrder.NUMBER,
        ).value
        for paper, name in (
            (Paper.LETTERS, "依頼文"),
            (Paper.QUESTIONNAIRES, "調査票"),
            (Paper.LABELS, "宛名ラベル"),
            (Paper.ENVELOPES, "封筒"),
            (Paper.CHECKLIST, "封入照合表"),
        ):
            mailing.print_run(
                ledger, campaign_id, run.number, paper, self._path(f"発送/{name}.pdf"), progress=self._progress
            )
        self._clock.move_to(_POSTED)
        runs.mark_posted(ledger, self._clock.act(), campaign_id, run.number, _POSTED)

    def _answer(
        self, ledger: Ledger, campaign_id: int, questionnaire: Questionnaire, invented: Sequence[SampleFirm]
    ) -> int:
        by_phone = {firm.phone: firm for firm in invented}
        lines = targets.lines(ledger, targets.find(ledger, campaign_id, Query(sort="number")))
        shuffled = list(lines)
        self._random.shuffle(shuffled)
        came_back = shuffled[: round(len(lines) * _UNDELIVERED_SHARE)]
        answering = shuffled[len(came_back) : len(came_back) + round(len(lines) * _REPLY_SHARE)]
        for day, line in self._spread(came_back, _POSTED + timedelta(days=3), 14):
            self._clock.move_to(day)
            reason = self._random.choice(list(UndeliveredReason))
            undelivered.record(ledger, self._clock.act(), line.number, reason, day)
        early, late = answering[: len(answering) * 4 // 5], answering[len(answering) * 4 // 5 :]
        self._receive(
            ledger, campaign_id, questionnaire, by_phone, self._spread(early, _POSTED + timedelta(days=4), 30)
        )
        self._remind(ledger, campaign_id)
        self._receive(
            ledger, campaign_id, questionnaire, by_phone, self._spread(late, _REMINDED + timedelta(days=4), 20)
        )
        return len(answering)

    def _remind(self, ledger: Ledger, campaign_id: int) -> None:
        if not runs.plan_run(ledger, campaign_id, RunKind.REMINDER).pieces:
            return  # so few firms that all of them have answered
        self._clock.move_to(_REMINDED)
        reminder = runs.create_run(
            ledger,
            self._clock.act(),
            campaign_id,
            RunKind.REMINDER,
            made_on=_REMINDED,
            deadline=date(2026, 8, 21),
            order=PrintOrder.POSTAL,
        ).value
        path = self._path("発送/督促状.pdf")
        mailing.print_run(ledger, campaign_id, reminder.number, Paper.LETTERS, path, progress=self._progress)
        runs.mark_posted(ledger, self._clock.act(), campaign_id, reminder.number, _REMINDED + timedelta(days=1))

    def _receive(
        self,
        ledger: Ledger,
        campaign_id: int,
        questionnaire: Questionnaire,
        by_phone: dict[str, SampleFirm],
        arrivals: Sequence[tuple[date, TargetLine]],
    ) -> None:
        web: list[list[workbooks.Value]] = []
        self._progress.start("届いた調査票を記録しています", len(arrivals))
        for day, line in arrivals:
            self._progress.step()
            self._clock.move_to(day)
            disposition = _pick(self._random, _INVALID, Disposition.ANSWERED)
            channel = _pick(self._random, _CHANNELS, Channel.BROUGHT)
            if disposition is not Disposition.ANSWERED:
                arrival = Arrival(day, channel, disposition)
                receipts.receive(ledger, self._clock.act(), campaign_id, line.number, arrival, anyway=True)
                continue
            sheet = sample_answers.invent(questionnaire, by_phone[line.phone], self._random)
            if channel is Channel.WEB:
                texts = [written(q, sheet[q.id]) if q.id in sheet else "" for q in questionnaire.questions]
                web.append([line.number, *texts])
                continue
            keyer = self._random.choice(_KEYERS)
            arrival = Arrival(day, channel, bundle=f"{day:%m%d}")
            receipts.receive(ledger, self._clock.act(keyer), campaign_id, line.number, arrival, anyway=True)
            self._key(ledger, questionnaire, line.number, sheet, keyer)
        path = self._path(f"回答/Web回答_{arrivals[-1][0]:%Y%m%d}.csv") if arrivals else None
        if path and web:
            workbooks.write_csv(path, ["number", *(q.id for q in questionnaire.questions)], web)
            came = answer_tables.FileArrival(Channel.WEB, arrivals[len(arrivals) // 2][0])
            table = answer_tables.read(ledger, campaign_id, path)
            preview = answer_tables.check(ledger, campaign_id, table, came, self._progress, keyer="Web回答の取込")
            answer_tables.take_in(ledger, self._clock.act("Web回答の取込"), campaign_id, preview, self._progress)

    def _key(self, ledger: Ledger, questionnaire: Questionnaire, number: str, paper: AnswerSheet, keyer: str) -> None:
        """First entry, second entry by the other keyer, and a third look at the paper where the two differ."""
        other = _KEYERS[1 - _KEYERS.index(keyer)]
        for pass_number, name in ((entry.FIRST, keyer), (entry.SECOND, other)):
            sheet = entry.open_sheet(ledger, number, keyer=name, pass_number=pass_number)
            keyed = sample_keying.key(questionnaire, paper, sheet.questions, self._random)
            made = entry.record(ledger, self._clock.act(name), number, keyed, pass_number=pass_number).value
            if made.counts:
                return
        for question in made.differences:
            answer = paper.get(question, BLANK)
            act = self._clock.act("山岸")
            read = verification.read_paper(ledger, act, made.target_id, question, answer).value
            verification.decide(ledger, act, made.target_id, question, answer, read.verdict)

    def _visit(self, ledger: Ledger, campaign_id: int, count: int, held: SampleMeetings) -> None:
        wanted = [
            replace(one, kind=VisitKind.PHONE if self._random.random() < 0.3 else VisitKind.VISIT)
            for one in visit_planning.flagged(ledger, campaign_id)
        ]
        made = round(count * _VISIT_SHARE * 1.12)
        ahead = round(count * _VISIT_SHARE * 0.2)
        self._clock.move_to(_FLAGGED + timedelta(days=7))
        plans = visit_planning.allot(ledger, wanted[:made], _VISITS_FROM, _TODAY).plans
        if not plans:
            return  # so few firms that none of them is flagged
        visit_planning.plan(ledger, self._clock.act(), plans)
        sheets = [plan.target_id for plan in plans]
        visits.print_sheets(ledger, campaign_id, sheets, self._path("訪問/訪問票.pdf"), self._progress)
        met: list[int] = []
        willing: list[int] = []
        for plan in sorted(plans, key=lambda plan: (plan.planned_on or _TODAY, plan.planned_time)):
            assert plan.planned_on is not None, "the schedule gives every visit a day"
            held.hold_until(plan.planned_on)
            self._clock.move_to(plan.planned_on)
            result = _result(self._random, wanted=len(met) < round(count * _VISIT_SHARE))
            visits.record(ledger, self._clock.act(), plan.target_id, result, made_on=plan.planned_on)
            held.results[plan.target_id] = result
            if result.state is VisitState.MET:
                met.append(plan.target_id)
                if result.next_action is NextAction.CENTRE:
                    willing.append(plan.target_id)
        referred = sorted(willing[: round(count * _REFERRAL_SHARE)])
        held.hold_until(_TODAY)
        self._clock.move_to(_TODAY)
        visits.refer(
            ledger,
            self._clock.act(),
            referred,
            referred_on=_TODAY,
            kind=ReferralKind.THIRD_PARTY,
            consented=visits.without_consent(ledger, campaign_id, referred, OrganisationKind.CENTRE),
        )
        coming = visit_planning.allot(
            ledger, wanted[made : made + ahead], _TODAY + timedelta(days=1), _TODAY + timedelta(days=28)
        ).plans
        visit_planning.plan(ledger, self._clock.act(), coming)

    def _write_reports(self, ledger: Ledger, campaign_id: int) -> None:
        flagged_export.write(ledger, campaign_id, self._path("抽出/抽出した事業者.xlsx"))
        shared = self._path("抽出/抽出した事業者_商工会へ.xlsx")
        flagged_export.write(ledger, campaign_id, shared, FlaggedAsk(Recipient.SHOKOKAI))
        export.register(ledger, self._path("名簿/事業者名簿_整理後.xlsx"))
        answer_tables.write_out(ledger, campaign_id, self._path("回答/回答一覧.xlsx"))
        statistics.export(ledger, campaign_id, self._path("集計/集計.xlsx"))

    def _path(self, name: str) -> Path:
        path = self._folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        self._files.append(name)
        return path

    def _spread(self, lines: Sequence[TargetLine], first: date, days: int) -> list[tuple[date, TargetLine]]:
        """Give each line a weekday, many early and fewer later, as replies to a letter come."""
        dated = []
        for line in lines:
            day = first + timedelta(days=min(int(self._random.expovariate(3 / days)), days))
            dated.append((day + timedelta(days=max(0, day.weekday() - 4) and 7 - day.weekday()), line))
        return sorted(dated, key=lambda pair: (pair[0], pair[1].number))


def _pick(random: Random, shares: dict[Any, float], otherwise: Any) -> Any:
    drawn = random.random()
    for value, share in shares.items():
        if drawn < share:
            return value
        drawn -= share
    return otherwise


def _result(random: Random, *, wanted: bool) -> VisitResult:
    drawn = random.random()
    if not wanted or drawn < 0.06:
        return VisitResult(VisitState.ABSENT, "留守だったため、あらためて連絡する")
    if drawn < 0.08:
        return VisitResult(VisitState.REFUSED, "今は必要ないとのこと")
    temperature = random.choice(list(Temperature))
    action, said = random.choices(_OUTCOMES, weights=_OUTCOME_WEIGHTS)[0]
    return VisitResult(VisitState.MET, said, temperature, action)
