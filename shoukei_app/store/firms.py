"""Firms in the ledger: found, shown, compared, written."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import fields
from functools import cache, lru_cache
from operator import attrgetter
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, exists, func, or_, select

from shoukei_app import assets
from shoukei_app.domain import typeface
from shoukei_app.domain.duplicates import firm_name_key
from shoukei_app.domain.firm import Address, Firm, FirmFacts, FirmStatus, LegalForm
from shoukei_app.domain.firm_problems import FirmProblem, problems
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.query import Query
from shoukei_app.domain.text import search_key
from shoukei_app.store import schema
from shoukei_app.store.schema import firm, organisation_area, target

_ADDRESS = tuple(field.name for field in fields(Address))
_PLAIN = tuple(field.name for field in fields(FirmFacts) if field.name != "address")
_SORTS: Mapping[str, tuple[ColumnElement[Any], ...]] = {
    "id": (firm.c.id,),
    "name": (firm.c.match_name, firm.c.id),
    "kana": (firm.c.kana, firm.c.match_name, firm.c.id),
    "municipality": (firm.c.municipality_code, firm.c.town, firm.c.id),
    "town": (firm.c.town, firm.c.rest, firm.c.id),
    "postal_code": (firm.c.postal_code, firm.c.id),
    "representative": (firm.c.representative, firm.c.id),
    "phone": (firm.c.phone, firm.c.id),
    "industry": (firm.c.industry, firm.c.id),
    "staff": (firm.c.staff, firm.c.id),
    "status": (firm.c.status, firm.c.id),
    "rest": (firm.c.rest, firm.c.id),
    "corporate_number": (firm.c.corporate_number, firm.c.id),
    "legal_form": (func.coalesce(firm.c.legal_form, ""), firm.c.id),
    "do_not_mail": (firm.c.do_not_mail, firm.c.id),
    "problems": (firm.c.problems, firm.c.id),
    "note": (firm.c.note, firm.c.id),
}
_NUMBER = "number"
_CHUNK = 500
_KEPT = firm.c.merged_into.is_(None)
COLUMNS = (*_PLAIN, *_ADDRESS, "match_name", "search_text", "problems")
_LEGAL_FORM, _STATUS = _PLAIN.index("legal_form"), _PLAIN.index("status")
_plain_values = attrgetter(*_PLAIN)
_address_values = attrgetter(*_ADDRESS)
_UNIT_SEPARATOR = "\x1f"  # folding leaves it alone, so that several texts are folded at once

IS_TARGET, IS_NO_TARGET = "yes", "no"
"""The values of the filter `target`."""


def find(connection: Connection, query: Query, campaign_id: int | None = None) -> list[int]:
    """Ids of firms in the order asked for.

    Filters: municipality_code, shokokai (ids of organisations: the municipalities they serve), industry, status,
    legal_form ("" for not known), problem, target (`IS_TARGET`, `IS_NO_TARGET`: of the campaign). Firms without a form
    number come last when they are sorted by `number`.
    """
    statement = select(firm.c.id).where(*_conditions(query, campaign_id))
    order: tuple[ColumnElement[Any], ...]
    if query.sort == _NUMBER:
        mine = and_(target.c.firm_id == firm.c.id, target.c.campaign_id == campaign_id)
        statement = statement.outerjoin(target, mine)
        order = (target.c.number.desc() if query.descending else target.c.number.asc(), firm.c.id)
        order = (target.c.number.is_(None), *order)
    else:
        wanted = _SORTS.get(query.sort, _SORTS["id"])
        order = tuple(column.desc() if query.descending else column.asc() for column in wanted)
    return list(connection.execute(statement.order_by(*order)).scalars())


def matches(text: str) -> ColumnElement[bool]:
    """Whether a firm's search text holds every word of `text`."""
    return and_(*(firm.c.search_text.contains(word, autoescape=True) for word in search_words(text)))


def search_words(text: str) -> list[str]:
    """The words of what was typed, folded as the search text is."""
    return [key for word in text.split() if (key := search_key(word))]


