"""A Japanese address taken apart: prefecture, county, municipality, town, the rest, and its postcode."""

import re
from dataclasses import dataclass
from enum import StrEnum, auto
from itertools import pairwise

from shoukei_app.domain.firm import Address
from shoukei_app.domain.municipality import FormerMunicipality, Municipality
from shoukei_app.domain.place_key import folded, folded_with_places
from shoukei_app.domain.postal_master import AreaKind, PostalArea, PostalMaster
from shoukei_app.domain.town_search import TownMatch, behind_oaza, find_town, fitting, is_by_default, is_number, town_at


class AddressFinding(StrEnum):
    """What kept an address from being read straight off, or what had to be filled in."""

    EMPTY = auto()
    PREFECTURE_FILLED_IN = auto()
    COUNTY_FILLED_IN = auto()
    COUNTY_DIFFERS = auto()
    MUNICIPALITY_FILLED_IN = auto()  # from the hint
    MUNICIPALITY_GUESSED = auto()  # only one municipality has a town of this name
    MUNICIPALITY_AMBIGUOUS = auto()
    MUNICIPALITY_UNKNOWN = auto()
    MUNICIPALITY_MERGED = auto()
    WARD_FILLED_IN = auto()
    SPELLING_DIFFERS = auto()
    WORDS_BEFORE_TOWN = auto()
    TOWN_UNKNOWN = auto()
    CODE_AMBIGUOUS = auto()
    CODE_BY_DEFAULT = auto()  # parts of the town have codes of their own, and the address does not name its part


# With any of these a person should look before the parts are used.
UNSURE = frozenset(
    {
        AddressFinding.EMPTY,
        AddressFinding.COUNTY_DIFFERS,
        AddressFinding.MUNICIPALITY_GUESSED,
        AddressFinding.MUNICIPALITY_AMBIGUOUS,
        AddressFinding.MUNICIPALITY_UNKNOWN,
        AddressFinding.WORDS_BEFORE_TOWN,
        AddressFinding.TOWN_UNKNOWN,
        AddressFinding.CODE_AMBIGUOUS,
        AddressFinding.CODE_BY_DEFAULT,
    }
)


@dataclass(frozen=True, slots=True)
class ParsedAddress:
    """An address in parts.

    `written` holds the parts as they stand in the text (its postal_code is the one the text carried), `lead` and
    `tail` what stood before and behind them (〒, a telephone number): lead + the parts + tail is the text but for
    spaces. `current` says the same in today's names, with what was left out filled in and the postcode found; its
    town is as the postcode list spells it. `areas` are the lines of the master that remain; `candidates` the
    municipalities where the name does not say which.
    """

    text: str
    lead: str
    written: Address
    tail: str
    current: Address
    municipality: Municipality | None
    former: FormerMunicipality | None
    areas: tuple[PostalArea, ...]
    candidates: tuple[Municipality, ...]
    findings: tuple[AddressFinding, ...]

    @property
    def postal_code(self) -> str:
        """The code found from the address, "" where it does not settle one."""
        return self.current.postal_code

    @property
    def town(self) -> str:
        """The town as the postcode list spells it, without a street name before it; "" where it knows none."""
        return self.areas[0].town if self.areas else ""

    @property
    def is_representative(self) -> bool:
        """Whether the code found is only the municipality's own (以下に掲載がない場合)."""
        return any(area.kind is AreaKind.REPRESENTATIVE for area in self.areas)

    @property
    def is_sure(self) -> bool:
        """Whether every part was found without a guess."""
        return UNSURE.isdisjoint(self.findings)


def split_address(
    text: str, master: PostalMaster, *, prefecture_hint: str = "", municipality_hint: str = "", postal_code: str = ""
) -> ParsedAddress:
    """Takes an address apart. Never raises for a text, whatever it holds.

    The hints are what another column says, for an address that leaves it out: a prefecture's name, a municipality's
    name (with or without county and prefecture) or 5-digit code, a postcode of 7 digits. What the address says itself
    comes before them; the postcode only chooses where several municipalities or codes remain.
    """
    return _Reading(text, master, prefecture_hint, municipality_hint, postal_code).result()


