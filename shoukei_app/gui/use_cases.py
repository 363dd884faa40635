"""The use cases in the shell's terms: what the main window asks of the program."""

import getpass
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from shoukei_app.domain.form_number import shown
from shoukei_app.domain.history import Act, Operation
from shoukei_app.domain.problem import Problem
from shoukei_app.domain.progress import Progress
from shoukei_app.gui.kit.search import Hit
from shoukei_app.gui.session import Session
from shoukei_app.usecases import firms, history, ledgers, masters, organisations
from shoukei_app.usecases.ledgers import Ledger
from shoukei_app.usecases.outcome import Outcome
from shoukei_app.words.dates import year_month
from shoukei_app.words.postal import loaded_words
from shoukei_app.words.terms import word

_SAMPLE_FIRMS = 3500
_SAMPLE_SEED = 1


@dataclass(frozen=True, slots=True)
class UseCases:
    """Fills `gui.backend.Backend`."""

    person: str = ""

    def open(self, location: str, progress: Progress) -> Session:
        """Open a ledger with its newest campaign."""
        progress.start("台帳を開いています")
        return self._session(ledgers.open_existing(location), location)

    def create(self, path: Path, name: str, fiscal_year: int, progress: Progress) -> Session:
        """Make a ledger with one campaign."""
        progress.start("台帳を作っています")
        act = Act(self._person(), _now())
        return self._session(ledgers.create(path, act, name=name, fiscal_year=fiscal_year), str(path))

    def create_sample(self, path: Path, progress: Progress) -> Session:
        """Make the sample campaign beside its documents, and open it."""
        from shoukei_app.usecases.sample import campaign as sample  # noqa: PLC0415 - it draws in every use case

        made = sample.make(path, count=_SAMPLE_FIRMS, seed=_SAMPLE_SEED, progress=progress)
        return self.open(str(made.ledger), progress)

    def close(self, session: Session) -> None:
        """Let go of a ledger."""
        session.ledger.close()

    def campaigns(self, session: Session) -> Sequence[tuple[int, str]]:
        """The campaigns, the newest first."""
        return [(one.id, one.name) for one in ledgers.all_campaigns(session.ledger)]

    def people(self, session: Session) -> Sequence[str]:
        """Everybody who is in charge of something."""
        return [person.name for person in organisations.persons(session.ledger)]

    def office(self, session: Session) -> str:
        """The sender of the campaign's letters."""
        if session.campaign_id is None:
            return ""
        sender = ledgers.campaign(session.ledger, session.campaign_id).sender
        return "\n".join(filter(None, [sender.name, sender.section]))

    def postal_month(self) -> str:
        """The month of the list of postcodes."""
        return year_month(masters.postal_status().month)

    def load_postcodes(self, path: Path, progress: Progress) -> str:
        """Take in a newer list of postcodes."""
        loaded = masters.load_postal_file(path, progress)
        return loaded_words(loaded.month, loaded.records, loaded.changed)

    def undo_title(self, session: Session) -> str:
        """What undo would take back."""
        return _title(history.undo_state(session.ledger, session.person).undo)

    def redo_title(self, session: Session) -> str:
        """What redo would make again."""
        return _title(history.undo_state(session.ledger, session.person).redo)

    def undo(self, session: Session, progress: Progress) -> Outcome[object]:
        """Take back this person's last operation."""
        progress.start("元に戻しています")
        outcome = history.undo(session.ledger, session.act(), person=session.person)
        return Outcome(outcome.value, outcome.changed, outcome.operation)

    def redo(self, session: Session, progress: Progress) -> Outcome[object]:
        """Make this person's last undone operation again."""
        progress.start("やり直しています")
        outcome = history.redo(session.ledger, session.act(), person=session.person)
        return Outcome(outcome.value, outcome.changed, outcome.operation)

    def search(self, session: Session, text: str) -> Sequence[Hit]:
        """Firms by name, kana, person, address, telephone or form number."""
        if session.campaign_id is None:
            return []
        hits = []
        for firm, number in firms.search(session.ledger, session.campaign_id, text):
            facts = firm.facts
            place = f"{facts.address.municipality}{facts.address.town}"
            detail = "　".join(
                filter(None, [shown(number) if number else "", place, facts.representative, facts.phone])
            )
            hits.append(Hit("register", firm.id, facts.name, detail, "事業者"))
        return hits

    def _session(self, ledger: Ledger, location: str) -> Session:
        try:
            campaign_id = ledgers.current_campaign(ledger).id
        except Problem:
            campaign_id = None
        return Session(ledger, location, campaign_id, self._person())

    def _person(self) -> str:
        return self.person or getpass.getuser()


def _title(operation: Operation | None) -> str:
    return word(operation.kind) if operation else ""


def _now() -> datetime:
    return datetime.now().replace(microsecond=0)  # noqa: DTZ005 - the ledger keeps the office's local time
