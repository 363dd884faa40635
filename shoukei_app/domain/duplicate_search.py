"""Finding the records that could be one firm without comparing each with each: only what shares a key is compared.

A key that too many records share says nothing (a telephone number of a head office, a name such as 自動販売機) and is
passed over, so the cost of a record stays the same however large the register is.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from shoukei_app.domain.duplicates import Identity, Level, Likeness, Reason, compare, may_be_one

_TOO_MANY: Final = 40
_SHARED_PHONE: Final = 3
_BEGINNING: Final = 3


@dataclass(frozen=True, slots=True)
class Match:
    """Another record that is, or could be, the same firm."""

    key: int
    likeness: Likeness


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records that are, or could be, the same firm; `a` is the earlier one."""

    a: int
    b: int
    likeness: Likeness


class KnownFirms:
    """The records seen so far, by everything two records of one firm would share.

    A record is known by a number of the caller's; `lists` are the lists it stands in.
    """

    def __init__(self) -> None:
        self._identities: dict[int, Identity] = {}
        self._lists: dict[int, frozenset[int]] = {}
        self._keys: dict[str, list[int]] = {}
        self._told_apart: set[tuple[int, int]] = set()

    def add(self, key: int, identity: Identity, lists: Collection[int] = ()) -> None:
        """Remember a record."""
        self._identities[key] = identity
        self._lists[key] = frozenset(lists)
        keys = self._keys
        for shared in _keys(identity):
            if shared in keys:
                keys[shared].append(key)
            else:
                keys[shared] = [key]

    def tell_apart(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Pairs of which a person said that they are two firms."""
        self._told_apart.update((min(pair), max(pair)) for pair in pairs)

    def matches(self, identity: Identity, lists: Collection[int] = (), *, besides: int | None = None) -> list[Match]:
        """The known records that are, or could be, the firm of `identity`, the likeliest first.

        Sure matches with several firms that are known to be different ones prove nothing: then a person is asked.
        """
        mine = frozenset(lists)
        found = []
        for key in self._candidates(identity):
            if key == besides or (besides is not None and (min(key, besides), max(key, besides)) in self._told_apart):
                continue
            other = self._identities[key]
            likeness = compare(identity, other, besides=self._says_nothing(identity, other))
            if may_be_one(likeness, one_list=not mine.isdisjoint(self._lists[key])):
                found.append(Match(key, likeness))
        found.sort(key=lambda match: (-match.likeness.score, match.key))
        return self._settled(found) if len(found) > 1 else found

    def pairs(self, step: Callable[[], None]) -> Iterator[Pair]:
        """Every pair of the known records that is, or could be, one firm; `step` is called for each record."""
        for key, identity in self._identities.items():
            step()
            for match in self.matches(identity, self._lists[key], besides=key):
                if match.key < key:
                    yield Pair(match.key, key, match.likeness)

    def _candidates(self, identity: Identity) -> Iterable[int]:
        found: dict[int, None] = {}
        for shared in _keys(identity):
            keys = self._keys.get(shared)
            if keys is None:
                continue
            if len(keys) <= _TOO_MANY:
                found.update(dict.fromkeys(keys))
            elif shared[0] == _WHOLE:
                found[keys[0]] = None  # all of them are alike to the last character
        return found

    def _says_nothing(self, a: Identity, b: Identity) -> frozenset[Reason]:
        shared_phone = a.phone and a.phone == b.phone and len(self._keys[f"p{a.phone}"]) > _SHARED_PHONE
        return _PHONE_ONLY if shared_phone else _NOTHING

    def _settled(self, found: list[Match]) -> list[Match]:
        sure = [match for match in found if match.likeness.level is Level.SURE]
        if sure and sure[0].likeness.score == 1:
            return [sure[0]] if len(sure) == 1 else sure
        numbers = {self._identities[match.key].corporate_number for match in sure} - {""}
        if len(numbers) > 1:
            return [
                Match(match.key, Likeness(match.likeness.score, Level.ASK, match.likeness.reasons)) for match in found
            ]
        if sure:
            return [m for m in found if m.likeness.level is Level.SURE or Reason.SAME_NAME in m.likeness.reasons]
        return found


_PHONE_ONLY: Final = frozenset({Reason.SAME_PHONE})
_NOTHING: Final[frozenset[Reason]] = frozenset()
_WHOLE: Final = "w"


def _keys(one: Identity) -> Iterator[str]:
    """What a record could share with another of the same firm; the first letter tells the kinds apart."""
    if one.corporate_number:
        yield f"c{one.corporate_number}"
    where = one.municipality_code
    if one.name:
        yield f"n{one.name}"
        if where:
            yield f"m{where}{one.name}"
            yield f"t{where}{one.town}/{one.name[:_BEGINNING]}"
        yield f"{_WHOLE}{one.name}/{one.office}/{where}{one.town}/{one.house}/{one.phone}/{one.representative}"
    if one.phone:
        yield f"p{one.phone}"
    if where and one.house:
        yield f"a{where}{one.town[:2]}/{one.house}"
    if where and one.representative:
        yield f"r{where}{one.representative}"
    if where and one.reading:
        yield f"k{where}{one.reading}"
