"""The letters of a campaign: read, changed, proved on real firms, handed on as a file or from an earlier campaign."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from shoukei_app.domain import form_number
from shoukei_app.domain.firm import Address
from shoukei_app.domain.history import Act, OperationKind
from shoukei_app.domain.letter import LetterFault, Letters, LetterTemplate, Occasion, Place
from shoukei_app.domain.mailing import Addressee, Piece, PrintOrder
from shoukei_app.exchange import letter_file
from shoukei_app.store import campaigns, mailings
from shoukei_app.store.ledger import Ledger
from shoukei_app.usecases.ledgers import default_letters
from shoukei_app.usecases.outcome import Outcome, Subject

_SOMEBODY = Addressee(
    "見本株式会社", "", "代表取締役", "見本 太郎", Address("3800000", "長野県", "", "長野市", "", "見本町", "1番地1")
)
"""Who is written to while a campaign has no targets yet."""


@dataclass(frozen=True, slots=True)
class Proof:
    """One letter as it would be printed: the PDF, what is wrong with it, the type size in points.

    `spare` is how many more lines fit, also for the longest names; below 0 so many are too many.
    """

    data: bytes
    faults: tuple[LetterFault, ...]
    size: float
    spare: int


def of(ledger: Ledger, campaign_id: int) -> Letters:
    """The letters of a campaign by kind of run."""
    with ledger.read() as view:
        return campaigns.get(view, campaign_id).letters


def standard() -> Letters:
    """The letters that a new campaign begins with."""
    return default_letters()


def save(ledger: Ledger, act: Act, campaign_id: int, letters: Letters) -> Outcome[None]:
    """Keep the letters of a campaign, as one operation; kinds that are not among them stay as they are."""
    with ledger.write(act, OperationKind.EDIT_LETTERS) as operation:
        old = campaigns.get(operation.writing.connection, campaign_id)
        operation.summary["name"] = old.name
        campaigns.change_letters(operation.writing, old, {**old.letters, **letters})
    return Outcome(None, frozenset({Subject.CAMPAIGN}), operation.id)


def export_file(ledger: Ledger, campaign_id: int, target: Path) -> Outcome[tuple[str, ...]]:
    """Write the letters of a campaign to a file; returns their kinds. Raises Problem as `letter_file.write` does."""
    letters = of(ledger, campaign_id)
    letter_file.write(target, letters)
    return Outcome(tuple(letters))


def import_file(ledger: Ledger, act: Act, campaign_id: int, source: Path) -> Outcome[tuple[str, ...]]:
    """Take in the letters of a file; returns their kinds. Raises Problem as `letter_file.read` does."""
    letters = letter_file.read(source)
    saved = save(ledger, act, campaign_id, letters)
    return Outcome(tuple(letters), saved.changed, saved.operation)


def read_file(source: Path) -> dict[str, LetterTemplate]:
    """The letters of a file, without keeping them. Raises Problem as `letter_file.read` does."""
    return letter_file.read(source)


def runs_by_kind(ledger: Ledger, campaign_id: int) -> Mapping[str, tuple[int, ...]]:
    """The numbers of the runs that were made of each kind: they keep the letter they were made with."""
    found: dict[str, tuple[int, ...]] = {}
    with ledger.read() as view:
        for run in sorted(mailings.runs(view, campaign_id), key=lambda run: run.number):
            found[run.kind] = (*found.get(run.kind, ()), run.number)
    return found


def occasion(ledger: Ledger, campaign_id: int, today: date) -> Occasion:
    """What a letter of this campaign would be written for today."""
    with ledger.read() as view:
        campaign = campaigns.get(view, campaign_id)
    return Occasion(campaign.sender, today, campaign.deadline, campaign.name)


def recipients(ledger: Ledger, campaign_id: int) -> tuple[Piece, ...]:
    """Every target of a campaign as the piece it would get, by form number; an invented one while there is none."""
    with ledger.read() as view:
        found = mailings.candidates(view, campaign_id, PrintOrder.NUMBER)
    pieces = tuple(Piece(key, number, who.addressee) for key, number, who in found if who.addressee.name)
    return pieces or (Piece(0, form_number.form_number(1), _SOMEBODY),)


def longest(pieces: Sequence[Piece]) -> int:
    """Which of the pieces has the longest names."""
    return max(range(len(pieces)), key=lambda place: _length(pieces[place].addressee))


def prove(template: LetterTemplate, occasion: Occasion, piece: Piece, fullest: Sequence[Piece] = ()) -> Proof:
    """Print one letter as far as it is written, and say what is wrong; `fullest` must fit as well."""
    from shoukei_app.paper import letter  # noqa: PLC0415 - see masters.printable

    faults = letter.faults(template, occasion)
    with TemporaryDirectory() as folder:
        target = Path(folder) / "letter.pdf"
        kind = letter.proof(target, piece, template, occasion, longest=fullest)
        data = target.read_bytes()
    if problem := letter.too_long(kind):
        faults.append(LetterFault(Place(""), problem))
    return Proof(data, tuple(faults), kind.font.size, kind.spare)


def _length(who: Addressee) -> int:
    return len(who.name) + len(who.office) + len(who.title) + len(who.representative)
