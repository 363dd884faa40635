"""Returns (回収): sheets are received and keyed, or come as a file; the diagnosis follows in the same write."""

from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from shoukei_app.domain import answers, form_number
from shoukei_app.domain.answers import AnswerSheet, Remark
from shoukei_app.domain.history import Act, OperationKind
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.progress import Progress
from shoukei_app.domain.query import Query
from shoukei_app.domain.questionnaire import Questionnaire
from shoukei_app.domain.target import Channel, Disposition, TargetLine, TargetStatus
from shoukei_app.exchange import workbooks
from shoukei_app.store import campaigns, returns, targets
from shoukei_app.store.journal import Writing
from shoukei_app.store.ledger import Ledger
from shoukei_app.store.returns import Receipt
from shoukei_app.usecases import history
from shoukei_app.usecases.outcome import Outcome, Subject
from shoukei_app.words import answers as answer_words

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


@dataclass(frozen=True, slots=True)
class LoggedReceipt:
    """One line of the receipt log; `id` is the operation that wrote it, for taking it back."""

    id: int
    act: Act
    target: TargetLine
    receipt: Receipt


@dataclass(frozen=True, slots=True)
class AnswerImport:
    """What came of a file of answers: rows read, sheets recorded, and rows turned away with their reason."""

    rows: int
    recorded: int
    rejected: tuple[tuple[int, Problem], ...]


def receive(
    ledger: Ledger,
    act: Act,
    typed_number: str,
    *,
    received_on: date,
    channel: Channel = Channel.MAIL,
    disposition: Disposition = Disposition.ANSWERED,
    bundle: str = "",
    again: bool = False,
) -> Outcome[TargetLine]:
    """Write a sheet into the receipt log.

    Raises Problem: FORM_NUMBER_WRONG, FORM_NUMBER_UNKNOWN, and ALREADY_RECEIVED unless `again`.
    """
    number = form_number.parse(typed_number)
    with ledger.write(act, OperationKind.RECEIVE, {"number": number}) as operation:
        view = operation.writing.connection
        target = targets.by_number(view, number)
        if target.received_on and not again:
            number = form_number.shown(number)
            raise Problem(ProblemKind.ALREADY_RECEIVED, number=number, received_on=target.received_on)
        returns.keep_receipt(operation.writing, Receipt(target.id, received_on, channel, disposition, bundle))
        received = targets.by_number(view, number)
    return Outcome(received, frozenset({Subject.RETURN}), operation.id)


