"""Figures of keying (打鍵・誤り): strokes per hour, errors per 1,000 fields and strokes, by person and by question.

Counted as CSPro counts them: time is net of pauses, an error is a reading that the third look at the paper found wrong.
A field that two keyers read counts once for each of them, and only when nothing about it is left to decide.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from shoukei_app.domain.answers import AnswerSheet
from shoukei_app.domain.share import wilson
from shoukei_app.domain.verification import Verdict

ENOUGH_STROKES = 50
"""With fewer strokes no speed is told."""

FEW_ERRORS = 30
"""With fewer errors a rate is told with its interval: chance alone moves it by a third and more."""

_FIRST_ERRED = frozenset({Verdict.FIRST_ERRED, Verdict.BOTH_ERRED})
_SECOND_ERRED = frozenset({Verdict.SECOND_ERRED, Verdict.BOTH_ERRED})


@dataclass(frozen=True, slots=True)
class Hand:
    """Who keyed: the person in charge (None: nobody of that name is registered) by the name borne today."""

    id: int | None
    name: str


@dataclass(frozen=True, slots=True)
class Reading:
    """One keyer's entry of a sheet; `effort` holds strokes and seconds net of pauses by question."""

    hand: Hand
    on: date
    sheet: AnswerSheet
    effort: Mapping[str, tuple[int, float]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReadSheet:
    """A sheet with its entries: `asked` are the questions keyed twice, `open` those that still wait for a third look.

    `twice` says whether it is one to be keyed twice; answers taken in from a file are none, nor keyed by anybody.
    """

    first: Reading
    second: Reading | None = None
    twice: bool = True
    asked: tuple[str, ...] = ()
    verdicts: Mapping[str, Verdict] = field(default_factory=dict)
    open: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Rate:
    """So many errors among so many."""

    errors: int
    among: int

    @property
    def per_thousand(self) -> float | None:
        """Errors per 1,000; None where there is nothing to count."""
        return 1000 * self.errors / self.among if self.among else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """The 95 % interval of the rate per 1,000 (Wilson's, which holds for few errors and for none)."""
        found = wilson(self.errors, self.among)
        return (1000 * found[0], 1000 * found[1]) if found else None

    @property
    def uncertain(self) -> bool:
        """Whether the rate is not to be told without its interval."""
        return self.errors < FEW_ERRORS


@dataclass(frozen=True, slots=True)
class Work:
    """What was keyed and how well: `fields` were compared, of them `errors` wrong, with `field_strokes` keyed."""

    entries: int = 0
    strokes: int = 0
    seconds: float = 0.0
    fields: int = 0
    errors: int = 0
    field_strokes: int = 0

    def __add__(self, other: "Work") -> "Work":
        return Work(
            self.entries + other.entries,
            self.strokes + other.strokes,
            self.seconds + other.seconds,
            self.fields + other.fields,
            self.errors + other.errors,
            self.field_strokes + other.field_strokes,
        )

    @property
    def strokes_per_hour(self) -> int | None:
        """Strokes per hour of keying; None while there are too few to say."""
        if self.strokes < ENOUGH_STROKES or self.seconds <= 0:
            return None
        return round(3600 * self.strokes / self.seconds)

    @property
    def by_field(self) -> Rate:
        """Errors among the fields that were compared."""
        return Rate(self.errors, self.fields)

    @property
    def by_stroke(self) -> Rate:
        """Errors among the strokes of the fields that were compared."""
        return Rate(min(self.errors, self.field_strokes), self.field_strokes)


@dataclass(frozen=True, slots=True)
class DayWork:
    """How many sheets were keyed on a day, first and second entries."""

    day: date
    first: int = 0
    second: int = 0


@dataclass(frozen=True, slots=True)
class KeyingFigures:
    """All of a campaign's keying, by person (in the order of their names), by question, and by day."""

    total: Work
    hands: Mapping[Hand, Work]
    questions: Mapping[str, Work]
    days: tuple[DayWork, ...]


def count(sheets: Iterable[ReadSheet], questions: Iterable[str]) -> KeyingFigures:
    """Count the entries of a campaign's sheets; `questions` gives the order in which questions are told."""
    hands: dict[Hand, Work] = defaultdict(Work)
    by_question: dict[str, Work] = {key: Work() for key in questions}
    days: dict[date, list[int]] = defaultdict(lambda: [0, 0])
    for sheet in sheets:
        for place, (reading, erring) in enumerate(((sheet.first, _FIRST_ERRED), (sheet.second, _SECOND_ERRED))):
            if reading is None:
                continue
            by_hand = int(sheet.twice or bool(reading.effort))
            made = _by_question(sheet, reading, erring)
            if not by_hand and not made:
                continue
            days[reading.on][place] += by_hand
            for key, work in made.items():
                by_question[key] = by_question.get(key, Work()) + work
            whole = sum(made.values(), Work())
            hands[reading.hand] += replace(whole, entries=by_hand)
    return KeyingFigures(
        sum(hands.values(), Work()),
        {hand: hands[hand] for hand in sorted(hands, key=lambda hand: (hand.name, hand.id or 0))},
        by_question,
        tuple(DayWork(day, *days[day]) for day in sorted(days) if any(days[day])),
    )


def _by_question(sheet: ReadSheet, reading: Reading, erring: frozenset[Verdict]) -> dict[str, Work]:
    compared = _compared(sheet)
    made = {}
    for key in {**reading.effort, **dict.fromkeys(compared)}:
        strokes, seconds = reading.effort.get(key, (0, 0.0))
        if key in compared:
            made[key] = Work(1, strokes, seconds, 1, int(sheet.verdicts.get(key) in erring), strokes)
        else:
            made[key] = Work(1, strokes, seconds)
    return made


def _compared(sheet: ReadSheet) -> frozenset[str]:
    """The fields that two keyers read and nobody has still to decide; one that both left blank is none."""
    if sheet.second is None:
        return frozenset()
    one, other = sheet.first.sheet, sheet.second.sheet
    return frozenset(key for key in sheet.asked if (key in one or key in other) and key not in sheet.open)
