"""The postcode master: which code stands for which part of which municipality, from the bundled lists."""

import lzma
import re
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from shoukei_app.domain.municipality import Municipalities, parse_former, parse_municipalities
from shoukei_app.domain.prefix_index import PrefixIndex
from shoukei_app.domain.town_numerals import spellings

# No town's name is longer, whichever way it is spelled.
_LONGEST_TOWN = 40
_NUMBER = re.compile(r"\d")


class AreaKind(StrEnum):
    """What a line of the master stands for; the value is how the bundled list writes it."""

    TOWN = ""
    REPRESENTATIVE = "r"  # 以下に掲載がない場合
    DIRECT = "d"  # the number follows the municipality's name, or the list knows no town of it


@dataclass(frozen=True, slots=True)
class PostalArea:
    """A postcode (7 digits) and the town (町域, "" for none) it stands for; `remark` narrows the town."""

    postal_code: str
    municipality_code: str
    town: str = ""
    remark: str = ""
    kind: AreaKind = AreaKind.TOWN


@dataclass(frozen=True, slots=True)
class PostalOffice:
    """A code of one receiver (大口事業所個別番号); `is_box` for a PO box, whose number stands in `street`."""

    postal_code: str
    municipality_code: str
    name: str
    street: str
    is_box: bool


@dataclass(frozen=True, slots=True)
class ChangedCode:
    """A code that a town no longer has. `new` is "" where the town's codes of today are several or none.

    `seen` is the last month (YYYY-MM) of which it is known that the old code was in use.
    """

    old: str
    municipality_code: str
    town: str
    new: str
    seen: str


class TownNames:
    """The towns of one municipality, found at any place of a folded text."""

    def __init__(self, areas: Iterable[PostalArea], former_names: Iterable[str] = ()) -> None:
        """`former_names` are municipalities now part of this one: 「三郷明盛」 is also found as 「明盛」."""
        self.representative: PostalArea | None = None
        self.direct: tuple[PostalArea, ...] = ()
        towns: dict[str, tuple[PostalArea, ...]] = {}
        for area in areas:
            if area.kind is AreaKind.REPRESENTATIVE:
                self.representative = area
                continue
            if area.kind is AreaKind.DIRECT:
                self.direct += (area,)
            if area.town:
                towns[area.town] = (*towns.get(area.town, ()), area)
        self.is_whole = not towns.keys() - {area.town for area in self.direct} and self.representative is None
        self._index = PrefixIndex(_named(towns, former_names))
        self._before_numbers: tuple[str, ...] | None = None
        self.begin_with_number = any(name[0].isdigit() for name in self._index.names())

    def at(self, text: str, start: int) -> tuple[int, tuple[PostalArea, ...]]:
        """The longest town at this place: its length in the folded text and its areas; (0, ()) for none."""
        length, found = self._index.longest(text, start)
        return length, found or ()

    def may_go_on(self, head: str) -> bool:
        """Whether a name goes on with a number (大門1番町) where a folded text has what stands before it at its end."""
        if self._before_numbers is None:
            self._before_numbers = tuple(
                {name[: found.start()] for name in self._index.names() if (found := _NUMBER.search(name))} - {""}
            )
        return head.endswith(self._before_numbers)

    def ending_in(self, name: str, not_behind: str) -> tuple[PostalArea, ...]:
        """The areas of the only town whose folded name ends in this one (神田猿楽町 for 猿楽町); () if not one.

        A character of `not_behind` before the ending makes it another place (上中町 for 中町).
        """
        found = self._index.ending_in(name, not_behind) if len(name) > 1 else []
        return found[0] if len({areas[0].town for areas in found}) == 1 else ()

    def names(self) -> Iterable[str]:
        """Every folded name, in each spelling."""
        return self._index.names()