def open_sheet(ledger: Ledger, typed_number: str, *, keyer: str, pass_number: int = FIRST) -> OpenSheet:
    """Open a sheet for keying.

    Raises Problem: FORM_NUMBER_WRONG, FORM_NUMBER_UNKNOWN, SAME_KEYER where the second pass is by the first keyer.
    """
    number = form_number.parse(typed_number)
    with ledger.read() as view:
        target = targets.by_number(view, number)
        first = returns.entry_of(view, target.id, FIRST)
        _refuse_same_keyer(first[0] if first else "", keyer, pass_number)
        mine = returns.entry_of(view, target.id, pass_number)
        return OpenSheet(
            target,
            returns.receipt_of(view, target.id),
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
        recorded = _keep(
            operation.writing, act, campaign.questionnaire, target, sheet, keyer or act.person, pass_number, channel
        )
        operation.summary["diagnosis"] = recorded.diagnosis
    return Outcome(recorded, frozenset({Subject.RETURN}), operation.id)


def first_entry(ledger: Ledger, typed_number: str) -> tuple[str, AnswerSheet]:
    """Who keyed a sheet first, and what; "" and nothing where nobody has. Raises Problem as `open_sheet` does."""
    number = form_number.parse(typed_number)
    with ledger.read() as view:
        return returns.entry_of(view, targets.by_number(view, number).id, FIRST) or ("", answers.EMPTY_SHEET)


def received_on(ledger: Ledger, day: date) -> tuple[LoggedReceipt, ...]:
    """The receipts recorded on a day and still standing; the newest first."""
    operations = history.recorded_on(ledger, OperationKind.RECEIVE, day)
    with ledger.read() as view:
        lines = targets.by_numbers(view, [str(operation.summary["number"]) for operation in operations])
        receipts = returns.receipts(view, [line.id for line in lines.values()])
    return tuple(
        LoggedReceipt(operation.id, operation.act, line, receipts[line.id])
        for operation in operations
        if (line := lines.get(str(operation.summary["number"]))) and line.id in receipts
    )


def entered_on(ledger: Ledger, campaign_id: int, day: date) -> int:
    """How many sheets were keyed on a day, first and second pass together."""
    with ledger.read() as view:
        return returns.entered_on(view, campaign_id, day)


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


def write_template(ledger: Ledger, campaign_id: int, target_path: Path) -> Outcome[int]:
    """An empty table for answers: one row for every target that has not replied, one column for every question."""
    with ledger.read() as view:
        questionnaire = campaigns.get(view, campaign_id).questionnaire
        waiting = [
            (line.number, line.name)
            for line in targets.lines(view, sorted(targets.ids_by_number(view, campaign_id).values()))
            if not line.diagnosis
        ]
    from shoukei_app.exchange import answer_file  # noqa: PLC0415 - the readers of files; a badge needs none

    rows = answer_file.write_template(target_path, questionnaire, waiting)
    return Outcome(rows)


def import_answers(
    ledger: Ledger, act: Act, campaign_id: int, path: Path, *, channel: Channel, received_on: date, progress: Progress
) -> Outcome[AnswerImport]:
    """Take in a file of answers (form number and question columns) as one operation.

    A row that cannot be read is turned away whole, with its reason; the others are recorded. Raises Problem where
    the file itself cannot be read.
    """
    with ledger.read() as view:
        questionnaire = campaigns.get(view, campaign_id).questionnaire
        known = targets.ids_by_number(view, campaign_id)
    from shoukei_app.exchange import answer_file  # noqa: PLC0415 - see write_template

    table = answer_file.read(path, questionnaire)
    rejected: list[tuple[int, Problem]] = []
    recorded = 0
    progress.start("回答を取り込んでいます", len(table.rows))
    with ledger.write(act, OperationKind.IMPORT_ANSWERS, {"file": path.name}) as operation:
        seen: set[str] = set()
        for row in table.rows:
            progress.step()
            try:
                number = _number_of(row.number, known, seen, received_on)
                sheet = parse_answers(questionnaire, row.written)
            except Problem as problem:
                rejected.append((row.line, problem))
                continue
            seen.add(number)
            target = targets.by_number(operation.writing.connection, number)
            if target.received_on is None:
                returns.keep_receipt(operation.writing, Receipt(target.id, received_on, channel, Disposition.ANSWERED))
            _keep(operation.writing, act, questionnaire, target, sheet, act.person, FIRST, channel, received_on)
            recorded += 1
        operation.summary |= {"recorded": recorded, "rejected": len(rejected)}
    result = AnswerImport(len(table.rows), recorded, tuple(rejected))
    return Outcome(result, frozenset({Subject.RETURN}), operation.id)


def export_answers(ledger: Ledger, campaign_id: int, target_path: Path) -> Outcome[int]:
    """Everything recorded, by form number: for every question a column of codes and one of words."""
    with ledger.read() as view:
        questionnaire = campaigns.get(view, campaign_id).questionnaire
        replies = returns.replies(view, campaign_id)
    headings = ["number", "diagnosis"]
    for question in questionnaire.questions:
        headings += [question.id, f"{question.id}_label"]
    rows = []
    for reply in replies:
        row = [reply.number, reply.diagnosis]
        for question in questionnaire.questions:
            answer = reply.sheet.get(question.id, answers.BLANK)
            row += [answers.written(question, answer), answer_words.label(question, answer)]
        rows.append(row)
    return Outcome(workbooks.write_table(target_path, headings, rows, title="回答"))


def _keep(
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
    view = writing.connection
    first = returns.entry_of(view, target.id, FIRST)
    _refuse_same_keyer(first[0] if first else "", keyer, pass_number)
    if target.received_on is None and received_on is None:
        returns.keep_receipt(writing, Receipt(target.id, act.at.date(), channel, Disposition.ANSWERED))
    returns.keep_entry(writing, target.id, pass_number, keyer, act.at, sheet)
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
    returns.keep_reply(writing, target.id, counts, diagnosis, remark_rows, valid=valid)
    given_on = received_on or target.received_on or act.at.date()
    returns.keep_consents(writing, target.id, answers.consents(questionnaire, counts), given_on, _CONSENT_ON_FORM)
    return Recorded(target.number, diagnosis, remarks, differences)


def _number_of(typed: str, known: Container[str], seen: Container[str], today: date) -> str:
    number = form_number.parse(typed)
    if number not in known:
        raise Problem(ProblemKind.FORM_NUMBER_UNKNOWN, number=form_number.shown(number))
    if number in seen:
        raise Problem(ProblemKind.ALREADY_RECEIVED, number=form_number.shown(number), received_on=today)
    return number


def _refuse_same_keyer(first_keyer: str, keyer: str, pass_number: int) -> None:
    if pass_number == SECOND and first_keyer and first_keyer == keyer:
        raise Problem(ProblemKind.SAME_KEYER, keyer=first_keyer)
