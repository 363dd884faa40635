"""Keeps the sheet at hand in the ledger after every field, without a fast keyer ever waiting behind it."""

from collections.abc import Callable

from shoukei_app.domain.problem import Problem
from shoukei_app.domain.progress import Progress
from shoukei_app.gui.kit.page import Shell
from shoukei_app.usecases import entry
from shoukei_app.usecases.entry import DraftSheet
from shoukei_app.usecases.outcome import Outcome

_TITLE = "入力中の票の控え"


class DraftKeeper:
    """One write is under way at most; what is to be kept meanwhile replaces what waited for it.

    `written` is called when nothing waits any more, `failed` with why a state could not be kept.
    """

    def __init__(self, shell: Shell, failed: Callable[[Problem], object], written: Callable[[], object]) -> None:
        self._shell = shell
        self._failed = failed
        self._written = written
        self._under_way = False
        self._next: DraftSheet | None = None

    def keep(self, value: DraftSheet) -> None:
        """Keep this state of a sheet as soon as the one before is written."""
        if self._under_way:
            self._next = value
            return
        self._under_way = True
        ledger = self._shell.session.ledger

        def job(_progress: Progress) -> Outcome[None]:
            entry.keep_draft(ledger, value)
            return Outcome(None)

        self._shell.desk.write(job, title=_TITLE, failed=self._failed, ended=self._on_written, cancellable=False)

    def forget(self) -> None:
        """The sheet is recorded or dropped: what still waits to be kept is not."""
        self._next = None

    def drop(self, value: DraftSheet) -> None:
        """Take a kept sheet out of the ledger."""
        self.forget()
        ledger = self._shell.session.ledger

        def job(_progress: Progress) -> Outcome[None]:
            entry.drop_draft(ledger, value.target_id, value.pass_number, value.keyer)
            return Outcome(None)

        self._shell.desk.write(job, title=_TITLE, ended=self._written, cancellable=False)

    def _on_written(self) -> None:
        self._under_way = False
        waiting, self._next = self._next, None
        if waiting is not None:
            self.keep(waiting)
        else:
            self._written()
