"""Mailing runs (発送便): planned, frozen, held-back names decided, printed, spoiled, cancelled, posted."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from shoukei_app.domain import form_number
from shoukei_app.domain.campaign import Campaign
from shoukei_app.domain.history import Act, OperationKind
from shoukei_app.domain.letter import LetterTemplate, template_for
from shoukei_app.domain.made_from import MadeFrom
from shoukei_app.domain.mailing import (
    HANDED_OVER,
    NOT_SENT,
    WAITING,
    Addressee,
    Candidate,
    LeftOutReason,
    Piece,
    PieceState,
    PrintOrder,
    Run,
    RunKind,
    RunState,
    left_out_reason,
)
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.store import campaigns, mailings
from shoukei_app.store.ledger import Ledger, View
from shoukei_app.store.mailings import ChosenName, PlannedPiece
from shoukei_app.usecases import masters, postal
from shoukei_app.usecases.outcome import Outcome, Subject

_OPEN = WAITING | {PieceState.HELD}
_CHANGED = frozenset({Subject.MAILING})


@dataclass(frozen=True, slots=True)
class HeldName:
    """A piece that waits for a person: the characters in its names and address that no font can print."""

    number: str
    addressee: Addressee
    characters: str

    @property
    def line(self) -> str:
        """The whole addressee on one line."""
        return _line(self.addressee)

    def with_characters(self, chosen: Mapping[str, str]) -> Addressee:
        """The addressee with characters put in the place of others, wherever they stand."""

        def written(text: str) -> str:
            for before, after in chosen.items():
                text = text.replace(before, after)
            return text

        who, place = self.addressee, self.addressee.address
        return Addressee(
            written(who.name),
            written(who.office),
            written(who.title),
            written(who.representative),
            replace(place, town=written(place.town), rest=written(place.rest)),
        )


@dataclass(frozen=True, slots=True)
class RunPlan:
    """What a run of this kind would send now: pieces, and targets left out for each reason. They add up to targets.

    `held` are those of them that are left out until a person decides how their names are printed.
    """

    targets: int
    pieces: int
    left_out: dict[LeftOutReason, int]
    held: tuple[HeldName, ...] = ()


@dataclass(frozen=True, slots=True)
class Posting:
    """What was handed to the post, and what was not, by form number with its reason."""

    posted: int
    not_posted: tuple[tuple[str, LeftOutReason], ...]


def plan_run(ledger: Ledger, campaign_id: int, kind: RunKind, numbers: Iterable[str] = ()) -> RunPlan:
    """Count what a run would send, without making it; `numbers` are those of a re-issue. Raises as `create_run`."""
    with ledger.read() as view:
        candidates = _candidates(view, campaign_id, kind, PrintOrder.NUMBER, numbers)
        names = mailings.chosen_names(view, campaign_id)
    planned = [(number, _planned(kind, target_id, who, names)) for target_id, number, who in candidates]
    left_out = Counter(one.left_out for _, one in planned if one.left_out)
    held = tuple(
        HeldName(number, one.addressee, masters.unprintable(one.addressee))
        for number, one in planned
        if one.state is PieceState.HELD
    )
    return RunPlan(len(planned), len(planned) - left_out.total(), dict(left_out), held)


def create_run(
    ledger: Ledger,
    act: Act,
    campaign_id: int,
    kind: RunKind,
    *,
    made_on: date,
    deadline: date | None,
    order: PrintOrder = PrintOrder.NUMBER,
    numbers: Iterable[str] = (),
    reason: str = "",
) -> Outcome[Run]:
    """Freeze a run: addressees, letter, sender and questionnaire as they are now, in one order for all papers.

    A re-issue (再発行) is for the firms of `numbers`, with the reason; a re-mail (再送) for those whose last piece came
    back. Raises Problem: NOBODY_TO_MAIL, VALUE_MISSING for a re-issue without numbers or reason, FORM_NUMBER_WRONG,
    FORM_NUMBER_UNKNOWN, TEXT_DOES_NOT_FIT where the questionnaire does not fit its pages.
    """
    if kind is RunKind.REISSUE and not reason.strip():
        raise Problem(ProblemKind.VALUE_MISSING, field="再発行の理由")
    summary: dict[str, object] = {"kind": kind.value}
    if reason.strip():
        summary["why"] = reason.strip()
    with ledger.write(act, OperationKind.CREATE_RUN, summary) as operation:
        view = operation.writing.connection
        candidates = _candidates(view, campaign_id, kind, order, numbers)
        if order is PrintOrder.POSTAL:
            candidates.sort(key=lambda found: postal.postal_key(found[2].addressee.address.postal_code, found[1]))
        names = mailings.chosen_names(view, campaign_id)
        pieces = [_planned(kind, target_id, who, names) for target_id, _, who in candidates]
        if all(piece.state is PieceState.LEFT_OUT for piece in pieces):
            raise Problem(ProblemKind.NOBODY_TO_MAIL)
        run_id = mailings.add_run(
            operation.writing,
            campaign_id,
            kind,
            made_on,
            deadline,
            order,
            pieces,
            _made_from(campaigns.get(view, campaign_id), kind),
            reason.strip(),
        )
        run = next(run for run in mailings.runs(view, campaign_id) if run.id == run_id)
        operation.summary |= {"run": run.number, "pieces": run.pieces, "left_out": run.left_out}
    return Outcome(run, _CHANGED, operation.id)


def every(ledger: Ledger, campaign_id: int) -> tuple[Run, ...]:
    """The runs of a campaign, the newest first, those cancelled included."""
    with ledger.read() as view:
        return mailings.runs(view, campaign_id)


def run_states(ledger: Ledger, campaign_id: int) -> dict[int, RunState]:
    """What became of the pieces of every run, by the run's number."""
    with ledger.read() as view:
        return mailings.run_states(view, campaign_id)


