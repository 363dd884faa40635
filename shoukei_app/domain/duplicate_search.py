"""Finding the records that could be one firm without comparing each with each: only what shares a key is compared.

A key that too many records share says nothing (a telephone number of a head office, a name such as 自動販売機) and is
passed over, so the cost of a record stays the same however large the register is.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from shoukei_app.domain.duplicates import Identity, Level, Likeness, Reason, compare

_TOO_MANY: Final = 20
_SHARED_PHONE: Final = 6
_BEGINNING: Final = 3
_STRONG: Final = 0.6


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
        self._lists: dict[int, Collection[int]] = {}
        # By the hash of what is shared; hashes that meet by chance cost one comparison. Most have one record only.
        self._first: dict[int, int] = {}
        self._more: dict[int, list[int]] = {}
        self._told_apart: set[tuple[int, int]] = set()

    def add(self, key: int, identity: Identity, lists: Collection[int] = ()) -> None:
        """Remember a record."""
        self._add(key, identity, lists, _keys(identity))

    def tell_apart(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Pairs of which a person said that they are two firms."""
        self._told_apart.update((min(pair), max(pair)) for pair in pairs)

    def matches(self, identity: Identity, lists: Collection[int] = (), *, besides: int | None = None) -> list[Match]:
        """The known records that are, or could be, the firm of `identity`, the likeliest first; never `besides`.

        Sure matches with several firms that are known to be different ones prove nothing: then a person is asked.
        """
        return self._matches(identity, lists, besides, _keys(identity))

    def meet(self, key: int, identity: Identity, lists: Collection[int]) -> Match | None:
        """The likeliest known record of the firm of `identity`; one that is no known firm for sure is remembered."""
        keys = _keys(identity)
        best = next(iter(self._matches(identity, lists, None, keys)), None)
        if best is None or best.likeness.level is Level.ASK:
            self._add(key, identity, lists, keys)
        return best

    def _add(self, key: int, identity: Identity, lists: Collection[int], keys: Iterable[int]) -> None:
        self._identities[key] = identity
        if lists:
            self._lists[key] = lists
        first = self._first
        for shared in keys:
            if first.setdefault(shared, key) != key:
                self._more.setdefault(shared, []).append(key)
        first.setdefault(_whole(identity), key)

    def _matches(
        self, identity: Identity, lists: Collection[int], besides: int | None, keys: Iterable[int]
    ) -> list[Match]:
        number = identity.corporate_number
        found = []
        for key in self._candidates(identity, keys):
            other = self._identities[key]
            if key == besides or (number and other.corporate_number and number != other.corporate_number):
                continue
            likeness = compare(
                identity,
                other,
                besides=self._says_nothing(identity, other),
                one_list=_meet(lists, self._lists.get(key, ())),
            )
            if likeness.level is not Level.DIFFERENT and not self._are_told_apart(key, besides):
                found.append(Match(key, likeness))
        if len(found) < 2:
            return found
        found.sort(key=lambda match: (match.likeness.level is not Level.SURE, -match.likeness.score, match.key))
        return self._settled(found)

    def pairs(self, step: Callable[[], None]) -> Iterator[Pair]:
        """Every pair of the known records that is, or could be, one firm; `step` is called for each record."""
        for key, identity in self._identities.items():
            step()
            for match in self.matches(identity, self._lists.get(key, ()), besides=key):
                if match.key < key:
                    yield Pair(match.key, key, match.likeness)

    def _candidates(self, identity: Identity, keys: Iterable[int]) -> Iterable[int]:
        found: set[int] = set()
        for shared in keys:
            first = self._first.get(shared)
            if first is None:
                continue
            more = self._more.get(shared)
            if more is None:
                found.add(first)
            elif len(more) < _TOO_MANY:
                found.add(first)
                found.update(more)
        if not found and (first := self._first.get(_whole(identity))) is not None:
            found.add(first)  # so many are alike to the last character that no key was rare enough
        return found

    def _says_nothing(self, a: Identity, b: Identity) -> frozenset[Reason]:
        if a.phone and a.phone == b.phone and len(self._more.get(hash(("phone", a.phone)), ())) >= _SHARED_PHONE:
            return _PHONE_ONLY
        return _NOTHING

    def _are_told_apart(self, key: int, other: int | None) -> bool:
        return other is not None and (min(key, other), max(key, other)) in self._told_apart

    def _settled(self, found: list[Match]) -> list[Match]:
        sure = [match for match in found if match.likeness.level is Level.SURE]
        if sure and sure[0].likeness.score == 1:
            return sure
        numbers = {self._identities[match.key].corporate_number for match in sure} - {""}
        if len(numbers) > 1:
            return [Match(match.key, replace(match.likeness, level=Level.ASK)) for match in found]
        if sure:  # the firm is found: whoever only sits at the same address, say, is not worth a question
            return [m for m in found if Reason.SAME_NAME in m.likeness.reasons or m.likeness.score >= _STRONG]
        return found


_PHONE_ONLY: Final = frozenset({Reason.SAME_PHONE})
_NOTHING: Final[frozenset[Reason]] = frozenset()


def _meet(some: Collection[int], others: Collection[int]) -> bool:
    return bool(some) and (some is others or any(one in others for one in some))


def _keys(one: Identity) -> list[int]:
    """Hashes of what a record could share with another of the same firm: alone where it is rare, else with more."""
    name, where, town, phone, person = one.name, one.municipality_code, one.town, one.phone, one.representative
    keys = [hash(("name", name)), hash(("name, phone", name, phone))] if phone else [hash(("name", name))]
    if one.corporate_number:
        keys.append(hash(("number", one.corporate_number)))
    if phone:
        keys.append(hash(("phone", phone)))
    if person:
        keys += (hash(("person", where, person)), hash(("person, name", name, person)))
    if where:
        keys += (hash(("name, municipality", where, name)), hash(("name, town", where, town, name[:_BEGINNING])))
        if one.reading:
            keys.append(hash(("reading", where, one.reading)))
        if one.house:
            beginning = town[:2]
            keys += (
                hash(("address", where, beginning, one.house)),
                hash(("name, address", where, beginning, one.house, name)),
            )
    return keys


def _whole(one: Identity) -> int:
    """The hash of everything a record says; known firms are asked by it too."""
    return hash(one)
