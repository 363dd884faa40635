"""Whatever bytes a file holds, reading it gives a list or a Problem, and nothing is written to the terminal."""

import random
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from list_samples import FIRMS, HEADINGS, compound, delimited, open_document, workbook
from malformed import malformed

from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.progress import Progress
from shoukei_app.exchange.delimited import parse
from shoukei_app.exchange.encoding import candidates, decode
from shoukei_app.exchange.list_file import preview, read_list
from shoukei_app.exchange.old_workbook import Container, DamagedContainerError, check_workbook
from shoukei_app.store.ledger import Ledger
from shoukei_app.usecases import lists
from shoukei_app.words.problems import sentence

ROUNDS = 60


def survives(path: Path) -> None:
    for read in (read_list, preview):
        try:
            read(path)
        except Problem as problem:
            assert problem.data["path"] == str(path)  # both outcomes are right


def damaged(data: bytes, chance: random.Random) -> bytes:
    """One of the ways in which a file goes wrong."""
    changed = bytearray(data)
    at = chance.randrange(len(changed))
    match chance.randrange(6):
        case 0:
            del changed[at:]
        case 1:
            for _ in range(chance.choice([1, 5, 100])):
                changed[chance.randrange(len(changed))] = chance.randrange(256)
        case 2:
            changed[at:at] = chance.randbytes(chance.choice([1, 8, 200]))
        case 3:
            del changed[at : at + chance.choice([1, 9, 500])]
        case 4:
            changed[at : at + 200] = bytes(200)
        case _:
            changed[at:at] = chance.choice([b'"', b",", b"\n", b"\r", b"\xff", b"\xef\xbb\xbf"]) * chance.choice(
                [1, 40]
            )
    return bytes(changed)


@pytest.mark.parametrize("name", ["a.xlsx", "a.ods", "a.csv", "b.csv", "c.tsv"])
def test_any_damage_to_the_bytes(tmp_path: Path, name: str, capfd: pytest.CaptureFixture[str]) -> None:
    make: dict[str, Callable[[Path], Path]] = {
        "a.xlsx": lambda path: workbook(path, HEADINGS, *FIRMS, merges=["A3:A4"]),
        "a.ods": lambda path: open_document(path, HEADINGS, *FIRMS),
        "a.csv": lambda path: delimited(path, HEADINGS, *FIRMS),
        "b.csv": lambda path: delimited(path, HEADINGS, *FIRMS, encoding="utf-8-sig"),
        "c.tsv": lambda path: delimited(path, HEADINGS, *FIRMS, encoding="utf-16", delimiter="\t"),
    }
    path = make[name](tmp_path / name)
    whole = path.read_bytes()
    chance = random.Random(name)
    for _ in range(ROUNDS):
        path.write_bytes(damaged(whole, chance))
        survives(path)
    assert capfd.readouterr() == ("", "")


def test_malformed_files_of_every_kind_are_checked_or_refused(
    tmp_path: Path, file_ledger: Ledger, capfd: pytest.CaptureFixture[str]
) -> None:
    before = file_ledger.digest()
    outcomes = set()
    for _, name, data in malformed(ROUNDS, seed=7):
        path = tmp_path / name
        path.write_bytes(data)
        try:
            lists.check(file_ledger, lists.read(path), Progress())
            outcomes.add("read")
        except Problem as problem:
            assert sentence(problem).endswith("。")
            outcomes.add("refused")
    assert outcomes == {"read", "refused"}
    assert file_ledger.digest() == before
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("suffix", [".xlsx", ".ods"])
def test_any_damage_inside_the_package(tmp_path: Path, suffix: str, capfd: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / f"a{suffix}"
    if suffix == ".xlsx":
        workbook(path, HEADINGS, *FIRMS, merges=["A3:A4"])
    else:
        open_document(path, HEADINGS, *FIRMS)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    chance = random.Random(suffix)
    for _ in range(ROUNDS):
        hurt = chance.choice([name for name, data in parts.items() if data])
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in parts.items():
                archive.writestr(name, damaged(data, chance) if name == hurt else data)
        survives(path)
    assert capfd.readouterr() == ("", "")


def test_any_damage_to_an_old_workbook(tmp_path: Path, shared_data: Path, capfd: pytest.CaptureFixture[str]) -> None:
    whole = next((shared_data / "lists").glob("*.xls")).read_bytes()
    chance = random.Random(1)
    path = tmp_path / "a.xls"
    for _ in range(ROUNDS):
        path.write_bytes(damaged(whole, chance))
        survives(path)
    assert capfd.readouterr() == ("", "")


@settings(max_examples=150)
@given(st.binary(max_size=400))
def test_any_bytes_at_all(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(data)
    survives(path)


@settings(max_examples=100)
@given(
    st.lists(st.lists(st.text(max_size=12), max_size=6), max_size=12), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"])
)
def test_any_rows_at_all(tmp_path: Path, rows: list[list[str]], encoding: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("\r\n".join(",".join(row) for row in rows).encode(encoding, errors="replace"))
    survives(path)


@given(st.text())
def test_text_is_taken_apart_without_failing(text: str) -> None:
    rows, delimiter = parse(text)
    assert len(delimiter) == 1
    assert all(isinstance(row, tuple) for row in rows)


@given(
    st.lists(
        st.lists(st.text(alphabet='あ漢1 ,"\n', min_size=1, max_size=5), min_size=2, max_size=2), min_size=1, max_size=8
    )
)
def test_what_csv_writes_is_read_back(tmp_path: Path, rows: list[list[str]]) -> None:
    path = delimited(tmp_path / "a.csv", *rows, encoding="utf-8", line_end="\r\n")
    read, _ = parse(path.read_bytes().decode("utf-8"))
    assert read == [tuple(row) for row in rows]


@given(
    st.text(alphabet=st.characters(min_codepoint=0x3041, max_codepoint=0x3093), min_size=4),
    st.sampled_from(["utf-8", "cp932", "utf-16"]),
)
def test_kana_are_told_apart_in_every_encoding(text: str, encoding: str) -> None:
    data = text.encode(encoding)
    assert decode(data, None, Path("a.csv"))[0] == text
    assert candidates(data)[0].encoding == encoding


def test_a_container_whose_chain_is_a_circle_is_damaged() -> None:
    data = bytearray(compound("Workbook"))
    struct.pack_into("<I", data, 512 + 4, 1)  # the directory's sector follows itself
    with pytest.raises(DamagedContainerError):
        Container(bytes(data))


def test_a_cell_where_no_sheet_has_room_is_damage(tmp_path: Path) -> None:
    data = bytearray(compound("Workbook").ljust(512 * 12, b"\0"))
    sectors = range(2, 10)
    for sector in sectors:
        struct.pack_into("<I", data, 512 + 4 * sector, sector + 1 if sector < 9 else 0xFFFFFFFE)
    struct.pack_into("<I", data, 1024 + 128 + 116, 2)
    struct.pack_into("<I", data, 1024 + 128 + 120, 512 * len(sectors))
    cell = struct.pack("<HHHHHd", 0x0203, 14, 65535, 20000, 0, 1.0)
    data[512 * 3 : 512 * 3 + len(cell)] = cell
    with pytest.raises(DamagedContainerError):
        check_workbook(bytes(data))
    path = tmp_path / "a.xls"
    path.write_bytes(data)
    with pytest.raises(Problem) as caught:
        read_list(path)
    assert caught.value.kind is ProblemKind.FILE_DAMAGED