def left_out(ledger: Ledger, campaign_id: int, run_number: int) -> dict[LeftOutReason, int]:
    """How many targets a run does not send to for each reason, those held back and void included."""
    with ledger.read() as view:
        return mailings.left_out_counts(view, mailings.run_by_number(view, campaign_id, run_number).id)


def pieces(ledger: Ledger, campaign_id: int, run_number: int) -> tuple[Piece, ...]:
    """The pieces of a run in its order, those left out included."""
    with ledger.read() as view:
        return mailings.pieces(view, mailings.run_by_number(view, campaign_id, run_number).id)


def made_from(ledger: Ledger, campaign_id: int, run_number: int) -> MadeFrom:
    """What a run is printed from; its `layout` reads the forms that came back. Raises Problem(NOT_FOUND)."""
    with ledger.read() as view:
        return mailings.made_from(view, mailings.run_by_number(view, campaign_id, run_number).id)


def differs_from_settings(ledger: Ledger, campaign_id: int, run_number: int) -> bool:
    """Whether letter, sender or questionnaire were changed after the run was made: it is printed as it was then."""
    with ledger.read() as view:
        run = mailings.run_by_number(view, campaign_id, run_number)
        frozen, campaign = mailings.made_from(view, run.id), campaigns.get(view, campaign_id)
    now = (_letter(campaign, run.kind), campaign.sender, campaign.questionnaire)
    return (frozen.letter, frozen.sender, frozen.questionnaire) != now


def dropped_out(ledger: Ledger, campaign_id: int, run_number: int) -> dict[str, LeftOutReason]:
    """Pieces not yet posted that are not to be sent any more as the ledger stands, by form number in print order."""
    with ledger.read() as view:
        run = mailings.run_by_number(view, campaign_id, run_number)
        found = mailings.dropped_out(view, run.id)
        if not found:
            return {}
        return {
            piece.number: found[piece.id][0]
            for piece in mailings.pieces(view, run.id)
            if piece.id in found and piece.state in WAITING
        }


