"""The masters, read once: postcodes (bundled, or a newer list that a user loaded), municipalities."""

import io
import tomllib
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from pathlib import Path

from shoukei_app import assets, files
from shoukei_app.domain import list_place, postal_tables
from shoukei_app.domain.address import split_address
from shoukei_app.domain.cleaning import AddressSplitter, PostalCheck
from shoukei_app.domain.envelope import (
    Envelope,
    WindowEnvelope,
    WindowFinding,
    envelopes_from_data,
    find,
    window_findings,
    windows_from_data,
)
from shoukei_app.domain.list_place import RowPlace, Whereabouts
from shoukei_app.domain.mailing import Addressee
from shoukei_app.domain.noname import IndustryDivision
from shoukei_app.domain.place_key import folded
from shoukei_app.domain.postal_agreement import agreement
from shoukei_app.domain.postal_file import parse_postal_file
from shoukei_app.domain.postal_master import PostalMaster
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.progress import Progress
from shoukei_app.exchange.file_kind import read_bytes
from shoukei_app.store import postal_lists

DEFAULT_ENVELOPE = "long3"
_OFFICE_CELLS = 3


@dataclass(frozen=True, slots=True)
class PostalStatus:
    """Which list of postcodes is in use: its month (YYYY-MM), how it came, and the month the program brings along."""

    month: str
    is_loaded: bool
    bundled: str


@dataclass(frozen=True, slots=True)
class LoadedPostalList:
    """What a list of postcodes brought: records, the month before, the towns whose code is another one since then."""

    month: str
    records: int
    before: str
    changed: int


@cache
def postal_master() -> PostalMaster:
    """Postcodes and municipalities of all Japan; each prefecture is read when it is first asked for.

    A list that was loaded and is newer than the bundled one takes its place; a damaged one is passed over.
    """
    bundled = PostalMaster(assets.data)
    for month in postal_lists.months(_postal_folder()):
        if month <= bundled.month:
            break
        if read := postal_lists.reader(_postal_folder(), month, assets.data):
            return PostalMaster(read)
    return bundled


def postal_status() -> PostalStatus:
    """Which list of postcodes is in use."""
    bundled = PostalMaster(assets.data).month
    month = postal_master().month
    return PostalStatus(month, month != bundled, bundled)


def load_postal_file(path: Path, progress: Progress, month: str = "") -> LoadedPostalList:
    """Take in Japan Post's monthly list (utf_ken_all.csv, KEN_ALL.CSV, or the archive it comes in) for this user.

    `month` (YYYY-MM) is by default that of the file: the list does not name its own. What the list before it said is
    kept as far as it differs, so that a code that changed is known as one. Raises Problem: POSTAL_FILE_WRONG,
    POSTAL_FILE_PARTIAL, POSTAL_FILE_OLDER, ENCODING_UNKNOWN, FILE_* and what `files.whole` raises; then nothing has
    changed.
    """
    progress.start("郵便番号データを読んでいます")
    content, written = _postal_content(path)
    month = month or f"{written:%Y-%m}"
    before = postal_master()
    if month < before.month:
        raise Problem(ProblemKind.POSTAL_FILE_OLDER, path=path, month=month, current=before.month)
    try:
        records = parse_postal_file(content)
    except Problem as problem:
        raise Problem(problem.kind, **problem.data | {"path": path}) from problem
    progress.start("郵便番号データを作っています", 48)
    made = postal_tables.tables(records, month, lambda _prefecture: progress.step())
    after = PostalMaster(lambda name: made[name] if name in made else assets.data(name))
    changed = postal_tables.changes(before, after)
    made["post/changed_codes.tsv"] = postal_tables.changes_table(changed)
    made["post/town_names.tsv.xz"] = postal_tables.town_names(after)
    progress.step()
    postal_lists.save(_postal_folder(), month, made)
    postal_master.cache_clear()
    municipality_names.cache_clear()
    since = {change for change in changed if change.seen == before.month}
    return LoadedPostalList(month, len(records), before.month, len(since))


def _postal_folder() -> Path:
    return files.user_folder() / "postal"


