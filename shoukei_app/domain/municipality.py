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

    def get(self, code: str) -> Municipality | None:
        """The municipality of today with this code."""
        return self._by_code.get(code)

    def today(self, code: str) -> tuple[Municipality, ...]:
        """What a code, today's or a former one, stands for now: several where it was divided, () for none."""
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
        """The ward of a designated city (its code) that is named here without the city's name."""
        if city not in self._wards:
            return []
        names = self._ward_names.get(city)
        if names is None:
            start_of_ward = len(self._by_code[city].name)
            wards = ((self._by_code[code], start_of_ward) for code in self._wards[city])
            names = self._ward_names[city] = _names(wards)
        return names.longest(text, start)[1] or []

    def _find_wards(self) -> dict[str, tuple[str, ...]]:
        cities = {found.name: found.code for found in self._by_code.values() if found.name.endswith("市")}
        wards: dict[str, list[str]] = {}
        for found in self._by_code.values():
            city = found.name[: found.name.find("市", 1) + 1]
            if found.name.endswith("区") and city in cities:
                wards.setdefault(cities[city], []).append(found.code)
        return {city: tuple(codes) for city, codes in wards.items()}