def as_it_stands(view: View, run: Run, *, history: bool = False) -> tuple[Piece, ...]:
    """The pieces of a run with those that dropped out since made LEFT_OUT, with the reason; nothing is written.

    Up to the minute: who replied, withdrew or closed after the run was made gets no paper any more. With `history`
    (the checklist) what was handed to the post stays as it was.
    """
    found = mailings.dropped_out(view, run.id)
    kept = HANDED_OVER if history else frozenset()
    return tuple(
        replace(piece, state=PieceState.LEFT_OUT, left_out=found[piece.id][0])
        if piece.id in found and piece.state not in NOT_SENT | kept
        else piece
        for piece in mailings.pieces(view, run.id)
    )


def held(ledger: Ledger, campaign_id: int, run_number: int) -> tuple[HeldName, ...]:
    """The pieces of a run that wait for a person's word on their names, in print order."""
    return tuple(
        HeldName(piece.number, piece.addressee, masters.unprintable(piece.addressee))
        for piece in pieces(ledger, campaign_id, run_number)
        if piece.state is PieceState.HELD
    )


def held_name(ledger: Ledger, campaign_id: int, run_number: int, typed_number: str) -> HeldName:
    """One piece that waits for a person's word. Raises Problem: FORM_NUMBER_WRONG, NOT_HELD."""
    number = form_number.parse(typed_number)
    for one in held(ledger, campaign_id, run_number):
        if one.number == number:
            return one
    raise Problem(ProblemKind.NOT_HELD, number=form_number.shown(number))


def decide_name(
    ledger: Ledger,
    act: Act,
    campaign_id: int,
    run_number: int,
    number: str,
    printed_as: Addressee | None,
    *,
    source: str = "",
) -> Outcome[None]:
    """Decide a piece that is held back: print it to `printed_as` (with the source of that), or leave it out (None).

    The register keeps the name as it is; later runs print the same name the same way. Raises Problem: NOT_HELD,
    VALUE_MISSING without a source, CHARACTER_UNPRINTABLE, RUN_CANCELLED, RUN_POSTED.
    """
    decision = "" if printed_as is None else _line(printed_as)
    summary: dict[str, object] = {"run": run_number, "number": form_number.parse(number), "decision": decision}
    if printed_as is not None:
        if not source.strip():
            raise Problem(ProblemKind.VALUE_MISSING, field="出どころ")
        if lacking := masters.unprintable(printed_as):
            raise Problem(ProblemKind.CHARACTER_UNPRINTABLE, text=decision, characters=lacking)
        summary["source"] = source.strip()
    with ledger.write(act, OperationKind.DECIDE_NAME, summary) as operation:
        view = operation.writing.connection
        run = _open_run(view, campaign_id, run_number)
        found = {piece.number: piece for piece in mailings.pieces(view, run.id) if piece.state is PieceState.HELD}
        piece = found.get(str(summary["number"]))
        if piece is None:
            raise Problem(ProblemKind.NOT_HELD, number=number)
        mailings.decide(operation.writing, piece.id, printed_as, source.strip())
    return Outcome(None, _CHANGED, operation.id)


def record_printed(
    ledger: Ledger, act: Act, campaign_id: int, run_number: int, numbers: Collection[str], paper: str = ""
) -> Outcome[int]:
    """Say that papers of these pieces (form numbers) were printed; a spoiled one was printed anew by it.

    Returns how many pieces changed their state: none where they were printed before.
    """
    summary: dict[str, object] = {"run": run_number}
    if paper:
        summary["paper"] = paper
    after = {PieceState.PLANNED: PieceState.PRINTED, PieceState.SPOILED: PieceState.REPRINTED}
    wanted = set(numbers)
    with ledger.write(act, OperationKind.RECORD_PRINTED, summary) as operation:
        view = operation.writing.connection
        run = mailings.run_by_number(view, campaign_id, run_number)
        rows = {
            piece.id: {"state": after[piece.state].value}
            for piece in mailings.pieces(view, run.id)
            if piece.number in wanted and piece.state in after
        }
        changed = mailings.change_pieces(operation.writing, rows)
        operation.summary["printed"] = changed
    return Outcome(changed, _CHANGED, operation.id)


