"""The papers of a mailing run (発送): printed in its one order, each with what is on it and what is not, and why."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path

from shoukei_app.domain import form_number
from shoukei_app.domain.barcode_eligibility import BarcodeReason
from shoukei_app.domain.calibration import NO_CALIBRATION, Calibration
from shoukei_app.domain.campaign import Campaign
from shoukei_app.domain.envelope import AS_IS_USUAL, EnvelopeStyle
from shoukei_app.domain.letter import Occasion
from shoukei_app.domain.made_from import MadeFrom
from shoukei_app.domain.mailing import NOT_SENT, LeftOutReason, Piece, PieceState, PostalMarks, PrintOrder, Run
from shoukei_app.domain.printed import NO_PLACES, PiecePlaces, PrintedPages, check_range
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.progress import Progress
from shoukei_app.store import campaigns, mailings
from shoukei_app.store.ledger import Ledger
from shoukei_app.usecases import label_sheets, masters, postal, runs
from shoukei_app.usecases.outcome import Outcome


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
    between the delivery districts on all papers with addresses; with them the order is that of the post. `only` are
    form numbers, to print some anew; `first` and `last` are pieces of them in the order printed (from 1): what is
    printed anew after a paper jam. `calibration` is that of the printer, for labels and letters.
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
    only: frozenset[str] | None = None


AS_ARRANGED = PrintOptions()


@dataclass(frozen=True, slots=True)
class PrintedRun:
    """A printed document: pages, pieces on it, and every target of the run (or of those asked for) that is not, with
    its reason: it was left out, is held back, or dropped out since. `numbers` are the pieces in the order of the paper.

    Where it carries addresses, `printed` is `barcodes` (pieces with a customer barcode) and those of `without_barcode`.
    Of the `pieces` of the run those from `first` on were printed; `places` says on which page and face each lies.
    """

    pages: int
    printed: int
    not_printed: tuple[tuple[str, LeftOutReason], ...]
    barcodes: int = 0
    without_barcode: tuple[tuple[str, BarcodeReason], ...] = ()
    numbers: tuple[str, ...] = ()
    pieces: int = 0
    first: int = 1
    places: PiecePlaces = NO_PLACES

    @property
    def last(self) -> int:
        """The last piece printed, counted over the run."""
        return self.first + self.printed - 1


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

    in = printed + not printed, and those outside the range asked for. The letter, the sender and the questionnaire are
    those the run was made from; who replied or withdrew since is not printed. Raises Problem: NOT_FOUND, RUN_CANCELLED,
    NOT_IN_RUN, NOTHING_TO_PRINT, PIECE_OUTSIDE, LABEL_SHEET_UNKNOWN, START_FACE_OUTSIDE, ENVELOPE_UNKNOWN, those of
    paper.
    """
    with ledger.read() as view:
        campaign = campaigns.get(view, campaign_id)
        run = mailings.run_by_number(view, campaign_id, run_number)
        if run.cancelled_on is not None:
            raise Problem(ProblemKind.RUN_CANCELLED, run=run_number)
        everything = _asked(runs.as_it_stands(view, run, history=paper is Paper.CHECKLIST), run, options)
        made_from = mailings.made_from(view, run.id)
    order = PrintOrder.POSTAL if options.dividers else options.order
    whole = _ordered([piece for piece in everything if piece.state not in NOT_SENT], order)
    not_printed = tuple((piece.number, piece.left_out) for piece in everything if piece.left_out)
    if not whole and paper is not Paper.CHECKLIST:
        raise Problem(ProblemKind.NOTHING_TO_PRINT, run=run.number, missing=len(not_printed))
    before, last = options.first - 1, len(whole) if options.last is None else options.last
    if whole:
        check_range(options.first, last, len(whole))
    sent = whole[before:last]
    carries = {Paper.QUESTIONNAIRES: [], Paper.CHECKLIST: whole}.get(paper, sent)
    found = postal.barcodes(carries)
    without = postal.without_barcode(found)
    bars = {number: one.barcode.bars for number, one in found.items() if one.barcode and options.barcode}
    marks = PostalMarks(bars, postal.dividers(whole) if options.dividers else {})
    task = _Task(
        ledger, path, run, campaign, made_from, everything, whole, sent, last, marks, without, options, progress
    )
    printed, takes_none = _PRINT[paper](task)
    refused = takes_none if options.barcode else BarcodeReason.SWITCHED_OFF
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
            tuple(piece.number for piece in sent),
            pieces=len(whole),
            first=options.first,
            places=replace(printed.places, offset=before),
        )
    )


