"""Answers in bulk: web forms' exports are read, looked at row by row, taken in as one operation; answers go out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

from shoukei_app.domain import answers, form_number
from shoukei_app.domain.answer_table import (
    FORM_NUMBER,
    NOT_USED,
    RECORDED,
    REPORT_HEADINGS,
    AnswerRow,
    AnswerTable,
    ColumnMeaning,
    Existing,
    RowVerdict,
    heading_keys,
    meaning_of,
)
from shoukei_app.domain.answers import EMPTY_SHEET, AnswerSheet
from shoukei_app.domain.history import Act, OperationKind
from shoukei_app.domain.listing import GuessReason
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.progress import Progress
from shoukei_app.domain.questionnaire import Questionnaire
from shoukei_app.domain.target import Channel, Disposition, TargetLine
from shoukei_app.exchange import answer_columns, answer_file, workbooks
from shoukei_app.store import answer_layouts, campaigns, receipts, replies, targets
from shoukei_app.store.ledger import Ledger, View
from shoukei_app.store.receipts import Receipt
from shoukei_app.usecases import entry
from shoukei_app.usecases.entry import Keyed, Pass
from shoukei_app.usecases.outcome import Outcome, Subject
from shoukei_app.words import answers as answer_words
from shoukei_app.words.problems import sentence


@dataclass(frozen=True, slots=True)
class FileArrival:
    """How and when the answers of a file came (a row's own time stamp goes before); what becomes of earlier ones."""

    channel: Channel
    received_on: date
    existing: Existing = Existing.NEWER


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """What taking in one row would do. `before`: the firm's answers now; `newer_line`: the row that counts instead."""

    row: AnswerRow
    verdict: RowVerdict
    number: str = ""
    target: TargetLine | None = None
    sheet: AnswerSheet = field(default_factory=lambda: EMPTY_SHEET)
    before: AnswerSheet | None = None
    answered_at: datetime | None = None
    problem: Problem | None = None
    newer_line: int = 0

    @property
    def id(self) -> int:
        """The row's line in the file."""
        return self.row.line


@dataclass(frozen=True, slots=True)
class AnswerPreview:
    """A dry run: every row of the file is here, none is dropped silently."""

    table: AnswerTable
    arrival: FileArrival
    rows: tuple[PreviewRow, ...]

    def count(self, *verdicts: RowVerdict) -> int:
        """How many rows have one of these verdicts."""
        return sum(row.verdict in verdicts for row in self.rows)

    @property
    def rejected(self) -> tuple[tuple[int, Problem], ...]:
        """The rows turned away, each with its reason."""
        return tuple((row.id, row.problem) for row in self.rows if row.problem is not None)


def write_template(ledger: Ledger, campaign_id: int, target_path: Path) -> Outcome[int]:
    """An empty table for answers: one row for every target that has not replied, one column for every question."""
    with ledger.read() as view:
        questionnaire = campaigns.get(view, campaign_id).questionnaire
        waiting = [
            (line.number, line.name)
            for line in targets.lines(view, sorted(targets.ids_by_number(view, campaign_id).values()))
            if not line.diagnosis
        ]
    return Outcome(answer_file.write_template(target_path, questionnaire, waiting))


def read(ledger: Ledger, campaign_id: int, path: Path, given: Mapping[str, str] | None = None) -> AnswerTable:
    """Read a file of answers and say what its columns are: as when the same headings were last taken in, else guessed.

    `given` are columns told by a person, heading → meaning as `domain.answer_table.meaning_of` reads it. Raises
    Problem: ANSWER_COLUMN_UNKNOWN, QUESTION_UNKNOWN, COLUMN_MISSING, and those of reading any table.
    """
    with ledger.read() as view:
        questionnaire = campaigns.get(view, campaign_id).questionnaire
        table = answer_file.read(path, questionnaire)
        keys = heading_keys(table.headings)
        known = answer_layouts.find(view, campaign_id, _own(keys))
    columns = table.columns
    if known is not None:
        meanings = {at: _remembered(questionnaire, known[key]) for at, key in enumerate(keys) if key in known}
        columns = answer_columns.with_meanings(columns, meanings, GuessReason.REMEMBERED)
    if given:
        told = {_place_of(keys, heading): meaning_of(questionnaire, text) for heading, text in given.items()}
        columns = answer_columns.with_meanings(columns, told, GuessReason.GIVEN)
    return replace(table, columns=columns)


def with_columns(table: AnswerTable, meanings: Mapping[int, ColumnMeaning | None]) -> AnswerTable:
    """The table with its columns read as a person chose, by their places."""
    return replace(table, columns=answer_columns.with_meanings(table.columns, meanings, GuessReason.GIVEN))


def check(
    ledger: Ledger, campaign_id: int, table: AnswerTable, arrival: FileArrival, progress: Progress, *, keyer: str = ""
) -> AnswerPreview:
    """Say for every row what taking it in by `keyer` would do; nothing is written.

    Raises Problem(COLUMN_MISSING) where no column holds the form number.
    """
    if FORM_NUMBER not in table.meanings.values():
        raise Problem(ProblemKind.COLUMN_MISSING, path=table.file_name, column="整理番号")
    with ledger.read() as view:
        questionnaire = campaigns.get(view, campaign_id).questionnaire
        reader = answer_file.RowReader(questionnaire, table)
        progress.start("回答を読んでいます", len(table.rows))
        parsed = []
        for row in table.rows:
            parsed.append(_parsed(reader, row))
            progress.step()
        return AnswerPreview(table, arrival, _judged(view, campaign_id, parsed, arrival, keyer))


def take_in(
    ledger: Ledger, act: Act, campaign_id: int, preview: AnswerPreview, progress: Progress
) -> Outcome[AnswerPreview]:
    """Take in the rows of a preview as one operation, and remember what the columns were taken for.

    Raises Problem(ANSWER_TABLE_STALE) where the ledger's answers changed since the file was looked at.
    """
    table, arrival = preview.table, preview.arrival
    summary = {
        "file": table.file_name,
        "rows": len(preview.rows),
        "recorded": preview.count(*RECORDED),
        "rejected": preview.count(RowVerdict.REJECTED),
    }
    progress.start("回答を取り込んでいます", len(preview.rows))
    with ledger.write(act, OperationKind.IMPORT_ANSWERS, summary) as operation:
        writing = operation.writing
        view = writing.connection
        campaign = campaigns.get(view, campaign_id)
        parsed = [replace(row, verdict=RowVerdict.NEW, problem=None) if row.sheet else row for row in preview.rows]
        if _standing(_judged(view, campaign_id, parsed, arrival, act.person)) != _standing(preview.rows):
            raise Problem(ProblemKind.ANSWER_TABLE_STALE)
        for row in preview.rows:
            progress.step()
            if row.verdict not in RECORDED or row.target is None:
                continue
            (target,) = targets.lines(view, [row.target.id])
            day = _day(row, arrival)
            if target.received_on is None or target.disposition is not Disposition.ANSWERED:
                receipts.keep(writing, Receipt(target.id, day, arrival.channel, Disposition.ANSWERED))
            made = Pass(act.person, channel=arrival.channel, final=True, received_on=day, in_force=True)
            entry.keep(writing, act, campaign, target, Keyed(row.sheet), made)
        answer_layouts.keep(writing, campaign_id, _layout(table), act.at)
    return Outcome(preview, frozenset({Subject.RETURN}), operation.id)


def write_rejected(preview: AnswerPreview, target_path: Path) -> Outcome[int]:
    """The rows turned away as an Excel file, as they stand, each with the reason: mended, it can be taken in."""
    rows = [(row.row, sentence(row.problem)) for row in preview.rows if row.problem is not None]
    return Outcome(answer_file.write_rejected(target_path, preview.table, rows))


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


def _parsed(reader: answer_file.RowReader, row: AnswerRow) -> PreviewRow:
    number = ""
    try:
        number = reader.number(row)
        sheet = reader.sheet(row)
    except Problem as problem:
        return PreviewRow(row, RowVerdict.REJECTED, number, problem=problem)
    if not sheet:
        empty = Problem(ProblemKind.ANSWER_ROW_EMPTY, number=form_number.shown(number))
        return PreviewRow(row, RowVerdict.REJECTED, number, problem=empty)
    return PreviewRow(row, RowVerdict.NEW, number, sheet=sheet, answered_at=reader.answered_at(row))


def _judged(
    view: View, campaign_id: int, rows: Sequence[PreviewRow], arrival: FileArrival, keyer: str
) -> tuple[PreviewRow, ...]:
    """What becomes of rows that were read, against the ledger as it stands and the other rows of the file."""
    ids = targets.ids_by_number(view, campaign_id)
    lines = targets.by_numbers(view, [row.number for row in rows if row.number in ids])
    recorded = {reply.number: reply.sheet for reply in replies.every(view, campaign_id)}
    newest = _newest(row for row in rows if row.verdict is RowVerdict.NEW and row.number in lines)
    judged = []
    for row in rows:
        target = lines.get(row.number)
        if row.verdict is not RowVerdict.NEW:
            judged.append(replace(row, target=target))
        elif target is None:
            problem = Problem(ProblemKind.FORM_NUMBER_UNKNOWN, number=form_number.shown(row.number))
            judged.append(replace(row, verdict=RowVerdict.REJECTED, problem=problem))
        elif (counts := newest[row.number]) is not row:
            judged.append(replace(row, verdict=RowVerdict.SUPERSEDED, target=target, newer_line=counts.id))
        else:
            before = recorded.get(row.number)
            verdict = _verdict(row, target, before, arrival)
            found = replace(row, verdict=verdict, target=target, before=before)
            judged.append(_admitted(view, found, keyer) if verdict in RECORDED else found)
    return tuple(judged)


def _admitted(view: View, row: PreviewRow, keyer: str) -> PreviewRow:
    """The row, turned away where its sheet is being verified, or was: then only a correction changes it."""
    assert row.target is not None
    try:
        entry.admit(view, row.target, keyer)
    except Problem as problem:
        return replace(row, verdict=RowVerdict.REJECTED, problem=problem)
    return row


def _newest(rows: Iterable[PreviewRow]) -> dict[str, PreviewRow]:
    """The row of each firm that counts: the latest by its time stamp, else the one furthest down."""
    newest: dict[str, PreviewRow] = {}
    for row in rows:
        other = newest.get(row.number)
        if other is None or not row.answered_at or not other.answered_at or row.answered_at >= other.answered_at:
            newest[row.number] = row
    return newest


def _verdict(row: PreviewRow, target: TargetLine, before: AnswerSheet | None, arrival: FileArrival) -> RowVerdict:
    if before is None:
        return RowVerdict.NEW
    if dict(before) == dict(row.sheet):
        return RowVerdict.SAME
    came_later = target.received_on is None or _day(row, arrival) >= target.received_on
    return RowVerdict.NEWER if arrival.existing is Existing.NEWER and came_later else RowVerdict.KEPT


def _day(row: PreviewRow, arrival: FileArrival) -> date:
    return row.answered_at.date() if row.answered_at else arrival.received_on


def _standing(rows: Sequence[PreviewRow]) -> list[tuple[int, RowVerdict, dict[str, answers.Answer] | None]]:
    return [(row.id, row.verdict, None if row.before is None else dict(row.before)) for row in rows]


def _own(keys: Sequence[str]) -> list[str]:
    """The headings of the file itself: a table of rejected rows that comes back has two more."""
    added = heading_keys(REPORT_HEADINGS)
    return [key for key in keys if key not in added]


def _layout(table: AnswerTable) -> dict[str, str]:
    keys = heading_keys(table.headings)
    own = set(_own(keys))
    return {
        key: column.meaning.key if column.meaning else NOT_USED
        for key, column in zip(keys, table.columns, strict=True)
        if key in own
    }


def _remembered(questionnaire: Questionnaire, text: str) -> ColumnMeaning | None:
    try:
        return meaning_of(questionnaire, text)
    except Problem:
        return None  # the question is gone from the questionnaire since


def _place_of(keys: Sequence[str], heading: str) -> int:
    """The column with this heading, or the only one whose heading holds these words. Raises ANSWER_COLUMN_UNKNOWN."""
    (wanted,) = heading_keys([heading])
    if wanted in keys:
        return keys.index(wanted)
    holding = [place for place, key in enumerate(keys) if wanted and wanted in key]
    if len(holding) != 1:
        raise Problem(ProblemKind.ANSWER_COLUMN_UNKNOWN, heading=heading)
    return holding[0]