# Only what a telephone number is written with; each character stays where it is.
_PHONE_WIDTH = str.maketrans("０１２３４５６７８９（）－−‐―ーＴＥＬＦＡＸ", "0123456789()-----TELFAX")
_PHONE = re.compile(
    r"[\s(、,]*(?:(?:TEL|電話番号|電話|℡|☎|FAX)[.:：・]*\s*\(?|(?<=[\s、,])\s*\(?)"
    r"0\d{1,4}[-()]{1,2}\d{1,4}[-()]\d{3,4}\)?\s*$"
)
_PERHAPS_PHONE = re.compile(r"[\s、,TＴFＦ電℡☎]")
_ENDS_A_PHONE = "0123456789０１２３４５６７８９)） 　"
_LEADING_CODE = re.compile(r"(?:〒|郵便番号:?)?\(?(\d{3})-?(\d{4})\)?(?![\d番\-]|丁目)|〒")
_COUNTY = re.compile(".{1,4}?郡")
_UNKNOWN_TOWN = re.compile(r"(?:大字)?.{1,15}?(?=字|\d|[一二三四五六七八九十百]+(?:丁目|番)|$)")
_NUMBERED = re.compile(r"\d|大字|[一二三四五六七八九十](?:丁目|番)")


@dataclass(slots=True)
class _Place:
    """What the municipality part of a text, from `start` over `county_end` to `end`, can mean."""

    codes: tuple[str, ...]
    start: int
    county_end: int
    end: int
    former: FormerMunicipality | None = None


