"""Measures how fast addresses are taken apart and their postcodes checked, and what the start costs; prints a table.

Run: python -m tests.bench.address_speed. The invented list is always there; public ones are read where they are beside
the repository.
"""

import csv
import random
import subprocess
import sys
import time
from collections.abc import Iterator

import openpyxl

from shoukei_app import assets
from shoukei_app.domain.address import split_address
from shoukei_app.domain.postal_agreement import agreement
from shoukei_app.domain.postal_master import PostalMaster
from tests.bench import address_cases

NAGANO = "20"
COUNT = 100_000
_STREETS = ("{0}番地", "{0}", "{0}-{1}", "{0}番地{1}", "{2}丁目{1}番{1}号", "{2}-{1}-{1}", "大字上ノ原{0}番地の{1}")
_FULL_WIDTH = str.maketrans("0123456789-", "０１２３４５６７８９－")
_BUILDINGS = ("", "", "", "　中央ビル２Ｆ", " コーポ桜101", "（市民会館内）")

Row = tuple[str, str]  # address, postcode listed


def invented(count: int) -> Iterator[Row]:
    """Addresses of Nagano as lists write them: with and without prefecture and county, in either width."""
    master = PostalMaster(assets.data)
    towns = [
        (place, area)
        for place in master.municipalities.all()
        if place.code.startswith(NAGANO)
        for area in master.areas_of(place.code)
    ]
    chance = random.Random(20)
    for _ in range(count):
        place, area = chance.choice(towns)
        street = chance.choice(_STREETS).format(chance.randint(1, 9999), chance.randint(1, 30), chance.randint(1, 5))
        if chance.random() < 0.5:
            street = street.translate(_FULL_WIDTH)
        oaza = "大字" if area.town and chance.random() < 0.2 else ""
        prefecture = place.prefecture if chance.random() < 0.7 else ""
        county = place.county if chance.random() < 0.8 else ""
        yield f"{prefecture}{county}{place.name}{oaza}{area.town}{street}{chance.choice(_BUILDINGS)}", area.postal_code


def nagano() -> Iterator[Row]:
    """The 国税庁 list of Nagano."""
    yield from address_cases.listed_codes(*address_cases.NTA_LISTS[0])


def nagano_split() -> Iterator[Row]:
    """The same without prefecture, as most lists of a prefecture have it."""
    name, encoding = address_cases.NTA_LISTS[0]
    with (address_cases.DATA / "lists" / name).open(encoding=encoding, newline="") as file:
        for row in csv.reader(file):
            yield row[10] + row[11], row[15]


def takamatsu() -> Iterator[Row]:
    """The licensed restaurants of 高松市."""
    book = openpyxl.load_workbook(address_cases.DATA / "lists" / "takamatsu_food_license_20260731.xlsx", read_only=True)
    for sheet in book:
        for row in sheet.iter_rows(values_only=True):
            yield from ((cell, "") for cell in row if isinstance(cell, str) and cell.startswith(("高松市", "香川県")))


def measure(name: str, rows: list[Row]) -> None:
    """Splits and checks every row on a master that has read nothing yet, then once more."""
    master = PostalMaster(assets.data)
    seconds = []
    for _ in range(2):
        started = time.process_time()
        for text, listed in rows:
            agreement(listed, split_address(text, master, postal_code=listed), master)
        seconds.append(time.process_time() - started)
    cold, warm = (taken / len(rows) * 1e6 for taken in seconds)
    print(f"{name:28} {len(rows):8,} rows {seconds[0]:6.2f} s  {cold:6.1f} µs an address, {warm:6.1f} the second time")


def measure_start() -> None:
    """The command line as a process, and the master alone, each address on a master that has read nothing."""
    for text in ("長野県長野市大字南長野字幅下692-2", "長野市南長野", "磯上通1-2-3", "中央区磯上通1-2-3"):
        started = time.perf_counter()
        master = PostalMaster(assets.data)
        loaded = time.perf_counter()
        split_address(text, master)
        split = time.perf_counter()
        process = [sys.executable, "-m", "shoukei_app", "address", text]
        subprocess.run(process, check=True, capture_output=True)
        whole = time.perf_counter() - split
        print(f"{text:28} master {loaded - started:.3f} s, first address {split - loaded:.3f} s, process {whole:.2f} s")


def main() -> None:
    """Prints both tables."""
    measure("invented, Nagano", list(invented(COUNT)))
    if address_cases.DATA.is_dir():
        measure("nta_nagano_even", list(nagano()))
        measure("  without prefecture", list(nagano_split()))
        measure("takamatsu_food_license", list(takamatsu()))
    measure_start()


if __name__ == "__main__":
    main()
