"""Keyers (入力者): who keyed a sheet, known also after a change of name."""

from dataclasses import dataclass

from sqlalchemy import Connection, select

from shoukei_app.domain.text import unspaced
from shoukei_app.store.schema import person


@dataclass(frozen=True, slots=True)
class Keyer:
    """Who keys: the person in charge of that name (None: nobody of that name is known here), and the name as given."""

    id: int | None
    name: str


def named(connection: Connection, name: str) -> Keyer:
    """The keyer of this name; of several persons of one name the one who works here now."""
    wanted = unspaced(name)
    statement = select(person.c.id, person.c.name, person.c.former_names).order_by(
        person.c.active.desc(), person.c.id.desc()
    )
    rows = list(connection.execute(statement))
    for names in (lambda row: [row.name], lambda row: row.former_names):
        for row in rows:
            if wanted and wanted in map(unspaced, names(row)):
                return Keyer(row.id, name.strip())
    return Keyer(None, name.strip())


def is_same(connection: Connection, one: Keyer, other: Keyer) -> bool:
    """Whether two keyers are one person: the same name, the same person in charge, or a name that person had."""
    if unspaced(one.name) == unspaced(other.name):
        return True
    return bool(persons(connection, one) & persons(connection, other))


def persons(connection: Connection, keyer: Keyer) -> set[int]:
    """Everybody this keyer can be: the person known when it was keyed, and whoever has or had the name."""
    found = {keyer.id} if keyer.id is not None else set()
    for row in connection.execute(select(person.c.id, person.c.name, person.c.former_names)):
        if unspaced(keyer.name) in map(unspaced, [row.name, *row.former_names]):
            found.add(row.id)
    return found
