"""Where the rows of a list lie when their addresses leave it out: by postcode, by the section above, by the others."""

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum, auto
from functools import cache
from typing import Final

from shoukei_app.domain.municipality import Municipalities, Municipality
from shoukei_app.domain.place_key import folded
from shoukei_app.domain.postal_master import PostalMaster

_NEARLY_ALL: Final = 0.9
_FEW: Final = 3
_TOKYO: Final = "13"
_LONGEST_PLACE: Final = 12
# What stands around a municipality's name in a row of its own: ■ 長野市（12件）, 【佐久市管内】, 1．小諸市の部.
_AROUND_SECTION = re.compile(r"^[\W_\d]+|[(〔\[<].*$|(?:管内|地内|の部|内|分|[\W_\d]*(?:件|社|事業所|施設|名)?)$")
_SAYS_ITSELF = re.compile(
    r"(?:北海道|東京都|京都府|大阪府|(?:神奈川|和歌山|鹿児島|..)県)(?:[^(（\s\d]{1,7}?[市区].|[^(（\s\d]{1,5}?郡.{1,5}?[町村])"
)
_ELSEWHERE = re.compile(r"^[\W_]*(?:その他|県外|市外|町外|村外|管外|区域外)")


class PlaceSource(StrEnum):
    """What says where an address lies that does not say it itself."""

    CELL = auto()
    POSTAL_CODE = auto()
    SECTION = auto()
    LIST = auto()


@dataclass(frozen=True, slots=True)
class Place:
    """A prefecture ("" where it is not known), and a municipality as name or 5-digit code ("" likewise)."""

    prefecture: str = ""
    municipality: str = ""
    source: PlaceSource = PlaceSource.CELL


@dataclass(frozen=True, slots=True)
class RowPlace:
    """What a row says about where it lies: its address in one piece, and its cells ("" where there is none).

    `municipality` is a name or a 5-digit code, `postal_code` 7 digits.
    """

    text: str
    prefecture: str = ""
    municipality: str = ""
    postal_code: str = ""


NOWHERE: Final = Place()


class Whereabouts:
    """Where the rows of one list lie. Says nothing about rows that say it themselves.

    The postcode of the row comes first, then the section it stands under, then where nearly all the other rows lie.
    Hints only: `domain.address` lets what an address says itself come before them.
    """

    def __init__(
        self, master: PostalMaster, whole: Place = NOWHERE, sections: Sequence[tuple[int, Place]] = ()
    ) -> None:
        """`whole` is where nearly all rows lie; `sections` from which row (by number, rising) on what municipality."""
        self._master = master
        self._names = master.municipalities
        self._whole = whole
        self._sections = sections
        self.by_postal_code = cache(self._by_postal_code)

    @property
    def whole(self) -> Place:
        """Where nearly all rows lie, as far as that is known."""
        return self._whole

    def of(self, number: int, row: RowPlace) -> Place:
        """What to tell the address parser about the row with this number."""
        if not (row.prefecture or row.municipality) and _SAYS_ITSELF.match(row.text):
            return NOWHERE
        municipality = "" if self._is_bare_ward(row.municipality) else row.municipality
        if row.prefecture and municipality:
            return Place(row.prefecture, municipality)
        if municipality:
            return Place(row.prefecture or self._near(row).prefecture, municipality)
        hints = (self.by_postal_code(row.postal_code), self._section(number), self._whole)
        for hint in hints:
            if hint.prefecture and hint.prefecture == (row.prefecture or hint.prefecture):
                return hint if hint.municipality else self._with_city(hint, row)
        return self._with_city(Place(row.prefecture), row)

    def is_placed(self, text: str) -> bool:
        """Whether an address begins with a prefecture or a municipality, so that nobody needs to search for it."""
        key = folded(text[:_LONGEST_PLACE])
        return bool(self._names.prefecture_at(key, 0) or self._names.named_at(key, 0))

    def is_ward_elsewhere(self, text: str, place: Place, found: Municipality | None) -> bool:
        """Whether a ward without its city was found outside the prefecture where its list lies (中央区: in Tokyo)."""
        outside = found is not None and place.prefecture not in ("", found.prefecture)
        return outside and bool(_bare_ward(self._names, text))

    def _section(self, number: int) -> Place:
        at = bisect_left(self._sections, number, key=lambda section: section[0])
        return self._sections[at - 1][1] if at else NOWHERE

    def _with_city(self, place: Place, row: RowPlace) -> Place:
        """A prefecture with its one designated city that has the ward which the row names."""
        ward = _bare_ward(self._names, row.municipality or row.text)
        found = (self._names.get(city) for city in _wards(self._names).get(ward, ()))
        cities = [city.code for city in found if city is not None and city.prefecture == place.prefecture]
        return replace(place, municipality=cities[0]) if len(cities) == 1 else place

    def _near(self, row: RowPlace) -> Place:
        near = self.by_postal_code(row.postal_code)
        return near if near.prefecture else self._whole

    def _is_bare_ward(self, name: str) -> bool:
        return bool(name) and _wards(self._names).get(folded(name)) is not None

    def _by_postal_code(self, code: str) -> Place:
        """The municipality that a postcode stands for, a designated city for its wards; its prefecture if several."""
        found = dict.fromkeys(area.municipality_code for area in self._master.areas(code)) if code else {}
        if code and not found:
            found = dict.fromkeys(office.municipality_code for office in self._master.offices(code))
        places = [place for one in found if (place := self._names.get(one)) is not None]
        prefectures = {place.prefecture for place in places}
        if len(prefectures) != 1:
            return NOWHERE
        codes = {_city_code(self._names, place) for place in places}
        return Place(prefectures.pop(), codes.pop() if len(codes) == 1 else "", PlaceSource.POSTAL_CODE)