def load(connection: Connection, ids: Sequence[int]) -> tuple[Firm, ...]:
    """Firms by id, in the order of `ids`; unknown ids are passed over."""
    found = {row.id: _firm(row) for row in connection.execute(select(firm).where(firm.c.id.in_(ids)))}
    return tuple(found[key] for key in ids if key in found)


def each(connection: Connection, ids: Sequence[int]) -> Iterator[Firm]:
    """The same without a limit to their number, without holding them all at once."""
    for start in range(0, len(ids), _CHUNK):
        yield from load(connection, ids[start : start + _CHUNK])


def get(connection: Connection, firm_id: int) -> Firm:
    """One firm. Raises Problem(NOT_FOUND)."""
    loaded = load(connection, [firm_id])
    if not loaded:
        raise Problem(ProblemKind.NOT_FOUND, what="firm", key=firm_id)
    return loaded[0]


def every(connection: Connection) -> Iterator[Firm]:
    """All firms in the order of their ids, without holding them all at once."""
    with connection.execute(
        select(firm).where(_KEPT).order_by(firm.c.id), execution_options={"yield_per": 1000}
    ) as rows:
        for row in rows:
            yield _firm(row)


def count(connection: Connection) -> int:
    """How many firms there are."""
    return connection.execute(select(func.count()).select_from(firm).where(_KEPT)).scalar_one()


def municipalities(connection: Connection) -> dict[str, int]:
    """How many firms each municipality (code) has."""
    statement = select(firm.c.municipality_code, func.count()).where(_KEPT).group_by(firm.c.municipality_code)
    return dict(connection.execute(statement).all())


def industries(connection: Connection) -> dict[str, int]:
    """How many firms each industry has; "" for firms whose industry is not known."""
    statement = select(firm.c.industry, func.count()).where(_KEPT).group_by(firm.c.industry)
    return dict(connection.execute(statement).all())


def towns(connection: Connection) -> dict[tuple[str, str], int]:
    """How many firms each town (municipality code, 町域) has."""
    statement = select(firm.c.municipality_code, firm.c.town, func.count())
    statement = statement.where(_KEPT).group_by(firm.c.municipality_code, firm.c.town)
    return {(code, town): count for code, town, count in connection.execute(statement)}


def count_problems(connection: Connection) -> dict[FirmProblem, int]:
    """How many firms have each problem."""
    statement = select(firm.c.problems, func.count()).where(_KEPT, firm.c.problems != "").group_by(firm.c.problems)
    found = dict.fromkeys(FirmProblem, 0)
    for kinds, number in connection.execute(statement):
        for kind in kinds.split():
            found[FirmProblem(kind)] += number
    return found


def head_offices(connection: Connection) -> set[str]:
    """The 法人番号 under which there is a firm without an office's name."""
    statement = select(firm.c.corporate_number).where(_KEPT, firm.c.corporate_number != "", firm.c.office == "")
    return set(connection.execute(statement).scalars())


def sources(connection: Connection) -> dict[int, list[tuple[str, int]]]:
    """For every firm the rows (file, row number) it and the firms merged into it came from."""
    row, list_ = schema.listed_row, schema.firm_list
    statement = (
        select(row.c.firm_id, list_.c.file_name, row.c.row_number)
        .join(list_, list_.c.id == row.c.list_id)
        .where(row.c.firm_id.is_not(None))
        .order_by(row.c.id)
    )
    kept = survivors(connection)
    found: dict[int, list[tuple[str, int]]] = {}
    for firm_id, file_name, row_number in connection.execute(statement):
        found.setdefault(kept.get(firm_id, firm_id), []).append((file_name, row_number))
    return found


def survivors(connection: Connection) -> dict[int, int]:
    """For every firm that was merged into another the firm that stands for it now."""
    statement = select(firm.c.id, firm.c.merged_into).where(firm.c.merged_into.is_not(None))
    into = dict(connection.execute(statement).all())

    def last(key: int) -> int:
        while key in into:
            key = into[key]
        return key

    return {key: last(key) for key in into}