def _postal_content(path: Path) -> tuple[bytes, datetime]:
    """The list itself, and when it was written."""
    content = read_bytes(path)
    if not content.startswith(b"PK"):
        return content, datetime.fromtimestamp(path.stat().st_mtime)  # noqa: DTZ006 - the office's local time
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for entry in archive.infolist():
                if entry.filename.lower().endswith(".csv"):
                    return archive.read(entry), datetime(*entry.date_time)  # noqa: DTZ001 - likewise
    except (zipfile.BadZipFile, RuntimeError) as error:
        raise Problem(ProblemKind.FILE_DAMAGED, path=path) from error
    raise Problem(ProblemKind.POSTAL_FILE_WRONG, path=path, line=1)


def address_splitter(within: tuple[str, ...] = ()) -> AddressSplitter:
    """The function that takes addresses apart, with the master in hand.

    `within` is where the list comes from, as `split_address` takes it: ("20",), ("28100",).
    """
    return partial(split_address, master=postal_master(), within=within)


def postal_check() -> PostalCheck:
    """The function that says whether a listed postcode fits an address, with the master in hand."""
    return partial(agreement, master=postal_master())


def whereabouts(
    rows: Iterable[RowPlace], sections: Iterable[tuple[int, str]], cells: Iterable[tuple[int, str]], title: str
) -> Whereabouts:
    """What a list says about where it lies, with the master in hand."""
    return list_place.whereabouts(postal_master(), rows, sections, cells, title)


def begins_with_place(address: str) -> bool:
    """Whether an address begins with a prefecture or a municipality that is known.

    What begins with a town may be one of many, and half a name while somebody types.
    """
    known, key = postal_master().municipalities, folded(address)
    return bool(known.prefecture_at(key, 0) or known.named_at(key, 0))


def places_of(postal_code: str) -> tuple[str, ...]:
    """What a postcode (7 digits) stands for, as an address begins there; () for one that does not exist."""
    master = postal_master()
    found = []
    for area in master.areas(postal_code):
        place = master.municipalities.get(area.municipality_code)
        if place is not None:
            found.append(f"{place.prefecture}{place.full_name}{area.town}")
    return tuple(dict.fromkeys(found))


def completion_of(postal_code: str) -> str:
    """How an address with this postcode begins: with its town, or its municipality where the code has several towns.

    "" for a code that does not exist, and for one that several municipalities share.
    """
    places = places_of(postal_code)
    if len(places) == 1:
        return places[0]
    known = postal_master().municipalities
    codes = {area.municipality_code for area in postal_master().areas(postal_code)}
    place = known.get(codes.pop()) if len(codes) == 1 else None
    return f"{place.prefecture}{place.full_name}" if place is not None else ""


@cache
def regional_offices() -> dict[str, str]:
    """The regional office (地域振興局) of the prefecture that each municipality (5-digit code) belongs to, by code."""
    lines = [line.split("\t") for line in assets.text("areas/nagano.tsv").splitlines()]
    return {cells[0]: cells[2] for cells in lines if len(cells) == _OFFICE_CELLS and not cells[0].startswith("#")}


@cache
def industry_divisions() -> tuple[IndustryDivision, ...]:
    """The divisions of industry with the words by which lists name them."""
    data = tomllib.loads(assets.text("areas/industry_divisions.toml"))
    return tuple(IndustryDivision(entry["name"], tuple(entry["words"])) for entry in data["divisions"])


@cache
def municipality_names() -> dict[str, str]:
    """Every municipality's name by its 5-digit code."""
    return {place.code: place.name for place in postal_master().municipalities.all()}


@cache
def envelopes() -> tuple[Envelope, ...]:
    """The envelopes that can be printed on, in the order of the file."""
    return envelopes_from_data(tomllib.loads(assets.text("post/envelopes.toml")))


def envelope(name: str) -> Envelope:
    """An envelope by its id. Raises Problem(ENVELOPE_UNKNOWN)."""
    return find(envelopes(), name)


@cache
def window_envelopes() -> tuple[WindowEnvelope, ...]:
    """Common window envelopes, where a campaign's own begins."""
    return windows_from_data(tomllib.loads(assets.text("post/envelopes.toml")))


def findings(window: WindowEnvelope) -> tuple[WindowFinding, ...]:
    """What is wrong with a window for our letters."""
    from shoukei_app.paper import letter  # noqa: PLC0415 - see printable

    return window_findings(window, letter.barcode_size(window))


def unprintable(addressee: Addressee) -> str:
    """The characters of an addressee that no font of ours can print, each once; "" where the piece can go out."""
    # reportlab takes a fifth of a second to import: the window is up before anything is printed.
    from shoukei_app.paper import fonts  # noqa: PLC0415

    return fonts.missing_in(addressee)