def whereabouts(
    master: PostalMaster,
    rows: Iterable[RowPlace],
    sections: Iterable[tuple[int, str]] = (),
    cells: Iterable[tuple[int, str]] = (),
    title: str = "",
) -> Whereabouts:
    """Learn from a list where it lies.

    `rows` are some of its rows, from the whole of it; `sections` the rows that only divide it, by number; `cells` the
    municipality cells that stand for the rows below them too. `title` is what stands above the headings: it counts
    only where no row says anything.
    """
    whole = _of_most(master.municipalities, Whereabouts(master), rows)
    if not whole.prefecture and title:
        whole = _in_title(master.municipalities, title)
    return Whereabouts(master, whole, _under_sections(master.municipalities, sections, cells, whole.prefecture))


def _of_most(names: Municipalities, known: Whereabouts, rows: Iterable[RowPlace]) -> Place:
    """The prefecture, and the municipality, in which nearly all rows lie that say it."""
    prefectures: Counter[str] = Counter()
    cities: Counter[str] = Counter()
    bare: Counter[str] = Counter()
    for row in rows:
        place = _own_place(names, row)
        if place is None:
            place = known.by_postal_code(row.postal_code)
        if place.prefecture:
            prefectures[place.prefecture] += 1
            if place.municipality:
                cities[place.municipality] += 1
        elif ward := _bare_ward(names, row.municipality or row.text):
            bare[ward] += 1
    prefecture = _nearly_all(prefectures)
    if not prefectures and bare:
        return _city_of_wards(names, bare)
    city = _nearly_all(cities, prefectures.total())
    return Place(prefecture, city if prefecture else "", PlaceSource.LIST) if prefecture else NOWHERE


def _own_place(names: Municipalities, row: RowPlace) -> Place | None:
    """Where a row says itself that it lies; None where it does not, or only by a ward that several cities have."""
    key = folded(row.text[:_LONGEST_PLACE])
    written = names.prefecture_at(key, 0)
    prefecture = row.prefecture or written
    if row.municipality.isdecimal():
        found = names.today(row.municipality)
    else:
        at, start = (folded(row.municipality), 0) if row.municipality else (key, len(written))
        if not prefecture and _bare_ward(names, at):
            return None
        matches = names.named_at(at, start, prefecture)
        codes = {code for match in matches if match.former is None for code in match.codes}
        found = tuple(place for code in codes if (place := names.get(code)) is not None)
    if len(found) == 1:
        return Place(found[0].prefecture, _city_code(names, found[0]))
    return Place(prefecture) if prefecture in names.prefectures() else None


def _nearly_all(counts: Counter[str], of: int = 0) -> str:
    """The value that nearly all have, "" where there is none or too few speak."""
    if not counts:
        return ""
    value, count = counts.most_common(1)[0]
    total = max(of, counts.total())
    return value if count >= max(_FEW, _NEARLY_ALL * total) else ""