def row_of(facts: FirmFacts) -> dict[str, Any]:
    """A firm's facts as columns."""
    return dict(zip(COLUMNS, values_of(facts), strict=True))


def values_of(facts: FirmFacts) -> tuple[Any, ...]:
    """A firm's facts in the order of `COLUMNS`."""
    address = facts.address
    plain = list(_plain_values(facts))
    plain[_LEGAL_FORM] = facts.legal_form.value if facts.legal_form else None
    plain[_STATUS] = facts.status.value
    searched = (address.rest, facts.name, facts.office, facts.kana, facts.representative, facts.corporate_number)
    words = search_key(_UNIT_SEPARATOR.join(searched)).replace(_UNIT_SEPARATOR, "\n")
    place = _place_key(address.prefecture, address.county, address.municipality, address.town)
    digits = facts.phone.replace("-", "") if facts.phone.isascii() else "".join(filter(str.isdecimal, facts.phone))
    return (
        *plain,
        *_address_values(address),
        firm_name_key(facts.name),
        f"{place}{words}\n{digits}",
        _kept(problems(facts, drawable())),
    )


@lru_cache(maxsize=20_000)
def _place_key(*parts: str) -> str:
    """The beginning of an address folded for searching; a register has few of them, and many firms to each."""
    return search_key("".join(parts))


@cache
def drawable() -> frozenset[str]:
    """The characters and variation sequences that can be printed."""
    return typeface.drawable(assets.data)


def _kept(kinds: Collection[FirmProblem]) -> str:
    """Problems as the column keeps them: each between blanks, so that one is found whatever stands beside it."""
    return f" {' '.join(kinds)} " if kinds else ""


def _conditions(query: Query, campaign_id: int | None) -> list[ColumnElement[bool]]:
    conditions = [_KEPT, *(_FILTERS[key](values, campaign_id) for key, values in query.filters.items() if values)]
    if query.text.strip():
        conditions.append(matches(query.text))
    return conditions


def _has_one_of(column: ColumnElement[Any]) -> "_Condition":
    return lambda values, _campaign_id: column.in_(values)


def _served_by(values: Sequence[str], _campaign_id: int | None) -> ColumnElement[bool]:
    area = organisation_area.c
    codes = select(area.municipality_code).where(area.organisation_id.in_([int(value) for value in values]))
    return firm.c.municipality_code.in_(codes)


def _has_problem(values: Sequence[str], _campaign_id: int | None) -> ColumnElement[bool]:
    # Beside the likeness, so that the index skips the sound firms.
    return and_(firm.c.problems > "", or_(*(firm.c.problems.contains(_kept([FirmProblem(one)])) for one in values)))


def _is_target(values: Sequence[str], campaign_id: int | None) -> ColumnElement[bool]:
    # Under a name of its own: the table is joined already where firms are sorted by their number.
    chosen = target.alias("chosen")
    there = exists().where(chosen.c.firm_id == firm.c.id, chosen.c.campaign_id == campaign_id)
    return or_(*(there if value == IS_TARGET else ~there for value in values))


_Condition = Callable[[Sequence[str], int | None], ColumnElement[bool]]
_FILTERS: Mapping[str, _Condition] = {
    "municipality_code": _has_one_of(firm.c.municipality_code),
    "shokokai": _served_by,
    "industry": _has_one_of(firm.c.industry),
    "status": _has_one_of(firm.c.status),
    "legal_form": _has_one_of(func.coalesce(firm.c.legal_form, "")),
    "problem": _has_problem,
    "target": _is_target,
}


def _firm(row: Row[Any]) -> Firm:
    values = row._mapping  # noqa: SLF001 - SQLAlchemy's documented name
    plain = {name: values[name] for name in _PLAIN}
    plain["legal_form"] = LegalForm(plain["legal_form"]) if plain["legal_form"] else None
    plain["status"] = FirmStatus(plain["status"])
    return Firm(values["id"], FirmFacts(address=Address(**{name: values[name] for name in _ADDRESS}), **plain))
