"""A sheet without a number (番号不明): its slip, and which firm it could be from by what stands on it."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.text import search_key, unspaced

_SLIP = re.compile(r"(?:不明)?[\-‐‑–—―ー−]?(\d{1,6})")


def slip(number: int) -> str:
    """What is written on the paper instead of a form number: 3 → 不明-3."""
    return f"不明-{number}"


def parse_slip(text: str) -> int:
    """Read a slip as it is typed: 不明-3, 不明3, 3, in any width. Raises Problem(SLIP_UNKNOWN)."""
    found = _SLIP.fullmatch(unspaced(text))
    if found is None:
        raise Problem(ProblemKind.SLIP_UNKNOWN, slip=text.strip())
    return int(found.group(1))


class Clue(StrEnum):
    """Why a firm could have sent a sheet."""

    MUNICIPALITY = "municipality"
    POSTMARK = "postmark"
    INDUSTRY = "industry"
    STAFF = "staff"
    STAFF_NEAR = "staff_near"
    AGE = "age"
    FOUNDED = "founded"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Known:
    """What can be read on a sheet and its envelope. `words` is anything written by hand: names, a place, a trade."""

    industry: str = ""
    staff: int | None = None
    founded: int | None = None
    age: int | None = None
    municipality: str = ""
    postmark: str = ""
    words: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to search by."""
        return self == Known()


@dataclass(frozen=True, slots=True)
class Sender:
    """A target that could have sent the sheet, all texts folded by `search_key`; `place` is municipality and town,
    `text` everything else there is. `founded` and `age` (of the representative, today) come from an earlier campaign.
    """

    target_id: int
    industry: str
    staff: int | None
    municipality: str
    place: str
    text: str
    founded: int | None = None
    age: int | None = None


@dataclass(frozen=True, slots=True)
class Likely:
    """A target that fits what is known, and by what."""

    target_id: int
    score: int
    clues: tuple[Clue, ...]


def search(known: Known, senders: Iterable[Sender], limit: int = 30) -> tuple[Likely, ...]:
    """The senders that fit, the likeliest first; those that fit by nothing, or against which more speaks, are left out.

    A clue that agrees counts for its weight, one that contradicts what the register says against it; what the register
    does not know counts for nothing. The weights follow how much a clue narrows a register of some thousand firms:
    a word of the name or an earlier answer a lot, industry and municipality less.
    """
    folded = Known(
        search_key(known.industry),
        known.staff,
        known.founded,
        known.age,
        search_key(known.municipality),
        search_key(known.postmark),
        " ".join(key for word in known.words.split() if (key := search_key(word))),
    )
    asked = [weigh for name, weigh in _WEIGHERS.items() if getattr(folded, name) not in ("", None)]
    found = (_likely(asked, folded, sender) for sender in senders)
    fitting = [one for one in found if one.clues and one.score > 0]
    return tuple(sorted(fitting, key=lambda one: (-one.score, one.target_id))[:limit])


def _likely(asked: Sequence["Weigher"], known: Known, sender: Sender) -> Likely:
    score, clues = 0, []
    for weigh in asked:
        clue, points = weigh(known, sender)
        score += points
        if points > 0:
            clues.append(clue)
    return Likely(sender.target_id, score, tuple(clues))


def _place(known: Known, sender: Sender) -> tuple[Clue, int]:
    if not sender.municipality:
        return Clue.MUNICIPALITY, 0
    return Clue.MUNICIPALITY, 4 if known.municipality in sender.municipality else -4


def _postmark(known: Known, sender: Sender) -> tuple[Clue, int]:
    # A letter is posted near the firm or not: a postmark from elsewhere says nothing.
    return Clue.POSTMARK, 2 if known.postmark in sender.place else 0


def _industry(known: Known, sender: Sender) -> tuple[Clue, int]:
    if not sender.industry:
        return Clue.INDUSTRY, 0
    return Clue.INDUSTRY, 4 if known.industry in sender.industry or sender.industry in known.industry else -2


def _staff(known: Known, sender: Sender) -> tuple[Clue, int]:
    if known.staff is None or sender.staff is None:
        return Clue.STAFF, 0
    apart = abs(known.staff - sender.staff)
    if apart == 0:
        return Clue.STAFF, 3
    return (Clue.STAFF_NEAR, 2) if apart <= max(1, round(known.staff * 0.2)) else (Clue.STAFF, -2)


def _age(known: Known, sender: Sender) -> tuple[Clue, int]:
    return Clue.AGE, _near(known.age, sender.age)


def _founded(known: Known, sender: Sender) -> tuple[Clue, int]:
    return Clue.FOUNDED, _near(known.founded, sender.founded)


def _near(known: int | None, mine: int | None) -> int:
    if known is None or mine is None:
        return 0
    return 6 if abs(known - mine) <= 1 else -6


def _words(known: Known, sender: Sender) -> tuple[Clue, int]:
    return Clue.WORDS, 5 * sum(word in sender.text for word in known.words.split())


Weigher = Callable[[Known, Sender], tuple[Clue, int]]
_WEIGHERS: Mapping[str, Weigher] = {
    "municipality": _place,
    "postmark": _postmark,
    "industry": _industry,
    "staff": _staff,
    "age": _age,
    "founded": _founded,
    "words": _words,
}
