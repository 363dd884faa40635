"""Sheets without a number (番号不明): logged with a slip, searched by what is known, turned into a receipt."""

from dataclasses import dataclass, replace

from shoukei_app.domain import form_number, loose_sheet
from shoukei_app.domain.history import Act, OperationKind
from shoukei_app.domain.loose_sheet import Clue, Known, Sender
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.questionnaire import QuestionKind, Questionnaire, QuestionRole
from shoukei_app.domain.receipt import Arrival
from shoukei_app.domain.target import TargetLine
from shoukei_app.store import campaigns, targets
from shoukei_app.store import loose_sheets as stored
from shoukei_app.store.ledger import Ledger, View
from shoukei_app.store.loose_sheets import EarlierReply, LooseSheet
from shoukei_app.usecases import receipts
from shoukei_app.usecases.outcome import Outcome, Subject

__all__ = ["LooseSheet"]  # the window names a sheet's type from here


@dataclass(frozen=True, slots=True)
class Candidate:
    """A target that a loose sheet could be from, and why; `id` is the target's."""

    id: int
    target: TargetLine
    clues: tuple[Clue, ...]


def log(ledger: Ledger, act: Act, campaign_id: int, arrival: Arrival) -> Outcome[int]:
    """Log a sheet whose number is torn off; returns the number of the slip to write on it."""
    with ledger.write(act, OperationKind.LOG_LOOSE_SHEET) as operation:
        number = stored.add(operation.writing, campaign_id, arrival)
        operation.summary["slip"] = number
    return Outcome(number, frozenset({Subject.RETURN}), operation.id)


def waiting(ledger: Ledger, campaign_id: int) -> tuple[LooseSheet, ...]:
    """The sheets that have no firm yet, in the order of their slips."""
    with ledger.read() as view:
        return stored.unidentified(view, campaign_id)


def search(ledger: Ledger, campaign_id: int, known: Known) -> tuple[Candidate, ...]:
    """The targets without a receipt that fit what is known, the likeliest first, those that were mailed before others.

    Founding year and age are compared with what the firm answered in an earlier campaign.
    """
    with ledger.read() as view:
        senders = _senders(view, campaign_id, with_earlier=known.age is not None or known.founded is not None)
        found = {one.target_id: one for one in loose_sheet.search(known, senders)}
        fitting = [
            Candidate(line.id, line, found[line.id].clues)
            for line in targets.lines(view, list(found))
            if line.received_on is None
        ]
    return tuple(sorted(fitting, key=lambda one: (-found[one.id].score, not one.target.mailed)))


def identify(
    ledger: Ledger, act: Act, campaign_id: int, slip: str | int, typed_number: str, *, anyway: bool = False
) -> Outcome[TargetLine]:
    """Say whose a loose sheet is: it becomes that target's receipt, with the day and bundle it came in.

    Raises Problem: SLIP_UNKNOWN, SLIP_IDENTIFIED, and as `receipts.receive` does for the number.
    """
    key = slip if isinstance(slip, int) else loose_sheet.parse_slip(slip)
    number = form_number.parse(typed_number)
    with ledger.write(act, OperationKind.IDENTIFY_SHEET, {"slip": key, "number": number}) as operation:
        view = operation.writing.connection
        sheet = stored.get(view, campaign_id, key)
        if sheet.target_id is not None:
            (known,) = targets.lines(view, [sheet.target_id])
            raise Problem(
                ProblemKind.SLIP_IDENTIFIED, slip=loose_sheet.slip(key), number=form_number.shown(known.number)
            )
        note = "　".join(filter(None, (loose_sheet.slip(key), sheet.arrival.note)))
        line = receipts.keep(operation.writing, campaign_id, number, replace(sheet.arrival, note=note), anyway=anyway)
        stored.identify(operation.writing, sheet, line.id)
        received = targets.by_number(view, number)
    return Outcome(received, frozenset({Subject.RETURN}), operation.id)


def _senders(view: View, campaign_id: int, *, with_earlier: bool) -> list[Sender]:
    if not with_earlier:
        return [sender for _, sender in stored.senders(view, campaign_id)]
    year = campaigns.get(view, campaign_id).fiscal_year
    earlier = _earlier(view, campaign_id, year)
    return [
        replace(sender, founded=earlier[firm_id][0], age=earlier[firm_id][1]) if firm_id in earlier else sender
        for firm_id, sender in stored.senders(view, campaign_id)
    ]


def _earlier(view: View, campaign_id: int, year: int) -> dict[int, tuple[int | None, int | None]]:
    """Founding year and age (this year) of every firm that answered another campaign; the newest answer counts."""
    questions = {one.id: _questions(one.questionnaire) for one in campaigns.every(view)}
    found: dict[int, tuple[int | None, int | None]] = {}
    for reply in stored.earlier_replies(view, campaign_id):
        founded_id, age_id = questions[reply.campaign_id]
        age = _figure(reply, age_id)
        founded, known_age = found.get(reply.firm_id, (None, None))
        found[reply.firm_id] = (
            _figure(reply, founded_id) or founded,
            age + year - reply.fiscal_year if age is not None else known_age,
        )
    return found


def _questions(questionnaire: Questionnaire) -> tuple[str, str]:
    """The ids of the questions for the founding year and the age, "" where a questionnaire has none."""
    founded = next((one.id for one in questionnaire.questions if one.kind is QuestionKind.YEAR), "")
    age = next((one.id for one in questionnaire.questions if one.role is QuestionRole.AGE), "")
    return founded, age


def _figure(reply: EarlierReply, question: str) -> int | None:
    answer = reply.sheet.get(question)
    return int(answer.number) if answer is not None and answer.number is not None else None
