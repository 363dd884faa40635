"""A Japanese address taken apart: prefecture, county, municipality, town, the rest, and its postcode."""

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum, auto
from typing import NamedTuple

from shoukei_app.domain.firm import Address
from shoukei_app.domain.municipality import FormerMunicipality, Municipality
from shoukei_app.domain.place_key import folded_with_places, has_blanks
from shoukei_app.domain.postal_master import AreaKind, PostalArea, PostalMaster
from shoukei_app.domain.town_search import (
    TownMatch,
    behind_oaza,
    find_town,
    fitting,
    is_by_default,
    is_number,
    is_settled_by,
    town_at,
)


class AddressFinding(StrEnum):
    """What kept an address from being read straight off, or what had to be filled in."""

    EMPTY = auto()
    PREFECTURE_FILLED_IN = auto()
    COUNTY_FILLED_IN = auto()
    COUNTY_DIFFERS = auto()
    MUNICIPALITY_FILLED_IN = auto()  # from the hint
    MUNICIPALITY_GUESSED = auto()  # only one municipality has a town of this name
    CITY_FILLED_IN = auto()  # the address begins with a ward of a designated city
    MUNICIPALITY_AMBIGUOUS = auto()
    MUNICIPALITY_UNKNOWN = auto()
    MUNICIPALITY_MERGED = auto()
    WARD_FILLED_IN = auto()
    SPELLING_DIFFERS = auto()
    WORDS_BEFORE_TOWN = auto()
    TOWN_UNKNOWN = auto()
    CODE_AMBIGUOUS = auto()
    CODE_BY_DEFAULT = auto()  # parts of the town have codes of their own, and the address does not name its part


# What is not true where several municipalities remain.
_SETTLING = (
    AddressFinding.MUNICIPALITY_GUESSED,
    AddressFinding.MUNICIPALITY_FILLED_IN,
    AddressFinding.CITY_FILLED_IN,
)

# A town's name of two characters says where an address lies if no more municipalities than these have it: in all of
# Japan, and where it is known what part of it is meant.
FEW, MANY = 12, 10_000

# Beginnings of addresses whose parts are kept: a list repeats those of its towns over and over.
OPENINGS_KEPT = 20_000

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


class ParsedAddress(NamedTuple):
    """An address in parts.

    `written` holds the parts as they stand in the text (its postal_code is the one the text carried), `lead` and
    `tail` what stood before and behind them (〒, a telephone number): lead + the parts + tail is the text but for
    spaces. `current` says the same in today's names, with what was left out filled in and the postcode found; its
    town is as the postcode list spells it. `areas` are the lines of the master that remain; `candidates` the
    municipalities where the name does not say which, those that have the town first.
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
    rest_start: int = 0  # where the rest begins in `text`, 0 where that is not known

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
    text: str,
    master: PostalMaster,
    *,
    prefecture_hint: str = "",
    municipality_hint: str = "",
    postal_code: str = "",
    within: tuple[str, ...] = (),
) -> ParsedAddress:
    """Takes an address apart. Never raises for a text, whatever it holds.

    The hints are what another column says, for an address that leaves it out: a prefecture's name, a municipality's
    name (with or without county and prefecture) or code, a postcode of 7 digits. What the address says itself comes
    before them; the postcode only chooses where several municipalities or codes remain.

    `within` is where the whole list comes from: codes of prefectures (2 digits) and municipalities (5, or 6 with check
    digit; a designated city stands for its wards). It is asked last, and only chooses among what the text can mean: a
    firm elsewhere, whose address says where, is found there.
    """
    head = _BEFORE_NUMBER.match(text)
    assert head is not None
    asked = (head[0], prefecture_hint, municipality_hint, within)
    opening = master.openings.get(asked)
    if opening is not None and len(head[0]) < len(text) and _phone_start(text) is None:
        return _continued(opening, text)
    reading = _Reading(text, master, prefecture_hint, municipality_hint, postal_code, within)
    parsed = reading.result()
    if len(head[0]) < len(text) and reading.is_settled_by(head[0], parsed):
        if len(master.openings) >= OPENINGS_KEPT:
            master.openings.clear()
        master.openings[asked] = parsed
    return parsed


def _continued(opening: ParsedAddress, text: str) -> ParsedAddress:
    """The parts of an address that begins as `opening` does, whose town the number behind it can't change."""
    written, current = opening.written, opening.current
    rest = text[opening.rest_start :].strip()
    return ParsedAddress(
        text,
        "",
        Address(
            "", written.prefecture, written.county, written.municipality, current.municipality_code, written.town, rest
        ),
        "",
        Address(
            current.postal_code,
            current.prefecture,
            current.county,
            current.municipality,
            current.municipality_code,
            current.town,
            rest,
        ),
        opening.municipality,
        None,
        opening.areas,
        (),
        opening.findings,
        opening.rest_start,
    )