class _Reading:
    """One address while it is read. `key` is its folded text, `places` where each character of that stands."""

    def __init__(self, text: str, master: PostalMaster, prefecture: str, municipality: str, code: str) -> None:
        self.text = text
        self.master = master
        self.names = master.municipalities
        self.postal_code = code
        self.findings: list[AddressFinding] = []
        self.tail = ""
        if (
            text[-1:] in _ENDS_A_PHONE
            and _PERHAPS_PHONE.search(text)
            and (phone := _PHONE.search(text.translate(_PHONE_WIDTH)))
        ):
            self.tail = text[phone.start() :]
            text = text[: phone.start()]
        self.key, self.places = folded_with_places(text)
        self.hinted_prefecture = self.names.prefecture_at(folded(prefecture), 0) if prefecture else ""
        self.hint = self._hint(municipality) if municipality else None
        self.lead, self.listed = self._leading_code()
        self.prefecture = self.names.prefecture_at(self.key, self.lead)
        self.start = self.lead + len(self.prefecture)
        if not self.prefecture:
            self._find_short_prefecture()

    def result(self) -> ParsedAddress:
        if self.lead >= len(self.key) and self.hint is None:
            return self._unknown(AddressFinding.EMPTY)
        place = self._place()
        if place is None:
            return self._unknown(AddressFinding.MUNICIPALITY_UNKNOWN)
        codes, town = self._choose(place)
        if (town is None or town.after_words) and self._is_repeated(place):
            codes, town = self._choose(place)
        municipality = self.names.get(codes[0]) if len(codes) == 1 else None
        if municipality is None:
            return self._ambiguous(place, codes)
        return self._settled(place, municipality, town)

    # the head of the text

    def _hint(self, municipality: str) -> _Place | None:
        if municipality.isdecimal() and len(municipality) in (5, 6):
            today = tuple(found.code for found in self.names.today(municipality[:5]))
            return _Place(today, 0, 0, 0) if today else None
        key = folded(municipality)
        own = self.names.prefecture_at(key, 0)
        found = self.names.named_at(key, len(own), own or self.hinted_prefecture)
        codes = tuple(dict.fromkeys(code for match in found for code in match.codes))
        return _Place(codes, 0, 0, 0, found[0].former) if codes else None

    def _leading_code(self) -> tuple[int, str]:
        head = self.key[:1]
        found = _LEADING_CODE.match(self.key) if head and (head in "〒郵(" or head.isdigit()) else None
        if not found:
            return 0, ""
        listed = f"{found[1]}{found[2]}" if found[1] else ""
        self.postal_code = self.postal_code or listed
        return found.end(), listed

    def _find_short_prefecture(self) -> None:
        """東京世田谷区: without 都, 府 or 県, where a municipality of it follows."""
        if self.names.named_at(self.key, self.lead, self.hinted_prefecture):
            return
        for prefecture in self.names.prefectures():
            end = self.lead + len(prefecture) - 1
            if self.key.startswith(prefecture[:-1], self.lead) and self.names.named_at(self.key, end, prefecture):
                self.prefecture, self.start = prefecture, end
                return

    # which municipality

    def _place(self) -> _Place | None:
        if self.hint is None:
            return self._named() or self._by_town()
        own = _Place(self.hint.codes, self.start, self.start, self.start, self.hint.former)
        in_hint = any(self._starts_with_town(code) for code in own.codes) and not self._names_hint()
        if not in_hint and (named := self._named()):
            return named
        self._note(AddressFinding.MUNICIPALITY_FILLED_IN)
        return own

    def _names_hint(self) -> bool:
        assert self.hint is not None
        return any(
            match.former is None and not set(self.hint.codes).isdisjoint(match.codes)
            for match in self.names.named_at(self.key, self.start)
        )

    def _starts_with_town(self, code: str) -> bool:
        town = town_at(self.master.towns(code), code, self.key, self.start)
        return town is not None and town.end - town.start > 1

    def _named(self) -> _Place | None:
        """The municipality whose name stands here: with its county, without it, or behind another one."""
        prefecture = self.prefecture or self.hinted_prefecture
        matches = self.names.named_at(self.key, self.start, prefecture)
        name_start = self.start
        if not matches and prefecture and (county := _COUNTY.match(self.key, self.start)):
            found = self.names.named_at(self.key, county.end(), prefecture)
            matches = [match for match in found if not match.county_length]
            name_start = county.end()
        if not matches and self.hint is not None:
            for city in self.hint.codes:
                for ward in self.names.ward_at(self.key, self.start, city):
                    return _Place(ward.codes, self.start, self.start, self.start + ward.length)
        if not matches and not self.prefecture and self.hinted_prefecture:
            matches, name_start = self.names.named_at(self.key, self.start), self.start
        if not matches:
            return None
        if name_start > self.start:
            self._note(AddressFinding.COUNTY_DIFFERS)
        first = matches[0]
        codes = first.codes
        if len(matches) > 1:
            codes = tuple(dict.fromkeys(code for match in matches for code in match.codes))
        county_end = name_start + first.county_length
        return _Place(codes, self.start, county_end, name_start + first.length, first.former)

    def _by_town(self) -> _Place | None:
        """The municipality from its town alone, where the text names none that is known."""
        prefecture = self.prefecture or self.hinted_prefecture
        wanted = (self.names.prefecture_code(prefecture),) if prefecture else self.names.prefecture_codes()
        if not prefecture and self.postal_code:
            areas = self.master.areas(self.postal_code)
            wanted = tuple(dict.fromkeys(area.municipality_code[:2] for area in areas)) or wanted
        behind = behind_oaza(self.key, self.start)
        county = _COUNTY.match(self.key, behind)
        longest, county_end = 0, self.start
        codes: dict[str, None] = {}
        for start in (behind, county.end()) if county else (behind,):
            for code in wanted:
                length, found = self.master.towns_anywhere(self.key, start, code)
                if length > longest:
                    longest, county_end = length, self.start if start == behind else start
                    codes = {}
                if length and length == longest:
                    codes |= dict.fromkeys(area.municipality_code for area in found)
        # Two characters that many municipalities have in common say nothing.
        if not codes or (not prefecture and longest < 3 and len(codes) > 1):
            return None
        self._note(AddressFinding.MUNICIPALITY_GUESSED)
        return _Place(tuple(codes), self.start, county_end, county_end)

    def _is_repeated(self, place: _Place) -> bool:
        """Whether the place stands there twice (長野市長野県長野市…, two columns joined); then its end is moved."""
        prefecture = self.names.prefecture_at(self.key, place.end)
        start = place.end + len(prefecture)
        for match in self.names.named_at(self.key, start, prefecture):
            if match.former is None and not set(match.codes).isdisjoint(place.codes):
                place.end = start + match.length
                return True
        return False

    def _choose(self, place: _Place) -> tuple[tuple[str, ...], TownMatch | None]:
        """Which of a place's municipalities is meant by the town behind it; all of them where that does not tell."""
        if len(place.codes) == 1 and not self.names.wards(place.codes[0]):
            return place.codes, self._town(place.codes[0], place)
        codes = [one for code in place.codes for one in self.names.wards(code) or (code,)]
        towns = [town for code in codes if (town := self._town(code, place)) is not None and not town.after_words]
        best = max((town.rank for town in towns), default=None)
        towns = [town for town in towns if town.rank == best]
        left = [town.municipality_code for town in towns] or codes
        if len(left) > 1:
            listed = [area.municipality_code for area in self.master.areas(self.postal_code)]
            hinted = self.hint.codes if self.hint is not None else ()
            for wanted in (listed, hinted):
                narrowed = [code for code in left if code in wanted]
                if len(narrowed) == 1:
                    left = narrowed
        if len(left) == 1:
            return (left[0],), self._town(left[0], place)
        if not towns and len(place.codes) == 1:  # a designated city whose ward is not to be found
            return place.codes, None
        return tuple(left) if towns else place.codes, None

    def _town(self, code: str, place: _Place) -> TownMatch | None:
        return find_town(self.master, code, self.key, place.end, place.former)

    # which code

    def _areas(self, town: TownMatch | None, municipality: Municipality, end: int) -> tuple[PostalArea, ...]:
        if town is not None:
            areas = fitting(town, self.key)
            if len(town.areas) > 1 and is_by_default(town, areas, self.key):
                self._note(AddressFinding.CODE_BY_DEFAULT)
            return areas
        names = self.master.towns(municipality.code)
        if names.direct and (names.is_whole or is_number(self.key, end)):
            return fitting(TownMatch(municipality.code, end, end, names.direct), self.key)
        return (names.representative,) if names.representative else ()

    def _code(self, areas: tuple[PostalArea, ...]) -> str:
        if len(areas) == 1:
            return areas[0].postal_code
        codes = {area.postal_code for area in areas}
        if len(codes) == 1:
            return codes.pop()
        if codes:
            if self.postal_code in codes:
                return self.postal_code
            self._note(AddressFinding.CODE_AMBIGUOUS)
        return ""

    # the results

    def _note(self, finding: AddressFinding) -> None:
        if finding not in self.findings:
            self.findings.append(finding)

    def _raw(self, *ends: int) -> list[str]:
        """The raw text between each two places of the folded one, without spaces around it."""
        text = self.text
        if self.places is None:  # then there is no space in it
            return [text[start:end] for start, end in pairwise(ends)]
        return [text[self.places[start] : self.places[end]].strip() for start, end in pairwise(ends)]

    def _settled(self, place: _Place, municipality: Municipality, town: TownMatch | None) -> ParsedAddress:
        if not self.prefecture:
            self._note(AddressFinding.PREFECTURE_FILLED_IN)
        if place.former is not None:
            self._note(AddressFinding.MUNICIPALITY_MERGED)
        elif municipality.county and place.end > place.county_end == place.start:
            self._note(AddressFinding.COUNTY_FILLED_IN)
        if place.codes[0] != municipality.code and self.names.wards(place.codes[0]):
            self._note(AddressFinding.WARD_FILLED_IN)
        areas = self._areas(town, municipality, place.end)
        code = self._code(areas)
        town_end = town.end if town is not None else self._unknown_town_end(place.end, areas)
        lead, prefecture, county, name, written_town, rest = self._raw(
            0, self.lead, self.start, place.county_end, place.end, town_end, len(self.key)
        )
        today = written_town
        if town is not None:
            today = areas[0].town
            if town.after_words:
                self._note(AddressFinding.WORDS_BEFORE_TOWN)
            elif today != written_town and today not in _without_oaza(written_town):
                self._note(AddressFinding.SPELLING_DIFFERS)
            if town.before:
                today = self._raw(place.end, place.end + len(town.before))[0] + today
        return ParsedAddress(
            self.text,
            lead,
            Address(self.listed, prefecture, county, name, municipality.code, written_town, rest),
            self.tail.strip(),
            Address(
                code,
                municipality.prefecture,
                municipality.county,
                municipality.name,
                municipality.code,
                today,
                rest,
            ),
            municipality,
            place.former,
            areas,
            (),
            tuple(self.findings),
        )

    def _unknown_town_end(self, start: int, areas: tuple[PostalArea, ...]) -> int:
        """Where a town that the list does not have probably ends."""
        if start >= len(self.key) or any(area.kind is AreaKind.DIRECT for area in areas):
            return start
        self._note(AddressFinding.TOWN_UNKNOWN)
        if is_number(self.key, start) or not _NUMBERED.search(self.key, start):
            return start
        found = _UNKNOWN_TOWN.match(self.key, start)
        return found.end() if found else start

    def _ambiguous(self, place: _Place, codes: tuple[str, ...]) -> ParsedAddress:
        found = [municipality for code in codes if (municipality := self.names.get(code)) is not None]
        self._note(AddressFinding.MUNICIPALITY_AMBIGUOUS)
        if place.former is not None:
            self._note(AddressFinding.MUNICIPALITY_MERGED)
        prefectures = {municipality.prefecture for municipality in found}
        lead, written_prefecture, county, name, rest = self._raw(
            0, self.lead, self.start, place.county_end, place.end, len(self.key)
        )
        prefecture = self.prefecture or (prefectures.pop() if len(prefectures) == 1 else "")
        return ParsedAddress(
            self.text,
            lead,
            Address(self.listed, written_prefecture, county, name, "", "", rest),
            self.tail.strip(),
            Address("", prefecture, county, name, "", "", rest),
            None,
            place.former,
            (),
            tuple(found),
            tuple(self.findings),
        )

    def _unknown(self, finding: AddressFinding) -> ParsedAddress:
        self._note(finding)
        lead, prefecture, rest = self._raw(0, self.lead, self.start, len(self.key))
        return ParsedAddress(
            self.text,
            lead,
            Address(self.listed, prefecture, "", "", "", "", rest),
            self.tail.strip(),
            Address("", self.prefecture or self.hinted_prefecture, "", "", "", "", rest),
            None,
            None,
            (),
            (),
            tuple(self.findings),
        )


def _without_oaza(town: str) -> tuple[str, str]:
    return town.removeprefix("大字"), town.removeprefix("字")
