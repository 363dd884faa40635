"""Answers in bulk: tables of answers are taken in, and what is recorded is written out."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from shoukei_app.domain import answers, form_number
from shoukei_app.domain.history import Act, OperationKind
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.progress import Progress
from shoukei_app.domain.target import Channel, Disposition
from shoukei_app.exchange import workbooks
from shoukei_app.store import campaigns, receipts, replies, targets
from shoukei_app.store.ledger import Ledger
from shoukei_app.store.receipts import Receipt
from shoukei_app.usecases import entry
from shoukei_app.usecases.entry import Keyed, Pass
from shoukei_app.usecases.outcome import Outcome, Subject
from shoukei_app.words import answers as answer_words


@dataclass(frozen=True, slots=True)
class AnswerImport:
    """What came of a file of answers: rows read, sheets recorded, and rows turned away with their reason."""

    rows: int
    recorded: int
    rejected: tuple[tuple[int, Problem], ...]


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


def take_in(
    ledger: Ledger, act: Act, campaign_id: int, path: Path, *, channel: Channel, received_on: date, progress: Progress
) -> Outcome[AnswerImport]:
    """Take in a file of answers (form number and question columns) as one operation.

    A row that cannot be read is turned away whole, with its reason; the others are recorded. Raises Problem where
    the file itself cannot be read.
    """
    with ledger.read() as view:
        campaign = campaigns.get(view, campaign_id)
        known = targets.ids_by_number(view, campaign_id)
    from shoukei_app.exchange import answer_file  # noqa: PLC0415 - see write_template

    table = answer_file.read(path, campaign.questionnaire)
    rejected: list[tuple[int, Problem]] = []
    recorded = 0
    progress.start("回答を取り込んでいます", len(table.rows))
    with ledger.write(act, OperationKind.IMPORT_ANSWERS, {"file": path.name}) as operation:
        seen: set[str] = set()
        made = Pass(act.person, channel=channel, final=True, received_on=received_on)
        for row in table.rows:
            progress.step()
            try:
                number = _number_of(row.number, known, seen, received_on)
                sheet = entry.parse_answers(campaign.questionnaire, row.written)
                target = targets.by_number(operation.writing.connection, number)
                entry.keep(operation.writing, act, campaign, target, Keyed(sheet), made)
            except Problem as problem:
                rejected.append((row.line, problem))
                continue
            seen.add(number)
            if target.received_on is None:
                receipts.keep(operation.writing, Receipt(target.id, received_on, channel, Disposition.ANSWERED))
            recorded += 1
        operation.summary |= {"recorded": recorded, "rejected": len(rejected)}
    result = AnswerImport(len(table.rows), recorded, tuple(rejected))
    return Outcome(result, frozenset({Subject.RETURN}), operation.id)


def write_out(ledger: Ledger, campaign_id: int, target_path: Path) -> Outcome[int]:
    """Everything recorded, by form number: for every question a column of codes and one of words."""
    with ledger.read() as view:
        questionnaire = campaigns.get(view, campaign_id).questionnaire
        recorded = replies.every(view, campaign_id)
    headings = ["number", "diagnosis"]
    for question in questionnaire.questions:
        headings += [question.id, f"{question.id}_label"]
    rows = []
    for reply in recorded:
        row = [reply.number, reply.diagnosis]
        for question in questionnaire.questions:
            answer = reply.sheet.get(question.id, answers.BLANK)
            row += [answers.written(question, answer), answer_words.label(question, answer)]
        rows.append(row)
    return Outcome(workbooks.write_table(target_path, headings, rows, title="回答"))


def _number_of(typed: str, known: Container[str], seen: Container[str], today: date) -> str:
    number = form_number.parse(typed)
    if number not in known:
        raise Problem(ProblemKind.FORM_NUMBER_UNKNOWN, number=form_number.shown(number))
    if number in seen:
        raise Problem(ProblemKind.ALREADY_RECEIVED, number=form_number.shown(number), received_on=today)
    return number
