"""The history searched, on each engine: by what a summary says, by kind, by person; records named by their firm."""

from shoukei_app.domain.firm import FirmFacts
from shoukei_app.domain.history import Act
from shoukei_app.domain.query import Query
from shoukei_app.store.ledger import Ledger
from shoukei_app.usecases import firms, history, targets


def test_operations_are_found(ledger: Ledger, act: Act) -> None:
    firms.add(ledger, act, FirmFacts("見本100%商店"))
    targets.select(ledger, Act("宮下", act.at), 1, targets.plan(ledger, 1))
    assert history.find(ledger, Query()) == [3, 2, 1]
    assert history.find(ledger, Query(text="100%商店")) == [2]
    assert history.find(ledger, Query(text="100_商店")) == []
    assert history.find(ledger, Query(text="宮下")) == [3]
    assert history.find(ledger, Query(filters={"kind": ("new_ledger", "add_firm")}, sort="person")) == [2, 1]
    assert [line.id for line in history.lines(ledger, [1, 3, 99])] == [1, 3]
    assert set(history.people(ledger)) == {"宮下", "山岸"}


def test_changed_records_are_named(ledger: Ledger, act: Act) -> None:
    key = firms.add(ledger, act, FirmFacts("見本商店")).value
    targets.select(ledger, act, 1, targets.plan(ledger, 1))
    (target,) = targets.lines(ledger, targets.find(ledger, 1, Query()))
    changes = [change for operation in (2, 3) for change in history.details(ledger, operation)[0]]
    names = history.names_of(ledger, changes)
    assert names["firm", key] == "見本商店"
    assert names["target", target.id].endswith(" 見本商店")
    history.undo(ledger, act)
    assert ("target", target.id) not in history.names_of(ledger, changes), "what is gone has no name any more"
