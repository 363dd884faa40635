"""The papers of a mailing run (発送): printed in its one order, each with what is on it and what is not, and why."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from shoukei_app.domain import form_number
from shoukei_app.domain.barcode_eligibility import BarcodeReason
from shoukei_app.domain.envelope import LONG_3
from shoukei_app.domain.mailing import NOT_SENT, LeftOutReason, Piece, PieceState, PostalMarks, PrintOrder, Run
from shoukei_app.domain.printed import PrintedPages
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.progress import Progress
from shoukei_app.store import campaigns, mailings
from shoukei_app.store.ledger import Ledger
from shoukei_app.usecases import masters, postal, runs
from shoukei_app.usecases.outcome import Outcome


class Paper(StrEnum):
    """What can be printed of a run."""

    LETTERS = "letters"
    QUESTIONNAIRES = "questionnaires"
    LABELS = "labels"
    CHECKLIST = "checklist"


WITH_ADDRESS = frozenset({Paper.LETTERS, Paper.LABELS})
"""Papers that a customer barcode belongs on."""


@dataclass(frozen=True, slots=True)
class PrintOptions:
    """How a run is printed: its own order or another, with customer barcodes where they fit or without any.

    `sheet` and `start` (the first face, from 1) are for labels. `dividers` lie between the delivery districts on labels
    and letters; with them the order is that of the post. `only` are form numbers, to print some anew.
    """

    sheet: str = masters.DEFAULT_SHEET
    start: int = 1
    order: PrintOrder | None = None
    barcode: bool = True
    dividers: bool = False
    only: frozenset[str] | None = None


AS_ARRANGED = PrintOptions()


@dataclass(frozen=True, slots=True)
class PrintedRun:
    """A printed document: pages, pieces on it, and every target of the run (or of those asked for) that is not, with
    its reason: it was left out, is held back, or dropped out since. `numbers` are the pieces in the order of the paper.

    Where it carries addresses, `printed` is `barcodes` (pieces with a customer barcode) and those of `without_barcode`.
    """

    pages: int
    printed: int
    not_printed: tuple[tuple[str, LeftOutReason], ...]
    barcodes: int = 0
    without_barcode: tuple[tuple[str, BarcodeReason], ...] = ()
    numbers: tuple[str, ...] = ()


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

    in = printed + not printed. The letter, the sender and the questionnaire are those the run was made from; who
    replied or withdrew since is not printed. Raises Problem: NOT_FOUND, RUN_CANCELLED, NOT_IN_RUN, NOTHING_TO_PRINT,
    LABEL_SHEET_UNKNOWN, START_FACE_OUTSIDE, those of paper.
    """
    with ledger.read() as view:
        campaign = campaigns.get(view, campaign_id)
        run = mailings.run_by_number(view, campaign_id, run_number)
        if run.cancelled_on is not None:
            raise Problem(ProblemKind.RUN_CANCELLED, run=run_number)
        everything = _asked(runs.as_it_stands(view, run, history=paper is Paper.CHECKLIST), run, options)
        made_from = mailings.made_from(view, run.id)
    order = PrintOrder.POSTAL if options.dividers else options.order
    sent = _ordered([piece for piece in everything if piece.state not in NOT_SENT], order)
    not_printed = tuple((piece.number, piece.left_out) for piece in everything if piece.left_out)
    if not sent and paper is not Paper.CHECKLIST:
        raise Problem(ProblemKind.NOTHING_TO_PRINT, run=run.number, missing=len(not_printed))
    from shoukei_app.paper import checklist, labels, letter, questionnaire_form  # noqa: PLC0415 - see masters.unprintable

    printed: PrintedPages
    numbers = tuple(piece.number for piece in sent)
    found = postal.barcodes(sent) if paper is not Paper.QUESTIONNAIRES else {}
    without = postal.without_barcode(found)
    bars = {number: one.barcode.bars for number, one in found.items() if one.barcode and options.barcode}
    marks = PostalMarks(bars, postal.dividers(sent) if options.dividers else {})
    refused = None if options.barcode else BarcodeReason.SWITCHED_OFF
    match paper:
        case Paper.LETTERS:
            refused = refused or (None if letter.barcode_size(LONG_3) else BarcodeReason.WINDOW_TOO_SMALL)
            printed = letter.print_letters(
                path,
                sent,
                made_from.letter,
                made_from.sender,
                run.made_on,
                run.deadline or campaign.deadline,
                progress,
                marks=marks,
            )
        case Paper.QUESTIONNAIRES:
            printed = questionnaire_form.print_questionnaires(
                path,
                [piece.number for piece in sent],
                made_from.questionnaire,
                progress,
                sender=made_from.sender,
                deadline=run.deadline or campaign.deadline,
            )
        case Paper.LABELS:
            label_sheet = masters.label_sheet(options.sheet)
            if not 1 <= options.start <= label_sheet.faces:
                raise Problem(ProblemKind.START_FACE_OUTSIDE, face=options.start, faces=label_sheet.faces)
            refused = refused or (None if labels.barcode_size(label_sheet) else BarcodeReason.LABEL_TOO_SMALL)
            printed = labels.print_labels(path, sent, label_sheet, progress, start=options.start, marks=marks)
        case Paper.CHECKLIST:
            printed = checklist.print_checklist(
                path, run, campaign.name, everything, progress, without_barcode=Counter(without.values())
            )
    if paper in WITH_ADDRESS:
        reasons = [(piece.number, refused or without.get(piece.number)) for piece in sent]
        lacking = tuple((number, reason) for number, reason in reasons if reason)
        return Outcome(PrintedRun(printed.pages, printed.printed, not_printed, printed.barcodes, lacking, numbers))
    return Outcome(PrintedRun(printed.pages, printed.printed, not_printed, numbers=numbers))


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