@dataclass(frozen=True, slots=True)
class _Task:
    """One paper to print: `whole` are the pieces in its order, `sent` those of them that are asked for."""

    ledger: Ledger
    path: Path
    run: Run
    campaign: Campaign
    made_from: MadeFrom
    everything: Sequence[Piece]
    whole: Sequence[Piece]
    sent: Sequence[Piece]
    last: int
    marks: PostalMarks
    without: Mapping[str, BarcodeReason]
    options: PrintOptions
    progress: Progress

    @property
    def deadline(self) -> date | None:
        """Until when replies are asked for."""
        return self.run.deadline or self.campaign.deadline


_Printed = tuple[PrintedPages, BarcodeReason | None]
"""What was printed, and why the paper as a whole takes no customer barcode."""


def _letters(task: _Task) -> _Printed:
    from shoukei_app.paper import letter  # noqa: PLC0415 - see masters.unprintable

    window = task.campaign.envelope
    printed = letter.print_letters(
        task.path,
        task.sent,
        task.made_from.letter,
        Occasion(task.made_from.sender, task.run.made_on, task.deadline, task.campaign.name),
        task.progress,
        envelope=window,
        marks=task.marks,
        calibration=task.options.calibration,
    )
    return printed, None if letter.barcode_size(window) else BarcodeReason.WINDOW_TOO_SMALL


def _questionnaires(task: _Task) -> _Printed:
    from shoukei_app.paper import questionnaire_form  # noqa: PLC0415 - see masters.unprintable

    printed = questionnaire_form.print_questionnaires(
        task.path,
        [piece.number for piece in task.sent],
        task.made_from.questionnaire,
        task.progress,
        sender=task.made_from.sender,
        deadline=task.deadline,
    )
    return printed, None


def _labels(task: _Task) -> _Printed:
    from shoukei_app.paper import labels  # noqa: PLC0415 - see masters.unprintable

    options, sheet = task.options, label_sheets.find(task.ledger, task.options.sheet)
    if not 1 <= options.start <= sheet.faces:
        raise Problem(ProblemKind.START_FACE_OUTSIDE, face=options.start, faces=sheet.faces)
    printed = labels.print_labels(
        task.path,
        task.sent,
        sheet,
        task.progress,
        start=options.start,
        marks=task.marks,
        calibration=options.calibration,
    )
    return printed, None if labels.barcode_size(sheet) else BarcodeReason.LABEL_TOO_SMALL


def _envelopes(task: _Task) -> _Printed:
    from shoukei_app.paper import envelope  # noqa: PLC0415 - see masters.unprintable

    printed = envelope.print_envelopes(
        task.path,
        task.sent,
        masters.envelope(task.options.envelope),
        task.made_from.sender,
        task.progress,
        style=task.options.style,
        marks=task.marks,
    )
    return printed, None


def _checklist(task: _Task) -> _Printed:
    from shoukei_app.paper import checklist  # noqa: PLC0415 - see masters.unprintable

    printed = checklist.print_checklist(
        task.path,
        task.run,
        task.campaign.name,
        [*task.whole, *(piece for piece in task.everything if piece.state in NOT_SENT)],
        task.progress,
        without_barcode=Counter(task.without.values()),
        first=task.options.first,
        last=task.last,
    )
    return printed, None


_PRINT: Mapping[Paper, Callable[[_Task], _Printed]] = {
    Paper.LETTERS: _letters,
    Paper.QUESTIONNAIRES: _questionnaires,
    Paper.LABELS: _labels,
    Paper.ENVELOPES: _envelopes,
    Paper.CHECKLIST: _checklist,
}


def spoiled(ledger: Ledger, campaign_id: int, run_number: int) -> frozenset[str]:
    """The form numbers of a run that wait to be printed anew."""
    found = runs.pieces(ledger, campaign_id, run_number)
    return frozenset(piece.number for piece in found if piece.state is PieceState.SPOILED)


def _asked(everything: Sequence[Piece], run: Run, options: PrintOptions) -> Sequence[Piece]:
    if options.only is None:
        return everything
    if unknown := options.only - {piece.number for piece in everything}:
        raise Problem(ProblemKind.NOT_IN_RUN, number=form_number.shown(min(unknown)), run=run.number)
    return [piece for piece in everything if piece.number in options.only]


def _ordered(sent: Iterable[Piece], order: PrintOrder | None) -> list[Piece]:
    if order is PrintOrder.NUMBER:
        return sorted(sent, key=lambda piece: piece.number)
    if order is PrintOrder.POSTAL:
        return postal.by_district(sent)
    return list(sent)
