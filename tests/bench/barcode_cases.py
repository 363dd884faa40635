"""Compares customer barcodes with an independent encoder's on Nagano addresses, and measures them.

Run: python -m tests.bench.barcode_cases [--addresses 10000]. The addresses are those of ../shared/data beside the
repository, where it is, otherwise made from the list of postcodes. The bars must be equal: the run ends with 1 if not.
"""

import argparse
import csv
import random
import sys
import time
from collections import Counter
from pathlib import Path

from shoukei_app import assets
from shoukei_app.domain.address_number import address_number
from shoukei_app.domain.barcode_eligibility import text_barcode
from shoukei_app.domain.customer_barcode import customer_barcode
from shoukei_app.domain.postal_master import PostalMaster
from tests.domain.zint_bars import zint_bars

LIST = Path(__file__).resolve().parents[3] / "shared" / "data" / "lists" / "nta_nagano_even.cp932.csv"
ENDINGS = (
    "{}番地{}",
    "{}-{}",
    "{}番{}号 仮ビル{}F",
    "{}-{} 仮コーポB{}",
    "二丁目{}番{}号",
    "字仮田{}の{}",
    "{}番地{} A棟{}号",
)


def listed() -> list[tuple[str, str]]:
    """Postcodes and addresses of the public list."""
    with LIST.open(encoding="cp932", newline="") as file:
        return [(row[15], row[9] + row[10] + row[11]) for row in csv.reader(file) if row[9] and row[15]]


def made(count: int, master: PostalMaster) -> list[tuple[str, str]]:
    """As many invented addresses in real towns."""
    chance = random.Random(7)
    places = [
        (area, place) for place in master.municipalities.of_prefecture("長野県") for area in master.areas_of(place.code)
    ]
    rows = []
    for _ in range(count):
        area, place = chance.choice(places)
        ending = chance.choice(ENDINGS).format(*(chance.randrange(1, 2000) for _ in range(3)))
        rows.append((area.postal_code, f"{place.prefecture}{place.full_name}{area.town}{ending}"))
    return rows


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--addresses", type=int, default=10_000)
    count = arguments.parse_args().addresses
    master = PostalMaster(assets.data)
    rows = (listed() if LIST.is_file() else made(count, master))[:count]
    text_barcode(*rows[0], master)
    started = time.perf_counter()
    found = [text_barcode(code, address, master) for code, address in rows]
    whole = time.perf_counter() - started
    pairs = [(code, address[6:]) for code, address in rows]
    started = time.perf_counter()
    for code, behind_town in pairs:
        customer_barcode(code, address_number(behind_town))
    bare = time.perf_counter() - started
    kinds = Counter(one.reason.value if one.reason else "barcode" for one in found)
    encoded = sum(one.barcode is not None for one in found)
    equal = cut = 0
    for (code, address), one in zip(rows, found, strict=True):
        if one.barcode is None:
            continue
        if one.barcode.codes[-3] in ("CC1", "CC2", "CC3"):  # half a letter: zint cannot be told of it
            cut += 1
            continue
        number = one.address_number
        while sum(2 if character.isalpha() else 1 for character in number) > 13:
            number = number[:-1]
        if one.barcode.bars == zint_bars(code + number):
            equal += 1
        else:
            print("   other bars:", code, address, one.address_number)
    print(f"{len(rows):,} addresses ({'public list' if LIST.is_file() else 'made'}): {dict(kinds)}")
    print(f"bars equal to zint's: {equal:,} of {encoded - cut:,}; cut inside a letter: {cut}")
    microseconds = [seconds / len(rows) * 1e6 for seconds in (bare, whole)]
    print("{:.1f} µs each for number and bars, {:.1f} with the address taken apart".format(*microseconds))
    if equal + cut != encoded:
        sys.exit(1)


if __name__ == "__main__":
    main()
