"""Mailing (発送): a run is planned, frozen, printed in one order, posted; what comes back is recorded."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path

from shoukei_app.domain import form_number
from shoukei_app.domain.barcode_eligibility import BarcodeReason
from shoukei_app.domain.calibration import NO_CALIBRATION, Calibration
from shoukei_app.domain.envelope import AS_IS_USUAL, EnvelopeStyle
from shoukei_app.domain.history import Act, OperationKind
from shoukei_app.domain.mailing import (
    Candidate,
    LeftOutReason,
    Piece,
    PieceState,
    PostalMarks,
    PrintOrder,
    Run,
    RunKind,
    RunState,
    UndeliveredReason,
    left_out_reason,
)
from shoukei_app.domain.printed import NO_PLACES, PiecePlaces, PrintedPages, check_range
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.progress import Progress
from shoukei_app.domain.target import TargetLine
from shoukei_app.store import campaigns, mailings, targets
from shoukei_app.store.ledger import Ledger
from shoukei_app.usecases import history, label_sheets, masters, postal
from shoukei_app.usecases.outcome import Outcome, Subject


class Paper(StrEnum):
    """What can be printed of a run."""

    LETTERS = "letters"
    QUESTIONNAIRES = "questionnaires"
    LABELS = "labels"
    ENVELOPES = "envelopes"
    CHECKLIST = "checklist"


WITH_ADDRESS = frozenset({Paper.LETTERS, Paper.LABELS, Paper.ENVELOPES})
"""Papers that a customer barcode belongs on."""


@dataclass(frozen=True, slots=True)
class PrintOptions:
    """How a run is printed: its own order or another, with customer barcodes where they fit or without any.

    `sheet` and `start` (the first face, from 1) are for labels, `envelope` and `style` for envelopes. `dividers` lie
    between the delivery districts on all papers with addresses; with them the order is that of the post. `first` and
    `last` are pieces of the run in the order printed (from 1): what is printed anew after a paper jam. `calibration` is
    that of the printer, for labels and letters.
    """

    sheet: str = label_sheets.DEFAULT_SHEET
    start: int = 1
    order: PrintOrder | None = None
    barcode: bool = True
    dividers: bool = False
    envelope: str = masters.DEFAULT_ENVELOPE
    style: EnvelopeStyle = AS_IS_USUAL
    first: int = 1
    last: int | None = None
    calibration: Calibration = NO_CALIBRATION


AS_ARRANGED = PrintOptions()


@dataclass(frozen=True, slots=True)
class RunPlan:
    """What a run of this kind would send now: pieces, and targets left out for each reason. They add up to targets."""

    targets: int
    pieces: int
    left_out: dict[LeftOutReason, int]


@dataclass(frozen=True, slots=True)
class PrintedRun:
    """A printed document: pages, pieces on it, and every target of the run that is not, with its reason.

    Where it carries addresses, `printed` is `barcodes` (pieces with a customer barcode) and those of `without_barcode`.
    Of the `pieces` of the run those from `first` on were printed; `places` says on which page and face each lies.
    """

    pages: int
    printed: int
    not_printed: tuple[tuple[str, LeftOutReason], ...]
    barcodes: int = 0
    without_barcode: tuple[tuple[str, BarcodeReason], ...] = ()
    pieces: int = 0
    first: int = 1
    places: PiecePlaces = NO_PLACES

    @property
    def last(self) -> int:
        """The last piece printed, counted over the run."""
        return self.first + self.printed - 1


@dataclass(frozen=True, slots=True)
class RecordedUndelivered:
    """One piece that came back; `id` is the operation that says so, for taking it back."""

    id: int
    act: Act
    target: TargetLine
    reason: UndeliveredReason


def plan_run(ledger: Ledger, campaign_id: int, kind: RunKind) -> RunPlan:
    """Count what a run would send, without making it."""
    with ledger.read() as view:
        reasons = [_reason(kind, who) for _, _, who in mailings.candidates(view, campaign_id, PrintOrder.NUMBER)]
    left_out = Counter(reason for reason in reasons if reason)
    return RunPlan(len(reasons), len(reasons) - left_out.total(), dict(left_out))


def create_run(
    ledger: Ledger,
    act: Act,
    campaign_id: int,
    kind: RunKind,
    *,
    made_on: date,
    deadline: date | None,
    order: PrintOrder = PrintOrder.NUMBER,
) -> Outcome[Run]:
    """Freeze a run: addressees as they are now, in one order for all papers. Raises Problem(NOBODY_TO_MAIL)."""
    with ledger.write(act, OperationKind.CREATE_RUN, {"kind": kind.value}) as operation:
        candidates = mailings.candidates(operation.writing.connection, campaign_id, order)
        if order is PrintOrder.POSTAL:
            candidates.sort(key=lambda found: postal.postal_key(found[2].addressee.address.postal_code, found[1]))
        pieces = [(target_id, who.addressee, _reason(kind, who)) for target_id, _, who in candidates]
        sent = sum(reason is None for _, _, reason in pieces)
        if not sent:
            raise Problem(ProblemKind.NOBODY_TO_MAIL)
        run_id = mailings.add_run(operation.writing, campaign_id, kind, made_on, deadline, order, pieces)
        run = next(run for run in mailings.runs(operation.writing.connection, campaign_id) if run.id == run_id)
        operation.summary |= {"run": run.number, "pieces": run.pieces, "left_out": run.left_out}
    return Outcome(run, frozenset({Subject.MAILING}), operation.id)


def runs(ledger: Ledger, campaign_id: int) -> tuple[Run, ...]:
    """The runs of a campaign, the newest first."""
    with ledger.read() as view:
        return mailings.runs(view, campaign_id)


def run_states(ledger: Ledger, campaign_id: int) -> dict[int, RunState]:
    """What became of the pieces of every run, by the run's number."""
    with ledger.read() as view:
        return mailings.run_states(view, campaign_id)


