"""Municipalities (市区町村) of today, those that were merged away, and finding either at the head of an address."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from shoukei_app.domain.place_key import folded
from shoukei_app.domain.prefix_index import PrefixIndex


@dataclass(frozen=True, slots=True)
class Municipality:
    """A municipality of today. `code` is the 5-digit JIS X 0402 code; a ward's name begins with its city's."""

    code: str
    prefecture: str
    county: str
    name: str
    kana: str = ""

    @property
    def full_name(self) -> str:
        """County and name, as an address writes them."""
        return f"{self.county}{self.name}"


@dataclass(frozen=True, slots=True)
class FormerMunicipality:
    """A name that an address may still carry. `today` holds the codes it lies in now, `code` its own ("" not known).

    `on` is the day of the change, ISO, "" where it is not known.
    """

    prefecture: str
    county: str
    name: str
    code: str
    today: tuple[str, ...]
    on: str = ""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What the name or the code of a municipality means today: its codes, and the former one that it names."""

    codes: tuple[str, ...]
    former: FormerMunicipality | None = None


@dataclass(frozen=True, slots=True)
class NameMatch:
    """A municipality's name as it was found: its length in the folded text, that of the county in it, what it means."""

    length: int
    county_length: int
    codes: tuple[str, ...]
    former: FormerMunicipality | None = None


def parse_municipalities(text: str) -> list[Municipality]:
    """Lines of code, prefecture, county, name, kana; lines that begin with "#" are skipped."""
    return [Municipality(*cells) for cells in _cells(text, 5)]


def parse_former(text: str) -> list[FormerMunicipality]:
    """Lines of prefecture, county, name, own code, codes of today (separated by spaces), day of the change."""
    return [
        FormerMunicipality(prefecture, county, name, code, tuple(today.split()), on)
        for prefecture, county, name, code, today, on in _cells(text, 6)
    ]


def _cells(text: str, count: int) -> Iterator[list[str]]:
    for line in text.splitlines():
        if line and not line.startswith("#"):
            cells = line.split("\t")
            yield cells + [""] * (count - len(cells))


_Names = PrefixIndex[list[NameMatch]]

_TOKYO_WARDS = "131"


def check_digit(code: str) -> str:
    """The 6th digit of a 5-digit municipality code (総務省「全国地方公共団体コード」検査数字の計算方法)."""
    weighted = sum(int(digit) * weight for digit, weight in zip(code, (6, 5, 4, 3, 2), strict=True))
    return str(11 - weighted % 11)[-1]


def _names(current: Iterable[tuple[Municipality, int]], former: Iterable[FormerMunicipality] = ()) -> _Names:
    """Each municipality of today (its name from a place on), with its county and without, then the former ones.

    A name of today hides the same name of a former municipality.
    """
    matches: dict[str, list[NameMatch]] = {}
    for municipality, start in current:
        key = folded(municipality.county + municipality.name[start:])
        for county_length in {0, len(municipality.county)}:
            name = key[len(municipality.county) - county_length :]
            matches.setdefault(name, []).append(NameMatch(len(name), county_length, (municipality.code,)))
    today = set(matches)
    for gone in former:
        key = folded(gone.county + gone.name)
        for county_length in {0, len(gone.county)}:
            name = key[len(gone.county) - county_length :]
            if name not in today:
                match = NameMatch(len(name), county_length, gone.today, gone)
                known = matches.setdefault(name, [])
                if match not in known:
                    known.append(match)
    return PrefixIndex(matches)