def record_spoiled(
    ledger: Ledger, act: Act, campaign_id: int, run_number: int, typed_numbers: Iterable[str]
) -> Outcome[int]:
    """Say that sheets of these pieces were spoiled (刷り損じ): they are void until they are printed anew.

    Returns how many. Raises Problem: FORM_NUMBER_WRONG, NOT_IN_RUN where one is no piece that is still to be posted;
    RUN_CANCELLED.
    """
    numbers = list(dict.fromkeys(form_number.parse(typed) for typed in typed_numbers))
    if not numbers:
        raise Problem(ProblemKind.VALUE_MISSING, field="整理番号")
    with ledger.write(act, OperationKind.RECORD_SPOILED, {"run": run_number, "numbers": numbers}) as operation:
        view = operation.writing.connection
        run = _run(view, campaign_id, run_number)
        found = {piece.number: piece.id for piece in mailings.pieces(view, run.id) if piece.state in WAITING}
        for number in numbers:
            if number not in found:
                raise Problem(ProblemKind.NOT_IN_RUN, number=form_number.shown(number), run=run_number)
        rows = {found[number]: {"state": PieceState.SPOILED.value} for number in numbers}
        changed = mailings.change_pieces(operation.writing, rows)
    return Outcome(changed, _CHANGED, operation.id)


def cancel_run(
    ledger: Ledger, act: Act, campaign_id: int, run_number: int, *, cancelled_on: date, reason: str
) -> Outcome[int]:
    """Cancel a run before it is posted (取りやめ): its pieces are void; returns how many. A new run has a new number.

    Raises Problem: VALUE_MISSING without a reason, RUN_POSTED, RUN_CANCELLED.
    """
    if not reason.strip():
        raise Problem(ProblemKind.VALUE_MISSING, field="取りやめる理由")
    with ledger.write(act, OperationKind.CANCEL_RUN, {"run": run_number, "why": reason.strip()}) as operation:
        view = operation.writing.connection
        run = _open_run(view, campaign_id, run_number)
        void = {"state": PieceState.VOID.value, "left_out": LeftOutReason.RUN_CANCELLED.value}
        open_ = [piece.id for piece in mailings.pieces(view, run.id) if piece.state in _OPEN]
        mailings.change_pieces(operation.writing, dict.fromkeys(open_, void))
        mailings.change_run(operation.writing, run.id, cancelled_on=cancelled_on, reason=reason.strip())
        operation.summary["pieces"] = len(open_)
    return Outcome(len(open_), _CHANGED, operation.id)


def mark_posted(
    ledger: Ledger,
    act: Act,
    campaign_id: int,
    run_number: int,
    posted_on: date,
    *,
    all_the_same: Collection[str] = (),
) -> Outcome[Posting]:
    """Say that a run was handed to the post.

    Not posted, and so void: who dropped out since the run was made (a reply counts where it came by that day) and
    spoiled pieces that were not printed anew. `all_the_same` are form numbers that went out although they dropped out.
    Raises Problem: RUN_CANCELLED, NOT_FOUND.
    """
    with ledger.write(act, OperationKind.MARK_POSTED, {"run": run_number}) as operation:
        view = operation.writing.connection
        run = _run(view, campaign_id, run_number)
        dropped = mailings.dropped_out(view, run.id)
        rows: dict[int, dict[str, object]] = {}
        not_posted: list[tuple[str, LeftOutReason]] = []
        for piece in mailings.pieces(view, run.id):
            if piece.state not in _OPEN:
                continue
            reason = None if piece.number in all_the_same else _not_posted(piece, dropped.get(piece.id), posted_on)
            if reason is None:
                rows[piece.id] = {"state": PieceState.POSTED.value, "left_out": None, "posted_on": posted_on}
                continue
            state = PieceState.LEFT_OUT if piece.state is PieceState.HELD else PieceState.VOID
            rows[piece.id] = {"state": state.value, "left_out": reason.value, "posted_on": None}
            not_posted.append((piece.number, reason))
        mailings.change_pieces(operation.writing, rows)
        operation.summary |= {"pieces": len(rows) - len(not_posted), "not_posted": len(not_posted)}
    return Outcome(Posting(len(rows) - len(not_posted), tuple(not_posted)), _CHANGED, operation.id)