def left_out(ledger: Ledger, campaign_id: int, run_number: int) -> dict[LeftOutReason, int]:
    """How many targets a run leaves out for each reason."""
    with ledger.read() as view:
        return mailings.left_out_counts(view, mailings.run_by_number(view, campaign_id, run_number).id)


def pieces(ledger: Ledger, campaign_id: int, run_number: int) -> tuple[Piece, ...]:
    """The pieces of a run in its order, those left out included."""
    with ledger.read() as view:
        return mailings.pieces(view, mailings.run_by_number(view, campaign_id, run_number).id)


def print_run(
    ledger: Ledger,
    campaign_id: int,
    run_number: int,
    paper: Paper,
    path: Path,
    *,
    progress: Progress,
    options: PrintOptions = AS_ARRANGED,
) -> Outcome[PrintedRun]:
    """Print one document of a run to PDF.

    in = printed + not printed, and those outside the range asked for. Raises Problem: NOT_FOUND, PIECE_OUTSIDE,
    LABEL_SHEET_UNKNOWN, START_FACE_OUTSIDE, ENVELOPE_UNKNOWN, those of paper.
    """
    with ledger.read() as view:
        campaign = campaigns.get(view, campaign_id)
        run = mailings.run_by_number(view, campaign_id, run_number)
        everything = mailings.pieces(view, run.id)
    order = PrintOrder.POSTAL if options.dividers else options.order
    whole = _ordered([piece for piece in everything if piece.state is not PieceState.LEFT_OUT], order)
    before, last = options.first - 1, len(whole) if options.last is None else options.last
    check_range(options.first, last, len(whole))
    sent = whole[before:last]
    not_printed = tuple((piece.number, piece.left_out) for piece in everything if piece.left_out)
    from shoukei_app.paper import checklist, envelope, labels, letter, questionnaire_form  # noqa: PLC0415 - see masters.printable

    printed: PrintedPages
    carries = {Paper.QUESTIONNAIRES: [], Paper.CHECKLIST: whole}.get(paper, sent)
    found = postal.barcodes(carries)
    without = postal.without_barcode(found)
    bars = {number: one.barcode.bars for number, one in found.items() if one.barcode and options.barcode}
    marks = PostalMarks(bars, postal.dividers(whole) if options.dividers else {})
    refused = None if options.barcode else BarcodeReason.SWITCHED_OFF
    match paper:
        case Paper.LETTERS:
            refused = refused or (None if letter.barcode_size(campaign.envelope) else BarcodeReason.WINDOW_TOO_SMALL)
            template = campaign.letters[run.kind]
            printed = letter.print_letters(
                path,
                sent,
                template,
                campaign.sender,
                run.made_on,
                run.deadline or campaign.deadline,
                progress,
                envelope=campaign.envelope,
                marks=marks,
                calibration=options.calibration,
            )
        case Paper.QUESTIONNAIRES:
            printed = questionnaire_form.print_questionnaires(
                path,
                [piece.number for piece in sent],
                campaign.questionnaire,
                progress,
                sender=campaign.sender,
                deadline=run.deadline or campaign.deadline,
            )
        case Paper.LABELS:
            label_sheet = label_sheets.find(ledger, options.sheet)
            if not 1 <= options.start <= label_sheet.faces:
                raise Problem(ProblemKind.START_FACE_OUTSIDE, face=options.start, faces=label_sheet.faces)
            refused = refused or (None if labels.barcode_size(label_sheet) else BarcodeReason.LABEL_TOO_SMALL)
            printed = labels.print_labels(
                path,
                sent,
                label_sheet,
                progress,
                start=options.start,
                marks=marks,
                calibration=options.calibration,
            )
        case Paper.ENVELOPES:
            printed = envelope.print_envelopes(
                path,
                sent,
                masters.envelope(options.envelope),
                campaign.sender,
                progress,
                style=options.style,
                marks=marks,
            )
        case Paper.CHECKLIST:
            printed = checklist.print_checklist(
                path,
                run,
                campaign.name,
                [*whole, *(piece for piece in everything if piece.state is PieceState.LEFT_OUT)],
                progress,
                without_barcode=Counter(without.values()),
                first=options.first,
                last=last,
            )
    lacking: tuple[tuple[str, BarcodeReason], ...] = ()
    if paper in WITH_ADDRESS:
        reasons = [(piece.number, refused or without.get(piece.number)) for piece in sent]
        lacking = tuple((number, reason) for number, reason in reasons if reason)
    return Outcome(
        PrintedRun(
            printed.pages,
            printed.printed,
            not_printed,
            printed.barcodes,
            lacking,
            pieces=len(whole),
            first=options.first,
            places=replace(printed.places, offset=before),
        )
    )


