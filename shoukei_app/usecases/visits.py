"""Visits (訪問・電話): printed as visit sheets, recorded, handed on to the Centre; see `visit_planning` for plans."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from shoukei_app.domain import answers
from shoukei_app.domain.answers import AnswerSheet
from shoukei_app.domain.cases import Case, CaseState, Decision, reached_by_visit
from shoukei_app.domain.consent import Consent, ConsentChange, ConsentManner
from shoukei_app.domain.days import next_month
from shoukei_app.domain.history import Act, OperationKind
from shoukei_app.domain.organisation import Organisation, OrganisationKind
from shoukei_app.domain.printed import PrintedPages
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.progress import Progress
from shoukei_app.domain.query import Query
from shoukei_app.domain.questionnaire import Questionnaire, Recipient
from shoukei_app.domain.schedule import VisitPlan
from shoukei_app.domain.target import TargetLine
from shoukei_app.domain.visits import (
    SheetLine,
    VisitKind,
    VisitLine,
    VisitResult,
    VisitSheet,
    VisitState,
)
from shoukei_app.store import campaigns, consents, replies, targets, tasks, visits
from shoukei_app.store import cases as case_store
from shoukei_app.store import hearings as hearing_answers
from shoukei_app.store.journal import Writing
from shoukei_app.store.ledger import Ledger, View
from shoukei_app.store.tasks import NewTask, Task
from shoukei_app.store.visits import Referral, Visit
from shoukei_app.usecases import cases, hearings, visit_planning
from shoukei_app.usecases.outcome import Outcome, Subject
from shoukei_app.words import answers as answer_words
from shoukei_app.words.dates import month_day, with_weekday
from shoukei_app.words.terms import word

_RECORDED = frozenset({Subject.VISIT, Subject.CASE})

__all__ = [
    "Consent",
    "ConsentChange",
    "ConsentManner",
    "NewTask",
    "Referral",
    "Visit",
]  # the window names these from here


@dataclass(frozen=True, slots=True)
class Again:
    """The next appointment with the same firm, agreed on at this one."""

    day: date
    time: str = ""
    kind: VisitKind = VisitKind.VISIT


@dataclass(frozen=True, slots=True)
class Heard:
    """What a visit brings beside its result: consents, answers to the hearing sheet, homework, an appointment.

    `answers` None: what was answered before stays as it is.
    """

    consent: ConsentChange = field(default_factory=ConsentChange)
    answers: AnswerSheet | None = None
    homework: tuple[NewTask, ...] = ()
    again: Again | None = None


NOTHING_MORE = Heard()


def record(
    ledger: Ledger,
    act: Act,
    target_id: int,
    result: VisitResult,
    *,
    made_on: date,
    kind: VisitKind = VisitKind.VISIT,
    heard: Heard = NOTHING_MORE,
) -> Outcome[TargetLine]:
    """Keep what came of a visit: of the one that is planned, or of one made without a plan. Raises as `set_result`."""
    with ledger.write(act, OperationKind.RECORD_VISIT, {"state": result.state.value}) as operation:
        view = operation.writing.connection
        open_visits = [
            visit
            for visit in visits.of_targets(view, [target_id]).get(target_id, [])
            if visit.result.state is VisitState.PLANNED
        ]
        if open_visits:
            visit_id = open_visits[-1].id
        else:
            row = {"target_id": target_id, "kind": kind.value, "planned_on": made_on}
            (visit_id,) = visits.plan(operation.writing, [row], [()])
        _keep(operation.writing, act, visits.get(view, visit_id), result, made_on, heard)
        (line,) = targets.lines(view, [target_id])
        operation.summary["number"] = line.number
    return Outcome(line, _RECORDED, operation.id)


def set_result(
    ledger: Ledger, act: Act, visit_id: int, result: VisitResult, *, made_on: date, heard: Heard = NOTHING_MORE
) -> Outcome[VisitLine]:
    """Keep what came of this visit and what it brought, also in the place of what was written down before.

    Raises Problem: NOT_FOUND, VALUE_MISSING for homework without words, DOUBLE_BOOKED or FIRM_DOUBLE_BOOKED
    where somebody of the team is, or the firm has somebody, at the time of the next appointment.
    """
    with ledger.write(act, OperationKind.RECORD_VISIT, {"state": result.state.value}) as operation:
        view = operation.writing.connection
        _keep(operation.writing, act, visits.get(view, visit_id), result, made_on, heard)
        (line,) = visits.lines(view, [visit_id])
        operation.summary["number"] = line.number
    return Outcome(line, _RECORDED, operation.id)


def change_consent(ledger: Ledger, act: Act, target_id: int, change: ConsentChange, *, on: date) -> Outcome[None]:
    """Keep what a firm says of its consent between visits, for instance on the telephone."""
    with ledger.write(act, OperationKind.CHANGE_CONSENT, {}) as operation:
        _keep_consent(operation.writing, target_id, change, on)
        (line,) = targets.lines(operation.writing.connection, [target_id])
        operation.summary["number"] = line.number
    return Outcome(None, _RECORDED, operation.id)


def consents_of(ledger: Ledger, target_id: int) -> tuple[Consent, ...]:
    """What a firm said of every recipient, a withdrawn consent with its day."""
    with ledger.read() as view:
        return consents.of_target(view, target_id)


def organisation_of(ledger: Ledger, visit_id: int) -> int | None:
    """The organisation that makes a visit."""
    with ledger.read() as view:
        return visits.organisation_of(view, visit_id)


def attempts(ledger: Ledger, target_id: int) -> int:
    """How many visits and calls were made to a firm, whatever came of them."""
    with ledger.read() as view:
        return hearing_answers.attempts(view, target_id)


def _keep(writing: Writing, act: Act, visit: Visit, result: VisitResult, made_on: date, heard: Heard) -> None:
    target_id, campaign_id = visit.target_id, campaigns.of_target(writing.connection, visit.target_id)
    visits.record(writing, visit.id, made_on, result)
    if heard.answers is not None:
        hearings.keep(writing, campaign_id, visit.id, heard.answers)
    _keep_consent(writing, target_id, heard.consent, made_on)
    if any(not one.what.strip() for one in heard.homework):
        raise Problem(ProblemKind.VALUE_MISSING, field="宿題の内容")
    if heard.homework:
        tasks.add(writing, campaign_id, made_on, [replace(one, target_id=target_id) for one in heard.homework])
    if heard.again is not None:
        _plan_again(writing, act, visit, heard.again)
    cases.forward(writing, act, [target_id], reached_by_visit(result, answered=bool(heard.answers)), made_on)


def _keep_consent(writing: Writing, target_id: int, change: ConsentChange, day: date) -> None:
    for recipient in change.given:
        consents.add(writing, [target_id], recipient, day, change.manner)
    consents.withdraw(writing, target_id, change.withdrawn, day)


def _plan_again(writing: Writing, act: Act, visit: Visit, again: Again) -> None:
    """The same team comes again; what was agreed on with the firm stands against every limit but a double booking."""
    view = writing.connection
    office, team = visits.organisation_of(view, visit.id), visits.team_of(view, visit.id)
    entry = VisitPlan(visit.target_id, again.kind, again.day, again.time, office, team)
    visit_planning.keep(writing, act, [entry], insist=True)


def find(ledger: Ledger, campaign_id: int, query: Query) -> list[int]:
    """Ids of visits in the order asked for; see `store.visits.find` for the filters and sort keys."""
    with ledger.read() as view:
        return visits.find(view, campaign_id, query)


def lines(ledger: Ledger, ids: Sequence[int]) -> tuple[VisitLine, ...]:
    """Lines of visits in the order of `ids`."""
    with ledger.read() as view:
        return visits.lines(view, ids)


def waiting(ledger: Ledger, campaign_id: int, today: date) -> int:
    """How many visits are planned for today or an earlier day and have no result."""
    with ledger.read() as view:
        return visits.waiting(view, campaign_id, today)


def recipient_of(kind: OrganisationKind) -> Recipient | None:
    """As whom the sheet asks the consent for this kind of organisation; None where it does not ask."""
    return next((recipient for recipient in Recipient if recipient.value == kind.value), None)


def without_consent(
    ledger: Ledger, campaign_id: int, target_ids: Sequence[int], kind: OrganisationKind
) -> tuple[int, ...]:
    """Which of these targets do not let this kind of organisation see their answers."""
    recipient = recipient_of(kind)
    with ledger.read() as view:
        allowing = consents.every(view, campaign_id)
    return tuple(key for key in target_ids if recipient not in allowing.get(key, ()))


def refer(
    ledger: Ledger,
    act: Act,
    target_ids: Sequence[int],
    *,
    referred_on: date,
    kind: str,
    organisation_id: int | None = None,
    note: str = "",
    consented: Collection[int] = (),
    feedback_due: date | None = None,
) -> Outcome[int]:
    """Hand firms on to an organisation (None: the Centre). Raises Problem(NOT_FOUND) where there is no Centre yet.

    From here on there is support, so their cases come to 支援; a firm without a case gets one, so that the report on it
    is on the agenda of a meeting.
    `consented` are those of the targets that consented by word of mouth; it is kept in the same operation. Raises
    Problem(REFERRED_WITHOUT_CONSENT) where one of the others does not let this organisation see its answers.
    `feedback_due` is when the receiver is to report back (None: the same day next month, case 2 of the seed).
    """
    with ledger.write(act, OperationKind.REFER, {"referred": len(target_ids)}) as operation:
        writing, view = operation.writing, operation.writing.connection
        receiver = _receiver(view, organisation_id)
        recipient = recipient_of(receiver.kind)
        refused = [key for key in target_ids if key not in consented and not _consents(view, key, recipient)]
        if refused:
            raise Problem(ProblemKind.REFERRED_WITHOUT_CONSENT, count=len(refused), organisation=receiver.name)
        visits.refer(
            writing,
            [
                {
                    "target_id": key,
                    "organisation_id": receiver.id,
                    "kind": kind,
                    "referred_on": referred_on,
                    "note": note,
                    "feedback_due": feedback_due or next_month(referred_on),
                }
                for key in target_ids
            ],
        )
        cases.take_up(writing, act, target_ids)
        cases.forward(writing, act, target_ids, (CaseState.SUPPORTED,), referred_on)
        if recipient is not None:
            consents.add(writing, consented, recipient, referred_on, ConsentManner.ORAL)
    return Outcome(len(target_ids), _RECORDED, operation.id)


def _receiver(view: View, organisation_id: int | None) -> Organisation:
    for one in campaigns.organisations(view):
        if one.id == organisation_id or (organisation_id is None and one.kind is OrganisationKind.CENTRE):
            return one
    raise Problem(ProblemKind.NOT_FOUND, what=word(OrganisationKind.CENTRE), key="")


def _consents(view: View, target_id: int, recipient: Recipient | None) -> bool:
    return any(one.stands and one.recipient is recipient for one in consents.of_target(view, target_id))


def record_feedback(ledger: Ledger, act: Act, referral_id: int, words: str, *, on: date) -> Outcome[None]:
    """Keep what the receiver of a referral reported. Raises as `keep_feedback`."""
    with ledger.write(act, OperationKind.RECORD_FEEDBACK, {}) as operation:
        target_id = keep_feedback(operation.writing, act, referral_id, words, on)
        (line,) = targets.lines(operation.writing.connection, [target_id])
        operation.summary["number"] = line.number
    return Outcome(None, _RECORDED, operation.id)


def keep_feedback(writing: Writing, act: Act, referral_id: int, words: str, on: date) -> int:
    """The same within an operation that is already open; returns the target's id.

    Raises Problem: VALUE_MISSING without words, NOT_FOUND.
    """
    if not words.strip():
        raise Problem(ProblemKind.VALUE_MISSING, field="報告の内容")
    target_id = visits.referred_target(writing.connection, referral_id)
    visits.keep_feedback(writing, referral_id, words, on)
    cases.forward(writing, act, [target_id], (CaseState.SUPPORTED,), on)
    return target_id


def of_target(ledger: Ledger, target_id: int) -> tuple[list[Visit], tuple[Referral, ...]]:
    """The visits and referrals of a target."""
    with ledger.read() as view:
        return visits.of_targets(view, [target_id]).get(target_id, []), visits.referrals(view, target_id)


def days(ledger: Ledger, campaign_id: int) -> dict[date, int]:
    """How many visits are planned for each day."""
    with ledger.read() as view:
        return dict(sorted(visits.count_by_day(view, campaign_id).items()))


def sheets(ledger: Ledger, campaign_id: int, target_ids: Sequence[int]) -> list[VisitSheet]:
    """Visit sheets of targets, filled in with everything that is known."""
    with ledger.read() as view:
        about = _About(
            questionnaire=campaigns.get(view, campaign_id).questionnaire,
            hearing=hearings.in_force(view, campaign_id),
            cases=case_store.of_targets(view, target_ids),
            visits=visits.of_targets(view, target_ids),
            homework=_by_target(tasks.every(view, campaign_id)),
            organisations={one.id: one.name for one in campaigns.organisations(view)},
            persons={one.id: one.name for one in campaigns.persons(view)},
        )
        return [_sheet(view, about, line) for line in targets.lines(view, target_ids)]


def print_sheets(
    ledger: Ledger, campaign_id: int, target_ids: Sequence[int], path: Path, progress: Progress
) -> Outcome[PrintedPages]:
    """Print visit sheets of targets, in this order.

    Raises Problem(NO_TARGETS) for none, TEXT_DOES_NOT_FIT for a hearing sheet that is too long, and those of paper.
    """
    if not target_ids:
        raise Problem(ProblemKind.NO_TARGETS)
    from shoukei_app.paper import visit_sheet  # noqa: PLC0415 - see masters.unprintable

    made, hearing = sheets(ledger, campaign_id, target_ids), hearings.get(ledger, campaign_id)
    return Outcome(visit_sheet.print_visit_sheets(path, made, hearing, progress))


def print_blank_sheets(
    ledger: Ledger, campaign_id: int, path: Path, progress: Progress, *, copies: int = 1
) -> Outcome[PrintedPages]:
    """Print visit sheets to be filled in by hand altogether. Raises as `print_sheets`."""
    from shoukei_app.paper import visit_sheet  # noqa: PLC0415 - see masters.unprintable

    hearing = hearings.get(ledger, campaign_id)
    return Outcome(visit_sheet.print_visit_sheets(path, [visit_sheet.BLANK] * copies, hearing, progress))


def planned_between(
    ledger: Ledger, campaign_id: int, first: date, last: date, *, organisation_id: int | None = None
) -> tuple[int, ...]:
    """The targets with a visit or call planned between two days, both included, in the order of day and time."""
    wanted: dict[str, tuple[str, ...]] = {"state": (VisitState.PLANNED.value,), "until": (last.isoformat(),)}
    if organisation_id is not None:
        wanted["organisation"] = (str(organisation_id),)
    with ledger.read() as view:
        found = visits.lines(view, visits.find(view, campaign_id, Query(filters=wanted, sort="day")))
    return tuple(dict.fromkeys(line.target_id for line in found if line.planned_on and line.planned_on >= first))


def answer_lines(questionnaire: Questionnaire, sheet: answers.AnswerSheet) -> tuple[SheetLine, ...]:
    """Every question that was keyed with its answer in words, and what is wrong with it."""
    remarks: dict[str, list[str]] = {}
    for remark in answers.remarks(questionnaire, sheet) if sheet else ():
        if remark.mark is not answers.Mark.NO_ANSWER:
            remarks.setdefault(remark.question, []).append(word(remark.mark))
    return tuple(
        SheetLine(
            f"問{question.number} {question.short}",
            answer_words.label(question, sheet[question.id]),
            "・".join(dict.fromkeys(remarks.get(question.id, ()))),
        )
        for question in questionnaire.questions
        if question.id in sheet
    )


@dataclass(frozen=True, slots=True)
class _About:
    """What all sheets of one print are filled in from."""

    questionnaire: Questionnaire
    hearing: Questionnaire
    cases: Mapping[int, Case]
    visits: Mapping[int, Sequence[Visit]]
    homework: Mapping[int, Sequence[Task]]
    organisations: Mapping[int, str]
    persons: Mapping[int, str]


def _by_target(every: Sequence[Task]) -> dict[int, list[Task]]:
    found: dict[int, list[Task]] = {}
    for one in every:
        if one.target_id is not None:
            found.setdefault(one.target_id, []).append(one)
    return found


def _sheet(view: View, about: _About, line: TargetLine) -> VisitSheet:
    made = about.visits.get(line.id, ())
    planned = next((visit for visit in reversed(made) if visit.result.state is VisitState.PLANNED), None)
    kind = about.questionnaire.diagnosis(line.diagnosis) if line.diagnosis else None
    said = consents.of_target(view, line.id)
    case = about.cases.get(line.id)
    return VisitSheet(
        number=line.number,
        firm=line.name,
        office=line.office,
        representative=" ".join(filter(None, [line.title, line.representative])),
        address=line.address,
        phone=line.phone,
        industry=line.industry,
        kind=planned.kind if planned else VisitKind.VISIT,
        planned_on=planned.planned_on if planned else None,
        planned_time=planned.planned_time if planned else "",
        team=planned.team if planned else (),
        priority=word(line.priority) if line.priority else "",
        reasons=line.reasons,
        diagnosis=f"{kind.code} {kind.name}" if kind else "",
        advice=kind.advice if kind else "",
        answers=answer_lines(about.questionnaire, replies.sheet_of(view, line.id) or answers.EMPTY_SHEET),
        consents=tuple(f"{word(one.recipient)}（{word(one.manner)}）" for one in said if one.stands),
        withdrawn=tuple(
            f"{word(one.recipient)}（{month_day(one.withdrawn_on)}）" for one in said if one.withdrawn_on is not None
        ),
        earlier=tuple(
            f"{visit.made_on:%Y/%m/%d} {word(visit.kind)} {word(visit.result.state)} {visit.result.said}".strip()
            for visit in made
            if visit.made_on
        ),
        decision=_decided(about, case.decision) if case else (),
        homework=tuple(
            "　".join(filter(None, [one.what, one.organisation, one.person, _until(one.due_on)]))
            for one in about.homework.get(line.id, ())
        ),
        heard=hearings.lines(about.hearing, hearing_answers.of_target(view, line.id)),
    )


def _decided(about: _About, decision: Decision) -> tuple[tuple[str, str], ...]:
    lead = "　".join(
        filter(
            None,
            [
                about.organisations.get(decision.lead_organisation_id or 0, ""),
                about.persons.get(decision.lead_person_id or 0, ""),
            ],
        )
    )
    said = (
        ("方針", word(decision.policy) if decision.policy else ""),
        ("主担当", lead),
        ("同行", "、".join(about.organisations.get(key, "") for key in decision.companions)),
        ("期限", with_weekday(decision.deadline) if decision.deadline else ""),
        ("次に見る日", with_weekday(decision.next_look) if decision.next_look else ""),
        ("申し送り", decision.note),
    )
    return tuple((title, words) for title, words in said if words)


def _until(day: date | None) -> str:
    return f"{month_day(day)}まで" if day else ""
