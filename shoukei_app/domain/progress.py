"""How far a long piece of work is, and the wish to stop it; free of Qt, so that any layer can step it."""

from dataclasses import dataclass, field


class CancelledError(Exception):
    """The person at the desk stopped the work; what had been written is rolled back."""


@dataclass(slots=True)
class Progress:
    """Stepped by the worker, polled by the window or the command line. Plain attributes: each side writes its own."""

    label: str = ""
    done: int = 0
    total: int = 0
    cancelled: bool = field(default=False)

    def start(self, label: str, total: int = 0) -> None:
        """Begin a stretch of work of `total` steps (0: unknown)."""
        self.label, self.done, self.total = label, 0, total
        self.step(0)

    def step(self, count: int = 1) -> None:
        """Say that `count` more steps are done. Raises CancelledError once the person has stopped the work."""
        if self.cancelled:
            raise CancelledError
        self.done += count

    def cancel(self) -> None:
        """Ask the worker to stop at its next step."""
        self.cancelled = True
