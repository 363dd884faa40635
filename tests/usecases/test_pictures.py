"""Pictures of sheets: received with their number, out of the journal, back again after a redo."""

import zlib
from datetime import date

import pytest
from sqlalchemy import func, select

from shoukei_app.domain.firm import Address, FirmFacts
from shoukei_app.domain.history import Act
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.query import Query
from shoukei_app.domain.target import Channel, TargetLine
from shoukei_app.store.ledger import Ledger
from shoukei_app.store.schema import operation, picture_bytes
from shoukei_app.usecases import firms, history, pictures, targets
from shoukei_app.usecases.pictures import PageBytes

CAMPAIGN = 1
DAY = date(2026, 7, 1)
FRONT = PageBytes(b"\x89PNG front " + bytes(range(256)) * 40, "image/png")
BACK = PageBytes(b"\xff\xd8 back " + bytes(range(255, -1, -1)) * 40, "image/jpeg")


@pytest.fixture
def line(ledger: Ledger, act: Act) -> TargetLine:
    address = Address("3810000", "長野県", "", "長野市", "20201", "見本町", "1番地")
    firms.add(ledger, act, FirmFacts("見本商店", address=address))
    targets.select(ledger, act, CAMPAIGN, targets.plan(ledger, CAMPAIGN))
    (line,) = targets.lines(ledger, targets.find(ledger, CAMPAIGN, Query()))
    return line


def test_a_sheet_is_received_with_its_pictures(ledger: Ledger, act: Act, line: TargetLine) -> None:
    before = ledger.digest()
    received = pictures.keep(ledger, act, line.number, [FRONT, BACK], received_on=DAY).value
    assert (received.channel, received.received_on) == (Channel.FAX, DAY)
    assert pictures.pages(ledger, line.id) == (FRONT, BACK)
    assert [page.page for page in pictures.of_target(ledger, line.id)] == [1, 2]
    history.undo(ledger, act)
    assert ledger.digest() == before
    assert pictures.pages(ledger, line.id) == ()
    history.redo(ledger, act)
    assert pictures.pages(ledger, line.id) == (FRONT, BACK)


def test_the_journal_holds_digests_only(ledger: Ledger, act: Act, line: TargetLine) -> None:
    pictures.keep(ledger, act, line.number, [FRONT, FRONT], received_on=DAY)
    with ledger.read() as view:
        changes = view.execute(select(operation.c.changes).order_by(operation.c.id.desc()).limit(1)).scalar_one()
        assert view.execute(select(func.count()).select_from(picture_bytes)).scalar_one() == 1, "kept once"
    assert len(zlib.decompress(changes)) < 1_000


def test_a_second_call_puts_its_pages_behind(ledger: Ledger, act: Act, line: TargetLine) -> None:
    pictures.keep(ledger, act, line.number, [FRONT], received_on=DAY)
    with pytest.raises(Problem) as caught:
        pictures.keep(ledger, act, line.number, [BACK], received_on=DAY)
    assert caught.value.kind is ProblemKind.ALREADY_RECEIVED
    assert pictures.pages(ledger, line.id) == (FRONT,), "nothing by halves"
    pictures.keep(ledger, act, line.number, [BACK], received_on=date(2026, 7, 5), again=True)
    assert pictures.pages(ledger, line.id) == (FRONT, BACK)
    assert targets.lines(ledger, [line.id])[0].received_on == DAY, "it came when it came"


def test_an_unknown_number_keeps_nothing(ledger: Ledger, act: Act, line: TargetLine) -> None:
    before = ledger.digest()
    for number in ("0000012", "9999994"):
        with pytest.raises(Problem):
            pictures.keep(ledger, act, number, [FRONT], received_on=DAY)
    assert ledger.digest() == before
    with ledger.read() as view:
        assert view.execute(select(func.count()).select_from(picture_bytes)).scalar_one() == 0