def mark_posted(ledger: Ledger, act: Act, campaign_id: int, run_number: int, posted_on: date) -> Outcome[int]:
    """Say that a run was handed to the post; returns how many pieces."""
    with ledger.write(act, OperationKind.MARK_POSTED, {"run": run_number}) as operation:
        view = operation.writing.connection
        run = mailings.run_by_number(view, campaign_id, run_number)
        planned = [piece.id for piece in mailings.pieces(view, run.id) if piece.state is PieceState.PLANNED]
        row = {"state": PieceState.POSTED.value, "posted_on": posted_on}
        changed = mailings.change_pieces(operation.writing, dict.fromkeys(planned, row))
    return Outcome(changed, frozenset({Subject.MAILING}), operation.id)


def record_undelivered(
    ledger: Ledger, act: Act, typed_number: str, reason: UndeliveredReason, day: date
) -> Outcome[TargetLine]:
    """Say that the post brought a piece back. Raises Problem: FORM_NUMBER_WRONG, FORM_NUMBER_UNKNOWN, NOT_FOUND."""
    number = form_number.parse(typed_number)
    summary = {"number": number, "reason": reason.value}
    with ledger.write(act, OperationKind.RECORD_UNDELIVERED, summary) as operation:
        view = operation.writing.connection
        target = targets.by_number(view, number)
        row = {
            "state": PieceState.UNDELIVERED.value,
            "undelivered_reason": reason.value,
            "undelivered_on": day,
        }
        mailings.change_pieces(operation.writing, {mailings.last_piece(view, target.id): row})
        line = targets.by_number(view, number)
    return Outcome(line, frozenset({Subject.MAILING}), operation.id)


def undelivered_on(ledger: Ledger, day: date) -> tuple[RecordedUndelivered, ...]:
    """What the post brought back according to the records made on a day and still standing; the newest first."""
    operations = history.recorded_on(ledger, OperationKind.RECORD_UNDELIVERED, day)
    with ledger.read() as view:
        lines = targets.by_numbers(view, [str(operation.summary["number"]) for operation in operations])
    return tuple(
        RecordedUndelivered(operation.id, operation.act, line, UndeliveredReason(operation.summary["reason"]))
        for operation in operations
        if (line := lines.get(str(operation.summary["number"])))
    )


def _reason(kind: RunKind, who: Candidate) -> LeftOutReason | None:
    reason = left_out_reason(kind, who)
    if reason is None and not masters.printable(who.addressee):
        return LeftOutReason.MISSING_GLYPH
    return reason


def _ordered(sent: Iterable[Piece], order: PrintOrder | None) -> list[Piece]:
    if order is PrintOrder.NUMBER:
        return sorted(sent, key=lambda piece: piece.number)
    if order is PrintOrder.POSTAL:
        return postal.by_district(sent)
    return list(sent)
