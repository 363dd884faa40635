"""Visits (訪問・電話): printed as visit sheets, recorded, handed on to the Centre; see `visit_planning` for plans."""

from collections.abc import Collection, Sequence
from datetime import date
from pathlib import Path

from shoukei_app.domain import answers
from shoukei_app.domain.history import Act, OperationKind
from shoukei_app.domain.organisation import OrganisationKind
from shoukei_app.domain.printed import PrintedPages
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.progress import Progress
from shoukei_app.domain.query import Query
from shoukei_app.domain.questionnaire import Questionnaire, Recipient
from shoukei_app.domain.target import TargetLine
from shoukei_app.domain.visits import (
    SheetLine,
    VisitKind,
    VisitLine,
    VisitResult,
    VisitSheet,
    VisitState,
    next_month,
)
from shoukei_app.store import campaigns, consents, replies, targets, visits
from shoukei_app.store.ledger import Ledger
from shoukei_app.store.visits import Referral, Visit
from shoukei_app.usecases.outcome import Outcome, Subject
from shoukei_app.words import answers as answer_words
from shoukei_app.words.terms import word

_BY_WORD_OF_MOUTH = "oral"

__all__ = ["Referral", "Visit"]  # the window names these from here


def record(
    ledger: Ledger, act: Act, target_id: int, result: VisitResult, *, made_on: date, kind: VisitKind = VisitKind.VISIT
) -> Outcome[TargetLine]:
    """Keep what came of a visit: of the one that is planned, or of one made without a plan."""
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
        visits.record(operation.writing, visit_id, made_on, result)
        (line,) = targets.lines(view, [target_id])
        operation.summary["number"] = line.number
    return Outcome(line, frozenset({Subject.VISIT}), operation.id)


def set_result(ledger: Ledger, act: Act, visit_id: int, result: VisitResult, *, made_on: date) -> Outcome[VisitLine]:
    """Keep what came of this visit, also in the place of what was written down before. Raises Problem(NOT_FOUND)."""
    with ledger.write(act, OperationKind.RECORD_VISIT, {"state": result.state.value}) as operation:
        view = operation.writing.connection
        visits.get(view, visit_id)
        visits.record(operation.writing, visit_id, made_on, result)
        (line,) = visits.lines(view, [visit_id])
        operation.summary["number"] = line.number
    return Outcome(line, frozenset({Subject.VISIT}), operation.id)


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

    `consented` are those of the targets that consented by word of mouth; it is kept in the same operation.
    `feedback_due` is when the receiver is to report back (None: the same day next month, case 2 of the seed).
    """
    with ledger.write(act, OperationKind.REFER, {"referred": len(target_ids)}) as operation:
        known = campaigns.organisations(operation.writing.connection)
        if organisation_id is None:
            organisation_id = next((one.id for one in known if one.kind is OrganisationKind.CENTRE), None)
        if organisation_id is None:
            raise Problem(ProblemKind.NOT_FOUND, what=word(OrganisationKind.CENTRE), key="")
        visits.refer(
            operation.writing,
            [
                {
                    "target_id": key,
                    "organisation_id": organisation_id,
                    "kind": kind,
                    "referred_on": referred_on,
                    "note": note,
                    "feedback_due": feedback_due or next_month(referred_on),
                }
                for key in target_ids
            ],
        )
        receiver = next((one for one in known if one.id == organisation_id), None)
        if consented and receiver is not None and (recipient := recipient_of(receiver.kind)) is not None:
            consents.add(operation.writing, consented, recipient, referred_on, _BY_WORD_OF_MOUTH)
    return Outcome(len(target_ids), frozenset({Subject.VISIT}), operation.id)


def record_feedback(ledger: Ledger, act: Act, referral_id: int, words: str, *, on: date) -> Outcome[None]:
    """Keep what the receiver of a referral reported. Raises Problem(VALUE_MISSING) without words."""
    if not words.strip():
        raise Problem(ProblemKind.VALUE_MISSING, field="報告の内容")
    with ledger.write(act, OperationKind.RECORD_FEEDBACK, {}) as operation:
        visits.keep_feedback(operation.writing, referral_id, words, on)
    return Outcome(None, frozenset({Subject.VISIT, Subject.CASE}), operation.id)


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
        questionnaire = campaigns.get(view, campaign_id).questionnaire
        allowing = consents.every(view, campaign_id)
        planned = visits.of_targets(view, target_ids)
        result = []
        for line in targets.lines(view, target_ids):
            sheet = replies.sheet_of(view, line.id) or answers.EMPTY_SHEET
            result.append(_sheet(questionnaire, line, sheet, planned.get(line.id, []), allowing.get(line.id, ())))
    return result


def print_sheets(
    ledger: Ledger, campaign_id: int, target_ids: Sequence[int], path: Path, progress: Progress
) -> Outcome[PrintedPages]:
    """Print visit sheets of targets, in this order. Raises Problem(NO_TARGETS) for none, and those of paper."""
    if not target_ids:
        raise Problem(ProblemKind.NO_TARGETS)
    from shoukei_app.paper import visit_sheet  # noqa: PLC0415 - see masters.unprintable

    return Outcome(visit_sheet.print_visit_sheets(path, sheets(ledger, campaign_id, target_ids), progress))


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


def _sheet(
    questionnaire: Questionnaire,
    line: TargetLine,
    sheet: answers.AnswerSheet,
    made: Sequence[Visit],
    consents: Collection[Recipient],
) -> VisitSheet:
    planned = next((visit for visit in reversed(made) if visit.result.state is VisitState.PLANNED), None)
    kind = questionnaire.diagnosis(line.diagnosis) if line.diagnosis else None
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
        answers=answer_lines(questionnaire, sheet),
        consents=tuple(word(recipient) for recipient in Recipient if recipient in consents),
        earlier=tuple(
            f"{visit.made_on:%Y/%m/%d} {word(visit.kind)} {word(visit.result.state)} {visit.result.said}".strip()
            for visit in made
            if visit.made_on
        ),
    )
