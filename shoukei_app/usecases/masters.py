"""The bundled masters, read once: postcodes, municipalities, areas, label sheets."""

import tomllib
from collections.abc import Iterable
from functools import cache, partial

from shoukei_app import assets
from shoukei_app.domain import list_place
from shoukei_app.domain.address import split_address
from shoukei_app.domain.cleaning import AddressSplitter, PostalCheck
from shoukei_app.domain.label_sheet import LabelSheet
from shoukei_app.domain.list_place import RowPlace, Whereabouts
from shoukei_app.domain.mailing import Addressee
from shoukei_app.domain.place_key import folded
from shoukei_app.domain.postal_agreement import agreement
from shoukei_app.domain.postal_master import PostalMaster
from shoukei_app.domain.problem import Problem, ProblemKind

DEFAULT_SHEET = "ELM008"


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


def whereabouts(
    rows: Iterable[RowPlace], sections: Iterable[tuple[int, str]], cells: Iterable[tuple[int, str]], title: str
) -> Whereabouts:
    """What a list says about where it lies, with the master in hand."""
    return list_place.whereabouts(postal_master(), rows, sections, cells, title)


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
