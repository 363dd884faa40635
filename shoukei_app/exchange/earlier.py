"""A list recognised as the next one of a publisher whose list was taken in before, though its headings changed."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from shoukei_app.domain.listing import ColumnGuess, EarlierList, GuessReason, ListColumn, ReadList
from shoukei_app.domain.text import match_key
from shoukei_app.exchange.contents import Contents, Trait, contents_of

_SAMPLE: Final = 200
_LOOKED_THROUGH: Final = 20_000
_FEWEST_VALUES: Final = 4
_FEWEST_COLUMNS: Final = 4
_MOST_APART: Final = 0.3
_SAME_VALUES: Final = 0.2
_DATED = re.compile(r"(?:令和|平成|R|H)?[\d_\-.()]+(?:年度?|月|日)?|copy|コピー|最新|修正", re.IGNORECASE)
# What tells columns of one publisher apart; a house number in an address or a person's name comes and goes.
_PROFILE: Final = (
    *(Trait.NUMBER, Trait.CORPORATE_NUMBER, Trait.POSTAL_CODE, Trait.PHONE, Trait.DATE, Trait.PREFECTURE),
    *(
        Trait.MUNICIPALITY,
        Trait.ADDRESS,
        Trait.LEGAL_FORM,
        Trait.PERSON,
        Trait.KANA,
        Trait.TITLE,
        Trait.WEB,
        Trait.MAIL,
    ),
)


@dataclass(frozen=True, slots=True)
class Recalled:
    """How to read a list's columns because an earlier one (`file_name`) was read so.

    `same_headings`: both have the same headings; else only their contents are of the same kinds.
    """

    columns: dict[ListColumn, tuple[int, ...]]
    file_name: str
    same_headings: bool


def recall(earlier: Iterable[EarlierList], listed: ReadList) -> Recalled | None:
    """The columns as those of the first list in `earlier` that is of the same publisher and shape; None where none is.

    The same headings, in whichever order, make two lists alike; and failing that the same kinds of contents in every
    column, in the same order or under the same name of file. What only the new list has keeps its own guess.
    """
    earlier = list(earlier)
    for one in earlier:
        if (places := _by_headings(one, listed.headings)) is not None:
            return Recalled(_moved(one, places, listed), one.file_name, same_headings=True)
    rows = [row.cells for row in listed.rows[:_LOOKED_THROUGH]]
    width = max(map(len, rows[:_SAMPLE]), default=0)
    contents = contents_of(rows[:_SAMPLE], width)
    values = [{row[index].strip() for row in rows if index < len(row)} for index in range(width)]
    for one in earlier:
        if (places := _by_contents(one, contents, values, listed.file_name)) is not None:
            return Recalled(_moved(one, places, listed), one.file_name, same_headings=False)
    return None


def remembered(
    guesses: Iterable[ColumnGuess], columns: Mapping[ListColumn, tuple[int, ...]]
) -> tuple[ColumnGuess, ...]:
    """The guesses of a list whose columns are read as an earlier one's."""
    meanings = {index: column for column, indices in columns.items() for index in indices}
    return tuple(
        replace(guess, meaning=meanings.get(guess.index), confidence=1.0, reason=GuessReason.REMEMBERED)
        if guess.index in meanings or guess.meaning is not None
        else guess
        for guess in guesses
    )


def _by_headings(one: EarlierList, headings: Sequence[str]) -> dict[int, int] | None:
    """Where each used column of the earlier list stands now, by its heading; None where one is not there."""
    old, new = _keys(one.headings), _keys(headings)
    if not any(headings):
        return None
    at = {key: index for index, key in enumerate(new)}
    used = [index for indices in one.columns.values() for index in indices]
    if any(index >= len(old) or not old[index][0] or old[index] not in at for index in used):
        return None
    return {index: at[old[index]] for index in used}


def _keys(headings: Sequence[str]) -> list[tuple[str, int]]:
    """Each heading without width, kana and blanks, with the number of the same ones before it."""
    seen: dict[str, int] = {}
    keys = []
    for heading in headings:
        key = match_key(heading)
        keys.append((key, seen.get(key, 0)))
        seen[key] = seen.get(key, 0) + 1
    return keys


def _by_contents(
    one: EarlierList, contents: Sequence[Contents], values: Sequence[set[str]], file_name: str
) -> dict[int, int] | None:
    """Where each used column stands now, by what its cells look like; None where one has no like."""
    old = contents_of(one.rows, max(map(len, one.rows), default=0))
    used = sorted(index for indices in one.columns.values() for index in indices)
    if len(used) < _FEWEST_COLUMNS or used[-1] >= len(old):
        return None
    if len(old) == len(contents) and all(map(_alike, old, contents)):
        return {index: index for index in used}
    shared = {index: _holding_the_same(old[index], values) for index in used}
    same_register = shared.get(one.columns.get(ListColumn.FIRM_NAME, (-1,))[0]) is not None
    if not same_register and _publisher(one.file_name) != _publisher(file_name):
        return None
    places: dict[int, int] = {}
    for index in used:
        place = shared[index]
        if place is None or place in places.values():
            after = max(places.values(), default=-1)
            free = [at for at in range(len(contents)) if at not in places.values() and _alike(old[index], contents[at])]
            place = min(free, key=lambda at: (at < after, at), default=None)
        if place is None:
            return None
        places[index] = place
    return places


def _holding_the_same(column: Contents, columns: Sequence[set[str]]) -> int | None:
    """The column that holds the same values: names and addresses of the same firms, not words that many lists have."""
    values = set(column.values)
    if column.distinct < 0.5 or len(values) < _FEWEST_VALUES:
        return None
    counts = [len(values & other) for other in columns]
    most = max(counts, default=0)
    return counts.index(most) if most >= _SAME_VALUES * len(values) else None


def _alike(one: Contents, other: Contents) -> bool:
    """Whether two columns hold the same kinds of values, as often and about as long."""
    if not one.filled or not other.filled:
        return one.filled == other.filled
    if abs(one.filled / one.size - other.filled / other.size) > _MOST_APART:
        return False
    if not 0.5 <= (one.length + 1) / (other.length + 1) <= 2 or abs(one.distinct - other.distinct) > 2 * _MOST_APART:
        return False
    return all(abs(one.share(trait) - other.share(trait)) <= _MOST_APART for trait in _PROFILE)


def _publisher(file_name: str) -> str:
    """A file's name without its dates and numbers, which is what a publisher keeps from year to year."""
    return _DATED.sub("", unicodedata.normalize("NFKC", file_name).rpartition(".")[0]).strip(" _-　")


def _moved(one: EarlierList, places: Mapping[int, int], listed: ReadList) -> dict[ListColumn, tuple[int, ...]]:
    """The earlier columns at their places of now, and the guesses for what only the new list has."""
    columns = {column: tuple(places[index] for index in indices) for column, indices in one.columns.items()}
    taken = {index for indices in columns.values() for index in indices}
    known = {key for key, _ in _keys(one.headings)}
    for column, indices in listed.columns.items():
        is_new = all(
            index < len(listed.headings) and match_key(listed.headings[index]) not in known for index in indices
        )
        if column not in columns and is_new and taken.isdisjoint(indices):
            columns[column] = indices
    return {column: columns[column] for column in ListColumn if column in columns}
