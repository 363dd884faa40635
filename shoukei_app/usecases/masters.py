"""The bundled masters, read once: postcodes, municipalities, areas, label sheets."""

import tomllib
from functools import cache, partial

from shoukei_app import assets
from shoukei_app.domain.address import split_address
from shoukei_app.domain.cleaning import AddressSplitter, PostalCheck
from shoukei_app.domain.label_sheet import LabelSheet
from shoukei_app.domain.mailing import Addressee
from shoukei_app.domain.place_key import folded
from shoukei_app.domain.postal_agreement import agreement
from shoukei_app.domain.postal_master import PostalMaster
from shoukei_app.domain.problem import Problem, ProblemKind

DEFAULT_SHEET = "ELM008"
_OFFICE_CELLS = 3


@cache
def postal_master() -> PostalMaster:
    """Postcodes and municipalities of all Japan; each prefecture is read when it is first asked for."""
    return PostalMaster(assets.data)


def address_splitter() -> AddressSplitter:
    """The function that takes addresses apart, with the master in hand."""
    return partial(split_address, master=postal_master())


def postal_check() -> PostalCheck:
    """The function that says whether a listed postcode fits an address, with the master in hand."""
    return partial(agreement, master=postal_master())


def begins_with_place(address: str) -> bool:
    """Whether an address begins with a prefecture or a municipality that is known.

    One that begins with its town is looked for in all of Japan, which takes seconds: too long while somebody types.
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
def municipality_names() -> dict[str, str]:
    """Every municipality's name by its 5-digit code."""
    return {place.code: place.name for place in postal_master().municipalities.all()}


@cache
def label_sheets() -> dict[str, LabelSheet]:
    """The label sheets that are known, by their id, in the order of the file."""
    entries = tomllib.loads(assets.text("labels/sheets.toml"))["sheets"]
    sheets = (LabelSheet(**entry | {"like": tuple(entry.get("like", ()))}) for entry in entries)
    return {sheet.id: sheet for sheet in sheets}


def label_sheet(name: str) -> LabelSheet:
    """A label sheet by its id or by the product it equals. Raises Problem(LABEL_SHEET_UNKNOWN)."""
    for sheet in label_sheets().values():
        if name.upper() == sheet.id.upper() or name in sheet.like:
            return sheet
    raise Problem(ProblemKind.LABEL_SHEET_UNKNOWN, sheet=name)


def printable(addressee: Addressee) -> bool:
    """Whether the bundled fonts hold every character of an addressee."""
    # reportlab takes a fifth of a second to import: the window is up before anything is printed.
    from shoukei_app.paper import fonts  # noqa: PLC0415

    return not fonts.missing_in(addressee)
