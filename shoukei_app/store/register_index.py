"""The register held in memory while a ledger is open, so that a search answers between two key presses.

A table of 100,000 firms takes longer to be read than a person takes to type on, in SQLite as over a network. While
somebody types, only the text of the query changes: what the filters and the order give is kept, and narrowed here.
"""

from collections.abc import Mapping
from dataclasses import replace
from threading import Lock

from sqlalchemy import Connection, select

from shoukei_app.domain.history import OperationKind
from shoukei_app.domain.query import Query
from shoukei_app.store import firms, journal
from shoukei_app.store.schema import firm

_LEAVES_FIRMS = frozenset(
    {
        OperationKind.CREATE_RUN,
        OperationKind.MARK_POSTED,
        OperationKind.RECORD_UNDELIVERED,
        OperationKind.RECEIVE,
        OperationKind.RECORD_ANSWERS,
        OperationKind.IMPORT_ANSWERS,
        OperationKind.RUN_FLAGS,
        OperationKind.EDIT_RULES,
        OperationKind.OVERRIDE_FLAG,
        OperationKind.WITHDRAW_OVERRIDE,
        OperationKind.CHOOSE_COLUMNS,
        OperationKind.PLAN_VISITS,
        OperationKind.RECORD_VISIT,
        OperationKind.REFER,
    }
)
"""Operations of everyday work after which the texts of the firms are what they were; after any other they are read."""


_LISTS_KEPT = 4
_Asked = tuple[tuple[tuple[str, tuple[str, ...]], ...], str, bool, int | None]


class RegisterIndex:
    """Search texts of all firms and the last lists that were asked for, read anew once the ledger has changed.

    Safe to use from several threads.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._texts: Mapping[int, str] = {}
        self._texts_of = -1
        self._lists: dict[_Asked, list[int]] = {}
        self._lists_of = -1

    def find(self, connection: Connection, query: Query, campaign_id: int | None) -> list[int]:
        """The same as `store.firms.find`."""
        words = firms.search_words(query.text)
        with self._lock:
            newest = journal.newest_id(connection)
            found = self._listed(connection, newest, query, campaign_id)
            texts = self._follow(connection, newest) if words else {}
        for word in words:
            found = [key for key in found if word in texts[key]]
        return list(found)

    def _listed(self, connection: Connection, newest: int, query: Query, campaign_id: int | None) -> list[int]:
        if newest != self._lists_of:
            self._lists, self._lists_of = {}, newest
        filters = tuple(sorted((key, values) for key, values in query.filters.items() if values))
        asked = (filters, query.sort, query.descending, campaign_id)
        if asked not in self._lists:
            if len(self._lists) == _LISTS_KEPT:
                del self._lists[next(iter(self._lists))]
            self._lists[asked] = firms.find(connection, replace(query, text=""), campaign_id)
        return self._lists[asked]

    def _follow(self, connection: Connection, newest: int) -> Mapping[int, str]:
        if newest != self._texts_of:
            known = self._texts_of >= 0
            if not known or journal.kinds_after(connection, self._texts_of) - _LEAVES_FIRMS:
                self._texts = dict(connection.execute(select(firm.c.id, firm.c.search_text)).all())
            self._texts_of = newest
        return self._texts
