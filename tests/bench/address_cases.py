"""Measures the address parser on public lists with known answers; prints a table.

Run: python -m tests.bench.address_cases [--misses N]. It reads ../shared/data beside the repository.
"""

import argparse
import csv
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from shoukei_app import assets
from shoukei_app.domain.address import ParsedAddress, split_address
from shoukei_app.domain.kanji_numeral import number
from shoukei_app.domain.place_key import folded
from shoukei_app.domain.postal_agreement import agreement
from shoukei_app.domain.postal_master import PostalMaster

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
NTA_LISTS = (
    ("nta_nagano_even.cp932.csv", "cp932"),
    ("nta_houjin_diff_20260821.cp932.csv", "cp932"),
    ("nta_houjin_diff_20210714.utf8.csv", "utf-8-sig"),
)
_BLOCK = re.compile("([一二三四五六七八九十]+)(?=丁)")


class Case(NamedTuple):
    """An address and the parts that its publisher says it has."""

    text: str
    prefecture: str
    municipality: str
    town: str
    code: str = ""


Source = Callable[[], Iterator[Case]]


def town_key(text: str) -> str:
    """Town and 丁目, folded: 大字, 字 and the word 丁目 left out, numerals as digits."""
    key = _BLOCK.sub(lambda match: str(number(match[0])), folded(text))
    return re.sub("大字|字|丁目?$", "", key)


def geolonia() -> Iterator[Case]:
    with (DATA / "address" / "geolonia_nja_addresses_1_3000.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            yield Case(row["住所"], row["都道府県"], row["市区町村"], row["町字"])


def toriyama() -> Iterator[Case]:
    for path in sorted((DATA / "address" / "yuukitoriyama").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(line for line in file if not line.startswith("#")):
                yield Case(row["address"], row["prefecture"], row["city"], row["town"])


def imi() -> Iterator[Case]:
    for path in sorted((DATA / "address" / "imi").glob("*.json")):
        for case in json.loads(path.read_text(encoding="utf-8")):
            found = case["output"]
            found = found.get("住所", found) if isinstance(found, dict) else {}
            if found.get("表記") and found.get("市区町村") and "メタデータ" not in found:
                block = f"{found['丁目']}丁目" if "丁目" in found else ""
                code = found["市区町村コード"].rpartition("C")[2]
                yield Case(found["表記"], found["都道府県"], found["市区町村"], found.get("町名", "") + block, code)


def right_town(case: Case, parsed: ParsedAddress) -> bool:
    """Whether the town is the expected one; a 丁目 that the list of postcodes does not know may begin the rest."""
    wanted = town_key(case.town)
    for town in (parsed.current.town, parsed.town):
        got = town_key(town)
        if wanted == got:
            return True
        if got and re.fullmatch(f"{re.escape(got)}[0-9]+", wanted):
            return town_key(re.sub(r"\s", "", town + parsed.current.rest)).startswith(wanted)
    return False


def measure(name: str, cases: list[Case], master: PostalMaster, misses: int) -> None:
    right: Counter[str] = Counter()
    with_town = 0
    shown = 0
    for case in cases:
        parsed = split_address(case.text, master)
        place = parsed.current.prefecture == case.prefecture and folded(
            parsed.current.county + parsed.current.municipality
        ) == folded(case.municipality)
        right["place"] += place
        town = True
        if case.town:
            with_town += 1
            town = place and right_town(case, parsed)
            right["town"] += town
        if not (place and town) and shown < misses:
            shown += 1
            print("   miss", tuple(case), "→", parsed.current, [finding.value for finding in parsed.findings])
    print(f"{name:32} {len(cases):7,} place {right['place'] / len(cases):8.2%}  town {right['town'] / with_town:8.2%}")


def listed_codes(name: str, encoding: str) -> list[tuple[str, str]]:
    """Address and postcode of a list in the 国税庁 layout; rows of firms abroad left out."""
    with (DATA / "lists" / name).open(encoding=encoding, newline="") as file:
        return [(row[9] + row[10] + row[11], row[15]) for row in csv.reader(file) if row[9] and row[15]]


def measure_codes(name: str, rows: list[tuple[str, str]], master: PostalMaster, misses: int) -> None:
    started = time.perf_counter()
    parsed_rows = [split_address(text, master) for text, _ in rows]
    seconds = time.perf_counter() - started
    kinds: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for (text, listed), parsed in zip(rows, parsed_rows, strict=True):
        kind = agreement(listed, parsed, master)
        kinds[kind] += 1
        if kind != "agrees":
            words = re.split("[0-9０-９]", text)[0][:24]
            missed[f"{kind}: {listed} ≠ {parsed.postal_code or '-':7} {words} [{parsed.current.town}]"] += 1
    print(f"{name:40} {len(rows):7,} rows, {seconds / len(rows) * 100_000:.2f} s for 100,000")
    for kind, count in kinds.most_common():
        print(f"    {kind:28} {count:7,} {count / len(rows):8.2%}")
    for line, count in missed.most_common(misses):
        print("   miss", count, line)


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--misses", type=int, default=0)
    misses = arguments.parse_args().misses
    if not DATA.is_dir():
        sys.exit(f"no lists to measure on: {DATA} is not there")
    master = PostalMaster(assets.data)
    measure("geolonia", list(geolonia()), master, misses)
    measure("yuukitoriyama", list(toriyama()), master, misses)
    measure("imi", list(imi()), master, misses)
    for name, encoding in NTA_LISTS:
        measure_codes(name, listed_codes(name, encoding), master, misses)


if __name__ == "__main__":
    main()
