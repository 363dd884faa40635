"""What the shell asks of the program: opening ledgers, undoing, searching. One object fills it from the use cases."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from shoukei_app.domain.progress import Progress
from shoukei_app.gui.kit.search import Hit
from shoukei_app.gui.session import Session
from shoukei_app.usecases.outcome import Outcome


class Backend(Protocol):
    """The use cases in the shell's terms. Methods with a Progress run in the worker and may raise Problem."""

    def open(self, location: str, progress: Progress) -> Session:
        """Open a ledger by its path or URL, with the campaign last worked on."""

    def create(self, path: Path, name: str, fiscal_year: int, progress: Progress) -> Session:
        """Make a ledger with one campaign of this name and fiscal year, and open it."""

    def create_sample(self, folder: Path, progress: Progress) -> Session:
        """Make a whole invented campaign in a folder that need not exist, ledger and documents, and open it."""

    def close(self, session: Session) -> None:
        """Let go of a ledger."""

    def campaigns(self, session: Session) -> Sequence[tuple[int, str]]:
        """Ids and names of the campaigns in the ledger, the newest first."""

    def people(self, session: Session) -> Sequence[str]:
        """Names of the persons in charge, who may be working at this desk."""

    def office(self, session: Session) -> str:
        """The office whose ledger this is, for the foot of the navigation; "" where it is not known."""

    def postal_month(self) -> str:
        """The month of the list of postcodes in use, in words."""

    def load_postcodes(self, path: Path, progress: Progress) -> str:
        """Take in a newer list of postcodes; what it brought, in words."""

    def undo_title(self, session: Session) -> str:
        """The name of the operation that undo would take back (回答の記録), "" where there is none."""

    def redo_title(self, session: Session) -> str:
        """The name of the operation that redo would bring back, "" where there is none."""

    def undo(self, session: Session, progress: Progress) -> Outcome[object]:
        """Take back the last operation."""

    def redo(self, session: Session, progress: Progress) -> Outcome[object]:
        """Bring back the operation taken back last."""

    def search(self, session: Session, text: str) -> Sequence[Hit]:
        """What the text may mean anywhere in the ledger, a few hits per group, the likeliest first."""
