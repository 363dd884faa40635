"""What is printed for a meeting and of it: values ready for paper, of which nothing is named that may not be."""

from dataclasses import dataclass

from shoukei_app.domain.visits import SheetLine


@dataclass(frozen=True, slots=True)
class PackItem:
    """One firm of the agenda. `title` is its name, or its alias where `named` is false; then figures are banded,
    and nothing is passed on that was written in free words. `stands_out`: fewer than five firms share its bands.
    """

    order: int
    title: str
    named: bool
    stands_out: bool
    about: tuple[tuple[str, str], ...]
    priority: str
    reasons: tuple[str, ...]
    diagnosis: str
    advice: str
    answers: tuple[SheetLine, ...]
    on_agenda: tuple[str, ...]
    so_far: tuple[str, ...]
    homework: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MeetingPack:
    """The papers of a meeting: `figures` are the overview's, by label."""

    title: str
    when: str
    place: str
    organisations: tuple[str, ...]
    figures: tuple[tuple[str, int], ...]
    items: tuple[PackItem, ...]

    @property
    def named(self) -> int:
        """How many firms appear by name."""
        return sum(item.named for item in self.items)


@dataclass(frozen=True, slots=True)
class MinutesLine:
    """What was decided of one firm; a firm that may not be named appears by its alias."""

    order: int
    title: str
    named: bool
    policy: str
    lead: str
    companions: str
    deadline: str
    next_look: str
    note: str


@dataclass(frozen=True, slots=True)
class HomeworkLine:
    """Who does what until when."""

    organisation: str
    person: str
    title: str
    what: str
    due: str


@dataclass(frozen=True, slots=True)
class Minutes:
    """The minutes of a meeting: `attendance` is organisation, person and whether they came, `carried` what was left."""

    title: str
    when: str
    place: str
    attendance: tuple[tuple[str, str, bool], ...]
    decided: tuple[MinutesLine, ...]
    carried: tuple[str, ...]
    homework: tuple[HomeworkLine, ...]
