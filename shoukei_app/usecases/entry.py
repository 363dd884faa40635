"""Entry (入力): sheets are keyed; the diagnosis follows in the same write."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from shoukei_app.domain import answers, form_number
from shoukei_app.domain.answers import AnswerSheet, Remark
from shoukei_app.domain.history import Act, OperationKind
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.query import Query
from shoukei_app.domain.questionnaire import Questionnaire
from shoukei_app.domain.target import Channel, Disposition, TargetLine, TargetStatus
from shoukei_app.store import campaigns, consents, entries, receipts, replies, targets
from shoukei_app.store.journal import Writing
from shoukei_app.store.ledger import Ledger
from shoukei_app.store.receipts import Receipt
from shoukei_app.usecases.outcome import Outcome, Subject

_CONSENT_ON_FORM = "form"


FIRST, SECOND = 1, 2


@dataclass(frozen=True, slots=True)
class Recorded:
    """What was made of one sheet. `differences` are the questions where first and second entry differ."""

    number: str
    diagnosis: str
    remarks: tuple[Remark, ...]
    differences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OpenSheet:
    """What the entry page needs of a sheet: its target, what was keyed in this pass, and who keyed the first."""

    target: TargetLine
    receipt: Receipt | None
    sheet: AnswerSheet
    first_keyer: str


def open_sheet(ledger: Ledger, typed_number: str, *, keyer: str, pass_number: int = FIRST) -> OpenSheet:
    """Open a sheet for keying.

    Raises Problem: FORM_NUMBER_WRONG, FORM_NUMBER_UNKNOWN, SAME_KEYER where the second pass is by the first keyer.
    """
    number = form_number.parse(typed_number)
    with ledger.read() as view:
        target = targets.by_number(view, number)
        first = entries.of_target(view, target.id, FIRST)
        _refuse_same_keyer(first[0] if first else "", keyer, pass_number)
        mine = entries.of_target(view, target.id, pass_number)
        return OpenSheet(
            target,
            receipts.of_target(view, target.id),
            mine[1] if mine else answers.EMPTY_SHEET,
            first[0] if first else "",
        )


def record(
    ledger: Ledger,
    act: Act,
    typed_number: str,
    sheet: AnswerSheet,
    *,
    keyer: str = "",
    pass_number: int = FIRST,
    channel: Channel = Channel.MAIL,
) -> Outcome[Recorded]:
    """Keep what was keyed from one sheet; a sheet that was not received yet is received with it.

    The first entry counts until a second one settles it. Raises Problem: FORM_NUMBER_WRONG, FORM_NUMBER_UNKNOWN,
    SAME_KEYER.
    """
    number = form_number.parse(typed_number)
    with ledger.write(act, OperationKind.RECORD_ANSWERS, {"number": number}) as operation:
        view = operation.writing.connection
        target = targets.by_number(view, number)
        campaign = campaigns.get(view, campaigns.of_target(view, target.id))
        recorded = keep(
            operation.writing, act, campaign.questionnaire, target, sheet, keyer or act.person, pass_number, channel
        )
        operation.summary["diagnosis"] = recorded.diagnosis
    return Outcome(recorded, frozenset({Subject.RETURN}), operation.id)


def first_entry(ledger: Ledger, typed_number: str) -> tuple[str, AnswerSheet]:
    """Who keyed a sheet first, and what; "" and nothing where nobody has. Raises Problem as `open_sheet` does."""
    number = form_number.parse(typed_number)
    with ledger.read() as view:
        return entries.of_target(view, targets.by_number(view, number).id, FIRST) or ("", answers.EMPTY_SHEET)


def entered_on(ledger: Ledger, campaign_id: int, day: date) -> int:
    """How many sheets were keyed on a day, first and second pass together."""
    with ledger.read() as view:
        return entries.count_on(view, campaign_id, day)


def waiting(ledger: Ledger, campaign_id: int) -> int:
    """How many sheets with answers were received and not keyed yet."""
    with ledger.read() as view:
        return len(targets.find(view, campaign_id, Query(filters={"status": (TargetStatus.RECEIVED.value,)})))


def parse_answers(questionnaire: Questionnaire, written: Mapping[str, str]) -> AnswerSheet:
    """Turn texts by question (id, "5" or "問5") into a sheet. Raises Problem: QUESTION_UNKNOWN, ANSWER_UNREADABLE."""
    sheet = {}
    for name, text in written.items():
        question = questionnaire.find(name)
        sheet[question.id] = answers.parse_answer(question, text)
    return sheet


def keep(
    writing: Writing,
    act: Act,
    questionnaire: Questionnaire,
    target: TargetLine,
    sheet: AnswerSheet,
    keyer: str,
    pass_number: int,
    channel: Channel,
    received_on: date | None = None,
) -> Recorded:
    """Keep what was keyed within an operation that is already open."""
    view = writing.connection
    first = entries.of_target(view, target.id, FIRST)
    _refuse_same_keyer(first[0] if first else "", keyer, pass_number)
    if target.received_on is None and received_on is None:
        receipts.keep(writing, Receipt(target.id, act.at.date(), channel, Disposition.ANSWERED))
    entries.keep(writing, target.id, pass_number, keyer, act.at, sheet)
    differences: tuple[str, ...] = ()
    if pass_number == SECOND and first:
        differences = tuple(
            question.id
            for question in questionnaire.questions
            if sheet.get(question.id, answers.BLANK) != first[1].get(question.id, answers.BLANK)
        )
    counts = sheet if pass_number == FIRST or not first else first[1]
    remarks = answers.remarks(questionnaire, counts)
    diagnosis = answers.diagnose(questionnaire, counts).code
    valid = any(not answer.blank for answer in counts.values())
    remark_rows = [{"question": remark.question, "mark": remark.mark.value} for remark in remarks]
    replies.keep(writing, target.id, counts, diagnosis, remark_rows, valid=valid)
    given_on = received_on or target.received_on or act.at.date()
    consents.keep_on_form(writing, target.id, answers.consents(questionnaire, counts), given_on, _CONSENT_ON_FORM)
    return Recorded(target.number, diagnosis, remarks, differences)


def _refuse_same_keyer(first_keyer: str, keyer: str, pass_number: int) -> None:
    if pass_number == SECOND and first_keyer and first_keyer == keyer:
        raise Problem(ProblemKind.SAME_KEYER, keyer=first_keyer)
