"""Malformed lists, made from good ones by everything that happens to a file on its way: seeded, each with its name."""

import io
import random
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from list_samples import FIRMS, HEADINGS, compound, delimited, open_document, workbook

_SUFFIXES: Final = (".xlsx", ".xls", ".ods", ".csv", ".txt", ".xlsm", ".pdf", ".dat", "")
_ENCODINGS: Final = (
    *("utf-7", "utf-32", "utf-16-be", "shift_jis_2004", "euc_jis_2004", "koi8-r", "cp437", "big5", "gb18030"),
    *("iso2022_jp", "mac_roman", "cp1252", "utf-8", "cp500"),
)
_WIDTHS: Final = (257, 1_000, 16_384)


def good_files() -> dict[str, bytes]:
    """One list in every format and encoding that can be written here."""
    wide = [(*HEADINGS, *(f"列{number}" for number in range(40))), *((*firm, *([""] * 40)) for firm in FIRMS)]
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        made = (
            workbook(here / "a.xlsx", HEADINGS, *FIRMS, merges=["A3:A4"]),
            workbook(here / "b.xlsx", ("会員名簿",), (), HEADINGS, *FIRMS, merges=["A1:E1"]),
            open_document(here / "c.ods", HEADINGS, *FIRMS),
            delimited(here / "d.csv", HEADINGS, *FIRMS),
            delimited(here / "e.csv", *wide, encoding="utf-8-sig"),
            delimited(here / "f.tsv", HEADINGS, *FIRMS, encoding="utf-16", delimiter="\t"),
            delimited(here / "g.csv", *FIRMS, encoding="utf-8", line_end="\n"),
        )
        files = {path.name: path.read_bytes() for path in made}
    return files | {"h.xls": compound("Workbook", "見本").ljust(8192, b"\0")}


def malformed(count: int, seed: int) -> Iterator[tuple[str, str, bytes]]:
    """`count` files as (what was done, name, bytes); the same for the same seed."""
    chance = random.Random(seed)
    good = good_files()
    for number in range(count):
        name = chance.choice(sorted(good))
        stem, _, suffix = name.partition(".")
        done = chance.choice(sorted(_WAYS))
        data = _WAYS[done](good[name], chance)
        if chance.random() < 0.3:
            data = _bytes_flipped(data, chance)
            done += "+bytes_flipped"
        if done.startswith("wrong_suffix"):
            suffix = chance.choice(_SUFFIXES).lstrip(".")
        yield done, f"{number:04}{stem}.{suffix}", data


def _cut_off(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.choice([0, 1, 2, 3, 8, 100, chance.randrange(len(data) + 1), len(data) - 1])]


def _bytes_flipped(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice([1, 3, 10, 100]) if changed else 0):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _piece_lost(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data))
    return data[:at] + data[at + chance.choice([1, 2, 17, 512, 4096]) :]


def _piece_twice(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data))
    return data[:at] + data[max(0, at - chance.choice([1, 17, 512])) :]


def _nulls(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data))
    size = chance.choice([1, 2, 16, 512, len(data)])
    return data[:at] + bytes(size) + data[at + chance.choice([0, size]) :]


def _marks(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data))
    mark = chance.choice([b'"', b",", b"\n", b"\r", b"\xff", b"\xef\xbb\xbf", b"\x1b$B", b"\x1a", b"\x81", b'="', b"<"])
    return data[:at] + mark * chance.choice([1, 2, 50, 5_000]) + data[at:]


def _part_damaged(data: bytes, chance: random.Random) -> bytes:
    """A part of the package is hurt and packed again, so that the archive is whole and what it holds is not."""
    if not data.startswith(b"PK"):
        return _bytes_flipped(data, chance)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    hurt = chance.choice([name for name, part in parts.items() if part])
    match chance.randrange(6):
        case 0:
            del parts[hurt]
        case 1:
            parts[hurt] = b""
        case 2:
            parts[hurt] = _bytes_flipped(parts[hurt], chance)
        case 3:
            parts[hurt] = _cut_off(parts[hurt], chance)
        case 4:
            parts[hurt] = parts[chance.choice(sorted(parts))]
        case _:
            changes = [(b"<v>", b"<v>-"), (b' r="', b' r="ZZZ'), (b't="', b't="q'), (b'Id="', b'Id="0'), (b"/>", b">")]
            parts[hurt] = parts[hurt].replace(*chance.choice(changes))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return packed.getvalue()


def _other_encoding(_data: bytes, chance: random.Random) -> bytes:
    lines = [",".join(map(str, row)) for row in (HEADINGS, *FIRMS)]
    return chance.choice(["\r\n", "\n", "\r"]).join(lines).encode(chance.choice(_ENCODINGS), errors="replace")


def _two_encodings(_data: bytes, chance: random.Random) -> bytes:
    return b"\r\n".join(
        ",".join(map(str, row)).encode(chance.choice(["cp932", "utf-8"]), errors="replace")
        for row in (HEADINGS, *FIRMS)
    )


def _very_wide(_data: bytes, chance: random.Random) -> bytes:
    wide = chance.choice(_WIDTHS)
    rows = [[str(cell) for cell in row] + [chance.choice(["", "", "1", "住所"])] * wide for row in (HEADINGS, *FIRMS)]
    return "\r\n".join(map(",".join, rows)).encode("cp932", errors="replace")


def _rows_ragged(_data: bytes, chance: random.Random) -> bytes:
    lines = [",".join(map(str, row[: chance.randrange(6)] * chance.randrange(4))) for row in (HEADINGS, *FIRMS)]
    chance.shuffle(lines)
    return "\n".join(lines).encode("utf-8")


def _odd_characters(_data: bytes, chance: random.Random) -> bytes:
    odd = ["\ud7ff", "\U000e0100", "\ue000", "\ufffd", "\u202e", "\u0000", "\u200b", "１" * 5_000, "\x0b", "\x85", "𠮷"]
    rows = [[f"{cell}{chance.choice(odd)}" for cell in row] for row in (HEADINGS, *FIRMS)]
    return "\r\n".join(map(",".join, rows)).encode(chance.choice(["utf-8", "utf-16", "utf-8-sig"]))


def _noise(_data: bytes, chance: random.Random) -> bytes:
    return chance.randbytes(chance.choice([1, 7, 100, 5_000]))


_WAYS: Final[dict[str, Callable[[bytes, random.Random], bytes]]] = {
    "cut_off": _cut_off,
    "bytes_flipped": _bytes_flipped,
    "piece_lost": _piece_lost,
    "piece_twice": _piece_twice,
    "nulls": _nulls,
    "marks": _marks,
    "part_damaged": _part_damaged,
    "part_damaged_too": _part_damaged,
    "wrong_suffix": lambda data, chance: data,
    "other_encoding": _other_encoding,
    "two_encodings": _two_encodings,
    "very_wide": _very_wide,
    "rows_ragged": _rows_ragged,
    "odd_characters": _odd_characters,
    "noise": _noise,
}