def _phone_start(text: str) -> int | None:
    """Where a telephone number behind the address begins."""
    if text[-1:] not in _ENDS_A_PHONE or not _PERHAPS_PHONE.search(text):
        return None
    found = _PHONE.search(text.translate(_PHONE_WIDTH))
    return found.start() if found else None


# Only what a telephone number is written with; each character stays where it is.
_PHONE_WIDTH = str.maketrans("０１２３４５６７８９（）－−‐―ーＴＥＬＦＡＸ", "0123456789()-----TELFAX")
_PHONE = re.compile(
    r"[\s(、,]*(?:(?:TEL|電話番号|電話|℡|☎|FAX)[.:：・]*\s*\(?|(?<=[\s、,])\s*\(?)"
    r"0\d{1,4}[-()]{1,2}\d{1,4}[-()]\d{3,4}\)?\s*$"
)
_PERHAPS_PHONE = re.compile(r"[\s、,TＴFＦ電℡☎]")
_ENDS_A_PHONE = "0123456789０１２３４５６７８９)） 　"
_LEADING_CODE = re.compile(r"\(?(?:〒|郵便番号:?)?\(?(\d{3})-?(\d{4})\)?(?![\d番\-]|丁目)|〒")
_BEGINS_A_CODE = "〒郵(0123456789"
_BEFORE_NUMBER = re.compile("[^0-9０-９]*")
_COUNTY = re.compile(".{1,4}?郡")
_UNKNOWN_TOWN = re.compile(r"(?:大字)?.{1,15}?(?=字|\d|[一二三四五六七八九十百]+(?:丁目|番)|$)")
_NUMBERED = re.compile(r"\d|大字|[一二三四五六七八九十](?:丁目|番)")


@dataclass(slots=True)
class _Place:
    """What the municipality part of a text, from `start` over `county_end` to `end`, can mean.

    `namesakes` are all the wards of this name where the text leaves out the city and there are several; `codes` then
    those of them that the hints leave.
    """

    codes: tuple[str, ...]
    start: int
    county_end: int
    end: int
    former: FormerMunicipality | None = None
    namesakes: tuple[str, ...] = ()