def _city_of_wards(names: Municipalities, bare: Counter[str]) -> Place:
    """東灘区, 長田区, 中央区: the one city that has all these wards."""
    cities = Counter({city: 0 for ward in bare for city in _wards(names)[ward]})
    for ward, count in bare.items():
        for city in _wards(names)[ward]:
            cities[city] += count
    (best, most), *others = cities.most_common()
    if most < _NEARLY_ALL * bare.total() or any(count == most for _, count in others):
        return NOWHERE
    if best == _TOKYO:
        return Place(names.prefectures()[int(_TOKYO) - 1], "", PlaceSource.LIST)
    place = names.get(best)
    return Place(place.prefecture, best, PlaceSource.LIST) if place is not None else NOWHERE


def _under_sections(
    names: Municipalities, sections: Iterable[tuple[int, str]], cells: Iterable[tuple[int, str]], prefecture: str
) -> list[tuple[int, Place]]:
    """From which row on which municipality holds, as the section rows and the filled municipality cells name them."""
    found = []
    for number, text in sections:
        if _ELSEWHERE.match(text):
            found.append((number, NOWHERE))
        elif place := _whole_name(names, text, prefecture):
            found.append((number, place))
    found += [(number, _whole_name(names, text, prefecture) or NOWHERE) for number, text in cells]
    return sorted(found, key=lambda one: one[0])


def _whole_name(names: Municipalities, text: str, prefecture: str) -> Place | None:
    """The one municipality that `text` names, but for marks and counts around its name."""
    plain = unicodedata.normalize("NFKC", text).strip()
    while (bare := _AROUND_SECTION.sub("", plain)) != plain:
        plain = bare
    key = folded(plain)
    own = names.prefecture_at(key, 0)
    for within in dict.fromkeys((own or prefecture, own)):
        matches = names.named_at(key, len(own), within)
        codes = {code for match in matches if match.length == len(key) - len(own) for code in match.codes}
        if codes:
            break
    place = names.get(codes.pop()) if len(codes) == 1 else None
    return Place(place.prefecture, _city_code(names, place), PlaceSource.SECTION) if place is not None else None


def _in_title(names: Municipalities, title: str) -> Place:
    """The one municipality, or else prefecture, that a title names."""
    key = folded(title)
    found: dict[str, None] = {}
    prefectures: dict[str, None] = {}
    at = 0
    while at < len(key):
        if prefecture := names.prefecture_at(key, at):
            prefectures[prefecture] = None
            at += len(prefecture)
            continue
        only = next(iter(prefectures), "") if len(prefectures) == 1 else ""
        matches = [match for match in names.named_at(key, at, only) if match.former is None and match.length > 2]
        codes = {code for match in matches for code in match.codes}
        if len(codes) == 1:
            found |= dict.fromkeys(codes)
        at += matches[0].length if matches else 1
    places = [place for code in found if (place := names.get(code)) is not None]
    if len(places) == 1:
        return Place(places[0].prefecture, _city_code(names, places[0]), PlaceSource.LIST)
    return Place(next(iter(prefectures)), "", PlaceSource.LIST) if len(prefectures) == 1 else NOWHERE


def _city_code(names: Municipalities, place: Municipality) -> str:
    """The code of a municipality; of a ward of a designated city the city's."""
    return _cities(names).get(place.code, place.code)


def _bare_ward(names: Municipalities, text: str) -> str:
    """The ward that a text begins with, without its city's name; "" for none."""
    key = folded(text[:_LONGEST_PLACE])
    end = key.find("区") + 1
    return key[:end] if end and key[:end] in _wards(names) else ""


@cache
def _cities(names: Municipalities) -> dict[str, str]:
    return {ward: place.code for place in names.all() for ward in names.wards(place.code)}


@cache
def _wards(names: Municipalities) -> dict[str, tuple[str, ...]]:
    """The designated cities (13: the special wards of Tokyo) that have a ward of this folded name."""
    found: dict[str, tuple[str, ...]] = {}
    for place in names.all():
        for code in names.wards(place.code):
            ward = names.get(code)
            assert ward is not None
            key = folded(ward.name.removeprefix(place.name))
            found[key] = (*found.get(key, ()), place.code)
    for place in names.of_prefecture(names.prefectures()[int(_TOKYO) - 1]):
        key = folded(place.name)
        if key in found:
            found[key] = (*found[key], _TOKYO)
    return found
