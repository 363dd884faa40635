"""The letters while they are edited: what was kept, what stands now, and every step between for undo."""

from dataclasses import dataclass, replace

from shoukei_app.domain.letter import Letters, LetterTemplate, template_for

_MOST_STEPS = 300


@dataclass(frozen=True, slots=True)
class _Step:
    kind: str
    letters: Letters


class LetterDraft:
    """The letters of all kinds of run, one of which is in hand. Typing at one place is one step until `pause`."""

    def __init__(self) -> None:
        self.kind = ""
        self._kept: Letters = {}
        self._letters: Letters = {}
        self._before: list[_Step] = []
        self._after: list[_Step] = []
        self._touched = ""

    def begin(self, letters: Letters, kind: str) -> None:
        """Start anew from what the ledger keeps."""
        self.kind, self._kept, self._letters = kind, letters, letters
        self._before, self._after, self._touched = [], [], ""

    @property
    def template(self) -> LetterTemplate:
        """The letter in hand."""
        return template_for(self._letters, self.kind)

    @property
    def changed(self) -> dict[str, LetterTemplate]:
        """The letters that differ from what is kept, by kind."""
        return {kind: letter for kind, letter in self._letters.items() if self._kept.get(kind) != letter}

    def change(self, template: LetterTemplate, touched: str = "") -> None:
        """Take another state of the letter in hand; `touched` names the place where somebody types."""
        if template != self.template:
            self.change_all({self.kind: template}, touched)

    def change_all(self, letters: Letters, touched: str = "") -> None:
        """Take another state of several letters, as one step."""
        if not touched or touched != self._touched:
            self._before = [*self._before[1 - _MOST_STEPS :], _Step(self.kind, self._letters)]
        self._after = []
        self._touched = touched
        self._letters = {**self._letters, **letters}

    def share_looks(self, kinds: list[str]) -> None:
        """Give letterhead, seal and senders of the letter in hand to those of other kinds."""
        own = self.template
        self.change_all(
            {
                kind: replace(
                    template_for(self._letters, kind), letterhead=own.letterhead, seal=own.seal, senders=own.senders
                )
                for kind in kinds
            }
        )

    def pause(self) -> None:
        """What is typed from now on is a step of its own."""
        self._touched = ""

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return bool(self._before)

    @property
    def can_redo(self) -> bool:
        """Whether there is a step to make again."""
        return bool(self._after)

    def undo(self) -> None:
        """Take the last step back."""
        if self._before:
            self._after.append(_Step(self.kind, self._letters))
            self._go(self._before.pop())

    def redo(self) -> None:
        """Make it again."""
        if self._after:
            self._before.append(_Step(self.kind, self._letters))
            self._go(self._after.pop())

    def _go(self, step: _Step) -> None:
        self.kind, self._letters, self._touched = step.kind, step.letters, ""
