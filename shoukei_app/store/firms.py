"""Firms in the ledger: found, shown, compared, written."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from operator import attrgetter
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, func, select

from shoukei_app.domain.duplicates import firm_name_key
from shoukei_app.domain.firm import Address, Firm, FirmFacts, FirmStatus, LegalForm
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.query import Query
from shoukei_app.domain.text import search_key
from shoukei_app.store import schema
from shoukei_app.store.schema import firm

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
    "corporate_number": (firm.c.corporate_number, firm.c.id),
}
_plain_values = attrgetter(*_PLAIN)
_address_values = attrgetter(*_ADDRESS)
_UNIT_SEPARATOR = "\x1f"  # folding leaves it alone, so that several texts are folded at once
_BLOCK = 500
_KEPT = firm.c.merged_into.is_(None)
_FILTERS: Mapping[str, ColumnElement[Any]] = {
    "municipality_code": firm.c.municipality_code,
    "industry": firm.c.industry,
    "status": firm.c.status,
    "legal_form": firm.c.legal_form,
}


def find(connection: Connection, query: Query) -> list[int]:
    """Ids of firms in the order asked for."""
    statement = select(firm.c.id).where(*_conditions(query))
    order = _SORTS.get(query.sort, _SORTS["id"])
    statement = statement.order_by(*(column.desc() if query.descending else column.asc() for column in order))
    return list(connection.execute(statement).scalars())


def matches(text: str) -> ColumnElement[bool]:
    """Whether a firm's search text holds every word of `text`."""
    words = [search_key(word) for word in text.split()]
    return and_(*(firm.c.search_text.contains(word, autoescape=True) for word in words if word))


def load(connection: Connection, ids: Sequence[int]) -> tuple[Firm, ...]:
    """Firms by id, in the order of `ids`; unknown ids are passed over."""
    found = {row.id: _firm(row) for row in connection.execute(select(firm).where(firm.c.id.in_(ids)))}
    return tuple(found[key] for key in ids if key in found)


def load_many(connection: Connection, ids: Sequence[int]) -> Iterator[Firm]:
    """Any number of firms by id."""
    for start in range(0, len(ids), _BLOCK):
        yield from load(connection, ids[start : start + _BLOCK])


def get(connection: Connection, firm_id: int) -> Firm:
    """One firm. Raises Problem(NOT_FOUND)."""
    loaded = load(connection, [firm_id])
    if not loaded:
        raise Problem(ProblemKind.NOT_FOUND, what="firm", key=firm_id)
    return loaded[0]


def search(connection: Connection, text: str, limit: int) -> list[int]:
    """The first `limit` firms that hold every word of `text`."""
    statement = select(firm.c.id).where(_KEPT, matches(text)).order_by(firm.c.id).limit(limit)
    return list(connection.execute(statement).scalars())


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
    address = facts.address
    row = dict(zip(_PLAIN, _plain_values(facts), strict=True))
    row.update(zip(_ADDRESS, _address_values(address), strict=True))
    row["legal_form"] = facts.legal_form.value if facts.legal_form else None
    row["status"] = facts.status.value
    row["match_name"] = firm_name_key(facts.name)
    searched = (facts.name, facts.office, facts.kana, facts.representative, address.text, facts.corporate_number)
    words = search_key(_UNIT_SEPARATOR.join(filter(None, searched))).replace(_UNIT_SEPARATOR, "\n")
    row["search_text"] = "\n".join((words, "".join(filter(str.isdecimal, facts.phone))))
    return row


def _conditions(query: Query) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [
        _KEPT,
        *(_FILTERS[key].in_(values) for key, values in query.filters.items() if values),
    ]
    if query.text.strip():
        conditions.append(matches(query.text))
    return conditions


def _firm(row: Row[Any]) -> Firm:
    values = row._mapping  # noqa: SLF001 - SQLAlchemy's documented name
    plain = {name: values[name] for name in _PLAIN}
    plain["legal_form"] = LegalForm(plain["legal_form"]) if plain["legal_form"] else None
    plain["status"] = FirmStatus(plain["status"])
    return Firm(values["id"], FirmFacts(address=Address(**{name: values[name] for name in _ADDRESS}), **plain))