def _candidates(
    view: View, campaign_id: int, kind: RunKind, order: PrintOrder, typed_numbers: Iterable[str]
) -> list[tuple[int, str, Candidate]]:
    """Whom a run of this kind is about, in print order."""
    found = mailings.candidates(view, campaign_id, order)
    if kind is RunKind.REMAIL:
        return [one for one in found if one[2].undelivered]
    if kind is not RunKind.REISSUE:
        return found
    wanted = {form_number.parse(typed) for typed in typed_numbers}
    if not wanted:
        raise Problem(ProblemKind.VALUE_MISSING, field="再発行する整理番号")
    if unknown := wanted - {number for _, number, _ in found}:
        raise Problem(ProblemKind.FORM_NUMBER_UNKNOWN, number=min(unknown))
    return [one for one in found if one[1] in wanted]


def _planned(kind: RunKind, target_id: int, who: Candidate, names: dict[int, ChosenName]) -> PlannedPiece:
    if reason := left_out_reason(kind, who):
        return PlannedPiece(target_id, who.addressee, PieceState.LEFT_OUT, reason)
    if not masters.unprintable(who.addressee):
        return PlannedPiece(target_id, who.addressee, PieceState.PLANNED, None)
    chosen = names.get(target_id)
    if chosen is not None and chosen.addressee == who.addressee and not masters.unprintable(chosen.printed_as):
        return PlannedPiece(target_id, who.addressee, PieceState.PLANNED, None, chosen.printed_as, chosen.source)
    return PlannedPiece(target_id, who.addressee, PieceState.HELD, LeftOutReason.MISSING_GLYPH)


def _not_posted(
    piece: Piece, dropped: tuple[LeftOutReason, date | None] | None, posted_on: date
) -> LeftOutReason | None:
    if piece.state is PieceState.HELD:
        return LeftOutReason.MISSING_GLYPH
    if dropped is not None:
        reason, replied_on = dropped
        if replied_on is None or replied_on <= posted_on:
            return reason
    return LeftOutReason.SPOILED if piece.state is PieceState.SPOILED else None


def _made_from(campaign: Campaign, kind: RunKind) -> MadeFrom:
    from shoukei_app.paper import questionnaire_form  # noqa: PLC0415 - see masters.unprintable

    layout = questionnaire_form.layout(campaign.questionnaire)
    return MadeFrom(_letter(campaign, kind), campaign.sender, campaign.questionnaire, layout)


def _letter(campaign: Campaign, kind: RunKind) -> LetterTemplate:
    return template_for(campaign.letters, kind)


def _run(view: View, campaign_id: int, run_number: int) -> Run:
    run = mailings.run_by_number(view, campaign_id, run_number)
    if run.cancelled_on is not None:
        raise Problem(ProblemKind.RUN_CANCELLED, run=run_number)
    return run


def _open_run(view: View, campaign_id: int, run_number: int) -> Run:
    run = _run(view, campaign_id, run_number)
    if mailings.run_states(view, campaign_id).get(run_number, RunState()).handed_over:
        raise Problem(ProblemKind.RUN_POSTED, run=run_number)
    return run


def _line(who: Addressee) -> str:
    parts: Sequence[str] = (who.name, who.office, who.title, who.representative, who.address.text)
    return "　".join(filter(None, parts))
