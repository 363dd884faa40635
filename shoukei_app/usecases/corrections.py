"""Corrections (訂正): an answer that counts is put right with a reason; diagnosis, consents and flags follow."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from shoukei_app.domain import answers, form_number
from shoukei_app.domain.answers import BLANK, Answer, AnswerSheet
from shoukei_app.domain.flags import Flagged
from shoukei_app.domain.history import Act, OperationKind
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.questionnaire import DiagnosisType, Recipient
from shoukei_app.domain.target import TargetLine
from shoukei_app.store import campaigns, corrections, replies, targets
from shoukei_app.store.corrections import Correction
from shoukei_app.store.journal import Writing
from shoukei_app.store.ledger import Ledger, View
from shoukei_app.store.replies import Reply
from shoukei_app.usecases import flags
from shoukei_app.usecases import replies as counted
from shoukei_app.usecases.outcome import Outcome, Subject
from shoukei_app.usecases.replies import Counted

__all__ = ["Correction"]  # the window names it from here


@dataclass(frozen=True, slots=True)
class Effects:
    """What follows from answers: the type, the flag, and to whom the form consents."""

    diagnosis: DiagnosisType
    flagged: Flagged | None
    consents: frozenset[Recipient]


@dataclass(frozen=True, slots=True)
class Preview:
    """What follows from the answers that count, and what would follow from the corrected ones.

    `flags_follow`: the rules were run before, so that the flag changes with the correction.
    """

    before: Effects
    after: Effects
    flags_follow: bool


def preview(ledger: Ledger, target_id: int, changed: Mapping[str, Answer]) -> Preview:
    """What a correction would bring, without keeping anything. Raises Problem(NOTHING_TO_CORRECT)."""
    with ledger.read() as view:
        (target,) = targets.lines(view, [target_id])
        reply = _counting(view, target)
        campaign = campaigns.get(view, campaigns.of_target(view, target_id))
        verdict, follows = flags.verdict_on(view, campaign, target_id), flags.were_run(view, campaign.id)
    questionnaire = campaign.questionnaire

    def effects(sheet: AnswerSheet) -> Effects:
        kind = answers.diagnose(questionnaire, sheet)
        return Effects(kind, verdict(sheet), answers.consents(questionnaire, sheet))

    return Preview(effects(reply.sheet), effects(_corrected(reply.sheet, changed)), follows)


def correct(
    ledger: Ledger, act: Act, typed_number: str, changed: Mapping[str, Answer], reason: str
) -> Outcome[Counted]:
    """Put answers that count right.

    Raises Problem: FORM_NUMBER_WRONG, FORM_NUMBER_UNKNOWN, NOTHING_TO_CORRECT where no answers count yet,
    CORRECT_ALREADY where they say so already, VALUE_MISSING without a reason.
    """
    if not reason.strip():
        raise Problem(ProblemKind.VALUE_MISSING, field="訂正の理由")
    number = form_number.parse(typed_number)
    with ledger.write(act, OperationKind.CORRECT_ANSWERS, {"number": number, "why": reason}) as operation:
        target = targets.by_number(operation.writing.connection, number)
        standing = _counting(operation.writing.connection, target).sheet
        if all(standing.get(question, BLANK) == answer for question, answer in changed.items()):
            raise Problem(ProblemKind.CORRECT_ALREADY, number=form_number.shown(number))
        result = keep(operation.writing, act, target, changed, reason)
        operation.summary["diagnosis"] = result.diagnosis
    return Outcome(result, frozenset({Subject.RETURN, Subject.FLAG}), operation.id)


def keep(writing: Writing, act: Act, target: TargetLine, changed: Mapping[str, Answer], reason: str) -> Counted:
    """Put answers right within an operation that is already open. Raises Problem(NOTHING_TO_CORRECT)."""
    view = writing.connection
    reply = _counting(view, target)
    campaign = campaigns.get(view, campaigns.of_target(view, target.id))
    for question, after in changed.items():
        before = reply.sheet.get(question, BLANK)
        if before != after:
            made = Correction(target.id, question, before, after, reason, act.person, act.at)
            corrections.add(writing, made)
    result = counted.keep(
        writing,
        campaign.questionnaire,
        target.id,
        _corrected(reply.sheet, changed),
        reply.memos,
        given_on=target.received_on or act.at.date(),
    )
    return replace(result, moved=flags.follow(writing, campaign, target.id, act.at.date()))


def of_target(ledger: Ledger, target_id: int) -> tuple[Correction, ...]:
    """What was put right in a target's answers, the newest first."""
    with ledger.read() as view:
        return corrections.of_target(view, target_id)


def _counting(view: View, target: TargetLine) -> Reply:
    reply = replies.of_target(view, target.id)
    if reply is None:
        raise Problem(ProblemKind.NOTHING_TO_CORRECT, number=form_number.shown(target.number))
    return reply


def _corrected(sheet: AnswerSheet, changed: Mapping[str, Answer]) -> AnswerSheet:
    return {key: answer for key, answer in {**sheet, **changed}.items() if not answer.blank}