class PostalMaster:
    """All of it. Lists are unpacked a prefecture at a time, a municipality's names when it is first looked at."""

    def __init__(self, read: Callable[[str], bytes]) -> None:
        """`read` gives the content of a resource by its name ("post/municipalities.tsv"); it may be called at any time.

        Raises what `read` raises for a list that is not there.
        """
        self._read = read
        text = read("post/municipalities.tsv").decode()
        self.month = text.partition("\n")[0].rpartition("\t")[2]
        former = parse_former(read("areas/merged_municipalities.tsv").decode())
        self.municipalities = Municipalities(parse_municipalities(text), former)
        self._blocks: dict[str, dict[str, list[str]]] = {}
        self._towns: dict[str, TownNames] = {}
        self._areas: dict[str, tuple[PostalArea, ...]] = {}
        # `domain.address` keeps here what it read off the beginnings of addresses.
        self.openings: dict[tuple[str, str, str, tuple[str, ...]], Any] = {}
        self._everywhere: dict[str, str] | None = None
        self._lines: dict[str, dict[str, list[tuple[str, str]]]] = {}
        self._prefixes: dict[str, tuple[str, ...]] | None = None
        self._districts: frozenset[str] | None = None
        self._offices: dict[str, list[str]] | None = None
        self._changed: dict[str, tuple[ChangedCode, ...]] | None = None

    def towns(self, municipality_code: str) -> TownNames:
        """The towns of a municipality; none for a designated city as a whole or an unknown code."""
        if (known := self._towns.get(municipality_code)) is not None:
            return known
        names = TownNames(self.areas_of(municipality_code), self._former_names(municipality_code))
        self._towns[municipality_code] = names
        return names

    def areas_of(self, municipality_code: str) -> tuple[PostalArea, ...]:
        """Every line of a municipality, in the order of the codes."""
        lines = self._prefecture(municipality_code[:2]).get(municipality_code, [])
        return tuple(_area(line, municipality_code) for line in lines)

    def areas(self, postal_code: str) -> tuple[PostalArea, ...]:
        """What a postcode of 7 digits stands for; () for an office's code and for one that does not exist."""
        if (known := self._areas.get(postal_code)) is not None:
            return known
        if self._prefixes is None:
            pairs = (line.split("\t") for line in self._read("post/prefixes.tsv").decode().splitlines())
            self._prefixes = {prefix: tuple(prefectures.split()) for prefix, prefectures in pairs}
        found: tuple[PostalArea, ...] = ()
        for prefecture in self._prefixes.get(postal_code[:3], ()):
            found += tuple(_area(line, code) for code, line in self._by_code(prefecture).get(postal_code, ()))
        self._areas[postal_code] = found
        return found

    def offices(self, postal_code: str) -> tuple[PostalOffice, ...]:
        """The receivers that have this code of their own."""
        if self._offices is None:
            offices: dict[str, list[str]] = {}
            for line in lzma.decompress(self._read("post/offices.tsv.xz")).decode().splitlines():
                offices.setdefault(line[:7], []).append(line)
            self._offices = offices
        return tuple(_office(line) for line in self._offices.get(postal_code, ()))

    def district(self, postal_code: str) -> str:
        """The delivery district (郵便区番号) of a postcode: its first three digits, or five at smaller offices.

        These were the older postcodes, which stay at the head of today's (郵便番号・バーコードマニュアル p. 4).
        """
        if self._districts is None:
            lines = (line.split("\t") for line in self._read("post/districts.tsv").decode().splitlines())
            self._districts = frozenset(head + place for head, places in lines for place in places.split())
        return postal_code[:5] if postal_code[:5] in self._districts else postal_code[:3]

    def changed(self, postal_code: str) -> tuple[ChangedCode, ...]:
        """The towns that once had this code and no longer have it."""
        if self._changed is None:
            changed: dict[str, tuple[ChangedCode, ...]] = {}
            for code in self.all_changed():
                changed[code.old] = (*changed.get(code.old, ()), code)
            self._changed = changed
        return self._changed.get(postal_code, ())

    def all_changed(self) -> Iterator[ChangedCode]:
        """Every code that changed, in the order of the list."""
        for line in self._read("post/changed_codes.tsv").decode().splitlines():
            if line and not line.startswith("#"):
                yield ChangedCode(*_cells(line, 5))

    def towns_anywhere(self, text: str, start: int, among: Container[str] | None = None) -> tuple[int, tuple[str, ...]]:
        """The longest town at this place of a folded text: its length and the codes of the municipalities that have it.

        Only those of `among` count; None: any.
        """
        if self._everywhere is None:
            lines = lzma.decompress(self._read("post/town_names.tsv.xz")).decode().splitlines()
            self._everywhere = dict(line.split("\t") for line in lines)
        get = self._everywhere.get
        for end in range(min(start + _LONGEST_TOWN, len(text)), start + 1, -1):
            codes = get(text[start:end])
            if codes is None or (text[end - 1].isdigit() and text[end : end + 1].isdigit()):
                continue
            found = tuple(code for code in codes.split() if among is None or code in among)
            if found:
                return end - start, found
        return 0, ()

    def town_name_lines(self) -> Iterator[str]:
        """The lines of post/town_names.tsv: every folded name of two characters or more, and who has such a town."""
        having: dict[str, dict[str, None]] = {}
        for place in self.municipalities.all():
            for key in self.towns(place.code).names():
                if len(key) > 1:
                    having.setdefault(key, {})[place.code] = None
        for key in sorted(having):
            yield f"{key}\t{' '.join(having[key])}"

    def load(self) -> None:
        """Reads every list now, for a caller that will need all of them."""
        for prefecture in self.municipalities.prefecture_codes():
            self._by_code(prefecture)
        self.offices("")
        self.changed("")

    def _prefecture(self, code: str) -> dict[str, list[str]]:
        if (known := self._blocks.get(code)) is not None:
            return known
        blocks: dict[str, list[str]] = {}
        if code in self.municipalities.prefecture_codes():
            text = lzma.decompress(self._read(f"post/towns/{code}.tsv.xz")).decode()
            for block in text.split(">")[1:]:
                municipality, _, lines = block.partition("\n")
                blocks[municipality] = lines.splitlines()
        self._blocks[code] = blocks
        return blocks

    def _by_code(self, prefecture: str) -> dict[str, list[tuple[str, str]]]:
        """Municipality and line, by postcode."""
        if (known := self._lines.get(prefecture)) is not None:
            return known
        by_code: dict[str, list[tuple[str, str]]] = {}
        for municipality, lines in self._prefecture(prefecture).items():
            for line in lines:
                by_code.setdefault(line[:7], []).append((municipality, line))
        self._lines[prefecture] = by_code
        return by_code

    def _former_names(self, code: str) -> list[str]:
        names = []
        for former in self.municipalities.former_in(code):
            names += [former.name, former.name[:-1]]
        return [name for name in names if len(name) > 1]


def _named(towns: dict[str, tuple[PostalArea, ...]], former_names: Iterable[str]) -> dict[str, tuple[PostalArea, ...]]:
    """The areas of each town under every spelling; a shorter name only where no town has it."""
    named: dict[str, tuple[PostalArea, ...]] = {}
    for town, found in towns.items():
        for key in spellings(town):
            named[key] = (*named.get(key, ()), *found)
    for name in former_names:
        for town, found in towns.items():
            short = town.removeprefix(name)
            if len(short) > 1 and short != town:
                for key in spellings(short):
                    named.setdefault(key, found)
    return named


def _area(line: str, municipality_code: str) -> PostalArea:
    code, town, remark, kind = _cells(line, 4)
    return PostalArea(code, municipality_code, town, remark, AreaKind(kind))


def _office(line: str) -> PostalOffice:
    code, municipality, name, street, box = _cells(line, 5)
    return PostalOffice(code, municipality, name, street, box == "box")


def _cells(line: str, count: int) -> list[str]:
    cells = line.split("\t")
    return cells + [""] * (count - len(cells))