class _Reading:
    """One address while it is read. `key` is its folded text, `places` where each character of that stands."""

    def __init__(
        self, text: str, master: PostalMaster, prefecture: str, municipality: str, code: str, within: tuple[str, ...]
    ) -> None:
        self.text = text
        self.master = master
        self.names = master.municipalities
        self.postal_code = code
        self.within = within
        self.asked_code = False  # whether the postcode had a say
        self.town: TownMatch | None = None
        self.findings: list[AddressFinding] = []
        self.tail = ""
        if (phone := _phone_start(text)) is not None:
            self.tail = text[phone:]
            text = text[:phone]
        self.key, self.places = folded_with_places(text)
        self.hinted_prefecture = self.names.prefecture_named(prefecture) if prefecture else ""
        self.hint = self.names.meant_by(municipality, self.hinted_prefecture) if municipality else None
        self.lead, self.listed = 0, ""
        if self.key and self.key[0] in _BEGINS_A_CODE:
            self._find_leading_code()
        self.prefecture = self.names.prefecture_at(self.key, self.lead)
        self.start = self.lead + len(self.prefecture)
        # What is named right here; where the text says no prefecture, in the hinted one.
        self.matches = self.names.named_at(self.key, self.start, self.prefecture or self.hinted_prefecture)
        if not self.prefecture and not self.matches:
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
        if place.codes == codes:
            self.town = town
        return self._settled(place, municipality, town)

    def is_settled_by(self, head: str, parsed: ParsedAddress) -> bool:
        """Whether every address that begins so, with any number behind it, has the same parts but for its rest.

        `head` is all before the first number. False where that can't be told without reading on.
        """
        town = self.town
        if (
            town is None
            or parsed.former is not None
            or self.asked_code
            or not parsed.postal_code
            or has_blanks(head)
            or head[:1] in _BEGINS_A_CODE
        ):
            return False
        key = self.key[: len(head)]
        hinted = self.hint.codes if self.hint is not None else ()
        return is_settled_by(self.master, town, key) and all(
            not self.master.towns(code).may_go_on(key) for code in hinted
        )

    # the head of the text

    def _find_leading_code(self) -> None:
        found = _LEADING_CODE.match(self.key)
        if found:
            self.lead = found.end()
            self.listed = f"{found[1]}{found[2]}" if found[1] else ""
            self.postal_code = self.postal_code or self.listed

    def _find_short_prefecture(self) -> None:
        """東京世田谷区: without 都, 府 or 県, where a municipality of it follows."""
        for prefecture in self.names.prefectures():
            end = self.lead + len(prefecture) - 1
            if self.key.startswith(prefecture[:-1], self.lead) and (
                matches := self.names.named_at(self.key, end, prefecture)
            ):
                self.prefecture, self.start, self.matches = prefecture, end, matches
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
        matches = self.matches
        name_start = self.start
        if not matches and prefecture and (county := _COUNTY.match(self.key, self.start)):
            found = self.names.named_at(self.key, county.end(), prefecture)
            matches = [match for match in found if not match.county_length]
            name_start = county.end()
        if not matches and self.hint is not None:
            for city in self.hint.codes:
                for named in self.names.ward_at(self.key, self.start, city):
                    return _Place(named.codes, self.start, self.start, self.start + named.length)
        if not matches and not self.prefecture and self.hinted_prefecture:
            matches, name_start = self.names.named_at(self.key, self.start), self.start
        if not matches or (not self.prefecture and self.key[self.start + matches[0].length - 1] == "区"):
            ward = None if matches and matches[0].former is not None else self._ward()
            if ward is not None or not matches:
                return ward
        if name_start > self.start:
            self._note(AddressFinding.COUNTY_DIFFERS)
        first = matches[0]
        codes = first.codes
        if len(matches) > 1:
            codes = tuple(dict.fromkeys(code for match in matches for code in match.codes))
        county_end = name_start + first.county_length
        return _Place(codes, self.start, county_end, name_start + first.length, first.former)

    def _ward(self) -> _Place | None:
        """A ward without its city (中央区磯上通), settled where only one can be meant, by its name or by the hints.

        A ward of Tokyo is one of them: it may stand without its prefecture as any municipality may.
        """
        found = self.names.ward_at(self.key, self.start, "")
        if not found:
            return None
        named = tuple(dict.fromkeys(code for match in found for code in match.codes))
        if self.prefecture:
            there = self.names.extent((self.names.prefecture_code(self.prefecture),))
            named = tuple(code for code in named if code in there)
            if not named:
                return None
        codes = self._narrowed(named)
        if not any(self.names.is_ward_of_tokyo(code) for code in codes):
            self._note(AddressFinding.CITY_FILLED_IN)
        end = self.start + found[0].length
        return _Place(codes, self.start, self.start, end, namesakes=named if len(named) > 1 else ())

    def _narrowed(self, codes: Iterable[str]) -> tuple[str, ...]:
        """Those that are also what the hints say, asked in turn: the text, its row, its postcode, its list."""
        left = tuple(codes)
        for area in self._areas_known():
            if len(left) == 1:
                break
            left = tuple(code for code in left if code in area) or left
        return left

    def _areas_known(self) -> Iterator[Container[str]]:
        if prefecture := self.prefecture or self.hinted_prefecture:
            yield self.names.extent((self.names.prefecture_code(prefecture),))
        if self.hint is not None:
            yield self.names.extent(self.hint.codes)
        if self.postal_code:
            self.asked_code = True
            yield [area.municipality_code for area in self.master.areas(self.postal_code)]
        if self.within:
            yield self.names.extent(self.within)

    def _by_town(self) -> _Place | None:
        """The municipality from its town alone, where the text names none that is known."""
        prefecture = self.prefecture or self.hinted_prefecture
        if prefecture:
            return self._having_town(self.names.extent((self.names.prefecture_code(prefecture),)), MANY)
        if self.postal_code:
            self.asked_code = True
            listed = {area.municipality_code[:2] for area in self.master.areas(self.postal_code)}
            if listed and (place := self._having_town(self.names.extent(tuple(sorted(listed))), 1)):
                return place
        if self.within and (place := self._having_town(self.names.extent(self.within), MANY)):
            if len(self.within) == 1 and len(self.within[0]) > 2:  # the list of one city says no guess is needed
                self.findings = [AddressFinding.MUNICIPALITY_FILLED_IN]
            return place
        # Two characters that many municipalities have in common say nothing.
        return self._having_town(None, FEW)

    def _having_town(self, among: Container[str] | None, most: int) -> _Place | None:
        """Every municipality that has the longest town here; None where a short name has more than `most`."""
        behind = behind_oaza(self.key, self.start)
        length, codes = self.master.towns_anywhere(self.key, behind, among)
        county_end = self.start
        if county := _COUNTY.match(self.key, behind):
            longer, found = self.master.towns_anywhere(self.key, county.end(), among)
            if longer > length:
                length, codes, county_end = longer, found, county.end()
        if not codes or (length < 3 and len(codes) > most):
            return None
        self._note(AddressFinding.MUNICIPALITY_GUESSED)
        return _Place(self._narrowed(codes), self.start, county_end, county_end)

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
        if place.namesakes:
            return self._choose_ward(place)
        if len(place.codes) == 1 and not self.names.wards(place.codes[0]):
            return place.codes, self._town(place.codes[0], place)
        codes = [one for code in place.codes for one in self.names.wards(code) or (code,)]
        having = self._having(codes, place)
        left = self._narrowed(having or codes)
        if len(left) == 1:
            return left, self._town(left[0], place)
        return left if having else place.codes, None

    def _choose_ward(self, place: _Place) -> tuple[tuple[str, ...], TownMatch | None]:
        """Of the wards of one name: the only one that the hints leave, unless a town speaks against it.

        Without a hint a town does not settle it, but for a ward of Tokyo: that may stand alone, so it is meant where no
        other has the town.
        """
        is_hinted = len(place.codes) < len(place.namesakes)
        having = self._having(place.codes, place)
        if is_hinted and (len(having) == 1 or (len(place.codes) == 1 and not self._having(place.namesakes, place))):
            code = (having or list(place.codes))[0]
            return (code,), self._town(code, place)
        if not is_hinted and len(having) == 1 and self.names.is_ward_of_tokyo(having[0]):
            return (having[0],), self._town(having[0], place)
        elsewhere = [] if having else self._having(place.namesakes, place)
        return tuple(dict.fromkeys((*having, *elsewhere, *place.codes))), None

    def _having(self, codes: Sequence[str], place: _Place) -> list[str]:
        """Those of several municipalities whose town stands here; of a longer name comes before a shorter one."""
        towns = [town for code in codes if (town := self._town(code, place)) is not None and not town.after_words]
        best = max((town.rank for town in towns), default=None)
        return [town.municipality_code for town in towns if town.rank == best]

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
            self.asked_code = True
            if self.postal_code in codes:
                return self.postal_code
            self._note(AddressFinding.CODE_AMBIGUOUS)
        return ""

    # the results

    def _note(self, finding: AddressFinding) -> None:
        if finding not in self.findings:
            self.findings.append(finding)

    def _raw(self, *cuts: int) -> list[str]:
        """The raw text cut at these places of the folded one, without spaces around the pieces."""
        text, places = self.text, self.places
        pieces = []
        start = 0
        if places is None:  # then there is no space in it
            for cut in cuts:
                pieces.append(text[start:cut])
                start = cut
            pieces.append(text[start : len(self.key)])
            return pieces
        for cut in cuts:
            end = places[cut]
            pieces.append(text[start:end].strip())
            start = end
        pieces.append(text[start : places[-1]].strip())
        return pieces

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
            self.lead, self.start, place.county_end, place.end, town_end
        )
        today = written_town
        if town is not None:
            today = areas[0].town
            if town.after_words:
                self._note(AddressFinding.WORDS_BEFORE_TOWN)
            elif today != written_town and today not in _without_oaza(written_town):
                self._note(AddressFinding.SPELLING_DIFFERS)
            if town.before:
                today = self._raw(place.end, place.end + len(town.before))[1] + today
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
            town_end,
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
        self.findings = [finding for finding in self.findings if finding not in _SETTLING]
        self._note(AddressFinding.MUNICIPALITY_AMBIGUOUS)
        if place.former is not None:
            self._note(AddressFinding.MUNICIPALITY_MERGED)
        prefectures = {municipality.prefecture for municipality in found}
        lead, written_prefecture, county, name, rest = self._raw(self.lead, self.start, place.county_end, place.end)
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
        lead, prefecture, rest = self._raw(self.lead, self.start)
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
