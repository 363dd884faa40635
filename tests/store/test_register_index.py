"""The register in memory finds what the tables hold, also after everything that changes them."""

from dataclasses import replace

from shoukei_app.domain.firm import Address, FirmFacts
from shoukei_app.domain.firm_change import FirmChange
from shoukei_app.domain.history import Act
from shoukei_app.domain.query import Query
from shoukei_app.store import firms as rows
from shoukei_app.store.ledger import Ledger
from shoukei_app.usecases import firms, history, targets

MURE = Address("3891211", "長野県", "上水内郡", "飯綱町", "20590", "牟礼", "100")
QUERIES = [
    Query(),
    Query("れい"),
    Query("ﾚｲ 026"),
    Query("100%_"),
    Query("れい", {"industry": ("製造業",)}, "name", descending=True),
    Query("", {"target": ("no",)}, "number"),
    Query("牟礼", {"target": ("yes",), "status": ()}, "number", descending=True),
]


def agrees(ledger: Ledger) -> bool:
    found = [firms.find(ledger, query, 1) for query in QUERIES]
    with ledger.read() as view:
        return found == [rows.find(view, query, 1) for query in QUERIES]


def test_it_agrees_with_the_tables_after_every_change(ledger: Ledger, act: Act) -> None:
    assert agrees(ledger)
    first = firms.add(ledger, act, FirmFacts("れい商店", address=MURE, phone="026-253-0001", industry="製造業")).value
    assert agrees(ledger)
    firms.add(ledger, act, FirmFacts("例工業 100%_", address=MURE))
    targets.select(ledger, act, 1, targets.plan(ledger, 1))
    assert agrees(ledger)
    (firm,) = firms.lines(ledger, [first])
    firms.edit(ledger, act, firm, replace(firm.facts, name="改めた商店"))
    assert firms.find(ledger, Query("れい")) == []
    assert agrees(ledger)
    history.undo(ledger, act)
    assert firms.find(ledger, Query("れい")) == [first]
    firms.edit_many(ledger, act, [first], FirmChange(industry="小売業"))
    assert agrees(ledger)


def test_a_list_that_was_given_out_is_nobody_elses(ledger: Ledger, act: Act) -> None:
    key = firms.add(ledger, act, FirmFacts("れい商店")).value
    firms.find(ledger, Query()).clear()
    assert firms.find(ledger, Query()) == [key]