class Municipalities:
    """Every municipality of Japan, by code and by name."""

    def __init__(self, current: Iterable[Municipality], former: Iterable[FormerMunicipality] = ()) -> None:
        self._by_code = {municipality.code: municipality for municipality in current}
        self._former = tuple(former)
        self._former_by_code = {gone.code: gone for gone in self._former if gone.code}
        self._former_in: dict[str, tuple[FormerMunicipality, ...]] = {}
        for gone in self._former:
            for code in gone.today:
                self._former_in[code] = (*self._former_in.get(code, ()), gone)
        self._wards = self._find_wards()
        self._prefectures: dict[str, str] = {}
        for municipality in self._by_code.values():
            self._prefectures.setdefault(municipality.prefecture, municipality.code[:2])
        self._prefecture_keys = {folded(name): name for name in self._prefectures}
        self._names: dict[str, _Names] = {}
        self._ward_names: dict[str, _Names] = {}
        self._meanings: dict[tuple[str, str], Meaning | None] = {}
        self._extents: dict[tuple[str, ...], frozenset[str]] = {}

    def get(self, code: str) -> Municipality | None:
        """The municipality of today with this code."""
        return self._by_code.get(code)

    def today(self, code: str) -> tuple[Municipality, ...]:
        """What a code, today's or a former one, stands for now: several where it was divided, () for none.

        A code has 5 digits, or 6 with its check digit; () where that is wrong.
        """
        if len(code) == 6 and code[5:] == check_digit(code[:5]):
            code = code[:5]
        if municipality := self._by_code.get(code):
            return (municipality,)
        gone = self._former_by_code.get(code)
        return tuple(self._by_code[now] for now in gone.today if now in self._by_code) if gone else ()

    def all(self) -> tuple[Municipality, ...]:
        """All of them in the order of their codes, designated cities and their wards both."""
        return tuple(self._by_code.values())

    def of_prefecture(self, prefecture: str) -> tuple[Municipality, ...]:
        """Those of one prefecture in the order of their codes."""
        return tuple(found for found in self._by_code.values() if found.prefecture == prefecture)

    def former_in(self, code: str) -> tuple[FormerMunicipality, ...]:
        """Those that became part of a municipality of today."""
        return self._former_in.get(code, ())

    def wards(self, code: str) -> tuple[str, ...]:
        """The codes of a designated city's wards; () for every other municipality."""
        return self._wards.get(code, ())

    def prefecture_code(self, prefecture: str) -> str:
        """Two digits; "" for a name that is none."""
        return self._prefectures.get(prefecture, "")

    def prefectures(self) -> tuple[str, ...]:
        """Their names, in the order of their codes."""
        return tuple(self._prefectures)

    def prefecture_codes(self) -> tuple[str, ...]:
        """Two digits for each prefecture, in order."""
        return tuple(self._prefectures.values())

    def prefecture_named(self, text: str) -> str:
        """The prefecture whose name a text begins with, however spelled; "" for none."""
        return text if text in self._prefectures else self.prefecture_at(folded(text), 0)

    def is_ward_of_tokyo(self, code: str) -> bool:
        """Whether a code is that of one of the 23 wards that are municipalities."""
        return code.startswith(_TOKYO_WARDS)

    def prefecture_at(self, text: str, start: int) -> str:
        """The prefecture whose folded name stands at this place; "" for none."""
        return (
            self._prefecture_keys.get(text[start : start + 3])
            or self._prefecture_keys.get(text[start : start + 4])
            or ""
        )

    def named_at(self, text: str, start: int, prefecture: str = "") -> list[NameMatch]:
        """What the longest name at this place of a folded text means; several where the name is not the only one.

        `prefecture` "" looks in all of Japan.
        """
        names = self._names.get(prefecture)
        if names is None:
            current = self.of_prefecture(prefecture) if prefecture else self.all()
            former = (gone for gone in self._former if not prefecture or gone.prefecture == prefecture)
            names = self._names[prefecture] = _names(((found, 0) for found in current), former)
        return names.longest(text, start)[1] or []

    def ward_at(self, text: str, start: int, city: str) -> list[NameMatch]:
        """The ward that is named here without its city: of one designated city (its code), or "" of any of them.

        The wards of Tokyo, which are municipalities, are among those of any city; several matches have the same name.
        """
        if city and city not in self._wards:
            return []
        names = self._ward_names.get(city)
        if names is None:
            wards = [
                (self._by_code[code], len(self._by_code[of].name))
                for of in ([city] if city else self._wards)
                for code in self._wards[of]
            ]
            if not city:
                wards += [(found, 0) for found in self._by_code.values() if found.code.startswith(_TOKYO_WARDS)]
            names = self._ward_names[city] = _names(wards)
        return names.longest(text, start)[1] or []

    def meant_by(self, text: str, prefecture: str = "") -> Meaning | None:
        """What a cell that holds a municipality says: its name, with or without county and prefecture, or its code.

        A code has 5 digits, or 6 with its check digit. `prefecture` is where a name without one is looked for. None for
        what is no municipality.
        """
        asked = (text, prefecture)
        if asked not in self._meanings:
            self._meanings[asked] = self._meaning(text, prefecture)
        return self._meanings[asked]

    def extent(self, area: tuple[str, ...]) -> frozenset[str]:
        """The codes of every municipality in an area: prefectures (2 digits) and municipalities (5 or 6, see `today`).

        A designated city brings its wards.
        """
        if area not in self._extents:
            codes: set[str] = set()
            for code in area:
                if len(code) == 2:
                    codes |= {known for known in self._by_code if known.startswith(code)}
                for place in self.today(code):
                    codes |= {place.code, *self.wards(place.code)}
            self._extents[area] = frozenset(codes)
        return self._extents[area]

    def _meaning(self, text: str, prefecture: str) -> Meaning | None:
        key = folded(text)
        if key.isdecimal() and len(key) in (5, 6):
            codes = tuple(found.code for found in self.today(key))
            return Meaning(codes) if codes else None
        own = self.prefecture_at(key, 0)
        found = self.named_at(key, len(own), own or prefecture)
        codes = tuple(dict.fromkeys(code for match in found for code in match.codes))
        return Meaning(codes, found[0].former) if codes else None

    def _find_wards(self) -> dict[str, tuple[str, ...]]:
        cities = {found.name: found.code for found in self._by_code.values() if found.name.endswith("市")}
        wards: dict[str, list[str]] = {}
        for found in self._by_code.values():
            city = found.name[: found.name.find("市", 1) + 1]
            if found.name.endswith("区") and city in cities:
                wards.setdefault(cities[city], []).append(found.code)
        return {city: tuple(codes) for city, codes in wards.items()}
